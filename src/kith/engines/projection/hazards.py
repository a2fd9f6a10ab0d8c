"""How fast children move from one state to another, by age and time in state, and how sure that is."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from kith.engines.projection.chain import AGES, CLOCKS, FIRST_CARE, LAST_CARE, STATES, State
from kith.engines.projection.panel import Floats

_NOT_BEFORE_CARE = (
    State.WENT_HOME,
    State.KINSHIP_ORDER,
    State.ADOPTED,
    State.LEFT_OTHERWISE,
    State.TURNED_18,
)
SHAPE = (STATES, STATES, AGES, CLOCKS)


@dataclass(frozen=True)
class Hazards:
    """Hold competing hazards, piecewise constant on age and clock.

    Attributes:
        rates: moves per child per year, shape (from, to, age band, clock band).
        weight: how many events stand behind each cell; the posterior of a cell is a Gamma distribution
            with this shape and the rate as its mean. Infinite where the rate is known exactly.
        cell_by_cell: whether each cell was learned from events of its own (an authority's own histories), and
            so varies alone; from published tables only levels were learned, and the clock's shape is given.
    """

    rates: Floats
    weight: Floats
    cell_by_cell: bool = False

    def __post_init__(self) -> None:
        if self.rates.shape != SHAPE or self.weight.shape != SHAPE:
            raise ValueError(f"Hazards need the shape {SHAPE}: from, to, age band, clock band.")
        if not np.isfinite(self.rates).all() or (self.rates < 0).any():
            raise ValueError("A hazard is negative or missing. Give a rate of 0 where a move cannot happen.")
        if (self.weight <= 0).any():
            raise ValueError("Each hazard needs more than 0 events behind it.")
        for state in State:
            if self.rates[state, state].any():
                raise ValueError(f"A child cannot move from {state.words} to the same state.")
        for state in (State.ADOPTED, State.HELP_ENDED, State.LEFT_OTHERWISE, State.TURNED_18):
            if self.rates[state].any():
                raise ValueError(f"No one moves on from '{state.words}': the chain is over there.")

        before = self.rates[:FIRST_CARE]
        into_care = slice(FIRST_CARE, LAST_CARE + 1)
        others = before.copy()
        others[:, into_care] = 0.0
        if before[:, [int(state) for state in _NOT_BEFORE_CARE]].any():
            raise ValueError("Only a child who has been looked after can leave care.")
        if not np.allclose(others, others[:, :, :1]):
            raise ValueError(
                "Before care, only moves into care may depend on age: brothers and sisters share the others."
            )

    @classmethod
    def certain(cls, rates: Floats) -> Hazards:
        """Make hazards that are known exactly."""
        return cls(rates, np.full(SHAPE, np.inf))

    @property
    def possible(self) -> NDArray[np.bool_]:
        """Which moves can happen at some age and clock, shape (from, to)."""
        moves: NDArray[np.bool_] = self.rates.max(axis=(2, 3)) > 0
        return moves

    def draws(
        self,
        count: int,
        generator: np.random.Generator,
        sources: NDArray[np.int64],
        targets: NDArray[np.int64],
    ) -> Floats:
        """Draw some moves from the posterior, shape (count, moves, age band, clock band).

        Parameters: `sources` and `targets`, the states of each move that is wanted; which are asked for does
        not change what is drawn. Cells with infinite weight never vary. Before care a family moves as one,
        so one draw serves all ages there, except for moves into care.
        """
        level = self.weight if self.cell_by_cell else self.weight.min(axis=3, keepdims=True)
        factor = np.ones((count, *level.shape))
        unsure = np.isfinite(level) & (self.rates.max(axis=3, keepdims=True) > 0)
        shape = level[unsure]
        factor[:, unsure] = generator.gamma(shape, size=(count, shape.size)) / shape
        together = np.ones((FIRST_CARE, STATES), bool)
        together[:, FIRST_CARE : LAST_CARE + 1] = False
        early = factor[:, :FIRST_CARE]
        early[:, together] = early[:, together][:, :, :1]
        drawn: Floats = self.rates[sources, targets] * factor[:, sources, targets]
        return drawn

    def scaled(self, source: State, target: State, by: float | Floats) -> Hazards:
        """Return the hazards with one move multiplied; `by` may be one number per age band."""
        rates = self.rates.copy()
        rates[source, target] *= np.broadcast_to(np.asarray(by, float), (AGES,))[:, None]
        return replace(self, rates=rates)
