"""Feeds are read each night in the background, by nobody, and one that fails does not stop the next."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from procrastinate.contrib.django import app

from kith.casework.family_help import tasks
from kith.casework.family_help.actions.directory import add_feed
from kith.casework.family_help.models import DirectoryReading, DirectoryService
from kith.casework.family_help.open_referral.fetching import Asking
from kith.casework.family_help.open_referral.streaming import FeedBroken, Found
from tests.furnishing.cast import Cast
from tests.furnishing.feeds import service


def test_a_feed_that_fails_does_not_stop_the_next(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second is read; why the first was not is kept where the keepers see it; a feed of files is left alone."""

    def services_at(address: str, asking: Asking) -> Iterator[Found]:
        assert not asking.may_be_here, "at night nobody vouches for an address on this machine"
        if "broken" in address:
            raise FeedBroken("There is nothing at the feed's address (404). Check it with its publisher.")
        yield Found(1, service(1))

    monkeypatch.setattr(tasks, "services_at", services_at)
    for name, address in (
        ("A", "https://broken.example.org"),
        ("B", "https://county.example.org"),
        ("C", ""),
    ):
        add_feed(
            name=name,
            address=address,
            licence="",
            may_republish=False,
            is_read_daily=bool(address),
            by=cast.administrator,
        )
    tasks.read_daily_feeds(timestamp=0)
    first, second = DirectoryReading.objects.order_by("pk")
    assert "404" in first.fault
    assert (second.feed.name, second.added) == ("B", 1)
    assert DirectoryService.objects.count() == 1


def test_the_worker_knows_of_it() -> None:
    """It is in the list of what is done at times."""
    known = {each.task.name for each in app.periodic_registry.periodic_tasks.values()}
    assert "kith.casework.family_help.tasks.read_daily_feeds" in known
