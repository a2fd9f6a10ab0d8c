"""The assessment on the family's and the plan's page, and the ways to step a plan up or down or close it."""

from __future__ import annotations

from typing import Any

from kith.casework.access.rights import Right
from kith.casework.family_help.queries.assessments import assessments_of_family
from kith.casework.furniture.known_at import Record
from kith.casework.furniture.sections import Section, register
from kith.casework.people.models import Family, Person
from kith.casework.plans.access import OpenPlan


def on_the_family(family: Family, members: list[Person], **_: Any) -> Section:
    """Return a family's assessments, and the way to start one."""
    return Section(
        "family_help/_assessments.html",
        {
            "family": family,
            "assessments": assessments_of_family(family.pk),
            "may_write": any(Right.WRITE_RECORD in one.rights for one in members),  # type: ignore[attr-defined]
        },
    )


def on_the_plan(opened: OpenPlan, may_write: bool, record: Record, **_: Any) -> Section:
    """Return the same on the plan's page."""
    return Section(
        "family_help/_assessments_on_plan.html",
        {
            "family": opened.family,
            "assessments": assessments_of_family(opened.family.pk, record=record),
            "may_write": may_write,
        },
    )


def steps(opened: OpenPlan, may_write: bool, **_: Any) -> Section | None:
    """Return the ways to step a plan up or down or close it, where it may be written on."""
    return Section("family_help/_steps.html", {"plan_id": opened.plan.id}) if may_write else None


def register_assessment() -> None:
    """Put these on their pages."""
    register("people:family", "main", on_the_family, order=10)
    register("plans:plan", "side", on_the_plan, order=10)
    register("plans:plan", "steps", steps, order=10)
