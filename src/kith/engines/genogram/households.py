"""Dotted lines around those who live together: round neighbours, and down to the generation below where they meet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from kith.engines.genogram.drawing import Figure, Outline, Path, Writing
from kith.engines.genogram.family import Family
from kith.engines.genogram.measures import HOUSEHOLD, SYMBOL
from kith.engines.genogram.ordering import Rows

Run = tuple[int, int, int, int, frozenset[int]]  # left, top, right, bottom, who


def outlines_of(family: Family, rows: Rows, figures: Mapping[int, Figure]) -> tuple[Outline, ...]:
    """Return the outlines of every household of two or more; one that cannot be drawn in one piece has several."""
    home = {one: index for index, who in enumerate(family.households) if len(who) > 1 for one in who}
    runs: list[dict[int, list[Run]]] = [_runs(row, home, figures) for row in rows.rows]
    found: list[Outline] = []
    for index, household in enumerate(family.households):
        joined: list[list[Run]] = []
        open_ends: list[list[Run]] = []
        for row in runs:
            next_ends: list[list[Run]] = []
            for run in row.get(index, []):
                over = max(
                    (piece for piece in open_ends if _meet(piece[-1], run) > SYMBOL),
                    key=lambda piece: _meet(piece[-1], run),
                    default=None,
                )
                if over is not None:
                    open_ends.remove(over)
                    over.append(run)
                    next_ends.append(over)
                else:
                    piece = [run]
                    joined.append(piece)
                    next_ends.append(piece)
            open_ends = next_ends
        found += [Outline(_around(piece), household) for piece in joined]
    return tuple(found)


def letters_of(outlines: tuple[Outline, ...]) -> list[Writing]:
    """Return a letter under each piece of a household that is drawn in several, so that they are seen to be one home."""
    pieces = Counter(outline.household for outline in outlines)
    split = [
        household for household in dict.fromkeys(one.household for one in outlines) if pieces[household] > 1
    ]
    name = {household: f"Home {chr(ord('A') + place % 26)}" for place, household in enumerate(split)}
    return [
        Writing(
            outline.points[len(outline.points) // 2][0] + 2,
            max(y for _, y in outline.points) + 13,
            name[outline.household],
            False,
        )
        for outline in outlines
        if outline.household in name
    ]


def _runs(
    row: tuple[tuple[int, ...], ...], home: dict[int, int], figures: Mapping[int, Figure]
) -> dict[int, list[Run]]:
    people = [one for cluster in row for one in cluster if one >= 0]
    found: dict[int, list[Run]] = {}
    group: list[int] = []
    for one, after in zip(people, [*people[1:], None], strict=False):
        group.append(one)
        if after is not None and home.get(after) == home.get(one):
            continue
        if one in home:
            boxes = [figures[each].box for each in group]
            found.setdefault(home[one], []).append(
                (
                    min(box[0] for box in boxes) - 3,
                    min(box[1] for box in boxes) - HOUSEHOLD,
                    max(box[2] for box in boxes) + 3,
                    max(box[3] for box in boxes) + HOUSEHOLD,
                    frozenset(group),
                )
            )
        group = []
    return found


def _meet(upper: Run, lower: Run) -> int:
    return min(upper[2], lower[2]) - max(upper[0], lower[0])


def _around(piece: list[Run]) -> Path:
    """Return the closed line around runs that stand one under the other: down on the right, up on the left."""
    right: list[tuple[int, int]] = []
    left: list[tuple[int, int]] = []
    for place, (least, top, most, bottom, _) in enumerate(piece):
        above = top if not place else (piece[place - 1][3] + top) // 2
        below = bottom if place == len(piece) - 1 else (bottom + piece[place + 1][1]) // 2
        right += [(most, above), (most, below)]
        left += [(least, above), (least, below)]
    return (*right, *reversed(left))
