"""The check itself, in a process of its own: it can be stopped at any moment, and gives its memory back.

`python -m kith.casework.returns.apart` reads what to check from its standard input and writes what it finds to its
standard output, both in frames: one letter, the length in eight bytes, the content. It touches no disk, no database and
no Django.
"""

from __future__ import annotations

import json
import sqlite3
import struct
import sys
import time
from collections.abc import Iterator
from typing import IO, Any

STAGE, META, RESULTS, WORKBOOK, TEXT, HEAD, CONTENT = b"s", b"m", b"r", b"x", b"c", b"h", b"f"

SCHEMA = """
CREATE TABLE rules (code TEXT, kind TEXT, status TEXT, reason TEXT, says TEXT, found INTEGER, place INTEGER);
CREATE TABLE findings (number INTEGER PRIMARY KEY, rule TEXT, kind TEXT, child TEXT, tab TEXT, line INTEGER, row INTEGER, cells TEXT, says TEXT);
CREATE TABLE notes (kind TEXT, says TEXT);
CREATE TABLE tables (name TEXT, rows INTEGER);
"""
INDEXES = (
    "CREATE INDEX by_rule ON findings (rule, number); CREATE INDEX by_child ON findings (child, number);"
)


def send(to: IO[bytes], letter: bytes, content: bytes) -> None:
    """Write one frame."""
    to.write(letter + struct.pack(">Q", len(content)))
    to.write(content)
    to.flush()


def frames(source: IO[bytes]) -> Iterator[tuple[bytes, bytes]]:
    """Yield frames until the stream ends."""
    while head := source.read(9):
        yield head[:1], source.read(struct.unpack(">Q", head[1:])[0])


def main() -> int:
    """Check what is asked for, saying as each stage begins."""
    began = time.perf_counter()
    out = sys.stdout.buffer
    # Whatever a library prints must not come between the frames.
    sys.stdout = sys.stderr
    send(out, STAGE, b"reading")
    asked: dict[str, Any] = {}
    parts: dict[str, list[Any]] = {"this": [], "previous": [], "providers": []}
    coming = frames(sys.stdin.buffer)
    for letter, content in coming:
        if letter == HEAD:
            asked = json.loads(content)
            from kith.engines.returns.reading.files import from_bytes

            for said, (_, body) in zip(asked["files"], coming, strict=False):
                parts[said["part"]].append(from_bytes(said["name"], body))
    from kith.engines.returns.checking import check_cin, check_ssda903
    from kith.engines.returns.codes import find_authority
    from kith.engines.returns.findings import findings
    from kith.engines.returns.writing.findings import csv_of, workbook_of
    from kith.engines.returns.years import supported_year

    year = supported_year(asked["return"], asked["year"])
    send(out, STAGE, b"checking")
    if asked["return"] == "ssda903":
        check = check_ssda903(
            parts["this"],
            year,
            previous=parts["previous"],
            authority=find_authority(asked["authority"]) if asked["authority"] else None,
            providers=parts["providers"][0] if parts["providers"] else None,
        )
    else:
        check = check_cin(parts["this"], year)
    send(out, STAGE, b"writing")
    found = list(findings(check))
    send(out, RESULTS, _as_database(check, found))
    send(out, WORKBOOK, workbook_of(check, found))
    send(out, TEXT, csv_of(found))
    told = {
        "seconds": round(time.perf_counter() - began, 2),
        "findings": check.findings,
        "exit_code": check.exit_code,
    }
    send(out, META, json.dumps(told).encode())
    return 0


def _as_database(check: Any, found: list[Any]) -> bytes:
    """Return what was found as a small database in memory, for a page to ask by rule and by child."""
    made = sqlite3.connect(":memory:")
    made.executescript(SCHEMA)
    made.executemany(
        "INSERT INTO rules VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            (one.rule.code, one.rule.kind, one.status, one.reason, one.rule.says, one.count, place)
            for place, one in enumerate(check.results)
        ],
    )
    unreadable = sum(one.rule == "unreadable" for one in found)
    if unreadable:
        says = "A cell that cannot be read counts as empty. Write it as the return asks."
        made.execute(
            "INSERT INTO rules VALUES ('unreadable', 'error', 'ran', '', ?, ?, -1)", (says, unreadable)
        )
    made.executemany(
        "INSERT INTO findings VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                number,
                one.rule,
                one.kind,
                one.child,
                one.table,
                one.line,
                one.row,
                one.values_as_text,
                one.says,
            )
            for number, one in enumerate(found)
        ],
    )
    made.executemany(
        "INSERT INTO notes VALUES (?, ?)", [(note.kind, note.sentence()) for note in check.notes]
    )
    made.executemany(
        "INSERT INTO tables VALUES (?, ?)",
        [(name, len(frame)) for name, frame in sorted(check.read.frames.items())],
    )
    made.executescript(INDEXES)
    made.commit()
    return made.serialize()


if __name__ == "__main__":
    raise SystemExit(main())
