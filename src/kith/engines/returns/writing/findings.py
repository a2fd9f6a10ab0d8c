"""Findings as a workbook and CSV, with what changed since the last run in the same folder."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import BinaryIO

from kith.engines.returns.checking import Check
from kith.engines.returns.findings import Finding, by_child, changes_since, findings

COLUMNS = ("rule", "kind", "child", "table", "row", "line", "values", "what to put right")
MEMORY = "kith-findings.json"
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


def harmless(value: object) -> object:
    """Return a cell that a spreadsheet will not take for a formula."""
    if isinstance(value, str) and value.startswith(DANGEROUS):
        return f"'{value}"
    return value


def write_findings(check: Check, folder: Path) -> list[Path]:
    """Write findings.csv, findings.xlsx and changes.csv into the folder, and remember them for the next run."""
    folder.mkdir(parents=True, exist_ok=True)
    found = list(findings(check))
    memory = folder / MEMORY
    before = (
        {tuple(key) for key in json.loads(memory.read_text(encoding="utf-8"))} if memory.exists() else None
    )
    written = [folder / "findings.csv", folder / "findings.xlsx"]
    written[0].write_bytes(csv_of(found))
    _workbook(check, found, str(written[1]))
    if before is not None:
        changes = changes_since(before, found)
        path = folder / "changes.csv"
        with path.open("w", newline="", encoding="utf-8-sig") as file:
            writer = csv.writer(file)
            writer.writerow(("change", "rule", "table", "child", "values"))
            for finding in changes.new:
                writer.writerow(["new", *map(harmless, finding.key)])
            for key in changes.gone:
                writer.writerow(["gone", *map(harmless, key)])
        written.append(path)
    memory.write_text(json.dumps([finding.key for finding in found]), encoding="utf-8")
    return written


def _cells(finding: Finding) -> list[object]:
    line = finding.line if finding.line is not None else ""
    return [
        finding.rule, finding.kind, finding.child or "", finding.table, finding.row, line,
        finding.values_as_text, finding.says,
    ]  # fmt: skip


def csv_of(found: list[Finding]) -> bytes:
    """Return findings as CSV that a spreadsheet opens, with nothing that it would take for a formula."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    writer.writerows([harmless(cell) for cell in _cells(finding)] for finding in found)
    return text.getvalue().encode("utf-8-sig")


def workbook_of(check: Check, found: list[Finding]) -> bytes:
    """Return the same as a workbook, by rule, row and child, made in memory: nothing is written to a disk."""
    made = io.BytesIO()
    _workbook(check, found, made)
    return made.getvalue()


def _workbook(check: Check, found: list[Finding], to: str | BinaryIO) -> None:
    import xlsxwriter

    # A workbook for memory is put together there too: otherwise its parts go through files that anybody could read.
    where = {"constant_memory": True} if isinstance(to, str) else {"in_memory": True}
    # Text is written as text: nothing that a file holds becomes a formula or a link.
    book = xlsxwriter.Workbook(to, {"strings_to_formulas": False, "strings_to_urls": False, **where})
    bold = book.add_format({"bold": True})

    def sheet(name: str, titles: tuple[str, ...], rows: list[list[object]]) -> None:
        made = book.add_worksheet(name)
        made.freeze_panes(1, 0)
        for column, title in enumerate(titles):
            made.write_string(0, column, title, bold)
        for at, cells in enumerate(rows[:1_000_000], start=1):
            for column, cell in enumerate(cells):
                if isinstance(cell, int):
                    made.write_number(at, column, cell)
                else:
                    made.write_string(at, column, str(cell))
        if rows:
            made.autofilter(0, 0, min(len(rows), 1_000_000), len(titles) - 1)

    sheet(
        "By rule",
        ("rule", "kind", "status", "findings", "what to put right", "why it did not run"),
        [
            [result.rule.code, result.rule.kind, result.status, result.count, result.rule.says, result.reason]
            for result in check.results
        ],
    )
    sheet("By row", COLUMNS, [_cells(finding) for finding in found])
    sheet(
        "By child",
        ("child", "findings", "rules"),
        [
            [child, len(mine), ", ".join(sorted({finding.rule for finding in mine}))]
            for child, mine in by_child(found).items()
        ],
    )
    sheet("Reading", ("what", "where and why"), [[note.kind, note.sentence()] for note in check.notes])
    book.close()
