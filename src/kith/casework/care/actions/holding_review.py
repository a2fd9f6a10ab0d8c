"""Holding a review of care: who came, each child's part and words, what was found and decided, and when the next is due."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from kith import codes
from kith.casework.access.loading import rights_of
from kith.casework.access.rights import Right
from kith.casework.care.actions.numbering_reviews import explain_late_review, number_review, others_held
from kith.casework.care.actions.permanence import Permanence, decide_permanence
from kith.casework.care.actions.recording import check_day, children_in, lock_child, locked, thread_of
from kith.casework.care.models import (
    CareReview,
    CareReviewChild,
    CareReviewPerson,
    ReviewDecision,
    ReviewStatus,
)
from kith.casework.care.workflows.review import REVIEW
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.timeline.actions.events import record_event
from kith.casework.workforce.models import Worker

UNDER_FOUR = "PN0"
WORDS = ("child_words", "parents_words", "carers_words", "plan_words", "health", "education", "people")


@dataclass(frozen=True, kw_only=True)
class Found:
    """What a review found for one child."""

    participation: str
    plan_is_right: bool | None
    child_words: str = ""
    parents_words: str = ""
    carers_words: str = ""
    plan_words: str = ""
    health: str = ""
    education: str = ""
    people: str = ""
    permanence: Permanence | None = None  # None: as it was


@dataclass(frozen=True, kw_only=True)
class Decided:
    """One thing that was decided, for one child or several: who does it, by when."""

    what: str
    children: tuple[int, ...]
    due_date: datetime.date | None
    owner_worker: Worker | None = None
    owner_name: str = ""
    field: str = ""  # what follows the names of its fields on the form, such as "_1"


@dataclass(frozen=True)
class Came:
    """Whether somebody who was asked came, and what they sent or said."""

    came: bool | None
    sent: str = ""


@transaction.atomic
def hold_review(
    *,
    review: CareReview,
    held_date: datetime.date,
    children: Mapping[int, Found],
    came: Mapping[int, Came],
    decisions: Sequence[Decided],
    what_was_said: str = "",
    late_reason: str = "",
    by: Worker,
) -> CareReview:
    """Record a review that was held, by its chair alone: each child's number of it follows from the day, and the next due date.

    `children` is by the number of each child, `came` by that of each person on the list. Raises CannotBeTrue for somebody
    else's review, for a child left out or on a record closed to the chair, for a day to come, before care began or after
    it ended, and for a second review of one child on one day. Late is never refused.
    """
    review = locked(review)
    REVIEW.check_move(review.status, ReviewStatus.HELD)
    if by.pk != review.chair_id:
        raise CannotBeTrue(
            "Another reviewing officer chairs this review, and whoever chairs it writes it up. If the officer has changed,"
            " save what is planned again first: the new officer then chairs it."
        )
    parts = _parts(review, children, by)
    for part in sorted(parts, key=lambda one: one.child_id):
        lock_child(part.child)
    check_day(held_date, "held_date")
    for part in parts:
        _check_day_of(part, held_date)
        _check_found(part, children[part.child_id], held_date)
    _check_decisions(decisions, {part.child_id for part in parts}, held_date)
    _keep_who_came(review, came)
    review.status, review.held_date = ReviewStatus.HELD, held_date
    CareReview.objects.filter(pk=review.pk).update(
        status=ReviewStatus.HELD,
        held_date=held_date,
        what_was_said=what_was_said.strip(),
        late_reason=late_reason.strip(),
    )
    for part in parts:
        found = children[part.child_id]
        explain_late_review(part, held_date, late_reason.strip(), by)
        number_review(part, held_date, by)
        CareReviewChild.objects.filter(pk=part.pk).update(
            participation=found.participation,
            plan_is_right=found.plan_is_right,
            **{name: getattr(found, name).strip() for name in WORDS},
        )
        if found.permanence is not None:
            decide_permanence(
                period=part.period_of_care,
                permanence=found.permanence,
                day=held_date,
                by=by,
                review=review,
                field=f"child_{part.child_id}_",
            )
    by_child = {part.child_id: part for part in parts}
    for decided in decisions:
        assert decided.due_date is not None, "Checked above."
        for number in decided.children:
            ReviewDecision.objects.create(
                part=by_child[number],
                what=decided.what.strip(),
                owner_worker=decided.owner_worker,
                owner_name="" if decided.owner_worker else decided.owner_name.strip(),
                due_date=decided.due_date,
            )
    review.refresh_from_db()
    return review


@transaction.atomic
def finish_review(*, review: CareReview, day: datetime.date, what_was_said: str, by: Worker) -> CareReview:
    """Record that a review was finished in a second part, on a later day, with what was said there."""
    review = locked(review)
    if review.status != ReviewStatus.HELD or review.held_date is None:
        raise CannotBeTrue(
            "The first part comes first. Write up the review, and then its second part.", "day"
        )
    if by.pk != review.chair_id:
        raise CannotBeTrue("Whoever chairs a review writes up its second part.")
    if review.finished_later_date is not None:
        raise CannotBeTrue(
            f"The second part was on {review.finished_later_date:%-d %B %Y} and is written up. Plan another review.",
            "day",
        )
    check_day(day, "day")
    if day <= review.held_date:
        raise CannotBeTrue(
            f"The first part was on {review.held_date:%-d %B %Y}, and the second comes after it. Enter a later day.",
            "day",
        )
    said = "\n\n".join(words for words in (review.what_was_said, what_was_said.strip()) if words)
    CareReview.objects.filter(pk=review.pk).update(finished_later_date=day, what_was_said=said)
    record_event(
        "care.review_finished", by=by, day=day, about=children_in(review), thread=thread_of(review),
        summary="A review of care was finished in a second part.",
    )  # fmt: skip
    review.refresh_from_db()
    return review


def _parts(review: CareReview, children: Mapping[int, Found], by: Worker) -> list[CareReviewChild]:
    """Return every child's part. Nobody decides about a child whose record they cannot read, and none is left out."""
    numbers = children_in(review)
    hidden = sum(Right.READ_RECORD not in rights_of(by, number) for number in numbers)
    if hidden:
        who = "A child is" if hidden == 1 else f"{hidden} children are"
        raise CannotBeTrue(
            f"{who} in this review on a record that is not open to you, and nobody decides for a child whose record they"
            " cannot read. Ask the manager who holds it to name you."
        )
    if set(children) - set(numbers):
        raise CannotBeTrue(
            "This review is not about one of these children. Write about its own children alone."
        )
    parts = list(
        CareReviewChild.objects.filter(review=review)
        .select_related("child", "period_of_care")
        .order_by("child__birth_date", "pk")
    )
    missing = [part.child.display_name for part in parts if part.child_id not in children]
    if missing:
        raise CannotBeTrue(f"Say what was found for {', '.join(missing)}.")
    return parts


def _check_day_of(part: CareReviewChild, day: datetime.date) -> None:
    name, period = part.child.display_name, part.period_of_care
    if day < period.start_date:
        raise CannotBeTrue(
            f"{name}'s care began on {period.start_date:%-d %B %Y}, and a review cannot be before it. Enter that day or a"
            " later one.",
            "held_date",
        )
    if period.end_date is not None and day > period.end_date:
        raise CannotBeTrue(
            f"{name}'s care ended on {period.end_date:%-d %B %Y}, and there is nothing to review after it. Enter that day or"
            f" a day before, or change what is planned and take {name} out of it.",
            "held_date",
        )
    if others_held(part).filter(review__held_date=day).exists():
        raise CannotBeTrue(
            f"Another review of {name}'s care is written up for {day:%-d %B %Y}, and a child has one on a day. Check the day;"
            " if the review went on, add the second part to that one.",
            "held_date",
        )


def _check_found(part: CareReviewChild, found: Found, day: datetime.date) -> None:
    name, field = part.child.display_name, f"child_{part.child_id}_"
    if found.participation not in codes.labels("review_participation"):
        raise CannotBeTrue(f"Say how {name} took part.", f"{field}participation")
    age = part.child.age_on(day)
    if found.participation == UNDER_FOUR and age is not None and age >= 4:
        raise CannotBeTrue(
            f"{name} was {age}. Choose how they took part, or that their views were not given.",
            f"{field}participation",
        )
    if found.plan_is_right is None:
        raise CannotBeTrue(f"Say whether {name}'s care plan is still right.", f"{field}plan_is_right")
    if not found.plan_is_right and not found.plan_words.strip():
        raise CannotBeTrue(f"Say what has to change in {name}'s care plan.", f"{field}plan_words")


def _check_decisions(decisions: Sequence[Decided], children: set[int], day: datetime.date) -> None:
    for one in decisions:
        if not one.what.strip():
            raise CannotBeTrue("Say what is to happen.", f"what{one.field}")
        if not one.children or set(one.children) - children:
            raise CannotBeTrue("Choose for which children of this review it is.", f"for{one.field}")
        if one.owner_worker is None and not one.owner_name.strip():
            raise CannotBeTrue("Choose who will do this, or enter their name.", f"owner{one.field}")
        if one.due_date is None:
            raise CannotBeTrue("Say by when.", f"due{one.field}")
        if one.due_date < day:
            raise CannotBeTrue(
                "It cannot be due before the review decided it. Enter the day of the review or a later one.",
                f"due{one.field}",
            )


def _keep_who_came(review: CareReview, came: Mapping[int, Came]) -> None:
    people = {one.pk: one for one in CareReviewPerson.objects.filter(review=review)}
    if set(came) - set(people):
        raise CannotBeTrue("Somebody here is not on the list of this review. Ask them to it first.")
    for number, one in came.items():
        not_asked = bool(people[number].not_asked_reason)
        CareReviewPerson.objects.filter(pk=number).update(
            came=None if not_asked else one.came, sent=one.sent.strip()
        )
