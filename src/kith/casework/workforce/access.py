"""Opening what the workforce room's pages are about: a worker, a child to allocate, a supervision."""

from __future__ import annotations

import datetime

from django.db.models import Q
from django.http import Http404
from django.utils import timezone

from kith.casework.access import audit
from kith.casework.access.loading import AccessRefused, open_record, require, rights_of
from kith.casework.access.models import AuditVerb
from kith.casework.access.rights import Right, general_rights
from kith.casework.people.models import Person
from kith.casework.workforce.models import Allocation, Cover, Supervision, Team, TeamMembership, Worker
from kith.casework.workforce.queries import teams_of
from kith.casework.workforce.queries.caseload import has_lead


def open_team(worker: Worker, team_id: int) -> Team:
    """Return a team to somebody who may see teams."""
    require(worker, Right.SEE_TEAMS)
    team = Team.objects.filter(pk=team_id).select_related("parent").first()
    if team is None:
        raise Http404("There is no such team.")
    return team


def open_worker(worker: Worker, worker_id: int) -> Worker:
    """Return a worker to themself, or to somebody who may see teams."""
    if worker.pk != worker_id:
        require(worker, Right.SEE_TEAMS)
    found = Worker.objects.filter(pk=worker_id).first()
    if found is None:
        raise Http404("There is no such worker.")
    return found


def manages(manager: Worker, other: Worker, today: datetime.date) -> bool:
    """Return whether one worker manages another: a manager of the other's team or of one above it."""
    if Right.SUPERVISE not in general_rights(manager.role) or manager.pk == other.pk:
        return False
    teams = teams_of(manager, today)
    return (
        TeamMembership.objects.filter(worker=other, team_id__in=teams, start_date__lte=today)
        .filter(Q(end_date__isnull=True) | Q(end_date__gt=today))
        .exists()
    )


def open_managed_worker(manager: Worker, worker_id: int) -> Worker:
    """Return a worker whom the other manages. Raises AccessRefused for anybody else's worker."""
    found = open_worker(manager, worker_id)
    if not manages(manager, found, timezone.localdate()):
        raise AccessRefused(Right.SUPERVISE)
    return found


def open_worker_to_cover(worker: Worker, worker_id: int) -> Worker:
    """Return a worker for whom cover may be arranged: oneself, or somebody whom one manages."""
    return (
        open_worker(worker, worker_id) if worker.pk == worker_id else open_managed_worker(worker, worker_id)
    )


def open_child_to_allocate(worker: Worker, person_id: int, *, page: str) -> Person:
    """Return a child whom the worker may allocate: their team's, or one whom nobody leads on yet.

    A manager may take up a child whose record they may read where nobody leads, for else nobody ever could.
    """
    if may_allocate(worker, person_id):
        return open_record(worker, person_id, Right.READ_RECORD, page=page)
    rights = rights_of(worker, person_id)
    raise AccessRefused(Right.ALLOCATE, person_id, may_break_glass=Right.BREAK_GLASS in rights)


def may_allocate(worker: Worker, person_id: int) -> bool:
    """Return whether a worker may say who holds this child."""
    rights = rights_of(worker, person_id)
    if Right.ALLOCATE in rights:
        return True
    takes_up = Right.SUPERVISE in general_rights(worker.role) and Right.READ_RECORD in rights
    return takes_up and not has_lead(person_id)


def open_allocation(worker: Worker, allocation_id: int, *, page: str) -> Allocation:
    """Return an allocation that has not ended, of a child whom the worker may allocate."""
    allocation: Allocation | None = (
        Allocation.objects.filter(pk=allocation_id, end_date__isnull=True)
        .select_related("child", "worker")
        .first()
    )
    if allocation is None:
        raise Http404("There is no such allocation.")
    open_record(worker, allocation.child_id, Right.ALLOCATE, page=page)
    return allocation


def open_cover(worker: Worker, cover_id: int) -> Cover:
    """Return cover that the worker may end: their own absence's, or that of somebody whom they manage."""
    cover: Cover | None = (
        Cover.objects.filter(pk=cover_id).select_related("absent_worker", "covered_by").first()
    )
    if cover is None:
        raise Http404("There is no such cover.")
    if cover.absent_worker_id != worker.pk and not manages(worker, cover.absent_worker, timezone.localdate()):
        raise AccessRefused(Right.SUPERVISE)
    return cover


def open_supervision(
    worker: Worker, supervision_id: int, *, page: str, to_correct: bool = False
) -> Supervision:
    """Return a supervision to the two who held it; only the supervisor may correct it."""
    supervision = Supervision.objects.filter(pk=supervision_id).select_related("worker", "supervisor").first()
    if supervision is None:
        raise Http404("There is no such supervision.")
    allowed = (
        {supervision.supervisor_id} if to_correct else {supervision.supervisor_id, supervision.worker_id}
    )
    if worker.pk not in allowed:
        raise AccessRefused(Right.SUPERVISE)
    children = list(supervision.entries.values_list("child_id", flat=True))
    audit.record(worker_id=worker.pk, verb=AuditVerb.VIEW, what=page, subjects=children)
    return supervision
