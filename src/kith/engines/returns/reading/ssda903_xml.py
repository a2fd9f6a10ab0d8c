"""SSDA903 from its XML: one element for each child, with its details, groups and episodes."""

from __future__ import annotations

import polars as pl

from kith.engines.returns.layouts import SSDA903
from kith.engines.returns.reading.files import File
from kith.engines.returns.reading.notes import NOTE, REFUSED, Note
from kith.engines.returns.reading.xml_events import read_elements

GROUPS = {
    "EPISODE": "Episodes",
    "AREVIEW": "Reviews",
    "AMISSING": "Missing",
    "OC2": "OC2",
    "PERMANENCE": "PrevPerm",
    "AD_PLACED": "PlacedAdoption",
    "SWEPISODE": "SWEpisodes",
    "SW_EPISODE": "SWEpisodes",
    "DOLO": "DoLo",
}
# These stand among the child's own details, without a group; a row is made where one of them is filled.
INLINE = {
    "UASC": ("DUC",),
    "OC3": ("IN_TOUCH", "ACTIV", "ACCOM"),
    "AD1": ("DATE_INT", "DATE_MATCH", "FOSTER_CARE", "NB_ADOPTR", "SEX_ADOPTR", "LS_ADOPTR"),
}
RENAMED = {"CHILDID": "CHILD", "PL": "PLACE"}


def read_ssda903_xml(file: File, notes: list[Note]) -> dict[str, pl.DataFrame]:
    """Return the tables as text, Header with the marker UASC that XML carries.

    Only the tables of which the file has a row are returned, Header and Episodes aside.
    """
    rows: dict[str, list[dict[str, str]]] = {table.name: [] for table in SSDA903.tables}
    known = {name for table in SSDA903.tables for name in table.column_names} | {"UASC"}
    details: dict[str, str] = {}
    group: dict[str, str] | None = None
    waiting: list[tuple[str, dict[str, str]]] = []
    path: list[str] = []
    strangers: set[str] = set()

    text = ""

    def characters(data: str) -> None:
        nonlocal text
        text += data

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal details, group, waiting, text
        text = ""
        name = name.upper()
        path.append(name)
        if name in GROUPS and len(path) > 2:
            group = {}
        elif name in ("CHILD", "HEADER") and "CHILD" not in path[:-1] and "HEADER" not in path[:-1]:
            details, waiting = {}, []

    def end(name: str) -> None:
        nonlocal group, text
        name = name.upper()
        path.pop()
        column = RENAMED.get(name, name)
        if name in GROUPS and group is not None:
            waiting.append((GROUPS[name], group))
            group = None
        elif name in ("CHILD", "HEADER") and "CHILD" not in path and "HEADER" not in path:
            if details or waiting:
                finish()
        elif column in known:
            value = text.strip().upper()
            text = ""
            if value:
                (details if group is None else group)[column] = value
        elif path and name not in ("CHILD", "HEADER") and text.strip():
            strangers.add(name)

    def finish() -> None:
        own: dict[str, str] = {name: details[name] for name in ("CHILD", "DOB", "SEX") if name in details}
        rows["Header"].append(dict(details))
        for table, columns in INLINE.items():
            if any(name in details for name in columns) or (table == "UASC" and details.get("UASC") == "1"):
                rows[table].append({**own, **{name: details[name] for name in columns if name in details}})
        for table, values in waiting:
            rows[table].append({**own, **values})

    with file.open() as stream:
        read_elements(stream, file.name, start, characters, end, notes)
    notes.extend(
        Note(NOTE, file.name, f"has an element {name} that the return does not have; it was left out.")
        for name in sorted(strangers)
    )
    if not rows["Header"]:
        notes.append(Note(REFUSED, file.name, "has no child: it is not an SSDA903 return."))
        return {}
    frames = {}
    for table in SSDA903.tables:
        if rows[table.name] or table.name in ("Header", "Episodes"):
            names = [*table.column_names, *(["UASC"] if table.name == "Header" else [])]
            frames[table.name] = pl.DataFrame(
                {
                    name: pl.Series(name, [row.get(name) for row in rows[table.name]], dtype=pl.String)
                    for name in names
                }
            )
    return frames
