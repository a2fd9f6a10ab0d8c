"""How unequal: the rate of one group over that of another, with the interval, and what is not known.

Who is over-represented is a question about rates, not numbers: each group's count is divided by its own
children in the population, and compared with the group named as reference (White British, the least
deprived fifth, not disabled).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from kith.engines.indicators.definitions import PER
from kith.engines.indicators.intervals import Floats, Interval, rate


@dataclass(frozen=True)
class GroupRate:
    """One group's rate and its ratio to the reference group's, each with its interval.

    `count` and `population` are what they are made of. `ratio_if_all_unknown` is the ratio if every child
    whose group is not known were in this group: the furthest that the unknowns could carry it.
    """

    group: str
    count: int
    population: float
    rate: Interval
    ratio: Interval
    ratio_if_all_unknown: float


def rate_ratio(
    count: ArrayLike,
    population: ArrayLike,
    reference_count: ArrayLike,
    reference_population: ArrayLike,
    confidence: float = 0.95,
) -> Interval:
    """Return (count ÷ population) ÷ (reference count ÷ reference population) with its exact interval.

    Given how many children there are in both groups together, the number in the first is binomial, which
    needs no large numbers: a count of nought has a ratio of nought and an upper limit. NaN where both
    counts are nought; infinite where only the reference's is. Raises ValueError for counts below zero or
    populations not above zero.
    Source: Rothman, Greenland and Lash (2008), Modern epidemiology, page 251; Clopper and Pearson (1934).
    """
    a, people_a, b, people_b = np.broadcast_arrays(
        *(
            np.asarray(part, dtype=np.float64)
            for part in (count, population, reference_count, reference_population)
        )
    )
    if (a < 0).any() or (b < 0).any() or (people_a <= 0).any() or (people_b <= 0).any():
        raise ValueError(
            "Counts must be nought or more and populations above nought: leave out groups with nobody."
        )
    lower, upper = clopper_pearson(a, a + b, confidence)
    people = people_b / people_a
    with np.errstate(divide="ignore", invalid="ignore"):
        value = np.where(a + b == 0, np.nan, (a / b) * people)
        low = np.where(a == 0, 0.0, lower / (1 - lower) * people)
        high = np.where(b == 0, np.inf, upper / (1 - upper) * people)
    nothing = a + b == 0
    return Interval(value, np.where(nothing, np.nan, low), np.where(nothing, np.nan, high))


def compare_groups(
    groups: Mapping[str, tuple[int, float]],
    reference: str,
    unknown: int = 0,
    per: float = PER,
    confidence: float = 0.95,
) -> list[GroupRate]:
    """Return each group's rate and ratio to the reference's, in the order given, the reference included.

    `groups` gives each group's count and population; `unknown` is the number of children counted whose
    group is not known. Raises ValueError when the reference is not among the groups or has nobody in it.
    """
    if reference not in groups:
        raise ValueError(f"The reference {reference!r} is not among the groups: {', '.join(groups)}.")
    if unknown < 0:
        raise ValueError("The number of unknowns cannot be below zero.")
    reference_count, reference_population = groups[reference]
    compared = []
    for group, (count, population) in groups.items():
        ratio = rate_ratio(count, population, reference_count, reference_population, confidence)
        furthest = rate_ratio(count + unknown, population, reference_count, reference_population).value
        if group == reference:
            # A group is as likely as itself, whatever the chance and the unknowns.
            one = np.array(1.0 if count else np.nan)
            ratio, furthest = Interval(one, one, one), one
        own = rate(count, population, per, confidence)
        compared.append(GroupRate(group, count, population, own, ratio, float(furthest)))
    return compared


def clopper_pearson(count: Floats, of: Floats, confidence: float) -> tuple[Floats, Floats]:
    """Return the exact limits of a binomial share."""
    tail = (1 - confidence) / 2
    with np.errstate(invalid="ignore"):
        lower = np.where(count == 0, 0.0, special.betaincinv(np.maximum(count, 1e-300), of - count + 1, tail))
        upper = np.where(
            count == of, 1.0, special.betaincinv(count + 1, np.maximum(of - count, 1e-300), 1 - tail)
        )
    return lower, upper
