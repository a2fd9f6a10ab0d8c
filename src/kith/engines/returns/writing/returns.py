"""Returns written from frames: CSV and XML for SSDA903, XML and CSV for the census.

A return that is written and read again is the same return.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import IO
from xml.sax.saxutils import escape

import polars as pl

from kith.engines.returns.layouts import CIN, LAYOUTS, SSDA903, Table
from kith.engines.returns.reading.cin_xml import NUMBERS
from kith.engines.returns.reading.ssda903_xml import GROUPS, INLINE, RENAMED
from kith.engines.returns.years import CollectionYear

Cells = dict[str, str]


def text_rows(frame: pl.DataFrame, table: Table) -> list[Cells]:
    """The rows of a typed table as they were written, without empty cells."""
    columns = [
        (
            pl.col(f"{name}_text").alias(name)
            if f"{name}_text" in frame.columns
            else pl.col(name).cast(pl.String)
        )
        for name in table.column_names
        if name in frame.columns
    ]
    return [
        {name: cell for name, cell in row.items() if cell is not None}
        for row in frame.select(columns).iter_rows(named=True)
    ]


def write_csv(return_name: str, frames: Mapping[str, pl.DataFrame], folder: Path) -> list[Path]:
    """Write each table as a CSV file of the department's layout."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for table in LAYOUTS[return_name].tables:
        if table.name not in frames:
            continue
        path = folder / f"{table.name}.csv"
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(table.column_names)
            writer.writerows(
                [row.get(name, "") for name in table.column_names]
                for row in text_rows(frames[table.name], table)
            )
        written.append(path)
    return written


def _element(name: str, value: str) -> str:
    return f"<{name}>{escape(value)}</{name}>"


def write_ssda903_xml(frames: Mapping[str, pl.DataFrame], path: Path, year: CollectionYear) -> Path:
    """Write an SSDA903 return as XML: for each child its details and groups in HEADER, then its episodes."""
    by_child: dict[str, dict[str, list[Cells]]] = defaultdict(lambda: defaultdict(list))
    order: list[str] = []
    for table in SSDA903.tables_in(year):
        if table.name in frames:
            for row in text_rows(frames[table.name], table):
                child = row.get("CHILD", "")
                if child not in by_child:
                    order.append(child)
                by_child[child][table.name].append(row)
    names = {table: group for group, table in reversed(GROUPS.items())}
    back = {column: element for element, column in RENAMED.items()}
    with path.open("w", encoding="utf-8") as file:
        file.write('<?xml version="1.0" encoding="utf-8"?>\n<SSDA903>\n')
        for child in order:
            _write_child(file, child, by_child[child], names, back)
        file.write("</SSDA903>\n")
    return path


def _write_child(
    file: IO[str],
    child: str,
    mine: Mapping[str, list[Cells]],
    names: Mapping[str, str],
    back: Mapping[str, str],
) -> None:
    headers = mine.get("Header") or [{}]
    for at, header in enumerate(headers):
        details = {"CHILD": child, **header}
        own = details
        for table, columns in INLINE.items():
            for row in mine.get(table, [])[at : at + 1]:
                own.update({name: row[name] for name in columns if name in row})
                for name in ("DOB", "SEX"):
                    if name in row:
                        own.setdefault(name, row[name])
        own["UASC"] = "1" if mine.get("UASC", [])[at : at + 1] else "0"
        file.write("<CHILD><HEADER>")
        file.write("".join(_element(back.get(name, name), value) for name, value in own.items()))
        if at == 0:
            for table, group in names.items():
                if table != "Episodes":
                    for row in mine.get(table, []):
                        inner = {
                            name: value
                            for name, value in row.items()
                            if name != "CHILD" and (name != "DOB" or value != own.get("DOB"))
                        }
                        file.write(
                            f"<{group}>{''.join(_element(back.get(name, name), value) for name, value in inner.items())}</{group}>"
                        )
        file.write("</HEADER>")
        if at == 0:
            for row in mine.get("Episodes", []):
                inner = {name: value for name, value in row.items() if name != "CHILD"}
                file.write(
                    f"<EPISODE>{''.join(_element(back.get(name, name), value) for name, value in inner.items())}</EPISODE>"
                )
        file.write("</CHILD>\n")


_HEADER_GROUPS = {
    "CollectionDetails": ("Collection", "Year", "ReferenceDate"),
    "Source": ("SourceLevel", "LEA", "SoftwareCode", "Release", "SerialNo", "DateTime"),
}
_BEFORE_MODULES = (
    "CINreferralDate",
    "ReferralSource",
    "PrimaryNeedCode",
    "CINclosureDate",
    "ReasonForClosure",
    "DateOfInitialCPC",
)


def write_census(frames: Mapping[str, pl.DataFrame], path: Path) -> Path:
    """Write a census as XML, its elements in the order of the department's schema."""
    tables: dict[str, dict[object, list[tuple[int, Cells]]]] = {}
    key = {"Assessments": "episode", "CINplanDates": "episode", "Section47": "episode", "ChildProtectionPlans": "episode",
           "PreProceedingsandFGDM": "episode", "AssessmentFactorsList": "assessment", "Reviews": "plan"}  # fmt: skip
    for table in CIN.tables:
        if table.name == "Header":
            continue
        frame = frames[table.name]
        rows: dict[object, list[tuple[int, Cells]]] = defaultdict(list)
        parents = frame.get_column(key.get(table.name, "child")).to_list()
        hidden = {"LAchildID", *NUMBERS} if table.name != "ChildIdentifiers" else set(NUMBERS)
        for at, (parent, row) in enumerate(zip(parents, text_rows(frame, table), strict=True)):
            rows[parent].append((at, {name: value for name, value in row.items() if name not in hidden}))
        tables[table.name] = rows
    with path.open("w", encoding="utf-8") as file:
        file.write('<?xml version="1.0" encoding="utf-8"?>\n<Message>')
        for header in text_rows(frames["Header"], CIN.table("Header")):
            file.write("<Header>")
            for group, names in _HEADER_GROUPS.items():
                inner = "".join(_element(name, header[name]) for name in names if name in header)
                file.write(f"<{group}>{inner}</{group}>" if inner else "")
            file.write("</Header>")
        file.write("<Children>\n")
        taken: dict[object, int] = defaultdict(int)
        for child, identifiers in tables["ChildIdentifiers"].items():
            for _, own in identifiers:
                file.write(f"<Child><ChildIdentifiers>{_all(own)}</ChildIdentifiers>")
                if not taken[child]:
                    _write_rest(file, child, tables)
                taken[child] += 1
                file.write("</Child>\n")
        file.write("</Children></Message>\n")
    return path


def _all(row: Cells) -> str:
    return "".join(_element(name, value) for name, value in row.items())


def _write_rest(
    file: IO[str], child: object, tables: Mapping[str, Mapping[object, list[tuple[int, Cells]]]]
) -> None:
    disabilities = "".join(_all(row) for _, row in tables["Disabilities"].get(child, []))
    for _, row in tables["ChildCharacteristics"].get(child, []) or ([(0, {})] if disabilities else []):
        group = f"<Disabilities>{disabilities}</Disabilities>" if disabilities else ""
        file.write(f"<ChildCharacteristics>{_all(row)}{group}</ChildCharacteristics>")
        disabilities = ""
    for at, row in tables["CINdetails"].get(child, []):
        file.write(
            "<CINdetails>" + "".join(_element(name, row[name]) for name in _BEFORE_MODULES if name in row)
        )
        for number, inner in tables["Assessments"].get(at, []):
            factors = "".join(
                _element("AssessmentFactors", factor["AssessmentFactor"])
                for _, factor in tables["AssessmentFactorsList"].get(number, [])
                if factor
            )
            group = (
                f"<FactorsIdentifiedAtAssessment>{factors}</FactorsIdentifiedAtAssessment>" if factors else ""
            )
            file.write(f"<Assessments>{_all(inner)}{group}</Assessments>")
        for table, element in (("CINplanDates", "CINPlanDates"), ("Section47", "Section47")):
            for _, inner in tables[table].get(at, []):
                file.write(f"<{element}>{_all(inner)}</{element}>")
        if "ReferralNFA" in row:
            file.write(_element("ReferralNFA", row["ReferralNFA"]))
        for number, inner in tables["ChildProtectionPlans"].get(at, []):
            reviews = "".join(
                f"<Reviews>{_all(review)}</Reviews>" for _, review in tables["Reviews"].get(number, [])
            )
            file.write(f"<ChildProtectionPlans>{_all(inner)}{reviews}</ChildProtectionPlans>")
        for _, inner in tables["PreProceedingsandFGDM"].get(at, []):
            file.write(f"<PreProceedingsandFGDM>{_all(inner)}</PreProceedingsandFGDM>")
        file.write("</CINdetails>")
