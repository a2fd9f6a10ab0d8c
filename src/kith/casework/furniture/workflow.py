"""Drawing a table of moves, as a room's workflow has it, for the documents."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import models


def diagram(
    states: type[models.TextChoices], moves: Mapping[tuple[str, str], str], *, beginning: Mapping[str, str]
) -> str:
    """Return moves as a Mermaid state diagram.

    `moves` has (from, to) and the event that records the arrival; `beginning` the states in which something begins,
    each with its event. A state in no move and no beginning is left out.
    """
    known = {state for move in moves for state in move} | set(beginning)
    lines = ["stateDiagram-v2"]
    lines += [f"    {state.value}: {state.label}" for state in states if state in known]
    lines += [f"    [*] --> {state}: {_without_room(event)}" for state, event in beginning.items()]
    lines += [f"    {before} --> {after}: {_without_room(event)}" for (before, after), event in moves.items()]
    return "\n".join(lines)


def _without_room(event: str) -> str:
    return event.partition(".")[2]
