"""Allocating children to a worker, and ending an allocation."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from kith.casework.access.loading import standing_of
from kith.casework.access.rights import Relation
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.people.models import Person, Restriction
from kith.casework.plans.actions.plan import lead_where_nobody_does
from kith.casework.timeline.actions.events import record_event
from kith.casework.timeline.actions.tasks import do_tasks_at
from kith.casework.workforce.models import Allocation, AllocationReason, AllocationRole, Worker


@transaction.atomic
def allocate(
    *,
    children: Sequence[Person],
    worker: Worker,
    role: str,
    reason: str,
    start_date: datetime.date,
    by: Worker,
    reason_words: str = "",
) -> list[Allocation]:
    """Give children to a worker from a day, all of them at once; a former lead ends on the same day.

    A lead practitioner leads the family's plan too where nobody does yet, and what asked for this is done. Raises CannotBeTrue where the worker has left, has declared one of them as their own family, could not open a
    sealed record, or holds one in this role already.
    """
    if not children:
        raise CannotBeTrue("Choose at least one child.", "children")
    if start_date > timezone.localdate():
        raise CannotBeTrue(
            "This day has not come yet. Allocate from today or from a day before.", "start_date"
        )
    if worker.end_date is not None or worker.start_date > start_date:
        raise CannotBeTrue(
            f"{worker.name} does not work here on that day. Choose another worker or day.", "worker"
        )
    if reason == AllocationReason.OTHER and not reason_words.strip():
        raise CannotBeTrue("Say in a sentence why.", "reason_words")
    made = [_allocate_one(child, worker, role, reason, reason_words, start_date) for child in children]
    record_event(
        "workforce.allocated",
        by=by,
        day=start_date,
        about=[child.pk for child in children],
        summary=f"Allocated to a worker: {AllocationRole(role).label.lower()}.",
        details={"worker": worker.pk, "role": role, "reason": reason},
    )
    if role == AllocationRole.LEAD:
        lead_where_nobody_does(children=children, worker=worker, start_date=start_date, by=by)
    do_tasks_at(*(f"/people/{child.pk}/allocate/" for child in children), by=by)
    return made


def _allocate_one(
    child: Person, worker: Worker, role: str, reason: str, reason_words: str, start_date: datetime.date
) -> Allocation:
    standing = standing_of(worker, child.pk)
    if standing.relation == Relation.OWN_FAMILY:
        raise CannotBeTrue(
            f"{worker.name} may not work with {child.display_name}. Choose another worker.", "worker"
        )
    if child.restriction == Restriction.SEALED and not standing.named:
        raise CannotBeTrue(
            f"{child.display_name}'s record is sealed. Name {worker.name} as one who may open it first.",
            "worker",
        )
    held = Allocation.objects.filter(child=child, role=role).filter(
        Q(end_date__isnull=True) | Q(end_date__gt=start_date)
    )
    if held.filter(worker=worker).exists():
        raise CannotBeTrue(
            f"{worker.name} holds {child.display_name} in this role already. Choose another worker.", "worker"
        )
    if role == AllocationRole.LEAD:
        for former in held.select_for_update(of=("self",)):
            if former.start_date >= start_date:
                raise CannotBeTrue(
                    f"{child.display_name} has been with another worker since {former.start_date:%-d %B %Y}. "
                    "Enter a later day.",
                    "start_date",
                )
            Allocation.objects.filter(pk=former.pk).update(
                end_date=start_date, end_reason=reason_words or AllocationReason(reason).label
            )
    return Allocation.objects.create(
        child=child, worker=worker, role=role, reason=reason, reason_words=reason_words, start_date=start_date
    )


@transaction.atomic
def end_allocation(*, allocation: Allocation, end_date: datetime.date, reason: str, by: Worker) -> None:
    """End an allocation on a day, with the reason. Nobody takes over: the child is shown as waiting for a worker."""
    locked = Allocation.objects.select_for_update(of=("self",)).get(pk=allocation.pk)
    if locked.end_date is not None:
        raise CannotBeTrue("This allocation has ended already.")
    if end_date <= locked.start_date:
        raise CannotBeTrue("The end must be after the start.", "end_date")
    if end_date > timezone.localdate():
        raise CannotBeTrue("This day has not come yet. End it from today or from a day before.", "end_date")
    Allocation.objects.filter(pk=locked.pk).update(end_date=end_date, end_reason=reason)
    record_event(
        "workforce.allocation_ended",
        by=by,
        day=end_date,
        about=[locked.child_id],
        summary=f"No longer with a worker: {locked.get_role_display().lower()}.",
        details={"worker": locked.worker_id, "role": locked.role},
    )
