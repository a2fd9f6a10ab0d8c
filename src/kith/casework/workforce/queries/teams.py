"""Teams as a manager reads them: the tree with its figures, and one team's workers."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median
from typing import Any

from django.db import connection
from django.db.models import Q

from kith.casework.workforce.models import Team, TeamMembership, Worker
from kith.engines.calendar import working_days_between


@dataclass(frozen=True)
class TeamFigures:
    """What a team, with all below it, holds and waits for today."""

    workers: int = 0
    full_time_equivalent: float = 0.0
    children: int = 0
    late: int = 0
    contacts: int = 0
    contacts_late: int = 0
    waiting_for_help: int = 0
    waiting_since: datetime.date | None = None
    waiting_clocks: tuple[int, ...] = ()  # to first help, of the approaches that have waited longest


@dataclass(frozen=True)
class TeamInTree:
    """One team in the tree: its place, how deep it lies, and its figures."""

    team: Team
    place: int
    depth: int
    figures: TeamFigures
    name: str
    kind: str
    workers: int
    children: int
    late: int
    contacts: int
    waiting_for_help: int


@dataclass(frozen=True)
class WorkerInTeam:
    """One worker of a team, with what they hold."""

    worker: Worker
    name: str
    role: str
    is_manager: bool
    full_time_equivalent: float
    children: int
    per_full_time: float
    late: int
    due_soon: int
    last_supervision: datetime.date | None


@dataclass(frozen=True)
class Band:
    """How many approaches waited so long: working days, both ends counted in; `share` is of the fullest band."""

    words: str
    approaches: int
    share: int  # from 0 to 100


@dataclass(frozen=True)
class FirstHelp:
    """How long families waited for their first help: working days, over the approaches helped since a day."""

    approaches: int
    median: float | None
    middle_from: int | None  # a quarter were helped sooner than this
    middle_to: int | None  # a quarter waited longer than this
    longest: int | None
    bands: tuple[Band, ...] = ()


# The ends of the bands of waiting, in working days; ten is the target.
BANDS = ((0, 2), (3, 5), (6, 10), (11, 20), (21, None))


def figures_of(teams: Iterable[int]) -> dict[int, TeamFigures]:
    """Return each team's figures, those of the teams below it counted in. One query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM kith_team_figures(%s::bigint[])", [list(teams)])
        return {
            row[0]: TeamFigures(
                row[1], float(row[2]), row[3], row[4], row[5], row[6], row[7], row[8], tuple(row[9])
            )
            for row in cursor.fetchall()
        }


def team_tree() -> list[TeamInTree]:
    """Return every team, each followed by those below it, by name."""
    teams = list(Team.objects.order_by("name"))
    figures = figures_of(team.pk for team in teams)
    below: dict[int | None, list[Team]] = {}
    for team in teams:
        below.setdefault(team.parent_id, []).append(team)
    rows: list[TeamInTree] = []

    def add(parent: int | None, depth: int) -> None:
        for team in below.get(parent, []):
            held = figures.get(team.pk, TeamFigures())
            rows.append(
                TeamInTree(
                    team=team,
                    place=len(rows),
                    depth=min(depth, 4),
                    figures=held,
                    name=team.name,
                    kind=str(team.get_kind_display()),
                    workers=held.workers,
                    children=held.children,
                    late=held.late,
                    contacts=held.contacts,
                    waiting_for_help=held.waiting_for_help,
                )
            )
            add(team.pk, depth + 1)

    add(None, 0)
    return rows


def workers_of(team: Team, today: datetime.date) -> list[WorkerInTeam]:
    """Return a team's own workers on a day with their caseloads. One query beside the members'."""
    memberships = (
        TeamMembership.objects.filter(team=team, start_date__lte=today)
        .filter(Q(end_date__isnull=True) | Q(end_date__gt=today))
        .select_related("worker")
    )
    members = list(memberships)
    numbers = [member.worker_id for member in members]
    figures = figures_of_workers(numbers)
    rows = []
    for member in members:
        children, late, due_soon, supervised = figures.get(member.worker_id, (0, 0, 0, None))
        share = float(member.worker.full_time_equivalent)
        rows.append(
            WorkerInTeam(
                worker=member.worker,
                name=member.worker.name,
                role=str(member.worker.get_role_display()),
                is_manager=member.is_manager,
                full_time_equivalent=share,
                children=children,
                per_full_time=round(children / share, 1),
                late=late,
                due_soon=due_soon,
                last_supervision=supervised,
            )
        )
    return rows


def caseload_figures(workers: Iterable[int]) -> dict[int, tuple[int, int, int]]:
    """Return for each worker who holds anybody: children, late clocks, clocks due within ten days. One query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM kith_caseload_figures(%s::bigint[])", [list(workers)])
        return {worker: (children, late, due) for worker, children, late, due in cursor.fetchall()}


def figures_of_workers(workers: Iterable[int]) -> dict[int, tuple[int, int, int, datetime.date | None]]:
    """Return for each worker those three figures and the day of their last supervision, whoever gave it: the day alone.

    One query.
    """
    numbers = list(workers)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(held.worker, last.worker), coalesce(held.children, 0), coalesce(held.late, 0),"
            " coalesce(held.due_soon, 0), last.held_date FROM kith_caseload_figures(%s::bigint[]) held"
            " FULL JOIN kith_last_supervisions(%s::bigint[]) last ON last.worker = held.worker",
            [numbers, numbers],
        )
        return {worker: (children, late, due, day) for worker, children, late, due, day in cursor.fetchall()}


def children_held(worker: Worker) -> int:
    """Return how many children a worker holds, those whom the reader may not see among them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT kith_children_held(%s)", [worker.pk])
        (held,) = cursor.fetchone()
        return int(held)


def teams_and_below(team: Team) -> list[int]:
    """Return a team's number and those of every team below it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT below FROM kith_teams_and_below() WHERE team = %s", [team.pk])
        return [number for (number,) in cursor.fetchall()]


def below_each_team() -> dict[int, set[int]]:
    """Return for every team its number and those of every team below it. One query."""
    found: dict[int, set[int]] = defaultdict(set)
    with connection.cursor() as cursor:
        cursor.execute("SELECT team, below FROM kith_teams_and_below()")
        for team, below in cursor.fetchall():
            found[team].add(below)
    return found


def first_help_of(teams: Iterable[int], *, since: datetime.date) -> FirstHelp:
    """Return how many working days passed from each approach to its first help, over those helped since a day."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT approached, helped FROM kith_first_help_given(%s::bigint[], %s)", [list(teams), since]
        )
        waits = sorted(working_days_between(approached, helped) for approached, helped in cursor.fetchall())
    return spread_of(waits)


def spread_of(waits: list[int]) -> FirstHelp:
    """Return the middle of sorted waits and how far they spread; of none, nothing but the count."""
    if not waits:
        return FirstHelp(0, None, None, None, None)
    last = len(waits) - 1
    return FirstHelp(
        approaches=len(waits),
        median=float(median(waits)),
        middle_from=waits[round(last * 0.25)],
        middle_to=waits[round(last * 0.75)],
        longest=waits[-1],
        bands=_bands(waits),
    )


def _bands(waits: list[int]) -> tuple[Band, ...]:
    counts = [
        sum(first <= wait and (last is None or wait <= last) for wait in waits) for first, last in BANDS
    ]
    fullest = max(counts)
    return tuple(
        Band(
            f"{first} to {last}" if last is not None else f"{first} or more",
            count,
            round(100 * count / fullest),
        )
        for (first, last), count in zip(BANDS, counts, strict=True)
    )


def current_team_names(workers: Iterable[int], today: datetime.date) -> dict[int, Any]:
    """Return the team that each worker is in on a day."""
    memberships = (
        TeamMembership.objects.filter(worker_id__in=list(workers), start_date__lte=today)
        .filter(Q(end_date__isnull=True) | Q(end_date__gt=today))
        .select_related("team")
    )
    return {membership.worker_id: membership.team for membership in memberships}
