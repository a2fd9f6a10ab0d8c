"""What the acts of the legal part ask of whoever does them, and of the family and children that they are about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import connection, models

from kith.casework.access.loading import rights_by_person
from kith.casework.access.rights import Right
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.people.models import Family, FamilyMembership, Person
from kith.casework.protection.access import KIND_OF
from kith.casework.workforce.models import Worker

MANAGER_DECIDES = "A manager decides this, for every child in it and not for some. Ask one who may read each child's record."


def check_decides(process: models.Model, by: Worker) -> None:
    """Raise CannotBeTrue unless whoever decides may decide for every child in a process."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT person_id, restriction, relation, named, glass_open FROM kith_protection_standing(%s, %s, %s)",
            [by.pk, KIND_OF[type(process)], process.pk],
        )
        rows = cursor.fetchall()
    rights = rights_by_person(by, rows, Right.SEE_BASICS)
    if not all(Right.DECIDE in held for held in rights.values()):
        raise CannotBeTrue(MANAGER_DECIDES)


def locked_family(family: Family) -> Family:
    """Return a family, locked until the transaction ends: of two people who begin something for it the second is told."""
    return Family.objects.select_for_update(of=("self",)).get(pk=family.pk)


def check_children(family: Family, children: Sequence[Person], field: str = "children") -> None:
    """Raise CannotBeTrue for nobody, or for a child who is not of the family."""
    if not children:
        raise CannotBeTrue("Choose at least one child.", field)
    theirs = set(
        FamilyMembership.objects.filter(
            family=family, person__in=children, role="child", end_date__isnull=True
        ).values_list("person_id", flat=True)
    )
    if theirs != numbers(children):
        raise CannotBeTrue("One of these children is not of this family. Choose among its children.", field)


def numbers(children: Iterable[Person]) -> set[int]:
    """Return the numbers of children."""
    return {child.pk for child in children}
