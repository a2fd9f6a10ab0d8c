"""Where in a child's schooling a day falls: the year group, exams, and what counts as the middle of a school year."""

from __future__ import annotations

import datetime

# Year groups in which a change costs most: courses that end in an exam, and the tests of Years 2 and 6.
EXAMS = {
    2: "national tests for seven-year-olds are in the summer term",
    6: "national tests for eleven-year-olds are in May",
    10: "GCSE courses have begun",
    11: "GCSE exams are in May and June",
    12: "courses for A levels or other exams have begun",
    13: "A level and other exams are in May and June",
}
# The months and days in which each year's exams are sat, as near as can be told beforehand.
_SAT = {6: ((5, 5), (5, 20)), 11: ((5, 5), (6, 25)), 13: ((5, 5), (6, 28))}
# For which year groups each phase is; a special school or alternative provision may be for any.
_PHASES = {
    "nursery": (-2, 0),
    "primary": (0, 6),
    "secondary": (7, 13),
    "all_through": (0, 13),
    "sixteen_plus": (12, 14),
}


def year_group(born: datetime.date, day: datetime.date) -> int:
    """Return the year group that a child is of by age: 0 is Reception, below it nursery, above 13 past school."""
    turned_by = datetime.date(day.year if day.month >= 9 else day.year - 1, 8, 31)
    age = turned_by.year - born.year - ((turned_by.month, turned_by.day) < (born.month, born.day))
    return age - 4


def is_middle_of_school_year(day: datetime.date) -> bool:
    """Return whether a change of school on a day is in the middle of a school year, as school moves are counted.

    Every day but those from 1 August to 30 September (Local Authority Interactive Tool, school moves).
    """
    return day.month not in (8, 9)


def place_in_the_year(day: datetime.date) -> str:
    """Return in words whether a change of school on a day is in the middle of a school year."""
    if is_middle_of_school_year(day):
        return "In the middle of the school year: it counts as a school move"
    return "Between school years, in August or September"


def fits(phase: str, born: datetime.date, day: datetime.date) -> bool:
    """Return whether a school of a phase is for children of this age."""
    first, last = _PHASES.get(phase, (-2, 14))
    return first <= year_group(born, day) <= last


def exams_from(born: datetime.date, day: datetime.date, *, weeks: int) -> str:
    """Return which exams the child sits within some weeks of a day; empty where none are known of."""
    year = year_group(born, day)
    sat = _SAT.get(year)
    if sat is None:
        return ""
    first, last = (datetime.date(day.year, *when) for when in sat)
    if last < day or first > day + datetime.timedelta(weeks=weeks):
        return ""
    return f"Year {year} exams are from about {first:%-d %B} to {last:%-d %B %Y}"


def next_birthday(born: datetime.date, day: datetime.date) -> datetime.date:
    """Return the first birthday on or after a day; of 29 February, on 1 March in a year without one."""
    for year in (day.year, day.year + 1):
        try:
            birthday = born.replace(year=year)
        except ValueError:
            birthday = datetime.date(year, 3, 1)
        if birthday >= day:
            return birthday
    raise AssertionError("There is a birthday every year.")
