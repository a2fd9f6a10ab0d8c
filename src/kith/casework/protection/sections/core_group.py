"""What protects children on the pages of earlier rooms: a plan, and my day."""

from __future__ import annotations

import datetime
from typing import Any

from kith import codes
from kith.casework.furniture.known_at import Record
from kith.casework.furniture.sections import Section, register
from kith.casework.plans.access import OpenPlan
from kith.casework.protection.models import ChildProtectionPlan, ProtectionPlanCategory
from kith.casework.protection.queries.core_group import children_on_protection
from kith.casework.protection.queries.due_in_families import due_in_families
from kith.casework.protection.queries.protection_on_plan import CORE_GROUP, REVIEWS, VISIT
from kith.casework.timeline.clocks import name_of
from kith.casework.timeline.models import Clock
from kith.casework.timeline.queries.day import Day


def register_core_group() -> None:
    """Put these on their pages."""
    register("plans:plan", "top", on_the_plan, order=5)
    register("timeline:my_day", "main", on_my_day, order=10)


def on_the_plan(*, opened: OpenPlan, today: datetime.date, record: Record, **_: Any) -> Section | None:
    """Which children are on a protection plan, what comes next, and the way to the whole. Two queries, or one."""
    on = record.on(today)
    number = opened.plan.id
    plans = record.rows(ChildProtectionPlan).filter(plan_id=number).order_by("start_date", "id")
    held = record.together(
        plans=plans,
        categories=record.rows(ProtectionPlanCategory)
        .filter(protection_plan_id__in=plans.order_by().values("id"))
        .order_by("start_date", "id"),
        clocks=record.rows(Clock)
        .filter(
            person_id__in=plans.order_by().values("child_id"),
            rule__in=[VISIT, CORE_GROUP, *REVIEWS],
            stopped_date__isnull=True,
        )
        .order_by("due_date"),
    )
    everyone = children_on_protection(opened.plan, on) if record.instant is None else None
    if everyone == []:
        return None
    names = {one.pk: one for one in opened.members}
    labels = codes.labels("category_of_abuse")
    children = []
    for one in held["plans"]:
        if one.holds_on(on) and one.child_id in names:
            of_plan = [
                row for row in held["categories"] if row.protection_plan_id == one.id and row.holds_on(on)
            ]
            category = labels.get(of_plan[-1].category, "") if of_plan else ""
            children.append((names[one.child_id], category, one))
    hidden = len(set(everyone) - {child.pk for child, _, _ in children}) if everyone is not None else 0
    if not children and not hidden:
        return None
    soonest = next((one for one in held["clocks"] if one.person_id in names), None)
    return Section(
        "protection/sections/on_plan.html",
        {
            "plan_id": number,
            "children": children,
            "hidden": hidden,
            "next": (name_of(soonest), soonest.due_date) if soonest is not None else None,
            "is_now": record.instant is None,
        },
    )


def on_my_day(*, day: Day, today: datetime.date, record: Record, **_: Any) -> Section | None:
    """Core groups and visits that are planned or agreed for the worker's families and that no clock says."""
    due = due_in_families(
        [child for family in day.families for child in family.children], today=today, record=record
    )
    return Section("protection/sections/on_my_day.html", {"due": due}) if due else None
