"""What the law has on a family now, on the plan's, the person's and the family's page; and the ways to begin."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import timezone

from kith.casework.access.rights import Right
from kith.casework.access.roles import Role
from kith.casework.furniture.known_at import Record
from kith.casework.furniture.sections import Section, register
from kith.casework.people.models import Family
from kith.casework.protection.queries.immediate import powers_of_child
from kith.casework.protection.queries.legal import summary_of
from kith.casework.workforce.models import Worker


def on_the_plan(
    *, worker: Worker, opened: Any, today: datetime.date, record: Record, **_: Any
) -> Section | None:
    """Return what is open in law for the plan's family; partners see a power in force and nothing else."""
    found = summary_of(
        opened.family.id,
        opened.members,
        now=record.instant or timezone.now(),
        today=today,
        record=record,
        powers_alone=worker.role == Role.PARTNER,
    )
    if found.is_empty:
        return None
    return Section(
        "protection/sections/legal_on_plan.html", {"found": found, "is_now": record.instant is None}
    )


def on_the_person(*, person: Any, record: Record, **_: Any) -> Section | None:
    """Return the power in force for a child."""
    powers = powers_of_child(person, now=record.instant or timezone.now(), record=record)
    if not powers:
        return None
    return Section(
        "protection/sections/power_on_person.html", {"powers": powers, "is_now": record.instant is None}
    )


def on_the_family(*, worker: Worker, family: Family, members: list[Any], **_: Any) -> Section | None:
    """Return what is open in law."""
    is_partner = worker.role == Role.PARTNER
    readable = [one for one in members if Right.READ_RECORD in one.rights]
    found = summary_of(
        family.pk, readable, now=timezone.now(), today=timezone.localdate(), powers_alone=is_partner
    )
    if found.is_empty:
        return None
    return Section("protection/sections/legal_on_plan.html", {"found": found, "is_now": True})


def ways_on_the_family(*, worker: Worker, family: Family, members: list[Any], **_: Any) -> Section | None:
    """Return the ways to begin each, for those who write on a child's record."""
    if worker.role == Role.PARTNER or not any(Right.WRITE_RECORD in one.rights for one in members):
        return None
    return Section("protection/sections/legal_on_family.html", {"family": family})


def register_legal() -> None:
    """Put these on their pages: what is in force comes first."""
    register("plans:plan", "top", on_the_plan, order=1)
    register("people:person", "top", on_the_person, order=1)
    register("people:family", "main", on_the_family, order=5)
    register("people:family", "main", ways_on_the_family, order=8)
