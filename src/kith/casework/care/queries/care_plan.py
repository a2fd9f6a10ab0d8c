"""A child's care plan as its page shows it: each section beside what the last said, and what the family's one plan says."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kith.casework.care.models import CarePlan, PeriodOfCare
from kith.casework.furniture.known_at import NOW, Record
from kith.casework.people.models import NetworkMember, Person
from kith.casework.plans.models import Goal, PlanAction, PlanChild
from kith.casework.plans.models.goal import GoalStatus
from kith.casework.workforce.models import Worker

# The child's own words first, then everybody else's.
SECTIONS = (
    "child_words", "family_words", "long_term", "why_this_home", "family_and_friends", "identity", "health",
    "education", "feelings_and_behaviour", "if_it_does_not_work",
)  # fmt: skip
LABELS: dict[str, str] = {name: str(CarePlan._meta.get_field(name).verbose_name) for name in SECTIONS}  # type: ignore[union-attr]
FOR_CHILD = frozenset({"child_words"})


@dataclass(frozen=True)
class SectionRead:
    """One section of a plan, beside what the plan before it said."""

    name: str
    label: str
    words: str
    before: str
    there_was_one: bool

    @property
    def has_changed(self) -> bool:
        """Whether it says something else than the last plan did."""
        return self.there_was_one and self.words.strip() != self.before.strip()

    @property
    def is_childs(self) -> bool:
        """Whether it is what the child said."""
        return self.name in FOR_CHILD


@dataclass(frozen=True)
class FamilySays:
    """What the family's one plan and the child's network say already, and no care plan types again."""

    plan_id: int | None
    goals: list[Any]
    actions: list[Any]
    network: list[tuple[str, Any]]
    hidden: int


@dataclass(frozen=True)
class CarePlanRead:
    """A child's plans: the one that holds, each section beside the last, and those before it."""

    plan: Any | None
    sections: list[SectionRead]
    last: Any | None
    earlier: list[Any]
    prepared_by: Any | None
    signed_off_by: Any | None
    family: FamilySays

    @property
    def waits(self) -> bool:
        """Whether it waits to be signed off."""
        return self.plan is not None and self.plan.signed_off_at is None


def sections_of_plan(plan: Any, last: Any | None) -> list[SectionRead]:
    """Return each section that says something, now or in the last plan."""
    read = [
        SectionRead(
            name, LABELS[name], getattr(plan, name), getattr(last, name) if last else "", last is not None
        )
        for name in SECTIONS
    ]
    return [one for one in read if one.words or one.before]


def read_care_plan(
    child: Person,
    period: PeriodOfCare,
    *,
    today: datetime.date,
    record: Record = NOW,
    number: int | None = None,
) -> CarePlanRead:
    """Return a child's care plan now or as known at, or an earlier one by its number. Four queries, or five."""
    on = record.on(today)
    held = record.together(
        plans=record.rows(CarePlan).filter(child_id=child.pk).order_by("-start_date", "-id"),
        **wanted_of_the_family(child.pk, period, on, record),
    )
    plans = held["plans"]
    chosen = next((one for one in plans if number is None or one.id == number), None)
    before = [one for one in plans if chosen is not None and one.start_date < chosen.start_date]
    last = before[0] if before else None
    numbers = {getattr(chosen, name) for name in ("prepared_by_id", "signed_off_by_id")} if chosen else set()
    workers = Worker.objects.in_bulk(one for one in numbers if one)
    return CarePlanRead(
        plan=chosen,
        sections=sections_of_plan(chosen, last) if chosen else [],
        last=last,
        earlier=before,
        prepared_by=workers.get(chosen.prepared_by_id) if chosen else None,
        signed_off_by=workers.get(chosen.signed_off_by_id) if chosen else None,
        family=family_says(child.pk, held),
    )


def wanted_of_the_family(
    child_id: int, period: PeriodOfCare, on: datetime.date, record: Record
) -> dict[str, Any]:
    """Return what `family_says` reads, for one query with whatever else a page reads."""
    places = record.holding(PlanChild, on).filter(child_id=child_id)
    plans = [period.plan_id] if period.plan_id else places.order_by().values("plan_id")
    return {
        "places": places.order_by("-start_date", "-id"),
        "goals": record.rows(Goal)
        .filter(plan_id__in=plans, status=GoalStatus.OPEN)
        .order_by("set_date", "id"),
        "actions": record.rows(PlanAction)
        .filter(plan_id__in=plans, done_date__isnull=True)
        .order_by("due_date", "id"),
        "network": record.holding(NetworkMember, on).filter(child_id=child_id).order_by("start_date", "id"),
    }


def family_says(child_id: int, held: Mapping[str, Sequence[Any]]) -> FamilySays:
    """Return what the family's plan says for a child, from what `wanted_of_the_family` read. One query."""
    goals = [one for one in held["goals"] if one.child_id in (None, child_id)]
    people = Person.objects.in_bulk([one.member_id for one in held["network"] if one.member_id])
    named = [
        (one.member_name or (people[one.member_id].display_name if one.member_id in people else ""), one)
        for one in held["network"]
    ]
    numbers = [one.plan_id for one in (*held["goals"], *held["actions"], *held["places"])]
    return FamilySays(
        numbers[0] if numbers else None,
        goals,
        list(held["actions"]),
        [(name, one) for name, one in named if name],
        sum(not name for name, _ in named),
    )


def plan_to_start_from(child_id: int) -> CarePlan | None:
    """Return a child's latest care plan, from which the next is written."""
    return CarePlan.objects.filter(child_id=child_id).order_by("-start_date", "-pk").first()
