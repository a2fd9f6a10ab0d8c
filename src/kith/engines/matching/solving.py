"""Find the best arrangement: relaxation, rounding, then exact search or neighbourhoods until the limit."""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from kith.engines.matching.arrangement import terms_of
from kith.engines.matching.bundles import MOST_UNITS_COMBINED
from kith.engines.matching.diving import dive
from kith.engines.matching.greedy import fill_in_order
from kith.engines.matching.instance import Instance
from kith.engines.matching.integer import place_whole
from kith.engines.matching.neighbourhoods import improve
from kith.engines.matching.pair import Reading
from kith.engines.matching.pool import Pool, pool_for, scarce, widen
from kith.engines.matching.prices import guess_dearness, largest_family
from kith.engines.matching.profile import Profile, starting_profile
from kith.engines.matching.relaxation import (
    Relaxation,
    cheapest_of_bundles,
    least_outside,
    reduced_points,
    safe_bound,
    solve_relaxation,
    worth_of_bundles,
)
from kith.engines.matching.rows import Rows, carry_cuts, places_in, rows_for
from kith.engines.matching.score import score_columns
from kith.engines.matching.tables import Array

EXACT_UNITS = 600  # at most this many units are placed by one integer model; more, by neighbourhoods
ROUNDING_REACH = 40.0  # columns dearer than this at the relaxation's prices are not tried in rounding
ENOUGH_SCREENED = 2e-4  # of the bound: what homes not yet screened may save, when screening stops
ENOUGH_WHERE_SCARCE = 1e-3  # the same, where making the answer whole loses more than that
FIRST_DEAREST = 3.0  # points above the relaxation's prices at which a column is first left out
PART_DEAREST = 1.0  # points above the relaxation's prices, where a large instance is cut into parts
PART_COLUMNS = 12_000  # at most so many in a part that shares homes with no other
EXACT_COLUMNS = 60_000  # at most this many columns are given to one integer model
RELAXING = 0.85  # of the limit: the most that the relaxation may take
RELAXING_WHERE_SCARCE = 0.65  # the same, where making its answer whole takes longer
GUESSED_ABOVE = 200_000  # columns, where places are scarce: prices are guessed before the relaxation begins
FIRST_GUESSED = 6.0  # points above what a family would take at guessed prices, for a column to begin with
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
    share = RELAXING_WHERE_SCARCE if scarce(pool.tables) else RELAXING
    pool, rows, relaxation = relax_and_widen(pool, began + share * limit)
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
        replace(relaxation, problem=None),
        columns,
    )


def relax_and_widen(pool: Pool, deadline: float) -> tuple[Pool, Rows, Relaxation]:
    """Solve the relaxation, screening farther homes until prices show that none of them could help much.

    When the time is over first, the last prices known are returned, with the best bound of any of them.
    """
    bound = -np.inf
    rows = rows_for(pool)
    last: tuple[Pool, Rows, Relaxation] | None = None
    first: Array | None = None
    if pool.size > GUESSED_ABOVE and scarce(pool.tables) and largest_family(pool) <= MOST_UNITS_COMBINED:
        first = _guessed(pool, rows, deadline)
    while True:
        relaxation = solve_relaxation(pool, rows, deadline, first=first)
        if not (scarce(pool.tables) and len(pool.bundling.units) > EXACT_UNITS):
            relaxation = replace(relaxation, problem=None)
        bound = max(bound, relaxation.bound)
        if relaxation.finished or last is None:
            last = pool, rows, relaxation
        if not relaxation.finished or time.monotonic() > deadline:
            break
        if relaxation.outside >= -TOLERANCE or _settled(pool, relaxation):
            break
        pool, rows, relaxation = _widened(pool, rows, relaxation)
        bound = max(bound, relaxation.bound)
        if _settled(pool, relaxation):
            # Of the columns brought in, none could help much at these prices: they stand.
            last = pool, rows, relaxation
            break
        first = np.union1d(cheapest_of_bundles(pool), np.flatnonzero(relaxation.reduced <= FIRST_DEAREST))
    pool, rows, relaxation = last
    return pool, rows, replace(relaxation, bound=max(bound, relaxation.bound))


def _guessed(pool: Pool, rows: Rows, deadline: float) -> Array:
    """Return the columns for the relaxation to begin with: those that guessed prices make cheap."""
    dearness = guess_dearness(pool, rows, deadline)
    # The guess does not count what a family gains when some of it live near the others.
    near = np.zeros(len(pool.reading.instance.families))
    for pair in pool.bundling.near_pairs:
        family = pool.bundling.units[pair.one].family
        near[family] = max(near[family], pair.credit)
    families = np.array([bundle.family for bundle in pool.bundling.bundles], dtype=np.int64)
    return np.flatnonzero(dearness <= FIRST_GUESSED + near[families[pool.bundle]])


def _settled(pool: Pool, relaxation: Relaxation) -> bool:
    """Say whether columns not yet in the solved relaxation could save next to nothing at its prices."""
    enough = ENOUGH_WHERE_SCARCE if scarce(pool.tables) else ENOUGH_SCREENED
    return relaxation.least - relaxation.bound <= enough * abs(relaxation.bound)


def _widened(pool: Pool, rows: Rows, relaxation: Relaxation) -> tuple[Pool, Rows, Relaxation]:
    """Return the pool with every column that could help at the relaxation's prices, and those prices over it."""
    wider = widen(pool, worth_of_bundles(pool, rows, relaxation.price))
    place = places_in(wider, pool)
    wider_rows = rows_for(wider)
    wider_rows.cuts.extend(carry_cuts(rows.cuts, place, wider_rows.nearness))
    value, price = np.zeros(wider.size), relaxation.price
    value[place[place >= 0]] = relaxation.value[place >= 0]
    return (
        wider,
        wider_rows,
        replace(
            relaxation,
            bound=safe_bound(wider, wider_rows, price) + pool.bundling.all_parted,
            reduced=reduced_points(wider, wider_rows, price),
            value=value,
            outside=least_outside(wider, wider_rows, price),
        ),
    )


def _search(
    pool: Pool, rows: Rows, relaxation: Relaxation, deadline: float, seed: int, target_gap: float
) -> tuple[Array, float]:
    """Return the best columns found and the best bound."""
    constant = pool.bundling.all_parted
    order = np.lexsort((relaxation.reduced, -relaxation.value))
    order = order[(relaxation.value[order] > 1e-6) | (relaxation.reduced[order] < ROUNDING_REACH)]
    if relaxation.problem is not None:
        dived = dive(relaxation.problem, deadline)
        order = np.concatenate([places_in(pool, relaxation.problem.pool)[dived], order])
    best = fill_in_order(pool, order)
    points = score_columns(pool, best) + constant
    bound = relaxation.bound
    # What an arrangement costs at the least beside the reduced points of its columns.
    base = safe_bound(pool, rows, relaxation.price) + constant
    units = np.arange(len(pool.bundling.units))

    def enough() -> bool:
        gap = points - bound
        return gap <= TOLERANCE or gap <= target_gap * abs(points) or time.monotonic() >= deadline

    if enough():
        return best, bound
    if units.size > EXACT_UNITS:
        if not scarce(pool.tables):
            best = _place_parts(pool, rows, relaxation, best, deadline, seed)
            points = score_columns(pool, best) + constant
            if enough():
                return best, bound
        best, _ = improve(pool, rows, relaxation, best, deadline, seed, bound - constant, target_gap)
        return best, bound
    dearest = FIRST_DEAREST
    while not enough():
        # An arrangement with a column dearer than this costs at least the relaxation and that much more,
        # so the columns up to it, solved exactly, bound all arrangements.
        dearest = min(dearest, points - base + TOLERANCE)
        keep = relaxation.reduced <= dearest
        if int(keep.sum()) > EXACT_COLUMNS:
            dearest = float(np.partition(relaxation.reduced, EXACT_COLUMNS)[EXACT_COLUMNS])
            keep = relaxation.reduced < dearest
        whole = dearest >= points - base
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
            # Columns left out, here or of the pool, cost the arrangement at least so much more.
            least = base + min(dearest, relaxation.outside)
            bound = max(bound, min(answer.bound + constant, least, points))
        if whole or int(keep.sum()) >= EXACT_COLUMNS:
            break
        # Near the truth the middle step would cost as much as the last.
        dearest = dearest * 4.0 if points - base > dearest * 6.0 else points - base
    return best, bound


def _place_parts(
    pool: Pool, rows: Rows, relaxation: Relaxation, best: Array, deadline: float, seed: int
) -> Array:
    """Place everybody exactly over the columns that cost least at the relaxation's prices.

    Only where those fall into parts that share no home, each small enough to be solved at once; where
    homes are so scarce that each touches the next, the arrangement is returned as it was.
    """
    keep = relaxation.reduced <= PART_DEAREST
    keep[best] = True
    chosen = np.flatnonzero(keep)
    family = np.array([bundle.family for bundle in pool.bundling.bundles])[pool.bundle[chosen]]
    size = int(family.max(initial=-1)) + 1
    joins = sparse.coo_matrix(
        (np.ones(chosen.size), (family, size + pool.home[chosen])), shape=(size + pool.capacity.size,) * 2
    )
    part = connected_components(joins, directed=False)[1]
    if np.bincount(part[family], minlength=1).max() > PART_COLUMNS:
        return best
    seconds = 0.75 * max(deadline - time.monotonic(), 0.02)
    units = np.arange(len(pool.bundling.units))
    answer = place_whole(pool, rows, chosen, units, seconds=seconds, start=best, seed=seed)
    if answer is None or answer.points >= score_columns(pool, best):
        return best
    return answer.taken


def placing_of(pool: Pool, columns: Array) -> dict[str, str | None]:
    """Return where each child of the instance lives by these columns; None where nowhere."""
    instance = pool.reading.instance
    placing: dict[str, str | None] = {child.id: None for child in instance.children}
    for bundle, home in zip(pool.bundle[columns].tolist(), pool.home[columns].tolist(), strict=True):
        for member in pool.bundling.bundles[bundle].members:
            placing[instance.children[member].id] = instance.homes[home].id
    return placing
