"""Help from the catalogue on the pages of earlier rooms: a plan, my day, a team."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from kith.casework.family_help.queries.deliveries import (
    deliveries_of_plan,
    waiting_for_teams,
    waiting_for_worker,
)
from kith.casework.furniture.known_at import Record
from kith.casework.furniture.sections import Section, register
from kith.casework.plans.access import OpenPlan
from kith.casework.timeline.queries.day import Day
from kith.casework.workforce.models import Worker


def register_help() -> None:
    """Put help on the three pages."""
    register("plans:plan", "main", on_the_plan, order=20)
    register("timeline:my_day", "main", on_my_day, order=20)
    register("workforce:team", "main", on_the_team, order=30)


def on_the_plan(
    *, opened: OpenPlan, may_write: bool, today: datetime.date, record: Record, **_: Any
) -> Section | None:
    """What is being given, what waits, what ended; and the way to choose more."""
    deliveries = deliveries_of_plan(opened.plan.id, opened.members, today, record)
    if not deliveries and not may_write:
        return None
    return Section(
        "family_help/_help_on_plan.html",
        {
            "deliveries": deliveries,
            "plan_id": opened.plan.id,
            "may_write": may_write,
            "is_now": record.instant is None,
        },
    )


def on_my_day(*, worker: Worker, day: Day, today: datetime.date, record: Record, **_: Any) -> Section | None:
    """Help that was offered or promised and has not begun."""
    children = [child.pk for family in day.families for child in family.children]
    waiting = waiting_for_worker(worker, children, today, record)
    if not waiting:
        return None
    return Section("family_help/_help_on_my_day.html", {"waiting": waiting})


def on_the_team(*, teams: Iterable[int], today: datetime.date, **_: Any) -> Section | None:
    """Help that families of the team wait for, and why."""
    waiting = waiting_for_teams(teams, today)
    return Section("family_help/_help_on_team.html", {"waiting": waiting}) if waiting else None
