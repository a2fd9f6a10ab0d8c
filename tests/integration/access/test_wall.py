"""The second wall, tried with raw SQL as the web role: what PostgreSQL itself lets a worker see."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from kith.casework.access import wall
from kith.casework.access.rights import Right
from kith.casework.access.roles import Role
from kith.casework.timeline.actions.notes import WrittenPassage, write_note
from kith.casework.timeline.models import Note
from tests.furnishing.cast import Cast
from tests.furnishing.clients import acting_as
from tests.integration.access.test_every_address import ROLES, column_for, worker_of
from tests.spec.access.rights_table import rights_of


def count(table: str) -> int:
    """Return how many rows of a table the role that is acting can see."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return int(cursor.fetchone()[0])


def casework_tables() -> dict[str, type]:
    """Return every table of casework that is not a history of another."""
    return {
        model._meta.db_table: model
        for model in apps.get_models()
        if model.__module__.startswith("kith.casework.") and not wall._is_history(model)
    }


def list_at_most(workers: int) -> None:
    """Let teams of so many workers be listed by kith_enter, until the end of the test."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE OR REPLACE FUNCTION kith_most_listed() RETURNS int LANGUAGE sql IMMUTABLE AS"
            f" 'SELECT {workers}'"
        )


def test_every_table_is_behind_the_wall_or_says_why_not() -> None:
    """A new table that nobody has placed fails here."""
    behind, outside = set(wall.registry()), set(wall.open_tables())
    assert behind & outside == set()
    assert set(casework_tables()) == behind | outside
    assert all(len(reason) > 20 for reason in wall.open_tables().values())


def test_postgresql_itself_has_a_policy_on_every_such_table_and_on_its_history(cast: Cast) -> None:
    """What the registry says is what the database does."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relrowsecurity")
        guarded = {name for (name,) in cursor.fetchall()}
    for table in wall.registry():
        assert table in guarded
        history = wall.event_model_of(casework_tables()[table])  # type: ignore[arg-type]
        assert history is None or history._meta.db_table in guarded


def test_restricted_records_are_found_from_either_end(cast: Cast) -> None:
    """Begun from the records or from the workers who hold them, the same people on restricted records are held."""
    wanted = """
        SELECT worker.id, person.id FROM workforce_worker worker CROSS JOIN people_person person
        WHERE person.restriction = 'restricted' AND kith_is_held_by(person.id, kith_team_workers(worker.id))
    """
    found = """
        SELECT worker.id, held FROM workforce_worker worker
        CROSS JOIN LATERAL kith_restricted_held_by(kith_team_workers(worker.id)) held
    """
    with connection.cursor() as cursor:
        cursor.execute(wanted)
        one_by_one = sorted(cursor.fetchall())
        cursor.execute(found)
        assert sorted(cursor.fetchall()) == one_by_one
    assert one_by_one


def test_whoever_has_not_said_who_they_are_sees_nobody(cast: Cast) -> None:
    """The web role alone, with no worker, sees no row behind the wall."""
    with acting_as(None):
        seen = {table: count(table) for table in wall.registry()}
    assert {table: number for table, number in seen.items() if number} == {}


@pytest.mark.parametrize("most_listed", [60, -1], ids=["listed", "too_many_to_list"])
@pytest.mark.parametrize("who", ROLES)
def test_the_wall_shows_no_more_than_the_drawn_table(cast: Cast, who: str, most_listed: int) -> None:
    """For each role and each kind of record: the person with the basics, their notes with the right to read.

    The same whether whom a team holds is listed beforehand or, as for a director of a large service, asked for each.
    """
    list_at_most(most_listed)
    worker = worker_of(cast, who)
    notes = {}
    for kind, person in cast.records.items():
        with transaction.atomic():
            notes[kind] = write_note(
                kind="case_note", title="T", day=cast.child.birth_date, people=[person.pk],  # type: ignore[arg-type]
                passages=[WrittenPassage("Said.")], by=cast.director,
            )  # fmt: skip
    with acting_as(worker):
        for kind, person in cast.records.items():
            rights = rights_of(worker.role, column_for(worker, kind, cast))
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1 FROM people_person WHERE id = %s", [person.pk])
                sees_person = cursor.fetchone() is not None
                cursor.execute("SELECT kith_reads(%s)", [person.pk])
                (reads,) = cursor.fetchone()
            sees_note = Note.objects.filter(pk=notes[kind].pk).exists()
            if worker.role == Role.AUDITOR:
                assert not sees_note, kind
                continue
            assert sees_person == (Right.SEE_BASICS in rights), f"{kind}: person"
            assert sees_note == (Right.READ_RECORD in rights), f"{kind}: note"
            assert reads == sees_note, f"{kind}: as a function says of the person"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE access_auditentry SET reason = 'nothing to see'",
        "DELETE FROM access_auditentry",
        "TRUNCATE access_auditentry",
        "SELECT * FROM access_auditchain",
        "UPDATE access_auditchain SET length = 0",
        "SELECT * FROM people_nameword",
        "DELETE FROM people_personevent",
        "UPDATE timeline_noteevent SET title = 'x'",
        "ALTER TABLE people_person DISABLE ROW LEVEL SECURITY",
        "DROP POLICY wall_see ON people_person",
        "CREATE TABLE mine (x int)",
    ],
)
def test_the_web_role_is_refused(cast: Cast, statement: str) -> None:
    """It owns nothing: neither the log, nor history, nor the wall itself can be touched."""
    with pytest.raises(DatabaseError), acting_as(cast.auditor), connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_restricted_persons_relatives_do_not_give_them_away(cast: Cast) -> None:
    """Rows that name two people are seen by who they are of; the other's name needs the other's record."""
    with acting_as(cast.social_worker):
        assert count(f"people_personname WHERE person_id = {cast.restricted_child.pk}") == 0
        assert count(f"people_familymembership WHERE person_id = {cast.sealed_child.pk}") == 0
