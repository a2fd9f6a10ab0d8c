"""Examples of each rule, as an analyst would draw them: rows, with those that fail marked.

They stand in text files beside the rules and are read here. The tests run every one, the rulebook prints
them, and the maker of made-up returns plants the failing ones. The form:

    =301 2025-26                 the rule, and the year where it is not 2025-26
    Header CHILD DOB             a table and its columns
    a 31/03/2026                 a row that passes
    ! b 01/04/2026               a row that the rule flags
    c -                          '-' is an empty cell, '_' a space

`authority=204` says whose return it is, `xml` that it was read from XML.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from kith.engines.returns.years import CollectionYear, read_year

RULES = Path(__file__).parent / "rules"


@dataclass
class ExampleTable:
    """Rows of one table: the columns, the cells as text (None if empty), and which rows fail."""

    name: str
    columns: list[str]
    rows: list[list[str | None]] = field(default_factory=list)
    flagged: list[int] = field(default_factory=list)


@dataclass
class Example:
    """One drawn case of one rule."""

    return_name: str
    code: str
    year: CollectionYear
    tables: list[ExampleTable]
    authority: str | None = None
    read_from: str = "csv"

    @property
    def flagged(self) -> dict[str, list[int]]:
        """The rows that the rule flags, by table."""
        return {table.name: table.flagged for table in self.tables if table.flagged}


@cache
def examples(return_name: str) -> dict[str, list[Example]]:
    """Return every example of a return's rules, by code."""
    found: dict[str, list[Example]] = {}
    for path in sorted((RULES / return_name / "examples").glob("*.txt")):
        for example in read_examples(path.read_text(encoding="utf-8"), return_name):
            found.setdefault(example.code, []).append(example)
    return found


def read_examples(text: str, return_name: str) -> list[Example]:
    """Read examples in the form described above."""
    found: list[Example] = []
    from kith.engines.returns.layouts import LAYOUTS

    tables = {table.name for table in LAYOUTS[return_name].tables} | {
        "Providers",
        "ProviderPlaces",
        "ProviderCodes",
    }
    for line in text.splitlines():
        words = line.split()
        if not words or words[0] == "#":
            continue
        if words[0].startswith("="):
            found.append(_begun(words, return_name))
        elif words[0].removesuffix("_last") in tables:
            found[-1].tables.append(ExampleTable(words[0], words[1:]))
        else:
            table = found[-1].tables[-1]
            if words[0] == "!":
                table.flagged.append(len(table.rows))
                words = words[1:]
            cells = [None if word == "-" else word.replace("_", " ") for word in words]
            if len(cells) != len(table.columns):
                raise ValueError(
                    f"Example of {found[-1].code}: '{line}' has not one cell for each of {table.columns}"
                )
            table.rows.append(cells)
    return found


def _begun(words: list[str], return_name: str) -> Example:
    example = Example(return_name, words[0][1:], read_year("2025-26"), [])
    for word in words[1:]:
        if word.startswith("authority="):
            example.authority = word.partition("=")[2]
        elif word == "xml":
            example.read_from = "xml"
        else:
            example.year = read_year(word)
    return example
