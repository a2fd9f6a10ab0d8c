"""The way to every threshold decision about a child, on the child's page."""

from __future__ import annotations

from typing import Any

from kith.casework.furniture.known_at import Record
from kith.casework.furniture.sections import Section, register
from kith.casework.protection.access_decisions import kinds_open_to
from kith.casework.protection.queries.decisions import number_of_decisions
from kith.casework.workforce.models import Worker


def on_the_person(*, worker: Worker, person: Any, record: Record, **_: Any) -> Section | None:
    """Return how many decisions there are, and where to read them."""
    number = number_of_decisions(person.id, kinds_open_to(worker), record=record)
    if not number:
        return None
    return Section(
        "protection/sections/decisions_on_person.html",
        {"number": number, "person": person, "is_now": record.instant is None},
    )


def register_decisions() -> None:
    """Put it beside the child's story."""
    register("people:person", "side", on_the_person, order=40)
