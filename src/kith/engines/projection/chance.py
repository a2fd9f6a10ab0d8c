"""Chance by counting: each child has a stream of random numbers of its own, found from its number.

The generator is counter-based (SplitMix64's finaliser over a key and a counter; Steele, Lea and Flood, OOPSLA
2014), so number 7 of a child's stream is the same whatever else was drawn, in whatever order, on however
many processors. That is what makes two scenarios differ only by what the scenario changed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

import numba
import numpy as np

Function = TypeVar("Function", bound=Callable[..., object])

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_FIRST = np.uint64(0xBF58476D1CE4E5B9)
_SECOND = np.uint64(0x94D049BB133111EB)


def compiled(function: Function) -> Function:
    """Compile a loop to machine code once per machine, to run without holding other threads up.

    The Python function itself stays at `.py_func`, where tests run it slowly and plainly.
    """
    return cast(Function, numba.njit(nogil=True, cache=True, error_model="numpy")(function))


def compiled_inside(function: Function) -> Function:
    """Compile a small function into the loops that call it."""
    return cast(Function, numba.njit(nogil=True, error_model="numpy")(function))


@compiled_inside
def mixed(number: np.uint64) -> np.uint64:
    """Scramble 64 bits so that neighbouring numbers give unrelated ones."""
    number ^= number >> np.uint64(30)
    number *= _FIRST
    number ^= number >> np.uint64(27)
    number *= _SECOND
    number ^= number >> np.uint64(31)
    return number


@compiled_inside
def key_of(seed: np.uint64, path: np.uint64, child: np.uint64) -> np.uint64:
    """Return the key of one child's stream on one path."""
    return mixed(mixed(seed * _GOLDEN + path) + child * _GOLDEN)


@compiled_inside
def uniform(key: np.uint64, counter: np.uint64) -> np.float64:
    """Return the stream's number at `counter`, strictly between 0 and 1."""
    bits = mixed(key + counter * _GOLDEN)
    return np.float64((np.float64(bits >> np.uint64(11)) + 0.5) * (1.0 / 9007199254740992.0))
