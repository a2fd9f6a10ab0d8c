"""From the department's published layout (Explore Education Statistics) to Kith's long form.

A published file has one row per period and area and one column per figure. A `Layout` says which
columns become which measures and which columns or words become breakdowns; `tidy` then gives one row
per area, year, breakdown and measure, with the publisher's marks turned into a status.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

from kith.reference.areas import AreaCodes
from kith.reference.symbols import UNREADABLE, value_and_status

STANDARD_COLUMNS = ("time_period", "geographic_level")


@dataclass(frozen=True)
class Figure:
    """One published column and what it is in Kith's table.

    `where` keeps only the rows whose columns hold these words; `sets` gives breakdowns that the
    publisher wrote into the column's name.
    """

    column: str
    measure: str
    where: Mapping[str, str] = field(default_factory=dict)
    sets: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Layout:
    """How one published file becomes rows of one table.

    `breakdowns` gives for each of the table's breakdown columns the published column it is read from
    (None where only `Figure.sets` gives it); `words` turns the publisher's words into the table's, for
    those that change from file to file; the rest keep their wording without leading numbers.
    """

    table: str
    stem: str
    source: str
    figures: tuple[Figure, ...]
    breakdowns: Mapping[str, str | None] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.figures:
            raise ValueError(f"The layout {self.stem!r} has no figures: name at least one published column.")
        for figure in self.figures:
            unknown = set(figure.sets) - set(self.breakdowns)
            if unknown:
                raise ValueError(
                    f"The layout {self.stem!r} sets {sorted(unknown)}, which are not its breakdowns."
                )

    def needed_columns(self) -> set[str]:
        """The published columns without which this layout cannot be read at all."""
        columns = {name for figure in self.figures for name in figure.where}
        columns |= {name for name in self.breakdowns.values() if name}
        return columns | set(STANDARD_COLUMNS)

    def figure_columns(self) -> set[str]:
        """The published columns that hold figures; a newer file may have dropped some."""
        return {figure.column for figure in self.figures}

    def table_columns(self) -> list[str]:
        """The table's columns, in order."""
        return ["area_code", "year", *self.breakdowns, "measure", "value", "status", "source"]


@dataclass(frozen=True)
class Tidied:
    """The rows that could be read, and a sentence for each kind of row that could not."""

    rows: pl.DataFrame
    refused: tuple[str, ...]


NUMBERED = r"^(?:N?\d{1,2}\.)\s*"


def plain_words(text: pl.Expr, words: Mapping[str, str]) -> pl.Expr:
    """Return the publisher's words without the number in front, and in the table's own wording."""
    return text.str.strip_chars().str.replace(NUMBERED, "").replace(dict(words))


def year_of(period: pl.Expr) -> pl.Expr:
    """Return the year in which a published period ends: 2025 of "2025", "202425" or "2024-25"; null if none.

    The department writes a reporting year as the year it ends in, and academic and financial years as
    six digits.
    """
    text = period.cast(pl.String).str.strip_chars()
    first = text.str.extract(r"^(\d{4})", 1).cast(pl.Int16, strict=False)
    last = text.str.extract(r"^\d{4}[-/]?(\d{2})$", 1).cast(pl.Int16, strict=False)
    return (
        pl.when(text.str.contains(r"^\d{4}$"))
        .then(first)
        .when(last.is_not_null() & ((first + 1) % 100 == last))
        .then(first + 1)
    )


def tidy(published: pl.DataFrame, layout: Layout, areas: AreaCodes, source: str | None = None) -> Tidied:
    """Return the file's figures in the table's long form, and what was refused with the reason.

    `published` has every column as text. A figure whose column is no longer there is refused with its
    name. Raises ValueError naming the columns without which nothing can be read. The same area, year, breakdown and measure twice is refused, both times: nothing tells which is right.
    """
    lacking = layout.needed_columns() - set(published.columns)
    gone = layout.figure_columns() - set(published.columns)
    if lacking or gone == layout.figure_columns():
        lacking |= gone
        raise ValueError(f"The file lacks {', '.join(sorted(lacking))}, which {layout.table} needs.")
    placed = published.with_columns(
        area_code=areas.of_published_rows(published), year=year_of(pl.col("time_period"))
    )
    refused = _unplaced(placed)
    if gone:
        refused.append(f"the file has no column {', '.join(sorted(gone))}; what they held is not updated.")
    placed = placed.filter(pl.col("area_code").is_not_null() & pl.col("year").is_not_null())
    parts = [
        _rows_of(placed, figure, layout, source or layout.source)
        for figure in layout.figures
        if figure.column not in gone
    ]
    rows = pl.concat(parts).unique(maintain_order=True)
    unreadable = rows.filter(pl.col("status") == UNREADABLE)
    if unreadable.height:
        where = ", ".join(sorted(set(unreadable["measure"])))
        refused.append(f"{unreadable.height} cells are neither a number nor a known mark (in {where}).")
        rows = rows.filter(pl.col("status") != UNREADABLE)
    key = ["area_code", "year", *layout.breakdowns, "measure"]
    twice = rows.filter(pl.struct(key).is_duplicated())
    if twice.height:
        refused.append(
            f"{twice.height} figures are given twice with different values, for the same area, year and breakdown "
            f"(for instance {_in_words(twice.row(0, named=True), key)})."
        )
        rows = rows.filter(~pl.struct(key).is_duplicated())
    return Tidied(rows.select(layout.table_columns()).sort(key), tuple(refused))


def _rows_of(placed: pl.DataFrame, figure: Figure, layout: Layout, source: str) -> pl.DataFrame:
    """Return the long rows of one published column."""
    chosen = placed.filter(*[pl.col(name).str.strip_chars() == word for name, word in figure.where.items()])
    value, status = value_and_status(pl.col(figure.column))
    breakdowns = [
        pl.lit(figure.sets[name]).alias(name)
        if name in figure.sets
        else plain_words(pl.col(column), layout.words).alias(name)
        if column
        else pl.lit(None, dtype=pl.String).alias(name)
        for name, column in layout.breakdowns.items()
    ]
    return chosen.select(
        "area_code",
        "year",
        *breakdowns,
        pl.lit(figure.measure).alias("measure"),
        value.alias("value"),
        status.alias("status"),
        pl.lit(source).alias("source"),
    )


def _unplaced(placed: pl.DataFrame) -> list[str]:
    """Say which rows have no area or no year that is known."""
    told = []
    lost = placed.filter(pl.col("area_code").is_null())
    if lost.height:
        columns = [
            name for name in ("la_name", "new_la_code", "old_la_code", "region_code") if name in lost.columns
        ]
        names = sorted(
            {" ".join(str(cell) for cell in row if cell) for row in lost.select(columns).unique().iter_rows()}
        )
        told.append(f"{lost.height} rows are about areas that are not known: {'; '.join(names[:5])}.")
    undated = placed.filter(pl.col("year").is_null())
    if undated.height:
        periods = ", ".join(sorted({str(period) for period in undated["time_period"].unique()})[:5])
        told.append(f"{undated.height} rows have a period that is not one year: {periods}.")
    return told


def _in_words(row: dict[str, object], key: list[str]) -> str:
    return re.sub(r"\s+", " ", ", ".join(str(row[name]) for name in key if row[name] is not None))
