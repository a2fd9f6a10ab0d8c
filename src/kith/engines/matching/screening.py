"""Screen many pairs of child and home at once: the rules as bits, the terms as points.

Says exactly what `pair` says, in columns. A block is some children (rows) against either every home
or a chosen few homes for each child.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kith.engines.matching.pair import RULES, Reading, rules_broken, terms_for
from kith.engines.matching.places import METRES_PER_MILE
from kith.engines.matching.tables import HOME_KIND_BIT, Array, Tables

RULE_BIT = {rule: 1 << number for number, rule in enumerate(RULES)}


@dataclass(frozen=True)
class Screened:
    """A block of pairs: `broken` holds a bit per rule (0 = allowed), `points` the terms' total.

    Both have shape (children, homes) or (children, homes chosen for each).
    """

    broken: Array
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


def screen(reading: Reading, tables: Tables, children: Array, homes: Array | None = None) -> Screened:
    """Return the rules broken and the points for a block of pairs.

    `children` are positions, shape (m,); `homes` None for every home, else positions, shape (m, k).
    """
    every = homes is None
    column = np.arange(len(reading.instance.homes))[None, :] if homes is None else homes
    c = _Columns(tables.child, children[:, None])
    h = _Columns(tables.home, column)
    miles = np.hypot(c["x"] - h["x"], c["y"] - h["y"]) / METRES_PER_MILE
    broken = _rules(reading, tables, c, h, miles)
    points = _terms(reading, tables, c, h, miles, children, column)
    for row, number in enumerate(children.tolist()):
        for away in tables.away.get(number, ()):
            place = slice(None) if every else column[row]
            x, y = tables.home["x"][place], tables.home["y"][place]
            near = np.hypot(x - away[0], y - away[1]) / METRES_PER_MILE < away[2]
            broken[row, near] |= RULE_BIT["unsafe_place"]
        if number in tables.resident_siblings:
            place = slice(None) if every else column[row]
            points[row] += _resident_siblings(reading, tables, number, place)
        for home in tables.special.get(number, ()):
            where = home if every else np.flatnonzero(column[row] == home)
            if every or np.size(where):
                child_is, home_is = reading.instance.children[number], reading.instance.homes[home]
                broken[row, where] = sum(RULE_BIT[rule] for rule in rules_broken(reading, child_is, home_is))
                points[row, where] = sum(terms_for(reading, child_is, home_is).values())
    return Screened(broken, points)


def _rules(reading: Reading, tables: Tables, c: _Columns, h: _Columns, miles: Array) -> Array:
    broken = np.zeros(miles.shape, dtype=np.int32)

    def rule(name: str, breaks: Array) -> None:
        broken[...] |= np.where(breaks, np.int32(RULE_BIT[name]), np.int32(0))

    rule("closed", (h["opens"] > c["day"]) | (h["closes"] <= c["day"]))
    rule("kind", (c["kinds"] & h["kind"]) == 0)
    supported = HOME_KIND_BIT["supported_accommodation"]
    rule("legal_age", (h["kind"] == supported) & (c["age"] < reading.supported_age))
    rule("ages", (c["age"] < h["low"]) | (c["age"] > h["high"]))
    rule("sexes", (c["sex"] & h["sexes"]) == 0)
    rule("placement_kind", (c["placement"] & h["placements"]) == 0)
    rule("named", h["named_only"])
    rule("excluded_need", (c["need_bits"] & h["excluded"]) != 0)
    gap = np.zeros(miles.shape, dtype=bool)
    for need in tables.needs:
        gap |= c[f"need_{need}"] - h[f"skill_{need}"] > reading.profile.largest_skill_gap_level
    rule("skill_gap", gap)
    for slot in range(tables.refusals):
        needs = h[f"refuses_needs_{slot}"]
        rule(
            "household",
            ((c["sex"] & h[f"refuses_sexes_{slot}"]) != 0)
            & (c["age"] >= h[f"refuses_low_{slot}"])
            & (c["age"] <= h[f"refuses_high_{slot}"])
            & (((c["need_bits"] | (1 << 30)) & needs) != 0),
        )
    rule(
        "other_children",
        (h["oldest"] >= 0)
        & (c["only_child"] | (h["youngest"] < c["no_under"]) | (h["oldest"] > c["no_over"])),
    )
    rule("too_far", miles > c["maximum_miles"])
    rule("full", (h["usual"] < 1) & (h["siblings"] < 1))
    rule("bedroom", h["bedrooms"] < 1)
    return broken


def _terms(
    reading: Reading, tables: Tables, c: _Columns, h: _Columns, miles: Array, children: Array, column: Array
) -> Array:
    weights = reading.profile
    counted = miles
    if tables.travel_keys["family"].size:
        known, minutes = _known_minutes(reading, tables, "family", children, column)
        counted = np.where(known, minutes * weights.miles_per_minute, miles)
    points: Array = np.minimum(counted, reading.far_miles) * weights.mile_from_home
    beyond = np.minimum(counted, weights.furthest_miles) - reading.far_miles
    points += np.maximum(beyond, 0.0) * weights.mile_beyond_far
    points += np.where(miles > reading.far_miles, weights.far_from_home, 0.0)
    school_miles = np.hypot(c["school_x"] - h["x"], c["school_y"] - h["y"]) / METRES_PER_MILE
    lost = school_miles > weights.school_miles
    if tables.travel_keys["school"].size:
        known, minutes = _known_minutes(reading, tables, "school", children, column)
        lost = np.where(known, minutes > weights.school_minutes, lost)
    points += np.where(lost, c["school_points"], 0.0)
    for slot in range(tables.people):
        near = np.hypot(c[f"near_x_{slot}"] - h["x"], c[f"near_y_{slot}"] - h["y"]) / METRES_PER_MILE
        points += np.where(near > weights.person_miles, weights.person_lost * c[f"near_weight_{slot}"], 0.0)
    for slot in range(tables.wishes):
        met = tables.wish_met[c[f"wish_{slot}"], column]
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
    reading: Reading, tables: Tables, to: str, children: Array, column: Array
) -> tuple[Array, Array]:
    """Return which pairs of the block have a known travel time, and the minutes (0 where unknown)."""
    keys = children[:, None] * len(reading.instance.homes) + column
    place = np.searchsorted(tables.travel_keys[to], keys)
    place = np.minimum(place, tables.travel_keys[to].size - 1)
    known = tables.travel_keys[to][place] == keys
    return known, np.where(known, tables.travel_minutes[to][place], 0.0)


def _resident_siblings(reading: Reading, tables: Tables, number: int, place: Array | slice) -> Array:
    """Return the points for brothers and sisters already placed; homes where they live are special."""
    weights = reading.profile
    x, y = tables.home["x"][place], tables.home["y"][place]
    points = np.zeros(x.shape)
    for lives_x, lives_y in tables.resident_siblings[number]:
        near = np.hypot(x - lives_x, y - lives_y) / METRES_PER_MILE <= weights.siblings_near_miles
        points += np.where(near, weights.siblings_near, weights.siblings_parted)
    return points
