"""Opening what reviews of care hold: a review for its chair, a decision, a dispute."""

from __future__ import annotations

from django.http import Http404
from django.utils import timezone

from kith.casework.access.loading import AccessRefused
from kith.casework.access.rights import Right
from kith.casework.access.roles import Role
from kith.casework.care.access import OpenCareProcess, OpenChild, open_care_process, open_child
from kith.casework.care.models import CareReview, DisputeStep, ReviewDecision, ReviewingOfficerDispute
from kith.casework.care.queries.reviewing_officers import is_officer_of
from kith.casework.people.models import Person
from kith.casework.workforce.models import Worker


def open_review_to_write(worker: Worker, number: int, *, page: str) -> OpenCareProcess[CareReview]:
    """Return a review to whoever may write on a child in it, or chairs it. Raises AccessRefused for others and partners."""
    opened = open_care_process(worker, CareReview, number, page=page)
    if worker.role == Role.PARTNER or not (opened.may_write or opened.process.chair_id == worker.pk):
        raise AccessRefused(Right.WRITE_RECORD)
    return opened


def open_review_for_chair(worker: Worker, number: int, *, page: str) -> OpenCareProcess[CareReview]:
    """Return a review to its chair alone: it is theirs to write up, whoever holds the child."""
    opened = open_care_process(worker, CareReview, number, page=page)
    if opened.process.chair_id != worker.pk:
        raise AccessRefused(Right.REVIEW_CARE)
    return opened


def open_decision(
    worker: Worker, review_id: int, number: int, *, page: str
) -> tuple[OpenCareProcess[CareReview], ReviewDecision]:
    """Return a decision of a review to whoever may write on the child it is for, chaired the review, or is to do it."""
    opened = open_care_process(worker, CareReview, review_id, page=page)
    found = (
        ReviewDecision.objects.filter(pk=number, part__review=opened.process)
        .select_related("part__child", "part__review", "part__period_of_care")
        .first()
    )
    if found is None:
        raise Http404("There is no such decision of this review.")
    writes = Right.WRITE_RECORD in opened.rights.get(found.part.child_id, frozenset())
    own = worker.pk in (opened.process.chair_id, found.owner_worker_id)
    if worker.role == Role.PARTNER or not (writes or own):
        raise AccessRefused(Right.WRITE_RECORD, found.part.child_id)
    return opened, found


def open_child_to_dispute(worker: Worker, number: int, *, page: str) -> OpenChild:
    """Return a child to their own reviewing officer, or to whoever covers for them. Raises AccessRefused for others."""
    opened = open_child(worker, number, page=page)
    if opened.period is None:
        raise Http404("This child has never been in care.")
    if not is_officer_of(worker, opened.child.pk, timezone.localdate()):
        raise AccessRefused(Right.REVIEW_CARE, opened.child.pk)
    return opened


def open_dispute(
    worker: Worker, person_id: int, number: int, *, page: str
) -> tuple[Person, ReviewingOfficerDispute]:
    """Return a dispute about a child to whoever may read the child's record; partners aside. The service's own."""
    if worker.role == Role.PARTNER:
        raise AccessRefused(Right.READ_RECORD)
    opened = open_child(worker, person_id, page=page)
    found = (
        ReviewingOfficerDispute.objects.filter(pk=number, child=opened.child)
        .select_related("raised_by", "period_of_care")
        .first()
    )
    if found is None:
        raise Http404("There is no such dispute about this child.")
    return opened.child, found


def may_answer(worker: Worker, step: DisputeStep, is_officer: bool) -> bool:
    """Return whether a worker may write an answer down: whoever was asked, or the child's reviewing officer."""
    return step.answered_date is None and (is_officer or step.taken_to_id == worker.pk)
