"""Adoption on a child's page in care."""

from __future__ import annotations

from typing import Any

from kith.casework.care.access import OpenChild
from kith.casework.care.queries.adoption import read_adoption, rows_of
from kith.casework.furniture.known_at import Record
from kith.casework.furniture.sections import Section, register


def register_adoption() -> None:
    """Put it there."""
    register("care:child", "side", on_the_childs_page, order=90)


def on_the_childs_page(*, opened: OpenChild, record: Record, **_: Any) -> Section | None:
    """The way to adoption, where it is or was the plan. One query, or none of its own."""
    held = record.together(plans=rows_of(opened.child, record))
    if not held["plans"]:
        return None
    return Section("care/_adoption.html", {"read": read_adoption(held["plans"][0]), "child": opened.child})
