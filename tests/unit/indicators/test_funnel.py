"""Funnels: small areas may be far from the reference by chance, large ones may not."""

import numpy as np
import pytest

from kith.engines.indicators import funnel_for_rates, funnel_for_shares, position
from kith.engines.indicators.funnel import overdispersion


def test_a_funnel_narrows_as_areas_grow_and_outer_holds_inner() -> None:
    """Four times the children, half the width."""
    limits = funnel_for_rates([10_000, 40_000, 160_000], 65)
    width = limits.inner_upper - limits.inner_lower
    assert width[0] / width[1] == pytest.approx(2, rel=0.02)
    assert width[1] / width[2] == pytest.approx(2, rel=0.02)
    assert (limits.outer_lower < limits.inner_lower).all()
    assert (limits.outer_upper > limits.inner_upper).all()


def test_the_same_rate_is_chance_in_a_small_area_and_high_in_a_large_one() -> None:
    """80 per 10,000 where England has 65: nothing for Rutland, something for Lancashire."""
    limits = funnel_for_rates([7_000, 260_000], 65)
    assert position([80, 80], limits).tolist() == ["within", "very high"]
    assert position([50, 50], limits).tolist() == ["within", "very low"]
    assert position([float("nan"), 66], limits).tolist() == ["not known", "within"]


def test_a_figure_between_the_limits_is_high_or_low() -> None:
    """Outside the inner limits only."""
    limits = funnel_for_shares([400], 0.2)
    between = (limits.inner_upper + limits.outer_upper) / 2
    below = (limits.inner_lower + limits.outer_lower) / 2
    assert position(between, limits).tolist() == ["high"]
    assert position(below, limits).tolist() == ["low"]


def test_areas_that_differ_by_chance_only_have_no_overdispersion_and_others_have() -> None:
    """Poisson counts give one; rates that truly differ by a fifth give more, and a wider funnel."""
    chance = np.random.default_rng(7)
    expected = np.full(150, 300.0)
    assert overdispersion(chance.poisson(expected), expected) == pytest.approx(1, abs=0.15)
    spread = overdispersion(chance.poisson(expected * chance.normal(1, 0.2, 150)), expected)
    assert spread > 5
    plain, widened = funnel_for_rates([50_000], 60), funnel_for_rates([50_000], 60, dispersion=spread)
    assert widened.inner_upper - 60 == pytest.approx((plain.inner_upper - 60) * np.sqrt(spread))
    little = funnel_for_rates([50_000], 60, dispersion=4.0)
    assert 60 - little.inner_lower == pytest.approx(2 * (60 - plain.inner_lower))
    assert (funnel_for_rates([50_000], 60, dispersion=1000.0).outer_lower == 0).all()


@pytest.mark.parametrize(
    "make",
    [
        lambda: funnel_for_rates([0], 65),
        lambda: funnel_for_rates([100], 0),
        lambda: funnel_for_shares([0], 0.2),
        lambda: funnel_for_shares([100], 1.0),
        lambda: funnel_for_rates([100], 65, dispersion=0.5),
        lambda: overdispersion([1], [0]),
    ],
)
def test_a_funnel_without_a_size_or_a_reference_is_refused(make: object) -> None:
    """No funnel can be drawn for nobody."""
    assert callable(make)
    with pytest.raises(ValueError, match=r"funnel|Expected|dispersion"):
        make()
