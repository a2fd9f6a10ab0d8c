"""Writing and checking the log of who looked at whom and who changed what."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import connection
from django.utils import timezone

from kith.casework.access.models import AuditVerb


def record(
    *, worker_id: int | None, verb: AuditVerb, what: str, subjects: Iterable[int] = (), reason: str = ""
) -> None:
    """Write one entry in the transaction that is open; the database numbers and hashes it.

    `what` names a page or an event and never quotes a record.
    """
    # Without RETURNING: whoever writes the log need not be able to read it.
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO access_auditentry"
            " (at, worker_id, verb, what, subject_ids, reason, chain, number, previous_hash, hash)"
            " VALUES (%s, %s, %s, %s, %s::bigint[], %s, 0, 0, '', '')",
            [timezone.now(), worker_id, str(verb), what, sorted(set(subjects)), reason[:500]],
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
