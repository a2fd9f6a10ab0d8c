"""Two people at the same moment: one signs off, extends, approves or tells the last; the other is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from kith.casework.care.actions import approvals, care_plans, notices, temporary_approvals
from kith.casework.care.models import CarePlan, PlacementNotice, TemporaryApproval
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.timeline.models import Event
from kith.casework.workforce.models import Worker
from tests.furnishing.care.plans_and_approvals import SECTIONS
from tests.furnishing.cast import Cast, find_cast
from tests.furnishing.clients import acting_as
from tests.furnishing.form_days import ago
from tests.furnishing.in_care import a_home, come_into_care

pytestmark = pytest.mark.usefixtures("committed_database")


def at_once(by: Worker, acts: list[Callable[[], Any]]) -> list[str]:
    """Do these at once, each behind the wall in a transaction of its own; return what each was told, or 'done'."""
    ready = Barrier(len(acts))

    def one(act: Callable[[], Any]) -> str:
        try:
            ready.wait()
            with acting_as(by):
                act()
        except CannotBeTrue as impossible:
            return impossible.sentence
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(acts)) as workers:
        return sorted(done.result() for done in [workers.submit(one, act) for act in acts])


def test_of_two_at_once_one_is_told(cast_in_care: Cast) -> None:
    """A plan is signed off once, written once, an approval decided once, an extension given once, a placement notified once."""
    cast = cast_in_care
    child, manager, worker = cast.child, cast.team_manager, cast.social_worker
    write = lambda: care_plans.write_care_plans(plans={child: SECTIONS}, start_date=ago(3), by=worker)  # noqa: E731
    told = at_once(worker, [write] * 3)
    assert told.count("done") == 1
    assert sum("waits to be signed off" in one for one in told) == 2
    plan = CarePlan.objects.get()
    told = at_once(manager, [lambda: care_plans.sign_off_care_plan(plan=plan, by=manager)] * 3)
    assert told.count("done") == 1
    assert sum("stays as it is" in one for one in told) == 2
    assert Event.objects.filter(kind="care.care_plan_prepared").count() == 1

    temporary = TemporaryApproval.objects.get()
    extend = lambda: temporary_approvals.extend_temporary_approval(  # noqa: E731
        approval=temporary, until=temporary_approvals.last_day(temporary.due_date, temporary_approvals.EXTENSION),
        reason="R", panel_views="P", reviewing_officer_told_date=ago(1), by=manager,
    )  # fmt: skip
    told = at_once(manager, [extend] * 3)
    assert told.count("done") == 1
    assert sum("extended once" in one for one in told) == 2
    assert Event.objects.filter(kind="care.temporary_approval_extended").count() == 1

    placement = child.placements.get()
    ask = lambda: approvals.ask_for_approval(  # noqa: E731
        child=child,
        kind="out_of_area",
        placement=placement,
        why="W",
        satisfied=[],
        what_is_missing="All.",
        by=worker,
    )
    told = at_once(worker, [ask] * 3)
    assert told.count("done") == 1
    assert sum("waits for a decision" in one for one in told) == 2
    approval = child.placement_approvals.get()
    decide = [
        lambda: approvals.decide_approval(
            approval=approval, is_approved=True, decision_words="Yes.", by=manager
        ),
        lambda: approvals.decide_approval(
            approval=approval, is_approved=False, decision_words="No.", by=manager
        ),
    ]
    told = at_once(manager, decide)
    assert told.count("done") == 1
    assert sum("This was " in one for one in told) == 1

    both = [
        PlacementNotice.objects.create(placement=placement, recipient=recipient, name="N")
        for recipient in ("school", "doctor")
    ]
    tell = [
        lambda notice=notice: notices.tell(notice=notice, sent_date=ago(1), address_given=False, by=worker)
        for notice in both
    ]
    assert at_once(worker, tell) == ["done", "done"]
    assert Event.objects.filter(kind="care.placement_notified").count() == 1, (
        "the second sees that the first was told"
    )


@pytest.fixture
def cast_in_care(committed_database: str) -> Iterator[Cast]:
    """The cast, its child in care with his aunt, who is approved for a while."""
    cast = find_cast()
    home = a_home("Joy Okafor", kind="connected")
    come_into_care(cast.child, by=cast.director, day=ago(50), home=home, placement_type="U3")
    with acting_as(cast.team_manager):
        temporary_approvals.give_temporary_approval(
            child=cast.child, home=home, start_date=ago(50), viability_date=ago(50), viability_words="His aunt.",
            by=cast.team_manager,
        )  # fmt: skip
    return cast
