"""What every action on a plan shares: the plan is open, and what happened is about everyone whom it is for."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping

from django.db import connection
from django.utils import timezone

from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.plans.models import Plan
from kith.casework.timeline.actions.events import record_event
from kith.casework.timeline.models import Event
from kith.casework.workforce.models import Worker

CLOSED = "This plan is closed, and stays as it was. To work with the family again, start a new plan."


def check_open(plan: Plan) -> Plan:
    """Return the plan as it is now, locked until the transaction ends. Raises CannotBeTrue where it is closed."""
    locked: Plan = Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    if locked.end_date is not None:
        raise CannotBeTrue(CLOSED)
    return locked


def check_day(day: datetime.date, plan: Plan, field: str, what: str = "This") -> None:
    """Raise CannotBeTrue for a day to come, or one before the plan began."""
    if day > timezone.localdate():
        raise CannotBeTrue(f"{what} has not come yet. Enter today or a day before.", field)
    if day < plan.start_date:
        raise CannotBeTrue(
            f"The plan began on {plan.start_date:%-d %B %Y}. Enter that day or a later one.", field
        )


def children_on(plan: Plan) -> list[int]:
    """Return every child whom a plan is for today, those whom the worker acting may not see among them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT kith_children_on_plan(%s)", [plan.pk])
        return [number for (number,) in cursor.fetchall()]


def record(
    kind: str,
    plan: Plan,
    *,
    by: Worker,
    day: datetime.date,
    summary: str,
    about: Iterable[int] | None = None,
    details: Mapping[str, object] | None = None,
) -> Event:
    """Record what happened to a plan, about its children unless told otherwise."""
    return record_event(
        kind,
        by=by,
        day=day,
        about=children_on(plan) if about is None else about,
        summary=summary,
        thread=f"plan:{plan.pk}",
        details={"plan": plan.pk, **(details or {})},
    )
