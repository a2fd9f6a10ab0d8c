"""By when a reviewing officer is to be answered, as the local numbers in force on the day say."""

from __future__ import annotations

import datetime
from functools import cache
from pathlib import Path

from kith.casework.care.models import DisputeLevel
from kith.casework.protection.local_numbers import LocalNumber, number_among, numbers_in
from kith.engines.calendar import add_working_days

WHOLE = "whole"


@cache
def dispute_days() -> tuple[LocalNumber, ...]:
    """Return every number that ships with Kith."""
    return numbers_in(Path(__file__).with_name("dispute_days.toml"))


def days_on(code: str, day: datetime.date) -> int:
    """Return a number of working days in force on a day; a day before the first is counted by the first."""
    return number_among(dispute_days(), code, day)


def whole_until(raised_date: datetime.date) -> datetime.date:
    """Return the last day of the time that a dispute may take in all."""
    return add_working_days(raised_date, days_on(WHOLE, raised_date))


def answer_due(level: int, raised_date: datetime.date, taken_date: datetime.date) -> datetime.date:
    """Return by when a level is to answer: in its own time, and within the whole where that is not over already."""
    own = add_working_days(taken_date, days_on(DisputeLevel(level).name.lower(), taken_date))
    whole = whole_until(raised_date)
    return own if level == DisputeLevel.CAFCASS or whole < taken_date else min(own, whole)
