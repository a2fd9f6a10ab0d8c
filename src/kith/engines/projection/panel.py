"""One published count for many authorities over many years: the shape in which figures are handed in."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

# Below this many children a published count is mostly rounding, suppression and chance, and its
# logarithm misbehaves. Two authorities are that small: the City of London and the Isles of Scilly.
SMALLEST_COUNT = 20


@dataclass(frozen=True)
class Panel:
    """Hold one measure's counts at 31 March, with the population at risk.

    Attributes:
        measure: name of the count, in words (`looked_after`).
        authorities: names, one per row.
        years: years ending 31 March, one per column, consecutive.
        counts: children, shape (authorities, years); nan where not published. Never 0 for missing.
        population: children aged 0 to 17 at the mid-year before, same shape; nan before an
            authority existed.
    """

    measure: str
    authorities: tuple[str, ...]
    years: tuple[int, ...]
    counts: Floats
    population: Floats

    def __post_init__(self) -> None:
        shape = (len(self.authorities), len(self.years))
        if self.counts.shape != shape or self.population.shape != shape:
            raise ValueError(
                f"The table for {self.measure} has {self.counts.shape} counts and {self.population.shape} "
                f"populations; it needs {shape}: one row per authority and one column per year."
            )
        if list(self.years) != list(range(self.years[0], self.years[0] + len(self.years))):
            raise ValueError("Years must follow one another; leave a missing year's counts empty instead.")
        if len(set(self.authorities)) != len(self.authorities):
            raise ValueError("An authority is listed twice. Keep one row for each.")
        known = self.counts[np.isfinite(self.counts)]
        if (known < 0).any():
            raise ValueError(f"A count of {self.measure} is negative. Correct the table.")

    def up_to(self, year: int) -> Panel:
        """Return the panel as it stood once `year` was published: nothing later."""
        columns = [index for index, each in enumerate(self.years) if each <= year]
        return Panel(
            self.measure,
            self.authorities,
            tuple(self.years[index] for index in columns),
            self.counts[:, columns],
            self.population[:, columns],
        )

    def row(self, authority: str) -> int:
        """Return the row of an authority, by name."""
        try:
            return self.authorities.index(authority)
        except ValueError:
            raise LookupError(f"There are no figures of {self.measure} for {authority}.") from None

    def at(self, year: int) -> Floats:
        """Return every authority's count for a year: nan where there is none."""
        if year not in self.years:
            return np.full(len(self.authorities), np.nan)
        return self.counts[:, self.years.index(year)]
