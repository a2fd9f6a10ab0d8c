"""The linear relaxation by column generation: a bound on every arrangement, and the price of each place."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

import highspy
import numpy as np
from scipy import sparse

from kith.engines.matching.cliques import cliques_broken
from kith.engines.matching.nearness import Cut
from kith.engines.matching.pool import Pool, scarce
from kith.engines.matching.rows import Rows, columns_matrix
from kith.engines.matching.tables import Array

FIRST_COLUMNS = 4  # of each bundle, the cheapest, before prices are known
COLUMNS_ADDED = 8  # of each bundle, at most, at each pricing
CUT_ROUNDS = 30
# Where a large instance is scarce of places, which takes longest to make whole:
LARGE = 600  # units
ADDED_WHERE_SCARCE = 3  # of each bundle, at most, at each pricing
FEW_WANTED = 0.03  # of the columns inside: so few more to bring in wait until cuts are found
CUTS_WORTH = 5e-4  # of the points: a round of cuts that gains less is the last
TOLERANCE = 1e-7


@dataclass(frozen=True)
class Relaxation:
    """The solved relaxation. `bound` is below every arrangement, with homes left out of the pool too.

    `least` is what the relaxation over the pool's columns alone comes to, as `problem` solved it, which is kept only
    until it has been made whole.
    `outside` is the least reduced points that a column left out of the pool may have. `price` is the dual of each shared row (points for one more of its right-hand side, never above
    nought for homes); `reduced` the reduced points of each pool column; `value` what the relaxation
    makes of the pool columns (nought for those never brought in).
    """

    bound: float
    price: Array
    reduced: Array
    value: Array
    finished: bool
    outside: float
    least: float
    problem: Problem | None = field(repr=False, compare=False)


def solve_relaxation(pool: Pool, rows: Rows, deadline: float, first: Array | None = None) -> Relaxation:
    """Solve the relaxation, bringing in columns by price and cuts by need, until neither would help.

    `first` are columns to begin with, the cheapest of each bundle if not given.

    Stops at the deadline (a monotonic instant) with the best bound so far, which then still holds.
    """
    constant = pool.bundling.all_parted
    problem = Problem(pool, rows, first)
    value = np.zeros(pool.size)
    price, reduced = np.zeros(rows.count + len(rows.cuts)), pool.points.copy()
    # Before any price is known each unit's own cheapest column is a bound, if a weak one.
    bound = safe_bound(pool, rows, price)
    hurried = rows.units > LARGE and scarce(pool.tables)
    rounds, before = CUT_ROUNDS, -np.inf
    finished = False
    while problem.run(deadline):
        price, value = problem.price(), problem.value()
        reduced = reduced_points(pool, rows, price)
        wanted = problem.wanted(reduced, ADDED_WHERE_SCARCE if hurried else COLUMNS_ADDED)
        if rounds and wanted.size <= (FEW_WANTED * problem.active.size if hurried else 0):
            rounds -= 1
            cuts, gained = [], problem.points() - before
            if not hurried or gained >= CUTS_WORTH * abs(problem.points() + constant):
                before = problem.points()
                cuts = rows.nearness.cuts_broken(value, problem.claimed())
                cuts += [Cut(None, columns) for columns in cliques_broken(pool, value)]
            if cuts:
                bound = max(bound, safe_bound(pool, rows, price))
                problem.add_cuts(cuts)
            else:
                rounds = 0
        if not wanted.size and not rounds:
            finished = True
            break
        if wanted.size:
            problem.add_columns(wanted)
        if time.monotonic() > deadline:
            break
    # Cuts found last, with no time left to price them, have no price.
    price = np.append(price, np.zeros(rows.count + len(rows.cuts) - price.size))
    bound = max(bound, safe_bound(pool, rows, price))
    return Relaxation(
        bound + constant,
        price,
        reduced,
        value,
        finished,
        least_outside(pool, rows, price),
        problem.points() + constant,
        problem,
    )


class Problem:
    """The relaxation inside the solver: some of the pool's columns, all rows, the cuts found so far."""

    def __init__(self, pool: Pool, rows: Rows, first: Array | None = None) -> None:
        self.pool, self.rows = pool, rows
        credits = np.array([pair.credit for pair in pool.bundling.near_pairs], dtype=float)
        self.solver = quiet_solver()
        if first is None:
            first = cheapest_of_bundles(pool)
        self.inside = np.zeros(pool.size, dtype=bool)
        self.inside[first] = True
        self.active = np.flatnonzero(self.inside)
        self.fixed = rows.units + rows.pairs
        matrix = columns_matrix(pool, rows, self.active)
        _load(self.solver, rows, pool.unplaced, credits, matrix, pool.points[self.active])

    def run(self, deadline: float) -> bool:
        """Solve what is there; False when the time ran out first."""
        left = max(deadline - time.monotonic(), 0.05)
        self.solver.setOptionValue("time_limit", float(self.solver.getRunTime() + left))
        self.solver.run()
        return bool(self.solver.getModelStatus() == highspy.HighsModelStatus.kOptimal)

    def points(self) -> float:
        """Return the points of the last solution."""
        return float(self.solver.getInfo().objective_function_value)

    def price(self) -> Array:
        """Return the dual of every row, cuts last."""
        return np.array(self.solver.getSolution().row_dual)

    def value(self) -> Array:
        """Return the value of every pool column."""
        value = np.zeros(self.pool.size)
        value[self.active] = np.array(self.solver.getSolution().col_value)[self.fixed :]
        return value

    def claimed(self) -> Array:
        """Return how much of each near pair's credit is claimed."""
        return np.array(self.solver.getSolution().col_value)[self.rows.units : self.fixed]

    def wanted(self, reduced: Array, most: int) -> Array:
        """Return columns left out that would help at these reduced points, of each bundle so many at most."""
        wanted = np.flatnonzero((reduced < -TOLERANCE) & ~self.inside)
        return wanted[_rank_in_bundle(self.pool.bundle[wanted], reduced[wanted]) < most]

    def add_columns(self, wanted: Array) -> None:
        """Bring pool columns in."""
        _add(self.solver, columns_matrix(self.pool, self.rows, wanted), self.pool.points[wanted])
        self.active = np.concatenate([self.active, wanted])
        self.inside[wanted] = True

    def settle(self, columns: Array, value: float) -> None:
        """Hold columns that are inside to one value from now on."""
        at = self._at()[columns].astype(np.int32)
        bounds = np.full(at.size, value)
        self.solver.changeColsBounds(int(at.size), at, bounds, bounds)

    def _at(self) -> Array:
        """Return where each pool column stands in the solver; -1 where it does not."""
        at = np.full(self.pool.size, -1)
        at[self.active] = self.fixed + np.arange(self.active.size)
        return at

    def add_cuts(self, cuts: list[Cut]) -> None:
        """Bring cuts in, here and for every later model of the same rows."""
        at = self._at()
        for cut in cuts:
            columns = at[cut.columns]
            columns = columns[columns >= 0]
            values = np.full(columns.size, cut.takes)
            if cut.pair is not None:
                columns, values = np.append(columns, self.rows.units + cut.pair), np.append(values, 1.0)
            self.solver.addRow(
                -highspy.kHighsInf, cut.upper, int(columns.size), columns.astype(np.int32), values
            )
        self.rows.cuts.extend(cuts)


def quiet_solver() -> highspy.Highs:
    """Return a HiGHS solver that prints nothing and runs on one thread, so that a seed decides all."""
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
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
    at = first + homes
    for kind in rows.further:
        worth = np.zeros(homes)
        worth[kind.homes] = price[at : at + kind.homes.size]
        if worth.any():
            reduced -= kind.takes * worth[pool.home]
        at += kind.homes.size
    for cut, dual in zip(rows.cuts, price[rows.count :].tolist(), strict=True):
        if dual:
            reduced[cut.columns] -= cut.takes * dual
    return reduced


def worth_of_bundles(pool: Pool, rows: Rows, price: Array) -> Array:
    """Return what each bundle is worth to the model: only a column that costs less could help it.

    Homes have no price here, which could only make a column dearer. A column that would stand on the
    right-hand side of a cut is worth that much more; every bundle that parts the cut's pair may be one.
    """
    worth: Array = rows.of_bundle @ price[: rows.first_home]
    for cut, dual in zip(rows.cuts, price[rows.count :].tolist(), strict=True):
        if dual and cut.pair is not None:
            pair = pool.bundling.near_pairs[cut.pair]
            parting = set(rows.nearness.bundles_of[pair.one]) ^ set(rows.nearness.bundles_of[pair.other])
            worth[sorted(parting)] -= dual
    return worth


def least_outside(pool: Pool, rows: Rows, price: Array) -> float:
    """Return the least reduced points that a column left out of the pool may have."""
    return float((pool.left_out - worth_of_bundles(pool, rows, price)).min(initial=np.inf))


def safe_bound(pool: Pool, rows: Rows, price: Array) -> float:
    """Return a bound, all pairs parted not counted, that holds for any prices and every arrangement.

    Prices of the inequality rows are cut to their sign first. Each unit then takes at most one column,
    so what reduced points below nought can still win is at most the least of each unit's columns, those
    left out of the pool among them.
    """
    price = price.copy()
    price[rows.units :] = np.minimum(price[rows.units :], 0.0)
    reduced = reduced_points(pool, rows, price)
    total: float = float(price[: rows.count] @ rows.upper)
    total += sum(cut.upper * dual for cut, dual in zip(rows.cuts, price[rows.count :].tolist(), strict=True))
    least = np.minimum(pool.unplaced - price[: rows.units], 0.0)
    owner = np.array([bundle.units[0] for bundle in pool.bundling.bundles], dtype=np.int64)
    np.minimum.at(least, owner[pool.bundle], reduced)
    np.minimum.at(least, owner, pool.left_out - worth_of_bundles(pool, rows, price))
    total += float(least.sum())
    near = np.array([-pair.credit for pair in pool.bundling.near_pairs], dtype=float)
    pair_rows = price[rows.units : rows.units + 2 * rows.pairs]
    near -= pair_rows[0::2] + pair_rows[1::2]
    for cut, dual in zip(rows.cuts, price[rows.count :].tolist(), strict=True):
        if cut.pair is not None:
            near[cut.pair] -= dual
    return float(total + np.minimum(near, 0.0).sum())


def cheapest_of_bundles(pool: Pool) -> Array:
    """Return the few columns of each bundle that cost least before any price is known."""
    return np.flatnonzero(_rank_in_bundle(pool.bundle, pool.points) < FIRST_COLUMNS)


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
    count = rows.count + len(rows.cuts)
    lower = np.full(count, -highspy.kHighsInf)
    lower[: rows.units] = 1.0
    fixed = rows.units + rows.pairs
    near_cuts = [(place, cut.pair) for place, cut in enumerate(rows.cuts) if cut.pair is not None]
    cut_rows, cut_pairs = np.array(near_cuts, dtype=np.int64).reshape(-1, 2).T
    at = np.concatenate(
        [np.arange(rows.units), rows.units + np.arange(2 * rows.pairs), rows.count + cut_rows]
    )
    line = np.concatenate(
        [np.arange(rows.units), rows.units + np.repeat(np.arange(rows.pairs), 2), rows.units + cut_pairs]
    )
    head = sparse.csr_matrix((np.ones(at.size), (line, at)), shape=(fixed, count))
    whole = sparse.vstack([head, matrix], format="csr") if matrix.shape[0] else head
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = int(whole.shape[0]), count
    model.col_cost_ = np.concatenate([unplaced, -credits, points])
    model.col_lower_ = np.zeros(whole.shape[0])
    model.col_upper_ = np.full(whole.shape[0], highspy.kHighsInf)
    model.row_lower_, model.row_upper_ = lower, np.append(rows.upper, [cut.upper for cut in rows.cuts])
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
