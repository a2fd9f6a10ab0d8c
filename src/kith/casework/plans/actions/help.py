"""Help delivered, and what is to be done: the first help stops the clock that began with the family's approach."""

from __future__ import annotations

import datetime

from django.db import connection, transaction
from django.utils import timezone

from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.plans.actions.recording import check_day, check_open, children_on, record
from kith.casework.plans.models import Goal, Plan, PlanAction
from kith.casework.timeline.actions.events import record_event
from kith.casework.timeline.models import Event
from kith.casework.workforce.models import Worker


@transaction.atomic
def give_help(*, plan: Plan, what: str, day: datetime.date, by: Worker) -> list[Event]:
    """Record help that a family was given on a day, and return its events.

    One event for each approach of the family that still waits for its first help, in that approach's own thread, so
    that its clock stops; one in the plan's thread where none waits. The help may be older than the plan.
    """
    plan = check_open(plan)
    if day > timezone.localdate():
        raise CannotBeTrue("This day has not come yet. Record help once it has been given.", "day")
    if not what.strip():
        raise CannotBeTrue("Say what the help was.", "what")
    children = children_on(plan)
    with connection.cursor() as cursor:
        cursor.execute("SELECT thread, start_date, people FROM kith_waiting_for_first_help(%s)", [plan.pk])
        waiting = [(thread, people) for thread, since, people in cursor.fetchall() if since <= day]
    details = {"plan": plan.pk, "what": what.strip()}
    if not waiting:
        check_day(day, plan, "day")
        return [record("plans.help_given", plan, by=by, day=day, summary="Help was given.", details=details)]
    return [
        record_event(
            "plans.help_given",
            by=by,
            day=day,
            about={*children, *people},
            summary="The first help was given.",
            thread=thread,
            details=details,
        )
        for thread, people in waiting
    ]


@transaction.atomic
def add_action(
    *,
    plan: Plan,
    what: str,
    due_date: datetime.date,
    by: Worker,
    goal: Goal | None = None,
    owner_worker: Worker | None = None,
    owner_name: str = "",
    is_help: bool = False,
) -> PlanAction:
    """Add one thing that a worker, or one of the family's own people, will do by a day."""
    plan = check_open(plan)
    if owner_worker is None and not owner_name.strip():
        raise CannotBeTrue("Choose a worker, or enter who in the family will do it.", "owner_worker")
    if owner_worker is not None and owner_name.strip():
        raise CannotBeTrue(
            "Choose a worker or enter a name, not both: one person answers for it.", "owner_name"
        )
    if due_date < plan.start_date:
        raise CannotBeTrue(f"The plan began on {plan.start_date:%-d %B %Y}. Enter a later day.", "due_date")
    row = PlanAction.objects.create(
        plan=plan,
        goal=goal,
        what=what,
        owner_worker=owner_worker,
        owner_name=owner_name.strip(),
        due_date=due_date,
        is_help=is_help,
    )
    record(
        "plans.action_added", plan, by=by, day=timezone.localdate(), summary="Something to do was agreed.",
        details={"action": row.pk},
    )  # fmt: skip
    return row


@transaction.atomic
def do_action(*, action: PlanAction, done_date: datetime.date, by: Worker) -> None:
    """Record that something agreed was done on a day; where it was help for the family, that counts as help given."""
    plan = check_open(action.plan)
    locked = PlanAction.objects.select_for_update(of=("self",)).get(pk=action.pk)
    if locked.done_date is not None:
        raise CannotBeTrue(f"This was done on {locked.done_date:%-d %B %Y} already.")
    check_day(done_date, plan, "done_date")
    PlanAction.objects.filter(pk=action.pk).update(done_date=done_date)
    record(
        "plans.action_done", plan, by=by, day=done_date, summary="Something agreed was done.",
        details={"action": action.pk},
    )  # fmt: skip
    if locked.is_help:
        give_help(plan=plan, what=locked.what, day=done_date, by=by)
