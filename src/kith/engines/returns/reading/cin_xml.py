"""The children in need census from its XML, streamed: a census of any size is read in one pass.

Each repeated element becomes a row of its table, in the order of the file. Besides the department's
columns a table has `child` (the child's identifier, or a stand-in) and, where it applies, `episode`,
`assessment` and `plan`: the rows of CINdetails, Assessments and ChildProtectionPlans that it is in.
"""

from __future__ import annotations

from collections.abc import Callable

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
# The running number that ties a row to the element it is in; the rest follows from that one.
PARENT = {
    "Header": "child",
    "ChildIdentifiers": "child",
    "ChildCharacteristics": "child",
    "Disabilities": "child",
    "CINdetails": "child",
    "Assessments": "episode",
    "CINplanDates": "episode",
    "Section47": "episode",
    "ChildProtectionPlans": "episode",
    "PreProceedingsandFGDM": "episode",
    "AssessmentFactorsList": "assessment",
    "Reviews": "plan",
}
NUMBERS = ("CINdetailsID", "AssessmentID", "CPPID")


class _Census:
    """Rows as they come: a list for each column of each table, and one of the rows' parents."""

    def __init__(self) -> None:
        self.columns: dict[str, dict[str, list[str | None]]] = {}
        self.parents: dict[str, list[int]] = {}
        for table in CIN.tables:
            own = [name for name in table.column_names if name not in ("LAchildID", *NUMBERS)]
            if table.name == "ChildIdentifiers":
                own.insert(0, "LAchildID")
            self.columns[table.name] = {name: [] for name in own}
            self.parents[table.name] = []
        self.identifiers: list[str | None] = []
        self.strangers: set[str] = set()


def read_census(file: File, notes: list[Note]) -> dict[str, pl.DataFrame]:
    """Read a census; every table is there, empty where the file has none of it."""
    census = _Census()
    with file.open() as stream:
        read_elements(stream, file.name, *_handlers(census), notes)
    notes.extend(
        Note(NOTE, file.name, f"has an element {name} that the census does not have; it was left out.")
        for name in sorted(census.strangers)
    )
    if not census.identifiers and not census.parents["Header"]:
        notes.append(
            Note(REFUSED, file.name, "has no Child and no Header: it is not a children in need census.")
        )
        return {}
    links = _links(census)
    frames = {}
    for table in CIN.tables:
        cells = census.columns.pop(table.name)
        text = pl.DataFrame([pl.Series(name, values, dtype=pl.String) for name, values in cells.items()])
        mine = links[table.name]
        text = text.hstack([mine.get_column(name) for name in mine.columns if name not in text.columns])
        typed = typed_frame(text.select(pl.col(table.column_names).cast(pl.String)), table, iso=True)
        numbers = [pl.col(name).cast(pl.Int64) for name in NUMBERS if name in table.column_names]
        kept = [name for name in ("child", "episode", "assessment", "plan") if name in mine.columns]
        frames[table.name] = typed.with_columns(numbers).hstack(mine.select(kept))
        _note_cells(frames[table.name], table.name, file, notes)
    return frames


def _links(census: _Census) -> dict[str, pl.DataFrame]:
    """For each table, what its rows' parents imply: the child, the rows above, and the running numbers."""
    identifier = pl.Series("LAchildID", census.identifiers, dtype=pl.String)
    # A child with no identifier still is one child: a stand-in that no file can hold keeps it apart.
    stand_in = [known if known is not None else f"\x1f{at}" for at, known in enumerate(census.identifiers)]
    of_child = pl.DataFrame({"LAchildID": identifier, "child": pl.Series(stand_in, dtype=pl.String)})

    def numbered(table: str, above: pl.DataFrame, name: str, number: str) -> pl.DataFrame:
        parents = pl.Series("_parent", census.parents[table], dtype=pl.Int64)
        mine = _gathered(above, parents).with_columns(parents)
        within = pl.int_range(1, pl.len() + 1, dtype=pl.Int64).over("_parent")
        rows = pl.int_range(pl.len(), dtype=pl.Int64)
        return mine.with_columns(within.alias(number), rows.alias(name)).drop("_parent")

    above = {"child": of_child}
    above["episode"] = numbered("CINdetails", of_child, "episode", "CINdetailsID")
    above["assessment"] = numbered("Assessments", above["episode"], "assessment", "AssessmentID")
    above["plan"] = numbered("ChildProtectionPlans", above["episode"], "plan", "CPPID")
    links = {
        table: _gathered(above[PARENT[table]], pl.Series("_parent", parents, dtype=pl.Int64))
        for table, parents in census.parents.items()
    }
    links["CINdetails"] = above["episode"].drop("episode")
    links["Assessments"] = above["assessment"].drop("assessment")
    links["ChildProtectionPlans"] = above["plan"].drop("plan")
    return links


def _gathered(above: pl.DataFrame, parents: pl.Series) -> pl.DataFrame:
    """The parent's row for each of these; nulls where an element stands outside any parent."""
    known = parents.set(parents < 0, None)
    return above.select(pl.all().gather(known)) if len(above) else above.clear(len(parents))


_Handlers = tuple[Callable[[str, dict[str, str]], None], Callable[[str], None], Callable[[str], None]]


def _handlers(census: _Census) -> _Handlers:
    """Return what to do at an element's start, its text and its end.

    They are called millions of times, so they share plain variables, and a leaf costs one look-up.
    """
    record: dict[str, str] = {}
    outer: list[dict[str, str]] = []
    text = ""
    child = episode = assessment = plan = -1
    dates = 0
    groups = GROUPS
    in_episode = {name for name, table in GROUPS.items() if PARENT[table] == "episode"}
    leaf_names = {name for columns in census.columns.values() for name in columns} - set(REPEATED)
    others = {*GROUPS, *REPEATED, *WRAPPERS}
    writers = {
        table: ([(leaf, cells.append) for leaf, cells in columns.items()], census.parents[table].append)
        for table, columns in census.columns.items()
    }
    write_disability = census.columns["Disabilities"]["Disability"].append
    write_factor = census.columns["AssessmentFactorsList"]["AssessmentFactor"].append
    write_review = census.columns["Reviews"]["CPPreviewDate"].append
    of_disability = census.parents["Disabilities"].append
    of_factor = census.parents["AssessmentFactorsList"].append
    of_review = census.parents["Reviews"].append

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal record, child, episode, assessment, plan, dates
        if name not in others:
            return
        if name in groups:
            outer.append(record)
            record = {}
            if name == "CINdetails":
                episode += 1
            elif name == "Assessments":
                assessment += 1
            elif name == "ChildProtectionPlans":
                plan += 1
        elif name == "Child":
            child += 1
            census.identifiers.append(None)
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
            table = groups[name]
            cells, of = writers[table]
            get = record.get
            for leaf, write in cells:
                write(get(leaf))
            of(episode if name in in_episode else child)
            if name == "ChildIdentifiers" and census.identifiers:
                census.identifiers[-1] = record.get("LAchildID")
            record = outer.pop() if outer else {}
        elif name == "AssessmentFactors":
            write_factor(value or None)
            of_factor(assessment)
        elif name == "Disability":
            write_disability(value or None)
            of_disability(child)
        elif name == "CPPreviewDate":
            write_review(value or None)
            of_review(plan)
            dates += 1
        elif name == "Reviews":
            # A group without a date is a review without one, which is worth knowing.
            if not dates:
                write_review(None)
                of_review(plan)
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
            Note(
                note.kind,
                note.file,
                note.says.replace("dd/mm/yyyy", "yyyy-mm-dd"),
                found.get(note.row or 0),
                note.table,
                note.column,
                note.row,
            )
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
