"""A whole made-up authority in the database: true to its shape, to the process and its clocks, and to history."""

from __future__ import annotations

import datetime
import json
from typing import Any

import pytest

from kith.casework.access.roles import Role
from kith.casework.people.check_digits import problem_with
from kith.demo.cast import CAST
from kith.engines.calendar import Happening, run_clocks

pytestmark = pytest.mark.database
Made = Any
TODAY = datetime.date(2026, 11, 24)


def test_the_cast_has_one_of_each_role_and_an_account_that_no_password_opens(hackney: Made) -> None:
    """Every role of the service can be seen in the demo, by one-click sign-in alone."""
    _, ask = hackney
    rows = ask(
        "SELECT u.email, w.role, u.password FROM workforce_worker w JOIN access_user u ON u.id = w.user_id"
    )
    assert {email for email, *_ in rows} == {each.email for each in CAST}
    assert {role for _, role, _ in rows} == {str(role) for role in Role}
    assert all(password.startswith("!") for *_, password in rows)
    assert all(email.endswith("@example.org") for email, *_ in rows)


@pytest.mark.parametrize(
    ("key", "rule"), [("social_worker", "assessment"), ("family_help_practitioner", "first_help")]
)
def test_the_cast_hold_families_whose_clocks_are_due_today_late_and_soon(
    hackney: Made, key: str, rule: str
) -> None:
    """A visitor who signs in finds work of every urgency."""
    _, ask = hackney
    name = next(each.name for each in CAST if each.key == key)
    due = ask(
        "SELECT DISTINCT c.due_date FROM workforce_worker w"
        " JOIN workforce_allocation a ON a.worker_id = w.id AND a.end_date IS NULL"
        " LEFT JOIN front_door_contactperson p ON p.person_id = a.child_id"
        " JOIN timeline_clock c ON (c.person_id = a.child_id OR c.thread = 'contact:' || p.contact_id)"
        " WHERE w.name = %s AND c.rule = %s AND c.stopped_date IS NULL",
        name, rule,
    )  # fmt: skip
    days = [day for (day,) in due]
    assert any(day < TODAY for day in days)
    assert TODAY in days
    assert any(0 < (day - TODAY).days <= 7 for day in days)


def test_there_is_a_queue_with_late_decisions_and_a_family_that_came_back(hackney: Made) -> None:
    """Contacts wait at the front door, some past their day, one from a family seen within the year."""
    _, ask = hackney
    waiting = ask(
        "SELECT t.due_date FROM front_door_contact c JOIN timeline_clock t ON t.thread = 'contact:' || c.id"
        " WHERE c.status = 'received' AND t.rule = 'contact_decision' AND t.stopped_date IS NULL"
    )
    assert len(waiting) >= 5
    assert any(day < TODAY for (day,) in waiting)
    assert ask(
        "SELECT 1 FROM front_door_contact c JOIN front_door_contactperson p ON p.contact_id = c.id"
        " JOIN front_door_contactperson q ON q.person_id = p.person_id JOIN front_door_contact e ON e.id = q.contact_id"
        " WHERE c.status = 'received' AND e.status = 'decided' AND e.received_at > c.received_at - interval '1 year'"
    )


def test_one_record_is_restricted_one_sealed_and_one_is_the_own_family_of_one_of_the_cast(
    hackney: Made,
) -> None:
    """The walls can be seen to work, and a colleague who is away is covered."""
    _, ask = hackney
    assert {row[0] for row in ask("SELECT DISTINCT restriction FROM people_person")} == {
        "normal",
        "restricted",
        "sealed",
    }
    assert ask(
        "SELECT 1 FROM access_ownfamily o JOIN workforce_worker w ON w.id = o.worker_id WHERE w.name = 'Hannah Whitfield'"
    )
    assert ask(
        "SELECT 1 FROM workforce_cover c JOIN workforce_worker w ON w.id = c.covered_by_id"
        " WHERE w.name = 'Yusuf Rahman' AND c.start_date <= %s AND c.end_date > %s", TODAY, TODAY,
    )  # fmt: skip


@pytest.mark.parametrize(
    "table", ["people_residence", "plans_plan", "plans_plantier", "plans_planlead", "workforce_allocation"]
)
def test_periods_that_may_not_overlap_do_not(hackney: Made, table: str) -> None:
    """Nobody lives in two homes on one day, has two leads, or is on two tiers."""
    _, ask = hackney
    of = {"people_residence": "person_id", "plans_plan": "family_id", "workforce_allocation": "child_id"}.get(
        table, "plan_id"
    )
    assert ask(f"SELECT 1 FROM {table} LIMIT 1")
    assert not ask(
        f"SELECT a.id FROM {table} a JOIN {table} b ON a.{of} = b.{of} AND a.id < b.id"
        " AND daterange(a.start_date, a.end_date) && daterange(b.start_date, b.end_date)"
        # A child has one lead, and beside that a reviewing officer or an adviser.
        + (" AND a.role = b.role" if table == "workforce_allocation" else "")
    )


def test_nobody_is_their_own_ancestor_and_parents_are_older_than_their_children(hackney: Made) -> None:
    """A line of parents never comes round to its beginning."""
    _, ask = hackney
    assert not ask(
        "WITH RECURSIVE line AS ("
        " SELECT person_id AS elder, relative_id AS younger FROM people_relationship WHERE kind = 'parent'"
        " UNION SELECT l.elder, r.relative_id FROM line l JOIN people_relationship r ON r.person_id = l.younger AND r.kind = 'parent'"
        ") SELECT 1 FROM line WHERE elder = younger"
    )
    assert not ask(
        "SELECT 1 FROM people_relationship r JOIN people_person e ON e.id = r.person_id JOIN people_person y ON y.id = r.relative_id"
        " WHERE r.kind IN ('parent', 'grandparent') AND y.birth_date - e.birth_date < 365 * 14"
    )


def test_identifiers_have_sound_check_digits(hackney: Made) -> None:
    """The same check as for a number that is typed in."""
    _, ask = hackney
    rows = ask("SELECT kind, value FROM people_identifier")
    assert {kind for kind, _ in rows} >= {"nhs", "upn", "former_system"}
    assert not [value for kind, value in rows if problem_with(kind, value)]


def test_loaded_clocks_are_those_that_the_engine_works_out_from_the_events(hackney: Made) -> None:
    """For a sample of processes and the people in them, run_clocks on their events gives what was loaded."""
    _, ask = hackney
    sample = {row[0] for row in ask("SELECT DISTINCT person_id FROM timeline_clock WHERE person_id % 3 = 0")}
    threads = {
        row[0]
        for row in ask(
            "SELECT DISTINCT thread FROM timeline_clock WHERE person_id IS NULL AND started_by_id % 3 = 0"
        )
    }
    happenings = [
        Happening(kind, day, person, thread, details if isinstance(details, dict) else json.loads(details))
        for kind, day, person, thread, details in ask(
            "SELECT e.kind, e.day, s.person_id, e.thread, e.details FROM timeline_event e"
            " LEFT JOIN timeline_eventsubject s ON s.event_id = e.id WHERE e.kind LIKE 'front_door.%%' OR e.kind LIKE 'protection.%%' OR e.kind LIKE 'care.%%' OR e.kind IN ('plans.help_given', 'family_help.assessment_authorised')"
            " ORDER BY e.id, s.person_id"
        )
        if person in sample or thread in threads
    ]
    expected = sorted(
        (c.rule.code, c.person or 0, c.thread, c.start_date, c.due_date, str(c.stopped_date))
        for c in run_clocks(happenings)
    )
    loaded = sorted(
        (rule, person or 0, thread, start, due, str(stopped))
        for rule, person, thread, start, due, stopped in ask(
            "SELECT rule, person_id, thread, start_date, due_date, stopped_date FROM timeline_clock"
        )
        if person in sample or (person is None and thread in threads)
    )
    assert len(loaded) > 100
    assert loaded == expected


def test_history_ends_with_the_row_as_it_stands_and_begins_as_it_was_first_known(hackney: Made) -> None:
    """As known at an earlier instant, a plan that has closed since was open."""
    _, ask = hackney
    for table in (
        "people_person",
        "plans_plan",
        "workforce_allocation",
        "front_door_contact",
        "timeline_clock",
        "plans_goal",
    ):
        latest = (
            f"(SELECT DISTINCT ON (id) * FROM {table}event ORDER BY id, pgh_created_at DESC, pgh_id DESC)"
        )
        assert not ask(f"SELECT t.id FROM {table} t LEFT JOIN {latest} h ON h.id = t.id WHERE h.id IS NULL")
    latest = "(SELECT DISTINCT ON (id) * FROM plans_planevent ORDER BY id, pgh_created_at DESC, pgh_id DESC)"
    assert not ask(
        f"SELECT 1 FROM plans_plan p JOIN {latest} h ON h.id = p.id WHERE h.end_date IS DISTINCT FROM p.end_date"
    )
    assert ask(
        "SELECT 1 FROM plans_planevent h JOIN plans_plan p ON p.id = h.id WHERE p.end_date IS NOT NULL AND h.end_date IS NULL"
    )
    assert not ask(
        "SELECT 1 FROM plans_planevent u JOIN plans_planevent i ON i.id = u.id AND i.pgh_label = 'insert'"
        " WHERE u.pgh_label = 'update' AND u.pgh_created_at < i.pgh_created_at"
    )


def test_nothing_is_recorded_after_yesterday(hackney: Made) -> None:
    """A demo that is started in the morning knows nothing of the afternoon."""
    _, ask = hackney
    assert ask("SELECT max(at AT TIME ZONE 'Europe/London')::date FROM timeline_event")[0][0] < TODAY
    assert (
        ask("SELECT max(pgh_created_at AT TIME ZONE 'Europe/London')::date FROM plans_planactionevent")[0][0]
        < TODAY
    )


def test_no_two_notes_in_a_row_about_a_family_are_the_same(hackney: Made) -> None:
    """What workers write differs from one note to the next."""
    _, ask = hackney
    assert not ask(
        "WITH said AS (SELECT s.person_id, n.id, n.day, string_agg(p.text, ' ' ORDER BY p.position) AS words"
        " FROM timeline_note n JOIN timeline_notesubject s ON s.note_id = n.id JOIN timeline_notepassage p ON p.note_id = n.id"
        " GROUP BY s.person_id, n.id, n.day), pairs AS (SELECT words, lag(words) OVER (PARTITION BY person_id ORDER BY day, id) AS before FROM said)"
        " SELECT words FROM pairs WHERE words = before"
    )


def test_triggers_indexes_and_sequences_are_as_they_were(hackney: Made) -> None:
    """After a load, the next row is written as usual: numbered after the last, with its history."""
    _, ask = hackney
    assert not ask("SELECT tgname FROM pg_trigger WHERE tgenabled = 'D' AND NOT tgisinternal")
    ask("INSERT INTO people_family (name, version) VALUES ('Tester', 1) RETURNING id")
    (number, history), = ask(
        "SELECT f.id, count(e.*) FROM people_family f LEFT JOIN people_familyevent e ON e.id = f.id WHERE f.name = 'Tester' GROUP BY f.id"
    )  # fmt: skip
    assert (number, history) == (ask("SELECT max(id) FROM people_family")[0][0], 1)


@pytest.mark.parametrize(
    ("authority", "scale"),
    [
        ("Isles of Scilly", 1.0),
        *(
            pytest.param(*one, marks=pytest.mark.thorough)
            for one in (("Leeds", 0.005), ("Rutland", 0.1), ("City of London", 0.5), ("Cumberland", 0.02))
        ),
    ],
)
def test_authorities_of_every_kind_can_be_made(made_up: Any, authority: str, scale: float) -> None:
    """Large, small, with one school, with gaps in what is published, and made by a reorganisation."""
    with made_up(authority, scale) as (made, ask):
        assert made.name == authority
        assert made.people > 80
        assert ask("SELECT count(*) FROM plans_plan")[0][0] > 5


@pytest.mark.thorough
def test_the_same_seed_gives_the_same_rows(made_up: Any) -> None:
    """Made twice, every table is the same to the letter; with another seed it is not."""

    def digests(seed: int) -> dict[str, str]:
        with made_up("Rutland", 0.05, seed) as (made, ask):
            return {
                table: ask(f"SELECT md5(string_agg(t::text, '|' ORDER BY id)) FROM {table} t")[0][0]
                for table in made.rows
            }

    first = digests(7)
    assert first == digests(7)
    assert first["people_person"] != digests(8)["people_person"]
