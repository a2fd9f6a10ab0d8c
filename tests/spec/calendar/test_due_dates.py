"""When each clock is due, drawn as a table that a practitioner can check against a calendar."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kith.engines.calendar import (
    add_months,
    add_working_days,
    catalogue,
    is_working_day,
    rule_by_code,
    rules_in_force,
    working_days_between,
)
from kith.engines.calendar.clock_rules import ClockRule, ClockUnit, NonsenseRule, OnSecondStart, Scope
from kith.engines.calendar.working_days import OutsideTheCalendar

#   what                          started            last day in time     because
TABLE = """
contact_decision                  Fri 20 Nov 2026    Mon 23 Nov 2026      one working day, over a weekend
contact_decision                  Thu 24 Dec 2026    Tue 29 Dec 2026      Christmas Day, a weekend and the bank holiday for Boxing Day
contact_decision                  Thu 2 Apr 2026     Tue 7 Apr 2026       Good Friday to Easter Monday
contact_decision                  Sat 21 Nov 2026    Mon 23 Nov 2026      from a Saturday, as from the Friday
assessment                        Mon 2 Mar 2026     Thu 7 May 2026       45 working days: Easter and the early May bank holiday
initial_conference                Mon 2 Nov 2026     Mon 23 Nov 2026      15 working days
core_group                        Fri 18 Dec 2026    Wed 6 Jan 2027       10 working days over Christmas and New Year
first_review_conference           Mon 30 Nov 2026    Sun 28 Feb 2027      three months, from a day that February has not
later_review_conference           Wed 31 Aug 2022    Tue 28 Feb 2023      six months, to a shorter month
first_care_review                 Fri 5 Jun 2026     Fri 3 Jul 2026       20 working days
care_proceedings                  Thu 1 Oct 2026     Thu 1 Apr 2027       26 weeks
emergency_protection_order        Mon 2 Nov 2026     Tue 10 Nov 2026      eight days
police_protection                 Mon 2 Nov 2026     Thu 5 Nov 2026       72 hours
temporary_approval                Mon 5 Jan 2026     Mon 27 Apr 2026      16 weeks
first_help                        Mon 16 Nov 2026    Mon 30 Nov 2026      ten working days, the local target
contact_decision                  Fri 16 Sep 2022    Tue 20 Sep 2022      the bank holiday for the Queen's funeral
contact_decision                  Fri 5 May 2023     Tue 9 May 2023       the bank holiday for the coronation
"""


def day(text: str) -> datetime.date:
    """Return a day written as in the table, checking that the weekday is right."""
    found = datetime.datetime.strptime(text, "%a %d %b %Y").date()  # noqa: DTZ007
    assert found.strftime("%a") == text[:3], text
    return found


def rows() -> list[tuple[str, str, str]]:
    """Return each row's rule, start and due day."""
    split = [line.split() for line in TABLE.strip().splitlines()]
    return [(words[0], " ".join(words[1:5]), " ".join(words[5:9])) for words in split]


@pytest.mark.parametrize(("rule", "started", "due"), rows())
def test_the_last_day_in_time(rule: str, started: str, due: str) -> None:
    """The start day is day 0."""
    assert rule_by_code(rule).due_date(day(started)) == day(due)


DAYS = st.dates(datetime.date(1990, 1, 1), datetime.date(2060, 12, 31))


@settings(max_examples=200, deadline=None, derandomize=True)
@given(DAYS, st.integers(1, 120))
def test_working_days_are_counted_one_by_one(start: datetime.date, count: int) -> None:
    """The fast answer is that of walking through the calendar a day at a time."""
    walked, left = start, count
    while left:
        walked += datetime.timedelta(days=1)
        left -= is_working_day(walked)
    assert add_working_days(start, count) == walked
    assert working_days_between(start, walked) == count


@settings(max_examples=100, deadline=None, derandomize=True)
@given(DAYS, DAYS)
def test_the_days_between_are_the_same_from_either_end(one: datetime.date, other: datetime.date) -> None:
    """Turning a period round changes the sign and nothing else."""
    assert working_days_between(one, other) == -working_days_between(other, one)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(DAYS, st.integers(0, 36))
def test_a_month_later_is_the_same_day_or_the_months_last(start: datetime.date, count: int) -> None:
    """Never in the month after."""
    later = add_months(start, count)
    assert (later.year * 12 + later.month) - (start.year * 12 + start.month) == count
    assert later.day == start.day or (later + datetime.timedelta(days=1)).day == 1


def test_an_event_is_judged_by_the_rule_of_its_day() -> None:
    """A change of law is a second rule with other dates, and each day has one of them."""
    shared = {
        "code": "x", "name": "X", "starts_on": ("a",), "stops_on": ("b",), "unit": ClockUnit.DAYS, "scope": Scope.PERSON,
        "on_second_start": OnSecondStart.KEEP, "basis": "A law", "statutory": True,
    }  # fmt: skip
    old = ClockRule(
        length=10, valid_from=datetime.date(2011, 1, 1), valid_to=datetime.date(2026, 6, 30), **shared
    )  # type: ignore[arg-type]
    new = ClockRule(length=5, valid_from=datetime.date(2026, 7, 1), **shared)  # type: ignore[arg-type]
    for when, expected in ((datetime.date(2026, 6, 30), old), (datetime.date(2026, 7, 1), new)):
        assert [rule for rule in (old, new) if rule.in_force_on(when)] == [expected]


def test_every_rule_says_its_basis_and_is_in_force_now() -> None:
    """A clock whose source nobody knows cannot be argued with."""
    assert all(len(rule.basis) > 10 for rule in catalogue())
    assert rules_in_force(datetime.date(2026, 11, 22)) == catalogue()
    assert len({rule.code for rule in catalogue()}) == len(catalogue())


@pytest.mark.parametrize(
    "changes", [{"length": -1}, {"starts_on": ()}, {"valid_to": datetime.date(2000, 1, 1)}]
)
def test_a_rule_that_cannot_be_meant_is_refused(changes: dict[str, object]) -> None:
    """When it is made, and not when it is first used."""
    whole: dict[str, object] = {
        "code": "x", "name": "X", "starts_on": ("a",), "stops_on": ("b",), "length": 1, "unit": ClockUnit.DAYS,
        "scope": Scope.PERSON, "on_second_start": OnSecondStart.KEEP, "basis": "A law", "statutory": True,
        "valid_from": datetime.date(2011, 1, 1), **changes,
    }  # fmt: skip
    with pytest.raises(NonsenseRule):
        ClockRule(**whole)  # type: ignore[arg-type]


def test_a_year_whose_bank_holidays_are_not_known_is_said() -> None:
    """Never a wrong answer in silence."""
    with pytest.raises(OutsideTheCalendar, match="outside"):
        add_working_days(datetime.date(2200, 1, 1), 1)
