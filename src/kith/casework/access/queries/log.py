"""The log as sentences: who looked at whom, who changed what, page by page however long it is."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection
from django.db.models import Q
from django.utils import timezone

from kith.casework.access import audit
from kith.casework.access.models import AuditEntry, AuditVerb
from kith.casework.people.models import Person
from kith.casework.workforce.models import Worker

SIZE = 50
MOST_NAMED = 6

DID = {
    AuditVerb.VIEW: "looked at",
    AuditVerb.SEARCH: "searched and was shown",
    AuditVerb.CHANGE: "changed the record of",
    AuditVerb.EXPORT: "took a copy about",
    AuditVerb.REFUSED: "was refused",
    AuditVerb.BREAK_GLASS: "opened by break-glass",
    AuditVerb.SIGN_IN: "signed in",
    AuditVerb.SIGN_OUT: "signed out",
}


@dataclass(frozen=True)
class Wanted:
    """Which entries are wanted. `since` and `until` are days, both included."""

    since: datetime.date
    until: datetime.date
    worker_id: int | None = None
    person_id: int | None = None
    verb: str = ""
    newest_first: bool = True
    start: tuple[datetime.datetime, int] | None = None  # the last entry of the page before

    def instants(self) -> tuple[datetime.datetime, datetime.datetime]:
        """Return the days as instants, the second excluded."""
        zone = timezone.get_default_timezone()
        first = datetime.datetime.combine(self.since, datetime.time(), zone)
        return first, datetime.datetime.combine(
            self.until + datetime.timedelta(days=1), datetime.time(), zone
        )


@dataclass(frozen=True)
class Line:
    """One entry as the page shows it."""

    at: datetime.datetime
    who: str
    did: str
    whom: list[tuple[int, str]]
    others: int
    where: str
    reason: str


@dataclass(frozen=True)
class LogPage:
    """Some entries, and from where the next page goes on."""

    lines: list[Line]
    next_start: str


def log_page(wanted: Wanted, *, for_audit: bool) -> LogPage:
    """Return a page of the log, the same effort on the first page as on the last: it goes on from an entry."""
    audit.write_what_waits()
    entries = _about_person(wanted) if wanted.person_id is not None else _any(wanted)
    shown = entries[:SIZE]
    names = names_of(
        {number for entry in shown for number in entry.subject_ids[:MOST_NAMED]}, for_audit=for_audit
    )
    workers = dict(
        Worker.objects.filter(pk__in={entry.worker_id for entry in shown}).values_list("pk", "name")
    )
    last = shown[-1] if len(entries) > SIZE else None
    return LogPage(
        [_line(entry, names, workers, wanted.person_id) for entry in shown],
        f"{last.at.isoformat()}~{last.pk}" if last else "",
    )


def read_start(text: str) -> tuple[datetime.datetime, int] | None:
    """Return from which entry an address asks to go on, or None for one that cannot be read."""
    at, _, number = text.partition("~")
    try:
        return datetime.datetime.fromisoformat(at), int(number)
    except ValueError:
        return None


def names_of(people: Iterable[int], *, for_audit: bool) -> dict[int, str]:
    """Return people's names: to those who audit everybody's, to others those whom they may see."""
    numbers = list(people)
    if not for_audit:
        return dict(Person.objects.filter(pk__in=numbers).values_list("pk", "display_name"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT person, name FROM kith_names_for_audit(%s::bigint[])", [numbers])
        return dict(cursor.fetchall())


def _any(wanted: Wanted) -> list[AuditEntry]:
    first, last = wanted.instants()
    entries = AuditEntry.objects.filter(at__gte=first, at__lt=last)
    if wanted.worker_id is not None:
        entries = entries.filter(worker_id=wanted.worker_id)
    if wanted.verb:
        entries = entries.filter(verb=wanted.verb)
    if wanted.start is not None:
        at, number = wanted.start
        # The plain bound beside the exact one lets the index be entered where the page begins.
        if wanted.newest_first:
            entries = entries.filter(Q(at__lt=at) | Q(at=at, pk__lt=number), at__lte=at)
        else:
            entries = entries.filter(Q(at__gt=at) | Q(at=at, pk__gt=number), at__gte=at)
    order = ("-at", "-pk") if wanted.newest_first else ("at", "pk")
    return list(entries.order_by(*order)[: SIZE + 1])


def _about_person(wanted: Wanted) -> list[AuditEntry]:
    first, last = wanted.instants()
    at, number = wanted.start or (None, None)
    return list(
        AuditEntry.objects.raw(
            "SELECT * FROM kith_log_about(%s, %s, %s, %s, %s, %s, %s, %s, %s)",
            [
                wanted.person_id,
                first,
                last,
                wanted.worker_id,
                wanted.verb,
                wanted.newest_first,
                at,
                number,
                SIZE + 1,
            ],
        )
    )


def _line(entry: AuditEntry, names: dict[int, str], workers: dict[int, str], person_id: int | None) -> Line:
    subjects = sorted(entry.subject_ids, key=lambda number: number != person_id)
    whom = [
        (number, names.get(number, "somebody whose record is not open to you"))
        for number in subjects[:MOST_NAMED]
    ]
    return Line(
        at=entry.at,
        who=workers.get(entry.worker_id or 0, "Somebody not signed in"),
        did=str(DID.get(AuditVerb(entry.verb), entry.verb)),
        whom=whom,
        others=max(len(subjects) - MOST_NAMED, 0),
        where=_in_words(entry.what),
        reason=entry.reason,
    )


def _in_words(what: str) -> str:
    """Return the name of a page or an event as words: 'plans: score goal' for 'plans:ScoreGoal'."""
    room, _, rest = what.replace(".", ":").partition(":")
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", rest).replace("_", " ").lower()
    return f"{room.replace('_', ' ')}: {words}" if words else room
