"""Recording what happened: every action in every room ends here, once."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping

from django.db import connection, transaction
from django.utils import timezone

from kith.casework.access import audit
from kith.casework.access.models import AuditVerb
from kith.casework.timeline import clocks
from kith.casework.timeline.models import Event
from kith.casework.workforce.models import Worker


def record_event(
    kind: str,
    *,
    by: Worker | None,
    day: datetime.date,
    summary: str,
    about: Iterable[int] = (),
    thread: str = "",
    details: Mapping[str, object] | None = None,
    at: datetime.datetime | None = None,
    team_id: int | None = None,
) -> Event:
    """Record one domain event with its audit line, and run the clocks that it starts and stops.

    `kind` is `room.what_happened`; `about` are people's numbers; `thread` names the process, as in "contact:55".
    `summary` is read on every subject's chronology, so it names nobody: what is about one of them goes in a note.
    Must be called in the transaction of the change that it records.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("An event is recorded in the same transaction as what it records.")
    people = sorted(set(about))
    now = timezone.now()
    local_day_begins = datetime.datetime.combine(day, datetime.time(), timezone.get_default_timezone())
    event = Event.objects.create(
        kind=kind,
        day=day,
        at=at or (now if day == timezone.localdate(now) else local_day_begins),
        recorded_at=now,
        by_worker=by,
        thread=thread,
        summary=summary,
        details=dict(details or {}),
    )
    if people:
        # Without RETURNING: an event may be about somebody whose record its writer cannot read.
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO timeline_eventsubject (event_id, person_id, day, significant)"
                " SELECT %s, unnest(%s::bigint[]), %s, false",
                [event.pk, people, day],
            )
    clocks.run(event, people, team_id=team_id, details=event.details)
    audit.record(worker_id=by.pk if by else None, verb=AuditVerb.CHANGE, what=kind, subjects=people)
    return event
