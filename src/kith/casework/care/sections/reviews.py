"""Reviews, permanence and the reviewing officer's disputes on a child's page in care, on a plan, and on my day."""

from __future__ import annotations

import datetime
from typing import Any

from kith.casework.access.rights import Right
from kith.casework.access.roles import Role
from kith.casework.care.access import OpenChild
from kith.casework.care.models import (
    CareReview,
    CareReviewChild,
    LegalStatus,
    PeriodOfCare,
    ReviewStatus,
)
from kith.casework.care.queries.review_due import next_review_due
from kith.casework.care.queries.review_sections import (
    after_reviews,
    reviews_from,
    wanted_for_reviews,
)
from kith.casework.care.short_breaks import duties_on
from kith.casework.furniture.known_at import Record
from kith.casework.furniture.sections import Section, register
from kith.casework.plans.access import OpenPlan
from kith.casework.timeline.queries.day import Day
from kith.casework.workforce.models import Worker


def on_the_child(
    *,
    opened: OpenChild,
    worker: Worker,
    rights: frozenset[Right],
    today: datetime.date,
    record: Record,
    **_: Any,
) -> Section | None:
    """Return the last and the next review, what was decided and is open, a home for good, and disputes."""
    if opened.period is None:
        return None
    period_id = opened.period.id
    held = record.together(lambda: wanted_for_reviews(record, period_id, opened.child.pk))
    told = reviews_from(held, opened.period, opened.child.pk, record.on(today))
    is_now = record.instant is None
    of_the_service = worker.role != Role.PARTNER
    return Section(
        "care/reviews/sections/on_child.html",
        {
            "person": opened.child,
            "told": told,
            "is_now": is_now,
            "today": record.on(today),
            "may_write": is_now
            and of_the_service
            and Right.WRITE_RECORD in rights
            and told.next_due is not None,
            "may_decide": is_now and Right.DECIDE in rights,
            "shows_disputes": of_the_service,
            "open_disputes": [one for one in told.disputes if one.ended_date is None],
        },
    )


def on_the_plan(*, opened: OpenPlan, today: datetime.date, record: Record, **_: Any) -> Section | None:
    """Return by when each child in care on a plan has their next review, and when it is planned for."""
    numbers = [child.pk for child in opened.members]
    periods = record.rows(PeriodOfCare).filter(child_id__in=numbers)
    parts = record.rows(CareReviewChild).filter(child_id__in=numbers)
    held = record.together(
        periods=periods.order_by("start_date"),
        parts=parts.order_by("id"),
        reviews=record.rows(CareReview).filter(id__in=parts.order_by().values("review_id")),
        statuses=record.rows(LegalStatus).filter(child_id__in=numbers).order_by("start_date", "id"),
    )
    on = record.on(today)
    reviews = {one.id: one for one in held["reviews"]}
    names = {child.pk: child for child in opened.members}
    rows = []
    for period in held["periods"]:
        if not period.holds_on(on) or period.child_id not in names:
            continue
        duties = duties_on(
            [one for one in held["statuses"] if one.child_id == period.child_id],
            period=period.id,
            began=period.start_date,
            on=on,
        )
        # Of short breaks each is a period of its own, and one review is of the whole series.
        mine = [
            (reviews[one.review_id], one)
            for one in held["parts"]
            if one.child_id == period.child_id
            and (one.period_of_care_id == period.id or duties.on_short_breaks)
            and one.review_id in reviews
        ]
        was_held = [each for each in mine if each[0].status == ReviewStatus.HELD]
        last = max(was_held, key=lambda each: each[0].held_date, default=None)
        planned = min(
            (review for review, _ in mine if review.status == ReviewStatus.PLANNED),
            key=lambda review: review.planned_date,
            default=None,
        )
        due = next_review_due(duties, last[1].number if last else None, last[0].held_date if last else None)
        rows.append((names[period.child_id], due, planned))
    if not rows:
        return None
    return Section("care/reviews/sections/on_plan.html", {"rows": rows, "is_now": record.instant is None})


def on_my_day(*, worker: Worker, day: Day, today: datetime.date, record: Record, **_: Any) -> Section | None:
    """What reviews decided and is overdue, and what reviewing officers wait to have put right."""
    if worker.role == Role.PARTNER:
        return None
    children = [child.pk for family in day.families for child in family.children]
    waiting = after_reviews(worker.pk, children, today, record)
    if not waiting.decisions and not waiting.disputes:
        return None
    return Section(
        "care/reviews/sections/on_my_day.html",
        {"decisions": waiting.decisions, "disputes": waiting.disputes, "worker": worker},
    )


def register_reviews() -> None:
    """Put these on their pages."""
    register("care:child", "side", on_the_child, order=20)
    register("plans:plan", "side", on_the_plan, order=20)
    register("timeline:my_day", "main", on_my_day, order=15)
