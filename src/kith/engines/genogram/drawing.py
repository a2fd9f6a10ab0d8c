"""A genogram as it is to be drawn: where each person stands, which lines there are, and what each of them says."""

from __future__ import annotations

from dataclasses import dataclass

from kith.engines.genogram.family import Family, Member
from kith.engines.genogram.measures import LABEL_TOP, LETTER_LINE, SYMBOL

Point = tuple[int, int]
Path = tuple[Point, ...]


@dataclass(frozen=True)
class Figure:
    """One person: the middle of their symbol, and what is written in and under it."""

    member: Member
    x: int
    y: int
    row: int
    width: int
    name_lines: tuple[str, ...]
    inside: str
    under: tuple[str, ...]
    is_subject: bool

    @property
    def label_bottom(self) -> int:
        """Where the writing under the symbol ends."""
        lines = len(self.name_lines) + len(self.under)
        return self.y + SYMBOL // 2 + LABEL_TOP + lines * LETTER_LINE

    @property
    def box(self) -> tuple[int, int, int, int]:
        """Left, top, right and bottom of symbol and writing."""
        half = self.width // 2
        return (self.x - half, self.y - SYMBOL // 2, self.x + half, self.label_bottom)


@dataclass(frozen=True)
class Stroke:
    """One line with all its parts; `kind` is how it is drawn, `says` what it tells."""

    kind: str
    paths: tuple[Path, ...]
    says: str


@dataclass(frozen=True)
class Writing:
    """A few words on the picture, such as the years of a couple, centred or from a point on."""

    x: int
    y: int
    text: str
    is_centred: bool


@dataclass(frozen=True)
class Outline:
    """A closed dotted line around those who live together, and who they are."""

    points: Path
    household: frozenset[int]


@dataclass(frozen=True)
class Drawing:
    """A whole genogram. `warnings` are what the record says that cannot be true."""

    family: Family
    width: int
    height: int
    generations: int
    figures: tuple[Figure, ...]
    strokes: tuple[Stroke, ...]
    writings: tuple[Writing, ...]
    outlines: tuple[Outline, ...]
    sentences: tuple[str, ...]
    warnings: tuple[str, ...]
    cut: frozenset[tuple[int, int]]
