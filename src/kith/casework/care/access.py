"""Opening what is in the care room: through the child, or through the children whom something is about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db import connection, models
from django.http import Http404

from kith.casework.access import audit
from kith.casework.access.loading import AccessRefused, OverSeveral, open_record, rights_by_person
from kith.casework.access.models import AuditVerb
from kith.casework.access.rights import READ, Right
from kith.casework.access.roles import Role
from kith.casework.care.models import CareReview, CareVisit, FamilyTimePlan, PeriodOfCare
from kith.casework.people.models import Person
from kith.casework.workforce.models import Worker

Process = TypeVar("Process", bound=models.Model)

# The word by which each process's threads begin, and by which the database's functions know it.
KIND_OF: dict[type[models.Model], str] = {
    CareReview: "care_review",
    CareVisit: "care_visit",
    FamilyTimePlan: "family_time",
}


@dataclass(frozen=True)
class OpenChild:
    """A child whom a worker may open so, with their care now, or else the last time that they were in care."""

    child: Person
    period: PeriodOfCare | None

    @property
    def in_care(self) -> bool:
        """Whether the child is looked after as far as the record says."""
        return self.period is not None and self.period.end_date is None


def open_child(
    worker: Worker, number: int, right: Right = Right.READ_RECORD, *, page: str, partners: bool = False
) -> OpenChild:
    """Return a child, and their latest period of care, to somebody who has the right over the child's record.

    What care decides is the service's own to record: a partner reads, and writes only where `partners` says so.
    Raises AccessRefused, or Http404 for nobody.
    """
    if worker.role == Role.PARTNER and right not in READ and not partners:
        raise AccessRefused(right)
    child = open_record(worker, number, right, page=page)
    period = PeriodOfCare.objects.filter(child=child).order_by("-start_date").first()
    return OpenChild(child, period)


def open_child_in_care(
    worker: Worker, number: int, right: Right = Right.READ_RECORD, *, page: str, partners: bool = False
) -> tuple[Person, PeriodOfCare]:
    """Return a child and their period of care, open or ended last. Raises Http404 for a child who was never in care."""
    opened = open_child(worker, number, right, page=page, partners=partners)
    if opened.period is None:
        raise Http404("This child has never been in care.")
    return opened.child, opened.period


@dataclass(frozen=True)
class OpenCareProcess(OverSeveral, Generic[Process]):
    """A review, visit or family time that a worker may use so, with those of its children whom the worker may see."""

    process: Process
    children: list[Person]
    rights: dict[int, frozenset[Right]]  # over each child in it, those whom the worker may not see among them


def open_care_process(
    worker: Worker, model: type[Process], number: int, right: Right = Right.READ_RECORD, *, page: str
) -> OpenCareProcess[Process]:
    """Return a process of care to somebody who has the right over a child in it; partners read.

    Raises AccessRefused, or Http404 for no such process.
    """
    if worker.role == Role.PARTNER and right not in READ:
        raise AccessRefused(right)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT person_id, restriction, relation, named, glass_open FROM kith_care_standing(%s, %s, %s)",
            [worker.pk, KIND_OF[model], number],
        )
        rows = cursor.fetchall()
    if not rows:
        raise Http404("There is no such record.")
    rights = rights_by_person(worker, rows, right)
    seen = [person for person, held in rights.items() if Right.SEE_BASICS in held]
    children = list(Person.objects.filter(pk__in=seen).order_by("birth_date", "pk"))
    for child in children:
        child.rights = rights[child.pk]  # type: ignore[attr-defined]
    audit.record(worker_id=worker.pk, verb=AuditVerb.VIEW, what=page, subjects=seen)
    return OpenCareProcess(model._default_manager.get(pk=number), children, rights)
