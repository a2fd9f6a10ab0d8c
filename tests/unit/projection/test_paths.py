"""What must hold on every path, whatever the hazards."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from kith.engines.projection.chain import CARE, Children, State
from kith.engines.projection.chance import exponentials, uniform
from kith.engines.projection.expected import expect
from kith.engines.projection.hazards import SHAPE, Hazards
from kith.engines.projection.levers import Effect, Lever, Scenario, draw_effects, mean_effects
from kith.engines.projection.paths import Flow, simulate
from kith.engines.projection.plain import follow_plainly
from tests.unit.projection import made_up


def test_no_one_is_lost_and_no_one_is_counted_twice():
    """Children in all states together are those of the first day and those who have come since."""
    model = made_up.model()
    paths = simulate(model, years=3, paths=40, seed=1)
    came = paths.flows[:, :, [Flow.NEED_STARTED, Flow.ARRIVED_ALONE]].sum(axis=2).cumsum(axis=1)
    everyone = paths.stock.sum(axis=2)
    assert (everyone[:, 0] == len(model.children)).all()
    for year in (1, 2, 3):
        assert (everyone[:, 12 * year] == len(model.children) + came[:, year - 1]).all()


def test_stocks_of_care_change_only_by_its_flows():
    """Looked after at a year's end is last year's, and those who started or returned, less those who left."""
    paths = simulate(made_up.model(300), years=2, paths=30, seed=2)
    looked = paths.looked_after()
    into = paths.flows[:, :, [Flow.CARE_STARTED, Flow.RETURNED_TO_CARE, Flow.ARRIVED_ALONE]].sum(axis=2)
    out = paths.flows[
        :, :, [Flow.WENT_HOME, Flow.KINSHIP_ORDER, Flow.ADOPTED, Flow.TURNED_18, Flow.LEFT_OTHERWISE]
    ].sum(axis=2)
    for year in (0, 1):
        assert (looked[:, 12 * year + 12] - looked[:, 12 * year] == into[:, year] - out[:, year]).all()


def test_a_child_leaves_care_on_the_eighteenth_birthday():
    """With no other way out, a child of 17 and a half is looked after for six months to the day."""
    still = Hazards.certain(np.zeros(SHAPE))
    one = Children(
        np.array([int(State.OWN_FOSTER)]),
        np.array([17.5]),
        np.array([2.0]),
        np.array([-1]),
        np.array([False]),
    )
    model = replace(
        made_up.model(), children=one, hazards=still, alone=still, entries=made_up.entries(0.0, 0.0)
    )
    paths = simulate(model, years=1, paths=5, seed=1)
    assert (paths.looked_after()[:, :6] == 1).all()
    assert (paths.looked_after()[:, 6:] == 0).all()
    assert (paths.stock[:, 6:, State.TURNED_18] == 1).all()


def test_no_one_over_18_is_ever_looked_after():
    """Every child in care at a year's end is in one of the age bands under 18."""
    paths = simulate(made_up.model(200), years=4, paths=30, seed=3)
    assert (paths.ages.sum(axis=2)[:, 1:] == paths.looked_after()[:, 12::12]).all()


def test_the_number_of_threads_changes_nothing():
    """One thread or three, the same children have the same lives."""
    model = made_up.model()
    one = simulate(model, years=2, paths=110, seed=5, threads=1)
    three = simulate(model, years=2, paths=110, seed=5, threads=3)
    assert (one.stock == three.stock).all()
    assert (one.flows == three.flows).all()


def test_more_paths_leave_the_first_ones_as_they_were():
    """A path is itself, not its place in a queue, as long as parameters are known."""
    model = made_up.model()
    few = simulate(replace(model, entries=made_up.entries(0.0, 0.0)), years=2, paths=20, seed=5)
    many = simulate(replace(model, entries=made_up.entries(0.0, 0.0)), years=2, paths=60, seed=5)
    assert (few.stock == many.stock[:20]).all()


@pytest.mark.parametrize("state", [State.ASSESSMENT, State.OWN_FOSTER])
def test_one_more_child_leaves_everyone_elses_life_as_it_was(state: State):
    """Children are followed in step, a thousand or so at a time: with one more, first of a new thousand or not, only that one is added."""
    size = 1_026
    generator = np.random.default_rng(9)
    everyone = (
        np.full(size, int(state)),
        generator.uniform(2.5, 17.9, size),
        generator.uniform(0.0, 2.5, size),
        np.arange(size),
        np.zeros(size, bool),
    )
    model = replace(made_up.model(), entries=made_up.entries(0.0, 0.0))

    def lives(number: int) -> np.ndarray:
        children = Children(*(each[:number] for each in everyone))
        return simulate(replace(model, children=children), years=3, paths=2, seed=8).stock

    for number in (1, 700, 1_023, 1_024, 1_025):
        added = lives(number + 1) - lives(number)
        assert (added >= 0).all()
        assert (added.sum(axis=2) == 1).all()


def test_fast_loops_agree_with_the_plain_reference():
    """Means over many children of the compiled loops lie within chance of the plain loop's."""
    table = made_up.rates()
    start = Children(
        np.full(400, int(State.OWN_FOSTER)),
        np.full(400, 8.0),
        np.zeros(400),
        np.full(400, -1),
        np.zeros(400, bool),
    )
    model = replace(made_up.model(), children=start, entries=made_up.entries(0.0, 0.0))
    fast = simulate(model, years=3, paths=40, seed=1)
    generator = np.random.default_rng(1)
    number = 3000
    there = np.zeros(20)
    for _ in range(number):
        last = follow_plainly(int(State.OWN_FOSTER), 8.0, 0.0, 3.0, table, generator)[-1]
        there[last[0] if last[3] < 0 else last[3]] += 1
    plain = there / number
    quick = fast.stock[:, 36].mean(axis=0) / 400
    assert np.abs(plain - quick).max() < 4 * np.sqrt(0.25 / number)


def test_expected_numbers_agree_with_the_mean_of_the_paths():
    """The recursion without simulation lands within 2% (or 1.5 children) of the simulated mean, state by state."""
    model = made_up.model(600)
    expected = expect(model, years=3).stock
    mean = simulate(model, years=3, paths=400, seed=4).stock.mean(axis=0)
    for month in (12, 24, 36):
        off = np.abs(expected[month] - mean[month])
        assert (off < np.maximum(0.02 * mean[month], 1.5)).all(), (month, expected[month], mean[month])


def _scenario(
    factor: float, low: float | None = None, high: float | None = None, **lever: object
) -> Scenario:
    settings: dict[str, object] = {
        "name": "a lever",
        "kind": "move",
        "effect": Effect(factor, low or factor, high or factor),
        "grade": "D",
        "source": "a test",
        "moves": tuple((State.PROCEEDINGS, state) for state in CARE),
    }
    settings.update(lever)
    return Scenario("A scenario", "For a test.", (Lever(**settings),))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "lever",
    [
        {},
        {"kind": "flow", "flow": "families", "moves": ()},
        {"kind": "flow", "flow": "unaccompanied", "moves": ()},
    ],
)
def test_a_lever_of_no_effect_is_the_baseline_exactly(lever: dict[str, object]):
    """Not nearly: every child on every path is where the baseline has them."""
    model = made_up.model()
    baseline = simulate(model, years=3, paths=50, seed=6)
    effects = draw_effects(_scenario(1.0, **lever), years=3, paths=50, seed=6)
    changed = simulate(model, years=3, paths=50, seed=6, effects=effects)
    assert (baseline.stock == changed.stock).all()
    assert (baseline.flows == changed.flows).all()


def test_a_prevented_move_leaves_other_children_alone():
    """Halving entries from proceedings changes no path in which no child came into care from proceedings."""
    model = made_up.model()
    baseline = simulate(model, years=1, paths=200, seed=7)
    effects = draw_effects(_scenario(0.5), years=1, paths=200, seed=7)
    changed = simulate(model, years=1, paths=200, seed=7, effects=effects)
    same = (baseline.stock == changed.stock).all(axis=(1, 2))
    assert 0.2 < same.mean() < 1.0
    assert changed.looked_after()[:, 12].mean() < baseline.looked_after()[:, 12].mean()


@pytest.mark.parametrize("factor", [0.5, 1.6])
def test_levers_move_paths_and_expected_numbers_alike(factor: float):
    """Whether it lowers a hazard or raises it, a lever does the same to the simulated mean as to the expected."""
    model = made_up.model(600)
    scenario = _scenario(
        factor, moves=((State.OWN_FOSTER, State.WENT_HOME), (State.AGENCY_FOSTER, State.WENT_HOME))
    )
    effects = draw_effects(scenario, years=2, paths=300, seed=8)
    change = (
        simulate(model, years=2, paths=300, seed=8, effects=effects).looked_after()[:, 24].mean()
        - simulate(model, years=2, paths=300, seed=8).looked_after()[:, 24].mean()
    )
    care = [int(state) for state in CARE]
    expected = (
        expect(model, years=2, effects=mean_effects(scenario, years=2)).stock[24, care].sum()
        - expect(model, years=2).stock[24, care].sum()
    )
    assert change == pytest.approx(expected, abs=max(1.0, 0.15 * abs(expected)))


def test_brothers_and_sisters_enter_care_together():
    """Two children of one family, alike in age, start care in the same month or neither does."""
    table = np.zeros(SHAPE)
    table[State.FAMILY_HELP, State.OWN_FOSTER] = 0.8
    pair = Children(
        np.array([int(State.FAMILY_HELP)] * 2), np.array([6.0, 8.0]), np.array([1.0, 1.0]), np.array([7, 7]),
        np.zeros(2, bool),
    )  # fmt: skip
    model = replace(
        made_up.model(), children=pair, hazards=Hazards.certain(table), entries=made_up.entries(0.0, 0.0)
    )
    looked = simulate(model, years=1, paths=400, seed=9).looked_after()
    assert set(np.unique(looked)) == {0, 2}


def test_an_exponential_number_is_minus_the_logarithm_of_its_stream():
    """Kith's own logarithm agrees with the system's to the last places, for numbers near 0, near 1 and between."""
    keys = np.arange(2_000, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    drawn = np.empty(len(keys))
    exponentials(keys, np.uint64(6), drawn)
    numbers = np.array([uniform(key, np.uint64(6)) for key in keys])
    assert numbers.min() < 1e-2
    assert drawn == pytest.approx(-np.log(numbers), rel=5e-16, abs=0)
