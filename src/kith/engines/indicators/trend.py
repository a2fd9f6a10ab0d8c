"""Whether a rate is rising or falling over the years, by how much a year, and how sure one can be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from kith.engines.indicators.intervals import Floats

FEWEST_YEARS = 3

Direction = Literal["rising", "falling", "no clear change"]


@dataclass(frozen=True)
class Trend:
    """The average change of a rate from one year to the next.

    `yearly_change` is a factor less one (0.03 is three per cent more each year), with its interval.
    `dispersion` is how much more the years scatter around the trend than Poisson counts would (1: not).
    `years_used` are those with a figure; `years_missing` those without.
    """

    yearly_change: float
    lower: float
    upper: float
    dispersion: float
    years_used: tuple[int, ...]
    years_missing: tuple[int, ...]

    @property
    def direction(self) -> Direction:
        """Rising or falling when the whole interval is on one side of no change."""
        if self.lower > 0:
            return "rising"
        if self.upper < 0:
            return "falling"
        return "no clear change"


def trend(
    years: ArrayLike, counts: ArrayLike, populations: ArrayLike, confidence: float = 0.95
) -> Trend | None:
    """Return the trend of count ÷ population, or None with fewer than three years of figures or no events.

    Fits log(rate) = a + b × year by Poisson regression with the population as exposure; the interval is
    Student's t with the dispersion that the years show, never below one. Years whose count is missing
    (NaN) are left out and named, not filled. Raises ValueError for a year given twice or counts below zero.
    Source: McCullagh and Nelder (1989), Generalized linear models, chapter 6 (quasi-likelihood).
    """
    when = np.asarray(years, dtype=np.int64)
    n = np.asarray(counts, dtype=np.float64)
    people = np.asarray(populations, dtype=np.float64)
    if len(set(when.tolist())) != when.size:
        raise ValueError("A year is given twice: add its counts together, or choose one.")
    if (n < 0).any() or (people <= 0).any():
        raise ValueError("Counts must be nought or more and populations above nought.")
    given = ~(np.isnan(n) | np.isnan(people))
    used, missing = tuple(when[given].tolist()), tuple(when[~given].tolist())
    n, people = n[given], people[given]
    if len(used) < FEWEST_YEARS or n.sum() == 0:
        return None
    x = np.array(used, dtype=np.float64)
    x -= x.mean()
    slope, variance, fitted = _fitted(x, n, people)
    free = len(used) - 2
    dispersion = max(1.0, float(((n - fitted) ** 2 / fitted).sum()) / free)
    half = float(special.stdtrit(free, 0.5 + confidence / 2)) * float(np.sqrt(variance * dispersion))
    low, high = np.clip([slope - half, slope + half], -50.0, 50.0)
    return Trend(
        yearly_change=float(np.expm1(slope)),
        lower=float(np.expm1(low)),
        upper=float(np.expm1(high)),
        dispersion=dispersion,
        years_used=used,
        years_missing=missing,
    )


def _fitted(x: Floats, n: Floats, people: Floats) -> tuple[float, float, Floats]:
    """Return the slope, its variance for a Poisson count, and the fitted counts, by Newton's method.

    For a given slope the level that fits best is known, so that only the slope is searched for; its
    likelihood has one maximum.
    """
    slope = 0.0
    for _ in range(200):
        weight = people * np.exp(slope * x)
        share = weight / weight.sum()
        mean = float((share * x).sum())
        spread = float((share * (x - mean) ** 2).sum())
        step = float((n * (x - mean)).sum()) / (float(n.sum()) * spread)
        # All events in the first or the last year: the best slope has no end. A factor of 20 is endless enough.
        step = float(np.clip(step, -1.0, 1.0))
        slope = float(np.clip(slope + step, -3.0, 3.0))
        if abs(step) < 1e-12:
            break
    weight = people * np.exp(slope * x)
    share = weight / weight.sum()
    spread = float((share * (x - (share * x).sum()) ** 2).sum())
    return slope, 1 / (float(n.sum()) * spread), n.sum() * share
