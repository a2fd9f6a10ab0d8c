"""Goals: setting one, saying how near it is, and closing it."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone

from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.people.models import Person
from kith.casework.plans.actions.recording import check_day, check_open, record
from kith.casework.plans.models import Goal, GoalScore, Plan
from kith.casework.plans.models.goal import GoalStatus, ScoredBy, ScoreStage
from kith.casework.workforce.models import Worker


@transaction.atomic
def add_goal(
    *,
    plan: Plan,
    words: str,
    set_date: datetime.date,
    by: Worker,
    child: Person | None = None,
    need: str = "",
) -> Goal:
    """Add a goal in the family's words, for the whole family or for one child."""
    plan = check_open(plan)
    check_day(set_date, plan, "set_date")
    goal = Goal.objects.create(plan=plan, child=child, words=words, need=need, set_date=set_date)
    record(
        "plans.goal_set", plan, by=by, day=set_date, about=[child.pk] if child else None,
        summary="A goal was set.", details={"goal": goal.pk},
    )  # fmt: skip
    return goal


@transaction.atomic
def score_goal(
    *, goal: Goal, stage: str, score: int, scored_by: str, day: datetime.date, by: Worker
) -> GoalScore:
    """Record how near the goal somebody says it is on a day: 0 not at all, 10 fully met.

    Raises CannotBeTrue for a score outside 0 to 10, a second start or end by the same person, or an end before the start.
    """
    plan = check_open(goal.plan)
    if not 0 <= score <= 10:
        raise CannotBeTrue("Enter a whole number from 0 (not at all) to 10 (fully met).", "score")
    check_day(day, plan, "day")
    if day < goal.set_date:
        raise CannotBeTrue(
            f"The goal was set on {goal.set_date:%-d %B %Y}. Enter that day or a later one.", "day"
        )
    own = GoalScore.objects.filter(goal=goal, scored_by=scored_by)
    who = ScoredBy(scored_by).label.lower()
    if stage != ScoreStage.MIDDLE and own.filter(stage=stage).exists():
        raise CannotBeTrue(
            f"There is a score {ScoreStage(stage).label.lower()} by {who} already. Choose 'On the way' for another.",
            "stage",
        )
    if stage == ScoreStage.START and own.filter(day__lt=day).exists():
        raise CannotBeTrue("The score at the start comes before the others. Enter an earlier day.", "day")
    if stage == ScoreStage.END and own.filter(day__gt=day).exists():
        raise CannotBeTrue("The score at the end comes after the others. Enter a later day.", "day")
    if stage == ScoreStage.MIDDLE and (
        own.filter(stage=ScoreStage.START, day__gt=day).exists()
        or own.filter(stage=ScoreStage.END, day__lt=day).exists()
    ):
        raise CannotBeTrue("A score on the way lies between the start and the end. Check the day.", "day")
    row = GoalScore.objects.create(goal=goal, stage=stage, score=score, scored_by=scored_by, day=day)
    record(
        "plans.goal_scored", plan, by=by, day=day, about=[goal.child_id] if goal.child_id else None,
        summary="How near a goal is was scored.", details={"goal": goal.pk, "stage": stage, "score": score},
    )  # fmt: skip
    return row


@transaction.atomic
def change_goal(*, goal: Goal, words: str, need: str, by: Worker) -> None:
    """Put a goal in better words; what it said before stays in its history."""
    plan = check_open(goal.plan)
    Goal.objects.filter(pk=goal.pk).update(words=words, need=need)
    record(
        "plans.goal_reworded", plan, by=by, day=timezone.localdate(), about=[goal.child_id] if goal.child_id else None,
        summary="A goal was put in other words.", details={"goal": goal.pk},
    )  # fmt: skip


@transaction.atomic
def close_goal(*, goal: Goal, status: str, closed_date: datetime.date, by: Worker) -> None:
    """Record that a goal is met, or put aside."""
    plan = check_open(goal.plan)
    locked = Goal.objects.select_for_update(of=("self",)).get(pk=goal.pk)
    if locked.status != GoalStatus.OPEN:
        raise CannotBeTrue("This goal is closed already.")
    if status == GoalStatus.OPEN:
        raise CannotBeTrue("Choose whether the goal is met or put aside.", "status")
    check_day(closed_date, plan, "closed_date")
    if closed_date < locked.set_date:
        raise CannotBeTrue(
            f"The goal was set on {locked.set_date:%-d %B %Y}. Enter that day or a later one.", "closed_date"
        )
    Goal.objects.filter(pk=goal.pk).update(status=status, closed_date=closed_date)
    record(
        "plans.goal_closed", plan, by=by, day=closed_date, about=[goal.child_id] if goal.child_id else None,
        summary="A goal was met." if status == GoalStatus.MET else "A goal was put aside.",
        details={"goal": goal.pk, "status": status},
    )  # fmt: skip
