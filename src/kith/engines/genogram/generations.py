"""In which generation everyone stands, also where the record says what cannot be: a circle of descent is cut and told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from kith.engines.genogram.family import DESCENT, LEVEL, Family, Tie, TieKind

_LENGTH = {TieKind.GRANDPARENT: 2}
_FIRST = [
    TieKind.PARENT,
    TieKind.ADOPTIVE_PARENT,
    TieKind.GRANDPARENT,
    TieKind.STEP_PARENT,
    TieKind.AUNT_OR_UNCLE,
]


@dataclass(frozen=True)
class Generations:
    """Everyone's generation, 0 the eldest; ties that would make a circle; the rest of what was left undrawn."""

    of: dict[int, int]
    circles: tuple[Tie, ...]
    left_out: tuple[Tie, ...]

    @property
    def cut(self) -> frozenset[Tie]:
        """Every tie that the drawing does not follow."""
        return frozenset(self.circles) | frozenset(self.left_out)


def generations_of(family: Family) -> Generations:
    """Return the generations: a parent always above a child, partners and brothers and sisters level where they can be.

    Ties are taken in order of weight, so that of a circle the tie which the dates of birth make unlikely is cut.
    """
    below: dict[int, set[int]] = defaultdict(set)
    kept: list[tuple[int, int, int]] = []
    circles: list[Tie] = []
    left_out: list[Tie] = []
    for tie in sorted((tie for tie in family.ties if tie.kind not in LEVEL), key=_weight(family)):
        if _reaches(below, tie.younger, tie.elder):
            (circles if tie.kind in DESCENT else left_out).append(tie)
            continue
        below[tie.elder].add(tie.younger)
        kept.append((tie.elder, tie.younger, _LENGTH.get(tie.kind, 1)))
    group = _level_groups(family, kept)
    of = _rows(family, group, kept)
    left_out += [tie for tie in family.ties if tie.kind in LEVEL and of[tie.elder] != of[tie.younger]]
    return Generations(of, tuple(circles), tuple(left_out))


def _weight(family: Family) -> Callable[[Tie], tuple[int, bool, int, int]]:
    born = {member.number: member.birth_date for member in family.members}

    def key(tie: Tie) -> tuple[int, bool, int, int]:
        elder, younger = born[tie.elder], born[tie.younger]
        unlikely = bool(elder and younger and elder >= younger)
        return (_FIRST.index(tie.kind), unlikely, tie.elder, tie.younger)

    return key


def _reaches(below: dict[int, set[int]], start: int, wanted: int) -> bool:
    seen, waiting = {start}, [start]
    while waiting:
        here = waiting.pop()
        if here == wanted:
            return True
        for other in below.get(here, ()):
            if other not in seen:
                seen.add(other)
                waiting.append(other)
    return False


def _level_groups(family: Family, kept: list[tuple[int, int, int]]) -> dict[int, int]:
    """Return for everyone the number of their group: those who stand level because nothing speaks against it."""
    parents: dict[int, list[int]] = defaultdict(list)
    for tie in family.ties:
        if tie.kind in (TieKind.PARENT, TieKind.ADOPTIVE_PARENT):
            parents[tie.younger].append(tie.elder)
    wanted = [(elders[0], other) for _, elders in sorted(parents.items()) for other in elders[1:]]
    wanted += [(couple.first, couple.second) for couple in family.couples]
    eldest: dict[int, int] = {}
    for child, elders in sorted(parents.items()):
        wanted += [(eldest[one], child) for one in elders if one in eldest]
        eldest |= {one: child for one in elders if one not in eldest}
    wanted += [(tie.elder, tie.younger) for tie in family.ties if tie.kind is TieKind.SIBLING]
    wanted += [(tie.elder, tie.younger) for tie in family.ties if tie.kind is TieKind.COUSIN]
    group = {member.number: member.number for member in family.members}
    members = {number: {number} for number in group}
    below: dict[int, set[int]] = defaultdict(set)
    for elder, younger, _ in kept:
        below[elder].add(younger)
    for one, other in wanted:
        first, second = group[one], group[other]
        if first == second or _reaches(below, first, second) or _reaches(below, second, first):
            continue
        for number in members[second]:
            group[number] = first
        members[first] |= members.pop(second)
        below[first] |= below.pop(second, set())
        for others in below.values():
            if second in others:
                others.discard(second)
                others.add(first)
    return group


def _rows(family: Family, group: dict[int, int], kept: list[tuple[int, int, int]]) -> dict[int, int]:
    up: dict[int, dict[int, int]] = defaultdict(dict)
    down: dict[int, dict[int, int]] = defaultdict(dict)
    for elder, younger, length in kept:
        first, second = group[elder], group[younger]
        up[second][first] = max(length, up[second].get(first, 0))
        down[first][second] = max(length, down[first].get(second, 0))
    order = _from_the_top(sorted(set(group.values())), up, down)
    row: dict[int, int] = {}
    for one in order:
        row[one] = max((row[other] + length for other, length in up[one].items()), default=0)
    for one in reversed(order):
        if down[one] and len(down[one]) > len(up[one]):
            # Nearer to the children than to nobody: a grandfather stands over his daughter, not on the top row.
            row[one] = min(row[other] - length for other, length in down[one].items())
    rows = {number: row[one] for number, one in group.items()}
    _put_side_by_side(family, rows)
    top = min(rows.values(), default=0)
    return {number: value - top for number, value in rows.items()}


def _from_the_top(
    groups: list[int], up: dict[int, dict[int, int]], down: dict[int, dict[int, int]]
) -> list[int]:
    waits = {one: len(up[one]) for one in groups}
    ready = [one for one in groups if not waits[one]]
    order = []
    while ready:
        here = ready.pop()
        order.append(here)
        for other in sorted(down[here]):
            waits[other] -= 1
            if not waits[other]:
                ready.append(other)
    return order


def _put_side_by_side(family: Family, rows: dict[int, int]) -> None:
    """Bring those whom no tie joins to the first subject into the generation that their years of birth suggest."""
    pieces = _pieces(family)
    if len(pieces) < 2:
        return
    born = {one.number: one.birth_date.toordinal() for one in family.members if one.birth_date}
    anchor = family.subjects[0] if family.subjects else min(rows)
    first = next(piece for piece in pieces if anchor in piece)
    years: dict[int, list[int]] = defaultdict(list)
    for number in first:
        if number in born:
            years[rows[number]].append(born[number])
    for piece in pieces:
        if piece is first:
            continue
        dated = [number for number in piece if number in born]
        youngest = max((rows[number] for number in dated), default=max(rows[number] for number in piece))
        of_these = [born[number] for number in dated if rows[number] == youngest]
        target = rows[anchor]
        if years and of_these:
            average = sum(of_these) / len(of_these)
            target = min(years, key=lambda row: (abs(sum(years[row]) / len(years[row]) - average), row))
        for number in piece:
            rows[number] += target - youngest


def _pieces(family: Family) -> list[set[int]]:
    joined: dict[int, set[int]] = {member.number: set() for member in family.members}
    pairs = [(tie.elder, tie.younger) for tie in family.ties]
    for one, other in pairs + [(couple.first, couple.second) for couple in family.couples]:
        joined[one].add(other)
        joined[other].add(one)
    left, found = sorted(joined), []
    seen: set[int] = set()
    for number in left:
        if number in seen:
            continue
        piece, waiting = {number}, [number]
        while waiting:
            for other in joined[waiting.pop()] - piece:
                piece.add(other)
                waiting.append(other)
        seen |= piece
        found.append(piece)
    return found
