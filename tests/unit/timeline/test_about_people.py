"""The latest events about one person, and the clocks of processes that began before anybody was known to be meant."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from kith.casework.timeline.models import Clock, Event, EventSubject
from kith.casework.timeline.queries import chronology_of, clocks_of, latest_of
from tests.furnishing.cast import Cast
from tests.furnishing.clients import acting_as

pytestmark = pytest.mark.django_db


def happened(person, days_ago: int, *, hour: int = 9, thread: str = "") -> Event:
    """Record that something befell somebody."""
    now = timezone.now()
    day = timezone.localdate() - datetime.timedelta(days=days_ago)
    at = datetime.datetime.combine(day, datetime.time(hour), timezone.get_current_timezone())
    event = Event.objects.create(
        kind="plans.help_given", day=day, at=at, recorded_at=now, summary="Help.", thread=thread
    )
    EventSubject.objects.create(event=event, person=person, day=day)
    return event


def test_the_latest_events_are_the_first_of_all_of_them(cast: Cast) -> None:
    """However many are asked for, and however many happened on one day: the hour decides within it."""
    for days_ago, hour in ((9, 9), (3, 8), (3, 16), (3, 11), (3, 14), (1, 10), (40, 12)):
        happened(cast.child, days_ago, hour=hour)
        happened(cast.sibling, days_ago)
    everything = list(chronology_of([cast.child.pk]))
    for most in range(1, len(everything) + 2):
        assert list(latest_of(cast.child.pk, most)) == everything[:most]


def test_a_clock_that_began_before_anybody_was_meant_is_theirs_by_its_process(cast: Cast) -> None:
    """To those who may read the record of whoever it is about by now, and to nobody else."""
    begun = happened(cast.child, 2, thread="contact:1")
    happened(cast.restricted_child, 2, thread="contact:2")
    today = timezone.localdate()
    for number in (1, 2, 3):
        Clock.objects.create(
            rule="first_help",
            thread=f"contact:{number}",
            start_date=today,
            due_date=today,
            started_by=begun,
        )

    def threads(person) -> list[str]:
        return [clock.thread for clock in clocks_of([person.pk]) if clock.rule == "first_help"]

    with acting_as(cast.contact_officer):
        assert "contact:1" in threads(cast.child)
        assert threads(cast.restricted_child) == []
    assert threads(cast.restricted_child) == ["contact:2"]
