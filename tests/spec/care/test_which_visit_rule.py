"""Which visit rule of regulation 28 holds for a placement, drawn as a table that a practitioner can check (K27 to K31)."""

from __future__ import annotations

import datetime

import pytest

from kith.casework.care.models import VisitRule
from kith.casework.care.visit_rules import PlacementOnADay, due_after, line_for, next_due, rule_for
from kith.engines.calendar import Happening, run_clocks

STARTED = datetime.date(2026, 1, 5)

# Columns: kind of placement | legal status | days since the stay began | first review | what else is so | rule | next due after
TABLE = """
foster carers                | accommodated (V2)  |   3 | not held | -                                   | six_weeks    | 19 Feb 2026
foster carers                | care order (C2)    | 100 | held     | -                                   | six_weeks    | 27 May 2026
foster carers                | care order (C2)    | 364 | held     | until eighteen                      | six_weeks    | 15 Feb 2027
foster carers                | care order (C2)    | 365 | held     | until eighteen                      | three_months | 5 Apr 2027
foster carers                | care order (C2)    | 365 | held     | -                                   | six_weeks    | 16 Feb 2027
foster carers                | care order (C2)    | 400 | held     | agreed                              | six_weeks    | 23 Mar 2027
long-term foster carers      | care order (C2)    | 300 | held     | until eighteen, agreed              | six_weeks    | 13 Dec 2026
long-term foster carers      | care order (C2)    | 400 | held     | until eighteen, agreed              | six_months   | 9 Aug 2027
long-term foster carers      | care order (C2)    | 400 | held     | until eighteen                      | three_months | 9 May 2027
long-term with relatives     | care order (C2)    | 400 | held     | agreed                              | six_months   | 9 Aug 2027
children's home              | accommodated (V2)  | 500 | held     | until eighteen                      | three_months | 20 Aug 2027
relatives                    | accommodated (V2)  |   2 | not held | approved for now                    | weekly       | 14 Jan 2026
relatives                    | accommodated (V2)  |  40 | held     | approved for now                    | four_weeks   | 14 Mar 2026
relatives                    | accommodated (V2)  | 130 | held     | -                                   | six_weeks    | 26 Jun 2026
relatives                    | accommodated (V2)  | 400 | held     | approved for now, until eighteen    | four_weeks   | 9 Mar 2027
with a parent                | interim order (C1) |   5 | not held | -                                   | weekly       | 17 Jan 2026
with a parent                | interim order (C1) |  40 | held     | -                                   | four_weeks   | 14 Mar 2026
with a parent                | interim order (C1) |  40 | held     | before the assessment               | four_weeks   | 14 Mar 2026
with a parent                | care order (C2)    |   5 | not held | before the assessment               | weekly       | 17 Jan 2026
with a parent                | care order (C2)    |  40 | held     | before the assessment               | six_weeks    | 28 Mar 2026
with a parent                | care order (C2)    | 400 | held     | before the assessment, until eighteen | six_weeks  | 23 Mar 2027
with a parent                | care order (C2)    |   5 | not held | -                                   | six_weeks    | 21 Feb 2026
with a parent                | care order (C2)    | 500 | held     | until eighteen                      | six_weeks    | 1 Jul 2027
foster carers                | interim order (C1) |   5 | not held | -                                   | six_weeks    | 21 Feb 2026
foster carers                | care order (C2)    |   5 | not held | before the assessment               | six_weeks    | 21 Feb 2026
foster carers                | short breaks (V3)  |   5 | not held | on short breaks                     | short_breaks | 10 Jul 2026
foster carers                | short breaks (V4)  | 400 | held     | on short breaks, until eighteen     | short_breaks | 9 Aug 2027
foster carers                | short breaks (V3)  |   5 | not held | -                                   | six_weeks    | 21 Feb 2026
"""
KINDS = {
    "foster carers": "U6",
    "long-term foster carers": "U4",
    "long-term with relatives": "U1",
    "relatives": "U3",
    "children's home": "K2",
    "with a parent": "P1",
}


def rows() -> list[tuple[PlacementOnADay, str, datetime.date]]:
    """Return each row's placement, rule and day."""
    found = []
    for line in TABLE.strip().splitlines():
        kind, status, days, review, also, rule, due = (cell.strip() for cell in line.split("|"))
        on = PlacementOnADay(
            day=STARTED + datetime.timedelta(days=int(days)),
            here_since=STARTED,
            placement_type=KINDS[kind],
            legal_status=status[-3:-1],
            first_review_held=review == "held",
            before_assessment="before the assessment" in also,
            temporarily_approved="approved for now" in also,
            until_eighteen="until eighteen" in also,
            agreed_at_six_months="agreed" in also,
            on_short_breaks="on short breaks" in also,
        )
        found.append((on, rule, datetime.datetime.strptime(due, "%d %b %Y").date()))  # noqa: DTZ007
    return found


@pytest.mark.parametrize(("on", "rule", "due"), rows())
def test_the_rule_and_the_next_visit(on: PlacementOnADay, rule: str, due: datetime.date) -> None:
    """Each row is a line of regulation 28, or 48 for short breaks; the next visit is in time on the day in the last column, not on the next."""
    assert rule_for(on) == rule
    assert due_after(VisitRule(rule), on.day) == due
    assert line_for(on).basis.startswith("48" if on.on_short_breaks else "28")


@pytest.mark.parametrize(("on", "rule", "due"), rows())
def test_the_clock_of_a_visit_falls_due_on_the_same_day(
    on: PlacementOnADay, rule: str, due: datetime.date
) -> None:
    """A visit recorded with its rule starts exactly one clock of the catalogue, due on that day."""
    seen = Happening("care.child_visited", on.day, 1, "placement:1", {"visit_rule": rule})
    assert [clock.due_date for clock in run_clocks([seen])] == [due]


#   the placement began | last visit | next due after it | care order made | so it is due
NEXT = [
    ("within a week of the start", "5 Jan 2026", None, None, None, "12 Jan 2026"),
    ("by the rule of the last visit", "5 Jan 2026", "8 Jan 2026", "19 Feb 2026", None, "19 Feb 2026"),
    ("within a week of the order", "5 Jan 2026", "8 Jan 2026", "19 Feb 2026", "20 Jan 2026", "27 Jan 2026"),
    ("visited on the day of the order", "5 Jan 2026", "20 Jan 2026", "3 Mar 2026", "20 Jan 2026", "3 Mar 2026"),
    ("an order made before they came", "5 Jan 2026", "8 Jan 2026", "19 Feb 2026", "1 Dec 2025", "19 Feb 2026"),
    ("the rule comes before the order's week", "5 Jan 2026", "8 Jan 2026", "15 Jan 2026", "14 Jan 2026", "15 Jan 2026"),
]  # fmt: skip


def _day(text: str | None) -> datetime.date | None:
    return datetime.datetime.strptime(text, "%d %b %Y").date() if text else None  # noqa: DTZ007


@pytest.mark.parametrize(("what", "started", "last", "after", "order", "due"), NEXT)
def test_when_the_next_visit_is_due(
    what: str, started: str, last: str | None, after: str | None, order: str | None, due: str
) -> None:
    """The first within a week, then by the rule of the last; an order with a parent asks for one within a week."""
    began = _day(started)
    assert began is not None
    found = next_due(
        started=began, last=_day(last), due_after_last=_day(after), care_order_with_parent=_day(order)
    )
    assert found == _day(due), what
