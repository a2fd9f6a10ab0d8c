"""What has to be handed over before a child's home or worker changes, as tasks of the one who leaves and the one who comes."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.utils import timezone

from kith.casework.care.models import Move, MoveKind
from kith.casework.timeline.actions.tasks import give_task, withdraw_tasks_at
from kith.casework.timeline.models import Task
from kith.casework.workforce.models import Allocation, AllocationRole, Worker

LEAVING, COMING = "leaving", "coming"


@dataclass(frozen=True)
class Handover:
    """One thing to do before a change: what, by whom, and how many days before it."""

    title: str
    whose: str
    days_before: int


BEFORE_A_WORKER_CHANGES = (
    Handover("Tell the child who is coming, and why, yourself", LEAVING, 10),
    Handover("Ask the child what they want their next worker to know, and write it down", LEAVING, 7),
    Handover("Introduce the next worker to the child, together", LEAVING, 5),
    Handover("Read the child’s story and their own words before you meet", COMING, 6),
    Handover("Tell the school, the carers and the people who matter who the worker will be", COMING, 3),
    Handover("Say goodbye to the child", LEAVING, 1),
)
BEFORE_A_HOME_CHANGES = (
    Handover("Tell the child where they will live and why, and show them pictures of it", LEAVING, 7),
    Handover("Take the child to meet the people they will live with", LEAVING, 5),
    Handover("Write down what the child wants the next home to know", LEAVING, 4),
    Handover("Tell the school and the people who matter where the child will be", LEAVING, 3),
    Handover(
        "Pack with the child, in bags of their own: nothing goes in a bin bag, nothing is left", LEAVING, 2
    ),
    Handover(
        "Help the child say goodbye to the people they live with, and agree how they stay in touch",
        LEAVING,
        1,
    ),
)


def link_of(move: Move) -> str:
    """Return the page at which its tasks are done."""
    return f"/moves/{move.pk}/"


def give_tasks(*, move: Move, by: Worker) -> list[Task]:
    """Give what has to be handed over before a change of home or worker; where time is short, all of it by today."""
    today = timezone.localdate()
    lead = (
        Allocation.objects.filter(child_id=move.child_id, role=AllocationRole.LEAD, end_date__isnull=True)
        .select_related("worker")
        .first()
    )
    if move.kind == MoveKind.WORKER:
        if lead is None:
            return []  # nobody leaves, and there is nothing to hand over
        whose = {LEAVING: lead.worker, COMING: move.worker or by}
        tasks = BEFORE_A_WORKER_CHANGES
    else:
        whose = {LEAVING: lead.worker if lead else by}
        tasks = BEFORE_A_HOME_CHANGES
    return [
        give_task(
            title=one.title,
            due_date=max(today, move.planned_date - datetime.timedelta(days=one.days_before)),
            by=by,
            worker=whose[one.whose],
            person_id=move.child_id,
            link=link_of(move),
        )
        for one in tasks
    ]


def withdraw_tasks(*, move: Move, by: Worker) -> int:
    """Take back what is not done yet of a move that was decided against; return how many tasks that were."""
    return withdraw_tasks_at(link_of(move), by=by)
