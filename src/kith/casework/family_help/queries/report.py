"""What became of the help that was offered: reach, completion, waits and change by intervention. It is not a trial.

Counted over every record by functions that give numbers alone (family_help/interventions.sql). Whoever belongs to the
team that is counted reads it exactly; anybody else reads it with small numbers suppressed: of an intervention with any
count from one to five that could be told from the others, no count but those that are safe is shown, and no share.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from django.db import connection
from scipy import special

from kith.casework.family_help.measures import Measure, measures
from kith.casework.family_help.models import EndingReason, Intervention
from kith.casework.workforce.models import Team, Worker
from kith.casework.workforce.queries import teams_of
from kith.casework.workforce.queries.teams import below_each_team, teams_and_below
from kith.engines.indicators.disclosure import SMALLEST_PUBLISHED, suppress_parts
from kith.engines.indicators.intervals import median, share

YEARS = 4  # this financial year and the three before it


@dataclass(frozen=True)
class Figure:
    """A figure with the interval that the true one lies in 19 times of 20."""

    value: float
    lower: float
    upper: float

    @property
    def as_share(self) -> str:
        """The figure as a percentage, with its interval."""
        return f"{self.value:.0%} ({self.lower:.0%} to {self.upper:.0%})"

    @property
    def percent(self) -> str:
        """The figure as a percentage, without its interval."""
        return f"{self.value:.0%}"

    @property
    def as_days(self) -> str:
        """The figure in days, with its interval."""
        return f"{self.value:.0f} ({self.lower:.0f} to {self.upper:.0f})"

    @property
    def as_change(self) -> str:
        """The figure with its sign, and its interval."""
        return f"{self.value:+.1f} ({self.lower:+.1f} to {self.upper:+.1f})".replace("-", "−")


@dataclass(frozen=True)
class Change:
    """How scores on one measure changed from before to after, over people scored at both."""

    measure: Measure
    pairs: int | None  # None where too few to show
    mean: Figure | None  # after less before; None with fewer than two, or too few to show
    improved: Figure | None  # the share who scored better, 0 to 1
    unchanged: int | None

    @property
    def is_better(self) -> bool | None:
        """Whether the mean is better after, worse (False), or neither can be told from the interval (None)."""
        if self.mean is None or self.mean.lower <= 0 <= self.mean.upper:
            return None
        return (self.mean.value < 0) == self.measure.lower_is_better


@dataclass(frozen=True)
class Row:
    """One intervention: counts are None where they may not be shown to this reader."""

    intervention: Intervention
    offered: int | None
    started: int | None
    completed: int | None
    stopped_early: int | None
    never_started: int | None
    waiting: int | None
    going_on: int | None
    reach: Figure | None  # started of those offered whose answer is known: not those who still wait
    completion: Figure | None  # completed of those that began and ended
    wait: Figure | None  # median days from offer to start
    reasons: list[tuple[str, int]]
    changes: list[Change]
    is_suppressed: bool

    @property
    def name(self) -> str:
        """The intervention's name, by which a list sorts."""
        return self.intervention.name


@dataclass(frozen=True)
class Period:
    """A financial year, or several together, both days counted."""

    code: str
    label: str
    since: datetime.date
    until: datetime.date


@dataclass(frozen=True)
class Counted:
    """Of whom a report is: a team with all below it, or the whole service; and whether its reader reads it exactly."""

    teams: list[int] | None
    label: str
    exact: bool


def periods(today: datetime.date, *, together: bool) -> list[Period]:
    """Return the financial years that a report may be of, this one first; and all together where that gives nothing away.

    Single years alone to a reader with suppressed figures: two periods that overlap tell what lies between them.
    """
    first = today.year if today >= datetime.date(today.year, 4, 1) else today.year - 1
    found = [
        Period(
            str(year),
            f"{year}-{(year + 1) % 100:02d}",
            datetime.date(year, 4, 1),
            datetime.date(year + 1, 3, 31),
        )
        for year in range(first, first - YEARS, -1)
    ]
    if together:
        found.append(Period("all", f"{found[-1].label} to {found[0].label}", found[-1].since, found[0].until))
    return found


def counted_for(worker: Worker, team: Team | None, today: datetime.date) -> Counted:
    """Return of whom a report is for a reader: of a team of theirs, or of the whole service.

    Exact where every team counted is one that the reader belongs to, or is below one that they manage. A team of
    somebody else's is never counted apart: what is left of the whole would give its small numbers away.
    """
    own = set(teams_of(worker, today))
    if team is not None:
        counted = teams_and_below(team)
        if own >= set(counted):
            return Counted(counted, team.name, exact=True)
    every = set(Team.objects.values_list("pk", flat=True))
    return Counted(None, "the whole service", exact=bool(every) and own >= every)


def teams_to_count(worker: Worker, today: datetime.date) -> list[Team]:
    """Return the teams that a reader may have counted apart: their own, and those below one that they manage."""
    own = set(teams_of(worker, today))
    below = below_each_team()
    return [team for team in Team.objects.filter(pk__in=own).order_by("name") if own >= below[team.pk]]


def intervention_report(counted: Counted, period: Period, *, only: Intervention | None = None) -> list[Row]:
    """Return a row for each intervention that was offered in a period, by group and name. Four queries."""
    given = [counted.teams, period.since, period.until, only.pk if only else None]
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM kith_intervention_figures(%s::bigint[], %s, %s, %s)", given)
        figures = cursor.fetchall()
        cursor.execute("SELECT * FROM kith_intervention_reasons(%s::bigint[], %s, %s, %s)", given)
        reasons: dict[int, list[tuple[str, int]]] = {}
        for number, reason, families in cursor.fetchall():
            reasons.setdefault(number, []).append((reason, families))
        cursor.execute("SELECT * FROM kith_intervention_changes(%s::bigint[], %s, %s, %s)", given)
        changes: dict[int, list[Change]] = {}
        for number, code, pairs, total, squares, rose, fell in cursor.fetchall():
            if code in measures():
                changes.setdefault(number, []).append(
                    change_of(
                        measures()[code], pairs, float(total), float(squares), rose, fell, exact=counted.exact
                    )
                )
    known = {only.pk: only} if only else Intervention.objects.in_bulk([row[0] for row in figures])
    rows = [
        _row(known[number], numbers, reasons.get(number, []), changes.get(number, []), counted.exact)
        for number, *numbers in figures
    ]
    order = [group for group, _ in Intervention._meta.get_field("group").choices or []]
    return sorted(rows, key=lambda row: (order.index(row.intervention.group), row.name))


def change_of(
    measure: Measure, pairs: int, total: float, squares: float, rose: int, fell: int, *, exact: bool
) -> Change:
    """Return the mean of paired changes with Student's t interval, and the share who did better with Wilson's.

    From the sums alone: how many pairs, their sum and the sum of their squares. The interval supposes that changes
    are spread much like a normal distribution; with few pairs it is wide. Source: Student (1908), doi:10.1093/biomet/6.1.1.
    """
    better, worse = (fell, rose) if measure.lower_is_better else (rose, fell)
    same = pairs - better - worse
    if not exact and any(0 < count < SMALLEST_PUBLISHED for count in (pairs, better, worse, same)):
        shown = None if 0 < pairs < SMALLEST_PUBLISHED else pairs
        mean = _mean(pairs, total, squares) if shown else None
        return Change(measure, shown, mean, None, None)
    return Change(measure, pairs, _mean(pairs, total, squares), _share(better, pairs), same)


def _mean(pairs: int, total: float, squares: float) -> Figure | None:
    if pairs < 2:
        return None
    mean = total / pairs
    # Rounding may carry a variance of nought below it.
    variance = max(squares - total * total / pairs, 0.0) / (pairs - 1)
    half = float(special.stdtrit(pairs - 1, 0.975)) * float(np.sqrt(variance / pairs))
    return Figure(mean, mean - half, mean + half)


def _row(
    intervention: Intervention,
    numbers: Sequence[int | list[int]],
    reasons: list[tuple[str, int]],
    changes: list[Change],
    exact: bool,
) -> Row:
    *counts, waits = numbers
    offered, started, completed, stopped, never, waiting, going_on = map(int, counts)  # type: ignore[arg-type]
    shown: list[int | None] = [completed, stopped, never, waiting, going_on]
    total: int | None = offered
    if not exact:
        shown, total = suppress_parts([completed, stopped, never, waiting, going_on])
    hidden = total is None or None in shown
    in_days = [int(day) for day in waits]  # type: ignore[union-attr]
    middle = median(in_days) if in_days and not hidden else None
    return Row(
        intervention=intervention,
        offered=total,
        # The part-sum would give away what is hidden among its parts.
        started=None if hidden else started,
        completed=shown[0],
        stopped_early=shown[1],
        never_started=shown[2],
        waiting=shown[3],
        going_on=shown[4],
        reach=None if hidden else _share(started, started + never),
        completion=None if hidden else _share(completed, completed + stopped),
        wait=Figure(float(middle.value), float(middle.lower), float(middle.upper)) if middle else None,
        reasons=_reasons(reasons, hidden, exact),
        changes=sorted(changes, key=lambda change: list(measures()).index(change.measure.code)),
        is_suppressed=hidden,
    )


def _reasons(reasons: list[tuple[str, int]], hidden: bool, exact: bool) -> list[tuple[str, int]]:
    if hidden:
        return []
    ordered = sorted(reasons, key=lambda one: (-one[1], one[0]))
    shown: list[int | None] = [families for _, families in ordered]
    if not exact and ordered:
        shown, _ = suppress_parts([families for _, families in ordered])
    return [
        (str(EndingReason(reason).label), families)
        for (reason, _), families in zip(ordered, shown, strict=True)
        if families is not None
    ]


def _share(part: int, whole: int) -> Figure | None:
    if whole == 0:
        return None
    found = share(part, whole)
    return Figure(float(found.value), float(found.lower), float(found.upper))
