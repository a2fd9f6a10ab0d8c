"""From cells as text to typed columns: dates read strictly, flags and numbers freed of '.0'."""

from __future__ import annotations

import datetime

import polars as pl

from kith.engines.returns.layouts import DATE, FLAG, NUMBER, PARTIAL_DATE, Table
from kith.engines.returns.reading.notes import CELL, Note

MOST_CELLS_NAMED = 1000


def typed_frame(frame: pl.DataFrame, table: Table, suffix: str = "", *, iso: bool = False) -> pl.DataFrame:
    """Return the table with row numbers, text, and for each date column the date and `<column>_text`.

    A date is dd/mm/yyyy, or yyyy-mm-dd if `iso`; anything else is null. A partial date also has
    `<column>_latest`: the last day that it can be, ZZ being an unknown day or month and ZZZZ the year 2000.
    """
    made: list[pl.Expr] = []
    for column in table.columns:
        cell = pl.col(column.name)
        if column.kind in (FLAG, NUMBER) or column.name in ("ACTIV", "ACCOM"):
            # A spreadsheet writes 1 as 1.0 when the column has gaps.
            made.append(
                pl.when(cell.str.ends_with(".0"))
                .then(cell.str.replace(r"^(\d+)\.0+$", "$1"))
                .otherwise(cell)
                .alias(column.name)
            )
        elif column.kind in (DATE, PARTIAL_DATE):
            made.append(_as_date(cell, iso=iso).alias(column.name))
            made.append(cell.alias(f"{column.name}_text"))
            if column.kind == PARTIAL_DATE:
                made.append(_latest(cell).alias(f"{column.name}_latest"))
        else:
            made.append(cell)
    return frame.select(pl.int_range(pl.len(), dtype=pl.Int64).alias(f"row_{table.name}{suffix}"), *made)


def _as_date(cell: pl.Expr, *, iso: bool) -> pl.Expr:
    if iso:
        # A census writes dates as XML does, where a time or a zone may follow.
        whole = cell.str.contains(r"^\d{4}-\d\d-\d\d($|[TZ+-])")
        return pl.when(whole).then(cell.str.slice(0, 10).str.to_date("%Y-%m-%d", strict=False))
    return pl.when(cell.str.len_bytes() == 10).then(cell.str.to_date("%d/%m/%Y", strict=False))


def _latest(cell: pl.Expr) -> pl.Expr:
    year = pl.when(cell.str.slice(6, 4) == "ZZZZ").then(pl.lit("2000")).otherwise(cell.str.slice(6, 4))
    month = pl.when(cell.str.slice(3, 2) == "ZZ").then(pl.lit("12")).otherwise(cell.str.slice(3, 2))
    day = cell.str.slice(0, 2)
    first = pl.concat_str([pl.lit("01/"), month, pl.lit("/"), year]).str.to_date("%d/%m/%Y", strict=False)
    exact = pl.concat_str([day, pl.lit("/"), month, pl.lit("/"), year]).str.to_date("%d/%m/%Y", strict=False)
    read = pl.when(day == "ZZ").then(first.dt.month_end()).otherwise(exact)
    return pl.when(cell.str.len_bytes() == 10).then(read)


def unreadable_cells(
    typed: pl.DataFrame, table: Table, file: str, lines: list[int] | None, notes: list[Note], suffix: str = ""
) -> None:
    """Note every cell of a date column that is not a date, saying what it looks like."""
    for column in table.columns:
        if column.kind != DATE:
            continue
        bad = typed.filter(pl.col(column.name).is_null() & pl.col(f"{column.name}_text").is_not_null())
        for row, text in (
            bad.select(f"row_{table.name}{suffix}", f"{column.name}_text").head(MOST_CELLS_NAMED).iter_rows()
        ):
            line = lines[row] if lines is not None else row + 2
            notes.append(
                Note(
                    CELL,
                    file,
                    f"{guess_at(text)} It counts as empty.",
                    line,
                    f"{table.name}{suffix}",
                    column.name,
                    row,
                )
            )


def guess_at(text: str) -> str:
    """Say what a cell that is not a date seems to be, without repeating it where it may be personal."""
    found = as_other_date(text)
    if found is not None:
        how, day = found
        return f"is {how}: if it means {day:%d/%m/%Y}, write it so."
    if len(text) == 10 and text[2] == text[5] == "/" and (text[:2] + text[3:5] + text[6:]).isdigit():
        return f"{text} is no day of the calendar."
    return "is not a date. Write it as dd/mm/yyyy."


def as_other_date(text: str) -> tuple[str, datetime.date] | None:
    """Recognise a date in another form: how it is written, and which day that would be."""
    stripped = text.strip()
    number = stripped.removesuffix(".0")
    if number.isdigit() and 20000 <= int(number) <= 60000:
        return "Excel's serial number of a day", datetime.date(1899, 12, 30) + datetime.timedelta(
            days=int(number)
        )
    forms = {
        "%Y-%m-%d": "an ISO date",
        "%Y-%m-%d %H:%M:%S": "an ISO date with a time",
        "%Y-%m-%dT%H:%M:%S": "an ISO date with a time",
        "%d/%m/%Y %H:%M:%S": "a date with a time",
        "%d/%m/%Y %H:%M": "a date with a time",
        "%d-%m-%Y": "a date with dashes",
        "%d.%m.%Y": "a date with full stops",
        "%d/%m/%Y": "a date not written in full",
        "%d/%m/%y": "a date with a short year",
        "%d %b %Y": "a date with the month's name",
        "%d %B %Y": "a date with the month's name",
        "%d-%b-%Y": "a date with the month's name",
        "%Y%m%d": "a date without dividers",
    }
    for form, how in forms.items():
        try:
            return how, datetime.datetime.strptime(stripped.title(), form).date()  # noqa: DTZ007
        except ValueError:
            continue
    return None
