"""Visits on a child's page in care, on my day, and on a team's page."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Set
from typing import Any

from kith.casework.access.rights import Right
from kith.casework.access.roles import Role
from kith.casework.care.access import OpenChild
from kith.casework.care.queries.visits import visits_from, visits_wanted
from kith.casework.care.queries.visits_of_team import visits_of_teams
from kith.casework.furniture.known_at import Record
from kith.casework.furniture.sections import Section, register
from kith.casework.timeline.queries.day import Day
from kith.casework.workforce.models import Worker

THIS_WEEK = datetime.timedelta(days=7)


def register_visits() -> None:
    """Put visits on their pages."""
    register("care:child", "main", on_the_child, order=30)
    register("timeline:my_day", "main", on_my_day, order=5)
    register("workforce:team", "main", on_the_team, order=25)


def on_the_child(
    *,
    opened: OpenChild,
    worker: Worker,
    rights: frozenset[Right],
    today: datetime.date,
    record: Record,
    **_: Any,
) -> Section | None:
    """When the child was last seen, seen alone, by when the next visit is due, and who asked for one."""
    child = opened.child.pk
    held = record.together(lambda: visits_wanted([child], record))
    standing = visits_from(held, [child], record.on(today)).get(child)
    if standing is None and not held["visits"]:
        return None
    is_now = record.instant is None
    return Section(
        "care/sections/visits.html",
        {
            "person_id": child,
            "standing": standing if opened.in_care else None,
            "words": standing.last_words if standing is not None else None,
            "known_at": record.instant,
            "may_write": is_now and Right.WRITE_RECORD in rights and worker.role != Role.PARTNER,
        },
    )


def on_my_day(*, day: Day, worker: Worker, today: datetime.date, record: Record, **_: Any) -> Section | None:
    """Whom to visit this week: the children in care whom the worker holds, the nearest due first."""
    if worker.role == Role.PARTNER:
        return None
    children = {child.pk: child for family in day.families for child in family.children}
    held = record.together(lambda: visits_wanted(children, record))
    standing = visits_from(held, children, today)
    due = sorted(
        (one for one in standing.values() if one.soonest <= today + THIS_WEEK), key=lambda one: one.soonest
    )
    if not standing:
        return None
    return Section(
        "care/sections/visits_on_my_day.html",
        {
            "due": [(children[one.child_id], one) for one in due],
            "next": min((one.soonest for one in standing.values()), default=None),
        },
    )


def on_the_team(*, teams: Iterable[int], own: Set[int], today: datetime.date, **_: Any) -> Section | None:
    """How visits to the team's children in care go: for the team, and whoever is above it, alone."""
    numbers = list(teams)
    if not own >= set(numbers):
        return None
    found = visits_of_teams(numbers, today)
    return Section("care/sections/visits_of_team.html", {"visits": found}) if found.children else None
