"""From the Local Authority Interactive Tool's layout to Kith's long form.

The tool keeps one row per measure, area and period, the measure by a short code. It writes "-" for
every reason why a number is not given, so a table takes a figure from the department's own release
where Kith has one and from the tool otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import polars as pl

from kith.reference.areas import ENGLAND, AreaCodes
from kith.reference.store import read_table
from kith.reference.symbols import NOT_GIVEN, UNREADABLE, value_and_status
from kith.reference.tidy import Tidied

# The names that a measure, period, area and number have had in the tool's files over the years.
COLUMN_NAMES = {
    "code": ("measure_short", "Measure_short"),
    "period": ("years", "Years"),
    "dfe_code": ("dfe_la_code", "la_number", "LA Number"),
    "area_name": ("la_name", "la_and_regions", "LA and Regions"),
    "value": ("value", "values", "values_num", "Values"),
}

REGION_NAMES = {
    "england": ENGLAND,
    "london (inner)": "E13000001",
    "london (outer)": "E13000002",
    "yorkshire and the humber": "E12000003",
}


@dataclass(frozen=True)
class ToolFigure:
    """One of the tool's measures, by its short code and its title, and what it is in Kith's table."""

    code: str
    measure: str
    title: str
    sets: Mapping[str, str] = field(default_factory=dict)


def is_tool_file(columns: Iterable[str]) -> bool:
    """Return whether a file's columns are those of the tool."""
    held = set(columns)
    return all(held & set(names) for names in COLUMN_NAMES.values())


# What a person downloads from the tool's own page: one row per area and measure, one column per period.
PAGE_COLUMNS = {"LA Number", "LA and Regions", "Topic", "Measure"}


def is_tool_page(columns: Iterable[str]) -> bool:
    """Return whether a file's columns are those of a table downloaded from the tool's page."""
    return set(columns) >= PAGE_COLUMNS and "Years" not in set(columns)


def long_from_page(page: pl.DataFrame) -> pl.DataFrame:
    """Return a downloaded table with one row per measure, area and period, as the tool's own file has them.

    The page gives a measure its title, not its code; `tidy_tool` knows both.
    """
    periods = [name for name in page.columns if re.match(r"20\d\d", name.strip())]
    return page.unpivot(
        on=periods,
        index=["LA Number", "LA and Regions", "Measure"],
        variable_name="Years",
        value_name="Values",
    ).rename({"Measure": "measure_short"})


def year_of_period(period: str) -> int | None:
    """Return the year in which the tool's period ends, or None when it is not one year.

    "2025" and "2025 (OT)" are that year; "2024-25 (OT)" is 2025. Three-year averages ("2014-16") and
    the stray period "0" are not one year.
    """
    text = re.sub(r"\s*\((?:OT|B)\)$", "", period.strip())
    if re.fullmatch(r"20\d\d", text):
        return int(text)
    if match := re.fullmatch(r"(20\d\d)[-/](\d\d)", text):
        first, last = int(match[1]), int(match[2])
        return first + 1 if (first + 1) % 100 == last else None
    return None


def tidy_tool(
    published: pl.DataFrame,
    figures: Iterable[ToolFigure],
    breakdowns: tuple[str, ...],
    areas: AreaCodes,
    source: str,
) -> Tidied:
    """Return the tool's figures in the table's long form, and what was refused with the reason.

    `breakdowns` names the table's breakdown columns; a figure that does not set one leaves it missing.
    Raises ValueError naming what the file lacks.
    """
    held = {}
    for ours, theirs in COLUMN_NAMES.items():
        found = [name for name in theirs if name in published.columns]
        if not found:
            raise ValueError(
                f"The file has no column {theirs[0]!r}, which the interactive tool's files have."
            )
        held[ours] = found[0]
    given = published.select([pl.col(name).cast(pl.String).alias(ours) for ours, name in held.items()])
    chosen = {name: figure for figure in figures for name in (figure.code, figure.title)}
    given = given.filter(pl.col("code").is_in(list(chosen)))
    # The tool's file of stored numbers leaves the cell empty and puts the mark in a column beside it.
    if "status" in published.columns:
        marks = published.filter(pl.col(held["code"]).cast(pl.String).is_in(list(chosen)))["status"]
        given = given.with_columns(value=pl.coalesce(pl.col("value"), marks.cast(pl.String)))
    years = {period: year_of_period(period or "") for period in given["period"].unique()}
    codes = {
        (dfe, name): areas.present(dfe, None) or _region(name, areas)
        for dfe, name in given.select("dfe_code", "area_name").unique().iter_rows()
    }
    value, status = value_and_status(pl.col("value"))
    rows = given.select(
        pl.Series(
            "area_code",
            [codes[key] for key in given.select("dfe_code", "area_name").iter_rows()],
            dtype=pl.String,
        ),
        pl.Series("year", [years[period] for period in given["period"]], dtype=pl.Int16),
        *[
            pl.col("code")
            .replace_strict(
                {code: figure.sets.get(name) for code, figure in chosen.items()}, return_dtype=pl.String
            )
            .alias(name)
            for name in breakdowns
        ],
        pl.col("code")
        .replace_strict({code: figure.measure for code, figure in chosen.items()}, return_dtype=pl.String)
        .alias("measure"),
        value.alias("value"),
        status.alias("status"),
        pl.lit(source).alias("source"),
    )
    refused = []
    unknown = sorted({name or "" for (_, name), code in codes.items() if code is None})
    if unknown:
        refused.append(f"Rows about areas that are not known: {', '.join(unknown[:5])}.")
    undated = sorted(period or "none" for period, year in years.items() if year is None)
    if undated:
        refused.append(f"Rows whose period is not one year: {', '.join(undated[:5])}.")
    unreadable = rows.filter(pl.col("status") == UNREADABLE).height
    if unreadable:
        refused.append(f"{unreadable} cells are neither a number nor a known mark.")
    kept = rows.filter(
        pl.col("area_code").is_not_null() & pl.col("year").is_not_null() & (pl.col("status") != UNREADABLE)
    )
    key = ["area_code", "year", *breakdowns, "measure"]
    return Tidied(
        _of_their_time(kept).unique(key, keep="first", maintain_order=True).sort(key), tuple(refused)
    )


def _region(name: str | None, areas: AreaCodes) -> str | None:
    folded = (name or "").strip().casefold()
    return REGION_NAMES.get(folded) or areas.by_name.get(folded)


def _of_their_time(rows: pl.DataFrame) -> pl.DataFrame:
    """Leave out the marks that the tool gives for years when an authority did not exist.

    The tool has a row for every area in every year, so Cumbria of 2025 and Cumberland of 2016 are there
    with a mark; to keep them would say that something was withheld.
    """
    changes = read_table("authority_change").with_columns(change=pl.col("changed").dt.year().cast(pl.Int16))
    ended = changes.group_by(pl.col("former_code").alias("area_code")).agg(
        pl.col("change").max().alias("ended")
    )
    began = changes.group_by(pl.col("successor_code").alias("area_code")).agg(
        pl.col("change").min().alias("began")
    )
    outside = (pl.col("year") > pl.col("ended")).fill_null(False) | (
        pl.col("year") <= pl.col("began")
    ).fill_null(False)
    return (
        rows.join(ended, on="area_code", how="left")
        .join(began, on="area_code", how="left")
        .filter(~(outside & (pl.col("status") == NOT_GIVEN)))
        .drop("ended", "began")
    )


def fill_from(first: pl.DataFrame, second: pl.DataFrame) -> pl.DataFrame:
    """Return the first source's rows and, where it has none for an area, year, breakdown and measure, the second's."""
    key = [name for name in first.columns if name not in ("value", "status", "source")]
    return pl.concat([first, second.join(first, on=key, how="anti", nulls_equal=True)]).sort(key)
