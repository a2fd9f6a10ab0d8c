"""The fast engine against the slow, obvious one; and laws that any matching must keep."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kith.engines.matching.arrangement import broken_musts, objective_of
from kith.engines.matching.baselines import best_first, nearest_first, place_one_by_one
from kith.engines.matching.bundles import bundling
from kith.engines.matching.household import may_live_together
from kith.engines.matching.instance import Instance
from kith.engines.matching.pair import Reading, rules_broken, terms_for
from kith.engines.matching.pool import pool_for
from kith.engines.matching.prices import Families
from kith.engines.matching.profile import Profile, starting_profile
from kith.engines.matching.reading import instance_from_dict
from kith.engines.matching.reference import best_by_trying_all
from kith.engines.matching.rows import rows_for
from kith.engines.matching.screening import RULE_BIT, allowed, screen
from kith.engines.matching.solving import solve
from kith.engines.matching.tables import tables_for
from kith.engines.matching.writing import instance_to_dict
from tests.generative.matching.instances import homes, instances

slowly = settings(max_examples=120, deadline=None, derandomize=True)


@slowly
@given(instances())
def test_engine_finds_what_trying_everything_finds(instance: Instance) -> None:
    """On tiny cases the engine's arrangement costs exactly what the best of all arrangements costs."""
    profile = starting_profile()
    least, _ = best_by_trying_all(instance, profile)
    solution = solve(instance, profile, limit=20.0)
    assert solution.objective == pytest.approx(least, abs=1e-6)
    assert solution.bound <= least + 1e-6
    assert solution.proven


@settings(max_examples=40, deadline=None, derandomize=True)
@given(instances(), st.sampled_from([0.0, 15.0, 60.0]), st.sampled_from([0.0, 20.0, 400.0]))
def test_engine_agrees_with_reference_under_other_weights(
    instance: Instance, parted: float, unplaced: float
) -> None:
    """Weights are the authority's: the agreement does not lean on Kith's own."""
    profile = Profile(siblings_parted=parted, siblings_near=parted / 2, unplaced=unplaced)
    least, _ = best_by_trying_all(instance, profile)
    assert solve(instance, profile, limit=20.0).objective == pytest.approx(least, abs=1e-6)


@slowly
@given(instances(6, 5))
def test_every_must_is_kept_and_every_child_is_answered(instance: Instance) -> None:
    """No child is dropped, and no arrangement breaks a must, the engine's or a simple habit's."""
    reading = Reading(instance, starting_profile())
    solution = solve(instance, limit=20.0)
    assert set(solution.placing) == {child.id for child in instance.children}
    assert broken_musts(reading, solution.placing) == []
    assert solution.objective == pytest.approx(objective_of(reading, solution.placing), abs=1e-6)
    for order in (nearest_first, best_first):
        simple = place_one_by_one(reading, order)
        assert broken_musts(reading, simple) == []
        assert objective_of(reading, simple) >= solution.objective - 1e-6


@settings(max_examples=60, deadline=None, derandomize=True)
@given(instances(5, 3), st.data())
def test_adding_a_home_never_makes_it_worse(instance: Instance, data: st.DataObject) -> None:
    """More homes are more choice: the objective can only fall or stay."""
    home = data.draw(homes(99, [child.id for child in instance.children], []))
    wider = replace(instance, homes=(*instance.homes, home))
    assert solve(wider, limit=20.0).objective <= solve(instance, limit=20.0).objective + 1e-6


@settings(max_examples=40, deadline=None, derandomize=True)
@given(instances(5, 4), st.randoms(use_true_random=False))
def test_order_and_names_change_nothing(instance: Instance, random: object) -> None:
    """Children, homes and groups in another order, homes under other names: the same objective."""
    shuffled = [list(instance.children), list(instance.homes), list(instance.sibling_groups)]
    for rows in shuffled:
        random.shuffle(rows)  # type: ignore[attr-defined]
    names = {home.id: f"another {home.id}" for home in instance.homes}
    other = Instance(
        instance.date,
        tuple(
            replace(child, current_home=names[child.current_home] if child.current_home else None)
            for child in shuffled[0]
        ),
        tuple(replace(home, id=names[home.id]) for home in shuffled[1]),
        tuple(shuffled[2]),
        {(child, names[home], to): minutes for (child, home, to), minutes in instance.travel_minutes.items()},
    )
    assert solve(other, limit=20.0).objective == pytest.approx(
        solve(instance, limit=20.0).objective, abs=1e-6
    )


@slowly
@given(instances(6, 5))
def test_screening_says_what_each_pair_says(instance: Instance) -> None:
    """Columns at once and pairs one by one agree on every rule and on every point."""
    if not instance.homes:
        return
    reading = Reading(instance, starting_profile())
    tables = tables_for(reading)
    everyone = np.arange(len(instance.children))
    screened = screen(reading, tables, everyone)
    homes, points = allowed(reading, tables, everyone, np.arange(len(instance.homes)))
    listed = {
        (row, int(homes[column])): float(points[row, column])
        for row, column in np.argwhere(np.isfinite(points)).tolist()
    }
    for row, child in enumerate(instance.children):
        for column, home in enumerate(instance.homes):
            rules = rules_broken(reading, child, home)
            assert screened.broken[row, column] == sum(RULE_BIT[rule] for rule in rules), (child, home, rules)
            points = sum(terms_for(reading, child, home).values())
            assert screened.points[row, column] == pytest.approx(points, abs=1e-6)
            assert ((row, column) in listed) == (not rules)
            if not rules:
                assert listed[row, column] == pytest.approx(points, abs=1e-6)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(instances(6, 5))
def test_bundles_clash_as_their_children_do(instance: Instance) -> None:
    """Two families' bundles clash where two of their children must not live together, only children aside."""
    made = bundling(Reading(instance, starting_profile()))
    for (number, one), (place, other) in combinations(enumerate(made.bundles), 2):
        if one.family != other.family and not one.alone and not other.alone:
            allowed_pairs = [
                may_live_together(instance.children[a], instance.children[b], False)
                for a in one.members
                for b in other.members
            ]
            assert made.clash(number, place) == made.clash(place, number) == (not all(allowed_pairs))


def cheapest_way(cost: dict[frozenset[int], float], unplaced: dict[int, float]) -> float:
    """Return the least that units can cost, each without a home or in one of these sets, by trying all ways."""
    if not unplaced:
        return 0.0
    first = min(unplaced)
    rest = {unit: points for unit, points in unplaced.items() if unit != first}
    ways = [unplaced[first] + cheapest_way(cost, rest)]
    for units, points in cost.items():
        if first in units and units <= set(unplaced):
            others = {unit: left for unit, left in rest.items() if unit not in units}
            ways.append(points + cheapest_way(cost, others))
    return min(ways)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(instances(6, 5), st.integers(0, 1000))
def test_what_families_take_at_prices_is_the_cheapest_of_all_ways(instance: Instance, seed: int) -> None:
    """The compiled loop against trying every way of parting each family, at prices drawn at random."""
    pool = pool_for(Reading(instance, starting_profile()))
    rows = rows_for(pool)
    families = Families(pool, rows)
    price = np.where(families.has, np.random.default_rng(seed).uniform(0, 80, families.room.shape), 0.0)
    paid = pool.points + pool.weight * price[pool.home, 0]
    for number, further in enumerate(rows.further, start=1):
        paid += further.takes * price[pool.home, number]
    total, taken = families.at(price)
    dearness = families.dearness(price)
    assert dearness[taken] == pytest.approx(np.zeros(taken.size), abs=1e-9)
    family = np.array([pool.bundling.bundles[bundle].family for bundle in pool.bundle.tolist()], dtype=int)
    in_all = 0.0
    for one in range(len(instance.families)):
        unplaced = {u.number: float(pool.unplaced[u.number]) for u in pool.bundling.units if u.family == one}
        mine = np.flatnonzero(family == one).tolist()
        units = {column: frozenset(pool.bundling.bundles[pool.bundle[column]].units) for column in mine}
        cost: dict[frozenset[int], float] = {}
        for column in mine:
            cost[units[column]] = min(cost.get(units[column], np.inf), float(paid[column]))
        least = cheapest_way(cost, unplaced)
        in_all += least
        for column in mine:
            others = {unit: points for unit, points in unplaced.items() if unit not in units[column]}
            assert dearness[column] == pytest.approx(paid[column] + cheapest_way(cost, others) - least)
    assert total == pytest.approx(in_all)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(instances(6, 5))
def test_an_instance_written_and_read_is_the_same(instance: Instance) -> None:
    """What is written as JSON is read back as it was."""
    assert instance_from_dict(instance_to_dict(instance)) == instance


@settings(max_examples=20, deadline=None, derandomize=True)
@given(instances(6, 5))
def test_same_seed_same_arrangement(instance: Instance) -> None:
    """The same instance, profile and seed give the same homes."""
    assert solve(instance, limit=20.0, seed=3).placing == solve(instance, limit=20.0, seed=3).placing
