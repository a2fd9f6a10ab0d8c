"""What comes before a review of care: planning it, asking people, the social worker's report; and that it was not held."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from kith.casework.care.actions.recording import children_in, lock_child, locked, thread_of
from kith.casework.care.models import (
    CareReview,
    CareReviewChild,
    CareReviewPerson,
    PeriodOfCare,
    ReviewStatus,
)
from kith.casework.care.queries.reviewing_officers import chair_for
from kith.casework.care.workflows.review import REVIEW
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.people.models import Person
from kith.casework.timeline.actions.events import record_event
from kith.casework.workforce.models import Worker


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Somebody asked to a review, or left out of it for a reason: somebody on the record, a worker, or only a name."""

    part: str
    person: Person | None = None
    worker: Worker | None = None
    name: str = ""
    not_asked_reason: str = ""
    field: str = ""


@dataclass(frozen=True, kw_only=True)
class Reported:
    """What is written about one child before the review: their own words and wishes first, then the report."""

    wishes: str = ""
    child_words: str = ""
    report: str = ""
    parents_words: str = ""
    carers_words: str = ""
    health: str = ""
    education: str = ""
    people: str = ""

    @property
    def columns(self) -> dict[str, str]:
        """The columns of the child's part, with blanks at either end taken off."""
        return {name: getattr(self, name).strip() for name in self.__dataclass_fields__}


@transaction.atomic
def plan_review(
    *,
    children: Sequence[Person],
    planned_date: datetime.date,
    place: str = "",
    why_early: str = "",
    wishes: Mapping[int, str] | None = None,
    by: Worker,
) -> CareReview:
    """Plan a review of the care of one child, or of brothers and sisters together, chaired by their reviewing officer.

    Raises CannotBeTrue for a child who is not in care or has a review planned already, for a day before care began, and
    where no independent reviewing officer can chair it.
    """
    if not children:
        raise CannotBeTrue("Choose at least one child whom the review is about.", "children")
    for child in sorted(children, key=lambda one: one.pk):
        lock_child(child)
    periods = {child.pk: _to_be_reviewed(child, planned_date) for child in children}
    chair = chair_for(children, timezone.localdate())
    review = CareReview.objects.create(
        planned_date=planned_date, place=place.strip(), why_early=why_early.strip(), chair=chair
    )
    for child in children:
        CareReviewChild.objects.create(
            review=review,
            child=child,
            period_of_care=periods[child.pk],
            wishes=(wishes or {}).get(child.pk, "").strip(),
        )
    record_event(
        REVIEW.beginning[ReviewStatus.PLANNED],
        by=by,
        day=timezone.localdate(),
        about=[child.pk for child in children],
        summary="A review of care was planned.",
        thread=thread_of(review),
        details={"review": review.pk},
    )
    return review


def _to_be_reviewed(child: Person, planned_date: datetime.date) -> PeriodOfCare:
    period: PeriodOfCare | None = PeriodOfCare.objects.filter(child=child, end_date__isnull=True).first()
    if period is None:
        raise CannotBeTrue(
            f"{child.display_name} is not in care, so there is no care to review. Take {child.display_name} off the list.",
            "children",
        )
    if planned_date < period.start_date:
        raise CannotBeTrue(
            f"{child.display_name}'s care began on {period.start_date:%-d %B %Y}, and a review cannot be before it. Enter"
            " that day or a later one.",
            "planned_date",
        )
    planned = (
        CareReviewChild.objects.filter(child=child, review__status=ReviewStatus.PLANNED)
        .select_related("review")
        .first()
    )
    if planned is not None:
        raise CannotBeTrue(
            f"A review of {child.display_name}'s care is planned already, for {planned.review.planned_date:%-d %B %Y}."
            " Change that one, or record that it was not held, first.",
            "children",
        )
    return period


@transaction.atomic
def change_review(
    *,
    review: CareReview,
    planned_date: datetime.date,
    place: str,
    why_early: str,
    keep: Iterable[int],
    wishes: Mapping[int, str],
    by: Worker,
) -> CareReview:
    """Change the day, the place or whom a planned review is about; whoever is their reviewing officer now chairs it.

    `keep` are the numbers of the children whom it stays about; those whose record is closed to whoever changes it stay.
    """
    review = locked(review)
    event = REVIEW.check_move(review.status, ReviewStatus.PLANNED)
    parts = list(CareReviewChild.objects.filter(review=review).select_related("child", "period_of_care"))
    hidden = set(children_in(review)) - {part.child_id for part in parts}
    kept = [part for part in parts if part.child_id in set(keep)]
    if not kept and not hidden:
        raise CannotBeTrue(
            "Leave at least one child. If the review is not needed, record that it was not held.", "children"
        )
    for part in kept:
        if planned_date < part.period_of_care.start_date:
            raise CannotBeTrue(
                f"{part.child.display_name}'s care began on {part.period_of_care.start_date:%-d %B %Y}. Enter that day or a"
                " later one.",
                "planned_date",
            )
    chair = chair_for([part.child for part in kept], timezone.localdate()) if kept else review.chair
    left = [part.child_id for part in parts if part not in kept]
    CareReview.objects.filter(pk=review.pk).update(
        planned_date=planned_date, place=place.strip(), why_early=why_early.strip(), chair=chair
    )
    for part in kept:
        CareReviewChild.objects.filter(pk=part.pk).update(
            wishes=wishes.get(part.child_id, part.wishes).strip()
        )
    today = timezone.localdate()
    record_event(
        event, by=by, day=today, about=children_in(review), thread=thread_of(review),
        summary="What was planned for a review of care was changed.",
    )  # fmt: skip
    if left:
        record_event(
            "care.review_child_left", by=by, day=today, about=left, thread=thread_of(review),
            summary="The planned review of care is no longer about this child.",
        )  # fmt: skip
        CareReviewChild.objects.filter(review=review, child__in=left).delete()
    review.refresh_from_db()
    return review


@transaction.atomic
def ask_to_review(*, review: CareReview, people: Sequence[Asked], by: Worker) -> list[CareReviewPerson]:
    """Put people on the list of a planned review: asked, or not asked for a reason, as the child wants it."""
    review = locked(review)
    if review.status != ReviewStatus.PLANNED:
        REVIEW.check_move(review.status, ReviewStatus.PLANNED)
    there = list(CareReviewPerson.objects.filter(review=review))
    on_the_list = {_who(one.person_id, one.worker_id, one.name) for one in there}
    rows = []
    for asked in people:
        who = _who(
            asked.person.pk if asked.person else None, asked.worker.pk if asked.worker else None, asked.name
        )
        if who in on_the_list:
            raise CannotBeTrue("They are on the list of this review already.", asked.field or None)
        if not asked.part.strip():
            raise CannotBeTrue("Say who they are to the child.", asked.field or None)
        on_the_list.add(who)
        rows.append(
            CareReviewPerson.objects.create(
                review=review,
                person=asked.person,
                worker=asked.worker,
                name=asked.name.strip(),
                part=asked.part.strip(),
                not_asked_reason=asked.not_asked_reason.strip(),
            )
        )
    if rows:
        record_event(
            "care.review_asked", by=by, day=timezone.localdate(), about=children_in(review), thread=thread_of(review),
            summary="Who is asked to a review of care was written down.",
        )  # fmt: skip
    return rows


def _who(person_id: int | None, worker_id: int | None, name: str) -> tuple[object, ...]:
    return (person_id, worker_id, "" if person_id or worker_id else name.strip().casefold())


@transaction.atomic
def report_to_review(*, review: CareReview, reports: Mapping[int, Reported], by: Worker) -> None:
    """Keep what the social worker writes before a review, by the number of each child; the chair reads it and starts from it."""
    review = locked(review)
    if review.status != ReviewStatus.PLANNED:
        REVIEW.check_move(review.status, ReviewStatus.PLANNED)
    parts = {part.child_id: part for part in CareReviewChild.objects.filter(review=review)}
    if set(reports) - set(parts):
        raise CannotBeTrue("This review is not about one of these children.")
    told = {number: report for number, report in reports.items() if any(report.columns.values())}
    if not told:
        raise CannotBeTrue("Write something about at least one child, their own words first.")
    today = timezone.localdate()
    for number, report in told.items():
        CareReviewChild.objects.filter(pk=parts[number].pk).update(
            **report.columns, reported_date=today, reported_by=by
        )
    record_event(
        "care.review_reported", by=by, day=today, about=list(told), thread=thread_of(review),
        summary="The social worker reported to a review of care.",
    )  # fmt: skip


@transaction.atomic
def not_held(*, review: CareReview, reason: str, by: Worker) -> CareReview:
    """Record that a planned review was not held, and why. The time by which one is due runs on."""
    review = locked(review)
    event = REVIEW.check_move(review.status, ReviewStatus.STOOD_DOWN)
    if not reason.strip():
        raise CannotBeTrue("Say why the review was not held. The child may read it.", "reason")
    CareReview.objects.filter(pk=review.pk).update(
        status=ReviewStatus.STOOD_DOWN, not_held_reason=reason.strip()
    )
    record_event(
        event, by=by, day=timezone.localdate(), about=children_in(review), thread=thread_of(review),
        summary="A planned review of care was not held.",
    )  # fmt: skip
    review.refresh_from_db()
    return review
