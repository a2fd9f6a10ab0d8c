"""Short breaks: what regulation 48 leaves owed, from break to break, and when every duty is owed again."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
from django.urls import reverse
from django.utils import timezone

from kith.casework.care.actions.correcting import correct_legal_status
from kith.casework.care.actions.duties import duties_of
from kith.casework.care.actions.placing import begin_care, change_legal_status, end_care
from kith.casework.care.actions.visit_checks import ChildVisited
from kith.casework.care.actions.visits import record_visit
from kith.casework.care.models import Home, LegalStatus, PeriodOfCare, PlacementNotice
from kith.casework.care.queries.health import health_of
from kith.casework.care.queries.review_sections import reviews_from, wanted_for_reviews
from kith.casework.care.queries.reviewing import reviewing
from kith.casework.care.queries.visits import visits_of
from kith.casework.furniture.known_at import NOW
from kith.casework.timeline.models import Clock
from kith.casework.workforce.models import Allocation, Worker
from kith.engines.calendar import add_months
from tests.furnishing.care.reviews import hold, planned
from tests.furnishing.cast import Cast
from tests.furnishing.clients import WorkersClient
from tests.furnishing.form_days import ago
from tests.furnishing.in_care import a_home

SEEN = ChildVisited(seen=True, seen_alone=True, bedroom_seen=True)
EVERY_DUTY = {
    "first_care_review", "initial_health_assessment", "personal_education_plan", "personal_education_plan_started",
    "placement_plan", "placement_notifications", "first_visit",
}  # fmt: skip


def a_break(
    cast: Cast, home: Home, *, since: int, nights: int | None = None, code: str = "V3"
) -> PeriodOfCare:
    """One short break of the child that began some days ago, over after some nights, or going on."""
    period = begin_care(
        child=cast.child, day=ago(since), category_of_need="N2", legal_status=code, why="A break for all of them.",
        home=home, placement_type="U6", by=cast.team_manager,
    )  # fmt: skip
    if nights is not None:
        end_care(
            period=period, day=ago(since - nights), ended_because="E8", end_words="Home.", by=cast.team_manager,
            goes_to_lines="4 Mill Lane", goes_to_postcode="E8 1EA",
        )  # fmt: skip
    return period


def running(cast: Cast) -> dict[str, datetime.date]:
    """By when each thing that runs for the child is due."""
    clocks = Clock.objects.filter(person=cast.child, stopped_date=None, rule__in=[*EVERY_DUTY, *OF_BREAKS])
    return dict(clocks.values_list("rule", "due_date"))


OF_BREAKS = ("visit_short_breaks_first", "visit_short_breaks", "first_short_break_review", "later_care_review", "visit_six_weeks")  # fmt: skip


@pytest.mark.parametrize("code", ["V3", "V4"])
def test_a_break_owes_a_visit_and_a_review_in_three_months_and_nothing_else(
    cast: Cast, client_for: Callable[[Worker | None], WorkersClient], code: str
) -> None:
    """No assessment of health, no education plan, no placement plan and no notice (regulation 48(3))."""
    period = a_break(cast, a_home(), since=5, code=code)
    due = add_months(ago(5), 3)
    assert running(cast) == {"visit_short_breaks_first": due, "first_short_break_review": due}
    assert not PlacementNotice.objects.exists()
    today = timezone.localdate()
    assert visits_of([cast.child.pk], today)[cast.child.pk].due_date == due
    assert health_of(cast.child, period, today).due == []
    page = client_for(cast.team_manager).get(reverse("care:child", args=[cast.child.pk])).content.decode()
    assert "Nobody has to be told of a short break" in page
    assert "No placement plan yet" not in page


def test_the_days_are_counted_from_the_first_break_and_the_last_visit_of_the_series(cast: Cast) -> None:
    """A visit in one break counts in the next; a review too. Another home is another series of visits."""
    home = a_home()
    a_break(cast, home, since=100, nights=3)
    assert running(cast) == {}, "nothing waits between breaks, on days on which the child is at home"
    a_break(cast, home, since=70, nights=3)
    clock = Clock.objects.filter(person=cast.child, rule="visit_short_breaks_first").latest("pk")
    assert clock.due_date == add_months(ago(100), 3)
    period = a_break(cast, home, since=40)
    record_visit(day=ago(39), children={cast.child.pk: SEEN}, by=cast.social_worker)
    assert running(cast)["visit_short_breaks"] == add_months(ago(39), 6)
    end_care(
        period=period, day=ago(37), ended_because="E8", end_words="Home.", by=cast.team_manager,
        goes_to_lines="4 Mill Lane", goes_to_postcode="E8 1EA",
    )  # fmt: skip
    a_break(cast, home, since=20, nights=2)
    clock = Clock.objects.filter(person=cast.child, rule="visit_short_breaks_first").latest("pk")
    assert clock.due_date == add_months(ago(39), 6)
    a_break(cast, a_home("Rosa Diaz"), since=2)
    assert running(cast)["visit_short_breaks_first"] == add_months(ago(2), 3)
    assert running(cast)["first_short_break_review"] == max(add_months(ago(100), 3), ago(2))


def test_a_review_of_breaks_is_followed_by_one_in_six_months(cast: Cast) -> None:
    """Its clock, the child's page and the reviewing officer's say the same day."""
    period = a_break(cast, a_home(), since=60, code="V4")
    Allocation.objects.create(
        child=cast.child, worker=cast.independent_reviewing_officer, role="reviewing_officer", start_date=ago(60),
        reason="first",
    )  # fmt: skip
    officer = cast.independent_reviewing_officer
    assert [one.due_date for one in reviewing(officer, ago(0)).children] == [add_months(ago(60), 3)]
    hold(planned(cast, [cast.child], day=ago(20)), cast, [cast.child], day=ago(20))
    due = add_months(ago(20), 6)
    assert running(cast)["later_care_review"] == due
    assert "first_short_break_review" not in running(cast)
    assert [one.due_date for one in reviewing(officer, ago(0)).children] == [due]
    held = NOW.together(**wanted_for_reviews(NOW, period.pk, cast.child.pk))
    assert reviews_from(held, period, cast.child.pk, ago(0)).next_due == due


def test_every_duty_is_owed_where_breaks_are_more_than_is_eased(cast: Cast) -> None:
    """After a break of 18 days the next begins every clock of care."""
    home = a_home()
    a_break(cast, home, since=60, nights=18)
    a_break(cast, home, since=5)
    assert set(running(cast)) == EVERY_DUTY
    assert visits_of([cast.child.pk], ago(0))[cast.child.pk].due_date == ago(-2)


def test_every_duty_begins_as_breaks_become_care(cast: Cast) -> None:
    """On the day of another legal status the clocks of breaks stop, and every other is counted from it."""
    period = a_break(cast, a_home(), since=30, code="V4")
    change_legal_status(period=period, code="V2", day=ago(3), by=cast.team_manager)
    assert set(running(cast)) == EVERY_DUTY
    assert running(cast)["first_visit"] == ago(-4)
    assert visits_of([cast.child.pk], ago(0))[cast.child.pk].due_date == ago(-4)
    assert health_of(cast.child, period, ago(0)).due != []
    assert PlacementNotice.objects.exists()
    assert duties_of(period, ago(0)).since == ago(3)


def test_care_that_was_short_breaks_all_along_is_eased_from_its_beginning(cast: Cast) -> None:
    """The code is put right: what was begun by mistake stops, and what is owed on breaks is counted."""
    period = a_break(cast, a_home(), since=10, code="V2")
    assert set(running(cast)) == EVERY_DUTY
    status = LegalStatus.objects.get(period_of_care=period)
    correct_legal_status(
        status=status, day=ago(10), code="V4", words="", why_wrong="A slip.", by=cast.team_manager
    )
    due = add_months(ago(10), 3)
    assert running(cast) == {"visit_short_breaks_first": due, "first_short_break_review": due}
