"""What may be shown: small counts suppressed so that nobody can be recognised, and large ones rounded.

The department publishes an authority's counts as they are but for those from one to five, which it
replaces by "c", and such others as would give those away; nought is shown. Counts of regions and England
are rounded to the nearest ten.
Source: Department for Education, Children looked after in England and Children in need, data guidance;
the published tables hold no authority's count from 1 to 5 and no region's that is not a multiple of ten.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from heapq import heappop, heappush

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import optimize

# The two constants. A count from one to one below the first is suppressed.
SMALLEST_PUBLISHED = 6
ROUNDED_TO = 10

Shown = list[int | None]

# SciPy's words for how a linear programme ended.
SOLVED = 0
UNBOUNDED = 3


def suppress_count(count: int) -> int | None:
    """Return a count that may be shown, or None where it is so small that a child could be recognised.

    Nought is shown: it says that there is nobody to recognise. Raises ValueError below nought.
    """
    if count < 0:
        raise ValueError("A count cannot be below zero.")
    return None if 0 < count < SMALLEST_PUBLISHED else count


def round_count(count: int) -> int:
    """Return a regional or national count to the nearest ten, a five upward. Raises ValueError below nought."""
    if count < 0:
        raise ValueError("A count cannot be below zero.")
    return (count + ROUNDED_TO // 2) // ROUNDED_TO * ROUNDED_TO


def suppress_parts(parts: Sequence[int]) -> tuple[Shown, int | None]:
    """Return the parts of a total, and the total, as they may be shown side by side.

    A single suppressed part is the total less the others, so another is suppressed with it: the smallest,
    and nought only where there is nothing else. Raises ValueError for a count below nought.
    """
    figures = _checked(np.array([*parts, sum(parts)], dtype=np.int64))
    line = tuple(range(figures.size))
    hidden = _small(figures)
    while exposed_figures(figures, hidden, [line]):
        free = [place for place in line if not hidden[place]]
        if not free:
            break
        hidden[min(free, key=lambda place: _cost(int(figures[place]), place == line[-1]))] = True
    shown = _shown(figures, hidden)
    return shown[:-1], shown[-1]


@dataclass(frozen=True)
class ShownTable:
    """A table as it may be shown with all its totals: None where a figure is suppressed."""

    cells: list[Shown]
    row_totals: Shown
    column_totals: Shown
    total: int | None


def suppress_table(counts: Sequence[Sequence[int]]) -> ShownTable:
    """Return a table's cells and totals as they may be shown together.

    Small cells and small totals are suppressed. While any of those could be worked out from what is left,
    the cheapest ring of further figures through it is suppressed: with every figure of a ring hidden,
    each may be more or less and all totals stay. Raises ValueError for a count below nought or rows of
    different lengths.
    """
    cells = _checked(np.array(counts, dtype=np.int64))
    if cells.ndim != 2 or cells.size == 0:
        raise ValueError("A table needs rows of the same length, and at least one.")
    whole = with_totals(cells)
    height, width = whole.shape
    places = np.arange(whole.size).reshape(whole.shape)
    lines = [tuple(int(place) for place in line) for line in (*places, *places.T)]
    figures, hidden = whole.ravel(), _small(whole.ravel())
    while exposed := exposed_figures(figures, hidden, lines):
        ring = _cheapest_ring(
            figures.reshape(whole.shape), hidden.reshape(whole.shape), divmod(exposed[0], width)
        )
        if ring is None:
            # Every way round is hidden already and the totals still tell: nothing but silence is safe.
            hidden[:] = True
            break
        for place in ring:
            hidden[place[0] * width + place[1]] = True
    shown = np.array(_shown(figures, hidden), dtype=object).reshape(whole.shape).tolist()
    return ShownTable(
        cells=[row[: width - 1] for row in shown[: height - 1]],
        row_totals=[row[-1] for row in shown[: height - 1]],
        column_totals=shown[-1][: width - 1],
        total=shown[-1][-1],
    )


def with_totals(cells: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return a table with its row totals on the right, column totals below and the grand total in the corner."""
    rows = np.hstack([cells, cells.sum(axis=1, keepdims=True)])
    return np.vstack([rows, rows.sum(axis=0, keepdims=True)])


def exposed_figures(
    figures: NDArray[np.int64], hidden: NDArray[np.bool_], lines: Sequence[tuple[int, ...]]
) -> list[int]:
    """Return the places of hidden small figures that a reader can work out exactly from what is shown.

    Each line names the places of some parts and, last, of their total. A figure from one to five is
    exposed when only one value of it fits all lines: for a reader who knows nothing of the rest, or for
    one who believes that every hidden figure is from one to five, if the totals allow that belief. The
    range of each figure is found by two linear programmes, whose answers are whole numbers for a table.
    """
    unknown = np.flatnonzero(hidden).tolist()
    number = {place: index for index, place in enumerate(unknown)}
    matrix = np.zeros((len(lines), len(unknown)))
    known = np.zeros(len(lines))
    for index, line in enumerate(lines):
        for place in line:
            sign = -1 if place == line[-1] else 1
            if hidden[place]:
                matrix[index, number[place]] = sign
            else:
                known[index] -= sign * figures[place]
    span_of = _span_on_one_line if len(lines) == 1 else _span
    exposed = []
    for place in unknown:
        if not 0 < figures[place] < SMALLEST_PUBLISHED:
            continue
        for low, high in ((0.0, np.inf), (1.0, float(SMALLEST_PUBLISHED - 1))):
            span = span_of(matrix, known, number[place], low, high)
            # A belief that leads to one wrong figure gives nothing away.
            if span is not None and span[1] - span[0] < 0.5 and abs(span[0] - figures[place]) < 0.5:
                exposed.append(place)
                break
    return exposed


def _span(
    matrix: NDArray[np.float64], known: NDArray[np.float64], place: int, low: float, high: float
) -> tuple[float, float] | None:
    """Return the least and the most that one hidden figure can be, or None where nothing fits the belief."""
    ends = []
    for sign in (1.0, -1.0):
        aim = np.zeros(matrix.shape[1])
        aim[place] = sign
        found = optimize.linprog(aim, A_eq=matrix, b_eq=known, bounds=(low, high), method="highs")
        if found.status == UNBOUNDED:
            return 0.0, float("inf")
        if found.status != SOLVED:
            return None
        ends.append(sign * float(found.fun))
    return ends[0], ends[1]


def _span_on_one_line(
    matrix: NDArray[np.float64], known: NDArray[np.float64], place: int, low: float, high: float
) -> tuple[float, float] | None:
    """Return the same as `_span` where there is one line alone: what its others leave, without a linear programme."""
    signs, rest = matrix[0], float(known[0])
    others_least = others_most = 0.0
    for index, sign in enumerate(signs.tolist()):
        if index == place or sign == 0:
            continue
        others_least += low if sign > 0 else -high
        others_most += high if sign > 0 else -low
    if signs[place] > 0:
        least, most = max(low, rest - others_most), min(high, rest - others_least)
    else:
        least, most = max(low, others_least - rest), min(high, others_most - rest)
    return (least, most) if least <= most else None


def _cheapest_ring(
    whole: NDArray[np.int64], hidden: NDArray[np.bool_], start: tuple[int, int]
) -> list[tuple[int, int]] | None:
    """Return the places, other than the start, of the cheapest ring through a figure that hides something new.

    A ring goes along a row, then a column, then a row, back to the start. It is a path between the
    figure's row and its column in the graph whose points are rows and columns and whose edges are
    figures; a hidden figure costs nothing, unless a ring of hidden ones is there already and did not help.
    """
    for reuse in (True, False):
        ring = _path(whole, hidden, start, reuse)
        if ring is not None and any(not hidden[place] for place in ring):
            return ring
    return None


def _path(
    whole: NDArray[np.int64], hidden: NDArray[np.bool_], start: tuple[int, int], reuse: bool
) -> list[tuple[int, int]] | None:
    height, width = whole.shape
    goal = height + start[1]
    best: dict[int, float] = {start[0]: 0.0}
    came: dict[int, int] = {}
    queue: list[tuple[float, int]] = [(0.0, start[0])]
    while queue:
        cost, point = heappop(queue)
        if cost > best[point]:
            continue
        for other in range(height, height + width) if point < height else range(height):
            place = (point, other - height) if point < height else (other, point - height)
            if place == start or (hidden[place] and not reuse):
                continue
            total = place[0] == height - 1 or place[1] == width - 1
            further = cost + (0.0 if hidden[place] else _cost(whole[place], total))
            if further < best.get(other, float("inf")):
                best[other], came[other] = further, point
                heappush(queue, (further, other))
    if goal not in came:
        return None
    ring, point = [], goal
    while point != start[0]:
        before = came[point]
        ring.append((before, point - height) if before < height else (point, before - height))
        point = before
    return ring


def _cost(figure: int, total: bool) -> float:
    """Return what a reader loses by not seeing a figure: most by a total, and nought hides its neighbours badly."""
    return (1e9 if total else 0.0) + (1e6 if figure == 0 else 1.0 + float(figure))


def _small(figures: NDArray[np.int64]) -> NDArray[np.bool_]:
    return (figures > 0) & (figures < SMALLEST_PUBLISHED)


def _shown(figures: NDArray[np.int64], hidden: NDArray[np.bool_]) -> Shown:
    return [None if hide else int(figure) for figure, hide in zip(figures, hidden, strict=True)]


def _checked(figures: NDArray[np.int64]) -> NDArray[np.int64]:
    if (figures < 0).any():
        raise ValueError("A count cannot be below zero.")
    return figures


def suppressed_share(count: int, of: int, decimals: int = 0) -> float | None:
    """Return a percentage that may be shown beside suppressed counts, or None where its counts may not.

    The department rounds the percentages of looked after children to whole numbers and those of children
    in need to one decimal. A share of nobody is None. Raises ValueError for a count above its total.
    """
    if count > of:
        raise ValueError("A share's count cannot be more than its total.")
    if (
        of == 0
        or suppress_count(count) is None
        or suppress_count(of) is None
        or suppress_count(of - count) is None
    ):
        return None
    return round(100 * count / of, decimals)


def suppress_counts(counts: ArrayLike) -> Shown:
    """Return counts that stand alone, with no total beside them, as they may be shown."""
    return [suppress_count(int(count)) for count in np.asarray(counts, dtype=np.int64)]
