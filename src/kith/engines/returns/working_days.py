"""Working days in England: not a Saturday, a Sunday or a bank holiday."""

from __future__ import annotations

import csv
import datetime
from functools import cache
from pathlib import Path

HOLIDAYS = Path(__file__).parent / "codes" / "bank_holidays.csv"


@cache
def bank_holidays() -> frozenset[datetime.date]:
    """Return England's bank holidays on weekdays, 2018 to 2035.

    They are kept as data because importing the package `holidays`, from which they come and against which
    they are tested, would take longer than checking a census.
    """
    with HOLIDAYS.open(newline="", encoding="utf-8") as file:
        return frozenset(datetime.date.fromisoformat(row["day"]) for row in csv.DictReader(file))


def working_days_before(day: datetime.date, count: int) -> datetime.date:
    """Return the day that is `count` working days before `day`."""
    closed = bank_holidays()
    while count:
        day -= datetime.timedelta(days=1)
        if day.weekday() < 5 and day not in closed:
            count -= 1
    return day
