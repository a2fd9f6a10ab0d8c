"""A worker's day: what is late, what is due, what there is to do, and their families."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from kith.casework.people.models import FamilyMembership, Person
from kith.casework.timeline.clocks import name_of
from kith.casework.timeline.models import Clock, EventSubject, Task
from kith.casework.timeline.queries.about_people import of_people_or_their_processes
from kith.casework.workforce.models import Allocation, Worker
from kith.casework.workforce.queries import covered_by, teams_of

SOON = datetime.timedelta(days=10)
# Whose decision this is reads the queue of contacts: it is nothing that a practitioner could do.
FRONT_DOORS_OWN = "contact_decision"


@dataclass(frozen=True)
class Due:
    """One thing due: a clock or a task, about somebody or some process."""

    what: str
    due_date: datetime.date
    person: Person | None
    address: str
    is_clock: bool
    number: int
    late_reason: str = ""


@dataclass(frozen=True)
class Held:
    """One family with the children in it that the worker holds."""

    family_id: int | None
    family_name: str
    children: list[Person]
    next_due: datetime.date | None
    is_cover: bool


@dataclass(frozen=True)
class Day:
    """What a worker comes in to."""

    late: list[Due]
    due_soon: list[Due]
    tasks: list[Due]
    families: list[Held]
    covering_for: list[Worker]

    @property
    def children(self) -> int:
        """How many children the worker holds or covers."""
        return sum(len(held.children) for held in self.families)


def day_of(worker: Worker, today: datetime.date) -> Day:
    """Return a worker's day, with what they cover for others. A fixed number of queries, whatever the caseload."""
    absent = covered_by(worker, today)
    workers = [worker.pk, *(one.pk for one in absent)]
    allocations = list(
        Allocation.objects.filter(worker_id__in=workers, start_date__lte=today)
        .filter(Q(end_date__isnull=True) | Q(end_date__gt=today))
        .select_related("child")
    )
    children = {allocation.child_id: allocation.child for allocation in allocations}
    own = {allocation.child_id for allocation in allocations if allocation.worker_id == worker.pk}
    running = list(
        Clock.objects.filter(
            of_people_or_their_processes(children), stopped_date__isnull=True, due_date__lte=today + SOON
        )
        .exclude(rule=FRONT_DOORS_OWN)
        .order_by("due_date")
    )
    _name_whom(running, children)
    tasks = list(
        Task.objects.filter(
            Q(worker_id__in=workers) | Q(worker__isnull=True, team_id__in=teams_of(worker, today)),
            done_at__isnull=True,
        )
        .select_related("person")
        .order_by("due_date")[:50]
    )
    clocks = [
        Due(
            name_of(clock),
            clock.due_date,
            children.get(clock.person_id or 0),
            f"/people/{clock.person_id}/",
            True,
            clock.pk,
            clock.late_reason,
        )
        for clock in running
    ]
    to_do = [
        Due(
            task.title,
            task.due_date,
            task.person,
            task.link or (f"/people/{task.person_id}/" if task.person_id else ""),
            False,
            task.pk,
        )
        for task in tasks
    ]
    return Day(
        late=[due for due in clocks if due.due_date < today],
        due_soon=[due for due in clocks if due.due_date >= today],
        tasks=to_do,
        families=_families(children, own, running, today),
        covering_for=absent,
    )


def _name_whom(clocks: list[Clock], children: dict[int, Person]) -> None:
    """Put a child's number on each clock of a process, in memory: the first of these children that it is about."""
    threads = {clock.thread for clock in clocks if clock.person_id is None}
    if not threads:
        return
    about = dict(
        EventSubject.objects.filter(event__thread__in=threads, person_id__in=children)
        .order_by("-person_id")
        .values_list("event__thread", "person_id")
    )
    for clock in clocks:
        if clock.person_id is None:
            clock.person_id = about.get(clock.thread)


def _families(
    children: dict[int, Person], own: set[int], clocks: list[Clock], today: datetime.date
) -> list[Held]:
    memberships = (
        FamilyMembership.objects.filter(person_id__in=children, role="child", end_date__isnull=True)
        .select_related("family")
        .order_by("pk")
    )
    grouped: dict[int | None, list[Person]] = {}
    names: dict[int | None, str] = {None: ""}
    placed: set[int] = set()
    for membership in memberships:
        if membership.person_id in placed:
            continue
        placed.add(membership.person_id)
        grouped.setdefault(membership.family_id, []).append(children[membership.person_id])
        names[membership.family_id] = membership.family.name
    for number, child in children.items():
        if number not in placed:
            grouped.setdefault(None, []).append(child)
    soonest: dict[int, Any] = {}
    for clock in clocks:
        soonest.setdefault(clock.person_id or 0, clock.due_date)
    held = [
        Held(
            family_id,
            names[family_id],
            sorted(members, key=lambda one: (one.birth_date or today, one.pk)),
            min((soonest[one.pk] for one in members if one.pk in soonest), default=None),
            not any(one.pk in own for one in members),
        )
        for family_id, members in grouped.items()
    ]
    return sorted(held, key=lambda one: (one.next_due or datetime.date.max, one.family_name))
