"""Each figure against a slow and obvious way to the same: sums of probabilities, and halving until it is found."""

from collections.abc import Callable
from math import comb, exp, log

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kith.engines.indicators import (
    funnel_for_rates,
    funnel_for_shares,
    median,
    rate,
    rate_ratio,
    share,
    trend,
)
from kith.engines.indicators.intervals import normal_quantile

modest = settings(max_examples=60, deadline=None, derandomize=True)


def halved(low: float, high: float, too_low: Callable[[float], bool]) -> float:
    """Return the place between two ends where `too_low` stops being true."""
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if too_low(middle) else (low, middle)
    return (low + high) / 2


def poisson_at_most(count: int, mean: float) -> float:
    """Add up the probabilities of 0, 1, … count events."""
    term, total = exp(-mean), 0.0
    for k in range(count + 1):
        total += term
        term *= mean / (k + 1)
    return total


def binomial_at_most(count: int, of: int, p: float) -> float:
    """Add up the probabilities of 0, 1, … count in a number of trials."""
    return sum(comb(of, k) * p**k * (1 - p) ** (of - k) for k in range(count + 1))


@given(st.integers(0, 300), st.integers(1, 5000))
@modest
def test_wilson(count: int, more: int) -> None:
    """The shares from which the observed one is exactly z standard errors away."""
    of = count + more
    z, p = normal_quantile(0.95), count / of

    def away(true: float) -> bool:
        return abs(p - true) > z * (true * (1 - true) / of) ** 0.5

    interval = share(count, of)
    assert interval.value == pytest.approx(p)
    assert interval.lower == pytest.approx(halved(0, p, away) if count else 0, abs=1e-9)
    assert interval.upper == pytest.approx(halved(p, 1, lambda true: not away(true)), abs=1e-9)


@given(st.integers(0, 120), st.integers(100, 100_000))
@modest
def test_exact_rate(count: int, people: int) -> None:
    """The means under which so few, or so many, would be seen one time in forty."""
    upper = halved(0, count * 3 + 20, lambda mean: poisson_at_most(count, mean) > 0.025)
    lower = halved(0, count + 1, lambda mean: 1 - poisson_at_most(count - 1, mean) < 0.025) if count else 0
    interval = rate(count, people)
    assert interval.value == pytest.approx(count / people * 10_000)
    assert interval.lower == pytest.approx(lower / people * 10_000, rel=1e-6, abs=1e-9)
    assert interval.upper == pytest.approx(upper / people * 10_000, rel=1e-6)


@given(st.integers(0, 40), st.integers(0, 40), st.integers(100, 9000), st.integers(100, 9000))
@modest
def test_rate_ratio(a: int, b: int, people_a: int, people_b: int) -> None:
    """The ratios under which the first group's part of all would be so small, or so large, one time in forty."""
    interval = rate_ratio(a, people_a, b, people_b)
    if a + b == 0:
        assert np.isnan(interval.value)
        return

    def part(ratio: float) -> float:
        return ratio * people_a / (ratio * people_a + people_b)

    if b:
        assert interval.value == pytest.approx((a / people_a) / (b / people_b))
        upper = halved(-20, 20, lambda ratio: binomial_at_most(a, a + b, part(exp(ratio))) > 0.025)
        assert interval.upper == pytest.approx(exp(upper), rel=1e-6)
    if a:
        lower = halved(-20, 20, lambda ratio: 1 - binomial_at_most(a - 1, a + b, part(exp(ratio))) < 0.025)
        assert interval.lower == pytest.approx(exp(lower), rel=1e-6)


def interpolated(at_most: Callable[[int], float], p: float) -> float:
    """Return the first count whose cumulative probability passes p, less the part by which it does."""
    count = 0
    while at_most(count) < p:
        count += 1
    below = at_most(count - 1) if count else 0.0
    return count - (at_most(count) - p) / (at_most(count) - below)


@given(st.integers(500, 20_000), st.floats(5, 100))
@modest
def test_funnel_for_rates(people: int, reference: float) -> None:
    """Each limit by adding up probabilities until they pass it."""
    mean = people * reference / 10_000
    limits = funnel_for_rates([people], reference)
    for p, found in ((0.025, limits.inner_lower), (0.975, limits.inner_upper), (0.999, limits.outer_upper)):
        slow = interpolated(lambda count: poisson_at_most(count, mean), p) / people * 10_000
        assert found[0] == pytest.approx(max(slow, 0), rel=1e-6, abs=1e-6)


@given(st.integers(1, 150), st.floats(0.02, 0.98))
@modest
def test_funnel_for_shares(of: int, reference: float) -> None:
    """The same for shares, which stay between none and all."""
    limits = funnel_for_shares([of], reference)
    for p, found in ((0.025, limits.inner_lower), (0.975, limits.inner_upper), (0.001, limits.outer_lower)):
        slow = interpolated(lambda count: binomial_at_most(count, of, reference), p) / of
        assert found[0] == pytest.approx(min(max(slow, 0), 1), rel=1e-6, abs=1e-6)


@given(st.lists(st.tuples(st.integers(5, 500), st.integers(5_000, 9_000)), min_size=3, max_size=12))
@modest
def test_trend(rows: list[tuple[int, int]]) -> None:
    """The slope at which the likelihood is highest, found by narrowing; its error from the likelihood's bend."""
    years = list(range(2013, 2013 + len(rows)))
    counts, people = [float(count) for count, _ in rows], [float(number) for _, number in rows]
    x = [year - sum(years) / len(years) for year in years]

    def likelihood(slope: float) -> float:
        weights = [number * exp(slope * place) for number, place in zip(people, x, strict=True)]
        return sum(count * log(weight / sum(weights)) for count, weight in zip(counts, weights, strict=True))

    low, high = -3.0, 3.0
    for _ in range(100):
        third = (high - low) / 3
        if likelihood(low + third) < likelihood(high - third):
            low += third
        else:
            high -= third
    slope = (low + high) / 2
    found = trend(years, counts, people)
    assert found is not None
    assert log(1 + found.yearly_change) == pytest.approx(slope, abs=1e-5)
    weights = [number * exp(slope * place) for number, place in zip(people, x, strict=True)]
    fitted = [sum(counts) * weight / sum(weights) for weight in weights]
    scatter = sum((count - fit) ** 2 / fit for count, fit in zip(counts, fitted, strict=True)) / (
        len(rows) - 2
    )
    assert found.dispersion == pytest.approx(max(1, scatter), rel=1e-3)
    h = 1e-3
    bend = -(likelihood(slope + h) - 2 * likelihood(slope) + likelihood(slope - h)) / h**2
    half = (log(1 + found.upper) - log(1 + found.lower)) / 2
    # Student's t times the square root of dispersion over bend.
    t = {
        1: 12.7062,
        2: 4.3027,
        3: 3.1824,
        4: 2.7764,
        5: 2.5706,
        6: 2.4469,
        7: 2.3646,
        8: 2.3060,
        9: 2.2622,
        10: 2.2281,
    }
    assert half == pytest.approx(t[len(rows) - 2] * (found.dispersion / bend) ** 0.5, rel=1e-2)


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=40))
@modest
def test_median(numbers: list[int]) -> None:
    """The ranks furthest in for which so few numbers below the middle would be seen one time in forty."""
    n, ordered = len(numbers), sorted(numbers)
    rank = 0
    while rank + 1 <= n // 2 and binomial_at_most(rank, n, 0.5) <= 0.025:
        rank += 1
    place = max(rank - 1, 0)
    interval = median(numbers)
    assert interval.value == np.median(numbers)
    assert (interval.lower, interval.upper) == (ordered[place], ordered[n - 1 - place])
