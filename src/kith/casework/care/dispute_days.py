"""By when a reviewing officer is to be answered, as the local numbers in force on the day say."""

from __future__ import annotations

import datetime
import tomllib
from functools import cache
from pathlib import Path

from kith.casework.care.models import DisputeLevel
from kith.casework.protection.local_numbers import LocalNumber
from kith.engines.calendar import add_working_days

WHOLE = "whole"


@cache
def dispute_days() -> tuple[LocalNumber, ...]:
    """Return every number that ships with Kith."""
    text = Path(__file__).with_name("dispute_days.toml").read_text(encoding="utf-8")
    return tuple(LocalNumber(**{"valid_to": None, **entry}) for entry in tomllib.loads(text)["number"])


def days_on(code: str, day: datetime.date) -> int:
    """Return a number of working days in force on a day; a day before the first is counted by the first."""
    of_it = sorted((one for one in dispute_days() if one.code == code), key=lambda one: one.valid_from)
    in_force = [
        one for one in of_it if one.valid_from <= day and (one.valid_to is None or day < one.valid_to)
    ]
    return (in_force or of_it)[-1 if in_force else 0].value


def whole_until(raised_date: datetime.date) -> datetime.date:
    """Return the last day of the time that a dispute may take in all."""
    return add_working_days(raised_date, days_on(WHOLE, raised_date))


def answer_due(level: int, raised_date: datetime.date, taken_date: datetime.date) -> datetime.date:
    """Return by when a level is to answer: in its own time, and within the whole where that is not over already."""
    own = add_working_days(taken_date, days_on(DisputeLevel(level).name.lower(), taken_date))
    whole = whole_until(raised_date)
    return own if level == DisputeLevel.CAFCASS or whole < taken_date else min(own, whole)
