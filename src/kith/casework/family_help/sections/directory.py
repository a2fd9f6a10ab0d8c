"""On the plan's page: the way to services near this family."""

from __future__ import annotations

from typing import Any

from kith.casework.furniture.sections import Section, register
from kith.casework.plans.access import OpenPlan


def find_near(*, opened: OpenPlan, may_write: bool, **_: Any) -> Section | None:
    """Return the link, while the plan is open and shown as it is now."""
    if not may_write:
        return None
    return Section("family_help/_find_near.html", {"plan_id": opened.plan.pk})


def register_directory() -> None:
    """Put the link beside the plan."""
    register("plans:plan", "side", find_near, order=60)
