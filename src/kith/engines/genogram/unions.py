"""Which lines a genogram has: one union for each set of parents with their children, one link for each couple.

A tie that the picture tells already (a grandmother whose daughter is the child's mother) gets no line of its own.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum

from kith.engines.genogram.family import Couple, Family, Tie, TieKind
from kith.engines.genogram.generations import Generations


class Line(StrEnum):
    """How a line from parents to children is drawn."""

    BIRTH = "birth"
    ADOPTED = "adopted"
    STEP = "step"
    GRANDPARENT = "grandparent"
    AUNT_OR_UNCLE = "aunt"
    SIBLING = "sibling"
    COUSIN = "cousin"


@dataclass(frozen=True)
class Union:
    """One line from parents to their children, oldest first.

    By birth and adoption the parents are two, who stand together, or one; by another tie each has a line of their own
    to the bar over the children, and a bar over brothers and sisters whose parents are not known comes from nobody.
    """

    line: Line
    parents: tuple[int, ...]
    children: tuple[int, ...]


@dataclass(frozen=True)
class Link:
    """Two people of one generation who stand together: partners, or parents of one child; `couple` None if only that."""

    first: int
    second: int
    couple: Couple | None


@dataclass(frozen=True)
class Lines:
    """Every line of a genogram, and the couples who stand in two generations and have none."""

    unions: tuple[Union, ...]
    links: tuple[Link, ...]
    apart: tuple[Couple, ...]


def lines_of(family: Family, generations: Generations) -> Lines:
    """Return the unions and links of a family."""
    of, cut = generations.of, generations.cut
    order = {member.number: member.age_order for member in family.members}
    ties = [tie for tie in family.ties if tie not in cut]
    elders: dict[TieKind, dict[int, list[int]]] = {kind: defaultdict(list) for kind in TieKind}
    for tie in sorted(set(ties), key=lambda one: (one.kind, one.elder, one.younger)):
        elders[tie.kind][tie.younger].append(tie.elder)
    siblings = {frozenset((tie.elder, tie.younger)) for tie in ties if tie.kind is TieKind.SIBLING}
    couples: dict[frozenset[int], Couple] = {}
    for couple in family.couples:
        pair = frozenset((couple.first, couple.second))
        if pair not in couples or not couple.has_parted:
            couples[pair] = couple
    found: dict[tuple[Line, tuple[int, ...]], list[int]] = defaultdict(list)

    def join(line: Line, child: int, ends: list[int]) -> None:
        together = line in (Line.BIRTH, Line.ADOPTED)
        for parents in (_in_pairs if together else _in_rows)(ends, set(couples), of):
            found[(line, parents)].append(child)

    for child in sorted(of):
        join(Line.BIRTH, child, elders[TieKind.PARENT][child])
        adopters = elders[TieKind.ADOPTIVE_PARENT][child]
        join(Line.ADOPTED, child, adopters)
        parents = {*elders[TieKind.PARENT][child], *adopters}
        grandparents = {up for one in parents for up in _parents(elders, one)}
        by_step = [
            one
            for one in elders[TieKind.STEP_PARENT][child]
            if one not in parents and not any(frozenset((one, parent)) in couples for parent in parents)
        ]
        join(Line.STEP, child, by_step)
        join(
            Line.GRANDPARENT,
            child,
            [one for one in elders[TieKind.GRANDPARENT][child] if one not in grandparents],
        )
        for one in elders[TieKind.AUNT_OR_UNCLE][child]:
            known = bool(_parents(elders, one) & grandparents) or any(
                frozenset((one, parent)) in siblings for parent in parents
            )
            if not known:
                join(Line.AUNT_OR_UNCLE, child, [one])
    unions = [
        Union(line, parents, tuple(sorted(set(children), key=order.__getitem__)))
        for (line, parents), children in sorted(found.items())
    ]
    unions += _level_unions(ties, elders, order)
    links = [
        Link(*_in_order(pair, of), couple)
        for pair, couple in couples.items()
        if len({of[end] for end in pair}) == 1
    ]
    linked = {frozenset((link.first, link.second)) for link in links}
    for union in unions:
        by_birth = union.line in (Line.BIRTH, Line.ADOPTED)
        if by_birth and len(union.parents) == 2 and frozenset(union.parents) not in linked:
            linked.add(frozenset(union.parents))
            links.append(Link(*union.parents, None))
    apart = tuple(couple for pair, couple in couples.items() if len({of[end] for end in pair}) == 2)
    return Lines(tuple(unions), tuple(sorted(links, key=lambda link: (link.first, link.second))), apart)


def _parents(elders: dict[TieKind, dict[int, list[int]]], child: int) -> set[int]:
    return {*elders[TieKind.PARENT].get(child, ()), *elders[TieKind.ADOPTIVE_PARENT].get(child, ())}


def _in_order(pair: frozenset[int], of: dict[int, int]) -> tuple[int, int]:
    first, second = sorted(pair, key=lambda one: (of[one], one))
    return first, second


def _in_pairs(ends: list[int], couples: set[frozenset[int]], of: dict[int, int]) -> list[tuple[int, ...]]:
    """Return parents two by two: partners first, then any two of one generation, the rest alone."""
    left = sorted(ends)
    pairs: list[tuple[int, ...]] = []
    for only_partners in (True, False):
        for one in list(left):
            for other in list(left):
                if (
                    one < other
                    and one in left
                    and other in left
                    and of[one] == of[other]
                    and (not only_partners or frozenset((one, other)) in couples)
                ):
                    pairs.append((one, other))
                    left.remove(one)
                    left.remove(other)
    return pairs + [(one,) for one in left]


def _in_rows(ends: list[int], couples: set[frozenset[int]], of: dict[int, int]) -> list[tuple[int, ...]]:
    """Return the elders of each generation together."""
    rows = sorted({of[one] for one in ends})
    return [tuple(sorted(one for one in ends if of[one] == row)) for row in rows]


def _level_unions(
    ties: list[Tie], elders: dict[TieKind, dict[int, list[int]]], order: dict[int, tuple[int, int, int]]
) -> list[Union]:
    """Return brothers and sisters, and cousins, who are recorded as such and whom no drawn parent makes so."""
    made = []
    for kind, line in ((TieKind.SIBLING, Line.SIBLING), (TieKind.COUSIN, Line.COUSIN)):
        joined: dict[int, set[int]] = defaultdict(set)
        for tie in ties:
            if tie.kind is kind and not _told_already(kind, tie, elders):
                joined[tie.elder].add(tie.younger)
                joined[tie.younger].add(tie.elder)
        seen: set[int] = set()
        for number in sorted(joined):
            if number in seen:
                continue
            group, waiting = {number}, [number]
            while waiting:
                for other in joined[waiting.pop()] - group:
                    group.add(other)
                    waiting.append(other)
            seen |= group
            made.append(Union(line, (), tuple(sorted(group, key=order.__getitem__))))
    return made


def _told_already(kind: TieKind, tie: Tie, elders: dict[TieKind, dict[int, list[int]]]) -> bool:
    first, second = _parents(elders, tie.elder), _parents(elders, tie.younger)
    if kind is TieKind.COUSIN:
        first = {up for one in first for up in _parents(elders, one)}
        second = {up for one in second for up in _parents(elders, one)}
    return bool(first & second)
