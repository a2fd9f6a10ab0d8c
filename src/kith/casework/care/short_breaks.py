"""Short breaks counted against what the regulations ease for: none longer than 17 days, and 75 days in twelve months at most.

Care Planning, Placement and Case Review (England) Regulations 2010, regulation 48. Plain Python: no Django, no database.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from kith.casework.care.placement_codes import BREAKS_IN_A_YEAR_AT_MOST, ONE_BREAK_AT_MOST

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
