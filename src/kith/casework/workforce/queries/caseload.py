"""One worker's caseload, and the workers whom a child has had."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Q

from kith.casework.access.roles import Role
from kith.casework.people.models import FamilyMembership, Person
from kith.casework.timeline.clocks import name_of
from kith.casework.timeline.models import Clock
from kith.casework.workforce.models import Allocation, Cover, Worker
from kith.casework.workforce.queries.teams import caseload_figures, current_team_names

# Whoever may hold a child.
HOLDING_ROLES = (
    Role.FAMILY_HELP_PRACTITIONER,
    Role.SOCIAL_WORKER,
    Role.TEAM_MANAGER,
    Role.INDEPENDENT_REVIEWING_OFFICER,
    Role.CONFERENCE_CHAIR,
    Role.CONTACT_OFFICER,
    Role.PARTNER,
)
ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


@dataclass(frozen=True)
class HeldChild:
    """One child on a worker's caseload. `late` and what is next come from the clocks that the reader may see."""

    child: Person
    allocation: Allocation
    name: str
    role: str
    start_date: datetime.date
    family_id: int | None
    family_name: str
    late: int
    next_due: datetime.date | None
    next_name: str


@dataclass(frozen=True)
class HeldBefore:
    """How a child has been held so far, and by how many."""

    child: Person
    lead: Allocation | None
    workers: tuple[int, ...]  # the lead workers so far, each once, first to last

    @property
    def number(self) -> int:
        """How many lead workers the child has had."""
        return len(self.workers)

    @property
    def next_in_words(self) -> str:
        """Which lead worker somebody new would be: first, second, … 11th."""
        number = self.number + 1
        if number <= len(ORDINALS):
            return ORDINALS[number - 1]
        ending = "th" if 10 < number % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
        return f"{number}{ending}"


def caseload_of(worker: Worker, today: datetime.date) -> list[HeldChild]:
    """Return the children whom a worker holds on a day, those whom the reader may see. Three queries."""
    allocations = list(
        Allocation.objects.filter(worker=worker, start_date__lte=today)
        .filter(Q(end_date__isnull=True) | Q(end_date__gt=today))
        .select_related("child")
        .order_by("child__display_name", "pk")
    )
    children = [allocation.child_id for allocation in allocations]
    families = {
        membership.person_id: membership.family
        for membership in FamilyMembership.objects.filter(
            person_id__in=children, role="child", end_date__isnull=True
        ).select_related("family")
    }
    clocks: dict[int, list[Clock]] = {}
    for clock in Clock.objects.filter(person_id__in=children, stopped_date__isnull=True).order_by("due_date"):
        clocks.setdefault(clock.person_id or 0, []).append(clock)
    rows = []
    for allocation in allocations:
        running = clocks.get(allocation.child_id, [])
        family = families.get(allocation.child_id)
        rows.append(
            HeldChild(
                child=allocation.child,
                allocation=allocation,
                name=allocation.child.display_name,
                role=str(allocation.get_role_display()),
                start_date=allocation.start_date,
                family_id=family.pk if family else None,
                family_name=family.name if family else "",
                late=sum(clock.due_date < today for clock in running),
                next_due=running[0].due_date if running else None,
                next_name=name_of(running[0]) if running else "",
            )
        )
    return rows


def held_before(children: Iterable[Person], today: datetime.date) -> list[HeldBefore]:
    """Return how each child has been held so far. One query."""
    wanted = list(children)
    rows: dict[int, list[Allocation]] = {}
    allocations = Allocation.objects.filter(child__in=wanted, role="lead").select_related("worker")
    for allocation in allocations.order_by("start_date", "pk"):
        rows.setdefault(allocation.child_id, []).append(allocation)
    found = []
    for child in wanted:
        own = rows.get(child.pk, [])
        lead = next((one for one in reversed(own) if one.holds_on(today)), None)
        found.append(HeldBefore(child, lead, tuple(dict.fromkeys(one.worker_id for one in own))))
    return found


def has_lead(child_id: int) -> bool:
    """Return whether anybody leads on a child today, whoever is asking."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT kith_has_lead(%s)", [child_id])
        (held,) = cursor.fetchone()
        return bool(held)


def workers_to_choose_from(
    today: datetime.date, *, first_of: Iterable[int] = (), roles: Iterable[str] = HOLDING_ROLES
) -> list[tuple[str, str]]:
    """Return everyone in some roles, for a drop-down: one's own teams first, each with what they hold now."""
    own = set(first_of)
    workers = list(Worker.objects.filter(role__in=list(roles), end_date__isnull=True, start_date__lte=today))
    numbers = [worker.pk for worker in workers]
    teams = current_team_names(numbers, today)
    held = caseload_figures(numbers)

    def order(worker: Worker) -> tuple[Any, ...]:
        team = teams.get(worker.pk)
        return (team is None or team.pk not in own, team.name if team else "~", worker.name)

    choices = []
    for worker in sorted(workers, key=order):
        team = teams.get(worker.pk)
        children = held.get(worker.pk, (0, 0, 0))[0]
        where = team.name if team else worker.organisation or "no team"
        holds = "1 child" if children == 1 else f"{children} children"
        choices.append(
            (str(worker.pk), f"{worker.name} – {where}, {worker.get_role_display().lower()}, {holds}")
        )
    return choices


def covers_of(worker: Worker, today: datetime.date) -> list[Cover]:
    """Return who covers a worker's absences that are not over, soonest first."""
    return list(
        Cover.objects.filter(absent_worker=worker)
        .filter(Q(end_date__isnull=True) | Q(end_date__gt=today))
        .select_related("covered_by")
        .order_by("start_date")
    )
