"""How good a forecast was: error, the continuous ranked probability score, and coverage.

CRPS rewards a distribution that is both near and no wider than it need be; for a forecast that is one number
it equals the absolute error (Gneiting and Raftery, JASA 2007, doi:10.1198/016214506000001437).
"""

from __future__ import annotations

import numpy as np

from kith.engines.projection.panel import Floats

# Where every forecast distribution is read off: fine enough for CRPS, and holding 2.5%, 25%, 50%, 75%, 97.5%.
LEVELS: Floats = np.arange(1, 200) / 200.0
LOW_95, LOW_50, MIDDLE, HIGH_50, HIGH_95 = 4, 49, 99, 149, 194


def crps(quantiles: Floats, actual: Floats) -> Floats:
    """Return each forecast's CRPS, in the unit of the count.

    `quantiles` has shape (forecasts, 199), read at LEVELS; `actual` has shape (forecasts,).
    """
    miss = actual[:, None] - quantiles
    score: Floats = 2 * np.mean(np.where(miss >= 0, LEVELS * miss, (LEVELS - 1) * miss), axis=1)
    return score


def crps_of_sample(sample: Floats, actual: float) -> float:
    """Return the CRPS of a sample, by its definition: the slow, obvious reference for `crps`."""
    spread = np.abs(sample[:, None] - sample[None, :]).mean()
    return float(np.abs(sample - actual).mean() - 0.5 * spread)


def covered(quantiles: Floats, actual: Floats, low: int, high: int) -> Floats:
    """Return 1.0 where the actual count lay within the interval between two of the LEVELS, ends included."""
    inside: Floats = ((actual >= quantiles[:, low]) & (actual <= quantiles[:, high])).astype(float)
    return inside


def place_in(quantiles: Floats, actual: Floats) -> Floats:
    """Return where each actual count fell in its forecast distribution, 0 to 1 (flat if calibrated)."""
    place: Floats = ((quantiles < actual[:, None]).sum(1) + 0.5) / (quantiles.shape[1] + 1)
    return place
