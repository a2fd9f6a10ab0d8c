"""Findings as people work through them: by rule, by child and by row, each with the value and what to do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from kith.engines.returns.checking import Check
from kith.engines.returns.reading.notes import CELL

CHILD_COLUMNS = ("CHILD", "LAchildID")


@dataclass(frozen=True)
class Finding:
    """One row of one table that fails one rule."""

    rule: str
    kind: str
    table: str
    row: int
    line: int | None
    child: str | None
    values: dict[str, str]
    says: str

    @property
    def values_as_text(self) -> str:
        """The cells that the rule looks at, as NAME=value."""
        return "; ".join(f"{name}={value or '(empty)'}" for name, value in self.values.items())

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What makes a finding the same one in the next run, in which rows may have moved."""
        return (self.rule, self.table, self.child or str(self.row), self.values_as_text)


def findings(check: Check) -> Iterator[Finding]:
    """Yield every finding, by rule and then by row; first the cells that could not be read."""
    for note in check.notes:
        if note.kind == CELL and note.table is not None and note.row is not None:
            child = _child(check.read.frames.get(note.table), note.row)
            yield Finding(
                "unreadable",
                "error",
                note.table,
                note.row,
                note.line,
                child,
                {note.column or "": "not a date"},
                note.says,
            )
    for result in check.results:
        for table, rows in result.rows.items():
            frame = check.read.frames[table]
            columns = [name for wanted, names in result.rule.fields if wanted == table for name in names]
            shown = [
                pl.col(f"{name}_text").alias(name) if f"{name}_text" in frame.columns else pl.col(name)
                for name in dict.fromkeys(columns)
                if name in frame.columns
            ]
            child = next((name for name in CHILD_COLUMNS if name in frame.columns), None)
            chosen = frame[rows].select(
                (pl.col(child) if child else pl.lit(None, dtype=pl.String)).alias("_child"),
                *[column.cast(pl.String) for column in shown],
            )
            lines = check.read.lines.get(table)
            for row, cells in zip(rows, chosen.iter_rows(named=True), strict=True):
                who = cells.pop("_child")
                line = (
                    (lines[row] if lines is not None else row + 2)
                    if check.return_name == "ssda903" and check.read.tables.read_from == "csv"
                    else None
                )
                values = {name: value or "" for name, value in cells.items() if name not in CHILD_COLUMNS}
                yield Finding(
                    result.rule.code, result.rule.kind, table, row, line, who, values, result.rule.says
                )


def _child(frame: pl.DataFrame | None, row: int) -> str | None:
    if frame is None:
        return None
    for name in CHILD_COLUMNS:
        if name in frame.columns:
            value = frame.get_column(name)[row]
            return None if value is None else str(value)
    return None


def by_child(found: list[Finding]) -> dict[str, list[Finding]]:
    """Group findings by child, the child with most first."""
    grouped: dict[str, list[Finding]] = {}
    for finding in found:
        grouped.setdefault(finding.child or "(none)", []).append(finding)
    return dict(sorted(grouped.items(), key=lambda item: (-len(item[1]), item[0])))


@dataclass(frozen=True)
class Changes:
    """What differs between two runs: findings that are new, and keys of those that are gone."""

    new: list[Finding]
    gone: list[tuple[str, str, str, str]]
    same: int


def changes_since(before: set[tuple[str, str, str, str]], found: list[Finding]) -> Changes:
    """Compare this run's findings with the keys of an earlier run's."""
    keys = {finding.key for finding in found}
    new = [finding for finding in found if finding.key not in before]
    return Changes(new, sorted(before - keys), len(keys & before))
