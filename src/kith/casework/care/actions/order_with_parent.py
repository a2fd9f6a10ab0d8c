"""The visit that is due within a week of a care order made while a child lives with a parent (regulation 28(5))."""

from __future__ import annotations

import datetime

from django.utils import timezone

from kith.casework.care.actions.placement_parts import tell_of_care
from kith.casework.care.models import CareVisitChild, PeriodOfCare
from kith.casework.care.queries.visit_facts import facts_of
from kith.casework.timeline.models import Clock
from kith.casework.workforce.models import Worker
from kith.engines.calendar import rule_by_code

RULE = "visit_after_care_order"


def order_to_visit_after(period: PeriodOfCare) -> datetime.date | None:
    """Return the day of a care order made while the child lives where they do with a parent, where nobody has been since."""
    facts = facts_of([period.child_id])
    placement = next(
        (one for one in facts.placements if one.period_of_care_id == period.pk and one.end_date is None), None
    )
    made = facts.care_order_with_parent(placement, timezone.localdate()) if placement is not None else None
    if placement is None or made is None:
        return None
    seen = CareVisitChild.objects.filter(
        placement__in=facts.stay_of(placement), seen=True, visit__day__gte=made
    )
    return None if seen.exists() else made


def order_put_right(period: PeriodOfCare, *, by: Worker) -> None:
    """Have the clock of that visit run as the record now says: from another day, not at all, or since it was put right."""
    made = order_to_visit_after(period)
    running = Clock.objects.filter(person_id=period.child_id, rule=RULE, stopped_date__isnull=True).first()
    if running is not None and made is not None:
        due = rule_by_code(RULE).due_date(made)
        Clock.objects.filter(pk=running.pk).update(start_date=made, due_date=due)
    elif running is not None or made is not None:
        tell_of_care(
            "care.care_order_put_right",
            period,
            day=made or timezone.localdate(),
            by=by,
            summary="Whether a care order was made while living with a parent was put right.",
            care_order_with_parent=made is not None,
        )
