"""How visits go for a team's children in care: in time, and seen alone. Numbers only, whoever holds the child."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection

LOOKING_BACK = datetime.timedelta(weeks=13)


@dataclass(frozen=True)
class TeamVisits:
    """One team's visits over the last 13 weeks, and how many wait past their day now."""

    children: int
    late: int
    came: int  # visits for which a day was set, since then
    in_time: int
    made: int  # each child of a visit counts
    seen: int
    alone: int

    @property
    def share_in_time(self) -> int | None:
        """The visits that came in time, of every hundred; None where there were none."""
        return round(100 * self.in_time / self.came) if self.came else None

    @property
    def share_alone(self) -> int | None:
        """The children seen alone, of every hundred seen; None where none was seen."""
        return round(100 * self.alone / self.seen) if self.seen else None


def visits_of_teams(teams: Iterable[int], today: datetime.date) -> TeamVisits:
    """Return how visits went for the children in care whom these teams hold. One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT children, late, came, in_time, made, seen, alone"
            " FROM kith_care_visits_of_teams(%s::bigint[], %s, %s)",
            [list(teams), today - LOOKING_BACK, today],
        )
        return TeamVisits(*cursor.fetchone())
