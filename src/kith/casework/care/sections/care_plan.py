"""The care plan, and what goes with the placement, on a child's page in care."""

from __future__ import annotations

import datetime
from typing import Any

from django.db.models import QuerySet

from kith.casework.access.rights import Right
from kith.casework.care.access import OpenChild
from kith.casework.care.actions.recording import placement_thread
from kith.casework.care.models import CarePlan, LegalStatus, Placement, PlacementNotice, PlacementPlan
from kith.casework.care.short_breaks import duties_on
from kith.casework.furniture.known_at import Record
from kith.casework.furniture.sections import Section, register
from kith.casework.furniture.shaped import shaped
from kith.casework.timeline.models import Clock


def register_care_plan() -> None:
    """Put these on a child's page."""
    register("care:child", "main", care_plan, order=20)
    register("care:child", "main", placement, order=25)


def care_plan(
    *, opened: OpenChild, rights: frozenset[Right], today: datetime.date, record: Record, **_: Any
) -> Section | None:
    """What is planned for the child, in the child's words first; one query, gathered with others'."""
    if opened.period is None:
        return None
    number, on = opened.child.pk, record.on(today)
    held = record.together(**_plan_rows(record, number, opened.period.id))
    plan = next((one for one in held["plans"] if one.start_date <= on), None)
    if plan is None and opened.period.end_date is not None:
        return None
    return Section(
        "care/sections/care_plan_on_child.html",
        {
            "plan": plan,
            "person_id": number,
            "due_date": held["clocks"][0].due_date if held["clocks"] else None,
            "may_write": Right.WRITE_RECORD in rights,
            "is_now": record.instant is None,
        },
    )


def placement(*, opened: OpenChild, today: datetime.date, record: Record, **_: Any) -> Section | None:
    """Whether the carers have a plan, and everybody was told, of the placement now; one query, gathered with others'."""
    if opened.period is None:
        return None
    on = record.on(today)
    held = record.together(**_placement_rows(record, opened.child.pk, opened.period.id, on))
    if not held["placements"]:
        return None
    now = held["placements"][0]
    due = {one.rule: one.due_date for one in held["clocks"] if one.thread == placement_thread(now)}
    notices = [one for one in held["notices"] if one.placement_id == now.id]
    return Section(
        "care/sections/placement_on_child.html",
        {
            "placement": now,
            "plan": next((one for one in held["plans"] if one.placement_id == now.id), None),
            "plan_due": due.get("placement_plan"),
            "listed": len(notices),
            "waiting": sum(one.sent_date is None and not one.withheld for one in notices),
            "withheld": sum(one.withheld for one in notices),
            "on_short_breaks": duties_on(
                held["statuses"], period=opened.period.id, began=opened.period.start_date, on=on
            ).on_short_breaks,
            "notices_due": due.get("placement_notifications"),
            "is_now": record.instant is None,
        },
    )


@shaped
def _plan_rows(record: Record, child: int, period: int) -> dict[str, QuerySet[Any]]:
    return {
        "plans": record.rows(CarePlan)
        .filter(child_id=child, period_of_care_id=period)
        .order_by("-start_date", "-id"),
        "clocks": record.rows(Clock).filter(person_id=child, rule="care_plan", stopped_date__isnull=True),
    }


@shaped
def _placement_rows(record: Record, child: int, period: int, on: datetime.date) -> dict[str, QuerySet[Any]]:
    placements = record.holding(Placement, on).filter(period_of_care_id=period)
    numbers = placements.order_by().values("id")
    return {
        "placements": placements.order_by("-start_date"),
        "plans": record.rows(PlacementPlan).filter(placement_id__in=numbers),
        "notices": record.rows(PlacementNotice).filter(placement_id__in=numbers),
        "statuses": record.rows(LegalStatus).filter(child_id=child).order_by("start_date", "id"),
        "clocks": record.rows(Clock).filter(
            person_id=child,
            rule__in=["placement_plan", "placement_notifications"],
            stopped_date__isnull=True,
        ),
    }
