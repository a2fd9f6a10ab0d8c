"""Opening a map of harm outside the home: by whoever is named on it today, and nobody else.

A map is part of nobody's record. No role, team, allocation or break-glass opens it; the database's wall says the same
(`kith_reads_map` in protection/outside.sql). Every opening is in the audit, about nobody: the log of who looked at a child is read
by those who manage the record, and would tell them that a map exists.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db import connection
from django.db.models import F, Q
from django.http import Http404
from django.utils import timezone

from kith.casework.access import audit
from kith.casework.access.loading import AccessRefused
from kith.casework.access.models import AuditVerb
from kith.casework.access.rights import BY_RELATION, MAY_BREAK_GLASS, Right
from kith.casework.access.roles import Role
from kith.casework.protection.models import MapReader, OutsideMap
from kith.casework.workforce.models import Worker

# Those who work with families. A partner sees their own families alone, and a map is about many.
MAY_BE_NAMED = MAY_BREAK_GLASS


@dataclass(frozen=True)
class OpenMap:
    """A map that a worker reads today, and what they may do with it."""

    map: OutsideMap
    reader: MapReader
    is_owner: bool

    @property
    def is_open(self) -> bool:
        """Whether the map has not been closed."""
        return self.map.closed_date is None

    @property
    def may_write(self) -> bool:
        """Whether the worker may add to it: its owner, and readers who may."""
        return self.is_open and (self.is_owner or self.reader.may_write)


def may_open_maps(worker: Worker) -> bool:
    """Return whether a worker's role opens maps: it decides about children's records, as a team manager does."""
    return Right.DECIDE in BY_RELATION[Role(worker.role)][0]


def require_may_open_maps(worker: Worker) -> None:
    """Raise AccessRefused for a role that opens no map."""
    if not may_open_maps(worker):
        raise AccessRefused(Right.DECIDE)


def reads_any_map(worker: Worker) -> bool:
    """Return whether a worker may read a map today: what shows them the menu's entry."""
    return worker.role in MAY_BE_NAMED and MapReader.objects.filter(readers_today(worker)).exists()


def readers_today(worker: Worker) -> Q:
    """Return the condition that a reader's row names this worker today."""
    return reads_on(worker.pk, timezone.localdate())


def reads_on(worker_id: int, day: datetime.date) -> Q:
    """Return the condition that a reader's row names a worker on a day."""
    return Q(worker_id=worker_id, start_date__lte=day) & (Q(end_date__isnull=True) | Q(end_date__gt=day))


def is_closed_to(map_id: int, worker: Worker) -> bool:
    """Return whether a map can never be read by a worker: somebody of their own family stands or stood on it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT kith_map_is_closed_to(%s, %s)", [map_id, worker.pk])
        return bool(cursor.fetchone()[0])


def shut_out_of(map_id: int) -> set[int]:
    """Return the numbers of those named on a map to whom it can never be opened."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT kith_map_shuts_out(%s)", [map_id])
        return {number for (number,) in cursor.fetchall()}


def open_map(worker: Worker, map_id: int, *, page: str) -> OpenMap:
    """Return a map to whoever is named on it today, writing that they looked.

    Raises Http404 for everybody else, as for a map that is not there: nobody learns by its number that there is one.
    """
    found = None
    if worker.role in MAY_BE_NAMED and not is_closed_to(map_id, worker):
        found = (
            MapReader.objects.filter(readers_today(worker), map_id=map_id)
            .select_related("map")
            .annotate(owner=F("map__owner_id"))
            .first()
        )
    if found is None:
        raise Http404("There is no such map.")
    _note(worker, AuditVerb.VIEW, page, map_id)
    return OpenMap(found.map, found, found.map.owner_id == worker.pk)


def open_map_to_write(worker: Worker, map_id: int, *, page: str) -> OpenMap:
    """Return an open map to a reader who may add to it."""
    opened = open_map(worker, map_id, page=page)
    if not opened.may_write:
        raise AccessRefused(Right.WRITE_RECORD)
    return opened


def open_own_map(worker: Worker, map_id: int, *, page: str) -> OpenMap:
    """Return a map to its owner alone, who names its readers."""
    opened = open_map(worker, map_id, page=page)
    if not opened.is_owner:
        raise AccessRefused(Right.DECIDE)
    return opened


def note_change(worker: Worker, what: str, map_id: int, reason: str) -> None:
    """Write into the audit that a map was changed, and why: about nobody, as `open_map` says."""
    _note(worker, AuditVerb.CHANGE, what, map_id, reason)


def _note(worker: Worker, verb: AuditVerb, what: str, map_id: int, reason: str = "") -> None:
    number = f"map {map_id}"
    audit.record(
        worker_id=worker.pk,
        verb=verb,
        what=what,
        subjects=[],
        reason=f"{number}: {reason}" if reason else number,
    )
