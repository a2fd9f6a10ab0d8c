"""The authority's real schools by name: which a child of an age would go to. Their staff are invented."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from kith.reference import read_table


@dataclass(frozen=True)
class Schools:
    """School names by phase; where an authority has none of a phase, all of its schools stand in."""

    nursery: NDArray[Any]
    primary: NDArray[Any]
    secondary: NDArray[Any]

    def of(self, family: NDArray[np.int64], age: NDArray[np.float64]) -> NDArray[Any]:
        """Return the school of each child by age; one family's children of an age go to one school, '' under two."""
        chosen = np.where(
            age < 4.4, self.nursery[family * 7919 % len(self.nursery)],
            np.where(age < 11.3, self.primary[family * 7907 % len(self.primary)],
                     self.secondary[family * 7901 % len(self.secondary)]),
        )  # fmt: skip
        return np.where((age < 2) | (age > 18.2), "", chosen).astype(object)


def of_authority(code: str, name: str) -> Schools:
    """Return the schools of one authority."""
    table = read_table("schools").filter(pl.col("authority_code") == code).sort("urn")

    def names(*phases: str) -> NDArray[Any]:
        of_phase = table.filter(pl.col("phase").is_in(phases))["name"].to_list()
        every = of_phase or table["name"].to_list() or [f"a school in {name}"]
        return np.array(every, dtype=object)

    return Schools(
        nursery=names("nursery", "primary"),
        primary=names("primary", "all-through"),
        secondary=names("secondary", "all-through"),
    )
