"""A map of harm outside the home: opened, added to, its readers named, looked at again, handed on, closed.

Nothing here is an event of anybody's timeline. An event about nobody is open to every worker in the database, and one
about a child is on their chronology: either would tell somebody who is not named that a map exists. What was done is in
the audit, about nobody, with its reason (`access_maps.note_change`), and in the history of the map's own tables, which
stand behind the same wall as the map.
"""

from __future__ import annotations

import datetime

from django.db import connection, transaction
from django.utils import timezone

from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.people.models import Person
from kith.casework.protection.access_maps import (
    MAY_BE_NAMED,
    is_closed_to,
    may_open_maps,
    note_change,
    readers_today,
)
from kith.casework.protection.models import HowSure, MapLink, MapNode, MapReader, NodeKind, OutsideMap
from kith.casework.workforce.models import Worker

OF_PEOPLE = (NodeKind.YOUNG_PERSON, NodeKind.ADULT)


@transaction.atomic
def open_outside_map(*, title: str, purpose: str, review_date: datetime.date, by: Worker) -> OutsideMap:
    """Open a map: whoever opens it owns it, and is its first reader."""
    if not may_open_maps(by):
        raise CannotBeTrue("A team manager opens a map.")
    if not purpose.strip():
        raise CannotBeTrue("Say why the map is kept, and on what lawful basis.", "purpose")
    today = timezone.localdate()
    _check_review(review_date)
    outside_map = OutsideMap.objects.create(
        title=title.strip(), purpose=purpose.strip(), owner=by, opened_date=today, review_date=review_date
    )
    _add_reader(outside_map, by, "Owns the map", may_write=True, by=by)
    note_change(by, "protection.map_opened", outside_map.pk, purpose.strip())
    return outside_map


@transaction.atomic
def change_map(*, outside_map: OutsideMap, title: str, purpose: str, by: Worker) -> None:
    """Put its title or purpose otherwise."""
    outside_map = _locked(outside_map)
    _check_owner(outside_map, by)
    if not purpose.strip():
        raise CannotBeTrue("Say why the map is kept, and on what lawful basis.", "purpose")
    OutsideMap.objects.filter(pk=outside_map.pk).update(title=title.strip(), purpose=purpose.strip())
    note_change(by, "protection.map_changed", outside_map.pk, purpose.strip())


@transaction.atomic
def name_reader(*, outside_map: OutsideMap, worker: Worker, why: str, may_write: bool, by: Worker) -> None:
    """Name somebody who may read a map from today, with why they need it."""
    outside_map = _locked(outside_map)
    _check_owner(outside_map, by)
    if not why.strip():
        raise CannotBeTrue("Say why they need it.", "why")
    if MapReader.objects.filter(readers_today(worker), map=outside_map).exists():
        raise CannotBeTrue(f"{worker.name} is named on this map already.", "worker")
    # Why it is closed to them is not said: it would tell whose family stands on it.
    if worker.end_date is not None or worker.role not in MAY_BE_NAMED or is_closed_to(outside_map.pk, worker):
        raise CannotBeTrue(f"This map cannot be opened to {worker.name}. Choose somebody else.", "worker")
    _add_reader(outside_map, worker, why.strip(), may_write=may_write, by=by)
    note_change(by, "protection.map_reader_named", outside_map.pk, f"{worker.name}: {why.strip()}")


@transaction.atomic
def end_reader(*, reader: MapReader, by: Worker) -> None:
    """Record that somebody no longer reads a map, from now."""
    outside_map = _locked(reader.map)
    _check_owner(outside_map, by)
    if reader.worker_id == outside_map.owner_id:
        raise CannotBeTrue("The owner reads the map. Hand it on to another manager first.")
    today = timezone.localdate()
    if reader.start_date == today:
        reader.delete()  # named and ended on one day: closed at once; history keeps it
    else:
        MapReader.objects.filter(pk=reader.pk, end_date__isnull=True).update(end_date=today)
    note_change(by, "protection.map_reader_ended", outside_map.pk, reader.worker.name)


@transaction.atomic
def hand_on(*, outside_map: OutsideMap, to: Worker, by: Worker) -> None:
    """Hand a map on to another manager who reads it; or take it over, where its owner has left."""
    outside_map = _locked(outside_map)
    takes_over = to.pk == by.pk and outside_map.owner.end_date is not None
    if not takes_over:
        _check_owner(outside_map, by)
    if to.pk == outside_map.owner_id:
        raise CannotBeTrue("They own this map already.", "worker")
    if not MapReader.objects.filter(readers_today(to), map=outside_map).exists():
        raise CannotBeTrue(f"{to.name} does not read this map. Name them first.", "worker")
    if not may_open_maps(to):
        raise CannotBeTrue("A team manager owns a map. Choose one who reads it.", "worker")
    OutsideMap.objects.filter(pk=outside_map.pk).update(owner=to)
    note_change(by, "protection.map_handed_on", outside_map.pk, f"to {to.name}")


@transaction.atomic
def add_node(
    *,
    outside_map: OutsideMap,
    kind: str,
    by: Worker,
    person: Person | None = None,
    label: str = "",
    words: str = "",
    postcode: str = "",
) -> MapNode:
    """Put a young person, an adult, a place or a group on a map. A person stands on it once."""
    outside_map = _writable(outside_map, by)
    if person is None and not label.strip():
        raise CannotBeTrue("Choose a person on the record, or say what it is known as.", "label")
    if person is not None and kind not in OF_PEOPLE:
        raise CannotBeTrue(
            "A place or a group is not a person on the record. Say what it is known as instead.", "kind"
        )
    if person is not None and outside_map.nodes.filter(person=person, removed_date__isnull=True).exists():
        raise CannotBeTrue("They are on this map already.", "kind")
    if postcode and kind in OF_PEOPLE:
        raise CannotBeTrue(
            "Where a person lives is on their record. Put a place on the map instead.", "postcode"
        )
    node = MapNode.objects.create(
        map=outside_map,
        kind=kind,
        person=person,
        label=label.strip(),
        words=words.strip(),
        postcode=postcode,
        added_date=timezone.localdate(),
    )
    note_change(by, "protection.map_added_to", outside_map.pk, NodeKind(kind).label)
    return node


@transaction.atomic
def change_node(*, node: MapNode, label: str, words: str, postcode: str, by: Worker) -> None:
    """Write down what is known of something on a map."""
    outside_map = _writable(node.map, by)
    if node.person_id is None and not label.strip():
        raise CannotBeTrue("Say what it is known as.", "label")
    if postcode and node.kind in OF_PEOPLE:
        raise CannotBeTrue(
            "Where a person lives is on their record. Put a place on the map instead.", "postcode"
        )
    MapNode.objects.filter(pk=node.pk).update(label=label.strip(), words=words.strip(), postcode=postcode)
    note_change(by, "protection.map_changed", outside_map.pk, NodeKind(node.kind).label)


@transaction.atomic
def remove_node(*, node: MapNode, by: Worker) -> None:
    """Take something off a map, with what joins it to others; history keeps both."""
    outside_map = _writable(node.map, by)
    if node.removed_date is not None:
        raise CannotBeTrue("It has been taken off the map already.")
    for link in MapLink.objects.filter(map=outside_map, end_date__isnull=True):
        if node.pk in (link.from_node_id, link.to_node_id):
            _end(link)
    MapNode.objects.filter(pk=node.pk).update(removed_date=timezone.localdate())
    note_change(by, "protection.map_taken_from", outside_map.pk, NodeKind(node.kind).label)


@transaction.atomic
def link_nodes(
    *,
    outside_map: OutsideMap,
    from_node: MapNode,
    to_node: MapNode,
    what: str,
    source: str,
    how_sure: str,
    by: Worker,
) -> MapLink:
    """Say what joins two on a map, who says so, and how sure they are."""
    outside_map = _writable(outside_map, by)
    if from_node.pk == to_node.pk:
        raise CannotBeTrue("Choose two that are not the same.", "to_node")
    for node, name in ((from_node, "from_node"), (to_node, "to_node")):
        if node.map_id != outside_map.pk:
            raise CannotBeTrue("Both stand on this map. Put it on the map first.", name)
        if node.removed_date is not None:
            raise CannotBeTrue("It has been taken off the map. Put it on again first.", name)
    for words, name, sentence in (
        (what, "what", "Say what joins them."), (source, "source", "Say who says so."),
    ):  # fmt: skip
        if not words.strip():
            raise CannotBeTrue(sentence, name)
    link = MapLink.objects.create(
        map=outside_map,
        from_node=from_node,
        to_node=to_node,
        what=what.strip(),
        source=source.strip(),
        how_sure=HowSure(how_sure),
        start_date=timezone.localdate(),
    )
    note_change(by, "protection.map_linked", outside_map.pk, "")
    return link


@transaction.atomic
def end_map_link(*, link: MapLink, by: Worker) -> None:
    """Record that what joined two on a map no longer does, or was not so."""
    outside_map = _writable(link.map, by)
    if link.end_date is not None:
        raise CannotBeTrue("This has ended already.")
    _end(link)
    note_change(by, "protection.map_unlinked", outside_map.pk, "")


@transaction.atomic
def review_map(*, outside_map: OutsideMap, purpose: str, review_date: datetime.date, by: Worker) -> None:
    """Look at a map again: why it is still kept, whether its readers still need it, and when the next look is."""
    outside_map = _locked(outside_map)
    _check_owner(outside_map, by)
    if not purpose.strip():
        raise CannotBeTrue("Say why the map is still kept, or close it.", "purpose")
    _check_review(review_date)
    OutsideMap.objects.filter(pk=outside_map.pk).update(purpose=purpose.strip(), review_date=review_date)
    note_change(by, "protection.map_reviewed", outside_map.pk, purpose.strip())


@transaction.atomic
def close_map(*, outside_map: OutsideMap, closed_words: str, by: Worker) -> None:
    """Close a map with what came of it: it is read, and no longer added to."""
    outside_map = _locked(outside_map)
    _check_owner(outside_map, by)
    if not closed_words.strip():
        raise CannotBeTrue("Say what came of it.", "closed_words")
    OutsideMap.objects.filter(pk=outside_map.pk).update(
        closed_date=timezone.localdate(), closed_words=closed_words.strip()
    )
    note_change(by, "protection.map_closed", outside_map.pk, "")


def _locked(outside_map: OutsideMap) -> OutsideMap:
    """Return an open map as it is now, locked: of two people at once the second waits and is told."""
    now: OutsideMap = OutsideMap.objects.select_for_update(of=("self",)).get(pk=outside_map.pk)
    if now.closed_date is not None:
        raise CannotBeTrue("This map is closed, and stays as it was. Open another if there is something new.")
    return now


def _writable(outside_map: OutsideMap, by: Worker) -> OutsideMap:
    now = _locked(outside_map)
    reader = MapReader.objects.filter(readers_today(by), map=now).first()
    if reader is None or not (reader.may_write or now.owner_id == by.pk):
        raise CannotBeTrue("You read this map and do not add to it. Ask its owner.")
    return now


def _check_owner(outside_map: OutsideMap, by: Worker) -> None:
    if outside_map.owner_id != by.pk:
        raise CannotBeTrue("The map's owner does this. Ask them.")


def _check_review(review_date: datetime.date) -> None:
    if review_date <= timezone.localdate():
        raise CannotBeTrue("It is looked at again later. Enter a later day.", "review_date")


def _add_reader(outside_map: OutsideMap, worker: Worker, why: str, *, may_write: bool, by: Worker) -> None:
    # Without RETURNING: while the row is being written nobody is named yet, and the wall hides it.
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO protection_mapreader (map_id, worker_id, why, may_write, named_by_id, start_date, end_date)"
            " VALUES (%s, %s, %s, %s, %s, %s, NULL)",
            [outside_map.pk, worker.pk, why, may_write, by.pk, timezone.localdate()],
        )


def _end(link: MapLink) -> None:
    today = timezone.localdate()
    if link.start_date == today:
        link.delete()  # drawn and taken away on one day; history keeps it
    else:
        MapLink.objects.filter(pk=link.pk).update(end_date=today)
