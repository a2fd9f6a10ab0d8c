"""Screen many pairs of child and home at once: the rules as bits, the terms as points.

Says exactly what `pair` says, in columns: over some children against some homes or all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from kith.engines.matching.children import Child
from kith.engines.matching.homes import Home
from kith.engines.matching.pair import RULES, Reading, rules_broken, terms_for
from kith.engines.matching.places import METRES_PER_MILE
from kith.engines.matching.tables import HOME_KIND_BIT, NEED_BIT, Array, Tables

LOWERED = 1 - 1e-5  # more than what single precision rounds away
RULE_BIT = {rule: 1 << number for number, rule in enumerate(RULES)}


_Rules = Callable[[Reading, Tables, "_Columns", "_Columns"], Iterator[tuple[str, Array]]]


@dataclass(frozen=True)
class Screened:
    """A block of pairs: `broken` holds a bit per rule (0 = allowed), `points` the terms' total.

    Both have shape (children, homes).
    """

    broken: Array
    points: Array


class _Columns:
    """Columns gathered once, when first asked for, in the shape that the block broadcasts over."""

    def __init__(self, columns: dict[str, Array], index: Array | None) -> None:
        self._columns = columns
        self._index = index
        self._taken: dict[str, Array] = {}

    def __getitem__(self, name: str) -> Array:
        if name not in self._taken:
            whole = self._columns[name]
            self._taken[name] = whole if self._index is None else whole[self._index]
        return self._taken[name]


def screen(reading: Reading, tables: Tables, children: Array) -> Screened:
    """Return the rules broken and the points of these children (positions) in every home."""
    homes = np.arange(len(reading.instance.homes))
    c = _Columns(tables.child, children[:, None])
    broken = _broken(reading, tables, _first_rules, c, homes)
    broken |= _broken(reading, tables, _further_rules, c, homes)
    _break_by_name(reading, tables, children, homes, broken)
    return Screened(broken, _points(reading, tables, c, children, homes))


def allowed(reading: Reading, tables: Tables, children: Array, homes: Array) -> tuple[Array, Array]:
    """Return which of these homes (positions, in order) may take any of these children, and the points.

    Points have shape (children, homes returned), infinite where a rule forbids that child that home.
    """
    named = np.isin(homes, [home for one in children.tolist() for home in tables.special.get(one, ())])
    c, broken = _Columns(tables.child, children[:, None]), np.zeros((1, homes.size), dtype=np.int32)
    for rules in (_first_rules, _further_rules):
        broken = broken | _broken(reading, tables, rules, c, homes)
        left = named | (broken == 0).any(axis=0)
        homes, named, broken = homes[left], named[left], broken[:, left]
    _break_by_name(reading, tables, children, homes, broken)
    return homes, np.where(broken == 0, _points(reading, tables, c, children, homes), np.inf)


def _of_homes(tables: Tables, homes: Array) -> _Columns:
    return _Columns(tables.home, None if homes.size == tables.home["x"].size else homes)


def _broken(reading: Reading, tables: Tables, rules: _Rules, c: _Columns, homes: Array) -> Array:
    """Return the bits of the rules broken, names left aside; shape (children, homes)."""
    broken = np.zeros((c["age"].size, homes.size), dtype=np.int32)
    for name, breaks in rules(reading, tables, c, _of_homes(tables, homes)):
        np.bitwise_or(broken, np.int32(RULE_BIT[name]), out=broken, where=breaks)
    return broken


def _break_by_name(reading: Reading, tables: Tables, children: Array, homes: Array, broken: Array) -> None:
    """Put right the rules of homes that name a child or lie near a place the child must stay away from."""
    for row, number in enumerate(children.tolist()):
        if number in tables.away:
            broken[row, _unsafe(tables, number, homes)] |= RULE_BIT["unsafe_place"]
        for at, child, home in _named(reading, tables, number, homes):
            broken[row, at] = sum(RULE_BIT[rule] for rule in rules_broken(reading, child, home))


def _points(reading: Reading, tables: Tables, c: _Columns, children: Array, homes: Array) -> Array:
    """Return the points of these children in these homes; shape (children, homes)."""
    points = _terms(reading, tables, c, _of_homes(tables, homes), children[:, None], homes[None, :])
    for row, number in enumerate(children.tolist()):
        if number in tables.resident_siblings:
            points[row] += _resident_siblings(reading, tables, number, homes)
        for at, child, home in _named(reading, tables, number, homes):
            points[row, at] = sum(terms_for(reading, child, home).values())
    return points


def _named(reading: Reading, tables: Tables, number: int, homes: Array) -> Iterator[tuple[int, Child, Home]]:
    """Yield those of these homes that name a child: where each stands, the child and the home."""
    for home in tables.special.get(number, ()):
        at = int(np.searchsorted(homes, home))
        if at < homes.size and homes[at] == home:
            yield at, reading.instance.children[number], reading.instance.homes[home]


class Least:
    """What a home costs a child at the least, from distance and what it costs anybody, before any rule.

    Homes that name the child are not told of: they may cost less.
    """

    def __init__(self, reading: Reading, tables: Tables) -> None:
        self.reading, self.tables = reading, tables
        self.x, self.y = tables.home["x"].astype(np.float32), tables.home["y"].astype(np.float32)
        self.beside: dict[tuple[int, bool], Array] = {}

    def points(self, children: Array) -> Array:
        """Return points for every home that none of these children of one family costs less there.

        They are in single precision, a little lowered so that rounding hides nothing.
        """
        child, weights = self.tables.child, self.reading.profile
        kind = (int(child["need_count"][children].max()), bool(child["small_family"][children[0]]))
        if kind not in self.beside:
            self.beside[kind] = self._beside_distance(*kind)
        if self.tables.travel_keys["family"].size:
            return self.beside[kind] * np.float32(LOWERED)
        square: Array = np.full(1, np.inf, dtype=np.float32)
        for x, y in sorted({(child["x"][one], child["y"][one]) for one in children.tolist()}):
            across, along = self.x - np.float32(x), self.y - np.float32(y)
            across *= across
            along *= along
            across += along
            square = np.minimum(square, across)
        miles: Array = np.sqrt(square)
        miles *= np.float32(LOWERED / METRES_PER_MILE)
        far = np.float32(self.reading.far_miles)
        past = np.minimum(miles, np.float32(max(weights.furthest_miles, float(far)))) - far
        beyond = miles > far
        points = np.minimum(miles, far, out=miles)
        points *= np.float32(weights.mile_from_home)
        np.maximum(past, 0, out=past)
        past *= np.float32(weights.mile_beyond_far)
        points += past
        points += beyond * np.float32(weights.far_from_home)
        points += self.beside[kind]
        points *= np.float32(LOWERED)
        return points

    def anywhere(self) -> Array:
        """Return what each child costs beside that, the same in every home that does not name the child."""
        points = self.tables.child["move"].astype(float)
        for child, homes in self.tables.resident_siblings.items():
            points[child] += len(homes) * self.reading.profile.siblings_near
        return points

    def _beside_distance(self, needs: int, small_family: bool) -> Array:
        weights, home = self.reading.profile, self.tables.home
        cost = home["weekly_cost"] * (weights.hundred_pounds_a_week / 100.0)
        unused = np.maximum(home["specialism"] - 3 * needs, 0)
        cost = cost + unused * weights.scarce_skill_unused
        if small_family:
            cost = cost + np.where(home["big"], weights.sibling_home_taken, 0.0)
        least: Array = cost.astype(np.float32)
        return least


def _miles(c: _Columns, h: _Columns) -> Array:
    miles: Array = np.hypot(c["x"] - h["x"], c["y"] - h["y"]) / METRES_PER_MILE
    return miles


def _unsafe(tables: Tables, number: int, homes: Array) -> Array:
    """Return which homes are too near a place that the child must stay away from."""
    unsafe = np.zeros(homes.size, dtype=bool)
    for x, y, miles in tables.away[number]:
        apart = np.hypot(tables.home["x"][homes] - x, tables.home["y"][homes] - y)
        unsafe |= apart / METRES_PER_MILE < miles
    return unsafe


def _first_rules(reading: Reading, tables: Tables, c: _Columns, h: _Columns) -> Iterator[tuple[str, Array]]:
    """Yield the rules that forbid most homes and take little reading, with which pairs break them."""
    yield "ages", (c["age"] < h["low"]) | (c["age"] > h["high"])
    yield "kind", (c["kinds"] & h["kind"]) == 0
    supported = HOME_KIND_BIT["supported_accommodation"]
    yield "legal_age", (h["kind"] == supported) & (c["age"] < reading.supported_age)
    yield "named", h["named_only"]


def _further_rules(reading: Reading, tables: Tables, c: _Columns, h: _Columns) -> Iterator[tuple[str, Array]]:
    """Yield the other rules that columns can tell."""
    for need in _needs_of(tables, c):
        gap = c[f"need_{need}"] - h[f"skill_{need}"]
        yield "skill_gap", gap > reading.profile.largest_skill_gap_level
    yield "placement_kind", (c["placement"] & h["placements"]) == 0
    yield "closed", (h["opens"] > c["day"]) | (h["closes"] <= c["day"])
    yield "sexes", (c["sex"] & h["sexes"]) == 0
    yield "excluded_need", (c["need_bits"] & h["excluded"]) != 0
    for slot in range(tables.refusals):
        needs = h[f"refuses_needs_{slot}"]
        yield (
            "household",
            ((c["sex"] & h[f"refuses_sexes_{slot}"]) != 0)
            & (c["age"] >= h[f"refuses_low_{slot}"])
            & (c["age"] <= h[f"refuses_high_{slot}"])
            & (((c["need_bits"] | (1 << 30)) & needs) != 0),
        )
    yield (
        "other_children",
        (h["oldest"] >= 0)
        & (c["only_child"] | (h["youngest"] < c["no_under"]) | (h["oldest"] > c["no_over"])),
    )
    if np.isfinite(tables.child["maximum_miles"]).any():
        yield "too_far", _miles(c, h) > c["maximum_miles"]
    yield "full", (h["usual"] < 1) & (h["siblings"] < 1)
    yield "bedroom", h["bedrooms"] < 1


def _needs_of(tables: Tables, c: _Columns) -> list[str]:
    """Return the needs that any of the block's children have."""
    bits = int(np.bitwise_or.reduce(c["need_bits"], axis=None))
    return [need for need in tables.needs if bits & NEED_BIT[need]]


def _terms(reading: Reading, tables: Tables, c: _Columns, h: _Columns, child: Array, home: Array) -> Array:
    """Return each pair's points; `child` and `home` are positions that broadcast to the pairs."""
    weights = reading.profile
    counted = miles = _miles(c, h)
    if tables.travel_keys["family"].size:
        known, minutes = _known_minutes(reading, tables, "family", child, home)
        counted = np.where(known, minutes * weights.miles_per_minute, miles)
    points: Array = np.minimum(counted, reading.far_miles) * weights.mile_from_home
    beyond = np.minimum(counted, weights.furthest_miles) - reading.far_miles
    points += np.maximum(beyond, 0.0) * weights.mile_beyond_far
    points += np.where(miles > reading.far_miles, weights.far_from_home, 0.0)
    school_miles = np.hypot(c["school_x"] - h["x"], c["school_y"] - h["y"]) / METRES_PER_MILE
    lost = school_miles > weights.school_miles
    if tables.travel_keys["school"].size:
        known, minutes = _known_minutes(reading, tables, "school", child, home)
        lost = np.where(known, minutes > weights.school_minutes, lost)
    points += np.where(lost, c["school_points"], 0.0)
    for slot in range(tables.people):
        if not c[f"near_weight_{slot}"].any():
            continue
        near = np.hypot(c[f"near_x_{slot}"] - h["x"], c[f"near_y_{slot}"] - h["y"]) / METRES_PER_MILE
        points += np.where(near > weights.person_miles, weights.person_lost * c[f"near_weight_{slot}"], 0.0)
    for slot in range(tables.wishes):
        if not c[f"wish_weight_{slot}"].any():
            continue
        met = tables.wish_met[c[f"wish_{slot}"], home]
        points += np.where(met, 0.0, weights.wish_unmet * c[f"wish_weight_{slot}"])
    specialism = h["specialism"]
    for need in _needs_of(tables, c):
        level, skill = c[f"need_{need}"], h[f"skill_{need}"]
        points += np.maximum(level - skill, 0) * weights.skill_missing
        specialism = specialism - np.where((level > 0) & (skill >= 2), skill, 0)
    points += specialism * weights.scarce_skill_unused
    points += c["move"]
    points += np.where(h["closes"] < c["until"], weights.home_closes_early, 0.0)
    points += h["weekly_cost"] * (weights.hundred_pounds_a_week / 100.0)
    points += np.where(h["big"] & c["small_family"], weights.sibling_home_taken, 0.0)
    unmet = (c["age"] < h["rather_low"]) | (c["age"] > h["rather_high"])
    unmet = unmet.astype(np.int64) + ((c["sex"] & h["rather_sexes"]) == 0)
    unmet = unmet + np.bitwise_count(c["need_bits"] & h["rather_not"])
    points += unmet * weights.carer_preference_unmet
    return points


def _known_minutes(
    reading: Reading, tables: Tables, to: str, child: Array, home: Array
) -> tuple[Array, Array]:
    """Return which pairs have a known travel time, and the minutes (0 where unknown)."""
    keys = child * len(reading.instance.homes) + home
    place = np.searchsorted(tables.travel_keys[to], keys)
    place = np.minimum(place, tables.travel_keys[to].size - 1)
    known = tables.travel_keys[to][place] == keys
    return known, np.where(known, tables.travel_minutes[to][place], 0.0)


def _resident_siblings(reading: Reading, tables: Tables, number: int, homes: Array) -> Array:
    """Return the points for brothers and sisters already placed; homes where they live are special."""
    weights = reading.profile
    x, y = tables.home["x"][homes], tables.home["y"][homes]
    points = np.zeros(homes.size)
    for lives_x, lives_y in tables.resident_siblings[number]:
        near = np.hypot(x - lives_x, y - lives_y) / METRES_PER_MILE <= weights.siblings_near_miles
        points += np.where(near, weights.siblings_near, weights.siblings_parted)
    return points
