"""Reviews, permanence and disputes on a child's page in care, on a plan and on my day."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from kith.casework.care.models import (
    CareReview,
    CareReviewChild,
    DisputeStep,
    LegalStatus,
    PermanencePlan,
    ReviewDecision,
    ReviewingOfficerDispute,
    ReviewStatus,
)
from kith.casework.care.queries.before_review import permanence_on
from kith.casework.care.queries.review_due import next_review_due
from kith.casework.care.queries.reviews import ReviewsOfChild
from kith.casework.care.short_breaks import duties_on
from kith.casework.furniture.any_of import any_of
from kith.casework.furniture.known_at import Record, whole
from kith.casework.furniture.shaped import shaped


@shaped
def wanted_for_reviews(record: Record, period_id: int, child_id: int) -> dict[str, QuerySet[Any]]:
    """Return the rows that a child's reviews are told from."""
    parts = record.rows(CareReviewChild).filter(period_of_care_id=period_id)
    return {
        "review_parts": parts.order_by("number", "id"),
        "reviews": record.rows(CareReview).filter(id__in=parts.order_by().values("review_id")),
        "decisions": record.rows(ReviewDecision)
        .filter(part_id__in=parts.order_by().values("id"), done_date__isnull=True, not_done_reason="")
        .order_by("due_date", "id"),
        # Of short breaks each is a period of its own, and one review is of the whole series.
        "of_series": record.rows(CareReview).filter(
            status=ReviewStatus.HELD,
            id__in=record.rows(CareReviewChild).filter(child_id=child_id).order_by().values("review_id"),
        ),
        "status_rows": record.rows(LegalStatus).filter(child_id=child_id).order_by("start_date", "id"),
        "permanence": record.rows(PermanencePlan).filter(child_id=child_id).order_by("start_date", "id"),
        "disputes": record.rows(ReviewingOfficerDispute)
        .filter(child_id=child_id)
        .order_by("-raised_date", "-id"),
    }


def reviews_from(held: dict[str, list[Any]], period: Any, child_id: int, on: datetime.date) -> ReviewsOfChild:
    """Return a child's reviews from those rows."""
    reviews = {one.id: one for one in held["reviews"]}
    both = [(reviews[one.review_id], one) for one in held["review_parts"] if one.review_id in reviews]
    was_held = sorted(
        (each for each in both if each[0].status == ReviewStatus.HELD),
        key=lambda each: each[0].held_date,
        reverse=True,
    )
    planned = sorted(
        (each for each in both if each[0].status == ReviewStatus.PLANNED),
        key=lambda each: each[0].planned_date,
    )
    last = was_held[0] if was_held else None
    ended = period.end_date is not None and period.end_date <= on
    now = permanence_on(held["permanence"], child_id, on)
    duties = duties_on(held["status_rows"], period=period.id, began=period.start_date, on=on)
    number, day = (last[1].number, last[0].held_date) if last else (None, None)
    if duties.on_short_breaks and held["of_series"]:
        number, day = 1, max(one.held_date for one in held["of_series"])
    return ReviewsOfChild(
        held=was_held,
        planned=planned[0] if planned else None,
        next_due=None if ended else next_review_due(duties, number, day),
        permanence=now,
        permanence_before=[one for one in reversed(held["permanence"]) if now is None or one.id != now.id],
        decisions=held["decisions"],
        disputes=held["disputes"],
    )


@dataclass(frozen=True)
class AfterReviews:
    """What waits for a worker after reviews, the longest overdue first."""

    decisions: list[ReviewDecision]  # overdue: the worker's own, and of the children whom they hold
    disputes: list[DisputeStep]  # they were asked to put right and have not answered, or raised and wait for


def after_reviews(
    worker_id: int, children: Sequence[int], today: datetime.date, record: Record
) -> AfterReviews:
    """Return what waits for a worker after reviews. One query, one more for each of the two of which there is something."""
    held = record.together(**_waiting_rows(record, worker_id, list(children), today))
    decisions = ReviewDecision.objects.select_related("part__child", "owner_worker")
    disputes = DisputeStep.objects.select_related("dispute__child")
    return AfterReviews(
        whole(decisions.order_by("due_date", "pk"), held["decisions"]),
        whole(disputes.order_by("answer_due_date", "pk"), held["disputes"]),
    )


@shaped
def _waiting_rows(
    record: Record, worker_id: int, children: list[int], today: datetime.date
) -> dict[str, QuerySet[Any]]:
    decisions, disputes = record.rows(ReviewDecision), record.rows(DisputeStep)
    return {
        "decisions": decisions.filter(
            id__in=any_of(
                decisions.filter(owner_worker_id=worker_id).values("id"),
                decisions.filter(part__child_id__in=children).values("id"),
            ),
            done_date__isnull=True,
            not_done_reason="",
            due_date__lt=today,
        ).order_by("due_date", "id")[:30],
        "disputes": disputes.filter(
            Q(taken_to_id=worker_id) | Q(dispute__raised_by_id=worker_id, answer_due_date__lt=today),
            answered_date__isnull=True,
            dispute__ended_date__isnull=True,
        ).order_by("answer_due_date", "id")[:30],
    }
