"""Giving and doing tasks, and saying why a clock is late."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone

from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.timeline.actions.events import record_event
from kith.casework.timeline.clocks import name_of
from kith.casework.timeline.models import Clock, Task
from kith.casework.workforce.models import Team, Worker


@transaction.atomic
def give_task(
    *,
    title: str,
    due_date: datetime.date,
    by: Worker,
    worker: Worker | None = None,
    team: Team | None = None,
    person_id: int | None = None,
    link: str = "",
) -> Task:
    """Give something to do, to a worker or to a whole team, by a day."""
    if worker is None and team is None:
        raise CannotBeTrue("Choose who is to do it.", "worker")
    task = Task.objects.create(
        title=title, due_date=due_date, worker=worker, team=team, person_id=person_id, link=link
    )
    record_event(
        "timeline.task_given", by=by, day=timezone.localdate(), about=[person_id] if person_id else [],
        summary="A task was given.", thread=f"task:{task.pk}",
    )  # fmt: skip
    return task


@transaction.atomic
def do_task(*, task: Task, by: Worker) -> None:
    """Record that a task is done. Raises CannotBeTrue where it was done already."""
    locked = Task.objects.select_for_update().get(pk=task.pk)
    if locked.done_at is not None:
        raise CannotBeTrue("This was done already.")
    Task.objects.filter(pk=task.pk).update(done_at=timezone.now(), done_by=by)
    record_event(
        "timeline.task_done", by=by, day=timezone.localdate(), about=[task.person_id] if task.person_id else [],
        summary="A task was done.", thread=f"task:{task.pk}",
    )  # fmt: skip


@transaction.atomic
def do_tasks_at(*links: str, by: Worker, **only: object) -> None:
    """Record that the open tasks which lead to any of these pages are done: what they asked for now is.

    `only` narrows them further, as a filter of tasks does: by their title, whose they are, or whom they are about.
    """
    for task in Task.objects.filter(link__in=links, done_at__isnull=True, **only).order_by("pk"):
        do_task(task=task, by=by)


@transaction.atomic
def withdraw_tasks_at(*links: str, by: Worker) -> int:
    """Take back the open tasks which lead to any of these pages, since what they were for will not happen.

    Their history keeps them. Return how many there were.
    """
    tasks = list(Task.objects.select_for_update().filter(link__in=links, done_at__isnull=True))
    if tasks:
        Task.objects.filter(pk__in=[task.pk for task in tasks]).delete()
        record_event(
            "timeline.tasks_withdrawn",
            by=by,
            day=timezone.localdate(),
            about={task.person_id for task in tasks if task.person_id},
            summary="Tasks were withdrawn: what they were for will not happen.",
        )
    return len(tasks)


@transaction.atomic
def explain_late(*, clock: Clock, reason: str, by: Worker) -> None:
    """Record why a clock is late; it goes on running, and is never blocked."""
    Clock.objects.filter(pk=clock.pk).update(late_reason=reason)
    record_event(
        "timeline.lateness_explained",
        by=by,
        day=timezone.localdate(),
        about=[clock.person_id] if clock.person_id else [],
        summary=f"Why it is late was recorded: {name_of(clock).lower()}.",
        thread=clock.thread,
    )
