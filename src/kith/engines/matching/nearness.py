"""Cuts that say where "near each other" may be claimed: brothers and sisters parted, yet close by.

A pair's credit is claimed by one column y of the model. That it is true only if the two homes are near
could be said home by home, but those rows are many and weak. Instead cuts are found as they are needed.
Take any homes A for one of the two, and let U be the homes not near any of A. Then

    y <= (the one in a home that is near some home of U) + (the other in a home outside U),

since one in a home with nothing of U near it, and the other in U, are not near. Every pair of whole
homes that is not near breaks such a cut, so the cuts together say exactly what is meant.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np
from scipy.spatial import cKDTree

from kith.engines.matching.places import METRES_PER_MILE
from kith.engines.matching.pool import Pool
from kith.engines.matching.tables import Array

LARGEST_SET = 7  # homes of one unit that a cut is sought among; the rest are left out
LEAST_BROKEN = 0.02


@dataclass(frozen=True)
class Cut:
    """One cut over pool columns: `pair` numbers the near pair whose claim is at most their sum.

    Without a pair it is a clique: they sum to one at most. A cut of a pair remembers which of the two
    it looks from, and the homes A of that one, so that it can be said again of a wider pool.
    """

    pair: int | None
    columns: Array
    seen_from: int = -1
    among: Array | None = None

    @property
    def takes(self) -> float:
        """What each of its columns takes of its row."""
        return 1.0 if self.pair is None else -1.0

    @property
    def upper(self) -> float:
        """The right-hand side of its row."""
        return 1.0 if self.pair is None else 0.0


class Nearness:
    """Finds cuts for a pool: knows which columns hold each unit, and which homes are near which."""

    def __init__(self, pool: Pool) -> None:
        self.pool = pool
        self.metres = pool.reading.profile.siblings_near_miles * METRES_PER_MILE * (1 + 1e-12)
        self.where = np.column_stack([pool.tables.home["x"], pool.tables.home["y"]])
        bundles = pool.bundling.bundles
        self.bundles_of: dict[int, list[int]] = {}
        for number, bundle in enumerate(bundles):
            for unit in bundle.units:
                self.bundles_of.setdefault(unit, []).append(number)
        # The pool is in order of bundle, so that each bundle's columns are one run.
        self.start = np.searchsorted(pool.bundle, np.arange(len(bundles) + 1))

    def apart_columns(self, unit: int, other: int) -> Array:
        """Return the pool columns that hold one unit without the other."""
        runs = [
            np.arange(self.start[number], self.start[number + 1])
            for number in self.bundles_of.get(unit, ())
            if other not in self.pool.bundling.bundles[number].units
        ]
        return np.concatenate(runs) if runs else np.zeros(0, dtype=np.int64)

    def cuts_broken(self, value: Array, claimed: Array) -> list[Cut]:
        """Return cuts that break an answer: `value` of every pool column, `claimed` of every pair."""
        found: list[Cut] = []
        for number in np.flatnonzero(claimed > LEAST_BROKEN).tolist():
            pair = self.pool.bundling.near_pairs[number]
            one = self.apart_columns(pair.one, pair.other)
            other = self.apart_columns(pair.other, pair.one)
            for unit, mine, theirs in ((pair.one, one, other), (pair.other, other, one)):
                among = self._cut(mine, theirs, value, float(claimed[number]))
                if among is not None:
                    found.append(Cut(number, self._columns(mine, theirs, among), unit, among))
        return found

    def again(self, cut: Cut) -> Cut:
        """Return a pair's cut, found over another pool, over this one."""
        assert cut.pair is not None
        assert cut.among is not None
        pair = self.pool.bundling.near_pairs[cut.pair]
        other = pair.other if cut.seen_from == pair.one else pair.one
        mine, theirs = self.apart_columns(cut.seen_from, other), self.apart_columns(other, cut.seen_from)
        return replace(cut, columns=self._columns(mine, theirs, cut.among))

    def _cut(self, mine: Array, theirs: Array, value: Array, claimed: float) -> Array | None:
        """Return the homes A of the first that give the most broken cut, if any is broken."""
        homes, mass = self._masses(mine, value)
        their_homes, their_mass = self._masses(theirs, value)
        if not homes.size:
            return None
        apart = np.hypot(
            self.where[homes][:, None, 0] - self.where[their_homes][None, :, 0],
            self.where[homes][:, None, 1] - self.where[their_homes][None, :, 1],
        )
        near = (apart <= self.metres) & (homes[:, None] != their_homes[None, :])
        heavy = np.argsort(-mass, kind="stable")[:LARGEST_SET]
        best, best_set = claimed - LEAST_BROKEN, None
        for size in range(1, heavy.size + 1):
            for some in combinations(heavy.tolist(), size):
                chosen = list(some)
                right = mass.sum() - mass[chosen].sum() + their_mass[near[chosen].any(axis=0)].sum()
                if right < best:
                    best, best_set = right, homes[chosen]
        return best_set

    def _masses(self, columns: Array, value: Array) -> tuple[Array, Array]:
        used = columns[value[columns] > 1e-6]
        homes, where = np.unique(self.pool.home[used], return_inverse=True)
        return homes, np.bincount(where, weights=value[used], minlength=homes.size)

    def _columns(self, mine: Array, theirs: Array, among: Array) -> Array:
        """Return the right-hand side of the cut whose set A is `among`."""
        my_homes, their_homes = self.pool.home[mine], self.pool.home[theirs]
        their_near = self._near_any(their_homes, among)
        outside = np.unique(their_homes[~their_near])
        return np.concatenate([mine[self._near_any(my_homes, outside)], theirs[their_near]])

    def _near_any(self, homes: Array, among: Array) -> Array:
        """Say of each home whether another of these homes is near it."""
        if not among.size:
            return np.zeros(homes.size, dtype=bool)
        # The home itself may be the nearest of them, so that two are asked for.
        metres, place = cKDTree(self.where[among]).query(
            self.where[homes], k=[1, 2], distance_upper_bound=self.metres
        )
        other = np.append(among, -1)[place] != homes[:, None]
        near: Array = (np.isfinite(metres) & other).any(axis=1)
        return near
