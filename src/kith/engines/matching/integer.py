"""The mixed-integer model over some of the pool's columns, with every must that the pool leaves open."""

from __future__ import annotations

import time
from collections import defaultdict
from dataclasses import dataclass, replace

import highspy
import numpy as np
from scipy import sparse

from kith.engines.matching.pool import Pool
from kith.engines.matching.relaxation import quiet_solver
from kith.engines.matching.rows import Rows, columns_matrix
from kith.engines.matching.score import score_columns
from kith.engines.matching.tables import Array


@dataclass(frozen=True)
class Whole:
    """An integer answer: pool columns taken, the points of the model and a bound on them.

    `bound` is minus infinity when the solver had no time for one; `proven` says optimal; `claimed` is
    how much of each near pair's credit the model took.
    """

    taken: Array
    points: float
    bound: float
    proven: bool
    claimed: dict[int, float]


class IntegerModel:
    """A model over chosen columns of free units, whole families at a time; `standing` columns stay."""

    def __init__(
        self, pool: Pool, rows: Rows, chosen: Array, units: Array, standing: Array | None = None
    ) -> None:
        self.pool, self.rows, self.units = pool, rows, units
        self.standing = np.zeros(0, dtype=np.int64) if standing is None else standing
        self.chosen = chosen[~self._clashes(chosen)] if self.standing.size else chosen
        self._line: list[Array] = []
        self._row: list[Array] = []
        self._value: list[Array] = []
        self._lower: list[float] = []
        self._upper: list[float] = []
        self._cost: list[float] = []
        self._whole: list[bool] = []
        self._unplaced = pool.unplaced
        self._matrix = self._shared_rows()
        self._extra_columns()
        self._conflicts()
        self._apart()
        self._exemptions()

    def _clashes(self, chosen: Array) -> Array:
        """Return which columns would bring a child to live with a standing child, against either's plan."""
        made = self.pool.bundling
        living: dict[int, list[int]] = defaultdict(list)
        for bundle, home in zip(
            self.pool.bundle[self.standing].tolist(), self.pool.home[self.standing].tolist(), strict=True
        ):
            living[home].append(bundle)
        clashes = np.zeros(chosen.size, dtype=bool)
        for place, (bundle, home) in enumerate(
            zip(self.pool.bundle[chosen].tolist(), self.pool.home[chosen].tolist(), strict=True)
        ):
            for other in living.get(home, ()):
                clashes[place] |= made.clash(bundle, other)
        return clashes

    def _shared_rows(self) -> sparse.csr_matrix:
        """Return the shared rows of these columns, and begin the model's rows with them.

        They are the rows of free units and free pairs, of homes and bedrooms less what stands in them,
        and the cuts of free pairs found so far.
        """
        rows, first = self.rows, self.rows.first_home
        free = np.zeros(rows.units, dtype=bool)
        free[self.units] = True
        pairs = self.pool.bundling.near_pairs
        self.pairs = [number for number, pair in enumerate(pairs) if free[pair.one] and free[pair.other]]
        numbers = np.array(self.pairs, dtype=np.int64)
        pair_rows = rows.units + np.sort(np.concatenate([2 * numbers, 2 * numbers + 1]))
        wanted = set(self.pairs)
        lines = columns_matrix(self.pool, rows, np.concatenate([self.chosen, self.standing]))
        matrix = lines[: self.chosen.size].tocsc()
        present = np.diff(matrix.indptr)
        self.cuts = [
            number
            for number, cut in enumerate(rows.cuts)
            if (cut.pair in wanted if cut.pair is not None else present[rows.count + number] > 1)
        ]
        cut_rows = rows.count + np.array(self.cuts, dtype=np.int64)
        upper = np.append(rows.upper, [cut.upper for cut in rows.cuts])
        upper[first:] -= np.asarray(lines[self.chosen.size :].sum(axis=0)).ravel()[first:]
        begin = rows.units + 2 * rows.pairs
        here = np.flatnonzero(present[begin : rows.count]) + begin
        keep = np.concatenate([self.units, pair_rows, here, cut_rows])
        self._upper = upper[keep].tolist()
        self._lower = [1.0] * self.units.size + [-highspy.kHighsInf] * (keep.size - self.units.size)
        self._first_cut = keep.size - cut_rows.size
        return matrix[:, keep].tocsr()

    def _extra_columns(self) -> None:
        """Add a column per unit for no home, and one per free pair for being near each other."""
        self._cost = [*self.pool.points[self.chosen].tolist(), *self._unplaced[self.units].tolist()]
        self._whole = [True] * len(self._cost)
        start = self.chosen.size
        self._entries(np.arange(start, start + self.units.size), np.arange(self.units.size), 1.0)
        self.first_near = len(self._cost)
        column_of = {pair: self.first_near + place for place, pair in enumerate(self.pairs)}
        for place, pair in enumerate(self.pairs):
            column = self._add_column(-self.pool.bundling.near_pairs[pair].credit, False)
            row = self.units.size + 2 * place
            self._entries(np.array([column, column]), np.array([row, row + 1]), 1.0)
        for place, number in enumerate(self.cuts):
            near = self.rows.cuts[number].pair
            if near is not None:
                self._entries(np.array([column_of[near]]), self._first_cut + place, 1.0)

    def _entries(self, columns: Array, rows: Array | int, value: Array | float) -> None:
        columns = np.asarray(columns)
        self._line.append(columns)
        self._row.append(np.broadcast_to(np.asarray(rows), columns.shape))
        self._value.append(np.broadcast_to(np.asarray(value, dtype=float), columns.shape))

    def _add_row(self, columns: Array, values: Array | float, upper: float) -> None:
        self._entries(columns, len(self._upper), values)
        self._lower.append(-highspy.kHighsInf)
        self._upper.append(upper)

    def _add_column(self, cost: float, whole: bool) -> int:
        self._cost.append(cost)
        self._whole.append(whole)
        return len(self._cost) - 1

    def _conflicts(self) -> None:
        """Children of different families whose plans do not let them live together: never one home."""
        made, homes = self.pool.bundling, self.pool.home[self.chosen]
        if not made.restricted:
            return
        here: dict[int, list[tuple[int, int]]] = defaultdict(list)
        restricted: dict[tuple[int, int], list[int]] = defaultdict(list)
        for column, (bundle, home) in enumerate(
            zip(self.pool.bundle[self.chosen].tolist(), homes.tolist(), strict=True)
        ):
            if self.pool.capacity[home] >= 2:
                here[home].append((column, bundle))
                for member in made.restricted_in[bundle]:
                    restricted[member, home].append(column)
        for (child, home), mine in restricted.items():
            capacity, clashing = self.pool.capacity[home], made.clashing[child]
            family = made.bundles[self.pool.bundle[self.chosen[mine[0]]]].family
            theirs = [
                column
                for column, bundle in here[home]
                if clashing[bundle]
                and made.bundles[bundle].family != family
                and self.pool.weight[self.chosen[column]] < capacity
            ]
            if theirs:
                weights = self.pool.weight[self.chosen[theirs]]
                self._add_row(
                    np.array(mine + theirs), np.concatenate([np.full(len(mine), capacity), weights]), capacity
                )

    def _apart(self) -> None:
        """At most one column of a family in each home, where some of its children must be apart."""
        apart = self.pool.bundling.apart_families
        if not apart:
            return
        bundles = self.pool.bundling.bundles
        found: dict[tuple[int, int], list[int]] = defaultdict(list)
        for column, (bundle, home) in enumerate(
            zip(self.pool.bundle[self.chosen].tolist(), self.pool.home[self.chosen].tolist(), strict=True)
        ):
            if bundles[bundle].family in apart:
                found[bundles[bundle].family, home].append(column)
        for columns in found.values():
            if len(columns) > 1:
                self._add_row(np.array(columns), 1.0, 1.0)

    def _exemptions(self) -> None:
        """A home holds to the usual limit as soon as one joins whom its exemption does not name."""
        homes = self.pool.home[self.chosen]
        limited = self.pool.unnamed[self.chosen]
        stands = self.pool.home[self.standing[self.pool.unnamed[self.standing]]]
        unnamed = np.flatnonzero(limited | np.isin(homes, stands))
        for home in np.unique(homes[unnamed]).tolist():
            here = np.flatnonzero(homes == home)
            stand = self.standing[self.pool.home[self.standing] == home]
            used = float(self.pool.weight[stand].sum())
            capacity, usual = self.pool.capacity[home] - used, self.pool.usual[home] - used
            if self.pool.unnamed[stand].any():
                self._add_row(here, self.pool.weight[self.chosen[here]], usual)
                continue
            limit = self._add_column(0.0, True)
            self._add_row(
                np.append(here, limit),
                np.append(self.pool.weight[self.chosen[here]], capacity - usual),
                capacity,
            )
            for column in here[self.pool.unnamed[self.chosen[here]]].tolist():
                self._add_row(np.array([column, limit]), np.array([1.0, -1.0]), 0.0)

    def solve(
        self,
        seconds: float,
        start: Array | None = None,
        seed: int = 0,
        relative_gap: float = 0.0,
    ) -> Whole | None:
        """Solve, beginning from the pool columns in `start` if given; None when nothing was found."""
        count = len(self._cost)
        base = sparse.coo_matrix(self._matrix)
        line = np.concatenate([base.row, *self._line])
        row = np.concatenate([base.col, *self._row])
        value = np.concatenate([base.data, *self._value])
        whole = sparse.csr_matrix((value, (line, row)), shape=(count, len(self._upper)))
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = count, len(self._upper)
        model.col_cost_ = np.array(self._cost)
        model.col_lower_, model.col_upper_ = np.zeros(count), np.ones(count)
        model.row_lower_, model.row_upper_ = np.array(self._lower), np.array(self._upper)
        model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        model.a_matrix_.start_ = whole.indptr.astype(np.int32)
        model.a_matrix_.index_ = whole.indices.astype(np.int32)
        model.a_matrix_.value_ = whole.data
        kinds = {True: highspy.HighsVarType.kInteger, False: highspy.HighsVarType.kContinuous}
        model.integrality_ = [kinds[one] for one in self._whole]
        solver = quiet_solver()
        solver.setOptionValue("time_limit", max(seconds, 0.01))
        solver.setOptionValue("mip_rel_gap", relative_gap)
        solver.setOptionValue("mip_abs_gap", 1e-6)
        solver.setOptionValue("random_seed", seed)
        solver.passModel(model)
        if start is not None:
            self._start(solver, start)
        solver.run()
        info = solver.getInfo()
        if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
            return None
        at = np.array(solver.getSolution().col_value)
        proven = solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
        return Whole(
            self.chosen[np.flatnonzero(at[: self.chosen.size] > 0.5)],
            float(info.objective_function_value),
            float(info.mip_dual_bound),
            proven,
            dict(
                zip(self.pairs, at[self.first_near : self.first_near + len(self.pairs)].tolist(), strict=True)
            ),
        )

    def _start(self, solver: highspy.Highs, start: Array) -> None:
        """Offer the columns of an earlier answer; the solver works out the rest (near, limits) itself."""
        taken = np.flatnonzero(np.isin(self.chosen, start))
        placed: set[int] = set()
        for column in taken.tolist():
            placed.update(self.pool.bundling.bundles[self.pool.bundle[self.chosen[column]]].units)
        binary = self.chosen.size + self.units.size
        value = np.zeros(binary)
        value[taken] = 1.0
        for number, unit in enumerate(self.units.tolist()):
            if unit not in placed:
                value[self.chosen.size + number] = 1.0
        solver.setSolution(binary, np.arange(binary, dtype=np.int32), value)


def place_whole(
    pool: Pool,
    rows: Rows,
    chosen: Array,
    units: Array,
    *,
    seconds: float,
    start: Array,
    standing: Array | None = None,
    seed: int = 0,
    relative_gap: float = 0.0,
) -> Whole | None:
    """Solve the integer model, adding cuts until no pair claims to be near that is not.

    Returns the best answer by its true points (`points` without the constant for all pairs parted) and
    the best bound over these columns; None when the time was too short for any.
    """
    deadline = time.monotonic() + seconds
    best: Whole | None = None
    bound = -np.inf
    while True:
        model = IntegerModel(pool, rows, chosen, units, standing)
        answer = model.solve(deadline - time.monotonic(), start, seed, relative_gap)
        if answer is None:
            break
        bound = max(bound, answer.bound)
        points = score_columns(pool, answer.taken, units)
        if best is None or points < best.points:
            best = Whole(answer.taken, points, bound, False, answer.claimed)
        value = np.zeros(pool.size)
        value[answer.taken] = 1.0
        claimed = np.zeros(len(pool.bundling.near_pairs))
        for pair, much in answer.claimed.items():
            claimed[pair] = much
        cuts = rows.nearness.cuts_broken(value, claimed)
        if not cuts or time.monotonic() >= deadline:
            break
        rows.cuts.extend(cuts)
        start = best.taken
    if best is None:
        return None
    return replace(best, bound=min(bound, best.points), proven=best.points - bound <= 1e-6)
