"""What is read about workers: who holds whom, who covers, which teams."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.db.models import Q
from django.utils import timezone

from kith.casework.access.roles import Role
from kith.casework.furniture.known_at import NOW, Record
from kith.casework.workforce.models import Allocation, Cover, Team, TeamMembership, Worker


def holders_of(people: Iterable[int], *, on: datetime.date | None = None, record: Record = NOW) -> list[Any]:
    """Return who holds these people on a day, leads first, each allocation with its worker and their team's name."""
    day = on or timezone.localdate()
    allocations = list(record.holding(Allocation, day).filter(child_id__in=list(people)))
    numbers = {allocation.worker_id for allocation in allocations}
    held = NOW.together(
        workers=Worker.objects.filter(pk__in=numbers),
        memberships=TeamMembership.objects.filter(worker_id__in=numbers, end_date__isnull=True),
        teams=Team.objects.filter(
            memberships__worker_id__in=numbers, memberships__end_date__isnull=True
        ).distinct(),
    )
    workers = {worker.pk: worker for worker in held["workers"]}
    by_number = {team.pk: team for team in held["teams"]}
    teams = {membership.worker_id: by_number.get(membership.team_id) for membership in held["memberships"]}
    for allocation in allocations:
        allocation.worker_shown = workers.get(allocation.worker_id)
        allocation.team_shown = teams.get(allocation.worker_id)
    return sorted(allocations, key=lambda a: (a.role != "lead", a.start_date, a.id))


def number_of_workers(child_id: int, *, record: Record = NOW) -> int:
    """Return how many different lead workers a child has had."""
    return len(
        set(
            record.rows(Allocation).filter(child_id=child_id, role="lead").values_list("worker_id", flat=True)
        )
    )


def covered_by(worker: Worker, day: datetime.date) -> list[Worker]:
    """Return the absent workers whom a worker covers on a day."""
    covers = Cover.objects.filter(covered_by=worker, start_date__lte=day).filter(
        Q(end_date__isnull=True) | Q(end_date__gt=day)
    )
    return [cover.absent_worker for cover in covers.select_related("absent_worker")]


def teams_of(worker: Worker, day: datetime.date) -> list[int]:
    """Return the numbers of the teams that a worker is in on a day, and of those below one that they manage."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT kith_teams_of(%s)", [worker.pk])
        return [number for (number,) in cursor.fetchall()]


def team_of(worker: Worker, day: datetime.date) -> Team | None:
    """Return the team that a worker is in on a day."""
    membership = (
        TeamMembership.objects.filter(worker=worker, start_date__lte=day)
        .filter(Q(end_date__isnull=True) | Q(end_date__gt=day))
        .select_related("team")
        .first()
    )
    return membership.team if membership else None


def manager_from(team: Team | None, *, besides: Iterable[int]) -> Worker | None:
    """Return the manager of a team who may decide, else of the next above it; None where there is none besides these workers."""
    left_out = list(besides)
    while team is not None:
        managers = TeamMembership.objects.filter(
            team=team, is_manager=True, end_date__isnull=True, worker__end_date__isnull=True
        ).exclude(worker_id__in=left_out)
        # Who may decide on a child's record is decided by role; a director reads and does not.
        managing = (
            managers.filter(worker__role=Role.TEAM_MANAGER).select_related("worker").order_by("pk").first()
        )
        if managing is not None:
            manager: Worker = managing.worker
            return manager
        team = team.parent
    return None
