"""Make a relaxation whole by diving: take what it nearly takes whole, solve what is left, and again."""

from __future__ import annotations

import time

import numpy as np

from kith.engines.matching.greedy import Filling
from kith.engines.matching.relaxation import Problem, reduced_points
from kith.engines.matching.tables import Array

NEARLY_WHOLE = 0.7
AT_LEAST = 0.2  # of the columns taken in part, those most nearly whole, so that each dive takes some
FEWEST = 8
COLUMNS_ADDED = 2  # of each bundle, at most, where what is taken leaves children without a home


def dive(problem: Problem, deadline: float) -> Array:
    """Return pool columns that fit together, taken of a solved relaxation until none is left or time is over.

    The problem is used up: what was taken stays so in it. Nothing is returned of one that was not solved.
    """
    pool = problem.pool
    filling = Filling(pool)
    units_of = [list(bundle.units) for bundle in pool.bundling.bundles]
    waiting = np.ones(len(pool.bundling.units), dtype=bool)
    taken: list[int] = []
    while time.monotonic() < deadline and problem.run(deadline):
        reduced = reduced_points(pool, problem.rows, problem.price())
        wanted = problem.wanted(reduced, COLUMNS_ADDED) if taken else np.zeros(0, dtype=np.int64)
        if wanted.size:
            problem.add_columns(wanted)
            if not problem.run(deadline):
                break
        value = problem.value()
        some = np.flatnonzero(value > 1e-6)
        some = some[[bool(waiting[units_of[bundle]].all()) for bundle in pool.bundle[some].tolist()]]
        if not some.size:
            break
        some = some[np.argsort(-value[some], kind="stable")]
        in_part = int((value[some] < 1 - 1e-6).sum())
        enough = max(int((value[some] >= NEARLY_WHOLE).sum()), int(AT_LEAST * in_part), FEWEST)
        _take(problem, filling, waiting, taken, some[:enough])
    return np.array(taken, dtype=np.int64)


def _take(problem: Problem, filling: Filling, waiting: Array, taken: list[int], columns: Array) -> None:
    """Take those of these columns that still fit, in this order, and close the relaxation to the others."""
    pool, begun, closed = problem.pool, len(taken), []
    for column in columns.tolist():
        units = list(pool.bundling.bundles[pool.bundle[column]].units)
        if not waiting[units].all():
            continue
        if filling.fits(np.array([column]))[0]:
            filling.take(column)
            waiting[units] = False
            taken.append(column)
        else:
            closed.append(column)
    problem.settle(np.array(taken[begun:], dtype=np.int64), 1.0)
    problem.settle(np.array(closed, dtype=np.int64), 0.0)
