"""Children's protection plans and conferences on the pages of earlier rooms: a plan, a child, a family."""

from __future__ import annotations

import datetime
from typing import Any

from django.db.models import Q

from kith.casework.access.rights import Right
from kith.casework.access.roles import Role
from kith.casework.furniture.known_at import NOW, Record
from kith.casework.furniture.sections import Section, register
from kith.casework.people.models import Family, Person
from kith.casework.plans.access import OpenPlan
from kith.casework.plans.actions.recording import children_on
from kith.casework.plans.models import PlanTier, Tier
from kith.casework.protection.closing import still_open
from kith.casework.protection.queries.conferences import conferences_of_family, protection_of
from kith.casework.workforce.models import Worker


def step_down_on_the_plan(
    *, opened: OpenPlan, may_write: bool, today: datetime.date, record: Record, **_: Any
) -> Section | None:
    """Return the way to step down, where the last child's protection plan has ended."""
    told = protection_of(opened.members, today=today, record=record)
    steps_down = (
        may_write
        and bool(told.before or told.conferences or told.transfers)
        and not told.now
        and PlanTier.objects.filter(
            Q(end_date__isnull=True), plan_id=opened.plan.id, tier=Tier.CHILD_PROTECTION
        ).exists()
        # A child whom the reader may not see may still be on one: the tier is theirs too.
        and "protection_plan" not in still_open(children_on(opened.plan))
    )
    return Section("protection/step_down_on_plan.html", {"plan_id": opened.plan.id}) if steps_down else None


def on_the_plan(
    *, opened: OpenPlan, may_write: bool, today: datetime.date, record: Record, **_: Any
) -> Section | None:
    """Return conferences, moves and protection plans before; who is on one now stands at the top of the page."""
    told = protection_of(opened.members, today=today, record=record)
    if not (told.now or told.before or told.conferences or told.transfers):
        return None
    return Section(
        "protection/conference_on_plan.html",
        {
            "family": opened.family,
            "told": told,
            "is_now": record.instant is None,
            "may_write": may_write,
        },
    )


def now_on_the_person(*, person: Person, today: datetime.date, record: Record, **_: Any) -> Section | None:
    """At the top of a child's page: their protection plan, the conference to come, and a move that is open."""
    if Right.READ_RECORD not in person.rights:  # type: ignore[attr-defined]
        return None
    told = protection_of([person], today=today, record=record)
    if not (told.now or told.to_come or told.open_transfers):
        return None
    return Section(
        "protection/conference_now_on_person.html", {"told": told, "is_now": record.instant is None}
    )


def on_the_person(
    *, person: Person, worker: Worker, today: datetime.date, record: Record, **_: Any
) -> Section | None:
    """Return the child's protection plans before, and the ways to record a move or an end without a conference."""
    rights = person.rights  # type: ignore[attr-defined]
    if Right.READ_RECORD not in rights:
        return None
    told = protection_of([person], today=today, record=record)
    is_now = record.instant is None
    young = person.is_unborn or (person.age_on(today) or 0) < 18
    may_write = is_now and Right.WRITE_RECORD in rights and young and worker.role != Role.PARTNER
    tells_of_move = may_write and not told.open_transfers
    ends = is_now and Right.DECIDE in rights and bool(told.now)
    closed = [one for one in told.transfers if not one.is_open]
    if not (told.before or told.held or closed or tells_of_move or ends):
        return None
    return Section(
        "protection/conference_on_person.html",
        {
            "person": person,
            "person_id": person.id,
            "told": told,
            "closed": closed,
            "is_now": is_now,
            "may_write": tells_of_move,
            "may_decide": ends,
        },
    )


def now_on_the_family(
    *, members: list[Person], today: datetime.date, record: Record = NOW, **_: Any
) -> Section | None:
    """Return which of a family's children are on a protection plan now: those whose records are open to the reader."""
    readable = [one for one in members if Right.READ_RECORD in one.rights]  # type: ignore[attr-defined]
    told = protection_of(readable, today=today, record=record)
    return Section("protection/conference_now_on_family.html", {"told": told}) if told.now else None


def on_the_family(*, worker: Worker, family: Family, members: list[Person], **_: Any) -> Section | None:
    """Return a family's conferences, and the way to ask for one."""
    found = conferences_of_family(family.pk)
    may_write = worker.role != Role.PARTNER and any(
        Right.WRITE_RECORD in one.rights  # type: ignore[attr-defined]
        for one in members
    )
    if not found and not may_write:
        return None
    return Section(
        "protection/conference_on_family.html",
        {"family": family, "conferences": found, "may_write": may_write},
    )


def register_conference() -> None:
    """Put these on their pages."""
    register("plans:plan", "top", step_down_on_the_plan, order=6)
    register("plans:plan", "main", on_the_plan, order=5)
    register("people:person", "top", now_on_the_person, order=15)
    register("people:person", "main", on_the_person, order=5)
    register("people:family", "main", now_on_the_family, order=4)
    register("people:family", "main", on_the_family, order=7)
