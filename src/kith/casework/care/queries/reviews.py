"""One review of care as its page tells it, now or as known at an earlier instant; and the reviews of one child."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kith import codes
from kith.casework.care.models import (
    CareReview,
    CareReviewChild,
    CareReviewPerson,
    LegalStatus,
    PeriodOfCare,
    PermanencePlan,
    PermanenceRoute,
    ReviewDecision,
    ReviewStatus,
)
from kith.casework.care.queries.before_review import Before, before_review, permanence_on
from kith.casework.care.queries.review_due import SECOND_PART_WITHIN, next_review_due
from kith.casework.care.short_breaks import duties_on
from kith.casework.furniture.known_at import NOW, Record
from kith.casework.people.models import Person
from kith.casework.workforce.models import Worker
from kith.engines.calendar import add_working_days


@dataclass(frozen=True)
class ToldPerson:
    """Somebody on the list."""

    row: Any
    name: str

    @property
    def came(self) -> str:
        """Whether they came, in words."""
        if self.row.not_asked_reason:
            return f"Not asked: {self.row.not_asked_reason}"
        return {True: "Came", False: "Did not come", None: "Asked"}[self.row.came]


@dataclass(frozen=True)
class ToldPart:
    """One child in a review."""

    part: Any
    child: Any
    participation: str
    decisions: list[Any]
    permanence: Any | None  # in force on the day of the review, or now where it is to come
    due_date: datetime.date | None  # by when this review was, or is, due
    held_date: datetime.date | None
    before: Before | None = None

    @property
    def is_late(self) -> bool:
        """Whether it was held after it was due."""
        return self.held_date is not None and self.due_date is not None and self.held_date > self.due_date

    @property
    def lacks_permanence(self) -> bool:
        """Whether there was to be a plan for permanence by this review, and none is decided."""
        number = self.part.number or ((self.before.last_number or 0) + 1 if self.before else 1)
        return number >= 2 and is_undecided(self.permanence)


@dataclass(frozen=True)
class ReviewStory:
    """A review as its page tells it."""

    review: Any
    status: str
    chair: Any | None
    parts: list[ToldPart]
    people: list[ToldPerson]
    second_part_by: datetime.date | None
    numbers: list[int] = field(default_factory=list)

    @property
    def asked(self) -> list[ToldPerson]:
        """Who is asked."""
        return [one for one in self.people if not one.row.not_asked_reason]

    @property
    def not_asked(self) -> list[ToldPerson]:
        """Who is not, and why."""
        return [one for one in self.people if one.row.not_asked_reason]

    @property
    def is_planned(self) -> bool:
        """Whether it is still to be held."""
        return bool(self.review.status == ReviewStatus.PLANNED)

    @property
    def is_held(self) -> bool:
        """Whether it was held."""
        return bool(self.review.status == ReviewStatus.HELD)

    @property
    def second_part_is_late(self) -> bool:
        """Whether the second part was later than a review may be put off."""
        later = self.review.finished_later_date
        return later is not None and self.second_part_by is not None and later > self.second_part_by


def is_undecided(permanence: Any | None) -> bool:
    """Return whether how a child is to have a home for good is not decided."""
    return permanence is None or permanence.route == PermanenceRoute.NOT_YET


def review_story(
    review: Any, children: Sequence[Person], *, today: datetime.date, record: Record = NOW
) -> ReviewStory:
    """Return a review's story. A fixed number of queries; what everybody needs before it, only while it is to come."""
    known = {child.pk: child for child in children}
    on = record.on(today)
    of_review = record.rows(CareReviewChild).filter(review_id=review.id)
    held = record.together(
        parts=of_review.order_by("id"),
        people=record.rows(CareReviewPerson).filter(review_id=review.id).order_by("id"),
        decisions=record.rows(ReviewDecision)
        .filter(part_id__in=of_review.order_by().values("id"))
        .order_by("due_date", "id"),
    )
    parts = sorted(
        (one for one in held["parts"] if one.child_id in known), key=lambda one: _by_age(known[one.child_id])
    )
    numbers = [one.child_id for one in parts]
    more = record.together(
        periods=record.rows(PeriodOfCare).filter(id__in=[one.period_of_care_id for one in parts]),
        earlier=record.rows(CareReviewChild)
        .filter(period_of_care_id__in=[one.period_of_care_id for one in parts], number__isnull=False)
        .order_by("number"),
        statuses=record.rows(LegalStatus).filter(child_id__in=numbers).order_by("start_date", "id"),
        permanence=record.rows(PermanencePlan).filter(child_id__in=numbers).order_by("start_date", "id"),
    )
    days = held_dates([one.review_id for one in more["earlier"]], record)
    staff = {review.chair_id, *(one.owner_worker_id for one in held["decisions"])}
    staff |= {one.worker_id for one in held["people"]} | {one.reported_by_id for one in parts}
    workers: dict[int, Worker] = Worker.objects.in_bulk(staff - {None})
    named: dict[int, Any] = {
        one.id: one
        for one in record.rows(Person).filter(
            id__in={one.person_id for one in held["people"] if one.person_id}
        )
    }
    for one in held["decisions"]:
        owner = workers.get(one.owner_worker_id)
        one.owner = owner.name if owner else one.owner_name
        one.review_id = review.id
        one.is_overdue = one.done_date is None and not one.not_done_reason and one.due_date < on
    periods = {one.id: one for one in more["periods"]}
    planned = review.status == ReviewStatus.PLANNED
    before = before_review(parts, known, today=today, record=record) if planned else {}
    told = []
    for part in parts:
        part.reporter = workers.get(part.reported_by_id)
        period = periods.get(part.period_of_care_id)
        day = review.held_date or on
        told.append(
            ToldPart(
                part=part,
                child=known[part.child_id],
                participation=codes.labels("review_participation").get(part.participation, ""),
                decisions=[one for one in held["decisions"] if one.part_id == part.id],
                permanence=permanence_on(more["permanence"], part.child_id, day),
                due_date=_was_due(part, period, more, days, day) if period is not None else None,
                held_date=review.held_date,
                before=before.get(part.child_id),
            )
        )
    return ReviewStory(
        review=review,
        status=str(ReviewStatus(review.status).label),
        chair=workers.get(review.chair_id),
        parts=told,
        people=[ToldPerson(one, _name(one, named, workers)) for one in held["people"]],
        second_part_by=add_working_days(review.held_date, SECOND_PART_WITHIN) if review.held_date else None,
        numbers=numbers,
    )


def held_dates(reviews: Sequence[int], record: Record) -> dict[int, datetime.date]:
    """Return the day on which each of some reviews was held. One query."""
    return {one.id: one.held_date for one in record.rows(CareReview).filter(id__in=reviews, status="held")}


def _was_due(
    part: Any,
    period: Any,
    more: Mapping[str, Sequence[Any]],
    days: Mapping[int, datetime.date],
    on: datetime.date,
) -> datetime.date:
    """Return by when this review was due: from the one before it, or from when care began."""
    own = part.number or 10_000
    before = [one for one in more["earlier"] if one.period_of_care_id == period.id and one.number < own]
    last = before[-1] if before else None
    statuses = [one for one in more["statuses"] if one.child_id == part.child_id]
    return next_review_due(
        duties_on(statuses, period=period.id, began=period.start_date, on=on),
        last.number if last is not None else None,
        days.get(last.review_id) if last else None,
    )


def _name(row: Any, people: Mapping[int, Any], workers: Mapping[int, Worker]) -> str:
    if row.person_id:
        person = people.get(row.person_id)
        return person.display_name if person is not None else "Somebody on a record that is not open to you"
    worker = workers.get(row.worker_id)
    return worker.name if worker is not None else row.name


def _by_age(child: Any) -> tuple[datetime.date, int]:
    return child.birth_date or datetime.date.max, child.pk


@dataclass(frozen=True)
class ReviewsOfChild:
    """A child's reviews in one period of care."""

    held: list[tuple[Any, Any]]  # each review with the child's part, the latest first
    planned: tuple[Any, Any] | None
    next_due: datetime.date | None  # None once care has ended
    permanence: Any | None
    permanence_before: list[Any]
    decisions: list[Any]  # open ones, the soonest first
    disputes: list[Any]

    @property
    def last(self) -> tuple[Any, Any] | None:
        """The last review that was held."""
        return self.held[0] if self.held else None

    @property
    def lacks_permanence(self) -> bool:
        """Whether the second review has been held and nothing is decided."""
        return len(self.held) >= 2 and is_undecided(self.permanence)

    @property
    def is_to_decide_permanence(self) -> bool:
        """Whether the next review is the second, by which it is to be decided."""
        return len(self.held) == 1 and is_undecided(self.permanence)

    @property
    def planned_late(self) -> bool:
        """Whether the next review is planned for after it is due."""
        return (
            self.planned is not None
            and self.next_due is not None
            and self.planned[0].planned_date > self.next_due
        )
