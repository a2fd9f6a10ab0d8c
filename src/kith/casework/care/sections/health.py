"""Health on a child's page in care: what is due first, and what was found."""

from __future__ import annotations

import datetime
from typing import Any

from kith.casework.care.access import OpenChild
from kith.casework.care.queries.health import health_from, health_wanted
from kith.casework.furniture.known_at import Record
from kith.casework.furniture.sections import Section, register


def register_health() -> None:
    """Put it on its page."""
    register("care:child", "main", on_the_child, order=50)


def on_the_child(*, opened: OpenChild, today: datetime.date, record: Record, **_: Any) -> Section | None:
    """The soonest things due, and what the latest assessment found."""
    if opened.period is None:
        return None
    held = record.together(lambda: health_wanted(record, opened.child.pk))
    health = health_from(held, opened.child, opened.period, record.on(today))
    return Section(
        "care/sections/health.html",
        {"health": health, "person": opened.child, "known_at": record.instant},
    )
