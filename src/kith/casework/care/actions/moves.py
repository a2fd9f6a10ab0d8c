"""Deciding a change of a child's home, school or worker, making it, and deciding against it."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from kith.casework.care.actions import handover
from kith.casework.care.actions.move_checks import (
    WHAT,
    check_home,
    check_school,
    check_worker,
    lead_of,
    refuse_a_second,
)
from kith.casework.care.actions.placing import place
from kith.casework.care.actions.recording import check_day, lock_child, locked
from kith.casework.care.models import Home, Move, MoveKind, MoveOutcome, PeriodOfCare
from kith.casework.care.queries.what_a_move_does import Panel
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.people.actions.schools import go_to_school
from kith.casework.people.models import Person, School, SchoolPlace
from kith.casework.timeline.actions.events import record_event
from kith.casework.workforce.actions.allocation import allocate
from kith.casework.workforce.models import AllocationRole, Team, Worker
from kith.casework.workforce.queries import team_of


@transaction.atomic
def decide_move(
    *,
    child: Person,
    kind: str,
    day: datetime.date,
    by: Worker,
    reasons: str,
    alternatives: str,
    panel: Panel,
    home: Home | None = None,
    school: School | None = None,
    worker: Worker | None = None,
    child_words: str = "",
    why_child_not_asked: str = "",
    what_is_done: str = "",
) -> Move:
    """Decide that a child's home, school or worker changes on a day, and keep what was shown of it, whole.

    What has to be handed over becomes tasks. Raises CannotBeTrue for a move that goes nowhere, that is for a day before
    where the child is now began, or where another such move is decided already: of two workers at once one is told so.
    """
    kind = MoveKind(kind)
    if panel.child != child.pk or panel.kind != kind or panel.day != day:
        raise ValueError("What was shown is of another move.")
    if not reasons.strip():
        raise CannotBeTrue("Say why.", "reasons")
    if not alternatives.strip():
        raise CannotBeTrue("Say what else was thought of, and why not.", "alternatives")
    if not child_words.strip() and not why_child_not_asked.strip():
        raise CannotBeTrue("Enter what the child said, or why the child was not asked.", "child_words")
    lock_child(child)
    refuse_a_second(child, kind)
    if kind == MoveKind.HOME:
        check_home(child, home, day)
    elif kind == MoveKind.SCHOOL:
        check_school(child, school, day)
    else:
        check_worker(child, worker, day)
    today = timezone.localdate()
    move = Move.objects.create(
        child=child,
        kind=kind,
        planned_date=day,
        home=home if kind == MoveKind.HOME else None,
        school=school if kind == MoveKind.SCHOOL else None,
        worker=worker if kind == MoveKind.WORKER else None,
        reasons=reasons,
        alternatives=alternatives,
        child_words=child_words,
        why_child_not_asked="" if child_words.strip() else why_child_not_asked,
        what_is_done=what_is_done,
        shown=panel.as_shown(),
        **vars(panel.sums),
        team=_team_that_holds(child, today, by),
        decided_date=today,
        decided_at=timezone.now(),
        decided_by=by,
    )
    record_event(
        "care.move_decided",
        by=by,
        day=today,
        about=[child.pk],
        summary=f"A change of {WHAT[kind]} was decided.",
        thread=f"move:{move.pk}",
        details={"kind": kind.value, "planned": day.isoformat(), "losses": panel.losses},
    )
    if kind != MoveKind.SCHOOL:
        handover.give_tasks(move=move, by=by)
    return move


@transaction.atomic
def make_move(*, move: Move, day: datetime.date, by: Worker, **how: Any) -> Move:
    """Record that a decided move was made on a day; `how` is what its kind asks for.

    Home: `placement_type` and `ended_because`, and whatever else `placing.place` takes. School: `ended_because` and
    `end_words`. Worker: `reason` and `reason_words`. Raises CannotBeTrue for one that is not waiting to be made.
    """
    lock_child(move.child)
    now = locked(move)
    if now.outcome != MoveOutcome.DECIDED:
        raise CannotBeTrue(
            f"This move no longer waits: it is recorded as {now.get_outcome_display().lower()}."
        )
    check_day(day, "day")
    if now.kind == MoveKind.SCHOOL:
        school = now.school
        assert school is not None  # the database has it for a change of school
        # Going there is told to `gone_to_school`, which records that the move was made.
        go_to_school(child=now.child, school=school, start_date=day, by=by, **how)
        return locked(move)
    if now.kind == MoveKind.HOME:
        _make_home(now, day, by, how)
    else:
        worker = now.worker
        assert worker is not None  # the database has it for a change of worker
        allocate(children=[now.child], worker=worker, role=AllocationRole.LEAD, start_date=day, by=by, **how)
    _made(now, day, by)
    return now


def before_going_to_school(*, child: Person, school: School) -> None:
    """Raise CannotBeTrue where a child in care would change school without what it does having been shown."""
    in_care = PeriodOfCare.objects.filter(child=child, end_date__isnull=True).exists()
    if not in_care or not SchoolPlace.objects.filter(person=child).exists():
        return
    decided = Move.objects.filter(
        child=child, kind=MoveKind.SCHOOL, school=school, outcome=MoveOutcome.DECIDED
    )
    if not decided.exists():
        raise CannotBeTrue(
            f"{child.display_name} is in care, and what a change of school does is shown before it is decided. Choose "
            "‘Decide a change of school’ on the page of their care.",
            "school",
        )


def gone_to_school(*, child: Person, school: School, day: datetime.date, by: Worker) -> None:
    """Record that a decided change of school was made, as the child goes there."""
    decided = Move.objects.select_for_update(of=("self",)).filter(
        child=child, kind=MoveKind.SCHOOL, school=school, outcome=MoveOutcome.DECIDED
    )
    for move in decided:
        _made(move, day, by)


@transaction.atomic
def made_already(*, move: Move, day: datetime.date, by: Worker) -> None:
    """Record that a move was made on a day by what made it elsewhere: a placement that began, or an allocation."""
    now = locked(move)
    if now.outcome != MoveOutcome.DECIDED:
        raise CannotBeTrue(
            f"This move no longer waits: it is recorded as {now.get_outcome_display().lower()}."
        )
    _made(now, day, by)


@transaction.atomic
def stand_down_move(*, move: Move, reason: str, by: Worker) -> None:
    """Decide against a move that was decided and not made: its tasks are withdrawn, and what was shown stays."""
    now = locked(move)
    if now.outcome != MoveOutcome.DECIDED:
        raise CannotBeTrue(
            f"This move no longer waits: it is recorded as {now.get_outcome_display().lower()}."
        )
    if not reason.strip():
        raise CannotBeTrue("Say why it was decided against.", "reason")
    Move.objects.filter(pk=now.pk).update(
        outcome=MoveOutcome.STOOD_DOWN, stood_down_reason=reason, version=now.version + 1
    )
    record_event(
        "care.move_stood_down",
        by=by,
        day=timezone.localdate(),
        about=[now.child_id],
        summary=f"A change of {WHAT[MoveKind(now.kind)]} was decided against.",
        thread=f"move:{now.pk}",
    )
    handover.withdraw_tasks(move=now, by=by)


def _made(move: Move, day: datetime.date, by: Worker) -> None:
    Move.objects.filter(pk=move.pk).update(outcome=MoveOutcome.MADE, made_date=day, version=move.version + 1)
    move.outcome, move.made_date = MoveOutcome.MADE, day
    record_event(
        "care.move_made",
        by=by,
        day=day,
        about=[move.child_id],
        summary=f"A change of {WHAT[MoveKind(move.kind)]} was made.",
        thread=f"move:{move.pk}",
        details={"kind": str(move.kind)},
    )


def _make_home(move: Move, day: datetime.date, by: Worker, how: dict[str, Any]) -> None:
    period = PeriodOfCare.objects.filter(child_id=move.child_id, end_date__isnull=True).first()
    if period is None:
        raise CannotBeTrue("The child is not in care now. Decide against this move.", "day")
    if move.home is None:
        raise CannotBeTrue("The home is not known. Decide against this move, and decide on one with a home.")
    place(period=period, home=move.home, day=day, by=by, move=move, **how)


def _team_that_holds(child: Person, today: datetime.date, by: Worker) -> Team | None:
    """Return the team of the child's lead practitioner, in whose year the move adds up; of whoever decides, where none leads."""
    lead = lead_of(child)
    return team_of(lead.worker if lead else by, today)
