"""Deciding how a child is to have a home for good; what was decided before is kept."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db import transaction

from kith.casework.care.actions.recording import care_thread, check_day, lock_child
from kith.casework.care.models import CareReview, PeriodOfCare, PermanencePlan, PermanenceRoute
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.timeline.actions.events import record_event
from kith.casework.workforce.models import Worker


@dataclass(frozen=True, kw_only=True)
class Permanence:
    """What is decided: the route, why, what happens if it does not come about, and by when it is to."""

    route: str
    reasons: str
    otherwise: str = ""
    target_date: datetime.date | None = None


@transaction.atomic
def decide_permanence(
    *,
    period: PeriodOfCare,
    permanence: Permanence,
    day: datetime.date,
    by: Worker,
    review: CareReview | None = None,
    field: str = "",
) -> PermanencePlan:
    """Decide the plan for a child's permanence from a day on; the one before ends that day.

    Raises CannotBeTrue for a day before care began, after it ended, or before the last decision, and for no reason.
    `field` comes before the names of the fields at fault.
    """
    lock_child(period.child)
    if permanence.route not in PermanenceRoute.values:
        raise CannotBeTrue("Choose how the child is to have a home for good.", f"{field}route")
    if not permanence.reasons.strip():
        undecided = permanence.route == PermanenceRoute.NOT_YET
        raise CannotBeTrue(
            "Say why it is not decided yet." if undecided else "Say why this is best for the child.",
            f"{field}reasons",
        )
    on = f"{field}route" if field else "day"
    check_day(day, on, earliest=period.start_date, why_earliest="The child's care began")
    if period.end_date is not None and day > period.end_date:
        raise CannotBeTrue(
            f"The child's care ended on {period.end_date:%-d %B %Y}. Enter that day or a day before.", on
        )
    if permanence.target_date is not None and permanence.target_date < day:
        raise CannotBeTrue(
            "It cannot come about before it is decided. Enter the day of the decision or a later one.",
            f"{field}target_date",
        )
    last: PermanencePlan | None = (
        PermanencePlan.objects.filter(child=period.child).order_by("-start_date").first()
    )
    columns = {
        "route": permanence.route,
        "reasons": permanence.reasons.strip(),
        "otherwise": permanence.otherwise.strip(),
        "target_date": permanence.target_date,
        "decided_by": by,
        "review": review,
    }
    if last is not None and last.start_date > day:
        raise CannotBeTrue(
            f"The plan for permanence was decided on {last.start_date:%-d %B %Y}, after this day. Enter that day or a later"
            " one.",
            on,
        )
    plan: PermanencePlan
    if last is not None and last.start_date == day:
        # Decided again on the same day: the plan of a day is one, and its history keeps what it said before.
        for name, value in columns.items():
            setattr(last, name, value)
        last.period_of_care = period
        last.save()
        plan = last
    else:
        if last is not None and (last.end_date is None or last.end_date > day):
            PermanencePlan.objects.filter(pk=last.pk).update(end_date=day)
        plan = PermanencePlan.objects.create(
            child=period.child, period_of_care=period, start_date=day, **columns
        )
    record_event(
        "care.permanence_decided",
        by=by,
        day=day,
        about=[period.child_id],
        summary=f"The plan for a home for good: {plan.get_route_display().lower()}.",
        thread=care_thread(period),
        details={"route": plan.route},
    )
    return plan
