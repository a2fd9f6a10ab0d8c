"""Generated histories of a child in care: the visit rule and the day it sets, against regulation 28 worked out by hand."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from kith.casework.care.models import (
    CareReview,
    CareReviewChild,
    CareVisit,
    CareVisitChild,
    LegalStatus,
    Placement,
    PlacementWithParents,
    TemporaryApproval,
)
from kith.casework.care.queries.visit_facts import VisitFacts
from kith.casework.care.queries.visits import Visited, due_of
from kith.casework.care.visit_rules import due_after
from kith.engines.calendar import Happening, run_clocks

BEGAN = datetime.date(2024, 1, 29)
DAY = datetime.timedelta(days=1)
TYPES = ("U6", "U4", "U1", "U3", "P1", "K2", "T4")
STATUSES = ("V2", "C1", "C2", "E1")


@dataclass(frozen=True)
class History:
    """Stays one after another, legal statuses one after another, and days on which something was so; in days of care."""

    stays: list[tuple[int, str, int, bool, bool]]  # days it lasts, type, home, until 18, agreed
    statuses: list[tuple[int, str]]  # days it lasts, code
    reviewed: int | None
    assessed: list[tuple[int, int]]  # home, day on which the assessment was finished
    approved: list[tuple[int, int, int]]  # home, first day, days
    visits: list[tuple[int, bool]]  # day, seen


histories = st.builds(
    History,
    st.lists(
        st.tuples(
            st.integers(1, 500), st.sampled_from(TYPES), st.integers(1, 2), st.booleans(), st.booleans()
        ),
        min_size=1,
        max_size=4,
    ),
    st.lists(st.tuples(st.integers(1, 400), st.sampled_from(STATUSES)), min_size=1, max_size=4),
    st.none() | st.integers(0, 200),
    st.lists(st.tuples(st.integers(1, 2), st.integers(0, 300)), max_size=2),
    st.lists(st.tuples(st.integers(1, 2), st.integers(0, 300), st.integers(1, 168)), max_size=2),
    st.lists(st.tuples(st.integers(0, 900), st.booleans()), max_size=12, unique_by=lambda visit: visit[0]),
)


def facts_from_history(history: History) -> VisitFacts:
    """Return the history as the rows that Kith would keep, saved nowhere."""
    placements, statuses = [], []
    day = BEGAN
    for number, (days, kind, home, until, agreed) in enumerate(history.stays, 1):
        last = number == len(history.stays)
        end = None if last else day + days * DAY
        placements.append(
            Placement(
                pk=number, child_id=1, period_of_care_id=1, home_id=home, placement_type=kind, start_date=day, end_date=end,
                until_eighteen=until, visits_agreed_at_six_months=agreed,
            )
        )  # fmt: skip
        day = end or day
    day = BEGAN
    for number, (days, code) in enumerate(history.statuses, 1):
        last = number == len(history.statuses)
        end = None if last else day + days * DAY
        statuses.append(LegalStatus(pk=number, child_id=1, code=code, start_date=day, end_date=end))
        day = end or day
    held = history.reviewed
    return VisitFacts(
        placements,
        statuses,
        [] if held is None else [CareReviewChild(pk=1, review_id=1, child_id=1, period_of_care_id=1)],
        [] if held is None else [CareReview(pk=1, held_date=BEGAN + held * DAY)],
        [
            PlacementWithParents(
                child_id=1, home_id=home, started_date=BEGAN, finished_date=BEGAN + done * DAY
            )
            for home, done in history.assessed
        ],
        [
            TemporaryApproval(
                child_id=1,
                home_id=home,
                start_date=BEGAN + first * DAY,
                end_date=BEGAN + (first + days) * DAY,
            )
            for home, first, days in history.approved
        ],
    )


def stay_on(history: History, day: int) -> int:
    """Return which stay a day of care falls in, by counting."""
    left = day
    for number, (days, *_) in enumerate(history.stays[:-1]):
        if left < days:
            return number
        left -= days
    return len(history.stays) - 1


def status_on(history: History, day: int) -> str:
    """Return the legal status on a day of care, by counting."""
    left = day
    for days, code in history.statuses[:-1]:
        if left < days:
            return code
        left -= days
    return history.statuses[-1][1]


def months_later(day: datetime.date, many: int) -> datetime.date:
    """Return the same day of a later month, or its last."""
    month = day.month - 1 + many
    year, month, number = day.year + month // 12, month % 12 + 1, day.day
    while True:
        try:
            return datetime.date(year, month, number)
        except ValueError:
            number -= 1


def by_hand(history: History, day: int) -> tuple[str, datetime.date]:
    """Return the rule of a visit on a day of care and the next day in time, as the paragraphs of regulation 28 read."""
    _, kind, home, until, agreed = history.stays[stay_on(history, day)]
    on = BEGAN + day * DAY
    reviewed = history.reviewed is not None and history.reviewed <= day
    parent, status = kind == "P1", status_on(history, day)
    paragraph_4 = (parent and status == "C1") or any(
        one == home and first <= day < first + days for one, first, days in history.approved
    )
    paragraph_3 = parent and not any(one == home and done <= day for one, done in history.assessed)
    paragraph_5 = parent and status == "C2"
    if (paragraph_4 or paragraph_3) and not reviewed:
        return "weekly", on + 7 * DAY
    if paragraph_4:
        return "four_weeks", on + 28 * DAY
    if paragraph_3 or paragraph_5:
        return "six_weeks", on + 42 * DAY
    first_day = day
    while first_day > 0 and history.stays[stay_on(history, first_day - 1)][2] == home:
        first_day -= 1
    if on >= months_later(BEGAN + first_day * DAY, 12):
        if agreed and kind in ("U1", "U4"):
            return "six_months", months_later(on, 6)
        if until:
            return "three_months", months_later(on, 3)
    return "six_weeks", on + 42 * DAY


@settings(max_examples=300, deadline=None)
@given(histories, st.integers(0, 1000))
def test_the_rule_equals_regulation_28_by_hand(history: History, day: int) -> None:
    """On any day of any history, the rule and the day it sets are those of the paragraphs."""
    facts, on = facts_from_history(history), BEGAN + day * DAY
    placement = facts.placement_of(1, on)
    assert placement is not None
    rule = facts.line(placement, on).rule
    assert (rule, due_after(rule, on)) == by_hand(history, day)


@settings(max_examples=200, deadline=None)
@given(histories, st.integers(0, 1000))
def test_the_day_shown_is_the_day_of_the_clock(history: History, today: int) -> None:
    """By the room's own events the catalogue's clocks run to the day that the pages show; an order alone may bring it nearer."""
    facts, on = facts_from_history(history), BEGAN + today * DAY
    happened: list[tuple[datetime.date, int, Happening]] = []
    for one in facts.placements:
        if one.start_date > on:
            continue
        thread = f"placement:{one.pk}"
        happened.append((one.start_date, 1, Happening("care.placement_started", one.start_date, 1, thread)))
        if one.end_date is not None and one.end_date <= on:
            happened.append((one.end_date, 0, Happening("care.placement_ended", one.end_date, 1, thread)))
    visited = []
    for number, (day, seen) in enumerate(history.visits, 1):
        visit_day = BEGAN + day * DAY
        placement = facts.placement_of(1, visit_day)
        if visit_day > on or placement is None:
            continue
        rule, due = by_hand(history, day)
        part = CareVisitChild(
            child_id=1, placement_id=placement.pk, rule=rule, seen=seen, next_due_date=due if seen else None
        )
        visited.append(Visited(CareVisit(pk=number, day=visit_day), part))
        if seen:
            details = {"visit_rule": rule}
            seen_then = Happening("care.child_visited", visit_day, 1, f"placement:{placement.pk}", details)
            happened.append((visit_day, 2, seen_then))
    names = {"first_visit"} | {
        f"visit_{name}" for name in ("weekly", "four_weeks", "six_weeks", "three_months", "six_months")
    }
    clocks = run_clocks(one for _, _, one in sorted(happened, key=lambda each: each[:2]))
    running = [clock for clock in clocks if clock.stopped_date is None and clock.rule.code in names]
    now = facts.placement_of(1, on)
    assert now is not None
    shown = due_of(facts, now, visited, on)
    (clock,) = running
    order = facts.care_order_with_parent(now, on)
    assert shown == clock.due_date or (order is not None and shown == order + 7 * DAY < clock.due_date)
