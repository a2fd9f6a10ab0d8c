"""A model from an authority's own event histories: every spell that a child spent in a state, as recorded.

Time at risk is counted only while a child was watched: from the start of the window, or the start of the spell if
later (left truncation), to the end of it. Each cell of age and clock has a Gamma posterior about a prior that
multiplies margins (how this move compares, how its age and its clock compare), so that a cell with few events
leans on what is alike, and one with many speaks for itself.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kith.engines.projection.chain import (
    AGE_EDGES,
    AGES,
    CLOCK_EDGES,
    CLOCKS,
    FIRST_CARE,
    LAST_CARE,
    STATES,
    Children,
    State,
    age_band,
    clock_band,
    is_care,
)
from kith.engines.projection.hazards import SHAPE, Hazards
from kith.engines.projection.panel import Floats

# Events that the margins are worth in each cell.
PRIOR_EVENTS = 4.0


class HistoryError(ValueError):
    """A history cannot be true: a spell that ends before it begins, a child in two states at once."""


@dataclass(frozen=True)
class Spells:
    """Hold spells, one per row, in years since any one moment.

    Attributes:
        child, family: numbers; a family of -1 stands alone.
        state: where the child was.
        target: where the child went next; -1 if still there at the end.
        begin, end: of the spell; born: of the child.
        clock_begin: when the clock began: the spell, or in care the period of care.
        unaccompanied: came alone.
    """

    child: NDArray[np.int64]
    family: NDArray[np.int64]
    state: NDArray[np.int64]
    target: NDArray[np.int64]
    begin: Floats
    end: Floats
    born: Floats
    clock_begin: Floats
    unaccompanied: NDArray[np.bool_]

    def __post_init__(self) -> None:
        if (self.end < self.begin).any():
            row = int(np.flatnonzero(self.end < self.begin)[0])
            raise HistoryError(f"Spell {row + 1} ends before it begins. Correct its dates or leave it out.")
        if (self.begin < self.born - 1e-6).any():
            row = int(np.flatnonzero(self.begin < self.born - 1e-6)[0])
            raise HistoryError(
                f"Spell {row + 1} begins before the child was born. Correct its dates or leave it out."
            )
        order = np.lexsort((self.begin, self.child))
        same = self.child[order][1:] == self.child[order][:-1]
        if (same & (self.begin[order][1:] < self.end[order][:-1] - 1e-6)).any():
            raise HistoryError("A child has two spells at once. Correct their dates, or leave one out.")


@dataclass(frozen=True)
class Watched:
    """Hold events, (from, to, age, clock), and years at risk, (from, age, clock), within a window."""

    events: Floats
    years: Floats


def watch(spells: Spells, start: float, end: float) -> Watched:
    """Count events and years at risk between two moments, exactly, cell by cell."""
    years = np.zeros((STATES, AGES, CLOCKS))
    for age in range(AGES):
        for clock in range(CLOCKS):
            low = np.maximum.reduce(
                [spells.begin, np.full_like(spells.begin, start), spells.born + AGE_EDGES[age],
                 spells.clock_begin + CLOCK_EDGES[clock]]
            )  # fmt: skip
            high = np.minimum.reduce(
                [spells.end, np.full_like(spells.end, end), spells.born + AGE_EDGES[age + 1],
                 spells.clock_begin + CLOCK_EDGES[clock + 1]]
            )  # fmt: skip
            np.add.at(years[:, age, clock], spells.state, np.maximum(high - low, 0.0))
    happened = (
        (spells.target >= 0) & (spells.target != State.TURNED_18) & (spells.end > start) & (spells.end <= end)
    )
    events = np.zeros(SHAPE)
    np.add.at(
        events,
        (
            spells.state[happened],
            spells.target[happened],
            age_band(spells.end[happened] - spells.born[happened]),
            clock_band(spells.end[happened] - spells.clock_begin[happened]),
        ),
        1.0,
    )
    return Watched(events, years)


def margins(watched: Watched) -> Floats:
    """Return a prior for every cell: the move's own level, times how age and clock compare for its kind.

    Kinds of move are pooled over care states, so that one kind of home lends to another.
    """
    events, years = watched.events, watched.years
    prior = np.zeros(SHAPE)
    level = events.sum(axis=(2, 3)) / np.maximum(years.sum(axis=(1, 2)), 1e-9)[:, None]
    for group in (range(FIRST_CARE, LAST_CARE + 1), *([each] for each in range(STATES) if not is_care(each))):
        rows = list(group)
        risk = years[rows].sum(axis=0)
        care = is_care(rows[0])
        kinds = (range(FIRST_CARE, LAST_CARE + 1), *([each] for each in range(STATES) if not is_care(each)))
        for kind in kinds:
            columns = list(kind)
            pooled = events[np.ix_(rows, columns)].sum(axis=(0, 1))
            if not pooled.any():
                continue
            overall = pooled.sum() / max(risk.sum(), 1e-9)
            by_age = (pooled.sum(axis=1) + 2.0) / (risk.sum(axis=1) + 2.0 / overall) / overall
            by_clock = (pooled.sum(axis=0) + 2.0) / (risk.sum(axis=0) + 2.0 / overall) / overall
            if not care and not is_care(columns[0]) and rows[0] < FIRST_CARE:
                by_age = np.ones(AGES)
            shape = by_age[:, None] * by_clock[None, :]
            # The product is scaled so that it foretells as many events as there were.
            scale = pooled.sum() / max((shape * risk).sum() * overall, 1e-9)
            for source in rows:
                for target in columns:
                    if source != target:
                        prior[source, target] = level[source, target] * shape * scale
    return prior


def fit_hazards(
    watched: Watched, prior: Hazards | None = None, prior_events: float = PRIOR_EVENTS
) -> Hazards:
    """Return the posterior of every cell.

    The prior is the margins of the data themselves, or `prior` where a move was never seen at all. Moves
    before care other than into it are pooled over ages, since brothers and sisters share them.
    """
    centre = margins(watched)
    if prior is not None:
        unseen = watched.events.sum(axis=(2, 3)) == 0
        centre[unseen] = prior.rates[unseen]
    events, years = watched.events.copy(), np.repeat(watched.years[:, None], STATES, axis=1)
    together = np.zeros((STATES, STATES), bool)
    together[:FIRST_CARE] = True
    together[:FIRST_CARE, FIRST_CARE : LAST_CARE + 1] = False
    events[together] = events[together].sum(axis=1, keepdims=True)
    years[together] = years[together].sum(axis=1, keepdims=True)
    centre[together] = centre[together].mean(axis=1, keepdims=True)
    possible = centre > 0
    rates, weight = np.zeros(SHAPE), np.full(SHAPE, np.inf)
    rates[possible] = (events[possible] + prior_events) / (years[possible] + prior_events / centre[possible])
    weight[possible] = events[possible] + prior_events
    return Hazards(rates, weight, cell_by_cell=True)


def children_at(spells: Spells, day: float) -> Children:
    """Return the children in the chain on a day, with their exact ages and clocks; no one over 18."""
    there = (spells.begin <= day) & ((spells.end > day) | ((spells.target < 0) & (spells.end >= day)))
    there &= (day - spells.born < 18.0) & (spells.state <= State.KINSHIP_ORDER)
    age = day - spells.born[there]
    return Children(
        spells.state[there],
        age,
        np.clip(day - spells.clock_begin[there], 0.0, age),
        spells.family[there],
        spells.unaccompanied[there],
    )
