"""Who comes to the chain from outside: families with a need, and children who arrive alone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kith.engines.projection.chain import CARE
from kith.engines.projection.panel import Floats

# How England's trend in entries fades: two thirds of each year's movement is left in the next.
TREND_DAMPING = 0.67


@dataclass(frozen=True)
class Entries:
    """Hold how many come, how old, in how large families, and how unsure that is.

    Attributes:
        families_a_month: families with at least one child newly in need, mean a month at the start.
        alone_a_month: unaccompanied children starting to be looked after, mean a month at the start.
        season: share of a year's entries by calendar month from April, mean 1, shape (12,).
        growth, growth_spread: mean and standard deviation of the first year's change in families (log).
        alone_growth_spread: the same for unaccompanied children, whose mean change is taken as 0.
        overdispersion: coefficient of variation of one year's level about its trend.
        alone_overdispersion: the same for unaccompanied children.
        population_growth: expected yearly growth of the population aged 0 to 17 (log).
        age_of_need: share by single year of age 0 to 17 of children newly in need.
        size_of_family: share of families with 1, 2, 3, 4 children in need.
        age_alone: share by single year of age of unaccompanied children.
        home_alone: share by kind of first home, in the order of the care states.
    """

    families_a_month: float
    alone_a_month: float
    season: Floats
    growth: float
    growth_spread: float
    alone_growth_spread: float
    overdispersion: float
    alone_overdispersion: float
    population_growth: float
    age_of_need: Floats
    size_of_family: Floats
    age_alone: Floats
    home_alone: Floats

    def __post_init__(self) -> None:
        if self.families_a_month < 0 or self.alone_a_month < 0:
            raise ValueError("Fewer than no families cannot come. Correct the number that start in a month.")
        for name, length in (("age_of_need", 18), ("age_alone", 18), ("home_alone", len(CARE))):
            share = getattr(self, name)
            if len(share) != length or (share < 0).any() or not np.isclose(share.sum(), 1):
                raise ValueError(f"'{name}' must be {length} shares that add up to 1.")
        if (self.size_of_family < 0).any() or not np.isclose(self.size_of_family.sum(), 1):
            raise ValueError("'size_of_family' must be shares that add up to 1.")
        if self.season.shape != (12,) or not np.isclose(self.season.mean(), 1) or (self.season < 0).any():
            raise ValueError("'season' must be twelve factors with mean 1.")
        if min(self.growth_spread, self.overdispersion, self.alone_overdispersion) < 0:
            raise ValueError("A spread cannot be negative.")

    @property
    def mean_family(self) -> float:
        """Mean children in need per family."""
        return float((self.size_of_family * np.arange(1, len(self.size_of_family) + 1)).sum())

    def _trend(self, years: int, growth: Floats) -> Floats:
        fading = np.cumsum(TREND_DAMPING ** np.arange(years))
        population = self.population_growth * np.arange(1, years + 1)
        trend: Floats = np.exp(growth[:, None] * fading + population)
        return trend

    def levels(
        self, years: int, paths: int, generator: np.random.Generator, first_month: int
    ) -> tuple[Floats, Floats]:
        """Draw each path's mean families and unaccompanied children by month, shape (paths, months) each.

        `first_month` is 0 for April. Year-level chance is Gamma, so that levels stay positive.
        """
        growth = generator.normal(self.growth, self.growth_spread, paths)
        alone = generator.normal(0.0, self.alone_growth_spread, paths)
        seasons = np.tile(np.roll(self.season, -first_month), years)

        def wobble(spread: float) -> Floats:
            if spread == 0:
                return np.ones((paths, years))
            drawn: Floats = generator.gamma(1 / spread**2, spread**2, (paths, years))
            return drawn

        families = self._trend(years, growth) * wobble(self.overdispersion)
        # The log of the mean path is corrected, so that the spread of growth does not move the mean.
        families /= np.exp(0.5 * (self.growth_spread * np.cumsum(TREND_DAMPING ** np.arange(years))) ** 2)
        arriving = self._trend(years, alone) * wobble(self.alone_overdispersion)
        arriving /= np.exp(
            0.5 * (self.alone_growth_spread * np.cumsum(TREND_DAMPING ** np.arange(years))) ** 2
        )
        return (
            self.families_a_month * np.repeat(families, 12, axis=1) * seasons,
            self.alone_a_month * np.repeat(arriving, 12, axis=1) * seasons,
        )

    def expected(self, years: int, first_month: int) -> tuple[Floats, Floats]:
        """Return the mean families and unaccompanied children by month: what `levels` averages to."""
        seasons = np.tile(np.roll(self.season, -first_month), years)
        families = self._trend(years, np.array([self.growth]))[0]
        arriving = self._trend(years, np.zeros(1))[0]
        return (
            self.families_a_month * np.repeat(families, 12) * seasons,
            self.alone_a_month * np.repeat(arriving, 12) * seasons,
        )
