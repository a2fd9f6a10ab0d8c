"""The children in need census from its XML, streamed: a census of any size is read in one pass.

Each repeated element becomes a row of its table, in the order of the file. Besides the department's
columns a table has `child` (the child's identifier, or a stand-in) and, where it applies, `episode`,
`assessment` and `plan`: the rows of CINdetails, Assessments and ChildProtectionPlans that it is in.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import polars as pl

from kith.engines.returns.layouts import CIN
from kith.engines.returns.reading.files import File
from kith.engines.returns.reading.notes import NOTE, REFUSED, Note
from kith.engines.returns.reading.typed import typed_frame, unreadable_cells
from kith.engines.returns.reading.xml_events import read_elements

# The element that makes a row of each table, and those that are a row by themselves.
GROUPS = {
    "Header": "Header",
    "ChildIdentifiers": "ChildIdentifiers",
    "ChildCharacteristics": "ChildCharacteristics",
    "CINdetails": "CINdetails",
    "Assessments": "Assessments",
    "CINPlanDates": "CINplanDates",
    "CINplanDates": "CINplanDates",
    "Section47": "Section47",
    "ChildProtectionPlans": "ChildProtectionPlans",
    "PreProceedingsandFGDM": "PreProceedingsandFGDM",
}
REPEATED = {
    "Disability": ("Disabilities", "Disability"),
    "AssessmentFactors": ("AssessmentFactorsList", "AssessmentFactor"),
    "CPPreviewDate": ("Reviews", "CPPreviewDate"),
}
WRAPPERS = {
    *("Message", "Children", "Child", "CollectionDetails", "Source", "Disabilities"),
    *("FactorsIdentifiedAtAssessment", "Reviews"),
}
LINKS = {
    "CINdetails": (),
    "Assessments": ("episode",),
    "AssessmentFactorsList": ("episode", "assessment"),
    "CINplanDates": ("episode",),
    "Section47": ("episode",),
    "ChildProtectionPlans": ("episode",),
    "Reviews": ("episode", "plan"),
    "PreProceedingsandFGDM": ("episode",),
}
NUMBERS = ("CINdetailsID", "AssessmentID", "CPPID")


class _Census:
    """Rows as they come: a list for each column of each table."""

    def __init__(self) -> None:
        self.columns: dict[str, dict[str, list[Any]]] = {}
        self.leaves: dict[str, tuple[str, ...]] = {}
        for table in CIN.tables:
            leaves = tuple(name for name in table.column_names if name != "LAchildID" and name not in NUMBERS)
            if table.name == "ChildIdentifiers":
                leaves = ("LAchildID", *leaves)
            self.leaves[table.name] = leaves
            numbers = [name for name in NUMBERS if name in table.column_names]
            self.columns[table.name] = {name: [] for name in (*leaves, "_child", *LINKS.get(table.name, ()), *numbers)}
        self.identifiers: list[str | None] = []
        self.strangers: set[str] = set()


def read_census(file: File, notes: list[Note]) -> dict[str, pl.DataFrame]:
    """Read a census; every table is there, empty where the file has none of it."""
    census = _Census()
    with file.open() as stream:
        read_elements(stream, file.name, *_handlers(census), notes)
    for name in sorted(census.strangers):
        notes.append(Note(NOTE, file.name, f"has an element {name} that the census does not have; it was left out."))
    if not census.identifiers and not census.columns["Header"]["_child"]:
        notes.append(Note(REFUSED, file.name, "has no Child and no Header: it is not a children in need census."))
        return {}
    frames = {}
    identifiers = pl.Series("LAchildID", [*census.identifiers, None], dtype=pl.String)
    for table in CIN.tables:
        columns = census.columns[table.name]
        frame = pl.DataFrame(
            {
                name: pl.Series(name, values, dtype=pl.Int64 if name in ("_child", "episode", "assessment", "plan", *NUMBERS) else pl.String)
                for name, values in columns.items()
            }
        )
        frames[table.name] = _linked(frame, identifiers, table.name)
        typed = typed_frame(frames[table.name].select(pl.col(table.column_names).cast(pl.String)), table, iso=True)
        links = [name for name in ("child", "episode", "assessment", "plan") if name in frames[table.name].columns]
        numbers = [pl.col(name).cast(pl.Int64) for name in NUMBERS if name in table.column_names]
        frames[table.name] = typed.with_columns(numbers).hstack(frames[table.name].select(links))
        _note_cells(frames[table.name], table.name, file, notes)
    return frames


def _linked(frame: pl.DataFrame, identifiers: pl.Series, table: str) -> pl.DataFrame:
    """Give each row the identifier of the child that it is in."""
    if table == "Header":
        return frame.drop("_child")
    whose = identifiers.gather(frame.get_column("_child")) if len(frame) else identifiers.clear()
    child = pl.coalesce(pl.col("LAchildID"), pl.concat_str(pl.lit("\x1f"), pl.col("_child").cast(pl.String))).alias("child")
    if table == "ChildIdentifiers":
        return frame.with_columns(child).drop("_child")
    return frame.with_columns(whose.alias("LAchildID")).with_columns(child).drop("_child")


_Handlers = tuple[Callable[[str, dict[str, str]], None], Callable[[str], None], Callable[[str], None]]


def _handlers(census: _Census) -> _Handlers:
    """Return what to do at an element's start, its text and its end.

    They are called millions of times, so they share plain variables, and a leaf costs one look-up.
    """
    record: dict[str, str] = {}
    outer: list[dict[str, str]] = []
    text = ""
    child = episode = assessment = plan = -1
    episode_number = assessment_number = plan_number = dates = 0
    groups, repeated = GROUPS, REPEATED
    leaf_names = {name for leaves in census.leaves.values() for name in leaves} - set(REPEATED)
    others = {*GROUPS, *REPEATED, *WRAPPERS}
    writers = {
        table: [(leaf, census.columns[table][leaf].append) for leaf in leaves]
        for table, leaves in census.leaves.items()
    }
    links = {
        table: [
            (name, columns[name].append)
            for name in ("_child", "episode", "assessment", "plan", *NUMBERS)
            if name in columns
        ]
        for table, columns in census.columns.items()
    }

    def append(table: str, values: dict[str, str]) -> None:
        get = values.get
        for leaf, write in writers[table]:
            write(get(leaf))
        running = {
            "_child": child, "episode": episode, "assessment": assessment, "plan": plan,
            "CINdetailsID": episode_number, "AssessmentID": assessment_number, "CPPID": plan_number,
        }  # fmt: skip
        for name, write in links[table]:
            write(running[name])

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal record, child, episode, assessment, plan, episode_number, assessment_number, plan_number, dates
        if name not in others:
            return
        if name in groups:
            outer.append(record)
            record = {}
            if name == "CINdetails":
                episode += 1
                episode_number += 1
                assessment_number = plan_number = 0
            elif name == "Assessments":
                assessment += 1
                assessment_number += 1
            elif name == "ChildProtectionPlans":
                plan += 1
                plan_number += 1
        elif name == "Child":
            child += 1
            census.identifiers.append(None)
            episode_number = 0
        elif name == "Reviews":
            dates = 0

    def characters(data: str) -> None:
        nonlocal text
        text = data if not text else text + data

    def end(name: str) -> None:
        nonlocal record, text, dates
        value, text = text.strip(), ""
        if name in leaf_names:
            if value:
                record[name] = value
        elif name in groups:
            append(groups[name], record)
            if name == "ChildIdentifiers" and census.identifiers:
                census.identifiers[-1] = record.get("LAchildID")
            record = outer.pop() if outer else {}
        elif name in repeated:
            table, leaf = repeated[name]
            append(table, {leaf: value} if value else {})
            dates += 1
        elif name == "Reviews":
            # A group without a date is a review without one, which is worth knowing.
            if not dates:
                append("Reviews", {})
        elif name not in others:
            census.strangers.add(name)

    return start, characters, end


def _note_cells(frame: pl.DataFrame, table: str, file: File, notes: list[Note]) -> None:
    before = len(notes)
    layout = CIN.table(table)
    lines: list[int] = [0] * len(frame)
    unreadable_cells(frame, layout, file.name, lines, notes)
    if len(notes) > before:
        # Lines are looked up only when there is something to say: it takes a second pass.
        found = _lines_of(file, table, {note.row for note in notes[before:] if note.row is not None})
        notes[before:] = [
            Note(note.kind, note.file, note.says.replace("dd/mm/yyyy", "yyyy-mm-dd"), found.get(note.row or 0), note.table, note.column, note.row)
            for note in notes[before:]
        ]


def _lines_of(file: File, table: str, rows: set[int]) -> dict[int, int]:
    """Return the line on which each of these rows of a table begins."""
    from xml.parsers import expat

    elements = {name for name, made in GROUPS.items() if made == table}
    elements |= {name for name, (made, _) in REPEATED.items() if made == table}
    found: dict[int, int] = {}
    count = -1
    parser = expat.ParserCreate()

    def on_start(element: str, attributes: dict[str, str]) -> None:
        nonlocal count
        if element in elements:
            count += 1
            if count in rows:
                found[count] = parser.CurrentLineNumber

    parser.StartElementHandler = on_start
    try:
        with file.open() as stream:
            parser.ParseFile(stream)
    except expat.ExpatError:
        pass
    return found
