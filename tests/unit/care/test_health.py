"""The health of children in care: clocks, what is due first, written once, and the facts of the yearly return."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
from django.utils import timezone

from kith.casework.care.actions import health as actions
from kith.casework.care.actions import health_assessments
from kith.casework.care.health_rules import band, first_due, review_due
from kith.casework.care.models import HealthAssessment, HealthCheck
from kith.casework.care.queries.health import health_of
from kith.casework.timeline.actions.events import record_event
from kith.casework.timeline.models import Clock
from kith.casework.workforce.models import Worker
from tests.furnishing.cast import Cast
from tests.furnishing.clients import WorkersClient
from tests.furnishing.in_care import CareFamily, three_in_care

DAY = datetime.timedelta(days=1)


@pytest.fixture
def family(cast: Cast) -> CareFamily:
    """Three children who came into care together four months ago."""
    return three_in_care(cast)


#  the score | what it means
SCORES = [(0, "As most children"), (13, "As most children"), (14, "Borderline"), (16, "Borderline"),
          (17, "A cause for concern"), (40, "A cause for concern")]  # fmt: skip


@pytest.mark.parametrize(("score", "words"), SCORES)
def test_a_score_in_words(score: int, words: str) -> None:
    """0 to 13, 14 to 16, 17 to 40."""
    assert band(score) == words


#  began, or the report came | assessed before | under five | due
DUE = [
    ("2 Mar 2026", None, None, "30 Mar 2026"),
    ("2 Mar 2026", "2 Dec 2025", None, "2 Dec 2026"),
    ("2 Mar 2026", "1 Dec 2025", None, "30 Mar 2026"),
    ("31 Aug 2025", None, True, "28 Feb 2026"),
    ("31 Aug 2025", None, False, "31 Aug 2026"),
]


@pytest.mark.parametrize(("start", "before", "under_five", "due"), DUE)
def test_when_an_assessment_is_due(start: str, before: str | None, under_five: bool | None, due: str) -> None:
    """20 working days, unless assessed within the last three months; then 6 months under 5, and 12 from 5 on."""

    def day(text: str) -> datetime.date:
        return datetime.datetime.strptime(text, "%d %b %Y").date()  # noqa: DTZ007

    if under_five is None:
        assert first_due(day(start), assessed_before=day(before) if before else None) == day(due)
    else:
        assert review_due(day(start), under_five=under_five) == day(due)


def test_a_report_stops_the_clock_and_starts_the_next(cast: Cast, family: CareFamily) -> None:
    """The page and the clock agree by when the next is due; late is recorded with its reason."""
    child, period = family.eldest, family.periods[0]
    record_event(
        "care.care_started", by=cast.social_worker, day=period.start_date, about=[child.pk], summary="Care began.",
        thread=f"care:{period.pk}", details={"health_assessed_in_last_three_months": False},
    )  # fmt: skip
    today = timezone.localdate()
    before = health_of(child, period, today)
    first = Clock.objects.get(person=child, rule="initial_health_assessment")
    assert [one.due_date for one in before.due if one.what == "Initial health assessment"] == [first.due_date]
    (made,) = health_assessments.ask_for_assessment(
        children={child: period}, kind="initial", asked_date=period.start_date, by=cast.social_worker
    )
    came = period.start_date + 60 * DAY
    health_assessments.record_assessment(
        assessment=made, held_date=came, assessor="doctor", received_date=came, late_reason="No doctor was free.",
        by=cast.social_worker,
    )  # fmt: skip
    first.refresh_from_db()
    assert (first.stopped_date, first.was_late, first.late_reason) == (came, True, "No doctor was free.")
    running = Clock.objects.get(person=child, stopped_date=None, rule="health_assessment_five_and_over")
    after = health_of(child, period, today)
    assert [one.due_date for one in after.due if one.what == "Review health assessment"] == [running.due_date]
    assert after.latest is not None


def test_what_is_due_comes_soonest_first(cast: Cast, family: CareFamily) -> None:
    """What is not up to date is due already; a check with a day of its own is due then; after care ended nothing is."""
    child, period = family.eldest, family.periods[0]
    today = timezone.localdate()
    actions.record_check(
        children=[child], period=period, kind="immunisations", day=period.start_date, result="not_up_to_date",
        words="A booster", by=cast.social_worker,
    )  # fmt: skip
    actions.record_check(
        children=[child], period=period, kind="eyes", day=today, result="done", next_due_date=today + DAY,
        by=cast.social_worker,
    )  # fmt: skip
    due = health_of(child, period, today).due
    assert [one.due_date for one in due] == sorted(one.due_date for one in due)
    assert (due[0].what, due[0].why) == ("Immunisations", "A booster")
    assert ("Eyes", today + DAY) in [(one.what, one.due_date) for one in due]
    assert "Development check" not in [one.what for one in due]
    period.end_date = today
    assert health_of(child, period, today).due == []


def test_one_day_at_the_dentist_is_written_once(
    cast: Cast, family: CareFamily, client_for: Callable[[Worker | None], WorkersClient]
) -> None:
    """The form about one child offers the brothers and sisters in the home; the pages show what is known."""
    client = client_for(cast.social_worker)
    first, second, _ = family.children
    address = f"/people/{first.pk}/care/health/"
    assert "Micah Ferris" in client.get(f"{address}check/").content.decode()
    today = timezone.localdate()
    sent = client.post(
        f"{address}check/",
        {"children": [first.pk, second.pk], "kind": "dental", "result": "done",
         "day_0": today.day, "day_1": today.month, "day_2": today.year},
    )  # fmt: skip
    assert sent.status_code == 303
    assert set(HealthCheck.objects.values_list("child_id", flat=True)) == {first.pk, second.pk}
    asked = client.post(
        f"{address}assessments/ask/",
        {"children": [first.pk, second.pk], "kind": "initial",
         "asked_date_0": today.day, "asked_date_1": today.month, "asked_date_2": today.year},
    )  # fmt: skip
    assert asked.status_code == 303
    assert HealthAssessment.objects.count() == 2
    page = client.get(address).content.decode()
    assert "Dentist" in page
    assert "Say what came of it" in page
    assert "Initial health assessment" in client.get(f"/people/{first.pk}/care/").content.decode()
