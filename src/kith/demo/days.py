"""Days and instants of many rows at once: whole numbers inside the demo, dates and times when they are written.

A day is the number of days since 1 January 1970; an instant is a number of seconds of local clock time since then.
NEVER stands for an open end and is written as null.
"""

from __future__ import annotations

import datetime
from functools import cache

import numpy as np
import polars as pl
from numpy.typing import NDArray

from kith.engines.calendar import is_working_day

Days = NDArray[np.int64]
Instants = NDArray[np.int64]

NEVER = 10**6
NEVER_AT = 10**12
SECONDS = 86_400
_EPOCH = datetime.date(1970, 1, 1)


def number_of(day: datetime.date) -> int:
    """Return a date as a number of days."""
    return (day - _EPOCH).days


def date_of(day: int) -> datetime.date:
    """Return a number of days as a date."""
    return _EPOCH + datetime.timedelta(days=int(day))


@cache
def _working() -> Days:
    """Return the working days of the years that the demo can touch, in order."""
    first, last = datetime.date(2000, 1, 1), datetime.date(2060, 12, 31)
    days = range(number_of(first), number_of(last) + 1)
    return np.array([day for day in days if is_working_day(date_of(day))], dtype=np.int64)


def add_working_days(start: Days, count: NDArray[np.int64] | int) -> Days:
    """Return the day on which `count` working days have passed after each start, as engines.calendar counts them."""
    counts = np.broadcast_to(np.asarray(count, dtype=np.int64), start.shape)
    numbers = _working()
    ends = numbers[np.searchsorted(numbers, start, side="right") + counts - 1]
    return np.where(counts == 0, start, ends).astype(np.int64)


def working_days_between(start: Days, end: Days) -> NDArray[np.int64]:
    """Return how many working days lie after each start up to and including each end."""
    numbers = _working()
    return np.asarray(
        np.searchsorted(numbers, end, side="right") - np.searchsorted(numbers, start, side="right"),
        dtype=np.int64,
    )


def is_working(day: Days) -> NDArray[np.bool_]:
    """Return whether offices are open on each day."""
    numbers = _working()
    return np.asarray(numbers[np.clip(np.searchsorted(numbers, day), 0, len(numbers) - 1)] == day)


def next_working(day: Days) -> Days:
    """Return each day, or the first working day after it; a day beyond those that the demo can touch stays itself."""
    numbers = _working()
    place = np.searchsorted(numbers, day)
    known = place < len(numbers)
    return np.where(known, numbers[np.where(known, place, 0)], day).astype(np.int64)


def last_working(day: Days) -> Days:
    """Return each day, or the last working day before it."""
    numbers = _working()
    return np.asarray(numbers[np.maximum(np.searchsorted(numbers, day, side="right") - 1, 0)], dtype=np.int64)


def at(day: Days, second: NDArray[np.int64] | int) -> Instants:
    """Return the instant at a second of each day."""
    return np.asarray(day * SECONDS + second, dtype=np.int64)


def dates(values: Days) -> pl.Series:
    """Return days as dates, with NEVER as null."""
    return (
        pl.DataFrame({"day": values})
        .select(pl.when(pl.col("day") < NEVER).then(pl.col("day")).cast(pl.Int32).cast(pl.Date))
        .to_series()
    )


def instants(values: Instants) -> pl.Series:
    """Return instants of London's clock as instants of time, with NEVER_AT as null."""
    written = (pl.col("at") * 1_000_000).cast(pl.Datetime("us"))
    hour = pl.duration(hours=1)

    def in_london(at: pl.Expr) -> pl.Expr:
        return at.dt.replace_time_zone("Europe/London", ambiguous="earliest", non_existent="null")

    # The hour that the clocks skip in March does not exist: what was drawn in it happened an hour later.
    instant = pl.coalesce(in_london(written), in_london(written + hour))
    return (
        pl.DataFrame({"at": values})
        .select(pl.when(pl.col("at") < NEVER_AT).then(instant.dt.convert_time_zone("UTC")))
        .to_series()
    )


def years_before(day: int, years: int) -> int:
    """Return the day `years` years earlier; 29 February becomes 28 February."""
    date = date_of(day)
    try:
        return number_of(date.replace(year=date.year - years))
    except ValueError:
        return number_of(date.replace(year=date.year - years, day=28))
