"""The children in need census from CSV files, one for each table, as Kith writes them and as systems export them.

The running numbers in the files (CINdetailsID, AssessmentID, CPPID) tie rows together, as nesting does in the XML.
"""

from __future__ import annotations

import polars as pl

from kith.engines.returns.layouts import CIN
from kith.engines.returns.reading.cin_xml import NUMBERS, PARENT
from kith.engines.returns.reading.csv_table import name_columns, read_text_table, recognise, refuse
from kith.engines.returns.reading.files import File
from kith.engines.returns.reading.notes import MISSING, NOTE, REFUSED, Note
from kith.engines.returns.reading.typed import typed_frame, unreadable_cells

# The row above a row is found by these, and counted from the start of its table.
ABOVE = {"episode": "CINdetails", "assessment": "Assessments", "plan": "ChildProtectionPlans"}
KEYS = {
    "episode": ["LAchildID", "CINdetailsID"],
    "assessment": ["LAchildID", "CINdetailsID", "AssessmentID"],
    "plan": ["LAchildID", "CINdetailsID", "CPPID"],
}
NEEDED = ("Header", "ChildIdentifiers")


def read_census_csv(files: list[File], notes: list[Note]) -> tuple[dict[str, pl.DataFrame], dict[str, str]]:
    """Read a census from its tables; every table is there, empty where no file has it. Return them with their files."""
    texts: dict[str, pl.DataFrame] = {}
    sources: dict[str, str] = {}
    lines: dict[str, list[int] | None] = {}
    for file in files:
        found = _one(file, notes)
        if found is None:
            continue
        table, text, of_file = found
        if table in texts:
            notes.append(
                Note(
                    REFUSED,
                    file.name,
                    f"is a second file for {table}; the first, {sources[table]}, was read. Give one.",
                )
            )
            continue
        texts[table], sources[table], lines[table] = text, file.name, of_file
    if not texts:
        return {}, {}
    notes.extend(
        Note(MISSING, "the files given", f"have no {table}.") for table in NEEDED if table not in texts
    )
    frames = {}
    for layout in CIN.tables:
        empty = pl.DataFrame({name: pl.Series(name, [], dtype=pl.String) for name in layout.column_names})
        text = texts.get(layout.name, empty)
        numbers = [pl.col(name).cast(pl.Int64, strict=False) for name in NUMBERS if name in text.columns]
        typed = typed_frame(text.select(layout.column_names), layout, iso=True).with_columns(numbers)
        if layout.name in sources:
            unreadable_cells(typed, layout, sources[layout.name], lines[layout.name], notes)
        frames[layout.name] = typed
    return _joined(frames, sources, notes), {table: sources.get(table, "the files given") for table in frames}


def _one(file: File, notes: list[Note]) -> tuple[str, pl.DataFrame, list[int] | None] | None:
    try:
        frame, lines = read_text_table(file.content(), file.name, notes, capitals=False)
    except Exception as problem:  # a file that no reader understands is named, and the others are read
        notes.append(
            Note(
                REFUSED,
                file.name,
                f"could not be read as CSV ({type(problem).__name__}). Save it again as CSV.",
            )
        )
        return None
    table, lacking = recognise(frame.columns, CIN)
    if table is None:
        refuse(file.name, "", notes)
        return None
    return table.name, name_columns(frame, table, lacking, file.name, notes), lines


def _joined(
    frames: dict[str, pl.DataFrame], sources: dict[str, str], notes: list[Note]
) -> dict[str, pl.DataFrame]:
    """Add to each table its child and the rows above it, as the XML's nesting gives them."""
    rows = {
        name: frames[table]
        .select(KEYS[name])
        .with_row_index(name)
        .with_columns(pl.col(name).cast(pl.Int64))
        .unique(KEYS[name], keep="first", maintain_order=True)
        for name, table in ABOVE.items()
    }
    for table, frame in frames.items():
        if "LAchildID" not in frame.columns:
            # The header stands above every child, in the XML too.
            frames[table] = frame.with_columns(pl.lit(None, dtype=pl.String).alias("child"))
            continue
        # A row with no child's number belongs to nobody else: a stand-in that no file can hold keeps it apart.
        stand_in = pl.format("\x1f{}", pl.int_range(pl.len()))
        joined = frame.with_columns(pl.coalesce("LAchildID", stand_in).alias("child"))
        for name in _above(table):
            joined = joined.join(
                rows[name], on=KEYS[name], how="left", maintain_order="left", nulls_equal=True
            )
        parent = PARENT[table]
        if parent != "child":
            lost = int(joined.get_column(parent).null_count())
            if lost:
                notes.append(
                    Note(
                        NOTE,
                        sources.get(table, "the files given"),
                        f"has {lost} row{'s' if lost > 1 else ''} whose numbers are in no row of {ABOVE[parent]}.",
                        table=table,
                    )
                )
        frames[table] = joined
    return frames


def _above(table: str) -> list[str]:
    """Return which rows stand above a table's rows: its parent's, and those above that."""
    parent = PARENT[table]
    return {
        "child": [],
        "episode": ["episode"],
        "assessment": ["episode", "assessment"],
        "plan": ["episode", "plan"],
    }[parent]
