"""The rows that every model of a pool shares, and each pool column's line over them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from kith.engines.matching.bundles import overlapping_bundles
from kith.engines.matching.nearness import Cut, Nearness
from kith.engines.matching.pool import Pool
from kith.engines.matching.tables import Array


@dataclass(frozen=True)
class HomeRows:
    """One kind of row for some homes: each pool column takes `takes` of the row of its home, if it has one."""

    homes: Array
    takes: Array
    upper: Array

    def row_of(self, homes: int) -> Array:
        """Return each home's row among these; -1 where it has none."""
        row = np.full(homes, -1)
        row[self.homes] = np.arange(self.homes.size)
        return row


@dataclass(frozen=True)
class Rows:
    """The rows that every model of a pool shares; `cuts` grows as solving finds more of them.

    In order: one row per unit (in one home or none); per near pair two rows (near only if each has a
    home of its own); rows of families that only one bundle can be taken of; one row of places per home;
    then the further rows of some homes, one kind after another. `of_bundle` has a line per bundle over
    all rows before the homes'.
    """

    of_bundle: sparse.csr_matrix
    units: int
    pairs: int
    overlaps: int
    further: tuple[HomeRows, ...]
    upper: Array
    cuts: list[Cut]
    nearness: Nearness

    @property
    def count(self) -> int:
        """The number of rows, cuts left out."""
        return int(self.upper.size)

    @property
    def first_home(self) -> int:
        """The row of the first home's places."""
        return self.units + 2 * self.pairs + self.overlaps


def rows_for(pool: Pool) -> Rows:
    """Return the shared rows of a pool."""
    made = pool.bundling
    units, pairs = len(made.units), len(made.near_pairs)
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
    overlaps = overlapping_bundles(made)
    for place, numbers in enumerate(overlaps):
        line += numbers
        column += [units + 2 * pairs + place] * len(numbers)
        value += [1.0] * len(numbers)
    of_bundle = sparse.csr_matrix(
        (value, (line, column)),
        shape=(len(made.bundles), units + 2 * pairs + len(overlaps)),
        dtype=float,
    )
    further = _further(pool)
    upper = np.concatenate(
        [
            np.ones(units),
            np.zeros(2 * pairs),
            np.ones(len(overlaps)),
            pool.capacity,
            *[rows.upper for rows in further],
        ]
    )
    return Rows(of_bundle, units, pairs, len(overlaps), further, upper, [], Nearness(pool))


def places_in(pool: Pool, before: Pool) -> Array:
    """Return where each column of one pool stands in another; -1 where it does not."""
    homes = pool.capacity.size
    old, new = before.bundle * homes + before.home, pool.bundle * homes + pool.home
    place = np.searchsorted(new, old)
    place[np.append(new, -1)[place] != old] = -1
    return place


def carry_cuts(cuts: list[Cut], place: Array, nearness: Nearness) -> list[Cut]:
    """Return cuts found over one pool as cuts over a wider one, in which its columns have these places.

    A clique stays as it was, without the columns that are new.
    """
    carried = []
    for cut in cuts:
        if cut.pair is None:
            columns = place[cut.columns]
            carried.append(Cut(None, columns[columns >= 0]))
        else:
            carried.append(nearness.again(cut))
    return carried


def _further(pool: Pool) -> tuple[HomeRows, ...]:
    """Return the rows of bedrooms and of beds where they may bind, and two of a kind of rounding.

    A home of three places takes one pair of siblings, not one and a half: half of each bundle, rounded
    down, is at most half of the places, rounded down; so with thirds. The relaxation cannot see that.
    """
    home = pool.tables.home
    tight = np.flatnonzero((home["bedrooms"] < pool.capacity) | (home["beds"] < pool.capacity))
    found = [
        HomeRows(tight, pool.bedrooms, home["bedrooms"][tight].astype(float)),
        HomeRows(tight, pool.beds, home["beds"][tight].astype(float)),
    ]
    for part in (2, 3):
        whole = np.floor(pool.capacity / part)
        uneven = np.flatnonzero((pool.capacity > part) & (whole * part < pool.capacity))
        found.append(HomeRows(uneven, np.floor(pool.weight / part), whole[uneven]))
    return tuple(found)


def columns_matrix(pool: Pool, rows: Rows, chosen: Array) -> sparse.csr_matrix:
    """Return one line per chosen pool column over all shared rows, and then the cuts."""
    bundle, home = pool.bundle[chosen], pool.home[chosen]
    line = np.arange(chosen.size)
    of_home = sparse.csr_matrix((pool.weight[chosen], (line, home)), shape=(chosen.size, pool.capacity.size))
    parts = [rows.of_bundle[bundle], of_home]
    for kind in rows.further:
        row, takes = kind.row_of(pool.capacity.size)[home], kind.takes[chosen]
        has = (row >= 0) & (takes > 0)
        parts.append(
            sparse.csr_matrix((takes[has], (line[has], row[has])), shape=(chosen.size, kind.homes.size))
        )
    if rows.cuts:
        parts.append(_lines(pool, rows.cuts, chosen))
    return sparse.hstack(parts, format="csr")


def _lines(pool: Pool, cuts: list[Cut], chosen: Array) -> sparse.csr_matrix:
    """Return one line per chosen column and one column per cut: what it takes of it."""
    at = np.full(pool.size, -1)
    at[chosen] = np.arange(chosen.size)
    lines = [at[cut.columns] for cut in cuts]
    lines = [line[line >= 0] for line in lines]
    sizes = [line.size for line in lines]
    takes = np.repeat([cut.takes for cut in cuts], sizes)
    columns = np.repeat(np.arange(len(cuts)), sizes)
    return sparse.csr_matrix((takes, (np.concatenate(lines), columns)), shape=(chosen.size, len(cuts)))
