"""Shares, rates and medians against figures from print, and what is refused."""

import numpy as np
import pytest

from kith.engines.indicators import median, rate, share
from kith.engines.indicators.intervals import byar_interval, normal_quantile


def test_wilsons_interval_is_the_one_in_print() -> None:
    """Newcombe (1998, doi:10.1002/(SICI)1097-0258(19980430)17:8<857::AID-SIM777>3.0.CO;2-E), table I, method 3."""
    for count, of, lower, upper in (
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
    ):
        interval = share(count, of)
        assert (interval.lower, interval.upper) == (
            pytest.approx(lower, abs=5e-5),
            pytest.approx(upper, abs=5e-5),
        )
    assert share(29, 29).lower == pytest.approx(0.8830, abs=5e-5)


def test_the_exact_interval_of_a_count_is_the_one_in_print() -> None:
    """Garwood's limits as every table of them has: 0 to 3.69 for none, 4.80 to 18.39 for ten."""
    for count, lower, upper in (
        (0, 0.0, 3.689),
        (1, 0.0253, 5.572),
        (10, 4.795, 18.390),
        (100, 81.36, 121.63),
    ):
        interval = rate(count, 10_000)
        assert (interval.lower, interval.upper) == (
            pytest.approx(lower, rel=1e-3),
            pytest.approx(upper, rel=1e-3),
        )


def test_byars_interval_agrees_with_the_exact_one_from_ten_on() -> None:
    """To within one per cent of either limit, which is why it is used for counts of ten or more."""
    for count in (10, 50, 352, 4000):
        exact, byar = rate(count, 10_000), rate(count, 10_000, method="byar")
        assert byar.lower == pytest.approx(exact.lower, rel=0.01)
        assert byar.upper == pytest.approx(exact.upper, rel=0.01)
    assert byar_interval(0)[0] == 0


def test_hackneys_rate_is_the_departments() -> None:
    """352 looked after on 31 March 2025, of the 54,191 children of mid-2024: 65 per 10,000, as published."""
    assert round(float(rate(352, 54_191).value)) == 65


def test_nothing_to_divide_by_gives_no_figure_and_never_nought() -> None:
    """A team with no reviews due has no share of reviews in time."""
    assert np.isnan(share(0, 0).value)
    assert np.isnan(share(0, 0).upper)
    assert np.isnan(rate(0, 0).value)
    assert np.isnan(median([]).value)


def test_arrays_are_worked_out_figure_by_figure() -> None:
    """A column of a table gives what its rows would."""
    column = share(np.array([1, 0, 5]), np.array([10, 0, 5]))
    assert column.value.tolist()[::2] == [0.1, 1.0]
    assert np.isnan(column.value[1])
    assert column.upper[2] == 1.0


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: share(11, 10), "more than its denominator"),
        (lambda: share(-1, 10), "below zero"),
        (lambda: rate(-300, 10), "missing figure may have come through"),
        (lambda: normal_quantile(95), "between 0 and 1"),
        (lambda: median([1.0, float("nan")]), "leave out those that are missing"),
    ],
)
def test_nonsense_is_refused_in_words(make: object, words: str) -> None:
    """The sentence says what is wrong and what may have caused it."""
    assert callable(make)
    with pytest.raises(ValueError, match=words):
        make()


@pytest.mark.parametrize(("n", "low", "high"), [(6, 1, 6), (10, 2, 9), (20, 6, 15), (5, 1, 5), (1, 1, 1)])
def test_the_medians_interval_is_between_the_ranks_in_print(n: int, low: int, high: int) -> None:
    """Conover (1999), table A3: for ten numbers the second and the ninth."""
    interval = median(range(1, n + 1))
    assert interval.value == (n + 1) / 2
    assert (interval.lower, interval.upper) == (low, high)
