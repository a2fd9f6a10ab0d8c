"""What every action of care shares: locking what it judges by, checking days, and the threads on which clocks run.

Clocks of a period of care run on its thread, `care:N`; those of a placement on `placement:N`; of a review, visit or family
time on their own.
"""

from __future__ import annotations

import datetime
from typing import TypeVar

from django.db import connection, models
from django.utils import timezone

from kith.casework.care.access import KIND_OF
from kith.casework.care.models import PeriodOfCare, Placement
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.people.models import Person

Row = TypeVar("Row", bound=models.Model)


def locked(row: Row) -> Row:
    """Return a row as it is now, locked until the transaction ends: of two people at once the second waits and is told."""
    return type(row)._default_manager.select_for_update(of=("self",)).get(pk=row.pk)


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


def check_day(
    day: datetime.date, field: str, *, earliest: datetime.date | None = None, why_earliest: str = ""
) -> None:
    """Raise CannotBeTrue for a day to come, or one before what it follows; `why_earliest` names that, as in "Care began"."""
    if day > timezone.localdate():
        raise CannotBeTrue("This day has not come yet. Enter today or a day before.", field)
    if earliest is not None and day < earliest:
        raise CannotBeTrue(f"{why_earliest} on {earliest:%-d %B %Y}. Enter that day or a later one.", field)
