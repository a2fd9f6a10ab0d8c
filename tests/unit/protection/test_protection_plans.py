"""One child's protection plan: its category, repeats, ends without a conference, late writing; and two people at once."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import connection, transaction

from kith.casework.access import wall
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.plans.actions import plan as plans
from kith.casework.plans.models import Plan, PlanTier
from kith.casework.protection.actions import holding_conference, protection_plans
from kith.casework.protection.actions.protection_plans import end_protection_plan, start_protection_plan
from kith.casework.protection.models import (
    ChildProtectionConference,
    ChildProtectionPlan,
    ThresholdDecision,
)
from kith.casework.timeline.models import Clock, Event
from kith.casework.workforce.models import Worker
from tests.furnishing import conferences as made
from tests.furnishing.cast import Cast, find_cast
from tests.furnishing.clients import acting_as
from tests.furnishing.form_days import ago


def end_all(cast: Cast, because: str = "came_into_care") -> None:
    """End every plan today, without a conference."""
    for row in ChildProtectionPlan.objects.filter(end_date__isnull=True):
        end_protection_plan(
            protection_plan=row,
            conference=None,
            end_date=ago(0),
            ended_because=because,
            words="They live with a foster carer.",
            by=cast.team_manager,
        )


def test_a_plan_after_an_earlier_one_is_a_repeat(cast: Cast) -> None:
    """Worked out where the earlier one was here; said where it was elsewhere."""
    made.both_on_a_plan(cast, held_date=ago(9))
    assert set(ChildProtectionPlan.objects.values_list("is_repeat", flat=True)) == {False}
    end_all(cast)
    made.SectionFortySevenEnquiry.objects.update(
        status="ended", end_date=ago(9), decided_by=cast.team_manager
    )
    made.hold(
        cast,
        made.booked(cast, requested_date=ago(5)),
        {cast.child.pk: made.on_a_plan(), cast.sibling.pk: made.on_a_plan()},
        held_date=ago(0),
    )
    assert ChildProtectionPlan.objects.filter(is_repeat=True).count() == 2


def test_a_plan_elsewhere_before_makes_this_one_a_repeat(cast: Cast) -> None:
    """Another authority's plan counts: the chair says so."""
    conference = made.booked(cast)
    made.hold(
        cast,
        conference,
        {cast.child.pk: made.on_a_plan(was_on_a_plan_elsewhere=True), cast.sibling.pk: made.on_a_plan()},
    )
    assert ChildProtectionPlan.objects.get(child=cast.child).is_repeat
    assert not ChildProtectionPlan.objects.get(child=cast.sibling).is_repeat


def test_the_tier_waits_for_the_last_childs_plan_and_then_lets_go(cast: Cast) -> None:
    """While one child is on a plan the family's plan cannot step down; when the last ends, it can, and says who stays."""
    made.both_on_a_plan(cast, held_date=ago(9))
    plan = Plan.objects.get(family=cast.family)
    given: dict[str, Any] = {
        "plan": plan,
        "tier": "child_in_need",
        "reason": "Safe now.",
        "family_view": "",
        "start_date": ago(0),
        "by": cast.social_worker,
    }
    first = ChildProtectionPlan.objects.get(child=cast.child)
    end_protection_plan(
        protection_plan=first,
        conference=None,
        end_date=ago(1),
        ended_because="other",
        words="He lives with his aunt.",
        by=cast.team_manager,
    )
    with pytest.raises(CannotBeTrue, match="A review conference ends that first"):
        plans.change_tier(**given)
    assert plan.tiers.get(end_date__isnull=True).tier == "child_protection"
    end_all(cast)
    assert plan.tiers.get(end_date__isnull=True).tier == "child_protection", (
        "stepping down is a step of its own"
    )
    plans.change_tier(**given)
    assert plan.tiers.get(end_date__isnull=True).tier == "child_in_need"


def test_the_clocks_of_a_plan_that_ends_without_a_conference_stop(cast: Cast) -> None:
    """Nobody is asked to review or visit on a plan that is over."""
    made.both_on_a_plan(cast, held_date=ago(9))
    end_all(cast)
    running = set(
        Clock.objects.filter(person=cast.child, stopped_date__isnull=True).values_list("rule", flat=True)
    )
    assert not running & {"core_group", "first_review_conference", "protection_plan_visit"}
    event = Event.objects.filter(kind="protection.protection_plan_ended").first()
    assert event is not None
    assert event.details["ended_because"] == "came_into_care"


def test_a_child_whose_plan_ends_leaves_the_review_that_is_to_come(cast: Cast) -> None:
    """The review goes on for the brother or sister; when the last plan ends it is stood down, and nobody waits for it."""
    made.both_on_a_plan(cast, held_date=ago(9))
    review = made.review_booked(cast, [cast.child, cast.sibling])
    given: dict[str, Any] = {
        "conference": None,
        "end_date": ago(0),
        "ended_because": "came_into_care",
        "words": "With a foster carer.",
        "by": cast.team_manager,
    }
    with acting_as(cast.team_manager):
        end_protection_plan(protection_plan=ChildProtectionPlan.objects.get(child=cast.child), **given)
    review.refresh_from_db()
    assert review.status == "booked"
    assert [part.child_id for part in review.children.all()] == [cast.sibling.pk]
    with acting_as(cast.team_manager):
        end_protection_plan(protection_plan=ChildProtectionPlan.objects.get(child=cast.sibling), **given)
    review.refresh_from_db()
    assert review.status == "stood_down"
    assert "looked after" in review.stood_down_reason


def test_grown_up_on_the_eighteenth_birthday(cast: Cast) -> None:
    """The plan ends on the day; what the record says of the date of birth is believed."""
    today = ago(0)
    made.both_on_a_plan(cast, held_date=ago(9))
    cast.child.birth_date = today.replace(year=today.year - 18)
    cast.child.save()
    row = ChildProtectionPlan.objects.get(child=cast.child)
    given: dict[str, Any] = {
        "protection_plan": row,
        "conference": None,
        "ended_because": "grew_up",
        "words": "Daniel is 18.",
        "by": cast.team_manager,
    }
    with pytest.raises(CannotBeTrue, match="was not 18"):
        end_protection_plan(**given, end_date=ago(1))
    end_protection_plan(**given, end_date=today)


def test_a_conference_written_up_late_steps_a_plan_that_has_moved_on_since(cast: Cast) -> None:
    """The protection plan begins on the day of the conference; the family's plan steps up as soon as its steps allow."""
    plan = plans.start_plan(
        family=cast.family,
        children=[cast.child],
        tier="family_help",
        lead=None,
        start_date=ago(40),
        by=cast.social_worker,
    )
    plans.change_tier(
        plan=plan,
        tier="child_in_need",
        reason="More help.",
        family_view="",
        start_date=ago(2),
        by=cast.social_worker,
    )
    made.both_on_a_plan(cast, held_date=ago(6))
    assert set(ChildProtectionPlan.objects.values_list("start_date", flat=True)) == {ago(6)}
    assert [
        (row.tier, row.start_date) for row in PlanTier.objects.filter(plan=plan).order_by("start_date")
    ] == [("family_help", ago(40)), ("child_protection", ago(2))]


def test_a_conference_older_than_the_familys_plan_is_no_obstacle(cast: Cast) -> None:
    """The family's plan was closed and begun again since: the children come onto the one there is."""
    plan = plans.start_plan(
        family=cast.family,
        children=[cast.sibling],
        tier="family_help",
        lead=None,
        start_date=ago(1),
        by=cast.social_worker,
    )
    made.both_on_a_plan(cast, held_date=ago(6))
    assert set(ChildProtectionPlan.objects.values_list("plan_id", flat=True)) == {plan.pk}
    assert plan.tiers.get(end_date__isnull=True).tier == "child_protection"


def test_categories_that_may_be_recorded_on_a_day_are_the_codes_of_its_year() -> None:
    """The list is the census's own."""
    assert [code for code, _ in protection_plans.categories_on(ago(0))] == ["NEG", "PHY", "SAB", "EMO", "MUL"]


# Two people at once: each in a thread and a connection of its own, on a database where everything is committed.


class AtOnce(threading.Thread):
    """Does something behind the wall as one worker, in a transaction of its own, and keeps what came of it."""

    def __init__(self, worker: Worker, ready: threading.Barrier, act: Any) -> None:
        super().__init__()
        self.worker, self.ready, self.act = worker, ready, act
        self.said = ""

    def run(self) -> None:
        """Wait for the other, and act."""
        try:
            with transaction.atomic():
                wall.enter(self.worker.pk, self.worker.role)
                self.ready.wait(timeout=20)
                self.act()
            self.said = "done"
        except CannotBeTrue as impossible:
            self.said = impossible.sentence
        finally:
            connection.close()


def two_at_once(worker: Worker, act: Any) -> list[str]:
    """Do one thing twice at once, and return what each was told, the one that was done first."""
    ready = threading.Barrier(2)
    both = [AtOnce(worker, ready, act) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join(timeout=60)
    return sorted((one.said for one in both), key=lambda said: said != "done")


def test_two_connections_racing_get_one_plan_and_one_sentence(committed_database: str) -> None:
    """PostgreSQL refuses the second plan of a child, and the second person is told in words."""
    cast = find_cast()
    conference = made.booked(cast)
    ChildProtectionConference.objects.filter(pk=conference.pk).update(
        status="held", held_date=ago(1), is_quorate=True, held_how="meeting"
    )
    conference.refresh_from_db()
    plan = plans.start_plan(
        family=cast.family,
        children=[cast.child, cast.sibling],
        tier="child_protection",
        lead=None,
        start_date=ago(1),
        by=cast.social_worker,
    )

    def start() -> None:
        start_protection_plan(
            child=cast.child,
            plan=plan,
            conference=conference,
            category="NEG",
            start_date=ago(1),
            started_as="conference",
            by=cast.conference_chair,
        )

    said = two_at_once(cast.conference_chair, start)
    assert said[0] == "done"
    assert "Daniel Okafor is on a child protection plan already" in said[1]
    assert ChildProtectionPlan.objects.filter(child=cast.child).count() == 1
    assert Event.objects.filter(kind="protection.protection_plan_started").count() == 1


def test_a_conference_written_up_twice_at_once_is_held_once(committed_database: str) -> None:
    """The second waits for the first and is told that what was decided stands."""
    cast = find_cast()
    conference = made.booked(cast)

    def hold() -> None:
        holding_conference.hold_conference(
            conference=conference,
            held_date=ago(1),
            held_how="meeting",
            is_quorate=True,
            why_not_quorate="",
            words=holding_conference.ConferenceWords(),
            came={},
            children={cast.child.pk: made.on_a_plan(), cast.sibling.pk: made.on_a_plan()},
            agreed=[],
            next_review_date=None,
            visit_every_days=10,
            by=cast.conference_chair,
        )

    said = two_at_once(cast.conference_chair, hold)
    assert said[0] == "done"
    assert "what it decided stands" in said[1]
    assert ChildProtectionPlan.objects.count() == 2
    assert ThresholdDecision.objects.count() == 2
