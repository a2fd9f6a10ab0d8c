"""When two brothers or sisters last saw each other and will next: under a plan of their own, or with somebody both see."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from kith.casework.care.queries.family_time import PlanShown


@dataclass(frozen=True)
class SeenEachOther:
    """When two children last saw each other, as far as is written down, and when they are to see each other next."""

    last: datetime.date | None
    next: datetime.date | None
    shown: PlanShown | None  # the plan of their own, where there is one


def seen_each_other(child: int, other: int, plans: Iterable[PlanShown]) -> SeenEachOther:
    """Return when two children last saw each other and will next, by the plans of either that both are in."""
    both = [one for one in plans if {child, other} <= {each.id for each in one.children}]
    last = max((one.last.day for one in both if one.last is not None), default=None)
    coming = min((one.next_date for one in both if one.is_open), default=None)
    own = next((one for one in both if one.plan.between_siblings and one.is_open), None)
    return SeenEachOther(last, coming, own)
