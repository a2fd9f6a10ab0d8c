"""The hard census rules again, slow and obvious: row by row, standard library only."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

Row = dict[str, Any]
Flagged = dict[str, set[int]]
START, END = datetime.date(2025, 4, 1), datetime.date(2026, 3, 31)
YES, NO = ("1", "true"), ("0", "false")


def same_episode(one: Row, other: Row) -> bool:
    return bool(one["LAchildID"] == other["LAchildID"] and one["CINdetailsID"] == other["CINdetailsID"])


def check_letter(tables: dict[str, list[Row]]) -> Flagged:
    """1510."""
    bad = set()
    for row in tables["ChildIdentifiers"]:
        number = row["UPN"]
        if number and len(number) == 13 and number[1:].isdigit():
            total = sum(int(digit) * place for place, digit in enumerate(number[1:], start=2))
            if number[0] != "ABCDEFGHJKLMNPQRTUVWXYZ"[total % 23]:
                bad.add(row["row"])
    return {"ChildIdentifiers": bad}


def _overlaps(
    rows: list[Row],
    related: Callable[[Row, Row], bool],
    start: str,
    covers: Callable[[Row, datetime.date], bool],
) -> set[int]:
    bad = set()
    for one in rows:
        for other in rows:
            if one is other or not related(one, other) or not one[start] or not other[start]:
                continue
            if other[start] >= one[start] and covers(one, other[start]):
                bad |= {one["row"], other["row"]}
    return bad


def overlapping_plans(tables: dict[str, list[Row]]) -> Flagged:
    """4014."""
    rows = tables["CINplanDates"]
    return {
        "CINplanDates": _overlaps(
            rows,
            lambda a, b: a["LAchildID"] == b["LAchildID"],
            "CINPlanStartDate",
            lambda row, day: day <= (row["CINPlanEndDate"] or END),
        )
    }


def overlapping_protection(tables: dict[str, list[Row]]) -> Flagged:
    """8940."""
    rows = tables["ChildProtectionPlans"]
    return {
        "ChildProtectionPlans": _overlaps(
            rows,
            lambda a, b: a["LAchildID"] == b["LAchildID"],
            "CPPstartDate",
            lambda row, day: day <= (row["CPPendDate"] or END),
        )
    }


def overlapping_episodes(tables: dict[str, list[Row]]) -> Flagged:
    """8820."""

    def covers(row: Row, day: datetime.date) -> bool:
        if row["CINclosureDate"]:
            return bool(day < row["CINclosureDate"])
        return row["ReferralNFA"] in NO and day < END

    rows = tables["CINdetails"]
    return {
        "CINdetails": _overlaps(
            rows, lambda a, b: a["LAchildID"] == b["LAchildID"], "CINreferralDate", covers
        )
    }


def overlapping_assessments(tables: dict[str, list[Row]]) -> Flagged:
    """8863Q."""
    start, end = "AssessmentActualStartDate", "AssessmentAuthorisationDate"
    rows = tables["Assessments"]

    def related(one: Row, other: Row) -> bool:
        return same_episode(one, other) and (one[start], one[end]) != (other[start], other[end])

    return {"Assessments": _overlaps(rows, related, start, lambda row, day: day <= (row[end] or END))}


def overlapping_enquiries(tables: dict[str, list[Row]]) -> Flagged:
    """8890."""
    start, end, none = "S47ActualStartDate", "DateOfInitialCPC", "ICPCnotRequired"
    rows = tables["Section47"]

    def related(one: Row, other: Row) -> bool:
        return same_episode(one, other) and any(one[name] != other[name] for name in (start, end, none))

    def covers(row: Row, day: datetime.date) -> bool:
        if row[end]:
            return bool(day <= row[end])
        return row[none] in NO and day <= END

    return {"Section47": _overlaps(rows, related, start, covers)}


def latest_open(tables: dict[str, list[Row]]) -> Flagged:
    """8816."""
    bad = set()
    rows = tables["CINdetails"]
    for child in {row["LAchildID"] for row in rows}:
        mine = [row for row in rows if row["LAchildID"] == child]
        dates = [row["CINreferralDate"] for row in mine if row["CINreferralDate"]]
        if not dates:
            continue
        earlier = [
            row for row in mine
            if row["CINclosureDate"] is None and row["ReferralNFA"] in NO and row["CINreferralDate"] != max(dates)
        ]  # fmt: skip
        if earlier:
            bad |= {row["row"] for row in earlier}
            bad.add(next(row["row"] for row in mine if row["CINreferralDate"] == max(dates)))
    return {"CINdetails": bad}


def plan_at_conference(tables: dict[str, list[Row]]) -> Flagged:
    """2885."""
    bad: Flagged = {"ChildProtectionPlans": set(), "CINdetails": set(), "Section47": set()}
    for plan in tables["ChildProtectionPlans"]:
        if not plan["CPPstartDate"] or not START <= plan["CPPstartDate"] <= END:
            continue
        enquiries = [
            row
            for row in tables["Section47"]
            if same_episode(row, plan) and row["ICPCnotRequired"] not in YES
        ]
        table = "Section47" if enquiries else "CINdetails"
        compared = enquiries or [row for row in tables["CINdetails"] if same_episode(row, plan)]
        if compared and all(row["DateOfInitialCPC"] != plan["CPPstartDate"] for row in compared):
            bad["ChildProtectionPlans"].add(plan["row"])
            bad[table] |= {row["row"] for row in compared}
    return bad


def after_closure(tables: dict[str, list[Row]]) -> Flagged:
    """8565."""
    bad: Flagged = {name: set() for name in tables}
    dates = {
        "Assessments": ("AssessmentActualStartDate", "AssessmentAuthorisationDate"),
        "Section47": ("S47ActualStartDate", "DateOfInitialCPC"),
        "ChildProtectionPlans": ("CPPendDate",),
        "CINplanDates": ("CINPlanStartDate", "CINPlanEndDate"),
    }
    for episode in tables["CINdetails"]:
        closed = episode["CINclosureDate"]
        if not closed:
            continue
        if episode["DateOfInitialCPC"] and closed < episode["DateOfInitialCPC"]:
            bad["CINdetails"].add(episode["row"])
        for table, names in dates.items():
            for row in tables[table]:
                if same_episode(row, episode) and any(row[name] and closed < row[name] for name in names):
                    bad[table].add(row["row"])
                    bad["CINdetails"].add(episode["row"])
    return bad


RULES: dict[str, tuple[Callable[[dict[str, list[Row]]], Flagged], tuple[str, ...]]] = {
    "1510": (check_letter, ("ChildIdentifiers",)),
    "4014": (overlapping_plans, ("CINplanDates",)),
    "8940": (overlapping_protection, ("ChildProtectionPlans",)),
    "8820": (overlapping_episodes, ("CINdetails",)),
    "8863Q": (overlapping_assessments, ("Assessments",)),
    "8890": (overlapping_enquiries, ("Section47",)),
    "8816": (latest_open, ("CINdetails",)),
    "2885": (plan_at_conference, ("ChildProtectionPlans", "CINdetails", "Section47")),
    "8565": (
        after_closure,
        ("CINdetails", "Assessments", "Section47", "ChildProtectionPlans", "CINplanDates"),
    ),
}
