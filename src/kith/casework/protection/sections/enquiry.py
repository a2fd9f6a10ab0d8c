"""Strategy discussions and enquiries on the pages of earlier rooms: a plan, a family, a child, my day."""

from __future__ import annotations

import datetime
from typing import Any

from kith.casework.access.rights import Right
from kith.casework.furniture.known_at import NOW, Record
from kith.casework.furniture.sections import Section, register
from kith.casework.people.models import Family, Person
from kith.casework.plans.access import OpenPlan
from kith.casework.protection.queries.enquiry_sections import (
    led_by,
    open_for_child,
    processes_of,
)
from kith.casework.protection.queries.help_promised import help_promised
from kith.casework.timeline.queries.day import Day
from kith.casework.workforce.models import Worker


def on_the_plan(*, opened: OpenPlan, today: datetime.date, record: Record, **_: Any) -> Section | None:
    """Return what protection has open for this family: a discussion that was called, an enquiry with its days left."""
    found = processes_of(opened.family.pk, today=today, record=record)
    if not found.open_discussions and not found.open_enquiries:
        return None
    return Section(
        "protection/sections/_open_on_plan.html", {"found": found, "is_now": record.instant is None}
    )


def promised_on_the_plan(*, opened: OpenPlan, may_write: bool, record: Record, **_: Any) -> Section | None:
    """Return the help that the family took up and that has not begun, with the family's words and the day for it."""
    found = help_promised(opened.plan.id, {one.pk: one for one in opened.members}, record=record)
    if not found:
        return None
    return Section(
        "protection/sections/_promised_on_plan.html",
        {
            "found": found,
            "plan_id": opened.plan.id,
            "is_now": record.instant is None,
            "may_write": may_write,
        },
    )


def on_the_family(
    *, family: Family, members: list[Person], today: datetime.date, record: Record = NOW, **_: Any
) -> Section | None:
    """Return a family's discussions and enquiries, and the way to call a discussion."""
    found = processes_of(family.pk, today=today, record=record)
    may_write = any(Right.WRITE_RECORD in one.rights for one in members)  # type: ignore[attr-defined]
    if not may_write and not found.discussions and not found.enquiries:
        return None
    return Section(
        "protection/sections/_on_family.html", {"found": found, "family": family, "may_write": may_write}
    )


def on_the_person(*, person: Any, today: datetime.date, record: Record, **_: Any) -> Section | None:
    """Return what stands open for this child, and for nobody else."""
    if Right.READ_RECORD not in person.rights:
        return None
    found = open_for_child(person.id, today=today, record=record)
    if not found:
        return None
    return Section("protection/sections/_on_person.html", {"found": found, "is_now": record.instant is None})


def on_my_day(*, worker: Worker, day: Day, today: datetime.date, record: Record, **_: Any) -> Section | None:
    """Return the enquiries that a worker leads, or that somebody leads for whom they stand in, with their days left."""
    led = led_by([worker.pk, *(one.pk for one in day.covering_for)], today=today, record=record)
    return Section("protection/sections/_led_on_my_day.html", {"led": led}) if led else None


def register_enquiry() -> None:
    """Put these on their pages."""
    register("plans:plan", "top", on_the_plan, order=4)
    register("plans:plan", "top", promised_on_the_plan, order=7)
    register("people:family", "main", on_the_family, order=6)
    register("people:person", "top", on_the_person, order=14)
    register("timeline:my_day", "main", on_my_day, order=5)
