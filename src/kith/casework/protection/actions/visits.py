"""Visits to children on a protection plan: written once for brothers and sisters, their own words first."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.people.models import Person
from kith.casework.plans.actions.recording import check_day, check_open, children_on
from kith.casework.plans.models import Plan
from kith.casework.protection.actions.recording import record
from kith.casework.protection.models import ProtectionVisit, ProtectionVisitChild
from kith.casework.protection.queries.core_group import children_on_protection
from kith.casework.workforce.models import Worker

VISITED = "protection.child_visited"
# Written up after a later visit was: it tells the chronology, and neither stops nor starts the clock of the next one.
VISITED_BEFORE = "protection.earlier_visit_recorded"
NOT_SEEN = "protection.child_not_seen"


@dataclass(frozen=True)
class ChildSeen:
    """One child at a visit. Of a child not yet born, `was_seen` says that the mother was."""

    was_seen: bool
    seen_alone: bool = False
    bedroom_seen: bool = False
    why_not_seen: str = ""
    child_words: str = ""


@transaction.atomic
def record_visit(
    *,
    plan: Plan,
    visited_date: datetime.date,
    was_announced: bool,
    what_was_seen: str,
    what_next: str,
    children: Mapping[int, ChildSeen],
    by: Worker,
) -> ProtectionVisit:
    """Record one visit to children on a protection plan, and of each whether they were seen, alone, and what they said.

    Only a child who was seen has been visited: of one who was not, the clock of the visit goes on. A brother or sister on
    the family's plan alone may be written in the same visit. Raises CannotBeTrue for a day to come or before the plan
    began, where none of them was on a protection plan, or where a child was not seen and nothing says why.
    """
    plan = check_open(plan)
    check_day(visited_date, plan, "visited_date")
    if not children:
        raise CannotBeTrue("Choose whom the visit was to.", "visited_date")
    if not what_was_seen.strip():
        raise CannotBeTrue("Say what was seen and talked about.", "what_was_seen")
    protected = set(children_on_protection(plan, visited_date))
    if not protected & set(children):
        raise CannotBeTrue(
            f"None of these children was on a child protection plan on {visited_date:%-d %B %Y}. Check the day, or write "
            "a note of the visit on the child's record.",
            "visited_date",
        )
    if not set(children) <= protected | set(children_on(plan)):
        raise CannotBeTrue("Somebody here is not on this plan. Add the child to the plan first.")
    people = Person.objects.in_bulk(list(children))
    for number, child in children.items():
        _check(child, people.get(number), visited_date, number)
    visit = ProtectionVisit.objects.create(
        plan=plan,
        visited_date=visited_date,
        visited_by=by,
        was_announced=was_announced,
        what_was_seen=what_was_seen,
        what_next=what_next,
    )
    ProtectionVisitChild.objects.bulk_create(
        ProtectionVisitChild(visit=visit, child_id=number, **vars(child))
        for number, child in children.items()
    )
    _record_events(visit, children, protected, by)
    return visit


@transaction.atomic
def change_visit(
    *,
    visit: ProtectionVisit,
    was_announced: bool,
    what_was_seen: str,
    what_next: str,
    children: Mapping[int, ChildSeen],
    by: Worker,
) -> None:
    """Put right what is written of a visit. Its day, and whether a child was seen, stay: the clocks ran by them."""
    plan = check_open(visit.plan)
    visit = ProtectionVisit.objects.select_for_update(of=("self",)).get(pk=visit.pk)
    if not what_was_seen.strip():
        raise CannotBeTrue("Say what was seen and talked about.", "what_was_seen")
    rows = {row.child_id: row for row in ProtectionVisitChild.objects.filter(visit=visit)}
    people = Person.objects.in_bulk(list(children))
    for number, child in children.items():
        row = rows.get(number)
        if row is None:
            raise CannotBeTrue("This child is not written in the visit. Record another visit.")
        if row.was_seen != child.was_seen:
            raise CannotBeTrue(
                "Whether the child was seen stays as it was recorded. If that was wrong, say so in the words and record "
                "the visit as it was.",
                f"was_seen_{number}",
            )
        _check(child, people.get(number), visit.visited_date, number)
        ProtectionVisitChild.objects.filter(pk=row.pk).update(**vars(child))
    ProtectionVisit.objects.filter(pk=visit.pk).update(
        was_announced=was_announced, what_was_seen=what_was_seen, what_next=what_next
    )
    record(
        "protection.visit_changed", visit, by=by, day=timezone.localdate(),
        summary="What is written of a visit was changed.", details={"plan": plan.pk},
    )  # fmt: skip


def _check(child: ChildSeen, person: Person | None, day: datetime.date, number: int) -> None:
    if not child.was_seen and not child.why_not_seen.strip():
        raise CannotBeTrue("Say why the child was not seen.", f"why_not_seen_{number}")
    if child.seen_alone and not child.was_seen:
        raise CannotBeTrue("A child who was seen alone was seen.", f"seen_alone_{number}")
    if child.was_seen and child.why_not_seen.strip():
        raise CannotBeTrue(
            "The child was seen. Take away why they were not, or say that they were not.", f"why_not_seen_{number}"
        )  # fmt: skip
    unborn = person is not None and (
        person.is_unborn or (person.birth_date is not None and day < person.birth_date)
    )
    if unborn and child.seen_alone:
        raise CannotBeTrue(
            "The child was not born yet, so nobody saw them alone. Say what the mother said.", f"seen_alone_{number}"
        )  # fmt: skip


def _record_events(
    visit: ProtectionVisit, children: Mapping[int, ChildSeen], protected: set[int], by: Worker
) -> None:
    """Record the visit about those who were seen, and apart about those who were not."""
    day = visit.visited_date
    seen = {number for number, child in children.items() if child.was_seen}
    followed = set(
        ProtectionVisitChild.objects.filter(
            child_id__in=seen, was_seen=True, visit__visited_date__gt=day
        ).values_list("child_id", flat=True)
    )
    for kind, group in ((VISITED, seen - followed), (VISITED_BEFORE, followed)):
        for on_plan in (True, False):
            about = {number for number in group if (number in protected) is on_plan}
            if about:
                record(
                    kind, visit, by=by, day=day, about=about, summary="The child was visited and seen.",
                    details={"plan": visit.plan_id, "on_protection_plan": on_plan},
                )  # fmt: skip
    unseen = set(children) - seen
    if unseen:
        record(
            NOT_SEEN, visit, by=by, day=day, about=unseen, summary="The child was visited and not seen.",
            details={"plan": visit.plan_id},
        )  # fmt: skip
