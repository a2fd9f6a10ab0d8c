"""A conference, and what protection has on a child, as known at an earlier instant."""

from __future__ import annotations

import datetime

from django.db import connection
from django.utils import timezone

from kith.casework.furniture.known_at import Record
from kith.casework.people.models import Person
from kith.casework.protection.models import ChildProtectionConference
from kith.casework.protection.queries.conferences import ConferenceStory, conference_story, protection_of
from tests.furnishing import conferences as made
from tests.furnishing.cast import Cast, find_cast
from tests.furnishing.clients import acting_as


def the_databases_now() -> datetime.datetime:
    """Return the database's own instant, by which history is written."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        (instant,) = cursor.fetchone()
        return instant


def told(cast: Cast, conference: ChildProtectionConference, instant: datetime.datetime) -> ConferenceStory:
    """Return a conference as its social worker reads it at an instant, behind the wall."""
    record = Record(instant)
    with acting_as(cast.social_worker):
        known = record.rows(ChildProtectionConference).get(id=conference.pk)
        members = list(Person.objects.filter(pk__in=[cast.child.pk, cast.sibling.pk]))
        return conference_story(known, members, cast.social_worker, today=timezone.localdate(), record=record)


def test_what_was_decided_is_not_known_before_it_was_written_up(committed_database: str) -> None:
    """Asked for, booked, held: at each instant what had been recorded by then, and no more."""
    cast = find_cast()
    conference = made.asked_for(cast)
    asked = the_databases_now()
    made.book(cast, conference)
    booked = the_databases_now()
    made.hold(cast, conference, {cast.child.pk: made.on_a_plan(), cast.sibling.pk: made.on_a_plan()})
    held = the_databases_now()

    stories = [told(cast, conference, instant) for instant in (asked, booked, held)]
    assert [story.status for story in stories] == ["Asked for, to be booked", "Booked", "Held"]
    assert [story.chair and story.chair.name for story in stories] == [None, "Helen Marsh", "Helen Marsh"]
    assert [[part.outcome for part in story.parts] for story in stories] == [
        ["", ""],
        ["", ""],
        ["A child protection plan", "A child protection plan"],
    ]
    assert [story.reasons_of_all is not None for story in stories] == [False, False, True]
    with acting_as(cast.social_worker):
        before, after = (
            protection_of([cast.child], today=timezone.localdate(), record=Record(instant))
            for instant in (booked, held)
        )
    assert (len(before.now), len(after.now)) == (0, 1)
    assert after.now[0].category == "Neglect"
