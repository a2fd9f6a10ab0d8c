"""The panel that is shown before a move is decided: what it does, line by line, losses first, and what of it adds up."""

from __future__ import annotations

import datetime
import hashlib
import json
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any


class Effect(StrEnum):
    """What a line says of the move, marked in words."""

    LOSS = "loss"
    AGAINST = "against"
    CARE = "care"
    GAIN = "gain"
    KEPT = "kept"
    UNKNOWN = "unknown"
    SAME = "same"


# Losses come first.
ORDER = list(Effect)
WORDS = {
    Effect.LOSS: "Lost",
    Effect.AGAINST: "Against a decision",
    Effect.CARE: "Take care",
    Effect.GAIN: "Gained",
    Effect.KEPT: "Kept",
    Effect.UNKNOWN: "Not known",
    Effect.SAME: "No change",
}
LIMITS = (
    "Distances are in a straight line between postcodes. By road or bus it is further, and may take much longer than it "
    "looks: ask how long the journeys take."
)
NOT_KNOWN = "Not known"


@dataclass(frozen=True)
class Line:
    """One thing that the move does or does not do: what it is about, how it is now, and how it would be."""

    key: str
    what: str
    before: str
    after: str
    effect: Effect

    @property
    def words(self) -> str:
        """The effect in words, never by colour alone."""
        return WORDS[self.effect]

    @property
    def is_loss(self) -> bool:
        """Whether the child loses something by it."""
        return self.effect in (Effect.LOSS, Effect.AGAINST)


@dataclass(frozen=True)
class Sums:
    """What of a panel adds up over a year, named as the columns of a move. None: not known, or does not apply."""

    siblings_with_now: int | None = None
    siblings_with_after: int | None = None
    siblings_in_care: int | None = None
    metres_from_home_now: int | None = None
    metres_from_home_after: int | None = None
    metres_from_school_after: int | None = None
    school_changes: bool | None = None
    in_middle_of_school_year: bool | None = None
    people_nearer: int | None = None
    people_further: int | None = None


@dataclass(frozen=True)
class Said:
    """Something that the child said, and when and where it was written down."""

    words: str
    where: str
    day: datetime.date | None = None


@dataclass(frozen=True)
class Panel:
    """What one move does for one child, as it is shown and kept.

    `title` says what is thought of. `subjects` are the others on the record whom it names.
    """

    child: int
    kind: str
    day: datetime.date
    title: str
    lines: tuple[Line, ...]
    sums: Sums
    said: tuple[Said, ...] = ()
    hidden_siblings: int = 0
    subjects: tuple[int, ...] = ()
    about: dict[str, Any] = field(default_factory=dict)

    @property
    def losses(self) -> int:
        """How many of its lines are losses; the sum over brothers and sisters is told by each of them."""
        return sum(line.is_loss and line.key != "siblings" for line in self.lines)

    @property
    def told(self) -> list[Line]:
        """The lines that say more than that nothing changes."""
        return [line for line in self.lines if line.effect is not Effect.SAME]

    @property
    def unchanged(self) -> list[Line]:
        """The lines that say that nothing changes."""
        return [line for line in self.lines if line.effect is Effect.SAME]

    @property
    def limits(self) -> str:
        """What a straight line does not say, where the panel has distances."""
        return LIMITS if any(" mile" in line.before + line.after for line in self.lines) else ""

    def as_shown(self) -> dict[str, Any]:
        """Return the panel as it is kept: whole, in plain values."""
        kept = asdict(self)
        kept["day"] = self.day.isoformat()
        kept["lines"] = [
            {**asdict(line), "effect": line.effect.value, "loss": line.is_loss} for line in self.lines
        ]
        kept["said"] = [{**asdict(one), "day": one.day.isoformat() if one.day else None} for one in self.said]
        kept["subjects"] = list(self.subjects)
        return kept

    @property
    def digest(self) -> str:
        """What this panel is known by: another if anything in it were otherwise."""
        told = json.dumps(self.as_shown(), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(told.encode()).hexdigest()[:32]


def panel_as_shown(kept: dict[str, Any]) -> Panel:
    """Return a panel from what was kept of it, as it was shown then."""
    return Panel(
        child=kept["child"],
        kind=kept["kind"],
        day=datetime.date.fromisoformat(kept["day"]),
        title=kept["title"],
        lines=tuple(
            Line(line["key"], line["what"], line["before"], line["after"], Effect(line["effect"]))
            for line in kept["lines"]
        ),
        sums=Sums(**kept["sums"]),
        said=tuple(
            Said(one["words"], one["where"], datetime.date.fromisoformat(one["day"]) if one["day"] else None)
            for one in kept["said"]
        ),
        hidden_siblings=kept["hidden_siblings"],
        subjects=tuple(kept["subjects"]),
        about=kept["about"],
    )


def in_order(lines: list[Line]) -> tuple[Line, ...]:
    """Return lines with losses first; of one effect, in the order in which they were found."""
    return tuple(sorted(lines, key=lambda line: ORDER.index(line.effect)))
