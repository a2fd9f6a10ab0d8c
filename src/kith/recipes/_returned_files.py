"""Finds the returns in the folders that were named and reads each with Kith's own readers of returns.

A return is one year's: the tables of one folder (or zip), or one XML file, told apart by what is in them.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path, PurePath

from kith.engines.returns.layouts import CIN, SSDA903
from kith.engines.returns.reading.csv_table import decode, recognise
from kith.engines.returns.reading.files import File, gather, looks_like
from kith.engines.returns.reading.notes import CELL, NOTE, Note
from kith.engines.returns.reading.returns import ReadReturn, read_cin, read_ssda903
from kith.engines.returns.years import LAST_YEAR, CollectionYear

# What is read of SSDA903: who, when, where. Its other tables say nothing that the projection asks.
WANTED = ("Header", "Episodes", "UASC")
DAYS = 365.25


class ReturnsError(ValueError):
    """The folders hold no return that can be read."""


@dataclass(frozen=True)
class Found:
    """Hold every return that was found, by kind, and what reading had to say."""

    ssda903: list[ReadReturn]
    cin: list[ReadReturn]
    notes: tuple[str, ...]


def find(folders: list[Path]) -> Found:
    """Read every return in the folders, files and zips. Raises ReturnsError if there is none."""
    for folder in folders:
        if not folder.exists():
            raise ReturnsError(f"There is no folder {folder}.")
    notes: list[Note] = []
    batches: dict[tuple[str, str], list[dict[str, File]]] = {}
    for file in gather(folders, notes):
        kind, table = _what(file)
        if not kind:
            notes.append(
                Note(NOTE, file.name, "is no part of SSDA903 or of the CIN census; it was left out.")
            )
        elif kind == "cin" or table in (*WANTED, "all"):
            # Each XML is a return of its own; of tables, a second of one name begins another return.
            place = file.name if table == "all" else str(PurePath(file.name).parent)
            listed = batches.setdefault((kind, place), [])
            batch = next((each for each in listed if table not in each), None)
            if batch is None:
                batch = {}
                listed.append(batch)
            batch[table] = file
    found: dict[str, list[ReadReturn]] = {"ssda903": [], "cin": []}
    for (kind, _place), listed in batches.items():
        for batch in listed:
            read = _read(kind, list(batch.values()))
            notes += [note for note in read.notes if note.kind != NOTE]
            if read.frames:
                found[kind].append(read)
    if not found["ssda903"] and not found["cin"]:
        raise ReturnsError(
            "No SSDA903 return and no CIN census was found. Put each year's header.csv and episodes.csv, or its "
            "XML, in a folder, as sent."
        )
    return Found(found["ssda903"], found["cin"], tuple(_sentences(notes)))


def _read(kind: str, files: list[File]) -> ReadReturn:
    reader: Callable[[Iterable[Path | File], CollectionYear], ReadReturn] = (
        read_ssda903 if kind == "ssda903" else read_cin
    )
    # The year decides only which tables there are, and we want those that every year has.
    return reader(files, CollectionYear(LAST_YEAR[kind]))


def _what(file: File) -> tuple[str, str]:
    """Return which return a file belongs to and which table it is ("all" for XML); empty where none."""
    head = file.head(65_536)
    kind = looks_like(head)
    if kind == "xml":
        return ("cin" if b"<Message" in head or b"<CINdetails" in head else "ssda903"), "all"
    if kind != "text":
        return "", ""
    first = decode(head, file.name, []).decode("utf-8", "replace").partition("\n")[0].upper().strip()
    titles = next(csv.reader([first], delimiter=max(",;\t|", key=first.count)), [])
    for name, layout in (("ssda903", SSDA903), ("cin", CIN)):
        table, _lacking = recognise(titles, layout)
        if table is not None:
            return name, table.name
    return "", ""


def _sentences(notes: list[Note]) -> list[str]:
    """Return what reading had to say, with cells that cannot be read counted by column."""
    said = [note.sentence() for note in notes if note.kind != CELL]
    cells = Counter((note.file, note.table, note.column) for note in notes if note.kind == CELL)
    first = {(note.file, note.table, note.column): note.line for note in reversed(notes)}
    said += [
        f"{file}: {count:,} value{'s' if count > 1 else ''} of {table}.{column} cannot be read as dates, the first on "
        f"line {first[file, table, column]}; they count as empty."
        for (file, table, column), count in cells.items()
    ]
    return said


@dataclass(frozen=True)
class Years:
    """Hold the collection years that returns cover, by the calendar year in which each ends."""

    covered: frozenset[int]
    what: str = field(default="SSDA903")

    @property
    def last_day(self) -> date:
        """The day on which the last of them ends."""
        return date(max(self.covered), 3, 31)

    @property
    def missing(self) -> list[int]:
        """Years between the first and the last of which there is no return."""
        return [year for year in range(min(self.covered), max(self.covered)) if year not in self.covered]

    def windows(self, last_day: date) -> list[tuple[float, float]]:
        """Return the spans in which children were watched, in years before `last_day`."""
        return [
            ((date(year - 1, 3, 31) - last_day).days / DAYS, (date(year, 3, 31) - last_day).days / DAYS)
            for year in sorted(self.covered)
        ]

    def gaps(self) -> list[str]:
        """Return a sentence for the years that are missing."""
        if not self.missing:
            return []
        return [
            f"There is no {self.what} return for {', '.join(f'{year - 1}/{year % 100:02d}' for year in self.missing)}: "
            "that time is not counted, and who was open before it and is in no later return is not taken to be there still."
        ]


def collection_year(day: date) -> int:
    """Return the calendar year in which a day's collection year ends."""
    return day.year + (day > date(day.year, 3, 31))
