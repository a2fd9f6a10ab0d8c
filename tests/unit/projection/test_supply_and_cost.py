"""Homes and money: children are conserved, prices are heavy-tailed, and a scenario meets the same prices."""

from __future__ import annotations

import numpy as np
import pytest

from kith.engines.projection.chain import CARE, FIRST_CARE, State
from kith.engines.projection.compare import compare
from kith.engines.projection.cost import growth, mean_price
from kith.engines.projection.levers import NO_LEVERS, Effect, Lever, Scenario, effects_of
from kith.engines.projection.project import project, series
from kith.engines.projection.supply import Supply, place
from tests.unit.projection import made_up

OWN, AGENCY, PRIVATE = (
    int(state) - FIRST_CARE for state in (State.OWN_FOSTER, State.AGENCY_FOSTER, State.PRIVATE_CHILDRENS_HOME)
)


def _supply(**changes: float) -> Supply:
    settings = {
        "households": 20.0, "places_per_household": 2.0, "usable": 1.0, "enquiries_a_year": 0.0,
        "application_share": 0.1, "approval_share": 0.5, "approval_years": 0.5, "leaving_rate": 0.0,
        "own_home_places": 0.0, "agency_growth": 0.0, "agency_slack": 0.0, "distant_share": 0.2,
    }  # fmt: skip
    settings.update(changes)
    return Supply(**settings)


def test_children_spill_to_agency_and_then_to_private_homes():
    """Forty places for fifty children, agencies with room for four: four go there, six to private homes."""
    wanted = np.zeros((1, 13, len(CARE)))
    wanted[:, :, OWN] = 50
    wanted[:, 0, OWN] = 40
    wanted[:, :, AGENCY] = 40
    placed = place(wanted, _supply(agency_slack=0.1), NO_LEVERS, seed=1)
    assert placed.homes[0, 1, OWN] == 40
    assert placed.homes[0, 1, AGENCY] == pytest.approx(44)
    assert placed.homes[0, 1, PRIVATE] == pytest.approx(6)
    assert placed.unmet[0, 1] == 10
    assert placed.distant[0, 1] > 0.2 * 90


def test_placing_conserves_children():
    """Whatever is full, everyone is somewhere."""
    generator = np.random.default_rng(2)
    wanted = generator.integers(0, 40, (20, 25, len(CARE))).astype(float)
    placed = place(wanted, _supply(leaving_rate=0.3, own_home_places=3), NO_LEVERS, seed=2)
    assert np.allclose(placed.homes.sum(axis=2), wanted.sum(axis=2))
    assert (placed.homes >= -1e-9).all()


def test_households_run_down_when_no_one_asks_to_foster():
    """With one in three stopping each year and none coming, two thirds are left after a year."""
    places = _supply(leaving_rate=1 / 3).foster_places(12, 4000, np.random.default_rng(1))
    assert places[:, 12].mean() == pytest.approx(40 * 2 / 3, rel=0.02)


def test_few_homes_make_a_mean_price_that_swings_more():
    """The mean is right at any number; its spread falls with the number, and it leans to the dear side."""
    generator = np.random.default_rng(3)
    few = mean_price(6_000, 0.35, np.full((4000, 1), 5.0), generator)
    many = mean_price(6_000, 0.35, np.full((4000, 1), 200.0), generator)
    assert few.mean() == pytest.approx(6_000, rel=0.02)
    assert many.mean() == pytest.approx(6_000, rel=0.02)
    assert few.std() > 4 * many.std()
    assert np.mean((few - few.mean()) ** 3) > 0


def test_growth_fades_to_its_long_run():
    """Eight per cent that fades by a third a year to two and a half."""
    level = growth(0.08, 0.0, 0.025, 10, np.zeros((1, 11)))[0]
    yearly = np.diff(np.log(np.append(1.0, level)))
    assert yearly[0] == pytest.approx(0.08)
    assert yearly[-1] == pytest.approx(0.025, abs=0.002)


def test_every_series_has_ordered_quantiles():
    """Each row that a reader gets goes up from q025 to q975 and has a mean that is a number."""
    projection = project(made_up.setting(), years=2, paths=60, seed=1)
    for row in series(projection.baseline, projection.setting.first_day):
        quantiles = [float(row[name]) for name in ("q025", "q25", "q50", "q75", "q975")]  # type: ignore[arg-type]
        assert quantiles == sorted(quantiles)
        assert np.isfinite(row["mean"])  # type: ignore[call-overload]


def test_a_scenario_without_a_known_cost_says_what_it_could_cost():
    """No chance of paying for itself is claimed without a cost; the break-even is given in its place."""
    lever = Lever(
        "fewer into care", "move", Effect(0.5, 0.5, 0.5), "D", "a test",
        moves=tuple((State.PROCEEDINGS, state) for state in CARE),
    )  # fmt: skip
    scenario = Scenario("Fewer", "For a test.", (lever,))
    without = compare(project(made_up.setting(400), years=3, paths=60, seed=2, scenario=scenario))
    assert without.paid is None
    assert without.break_even[-1]["mean"] > 0
    assert without.differences["looked_after"][-1]["mean"] < 0
    free = Scenario("Fewer", "For a test.", (lever,), cost_a_year=0.0)
    dear = Scenario("Fewer", "For a test.", (lever,), cost_a_year=1e9)
    assert compare(project(made_up.setting(400), years=3, paths=60, seed=2, scenario=free)).paid[-1] > 0.8  # type: ignore[index]
    assert compare(project(made_up.setting(400), years=3, paths=60, seed=2, scenario=dear)).paid == [0.0] * 3


def test_a_zero_effect_scenario_costs_what_the_baseline_costs():
    """Zero effect is zero difference in children, homes and pounds, on every path."""
    lever = Lever(
        "nothing", "move", Effect(1, 1, 1), "D", "a test", moves=((State.PROCEEDINGS, State.OWN_FOSTER),)
    )
    projection = project(
        made_up.setting(), years=2, paths=40, seed=3, scenario=Scenario("Nothing", "For a test.", (lever,))
    )
    assert projection.changed is not None
    assert (projection.changed.costs.total == projection.baseline.costs.total).all()
    assert (projection.changed.placed.homes == projection.baseline.placed.homes).all()


def test_a_price_lever_touches_only_its_homes():
    """A tenth off private homes changes nothing else."""
    lever = Lever(
        "cheaper", "price", Effect(0.9, 0.9, 0.9), "D", "a test", homes=(State.PRIVATE_CHILDRENS_HOME,)
    )
    projection = project(
        made_up.setting(), years=1, paths=30, seed=4, scenario=Scenario("Cheaper", "For a test.", (lever,))
    )
    assert projection.changed is not None
    before, after = projection.baseline.costs.homes, projection.changed.costs.homes
    assert np.allclose(after[:, :, PRIVATE], 0.9 * before[:, :, PRIVATE])
    assert (np.delete(after, PRIVATE, axis=2) == np.delete(before, PRIVATE, axis=2)).all()


def test_capacity_levers_multiply():
    """Two levers on the same places act one on top of the other."""
    levers = tuple(
        Lever(name, "capacity", Effect(1.2, 1.2, 1.2), "D", "a test", homes=(State.OWN_FOSTER,))
        for name in ("first", "second")
    )
    effects = effects_of(levers, np.array([[1.2, 1.5]]), 12)
    assert np.allclose(effects.on_homes("capacity", State.OWN_FOSTER, 1, 12), 1.8)
