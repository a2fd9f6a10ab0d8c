"""Find the best arrangement: relaxation, rounding, then exact search or neighbourhoods until the limit."""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace

import numpy as np

from kith.engines.matching.arrangement import terms_of
from kith.engines.matching.greedy import fill_in_order
from kith.engines.matching.instance import Instance
from kith.engines.matching.integer import place_whole
from kith.engines.matching.neighbourhoods import improve
from kith.engines.matching.pair import Reading
from kith.engines.matching.pool import Pool, pool_for, widen
from kith.engines.matching.profile import Profile, starting_profile
from kith.engines.matching.relaxation import Relaxation, solve_relaxation
from kith.engines.matching.rows import Rows, rows_for
from kith.engines.matching.score import score_columns
from kith.engines.matching.tables import Array

EXACT_UNITS = 600  # at most this many units are placed by one integer model; more, by neighbourhoods
ROUNDING_REACH = 40.0  # columns dearer than this at the relaxation's prices are not tried in rounding
ENOUGH_SCREENED = 1.5e-4  # of the bound: what homes not yet screened may save, when screening stops
FIRST_DEAREST = 3.0  # points above the relaxation's prices at which a column is first left out
EXACT_COLUMNS = 60_000  # at most this many columns are given to one integer model
TOLERANCE = 1e-6


@dataclass(frozen=True)
class Solution:
    """The best arrangement found. `placing` names every child of the instance.

    `objective` are its points, `bound` a number no arrangement can go below, `gap` their difference
    over the objective (0 when proven best), `seconds` the time taken. `terms` has each child's points.
    """

    instance: Instance
    profile: Profile
    placing: dict[str, str | None]
    objective: float
    bound: float
    seconds: float
    seed: int
    proven: bool
    terms: dict[str, dict[str, float]] = field(repr=False)
    pool: Pool = field(repr=False, compare=False)
    rows: Rows = field(repr=False, compare=False)
    relaxation: Relaxation = field(repr=False, compare=False)
    columns: Array = field(repr=False, compare=False)

    @property
    def gap(self) -> float:
        """The relative distance to the bound: 0 when no arrangement can be better."""
        if self.objective - self.bound <= TOLERANCE:
            return 0.0
        return (self.objective - self.bound) / max(abs(self.objective), 1.0)


def solve(
    instance: Instance,
    profile: Profile | None = None,
    *,
    limit: float = 10.0,
    seed: int = 0,
    target_gap: float = 0.0,
) -> Solution:
    """Return the best arrangement found within `limit` seconds, with a bound on any better one.

    Stops earlier when the gap is at most `target_gap`. The same instance, profile and seed give the
    same arrangement whenever the search ends before the limit does.
    """
    began = time.monotonic()
    profile = profile or starting_profile()
    deadline = began + limit
    reading = Reading(instance, profile)
    pool = pool_for(reading)
    rows = rows_for(pool)
    pool, rows, relaxation = relax_and_widen(pool, rows, began + 0.7 * limit)
    columns, bound = _search(pool, rows, relaxation, deadline, seed, target_gap)
    placing = placing_of(pool, columns)
    terms = terms_of(reading, placing)
    objective = sum(sum(one.values()) for one in terms.values())
    bound = min(bound, objective)
    return Solution(
        instance,
        profile,
        placing,
        objective,
        bound,
        time.monotonic() - began,
        seed,
        objective - bound <= TOLERANCE * max(abs(objective), 1.0),
        terms,
        pool,
        rows,
        relaxation,
        columns,
    )


def relax_and_widen(pool: Pool, rows: Rows, deadline: float) -> tuple[Pool, Rows, Relaxation]:
    """Solve the relaxation, screening farther homes until prices show that none of them could help.

    When the time is over first, the bound is lowered by what homes not screened could still save.
    """
    bound = -np.inf
    last: tuple[Pool, Rows, Relaxation] | None = None
    while True:
        # Cuts wait until the pool is wide enough: they would be found anew each time.
        relaxation = solve_relaxation(pool, rows, deadline, cut_rounds=0)
        saving, reach, reach_with_room, up_to = _beyond_reach(pool, rows, relaxation)
        # Each round's bound holds for every home, so that the best of them is kept.
        bound = max(bound, relaxation.bound - saving)
        if not relaxation.finished and last is not None:
            break
        last = pool, rows, relaxation
        enough = saving <= ENOUGH_SCREENED * abs(relaxation.bound)
        if enough or not relaxation.finished or time.monotonic() > deadline:
            break
        pool = widen(pool, reach, reach_with_room, up_to)
        rows = rows_for(pool)
    pool, rows, relaxation = last
    exact = relaxation.finished and saving <= TOLERANCE
    if relaxation.finished and time.monotonic() < deadline:
        with_cuts = solve_relaxation(pool, rows, deadline)
        saving = _beyond_reach(pool, rows, with_cuts)[0]
        bound = max(bound, with_cuts.bound - saving)
        exact = with_cuts.finished and saving <= TOLERANCE
        if with_cuts.finished:
            relaxation = with_cuts
        else:
            rows.cuts.clear()
    # Only where nothing outside the pool could save anything may the search inside it raise the bound.
    return pool, rows, replace(relaxation, bound=bound, finished=exact)


def _beyond_reach(
    pool: Pool, rows: Rows, relaxation: Relaxation
) -> tuple[float, Array, dict[int, Array], Array]:
    """Return what homes outside the pool could save at most, and how far to look for them.

    A child alone costs more there than its reach. Brothers and sisters from one address are all at
    the same distance from such a home, so that together they cost more than their reach each.
    """
    candidates, child = pool.candidates, pool.tables.child
    reach = candidates.reach.copy()
    with_room = {room: points.copy() for room, points in candidates.reach_with_room.items()}
    up_to = np.where(np.isfinite(pool.left_out), pool.left_out, -np.inf)
    if not np.isfinite(reach).any():
        return 0.0, reach, with_room, up_to
    worth = rows.of_bundle @ relaxation.price[: rows.first_home]
    saving = np.zeros(rows.units)
    for number, bundle in enumerate(pool.bundling.bundles):
        members = list(bundle.members)
        budget = worth[number] + bundle.credit
        first = bundle.units[0]
        dropped = worth[number] - pool.left_out[number]
        if dropped > TOLERANCE:
            saving[first] = max(saving[first], dropped)
            up_to[number] = worth[number] + 1.0
        if len(members) == 1:
            short = budget - candidates.reach[members[0]]
            if short > TOLERANCE:
                saving[first] = max(saving[first], short)
                reach[members[0]] = max(reach[members[0]], budget * 1.05 + 1.0)
            continue
        room = min(len(members), max(with_room))
        for member in members:
            beside = sum(
                child["x"][member] == child["x"][one] and child["y"][member] == child["y"][one]
                for one in members
            )
            reached = max(float(candidates.reach_with_room[k][member]) for k in with_room if k <= room)
            short = budget - reached * beside
            if short > TOLERANCE:
                saving[first] = max(saving[first], short)
                with_room[room][member] = max(with_room[room][member], budget / beside * 1.3 + 4.0)
    return float(saving.sum()), reach, with_room, up_to


def _search(
    pool: Pool, rows: Rows, relaxation: Relaxation, deadline: float, seed: int, target_gap: float
) -> tuple[Array, float]:
    """Return the best columns found and the best bound."""
    constant = pool.bundling.all_parted
    order = np.lexsort((relaxation.reduced, -relaxation.value))
    order = order[(relaxation.value[order] > 1e-6) | (relaxation.reduced[order] < ROUNDING_REACH)]
    best = fill_in_order(pool, order)
    points = score_columns(pool, best) + constant
    bound = relaxation.bound
    units = np.arange(len(pool.bundling.units))

    def enough() -> bool:
        gap = points - bound
        return gap <= TOLERANCE or gap <= target_gap * abs(points) or time.monotonic() >= deadline

    if enough():
        return best, bound
    if units.size > EXACT_UNITS:
        best, _ = improve(pool, rows, relaxation, best, deadline, seed, bound - constant, target_gap)
        return best, bound
    dearest = FIRST_DEAREST
    while not enough():
        # An arrangement with a column dearer than this costs at least the relaxation and that much more,
        # so the columns up to it, solved exactly, bound all arrangements.
        dearest = min(dearest, points - relaxation.bound + TOLERANCE)
        keep = relaxation.reduced <= dearest
        if int(keep.sum()) > EXACT_COLUMNS:
            dearest = float(np.partition(relaxation.reduced, EXACT_COLUMNS)[EXACT_COLUMNS])
            keep = relaxation.reduced < dearest
        whole = dearest >= points - relaxation.bound
        keep[best] = True
        answer = place_whole(
            pool,
            rows,
            np.flatnonzero(keep),
            units,
            seconds=max(deadline - time.monotonic(), 0.01),
            start=best,
            seed=seed,
        )
        if answer is None:
            break
        if answer.points + constant < points:
            best, points = answer.taken, answer.points + constant
        if relaxation.finished:
            bound = max(bound, min(answer.bound + constant, relaxation.bound + dearest, points))
        if whole or int(keep.sum()) >= EXACT_COLUMNS:
            break
        # Near the truth the middle step would cost as much as the last.
        dearest = dearest * 4.0 if points - relaxation.bound > dearest * 6.0 else points - relaxation.bound
    return best, bound


def placing_of(pool: Pool, columns: Array) -> dict[str, str | None]:
    """Return where each child of the instance lives by these columns; None where nowhere."""
    instance = pool.reading.instance
    placing: dict[str, str | None] = {child.id: None for child in instance.children}
    for bundle, home in zip(pool.bundle[columns].tolist(), pool.home[columns].tolist(), strict=True):
        for member in pool.bundling.bundles[bundle].members:
            placing[instance.children[member].id] = instance.homes[home].id
    return placing
