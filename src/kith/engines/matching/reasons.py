"""Reasons in sentences: why this home, or the fewest reasons that rule every home out."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import combinations

import numpy as np

from kith.engines.matching.arrangement import SiblingPair, sibling_pairs
from kith.engines.matching.children import Child
from kith.engines.matching.homes import Home
from kith.engines.matching.pair import RULES, TERMS, Reading
from kith.engines.matching.screening import screen
from kith.engines.matching.solving import Solution

TAKEN = "taken"
TOGETHER = "together"
FURTHER_REASONS = {
    TAKEN: "its places go to other children in this arrangement",
    TOGETHER: "it cannot take all who must live together",
}


def reasons_for(solution: Solution) -> dict[str, list[str]]:
    """Return sentences for each child: what counts in the home found, or why no home serves."""
    reading = solution.pool.reading
    homes = {home.id: home for home in solution.instance.homes}
    parted: dict[str, list[SiblingPair]] = defaultdict(list)
    for pair in sibling_pairs(reading, solution.placing):
        for child_id in pair.children:
            parted[child_id].append(pair)
    unplaced = [child for child in solution.instance.children if solution.placing[child.id] is None]
    fewest = fewest_reasons(solution, unplaced)
    found: dict[str, list[str]] = {}
    for child in solution.instance.children:
        home_id = solution.placing[child.id]
        if home_id is None:
            found[child.id] = fewest[child.id]
        else:
            found[child.id] = _why_here(
                reading, child, homes[home_id], solution.terms[child.id], parted[child.id]
            )
    return found


def _why_here(
    reading: Reading, child: Child, home: Home, terms: dict[str, float], pairs: list[SiblingPair]
) -> list[str]:
    miles = home.place.miles_to(child.family_home)
    sentences = [f"{miles:.1f} miles from the family home"]
    if child.authority is not None and home.authority not in (None, child.authority):
        sentences.append(
            "outside the child's authority: a nominated officer must approve (2010 Regulations, regulation 11)"
        )
    together = [pair for pair in pairs if pair.together]
    if together:
        sentences.append(f"with {_count(len(together), 'brother or sister', 'brothers or sisters')}")
    for pair in pairs:
        if not pair.together and pair.points:
            other = next(one for one in pair.children if one != child.id)
            where = "who has no home yet" if pair.miles is None else f"{pair.miles:.1f} miles away"
            sentences.append(f"parted from {other}, {where}: {pair.points / 2:.1f} points of the pair's")
    if child.school is not None and "school" not in terms:
        sentences.append("keeps the school")
    if child.stay_near and "people" not in terms:
        sentences.append("keeps everyone the child named within reach")
    for name, points in terms.items():
        if name not in ("siblings", "distance"):
            sentences.append(f"{TERMS.get(name, name)}: {points:+.1f} points")
    return sentences


def _count(number: int, one: str, more: str) -> str:
    return f"{number} {one if number == 1 else more}"


def fewest_reasons(solution: Solution, children: list[Child]) -> dict[str, list[str]]:
    """Return, for children without a home, the smallest set of reasons that between them rule out all homes.

    A home that no rule forbids is ruled out because its places are taken, or because it cannot take
    all of those who must live together.
    """
    reading, tables = solution.pool.reading, solution.pool.tables
    instance = solution.instance
    if not instance.homes:
        return {child.id: ["there are no homes in the instance"] for child in children}
    position = instance.child_position
    names = [*RULES, *FURTHER_REASONS]
    taken_bit, together_bit = 1 << len(RULES), 1 << (len(RULES) + 1)
    units = {member: unit.members for unit in solution.pool.bundling.units for member in unit.members}
    found: dict[str, list[str]] = {}
    for begin in range(0, len(children), 200):
        block = children[begin : begin + 200]
        numbers = np.array([position[child.id] for child in block])
        broken = screen(reading, tables, numbers).broken.astype(np.int64)
        for row, child in enumerate(block):
            masks = broken[row]
            bound = [other for other in units[position[child.id]] if other != position[child.id]]
            if bound:
                theirs = screen(reading, tables, np.array(bound)).broken
                masks = np.where((masks == 0) & (theirs != 0).any(axis=0), together_bit, masks)
                room = np.array([one.most for one in reading.rooms])
                masks = np.where((masks == 0) & (room < len(bound) + 1), together_bit, masks)
            masks = np.where(masks == 0, taken_bit, masks)
            found[child.id] = _sentences(masks, names)
    return found


def _sentences(masks: np.ndarray[tuple[int, ...], np.dtype[np.int64]], names: list[str]) -> list[str]:
    values, counts = np.unique(masks, return_counts=True)
    chosen = smallest_cover([int(value) for value in values], len(names))
    texts = {**RULES, **FURTHER_REASONS}
    homes: Counter[int] = Counter()
    for value, count in zip(values.tolist(), counts.tolist(), strict=True):
        # Each home is counted under the first of the chosen reasons that rules it out.
        homes[next(bit for bit in chosen if value >> bit & 1)] += count
    return [
        f"{_count(homes[bit], 'home', 'homes')} ruled out because {texts[names[bit]]}"
        for bit in sorted(chosen, key=lambda one: -homes[one])
    ]


def smallest_cover(masks: list[int], bits: int) -> list[int]:
    """Return the fewest bits such that every mask holds one of them; of equals, the first in order.

    Masks that hold another mask whole add nothing, and what is left is small enough to try in turn.
    """
    least = [mask for mask in masks if not any(other != mask and other & mask == other for other in masks)]
    used = [bit for bit in range(bits) if any(mask >> bit & 1 for mask in least)]
    for size in range(1, len(used) + 1):
        for some in combinations(used, size):
            together = sum(1 << bit for bit in some)
            if all(mask & together for mask in least):
                return list(some)
    return []
