"""Loading is permission: the one place where a right to a person's record is checked, as the record is fetched."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import Http404

from kith.casework.access import audit
from kith.casework.access.models import AuditVerb
from kith.casework.access.rights import Relation, Right, Standing, general_rights, rights_over
from kith.casework.people.models import Person
from kith.casework.workforce.models import Worker


class AccessRefused(PermissionDenied):
    """The worker may not do this. `person_id` is set where it is about one person; `may_break_glass` if they may ask."""

    def __init__(self, right: Right, person_id: int | None = None, may_break_glass: bool = False) -> None:
        super().__init__(f"Without the right to {right}.")
        self.right = right
        self.person_id = person_id
        self.may_break_glass = may_break_glass


def require(worker: Worker | None, right: Right) -> Worker:
    """Return the worker if their role has a right that is about nobody in particular; raise AccessRefused if not."""
    if worker is None or right not in general_rights(worker.role):
        raise AccessRefused(right)
    return worker


def standing_of(worker: Worker, person_id: int) -> Standing:
    """Return how a worker, who need not be the one acting, stands to one person. Raises Http404 for nobody."""
    return _standing(worker, person_id)[0]


def rights_of(worker: Worker, person_id: int) -> frozenset[Right]:
    """Return every right of a worker over one person's record, by one query. Raises Http404 for nobody."""
    standing, restriction = _standing(worker, person_id)
    return rights_over(worker.role, standing, restriction)


def _standing(worker: Worker, person_id: int) -> tuple[Standing, str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT restriction, relation, named, glass_open FROM kith_standing(%s, %s)",
            [worker.pk, person_id],
        )
        row = cursor.fetchone()
    if row is None:
        raise Http404("There is no such person.")
    restriction, relation, named, glass_open = row
    return Standing(Relation(relation), named, glass_open), restriction


# What the database's functions answer of how a worker stands to one person: who, restriction, relation, named, glass.
StandingRow = tuple[int, str, str, bool, bool]


def rights_of_each(worker: Worker, rows: Iterable[StandingRow]) -> dict[int, frozenset[Right]]:
    """Return a worker's rights over each of several people, by person, from how they stand to each."""
    return {
        person_id: rights_over(worker.role, Standing(Relation(relation), named, glass), restriction)
        for person_id, restriction, relation, named, glass in rows
    }


def rights_by_person(
    worker: Worker, rows: Iterable[StandingRow], right: Right
) -> dict[int, frozenset[Right]]:
    """Return a worker's rights over each of several people, where they have the right over one of them at least.

    Raises AccessRefused, about somebody whose record the worker might open by break-glass where there is one.
    """
    rights = rights_of_each(worker, rows)
    if not any(right in held for held in rights.values()):
        may_break = [person_id for person_id, held in rights.items() if Right.BREAK_GLASS in held]
        raise AccessRefused(
            right, may_break[0] if may_break else next(iter(rights), None), may_break_glass=bool(may_break)
        )
    return rights


class OverSeveral:
    """What follows from a worker's rights over each of several children whom one thing is about."""

    rights: dict[int, frozenset[Right]]  # over each child in it, those whom the worker may not see among them

    @property
    def may_write(self) -> bool:
        """Whether the worker may write on the record of a child in it."""
        return any(Right.WRITE_RECORD in held for held in self.rights.values())

    @property
    def may_decide(self) -> bool:
        """Whether the worker may decide for every child in it: nobody decides about what they cannot read."""
        return all(Right.DECIDE in held for held in self.rights.values())

    @property
    def hidden_children(self) -> int:
        """How many children in it are on a record that is not open to the worker."""
        return sum(Right.READ_RECORD not in held for held in self.rights.values())


def open_record(worker: Worker | None, person_id: int, right: Right, *, page: str) -> Person:
    """Return a person for whom the worker has the right, writing that they looked; the person keeps `rights`.

    Raises AccessRefused where they may not, and Http404 where nobody has that number.
    """
    if worker is None:
        raise AccessRefused(right)
    rights = rights_of(worker, person_id)
    if right not in rights:
        raise AccessRefused(right, person_id, may_break_glass=Right.BREAK_GLASS in rights)
    person = Person.objects.get(pk=person_id)
    person.rights = rights  # type: ignore[attr-defined]
    audit.record(worker_id=worker.pk, verb=AuditVerb.VIEW, what=page, subjects=[person_id])
    return person
