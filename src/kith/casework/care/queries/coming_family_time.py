"""What family time is expected in the weeks to come."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from kith.casework.care.queries.family_time import PlanShown

AHEAD = datetime.timedelta(days=28)


@dataclass(frozen=True)
class Coming:
    """One time that is expected: by which day, under which plan."""

    day: datetime.date
    shown: PlanShown


def coming(plans: Iterable[PlanShown], *, today: datetime.date) -> list[Coming]:
    """Return what is expected in the four weeks to come, soonest first; what comes every few days is told once."""
    found = []
    for shown in plans:
        if not shown.is_open:
            continue
        step = datetime.timedelta(days=shown.plan.every_days)
        day = shown.next_date
        while day < today:
            day += step
        while day <= today + AHEAD and shown.plan.holds_on(day):
            found.append(Coming(day, shown))
            if shown.plan.every_days < 7:
                break
            day += step
    return sorted(found, key=lambda one: (one.day, one.shown.plan.id))
