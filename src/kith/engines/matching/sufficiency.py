"""What homes the area lacks: where, for whom, and what each would be worth.

Section 22G of the Children Act 1989 asks an authority to secure enough accommodation in its area. The
prices of the relaxation say what one more place in each present home would save; a few kinds of new
home are then tried for true, in the places where those prices and the children without a near home
point, by matching again with the home added.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kith.engines.matching.homes import Approval, Home
from kith.engines.matching.measures import Measures
from kith.engines.matching.places import METRES_PER_MILE, Place
from kith.engines.matching.solving import Solution
from kith.engines.matching.what_if import what_if

AREA_MILES = 5.0  # the side of the squares that areas are counted in


@dataclass(frozen=True)
class PlacePrice:
    """What one more place would save, over the homes of one area and kind that have a price."""

    easting: int
    northing: int
    kind: str
    homes: int
    mean_points: float
    most_points: float


@dataclass(frozen=True)
class NewHome:
    """One kind of home to recruit or commission, in one place, and what it is worth.

    `points` is the fall of the objective when it is added; `siblings` more children living with all
    their waiting brothers and sisters; `miles` fewer miles in all; `pounds_a_week` more spent (negative
    is less); `children` who would live there.
    """

    label: str
    home: Home
    points: float
    placed: int
    siblings: int
    miles: float
    pounds_a_week: float
    children: tuple[str, ...]
    ages: tuple[int, int] | None
    needs: tuple[str, ...]


@dataclass(frozen=True)
class Sufficiency:
    """What the area lacks: prices of places as they are, and new homes, the most worth first."""

    prices: tuple[PlacePrice, ...]
    new_homes: tuple[NewHome, ...]
    without: int


# The kinds of home that an authority can recruit or commission: label, kind, places, ages, skills, cost.
KINDS: tuple[tuple[str, str, int, tuple[int, int], dict[str, int], float], ...] = (
    ("carers for one child", "foster", 1, (0, 17), {"trauma": 1, "behaviour": 1}, 520.0),
    ("carers for two brothers or sisters", "foster", 2, (0, 17), {"trauma": 1, "behaviour": 1}, 520.0),
    (
        "carers for three or more brothers or sisters",
        "foster",
        4,
        (0, 17),
        {"trauma": 1, "behaviour": 1},
        520.0,
    ),
    (
        "carers for one teenager, specialist",
        "foster",
        1,
        (11, 17),
        {"trauma": 3, "behaviour": 3, "mental_health": 3, "exploitation": 2},
        900.0,
    ),
    (
        "carers for a disabled child",
        "foster",
        1,
        (0, 17),
        {"learning_disability": 3, "autism": 3, "physical_disability": 3, "health": 2},
        750.0,
    ),
    (
        "small children's home",
        "childrens_home",
        2,
        (10, 17),
        {
            "trauma": 3,
            "behaviour": 3,
            "mental_health": 3,
            "sexualised_behaviour": 2,
            "exploitation": 3,
            "offending": 2,
        },
        5400.0,
    ),
    (
        "supported accommodation",
        "supported_accommodation",
        2,
        (16, 17),
        {"unaccompanied": 2, "exploitation": 1, "mental_health": 1},
        1300.0,
    ),
)


def sufficiency(solution: Solution, *, limit: float = 5.0, places: int = 3, most: int = 12) -> Sufficiency:
    """Return the prices of places and the new homes most worth having.

    Every kind is tried in the `places` areas where children lose most; only the `most` promising pairs,
    by what their children's prices say, are matched again, each for at most `limit` seconds.
    """
    promising = sorted(
        _estimates(solution, places), key=lambda one: (-one[0], one[1], one[2].easting, one[2].northing)
    )
    found = [
        _worth(solution, label, place, number, limit)
        for number, (_, label, place) in enumerate(promising[:most])
    ]
    return Sufficiency(
        _prices(solution),
        tuple(sorted(found, key=lambda one: (-one.points, one.home.id))),
        sum(home is None for home in solution.placing.values()),
    )


def _prices(solution: Solution) -> tuple[PlacePrice, ...]:
    """Return what one more place is worth by area and kind: the duals of the homes' places."""
    rows = solution.rows
    homes = solution.instance.homes
    worth = -solution.relaxation.price[rows.first_home : rows.first_home + len(homes)]
    found: dict[tuple[int, int, str], list[float]] = defaultdict(list)
    for home, points in zip(homes, worth.tolist(), strict=True):
        if points > 0.01:
            found[(*_square(home.place), home.kind)].append(points)
    prices = [
        PlacePrice(easting, northing, kind, len(points), float(np.mean(points)), float(max(points)))
        for (easting, northing, kind), points in found.items()
    ]
    return tuple(
        sorted(prices, key=lambda one: (-one.mean_points * one.homes, one.easting, one.northing, one.kind))
    )


def _square(place: Place) -> tuple[int, int]:
    side = AREA_MILES * METRES_PER_MILE
    return (
        int((np.floor(place.easting / side) + 0.5) * side),
        int((np.floor(place.northing / side) + 0.5) * side),
    )


def _estimates(solution: Solution, places: int) -> list[tuple[float, str, Place]]:
    """Return, for each kind and each of the neediest areas, what its children lose now, as a first guess.

    A child's loss counts where the new home would be allowed and nearer or better; the best few losses
    that would fit are added up, and a credit for brothers and sisters parted now.
    """
    lost: dict[tuple[int, int], float] = defaultdict(float)
    for child in solution.instance.children:
        lost[_square(child.family_home)] += sum(solution.terms[child.id].values())
    neediest = sorted(lost, key=lambda area: (-lost[area], area))[:places]
    found = []
    for label, kind, room, ages, skills, cost in KINDS:
        for easting, northing in neediest:
            place = _nearest_family_home(solution, Place(easting, northing))
            gains = []
            for child in solution.instance.children:
                if not ages[0] <= child.age <= ages[1]:
                    continue
                if child.home_kinds_allowed and kind not in child.home_kinds_allowed:
                    continue
                gap = [max(level - skills.get(need, 0), 0) for need, level in child.needs.items()]
                if max(gap, default=0) > solution.profile.largest_skill_gap_level:
                    continue
                there = (
                    place.miles_to(child.family_home) * solution.profile.mile_from_home
                    + sum(gap) * solution.profile.skill_missing
                    + cost / 100 * solution.profile.hundred_pounds_a_week
                )
                gains.append(sum(solution.terms[child.id].values()) - there)
            best = sorted(gains, reverse=True)[:room]
            found.append((sum(one for one in best if one > 0), label, place))
    return found


def _nearest_family_home(solution: Solution, centre: Place) -> Place:
    """Return a family home nearest the middle of an area, so that a new home stands where people live."""
    return min(
        (child.family_home for child in solution.instance.children),
        key=lambda place: (place.miles_to(centre), place.easting, place.northing),
    )


def _worth(solution: Solution, label: str, place: Place, number: int, limit: float) -> NewHome:
    kind, room, ages, skills, cost = next(one[1:] for one in KINDS if one[0] == label)
    home = Home(
        id=f"new-home-{number:02d}",
        kind=kind,
        place=place,
        approval=Approval(number=room, ages=ages),
        weekly_cost=cost,
        skills=skills,
    )
    change = what_if(solution, [home], limit=limit)
    before, after = change.measures_before, change.measures_after
    there = [child for child in solution.instance.children if change.after.placing[child.id] == home.id]
    return NewHome(
        label,
        home,
        change.points,
        after.placed - before.placed,
        _together(after, solution) - _together(before, solution),
        (before.mean_miles or 0) * before.placed - (after.mean_miles or 0) * after.placed,
        after.weekly_cost - before.weekly_cost,
        tuple(child.id for child in there),
        (min(child.age for child in there), max(child.age for child in there)) if there else None,
        tuple(sorted({need for child in there for need in child.needs})),
    )


def _together(measures: Measures, solution: Solution) -> int:
    waiting: Sequence[str] = [
        child
        for family in solution.instance.families
        for child in family.children
        if any(
            family.decision(child, other) in ("together", "prefer_together")
            for other in family.children
            if other != child
        )
    ]
    return round((measures.siblings_together or 0.0) * len(waiting))
