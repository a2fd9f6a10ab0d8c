"""Outcomes by group, with intervals, so that a weight's effect is seen before it is used."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from kith.engines.matching.arrangement import sibling_pairs
from kith.engines.matching.children import Child
from kith.engines.matching.codes import ETHNICITIES
from kith.engines.matching.solving import Solution

CONFIDENCE = 1.959964  # of the normal distribution, for intervals of 95%
DRAWS = 2000


@dataclass(frozen=True)
class GroupOutcome:
    """One outcome for one group: the value, its 95% interval, and how many children it stands on.

    Shares use Wilson's interval (1927); means use the bootstrap's percentiles. None where nobody counts.
    """

    by: str
    group: str
    outcome: str
    children: int
    value: float | None
    low: float | None
    high: float | None


def _age_band(child: Child) -> str:
    return (
        "under 5"
        if child.age < 5
        else "5 to 9"
        if child.age < 10
        else "10 to 15"
        if child.age < 16
        else "16 and 17"
    )


def fairness(solution: Solution, seed: int = 0) -> list[GroupOutcome]:
    """Return outcomes by ethnicity, disability, age and number of siblings waiting together."""
    reading, instance = solution.pool.reading, solution.instance
    family_size = {child.id: len(reading.family_of[child.id].children) for child in instance.children}
    ways: dict[str, Callable[[Child], str]] = {
        "ethnicity": lambda child: ETHNICITIES[child.ethnicity],
        "disability": lambda child: "disabled" if child.disabled else "not disabled",
        "age": _age_band,
        "siblings waiting": lambda child: (
            str(min(family_size[child.id], 4)) + ("+" if family_size[child.id] > 3 else "")
        ),
    }
    generator = np.random.default_rng(seed)
    outcomes = _outcomes(solution)
    found = []
    for by, group_of in ways.items():
        groups: dict[str, list[str]] = {}
        for child in instance.children:
            groups.setdefault(group_of(child), []).append(child.id)
        for group in sorted(groups):
            for outcome, (kind, values) in outcomes.items():
                known = np.array([values[child] for child in groups[group] if child in values])
                value, low, high = wilson(known) if kind == "share" else bootstrap(known, generator)
                found.append(GroupOutcome(by, group, outcome, int(known.size), value, low, high))
    return found


def _outcomes(solution: Solution) -> dict[str, tuple[str, dict[str, float]]]:
    instance = solution.instance
    homes = {home.id: home for home in instance.homes}
    together: dict[str, float] = {}
    for pair in sibling_pairs(solution.pool.reading, solution.placing):
        if pair.decision in ("together", "prefer_together"):
            for child_id in pair.children:
                together[child_id] = min(together.get(child_id, 1.0), float(pair.together))
    placed = {child.id: float(solution.placing[child.id] is not None) for child in instance.children}
    miles, school, wishes = {}, {}, {}
    for child in instance.children:
        home_id = solution.placing[child.id]
        if home_id is None:
            continue
        miles[child.id] = homes[home_id].place.miles_to(child.family_home)
        if child.school is not None:
            school[child.id] = float("school" not in solution.terms[child.id])
        if child.preferences:
            wishes[child.id] = float("wishes" not in solution.terms[child.id])
    return {
        "has a home": ("share", placed),
        "with all brothers and sisters": ("share", together),
        "miles from home": ("mean", miles),
        "keeps the school": ("share", school),
        "all stated wishes met": ("share", wishes),
    }


def wilson(
    answers: np.ndarray[tuple[int, ...], np.dtype[np.float64]],
) -> tuple[float | None, float | None, float | None]:
    """Return a share of yes answers and Wilson's 95% interval; Nones where there is no answer."""
    count = answers.size
    if not count:
        return None, None, None
    share = float(answers.mean())
    z2 = CONFIDENCE**2
    middle = (share + z2 / (2 * count)) / (1 + z2 / count)
    half = CONFIDENCE * np.sqrt(share * (1 - share) / count + z2 / (4 * count**2)) / (1 + z2 / count)
    return share, float(max(middle - half, 0.0)), float(min(middle + half, 1.0))


def bootstrap(
    values: np.ndarray[tuple[int, ...], np.dtype[np.float64]], generator: np.random.Generator
) -> tuple[float | None, float | None, float | None]:
    """Return a mean and the 2.5th and 97.5th percentiles of means of as many values drawn again."""
    if not values.size:
        return None, None, None
    if values.size == 1:
        return float(values[0]), None, None
    means = values[generator.integers(0, values.size, (DRAWS, values.size))].mean(axis=1)
    low, high = np.percentile(means, [2.5, 97.5])
    return float(values.mean()), float(low), float(high)
