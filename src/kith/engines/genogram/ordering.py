"""In which order people stand in their generation: partners together, children under their parents, few crossings.

Rows are made of clusters: partners and their partners, kept together. Clusters are sorted by where their parents and
children stand, up and down in turn; the best order found is then improved by exchanging neighbours.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from kith.engines.genogram.clusters import Cluster, clusters_of
from kith.engines.genogram.family import Family, Shape
from kith.engines.genogram.generations import Generations
from kith.engines.genogram.unions import Line, Lines, Union

SWEEPS = 8
_NO_AGE = 10**6
MOST_WEIGHED = 100  # orders weighed, after which no further round of exchanging begins
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
    """The search for a good order. Everyone and every passing has a place in lists here, counted from nought."""

    def __init__(
        self,
        family: Family,
        of: dict[int, int],
        lines: Lines,
        passings: dict[int, Passing],
        steps: dict[int, list[Step]],
    ) -> None:
        members = family.by_number
        self.numbers = [*sorted(of), *sorted(passings, reverse=True)]
        index = {number: place for place, number in enumerate(self.numbers)}
        self.weighed = 0
        self.height = max(of.values(), default=-1) + 1
        age = {number: rank for rank, number in enumerate(sorted(of, key=lambda n: members[n].age_order))}
        shape = {number: members[number].shape for number in of}
        self.age = [age.get(number, _NO_AGE) for number in self.numbers]
        self.size = [1.0 if number in of else 0.3 for number in self.numbers]
        self.home = [-1] * len(self.numbers)
        for place, home in enumerate(family.households):
            for one in home:
                self.home[index[one]] = place
        # For each channel and union: who stands above and who below.
        self.steps = {
            row: [
                (step.union, tuple(index[one] for one in step.upper), tuple(index[one] for one in step.lower))
                for step in held
            ]
            for row, held in steps.items()
        }
        self._prepare_to_weigh(lines, index, shape)
        self.rows: list[list[Cluster]] = [[] for _ in range(self.height)]
        self.ways: dict[frozenset[int], list[Cluster]] = {}
        for ways in clusters_of(of, lines, age, shape):
            row = of[ways[0][0]]
            placed = [tuple(index[one] for one in way) for way in ways]
            self.rows[row].append(placed[0])
            self.ways[frozenset(placed[0])] = [way for one in placed for way in (one, one[::-1])]
        for passing in passings.values():
            self.rows[passing.row].append((index[passing.number],))
        subjects = {index[one] for one in family.subjects}
        for held in self.rows:
            held.sort(
                key=lambda cluster: (not subjects & set(cluster), min(self.age[one] for one in cluster))
            )

    def _prepare_to_weigh(self, lines: Lines, index: dict[int, int], shape: dict[int, Shape]) -> None:
        """Put what an order is weighed by into arrays: an order is weighed some hundreds of times."""
        ends = [
            (row, union, upper or lower, one)
            for row, held in self.steps.items()
            for union, upper, lower in held
            for one in lower
        ]
        self.above = np.zeros((len(ends), len(self.numbers)))
        for place, (_, _, upper, _) in enumerate(ends):
            for one in upper:
                self.above[place, one] += 1 / len(upper)
        self.below = np.array([one for *_, one in ends], dtype=np.intp)
        channel = np.array([row for row, *_ in ends], dtype=np.intp)
        union = np.array([union for _, union, *_ in ends], dtype=np.intp)
        self.may_cross = (channel[:, None] == channel[None, :]) & (union[:, None] != union[None, :])
        pairs = [
            (index[first], index[second])
            for one in lines.unions
            if one.line in (Line.BIRTH, Line.ADOPTED, Line.SIBLING)
            for place, first in enumerate(one.children)
            for second in one.children[place + 1 :]
        ]
        self.elder = np.array([first for first, _ in pairs], dtype=np.intp)
        self.younger = np.array([second for _, second in pairs], dtype=np.intp)
        self.first = np.array([index[link.first] for link in lines.links], dtype=np.intp)
        self.second = np.array([index[link.second] for link in lines.links], dtype=np.intp)
        # By convention the man of a couple stands on the left.
        man_left = {(Shape.SQUARE, Shape.CIRCLE): 1.0, (Shape.CIRCLE, Shape.SQUARE): -1.0}
        self.man_left = np.array(
            [man_left.get((shape[link.first], shape[link.second]), 0.0) for link in lines.links]
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
        return tuple(
            tuple(tuple(self.numbers[one] for one in cluster) for cluster in row) for row in self.rows
        )

    def places(self) -> list[float]:
        """Return about where everyone stands: each row centred, one unit a person, a little for a passing."""
        found = [0.0] * len(self.numbers)
        for row in self.rows:
            half = sum(self.size[one] for cluster in row for one in cluster) / 2
            at = -half
            for cluster in row:
                for one in cluster:
                    size = self.size[one]
                    found[one] = at + size / 2
                    at += size
        return found

    def _sort(self, row: int, *, from_above: bool) -> None:
        at = self.places()
        pulls: dict[int, list[float]] = defaultdict(list)
        for _, upper, lower in self.steps.get(row - 1 if from_above else row, ()):
            fixed, moved = (upper, lower) if from_above else (lower, upper)
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
        return min(self.age[one] for one in cluster)

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
        at = np.array(self.places())
        upper, lower = self.above @ at, at[self.below]
        opposed = (upper[:, None] - upper[None, :]) * (lower[:, None] - lower[None, :]) < 0
        gap = at[self.second] - at[self.first]
        return (
            CROSSING * np.count_nonzero(opposed & self.may_cross) / 2
            + REACH * float(np.abs(upper - lower).sum())
            + INVERSION * np.count_nonzero(at[self.elder] > at[self.younger])
            + 2 * REACH * float(np.abs(gap).sum())
            + MAN_RIGHT * np.count_nonzero(gap * self.man_left < 0)
            + HOUSEHOLD_PARTED * self._households_parted()
        )

    def _households_parted(self) -> int:
        """Return in how many pieces more than one the households stand in their rows."""
        parted = 0
        for row in self.rows:
            seen: set[int] = set()
            before = -1
            for cluster in row:
                for one in cluster:
                    here = self.home[one]
                    if here >= 0 and here != before:
                        parted += here in seen
                        seen.add(here)
                    before = here
        return parted
