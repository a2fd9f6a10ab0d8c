"""Opening an assessment: through the children whom it is about."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection
from django.http import Http404

from kith.casework.access.loading import OverSeveral, rights_by_person
from kith.casework.access.rights import Right
from kith.casework.family_help.models import FamilyAssessment
from kith.casework.people.access import open_family
from kith.casework.people.models import Family, Person
from kith.casework.workforce.models import Worker


@dataclass(frozen=True)
class OpenAssessment(OverSeveral):
    """An assessment that a worker may use so, with its family and those of its people whom the worker may see."""

    assessment: FamilyAssessment
    family: Family
    members: list[Person]
    rights: dict[int, frozenset[Right]]  # over each child in it, those whom the worker may not see among them


def open_assessment(
    worker: Worker, assessment_id: int, right: Right = Right.READ_RECORD, *, page: str
) -> OpenAssessment:
    """Return an assessment to somebody who has the right over a child in it.

    Raises AccessRefused, or Http404 for no such assessment.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT family_id, person_id, restriction, relation, named, glass_open"
            " FROM kith_assessment_standing(%s, %s)",
            [worker.pk, assessment_id],
        )
        rows = cursor.fetchall()
    if not rows:
        raise Http404("There is no such assessment.")
    rights = rights_by_person(worker, [tuple(row[1:]) for row in rows], right)
    family, members = open_family(worker, rows[0][0], Right.SEE_BASICS, page=page)
    return OpenAssessment(FamilyAssessment.objects.get(pk=assessment_id), family, members, rights)
