"""Opening a record by break-glass, and reviewing that somebody did."""

from __future__ import annotations

import datetime

from django.db import connection, transaction
from django.utils import timezone

from kith.casework.access import audit
from kith.casework.access.loading import AccessRefused, rights_of
from kith.casework.access.models import AuditVerb, BreakGlass
from kith.casework.access.models.break_glass import BreakGlassOutcome
from kith.casework.access.rights import Right
from kith.casework.access.roles import Role
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.timeline.actions.events import record_event
from kith.casework.timeline.actions.tasks import do_tasks_at, give_task
from kith.casework.workforce.models import Team, TeamMembership, Worker
from kith.engines.calendar import add_working_days

LASTS = datetime.timedelta(hours=4)
SHORTEST_REASON = 20  # characters


@transaction.atomic
def break_glass(*, person_id: int, reason: str, by: Worker) -> BreakGlass:
    """Open a record for four hours for a stated reason, and ask somebody to review it by the next working day.

    Raises AccessRefused where break-glass does not open it (never for the worker's own family), CannotBeTrue for a
    reason that says too little or a record that is open already.
    """
    rights = rights_of(by, person_id)
    if Right.READ_RECORD in rights:
        raise CannotBeTrue("This record is open to you already.")
    if Right.BREAK_GLASS not in rights:
        raise AccessRefused(Right.BREAK_GLASS, person_id)
    if len(reason.strip()) < SHORTEST_REASON:
        raise CannotBeTrue(
            f"Say why you need this record now, in at least {SHORTEST_REASON} characters: somebody will read it.",
            "reason",
        )
    # The database's own clock, by which it decides whether the opening has begun.
    with connection.cursor() as cursor:
        cursor.execute("SELECT now()")
        (now,) = cursor.fetchone()
    today = timezone.localdate(now)
    opening = BreakGlass.objects.create(
        worker=by, person_id=person_id, reason=reason.strip(), started_at=now, ends_at=now + LASTS
    )
    audit.record(
        worker_id=by.pk,
        verb=AuditVerb.BREAK_GLASS,
        what="access:break_glass",
        subjects=[person_id],
        reason=f"Opening {opening.pk}: see its reason there.",
    )
    record_event(
        "access.glass_broken",
        by=by,
        day=today,
        about=[person_id],
        summary="The record was opened by break-glass, for a stated reason and a short time.",
        thread=f"opening:{opening.pk}",
    )
    reviewer = reviewer_of(person_id, by)
    give_task(
        title="Review an opening by break-glass",
        due_date=add_working_days(today, 1),
        worker=reviewer,
        team=None if reviewer else TeamMembership.objects.get(worker=by, end_date__isnull=True).team,
        link=f"/openings/{opening.pk}/review/",
        by=by,
    )
    return opening


def reviewer_of(person_id: int, opener: Worker) -> Worker | None:
    """Return who reviews an opening: the holding team's manager, one above them, else an auditor or a director."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT kith_holding_team(%s)", [person_id])
        (team_id,) = cursor.fetchone()
    while team_id is not None:
        manager: TeamMembership | None = (
            TeamMembership.objects.filter(
                team_id=team_id, is_manager=True, end_date__isnull=True, worker__end_date__isnull=True
            )
            .exclude(worker=opener)
            .select_related("worker")
            .order_by("start_date")
            .first()
        )
        if manager is not None and Right.READ_RECORD in rights_of(manager.worker, person_id):
            return manager.worker
        team_id = Team.objects.values_list("parent_id", flat=True).get(pk=team_id)
    for role in (Role.AUDITOR, Role.DIRECTOR):
        found = (
            Worker.objects.filter(role=role, end_date__isnull=True)
            .exclude(pk=opener.pk)
            .order_by("pk")
            .first()
        )
        if found is not None:
            return found
    return None


@transaction.atomic
def review_opening(*, opening: BreakGlass, outcome: str, note: str, by: Worker) -> None:
    """Record what the reviewer found of an opening; nobody reviews their own."""
    locked = BreakGlass.objects.select_for_update(of=("self",)).get(pk=opening.pk)
    if locked.worker_id == by.pk:
        raise CannotBeTrue("Nobody reviews their own opening of a record.")
    if locked.reviewed_at is not None:
        raise CannotBeTrue("This opening has been reviewed already.")
    if outcome == BreakGlassOutcome.QUESTION and not note.strip():
        raise CannotBeTrue("Say what is to be taken up with the worker.", "note")
    BreakGlass.objects.filter(pk=locked.pk).update(
        reviewed_at=timezone.now(), reviewed_by=by, outcome=outcome, review_note=note.strip()
    )
    record_event(
        "access.opening_reviewed",
        by=by,
        day=timezone.localdate(),
        about=[locked.person_id],
        summary="An opening by break-glass was reviewed.",
        thread=f"opening:{locked.pk}",
        details={"outcome": outcome},
    )
    do_tasks_at(f"/openings/{locked.pk}/review/", by=by)
