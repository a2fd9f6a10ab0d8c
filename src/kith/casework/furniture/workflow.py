"""Drawing a table of moves, as a room's workflow has it, for the documents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import models

from kith.casework.furniture.sentences import CannotBeTrue


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


@dataclass(frozen=True)
class Workflow:
    """One process's table of moves: its states, how it begins, from where to where with the event, and why not.

    `why_not` has a sentence for a move that is not in the table, by (from, to), else by (from, "") for whatever is asked
    of something that stands so, else by ("", to).
    """

    states: type[models.TextChoices]
    beginning: Mapping[str, str]
    moves: Mapping[tuple[str, str], str]
    why_not: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def can_move(self, now: str, to: str) -> bool:
        """Return whether a move is in the table."""
        return (now, to) in self.moves

    def check_move(self, now: str, to: str) -> str:
        """Return the event that records a move. Raises CannotBeTrue for one that is not in the table, and says why."""
        event = self.moves.get((now, to))
        if event is None:
            sentence = (
                self.why_not.get((now, to)) or self.why_not.get((now, "")) or self.why_not.get(("", to))
            )
            raise CannotBeTrue(
                sentence or "This cannot be done as things stand. Open its page to see what comes next."
            )
        return event

    def diagram(self) -> str:
        """Return the table as a Mermaid state diagram, for the documents."""
        return diagram(self.states, self.moves, beginning=self.beginning)


def _without_room(event: str) -> str:
    return event.partition(".")[2]
