"""Which review of a period of care each one is, by the day on which it was held; the clocks that follow, and why one is late."""

from __future__ import annotations

import datetime

from django.db.models import QuerySet

from kith.casework.care.actions.recording import care_thread
from kith.casework.care.models import CareReviewChild, LegalStatus, ReviewStatus
from kith.casework.care.queries.review_due import REVIEWS, details_of, next_review_due
from kith.casework.care.short_breaks import Duties, duties_on
from kith.casework.timeline.actions.events import record_event
from kith.casework.timeline.actions.tasks import explain_late
from kith.casework.timeline.models import Clock
from kith.casework.workforce.models import Worker


def others_held(part: CareReviewChild) -> QuerySet[CareReviewChild]:
    """Return the child's parts in the other reviews of this period of care that were held."""
    return CareReviewChild.objects.filter(
        period_of_care=part.period_of_care, number__isnull=False, review__status=ReviewStatus.HELD
    ).exclude(pk=part.pk)


def explain_late_review(part: CareReviewChild, day: datetime.date, reason: str, by: Worker) -> None:
    """Keep on each clock that is late why it is: it is never a reason not to hold the review."""
    if not reason:
        return
    for clock in Clock.objects.filter(
        rule__in=REVIEWS,
        person_id=part.child_id,
        stopped_date__isnull=True,
        start_date__lte=day,
        due_date__lt=day,
        late_reason="",
    ):
        explain_late(clock=clock, reason=reason, by=by)


def number_review(part: CareReviewChild, day: datetime.date, by: Worker) -> None:
    """Give a child's part its number by the day on which it was held, and run the clocks.

    A review that is written up after a later one takes its place before it: the later ones are numbered again.
    """
    period = part.period_of_care
    later = list(
        others_held(part).filter(review__held_date__gt=day).select_related("review").order_by("-number")
    )
    number = others_held(part).filter(review__held_date__lt=day).count() + 1
    for other in later:  # the last first: no two have one number at any time
        _keep_number(other, (other.number or 0) + 1, other.review.held_date)
    _keep_number(part, number, day)
    running = period.end_date is None
    if not later:
        record_event(
            "care.review_held", by=by, day=day, about=[part.child_id], thread=care_thread(part.period_of_care),
            summary="A review of care was held.",
            details={"review": part.review_id, **(_counted(part, day, number) if running else {})},
        )  # fmt: skip
        return
    record_event(
        "care.earlier_review_held", by=by, day=day, about=[part.child_id], thread=care_thread(part.period_of_care),
        summary="A review of care was held, and written up after a later one.", details={"review": part.review_id},
    )  # fmt: skip
    last = later[0]
    if running and last.number == 1:
        # What was taken for the first review is the second, from which the next is due in six months and not in three.
        assert last.review.held_date is not None
        record_event(
            "care.review_held", by=by, day=last.review.held_date, about=[part.child_id], thread=care_thread(part.period_of_care),
            summary="A review of care is counted as the second: one before it was written up later.",
            details={"review": last.review_id, **details_of(2)},
        )  # fmt: skip


def _counted(part: CareReviewChild, day: datetime.date, number: int) -> dict[str, object]:
    """Return which review it is of those that are owed: those before short breaks became care are none of them."""
    duties = _duties(part, day)
    before = others_held(part).filter(review__held_date__lt=min(day, duties.since)).count()
    return details_of(number - before, on_short_breaks=duties.on_short_breaks)


def _duties(part: CareReviewChild, day: datetime.date) -> Duties:
    period = part.period_of_care
    statuses = LegalStatus.objects.filter(child_id=part.child_id)
    return duties_on(statuses, period=period.pk, began=period.start_date, on=day)


def _keep_number(part: CareReviewChild, number: int, held: datetime.date | None) -> None:
    assert held is not None
    period = part.period_of_care
    duties = _duties(part, held)
    before = others_held(part).filter(review__held_date__lt=min(held, duties.since)).count()
    due = next_review_due(duties, number - before, held) if period.end_date is None else None
    CareReviewChild.objects.filter(pk=part.pk).update(number=number, next_due_date=due)
