"""Several homes side by side: the lines of their panels for one child, in rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kith.casework.care.queries.move_panel import ORDER, Line, Panel


@dataclass(frozen=True)
class Row:
    """One line as each home would have it, in the order of the homes; None where one of them has no such line."""

    what: str
    before: str
    lines: tuple[tuple[str, Line | None], ...]  # each with the name of its home


def side_by_side(panels: Sequence[Panel], names: Sequence[str]) -> list[Row]:
    """Return the lines of several panels of one child as rows: what any home would lose comes first.

    `names` are those of the homes, in the order of the panels.
    """
    by_home = [{line.key: line for line in panel.lines} for panel in panels]
    keys = list(dict.fromkeys(line.key for panel in panels for line in panel.lines))
    rows = []
    for key in keys:
        lines = tuple(held.get(key) for held in by_home)
        told = [line for line in lines if line is not None]
        rows.append(
            (
                min(ORDER.index(line.effect) for line in told),
                Row(told[0].what, told[0].before, tuple(zip(names, lines, strict=True))),
            )
        )
    return [row for _, row in sorted(rows, key=lambda each: each[0])]
