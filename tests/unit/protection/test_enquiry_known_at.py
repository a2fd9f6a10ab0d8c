"""An enquiry as it was known at an earlier instant: what a review or a court asks."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection, transaction

from kith.casework.furniture.known_at import Record
from kith.casework.protection.actions import enquiry as enquiries
from kith.casework.protection.models import SectionFortySevenEnquiry, StrategyDiscussion
from kith.casework.protection.queries.enquiry import enquiry_story
from kith.casework.protection.queries.strategy import strategy_story
from kith.casework.workforce.models import Worker
from tests.furnishing.cast import Cast, find_cast
from tests.furnishing.clients import acting_as
from tests.furnishing.enquiries import call, declined, end, hold, make_offer, taken_up, write_child
from tests.furnishing.form_days import ago


@pytest.fixture
def settled(committed_database: str) -> Cast:
    """The cast, committed: history's instants are those of transactions, so each action here has its own."""
    return find_cast()


def now() -> datetime.datetime:
    """Return the database's own instant, by which history is written."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0]


def told(cast: Cast, worker: Worker, instant: datetime.datetime | None) -> tuple[str, str, str, str]:
    """Return the status, Daniel's words, his outcome and the answer to the offer, as a worker reads them at an instant."""
    record = Record(instant)
    with acting_as(worker):
        known = record.rows(SectionFortySevenEnquiry).get()
        story = enquiry_story(known, [cast.child, cast.sibling], record=record)
        read = next(one for one in story.parts if one.child == cast.child)
        return story.status, read.part.child_words, read.outcome, read.answer


def test_each_instant_shows_what_had_been_recorded_by_then(settled: Cast) -> None:
    """Words that were changed, an offer that was declined first, and the end: each earlier reading stays what it was."""
    cast, worker = settled, settled.social_worker
    with acting_as(worker):
        discussion = call(cast)
    called = now()
    with acting_as(worker):
        enquiry = hold(cast, discussion)
    begun = now()
    assert enquiry is not None
    for words, outcome in (("I fell.", ""), ("I fell off the wall.", "5")):
        with acting_as(worker):
            for child in (cast.child, cast.sibling):
                write_child(cast, enquiry, child, child_words=words, outcome=outcome)
        if not outcome:
            first = now()
    with acting_as(worker):
        make_offer(cast, enquiry, declined())
    refused = now()
    with acting_as(worker):
        make_offer(cast, enquiry, taken_up(), day=ago(3))
        enquiries.submit(enquiry=enquiry, by=worker)
    with acting_as(cast.team_manager), transaction.atomic():
        end(cast, enquiry)
    help_in_need = "Help as a child in need (section 17)"
    assert told(cast, worker, begun) == ("Under way", "", "", "")
    assert told(cast, worker, first) == ("Under way", "I fell.", "", "")
    assert told(cast, worker, refused) == (
        "Under way", "I fell off the wall.", help_in_need, "Declined by the family",
    )  # fmt: skip
    assert told(cast, worker, None) == (
        "Ended",
        "I fell off the wall.",
        help_in_need,
        "Taken up by the family",
    )
    with acting_as(worker):
        record = Record(called)
        known = record.rows(StrategyDiscussion).get()
        story = strategy_story(known, [cast.child, cast.sibling], record=record)
        assert (story.status, story.decisions, story.attendances) == ("Called", [], [])
        since = strategy_story(StrategyDiscussion.objects.get(), [cast.child, cast.sibling])
        assert len(since.attendances) == 3
        assert [len(reads) for reads, _ in since.decisions] == [2], "said once for both"
