"""Partners and their partners, who stand together in a row: each chain of them with the ways in which it may stand."""

from __future__ import annotations

from collections import defaultdict

from kith.engines.genogram.family import Shape
from kith.engines.genogram.unions import Lines

Cluster = tuple[int, ...]


def clusters_of(
    of: dict[int, int], lines: Lines, age: dict[int, int], shape: dict[int, Shape]
) -> list[list[Cluster]]:
    """Return partners and their partners in chains, each with the ways in which it may be arranged.

    Somebody with several partners has them on both sides, the earliest farthest off, or all but the latest on one side.
    """
    joined: dict[int, list[int]] = defaultdict(list)
    since: dict[frozenset[int], int] = {}
    for link in lines.links:
        joined[link.first].append(link.second)
        joined[link.second].append(link.first)
        year = (link.couple.start_year or 0) if link.couple else 0
        current = link.couple is not None and not link.couple.has_parted
        since[frozenset((link.first, link.second))] = year + (10000 if current else 0)
    found: list[list[Cluster]] = []
    seen: set[int] = set()
    for number in sorted(of):
        if number in seen:
            continue
        group, waiting = {number}, [number]
        while waiting:
            for other in joined[waiting.pop()]:
                if other not in group:
                    group.add(other)
                    waiting.append(other)
        seen |= group
        hub = min(group, key=lambda one: (-len(joined[one]), shape[one] is not Shape.SQUARE, age[one]))
        around = sorted(joined[hub], key=lambda one: (since[frozenset((hub, one))], age[one]))
        ways: list[Cluster] = []
        for on_the_left in {len(around) // 2: 0, max(len(around) - 1, 0): 0, (len(around) + 1) // 2: 0}:
            placed = {hub, *around}
            left, right = around[:on_the_left], around[on_the_left:][::-1]
            before = [one for other in left for one in reversed(_outward(other, joined, placed))]
            after = [one for other in right for one in _outward(other, joined, placed)]
            ways.append((*before, hub, *after))
        found.append(ways)
    return found


def _outward(start: int, joined: dict[int, list[int]], placed: set[int]) -> list[int]:
    """Return somebody and those who are joined to them alone, outwards."""
    line = [start]
    for one in line:
        for other in sorted(joined[one]):
            if other not in placed:
                placed.add(other)
                line.append(other)
    return line
