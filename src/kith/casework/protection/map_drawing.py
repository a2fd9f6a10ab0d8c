"""A map of harm outside the home as it is to be drawn: where each one stands, and the line of each link.

Plain geometry: it knows no record. The same map always gives the same drawing.
"""

from __future__ import annotations

import math
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

# Of one thing with its writing, in the picture's own units.
WIDTH, HEIGHT = 168, 112
SYMBOL = 20  # half of a symbol's height
MARGIN = 24
LETTERS, LINES = 20, 2  # of a name under its symbol
ACROSS, DOWN = WIDTH * 1.1, HEIGHT * 1.2  # from the middle of one cell to the next
JOINED = 1.35  # how far those that are joined stand from each other, as a share of a thing's width
GAP = 1.25  # between parts of a map that nothing joins, as a share of a thing's size


@dataclass(frozen=True)
class Node:
    """One thing to draw: its number on the map, its kind, and its name."""

    number: int
    kind: str
    name: str


@dataclass(frozen=True)
class Edge:
    """One line to draw: between which two, how sure it is, and its number in the table."""

    first: int
    second: int
    how_sure: str
    number: int


@dataclass(frozen=True)
class PlacedNode:
    """A thing in its place: the middle of its symbol, and its name in lines."""

    node: Node
    x: int
    y: int
    lines: tuple[tuple[str, int], ...]  # each with where it is written, from the top


@dataclass(frozen=True)
class PlacedEdge:
    """A line in its place, as a path, and where its number is written."""

    edge: Edge
    path: str
    x: int
    y: int


@dataclass(frozen=True)
class MapDrawing:
    """A whole map, drawn."""

    width: int
    height: int
    nodes: tuple[PlacedNode, ...]
    edges: tuple[PlacedEdge, ...]


def draw_map(nodes: Sequence[Node], edges: Sequence[Edge]) -> MapDrawing:
    """Return a map with nothing over anything else: what is joined stands together, the rest beside it in rows."""
    # Here and not above: the library is read when the first map is drawn, not as Kith starts.
    import networkx

    graph = networkx.Graph()
    graph.add_nodes_from(sorted(node.number for node in nodes))
    graph.add_edges_from(sorted({(min(e.first, e.second), max(e.first, e.second)) for e in edges}))
    at: dict[int, tuple[float, float]] = {}
    parts = sorted(networkx.connected_components(graph), key=lambda part: (-len(part), min(part)))
    across, top, row_height, widest = 0.0, 0.0, 0.0, _widest(len(nodes))
    for part in parts:
        placed = _place(graph.subgraph(sorted(part)))
        width = max(x for x, _ in placed.values()) + ACROSS
        height = max(y for _, y in placed.values()) + DOWN
        if across and across + width > widest:
            across, top, row_height = 0.0, top + row_height, 0.0
        at |= {number: (across + x, top + y) for number, (x, y) in placed.items()}
        across, row_height = across + width, max(row_height, height)
    middles = {
        number: (round(x + WIDTH / 2) + MARGIN, round(y + SYMBOL) + MARGIN) for number, (x, y) in at.items()
    }
    return MapDrawing(
        width=max((x for x, _ in middles.values()), default=0) + WIDTH // 2 + MARGIN,
        height=max((y for _, y in middles.values()), default=0) + HEIGHT - SYMBOL + MARGIN,
        nodes=tuple(_placed_node(node, middles[node.number]) for node in nodes),
        edges=tuple(_placed_edges(edges, middles)),
    )


def _widest(things: int) -> float:
    """Return how wide the picture may grow before parts stand under each other: about as wide as it is high."""
    return WIDTH * max(4.0, math.sqrt(things * 1.5) * GAP)


def _place(graph: Any) -> dict[int, tuple[float, float]]:
    """Return where each of one joined part stands, from its own corner, so far apart that no two are over each other."""
    import networkx

    numbers = sorted(graph.nodes)
    if len(numbers) == 1:
        return {numbers[0]: (0.0, 0.0)}
    if len(numbers) == 2:
        return {numbers[0]: (0.0, 0.0), numbers[1]: (WIDTH * GAP, 0.0)}
    found = networkx.kamada_kawai_layout(graph, pos=networkx.circular_layout(numbers))
    # Rounded, so that the last bits in which processors differ draw nothing otherwise.
    at = {
        number: (round(float(found[number][0]), 4), round(float(found[number][1]), 4)) for number in numbers
    }
    lengths = [math.dist(at[one], at[other]) for one, other in graph.edges]
    scale = WIDTH * JOINED / max(sum(lengths) / len(lengths), 1e-3)
    return _on_a_grid({number: (x * scale, y * scale) for number, (x, y) in at.items()})


def _on_a_grid(at: dict[int, tuple[float, float]]) -> dict[int, tuple[float, float]]:
    """Return each in the free cell nearest to where it would stand, the middle ones first: so none is over another."""
    middle = (sum(x for x, _ in at.values()) / len(at), sum(y for _, y in at.values()) / len(at))
    cells: dict[tuple[int, int], int] = {}
    for number in sorted(at, key=lambda one: (round(math.dist(at[one], middle), 1), one)):
        x, y = at[number]
        column, row = round(x / ACROSS), round(y / DOWN)
        reach = range(-len(at), len(at) + 1)
        free = ((column + i, row + j) for i in reach for j in reach if (column + i, row + j) not in cells)
        nearest = min(free, key=lambda c: (round(math.dist((c[0] * ACROSS, c[1] * DOWN), (x, y)), 1), c))
        cells[nearest] = number
    left, upper = min(column for column, _ in cells), min(row for _, row in cells)
    return {number: ((c - left) * ACROSS, (r - upper) * DOWN) for (c, r), number in cells.items()}


def _placed_node(node: Node, at: tuple[int, int]) -> PlacedNode:
    lines = textwrap.wrap(node.name, LETTERS) or [""]
    if len(lines) > LINES:
        lines = [
            *lines[: LINES - 1],
            textwrap.shorten(" ".join(lines[LINES - 1 :]), LETTERS, placeholder="…"),
        ]
    first = at[1] + SYMBOL + 18
    return PlacedNode(node, *at, tuple((line, first + 17 * n) for n, line in enumerate(lines)))


def _placed_edges(edges: Sequence[Edge], middles: dict[int, tuple[int, int]]) -> list[PlacedEdge]:
    between: dict[tuple[int, int], int] = {}
    placed = []
    for edge in edges:
        pair = (min(edge.first, edge.second), max(edge.first, edge.second))
        bend = _bends(between.get(pair, 0))
        between[pair] = between.get(pair, 0) + 1
        (x1, y1), (x2, y2) = middles[pair[0]], middles[pair[1]]
        if bend == 0 and any(
            _is_near(middles[other], (x1, y1), (x2, y2)) for other in middles if other not in pair
        ):
            bend = 1  # round whatever stands between, lest it look joined
        length = ((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5 or 1.0
        aside = bend * 60
        cx = round((x1 + x2) / 2 - (y2 - y1) / length * aside)
        cy = round((y1 + y2) / 2 + (x2 - x1) / length * aside)
        path = f"M{x1} {y1}Q{cx} {cy} {x2} {y2}" if bend else f"M{x1} {y1}L{x2} {y2}"
        placed.append(PlacedEdge(edge, path, round((x1 + x2) / 4 + cx / 2), round((y1 + y2) / 4 + cy / 2)))
    return placed


def _bends(before: int) -> int:
    """Return how far the next line between the same two bends: the first is straight, then to either side."""
    return 0 if before == 0 else (-1) ** before * ((before + 1) // 2)


def _is_near(point: tuple[int, int], start: tuple[int, int], end: tuple[int, int]) -> bool:
    """Return whether a line passes through a symbol at a point."""
    (px, py), (x1, y1), (x2, y2) = point, start, end
    squared = (x2 - x1) ** 2 + (y2 - y1) ** 2
    if squared == 0:
        return False
    along = ((px - x1) * (x2 - x1) + (py - y1) * (y2 - y1)) / squared
    if not 0 < along < 1:
        return False
    nearest = (x1 + along * (x2 - x1), y1 + along * (y2 - y1))
    return bool(((px - nearest[0]) ** 2 + (py - nearest[1]) ** 2) ** 0.5 < SYMBOL + 8)
