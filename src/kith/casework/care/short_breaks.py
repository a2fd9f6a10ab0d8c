"""Short breaks: counted against what the regulations ease for, and what is owed to a child while they do.

None is longer than 17 days, and 75 days in twelve months at most. Then the child is visited within three months of the first
break and every six months after, and reviewed so too; no health assessment, placement plan or notice is owed.

Care Planning, Placement and Case Review (England) Regulations 2010, regulation 48. Plain Python: no Django, no database.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

from kith.casework.care.placement_codes import BREAKS_IN_A_YEAR_AT_MOST, ONE_BREAK_AT_MOST, SHORT_BREAKS

FIRST_MONTHS, LATER_MONTHS = 3, 6  # of visits and of reviews alike
A_BREAK = "V3"
# A year without a break ends a series; one after it begins another.
SERIES_GAP = datetime.timedelta(days=365)
Break = tuple[datetime.date, datetime.date | None]


@dataclass(frozen=True)
class BreaksCounted:
    """A child's short breaks on a day: how many, nights in the twelve months before, the longest, and what is too much."""

    many: int
    nights_in_a_year: int
    longest: int
    sentences: tuple[str, ...]


def count_breaks(breaks: Iterable[Break], *, today: datetime.date) -> BreaksCounted:
    """Count a child's breaks, each over `[start, end)`, an open one until today.

    The busiest twelve months are those that end as a break does: a stretch of twelve months with the most nights ends so.
    """
    held = sorted((start, end or today) for start, end in breaks if start <= today)
    lengths = [(end - start).days for start, end in held]
    nights = _nights(held, today)
    busiest = max((_nights(held, end) for _, end in held), default=0)
    said = []
    if lengths and max(lengths) > ONE_BREAK_AT_MOST:
        said.append(
            f"A break of {max(lengths)} days is longer than {ONE_BREAK_AT_MOST}: it is not a short break. Record the child as "
            "looked after (V2) from then on, and review the plan."
        )
    if busiest > BREAKS_IN_A_YEAR_AT_MOST:
        said.append(
            f"The breaks of twelve months add up to {busiest} days, more than {BREAKS_IN_A_YEAR_AT_MOST}: every duty to a child "
            "in care holds (regulation 48)."
        )
    return BreaksCounted(len(held), nights, max(lengths, default=0), tuple(said))


def _nights(held: list[tuple[datetime.date, datetime.date]], until: datetime.date) -> int:
    """Return the nights away in the twelve months before a day."""
    since = until - datetime.timedelta(days=365)
    return sum(max((min(end, until) - max(start, since)).days, 0) for start, end in held)


class StatusRow(Protocol):
    """One legal status over `[start_date, end_date)`."""

    period_of_care_id: int
    code: str
    start_date: datetime.date
    end_date: datetime.date | None


@dataclass(frozen=True)
class Duties:
    """What is owed to a child on a day: what short breaks ease, or all; and the day from which it is counted."""

    since: datetime.date
    on_short_breaks: bool = False


def duties_on(
    statuses: Iterable[StatusRow], *, period: int, began: datetime.date, on: datetime.date
) -> Duties:
    """Return what is owed on a day of a period of care that began on `began`, from all of the child's legal statuses.

    It is counted from the first break of the series, from the agreement (V4), or from when the child came into care; where
    short breaks became care within one period, from that day.
    """
    known = sorted((one for one in statuses if one.start_date <= on), key=lambda one: one.start_date)
    own = [one for one in known if one.period_of_care_id == period]
    breaks = [(one.start_date, one.end_date) for one in known if one.code == A_BREAK]
    code = own[-1].code if own else ""
    if code in SHORT_BREAKS and not count_breaks(breaks, today=on).sentences:
        return Duties(began if code != A_BREAK else _series_began(breaks), on_short_breaks=True)
    since = began
    for before, after in pairwise(own):
        if before.code in SHORT_BREAKS and after.code not in SHORT_BREAKS:
            since = after.start_date
    return Duties(since)


def _series_began(breaks: list[Break]) -> datetime.date:
    """Return the first day of the series to which the last of these breaks, in order, belongs."""
    began = breaks[-1][0]
    for start, end in reversed(breaks[:-1]):
        if end is None or began - end > SERIES_GAP:
            break
        began = start
    return began
