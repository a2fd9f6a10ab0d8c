"""Reading a feed into the directory: all of it or nothing, and each service that was not taken with its reason."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from django.utils import timezone

from kith.casework.family_help.actions.directory import add_feed
from kith.casework.family_help.actions.directory_reading import read_feed
from kith.casework.family_help.models import DirectoryFeed, DirectoryReading, DirectoryService
from kith.casework.family_help.open_referral.streaming import services_in
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.timeline.models import Event
from tests.furnishing.cast import Cast
from tests.furnishing.clients import acting_as
from tests.furnishing.feeds import feed as feed_of
from tests.furnishing.feeds import service


@pytest.fixture
def feed(cast: Cast) -> DirectoryFeed:
    """A feed that has not been read yet."""
    return add_feed(
        name="Made-up county",
        address="",
        licence="",
        may_republish=False,
        is_read_daily=False,
        by=cast.administrator,
    )


def read(feed: DirectoryFeed, text: io.BytesIO, **how: Any) -> DirectoryReading:
    """Read a feed's text as the background does: by nobody, behind the wall."""
    with acting_as(None):
        return read_feed(feed=feed, services=services_in(text), source="feed.json", by=None, **how)


def test_one_bad_service_in_ten_thousand_is_left_out_with_its_reason(feed: DirectoryFeed) -> None:
    """The others are all there."""
    many = [service(number, service_at_locations=None, contacts=None) for number in range(10_000)]
    many[6_665] = service(6_665, name=None)
    done = read(feed, feed_of(*many))
    assert (done.read, done.added, done.rejected) == (10_000, 9_999, 1)
    assert done.rejections == [
        {
            "number": 6_666,
            "id": many[6_665]["id"],
            "name": "",
            "reasons": ["It has no name. Say what the service is called."],
        }
    ]
    assert DirectoryService.objects.count() == 9_999


def test_a_second_reading_writes_what_has_changed_and_ends_what_has_gone(feed: DirectoryFeed) -> None:
    """What is word for word the same is not touched, and leaves no history."""
    read(feed, feed_of(service(1), service(2), service(3)))
    kept = DirectoryService.objects.get(identifier=service(1)["id"])
    done = read(feed, feed_of(service(1), service(2, name="New name")), even_if_fewer=True)
    assert (done.added, done.changed, done.unchanged, done.ended) == (0, 1, 1, 1)
    assert kept.history.count() == 1
    gone = DirectoryService.objects.get(identifier=service(3)["id"])
    assert gone.ended_date == timezone.localdate()
    assert gone.history.count() == 2
    back = read(feed, feed_of(service(1), service(2, name="New name"), service(3)))
    assert back.changed == 1
    gone.refresh_from_db()
    assert gone.ended_date is None


def test_places_and_opening_times_are_made_anew_with_the_service(feed: DirectoryFeed) -> None:
    """A service that moves is not found where it was."""
    read(feed, feed_of(service(1)))
    (found,) = DirectoryService.objects.all()
    assert found.places.count() == 1
    assert found.openings.count() == 2
    read(feed, feed_of(service(1, service_at_locations=None, schedules=None)))
    assert not found.places.exists()
    assert not found.openings.exists()


def test_the_same_id_twice_is_taken_once(feed: DirectoryFeed) -> None:
    """The second would overwrite the first without anybody noticing."""
    done = read(feed, feed_of(service(1), service(2), service(1, name="Another")))
    assert (done.added, done.rejected) == (2, 1)
    assert "used by an earlier service" in done.rejections[0]["reasons"][0]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (json.dumps([service(1), service(2)])[:-40].encode(), "cut off"),
        (b"[]", "no service that could be taken"),
        (json.dumps([{"id": "x"}]).encode(), "It has no name|not a UUID"),
    ],
)
def test_a_feed_that_cannot_be_read_changes_nothing(feed: DirectoryFeed, text: bytes, sentence: str) -> None:
    """Not even the services before the place where it went wrong; and that it was tried is kept."""
    read(feed, feed_of(*(service(number) for number in range(3, 9))))
    before = set(DirectoryService.objects.values_list("identifier", "digest", "ended_date"))
    with pytest.raises(CannotBeTrue, match=sentence):
        read_feed(feed=feed, services=services_in(io.BytesIO(text)), source="feed.json", by=None)
    assert set(DirectoryService.objects.values_list("identifier", "digest", "ended_date")) == before
    failed = DirectoryReading.objects.order_by("-pk")[0]
    assert failed.fault
    assert failed.added == 0


def test_a_feed_that_lost_most_of_its_services_is_not_believed(feed: DirectoryFeed) -> None:
    """It has gone wrong more likely than the services have gone; somebody may say that it is right."""
    read(feed, feed_of(*(service(number) for number in range(30))))
    few = [service(number) for number in range(5)]
    with pytest.raises(CannotBeTrue, match="5 services where it had 30"):
        read(feed, feed_of(*few))
    assert read(feed, feed_of(*few), even_if_fewer=True).ended == 25


def test_a_reading_is_an_event_about_nobody(feed: DirectoryFeed) -> None:
    """It is in the log, and on nobody's chronology."""
    read(feed, feed_of(service(1)))
    event = Event.objects.get(kind="family_help.directory_feed_read")
    assert not event.subjects.exists()
    assert event.details["added"] == 1
