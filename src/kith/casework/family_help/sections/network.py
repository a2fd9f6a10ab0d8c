"""The family's own people on the plan's page and on the child's."""

from __future__ import annotations

import datetime
from typing import Any

from kith.casework.access.rights import Right
from kith.casework.family_help.queries.meetings import people_of_plan
from kith.casework.family_help.queries.network import network_of
from kith.casework.furniture.known_at import Record
from kith.casework.furniture.sections import Section, register


def on_the_plan(*, opened: Any, today: datetime.date, record: Record, **asked: Any) -> Section:
    """Return the latest meeting of the family's people and who stays in touch."""
    return Section(
        "family_help/sections/network_on_plan.html",
        {
            "plan_id": opened.plan.id,
            "is_now": record.instant is None,
            # Who stays in touch is ended on a closed plan too.
            "may_end": record.instant is None and opened.may_write,
            "people": people_of_plan(opened.plan, opened.members, today=today, record=record),
        },
    )


def on_the_person(*, person: Any, today: datetime.date, record: Record, **asked: Any) -> Section | None:
    """Return what each of the people around a child offers and has done; nothing where nobody is around them."""
    network = network_of(person.id, today=today, record=record)
    if not network:
        return None
    is_now = record.instant is None
    return Section(
        "family_help/sections/network_on_person.html",
        {
            "person_id": person.id,
            "network": network,
            "may_write": is_now and Right.WRITE_RECORD in person.rights,
        },
    )


def register_network() -> None:
    """Register both."""
    register("plans:plan", "side", on_the_plan, order=30)
    register("people:person", "main", on_the_person, order=10)
