"""What came of what a review decided: done on a day, or not done and why."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone

from kith.casework.care.actions.recording import care_thread, check_day, locked
from kith.casework.care.models import ReviewDecision
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.timeline.actions.events import record_event
from kith.casework.workforce.models import Worker

BOTH = "Enter the day on which it was done, or why it was not: one of the two."


@transaction.atomic
def tell_decision(
    *, decision: ReviewDecision, done_date: datetime.date | None, not_done_reason: str, by: Worker
) -> ReviewDecision:
    """Record that a decision was done, or why it was not. What was said before may be put right, and is kept.

    Raises CannotBeTrue for both or neither, and for a day before the review or to come.
    """
    decision = locked(decision)
    reason = not_done_reason.strip()
    if (done_date is None) == (not reason):
        raise CannotBeTrue(BOTH, "done_date")
    review = decision.part.review
    if done_date is not None:
        check_day(done_date, "done_date", earliest=review.held_date, why_earliest="The review was held")
    ReviewDecision.objects.filter(pk=decision.pk).update(done_date=done_date, not_done_reason=reason)
    record_event(
        "care.review_decision_done" if done_date else "care.review_decision_not_done",
        by=by,
        day=done_date or timezone.localdate(),
        about=[decision.part.child_id],
        summary="What a review of care decided was done."
        if done_date
        else "Why something that a review of care decided was not done was recorded.",
        thread=care_thread(decision.part.period_of_care),
        details={"decision": decision.pk},
    )
    decision.refresh_from_db()
    return decision
