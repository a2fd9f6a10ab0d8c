"""Repeatable chance: each chapter draws from a generator of its own, so that a new chapter changes no other."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Chance = np.random.Generator


def generator(seed: int, *names: str) -> Chance:
    """Return the generator of a seed and a name, the same on every machine."""
    return np.random.Generator(np.random.PCG64([seed, *(zlib.crc32(name.encode()) for name in names)]))


def pick(chance: Chance, options: Sequence[Any], size: int, weights: Sequence[float] | None = None) -> Any:
    """Return `size` of the options, drawn with weights, as an array of objects."""
    values = np.empty(len(options), dtype=object)
    values[:] = list(options)
    return values[pick_index(chance, len(options), size, weights)]


def pick_index(
    chance: Chance, many: int, size: int, weights: Sequence[float] | NDArray[Any] | None = None
) -> NDArray[np.int64]:
    """Return `size` numbers below `many`, drawn with weights."""
    if weights is None:
        return chance.integers(many, size=size)
    totals = np.cumsum(np.asarray(weights, dtype=float))
    drawn = np.searchsorted(totals, chance.random(size) * totals[-1], side="right")
    return np.asarray(np.minimum(drawn, many - 1), dtype=np.int64)


def happens(chance: Chance, probability: NDArray[Any] | float, size: int) -> NDArray[np.bool_]:
    """Return whether each of `size` things happens."""
    return np.asarray(chance.random(size) < probability)


def evenly(chance: Chance, share: float, many: int) -> NDArray[np.bool_]:
    """Return whether each of `many` things in order happens, spread as evenly as the share allows."""
    steps = np.floor(np.arange(many + 1) * min(max(share, 0.0), 1.0) + chance.random())
    return np.asarray(np.diff(steps) > 0)


def repeated(counts: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return, for rows that each become `counts` rows, the row that each came from and its place among them."""
    source = np.repeat(np.arange(len(counts)), counts)
    first = np.cumsum(counts) - counts
    return source, np.arange(len(source)) - first[source]
