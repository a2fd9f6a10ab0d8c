"""The record of care on a child's page in care, and on the pages of a person, a plan and a family."""

from __future__ import annotations

import datetime
from typing import Any

from kith.casework.access.rights import Right
from kith.casework.access.roles import Role
from kith.casework.care.access import OpenChild
from kith.casework.care.models import PeriodOfCare, Placement
from kith.casework.care.queries.where_they_live import rows_about, where_they_live
from kith.casework.care.words import placement_in_words
from kith.casework.furniture.known_at import NOW, Record
from kith.casework.furniture.sections import Section, register
from kith.casework.people.models import Family, Person
from kith.casework.plans.access import OpenPlan
from kith.casework.timeline.clocks import name_of
from kith.casework.workforce.models import Worker


def register_record() -> None:
    """Put these on their pages."""
    register("care:child", "top", on_the_child, order=1)
    register("people:person", "top", on_the_person, order=3)
    register("plans:plan", "top", on_the_plan, order=3)
    register("people:family", "main", on_the_family, order=3)


def on_the_child(
    *,
    opened: OpenChild,
    worker: Worker,
    rights: frozenset[Right],
    today: datetime.date,
    record: Record,
    **_: Any,
) -> Section:
    """Where the child lives and with whom, under which power, who works for them, and what comes next."""
    held = record.together(lambda: rows_about(record, opened.child.pk, today))
    found = where_they_live(held, child=opened.child, today=today, record=record)
    is_now = record.instant is None
    of_service = is_now and worker.role != Role.PARTNER
    period = found.periods[-1] if found.periods else opened.period
    return Section(
        "care/sections/where_they_live.html",
        {
            "person": opened.child,
            "found": found,
            "period": period,
            "in_care": period is not None and period.end_date is None,
            "clocks": [(name_of(one), one.due_date) for one in found.clocks],
            "is_now": is_now,
            "may_write": of_service and Right.WRITE_RECORD in rights,
            "may_decide": of_service and Right.DECIDE in rights,
            "may_read_homes": of_service,
        },
    )


def on_the_person(
    *, worker: Worker, person: Any, today: datetime.date, record: Record, **_: Any
) -> Section | None:
    """That a child is in care or was, or the way to record that they came into care."""
    if Right.READ_RECORD not in person.rights:
        return None
    held = record.together(
        periods=record.rows(PeriodOfCare).filter(child_id=person.id).order_by("start_date"),
        placements=record.rows(Placement)
        .filter(child_id=person.id, end_date__isnull=True)
        .order_by("start_date"),
    )
    is_now = record.instant is None
    may_write = is_now and Right.WRITE_RECORD in person.rights and worker.role != Role.PARTNER
    age = person.age_on(today)
    may_begin = may_write and age is not None and age < 18 and person.death_date is None
    period = held["periods"][-1] if held["periods"] else None
    if period is None and not may_begin:
        return None
    kind = placement_in_words(held["placements"][-1].placement_type) if held["placements"] else ""
    return Section(
        "care/sections/on_person.html",
        {
            "person": person,
            "period": period,
            "in_care": period is not None and period.end_date is None,
            "kind": kind,
            "may_begin": may_begin,
            "is_now": is_now,
        },
    )


def on_the_plan(
    *, opened: OpenPlan, worker: Worker, may_write: bool, today: datetime.date, record: Record, **_: Any
) -> Section | None:
    """Who on the plan is in care, brothers and sisters told apart, and the way to record that a child came into care."""
    return _of_several(
        opened.members, worker=worker, may_write=may_write, today=today, record=record, whose="plan"
    )


def on_the_family(
    *,
    family: Family,
    worker: Worker,
    members: list[Person],
    today: datetime.date,
    record: Record = NOW,
    **_: Any,
) -> Section | None:
    """Who in the family is in care."""
    return _of_several(members, worker=worker, may_write=False, today=today, record=record, whose="family")


def _of_several(
    members: list[Person],
    *,
    worker: Worker,
    may_write: bool,
    today: datetime.date,
    record: Record,
    whose: str,
) -> Section | None:
    numbers = [one.pk for one in members]
    held = record.together(
        periods=record.rows(PeriodOfCare)
        .filter(child_id__in=numbers, end_date__isnull=True)
        .order_by("start_date"),
        placements=record.rows(Placement)
        .filter(child_id__in=numbers, end_date__isnull=True)
        .order_by("start_date"),
    )
    in_care = {one.child_id: one for one in held["periods"]}
    placed = {one.child_id: one for one in held["placements"]}
    others = [
        one
        for one in members
        if one.pk not in in_care
        and Right.WRITE_RECORD in getattr(one, "rights", ())
        and one.age_on(today) is not None
        and (one.age_on(today) or 0) < 18
        and one.death_date is None
    ]
    may_begin = may_write and worker.role != Role.PARTNER and bool(others)
    if not in_care and not may_begin:
        return None
    homes: dict[int, int] = {}
    for row in placed.values():
        homes[row.home_id] = homes.get(row.home_id, 0) + 1
    children = [
        (
            one,
            in_care[one.pk],
            placement_in_words(placed[one.pk].placement_type) if one.pk in placed else "",
            [
                other.display_name
                for other in members
                if other.pk != one.pk
                and other.pk in placed
                and one.pk in placed
                and placed[other.pk].home_id == placed[one.pk].home_id
            ],
        )
        for one in members
        if one.pk in in_care
    ]
    return Section(
        "care/sections/who_is_in_care.html",
        {
            "children": children,
            "apart": len(children) > 1 and len(homes) > 1,
            "together": len(children) > 1 and len(homes) == 1,
            "others": others if may_begin else [],
            "whose": whose,
            "is_now": record.instant is None,
        },
    )
