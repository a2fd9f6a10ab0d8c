"""Paths as wide as history says they must be.

The chain knows how children move; it does not know what it does not know. Each path keeps its rank and its
composition, and is scaled so that the paths together have, at each 31 March, the distribution that the stack
learned from backtests. A scenario's paths are scaled by the same factors as the baseline's.
"""

from __future__ import annotations

import numpy as np

from kith.engines.projection.panel import Floats
from kith.engines.projection.scores import LEVELS


def factors(totals: Floats, quantiles: Floats) -> Floats:
    """Return what to multiply each path's total by, month by month.

    Parameters: `totals` are children at each month's first day, (paths, months + 1); `quantiles` the stack's
    for each year's end, (years, 199) at LEVELS. Between year ends the factor moves evenly in its logarithm;
    on the first day it is 1.
    """
    paths, marks = totals.shape
    years = (marks - 1) // 12
    logs = np.zeros((paths, years + 1))
    rank = np.empty(paths)
    for year in range(1, years + 1):
        total = totals[:, 12 * year]
        # Ties, common among few children, are ordered by the mean of the year before the date.
        order = np.lexsort((totals[:, 12 * year - 11 : 12 * year].mean(axis=1), total))
        rank[order] = (np.arange(paths) + 0.5) / paths
        wanted = np.exp(np.interp(rank, LEVELS, np.log(np.maximum(quantiles[year - 1], 0.05))))
        # Beyond the outermost levels the distribution goes on as it was going.
        outside = _beyond(rank, quantiles[year - 1])
        wanted = np.where(np.isfinite(outside), outside, wanted)
        logs[:, year] = np.log(np.maximum(wanted, 0.02) / np.maximum(total, 0.5))
    place = np.arange(marks) / 12
    low = np.minimum(place.astype(int), years - 1)
    part = place - low
    result: Floats = np.exp(logs[:, low] * (1 - part) + logs[:, low + 1] * part)
    return result


def _beyond(rank: Floats, quantiles: Floats) -> Floats:
    from scipy.stats import norm

    result = np.full(len(rank), np.nan)
    logs = np.log(np.maximum(quantiles, 0.05))
    for edge, inner, chosen in (
        (0, 10, rank < LEVELS[0]),
        (-1, -11, rank > LEVELS[-1]),
    ):
        slope = (logs[edge] - logs[inner]) / (norm.ppf(LEVELS[edge]) - norm.ppf(LEVELS[inner]))
        result[chosen] = np.exp(logs[edge] + slope * (norm.ppf(rank[chosen]) - norm.ppf(LEVELS[edge])))
    return result
