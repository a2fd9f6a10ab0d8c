"""The pool: every column (a bundle of siblings in a home) that the rules allow and the model may use."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from kith.engines.matching.bundles import Bundling, bundling
from kith.engines.matching.household import bedrooms_needed, household_fits
from kith.engines.matching.pair import Reading, terms_unplaced
from kith.engines.matching.screening import Least, allowed
from kith.engines.matching.tables import Array, Tables, tables_for

PAIRS_KEPT_WHOLE = 2_000_000  # where there are no more pairs of child and home, every column is kept
PAIRS_SCREENED_WHOLE = 16_000_000  # at most this many pairs are all screened; above, the likeliest homes
FIRST_HOMES = 400  # that a family meets first, those that cost it least before any rule is read
ENOUGH = 1  # columns that a bundle is to have; where it has fewer, its family meets more homes
MORE_HOMES = 8  # times as many
SAMPLED = 16  # one home in so many is looked at to tell how far so many homes reach
CHEAPEST_OF_BUNDLE = 40  # columns kept of each bundle in a large instance, before prices ask for more
CHEAPEST_WHERE_SCARCE = 300  # the same, where there are fewer than two places for each child
BEYOND_WORTH = 10.0  # points above a bundle's cheapest, or above what it is worth to the model, looked up to

COLUMNS = ("bundle", "home", "points", "weight", "bedrooms", "beds", "unnamed")


@dataclass(frozen=True)
class Pool:
    """Columns as arrays of one length, in order of bundle and home: which bundle, where, at what points.

    `weight` is the capacity it takes of `capacity[home]`; `bedrooms` and `beds` what it needs of empty
    bedrooms; `unnamed` marks those that hold an exempt home to the usual limit. `points` already has
    the bundle's credit taken off. `left_out` gives, for each bundle, the points that none of its columns
    left out is below (infinite where none was left out), whichever home of the instance it is for.
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

    Small instances are screened whole. In larger ones each family meets first the homes that may cost it
    least; `widen` goes farther where prices say that it may matter.
    """
    looking = Looking(reading, tables_for(reading), bundling(reading))
    whole = looking.pairs <= PAIRS_KEPT_WHOLE
    up_to = np.full(len(looking.made.bundles), np.inf if whole else -np.inf)
    for family in range(len(reading.instance.families)):
        looking.look(family, up_to)
    return looking.pool()


def capacities(tables: Tables) -> Array:
    """Return the places of each home as the model counts them."""
    capacity: Array = np.maximum(np.maximum(tables.home["usual"], tables.home["exempt"]), 1)
    return capacity


def scarce(tables: Tables) -> bool:
    """Say whether there are fewer than two places for each child."""
    return bool(capacities(tables).sum() < 2 * tables.child["age"].size)


def widen(pool: Pool, worth: Array) -> Pool:
    """Return the pool with every column of a bundle that costs less than the bundle is worth."""
    bundles = pool.bundling.bundles
    short = np.flatnonzero(worth > pool.left_out)
    looking = Looking(pool.reading, pool.tables, pool.bundling, pool.left_out.copy())
    families = sorted({bundles[number].family for number in short.tolist()})
    up_to = pool.left_out.copy()
    up_to[short] = worth[short] + BEYOND_WORTH
    for family in families:
        looking.look(family, up_to)
    again = np.isin(np.array([bundle.family for bundle in bundles])[pool.bundle], families)
    looking.keep(pool, ~again)
    return looking.pool()


class Looking:
    """Looks for the homes of families, one family after another, and gathers the columns found."""

    def __init__(
        self, reading: Reading, tables: Tables, made: Bundling, left_out: Array | None = None
    ) -> None:
        self.reading, self.tables, self.made = reading, tables, made
        self.left_out = np.full(len(made.bundles), np.inf) if left_out is None else left_out
        self.pairs = len(reading.instance.children) * len(reading.instance.homes)
        self.least = Least(reading, tables)
        anywhere = self.least.anywhere()
        # What a bundle costs wherever it goes, homes that name one of its children left aside.
        self.base = np.array(
            [anywhere[list(bundle.members)].sum() - bundle.credit for bundle in made.bundles], dtype=float
        )
        home = tables.home
        self.capacity = capacities(tables)
        self.room = np.maximum(np.maximum(home["usual"], home["siblings"]), home["exempt"])
        self.roomy = [np.flatnonzero(self.room >= size) for size in range(int(self.room.max(initial=0)) + 1)]
        self.cheapest = CHEAPEST_WHERE_SCARCE if scarce(tables) else CHEAPEST_OF_BUNDLE
        self.parts: dict[str, list[Array]] = {name: [] for name in COLUMNS}
        self.of_family: list[list[int]] = [[] for _ in reading.instance.families]
        for number, bundle in enumerate(made.bundles):
            self.of_family[bundle.family].append(number)

    def look(self, family: int, up_to: Array) -> None:
        """Gather the columns of one family's bundles: the cheapest of each, and all up to these points."""
        numbers = self.of_family[family]
        if not numbers:
            return
        members = np.array(sorted({one for number in numbers for one in self.made.bundles[number].members}))
        of_size: dict[int, list[int]] = {}
        for number in numbers:
            of_size.setdefault(len(self.made.bundles[number].members), []).append(number)
        # The points for each child up to which every home with room for so many is met.
        reach = {
            size: max((up_to[number] - self.base[number]) / size for number in some)
            for size, some in of_size.items()
        }
        many = FIRST_HOMES
        least = None
        if self.pairs <= PAIRS_SCREENED_WHOLE:
            reach = dict.fromkeys(reach, np.inf)
        elif min(reach.values()) < np.inf:
            least = self.least.points(members)
        if least is not None:
            reach = {size: max(points, self._nth(least, size, many)) for size, points in reach.items()}
        while True:
            homes = self._homes(members, least, reach)
            homes, points = allowed(self.reading, self.tables, members, homes)
            found = {
                number: self._columns(number, homes, points[np.searchsorted(members, bundle.members)])
                for number, bundle in ((number, self.made.bundles[number]) for number in numbers)
            }
            short = [
                size
                for size, some in of_size.items()
                if reach[size] < np.inf
                and min((found[n]["points"] <= self._sure(n, reach)).sum() for n in some) < ENOUGH
            ]
            if not short or least is None:
                break
            many *= MORE_HOMES
            for size in short:
                # Where enough were met, though dearer than homes not met may be, it is known how far to look.
                enough = max(self._enough(found[number]["points"], number) for number in of_size[size])
                reach[size] = min(self._nth(least, size, many), enough)
        for number, columns in found.items():
            self._keep_cheapest(number, columns, self._sure(number, reach), float(up_to[number]))

    def _nth(self, least: Array, size: int, many: int) -> float:
        """Return points below which are about so many of the homes with room; infinite where there are no more."""
        roomy = self.roomy[size] if size < len(self.roomy) else np.zeros(0, dtype=np.int64)
        if many >= roomy.size:
            return np.inf
        among = least[roomy[::SAMPLED]]
        return float(np.partition(among, many // SAMPLED)[many // SAMPLED])

    def _enough(self, points: Array, number: int) -> float:
        """Return the points for each child at which a bundle has columns enough."""
        if points.size < ENOUGH:
            return np.inf
        size = len(self.made.bundles[number].members)
        cheapest = np.partition(points, ENOUGH - 1)[ENOUGH - 1]
        return float(cheapest + BEYOND_WORTH - self.base[number]) / size

    def _homes(self, members: Array, least: Array | None, reach: dict[int, float]) -> Array:
        """Return the homes to meet, in order: those within reach, and all that name one of the children."""
        if least is None:
            return np.arange(self.capacity.size)
        met = np.zeros(self.capacity.size, dtype=bool)
        for size, points in reach.items():
            met |= (least <= points) & (self.room >= size)
        for member in members.tolist():
            met[self.tables.special.get(member, [])] = True
        return np.flatnonzero(met)

    def _sure(self, number: int, reach: dict[int, float]) -> float:
        """Return the points up to which every column of a bundle has been met."""
        size = len(self.made.bundles[number].members)
        return float(reach[size] * size + self.base[number])

    def _columns(self, number: int, homes: Array, points: Array) -> dict[str, Array]:
        """Return a bundle's columns in these homes; `points` has a line for each of its children."""
        bundle, home = self.made.bundles[number], self.tables.home
        total = points.sum(axis=0)
        places = np.flatnonzero(np.isfinite(total))
        total, places = total[places], homes[places]
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
        for special in sorted(
            {one for member in bundle.members for one in self.tables.special.get(member, ())}
        ):
            where = int(np.searchsorted(places, special))
            if where == places.size or places[where] != special:
                continue
            joining = [self.reading.instance.children[member] for member in bundle.members]
            there_home = self.reading.instance.homes[special]
            fits[where] = household_fits(self.reading, joining, there_home)
            needed[where], in_beds[where] = bedrooms_needed(self.reading, joining, there_home)
            room = self.reading.rooms[special]
            named = all(child.id in room.exempt_children for child in joining) and size <= room.exempt
            unnamed[where] = room.exempt > room.usual and not named
            exclusive[where] = bundle.alone or not (size <= room.usual or named)
        return {
            "bundle": np.full(int(fits.sum()), number),
            "home": places[fits],
            "points": total[fits] - bundle.credit,
            "weight": np.where(exclusive, self.capacity[places], size)[fits],
            "bedrooms": needed[fits],
            "beds": in_beds[fits],
            "unnamed": (unnamed & ~exclusive)[fits],
        }

    def _keep_cheapest(self, number: int, columns: dict[str, Array], sure: float, up_to: float) -> None:
        points, last = columns["points"], np.inf
        if points.size > self.cheapest:
            last = max(up_to, float(np.partition(points, self.cheapest)[self.cheapest]))
        kept = points <= last
        # A home not met may cost less than some that were.
        self.left_out[number] = sure if kept.all() else min(sure, last)
        for name in COLUMNS:
            self.parts[name].append(columns[name][kept])

    def keep(self, pool: Pool, which: Array) -> None:
        """Keep some columns of a pool as they are."""
        for name in COLUMNS:
            self.parts[name].append(getattr(pool, name)[which])

    def pool(self) -> Pool:
        """Return the pool of the columns gathered, in order of bundle and home."""
        nothing = np.zeros(0, dtype=np.int64)
        joined = {name: np.concatenate([nothing, *parts]) for name, parts in self.parts.items()}
        order = np.lexsort((joined["home"], joined["bundle"]))
        as_number = {name: joined[name][order].astype(float) for name in COLUMNS}
        return Pool(
            self.reading,
            self.tables,
            self.made,
            as_number["bundle"].astype(np.int64),
            as_number["home"].astype(np.int64),
            as_number["points"],
            as_number["weight"],
            as_number["bedrooms"],
            as_number["beds"],
            as_number["unnamed"].astype(bool),
            self.capacity.astype(float),
            self.tables.home["usual"].astype(float),
            self.left_out,
        )
