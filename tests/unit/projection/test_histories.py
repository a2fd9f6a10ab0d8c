"""Models from event histories: time at risk, recovery of a known truth, and histories that cannot be."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import kstest

from kith.engines.projection.chain import State
from kith.engines.projection.histories import HistoryError, Spells, children_at, fit_hazards, watch
from kith.engines.projection.known_truth import (
    WATCHED_YEARS,
    calibration,
    make_up,
    model_of,
    recovery,
)
from kith.engines.projection.paths import simulate


def spells(*rows: tuple[int, int, int, float, float, float, float]) -> Spells:
    """Spells from rows of child, state, target, begin, end, born, clock begin."""
    table = np.array(rows, float)
    return Spells(
        table[:, 0].astype(np.int64), np.full(len(table), -1), table[:, 1].astype(np.int64),
        table[:, 2].astype(np.int64), table[:, 3], table[:, 4], table[:, 5], table[:, 6],
        np.zeros(len(table), bool),
    )  # fmt: skip


FOSTER, HOME = int(State.OWN_FOSTER), int(State.WENT_HOME)


def test_time_at_risk_starts_with_the_window():
    """Looked after for three years and watched for the last: one year at risk, in the clock's last band."""
    watched = watch(spells((1, FOSTER, HOME, -3.0, 0.0, -9.0, -3.0)), -1.0, 0.0)
    assert watched.years.sum() == pytest.approx(1.0)
    assert watched.years[FOSTER, 2, 4] == pytest.approx(1.0)
    assert watched.events[FOSTER, HOME, 2, 4] == 1


def test_time_at_risk_is_parted_at_birthdays_and_clock_edges():
    """A child who turns 10 halfway through the first year gives time to both ages and to four clock bands."""
    watched = watch(spells((1, FOSTER, -1, -1.0, 0.0, -10.5, -1.0)), -5.0, 0.0)
    assert watched.years[FOSTER, 2].sum() == pytest.approx(0.5)
    assert watched.years[FOSTER, 3].sum() == pytest.approx(0.5)
    assert watched.years[FOSTER].sum(axis=0)[:3] == pytest.approx([0.25, 0.25, 0.5])
    assert watched.events.sum() == 0


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([(1, FOSTER, HOME, 0.0, -1.0, -9.0, 0.0)], "ends before it begins"),
        ([(1, FOSTER, HOME, -3.0, -1.0, -2.0, -3.0)], "before the child was born"),
        (
            [(1, FOSTER, HOME, -3.0, -1.0, -9.0, -3.0), (1, FOSTER, -1, -2.0, 0.0, -9.0, -2.0)],
            "two spells at once",
        ),
    ],
)
def test_a_history_that_cannot_be_is_refused(
    rows: list[tuple[int, int, int, float, float, float, float]], told: str
):
    """Impossible dates are said in a sentence that names the spell."""
    with pytest.raises(HistoryError, match=told):
        spells(*rows)


def test_children_of_the_last_day_are_under_18_with_exact_clocks():
    """A child who turned 18 yesterday is not among them; the other is 7 and has waited a year and a half."""
    there = children_at(
        spells((1, FOSTER, -1, -2.0, 0.0, -18.001, -2.0), (2, FOSTER, -1, -1.5, 0.0, -7.0, -1.5)), 0.0
    )
    assert there.age == pytest.approx([7.0])
    assert there.clock == pytest.approx([1.5])


def test_the_truth_is_recovered():
    """About 95 in 100 true hazards lie in their 95% interval, and levels of leaving care are right within 8%."""
    found = recovery(authorities=3, entries_a_year=120, seed=5)
    assert found["covered"] > 0.90
    assert abs(found["bias"]) < 0.08


def test_simulation_based_calibration():
    """Truths drawn from the prior fall evenly in their posteriors, histories cut on the left included."""
    assert kstest(calibration(60, seed=6), "uniform").pvalue > 0.01


def test_a_move_never_seen_leans_on_the_prior():
    """Where the histories are silent the published hazard stands, and it is as unsure as a few events."""
    from kith.engines.projection.hazards import Hazards
    from tests.unit.projection import made_up

    prior = Hazards.certain(made_up.rates())
    fitted = fit_hazards(watch(spells((1, FOSTER, HOME, -1.0, 0.0, -9.0, -1.0)), -5.0, 0.0), prior=prior)
    unseen = (State.AGENCY_FOSTER, State.KINSHIP_ORDER)
    assert fitted.rates[unseen] == pytest.approx(prior.rates[unseen])
    assert np.isfinite(fitted.weight[unseen]).all()


def test_a_model_of_histories_starts_where_they_end():
    """The first day of the projection holds exactly the children whom the returns leave in care."""
    made, later = make_up(60, np.random.default_rng(7))
    looked = simulate(model_of(made, constant_rate=False), years=1, paths=20, seed=1).looked_after()
    assert (looked[:, 0] == later[0]).all()
    assert WATCHED_YEARS == 5.0
