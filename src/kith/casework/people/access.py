"""Opening people and families: the only way a page fetches one."""

from __future__ import annotations

from django.db import connection
from django.http import Http404

from kith.casework.access import audit
from kith.casework.access.loading import open_record, rights_by_person
from kith.casework.access.models import AuditVerb
from kith.casework.access.rights import Right
from kith.casework.people.models import Family, Person
from kith.casework.workforce.models import Worker


def open_person(
    worker: Worker | None, person_id: int, right: Right = Right.READ_RECORD, *, page: str
) -> Person:
    """Return a person whose record the worker may use so; the person keeps `rights`. See access.loading."""
    return open_record(worker, person_id, right, page=page)


def open_family(
    worker: Worker, family_id: int, right: Right = Right.READ_RECORD, *, page: str
) -> tuple[Family, list[Person]]:
    """Return a family and those of its members whom the worker may see, each keeping the worker's `rights`.

    The worker needs the right over at least one member. Raises AccessRefused, or Http404 for no such family.
    Members whom the worker may not see are not named; the caller says how many there are.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT person_id, restriction, relation, named, glass_open FROM kith_family_standing(%s, %s)",
            [worker.pk, family_id],
        )
        rows = cursor.fetchall()
    if not rows:
        raise Http404("There is no such family.")
    rights = rights_by_person(worker, rows, right)
    visible = [person_id for person_id, held in rights.items() if Right.SEE_BASICS in held]
    members = list(Person.objects.filter(pk__in=visible).order_by("birth_date", "pk"))
    for member in members:
        member.rights = rights[member.pk]  # type: ignore[attr-defined]
    family = Family.objects.get(pk=family_id)
    family.hidden_members = len(rows) - len(members)  # type: ignore[attr-defined]
    audit.record(worker_id=worker.pk, verb=AuditVerb.VIEW, what=page, subjects=visible)
    return family, members
