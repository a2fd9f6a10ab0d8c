"""Working days in England: not a Saturday, a Sunday or a bank holiday."""

from __future__ import annotations

import datetime


def working_days_before(day: datetime.date, count: int) -> datetime.date:
    """Return the day that is `count` working days before `day`.

    Bank holidays are those of England by the package `holidays`, imported only when asked for.
    """
    import holidays

    england = holidays.country_holidays("GB", subdiv="ENG", years=range(day.year - 1, day.year + 1))
    while count:
        day -= datetime.timedelta(days=1)
        if day.weekday() < 5 and day not in england:
            count -= 1
    return day
