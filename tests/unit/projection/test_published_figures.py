"""The stack, shrinkage and models from published tables, on made-up figures."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from kith.engines.projection.backtest import backtest
from kith.engines.projection.evidence import as_json, goals, page
from kith.engines.projection.panel import Panel
from kith.engines.projection.reconcile import factors
from kith.engines.projection.scores import LEVELS, crps, crps_of_sample
from kith.engines.projection.shrinkage import balanced, shrunk_rates, shrunk_shares
from kith.engines.projection.stack import STEEPEST, VIEWS, Stack, _slope


def panel(authorities: int = 40, years: int = 9, seed: int = 0) -> Panel:
    """Authorities whose log counts wander about levels of their own."""
    generator = np.random.default_rng(seed)
    level = np.log(generator.uniform(100, 900, authorities))[:, None]
    wander = np.cumsum(generator.normal(0, 0.07, (authorities, years)), axis=1)
    counts = np.round(np.exp(level + wander))
    counts[3, 4] = np.nan
    population = np.full((authorities, years), 60_000.0)
    names = tuple(f"Authority {number}" for number in range(authorities))
    return Panel("looked_after", names, tuple(range(2015, 2015 + years)), counts, population)


def test_a_forecast_knows_nothing_of_later_years():
    """Whatever is written into the years after the origin, the forecast from it is the same to the last digit."""
    made = panel()
    counts = made.counts.copy()
    counts[:, 7:] = 7_777.0
    changed = replace(made, counts=counts)
    for horizon in (1, 2):
        one, other = (Stack(each, (1, 2)).forecast(2021, horizon) for each in (made, changed))
        assert (one.quantiles == other.quantiles).all()
        assert (one.lesson.weights == other.lesson.weights).all()


def test_a_missing_year_is_bridged_and_never_a_zero():
    """The authority with a gap is forecast near its own level."""
    made = panel()
    forecast = Stack(made, (1,)).forecast(2023, 1)
    row = int(np.flatnonzero(forecast.rows == 3)[0])
    assert 0.7 < forecast.quantiles[row, 99] / made.counts[3, -1] < 1.4


def test_weights_of_the_views_add_up():
    """Every lesson's weights are shares of the four views."""
    stack = Stack(panel(), (1, 2, 3))
    for horizon in (1, 2, 3):
        lesson = stack.lesson(2022, horizon)
        assert lesson.weights.shape == (len(VIEWS),)
        assert lesson.weights.sum() == pytest.approx(1)
        assert (lesson.weights >= 0).all()


def test_quantiles_go_up():
    """However the widths are bent, a higher level is a higher count."""
    stack = Stack(panel(), (1, 2))
    assert (np.diff(stack.forecast(2023, 2).quantiles, axis=1) > 0).all()


def test_a_wandering_past_is_covered_about_as_often_as_promised():
    """On figures that wander as the process supposes, 95% intervals hold about 95 in 100 outcomes."""
    judged = backtest(panel(120, 12, 1), horizons=(1, 2))
    assert 0.92 < judged.inside_95.mean() < 0.98
    assert 0.44 < judged.inside_50.mean() < 0.56
    summary = as_json({"looked_after": judged})
    assert summary["looked_after"][0]["forecasts"] > 900
    text = page({"looked_after": judged}, None)
    assert "## Goals" in text
    assert len(goals({"looked_after": judged})) == 4


def test_a_panel_refuses_nonsense():
    """A negative count, a year missing from the columns, an authority twice."""
    made = panel()
    with pytest.raises(ValueError, match="negative"):
        replace(made, counts=-made.counts)
    with pytest.raises(ValueError, match="follow one another"):
        replace(made, years=(*made.years[:-1], 2099))
    with pytest.raises(ValueError, match="listed twice"):
        replace(made, authorities=("Same",) * len(made.authorities))


def test_crps_by_quantiles_agrees_with_its_definition():
    """The fast score from 199 quantiles is the slow one from the sample they came from."""
    sample = np.random.default_rng(1).gamma(4, 25, 1500)
    quantiles = np.quantile(sample, LEVELS)[None, :]
    for actual in (20.0, 100.0, 300.0):
        assert crps(quantiles, np.array([actual]))[0] == pytest.approx(
            crps_of_sample(sample, actual), rel=0.03
        )


def test_an_authority_with_few_events_borrows_and_one_with_many_does_not():
    """Twenty authorities at 10 per thousand; one tiny with none, one large at twice the rate."""
    exposure = np.array([1_000.0] * 20 + [20.0, 100_000.0])
    events = np.array([10.0] * 20 + [0.0, 2_000.0])
    neighbours = np.tile(np.arange(10), (22, 1))
    rates = shrunk_rates(events, exposure, neighbours)
    assert rates.rate[20] > 0.005
    assert rates.rate[21] == pytest.approx(0.02, rel=0.05)


def test_a_suppressed_rate_is_its_neighbours_and_never_nothing():
    """With nothing published an authority has its neighbours' rate, and more doubt than any of them."""
    events = np.array([50.0] * 10 + [np.nan])
    rates = shrunk_rates(events, np.full(11, 5_000.0), np.tile(np.arange(10), (11, 1)))
    assert rates.rate[10] == pytest.approx(0.01, rel=0.05)
    assert rates.weight[10] < rates.weight[0]


def test_a_suppressed_share_is_small_and_not_zero():
    """A hidden cell of a group gets what England leads one to expect, at most the few that are ever hidden."""
    counts = np.array([[80.0, 18.0, np.nan], [90.0, 8.0, 2.0], [85.0, 12.0, 3.0]])
    shares = shrunk_shares(counts, np.array([[1, 2], [0, 2], [0, 1]]), worth=10)
    assert 0 < shares[0, 2] < 0.06
    assert shares.sum(axis=1) == pytest.approx(1)


def test_a_balanced_table_has_both_totals():
    """Rows and columns both add up, and a zero of the seed stays a zero."""
    table = balanced(np.array([[1.0, 2.0], [0.0, 3.0]]), np.array([30.0, 70.0]), np.array([20.0, 80.0]))
    assert table.sum(axis=1) == pytest.approx([30, 70], rel=1e-3)
    assert table.sum(axis=0) == pytest.approx([20, 80], rel=1e-3)
    assert table[1, 0] == 0


def test_widened_paths_have_the_stacks_distribution_and_keep_their_order():
    """After scaling, the paths' quantiles at the year's end are the stack's, and no two paths have changed places."""
    generator = np.random.default_rng(4)
    totals = 300 + np.cumsum(generator.normal(0, 1.5, (4_000, 13)), axis=1)
    totals[:, 0] = 300
    wanted = np.exp(generator.normal(np.log(310), 0.12, 100_000))
    quantiles = np.quantile(wanted, LEVELS)[None, :]
    scaled = totals * factors(totals, quantiles)
    for level in (0.025, 0.25, 0.5, 0.75, 0.975):
        assert np.quantile(scaled[:, 12], level) == pytest.approx(np.quantile(wanted, level), rel=0.01)
    assert (np.argsort(scaled[:, 12]) == np.argsort(totals[:, 12])).all()
    assert (scaled[:, 0] == 300).all()


def test_widths_follow_size_as_far_as_past_errors_do():
    """Errors that shrink with the fourth root of size are found to; errors that do not give no slope; a root is the most."""
    generator = np.random.default_rng(5)
    sizes = generator.uniform(4.0, 8.0, 4_000)
    errors = np.abs(generator.standard_t(6, 4_000))
    assert _slope(sizes, errors * np.exp(-0.25 * sizes)) == pytest.approx(-0.25, abs=0.05)
    assert _slope(sizes, errors) == pytest.approx(0.0, abs=0.05)
    assert _slope(sizes, errors * np.exp(2.0 * sizes)) == STEEPEST
