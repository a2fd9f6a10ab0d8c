"""Improve an arrangement by freeing some families at a time and placing them again, exactly."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
from scipy.spatial import cKDTree

from kith.engines.matching.greedy import Filling
from kith.engines.matching.integer import place_whole
from kith.engines.matching.pool import Pool
from kith.engines.matching.relaxation import Relaxation
from kith.engines.matching.rows import Rows
from kith.engines.matching.score import homes_of_units, score_columns
from kith.engines.matching.tables import Array

FREED_UNITS = 110
COLUMNS_EACH = 60
SECONDS_EACH = 4.0
AT_ONCE = 2  # neighbourhoods, on as many processors
LEAST_LOST = 0.05  # points against the relaxation's prices, for a family to be the middle of one
PATIENCE = 4  # passes over the map that may help nothing before it ends; each begins elsewhere


def improve(
    pool: Pool,
    rows: Rows,
    relaxation: Relaxation,
    best: Array,
    deadline: float,
    seed: int,
    bound: float,
    target_gap: float,
) -> tuple[Array, float]:
    """Return better columns, if any were found before the deadline or the target gap.

    Neighbourhoods are places on the map, taken in turn from where most points are lost against the
    relaxation's prices; one pass visits the whole map, and passes go on while they help.
    """
    points = score_columns(pool, best)
    families = [list(range(0)) for _ in pool.reading.instance.families]
    for unit in pool.bundling.units:
        families[unit.family].append(unit.number)
    centre = np.array(
        [
            [
                pool.tables.child["x"][pool.bundling.units[units[0]].members[0]],
                pool.tables.child["y"][pool.bundling.units[units[0]].members[0]],
            ]
            for units in families
        ]
    )
    tree = cKDTree(centre)
    generator = np.random.default_rng(seed)
    by_unit = _Columns(pool, relaxation)
    without = 0
    again = _Again(pool, rows, by_unit, deadline, seed)
    while time.monotonic() < deadline and points - bound > target_gap * abs(points):
        before = points
        noise = 0.5 * 4.0**without
        lost = _lost(pool, relaxation, best, families)
        done = np.zeros(len(families), dtype=bool)
        # Where most is lost first; a little noise so that the next pass cuts the map elsewhere.
        order = np.argsort(-(lost + generator.uniform(0, noise, lost.size)), kind="stable")
        waiting = iter(order.tolist())
        while time.monotonic() < deadline and points - bound > target_gap * abs(points):
            some = []
            for first in waiting:
                if done[first] or lost[first] <= LEAST_LOST:
                    continue
                near = _nearest_families(tree, centre[first], families, generator)
                some.append(np.array(sorted(unit for family in near for unit in families[family])))
                done[near] = True
                if len(some) == AT_ONCE:
                    break
            if not some:
                break
            best, points = again.place(best, points, some)
        without = without + 1 if before - points <= 1e-6 * abs(points) else 0
        if without >= PATIENCE:
            break
    return best, points


class _Columns:
    """Each unit's columns, cheapest at the relaxation's prices first."""

    def __init__(self, pool: Pool, relaxation: Relaxation) -> None:
        first = np.array([bundle.units[0] for bundle in pool.bundling.bundles], dtype=np.int64)
        owner = first[pool.bundle]
        self.order = np.lexsort((relaxation.reduced, owner))
        self.cut = np.searchsorted(owner[self.order], np.arange(len(pool.bundling.units) + 1))

    def of(self, units: Array) -> Array:
        """Return the cheapest columns whose first unit is one of these."""
        parts = [
            self.order[self.cut[unit] : min(self.cut[unit + 1], self.cut[unit] + COLUMNS_EACH)]
            for unit in units.tolist()
        ]
        return np.concatenate(parts) if parts else np.zeros(0, dtype=np.int64)


def _lost(pool: Pool, relaxation: Relaxation, best: Array, families: list[list[int]]) -> Array:
    """Return, for each family, the reduced points its present columns cost above the relaxation."""
    lost = np.zeros(len(families))
    bundles = pool.bundling.bundles
    for bundle, reduced in zip(pool.bundle[best].tolist(), relaxation.reduced[best].tolist(), strict=True):
        lost[bundles[bundle].family] += max(reduced, 0.0)
    homes = homes_of_units(pool, best)
    for pair in pool.bundling.near_pairs:
        if homes[pair.one] != homes[pair.other]:
            lost[pool.bundling.units[pair.one].family] += pair.credit / 2
    for unit in np.flatnonzero(homes < 0).tolist():
        lost[pool.bundling.units[unit].family] += 1.0
    return lost


def _nearest_families(
    tree: cKDTree, centre: Array, families: list[list[int]], generator: np.random.Generator
) -> list[int]:
    """Return the families nearest to a place, so many as a neighbourhood holds."""
    size = int(FREED_UNITS * generator.uniform(0.7, 1.0))
    _, nearest = tree.query(centre, k=min(size, len(families)))
    chosen: list[int] = []
    units = 0
    for family in np.atleast_1d(nearest).tolist():
        if units + len(families[family]) > size:
            break
        units += len(families[family])
        chosen.append(family)
    return chosen or [int(np.atleast_1d(nearest)[0])]


class _Again:
    """Places neighbourhoods again, several at once, each with all else standing where it is."""

    def __init__(self, pool: Pool, rows: Rows, by_unit: _Columns, deadline: float, seed: int) -> None:
        self.pool, self.rows, self.by_unit, self.deadline, self.seed = pool, rows, by_unit, deadline, seed
        self.first_unit = np.array([bundle.units[0] for bundle in pool.bundling.bundles], dtype=np.int64)

    def place(self, best: Array, points: float, some: list[Array]) -> tuple[Array, float]:
        """Return the arrangement with those of these neighbourhoods placed again that make it better.

        They are placed as if each were alone, and then brought in one after another, each if it still fits.
        """
        rows = [replace(self.rows, cuts=list(self.rows.cuts)) for _ in some]
        known = len(self.rows.cuts)
        with ThreadPoolExecutor(len(some)) as threads:
            answers = list(threads.map(self._answer, rows, [best] * len(some), some))
        for mine in rows:
            self.rows.cuts.extend(mine.cuts[known:])
        for free, answer in zip(some, answers, strict=True):
            if answer is None:
                continue
            together = np.concatenate([best[~self._moving(best, free)], answer])
            found = score_columns(self.pool, together)
            if found < points - 1e-9 and self._fits(together, answer):
                best, points = together, found
        return best, points

    def _moving(self, best: Array, free: Array) -> Array:
        """Say which columns hold free units."""
        freed = np.zeros(len(self.pool.bundling.units), dtype=bool)
        freed[free] = True
        moving: Array = freed[self.first_unit[self.pool.bundle[best]]]
        return moving

    def _answer(self, rows: Rows, best: Array, free: Array) -> Array | None:
        """Return the columns of free units placed again; None when the time was too short."""
        moving = self._moving(best, free)
        present = best[moving]
        answer = place_whole(
            self.pool,
            rows,
            np.union1d(self.by_unit.of(free), present),
            free,
            seconds=min(SECONDS_EACH, max(self.deadline - time.monotonic(), 0.01)),
            start=present,
            standing=best[~moving],
            seed=self.seed,
            relative_gap=1e-4,
        )
        return None if answer is None else answer.taken

    def _fits(self, together: Array, fresh: Array) -> bool:
        """Say whether all who would live where these columns go fit there together."""
        filling = Filling(self.pool)
        there = np.isin(self.pool.home[together], self.pool.home[fresh])
        for column in together[there].tolist():
            if not filling.fits(np.array([column]))[0]:
                return False
            filling.take(column)
        return True
