"""Which children a worker may take along: those in care whom they hold, by first name and initial alone."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from kith.casework.care.models import Placement
from kith.casework.people.models import FamilyMembership, Person
from kith.casework.workforce.models import Allocation, Worker
from kith.casework.workforce.queries import covered_by


def short_name(person: Person) -> str:
    """Return a first name and an initial: all of a child that a device is given to keep."""
    words = person.display_name.split()
    return f"{words[0]} {words[-1][0]}" if len(words) > 1 else person.display_name


def first_names(children: Iterable[Person]) -> dict[int, str]:
    """Return each child's first name, or their whole name where two have the same."""
    found = {child.pk: (child.display_name.split() or [child.display_name])[0] for child in children}
    names = list(found.values())
    return {
        child.pk: child.display_name if names.count(found[child.pk]) > 1 else found[child.pk]
        for child in children
    }


def children_to_take_along(worker: Worker, today: datetime.date) -> list[dict[str, Any]]:
    """Return the children in care whom a worker holds or covers, each with the brothers and sisters in the same home.

    As rows for the device: `id`, `name` (first name and initial), `with` (numbers of the others). Five queries.
    """
    workers = [worker.pk, *(one.pk for one in covered_by(worker, today))]
    current = Q(end_date__isnull=True) | Q(end_date__gt=today)
    held = Allocation.objects.filter(
        current, worker_id__in=workers, start_date__lte=today, role__in=["lead", "co_worker"]
    )
    placed = list(
        Placement.objects.filter(
            current, child_id__in=held.values("child_id"), start_date__lte=today
        ).select_related("child")
    )
    families: dict[int, set[int]] = defaultdict(set)
    for child, family in FamilyMembership.objects.filter(
        person_id__in=[one.child_id for one in placed], role="child", end_date__isnull=True
    ).values_list("person_id", "family_id"):
        families[child].add(family)
    children = []
    for one in sorted(placed, key=lambda one: (one.home_id, one.child.birth_date or today, one.child_id)):
        others = [
            other.child_id
            for other in placed
            if other.home_id == one.home_id
            and other.child_id != one.child_id
            and families[other.child_id] & families[one.child_id]
        ]
        children.append({"id": one.child_id, "name": short_name(one.child), "with": sorted(others)})
    return children
