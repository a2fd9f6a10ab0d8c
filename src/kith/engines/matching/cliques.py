"""Cliques: sets of columns of which only one can be taken, found where the relaxation takes parts of several.

Two kinds, both true of every arrangement that the rules allow:

- Of one family at one home. All of a family in one home are one column, since columns of its parts there
  would cost no less. Take any set of its children: one column there that holds some of them, or one
  elsewhere that holds them all, but not two of these.
- At one home of so many places. Columns that each take more than half of them exclude each other, and
  each excludes a family that needs more than what it leaves.
"""

from __future__ import annotations

import numpy as np

from kith.engines.matching.pool import Pool
from kith.engines.matching.tables import Array

LEAST_BROKEN = 0.02


def cliques_broken(pool: Pool, value: Array) -> list[Array]:
    """Return cliques, as positions of pool columns, of which an answer takes more than one in all."""
    used = np.flatnonzero(value > 1e-6)
    family = np.array([bundle.family for bundle in pool.bundling.bundles], dtype=np.int64)
    owner = family[pool.bundle[used]]
    found = []
    for one in np.flatnonzero(np.bincount(owner) > 1).tolist():
        # Bundles are in order of family, and columns of bundle, so that each family's are one run.
        numbers = range(*np.searchsorted(family, [one, one + 1]).tolist())
        found += _of_family(pool, value, numbers, used[owner == one])
    order = np.argsort(pool.home, kind="stable")
    start = np.searchsorted(pool.home[order], np.arange(pool.capacity.size + 1))
    for home in np.unique(pool.home[used[value[used] < 1 - 1e-6]]).tolist():
        found += _at_home(pool, value, family, order[start[home] : start[home + 1]])
    return found


def _of_family(pool: Pool, value: Array, numbers: range, used: Array) -> list[Array]:
    bundles = pool.bundling.bundles
    begin, end = np.searchsorted(pool.bundle, [numbers.start, numbers.stop])
    columns, of = np.arange(begin, end), pool.bundle[begin:end] - numbers.start
    taken = {frozenset(bundles[number].units) for number in pool.bundle[used].tolist()}
    found = []
    for home in np.unique(pool.home[used]).tolist():
        there = [bundles[number].units for number in pool.bundle[used[pool.home[used] == home]].tolist()]
        here = pool.home[columns] == home
        for children in sorted(taken | {frozenset().union(*there)}, key=sorted):
            some = np.array([not children.isdisjoint(bundles[number].units) for number in numbers])
            every = np.array([children.issubset(bundles[number].units) for number in numbers])
            inside = np.where(here, some[of], every[of])
            if value[columns[inside]].sum() > 1 + LEAST_BROKEN:
                found.append(columns[inside])
    return found


def _at_home(pool: Pool, value: Array, family: Array, here: Array) -> list[Array]:
    weight, mine, capacity = pool.weight[here], family[pool.bundle[here]], pool.capacity[pool.home[here[0]]]
    found = []
    for least in range(int(capacity) // 2 + 1, int(capacity) + 1):
        heavy = weight >= least
        if not value[here[heavy]].any():
            continue
        lighter = ~heavy & (weight > capacity - least)
        for one in np.unique(mine[lighter & (value[here] > 0)]).tolist():
            clique = here[heavy | (lighter & (mine == one))]
            if value[clique].sum() > 1 + LEAST_BROKEN:
                found.append(clique)
    return found
