"""As known at: a person's page as it stood at an earlier instant, from history that nothing can change."""

from __future__ import annotations

import datetime

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from kith.casework.furniture.known_at import Record
from kith.casework.people.actions import details, person
from kith.casework.people.models import Person
from kith.casework.people.queries.story import story_of
from kith.casework.timeline.actions.notes import WrittenPassage, change_note, write_note
from kith.casework.timeline.queries import notes_of
from kith.casework.workforce.models import Worker
from tests.furnishing.cast import Cast, find_cast
from tests.furnishing.clients import WorkersClient, acting_as

TODAY = timezone.localdate()


@pytest.fixture
def settled(committed_database: str) -> Cast:
    """The cast, committed: history's instants are those of transactions, so each action here has its own."""
    return find_cast()


def now() -> datetime.datetime:
    """Return the database's own instant, by which history is written."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0]


def told(worker: Worker, child: Person, instant: datetime.datetime | None) -> tuple[str, str, list[str]]:
    """Return a child's words, address and latest note as a worker reads them at an instant."""
    record = Record(instant)
    with acting_as(worker):
        known = record.rows(Person).get(id=child.pk)
        story = story_of(known, today=TODAY, record=record)
        notes = notes_of(child.pk, record=record)
        home = story.home.address.lines if story.home and story.home.address else ""
        return known.in_their_words, home, [passage.text for note in notes for passage in note.passages]


def test_each_instant_shows_what_had_been_recorded_by_then(settled: Cast) -> None:
    """Words, a move and a corrected note: each earlier reading stays what it was."""
    child, worker = settled.child, settled.social_worker
    before = now()
    with acting_as(worker):
        person.say_in_their_words(person=child, words="I like trains.", said_date=TODAY, by=worker)
        details.move_home(people=[child], lines="1 First Street", town="", postcode="",
                          start_date=TODAY - datetime.timedelta(days=90), by=worker)  # fmt: skip
        note = write_note(
            kind="visit",
            title="Visit",
            day=TODAY,
            people=[child.pk],
            passages=[WrittenPassage("As first written.")],
            by=worker,
        )
    between = now()
    with acting_as(worker):
        person.say_in_their_words(person=child, words="I like boats.", said_date=TODAY, by=worker)
        details.move_home(people=[child], lines="2 Second Street", town="", postcode="",
                          start_date=TODAY - datetime.timedelta(days=1), by=worker)  # fmt: skip
        change_note(
            note=note, title="Visit", day=TODAY, passages=[WrittenPassage("As corrected.")], by=worker
        )
    assert told(worker, child, before) == ("", "", [])
    assert told(worker, child, between) == ("I like trains.", "1 First Street", ["As first written."])
    assert told(worker, child, None) == ("I like boats.", "2 Second Street", ["As corrected."])


def test_history_says_who_and_cannot_be_changed(settled: Cast) -> None:
    """Each row of history names the worker; the web role may not alter it, and even its owner is refused."""
    with acting_as(settled.social_worker):
        person.say_in_their_words(
            person=settled.child, words="Mine.", said_date=TODAY, by=settled.social_worker
        )
    last = settled.child.history.order_by("pgh_id").last()  # type: ignore[attr-defined]
    assert last.pgh_context["worker"] == settled.social_worker.pk
    for statement in (
        "UPDATE people_personevent SET in_their_words = 'Yours.'",
        "DELETE FROM people_personevent",
    ):
        with pytest.raises(DatabaseError), acting_as(settled.social_worker), connection.cursor() as cursor:
            cursor.execute(statement)
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_the_page_as_known_at_a_day(settled: Cast, static_urls: None) -> None:
    """Through the page: yesterday nothing was known of her; today she is on the record."""
    client = WorkersClient()
    client.sign_in(settled.social_worker)
    yesterday = TODAY - datetime.timedelta(days=1)
    for day, words in ((yesterday, "was not on the record then"), (TODAY, "As known at")):
        page = client.get(
            f"/people/{settled.child.pk}/as-known-at/",
            {"day_0": day.day, "day_1": day.month, "day_2": day.year},
        ).content.decode()
        assert words in page
