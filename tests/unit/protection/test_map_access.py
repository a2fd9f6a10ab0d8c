"""Who may see a map of harm outside the home, and that to everybody else there is no map at all."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import connection
from django.urls import reverse

from kith.casework.access.models import AuditEntry, BreakGlass, OwnFamily
from kith.casework.access.roles import Role
from kith.casework.people.actions import merging
from kith.casework.people.models import Person
from kith.casework.protection.access_maps import MAY_BE_NAMED
from kith.casework.protection.actions import outside_map
from kith.casework.protection.models import MapNode, MapReader, OutsideMap
from kith.casework.timeline.models import Event, Task
from tests.furnishing.cast import Cast
from tests.furnishing.clients import acting_as
from tests.furnishing.form_days import ago
from tests.unit.protection.outside_home import a_map, hours_ago, in_days, refused

pytestmark = pytest.mark.django_db

TITLE = "The arcade"
TABLES = ["protection_outsidemap", "protection_mapreader", "protection_mapnode", "protection_maplink"]
OWNERS_PAGES = ["change_map", "review_map", "close_map", "hand_on_map", "name_map_reader"]
WRITERS_PAGES = ["add_map_node", "link_map_nodes"]
ROLES = [*Role, "outsider", "outside_manager"]


@pytest.fixture
def the_map(cast: Cast) -> OutsideMap:
    """A map that the team's manager owns, and that nobody else reads, made behind the wall."""
    with acting_as(cast.team_manager):
        return a_map(cast)


def worker_of(cast: Cast, who: str):
    """Return the worker of a role, or one of the two from outside."""
    return getattr(cast, who) if who in ("outsider", "outside_manager") else cast.by_role[who]


def rows_seen(worker) -> int:
    """Return how many rows of every table of maps, history's with them, a worker sees by raw SQL behind the wall."""
    with acting_as(worker), connection.cursor() as cursor:
        seen = 0
        for table in [*TABLES, *(f"{table}event" for table in TABLES)]:
            cursor.execute(f"SELECT count(*) FROM {table}")
            seen += cursor.fetchone()[0]
        cursor.execute(
            "SELECT count(*) FROM timeline_event WHERE kind LIKE '%%map%%' OR thread LIKE 'map:%%'"
        )
        seen += cursor.fetchone()[0]
        cursor.execute(
            "SELECT count(*) FROM timeline_eventevent WHERE kind LIKE '%%map%%' OR thread LIKE 'map:%%'"
        )
        seen += cursor.fetchone()[0]
        cursor.execute(
            "SELECT count(*) FROM timeline_task WHERE title ILIKE '%%map%%' OR link LIKE '/maps/%%'"
        )
        return seen + cursor.fetchone()[0]


def pages_of(cast: Cast) -> list[str]:
    """Return the pages on which somebody could come upon a map: the child's, their family's, search, the day, the log."""
    child, sibling = cast.child.pk, cast.sibling.pk
    return [
        "/", f"/people/{child}/", f"/people/{sibling}/", f"/people/{child}/chronology/", f"/families/{cast.family.pk}/",
        f"/people/{child}/harm-outside-home/", f"/people/{child}/missing/", "/harm-outside-home/", f"/people/?q={TITLE}",
        reverse("people:search") + "?q=arcade", reverse("access:who_looked", args=[child]),
        reverse("people:ecomap", args=[child]), f"/people/{cast.mother.pk}/",
    ]  # fmt: skip


@pytest.mark.parametrize("who", ROLES)
def test_to_whoever_is_not_named_there_is_no_map(
    cast: Cast, the_map: OutsideMap, client_for, who: str
) -> None:
    """For every role, whatever they hold or manage: no page, search, chronology, log, task or table shows that there is one."""
    worker = worker_of(cast, who)
    if worker == cast.team_manager:
        return  # the owner
    client = client_for(worker)
    for path in pages_of(cast):
        said = client.get(path).content.decode()
        # A team manager's menu has the entry, whether or not there is any map.
        assert TITLE not in said, path
        assert f"/maps/{the_map.pk}/" not in said, path
        if worker.role != Role.TEAM_MANAGER:
            assert "/maps/" not in said, path
    for name in ["map", *OWNERS_PAGES, *WRITERS_PAGES]:
        path = reverse(f"protection:{name}", args=[the_map.pk])
        assert client.get(path).status_code == 404, name
        assert client.get(path.replace(f"/{the_map.pk}/", "/99999/")).status_code == 404, (
            "as for no map at all"
        )
    assert client.get("/maps/").status_code == (200 if worker.role == Role.TEAM_MANAGER else 404)
    assert client.get("/maps/open/").status_code == (200 if worker.role == Role.TEAM_MANAGER else 403)
    assert rows_seen(worker) == 0


@pytest.mark.parametrize("who", ROLES)
def test_breaking_glass_opens_the_child_and_no_map(
    cast: Cast, the_map: OutsideMap, client_for, who: str
) -> None:
    """With the child's record open by break-glass the map is as closed as before."""
    worker = worker_of(cast, who)
    if worker == cast.team_manager:
        return
    BreakGlass.objects.create(
        worker=worker, person=cast.child, reason="At night, at the hospital.", started_at=hours_ago(1),
        ends_at=hours_ago(-3),
    )  # fmt: skip
    assert client_for(worker).get(f"/maps/{the_map.pk}/").status_code == 404
    assert TITLE not in client_for(worker).get(f"/people/{cast.child.pk}/").content.decode()
    assert rows_seen(worker) == 0


@pytest.mark.parametrize("who", ROLES)
def test_being_named_opens_a_map_to_those_who_work_with_families(
    cast: Cast, the_map: OutsideMap, client_for, who: str
) -> None:
    """Whoever is named reads it, and adds to it only where that was said; nobody else can be named."""
    worker = worker_of(cast, who)
    if worker == cast.team_manager:
        return
    name = {"outside_map": the_map, "worker": worker, "why": "Works there.", "by": cast.team_manager}
    if worker.role not in MAY_BE_NAMED:
        assert "cannot be opened to" in refused(outside_map.name_reader, may_write=False, **name).sentence
        return
    outside_map.name_reader(may_write=False, **name)
    client = client_for(worker)
    assert TITLE in client.get(f"/maps/{the_map.pk}/").content.decode()
    assert TITLE in client.get("/maps/").content.decode()
    assert 'href="/maps/"' in client.get("/harm-outside-home/").content.decode(), "the way to it"
    for page in [*OWNERS_PAGES, *WRITERS_PAGES]:
        assert client.get(reverse(f"protection:{page}", args=[the_map.pk])).status_code == 403, page
    assert rows_seen(worker) > 0
    MapReader.objects.filter(worker=worker).update(may_write=True)
    for page in WRITERS_PAGES:
        assert client.get(reverse(f"protection:{page}", args=[the_map.pk])).status_code == 200, page
    outside_map.end_reader(reader=MapReader.objects.get(worker=worker), by=cast.team_manager)
    assert client.get(f"/maps/{the_map.pk}/").status_code == 404, "closed from that moment"
    assert rows_seen(worker) == 0, "and its history with it"


def test_a_reader_whose_time_is_over_or_yet_to_come_reads_nothing(
    cast: Cast, the_map: OutsideMap, client_for
) -> None:
    """Who reads is who is named today."""
    client = client_for(cast.social_worker)
    for start, end in ((ago(9), ago(0)), (in_days(1), None)):
        MapReader.objects.filter(worker=cast.social_worker).delete()
        MapReader.objects.create(
            map=the_map, worker=cast.social_worker, why="W", named_by=cast.team_manager, start_date=start, end_date=end
        )  # fmt: skip
        assert client.get(f"/maps/{the_map.pk}/").status_code == 404
        assert rows_seen(cast.social_worker) == 0


def test_nobody_reads_a_map_on_which_their_own_family_stands(
    cast: Cast, the_map: OutsideMap, client_for
) -> None:
    """Named before or after, also where the record was joined to another, and by no road."""
    outside_map.name_reader(
        outside_map=the_map,
        worker=cast.social_worker,
        why="Works there.",
        may_write=True,
        by=cast.team_manager,
    )
    client = client_for(cast.social_worker)
    assert client.get(f"/maps/{the_map.pk}/").status_code == 200
    twice = Person.objects.create(display_name="M Pillai")
    outside_map.add_node(
        outside_map=the_map, kind="young_person", person=twice, label="M", by=cast.team_manager
    )
    assert client.get(f"/maps/{the_map.pk}/").status_code == 200
    merging.merge(kept=cast.own_niece, merged=twice, reason="The same child.", by=cast.contact_officer)
    assert client.get(f"/maps/{the_map.pk}/").status_code == 404
    assert rows_seen(cast.social_worker) == 0
    outside_map.end_reader(reader=MapReader.objects.get(worker=cast.social_worker), by=cast.team_manager)
    said = refused(
        outside_map.name_reader, outside_map=the_map, worker=cast.social_worker, why="W", may_write=False, by=cast.team_manager,
    ).sentence  # fmt: skip
    assert said == "This map cannot be opened to Priya Nair. Choose somebody else.", "and not why"


def test_the_owner_too_is_shut_out_by_their_own_family(cast: Cast, the_map: OutsideMap, client_for) -> None:
    """There is no exception for whoever opened it."""
    OwnFamily.objects.create(
        person=cast.child, worker=cast.team_manager, relation="nephew", declared_by=cast.director
    )
    assert client_for(cast.team_manager).get(f"/maps/{the_map.pk}/").status_code == 404
    assert rows_seen(cast.team_manager) == 0


def test_joining_two_records_tells_nobody_of_a_map(cast: Cast, the_map: OutsideMap, client_for) -> None:
    """The thing on the map stays where it was and is shown as the kept record; the join's own row names no map."""
    kept = Person.objects.create(display_name="Sam Kept")
    merged = Person.objects.create(display_name="Sam Joined")
    outside_map.add_node(outside_map=the_map, kind="adult", person=merged, by=cast.team_manager)
    with acting_as(cast.team_manager):
        row = merging.merge(kept=kept, merged=merged, reason="The same man.", by=cast.team_manager)
    assert not any("Map" in place for place in row.moved)
    assert "Sam Kept" in client_for(cast.team_manager).get(f"/maps/{the_map.pk}/").content.decode()


def test_the_link_on_a_persons_page_is_for_readers_and_on_the_page_of_those_who_stand_on_it(
    cast: Cast, the_map: OutsideMap, client_for
) -> None:
    """The owner sees it on the child's page, never on a brother's or sister's, nor as known at an earlier time."""
    client = client_for(cast.team_manager)
    assert f"/maps/{the_map.pk}/" in client.get(f"/people/{cast.child.pk}/").content.decode()
    assert f"/maps/{the_map.pk}/" not in client.get(f"/people/{cast.sibling.pk}/").content.decode()
    node = MapNode.objects.get(person=cast.child)
    outside_map.remove_node(node=node, by=cast.team_manager)
    assert f"/maps/{the_map.pk}/" not in client.get(f"/people/{cast.child.pk}/").content.decode()


def test_somebody_on_a_closed_record_has_no_name_but_the_maps_own(
    cast: Cast, the_map: OutsideMap, client_for
) -> None:
    """What is not open to a reader elsewhere is not open to them here, unless the map itself says a name."""
    node = MapNode.objects.create(
        map=the_map, kind="young_person", person=cast.restricted_child, added_date=ago(0)
    )
    client = client_for(cast.team_manager)
    said = client.get(f"/maps/{the_map.pk}/").content.decode()
    assert "Freya" not in said
    assert "Somebody on a record that is not open to you" in said
    MapNode.objects.filter(pk=node.pk).update(label="F from the pier")
    said = client.get(f"/maps/{the_map.pk}/").content.decode()
    assert "F from the pier" in said
    assert f"/people/{cast.restricted_child.pk}/" not in said


def test_what_is_done_to_a_map_is_in_the_audit_about_nobody_and_on_no_timeline(
    cast: Cast, the_map: OutsideMap, client_for
) -> None:
    """Opening, adding, naming with the reason, and each reading: of the child's own log and chronology nothing."""
    outside_map.name_reader(
        outside_map=the_map, worker=cast.social_worker, why="Holds a young person.", may_write=False, by=cast.team_manager,
    )  # fmt: skip
    client_for(cast.social_worker).get(f"/maps/{the_map.pk}/")
    entries = AuditEntry.objects.filter(reason__startswith=f"map {the_map.pk}")
    assert {entry.what for entry in entries} >= {
        "protection.map_opened", "protection.map_added_to", "protection.map_linked", "protection.map_reader_named",
        "protection:map",
    }  # fmt: skip
    assert all(entry.subject_ids == [] for entry in entries)
    named = entries.get(what="protection.map_reader_named")
    assert named.reason == f"map {the_map.pk}: Priya Nair: Holds a young person."
    assert not Event.objects.filter(kind__contains="map").exists()
    assert not Task.objects.filter(link__startswith="/maps/").exists()


def test_a_map_outlives_its_owner(cast: Cast, the_map: OutsideMap, client_for) -> None:
    """The owner hands it on to a manager who reads it; where they have left, such a manager takes it over."""
    said = refused(outside_map.hand_on, outside_map=the_map, to=cast.outside_manager, by=cast.team_manager)
    assert "Name them first" in said.sentence
    for worker in (cast.outside_manager, cast.social_worker):
        outside_map.name_reader(
            outside_map=the_map, worker=worker, why="W", may_write=False, by=cast.team_manager
        )
    said = refused(outside_map.hand_on, outside_map=the_map, to=cast.social_worker, by=cast.team_manager)
    assert said.sentence.startswith("A team manager owns a map")
    path = f"/maps/{the_map.pk}/hand-on/"
    assert client_for(cast.outside_manager).get(path).status_code == 403
    type(cast.team_manager).objects.filter(pk=cast.team_manager.pk).update(end_date=ago(0))
    assert "has left" in client_for(cast.outside_manager).get(f"/maps/{the_map.pk}/").content.decode()
    assert client_for(cast.social_worker).get(path).status_code == 403
    answer = client_for(cast.outside_manager).post(path, {"worker": cast.outside_manager.pk})
    assert answer.status_code == 303
    the_map.refresh_from_db()
    assert the_map.owner == cast.outside_manager


def test_every_table_of_maps_is_among_those_that_are_tried() -> None:
    """A table added to maps later is tried too."""
    found = {
        model._meta.db_table
        for model in apps.get_app_config("protection").get_models()
        if "map" in model._meta.db_table and not model._meta.db_table.endswith("event")
    }
    assert found == set(TABLES)
