"""The hard SSDA903 rules again, slow and obvious: row by row, standard library only.

Each takes lists of rows as dictionaries (dates as dates, empty cells None, `row` the row's number) and
returns the rows that fail, by table. Written from the rulebook's words, not from the fast rules.
"""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Callable
from typing import Any

Row = dict[str, Any]
Flagged = dict[str, set[int]]
START, END = datetime.date(2025, 4, 1), datetime.date(2026, 3, 31)
DAY = datetime.timedelta(days=1)
FAR = datetime.date.max
TEMPORARY = {"T0", "T1", "T2", "T3", "T4"}


def birthday(born: datetime.date, age: int) -> datetime.date:
    try:
        return born.replace(year=born.year + age)
    except ValueError:
        return born.replace(year=born.year + age, day=28)


def children(rows: list[Row]) -> list[list[Row]]:
    """Each child's rows in the file's order."""
    return [
        [row for row in rows if row["CHILD"] == child]
        for child in dict.fromkeys(row["CHILD"] for row in rows)
        if child
    ]


def ordered(rows: list[Row], *keys: str) -> list[Row]:
    """Rows in the order of dates, blanks last, the file's order among equals."""
    return sorted(rows, key=lambda row: (*[row[key] or FAR for key in keys], row["row"]))


def earlier_not_ended(tables: dict[str, list[Row]]) -> Flagged:
    """142."""
    bad = set()
    for mine in children(tables["Episodes"]):
        dated = [row for row in ordered(mine, "DECOM") if row["DECOM"]]
        bad |= {row["row"] for row in dated[:-1] if row["DEC"] is None or row["REC"] is None}
    return {"Episodes": bad}


def _exact_runs(tables: dict[str, list[Row]], status: str, most: int) -> Flagged:
    bad = set()
    for mine in children(tables["Episodes"]):
        runs: list[list[Row]] = []
        for row in ordered([row for row in mine if row["LS"] == status and row["DECOM"]], "DECOM"):
            if runs and (runs[-1][-1]["DEC"] or END) == row["DECOM"]:
                runs[-1].append(row)
            else:
                runs.append([row])
        for run in runs:
            if (max(row["DEC"] or END for row in run) - min(row["DECOM"] for row in run)).days > most:
                bad |= {row["row"] for row in run}
    return {"Episodes": bad}


def police_protection(tables: dict[str, list[Row]]) -> Flagged:
    """361."""
    return _exact_runs(tables, "L1", 3)


def assessment_order(tables: dict[str, list[Row]]) -> Flagged:
    """363."""
    bad = set()
    for mine in children(tables["Episodes"]):
        runs: list[list[Row]] = []
        for row in ordered([row for row in mine if row["LS"] == "L3" and row["DECOM"]], "DECOM"):
            if runs and row["DECOM"] <= (runs[-1][-1]["DEC"] or END):
                runs[-1].append(row)
            else:
                runs.append([row])
        for run in runs:
            if sum(((row["DEC"] or END) - row["DECOM"]).days for row in run) > 7:
                bad |= {row["row"] for row in run}
    return {"Episodes": bad}


def short_breaks(tables: dict[str, list[Row]]) -> Flagged:
    """367."""
    bad = set()
    for mine in children(tables["Episodes"]):
        days = {}
        for row in mine:
            if row["LS"] == "V3" and row["DECOM"]:
                inside = (min(row["DEC"] or END, END) - max(row["DECOM"], START)).days
                if inside > 0:
                    days[row["row"]] = inside
        if sum(days.values()) > 75:
            bad |= set(days)
    return {"Episodes": bad}


def returns_after_temporary(tables: dict[str, list[Row]]) -> Flagged:
    """383."""
    bad = set()
    for mine in children(tables["Episodes"]):
        line = ordered(mine, "DECOM")
        for at, row in enumerate(line):
            if at and line[at - 1]["PLACE"] in TEMPORARY:
                usual = line[at - 2] if at > 1 else None
                back = (
                    usual is not None
                    and row["RNE"] == "P"
                    and row["PLACE"] is not None
                    and row["PLACE"] == usual["PLACE"]
                    and row["PL_POST"] is not None
                    and row["PL_POST"] == usual["PL_POST"]
                )
                if not back:
                    bad.add(row["row"])
    return {"Episodes": bad}


def end_fits_next(tables: dict[str, list[Row]]) -> Flagged:
    """388."""
    bad = set()
    for mine in children(tables["Episodes"]):
        line = ordered(mine, "DECOM")
        for at, row in enumerate(line):
            if at + 1 < len(line):
                meets = row["DEC"] is not None and row["DEC"] == line[at + 1]["DECOM"]
                if (row["REC"] == "X1") != meets and (row["REC"] == "X1" or meets):
                    bad.add(row["row"])
            elif row["REC"] == "X1" and row["DEC"] is not None:
                bad.add(row["row"])
    return {"Episodes": bad}


def _changes(tables: dict[str, list[Row]], reasons: set[str], wrong: Callable[[Row, Row], bool]) -> Flagged:
    bad = set()
    for mine in children(tables["Episodes"]):
        line = ordered(mine, "DECOM")
        bad |= {
            row["row"]
            for before, row in itertools.pairwise(line)
            if row["RNE"] in reasons and wrong(before, row)
        }
    return {"Episodes": bad}


PLACEMENT = ("PLACE", "PL_POST", "URN", "PLACE_PROVIDER")


def only_legal_status(tables: dict[str, list[Row]]) -> Flagged:
    """434."""
    return _changes(
        tables,
        {"L"},
        lambda old, new: old["LS"] == new["LS"] or any(old[name] != new[name] for name in PLACEMENT),
    )


def only_placement(tables: dict[str, list[Row]]) -> Flagged:
    """435: blanks are alike with nothing."""

    def alike(old: Row, new: Row, name: str) -> bool:
        return old[name] is not None and old[name] == new[name]

    return _changes(
        tables,
        {"P", "T"},
        lambda old, new: not alike(old, new, "LS") or all(alike(old, new, name) for name in PLACEMENT),
    )


def both_changed(tables: dict[str, list[Row]]) -> Flagged:
    """436."""
    return _changes(
        tables,
        {"B", "U"},
        lambda old, new: old["LS"] == new["LS"] or all(old[name] == new[name] for name in PLACEMENT),
    )


def category_of_need(tables: dict[str, list[Row]]) -> Flagged:
    """504."""
    bad = set()
    for mine in children(tables["Episodes"]):
        line = ordered(mine, "DECOM")
        for before, row in itertools.pairwise(line):
            continues = before["REC"] == "X1" and before["DEC"] is not None and before["DEC"] == row["DECOM"]
            if continues and (row["CIN"] is None or row["CIN"] != before["CIN"]):
                bad.add(row["row"])
    return {"Episodes": bad}


def continuous(tables: dict[str, list[Row]], child: str) -> bool:
    """Looked after the whole year."""
    mine = [row for row in tables["Episodes"] if row["CHILD"] == child]

    def in_year(row: Row) -> bool:
        return (
            row["DECOM"] is not None and row["DECOM"] <= END and (row["DEC"] is None or row["DEC"] >= START)
        )

    if not any(in_year(row) for row in mine):
        return False
    for row in mine:
        if row["RNE"] == "S" and row["DECOM"] and START < row["DECOM"] <= END:
            return False
        if row["REC"] != "X1" and row["DEC"] and START <= row["DEC"] < END:
            return False
        if row["LS"] in ("V3", "V4") and in_year(row):
            return False
    return True


def health_of_others(tables: dict[str, list[Row]]) -> Flagged:
    """190, of which the hard part is who was looked after the whole year."""
    return {
        "OC2": {
            row["row"]
            for row in tables["OC2"]
            if row["CONVICTED"] is not None and not (row["CHILD"] and continuous(tables, row["CHILD"]))
        }
    }


def overlapping_absences(tables: dict[str, list[Row]]) -> Flagged:
    """574."""
    bad = set()
    for mine in children(tables["Missing"]):
        line = sorted(
            mine,
            key=lambda row: (row["MIS_END"] or row["MIS_START"] or FAR, row["MIS_START"] or FAR, row["row"]),
        )
        for before, row in itertools.pairwise(line):
            if row["MIS_START"] and (before["MIS_END"] is None or before["MIS_END"] > row["MIS_START"]):
                bad.add(row["row"])
    return {"Missing": bad}


def periods(rows: list[Row]) -> list[tuple[datetime.date, datetime.date | None]]:
    """Unbroken periods of care from one child's episodes."""
    found: list[list[Any]] = []
    previous_end = None
    for row in ordered([row for row in rows if row["LS"] not in ("V3", "V4") and row["DECOM"]], "DECOM"):
        end = row["DEC"] or FAR
        if previous_end is not None and row["DECOM"] <= previous_end:
            found[-1][1] = max(found[-1][1], end)
        else:
            found.append([row["DECOM"], end])
        previous_end = end
    return [(start, None if end == FAR else end) for start, end in found]


def absences_outside(tables: dict[str, list[Row]]) -> Flagged:
    """577."""
    bad = set()
    for row in tables["Missing"]:
        care = periods(
            [episode for episode in tables["Episodes"] if row["CHILD"] and episode["CHILD"] == row["CHILD"]]
        )
        if row["MIS_START"] is None or not care:
            continue
        begins, ends = row["MIS_START"], row["MIS_END"]

        fitting = [
            (start, stop)
            for start, stop in care
            if (stop is None and begins >= start if ends is None else start <= ends <= (stop or FAR))
        ]
        if not fitting:
            bad.add(row["row"])
    return {"Missing": bad}


def absences_starting_outside(tables: dict[str, list[Row]]) -> Flagged:
    """578."""
    bad = set()
    for row in tables["Missing"]:
        care = periods(
            [episode for episode in tables["Episodes"] if row["CHILD"] and episode["CHILD"] == row["CHILD"]]
        )
        if (
            row["MIS_START"]
            and care
            and not any(start <= row["MIS_START"] <= (stop or FAR) for start, stop in care)
        ):
            bad.add(row["row"])
    return {"Missing": bad}


def long_enough_in_care(tables: dict[str, list[Row]]) -> Flagged:
    """1001."""
    bad = set()
    for leaver in tables["OC3"]:
        born = next((row["DOB"] for row in tables["Header"] if row["CHILD"] == leaver["CHILD"]), None)
        pooled: dict[datetime.date, Row] = {}
        for row in [*tables["Episodes_last"], *tables["Episodes"]]:
            if leaver["CHILD"] and row["CHILD"] == leaver["CHILD"] and row["DECOM"]:
                pooled[row["DECOM"]] = row
        latest = max(pooled, default=None)
        adopted = latest is not None and pooled[latest]["REC"] in ("E11", "E12")
        after_14 = after_16 = 0
        if born and birthday(born, 20) > END:
            for start, row in pooled.items():
                end = row["DEC"] or (END if start == latest else None)
                if row["LS"] in ("V3", "V4") or end is None:
                    continue
                after_14 += max((end - max(start, birthday(born, 14))).days, 0)
                after_16 += max((end - max(start, birthday(born, 16))).days, 0)
        if adopted or after_14 < 91 or after_16 < 1:
            bad.add(leaver["row"])
    return {"OC3": bad}


def first_against_last_year(tables: dict[str, list[Row]]) -> Flagged:
    """503A."""
    bad = set()
    for mine in children(tables["Episodes"]):
        dated = ordered([row for row in mine if row["DECOM"]], "DECOM")
        before = ordered(
            [row for row in tables["Episodes_last"] if row["CHILD"] == mine[0]["CHILD"] and row["DECOM"]],
            "DECOM",
        )
        if dated and before and before[-1]["DEC"] is None and dated[0]["RNE"] != before[-1]["RNE"]:
            bad.add(dated[0]["row"])
    return {"Episodes": bad}


RULES: dict[str, tuple[Callable[[dict[str, list[Row]]], Flagged], tuple[str, ...]]] = {
    "142": (earlier_not_ended, ("Episodes",)),
    "361": (police_protection, ("Episodes",)),
    "363": (assessment_order, ("Episodes",)),
    "367": (short_breaks, ("Episodes",)),
    "383": (returns_after_temporary, ("Episodes",)),
    "388": (end_fits_next, ("Episodes",)),
    "434": (only_legal_status, ("Episodes",)),
    "435": (only_placement, ("Episodes",)),
    "436": (both_changed, ("Episodes",)),
    "504": (category_of_need, ("Episodes",)),
    "190": (health_of_others, ("Episodes", "OC2")),
    "574": (overlapping_absences, ("Missing",)),
    "577": (absences_outside, ("Episodes", "Missing")),
    "578": (absences_starting_outside, ("Episodes", "Missing")),
    "1001": (long_enough_in_care, ("Episodes", "Episodes_last", "Header", "OC3")),
    "503A": (first_against_last_year, ("Episodes", "Episodes_last")),
}
