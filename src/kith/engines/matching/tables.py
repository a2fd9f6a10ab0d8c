"""Children and homes as columns of numbers, so that millions of pairs can be screened at once."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kith.engines.matching import codes
from kith.engines.matching.pair import NOT_ONE_FAMILY, Reading

Array = NDArray[Any]

SEX_BIT = {sex: 1 << number for number, sex in enumerate(codes.SEXES)}
HOME_KIND_BIT = {kind: 1 << number for number, kind in enumerate(codes.HOME_KINDS)}
PLACEMENT_BIT = {kind: 1 << number for number, kind in enumerate(codes.PLACEMENT_KINDS)}
NEED_BIT = {need: 1 << number for number, need in enumerate(codes.NEEDS)}
EVERY_BIT = (1 << 30) - 1
FOREVER = 4_000_000  # later than any day's ordinal


def _bits(values: tuple[str, ...], bit: dict[str, int]) -> int:
    """Return the values as a bit mask; no values means no term, so every bit."""
    return sum(bit[value] for value in set(values)) if values else EVERY_BIT


@dataclass(frozen=True)
class Tables:
    """One column per fact: `child[name]` of shape (children,), `home[name]` of shape (homes,).

    `wish_met` has one row per wished value and one column per home, its last row all true for "no
    wish here". `special` gives, for each child, the homes that name the child in some way (approval,
    resident sibling, present home, somebody to stay away from): those pairs are read one by one.
    """

    child: dict[str, Array]
    home: dict[str, Array]
    wishes: int
    people: int
    refusals: int
    needs: tuple[str, ...]
    wish_met: Array
    away: dict[int, Array]
    resident_siblings: dict[int, Array]
    special: dict[int, list[int]]
    travel_keys: dict[str, Array]
    travel_minutes: dict[str, Array]


def tables_for(reading: Reading) -> Tables:
    """Return the columns of an instance."""
    instance = reading.instance
    children, homes = instance.children, instance.homes
    needs = tuple(need for need in codes.NEEDS if any(need in child.needs for child in children))
    child = _child_columns(reading, needs)
    home = _home_columns(reading, needs)
    wishes = max((len(one.preferences) for one in children), default=0)
    people = max((len(one.stay_near) for one in children), default=0)
    refusals = max((len(one.refusals) for one in homes), default=0)
    wish_met = _wishes(reading, child, wishes)
    for slot in range(people):
        named = [one.stay_near[slot] if slot < len(one.stay_near) else None for one in children]
        child[f"near_x_{slot}"] = np.array([0.0 if one is None else one.place.easting for one in named])
        child[f"near_y_{slot}"] = np.array([0.0 if one is None else one.place.northing for one in named])
        child[f"near_weight_{slot}"] = np.array([0.0 if one is None else one.importance for one in named])
    for slot in range(refusals):
        stated = [one.refusals[slot] if slot < len(one.refusals) else None for one in homes]
        home[f"refuses_sexes_{slot}"] = np.array(
            [0 if r is None else _bits(r.sexes, SEX_BIT) for r in stated]
        )
        home[f"refuses_low_{slot}"] = np.array([0 if r is None else r.ages[0] for r in stated])
        home[f"refuses_high_{slot}"] = np.array([0 if r is None else r.ages[1] for r in stated])
        # A refusal without needs holds whatever the child's needs: bit 30 stands for "any child".
        home[f"refuses_needs_{slot}"] = np.array(
            [0 if r is None else (_bits(r.needs, NEED_BIT) if r.needs else 1 << 30) for r in stated]
        )
    away = {
        number: np.array([[a.place.easting, a.place.northing, a.miles] for a in one.stay_away_from_places])
        for number, one in enumerate(children)
        if one.stay_away_from_places
    }
    keys, minutes = _travel(reading)
    return Tables(
        child,
        home,
        wishes,
        people,
        refusals,
        needs,
        wish_met,
        away,
        _resident_siblings(reading),
        _special(reading),
        keys,
        minutes,
    )


def _child_columns(reading: Reading, needs: tuple[str, ...]) -> dict[str, Array]:
    children = reading.instance.children
    weights = reading.profile
    column: dict[str, Array] = {
        "x": np.array([one.family_home.easting for one in children], dtype=float),
        "y": np.array([one.family_home.northing for one in children], dtype=float),
        "age": np.array([one.age for one in children], dtype=np.int64),
        "sex": np.array([SEX_BIT[one.sex] for one in children], dtype=np.int64),
        "day": np.array([one.date_needed.toordinal() for one in children], dtype=np.int64),
        "until": np.array(
            [
                one.date_needed.toordinal() + one.expected_weeks * 7 if one.expected_weeks is not None else 0
                for one in children
            ],
            dtype=np.int64,
        ),
        "kinds": np.array([_bits(one.home_kinds_allowed, HOME_KIND_BIT) for one in children], dtype=np.int64),
        "placement": np.array([PLACEMENT_BIT[one.placement_kind] for one in children], dtype=np.int64),
        "need_bits": np.array(
            [sum(NEED_BIT[need] for need in one.needs) for one in children], dtype=np.int64
        ),
        "need_count": np.array([len(one.needs) for one in children], dtype=np.int64),
        "maximum_miles": np.array(
            [np.inf if one.maximum_miles is None else one.maximum_miles for one in children], dtype=float
        ),
        "no_under": np.array(
            [-1 if one.no_children_under is None else one.no_children_under for one in children]
        ),
        "no_over": np.array(
            [99 if one.no_children_over is None else one.no_children_over for one in children]
        ),
        "only_child": np.array([one.only_child for one in children], dtype=bool),
        "has_school": np.array([one.school is not None for one in children], dtype=bool),
        "school_x": np.array([0.0 if one.school is None else one.school.easting for one in children]),
        "school_y": np.array([0.0 if one.school is None else one.school.northing for one in children]),
        "school_points": np.array(
            [
                0.0
                if one.school is None
                else (weights.school_lost_in_exam_year if one.exam_year else weights.school_lost)
                for one in children
            ]
        ),
        "small_family": np.array(
            [len(reading.family_of[one.id].children) < 3 for one in children], dtype=bool
        ),
        # Moving a child costs the same wherever they go; the present home itself is a special pair.
        "move": np.array(
            [
                0.0
                if one.current_home is None
                else weights.move_when_settled
                * (min(one.months_settled / weights.settled_months, 1.0) if weights.settled_months else 1.0)
                for one in children
            ]
        ),
        "unplaced": np.full(len(children), weights.unplaced),
    }
    for need in needs:
        column[f"need_{need}"] = np.array([one.needs.get(need, 0) for one in children], dtype=np.int64)
    return column


def _home_columns(reading: Reading, needs: tuple[str, ...]) -> dict[str, Array]:
    homes = reading.instance.homes
    rooms = reading.rooms
    ages = [[r.age or 0 for r in one.residents if r.kind != "adult"] for one in homes]
    preference = [one.carer_preference for one in homes]
    column: dict[str, Array] = {
        "x": np.array([one.place.easting for one in homes], dtype=float),
        "y": np.array([one.place.northing for one in homes], dtype=float),
        "kind": np.array([HOME_KIND_BIT[one.kind] for one in homes], dtype=np.int64),
        "low": np.array([one.approval.ages[0] for one in homes], dtype=np.int64),
        "high": np.array([one.approval.ages[1] for one in homes], dtype=np.int64),
        "sexes": np.array([_bits(one.approval.sexes, SEX_BIT) for one in homes], dtype=np.int64),
        "placements": np.array(
            [_bits(one.approval.placement_kinds, PLACEMENT_BIT) for one in homes], dtype=np.int64
        ),
        "excluded": np.array(
            [sum(NEED_BIT[n] for n in set(one.approval.excluded_needs)) for one in homes], dtype=np.int64
        ),
        "named_only": np.array([bool(one.approval.named_children) for one in homes], dtype=bool),
        "opens": np.array(
            [one.open_from.toordinal() if one.open_from else 0 for one in homes], dtype=np.int64
        ),
        "closes": np.array(
            [one.open_to.toordinal() if one.open_to else FOREVER for one in homes], dtype=np.int64
        ),
        "weekly_cost": np.array([one.weekly_cost for one in homes], dtype=float),
        "usual": np.array([room.usual for room in rooms], dtype=np.int64),
        # Room for a family with nobody else there; rooms whose residents are a family are special.
        "siblings": np.array([room.siblings if room.family is None else 0 for room in rooms], dtype=np.int64),
        "exempt": np.array([room.exempt for room in rooms], dtype=np.int64),
        "big": np.array(
            [
                one.kind in codes.FOSTERING_KINDS
                and max(room.usual, room.siblings if room.family != NOT_ONE_FAMILY else 0) >= 3
                for one, room in zip(homes, rooms, strict=True)
            ],
            dtype=bool,
        ),
        "bedrooms": np.array(
            [99 if room.bedrooms is None else room.bedrooms for room in rooms], dtype=np.int64
        ),
        "beds": np.array([99 if room.beds is None else room.beds for room in rooms], dtype=np.int64),
        "youngest": np.array([min(one, default=99) for one in ages], dtype=np.int64),
        "oldest": np.array([max(one, default=-1) for one in ages], dtype=np.int64),
        "specialism": np.array(
            [sum(level for level in one.skills.values() if level >= 2) for one in homes], dtype=np.int64
        ),
        "rather_low": np.array([0 if one is None else one.ages[0] for one in preference], dtype=np.int64),
        "rather_high": np.array([99 if one is None else one.ages[1] for one in preference], dtype=np.int64),
        "rather_sexes": np.array(
            [EVERY_BIT if one is None else _bits(one.sexes, SEX_BIT) for one in preference], dtype=np.int64
        ),
        "rather_not": np.array(
            [0 if one is None else sum(NEED_BIT[n] for n in set(one.rather_not_needs)) for one in preference],
            dtype=np.int64,
        ),
    }
    for need in needs:
        column[f"skill_{need}"] = np.array([one.skills.get(need, 0) for one in homes], dtype=np.int64)
    return column


def _wishes(reading: Reading, child: dict[str, Array], slots: int) -> Array:
    """Add the wish columns to the children and return which home meets which wished value."""
    children, homes = reading.instance.children, reading.instance.homes
    values = sorted({(wish.kind, wish.value) for one in children for wish in one.preferences})
    number = {value: row for row, value in enumerate(values)}
    met = np.zeros((len(values) + 1, len(homes)), dtype=bool)
    met[-1] = True
    for column, home in enumerate(homes):
        for offer in home.offers:
            row = number.get((offer.kind, offer.value))
            if row is not None:
                met[row, column] = True
        row = number.get(("home_kind", home.kind))
        if row is not None:
            met[row, column] = True
    for slot in range(slots):
        wished = [one.preferences[slot] if slot < len(one.preferences) else None for one in children]
        child[f"wish_{slot}"] = np.array(
            [len(values) if wish is None else number[wish.kind, wish.value] for wish in wished],
            dtype=np.int64,
        )
        child[f"wish_weight_{slot}"] = np.array([0 if wish is None else wish.importance for wish in wished])
    return met


def _resident_siblings(reading: Reading) -> dict[int, Array]:
    """Return, for children with brothers or sisters already placed, where each of those lives."""
    found = {}
    for number, child in enumerate(reading.instance.children):
        placed = reading.residents_by_family.get(reading.family_of[child.id].id)
        if placed:
            found[number] = np.array([[home.place.easting, home.place.northing] for home, _ in placed])
    return found


def _special(reading: Reading) -> dict[int, list[int]]:
    """Return, for each child, the homes that name the child in some way, in order."""
    instance = reading.instance
    special: dict[int, set[int]] = defaultdict(set)
    position = instance.child_position
    avoided: dict[str, list[int]] = defaultdict(list)
    waiting_of: dict[str, list[int]] = defaultdict(list)
    for number, child in enumerate(instance.children):
        for person in child.stay_away_from_people:
            avoided[person].append(number)
        waiting_of[reading.family_of[child.id].id].append(number)
        if child.current_home is not None:
            special[number].add(instance.home_position[child.current_home])
    for column, home in enumerate(instance.homes):
        names = [one.child for one in home.approval.named_children] + list(home.must_not_join)
        if home.approval.exemption:
            names += home.approval.exemption.children
        for name in names:
            if name in position:
                special[position[name]].add(column)
        for resident in home.residents:
            for number in avoided.get(resident.id, ()):
                special[number].add(column)
            if resident.sibling_group is not None:
                for number in waiting_of.get(resident.sibling_group, ()):
                    special[number].add(column)
    return {number: sorted(columns) for number, columns in special.items()}


def _travel(reading: Reading) -> tuple[dict[str, Array], dict[str, Array]]:
    """Return known travel as sorted keys (child number times homes, and home number) and minutes, by end."""
    instance = reading.instance
    keys: dict[str, Array] = {}
    minutes: dict[str, Array] = {}
    for to in codes.TRAVEL_TO:
        found = sorted(
            (instance.child_position[child] * len(instance.homes) + instance.home_position[home], taken)
            for (child, home, end), taken in instance.travel_minutes.items()
            if end == to
        )
        keys[to] = np.array([key for key, _ in found], dtype=np.int64)
        minutes[to] = np.array([taken for _, taken in found], dtype=float)
    return keys, minutes
