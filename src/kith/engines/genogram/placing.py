"""Where everyone stands from left to right: parents over the middle of their children, nobody nearer than they may be."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Mapping

from kith.engines.genogram.measures import BESIDE, COUPLE, MARGIN, STRANGERS
from kith.engines.genogram.ordering import Cluster, Rows
from kith.engines.genogram.unions import Lines, Union

ROUNDS = 14
PASSING_WIDTH = 10


def places_of(rows: Rows, lines: Lines, widths: Mapping[int, int]) -> dict[int, int]:
    """Return everyone's middle, and every passing's; each row keeps its order and its distances.

    Clusters are rigid. Row by row they are moved as near as the order allows to where parents, then children, would
    have them: the least sum of squares, found by pooling neighbours that would overlap.
    """
    linked = {frozenset((link.first, link.second)) for link in lines.links}
    union_of = _first_union(lines.unions)
    blocks = [[_Block(cluster, widths, linked) for cluster in row] for row in rows.rows]
    apart = [_apart(row, union_of) for row in blocks]
    at: dict[int, float] = {}
    for row, gaps in zip(blocks, apart, strict=True):
        middle = (sum(block.width for block in row) + sum(gaps)) / 2
        _settle(row, gaps, [0.0 - middle + 0.0 for _ in row], [1.0] * len(row), at)
    for turn in range(ROUNDS):
        downward = turn % 2 == 0
        order = range(len(blocks)) if downward else range(len(blocks) - 1, -1, -1)
        for number in order:
            wanted, weights = _wanted(
                blocks[number], rows, number, at, both=turn >= ROUNDS - 4, downward=downward
            )
            _settle(blocks[number], apart[number], wanted, weights, at)
    return _whole(blocks, apart, at)


class _Block:
    """One cluster: how wide, and where its people stand from its left edge."""

    def __init__(self, cluster: Cluster, widths: Mapping[int, int], linked: set[frozenset[int]]) -> None:
        self.cluster = cluster
        self.offsets: dict[int, float] = {}
        edge = 0.0
        for place, one in enumerate(cluster):
            if place:
                edge += BESIDE + (COUPLE if frozenset((cluster[place - 1], one)) in linked else 0)
            width = widths.get(one, PASSING_WIDTH)
            self.offsets[one] = edge + width / 2
            edge += width
        self.width = edge


def _first_union(unions: tuple[Union, ...]) -> dict[int, int]:
    found: dict[int, int] = {}
    for index, union in enumerate(unions):
        for child in union.children:
            found.setdefault(child, index)
    return found


def _apart(row: list[_Block], union_of: dict[int, int]) -> list[float]:
    """Return the distance between each block and the next: less between brothers and sisters."""
    gaps = []
    for left, right in itertools.pairwise(row):
        of_left = {union_of.get(one) for one in left.cluster} - {None}
        of_right = {union_of.get(one) for one in right.cluster} - {None}
        gaps.append(float(BESIDE if of_left & of_right else STRANGERS))
    return gaps


def _wanted(
    row: list[_Block], rows: Rows, number: int, at: dict[int, float], *, both: bool, downward: bool
) -> tuple[list[float], list[float]]:
    """Return where each block's left edge would be best, and how much it matters."""
    pulls: dict[int, list[float]] = defaultdict(list)
    if downward or both:
        for step in rows.steps.get(number - 1, ()):
            if step.upper and step.lower:
                over = sum(at[one] for one in step.upper) / len(step.upper)
                shift = over - (min(at[one] for one in step.lower) + max(at[one] for one in step.lower)) / 2
                for one in step.lower:
                    pulls[one].append(at[one] + shift)
    if not downward or both:
        for step in rows.steps.get(number, ()):
            if step.upper and step.lower:
                under = (min(at[one] for one in step.lower) + max(at[one] for one in step.lower)) / 2
                shift = under - sum(at[one] for one in step.upper) / len(step.upper)
                for one in step.upper:
                    pulls[one].append(at[one] + shift)
    wanted, weights = [], []
    for block in row:
        edges = [pull - block.offsets[one] for one in block.cluster for pull in pulls[one]]
        if edges:
            wanted.append(sum(edges) / len(edges))
            weights.append(float(len(edges)))
        else:
            first = block.cluster[0]
            wanted.append(at[first] - block.offsets[first])
            weights.append(0.05)
    return wanted, weights


def _settle(
    row: list[_Block], gaps: list[float], wanted: list[float], weights: list[float], at: dict[int, float]
) -> None:
    """Move the blocks of a row to the places nearest to those wanted at which none overlaps."""
    starts = [0.0]
    for block, gap in zip(row, gaps, strict=False):
        starts.append(starts[-1] + block.width + gap)
    pools: list[list[float]] = []  # sum of weighted places, weight, count
    for place in range(len(row)):
        pools.append([(wanted[place] - starts[place]) * weights[place], weights[place], 1.0])
        while len(pools) > 1 and pools[-2][0] / pools[-2][1] >= pools[-1][0] / pools[-1][1]:
            last = pools.pop()
            pools[-1] = [a + b for a, b in zip(pools[-1], last, strict=True)]
    place = 0
    for total, weight, count in pools:
        for _ in range(int(count)):
            edge = total / weight + starts[place]
            for one, offset in row[place].offsets.items():
                at[one] = edge + offset
            place += 1


def _whole(blocks: list[list[_Block]], apart: list[list[float]], at: dict[int, float]) -> dict[int, int]:
    """Return whole numbers from the margin on, with the distances kept."""
    least = min(
        (at[block.cluster[0]] - block.offsets[block.cluster[0]] for row in blocks for block in row),
        default=0.0,
    )
    found: dict[int, int] = {}
    for row, gaps in zip(blocks, apart, strict=True):
        free = float(MARGIN)
        for block, gap in zip(row, [*gaps, 0.0], strict=True):
            first = block.cluster[0]
            edge = max(free, round(at[first] - block.offsets[first] - least) + MARGIN)
            for one, offset in block.offsets.items():
                found[one] = round(edge + offset)
            free = edge + block.width + gap
    return found
