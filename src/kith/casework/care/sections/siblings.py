"""Brothers and sisters on a child's page in care, on the family's plan and on the family's page."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from kith.casework.access.rights import Right
from kith.casework.access.roles import Role
from kith.casework.care.access import OpenChild
from kith.casework.care.queries.birthdays import birthdays_from, birthdays_wanted
from kith.casework.care.queries.family_time import plans_from, plans_wanted
from kith.casework.care.queries.pairs import pairs_of
from kith.casework.care.queries.sibling_time import seen_each_other
from kith.casework.care.queries.siblings import (
    Group,
    group_from,
    group_rows,
    numbers_of_siblings,
    readable,
    rows_of_group,
    sibling_rights,
    siblings_from,
    siblings_wanted,
)
from kith.casework.furniture.known_at import Record
from kith.casework.furniture.sections import Section, register
from kith.casework.plans.access import OpenPlan
from kith.casework.workforce.models import Worker


def register_siblings() -> None:
    """Put these on their pages."""
    register("care:child", "main", on_the_child, order=10)
    register("plans:plan", "main", on_the_plan, order=12)
    register("people:family", "main", on_the_family, order=15)


def _wanted(child: int, siblings: list[int], *, record: Record, today: datetime.date) -> dict[str, Any]:
    return {
        **siblings_wanted(record, child, siblings, today),
        **plans_wanted([child], record=record, today=today),
        **birthdays_wanted([child], siblings, record=record, today=today),
    }


def on_the_child(
    *,
    opened: OpenChild,
    worker: Worker,
    rights: Iterable[Right],
    today: datetime.date,
    record: Record,
    **_: Any,
) -> Section:
    """Where each brother and sister lives, when they last saw each other, what is decided, and birthdays to come."""
    child = opened.child.pk
    held = record.together(
        lambda: _wanted(child, numbers_of_siblings(child, record), record=record, today=today)
    )
    over = sibling_rights(worker, child, record)
    open_ones = readable(over)
    group = group_from(held, {child, *open_ones})
    plans = plans_from(held, today=today)
    is_now = record.instant is None
    pairs = pairs_of(group, today=today, of=child)
    return Section(
        "care/sections/siblings_on_child.html",
        {
            "person": opened.child,
            "siblings": [
                (one, seen_each_other(child, one.person.id, plans), _pair_with(one.person.id, pairs))
                for one in siblings_from(child, held, group, today=today)
            ],
            "undecided": [pair for pair in pairs if pair.decision is None],
            "hidden": len(over) - len(open_ones),
            "birthdays": birthdays_from(
                held,
                {child: opened.child},
                [(child, one) for one in group.people if one != child],
                today=today,
            )
            if is_now and opened.in_care
            else [],
            "is_now": is_now,
            "may_write": is_now and Right.WRITE_RECORD in rights and worker.role != Role.PARTNER,
        },
    )


def on_the_plan(*, opened: OpenPlan, today: datetime.date, record: Record, **_: Any) -> Section | None:
    """The family's children in care who live apart, and the pairs for whom nothing is decided."""
    held = record.together(lambda: rows_of_group(record, [one.pk for one in opened.members], today))
    return _apart_or_undecided(group_from(held), today, record)


def on_the_family(*, members: list[Any], today: datetime.date, record: Record, **_: Any) -> Section | None:
    """The same of the family's page: who is in care is told above it."""
    readers_own = [one.pk for one in members if Right.READ_RECORD in one.rights]
    held = record.together(lambda: group_rows(readers_own, record=record, today=today))
    return _apart_or_undecided(group_from(held), today, record)


def _pair_with(other: int, pairs: Iterable[Any]) -> Any | None:
    return next((pair for pair in pairs if other in (pair.one.id, pair.other.id)), None)


def _apart_or_undecided(group: Group, today: datetime.date, record: Record) -> Section | None:
    pairs = pairs_of(group, today=today)
    told = [pair for pair in pairs if not pair.together or pair.decision is None or pair.otherwise]
    if not told:
        return None
    return Section(
        "care/sections/siblings_on_plan.html",
        {
            "apart": [pair for pair in told if not pair.together],
            "others": [pair for pair in told if pair.together],
            "is_now": record.instant is None,
        },
    )
