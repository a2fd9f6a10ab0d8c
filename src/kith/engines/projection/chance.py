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
from numpy.typing import NDArray

Function = TypeVar("Function", bound=Callable[..., object])

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_FIRST = np.uint64(0xBF58476D1CE4E5B9)
_SECOND = np.uint64(0x94D049BB133111EB)
# The bits of the root of a half, less those of 1: what parts exponent and mantissa evenly about 1.
_ROOT_OF_HALF = np.int64(0x3FE6A09E667F3BCD)
_LOG_2 = 0.6931471805599453


def compiled(function: Function) -> Function:
    """Compile a loop to machine code once per machine, to run without holding other threads up.

    The Python function itself stays at `.py_func`, where tests run it slowly and plainly.
    """
    return cast(Function, numba.njit(nogil=True, cache=True, error_model="numpy")(function))


def compiled_inside(function: Function) -> Function:
    """Compile a function into the loops that call it."""
    return cast(Function, numba.njit(nogil=True, error_model="numpy", forceinline=True)(function))


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


@compiled_inside
def exponential(key: np.uint64, counter: np.uint64) -> np.float64:
    """Return an exponential number of mean 1: minus the logarithm of the stream's number at `counter`.

    The logarithm is worked out here, by the series of 2 artanh((m - 1) / (m + 1)) for a mantissa m between
    0.707 and 1.414 and within two units of the last place, because loops over many keys then run four or
    eight at a time, which calls of the system's function do not.
    """
    number = uniform(key, counter)
    bits = np.float64(number).view(np.int64)
    exponent = (bits - _ROOT_OF_HALF) >> np.int64(52)
    mantissa = np.int64(bits - (exponent << np.int64(52))).view(np.float64)
    part = (mantissa - 1.0) / (mantissa + 1.0)
    square = part * part
    series = 1.0 / 21.0
    for odd in (19.0, 17.0, 15.0, 13.0, 11.0, 9.0, 7.0, 5.0, 3.0):
        series = series * square + 1.0 / odd
    series *= square
    return np.float64(-(exponent * _LOG_2) - 2.0 * (part + part * series))


@compiled
def exponentials(keys: NDArray[np.uint64], counter: np.uint64, drawn: NDArray[np.float64]) -> None:
    """Fill `drawn` with the exponential number at `counter` of every key's stream."""
    for place in range(drawn.shape[0]):
        drawn[place] = exponential(keys[place], counter)


@compiled
def uniforms(keys: NDArray[np.uint64], counter: np.uint64, drawn: NDArray[np.float64]) -> None:
    """Fill `drawn` with the number at `counter` of every key's stream, strictly between 0 and 1."""
    for place in range(drawn.shape[0]):
        drawn[place] = uniform(keys[place], counter)
