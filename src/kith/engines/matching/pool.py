"""The pool: every column (a bundle of siblings in a home) that the rules allow and the model may use."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.spatial import cKDTree

from kith.engines.matching.bundles import Bundling, bundling
from kith.engines.matching.household import bedrooms_needed, household_fits
from kith.engines.matching.pair import Reading
from kith.engines.matching.places import METRES_PER_MILE
from kith.engines.matching.screening import screen
from kith.engines.matching.tables import Array, Tables, tables_for

PAIRS_SCREENED_WHOLE = 16_000_000  # at most this many pairs are all screened; above, the nearest homes
NEAREST_HOMES = 256
WHOLE_BEYOND_MILES = 60.0
BLOCK_PAIRS = 1_000_000


_Found = tuple[dict[int, tuple[Array, Array]], Array]


@dataclass(frozen=True)
class Candidates:
    """Allowed homes and their points for each child, as one run of arrays (homes in order)."""

    start: Array
    home: Array
    points: Array
    reach: Array

    def of(self, child: int) -> tuple[Array, Array]:
        """Return one child's homes and points."""
        part = slice(self.start[child], self.start[child + 1])
        return self.home[part], self.points[part]


@dataclass(frozen=True)
class Pool:
    """Columns as arrays of one length: which bundle, in which home, at what points.

    `weight` is the capacity it takes of `capacity[home]`; `bedrooms` and `beds` what it needs of empty
    bedrooms; `unnamed` marks those that hold an exempt home to the usual limit. `points` already has
    the bundle's credit taken off. `reach` gives, for each child, the points below which no home outside
    the pool can be (infinite when every home was screened).
    """

    reading: Reading
    tables: Tables
    bundling: Bundling
    bundle: Array
    home: Array
    points: Array
    weight: Array
    bedrooms: Array
    beds: Array
    unnamed: Array
    capacity: Array
    usual: Array
    reach: Array
    candidates: Candidates

    @property
    def size(self) -> int:
        """The number of columns."""
        return int(self.bundle.size)


def pool_for(reading: Reading) -> Pool:
    """Screen the instance and return its pool of columns.

    Small instances are screened whole. In larger ones each child meets the nearest homes first;
    `widen` goes farther where the prices say that it may matter.
    """
    tables = tables_for(reading)
    return _pool(reading, tables, bundling(reading), _candidates(reading, tables))


def _candidates(reading: Reading, tables: Tables) -> Candidates:
    children, homes = len(reading.instance.children), len(reading.instance.homes)
    everyone = np.arange(children)
    if children * homes <= PAIRS_SCREENED_WHOLE or homes <= NEAREST_HOMES:
        found = _screen_whole(reading, tables, everyone)
        return _run(children, found, np.full(children, np.inf))
    found, reach = _screen_nearest(reading, tables, everyone)
    return _run(children, found, reach)


def _screen_whole(reading: Reading, tables: Tables, some: Array) -> dict[int, tuple[Array, Array]]:
    homes = max(len(reading.instance.homes), 1)
    found: dict[int, tuple[Array, Array]] = {}
    step = max(BLOCK_PAIRS // homes, 1)
    for begin in range(0, some.size, step):
        block = some[begin : begin + step]
        screened = screen(reading, tables, block)
        allowed = screened.broken == 0
        for row, child in enumerate(block.tolist()):
            places = np.flatnonzero(allowed[row])
            found[child] = (places, screened.points[row, places])
    return found


def _screen_nearest(reading: Reading, tables: Tables, some: Array, miles: Array | None = None) -> _Found:
    """Screen, for each child, the nearest homes or all within some miles, and those naming the child.

    Returns what is allowed and no dearer than any home left out could be, and that least price.
    """
    tree = cKDTree(np.column_stack([tables.home["x"], tables.home["y"]]))
    where = np.column_stack([tables.child["x"], tables.child["y"]])[some]
    if miles is None:
        metres, nearest = tree.query(where, k=NEAREST_HOMES)
        miles = metres[:, -1] / METRES_PER_MILE
        lists = list(nearest)
    else:
        balls = tree.query_ball_point(where, miles * METRES_PER_MILE)
        lists = [np.array(ball, dtype=np.int64) for ball in balls]
    reach = _least_points_beyond(reading, tables, some, miles)
    found: dict[int, tuple[Array, Array]] = {}
    order = np.argsort([one.size for one in lists], kind="stable")
    begin = 0
    while begin < order.size:
        # Lists of like length are screened as one block, the shorter ones filled up with home 0.
        end = begin + 1
        while end < order.size and lists[order[end]].size * (end - begin + 1) <= BLOCK_PAIRS:
            end += 1
        rows = order[begin:end]
        width = max(lists[rows[-1]].size, 1)
        homes = np.zeros((rows.size, width), dtype=np.int64)
        filled = np.zeros((rows.size, width), dtype=bool)
        for row, number in enumerate(rows.tolist()):
            homes[row, : lists[number].size] = lists[number]
            filled[row, : lists[number].size] = True
        screened = screen(reading, tables, some[rows], homes)
        keep = (screened.broken == 0) & filled & (screened.points <= reach[rows][:, None])
        for row, number in enumerate(rows.tolist()):
            child = int(some[number])
            places, points = homes[row, keep[row]], screened.points[row, keep[row]]
            asked = np.setdiff1d(np.array(tables.special.get(child, []), dtype=np.int64), places)
            if asked.size:
                answer = screen(reading, tables, np.array([child]), asked[None, :])
                fine = answer.broken[0] == 0
                places = np.concatenate([places, asked[fine]])
                points = np.concatenate([points, answer.points[0][fine]])
            in_order = np.argsort(places, kind="stable")
            found[child] = (places[in_order], points[in_order])
        begin = end
    return found, reach


def _least_points_beyond(reading: Reading, tables: Tables, some: Array, miles: Array) -> Array:
    """Return what no home farther than these miles can cost less than, for each child."""
    weights = reading.profile
    if tables.travel_keys["family"].size:
        return tables.child["move"][some].copy()  # a known journey may count as fewer miles
    reach = np.minimum(miles, reading.far_miles) * weights.mile_from_home
    reach += (
        np.maximum(np.minimum(miles, weights.furthest_miles) - reading.far_miles, 0) * weights.mile_beyond_far
    )
    reach += np.where(miles > reading.far_miles, weights.far_from_home, 0.0)
    reach += tables.home["weekly_cost"].min() * weights.hundred_pounds_a_week / 100.0
    reach += tables.child["move"][some]
    for number, child in enumerate(some.tolist()):
        reach[number] += weights.siblings_near * len(tables.resident_siblings.get(child, ()))
    return reach


def miles_to_reach(pool: Pool, children: Array, points: Array) -> Array:
    """Return how far a search must go so that every home costing these points or less is met."""
    reading, weights = pool.reading, pool.reading.profile
    spare = points - _least_points_beyond(reading, pool.tables, children, np.zeros(children.size))
    near = spare / weights.mile_from_home if weights.mile_from_home else np.full(spare.size, np.inf)
    past = spare - reading.far_miles * weights.mile_from_home - weights.far_from_home
    far = reading.far_miles + (past / weights.mile_beyond_far if weights.mile_beyond_far else np.inf)
    miles = np.where(near <= reading.far_miles, near, np.maximum(far, reading.far_miles))
    return np.where(miles >= weights.furthest_miles, np.inf, np.maximum(miles, 0.0) + 0.01)


def _run(children: int, found: dict[int, tuple[Array, Array]], reach: Array) -> Candidates:
    sizes = [found[child][0].size for child in range(children)]
    start = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    empty = np.zeros(0, dtype=np.int64)
    home = np.concatenate([found[child][0] for child in range(children)] or [empty])
    points = np.concatenate([found[child][1] for child in range(children)] or [np.zeros(0)])
    return Candidates(start, home, points, reach)


def widen(pool: Pool, children: Array, miles: Array) -> Pool:
    """Return the pool with every home within these miles screened for these children."""
    reading, tables = pool.reading, pool.tables
    count = len(reading.instance.children)
    found = {child: pool.candidates.of(child) for child in range(count)}
    reach = pool.reach.copy()
    # Beyond this many miles most homes of the country are met: screening them all is quicker.
    whole = ~(miles < WHOLE_BEYOND_MILES)
    if whole.any():
        found.update(_screen_whole(reading, tables, children[whole]))
        reach[children[whole]] = np.inf
    if (~whole).any():
        nearer, least = _screen_nearest(reading, tables, children[~whole], miles[~whole])
        found.update(nearer)
        reach[children[~whole]] = least
    return _pool(reading, tables, pool.bundling, _run(count, found, reach))


def _pool(reading: Reading, tables: Tables, made: Bundling, candidates: Candidates) -> Pool:
    home = tables.home
    capacity = np.maximum(np.maximum(home["usual"], home["exempt"]), 1)
    parts: dict[str, list[Array]] = {
        name: [] for name in ("bundle", "home", "points", "weight", "bedrooms", "beds", "unnamed")
    }
    for number, bundle in enumerate(made.bundles):
        places, points = candidates.of(bundle.members[0])
        for member in bundle.members[1:]:
            theirs, their_points = candidates.of(member)
            places, here, there = np.intersect1d(places, theirs, assume_unique=True, return_indices=True)
            points = points[here] + their_points[there]
        if not places.size:
            continue
        size = len(bundle.members)
        usual = home["usual"][places] >= size
        fits = usual | (home["siblings"][places] >= size)
        in_beds = np.full(places.size, size)
        saved = np.minimum(bundle.sharing, home["beds"][places] - home["bedrooms"][places])
        # 99 bedrooms stand for no limit; there nobody needs to share.
        fits &= (home["beds"][places] >= size) & (home["bedrooms"][places] >= size - np.maximum(saved, 0))
        needed = in_beds - bundle.sharing
        unnamed = home["exempt"][places] > home["usual"][places]
        exclusive = ~usual | bundle.alone
        for special in sorted({one for member in bundle.members for one in tables.special.get(member, ())}):
            where = np.searchsorted(places, special)
            if where == places.size or places[where] != special:
                continue
            joining = [reading.instance.children[member] for member in bundle.members]
            there_home = reading.instance.homes[special]
            fits[where] = household_fits(reading, joining, there_home)
            needed[where], in_beds[where] = bedrooms_needed(reading, joining, there_home)
            room = reading.rooms[special]
            named = all(child.id in room.exempt_children for child in joining) and size <= room.exempt
            unnamed[where] = room.exempt > room.usual and not named
            exclusive[where] = bundle.alone or not (size <= room.usual or named)
        places, points = places[fits], points[fits]
        exclusive, unnamed = exclusive[fits], unnamed[fits]
        parts["bundle"].append(np.full(places.size, number, dtype=np.int32))
        parts["home"].append(places.astype(np.int32))
        parts["points"].append(points - bundle.credit)
        parts["weight"].append(np.where(exclusive, capacity[places], size).astype(float))
        parts["bedrooms"].append(needed[fits].astype(float))
        parts["beds"].append(in_beds[fits].astype(float))
        parts["unnamed"].append(unnamed & ~exclusive)
    joined = {
        name: np.concatenate(arrays) if arrays else np.zeros(0, dtype=np.int64)
        for name, arrays in parts.items()
    }
    return Pool(
        reading,
        tables,
        made,
        joined["bundle"].astype(np.int64),
        joined["home"].astype(np.int64),
        joined["points"].astype(float),
        joined["weight"].astype(float),
        joined["bedrooms"].astype(float),
        joined["beds"].astype(float),
        joined["unnamed"].astype(bool),
        capacity.astype(float),
        home["usual"].astype(float),
        candidates.reach,
        candidates,
    )
