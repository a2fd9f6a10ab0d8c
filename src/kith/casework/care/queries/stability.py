"""How steady life is for children in care, as the published indicators count it: exact for the team, safe for anybody else.

The rights and the suppression are those of the figures of protection.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db import connection

from kith.casework.care.areas import our_area
from kith.casework.family_help.queries.report import Counted as Whose
from kith.casework.family_help.queries.report import Figure, Period, teams_to_count
from kith.casework.protection.queries.figures import Share
from kith.casework.protection.queries.safe_parts import SafeParts, rows_by_team
from kith.casework.workforce.models import Team, Worker
from kith.engines.indicators.disclosure import suppress_count
from kith.engines.indicators.intervals import share

YES, NO, UNKNOWN = "yes", "no", "unknown"

# Each partition of the children in care: its parts in the order in which they are counted.
PARTITIONS: dict[str, tuple[str, ...]] = {
    "homes": (YES, NO),
    "settled": (YES, NO, ""),
    "far": (YES, NO, UNKNOWN),
    "workers": (YES, NO),
    "school": (YES, NO, UNKNOWN),
    "siblings": ("all", "some", "none", ""),
}

# The columns of the table by team: a partition, its part that is shown, and of which parts it is a share.
BY_TEAM: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "Three or more homes in the year": ("homes", YES, (YES, NO)),
    "Over 20 miles away, outside our area": ("far", YES, (YES, NO)),
    "With all their brothers and sisters": ("siblings", "all", ("all", "some", "none")),
    "Three or more lead practitioners": ("workers", YES, (YES, NO)),
}


@dataclass(frozen=True)
class Alike:
    """Children in care of one team of whom the same is so, by partition."""

    team: int | None
    is_so: dict[str, str]
    children: int


@dataclass(frozen=True)
class Indicator:
    """One indicator: its share, how it is counted, and how many it leaves out because something is not known."""

    key: str
    label: str
    definition: str
    share: Share
    left_out: str = ""


class PartOf(NamedTuple):
    """How many of how many; of the few of one team no interval is shown."""

    part: int
    whole: int

    @property
    def words(self) -> str:
        """As a table tells it."""
        return f"{self.part} of {self.whole}"


@dataclass(frozen=True)
class TeamRow:
    """One team's children in care; teams too small to be shown apart are one row together."""

    label: str
    in_care: int
    shares: dict[str, PartOf]  # by the columns of BY_TEAM


@dataclass(frozen=True)
class Stability:
    """Everything on the page."""

    day: datetime.date
    in_care: int | None
    indicators: list[Indicator] = field(default_factory=list)
    teams: list[TeamRow] = field(default_factory=list)
    is_suppressed: bool = False


def count(on_day: datetime.date, since: datetime.date) -> list[Alike]:
    """Count the children in care on a day, of every team at once. One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT team, many_homes, settled, far, many_workers, school, siblings, children"
            " FROM kith_stability_figures(%s, %s, %s)",
            [on_day, since, our_area()],
        )
        return [
            Alike(
                team,
                {
                    "homes": YES if homes else NO,
                    "settled": settled,
                    "far": far,
                    "workers": YES if workers else NO,
                    "school": school,
                    "siblings": siblings,
                },
                children,
            )
            for team, homes, settled, far, workers, school, siblings, children in cursor.fetchall()
        ]


def counts_of(counted: list[Alike], teams: Collection[int | None] | None) -> dict[str, list[int]]:
    """Return the parts of each partition for some teams, or for the whole service."""
    found = {name: dict.fromkeys(parts, 0) for name, parts in PARTITIONS.items()}
    for one in counted:
        if teams is None or one.team in teams:
            for name, part in one.is_so.items():
                found[name][part] += one.children
    return {name: list(parts.values()) for name, parts in found.items()}


def stability_for(worker: Worker, whose: Whose, period: Period, today: datetime.date) -> Stability:
    """Return the indicators of a period for a reader, and of each team where the whole service is counted. Two queries."""
    day = min(period.until, today)
    counted = count(day, period.since)
    counts = counts_of(counted, whose.teams)
    own = [] if whose.exact else [team.pk for team in teams_to_count(worker, today)]
    known = counts_of(counted, own) if own else None
    safe = SafeParts(whose.exact)
    shown: dict[str, list[int | None]] = {}
    totals: list[int | None] = []
    for name in PARTITIONS:
        shown[name], total = safe.parts(counts[name], known[name] if known else None)
        totals.append(total)
    # Six partitions of the same children: a total hidden in one is hidden in all, with what it is made of.
    in_care = totals[0]
    if None in totals:
        in_care, shown = None, {name: [None] * len(parts) for name, parts in PARTITIONS.items()}
    teams = _by_team(counted, own, exact=whose.exact) if whose.teams is None and in_care is not None else []
    return Stability(day, in_care, _indicators(shown, in_care), teams, safe.hid_something)


def _by_team(counted: list[Alike], own: Collection[int], *, exact: bool) -> list[TeamRow]:
    """Return a row for each team that holds a child in care, and one for all the rest together. One query for the names.

    A row is safe where no part of any of its partitions is so small that a child could be recognised.
    """
    of_team: dict[int | None, list[Alike]] = defaultdict(list)
    for one in counted:
        of_team[one.team].append(one)
    held = {team: counts_of(theirs, None) for team, theirs in of_team.items()}
    columns = [
        (name, part)
        for name in dict.fromkeys(one for one, *_ in BY_TEAM.values())
        for part in PARTITIONS[name]
    ]
    flat = {
        team: [sum(parts["homes"]), *(parts[name][PARTITIONS[name].index(part)] for name, part in columns)]
        for team, parts in held.items()
    }
    names = dict(Team.objects.filter(pk__in=[team for team in held if team]).values_list("pk", "name"))
    rows = []
    for _, label, (in_care, *numbers) in rows_by_team(flat, names, own, exact=exact, is_safe=_is_safe):
        found = dict(zip(columns, numbers, strict=True))
        rows.append(
            TeamRow(
                label,
                in_care,
                {
                    column: PartOf(found[name, part], sum(found[name, one] for one in of))
                    for column, (name, part, of) in BY_TEAM.items()
                },
            )
        )
    return rows


def _is_safe(row: Sequence[int]) -> bool:
    return all(suppress_count(number) is not None for number in row)


def _indicators(shown: dict[str, list[int | None]], in_care: int | None) -> list[Indicator]:
    far, school, siblings, settled = (shown[name] for name in ("far", "school", "siblings", "settled"))
    with_any = _sum(siblings[:2])
    members = _sum(siblings[:3])

    def one(
        key: str, label: str, part: int | None, whole: int | None, left_out: int | None = 0, why: str = ""
    ) -> Indicator:
        words = f"{left_out} more {why}" if left_out else ""
        return Indicator(key, label, DEFINITIONS[key], _share(part, whole), words)

    return [
        one("homes", "Three or more homes in the year", shown["homes"][0], in_care),
        one("settled", "In the same home for two years or more", settled[0], _sum(settled[:2])),
        one(
            "far",
            "Over 20 miles from home and outside our area",
            far[0],
            _sum(far[:2]),
            far[2],
            "live at a place that is not known, or came from one",
        ),
        one("siblings_all", "Living with all their brothers and sisters in care", siblings[0], members),
        one("siblings_any", "Living with at least one of them", with_any, members),
        one("workers", "Three or more lead practitioners in the year", shown["workers"][0], in_care),
        one(
            "school",
            "Moved school in the middle of a school year",
            school[0],
            _sum(school[:2]),
            school[2],
            "have no school on the record",
        ),
    ]


def _sum(parts: list[int | None]) -> int | None:
    found = 0
    for part in parts:
        if part is None:
            return None
        found += part
    return found


def _share(part: int | None, whole: int | None) -> Share:
    if part is None or whole is None or whole == 0:
        return Share(part, whole, None)
    found = share(part, whole)
    return Share(part, whole, Figure(float(found.value), float(found.lower), float(found.upper)))


# What each indicator is, as the page says it beside it.
DEFINITIONS: dict[str, str] = {
    "homes": (
        "Of the children looked after on the last day, those who had three or more homes in the year from 1 April, the one "
        "where they lived on that day counted. Temporary stays (T0 to T4) are not counted, nor is a household that moved "
        "house; going back to an earlier home is."
    ),
    "settled": (
        "Of the children under 16 who had been looked after without a break for two and a half years or more, those who had "
        "lived in the same home for two years or more, or who are placed for adoption and had lived there and in the home "
        "before it for two years together."
    ),
    "far": (
        "Of the children whose home before care and home now are both known, those who live over 20 miles away in a straight "
        "line and outside the authority’s area."
    ),
    "siblings_all": (
        "Of the children who have a brother or sister in care who shares a parent with them, or is recorded as their brother "
        "or sister, those who live in one home with all of them. It is not in the statutory return."
    ),
    "siblings_any": "Of the same children, those who live in one home with at least one of them.",
    "workers": (
        "Of the children looked after on the last day, those who had three or more different lead practitioners in the year "
        "from 1 April, in care or not yet."
    ),
    "school": (
        "Of the children with a school on the record in the year, those who went to another between 1 April and 31 March while "
        "in care, other than from 1 August to 30 September. A first school is not a move."
    ),
}
