"""How steady life is for the children in care of a team: who has had many homes or workers, and what its moves did."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import connection

from kith.casework.people.models import Person

MANY = 3
_SUMS = ("moves", "split", "over_twenty", "middle_of_year", "further", "heard")


@dataclass(frozen=True)
class Unsteady:
    """One child who has had three homes or workers or more this year; `person` is None where the reader may not see them."""

    person: Person | None
    homes: int
    workers: int
    schools: int


@dataclass(frozen=True)
class TeamContinuity:
    """What is told of a team."""

    in_care: int
    three_homes: int
    three_workers: int
    children: list[Unsteady]
    hidden: int
    sums: dict[str, int] = field(default_factory=dict)  # moves, split, … over every kind
    by_kind: dict[str, int] = field(default_factory=dict)

    @property
    def is_nothing(self) -> bool:
        """Whether the team holds no child in care and made no move."""
        return not self.in_care and not self.sums.get("moves")


def team_continuity(teams: Iterable[int], since: datetime.date, today: datetime.date) -> TeamContinuity:
    """Return how steady life is for a team's children in care since a day. One query, one more where somebody is named.

    Numbers are exact over every record: for the team and whoever is above it alone.
    """
    numbers = list(teams)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT json_agg(json_build_array(child, homes, workers, schools))"
            " FROM kith_team_continuity(%s, %s)),"
            " (SELECT json_agg(json_build_array(kind, moves, split, over_twenty, middle_of_year, further, heard))"
            " FROM kith_team_moves(%s, %s, %s))",
            [numbers, since, numbers, since, today],
        )
        rows, moves = (held or [] for held in cursor.fetchone())
    many = {row[0]: row for row in rows if row[1] >= MANY or row[2] >= MANY}
    seen = Person.objects.in_bulk(list(many)) if many else {}
    children = [
        Unsteady(seen[number], homes, workers, schools)
        for number, homes, workers, schools in many.values()
        if number in seen
    ]
    children.sort(key=lambda one: (-one.homes, -one.workers, one.person.display_name if one.person else ""))
    return TeamContinuity(
        in_care=len(rows),
        three_homes=sum(row[1] >= MANY for row in rows),
        three_workers=sum(row[2] >= MANY for row in rows),
        children=children,
        hidden=len(many) - len(children),
        sums={name: sum(row[at + 1] for row in moves) for at, name in enumerate(_SUMS)},
        by_kind={row[0]: row[1] for row in moves},
    )
