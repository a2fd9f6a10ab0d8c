"""Clocks of powers and of court, tried on any instant: each is what one counts by hand, over summer-time changes too."""

from __future__ import annotations

import datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from kith.casework.protection.actions import immediate
from kith.casework.protection.models import CareProceedings, ImmediateProtection
from kith.casework.timeline.models import Clock
from tests.furnishing.cast import Cast
from tests.furnishing.clients import acting_as
from tests.unit.protection.legal_steps import WHY, issue

pytestmark = pytest.mark.django_db
LONDON = ZoneInfo("Europe/London")
HOUR, MINUTE = datetime.timedelta(hours=1), datetime.timedelta(minutes=1)
FIRST = datetime.datetime(2023, 1, 1, tzinfo=datetime.UTC)
INSTANTS = st.integers(0, 3 * 365 * 24 * 60).map(lambda minutes: FIRST + minutes * MINUTE)
TRIED = settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
# The night before the clocks go forward and the one before they go back, in 2024.
BEFORE_SPRING = datetime.datetime(2024, 3, 30, 23, 30, tzinfo=datetime.UTC)
BEFORE_AUTUMN = datetime.datetime(2024, 10, 26, 23, 15, tzinfo=datetime.UTC)


def after_hours(start: datetime.datetime, hours: int) -> datetime.datetime:
    """Return the instant when so many hours have passed, counted off one by one on a clock that never changes."""
    passed = start.astimezone(datetime.UTC)
    for _ in range(hours):
        passed += HOUR
    return passed


def after_days(start: datetime.datetime, days: int) -> datetime.datetime:
    """Return the same time of day so many days on, turning the calendar's leaves one by one."""
    local = start.astimezone(LONDON)
    day = local.date()
    for _ in range(days):
        day = datetime.date.fromordinal(day.toordinal() + 1)
    return datetime.datetime(day.year, day.month, day.day, local.hour, local.minute, tzinfo=LONDON)


def after_weeks(day: datetime.date, weeks: int) -> datetime.date:
    """Return the same weekday so many weeks on, a day at a time."""
    left = weeks
    wanted = day.weekday()
    while left:
        day += datetime.timedelta(days=1)
        left -= day.weekday() == wanted
    return day


def used(
    cast: Cast, kind: str, at: datetime.datetime, until: datetime.datetime | None = None
) -> ImmediateProtection:
    """Use a power for Daniel, behind the wall, with nothing left from the example before."""
    ImmediateProtection.objects.all().delete()
    Clock.objects.all().delete()
    with acting_as(cast.social_worker):
        return immediate.use_power(
            child=cast.child, family=cast.family, kind=kind, started_at=at, court_said_until=until, who_used_it="W",
            reference="", child_told="", parents_told="", reasons=WHY, by=cast.social_worker,
        )  # fmt: skip


@TRIED
@example(BEFORE_SPRING)
@example(BEFORE_AUTUMN)
@given(INSTANTS)
def test_police_protection_is_seventy_two_hours_that_pass(cast: Cast, at: datetime.datetime) -> None:
    """Neither an hour more in autumn nor one fewer in spring; its day is the one on which they run out."""
    power = used(cast, "police_protection", at.astimezone(LONDON))
    clock = Clock.objects.get(thread=f"power:{power.pk}")
    expected = after_hours(at, 72)
    assert power.must_end_at == expected
    assert clock.due_at == expected
    assert clock.due_date == expected.astimezone(LONDON).date()
    assert clock.start_date == at.astimezone(LONDON).date()


@TRIED
@example(BEFORE_SPRING, 3, 7)
@example(BEFORE_AUTUMN, 8, 1)
@given(INSTANTS, st.integers(1, 8), st.integers(1, 7))
def test_an_order_lasts_eight_days_and_its_extension_seven(
    cast: Cast, at: datetime.datetime, days: int, more: int
) -> None:
    """Or fewer, as the court says; each clock runs until that day, and the first stops as the second begins."""
    whole = after_days(at, 8)
    until = after_days(at, days) if days < 8 else None
    power = used(cast, "emergency_protection_order", at.astimezone(LONDON), until)
    assert power.must_end_at == (until or whole)
    thread = f"power:{power.pk}"
    first = Clock.objects.get(thread=thread)
    assert first.due_date == (until or whole).astimezone(LONDON).date()
    assert first.due_at is None
    later = after_days(power.must_end_at, more)
    extended_at = at + MINUTE
    with acting_as(cast.social_worker):
        immediate.extend_order(
            power=power, extended_at=extended_at, extended_until=later, by=cast.social_worker
        )
    first.refresh_from_db()
    second = Clock.objects.get(thread=thread, rule="emergency_protection_order_extended")
    assert first.stopped_date == extended_at.astimezone(LONDON).date()
    assert second.due_date == later.astimezone(LONDON).date()
    ended_at = min(later + HOUR, timezone.now())
    with acting_as(cast.social_worker):
        immediate.end_power(power=power, ended_at=ended_at, ending="order", words="W", by=cast.social_worker)
    second.refresh_from_db()
    assert second.stopped_date == ended_at.astimezone(LONDON).date()
    assert not Clock.objects.filter(thread=thread, stopped_date__isnull=True).exists()


@TRIED
@example(datetime.date(2024, 2, 29))
@given(st.dates(datetime.date(2023, 1, 1), datetime.date(2026, 1, 1)))
def test_proceedings_have_twenty_six_weeks(cast: Cast, day: datetime.date) -> None:
    """The same weekday, twenty-six weeks on, for each child."""
    CareProceedings.objects.all().delete()
    Clock.objects.all().delete()
    with acting_as(cast.social_worker):
        case = issue(cast, issued_date=day)
    expected = after_weeks(day, 26)
    assert case.due_date == expected
    clocks = Clock.objects.filter(thread=f"proceedings:{case.pk}")
    assert {(clock.person_id, clock.due_date) for clock in clocks} == {
        (cast.child.pk, expected),
        (cast.sibling.pk, expected),
    }
