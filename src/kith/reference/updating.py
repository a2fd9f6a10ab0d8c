"""Reading a publisher's newer file into the tables: what was added, changed and refused, and why.

A department's release replaces what an earlier release, or the interactive tool, said of the same area,
year, breakdown and measure. The tool fills gaps and replaces only what it said itself. Nothing is
replaced by an older release, and a category that the table has never had is refused until a person has
looked at it, because a renamed category would silently cut a series in two.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import polars as pl

from kith.reference.areas import AreaCodes
from kith.reference.build import builders
from kith.reference.lait import ToolFigure, is_tool_file, is_tool_page, long_from_page, tidy_tool
from kith.reference.publishers_files import UnreadableFileError, layout_of, read_published
from kith.reference.store import describe, read_table, table_names, table_path, write_table
from kith.reference.tidy import Layout, Tidied, tidy

TOOL = "interactive-tool"


@dataclass(frozen=True)
class Change:
    """What one file does to one table."""

    table: str
    source: str
    rows: pl.DataFrame
    added: int
    changed: int
    unchanged: int
    refused: tuple[str, ...]
    years: tuple[int, ...] = field(default=())

    def in_words(self) -> str:
        """Return the change as a sentence, and one line for each thing refused."""
        span = f" for {self.years[0]} to {self.years[-1]}" if len(self.years) > 1 else ""
        span = span or (f" for {self.years[0]}" if self.years else "")
        told = f"{self.table}: {self.added:,} figures added, {self.changed:,} changed, {self.unchanged:,} as before{span}."
        return "\n".join([told, *(f"  refused: {sentence}" for sentence in self.refused)])


def changes_from(path: Path, accept_new_categories: bool = False) -> list[Change]:
    """Return what a publisher's file would change, table by table, without writing anything.

    `path` is a CSV file, also gzipped. Raises UnreadableFileError when it is none of the known layouts.
    """
    published = read_published(path)
    areas = AreaCodes.read()
    if is_tool_page(published.columns):
        published = long_from_page(published)
    if is_tool_file(published.columns):
        return _from_tool(published, areas, accept_new_categories)
    layout = layout_of(path, published)
    tidied = tidy(published, layout, areas, source="")
    return [_compared(layout.table, layout.source, tidied, accept_new_categories)]


def apply(changes: Sequence[Change], folder: Path, read_on: date, file_name: str) -> None:
    """Write changed tables, and where their new figures are from, into a folder."""
    for change in changes:
        if not change.added and not change.changed:
            continue
        told = _description_with_source(change, folder, read_on, file_name)
        # The description first: a source without figures misleads nobody, figures without a source would.
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{change.table}.toml").write_text(told, encoding="utf-8")
        write_table(change.table, change.rows, folder)


def _from_tool(published: pl.DataFrame, areas: AreaCodes, accept: bool) -> list[Change]:
    changes = []
    for table, module in builders().items():
        figures: tuple[ToolFigure, ...] = getattr(module, "TOOL_FIGURES", ())
        if not figures:
            continue
        layouts: tuple[Layout, ...] = getattr(module, "LAYOUTS", ())
        breakdowns = tuple(layouts[0].breakdowns) if layouts else tuple(figures[0].sets)
        tidied = tidy_tool(published, figures, breakdowns, areas, "")
        if tidied.rows.height or tidied.refused:
            changes.append(_compared(table, TOOL, tidied, accept))
    if not changes:
        raise UnreadableFileError(
            "The interactive tool's file has none of the measures that tables are made from."
        )
    return changes


def _compared(table: str, source: str, tidied: Tidied, accept_new_categories: bool) -> Change:
    """Return a table with the new figures in their places, and the count of what they changed."""
    held = read_table(table)
    key = [name for name in held.columns if name not in ("value", "status", "source")]
    breakdowns = [name for name in key if name not in ("area_code", "year", "measure")]
    refused = list(tidied.refused)
    if tidied.rows.is_empty():
        return Change(table, source, held, 0, 0, 0, tuple(refused))
    newest = int(tidied.rows.select(pl.col("year").max()).item())
    release = f"{re.sub(r'-20[0-9][0-9]$', '', source)}-{newest}"
    rows = tidied.rows.with_columns(source=pl.lit(release))
    rows = _of_known_categories(rows, held, breakdowns, accept_new_categories, refused)
    rows = _plausible(rows, table, refused)
    both = rows.join(held, on=key, how="left", suffix="_held", nulls_equal=True)
    from_tool = pl.col("source").str.starts_with(TOOL)
    held_from_tool = pl.col("source_held").str.starts_with(TOOL)
    # Whether the held figure is from a later publication than the file's.
    later = pl.col("source_held").str.extract(r"(\d{4})$").cast(pl.Int16, strict=False) > int(
        str(newest or 0)
    )
    same = pl.col("value").eq_missing(pl.col("value_held")) & (pl.col("status") == pl.col("status_held"))
    both = both.with_columns(
        fate=pl.when(pl.col("source_held").is_null())
        .then(pl.lit("added"))
        .when(same)
        .then(pl.lit("unchanged"))
        .when(from_tool & ~held_from_tool)
        .then(pl.lit("weaker"))
        .when(later & (from_tool == held_from_tool))
        .then(pl.lit("older"))
        .otherwise(pl.lit("changed"))
    )
    count = {fate: both.filter(pl.col("fate") == fate).height for fate in ("added", "changed", "unchanged")}
    older = both.filter(pl.col("fate") == "older").height
    if older:
        refused.append(f"{older:,} figures differ from those of a later release, which stay.")
    taken = both.filter(pl.col("fate").is_in(["added", "changed"])).select(held.columns)
    kept = held.join(taken, on=key, how="anti", nulls_equal=True)
    return Change(
        table=table,
        source=release,
        rows=pl.concat([kept, taken.cast(kept.schema)]).sort(key),
        refused=tuple(refused),
        years=tuple(sorted(taken["year"].unique())),
        **count,
    )


def _of_known_categories(
    rows: pl.DataFrame, held: pl.DataFrame, breakdowns: list[str], accept: bool, refused: list[str]
) -> pl.DataFrame:
    if not breakdowns or accept:
        return rows
    known = held.select(breakdowns).unique()
    strange = rows.join(known, on=breakdowns, how="anti", nulls_equal=True)
    refused.extend(
        f"the category {' / '.join(str(word) for word in row)} is new. If it is not another name for one that "
        "the table has, read the file again with --accept-new-categories."
        for row in strange.select(breakdowns).unique(maintain_order=True).head(20).iter_rows()
    )
    return rows.join(known, on=breakdowns, how="semi", nulls_equal=True)


def _plausible(rows: pl.DataFrame, table: str, refused: list[str]) -> pl.DataFrame:
    """Refuse what cannot be: a negative number of anything but pounds, a share over a hundred."""
    units = {measure: entry["unit"] for measure, entry in describe(table).measures.items()}
    percent = [measure for measure, unit in units.items() if unit == "percent"]
    pounds = [measure for measure, unit in units.items() if unit.startswith("pounds")]
    impossible = ((pl.col("value") < 0) & ~pl.col("measure").is_in(pounds)) | (
        (pl.col("value") > 100) & pl.col("measure").is_in(percent)
    )
    wrong = rows.filter(impossible.fill_null(False))
    if wrong.height:
        row = wrong.row(0, named=True)
        refused.append(
            f"{wrong.height:,} figures are impossible, such as {row['value']:g} for {row['measure']} in {row['area_code']}."
        )
    return rows.filter(~impossible.fill_null(False))


def _description_with_source(change: Change, folder: Path, read_on: date, file_name: str) -> str:
    """Return the table's description, with the file as one more source when figures are from it."""
    held = folder / f"{change.table}.toml"
    beside = table_path(change.table).with_suffix(".toml")
    shipped = Path(__file__).parent / "tables" / f"{change.table}.toml"
    text = next(path for path in (held, beside, shipped) if path.is_file()).read_text(encoding="utf-8")
    if f'[sources."{change.source}"]' in text:
        return text
    family = re.sub(r"-20\d\d$", "", change.source)
    like = _publication(family)
    name = file_name.replace("\\", "").replace('"', "")
    return (
        f"{text.rstrip()}\n\n"
        f'[sources."{change.source}"]\n'
        f'title = "{like["title"]}"\n'
        f'publisher = "{like["publisher"]}"\n'
        f'licence = "{like["licence"]}"\n'
        f'vintage = "to {change.source[-4:]}; read from {name} on {read_on.isoformat()}"\n'
    )


def _publication(family: str) -> dict[str, str]:
    """Return the title, publisher and licence of a publication, from any table that has figures of it."""
    for table in table_names():
        for key, entry in describe(table).sources.items():
            if key.startswith(family):
                return entry
    raise LookupError(
        f"No table describes the publication {family!r}: add it to the sources of one TOML file."
    )
