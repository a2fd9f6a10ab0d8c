"""Supervisions that a worker has had, gives, and is due to give."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from kith.casework.people.models import Person
from kith.casework.workforce.models import Allocation, Supervision, SupervisionEntry, TeamMembership, Worker


@dataclass(frozen=True)
class Supervised:
    """One worker whom somebody supervises: when they last met, and when they next should."""

    worker: Worker
    name: str
    last_date: datetime.date | None
    next_date: datetime.date | None
    last_id: int | None


def supervisions_of(worker: Worker) -> QuerySet[Supervision]:
    """Return the supervisions that a worker had or gave, each with `children`, how many were spoken of."""
    return (
        Supervision.objects.filter(Q(worker=worker) | Q(supervisor=worker))
        .select_related("worker", "supervisor")
        .annotate(children=Count("entries"))
    )


def supervised_by(manager: Worker, teams: list[int], today: datetime.date) -> list[Supervised]:
    """Return the workers of a manager's teams, whoever has waited longest for supervision first."""
    memberships = (
        TeamMembership.objects.filter(team_id__in=teams, start_date__lte=today)
        .filter(Q(end_date__isnull=True) | Q(end_date__gt=today))
        .exclude(worker=manager)
        .select_related("worker")
    )
    members = {membership.worker_id: membership.worker for membership in memberships}
    last: dict[int, Supervision] = {}
    for supervision in Supervision.objects.filter(worker_id__in=members, supervisor=manager).order_by(
        "held_date", "pk"
    ):
        last[supervision.worker_id] = supervision
    rows = [
        Supervised(
            worker,
            worker.name,
            last[number].held_date if number in last else None,
            last[number].next_date if number in last else None,
            last[number].pk if number in last else None,
        )
        for number, worker in members.items()
    ]
    return sorted(rows, key=lambda row: (row.next_date or row.last_date or datetime.date.min, row.name))


def entries_of(supervision: Supervision) -> list[SupervisionEntry]:
    """Return what was said about each child whose record the reader may read."""
    return list(supervision.entries.select_related("child").order_by("child__display_name", "pk"))


def children_spoken_of(worker: Worker, today: datetime.date) -> list[Person]:
    """Return the children whom a worker holds, for the supervisor who asks; those hidden from the supervisor are left out."""
    held = (
        Allocation.objects.filter(worker=worker, start_date__lte=today)
        .filter(Q(end_date__isnull=True) | Q(end_date__gt=today))
        .values("child_id")
    )
    return list(Person.objects.filter(pk__in=held).order_by("display_name", "pk"))
