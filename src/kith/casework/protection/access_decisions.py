"""Opening a decision: through the child whom it is about, and never by a partner where it rests on lawyers' advice."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection
from django.http import Http404

from kith.casework.access import audit
from kith.casework.access.loading import AccessRefused, rights_by_person
from kith.casework.access.models import AuditVerb
from kith.casework.access.rights import Right
from kith.casework.access.roles import Role
from kith.casework.people.models import Person
from kith.casework.protection.models import DecisionKind, ThresholdDecision
from kith.casework.workforce.models import Worker

OF_THE_SERVICE_ALONE = frozenset({DecisionKind.LEGAL_GATEWAY, DecisionKind.PRE_PROCEEDINGS})


@dataclass(frozen=True)
class OpenDecision:
    """A decision that a worker may read, with the child and the worker's rights over the child's record."""

    decision: ThresholdDecision
    child: Person
    rights: frozenset[Right]


def kinds_open_to(worker: Worker) -> list[str]:
    """Return the kinds of decisions that a worker may read, where they may read the child's record."""
    closed = OF_THE_SERVICE_ALONE if worker.role == Role.PARTNER else frozenset()
    return [kind for kind in DecisionKind.values if kind not in closed]


def may_read(worker: Worker, decision: ThresholdDecision, rights: frozenset[Right]) -> bool:
    """Return whether a worker with these rights over the child may read a decision."""
    return Right.READ_RECORD in rights and decision.kind in kinds_open_to(worker)


def open_decision(worker: Worker, number: int, *, page: str) -> OpenDecision:
    """Return a decision to somebody who may read it, writing that they looked.

    Raises AccessRefused, or Http404 for no such decision.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT person_id, restriction, relation, named, glass_open FROM kith_protection_standing(%s, 'decision', %s)",
            [worker.pk, number],
        )
        rows = cursor.fetchall()
    if not rows:
        raise Http404("There is no such decision.")
    ((child_id, rights),) = rights_by_person(worker, rows, Right.READ_RECORD).items()
    # The database's wall hides what is of the service alone from partners too: hidden and closed are one answer.
    decision = ThresholdDecision.objects.select_related("decided_by").filter(pk=number).first()
    if decision is None or not may_read(worker, decision, rights):
        raise AccessRefused(Right.READ_RECORD)
    child = Person.objects.get(pk=child_id)
    child.rights = rights  # type: ignore[attr-defined]
    audit.record(worker_id=worker.pk, verb=AuditVerb.VIEW, what=page, subjects=[child_id])
    return OpenDecision(decision, child, rights)
