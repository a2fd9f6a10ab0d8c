"""Days of many rows at once agree with the calendar engine's, one at a time."""

from __future__ import annotations

import datetime

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from kith.demo.days import NEVER, NEVER_AT, add_working_days, date_of, dates, instants, is_working, number_of
from kith.engines import calendar


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.dates(datetime.date(2015, 1, 1), datetime.date(2035, 1, 1)), st.integers(0, 60))
def test_working_days_are_the_engines(day: datetime.date, count: int) -> None:
    """Start is day 0; weekends and bank holidays do not count."""
    start = np.array([number_of(day)])
    assert date_of(int(add_working_days(start, count)[0])) == calendar.add_working_days(day, count)
    assert bool(is_working(start)[0]) == calendar.is_working_day(day)


def test_an_open_end_is_null_and_a_summer_instant_is_an_hour_earlier_in_universal_time() -> None:
    """Local clock time goes into the database as an instant."""
    july = number_of(datetime.date(2026, 7, 1))
    assert dates(np.array([july, NEVER])).to_list() == [datetime.date(2026, 7, 1), None]
    written = instants(np.array([july * 86_400 + 9 * 3600, NEVER_AT]))
    assert written[0] == datetime.datetime(2026, 7, 1, 8, tzinfo=datetime.UTC)
    assert written[1] is None
