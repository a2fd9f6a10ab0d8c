"""Laws of the chain, for hazards and children that hypothesis makes up."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from kith.engines.projection.chain import Children, State
from kith.engines.projection.hazards import Hazards
from kith.engines.projection.levers import Effect, Lever, effects_of
from kith.engines.projection.paths import Flow, Model, simulate
from kith.engines.projection.stack import _bent
from tests.unit.projection import made_up

MODEST = settings(max_examples=15, deadline=None, derandomize=True)


@MODEST
@given(
    st.lists(
        st.tuples(
            st.sampled_from(
                [State.ASSESSMENT, State.FAMILY_HELP, State.OWN_FOSTER, State.AGENCY_FOSTER, State.WENT_HOME]
            ),
            st.floats(0, 17.99),
            st.floats(0, 5),
            st.integers(-1, 3),
        ),
        min_size=1,
        max_size=25,
    ),
    st.floats(0.1, 4.0),
    st.integers(0, 2**31 - 1),
)
def test_children_are_conserved(rows: list[tuple[State, float, float, int]], speed: float, seed: int):
    """No hazard, age or family loses a child, makes one, or keeps one past 18."""
    state, age, clock, family = (np.array(each) for each in zip(*rows, strict=True))
    children = Children(
        state.astype(np.int64), age, np.minimum(clock, age), family, np.zeros(len(rows), bool)
    )
    hazards = Hazards.certain(made_up.rates() * speed)
    model = Model(children, hazards, hazards, made_up.entries(1.0, 0.2))
    paths = simulate(model, years=2, paths=8, seed=seed)
    came = paths.flows[:, :, [Flow.NEED_STARTED, Flow.ARRIVED_ALONE]].sum(axis=(1, 2))
    assert (paths.stock[:, 24].sum(axis=1) == len(rows) + came).all()
    assert (paths.stock >= 0).all()
    assert (paths.ages.sum(axis=2)[:, 1:] == paths.looked_after()[:, 12::12]).all()


@MODEST
@given(st.floats(0.3, 1.0), st.integers(0, 10_000))
def test_a_lever_that_lowers_entries_never_adds_a_family(factor: float, seed: int):
    """On every path as many or fewer come, and those who come are some of the same."""
    lever = Lever("fewer", "flow", Effect(factor, factor, factor), "D", "a test", flow="families")
    model = made_up.model(20)
    effects = effects_of((lever,), np.full((20, 1), factor), 12)
    before = simulate(model, years=1, paths=20, seed=seed).flows[:, 0, Flow.NEED_STARTED]
    after = simulate(model, years=1, paths=20, seed=seed, effects=effects).flows[:, 0, Flow.NEED_STARTED]
    assert (after <= before).all()


@MODEST
@given(st.floats(0.3, 2.0), st.floats(0.3, 2.0), st.floats(3.5, 30))
def test_bent_quantiles_always_go_up(centre: float, tail: float, freedom: float):
    """However unlike the two widths, the distribution is one."""
    levels = np.arange(1, 200) / 200
    assert (np.diff(_bent(levels, np.array([freedom]), centre, tail)[0]) > 0).all()
