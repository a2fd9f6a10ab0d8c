"""An arrangement of children in homes: what it costs, term by term, and whether every rule is kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from kith.engines.matching.household import household_fits
from kith.engines.matching.instance import together_sets
from kith.engines.matching.pair import Reading, rules_broken, sibling_points, terms_for, terms_unplaced

Placing = Mapping[str, str | None]


@dataclass(frozen=True)
class SiblingPair:
    """One pair of waiting brothers and sisters in an arrangement, with what was decided and what it costs."""

    children: tuple[str, str]
    decision: str
    together: bool
    miles: float | None
    points: float


def sibling_pairs(reading: Reading, placing: Placing) -> list[SiblingPair]:
    """Return every pair of waiting siblings, in the order of the families.

    `miles` lie between their homes: 0 when together, None when either has no home.
    """
    homes = {home.id: home for home in reading.instance.homes}
    pairs = []
    for family in reading.instance.families:
        for number, one in enumerate(family.children):
            for other in family.children[number + 1 :]:
                here, there = placing[one], placing[other]
                together = here is not None and here == there
                miles = None
                if here is not None and there is not None:
                    miles = homes[here].place.miles_to(homes[there].place)
                decision = family.decision(one, other)
                points = 0.0 if together else sibling_points(decision, miles, reading.profile)
                pairs.append(SiblingPair((one, other), decision, together, miles, points))
    return pairs


def terms_of(reading: Reading, placing: Placing) -> dict[str, dict[str, float]]:
    """Return each child's points by term; a parted pair's points stand half with each of the two."""
    homes = {home.id: home for home in reading.instance.homes}
    terms: dict[str, dict[str, float]] = {}
    for child in reading.instance.children:
        home_id = placing[child.id]
        terms[child.id] = (
            terms_unplaced(reading, child) if home_id is None else terms_for(reading, child, homes[home_id])
        )
    for pair in sibling_pairs(reading, placing):
        if pair.points:
            for child_id in pair.children:
                terms[child_id]["siblings"] = terms[child_id].get("siblings", 0.0) + pair.points / 2
    return terms


def objective_of(reading: Reading, placing: Placing) -> float:
    """Return the total points of an arrangement; lower is better."""
    return sum(sum(terms.values()) for terms in terms_of(reading, placing).values())


def broken_musts(reading: Reading, placing: Placing) -> list[str]:
    """Return a sentence for every must that an arrangement breaks; none when it may stand."""
    instance = reading.instance
    children = {child.id: child for child in instance.children}
    homes = {home.id: home for home in instance.homes}
    broken: list[str] = []
    if set(placing) != set(children):
        broken.append("the arrangement does not name exactly the children of the instance")
        return broken
    joining = defaultdict(list)
    for child_id, home_id in placing.items():
        if home_id is None:
            continue
        joining[home_id].append(children[child_id])
        rules = rules_broken(reading, children[child_id], homes[home_id])
        if rules:
            broken.append(f"child {child_id} may not live in home {home_id}: {', '.join(rules)}")
    for home_id, together in joining.items():
        if not household_fits(reading, together, homes[home_id]):
            broken.append(f"home {home_id} cannot take {len(together)} of these children together")
    for family in instance.families:
        broken += [
            f"{', '.join(sorted(members))} must live together"
            for members in together_sets(family)
            if len({placing[child] for child in members}) > 1
        ]
    return broken
