"""England's working days: not a Saturday, a Sunday, Christmas Day, Good Friday or a bank holiday.

Source: Working Together to Safeguard Children, glossary; the bank holidays are those of the package `holidays`
(Banking and Financial Dealings Act 1971 and each year's proclamations).
"""

from __future__ import annotations

import calendar
import datetime
from bisect import bisect_right
from functools import cache

import holidays

FIRST_YEAR = 1980
LAST_YEAR = 2070


class OutsideTheCalendar(ValueError):
    """The day is in a year for which the bank holidays are not known."""


@cache
def _working_day_numbers() -> list[int]:
    """Return the ordinal of every working day of the calendar, in order."""
    closed = {
        day.toordinal()
        for day in holidays.country_holidays("GB", subdiv="ENG", years=range(FIRST_YEAR, LAST_YEAR + 1))
    }
    first = datetime.date(FIRST_YEAR, 1, 1).toordinal()
    last = datetime.date(LAST_YEAR, 12, 31).toordinal()
    # An ordinal counts from Monday 1 January of year 1, so its remainder by 7 is 1 on a Monday.
    return [day for day in range(first, last + 1) if 1 <= day % 7 <= 5 and day not in closed]


def _number_up_to(day: datetime.date) -> int:
    """Return how many working days there are from the calendar's beginning to the day itself."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise OutsideTheCalendar(
            f"Bank holidays are known from {FIRST_YEAR} to {LAST_YEAR}; {day.year} is outside."
        )
    return bisect_right(_working_day_numbers(), day.toordinal())


def is_working_day(day: datetime.date) -> bool:
    """Return whether offices in England are open on a day."""
    number = _number_up_to(day)
    return number > 0 and _working_day_numbers()[number - 1] == day.toordinal()


def add_working_days(start: datetime.date, count: int) -> datetime.date:
    """Return the day on which `count` working days after `start` have passed; the start is day 0.

    From a Saturday, one working day ends on the next working day, as from the Friday before.
    With a count of 0 the start itself is returned, working day or not.
    Raises ValueError for a negative count, and OutsideTheCalendar beyond the known years.
    """
    if count < 0:
        raise ValueError("A number of working days cannot be negative.")
    if count == 0:
        return start
    place = _number_up_to(start) + count - 1
    numbers = _working_day_numbers()
    if place >= len(numbers):
        raise OutsideTheCalendar(f"Bank holidays are known to {LAST_YEAR}; the end is after it.")
    return datetime.date.fromordinal(numbers[place])


def working_days_between(start: datetime.date, end: datetime.date) -> int:
    """Return how many working days lie after `start` up to and including `end`; negative where the end is earlier."""
    if end < start:
        return -working_days_between(end, start)
    return _number_up_to(end) - _number_up_to(start)


def add_months(start: datetime.date, count: int) -> datetime.date:
    """Return the same day `count` calendar months later, or that month's last day where it is shorter.

    Source: the corresponding-date rule for a period of months (Dodds v Walker [1981] UKHL).
    """
    months = start.month - 1 + count
    year, month = start.year + months // 12, months % 12 + 1
    return datetime.date(year, month, min(start.day, calendar.monthrange(year, month)[1]))
