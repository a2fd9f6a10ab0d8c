"""The expected numbers, month by month, with no simulation: instant, for a slider under a hand.

The same hazards and entries, moved on by a matrix exponential each month over cells of age (in months) and
clock. It agrees with the mean of the simulated paths to within the coarseness of a month.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kith.engines.projection.chain import (
    AGES,
    CLOCKS,
    FIRST_CARE,
    LAST_CARE,
    STATES,
    State,
    age_band,
    clock_band,
)
from kith.engines.projection.chance import compiled
from kith.engines.projection.hazards import Hazards
from kith.engines.projection.levers import NO_LEVERS, Effects
from kith.engines.projection.panel import Floats
from kith.engines.projection.paths import FLOW_CODES, Flow, Model

_MONTHS_OF_AGE = 216
# Clocks are kept by the month up to two years; beyond that nothing changes.
_CLOCK_CELLS = 25
Bands = np.ndarray[tuple[int, ...], np.dtype[np.int64]]
_ELSEWHERE = 1.0 - np.eye(STATES)
_IN_CARE = np.zeros(STATES, bool)
_IN_CARE[FIRST_CARE : LAST_CARE + 1] = True


@compiled
def _month_on(
    cells: Floats,
    bands: Bands,
    clocks: Bands,
    kept: Floats,
    begun: Floats,
    mean: Floats,
    after: Floats,
    reset: Floats,
    present: Floats,
    grown: Floats,
) -> None:
    """Move every cell on by a month, into `after` where the clock runs on, all a month older.

    Cells hold numbers of children by age in months, clock and state. Where the clock began again
    goes into `reset`, by the age before; who turns 18 into `grown`. `present` gathers children by the bands they
    were in and the states in which they spent the month. Only in care does a child change state with the clock
    running on, so elsewhere `kept` is its diagonal.
    """
    after[:] = 0.0
    last_age, last_cell = cells.shape[0] - 1, cells.shape[1] - 1
    for age in range(last_age + 1):
        band = bands[age]
        here = np.zeros((CLOCKS, STATES))
        for cell in range(cells.shape[1]):
            clock = clocks[cell]
            row = grown if age == last_age else after[age + 1, min(cell + 1, last_cell)]
            for state in range(STATES):
                number = cells[age, cell, state]
                if number == 0.0:
                    continue
                here[clock, state] += number
                if FIRST_CARE <= state <= LAST_CARE:
                    for target in range(FIRST_CARE, LAST_CARE + 1):
                        row[target] += number * kept[band, clock, state, target]
                else:
                    row[state] += number * kept[band, clock, state, state]
        for clock in range(CLOCKS):
            for state in range(STATES):
                number = here[clock, state]
                if number != 0.0:
                    for target in range(STATES):
                        reset[age, target] += number * begun[band, clock, state, target]
                        present[band, clock, target] += number * mean[band, clock, state, target]


@dataclass(frozen=True)
class Expected:
    """Hold expected numbers.

    Attributes:
        stock: children in each state at each month's first day, shape (months + 1, states).
        flows: moves in each month, shape (months, flows).
    """

    stock: Floats
    flows: Floats


def _generator(rates: Floats) -> Floats:
    """Return the rate matrices of every age and clock band, shape (ages, clocks, states, states)."""
    moves = np.moveaxis(rates, (2, 3), (0, 1)).copy()
    diagonal = np.arange(STATES)
    moves[..., diagonal, diagonal] = -moves.sum(axis=-1)
    return moves


def _exponential(matrices: Floats) -> Floats:
    """Return the matrix exponentials by scaling and squaring a Taylor series, all at once.

    Rates are below 30 a year, so that a month's matrix has norm below 5 and a sixteenth of it below 0.4:
    eight terms leave an error below 1e-9.
    """
    small = matrices / 16.0
    term = np.broadcast_to(np.eye(matrices.shape[-1]), matrices.shape).copy()
    total = term.copy()
    for order in range(1, 9):
        term = term @ small / order
        total += term
    for _ in range(4):
        total = total @ total
    result: Floats = total
    return result


def expect(
    model: Model, *, years: int, effects: Effects = NO_LEVERS, alone: Expected | None = None
) -> Expected:
    """Move the expected number of children in every cell on, month by month.

    `effects` holds a scenario's levers at their means: one row of factors. `alone` is what `expect_alone` has
    found for the same model, so that whoever tries other hazards of other children need not work it out again.
    """
    alone = alone or expect_alone(model, years=years, effects=effects)
    others = _expect(model, model.hazards, False, years, effects)
    return Expected(others.stock + alone.stock, others.flows + alone.flows)


def expect_alone(model: Model, *, years: int, effects: Effects = NO_LEVERS) -> Expected:
    """Do what `expect` does for unaccompanied children only."""
    return _expect(model, model.alone, True, years, effects)


def _expect(model: Model, hazards: Hazards, alone: bool, years: int, effects: Effects) -> Expected:
    months = 12 * years
    bands = age_band(((np.arange(_MONTHS_OF_AGE) + 0.5) / 12.0).astype(np.float64))
    clocks = clock_band(((np.arange(_CLOCK_CELLS) + 0.5) / 12.0).astype(np.float64))
    clocks[-1] = CLOCKS - 1
    masks, factors, profiles = effects.on_moves(1, months)
    families, arriving = model.entries.expected(years, model.first_month)
    stock = np.zeros((months + 1, STATES))
    flows = np.zeros((months, len(Flow)))
    counted = FLOW_CODES >= 0
    who = model.children.unaccompanied == alone
    cells = np.zeros((_MONTHS_OF_AGE, _CLOCK_CELLS, STATES))
    at_age = np.minimum((model.children.age[who] * 12).astype(int), _MONTHS_OF_AGE - 1)
    at_clock = np.minimum((model.children.clock[who] * 12).astype(int), _CLOCK_CELLS - 1)
    np.add.at(cells, (at_age, at_clock, model.children.state[who]), 1.0)
    newcomers = np.zeros((_MONTHS_OF_AGE, STATES))
    if not alone:
        newcomers[:, State.ASSESSMENT] = np.repeat(model.entries.age_of_need, 12) / 12
        level, arrival, change_of_level = (
            families * model.entries.mean_family,
            Flow.NEED_STARTED,
            effects.on_families,
        )
    else:
        homes = np.repeat(model.entries.age_alone, 12)[:, None] / 12 * model.entries.home_alone[None, :]
        newcomers[:, FIRST_CARE : LAST_CARE + 1] = homes
        level, arrival, change_of_level = arriving, Flow.ARRIVED_ALONE, effects.on_alone
    if change_of_level is not None:
        level = level * change_of_level[0]
    if not cells.any() and not level.any():
        return Expected(stock, flows)
    over = np.zeros(STATES)
    month_of = _Month(hazards.rates)
    last_change = np.ones((STATES, STATES))
    rows_of = [slice(*np.flatnonzero(bands == band)[[0, -1]] + [0, 1]) for band in range(AGES)]
    everyone = np.ones(_MONTHS_OF_AGE * _CLOCK_CELLS)
    stock[0] = everyone @ cells.reshape(-1, STATES)
    # Both tables are made once and written over: new ones each month would cost more than the sums.
    after = np.zeros_like(cells)
    for month in range(months):
        if len(masks):
            change = np.ones((STATES, STATES))
            for lever in range(len(masks)):
                change[masks[lever]] *= 1 + (factors[0, lever] - 1) * profiles[lever, month]
            if not np.array_equal(change, last_change):
                month_of, last_change = _Month(hazards.rates * change[:, :, None, None]), change
        reset = np.zeros((_MONTHS_OF_AGE, STATES))
        present = np.zeros((AGES, CLOCKS, STATES))
        grown = np.zeros(STATES)
        _month_on(
            cells, bands, clocks, month_of.kept, month_of.begun, month_of.mean, after, reset, present, grown
        )
        arrived = newcomers * level[month]
        landed = np.zeros_like(arrived)
        for band, rows in enumerate(rows_of):
            landed[rows] = arrived[rows] @ month_of.mean[band, 0]
            present[band, 0] += arrived[rows].sum(axis=0) @ month_of.mean_of_arrivals[band, 0]
        moves = month_of.moves
        happened = np.einsum("acs,acst->st", present, moves * _ELSEWHERE) / 12
        np.add.at(flows[month], FLOW_CODES[counted], happened[counted])
        flows[month, arrival] += level[month]
        cells, after = after, cells
        cells[1:, 0] += reset[:-1]
        # Those who came during the month are half a month older on average.
        cells[1:, 0] += 0.5 * landed[:-1]
        cells[:, 0] += 0.5 * landed
        # Those who reach 18 leave.
        grown += reset[-1] + 0.5 * landed[-1]
        adult = State.TURNED_18
        flows[month, Flow.TURNED_18] += grown[_IN_CARE].sum()
        over[adult] += grown[: State.ADOPTED].sum()
        over[State.ADOPTED :] += grown[State.ADOPTED :]
        for state in (State.ADOPTED, State.HELP_ENDED, State.LEFT_OTHERWISE):
            # The chain has only just ended for them, so their clocks are at the start.
            over[state] += cells[:, 0, state].sum()
            cells[:, 0, state] = 0.0
        stock[month + 1] = everyone @ cells.reshape(-1, STATES) + over
    return Expected(stock, flows)


class _Month:
    """What a month does to the children of each age and clock band, as matrices from state to state.

    Attributes, each of shape (ages, clocks, states, states):
        kept: to a state whose clock runs on (the same state all month, or another home in care).
        begun: to a state whose clock began again in the month.
        mean: average over the month, which is also where someone is who came at some moment of it.
        mean_of_arrivals: the same for those who came during the month.
        moves: rates a year.
    """

    def __init__(self, rates: Floats) -> None:
        self.moves = _generator(rates)
        whole = _exponential(self.moves / 12)
        half = _exponential(self.moves / 24)
        still = np.eye(STATES)
        self.kept = np.zeros_like(whole)
        diagonal = np.arange(STATES)
        self.kept[..., diagonal, diagonal] = np.exp(self.moves[..., diagonal, diagonal] / 12)
        care = slice(FIRST_CARE, LAST_CARE + 1)
        self.kept[..., care, care] = whole[..., care, care]
        self.begun = whole - self.kept
        self.mean = (still + 4 * half + whole) / 6
        self.mean_of_arrivals = (still + 2 * half) / 6
