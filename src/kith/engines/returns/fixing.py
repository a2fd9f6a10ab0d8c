"""Safe corrections: what is only written differently is proposed as a diff, and applied to new files if asked.

Safe means that the meaning is certain: spaces around, capitals, a date in another form, a code that was
replaced by exactly one other. Nothing else is touched, and the file that was given never is.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kith.engines.returns.codes import codes_of
from kith.engines.returns.layouts import CIN, CODE, FLAG, NUMBER, POSTCODE, SSDA903, Column, Layout
from kith.engines.returns.reading.csv_table import decode, recognise
from kith.engines.returns.reading.files import File, gather, looks_like
from kith.engines.returns.reading.notes import Note
from kith.engines.returns.reading.typed import as_other_date
from kith.engines.returns.years import CollectionYear

YES_NO = {"Y": "1", "YES": "1", "TRUE": "1", "T": "1", "N": "0", "NO": "0", "FALSE": "0", "F": "0"}


@dataclass(frozen=True)
class Correction:
    """One cell that would be written differently: where it is, what it was, what it would be, and why."""

    file: str
    line: int
    column: str
    old: str
    new: str
    why: str

    def as_diff(self) -> str:
        """The correction as lines of a diff."""
        return f"@@ {self.file}, line {self.line}, {self.column}: {self.why}\n-{self.old}\n+{self.new}\n"


@dataclass
class FixedFile:
    """A file with its corrections, and its content once they are applied."""

    file: File
    corrections: list[Correction]
    content: Callable[[], bytes]


def replaced_codes(list_name: str, return_name: str, year: CollectionYear) -> dict[str, str]:
    """Codes that the year no longer has and that became exactly one other."""
    if return_name == "ssda903" and list_name == "SEX":
        return {"1": "M", "2": "F"} if year.ends >= 2025 else {"M": "1", "F": "2"}
    return {}


def correct(value: str, column: Column, layout: Layout, year: CollectionYear) -> tuple[str, str]:
    """Return the value as it should be written and why, or the value and '' if it stays."""
    new, reasons = value, []
    if new != new.strip():
        new = new.strip()
        reasons.append("spaces around it")
    if not new:
        return new, "; ".join(reasons)
    if column.is_date:
        found = as_other_date(new)
        if found is not None and not re.search(r"short year", found[0]):
            day = f"{found[1]:%d/%m/%Y}" if layout is SSDA903 else f"{found[1]:%Y-%m-%d}"
            if day != new:
                new = day
                reasons.append(f"it was {found[0]}")
    elif column.kind == CODE and column.codes:
        known = codes_of(layout.return_name, column.codes, year)
        if new not in known and new.upper() in known:
            new = new.upper()
            reasons.append("small letters")
        replaced = replaced_codes(column.codes, layout.return_name, year).get(new)
        if replaced:
            new = replaced
            reasons.append("the code was replaced")
    elif column.kind in (FLAG, NUMBER):
        if re.fullmatch(r"\d+\.0+", new):
            new = new.partition(".")[0]
            reasons.append("a whole number with decimals")
        elif column.kind == FLAG and layout is SSDA903 and new.upper() in YES_NO:
            new = YES_NO[new.upper()]
            reasons.append("yes or no in words")
    elif column.kind == POSTCODE or column.name in ("URN", "UPN", "SW_ID"):
        tidy = new.upper()
        if column.kind == POSTCODE and re.fullmatch(r"[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}", tidy):
            squeezed = re.sub(r"\s", "", tidy)
            tidy = f"{squeezed[:-3]} {squeezed[-3:]}"
        if tidy != new:
            new = tidy
            reasons.append("capitals and the space in it")
    return new, "; ".join(reasons)


def propose(
    paths: Iterable[Path | File], return_name: str, year: CollectionYear, notes: list[Note]
) -> Iterator[FixedFile]:
    """Yield each file of the return with what could safely be corrected in it."""
    for file in gather(paths, notes):
        kind = looks_like(file.head())
        if kind == "xml":
            yield _xml(file, CIN if return_name == "cin" else SSDA903, year)
        elif kind == "text" and return_name == "ssda903":
            fixed = _csv(file, year, notes)
            if fixed is not None:
                yield fixed


def _csv(file: File, year: CollectionYear, notes: list[Note]) -> FixedFile | None:
    rows = list(csv.reader(io.StringIO(decode(file.content(), file.name, notes).decode("utf-8"), newline="")))
    if not rows:
        return None
    titles = [title.strip().upper() for title in rows[0]]
    table, _ = recognise(titles, SSDA903)
    if table is None:
        return None
    corrections = []
    columns = {at: table.column(title) for at, title in enumerate(titles) if title in table.column_names}
    for number, row in enumerate(rows[1:], start=2):
        for at, column in columns.items():
            if at < len(row):
                new, why = correct(row[at], column, SSDA903, year)
                if why:
                    corrections.append(Correction(file.name, number, column.name, row[at], new, why))
                    row[at] = new

    def content() -> bytes:
        made = io.StringIO(newline="")
        csv.writer(made).writerows(rows)
        return made.getvalue().encode()

    return FixedFile(file, corrections, content)


_LEAF = re.compile(r"<([A-Za-z_][\w.-]*)>([^<>&]+)</\1>")


def _xml(file: File, layout: Layout, year: CollectionYear) -> FixedFile:
    """Correct the text of elements, leaving all else of the file, its lines and spaces, as it is."""
    columns: dict[str, Column] = {}
    for table in layout.tables:
        for column in table.columns:
            columns.setdefault(column.name, column)
    columns |= (
        {"AssessmentFactors": columns["AssessmentFactor"]}
        if "AssessmentFactor" in columns
        else {"PL": columns["PLACE"]}
    )
    text = file.content().decode("utf-8", "surrogateescape")
    corrections: list[Correction] = []
    last, lines = 0, 1

    def change(found: re.Match[str]) -> str:
        nonlocal last, lines
        column = columns.get(found[1])
        if column is None:
            return found[0]
        new, why = correct(found[2], column, layout, year)
        if not why:
            return found[0]
        lines += text.count("\n", last, found.start())
        last = found.start()
        corrections.append(Correction(file.name, lines, column.name, found[2], new, why))
        return f"<{found[1]}>{new}</{found[1]}>"

    changed = _LEAF.sub(change, text)
    return FixedFile(file, corrections, lambda: changed.encode("utf-8", "surrogateescape"))
