"""What every action of care shares: locking what it judges by, checking days, and the threads on which clocks run.

Clocks of a period of care run on its thread, `care:N`; those of a placement on `placement:N`; of a review, visit or family
time on their own.
"""

from __future__ import annotations

from django.db import connection, models

from kith.casework.care.access import KIND_OF
from kith.casework.care.models import PeriodOfCare, Placement
from kith.casework.people.models import Person
from kith.casework.protection.actions.recording import check_day, locked

__all__ = ["care_thread", "check_day", "children_in", "lock_child", "locked", "placement_thread", "thread_of"]


def lock_child(child: Person) -> None:
    """Let one person at a time change where a child lives and under which power: the second waits, and judges afresh."""
    with connection.cursor() as cursor:
        # Not the person's row, which other rooms lock for reasons of their own.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('kith care'), %s)", [child.pk % 2147483647])


def care_thread(period: PeriodOfCare) -> str:
    """Return the thread of a period of care."""
    return f"care:{period.pk}"


def placement_thread(placement: Placement) -> str:
    """Return the thread of a placement."""
    return f"placement:{placement.pk}"


def thread_of(process: models.Model) -> str:
    """Return the thread of a review, visit or family time."""
    return f"{KIND_OF[type(process)]}:{process.pk}"


def children_in(process: models.Model) -> list[int]:
    """Return every child whom a process is about, those whom the worker acting may not see among them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT kith_care_children(%s, %s)", [KIND_OF[type(process)], process.pk])
        return sorted(number for (number,) in cursor.fetchall())
