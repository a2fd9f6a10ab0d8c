"""The linear relaxation by column generation: a bound on every arrangement, and the price of each place."""

from __future__ import annotations

import time
from dataclasses import dataclass

import highspy
import numpy as np
from scipy import sparse

from kith.engines.matching.pair import terms_unplaced
from kith.engines.matching.pool import Pool
from kith.engines.matching.tables import Array

FIRST_COLUMNS = 12  # of each bundle, the cheapest, before prices are known
COLUMNS_ADDED = 12  # of each bundle, at most, at each pricing
TOLERANCE = 1e-7


@dataclass(frozen=True)
class Rows:
    """The rows that every model of a pool shares.

    In order: one row per unit (in one home or none); per near pair two rows (near only if each has a
    home of its own); one row of places per home; then, where bedrooms may bind, a row of bedrooms and
    a row of beds per such home. `of_bundle` has a line per bundle over unit and pair rows.
    """

    of_bundle: sparse.csr_matrix
    units: int
    pairs: int
    tight: Array
    upper: Array

    @property
    def count(self) -> int:
        """The number of rows."""
        return int(self.upper.size)

    @property
    def first_home(self) -> int:
        """The row of the first home's places."""
        return self.units + 2 * self.pairs


def rows_for(pool: Pool) -> Rows:
    """Return the shared rows of a pool."""
    made = pool.bundling
    units, pairs, homes = len(made.units), len(made.near_pairs), pool.capacity.size
    pairs_of: dict[int, list[tuple[int, int, int]]] = {}
    for number, pair in enumerate(made.near_pairs):
        pairs_of.setdefault(pair.one, []).append((number, pair.other, 0))
        pairs_of.setdefault(pair.other, []).append((number, pair.one, 1))
    line: list[int] = []
    column: list[int] = []
    value: list[float] = []
    for number, bundle in enumerate(made.bundles):
        inside = set(bundle.units)
        for unit in bundle.units:
            line.append(number)
            column.append(unit)
            value.append(1.0)
            for pair_number, other, side in pairs_of.get(unit, ()):
                if other not in inside:
                    line.append(number)
                    column.append(units + 2 * pair_number + side)
                    value.append(-1.0)
    of_bundle = sparse.csr_matrix(
        (value, (line, column)), shape=(len(made.bundles), units + 2 * pairs), dtype=float
    )
    home = pool.tables.home
    tight = np.flatnonzero((home["bedrooms"] < pool.capacity) | (home["beds"] < pool.capacity))
    upper = np.concatenate(
        [
            np.ones(units),
            np.zeros(2 * pairs),
            pool.capacity,
            home["bedrooms"][tight].astype(float),
            home["beds"][tight].astype(float),
        ]
    )
    assert upper.size == units + 2 * pairs + homes + 2 * tight.size
    return Rows(of_bundle, units, pairs, tight, upper)


def columns_matrix(pool: Pool, rows: Rows, chosen: Array) -> sparse.csr_matrix:
    """Return one line per chosen pool column over all shared rows."""
    bundle, home = pool.bundle[chosen], pool.home[chosen]
    tight_at = np.full(pool.capacity.size, -1)
    tight_at[rows.tight] = np.arange(rows.tight.size)
    is_tight = tight_at[home] >= 0
    line = np.arange(chosen.size)
    first_tight = pool.capacity.size
    lines = np.concatenate([line, line[is_tight], line[is_tight]])
    columns = np.concatenate(
        [
            home,
            first_tight + tight_at[home[is_tight]],
            first_tight + rows.tight.size + tight_at[home[is_tight]],
        ]
    )
    values = np.concatenate(
        [pool.weight[chosen], pool.bedrooms[chosen][is_tight], pool.beds[chosen][is_tight]]
    )
    of_home = sparse.csr_matrix(
        (values, (lines, columns)), shape=(chosen.size, first_tight + 2 * rows.tight.size)
    )
    return sparse.hstack([rows.of_bundle[bundle], of_home], format="csr")


def unplaced_points(pool: Pool) -> Array:
    """Return, for each unit, the points of leaving it without a home."""
    children = pool.reading.instance.children
    return np.array(
        [
            sum(sum(terms_unplaced(pool.reading, children[child]).values()) for child in unit.members)
            for unit in pool.bundling.units
        ],
        dtype=float,
    )


@dataclass(frozen=True)
class Relaxation:
    """The solved relaxation. `bound` is below every arrangement that uses the pool's columns.

    `price` is the dual of each shared row (points for one more of its right-hand side, never above
    nought for homes); `reduced` the reduced points of each pool column; `value` what the relaxation
    makes of the pool columns (nought for those never brought in).
    """

    bound: float
    price: Array
    reduced: Array
    value: Array
    finished: bool


def solve_relaxation(pool: Pool, rows: Rows, deadline: float) -> Relaxation:
    """Solve the relaxation, bringing in columns by price until none would help or the time is over."""
    unplaced = unplaced_points(pool)
    credits = np.array([pair.credit for pair in pool.bundling.near_pairs], dtype=float)
    solver = quiet_solver()
    rank = _rank_in_bundle(pool.bundle, pool.points)
    active = np.flatnonzero(rank < FIRST_COLUMNS)
    inside = np.zeros(pool.size, dtype=bool)
    inside[active] = True
    _load(solver, rows, unplaced, credits, columns_matrix(pool, rows, active), pool.points[active])
    bound, price, reduced = -np.inf, np.zeros(rows.count), pool.points.copy()
    value = np.zeros(pool.size)
    fixed = rows.units + rows.pairs
    finished = False
    while True:
        solver.setOptionValue(
            "time_limit", float(solver.getRunTime() + max(deadline - time.monotonic(), 0.05))
        )
        solver.run()
        solution = solver.getSolution()
        if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            break
        price = np.array(solution.row_dual)
        at = np.array(solution.col_value)
        value = np.zeros(pool.size)
        value[active] = at[fixed:]
        reduced = reduced_points(pool, rows, price)
        bound = max(bound, _safe_bound(pool, rows, unplaced, credits, price, reduced))
        wanted = np.flatnonzero((reduced < -TOLERANCE) & ~inside)
        if not wanted.size:
            finished = True
            break
        if time.monotonic() > deadline:
            break
        wanted = wanted[_rank_in_bundle(pool.bundle[wanted], reduced[wanted]) < COLUMNS_ADDED]
        _add(solver, columns_matrix(pool, rows, wanted), pool.points[wanted])
        active = np.concatenate([active, wanted])
        inside[wanted] = True
    return Relaxation(bound + pool.bundling.all_parted, price, reduced, value, finished)


def quiet_solver() -> highspy.Highs:
    """Return a HiGHS solver that prints nothing and runs on one thread, so that a seed decides all."""
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    return solver


def reduced_points(pool: Pool, rows: Rows, price: Array) -> Array:
    """Return every pool column's points less what its rows are worth at these prices."""
    first = rows.first_home
    homes = pool.capacity.size
    of_bundle = rows.of_bundle @ price[:first]
    reduced: Array = pool.points - of_bundle[pool.bundle]
    reduced -= pool.weight * price[first : first + homes][pool.home]
    bedrooms, beds = np.zeros(homes), np.zeros(homes)
    bedrooms[rows.tight] = price[first + homes : first + homes + rows.tight.size]
    beds[rows.tight] = price[first + homes + rows.tight.size :]
    reduced -= pool.bedrooms * bedrooms[pool.home] + pool.beds * beds[pool.home]
    return reduced


def _safe_bound(
    pool: Pool, rows: Rows, unplaced: Array, credits: Array, price: Array, reduced: Array
) -> float:
    """Return a bound that holds for any prices, whether or not every column has been brought in.

    Prices of the inequality rows are cut to their sign first. Each unit then takes at most one column,
    so what reduced points below nought can still win is at most the least of each unit's columns.
    """
    first = rows.first_home
    price = price.copy()
    price[rows.units :] = np.minimum(price[rows.units :], 0.0)
    reduced = reduced_points(pool, rows, price)
    of_units = price[: rows.units]
    total = float(price @ rows.upper)
    least = np.zeros(rows.units)
    owner = np.array([bundle.units[0] for bundle in pool.bundling.bundles], dtype=np.int64)
    np.minimum.at(least, owner[pool.bundle], reduced)
    total += float(np.minimum(least, np.minimum(unplaced - of_units, 0.0)).sum())
    pair_rows = price[rows.units : first]
    near = -credits - pair_rows[0::2] - pair_rows[1::2]
    return total + float(np.minimum(near, 0.0).sum())


def _rank_in_bundle(bundle: Array, points: Array) -> Array:
    """Return, for each column, how many of its bundle's columns are cheaper."""
    order = np.lexsort((points, bundle))
    ranked = bundle[order]
    starts = np.flatnonzero(np.r_[True, ranked[1:] != ranked[:-1]]) if ranked.size else np.zeros(0, int)
    lengths = np.diff(np.r_[starts, ranked.size])
    rank = np.empty(bundle.size, dtype=np.int64)
    rank[order] = np.arange(bundle.size) - np.repeat(starts, lengths)
    return rank


def _load(
    solver: highspy.Highs,
    rows: Rows,
    unplaced: Array,
    credits: Array,
    matrix: sparse.csr_matrix,
    points: Array,
) -> None:
    """Give the solver the rows, a column per unit for no home, a column per near pair, and the first columns."""
    count, lower = rows.count, np.full(rows.count, -highspy.kHighsInf)
    lower[: rows.units] = 1.0
    fixed = rows.units + rows.pairs
    at = np.concatenate([np.arange(rows.units), rows.units + np.arange(2 * rows.pairs)])
    line = np.concatenate([np.arange(rows.units), rows.units + np.repeat(np.arange(rows.pairs), 2)])
    head = sparse.csr_matrix((np.ones(at.size), (line, at)), shape=(fixed, count))
    whole = sparse.vstack([head, matrix], format="csr") if matrix.shape[0] else head
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = int(whole.shape[0]), count
    model.col_cost_ = np.concatenate([unplaced, -credits, points])
    model.col_lower_ = np.zeros(whole.shape[0])
    model.col_upper_ = np.full(whole.shape[0], highspy.kHighsInf)
    model.row_lower_, model.row_upper_ = lower, rows.upper
    # One line of the matrix is one column of the model: HiGHS reads it column by column.
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_ = whole.indptr.astype(np.int32)
    model.a_matrix_.index_ = whole.indices.astype(np.int32)
    model.a_matrix_.value_ = whole.data
    solver.passModel(model)


def _add(solver: highspy.Highs, matrix: sparse.csr_matrix, points: Array) -> None:
    solver.addCols(
        int(points.size),
        points,
        np.zeros(points.size),
        np.full(points.size, highspy.kHighsInf),
        int(matrix.nnz),
        matrix.indptr[:-1].astype(np.int32),
        matrix.indices.astype(np.int32),
        matrix.data,
    )
