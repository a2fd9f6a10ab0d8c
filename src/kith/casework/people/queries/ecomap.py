"""Who and what is around one child: their network, relatives they named, the team around the family, who works with them."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from kith.casework.furniture.known_at import NOW
from kith.casework.furniture.templatetags.kith import age
from kith.casework.people.models import NetworkMember, Person, Relationship
from kith.casework.people.models.network import NetworkKind
from kith.casework.people.models.relationship import RelationshipKind
from kith.casework.people.queries.family_graph import RESTRICTED
from kith.casework.plans.models import Plan, PlanChild, TeamMember
from kith.casework.workforce.models import AllocationRole, Worker
from kith.casework.workforce.queries import holders_of
from kith.engines.genogram.ecomap import Contact, Side, arrange, svg_of_ecomap

# Those who are not always in a family's genogram, and are somebody to the child all the same.
_ALWAYS = (RelationshipKind.CARER, RelationshipKind.GUARDIAN, RelationshipKind.FRIEND)
_KIND = {
    NetworkKind.RELATIVE: "Relative",
    NetworkKind.FRIEND: "Friend",
    NetworkKind.NEIGHBOUR: "Neighbour",
    NetworkKind.PROFESSIONAL: "Professional",
}


@dataclass(frozen=True)
class Around:
    """Somebody around a child as the map and its table show them; `person` where they have a record that is open."""

    contact: Contact
    person: Any | None
    offers: str
    words: str
    words_date: datetime.date | None
    strength: str


def around_child(child: Any, *, today: datetime.date) -> list[Around]:
    """Return everyone around a child, each once: own people first, those whom the child named before the others."""
    number = child.pk
    held = NOW.together(
        network=NOW.holding(NetworkMember, today).filter(child_id=number).order_by("id"),
        relatives=NOW.holding(Relationship, today).filter(relative_id=number).order_by("id"),
        # Of every kind: few have many, and kind is no way into a table of everybody's.
        relations=NOW.holding(Relationship, today).filter(person_id=number).order_by("id"),
        team=NOW.holding(TeamMember, today)
        .filter(
            plan_id__in=PlanChild.objects.filter(child_id=number).values("plan_id"),
            plan__in=Plan.objects.filter(end_date__isnull=True),
        )
        .order_by("id"),
    )
    befriended = [tie for tie in held["relations"] if tie.kind == RelationshipKind.FRIEND]
    relatives = [tie for tie in held["relatives"] if tie.important_words or tie.kind in _ALWAYS]
    wanted = {row.member_id for row in held["network"] if row.member_id}
    wanted |= {tie.person_id for tie in relatives} | {tie.relative_id for tie in befriended}
    wanted |= {row.person_id for row in held["team"] if row.person_id}
    known = NOW.together(
        people=Person.objects.filter(id__in=wanted),
        workers=Worker.objects.filter(id__in=[row.worker_id for row in held["team"] if row.worker_id]),
    )
    people = {row.id: row for row in known["people"]}
    workers = {row.id: row for row in known["workers"]}
    found: dict[tuple[str, Any], Around] = {}

    def add(key: tuple[str, Any], one: Around) -> None:
        found[key] = _joined(found[key], one) if key in found else one

    def somebody(person_id: int | None, name: str, kind: str, side: Side, **said: Any) -> None:
        person = people.get(person_id) if person_id else None
        shown = name or (person.display_name if person else RESTRICTED)
        key = ("person", person_id) if person_id else ("name", shown.casefold())
        offers, words, words_date = (
            said.pop("offers", ""),
            said.pop("words", ""),
            said.pop("words_date", None),
        )
        if person_id and person is None:
            # A closed record says nothing here but that there is somebody.
            said, offers, words, words_date = {}, "", "", None
        contact = Contact(shown, kind, side, is_named_important=bool(words), **said)
        add(key, Around(contact, person, offers, words, words_date, ""))

    for tie in relatives:
        somebody(
            tie.person_id,
            "",
            "Relative" if tie.kind != RelationshipKind.FRIEND else "Friend",
            Side.OWN,
            description=RelationshipKind(tie.kind).label if tie.kind != RelationshipKind.FRIEND else "",
            words=tie.important_words,
            words_date=tie.important_words_date,
        )
    for tie in befriended:
        somebody(tie.relative_id, "", "Friend", Side.OWN)
    for row in held["network"]:
        somebody(
            row.member_id,
            row.member_name,
            _KIND[NetworkKind(row.kind)],
            Side.SERVICE if row.kind == NetworkKind.PROFESSIONAL else Side.OWN,
            description=row.description,
            last_in_touch_date=row.last_in_touch_date,
            offers=row.offers,
            words=row.important_words,
            words_date=row.important_words_date,
        )
    for row in held["team"]:
        if row.worker_id:
            worker = workers[row.worker_id]
            contact = Contact(worker.name, _worker_kind(worker), Side.SERVICE, row.part)
            add(("worker", worker.pk), Around(contact, None, "", "", None, ""))
        else:
            is_service = not row.person_id and ("name", row.name.casefold()) not in found
            somebody(
                row.person_id,
                row.name,
                "Team around the family",
                Side.SERVICE if is_service else Side.OWN,
                description=row.part,
            )
    for allocation in holders_of([number], on=today):
        worker = allocation.worker_shown
        part = AllocationRole(allocation.role).label
        add(
            ("worker", worker.pk),
            Around(Contact(worker.name, _worker_kind(worker), Side.SERVICE, part), None, "", "", None, ""),
        )
    told = [replace(one, strength=one.contact.strength(today)) for one in found.values()]
    return sorted(
        told, key=lambda one: (one.contact.side is not Side.OWN, not one.contact.is_named_important)
    )


def _worker_kind(worker: Any) -> str:
    return str(worker.organisation or worker.get_role_display())


def _joined(first: Around, second: Around) -> Around:
    """Return one who is there twice, as a relative and in the network, with what both say."""
    one, other = first.contact, second.contact
    descriptions = [text for text in (one.description, other.description) if text]
    contact = replace(
        one,
        side=Side.OWN if Side.OWN in (one.side, other.side) else Side.SERVICE,
        description="; ".join(dict.fromkeys(descriptions)),
        is_named_important=one.is_named_important or other.is_named_important,
        last_in_touch_date=max(
            filter(None, (one.last_in_touch_date, other.last_in_touch_date)), default=None
        ),
    )
    return replace(
        first,
        contact=contact,
        offers="\n".join(text for text in (first.offers, second.offers) if text),
        words=first.words or second.words,
        words_date=first.words_date if first.words else second.words_date,
    )


@dataclass(frozen=True)
class EcomapOfChild:
    """The picture as SVG, and everyone in it."""

    picture: SafeString
    around: list[Around]
    named: int


def ecomap_of(child: Any, *, today: datetime.date) -> EcomapOfChild:
    """Return the ecomap of a child."""
    around = around_child(child, today=today)
    contacts = tuple(
        replace(one.contact, address=reverse("people:person", args=[one.person.pk]))
        if one.person
        else one.contact
        for one in around
    )
    own = sum(one.contact.side is Side.OWN for one in around)
    picture = svg_of_ecomap(
        arrange(child.display_name, contacts, today),
        title=f"Who is around {child.display_name}",
        description=(
            f"{own} of their own people on the left, {len(around) - own} from school, services and the team on the right."
            " The table after the picture says the same in words."
        ),
        centre={line: "kith-genogram-dates" for line in [age(child, today)] if len(line) < 15},
    )
    named = sum(one.contact.is_named_important for one in around)
    return EcomapOfChild(mark_safe(picture), around, named)  # noqa: S308 - svg_of_ecomap escapes every word
