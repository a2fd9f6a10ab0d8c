"""The slow, obvious matching: every arrangement of a tiny instance, tried in turn."""

from __future__ import annotations

from itertools import product

from kith.engines.matching.arrangement import broken_musts, objective_of
from kith.engines.matching.instance import Instance
from kith.engines.matching.pair import Reading, rules_broken
from kith.engines.matching.profile import Profile

MOST_ARRANGEMENTS = 300_000


def best_by_trying_all(instance: Instance, profile: Profile) -> tuple[float, dict[str, str | None]]:
    """Return the lowest objective of any arrangement that keeps every must, and one that has it.

    Raises ValueError when there are more arrangements than can be tried.
    """
    reading = Reading(instance, profile)
    choices: list[list[str | None]] = [
        [None, *(home.id for home in instance.homes if not rules_broken(reading, child, home))]
        for child in instance.children
    ]
    count = 1
    for options in choices:
        count *= len(options)
    if count > MOST_ARRANGEMENTS:
        raise ValueError(f"{count} arrangements are too many to try one by one")
    ids = [child.id for child in instance.children]
    best: tuple[float, dict[str, str | None]] | None = None
    for choice in product(*choices):
        placing = dict(zip(ids, choice, strict=True))
        objective = objective_of(reading, placing)
        if (best is None or objective < best[0]) and not broken_musts(reading, placing):
            best = (objective, placing)
    assert best is not None  # nobody placed is always allowed
    return best
