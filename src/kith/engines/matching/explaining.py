"""The working shown: for each child the terms, the two best other homes and whom they would cost what."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace

import numpy as np

from kith.engines.matching.arrangement import objective_of, sibling_pairs, terms_of
from kith.engines.matching.children import Child, SiblingGroup
from kith.engines.matching.homes import Bedroom, Home
from kith.engines.matching.household import household_fits
from kith.engines.matching.integer import place_whole
from kith.engines.matching.pair import (
    Reading,
    rules_broken,
    sibling_points,
    terms_for,
    terms_unplaced,
)
from kith.engines.matching.reasons import reasons_for
from kith.engines.matching.solving import EXACT_UNITS, Solution, placing_of
from kith.engines.matching.tables import Array

TRIED = 5  # other homes placed again exactly, the most promising by price
WIDTH = 25.0  # points above the relaxation's prices up to which others may be placed again
FREED_FAMILIES = 80


@dataclass(frozen=True)
class Effect:
    """What an alternative would mean for one other child: the home then, and the points more or less."""

    child: str
    home_now: str | None
    home_then: str | None
    points: float


@dataclass(frozen=True)
class Alternative:
    """Another home for a child: the points more for everybody together, and whom it touches."""

    home: str
    points: float
    effects: tuple[Effect, ...]


@dataclass(frozen=True)
class AddedPlace:
    """One more place in one home that would have kept a family together, and the points it would save."""

    home: str
    points_saved: float
    miles: float


@dataclass(frozen=True)
class SplitFamily:
    """A family that is parted: what one added place would have helped, or that no single place would.

    `could_join` names a home with room for all that was not chosen, and what it would have cost more.
    """

    family: str
    children: tuple[str, ...]
    added_place: AddedPlace | None
    could_join: tuple[str, float] | None


@dataclass(frozen=True)
class Explanation:
    """Everything said about one child's place."""

    child: str
    home: str | None
    terms: dict[str, float]
    reasons: tuple[str, ...]
    alternatives: tuple[Alternative, ...]
    family: SplitFamily | None


def explain(solution: Solution, child_id: str, *, seconds: float = 2.0) -> Explanation:
    """Return the explanation of one child's place; `seconds` bounds each alternative's search.

    Raises LookupError for a child who is not in the instance.
    """
    if child_id not in solution.instance.child_position:
        raise LookupError(f"There is no child with the id '{child_id}' in this instance.")
    reading = solution.pool.reading
    family = reading.family_of[child_id]
    return Explanation(
        child_id,
        solution.placing[child_id],
        solution.terms[child_id],
        tuple(reasons_for(solution)[child_id]),
        alternatives(solution, child_id, seconds=seconds),
        split_family(solution, family),
    )


def alternatives(solution: Solution, child_id: str, *, seconds: float = 2.0) -> tuple[Alternative, ...]:
    """Return the two best other homes for a child, everybody else placed again as well as can be.

    Homes are tried in the order of their prices; in a large instance only families near the child or
    in the homes concerned are placed again, so that the points are then an upper limit.
    """
    pool, relaxation = solution.pool, solution.relaxation
    number = solution.instance.child_position[child_id]
    holds = np.array([number in bundle.members for bundle in pool.bundling.bundles])[pool.bundle]
    mine = np.flatnonzero(holds)
    now = solution.placing[child_id]
    cheapest: dict[int, float] = {}
    for column in mine.tolist():
        home = int(pool.home[column])
        cheapest[home] = min(cheapest.get(home, np.inf), float(relaxation.reduced[column]))
    order = sorted(cheapest, key=lambda home: (cheapest[home], home))
    tried = [home for home in order if solution.instance.homes[home].id != now][:TRIED]
    found = []
    for home in tried:
        answer = _forced(solution, number, mine, home, seconds)
        if answer is not None:
            found.append(answer)
    return tuple(sorted(found, key=lambda one: (one.points, one.home))[:2])


def _forced(solution: Solution, number: int, mine: Array, home: int, seconds: float) -> Alternative | None:
    pool, rows = solution.pool, solution.rows
    units = _units_to_free(solution, number, home)
    free = np.zeros(rows.units, dtype=bool)
    free[units] = True
    bundles = pool.bundling.bundles
    owner = np.array([bundle.units[0] for bundle in bundles])
    keep = free[owner[pool.bundle]] & (solution.relaxation.reduced <= WIDTH)
    moving = free[owner[pool.bundle[solution.columns]]]
    keep[solution.columns[moving]] = True
    keep[mine] = pool.home[mine] == home
    answer = place_whole(
        pool,
        rows,
        np.flatnonzero(keep),
        units,
        seconds=seconds,
        start=solution.columns[moving],
        standing=solution.columns[~moving],
        seed=solution.seed,
        relative_gap=1e-4,
    )
    if answer is None:
        return None
    placing = placing_of(pool, np.concatenate([solution.columns[~moving], answer.taken]))
    child = solution.instance.children[number].id
    if placing[child] != solution.instance.homes[home].id:
        return None
    then = _points_by_child(pool.reading, placing)
    effects = tuple(
        Effect(
            one.id,
            solution.placing[one.id],
            placing[one.id],
            then[one.id] - sum(solution.terms[one.id].values()),
        )
        for one in solution.instance.children
        if placing[one.id] != solution.placing[one.id]
        or abs(then[one.id] - sum(solution.terms[one.id].values())) > 1e-9
    )
    more = objective_of(pool.reading, placing) - solution.objective
    return Alternative(solution.instance.homes[home].id, more, effects)


def _points_by_child(reading: Reading, placing: dict[str, str | None]) -> dict[str, float]:
    return {child: sum(terms.values()) for child, terms in terms_of(reading, placing).items()}


def _units_to_free(solution: Solution, number: int, home: int) -> Array:
    """Return everybody's units in a small instance; in a large one those near the child or in the home."""
    units = solution.pool.bundling.units
    if len(units) <= EXACT_UNITS:
        return np.arange(len(units))
    tables = solution.pool.tables
    here = np.hypot(
        tables.child["x"] - tables.child["x"][number], tables.child["y"] - tables.child["y"][number]
    )
    nearest = set(np.argsort(here, kind="stable")[: FREED_FAMILIES * 2].tolist())
    there = solution.instance.homes[home].id
    nearest |= {
        place for place, child in enumerate(solution.instance.children) if solution.placing[child.id] == there
    }
    families = {unit.family for unit in units if nearest.intersection(unit.members)}
    return np.array([unit.number for unit in units if unit.family in families])


def split_families(solution: Solution) -> list[SplitFamily]:
    """Return every family that is parted though nothing decided says it should be."""
    found = [split_family(solution, family) for family in solution.instance.families]
    return [one for one in found if one is not None]


def split_family(solution: Solution, family: SiblingGroup) -> SplitFamily | None:
    """Return what would have kept a family together; None when it is together, alone, or apart by decision."""
    pairs = [
        pair
        for pair in sibling_pairs(solution.pool.reading, solution.placing)
        if set(pair.children) <= set(family.children)
    ]
    if len(family.children) < 2 or all(pair.together for pair in pairs):
        return None
    if any(pair.decision == "apart" for pair in pairs):
        return None
    reading, instance = solution.pool.reading, solution.instance
    members = [instance.children[instance.child_position[child]] for child in family.children]
    living: dict[str, list[Child]] = defaultdict(list)
    for child in instance.children:
        home_id = solution.placing[child.id]
        if home_id is not None and child.id not in family.children:
            living[home_id].append(child)
    possible = []
    for home in instance.homes:
        rules = {rule for child in members for rule in rules_broken(reading, child, home)}
        if rules <= {"full", "bedroom"}:
            placing = {**solution.placing, **dict.fromkeys(family.children, home.id)}
            possible.append((home, bool(rules), placing))
    added: AddedPlace | None = None
    could: tuple[str, float] | None = None
    saved = []
    for home, shut, placing in possible:
        miles = home.place.miles_to(members[0].family_home)
        saved.append((solution.objective - objective_near(reading, solution, placing), -miles, home, shut))
    for points, minus_miles, home, shut in sorted(saved, key=lambda one: (-one[0], -one[1], one[2].id)):
        joining = [*living[home.id], *members]
        if not shut and household_fits(reading, joining, home):
            could = could or (home.id, -points)
        elif added is None and points > 0 and _fits_with_one_more(reading, joining, members, home):
            added = AddedPlace(home.id, points, -minus_miles)
        if added and could:
            break
    return SplitFamily(family.id, family.children, added, could)


def objective_near(reading: Reading, solution: Solution, placing: dict[str, str | None]) -> float:
    """Return the objective of a placing that differs from the solution's in one family only."""
    changed = [child for child in placing if placing[child] != solution.placing[child]]
    if not changed:
        return solution.objective
    family = reading.family_of[changed[0]]
    instance = reading.instance

    def of_family(where: dict[str, str | None]) -> float:
        total = 0.0
        for place, one in enumerate(family.children):
            child = instance.children[instance.child_position[one]]
            home_id = where[one]
            home = None if home_id is None else instance.homes[instance.home_position[home_id]]
            total += sum(
                (terms_unplaced(reading, child) if home is None else terms_for(reading, child, home)).values()
            )
            for other in family.children[place + 1 :]:
                other_id = where[other]
                if home is not None and other_id == home_id:
                    continue
                miles = None
                if home is not None and other_id is not None:
                    miles = home.place.miles_to(instance.homes[instance.home_position[other_id]].place)
                total += sibling_points(family.decision(one, other), miles, reading.profile)
        return total

    return solution.objective - of_family(solution.placing) + of_family(placing)


def _fits_with_one_more(reading: Reading, joining: list[Child], members: list[Child], home: Home) -> bool:
    """Say whether these children would fit with one more place, and one more bed where beds are a limit."""
    bedrooms = None if home.bedrooms is None else (*home.bedrooms, Bedroom(1))
    larger = replace(
        home, approval=replace(home.approval, number=home.approval.number + 1), bedrooms=bedrooms
    )
    homes = tuple(larger if one.id == home.id else one for one in reading.instance.homes)
    wider = Reading(replace(reading.instance, homes=homes), reading.profile)
    if any(set(rules_broken(wider, child, larger)) for child in members):
        return False
    return household_fits(wider, joining, larger)
