"""How homes are found without an engine: the first bed that answers, the nearest, the best one by one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence

import numpy as np

from kith.engines.matching.children import Child
from kith.engines.matching.household import household_fits
from kith.engines.matching.instance import together_sets
from kith.engines.matching.pair import Reading
from kith.engines.matching.screening import screen
from kith.engines.matching.tables import Array, Tables, tables_for

# Given the reading, a child's number and the allowed homes with their points, the order to ask them in.
Order = Callable[[Reading, int, Array, Array], Array]


def first_bed(seed: int) -> Order:
    """Return the order in which homes happen to answer: any, the same for a seed."""
    generator = np.random.default_rng(seed)

    def order(reading: Reading, child: int, homes: Array, points: Array) -> Array:
        return homes[generator.permutation(homes.size)]

    return order


def nearest_first(reading: Reading, child: int, homes: Array, points: Array) -> Array:
    """Order homes by straight line from the family home."""
    here = reading.instance.children[child].family_home
    miles = np.array([here.miles_to(reading.instance.homes[home].place) for home in homes.tolist()])
    return homes[np.argsort(miles, kind="stable")]


def best_first(reading: Reading, child: int, homes: Array, points: Array) -> Array:
    """Order homes by the profile's points for this child alone."""
    return homes[np.argsort(points, kind="stable")]


def place_one_by_one(reading: Reading, order: Order, tables: Tables | None = None) -> dict[str, str | None]:
    """Return where children live when families are placed in turn, each with what is left.

    Brothers and sisters are tried together first in the eldest's order of homes, then each alone.
    """
    instance = reading.instance
    tables = tables or tables_for(reading)
    living: dict[int, list[Child]] = defaultdict(list)
    placing: dict[str, str | None] = {child.id: None for child in instance.children}
    for family in instance.families:
        numbers = [instance.child_position[child] for child in family.children]
        screened = screen(reading, tables, np.array(numbers))
        allowed = {
            number: set(np.flatnonzero(screened.broken[row] == 0).tolist())
            for row, number in enumerate(numbers)
        }
        orders = {}
        for row, number in enumerate(numbers):
            homes = np.flatnonzero(screened.broken[row] == 0)
            orders[number] = order(reading, number, homes, screened.points[row, homes]).tolist()
        apart = any(made.decision == "apart" for made in family.decisions)
        if not apart and len(numbers) > 1 and _join(reading, living, placing, numbers, orders, allowed):
            continue
        for bound in together_sets(family):
            members = sorted(instance.child_position[child] for child in bound)
            _join(reading, living, placing, members, orders, allowed)
    return placing


def _join(
    reading: Reading,
    living: dict[int, list[Child]],
    placing: dict[str, str | None],
    numbers: Sequence[int],
    orders: dict[int, list[int]],
    allowed: dict[int, set[int]],
) -> bool:
    """Put these children in the first home that takes them all; say whether one did."""
    children = [reading.instance.children[number] for number in numbers]
    for home in orders[numbers[0]]:
        if all(home in allowed[number] for number in numbers) and household_fits(
            reading, [*living[home], *children], reading.instance.homes[home]
        ):
            living[home] += children
            for child in children:
                placing[child.id] = reading.instance.homes[home].id
            return True
    return False
