"""Reviews written up in any order: their numbers are 1 to n by the day, and each due date is what one counts by hand."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kith.casework.care.models import CareReview, CareReviewChild, PeriodOfCare
from kith.casework.timeline.models import Clock, Event
from kith.engines.calendar import is_working_day
from tests.furnishing.care.reviews import ago, hold, planned
from tests.furnishing.cast import Cast
from tests.furnishing.in_care import three_in_care

pytestmark = pytest.mark.django_db
LONG = 900  # days in care
TRIED = settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
# How many days ago each review was held, in the order in which they are written up.
ORDERS = st.lists(st.integers(0, LONG), min_size=1, max_size=5, unique=True)


def by_hand(started: datetime.date, held: list[datetime.date]) -> list[datetime.date]:
    """Return by when each review was due, and after them the next: days counted one by one, months turned leaf by leaf."""
    day, left = started, 20
    while left:
        day += datetime.timedelta(days=1)
        left -= is_working_day(day)
    due = [day]
    for number, last in enumerate(sorted(held), start=1):
        due.append(_months_on(last, 3 if number == 1 else 6))
    return due


def _months_on(day: datetime.date, months: int) -> datetime.date:
    year, month = day.year, day.month
    for _ in range(months):
        month += 1
        if month == 13:
            year, month = year + 1, 1
    for last in (day.day, 30, 29, 28):
        try:
            return datetime.date(year, month, min(day.day, last))
        except ValueError:
            continue
    raise AssertionError("Every month has a 28th.")


@TRIED
@given(ORDERS)
def test_numbers_have_no_gap_and_due_dates_are_those_of_the_law(cast: Cast, order: list[int]) -> None:
    """Whatever order they are written up in, and the one clock that runs says the next."""
    if not PeriodOfCare.objects.exists():
        three_in_care(cast, days_ago=LONG)
    for rows in (CareReview, Clock):
        rows.objects.all().delete()
    Event.objects.filter(kind__startswith="care.").delete()
    period = PeriodOfCare.objects.select_related("child").order_by("pk")[0]
    for days in order:
        hold(planned(cast, [period.child], day=ago(days)), cast, [period.child], day=ago(days))
    parts = list(CareReviewChild.objects.select_related("review").order_by("number"))
    held = [part.review.held_date for part in parts]
    assert [part.number for part in parts] == list(range(1, len(order) + 1))
    assert held == sorted(ago(days) for days in order)
    assert [part.next_due_date for part in parts] == by_hand(period.start_date, held)[1:]
    running = Clock.objects.filter(
        rule__in=["second_care_review", "later_care_review"], stopped_date__isnull=True
    )
    assert [clock.due_date for clock in running] == [parts[-1].next_due_date]
