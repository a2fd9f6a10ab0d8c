"""The pool: every column (a bundle of siblings in a home) that the rules allow and the model may use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.spatial import cKDTree

from kith.engines.matching.bundles import Bundling, bundling
from kith.engines.matching.household import bedrooms_needed, household_fits
from kith.engines.matching.pair import Reading, terms_unplaced
from kith.engines.matching.screening import Allowed, allowed_everywhere, allowed_of_pairs, allowed_within
from kith.engines.matching.tables import Array, Tables, tables_for

PAIRS_SCREENED_WHOLE = 16_000_000  # at most this many pairs are all screened; above, the nearest homes
NEAREST_HOMES = 128
CHEAPEST = 2  # homes nearby: what the last of these costs says how far it is worth looking
FEW_FOUND = 20.0  # points to look up to where even so few were not found nearby
CHILDREN_AT_ONCE = 400
CHEAPEST_OF_BUNDLE = 40  # columns kept of each bundle in a large instance, before prices ask for more
ROOMS = (2, 3, 4)  # brothers and sisters look among homes with room for so many, or more
BLOCK_PAIRS = 500_000


@dataclass(frozen=True)
class Candidates:
    """Allowed homes and their points for each child, as one run of arrays (homes in order).

    `reach` gives, for each child, the points below which no home left out can be. For brothers and
    sisters together `reach_with_room[k]` gives the points, for distance and weekly cost alone, below
    which no home with room for k or more is left out. All are infinite where every home was screened.
    """

    start: Array
    home: Array
    points: Array
    reach: Array
    reach_with_room: dict[int, Array]

    def of(self, child: int) -> tuple[Array, Array]:
        """Return one child's homes and points."""
        part = slice(self.start[child], self.start[child + 1])
        return self.home[part], self.points[part]


@dataclass(frozen=True)
class Pool:
    """Columns as arrays of one length: which bundle, in which home, at what points.

    `weight` is the capacity it takes of `capacity[home]`; `bedrooms` and `beds` what it needs of empty
    bedrooms; `unnamed` marks those that hold an exempt home to the usual limit. `points` already has
    the bundle's credit taken off. `left_out` gives, for each bundle, the points above which its columns
    were left out (infinite where none was).
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
    candidates: Candidates
    left_out: Array

    @cached_property
    def unplaced(self) -> Array:
        """For each unit, the points of leaving it without a home."""
        children = self.reading.instance.children
        return np.array(
            [
                sum(sum(terms_unplaced(self.reading, children[child]).values()) for child in unit.members)
                for unit in self.bundling.units
            ],
            dtype=float,
        )

    @property
    def size(self) -> int:
        """The number of columns."""
        return int(self.bundle.size)


def pool_for(reading: Reading) -> Pool:
    """Screen the instance and return its pool of columns.

    Small instances are screened whole. In larger ones each child meets first the homes that cost about
    as little as the cheapest few nearby; `widen` goes farther where prices say that it may matter.
    """
    tables = tables_for(reading)
    made = bundling(reading)
    children, homes = len(reading.instance.children), len(reading.instance.homes)
    everyone = np.arange(children)
    never = np.full(children, np.inf)
    if children * homes <= PAIRS_SCREENED_WHOLE or homes <= NEAREST_HOMES:
        return _pool(
            reading,
            tables,
            made,
            _candidates(children, _whole(reading, tables, everyone), never, dict.fromkeys(ROOMS, never)),
        )
    most = _points_of_cheap_homes(reading, tables, everyone)
    family = np.array([len(reading.family_of[child.id].children) for child in reading.instance.children])
    # What parting would cost is saved by a home for all: they may look farther than each alone.
    beside = np.minimum(most, FEW_FOUND) + 2.0
    parts = [_within(reading, tables, everyone, most, np.arange(homes), False)]
    # Homes with room for three or four are among those with room for two: one look meets them all.
    some = np.flatnonzero(family >= ROOMS[0])
    parts.append(_within(reading, tables, some, beside, _homes_with_room(tables, ROOMS[0]), True))
    reach_with_room = {room: np.where(family >= room, beside, np.inf) for room in ROOMS}
    found = _candidates(children, _joined(parts), most, reach_with_room)
    return _pool(reading, tables, made, found, np.full(len(made.bundles), -np.inf))


def _homes_with_room(tables: Tables, room: int) -> Array:
    home = tables.home
    most = np.maximum(np.maximum(home["usual"], home["siblings"]), home["exempt"])
    return np.flatnonzero(most >= room)


def _whole(reading: Reading, tables: Tables, some: Array) -> Allowed:
    """Return every allowed pair of these children."""
    step = max(BLOCK_PAIRS // max(len(reading.instance.homes), 1), 1)
    return _joined(
        [
            allowed_everywhere(reading, tables, some[begin : begin + step])
            for begin in range(0, some.size, step)
        ]
    )


def _points_of_cheap_homes(reading: Reading, tables: Tables, some: Array) -> Array:
    """Return, for each child, a little more than the cheapest few allowed homes nearby cost."""
    tree = cKDTree(np.column_stack([tables.home["x"], tables.home["y"]]))
    where = np.column_stack([tables.child["x"], tables.child["y"]])[some]
    nearest = np.sort(tree.query(where, k=NEAREST_HOMES)[1], axis=1)
    found = allowed_of_pairs(reading, tables, some, np.repeat(some, NEAREST_HOMES), nearest.ravel())
    most = np.full(len(reading.instance.children), FEW_FOUND)
    cut = np.searchsorted(found.child, np.arange(most.size + 1))
    for child in some.tolist():
        points = found.points[cut[child] : cut[child + 1]]
        if points.size >= CHEAPEST:
            most[child] = np.partition(points, CHEAPEST - 1)[CHEAPEST - 1] + 0.5
    return most


def _within(
    reading: Reading, tables: Tables, some: Array, most: Array, homes: Array, by_distance: bool
) -> Allowed:
    """Return the allowed pairs of these children and homes that cost at most `most[child]`."""
    return _joined(
        [
            allowed_within(reading, tables, some[begin : begin + CHILDREN_AT_ONCE], homes, most, by_distance)
            for begin in range(0, some.size, CHILDREN_AT_ONCE)
        ]
    )


def _joined(parts: Sequence[Allowed]) -> Allowed:
    if not parts:
        empty = np.zeros(0, dtype=np.int64)
        return Allowed(empty, empty, np.zeros(0))
    child = np.concatenate([part.child for part in parts])
    home = np.concatenate([part.home for part in parts])
    points = np.concatenate([part.points for part in parts])
    order = np.lexsort((home, child))
    child, home, points = child[order], home[order], points[order]
    fresh = np.ones(child.size, dtype=bool)
    fresh[1:] = (child[1:] != child[:-1]) | (home[1:] != home[:-1])
    return Allowed(child[fresh], home[fresh], points[fresh])


def _candidates(children: int, found: Allowed, reach: Array, reach_with_room: dict[int, Array]) -> Candidates:
    start = np.searchsorted(found.child, np.arange(children + 1))
    return Candidates(start, found.home, found.points, reach, reach_with_room)


def widen(pool: Pool, reach: Array, reach_with_room: dict[int, Array], up_to: Array) -> Pool:
    """Return the pool with every home screened up to these reaches; where no farther, as it was.

    `up_to` gives the points up to which each bundle's columns are kept, beside the cheapest.
    """
    reading, tables, before = pool.reading, pool.tables, pool.candidates
    owner = np.repeat(np.arange(reach.size), np.diff(before.start))
    parts = [Allowed(owner, before.home, before.points)]
    some = np.flatnonzero(reach > before.reach)
    if some.size:
        every = np.arange(pool.capacity.size)
        parts.append(_within(reading, tables, some, reach, every, False))
    for room in ROOMS:
        some = np.flatnonzero(reach_with_room[room] > before.reach_with_room[room])
        if some.size:
            homes = _homes_with_room(tables, room)
            parts.append(_within(reading, tables, some, reach_with_room[room], homes, True))
    farthest = {room: np.maximum(reach_with_room[room], before.reach_with_room[room]) for room in ROOMS}
    found = _candidates(reach.size, _joined(parts), np.maximum(reach, before.reach), farthest)
    return _pool(reading, tables, pool.bundling, found, up_to)


def _pool(
    reading: Reading,
    tables: Tables,
    made: Bundling,
    candidates: Candidates,
    up_to: Array | None = None,
) -> Pool:
    home = tables.home
    capacity = np.maximum(np.maximum(home["usual"], home["exempt"]), 1)
    parts: dict[str, list[Array]] = {
        name: [] for name in ("bundle", "home", "points", "weight", "bedrooms", "beds", "unnamed")
    }
    left_out = np.full(len(made.bundles), np.inf)
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
        kept = points - bundle.credit
        if up_to is not None and int(fits.sum()) > CHEAPEST_OF_BUNDLE:
            # Of many homes for one bundle all but the cheapest are left out, up to points remembered.
            last = np.partition(kept[fits], CHEAPEST_OF_BUNDLE)[CHEAPEST_OF_BUNDLE]
            left_out[number] = max(float(last), float(up_to[number]))
            fits &= kept <= left_out[number]
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
        candidates,
        left_out,
    )
