"""Writing and checking the log of who looked at whom and who changed what."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils import timezone

from kith.casework.access.models import AuditVerb

# What is to be written of this page's looks, in the order in which they were, while looks wait; None where they do not.
_waiting: ContextVar[list[tuple[Any, ...]] | None] = ContextVar("looks that wait", default=None)


@contextmanager
def looks_written_last() -> Iterator[None]:
    """Write what is recorded of looks at the end of the block, in the transaction in which it runs.

    Writing an entry holds its chain until the transaction ends. Held for as long as a page takes to make, it would keep
    the same worker's other pages, and those of everybody in the same chain, waiting. Where the block fails nothing is
    written, as the transaction writes nothing.
    """
    before = _waiting.set([])
    try:
        yield
        if not connection.needs_rollback:
            write_what_waits()
    finally:
        _waiting.reset(before)


def write_what_waits() -> None:
    """Write the looks that wait, in their order: before anything else is written or the log is read."""
    entries = _waiting.get()
    if entries:
        _write(entries)
        entries.clear()


def record(
    *, worker_id: int | None, verb: AuditVerb, what: str, subjects: Iterable[int] = (), reason: str = ""
) -> None:
    """Write one entry in the transaction that is open; the database numbers and hashes it.

    `what` names a page or an event and never quotes a record. A look may be written last (`looks_written_last`).
    """
    entry = (timezone.now(), worker_id, str(verb), what, sorted(set(subjects)), reason[:500])
    waiting = _waiting.get()
    if waiting is not None and verb in _LOOKS:
        waiting.append(entry)
        return
    write_what_waits()
    _write([entry])


# What changes nothing, and so is not undone by what is undone within a page.
_LOOKS = frozenset({AuditVerb.VIEW, AuditVerb.SEARCH})


def _write(entries: list[tuple[Any, ...]]) -> None:
    # Without RETURNING: whoever writes the log need not be able to read it.
    columns = "at, worker_id, verb, what, subject_ids, reason, chain, number, previous_hash, hash"
    rows = ", ".join(["(%s, %s, %s, %s, %s::bigint[], %s, 0, 0, '', '')"] * len(entries))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO access_auditentry ({columns}) VALUES {rows}",  # noqa: S608 - our own words
            [column for entry in entries for column in entry],
        )


@dataclass(frozen=True)
class Fault:
    """One place where the log is not what was written."""

    chain: int
    number: int
    what: str


def verify() -> Iterator[Fault]:
    """Walk every chain and yield each entry that was changed, removed or put in: none means that the log is whole."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT chain, length, head FROM access_auditchain ORDER BY chain")
        heads = {chain: (length, bytes(head)) for chain, length, head in cursor.fetchall()}
        cursor.execute("SELECT DISTINCT chain FROM access_auditentry")
        for chain in sorted({row[0] for row in cursor.fetchall()} | set(heads)):
            yield from _verify_chain(chain, *heads.get(chain, (0, b"")))


def _verify_chain(chain: int, length: int, head: bytes) -> Iterator[Fault]:
    previous = b""
    expected = 1
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT number, at, worker_id, verb, what, subject_ids, reason, previous_hash, hash"
            " FROM access_auditentry WHERE chain = %s ORDER BY number",
            [chain],
        )
        while rows := cursor.fetchmany(5000):
            for number, at, worker_id, verb, what, subjects, reason, said_previous, said_hash in rows:
                if number != expected:
                    yield Fault(chain, expected, f"entry {expected} is missing")
                    expected = number
                if bytes(said_previous) != previous:
                    yield Fault(chain, number, "it does not follow from the entry before it")
                found = _hash(
                    bytes(said_previous), chain, number, at, worker_id, verb, what, subjects, reason
                )
                if found != bytes(said_hash):
                    yield Fault(chain, number, "it was changed after it was written")
                previous = bytes(said_hash)
                expected += 1
    if expected - 1 != length or previous != head:
        yield Fault(
            chain, expected, f"the chain should have {length} entries and end with the hash kept for it"
        )


def _hash(
    previous: bytes,
    chain: int,
    number: int,
    at: datetime.datetime,
    worker_id: int | None,
    verb: str,
    what: str,
    subjects: list[int],
    reason: str,
) -> bytes:
    """Return an entry's hash, worked out here and not by the database that keeps it."""
    words = (
        str(chain),
        str(number),
        at.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%S.%f"),
        "" if worker_id is None else str(worker_id),
        verb,
        what,
        ",".join(map(str, subjects)),
        reason,
    )
    return hashlib.sha256(previous + "\x1f".join(words).encode()).digest()
