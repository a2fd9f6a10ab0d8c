"""Which review of a period of care each one is, by the day on which it was held; the clocks that follow, and why one is late."""

from __future__ import annotations

import datetime

from django.db.models import QuerySet

from kith.casework.care.actions.duties import duties_of
from kith.casework.care.actions.recording import care_thread
from kith.casework.care.models import CareReviewChild, ReviewStatus
from kith.casework.care.queries.review_due import REVIEWS, details_of, next_review_due
from kith.casework.care.short_breaks import Duties
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
    """Return which review it is of those that are owed, as the clock rules ask it of a review's event."""
    duties, owed = _owed(part, day, number)
    return details_of(owed, on_short_breaks=duties.on_short_breaks)


def _keep_number(part: CareReviewChild, number: int, held: datetime.date | None) -> None:
    assert held is not None
    duties, owed = _owed(part, held, number)
    due = next_review_due(duties, owed, held) if part.period_of_care.end_date is None else None
    CareReviewChild.objects.filter(pk=part.pk).update(number=number, next_due_date=due)


def _owed(part: CareReviewChild, day: datetime.date, number: int) -> tuple[Duties, int]:
    """Return what is owed on a day and which review of it this is: those before short breaks became care are none of them."""
    duties = duties_of(part.period_of_care, day)
    before = others_held(part).filter(review__held_date__lt=min(day, duties.since)).count()
    return duties, number - before
