"""Simulated paths: what could happen to every child from the first day to the horizon, many times over."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from kith.engines.projection.chain import (
    AGES,
    CARE,
    CLOCK_EDGES,
    CLOCKS,
    EARLY,
    FIRST_CARE,
    IN_NEED,
    MAY_RETURN,
    ON_PLAN,
    STATES,
    Children,
    State,
    is_care,
)
from kith.engines.projection.entries import Entries
from kith.engines.projection.follow import follow_paths, guide_to
from kith.engines.projection.hazards import Hazards
from kith.engines.projection.levers import NO_LEVERS, Effects
from kith.engines.projection.panel import Floats

Counts = NDArray[np.int32]
MOST_DRAWS = 200
LARGEST_FAMILY = 4
_BLOCK = 25


class Flow(IntEnum):
    """What is counted as it happens, year by year."""

    NEED_STARTED = 0
    ARRIVED_ALONE = 1
    SECTION_47_STARTED = 2
    PLAN_STARTED = 3
    PROCEEDINGS_STARTED = 4
    CARE_STARTED = 5
    RETURNED_TO_CARE = 6
    WENT_HOME = 7
    KINSHIP_ORDER = 8
    ADOPTED = 9
    TURNED_18 = 10
    LEFT_OTHERWISE = 11
    CHANGED_HOME = 12
    HELP_ENDED = 13


def _flow_codes() -> NDArray[np.int64]:
    codes = np.full((STATES, STATES), -1, np.int64)
    leaving = {
        State.WENT_HOME: Flow.WENT_HOME,
        State.KINSHIP_ORDER: Flow.KINSHIP_ORDER,
        State.ADOPTED: Flow.ADOPTED,
        State.TURNED_18: Flow.TURNED_18,
        State.LEFT_OTHERWISE: Flow.LEFT_OTHERWISE,
    }
    for source in State:
        for target in State:
            if is_care(source) and is_care(target):
                codes[source, target] = Flow.CHANGED_HOME
            elif is_care(source):
                codes[source, target] = leaving.get(target, -1)
            elif is_care(target):
                codes[source, target] = Flow.RETURNED_TO_CARE if source in MAY_RETURN else Flow.CARE_STARTED
            elif target == State.SECTION_47:
                codes[source, target] = Flow.SECTION_47_STARTED
            elif target == State.PROTECTION_PLAN and source != State.PROCEEDINGS:
                codes[source, target] = Flow.PLAN_STARTED
            elif target == State.PROCEEDINGS:
                codes[source, target] = Flow.PROCEEDINGS_STARTED
            elif target == State.HELP_ENDED:
                codes[source, target] = Flow.HELP_ENDED
    return codes


FLOW_CODES = _flow_codes()


@dataclass(frozen=True)
class Model:
    """Hold all that a simulation needs: who is in the chain, how they move, who will come.

    Attributes:
        children: those in the chain on the first day.
        hazards: of children, and (`alone`) of unaccompanied children.
        entries: who comes from outside.
        first_month: calendar month of the first day, 0 for April.
    """

    children: Children
    hazards: Hazards
    alone: Hazards
    entries: Entries
    first_month: int = 0


@dataclass(frozen=True)
class Paths:
    """Hold what happened on every path.

    Attributes:
        stock: children in each state at each month's first day, shape (paths, months + 1, states).
        flows: moves in each year, shape (paths, years, flows).
        ages: children looked after by age band at each year's start, shape (paths, years + 1, age bands).
    """

    stock: Counts
    flows: Counts
    ages: Counts

    def looked_after(self) -> Counts:
        """Children looked after, shape (paths, months + 1)."""
        return self._of(CARE)

    def on_plan(self) -> Counts:
        """Children on a protection plan, in proceedings at home or not."""
        return self._of(ON_PLAN)

    def in_need(self) -> Counts:
        """Children in need as published: all from assessment to care."""
        return self._of(IN_NEED)

    def early(self) -> Counts:
        """Children in need who are not looked after."""
        return self._of(EARLY)

    def _of(self, states: tuple[State, ...]) -> Counts:
        total: Counts = self.stock[:, :, [int(state) for state in states]].sum(axis=2, dtype=np.int32)
        return total


def targets_of(possible: NDArray[np.bool_]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return which states each state can move to, shape (states, most), and how many there are."""
    counts = possible.sum(axis=1).astype(np.int64)
    targets = np.zeros((len(possible), max(int(counts.max()), 1)), np.int64)
    for state in range(len(possible)):
        targets[state, : counts[state]] = np.flatnonzero(possible[state])
    return targets, counts


def processors() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else (os.cpu_count() or 1)


def simulate(
    model: Model,
    *,
    years: int,
    paths: int,
    seed: int,
    effects: Effects = NO_LEVERS,
    threads: int | None = None,
) -> Paths:
    """Follow every child on every path.

    Parameters: `years` to the horizon; `effects` are a scenario's levers, drawn for as many paths;
    `threads` changes how long it takes and nothing else. The same seed gives the same paths, and path 7 of
    1,000 is path 7 of 100, as long as the same number of parameter draws (at most 200) is made.
    """
    if years < 1 or paths < 1:
        raise ValueError("Ask for at least one year and one path.")
    months = 12 * years
    draws = min(MOST_DRAWS, paths)
    # Parameters and year-level chance have generators of their own, so that neither disturbs the other.
    tables = _tables(
        (model.hazards, model.alone),
        draws,
        (np.random.default_rng([seed, 1]), np.random.default_rng([seed, 2])),
    )
    families, arriving = model.entries.levels(
        years, paths, np.random.default_rng([seed, 3]), model.first_month
    )
    family_counts, family_kept = _numbers(families, effects.on_families, [seed, 4])
    alone_counts, alone_kept = _numbers(arriving, effects.on_alone, [seed, 5])

    stock = np.zeros((paths, months + 2, STATES), np.int32)
    flows = np.zeros((paths, years, len(Flow)), np.int32)
    ages = np.zeros((paths, years + 1, AGES), np.int32)
    who = _starting(model.children)
    masks, factors, profiles = effects.on_moves(paths, months)

    shares = [
        np.cumsum(each)
        for each in (
            model.entries.age_of_need,
            model.entries.size_of_family,
            model.entries.age_alone,
            model.entries.home_alone,
        )
    ]
    guides = [guide_to(each) for each in shares]

    def block(first: int) -> None:
        follow_paths(  # type: ignore[no-untyped-call]
            first, min(first + _BLOCK, paths), np.uint64(seed),
            who.care_state, who.care_age, who.care_clock, who.care_group,
            who.family_start, who.family_state, who.family_clock, who.family_age,
            tables.course, tables.enters, tables.early_targets,
            tables.totals, tables.rates, tables.targets, tables.target_counts, (FLOW_CODES + 1).astype(np.uint8),
            family_counts, family_kept, alone_counts, alone_kept,
            shares[0], shares[1], shares[2], shares[3], guides[0], guides[1], guides[2], guides[3],
            masks, factors, profiles, float(years), stock, flows, ages,
        )  # fmt: skip

    starts = range(0, paths, _BLOCK)
    workers = min(threads or processors(), len(starts))
    if workers == 1:
        for start in starts:
            block(start)
    else:
        with ThreadPoolExecutor(workers) as pool:
            list(pool.map(block, starts))
    return Paths(stock[:, : months + 1], flows, ages)


@dataclass(frozen=True)
class _Tables:
    """Hold drawn hazards as the loops read them: (draw, group, state, age, clock[, target]) and so on."""

    totals: Floats
    rates: Floats
    targets: NDArray[np.int64]
    target_counts: NDArray[np.int64]
    course: Floats
    enters: Floats
    early_targets: NDArray[np.int64]


def _tables(
    hazards: tuple[Hazards, Hazards], draws: int, generators: tuple[np.random.Generator, np.random.Generator]
) -> _Tables:
    """Draw the hazards of both groups of children, only the moves that can happen."""
    targets, counts = targets_of(hazards[0].possible | hazards[1].possible)
    rates = np.zeros((draws, 2, STATES, AGES, CLOCKS, targets.shape[1]))
    sources = np.repeat(np.arange(STATES), counts)
    places = np.concatenate([np.arange(count) for count in counts])
    for group in (0, 1):
        drawn = hazards[group].draws(draws, generators[group], sources, targets[sources, places])
        rates[:, group, sources, :, :, places] = drawn.swapaxes(0, 1)
    goes_on = targets[:FIRST_CARE] < FIRST_CARE
    goes_on |= targets[:FIRST_CARE] == State.HELP_ENDED
    goes_on &= np.arange(targets.shape[1]) < counts[:FIRST_CARE, None]
    most_early = int(goes_on.sum(axis=1).max(initial=1))
    early_targets = np.full((FIRST_CARE, most_early + 1), FIRST_CARE)
    early_marks = np.full((draws, FIRST_CARE, CLOCKS, most_early), np.inf)
    staying = np.zeros((draws, FIRST_CARE, CLOCKS))
    into_care = np.zeros((draws, FIRST_CARE, AGES, CLOCKS))
    for state in range(FIRST_CARE):
        seen = 0
        for place in range(counts[state]):
            if goes_on[state, place]:
                staying[:, state] += rates[:, 0, state, 0, :, place]
                early_marks[:, state, :, seen] = staying[:, state]
                early_targets[state, seen] = targets[state, place]
                seen += 1
            else:
                into_care[:, state] += rates[:, 0, state, :, :, place]
    most = into_care.max(axis=2)
    early_totals = staying + most
    enters = np.divide(
        into_care, most[:, :, None, :], out=np.zeros_like(into_care), where=most[:, :, None, :] > 0
    )
    course = np.zeros((draws, FIRST_CARE, CLOCKS, 4 + most_early))
    course[:, :, 1:, 0] = np.cumsum(early_totals * np.diff(CLOCK_EDGES), axis=2)[:, :, :-1]
    course[..., 1] = CLOCK_EDGES[:-1]
    course[..., 2] = early_totals
    with np.errstate(divide="ignore"):
        course[..., 3] = 1.0 / early_totals
    course[..., 4:] = early_marks / np.maximum(early_totals, 1e-300)[..., None]
    return _Tables(rates.sum(axis=-1), rates, targets, counts, course, enters, early_targets)


@dataclass(frozen=True)
class _Starting:
    """Hold the children of the first day: those in or after care one by one, the others by family."""

    care_state: NDArray[np.int64]
    care_age: Floats
    care_clock: Floats
    care_group: NDArray[np.int64]
    family_start: NDArray[np.int64]
    family_state: NDArray[np.int64]
    family_clock: Floats
    family_age: Floats


def _starting(children: Children) -> _Starting:
    early = children.state < FIRST_CARE
    care = ~early
    rows = np.flatnonzero(early)
    # Children of one family share its moves only if they are at the same point of it; else each stands alone.
    alone = children.family[rows] < 0
    family = np.where(alone, -1 - np.arange(len(rows)), children.family[rows])
    order = np.lexsort((children.age[rows], children.clock[rows], children.state[rows], family))
    rows, family = rows[order], family[order]
    new = np.ones(len(rows), bool)
    if len(rows):
        same = (
            (family[1:] == family[:-1])
            & (children.state[rows][1:] == children.state[rows][:-1])
            & (children.clock[rows][1:] == children.clock[rows][:-1])
        )
        new[1:] = ~same
        # A family of more than four is followed as two, so that the loop's small arrays suffice.
        run = 0
        for place in range(1, len(rows)):
            run = 0 if new[place] else run + 1
            if run == LARGEST_FAMILY:
                new[place], run = True, 0
    start = np.flatnonzero(new)
    return _Starting(
        children.state[care],
        children.age[care],
        children.clock[care],
        children.unaccompanied[care].astype(np.int64),
        np.append(start, len(rows)).astype(np.int64),
        children.state[rows[start]],
        children.clock[rows[start]],
        children.age[rows],
    )


def _numbers(levels: Floats, change: Floats | None, seed: list[int]) -> tuple[NDArray[np.int64], Floats]:
    """Draw how many come each month, and the chance that each still comes under a lever.

    A lever below 1 keeps each with that chance; one above 1 adds more, numbered after the others, so
    that those who come without the lever are the same children with it.
    """
    numbers = np.random.default_rng(seed).poisson(levels)
    kept = np.ones_like(levels)
    if change is not None:
        kept = np.minimum(np.broadcast_to(change, levels.shape), 1.0).copy()
        more = np.maximum(np.broadcast_to(change, levels.shape) - 1.0, 0.0)
        numbers = numbers + np.random.default_rng([*seed, 1]).poisson(levels * more)
    return numbers.astype(np.int64), kept
