"""Arranging who stands in for a worker who is away."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone

from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.timeline.actions.events import record_event
from kith.casework.workforce.models import Cover, Worker


@transaction.atomic
def arrange_cover(
    *,
    absent_worker: Worker,
    covered_by: Worker,
    start_date: datetime.date,
    end_date: datetime.date | None,
    reason: str,
    by: Worker,
) -> Cover:
    """Have one worker stand in for another: over those days they see the absent worker's families, clocks and tasks."""
    if absent_worker.pk == covered_by.pk:
        raise CannotBeTrue("Choose another worker: nobody covers for themself.", "covered_by")
    if covered_by.end_date is not None:
        raise CannotBeTrue(f"{covered_by.name} has left. Choose another worker.", "covered_by")
    if end_date is not None and end_date <= start_date:
        raise CannotBeTrue("The first day back must be after the first day away.", "end_date")
    if end_date is not None and end_date <= timezone.localdate():
        raise CannotBeTrue("These days are over, so there is nothing to cover. Check the dates.", "end_date")
    cover = Cover.objects.create(
        absent_worker=absent_worker,
        covered_by=covered_by,
        start_date=start_date,
        end_date=end_date,
        reason=reason,
    )
    record_event(
        "workforce.cover_arranged",
        by=by,
        day=timezone.localdate(),
        summary="Cover was arranged for a worker who is away.",
        details={"cover": cover.pk, "absent_worker": absent_worker.pk, "covered_by": covered_by.pk},
    )
    return cover


@transaction.atomic
def end_cover(*, cover: Cover, by: Worker) -> None:
    """End cover today: the worker is back. Cover that begins today or later is taken away altogether."""
    today = timezone.localdate()
    if cover.end_date is not None and cover.end_date <= today:
        raise CannotBeTrue("This cover has ended already.")
    if cover.start_date >= today:
        Cover.objects.filter(pk=cover.pk).delete()
    else:
        Cover.objects.filter(pk=cover.pk).update(end_date=today)
    record_event(
        "workforce.cover_ended",
        by=by,
        day=today,
        summary="Cover ended: the worker is back.",
        details={"absent_worker": cover.absent_worker_id, "covered_by": cover.covered_by_id},
    )
