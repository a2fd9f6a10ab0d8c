"""A first guess at what each home is worth, by prices that rise where more would go than there is room for.

At any prices each family takes what is cheapest for it alone (`families`). Where more go than there is room
for, the price rises; where fewer, it falls. Steps are those of the volume algorithm (Barahona and Anbil,
Mathematical Programming 87, 2000), without its estimate of the arrangement. Only which columns the relaxation
begins with comes of it: the bound comes of the relaxation, whatever the guess.
"""

from __future__ import annotations

import time

import numpy as np

from kith.engines.matching.families import cheapest_for_families
from kith.engines.matching.pool import Pool
from kith.engines.matching.rows import Rows
from kith.engines.matching.tables import Array

STEPS = 200
LEADING = 0.02  # of the best sum so far: how far above it the steps are taken to lead
SMOOTHING = 0.1  # how much of what is asked of homes is of the last step; the rest is of those before
PATIENCE = 5  # steps without a better sum before they are made shorter
SHORTER, LONGER, LONGEST = 0.7, 1.1, 2.0


class Families:
    """A pool as the compiled loop reads it; `takes[kind]` is what columns of a kind take of a home's rows."""

    def __init__(self, pool: Pool, rows: Rows) -> None:
        self.pool = pool
        bundles = pool.bundling.bundles
        each = np.arange(len(pool.reading.instance.families) + 1)
        self.first_column = np.searchsorted(pool.bundle, np.arange(len(bundles) + 1))
        self.first_bundle = np.searchsorted([bundle.family for bundle in bundles], each)
        self.first_unit = np.searchsorted([unit.family for unit in pool.bundling.units], each)
        self.members = np.array(
            [
                sum(1 << (unit - self.first_unit[bundle.family]) for unit in bundle.units)
                for bundle in bundles
            ],
            dtype=np.int64,
        )
        self.home = pool.home.astype(np.int32)
        takes = np.array([pool.weight, *(further.takes for further in rows.further)], dtype=np.int64)
        base = int(takes.max(initial=0)) + 1
        codes, kind = np.unique(np.ravel_multi_index(takes, (base,) * len(takes)), return_inverse=True)
        self.kind = kind.astype(np.int32)
        self.takes = np.array(np.unravel_index(codes, (base,) * len(takes)), dtype=float).T
        # Homes that have no row of a kind never pay for it.
        self.room = np.zeros((pool.capacity.size, len(takes)))
        self.has = np.zeros(self.room.shape, dtype=bool)
        self.room[:, 0], self.has[:, 0] = pool.capacity, True
        for number, further in enumerate(rows.further, start=1):
            self.room[further.homes, number] = further.upper
            self.has[further.homes, number] = True
        self.taken = np.zeros(len(pool.bundling.units), dtype=np.int64)
        self.besides = np.zeros(len(bundles))

    def at(self, price: Array) -> tuple[float, Array]:
        """Return what all families cost at these prices, and the columns that they take."""
        total, count = cheapest_for_families(
            self.pool.points,
            self.home,
            self.kind,
            price @ self.takes.T,
            self.first_column,
            self.first_bundle,
            self.first_unit,
            self.members,
            self.pool.unplaced,
            self.taken,
            self.besides,
        )
        return float(total), self.taken[:count].copy()

    def asked(self, taken: Array) -> Array:
        """Return how much more than its room is taken of each row of each home."""
        used = np.zeros(self.room.shape)
        np.add.at(used, self.pool.home[taken], self.takes[self.kind[taken]])
        return np.where(self.has, used - self.room, 0.0)

    def dearness(self, price: Array) -> Array:
        """Return, for each pool column, points above what its family would take; nought for what it takes."""
        self.at(price)
        paid = (price @ self.takes.T)[self.pool.home, self.kind]
        dear: Array = self.pool.points + paid + self.besides[self.pool.bundle]
        return dear


def largest_family(pool: Pool) -> int:
    """Return the most units of one family: each more doubles the ways of parting it."""
    return int(np.bincount([unit.family for unit in pool.bundling.units]).max(initial=0))


def guess_dearness(pool: Pool, rows: Rows, deadline: float, steps: int = STEPS) -> Array:
    """Return how dear each pool column is, in points above what its family would take at guessed prices.

    Prices are found in so many steps, or in fewer at the deadline (a monotonic instant).
    """
    families = Families(pool, rows)
    price = best_price = np.zeros(families.room.shape)
    best, step, without = -np.inf, 1.0, 0
    lately: Array | None = None
    for _ in range(steps):
        points, taken = families.at(price)
        total = points - float((price * families.room).sum())
        asked = families.asked(taken)
        lately = asked if lately is None else SMOOTHING * asked + (1 - SMOOTHING) * lately
        if total > best:
            if float((asked * lately).sum()) >= 0:
                step = min(step * LONGER, LONGEST)
            best, best_price, without = total, price, 0
        else:
            without += 1
            if without >= PATIENCE:
                step, without = step * SHORTER, 0
        # What cannot fall below nought does not count towards the length of the step.
        length = float((lately[(best_price > 0) | (lately > 0)] ** 2).sum())
        if not length or time.monotonic() > deadline:
            break
        lead = LEADING * max(abs(best + pool.bundling.all_parted), 1.0)
        price = np.maximum(best_price + step * lead / length * lately, 0.0)
    return families.dearness(best_price)
