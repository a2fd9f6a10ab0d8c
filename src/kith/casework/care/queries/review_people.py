"""Who might be asked to a review, and who works with its children."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from kith.casework.care.models import CareReview, CareReviewPerson, HomeCarer, Placement
from kith.casework.people.models import NetworkMember, Person, Relationship, SchoolPlace
from kith.casework.people.models.relationship import PARENT_KINDS
from kith.casework.workforce.models import Allocation, AllocationRole, Worker


@dataclass(frozen=True)
class CouldBeAsked:
    """Somebody around the children who is not on the list yet."""

    key: str
    name: str
    part: str
    person: Person | None = None
    worker: Worker | None = None


def could_be_asked(
    review: CareReview, children: Sequence[Person], today: datetime.date
) -> list[CouldBeAsked]:
    """Return the family first, then carers, friends and relatives, school, and who works with the children."""
    numbers = [child.pk for child in children]
    now = Q(end_date__isnull=True) | Q(end_date__gt=today)
    found: dict[str, CouldBeAsked] = {}

    def add(
        key: str, name: str, part: str, person: Person | None = None, worker: Worker | None = None
    ) -> None:
        if name:
            found.setdefault(key, CouldBeAsked(key, name, part[:120], person, worker))

    for row in Relationship.objects.filter(
        now, relative_id__in=numbers, kind__in=[*PARENT_KINDS, "step_parent", "guardian"]
    ).select_related("person"):
        add(
            f"p{row.person_id}", row.person.display_name, str(row.get_kind_display()).capitalize(), row.person
        )
    placements = list(Placement.objects.filter(now, child_id__in=numbers).select_related("home"))
    carers = list(
        HomeCarer.objects.filter(now, home_id__in={one.home_id for one in placements}).select_related(
            "person"
        )
    )
    with_carers = {carer.home_id for carer in carers}
    for placement in placements:
        if placement.home.kind not in ("foster", "connected", "parent", "adopters"):
            add(f"h{placement.home_id}", f"Somebody from {placement.home.name}", "Home")
        elif placement.home_id not in with_carers:
            add(f"h{placement.home_id}", placement.home.name, "Carers")
    for carer in carers:
        name = carer.person.display_name if carer.person else carer.name
        add(f"p{carer.person_id}" if carer.person else f"c{carer.pk}", name, "Carer", carer.person)
    for member in NetworkMember.objects.filter(now, child_id__in=numbers).select_related("member"):
        part = member.description or str(member.get_kind_display())
        if member.member is not None:
            add(f"p{member.member_id}", member.member.display_name, part, member.member)
        else:
            add(f"n{member.member_name.casefold()[:60]}", member.member_name, part)
    for place in SchoolPlace.objects.filter(now, person_id__in=numbers).select_related("school"):
        if place.school is not None:
            add(f"s{place.school_id}", f"Somebody from {place.school.name}", "School")
    for worker, role in workers_around(numbers, today):
        add(f"w{worker.pk}", worker.name, role, None, worker)
    there = list(CareReviewPerson.objects.filter(review=review))
    taken = {f"p{one.person_id}" for one in there} | {f"w{one.worker_id}" for one in there}
    names = {one.name.casefold() for one in there if one.name}
    return [
        one
        for one in found.values()
        if one.key not in taken and (one.person or one.worker or one.name.casefold() not in names)
    ]


def workers_around(children: Sequence[int], today: datetime.date) -> list[tuple[Worker, str]]:
    """Return who works with these children on a day, each once, with what they are; reviewing officers aside."""
    rows = (
        Allocation.objects.filter(
            Q(end_date__isnull=True) | Q(end_date__gt=today), child_id__in=children, start_date__lte=today
        )
        .exclude(role=AllocationRole.REVIEWING_OFFICER)
        .select_related("worker")
        .order_by("role", "pk")
    )
    names = {AllocationRole.LEAD: "Social worker or lead practitioner"}
    once: dict[int, tuple[Worker, str]] = {}
    for row in rows:
        once.setdefault(row.worker_id, (row.worker, names.get(row.role, str(row.get_role_display()))))
    return list(once.values())
