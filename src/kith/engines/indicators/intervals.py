"""Shares and rates with the interval in which the true one lies, and medians.

Every function takes one number or an array of them and gives arrays of the same shape; where there is
nothing to divide by, the answer is not a number (NaN), never nought.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from kith.engines.indicators.definitions import PER

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Interval:
    """A figure and the interval around it: three arrays of one shape, in the figure's unit."""

    value: Floats
    lower: Floats
    upper: Floats

    def __post_init__(self) -> None:
        given = ~np.isnan(self.value)
        if (self.lower[given] > self.value[given]).any() or (self.upper[given] < self.value[given]).any():
            raise ValueError("An interval must hold its own value.")


def share(numerator: ArrayLike, denominator: ArrayLike, confidence: float = 0.95) -> Interval:
    """Return the share numerator ÷ denominator (0 to 1) with Wilson's score interval.

    Raises ValueError for counts below zero or a numerator above its denominator.
    Source: Wilson (1927), doi:10.1080/01621459.1927.10502953; Public Health England, Technical guide 3.
    """
    n, d = _counts(numerator, denominator)
    if (n > d).any():
        raise ValueError("A share's numerator cannot be more than its denominator: check what was counted.")
    z = normal_quantile(confidence)
    with np.errstate(invalid="ignore", divide="ignore"):
        p = n / d
        middle = (p + z**2 / (2 * d)) / (1 + z**2 / d)
        half = z * np.sqrt(p * (1 - p) / d + z**2 / (4 * d**2)) / (1 + z**2 / d)
    # At nought and at all the interval ends exactly there; rounding must not carry it past.
    lower = np.where(n == 0, 0.0, np.minimum(middle - half, p))
    upper = np.where(n == d, 1.0, np.maximum(middle + half, p))
    nothing = d == 0
    return Interval(p, np.where(nothing, np.nan, lower), np.where(nothing, np.nan, upper))


def rate(
    count: ArrayLike,
    population: ArrayLike,
    per: float = PER,
    confidence: float = 0.95,
    method: Literal["exact", "byar"] = "exact",
) -> Interval:
    """Return count ÷ population × per with the interval of a Poisson count.

    "exact" is Garwood's interval; "byar" Byar's approximation, as Public Health England uses for counts
    of ten or more. Raises ValueError for counts or populations below zero.
    Source: Garwood (1936), doi:10.1093/biomet/28.3-4.437; Breslow and Day (1987), volume II, page 69.
    """
    n, people = _counts(count, population)
    lower, upper = (poisson_interval if method == "exact" else byar_interval)(n, confidence)
    with np.errstate(invalid="ignore", divide="ignore"):
        scale = np.where(people == 0, np.nan, per / people)
    return Interval(n * scale, lower * scale, upper * scale)


def poisson_interval(count: ArrayLike, confidence: float = 0.95) -> tuple[Floats, Floats]:
    """Return the exact limits of the mean of a Poisson count (Garwood)."""
    n = np.asarray(count, dtype=np.float64)
    tail = (1 - confidence) / 2
    # The sum of a Poisson's lower terms is an incomplete gamma function, so its inverse gives the limits.
    lower = np.where(n == 0, 0.0, special.gammaincinv(np.maximum(n, 1e-300), tail))
    return lower, special.gammaincinv(n + 1, 1 - tail)


def byar_interval(count: ArrayLike, confidence: float = 0.95) -> tuple[Floats, Floats]:
    """Return Byar's approximate limits of the mean of a Poisson count."""
    n = np.asarray(count, dtype=np.float64)
    z = normal_quantile(confidence)
    with np.errstate(divide="ignore", invalid="ignore"):
        lower = n * (1 - 1 / (9 * n) - z / (3 * np.sqrt(n))) ** 3
    upper = (n + 1) * (1 - 1 / (9 * (n + 1)) + z / (3 * np.sqrt(n + 1))) ** 3
    return np.where(n == 0, 0.0, np.maximum(lower, 0.0)), upper


def median(values: ArrayLike, confidence: float = 0.95) -> Interval:
    """Return the median of some numbers, with the order statistics that hold the true one as often as asked.

    No shape is assumed. The interval's ends are among the numbers; with fewer than six it is from the
    smallest to the largest and holds the true median less often than asked. NaN for none.
    Source: Conover (1999), Practical nonparametric statistics, section 3.2.
    """
    numbers = np.sort(np.asarray(values, dtype=np.float64).ravel())
    if np.isnan(numbers).any():
        raise ValueError("A median is of numbers: leave out those that are missing, and say how many.")
    n = len(numbers)
    if n == 0:
        nothing = np.array(np.nan)
        return Interval(nothing, nothing, nothing)
    tail = (1 - confidence) / 2
    # How many numbers lie below the true median is a binomial with a half.
    rank = np.arange(n + 1)
    outside = int((special.bdtr(rank, n, 0.5) <= tail).sum())
    rank_low = max(outside - 1, 0) if outside else 0
    return Interval(
        np.array(np.median(numbers)), np.array(numbers[rank_low]), np.array(numbers[n - 1 - rank_low])
    )


def normal_quantile(confidence: float) -> float:
    """Return how many standard deviations either side hold the share `confidence` of a normal distribution."""
    if not 0 < confidence < 1:
        raise ValueError(f"A confidence is between 0 and 1, such as 0.95; this is {confidence}.")
    return float(special.ndtri(0.5 + confidence / 2))


def _counts(numerator: ArrayLike, denominator: ArrayLike) -> tuple[Floats, Floats]:
    n, d = np.broadcast_arrays(
        np.asarray(numerator, dtype=np.float64), np.asarray(denominator, dtype=np.float64)
    )
    if (n < 0).any() or (d < 0).any():
        raise ValueError(
            "A count cannot be below zero: a publisher's mark for a missing figure may have come through."
        )
    return n, d
