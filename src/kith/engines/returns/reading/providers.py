"""Ofsted's workbook of providers: numbers, placement and provider codes, registration, postcode.

Its sheets and columns are named anew most years, so they are found by what their names have in common.
"""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import polars as pl

from kith.engines.returns.postcodes import find_postcodes, key_of
from kith.engines.returns.reading.files import File, from_path
from kith.engines.returns.reading.notes import MISSING, NOTE, REFUSED, Note

WANTED = {
    "URN": r"\burn\b|unique reference",
    "places": r"placement (type )?code|place(ment)? codes?$|^place$",
    "codes": r"provider (type )?code|placement provider|ownership code",
    "end": r"(registration|reg).*(end|ceased|cancel|closed|resign)|(end|close|closed|ceased|cancelled|deregist\w*).*(date|registration)|date.*(closed|ceased|resigned|cancelled)",
    "postcode": r"post\s?code",
    "authority": r"local authority|\bla (code|name)\b",
}
NEEDED = ("URN", "places", "codes")


def read_providers(path: Path | File, notes: list[Note]) -> dict[str, pl.DataFrame]:
    """Return Providers (one row a URN), ProviderPlaces and ProviderCodes (one row a URN and code)."""
    from python_calamine import CalamineError, CalamineWorkbook

    file = path if isinstance(path, File) else from_path(path)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(file.content()))
    except (CalamineError, OSError, ValueError):
        notes.append(
            Note(REFUSED, file.name, "could not be opened as a workbook. Save Ofsted's list again as .xlsx.")
        )
        return {}
    rows: dict[str, dict[str, Any]] = {}
    for sheet in workbook.sheet_names:
        _read_sheet(workbook.get_sheet_by_name(sheet).to_python(), f"{file.name}, sheet {sheet}", rows, notes)
    if not rows:
        notes.append(
            Note(
                MISSING,
                file.name,
                "has no sheet with a URN, placement codes and provider codes, so it was not used.",
            )
        )
        return {}
    keys = {urn: key_of(row["postcode"]) for urn, row in rows.items() if row["postcode"]}
    places = find_postcodes(keys.values())
    authority = {urn: places[key].authority for urn, key in keys.items() if key in places}
    urns = list(rows)
    providers = pl.DataFrame(
        {
            "URN": pl.Series(urns, dtype=pl.String),
            "provider_end": pl.Series([rows[urn]["end"] for urn in urns], dtype=pl.Date),
            "provider_postcode": pl.Series([keys.get(urn) for urn in urns], dtype=pl.String),
            "provider_authority": pl.Series([authority.get(urn) for urn in urns], dtype=pl.String),
        }
    ).with_row_index("row_Providers")
    return {
        "Providers": providers.with_columns(pl.col("row_Providers").cast(pl.Int64)),
        "ProviderPlaces": _long(rows, "places", "PLACE"),
        "ProviderCodes": _long(rows, "codes", "PLACE_PROVIDER"),
    }


def _long(rows: dict[str, dict[str, Any]], what: str, column: str) -> pl.DataFrame:
    pairs = [(urn, code) for urn, row in rows.items() for code in sorted(row[what])]
    return pl.DataFrame(pairs, schema={"URN": pl.String, column: pl.String}, orient="row")


def _read_sheet(
    cells: list[list[Any]], name: str, rows: dict[str, dict[str, Any]], notes: list[Note]
) -> None:
    """Add the providers of a sheet whose header is in its first rows."""
    for at, row in enumerate(cells[:15]):
        titles = [str(cell).strip().lower() for cell in row]
        found = {
            what: next((index for index, title in enumerate(titles) if re.search(pattern, title)), None)
            for what, pattern in WANTED.items()
        }
        if found["URN"] is None:
            continue
        lacking = [what for what in NEEDED if found[what] is None]
        if lacking:
            notes.append(
                Note(
                    NOTE, name, f"has a URN but no column of {' or '.join(lacking)}; it was left out.", at + 1
                )
            )
            return
        for record in cells[at + 1 :]:
            _add(record, found, rows)
        return


def _add(record: list[Any], found: dict[str, int | None], rows: dict[str, dict[str, Any]]) -> None:
    def cell(what: str) -> Any:
        index = found[what]
        return record[index] if index is not None and index < len(record) else None

    urn = _text(cell("URN"))
    if not urn:
        return
    mine = rows.setdefault(urn, {"places": set(), "codes": set(), "end": None, "postcode": ""})
    mine["places"] |= set(re.findall(r"\b[A-Z]\d{1,2}\b", _text(cell("places"))))
    mine["codes"] |= set(re.findall(r"\bPR\d\b", _text(cell("codes"))))
    mine["postcode"] = mine["postcode"] or _text(cell("postcode"))
    mine["end"] = mine["end"] or _date(cell("end"))


def _text(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value).strip().upper()


def _date(value: Any) -> Any:
    import datetime

    from kith.engines.returns.reading.typed import as_other_date

    if isinstance(value, datetime.datetime):
        return value.date()
    if isinstance(value, datetime.date):
        return value
    found = as_other_date(_text(value)) if value else None
    return found[1] if found else None
