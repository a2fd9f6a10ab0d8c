"""Sentences put together from word lists, for many rows at once, so that no two need be the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kith.demo.chance import Chance
from kith.demo.world import World

Parts = Sequence[Sequence[str]]


def say(
    chance: Chance, keys: Sequence[Any] | NDArray[Any], parts: Mapping[Any, Parts], child: Sequence[str] | None = None,
    parent: Sequence[str] | None = None,
) -> list[str]:  # fmt: skip
    """Return one text for each key: a line of each list of its parts, about a child and a parent by name."""
    many = len(keys)
    longest = max((len(lists) for lists in parts.values()), default=1)
    draws = chance.integers(2**31, size=(many, longest)).tolist()
    children = child if child is not None else [""] * many
    parents = parent if parent is not None else [""] * many
    told = []
    for key, draw, who, whose in zip(keys, draws, children, parents, strict=True):
        lines = [options[turn % len(options)] for options, turn in zip(parts[key], draw, strict=False)]
        told.append(
            " ".join(line for line in lines if line).replace("{child}", who).replace("{parent}", whose)
        )
    return told


def one_of(chance: Chance, many: int, options: Sequence[str]) -> list[str]:
    """Return `many` of the options, drawn."""
    return [options[turn] for turn in chance.integers(len(options), size=many).tolist()]


def where(there: NDArray[np.bool_], texts: Sequence[str]) -> list[str]:
    """Return each text where it is there, and nothing elsewhere."""
    return [text if is_there else "" for text, is_there in zip(texts, there.tolist(), strict=True)]


def names_of(world: World, rows: NDArray[np.int64]) -> list[str]:
    """Return the given names of some people, or what a child who is not named yet is called."""
    return [str(name) or "the baby" for name in world.people.given[rows].tolist()]


def first_of(places: NDArray[np.int64], many: int) -> NDArray[np.int64]:
    """Return, for each of `many` processes, where among rows in the order of process its first row is."""
    return np.searchsorted(places, np.arange(many))
