"""In which order people stand in their generation: partners together, children under their parents, few crossings.

Rows are made of clusters: partners and their partners, kept together. Clusters are sorted by where their parents and
children stand, up and down in turn; the best order found is then improved by exchanging neighbours.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from kith.engines.genogram.family import Family, Shape
from kith.engines.genogram.generations import Generations
from kith.engines.genogram.unions import Line, Lines, Union

Cluster = tuple[int, ...]

SWEEPS = 8
MOST_WEIGHED = 220  # orders weighed, after which no further round of exchanging begins
CROSSING, INVERSION, HOUSEHOLD_PARTED, REACH, MAN_RIGHT = 10.0, 5.0, 4.0, 0.25, 0.5


@dataclass(frozen=True)
class Passing:
    """A place that a long line needs in a generation between its ends; its number is below nought."""

    number: int
    union: int
    row: int


@dataclass(frozen=True)
class Step:
    """One union's part between two neighbouring rows: from what stands in the upper to what stands in the lower."""

    union: int
    upper: tuple[int, ...]
    lower: tuple[int, ...]


@dataclass(frozen=True)
class Rows:
    """Each generation as clusters from left to right, the passings, and the steps of each channel below a row."""

    rows: tuple[tuple[Cluster, ...], ...]
    passings: dict[int, Passing]
    steps: dict[int, tuple[Step, ...]]  # by the row above the channel; -1 is above the first


def steps_of(
    unions: tuple[Union, ...], of: dict[int, int]
) -> tuple[dict[int, Passing], dict[int, list[Step]]]:
    """Return the passings and steps of all unions."""
    passings: dict[int, Passing] = {}
    steps: dict[int, list[Step]] = defaultdict(list)
    for index, union in enumerate(unions):
        by_row: dict[int, list[int]] = defaultdict(list)
        for child in union.children:
            by_row[of[child]].append(child)
        if not union.parents:
            (row,) = by_row
            steps[row - 1].append(Step(index, (), union.children))
            continue
        start, last = of[union.parents[0]], max(by_row)
        upper = union.parents
        for row in range(start + 1, last + 1):
            lower = tuple(by_row.get(row, ()))
            if row < last:
                passing = Passing(-1 - len(passings), index, row)
                passings[passing.number] = passing
                lower = (*lower, passing.number)
            steps[row - 1].append(Step(index, upper, lower))
            upper = (lower[-1],)
    return passings, steps


def rows_of(family: Family, generations: Generations, lines: Lines) -> Rows:
    """Return everyone in their order."""
    passings, steps = steps_of(lines.unions, generations.of)
    arranged = _Arranging(family, generations.of, lines, passings, steps)
    return Rows(arranged.best(), passings, {row: tuple(held) for row, held in steps.items()})


class _Arranging:
    def __init__(
        self,
        family: Family,
        of: dict[int, int],
        lines: Lines,
        passings: dict[int, Passing],
        steps: dict[int, list[Step]],
    ) -> None:
        self.steps = steps
        self.weighed = 0
        self.height = max(of.values(), default=-1) + 1
        members = family.by_number
        self.age = {
            number: rank for rank, number in enumerate(sorted(of, key=lambda n: members[n].age_order))
        }
        self.shape = {number: members[number].shape for number in of}
        self.home = {one: index for index, home in enumerate(family.households) for one in home}
        self.couples = [(link.first, link.second) for link in lines.links]
        self.brothers = [
            union.children
            for union in lines.unions
            if union.line in (Line.BIRTH, Line.ADOPTED, Line.SIBLING) and len(union.children) > 1
        ]
        self.rows: list[list[Cluster]] = [[] for _ in range(self.height)]
        self.ways: dict[frozenset[int], list[Cluster]] = {}
        for ways in _clusters(of, lines, self.age, self.shape):
            self.rows[of[ways[0][0]]].append(ways[0])
            self.ways[frozenset(ways[0])] = [way for one in ways for way in (one, one[::-1])]
        for passing in passings.values():
            self.rows[passing.row].append((passing.number,))
        subjects = set(family.subjects)
        for row in self.rows:
            row.sort(
                key=lambda cluster: (
                    not subjects & set(cluster),
                    min(self.age.get(o, 10**6) for o in cluster),
                )
            )

    def best(self) -> tuple[tuple[Cluster, ...], ...]:
        """Return the best order found."""
        kept = [list(row) for row in self.rows]
        least = self.cost()
        for sweep in range(SWEEPS):
            order = range(self.height) if sweep % 2 == 0 else range(self.height - 1, -1, -1)
            for row in order:
                self._sort(row, from_above=sweep % 2 == 0)
            now = self.cost()
            if now < least:
                least, kept = now, [list(row) for row in self.rows]
        self.rows = kept
        self._exchange(least)
        return tuple(tuple(row) for row in self.rows)

    def places(self) -> dict[int, float]:
        """Return about where everyone stands: each row centred, one unit a person, a little for a passing."""
        found: dict[int, float] = {}
        for row in self.rows:
            at, here = 0.0, []
            for cluster in row:
                for one in cluster:
                    size = 1.0 if one >= 0 else 0.3
                    here.append((one, at + size / 2))
                    at += size
            for one, place in here:
                found[one] = place - at / 2
        return found

    def _sort(self, row: int, *, from_above: bool) -> None:
        at = self.places()
        pulls: dict[int, list[float]] = defaultdict(list)
        for step in self.steps.get(row - 1 if from_above else row, ()):
            fixed, moved = (step.upper, step.lower) if from_above else (step.lower, step.upper)
            if not fixed:
                continue
            middle = sum(at[one] for one in fixed) / len(fixed)
            for one in moved:
                pulls[one].append(middle)
        turned = []
        for cluster in self.rows[row]:
            pulled = [
                (at_, sum(pulls[one]) / len(pulls[one])) for at_, one in enumerate(cluster) if pulls[one]
            ]
            if not pulled:
                middle = sum(at[one] for one in cluster) / len(cluster)
                turned.append((middle, self._eldest(cluster), cluster))
                continue
            if len(pulled) > 1 and pulled[0][1] > pulled[-1][1]:
                cluster = cluster[::-1]
            own = [one for one in cluster if pulls[one]]
            turned.append((sum(pull for _, pull in pulled) / len(pulled), self._eldest(own), cluster))
        turned.sort(key=lambda each: (each[0], each[1]))
        self.rows[row] = [cluster for *_, cluster in turned]

    def _eldest(self, cluster: Cluster | list[int]) -> int:
        return min(self.age.get(one, 10**6) for one in cluster)

    def _exchange(self, least: float) -> None:
        """Exchange neighbours and arrange clusters otherwise for as long as it helps, four rounds at most."""
        for _ in range(4):
            helped = False
            for number in range(self.height):
                for place in range(len(self.rows[number])):
                    if len(self.rows[number][place]) > 1:
                        now = self._arrange(number, place, least)
                        least, helped = min(now, least), helped or now < least
                    if place + 1 < len(self.rows[number]):
                        now = self._exchange_at(number, place, least)
                        least, helped = min(now, least), helped or now < least
            if not helped or self.weighed > MOST_WEIGHED:
                return

    def _exchange_at(self, number: int, place: int, least: float) -> float:
        """Exchange a cluster and the next, with the generations under or over it sorted anew, if any of it helps."""
        kept = [list(row) for row in self.rows]
        best = kept
        below, above = range(number + 1, self.height), range(number - 1, -1, -1)
        for again, from_above in ((None, True), (below, True), (above, False)):
            if again is not None and not again:
                continue
            self.rows = [list(row) for row in kept]
            here = self.rows[number]
            here[place], here[place + 1] = here[place + 1], here[place]
            for other in again or ():
                self._sort(other, from_above=from_above)
            now = self.cost()
            if now < least - 1e-9:
                least, best = now, self.rows
        self.rows = best
        return least

    def _arrange(self, number: int, place: int, least: float) -> float:
        """Try the ways of one cluster, with the generations under it sorted anew; keep the best, return its cost."""
        best = [list(row) for row in self.rows]
        cluster = best[number][place]
        for way in self.ways[frozenset(cluster)]:
            for sort_again in (False, True) if len(way) > 2 else (False,):
                self.rows = [list(row) for row in best]
                self.rows[number][self.rows[number].index(cluster)] = way
                for lower in range(number + 1, self.height) if sort_again else ():
                    self._sort(lower, from_above=True)
                now = self.cost()
                if now < least - 1e-9:
                    least, best, cluster = now, self.rows, way
        self.rows = best
        return least

    def cost(self) -> float:
        """Return how far from good the order is."""
        self.weighed += 1
        at = self.places()
        total = 0.0
        for steps in self.steps.values():
            ends: list[tuple[float, float, int]] = []
            for step in steps:
                upper = step.upper or step.lower
                middle = sum(at[one] for one in upper) / len(upper)
                ends += [(middle, at[one], step.union) for one in step.lower]
            total += _crossings(ends)
        for children in self.brothers:
            places = [at[child] for child in children]
            for first in range(len(places)):
                for second in range(first + 1, len(places)):
                    if places[first] > places[second]:
                        total += INVERSION
        for first, second in self.couples:
            gap = at[second] - at[first]
            total += 2 * REACH * abs(gap)
            if gap < 0 and self.shape[first] is Shape.SQUARE and self.shape[second] is Shape.CIRCLE:
                total += MAN_RIGHT
            if gap > 0 and self.shape[second] is Shape.SQUARE and self.shape[first] is Shape.CIRCLE:
                total += MAN_RIGHT
        return total + self._households_parted()

    def _households_parted(self) -> float:
        if not self.home:
            return 0.0
        parted = 0
        for row in self.rows:
            seen: dict[int, int] = defaultdict(int)
            before = None
            for cluster in row:
                for one in cluster:
                    here = self.home.get(one)
                    if here is not None and here != before:
                        seen[here] += 1
                    before = here
            parted += sum(runs - 1 for runs in seen.values())
        return HOUSEHOLD_PARTED * parted


def _crossings(ends: list[tuple[float, float, int]]) -> float:
    """Return the weight of crossings between lines of different unions, and of how far they reach."""
    if len(ends) < 2:
        return REACH * sum(abs(upper - lower) for upper, lower, _ in ends)
    table = np.array(ends)
    upper, lower, union = table[:, 0], table[:, 1], table[:, 2]
    opposed = (upper[:, None] - upper[None, :]) * (lower[:, None] - lower[None, :])
    different = union[:, None] != union[None, :]
    crossing = np.count_nonzero((opposed < 0) & different) / 2
    return CROSSING * float(crossing) + REACH * float(np.abs(upper - lower).sum())


def _clusters(
    of: dict[int, int], lines: Lines, age: dict[int, int], shape: dict[int, Shape]
) -> list[list[Cluster]]:
    """Return partners and their partners in chains, each with the ways in which it may be arranged.

    Somebody with several partners has them on both sides, the earliest farthest off, or all but the latest on one side.
    """
    joined: dict[int, list[int]] = defaultdict(list)
    since: dict[frozenset[int], int] = {}
    for link in lines.links:
        joined[link.first].append(link.second)
        joined[link.second].append(link.first)
        year = (link.couple.start_year or 0) if link.couple else 0
        current = link.couple is not None and not link.couple.has_parted
        since[frozenset((link.first, link.second))] = year + (10000 if current else 0)
    found: list[list[Cluster]] = []
    seen: set[int] = set()
    for number in sorted(of):
        if number in seen:
            continue
        group, waiting = {number}, [number]
        while waiting:
            for other in joined[waiting.pop()]:
                if other not in group:
                    group.add(other)
                    waiting.append(other)
        seen |= group
        hub = min(group, key=lambda one: (-len(joined[one]), shape[one] is not Shape.SQUARE, age[one]))
        around = sorted(joined[hub], key=lambda one: (since[frozenset((hub, one))], age[one]))
        ways: list[Cluster] = []
        for on_the_left in {len(around) // 2: 0, max(len(around) - 1, 0): 0, (len(around) + 1) // 2: 0}:
            placed = {hub, *around}
            left, right = around[:on_the_left], around[on_the_left:][::-1]
            before = [one for other in left for one in reversed(_outward(other, joined, placed))]
            after = [one for other in right for one in _outward(other, joined, placed)]
            ways.append((*before, hub, *after))
        found.append(ways)
    return found


def _outward(start: int, joined: dict[int, list[int]], placed: set[int]) -> list[int]:
    """Return somebody and those who are joined to them alone, outwards."""
    line = [start]
    for one in line:
        for other in sorted(joined[one]):
            if other not in placed:
                placed.add(other)
                line.append(other)
    return line
