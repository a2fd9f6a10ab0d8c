"""A connected person is approved for sixteen weeks, extended once by at most eight, and goes on while they challenge it."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
from django.utils import timezone

from kith.casework.care.actions import temporary_approvals as actions
from kith.casework.care.models import Home, TemporaryApproval
from kith.casework.care.queries.approvals import TemporaryRead
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.timeline.models import Clock, Event
from kith.casework.workforce.models import Worker
from tests.furnishing.cast import Cast
from tests.furnishing.clients import WorkersClient
from tests.furnishing.form_days import ago, day_fields
from tests.furnishing.in_care import a_home, come_into_care

ClientFor = Callable[[Worker | None], WorkersClient]
WEEK = datetime.timedelta(weeks=1)


@pytest.fixture
def home(cast: Cast) -> Home:
    """The child's aunt, with whom he lives."""
    found = a_home("Joy Okafor", kind="connected")
    come_into_care(cast.child, by=cast.director, day=ago(150), home=found, placement_type="U3")
    return found


def given(cast: Cast, home: Home, days_ago: int = 100) -> TemporaryApproval:
    """Return an approval given so many days ago."""
    return actions.give_temporary_approval(
        child=cast.child, home=home, start_date=ago(days_ago), viability_date=ago(days_ago + 1),
        viability_words="His aunt, next door all his life.", by=cast.team_manager,
    )  # fmt: skip


def extended(approval: TemporaryApproval, by: Worker, until: datetime.date | None = None) -> None:
    """Extend it, to the last day that the law allows unless told otherwise."""
    actions.extend_temporary_approval(
        approval=approval, until=until or approval.due_date + 8 * WEEK, reason="One check is still out.",
        panel_views="The panel agrees.", reviewing_officer_told_date=ago(1), by=by,
    )  # fmt: skip


def test_sixteen_weeks_run_from_the_day_it_is_given(cast: Cast, home: Home) -> None:
    """The day on which they are up is the clock's own; the clock stops as the approval ends."""
    approval = given(cast, home)
    assert approval.due_date == ago(100) + 16 * WEEK
    clock = Clock.objects.get(rule="temporary_approval")
    assert (clock.due_date, clock.stopped_date) == (approval.due_date, None)
    actions.end_temporary_approval(
        approval=approval, end_date=ago(1), because="approved", words="", by=cast.social_worker
    )
    clock.refresh_from_db()
    assert clock.stopped_date == ago(1)
    assert clock.was_late is False


def test_it_is_extended_once_and_its_clock_runs_to_the_day_agreed(cast: Cast, home: Home) -> None:
    """Extended before the sixteen weeks are up, the new clock counts from their end and not from the day of asking."""
    approval = given(cast, home)
    extended(approval, cast.team_manager, approval.due_date + 5 * WEEK)
    approval.refresh_from_db()
    clock = Clock.objects.get(rule="temporary_approval_extension")
    assert clock.due_date == approval.extended_until_date == approval.due_date + 5 * WEEK
    assert Clock.objects.get(rule="temporary_approval").stopped_date == timezone.localdate()
    with pytest.raises(CannotBeTrue, match="is extended once"):
        extended(approval, cast.team_manager)


def test_while_the_carers_challenge_the_decision_it_goes_on(cast: Cast, home: Home) -> None:
    """Past its time it is not said to be over, and the clock says why it is late."""
    approval = given(cast, home, 140)
    actions.carers_challenge(approval=approval, challenged_date=ago(30), by=cast.social_worker)
    approval.refresh_from_db()
    read = TemporaryRead(approval, home, timezone.localdate())
    assert read.goes_on
    assert not read.is_over
    assert read.days_left < 0
    assert "regulation 25" in Clock.objects.get(rule="temporary_approval").late_reason
    with pytest.raises(CannotBeTrue, match="asked for a review on"):
        actions.carers_challenge(approval=approval, challenged_date=ago(3), by=cast.social_worker)


@pytest.mark.parametrize(
    ("days_ago", "said"),
    [
        (10, "govuk-tag--blue"),
        (90, "22 days left"),
        (111, "1 day left"),
        (112, "0 days left"),
        (113, "Time is up"),
    ],
)
def test_its_end_is_warned_of_as_it_nears(
    cast: Cast, home: Home, client_for: ClientFor, days_ago: int, said: str
) -> None:
    """Four weeks before, the child's page says how many days are left; after it, that the time is up."""
    given(cast, home, days_ago)
    page = client_for(cast.social_worker).get(f"/people/{cast.child.pk}/care/").content.decode()
    assert said in page


def test_it_is_given_extended_and_ended_from_its_pages(cast: Cast, home: Home, client_for: ClientFor) -> None:
    """A manager gives and extends it; the worker records a challenge and its end; each is recorded once."""
    manager, worker = client_for(cast.team_manager), client_for(cast.social_worker)
    give = f"/people/{cast.child.pk}/care/approvals/temporary/give/"
    assert worker.get(give).status_code == 403
    said = {
        "home": home.pk, "viability_words": "His aunt.", **day_fields("viability_date", ago(21)), **day_fields("start_date", ago(20)),
    }  # fmt: skip
    assert manager.post(give, said).status_code == 303
    assert manager.post(give, said).status_code == 422, "one is open already"
    approval = TemporaryApproval.objects.get()
    base = f"/temporary-approvals/{approval.pk}/"
    page = manager.get(base).content.decode()
    assert "Joy Okafor, approved for a while" in page
    latest = approval.due_date + 8 * WEEK
    extend = {
        "version": 1, "reason": "A check is out.", "panel_views": "Agreed.",
        **day_fields("reviewing_officer_told_date", ago(1)), **day_fields("until", latest + WEEK),
    }  # fmt: skip
    assert (
        f"until {latest.day} {latest:%B %Y} at the latest"
        in manager.post(f"{base}extend/", extend).content.decode()
    )
    assert manager.post(f"{base}extend/", {**extend, **day_fields("until", latest)}).status_code == 303
    assert (
        worker.post(f"{base}challenge/", {"version": 2, **day_fields("challenged_date", ago(1))}).status_code
        == 303
    )
    end = {"version": 3, "because": "approved", **day_fields("end_date", ago(0))}
    assert worker.post(f"{base}end/", end).status_code == 303
    kinds = list(
        Event.objects.filter(kind__startswith="care.temporary").order_by("pk").values_list("kind", flat=True)
    )
    assert kinds == [
        f"care.temporary_approval_{what}" for what in ("given", "extended", "challenged", "ended")
    ]
    assert "the carers were approved as foster carers" in worker.get(base).content.decode()
    assert client_for(cast.outsider).get(base).status_code == 403
    assert worker.get("/temporary-approvals/999999/").status_code == 404
