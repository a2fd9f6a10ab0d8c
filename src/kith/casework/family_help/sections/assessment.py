"""The assessment on the family's and the plan's page, and the ways to step a plan up or down or close it."""

from __future__ import annotations

from typing import Any

from kith.casework.access.rights import Right
from kith.casework.family_help.models import StaysInTouch
from kith.casework.family_help.queries.assessments import assessments_of_family
from kith.casework.furniture.known_at import Record
from kith.casework.furniture.sections import Section, register
from kith.casework.people.models import Family, Person
from kith.casework.plans.access import OpenPlan
from kith.casework.workforce.models import Worker


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


def steps(opened: OpenPlan, may_write: bool, worker: Worker, record: Record, **_: Any) -> Section:
    """Return who stays in touch, and the ways to step up or down or close, where the plan may be written on."""
    rows = list(record.rows(StaysInTouch).filter(plan_id=opened.plan.id).order_by("start_date", "id"))
    today = [row for row in rows if row.end_date is None]
    people: dict[int, Any] = {member.pk: member for member in opened.members}
    absent = {row.person_id for row in today if row.person_id} - set(people)
    if absent:
        people.update(Person.objects.in_bulk(absent))
    workers = Worker.objects.in_bulk({row.worker_id for row in today if row.worker_id}) if today else {}
    for row in today:
        if row.worker_id:
            row.name_shown = workers[row.worker_id].name if row.worker_id in workers else ""
        elif row.person_id:
            person = people.get(row.person_id)
            row.name_shown = person.display_name if person else "Somebody whose record is not open to you"
        else:
            row.name_shown = row.name
    return Section(
        "family_help/_steps.html",
        {
            "plan_id": opened.plan.id,
            "in_touch": today,
            "may_write": may_write,
            "may_end": record.instant is None and opened.may_write,
        },
    )


def register_assessment() -> None:
    """Put these on their pages."""
    register("people:family", "main", on_the_family, order=10)
    register("plans:plan", "side", on_the_plan, order=10)
    register("plans:plan", "steps", steps, order=10)
