"""Screen many pairs of child and home at once: the rules as bits, the terms as points.

Says exactly what `pair` says, in columns: over some children against every home, or over chosen pairs.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from kith.engines.matching.pair import RULES, Reading, rules_broken, terms_for
from kith.engines.matching.places import METRES_PER_MILE
from kith.engines.matching.tables import HOME_KIND_BIT, Array, Tables

RULE_BIT = {rule: 1 << number for number, rule in enumerate(RULES)}


@dataclass(frozen=True)
class Screened:
    """A block of pairs: `broken` holds a bit per rule (0 = allowed), `points` the terms' total.

    Both have shape (children, homes).
    """

    broken: Array
    points: Array


@dataclass(frozen=True)
class Allowed:
    """Allowed pairs, one element each: the child's position, the home's, and the points."""

    child: Array
    home: Array
    points: Array


class _Columns:
    """Columns gathered once, when first asked for, in the shape that the block broadcasts over."""

    def __init__(self, columns: dict[str, Array], index: Array) -> None:
        self._columns = columns
        self._index = index
        self._taken: dict[str, Array] = {}

    def __getitem__(self, name: str) -> Array:
        if name not in self._taken:
            self._taken[name] = self._columns[name][self._index]
        return self._taken[name]


def screen(reading: Reading, tables: Tables, children: Array) -> Screened:
    """Return the rules broken and the points of these children (positions) against every home."""
    rows, column = children[:, None], np.arange(len(reading.instance.homes))[None, :]
    c, h = _Columns(tables.child, rows), _Columns(tables.home, column)
    miles = _miles(c, h)
    broken = np.zeros(miles.shape, dtype=np.int32)
    for name, breaks in _rules(reading, tables, c, h):
        broken |= np.where(breaks, np.int32(RULE_BIT[name]), np.int32(0))
    points = _terms(reading, tables, c, h, miles, rows, column)
    every = column[0]
    for row, number in enumerate(children.tolist()):
        if number in tables.away:
            broken[row, _unsafe(tables, number, every)] |= RULE_BIT["unsafe_place"]
        if number in tables.resident_siblings:
            points[row] += _resident_siblings(reading, tables, number, every)
        for home in tables.special.get(number, ()):
            child_is, home_is = reading.instance.children[number], reading.instance.homes[home]
            broken[row, home] = sum(RULE_BIT[rule] for rule in rules_broken(reading, child_is, home_is))
            points[row, home] = sum(terms_for(reading, child_is, home_is).values())
    return Screened(broken, points)


def allowed_everywhere(reading: Reading, tables: Tables, children: Array) -> Allowed:
    """Return the allowed pairs of these children and every home, in order of child and then home.

    The rules are read over the whole block; the terms only of pairs that all rules allow.
    """
    rows, column = children[:, None], np.arange(len(reading.instance.homes))[None, :]
    c, h = _Columns(tables.child, rows), _Columns(tables.home, column)
    miles = _miles(c, h)
    allowed = np.ones(miles.shape, dtype=bool)
    for _, breaks in _rules(reading, tables, c, h):
        allowed &= ~breaks
    row, home = np.nonzero(allowed)
    return _finish(reading, tables, children, children[row], home, miles[row, home])


def allowed_of_pairs(reading: Reading, tables: Tables, children: Array, child: Array, home: Array) -> Allowed:
    """Return the allowed among some pairs, given in order of child and home.

    `children` lists everybody asked for: pairs that name them are added wherever the home is.
    """
    for rules in (_first_rules, _further_rules):
        c, h = _Columns(tables.child, child), _Columns(tables.home, home)
        allowed = np.ones(child.size, dtype=bool)
        for _, breaks in rules(reading, tables, c, h):
            allowed &= ~breaks
        child, home = child[allowed], home[allowed]
    miles = _miles(_Columns(tables.child, child), _Columns(tables.home, home))
    return _finish(reading, tables, children, child, home, miles)


def allowed_within(
    reading: Reading, tables: Tables, children: Array, homes: Array, most: Array, by_distance: bool
) -> Allowed:
    """Return the allowed pairs of these children and homes that cost at most `most[child]`.

    Children and homes are positions in order. `by_distance` counts distance and weekly cost alone,
    else all terms count. Distance and what a home costs anybody settle most pairs before any rule is
    read. Pairs that name the child are there wherever the home is and whatever it costs.
    """
    weights = reading.profile
    x, y = tables.home["x"][homes].astype(np.float32), tables.home["y"][homes].astype(np.float32)
    far, known_travel = np.float32(reading.far_miles), bool(tables.travel_keys["family"].size)
    mile = 0.0 if known_travel else weights.mile_from_home
    costs: dict[tuple[int, bool], Array] = {}
    child_parts, home_parts = [], []
    for number in children.tolist():
        kind = (int(tables.child["need_count"][number]), bool(tables.child["small_family"][number]))
        if by_distance:
            kind = (99, False)
        if kind not in costs:
            costs[kind] = _least_beside_distance(reading, tables, homes, *kind)
        # Single precision: a little room, so that nothing on the line is lost here.
        moving = 0.0 if by_distance else tables.child["move"][number]
        spare = np.float32(most[number] - moving + 0.01)
        least = np.hypot(x - np.float32(tables.child["x"][number]), y - np.float32(tables.child["y"][number]))
        least *= np.float32(1.0 / METRES_PER_MILE)
        if spare > far * mile:
            past = np.minimum(least, np.float32(weights.furthest_miles)) - far
            beyond = np.float32(weights.far_from_home) + past * np.float32(weights.mile_beyond_far)
            least = np.where(
                least > far,
                far * np.float32(mile) + (0 if known_travel else beyond),
                least * np.float32(mile),
            )
        else:
            least *= np.float32(mile)
        least += costs[kind]
        met = homes[np.flatnonzero(least <= spare)]
        child_parts.append(np.full(met.size, number))
        home_parts.append(met)
    child, home = np.concatenate(child_parts), np.concatenate(home_parts)
    found = allowed_of_pairs(reading, tables, children, child, home)
    if by_distance:
        return found
    keep = found.points <= most[found.child]
    for number in children.tolist():
        if number in tables.special:
            part = slice(*np.searchsorted(found.child, [number, number + 1]).tolist())
            keep[part] |= np.isin(found.home[part], tables.special[number])
    return Allowed(found.child[keep], found.home[keep], found.points[keep])


def _least_beside_distance(
    reading: Reading, tables: Tables, homes: Array, needs: int, small_family: bool
) -> Array:
    """Return what each home costs any child with so many needs at the least, distance left out."""
    weights, home = reading.profile, tables.home
    cost = home["weekly_cost"][homes] * (weights.hundred_pounds_a_week / 100.0)
    unused = np.maximum(home["specialism"][homes] - 3 * needs, 0)
    cost = cost + unused * weights.scarce_skill_unused
    if small_family:
        cost = cost + np.where(home["big"][homes], weights.sibling_home_taken, 0.0)
    least: Array = cost.astype(np.float32)
    return least


def _finish(
    reading: Reading, tables: Tables, children: Array, child: Array, home: Array, miles: Array
) -> Allowed:
    """Add the terms to pairs that the general rules allow, and read the special pairs one by one."""
    c, h = _Columns(tables.child, child), _Columns(tables.home, home)
    points = _terms(reading, tables, c, h, miles, child, home)
    keep = np.ones(child.size, dtype=bool)
    extra: list[tuple[int, int, float]] = []
    particular = [
        number
        for number in children.tolist()
        if number in tables.away or number in tables.resident_siblings or number in tables.special
    ]
    for number in particular:
        part = slice(*np.searchsorted(child, [number, number + 1]).tolist())
        homes = home[part]
        if number in tables.away:
            keep[part] &= ~_unsafe(tables, number, homes)
        if number in tables.resident_siblings:
            points[part] += _resident_siblings(reading, tables, number, homes)
        special = tables.special.get(number, [])
        if special:
            keep[part] &= ~np.isin(homes, special)
        for one in special:
            child_is, home_is = reading.instance.children[number], reading.instance.homes[one]
            if not rules_broken(reading, child_is, home_is):
                extra.append((number, one, sum(terms_for(reading, child_is, home_is).values())))
    child, home, points = child[keep], home[keep], points[keep]
    if extra:
        child = np.concatenate([child, np.array([one[0] for one in extra])])
        home = np.concatenate([home, np.array([one[1] for one in extra])])
        points = np.concatenate([points, np.array([one[2] for one in extra])])
        order = np.lexsort((home, child))
        child, home, points = child[order], home[order], points[order]
    return Allowed(child, home, points)


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


def _rules(reading: Reading, tables: Tables, c: _Columns, h: _Columns) -> Iterator[tuple[str, Array]]:
    """Yield each rule that columns can tell, with which pairs break it."""
    yield from _first_rules(reading, tables, c, h)
    yield from _further_rules(reading, tables, c, h)


def _first_rules(reading: Reading, tables: Tables, c: _Columns, h: _Columns) -> Iterator[tuple[str, Array]]:
    """Yield the rules that forbid most pairs and take little reading."""
    yield "ages", (c["age"] < h["low"]) | (c["age"] > h["high"])
    yield "kind", (c["kinds"] & h["kind"]) == 0
    supported = HOME_KIND_BIT["supported_accommodation"]
    yield "legal_age", (h["kind"] == supported) & (c["age"] < reading.supported_age)
    yield "named", h["named_only"]


def _further_rules(reading: Reading, tables: Tables, c: _Columns, h: _Columns) -> Iterator[tuple[str, Array]]:
    """Yield the other rules."""
    gap = np.zeros(np.broadcast(c["age"], h["low"]).shape, dtype=bool)
    for need in tables.needs:
        gap |= c[f"need_{need}"] - h[f"skill_{need}"] > reading.profile.largest_skill_gap_level
    yield "skill_gap", gap
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


def _terms(
    reading: Reading, tables: Tables, c: _Columns, h: _Columns, miles: Array, child: Array, home: Array
) -> Array:
    """Return each pair's points; `child` and `home` are positions that broadcast to the pairs."""
    weights = reading.profile
    counted = miles
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
        near = np.hypot(c[f"near_x_{slot}"] - h["x"], c[f"near_y_{slot}"] - h["y"]) / METRES_PER_MILE
        points += np.where(near > weights.person_miles, weights.person_lost * c[f"near_weight_{slot}"], 0.0)
    for slot in range(tables.wishes):
        met = tables.wish_met[c[f"wish_{slot}"], home]
        points += np.where(met, 0.0, weights.wish_unmet * c[f"wish_weight_{slot}"])
    specialism = h["specialism"]
    for need in tables.needs:
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
