"""Who reviews a child's care: somebody who holds them as their reviewing officer, and in no other way."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.db.models import Q, QuerySet

from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.people.models import Person
from kith.casework.workforce.models import Allocation, AllocationRole, Worker
from kith.casework.workforce.queries import covered_by

# Held so, somebody answers for the case, and cannot look at it from outside (section 25A of the Children Act 1989).
HOLDS_THE_CASE = (AllocationRole.LEAD, AllocationRole.CO_WORKER)


def officers_of(child_ids: Sequence[int], day: datetime.date) -> QuerySet[Allocation]:
    """Return the allocations of reviewing officers to children on a day, the latest first."""
    return (
        Allocation.objects.filter(
            Q(end_date__isnull=True) | Q(end_date__gt=day),
            child_id__in=child_ids,
            role=AllocationRole.REVIEWING_OFFICER,
            start_date__lte=day,
        )
        .select_related("worker")
        .order_by("-start_date", "-pk")
    )


def is_officer_of(worker: Worker, child_id: int, day: datetime.date) -> bool:
    """Return whether a worker is the child's reviewing officer, or covers for whoever is."""
    officers = {allocation.worker_id for allocation in officers_of([child_id], day)}
    return worker.pk in officers or any(one.pk in officers for one in covered_by(worker, day))


def chair_for(children: Sequence[Person], day: datetime.date, field: str = "children") -> Worker:
    """Return who chairs a review of these children. Raises CannotBeTrue for nobody, several, or one who holds a case."""
    latest: dict[int, Worker] = {}
    for allocation in officers_of([child.pk for child in children], day):
        latest.setdefault(allocation.child_id, allocation.worker)
    for child in children:
        if child.pk not in latest:
            raise CannotBeTrue(
                f"{child.display_name} has no reviewing officer, and nobody else may chair the review. Ask the manager to"
                " allocate one first.",
                field,
            )
    chair = latest[children[0].pk]
    for child in children[1:]:
        other = latest[child.pk]
        if other.pk != chair.pk:
            raise CannotBeTrue(
                f"{child.display_name}'s reviewing officer is {other.name}, and {children[0].display_name}'s is"
                f" {chair.name}. Plan a review for each, or ask the manager to give them one officer.",
                field,
            )
    check_independent(chair, children, day, field)
    return chair


def check_independent(chair: Worker, children: Sequence[Person], day: datetime.date, field: str) -> None:
    """Raise CannotBeTrue where whoever is to chair also holds the case of one of the children."""
    held = (
        Allocation.objects.filter(
            Q(end_date__isnull=True) | Q(end_date__gt=day),
            child__in=[child.pk for child in children],
            worker=chair,
            role__in=HOLDS_THE_CASE,
            start_date__lte=day,
        )
        .select_related("child")
        .first()
    )
    if held is not None:
        raise CannotBeTrue(
            f"{chair.name} holds {held.child.display_name}'s case, and whoever reviews it may not. Ask the manager to"
            " allocate another reviewing officer.",
            field,
        )
