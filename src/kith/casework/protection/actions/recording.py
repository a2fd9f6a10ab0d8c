"""What every action of protection shares: locking what it judges by, and what happened is about every child in it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from typing import TypeVar

from django.db import connection, models
from django.utils import timezone

from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.protection.access import KIND_OF
from kith.casework.timeline.actions.events import record_event
from kith.casework.timeline.models import Event
from kith.casework.workforce.models import Worker

Process = TypeVar("Process", bound=models.Model)


def locked(process: Process) -> Process:
    """Return a process as it is now, locked until the transaction ends: of two people at once the second waits and is told."""
    return type(process)._default_manager.select_for_update(of=("self",)).get(pk=process.pk)


def thread_of(process: models.Model) -> str:
    """Return the name of a process's thread, such as "enquiry:55"."""
    return f"{KIND_OF[type(process)]}:{process.pk}"


def children_in(process: models.Model) -> list[int]:
    """Return every child whom a process is about, those whom the worker acting may not see among them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT child_id FROM kith_protection_children(%s, %s) ORDER BY 1",
            [KIND_OF[type(process)], process.pk],
        )
        return [number for (number,) in cursor.fetchall()]


def check_day(
    day: datetime.date, field: str, *, earliest: datetime.date | None = None, why_earliest: str = ""
) -> None:
    """Raise CannotBeTrue for a day to come, or one before what it follows; `why_earliest` names that, as in "The enquiry began"."""
    if day > timezone.localdate():
        raise CannotBeTrue("This day has not come yet. Enter today or a day before.", field)
    if earliest is not None and day < earliest:
        raise CannotBeTrue(f"{why_earliest} on {earliest:%-d %B %Y}. Enter that day or a later one.", field)


def record(
    kind: str,
    process: models.Model,
    *,
    by: Worker,
    day: datetime.date,
    summary: str,
    about: Iterable[int] | None = None,
    thread: str = "",
    details: Mapping[str, object] | None = None,
    at: datetime.datetime | None = None,
    team_id: int | None = None,
) -> Event:
    """Record what happened in a process, about every child in it and on its own thread unless told otherwise."""
    return record_event(
        kind,
        by=by,
        day=day,
        about=children_in(process) if about is None else about,
        summary=summary,
        thread=thread or thread_of(process),
        details=details,
        at=at,
        team_id=team_id,
    )
