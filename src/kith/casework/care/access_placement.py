"""Opening what hangs on a child's placement or temporary approval, through the child whose it is; and whom else to write about."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection
from django.http import Http404

from kith.casework.access import audit
from kith.casework.access.loading import rights_of_each
from kith.casework.access.models import AuditVerb
from kith.casework.access.rights import Right
from kith.casework.care.access import open_child
from kith.casework.care.models import Placement, TemporaryApproval
from kith.casework.people.models import Person
from kith.casework.workforce.models import Worker


@dataclass(frozen=True)
class Siblings:
    """Brothers and sisters who are looked after: those about whom a worker may write, and how many others are closed."""

    open: list[Person]
    hidden: int  # on records that are not open to the worker at all
    others: int  # over whom the worker has not the right that was asked for, the hidden among them


def open_placement(
    worker: Worker, number: int, right: Right = Right.READ_RECORD, *, page: str
) -> tuple[Person, Placement]:
    """Return a placement, with its home and address, and its child; raises as `open_child` does, or Http404."""
    child = open_child(worker, _child_of("placement", number), right, page=page).child
    placement = Placement.objects.select_related("home", "home_address", "period_of_care").get(pk=number)
    placement.child = child
    return child, placement


def open_temporary_approval(
    worker: Worker, number: int, right: Right = Right.READ_RECORD, *, page: str
) -> tuple[Person, TemporaryApproval]:
    """Return a temporary approval and its child; raises as `open_child` does, or Http404. Its home may be hidden."""
    child = open_child(worker, _child_of("temporary_approval", number), right, page=page).child
    approval = TemporaryApproval.objects.get(pk=number)
    approval.child = child
    return child, approval


def siblings_in_care(
    worker: Worker, child: Person, right: Right = Right.WRITE_RECORD, *, page: str
) -> Siblings:
    """Return a child's brothers and sisters in care over whom a worker has a right, eldest first; logs the look at them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM kith_siblings_in_care_standing(%s, %s)", [worker.pk, child.pk])
        rights = rights_of_each(worker, cursor.fetchall())
    found = list(
        Person.objects.filter(pk__in=[number for number, held in rights.items() if right in held]).order_by(
            "birth_date", "pk"
        )
    )
    for one in found:
        one.rights = rights[one.pk]  # type: ignore[attr-defined]
    if found:
        audit.record(worker_id=worker.pk, verb=AuditVerb.VIEW, what=page, subjects=[one.pk for one in found])
    hidden = sum(Right.READ_RECORD not in held for held in rights.values())
    return Siblings(found, hidden, len(rights) - len(found))


def siblings_in_the_home(
    worker: Worker, child: Person, home_id: int, right: Right = Right.WRITE_RECORD, *, page: str
) -> dict[Person, Placement]:
    """Return the placement of each brother and sister who lives in the same home now and over whom a worker has a right."""
    siblings = siblings_in_care(worker, child, right, page=page).open
    placed = {
        one.child_id: one
        for one in Placement.objects.filter(
            child__in=siblings, home_id=home_id, end_date__isnull=True
        ).select_related("home", "home_address", "period_of_care")
    }
    for one in siblings:
        if one.pk in placed:
            placed[one.pk].child = one
    return {one: placed[one.pk] for one in siblings if one.pk in placed}


def _child_of(kind: str, number: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT kith_child_of(%s, %s)", [kind, number])
        row = cursor.fetchone()
    if row is None or row[0] is None:
        raise Http404("There is no such record.")
    return int(row[0])
