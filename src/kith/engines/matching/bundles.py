"""Bundles: the sets of brothers and sisters of one family who might share one home."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations

import numpy as np

from kith.engines.matching.household import may_live_together
from kith.engines.matching.instance import together_sets
from kith.engines.matching.pair import Reading, sibling_points

MOST_UNITS_COMBINED = 8  # larger families would have too many rows of overlapping bundles


@dataclass(frozen=True)
class Unit:
    """Children of one family bound to one home by decision; one child where nothing binds."""

    number: int
    family: int
    members: tuple[int, ...]


@dataclass(frozen=True)
class Bundle:
    """A set of one family's children for one home: `members` and `units` are positions.

    `credit` is what their being together saves, in points; `sharing` is how many bedrooms they can
    save by sharing; `alone` says that no other child may join them.
    """

    members: tuple[int, ...]
    units: tuple[int, ...]
    family: int
    credit: float
    sharing: int
    alone: bool


@dataclass(frozen=True)
class NearPair:
    """Two units with brothers and sisters who would be parted: `credit` if their homes are near."""

    one: int
    other: int
    credit: float


@dataclass(frozen=True)
class Bundling:
    """Every unit, bundle and pair of an instance, and the points that all pairs parted would cost.

    `restricted` are the children of whom some others must not join the same home; `clashing` says of each
    of them which bundles hold such a child, a byte for each bundle.
    """

    units: tuple[Unit, ...]
    bundles: tuple[Bundle, ...]
    near_pairs: tuple[NearPair, ...]
    all_parted: float
    apart_families: frozenset[int]
    restricted: frozenset[int]
    clashing: dict[int, bytes] = field(repr=False, compare=False)

    @cached_property
    def restricted_in(self) -> list[list[int]]:
        """The restricted children of each bundle."""
        return [[one for one in bundle.members if one in self.restricted] for bundle in self.bundles]

    def clash(self, one: int, other: int) -> bool:
        """Say whether two bundles of different families must not be in one home."""
        return any(self.clashing[child][other] for child in self.restricted_in[one]) or any(
            self.clashing[child][one] for child in self.restricted_in[other]
        )


def bundling(reading: Reading) -> Bundling:
    """Return the bundles of every family, no larger than the largest home could take."""
    instance = reading.instance
    largest = max((room.most for room in reading.rooms), default=0)
    units: list[Unit] = []
    bundles: list[Bundle] = []
    near_pairs: list[NearPair] = []
    apart_families: set[int] = set()
    all_parted = 0.0
    weights = reading.profile
    for number, family in enumerate(instance.families):
        position = instance.child_position
        members = tuple(position[child] for child in family.children)
        parted: dict[tuple[int, int], float] = {}
        forbidden: set[tuple[int, int]] = set()
        near: dict[tuple[int, int], float] = {}
        unit_of: dict[int, int] = {}
        family_units = [tuple(sorted(position[child] for child in bound)) for bound in together_sets(family)]
        family_units.sort()
        first = len(units)
        for place, bound in enumerate(family_units):
            units.append(Unit(first + place, number, bound))
            unit_of.update(dict.fromkeys(bound, first + place))
        for one, other in combinations(members, 2):
            pair = (min(one, other), max(one, other))
            child, sibling = instance.children[one], instance.children[other]
            decision = family.decision(child.id, sibling.id)
            parted[pair] = sibling_points(decision, None, weights)
            all_parted += parted[pair]
            if decision == "apart" or not may_live_together(child, sibling, True):
                forbidden.add(pair)
            saved = parted[pair] - sibling_points(decision, 0.0, weights)
            if saved > 0 and unit_of[one] != unit_of[other]:
                across = (min(unit_of[one], unit_of[other]), max(unit_of[one], unit_of[other]))
                near[across] = near.get(across, 0.0) + saved
        near_pairs += [NearPair(one, other, credit) for (one, other), credit in near.items()]
        if forbidden:
            apart_families.add(number)
        for size in range(1, len(family_units) + 1):
            for chosen in combinations(range(len(family_units)), size):
                inside = tuple(sorted(child for unit in chosen for child in family_units[unit]))
                pairs = list(combinations(inside, 2))
                if len(inside) > max(largest, 1) or forbidden.intersection(pairs):
                    continue
                bundles.append(
                    Bundle(
                        inside,
                        tuple(first + unit for unit in chosen),
                        number,
                        sum(parted[pair] for pair in pairs),
                        _bedrooms_saved(reading, inside),
                        any(instance.children[child].only_child for child in inside),
                    )
                )
    restricted = _restricted(reading)
    return Bundling(
        tuple(units),
        tuple(bundles),
        tuple(near_pairs),
        all_parted,
        frozenset(apart_families),
        restricted,
        _clashing(reading, bundles, restricted),
    )


def _bedrooms_saved(reading: Reading, members: tuple[int, ...]) -> int:
    """Return the most pairs of these siblings who could share, no child in two pairs."""
    if len(members) < 2:
        return 0
    children = reading.instance.children
    first, rest = children[members[0]], members[1:]
    best = _bedrooms_saved(reading, rest)
    for number, other in enumerate(rest):
        sibling = children[other]
        if reading.may_share(first, sibling.age, sibling.sex, sibling.may_share_bedroom):
            best = max(best, 1 + _bedrooms_saved(reading, rest[:number] + rest[number + 1 :]))
    return best


def _restricted(reading: Reading) -> frozenset[int]:
    """Return the waiting children whose plan, or another's that names them, says who may live with them.

    A child who must be the only one is not among them for that: such a bundle fills its home by itself.
    """
    position = reading.instance.child_position
    found = set()
    for number, child in enumerate(reading.instance.children):
        waiting = [position[person] for person in child.stay_away_from_people if person in position]
        if waiting or child.no_children_under is not None or child.no_children_over is not None:
            found.update([number, *waiting])
    return frozenset(found)


def _clashing(reading: Reading, bundles: list[Bundle], restricted: frozenset[int]) -> dict[int, bytes]:
    """Return, for each restricted child, which bundles hold a child who must not live with that one."""
    children = reading.instance.children
    position = reading.instance.child_position
    age = np.array([child.age for child in children])
    low = np.array([child.no_children_under or 0 for child in children])
    high = np.array(
        [np.inf if child.no_children_over is None else child.no_children_over for child in children]
    )
    only = np.array([child.only_child for child in children])
    away = defaultdict(set)
    for number, child in enumerate(children):
        for person in child.stay_away_from_people:
            if person in position:
                away[number].add(position[person])
                away[position[person]].add(number)
    members = np.array([one for bundle in bundles for one in bundle.members], dtype=np.int64)
    begin = np.cumsum([0, *(len(bundle.members) for bundle in bundles)])[:-1]
    found = {}
    for one in sorted(restricted):
        refused = (
            (age < low[one]) | (age > high[one]) | (age[one] < low) | (age[one] > high) | only | only[one]
        )
        refused[list(away[one])] = True
        found[one] = np.logical_or.reduceat(refused[members], begin).tobytes() if bundles else b""
    return found


def overlapping_bundles(made: Bundling) -> list[list[int]]:
    """Return sets of bundles of which only one can be taken, since each two of them share a child.

    Of any three units, two bundles that hold two of the three each overlap; of any five, two that hold
    three each. The rows of single children do not say so: half of each of three pairs would satisfy them.
    """
    by_family: dict[int, list[int]] = defaultdict(list)
    for number, bundle in enumerate(made.bundles):
        if len(bundle.units) > 1:
            by_family[bundle.family].append(number)
    found = []
    for numbers in by_family.values():
        units = sorted({unit for number in numbers for unit in made.bundles[number].units})
        if len(units) > MOST_UNITS_COMBINED:
            continue
        for size in (3, 5):
            for some in combinations(units, size):
                chosen = set(some)
                overlapping = [
                    number
                    for number in numbers
                    if len(chosen.intersection(made.bundles[number].units)) > size // 2
                ]
                if len(overlapping) > 1:
                    found.append(overlapping)
    return found
