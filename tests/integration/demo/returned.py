"""A made-up authority's children in care written as the yearly return is, for the return's own rules to read."""

from __future__ import annotations

import csv
import datetime
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kith.engines.returns.checking import Check, check_ssda903
from kith.engines.returns.codes import find_authority
from kith.engines.returns.layouts import SSDA903
from kith.engines.returns.years import CollectionYear, read_year

Ask = Callable[..., list[tuple[Any, ...]]]
Row = dict[str, str]


def check(ask: Ask, folder: Path, authority: str) -> Check:
    """Write the returns of two years into a folder and run every rule of the later year on them."""
    year = read_year("2025-26")
    this, last = folder / "this", folder / "last"
    _write(ask, this, year)
    _write(ask, last, year.before)
    return check_ssda903([this], year, previous=[last], authority=find_authority(authority))


def _day(day: datetime.date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""


def _write(ask: Ask, folder: Path, year: CollectionYear) -> None:
    folder.mkdir(parents=True)
    tables: dict[str, list[Row]] = {"Header": [], "Episodes": [], "Reviews": [], "UASC": []}
    start, end = year.start, year.end
    children = ask(
        "SELECT c.id, c.sex, c.birth_date, (SELECT code FROM people_personcharacteristic k WHERE k.person_id = c.id AND k.kind = 'ethnicity' LIMIT 1), u.start_date, u.end_date, (c.birth_date + interval '18 years')::date,"
        " (SELECT value FROM people_identifier i WHERE i.person_id = c.id AND i.kind = 'upn' LIMIT 1)"
        " FROM people_person c LEFT JOIN care_unaccompaniedchild u ON u.child_id = c.id WHERE EXISTS (SELECT 1 FROM care_periodofcare p JOIN care_legalstatus l ON l.period_of_care_id = p.id AND l.code <> 'V4'"
        " WHERE p.child_id = c.id AND p.start_date <= %s AND (p.end_date IS NULL OR p.end_date >= %s)) ORDER BY 1", end, start,
    )  # fmt: skip
    for number, sex, born, group, alone, alone_until, grown, upn in children:
        tables["Header"].append(
            {
                "CHILD": str(number),
                "SEX": sex,
                "DOB": _day(born),
                "ETHNIC": group or "NOBT",
                "UPN": upn or ("UN1" if (end - born).days < 5 * 366 else "UN3"),
                "MOTHER": "0" if sex == "F" else "",
            }
        )
        if alone and alone <= end and (alone_until is None or alone_until >= start):
            tables["UASC"].append(
                {"CHILD": str(number), "SEX": sex, "DOB": _day(born), "DUC": _day(alone_until or grown)}
            )
    of = {number for number, *_ in children}
    for row in _episodes(ask):
        if row["child"] in of and row["start"] <= end and (row["end"] is None or row["end"] >= start):
            open_still = row["end"] is None or row["end"] > end
            tables["Episodes"].append({
                "CHILD": str(row["child"]), "DECOM": _day(row["start"]), "RNE": row["new"], "LS": row["status"], "CIN": row["need"], "PLACE": row["place"], "PLACE_PROVIDER": row["provider"],
                "DEC": "" if open_still else _day(row["end"]), "REC": "" if open_still else row["because"], "REASON_PLACE_CHANGE": "" if open_still else row["moved"],
                "HOME_POST": row["home"], "PL_POST": row["placed"], "URN": row["urn"],
            })  # fmt: skip
    reviews = ask(
        "SELECT c.child_id, p.birth_date, v.held_date, c.participation FROM care_carereviewchild c JOIN care_carereview v ON v.id = c.review_id JOIN people_person p ON p.id = c.child_id"
        " WHERE v.held_date BETWEEN %s AND %s ORDER BY 1, 3", start, end,
    )  # fmt: skip
    tables["Reviews"] = [
        {"CHILD": str(child), "DOB": _day(born), "REVIEW": _day(held), "REVIEW_CODE": part}
        for child, born, held, part in reviews
        if child in of
    ]
    for name, rows in tables.items():
        columns = SSDA903.table(name).column_names
        with (folder / f"{name.lower()}.csv").open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(columns)
            writer.writerows([[row.get(column, "") for column in columns] for row in rows])


def _episodes(ask: Ask) -> list[dict[str, Any]]:
    """Lay legal statuses over placements, day by day: the plainest way in which episodes can be worked out."""
    rows = ask(
        "SELECT p.id, p.child_id, p.end_date, p.ended_because, p.category_of_need, p.home_postcode, greatest(l.start_date, s.start_date), least(l.end_date, s.end_date), l.code, s.placement_type, s.provider,"
        " s.urn, s.home_id, s.ended_because, s.end_date, a.postcode FROM care_periodofcare p JOIN care_legalstatus l ON l.period_of_care_id = p.id JOIN care_placement s ON s.period_of_care_id = p.id"
        " JOIN care_homeaddress a ON a.id = s.home_address_id"
        " WHERE l.code <> 'V4' AND daterange(l.start_date, l.end_date) && daterange(s.start_date, s.end_date) ORDER BY p.id, 7"
    )
    found: list[dict[str, Any]] = []
    before: tuple[Any, ...] | None = None
    for row in rows:
        (
            period,
            child,
            over,
            why,
            need,
            home,
            start,
            end,
            status,
            place,
            provider,
            urn,
            house,
            moved,
            stay_end,
            postcode,
        ) = row
        if before is None or before[0] != period:
            new = "S"
        else:
            other_status, other_stay, same_carer = (
                before[8] != status,
                before[9] != place or before[12] != house,
                before[12] == house,
            )
            new = (
                ("U" if same_carer else "B")
                if other_status and other_stay
                else "L"
                if other_status
                else "T"
                if same_carer
                else "P"
            )
        found.append({
            "child": child, "start": start, "end": end, "status": status, "need": need, "place": place, "provider": provider, "urn": urn, "home": home, "placed": postcode, "new": new,
            "because": why if end is not None and end == over else "X1", "moved": moved if end is not None and end == stay_end and end != over else "",
        })  # fmt: skip
        before = row
    return found
