"""Simple placing, one family at a time: the first answer the engine improves, and what it is compared with."""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from kith.engines.matching.pool import Pool
from kith.engines.matching.tables import Array


class Filling:
    """What is left of every home while columns are taken one by one, by the pool's own counting."""

    def __init__(self, pool: Pool) -> None:
        self.pool = pool
        self.capacity = pool.capacity.copy()
        self.usual = pool.usual.copy()
        self.bedrooms = pool.tables.home["bedrooms"].astype(float)
        self.beds = pool.tables.home["beds"].astype(float)
        self.limited = np.zeros(pool.capacity.size, dtype=bool)
        self.lives: dict[int, list[int]] = defaultdict(list)
        self.family_in: set[tuple[int, int]] = set()

    def fits(self, columns: Array) -> Array:
        """Return which of these columns, each by itself, may still be taken."""
        pool, home = self.pool, self.pool.home[columns]
        weight = pool.weight[columns]
        fits = (
            (weight <= self.capacity[home])
            & (pool.bedrooms[columns] <= self.bedrooms[home])
            & (pool.beds[columns] <= self.beds[home])
        )
        # An exempt home: an unnamed child may come, or stay, only within the usual limit.
        held = pool.unnamed[columns] | self.limited[home]
        fits &= ~held | (weight <= self.usual[home]) | (weight >= pool.capacity[home])
        for place in np.flatnonzero(fits).tolist():
            bundle, where = int(pool.bundle[columns[place]]), int(home[place])
            family = pool.bundling.bundles[bundle].family
            if (family, where) in self.family_in or any(
                pool.bundling.clash(bundle, other) for other in self.lives.get(where, ())
            ):
                fits[place] = False
        return fits

    def take(self, column: int) -> None:
        """Take one column that fits."""
        pool = self.pool
        home, bundle = int(pool.home[column]), int(pool.bundle[column])
        self.capacity[home] -= pool.weight[column]
        self.usual[home] -= pool.weight[column]
        self.bedrooms[home] -= pool.bedrooms[column]
        self.beds[home] -= pool.beds[column]
        self.limited[home] |= pool.unnamed[column]
        self.family_in.add((pool.bundling.bundles[bundle].family, home))
        self.lives[home].append(bundle)


def fill_in_order(pool: Pool, order: Array) -> Array:
    """Take pool columns in this order, each if it fits and its children still wait; return those taken."""
    filling = Filling(pool)
    waiting = np.ones(len(pool.bundling.units), dtype=bool)
    taken = []
    bundles = pool.bundling.bundles
    bundle_of, home_of, weight_of = pool.bundle, pool.home, pool.weight
    for column in order.tolist():
        units = bundles[bundle_of[column]].units
        if weight_of[column] > filling.capacity[home_of[column]] or not waiting[list(units)].all():
            continue
        if filling.fits(np.array([column]))[0]:
            filling.take(column)
            waiting[list(units)] = False
            taken.append(column)
    return np.array(taken, dtype=np.int64)
