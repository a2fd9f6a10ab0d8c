"""Which duties begin with care: all of them, or those that a series of short breaks leaves (regulation 48); and a change of that."""

from __future__ import annotations

import datetime

from kith.casework.care.actions.placement_parts import tell_of_care, tell_started
from kith.casework.care.models import (
    CareReview,
    HealthAssessment,
    LegalStatus,
    PeriodOfCare,
    Placement,
    ReviewStatus,
)
from kith.casework.care.placement_codes import birthday
from kith.casework.care.queries.review_due import next_review_due
from kith.casework.care.short_breaks import Duties, duties_on
from kith.casework.people.models import Person
from kith.casework.workforce.models import Worker


def duties_of(period: PeriodOfCare, day: datetime.date) -> Duties:
    """Return what is owed on a day of a period of care. One query."""
    statuses = LegalStatus.objects.filter(child_id=period.child_id)
    return duties_on(statuses, period=period.pk, began=period.start_date, on=day)


def of_care(child: Person, day: datetime.date) -> dict[str, object]:
    """Return what the clocks of every duty ask of the event that begins them."""
    since = day - datetime.timedelta(days=91)
    assessed = HealthAssessment.objects.filter(child=child, held_date__gte=since, held_date__lte=day).exists()
    return {
        "health_assessed_in_last_three_months": assessed,
        # From three years old.
        "needs_personal_education_plan": child.birth_date is None or day >= birthday(child.birth_date, 3),
    }


def of_short_breaks(period: PeriodOfCare, day: datetime.date) -> dict[str, object]:
    """Return by when the review of a series is due; of one that was due before the child was back, it is that day."""
    held = CareReview.objects.filter(
        status=ReviewStatus.HELD, children__child_id=period.child_id, held_date__lte=day
    )
    last = held.order_by("-held_date").values_list("held_date", flat=True).first()
    due = next_review_due(duties_of(period, day), 1 if last else None, last)
    return {"review_due": max(due, day).isoformat()}


def duties_changed(period: PeriodOfCare, before: Duties, day: datetime.date, *, by: Worker) -> None:
    """Where short breaks became care, or care turns out to be short breaks, have the clocks of what is owed now run."""
    after = duties_of(period, day)
    if before.on_short_breaks == after.on_short_breaks:
        return
    placement = Placement.objects.filter(period_of_care=period, end_date__isnull=True).first()
    if placement is None:
        return
    child = Person.objects.get(pk=period.child_id)
    if after.on_short_breaks:
        tell_of_care(
            "care.short_breaks_started", period, day=day, by=by, summary="They are on short breaks.",
            **of_short_breaks(period, day),
        )  # fmt: skip
    else:
        tell_of_care(
            "care.every_duty_began", period, day=day, by=by,
            summary="Every duty to a child in care is owed from now on.", **of_care(child, day),
        )  # fmt: skip
    tell_started(placement, by=by, day=max(day, placement.start_date))
