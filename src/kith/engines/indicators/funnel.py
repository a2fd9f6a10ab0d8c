"""Funnel limits: how far from the reference an area's figure may be by chance alone, given its size.

A small authority's rate swings from year to year; a league table would rank it first and last in turn.
A funnel asks instead whether a figure is further from England's than chance explains.
Source: Spiegelhalter (2005), doi:10.1002/sim.1970.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats

from kith.engines.indicators.definitions import PER
from kith.engines.indicators.intervals import Floats

# Two and three standard deviations, as the funnel is usually drawn.
INNER = 0.95
OUTER = 0.998

Position = Literal["within", "high", "low", "very high", "very low", "not known"]


@dataclass(frozen=True)
class FunnelLimits:
    """For each size, the reference and the limits on either side of it: arrays of one shape.

    "Inner" holds 95% of areas that differ from the reference by chance only, "outer" 99.8%.
    """

    reference: float
    inner_lower: Floats
    inner_upper: Floats
    outer_lower: Floats
    outer_upper: Floats


def funnel_for_rates(
    population: ArrayLike, reference: float, per: float = PER, dispersion: float = 1.0
) -> FunnelLimits:
    """Return the limits of a rate for areas of these populations, around a reference rate in the same unit.

    `dispersion` widens them when areas differ by more than chance for reasons that nobody is asking
    about (`overdispersion`). Raises ValueError for a reference or a population not above zero.
    """
    people = np.asarray(population, dtype=np.float64)
    if reference <= 0 or (people <= 0).any():
        raise ValueError(
            "A funnel needs a reference and populations above zero: leave out areas with nobody in them."
        )
    expected = people * reference / per

    def limit(p: float) -> Floats:
        return _interpolated(stats.poisson(expected), p) / people * per

    return _limits(limit, reference, dispersion)


def funnel_for_shares(denominator: ArrayLike, reference: float, dispersion: float = 1.0) -> FunnelLimits:
    """Return the limits of a share (0 to 1) for areas with these denominators, around a reference share.

    Raises ValueError for a reference that is not between nought and one, or a denominator below one.
    """
    n = np.asarray(denominator, dtype=np.float64)
    if not 0 < reference < 1 or (n < 1).any():
        raise ValueError(
            "A funnel of shares needs a reference between 0 and 1 and denominators of one or more."
        )

    def limit(p: float) -> Floats:
        return np.clip(_interpolated(stats.binom(n, reference), p) / n, 0, 1)

    return _limits(limit, reference, dispersion)


def position(value: ArrayLike, limits: FunnelLimits) -> NDArray[np.str_]:
    """Return where each figure lies: within, high or low (outside the inner limits), very high or very low (the outer)."""
    figure = np.asarray(value, dtype=np.float64)
    choices: list[tuple[NDArray[np.bool_], Position]] = [
        (np.isnan(figure), "not known"),
        (figure > limits.outer_upper, "very high"),
        (figure < limits.outer_lower, "very low"),
        (figure > limits.inner_upper, "high"),
        (figure < limits.inner_lower, "low"),
    ]
    return np.select([test for test, _ in choices], [word for _, word in choices], default="within")


def overdispersion(count: ArrayLike, expected: ArrayLike, winsorised: float = 0.1) -> float:
    """Return by how much areas' counts vary more than Poisson counts would: 1 when they do not.

    The standardised residuals are winsorised, so that the areas the funnel should find do not widen it.
    Source: Spiegelhalter (2005), section 4.2, the multiplicative model.
    """
    n, mean = np.asarray(count, dtype=np.float64), np.asarray(expected, dtype=np.float64)
    if (mean <= 0).any():
        raise ValueError("Expected counts must be above zero: leave out areas with nobody in them.")
    # On the square root scale a Poisson count's spread does not depend on its mean.
    z = 2 * (np.sqrt(n) - np.sqrt(mean))
    low, high = np.quantile(z, [winsorised, 1 - winsorised])
    phi = float(np.mean(np.clip(z, low, high) ** 2))
    # Narrower limits than chance gives would accuse the innocent.
    return max(1.0, phi)


def _interpolated(distribution: stats.rv_frozen, p: float) -> Floats:
    """Return the count below which the share p of areas lies, interpolated between whole counts."""
    count = distribution.ppf(p)
    at, below = distribution.cdf(count), distribution.cdf(count - 1)
    return np.asarray(count - (at - p) / (at - below), dtype=np.float64)


def _limits(limit: Callable[[float], Floats], reference: float, dispersion: float) -> FunnelLimits:
    if dispersion < 1:
        raise ValueError("A dispersion below one would narrow the funnel below chance: use one.")
    widen = np.sqrt(dispersion)

    def around(confidence: float) -> tuple[Floats, Floats]:
        tail = (1 - confidence) / 2
        lower, upper = limit(tail), limit(1 - tail)
        return np.maximum(reference + (lower - reference) * widen, 0), reference + (upper - reference) * widen

    inner, outer = around(INNER), around(OUTER)
    return FunnelLimits(reference, inner[0], inner[1], outer[0], outer[1])
