"""Family time and the people who matter, on a child's page in care."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from kith.casework.access.rights import Right
from kith.casework.access.roles import Role
from kith.casework.care.access import OpenChild
from kith.casework.care.queries.coming_family_time import coming
from kith.casework.care.queries.family_time import plans_from, plans_wanted
from kith.casework.care.queries.people_who_matter import people_from, people_wanted
from kith.casework.furniture.known_at import Record
from kith.casework.furniture.sections import Section, register
from kith.casework.workforce.models import Worker

SHOWN = 5


def register_people_who_matter() -> None:
    """Put these on the child's page, after brothers and sisters."""
    register("care:child", "main", family_time, order=12)
    register("care:child", "main", people_who_matter, order=14)


def family_time(
    *,
    opened: OpenChild,
    worker: Worker,
    rights: Iterable[Right],
    today: datetime.date,
    record: Record,
    **_: Any,
) -> Section:
    """Whom the child sees and how often, what comes next, and what is not happening."""
    child = opened.child.pk
    held = record.together(lambda: plans_wanted([child], record=record, today=today))
    plans = plans_from(held, today=today)
    is_now = record.instant is None
    return Section(
        "care/sections/family_time_on_child.html",
        {
            "person": opened.child,
            "plans": [(one, one.with_whom(child)) for one in plans],
            "not_happening": [(one, one.with_whom(child)) for one in plans if one.not_happening],
            "coming": [(one, one.shown.with_whom(child)) for one in coming(plans, today=today)][:SHOWN],
            "is_now": is_now,
            "in_care": opened.in_care,
            "may_write": is_now and Right.WRITE_RECORD in rights and worker.role != Role.PARTNER,
        },
    )


def people_who_matter(*, opened: OpenChild, today: datetime.date, record: Record, **_: Any) -> Section:
    """Who has been out of touch longest, and who sees to it."""
    child = opened.child.pk
    people = people_from(record.together(lambda: people_wanted(record, child, today)), today=today)
    return Section(
        "care/sections/people_on_child.html",
        {
            "person": opened.child,
            "people": people[:SHOWN],
            "more": max(len(people) - SHOWN, 0),
            "nobodys": sum(one.owner is None for one in people),
            "is_now": record.instant is None,
        },
    )
