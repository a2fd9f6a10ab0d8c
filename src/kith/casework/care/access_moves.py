"""Opening a move, and finding the brothers and sisters about whom somebody may write at once."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection
from django.http import Http404
from django.utils import timezone

from kith.casework.access import audit
from kith.casework.access.loading import AccessRefused
from kith.casework.access.models import AuditVerb
from kith.casework.access.rights import Right
from kith.casework.care.access import open_child, open_child_in_care
from kith.casework.care.models import Move, PeriodOfCare
from kith.casework.care.queries.what_a_move_does import Panel
from kith.casework.care.queries.who_may import those_with
from kith.casework.people.models import Person
from kith.casework.people.queries.relatives import brothers_and_sisters
from kith.casework.workforce.models import Worker


def open_move(worker: Worker, number: int, right: Right = Right.READ_RECORD, *, page: str) -> Move:
    """Return a move to somebody who has the right over the child's record. Raises Http404 for no such move.

    A change of worker is made or decided against by whoever may allocate the child.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT kith_move_child(%s)", [number])
        (child,) = cursor.fetchone()
    if child is None:
        raise Http404("There is no such move.")
    opened = open_child(worker, child, right, page=page)
    move: Move = Move.objects.select_related("home", "school", "worker", "decided_by").get(pk=number)
    rights = opened.child.rights  # type: ignore[attr-defined]
    if right == Right.WRITE_RECORD and move.kind == "worker" and Right.ALLOCATE not in rights:
        raise AccessRefused(Right.ALLOCATE, child)
    move.child = opened.child
    return move


def open_child_to_move(
    worker: Worker, number: int, right: Right, *, page: str
) -> tuple[Person, PeriodOfCare]:
    """Return a child who is in care now, and their period of care. Raises Http404 for one who no longer is."""
    child, period = open_child_in_care(worker, number, right, page=page)
    if period.end_date is not None and period.end_date <= timezone.localdate():
        raise Http404("This child is no longer in care.")
    return child, period


def siblings_to_move(worker: Worker, child: Person, right: Right) -> list[Person]:
    """Return the child's brothers and sisters in care over whose record the worker has the right, the eldest first."""
    today = timezone.localdate()
    siblings = brothers_and_sisters(child.pk, on=today)
    in_care = PeriodOfCare.objects.filter(child_id__in=siblings, end_date__isnull=True)
    found = list(Person.objects.filter(pk__in=in_care.values("child_id")).order_by("birth_date", "pk"))
    allowed = those_with(worker, [one.pk for one in found], right)
    return [one for one in found if one.pk in allowed]


def log_panels(worker: Worker, panels: Iterable[Panel], *, page: str) -> None:
    """Write in the log whom somebody was shown beside the children themselves."""
    shown = {number for panel in panels for number in (panel.child, *panel.subjects)}
    if shown:
        audit.record(worker_id=worker.pk, verb=AuditVerb.VIEW, what=page, subjects=shown)
