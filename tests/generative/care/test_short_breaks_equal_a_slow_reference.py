"""Generated short breaks: what is owed, and from which day it is counted, against counting day by day."""

from __future__ import annotations

import datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from kith.casework.care.models import LegalStatus
from kith.casework.care.short_breaks import Duties, duties_on

BEGAN = datetime.date(2023, 5, 1)
DAY = datetime.timedelta(days=1)

# Each break as the days at home before it, and its own.
breaks = st.lists(
    st.tuples(
        st.sampled_from([1, 3, 20, 60, 200, 364, 365, 366]),
        st.sampled_from([1, 2, 3, 5, 5, 8, 8, 12, 12, 16, 17, 17, 18]),
    ),
    min_size=1,
    max_size=9,
)


def counted_by_the_day(away: list[tuple[int, int]], day: int) -> Duties:
    """Return what is owed on a day of a break, from which days were spent away until then."""
    nights = {night for start, end in away for night in range(start, end) if night < day}
    longest = max((end - start for start, end in away if end <= day), default=0)
    start_now, _ = away[-1]
    longest = max(longest, day - start_now)
    busiest = max(
        (sum(until - 365 <= night < until for night in nights) for until in range(day + 1)), default=0
    )
    if longest > 17 or busiest > 75:
        return Duties(BEGAN + start_now * DAY)
    first, at_home = start_now, 0
    for night in range(start_now - 1, -1, -1):
        at_home = 0 if night in nights else at_home + 1
        if at_home > 365:
            break
        if night in nights:
            first = night
    return Duties(BEGAN + first * DAY, on_short_breaks=True)


@settings(max_examples=40)
@given(breaks, st.integers(0, 18))
def test_what_is_owed_on_a_break_is_what_counting_the_days_says(
    drawn: list[tuple[int, int]], into_the_last: int
) -> None:
    """Eased while no break is longer than 17 days and no twelve months have more than 75; from the first of the series."""
    day, away = 0, []
    for at_home, nights in drawn:
        away.append((day + at_home, day + at_home + nights))
        day += at_home + nights
    start, end = away[-1]
    on = min(start + into_the_last, end - 1)
    statuses = [
        LegalStatus(
            period_of_care_id=number, child_id=1, code="V3", start_date=BEGAN + first * DAY,
            end_date=None if number == len(away) else BEGAN + last * DAY,
        )
        for number, (first, last) in enumerate(away, 1)
    ]  # fmt: skip
    found = duties_on(statuses, period=len(away), began=BEGAN + start * DAY, on=BEGAN + on * DAY)
    assert found == counted_by_the_day(away, on)
