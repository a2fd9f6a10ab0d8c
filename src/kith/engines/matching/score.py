"""What a set of pool columns costs in points, counted from the pool's arrays."""

from __future__ import annotations

import numpy as np

from kith.engines.matching.places import METRES_PER_MILE
from kith.engines.matching.pool import Pool
from kith.engines.matching.tables import Array


def homes_of_units(pool: Pool, columns: Array) -> Array:
    """Return each unit's home by these columns; -1 where it has none."""
    homes = np.full(len(pool.bundling.units), -1, dtype=np.int64)
    for bundle, home in zip(pool.bundle[columns].tolist(), pool.home[columns].tolist(), strict=True):
        homes[list(pool.bundling.bundles[bundle].units)] = home
    return homes


def score_columns(pool: Pool, columns: Array, units: Array | None = None) -> float:
    """Return the points of some units' arrangement, all pairs parted not counted; every unit by default.

    With `bundling.all_parted` added, `arrangement.objective_of` says the same, slowly.
    """
    homes = homes_of_units(pool, columns)
    without = homes < 0
    if units is not None:
        asked = np.zeros(homes.size, dtype=bool)
        asked[units] = True
        without &= asked
    total = float(pool.points[columns].sum()) + float(pool.unplaced[without].sum())
    pairs = pool.bundling.near_pairs
    if pairs and columns.size:
        one = homes[np.array([pair.one for pair in pairs])]
        other = homes[np.array([pair.other for pair in pairs])]
        credit = np.array([pair.credit for pair in pairs])
        x, y = pool.tables.home["x"], pool.tables.home["y"]
        miles = np.hypot(x[one] - x[other], y[one] - y[other]) / METRES_PER_MILE
        near = (one >= 0) & (other >= 0) & (one != other)
        near &= miles <= pool.reading.profile.siblings_near_miles
        total -= float(credit[near].sum())
    return total
