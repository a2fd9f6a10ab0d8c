"""Opening a plan: through the family whose plan it is, and the children whom it is for."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection
from django.http import Http404

from kith.casework.access.loading import rights_by_person
from kith.casework.access.rights import Right
from kith.casework.people.access import open_family
from kith.casework.people.models import Family, Person
from kith.casework.plans.models import Plan
from kith.casework.workforce.models import Worker


@dataclass(frozen=True)
class OpenPlan:
    """A plan that a worker may use so, with its family and those of its people whom the worker may see."""

    plan: Plan
    family: Family
    members: list[Person]
    may_write: bool

    @property
    def is_open(self) -> bool:
        """Whether the plan has not been closed."""
        return self.plan.end_date is None


def open_plan(worker: Worker, plan_id: int, right: Right = Right.READ_RECORD, *, page: str) -> OpenPlan:
    """Return a plan to somebody who has the right over a child whom it is for.

    Raises AccessRefused, or Http404 for no such plan.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT family_id, person_id, restriction, relation, named, glass_open FROM kith_plan_standing(%s, %s)",
            [worker.pk, plan_id],
        )
        rows = cursor.fetchall()
    if not rows:
        raise Http404("There is no such plan.")
    family_id = rows[0][0]
    standings = [tuple(row[1:]) for row in rows if row[1] is not None]
    rights = rights_by_person(worker, standings, right)
    family, members = open_family(worker, family_id, Right.SEE_BASICS, page=page)
    return OpenPlan(
        plan=Plan.objects.get(pk=plan_id),
        family=family,
        members=members,
        may_write=any(Right.WRITE_RECORD in held for held in rights.values()),
    )
