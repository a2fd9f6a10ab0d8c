"""The slow, obvious account of what must hold of any genogram: `faults_of` says in sentences what does not."""

from __future__ import annotations

from itertools import combinations

from kith.engines.genogram.drawing import Drawing, Figure, Path
from kith.engines.genogram.family import LEVEL, Family, TieKind

_BY_BIRTH = {"birth", "adopted"}


def faults_of(family: Family, drawing: Drawing) -> list[str]:
    """Return what is wrong with a drawing of a family; nothing is what is wanted."""
    figures = {figure.member.number: figure for figure in drawing.figures}
    faults = _once(family, drawing)
    if faults:
        return faults
    for one, other in combinations(drawing.figures, 2):
        if _overlap(one, other):
            faults.append(f"{one.member.number} and {other.member.number} overlap")
    for figure in drawing.figures:
        left, top, right, bottom = figure.box
        if left < 0 or top < 0 or right > drawing.width or bottom > drawing.height:
            faults.append(f"{figure.member.number} is outside the picture")
    for tie in family.ties:
        if (tie.elder, tie.younger) in drawing.cut:
            continue
        elder, younger = figures[tie.elder], figures[tie.younger]
        if tie.kind in LEVEL:
            if elder.row != younger.row:
                faults.append(f"{tie} does not stand level")
        elif not (elder.row < younger.row and elder.y < younger.y):
            faults.append(f"{tie} does not stand above")
    faults += [
        f"{tie} is not in the sentences" for tie in family.ties if not _told(family, drawing, tie.elder)
    ]
    faults += _lines_through_people(drawing)
    return faults


def has_circle(family: Family) -> bool:
    """Return whether anybody is their own ancestor, by taking away those without parents until nobody is left."""
    pairs = {
        (tie.elder, tie.younger)
        for tie in family.ties
        if tie.kind in (TieKind.PARENT, TieKind.ADOPTIVE_PARENT, TieKind.GRANDPARENT)
    }
    while True:
        children = {younger for _, younger in pairs}
        left = {(elder, younger) for elder, younger in pairs if elder in children}
        if left == pairs:
            return bool(pairs)
        pairs = left


def _once(family: Family, drawing: Drawing) -> list[str]:
    drawn = [figure.member.number for figure in drawing.figures]
    wanted = sorted(member.number for member in family.members)
    return [] if sorted(drawn) == wanted else [f"drawn are {sorted(drawn)}, not {wanted}"]


def _told(family: Family, drawing: Drawing, number: int) -> bool:
    name = family.by_number[number].name
    return any(name in sentence for sentence in (*drawing.sentences, *drawing.warnings))


def _overlap(one: Figure, other: Figure) -> bool:
    a, b = one.box, other.box
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _lines_through_people(drawing: Drawing) -> list[str]:
    """No line runs through the writing under a symbol: lines begin under it, end at a symbol or pass between."""
    faults = []
    for stroke in drawing.strokes:
        for path in stroke.paths:
            for figure in drawing.figures:
                left, _, right, bottom = figure.box
                writing = (left + 4, figure.y + 24, right - 4, bottom - 1)
                if any(_crosses(path[place : place + 2], writing) for place in range(len(path) - 1)):
                    faults.append(
                        f"a line of kind {stroke.kind} runs through the name of {figure.member.number}"
                    )
    return faults


def _crosses(part: Path, box: tuple[int, int, int, int]) -> bool:
    (x1, y1), (x2, y2) = part
    return max(min(x1, x2), box[0]) < min(max(x1, x2) + 1, box[2]) and max(min(y1, y2), box[1]) < min(
        max(y1, y2) + 1, box[3]
    )
