"""Ofsted's Annex A workbook, read for its lists."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import polars as pl

from kith.engines.returns.reading.files import File, from_path
from kith.engines.returns.reading.notes import NOTE, REFUSED, Note

LISTS = {
    1: "contacts",
    2: "early_help",
    3: "referrals",
    4: "assessments",
    5: "section_47_and_conferences",
    6: "children_in_need",
    7: "child_protection_plans",
    8: "children_in_care",
    9: "care_leavers",
    10: "adoption",
    11: "adopters",
}


def read_annex_a(path: Path | File, notes: list[Note]) -> dict[str, pl.DataFrame]:
    """Return each list found as a frame of text, by the name of what it lists; dates as dd/mm/yyyy.

    A sheet is a list by its number ('List 8', '8', 'L8 …'); its header is the first row with three cells
    or more, so that titles and notes above it do no harm.
    """
    from python_calamine import CalamineError, CalamineWorkbook

    file = path if isinstance(path, File) else from_path(path)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(file.content()))
    except (CalamineError, OSError, ValueError):
        notes.append(
            Note(REFUSED, file.name, "could not be opened as a workbook. Save Annex A again as .xlsx.")
        )
        return {}
    found: dict[str, pl.DataFrame] = {}
    for sheet in workbook.sheet_names:
        number = re.match(r"\s*(?:list|l)?\s*[-_#]?\s*(\d{1,2})\b", sheet, re.IGNORECASE)
        name = LISTS.get(int(number[1])) if number else None
        if name is None:
            notes.append(
                Note(
                    NOTE, f"{file.name}, sheet {sheet}", "is not a numbered list of Annex A; it was left out."
                )
            )
            continue
        if name in found:
            notes.append(
                Note(NOTE, f"{file.name}, sheet {sheet}", f"is a second list of {name}; the first was read.")
            )
            continue
        found[name] = _frame(workbook.get_sheet_by_name(sheet).to_python())
    if not found:
        notes.append(Note(REFUSED, file.name, "has no numbered list: it is not an Annex A workbook."))
    return found


def _frame(rows: list[list[Any]]) -> pl.DataFrame:
    head = next(
        (at for at, row in enumerate(rows) if sum(bool(str(cell).strip()) for cell in row) >= 3), None
    )
    if head is None:
        return pl.DataFrame()
    titles: list[str] = []
    for at, cell in enumerate(rows[head]):
        title = " ".join(str(cell).split()) or f"column {at + 1}"
        titles.append(title if title not in titles else f"{title} {at + 1}")
    body = [
        [_text(cell) for cell in row] for row in rows[head + 1 :] if any(str(cell).strip() for cell in row)
    ]
    return pl.DataFrame(
        {
            title: pl.Series(title, [row[at] if at < len(row) else None for row in body], dtype=pl.String)
            for at, title in enumerate(titles)
        }
    )


def _text(value: Any) -> str | None:
    if hasattr(value, "strftime"):
        return str(value.strftime("%d/%m/%Y"))
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = str(value).strip()
    return text or None
