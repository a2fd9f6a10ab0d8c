"""What somebody is to a person in the words that a family uses: mother, half-brother, aunt, mother's former partner."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from kith.casework.people.models.relationship import RelationshipKind
from kith.casework.people.queries.siblings import SiblingKind, siblings_of
from kith.casework.people.queries.siblings import Tie as SiblingTie
from kith.engines.genogram.family import Family, Shape, TieKind

# For one who is neither or not known, for a woman or girl, for a man or boy.
_WORDS = {
    "parent": ("parent", "mother", "father"),
    "adoptive parent": ("adoptive parent", "adoptive mother", "adoptive father"),
    "step-parent": ("step-parent", "step-mother", "step-father"),
    "child": ("child", "daughter", "son"),
    "adopted child": ("adopted child", "adopted daughter", "adopted son"),
    "step-child": ("step-child", "step-daughter", "step-son"),
    "grandparent": ("grandparent", "grandmother", "grandfather"),
    "great-grandparent": ("great-grandparent", "great-grandmother", "great-grandfather"),
    "grandchild": ("grandchild", "granddaughter", "grandson"),
    "great-grandchild": ("great-grandchild", "great-granddaughter", "great-grandson"),
    "sibling": ("brother or sister", "sister", "brother"),
    "half-sibling": ("half-brother or half-sister", "half-sister", "half-brother"),
    "step-sibling": ("step-brother or step-sister", "step-sister", "step-brother"),
    "aunt or uncle": ("aunt or uncle", "aunt", "uncle"),
    "great-aunt or great-uncle": ("great-aunt or great-uncle", "great-aunt", "great-uncle"),
    "niece or nephew": ("niece or nephew", "niece", "nephew"),
    "great-niece or great-nephew": ("great-niece or great-nephew", "great-niece", "great-nephew"),
    "cousin": ("cousin", "cousin", "cousin"),
    "partner": ("partner", "partner", "partner"),
    "former partner": ("former partner", "former partner", "former partner"),
}
_PLAIN = {"adoptive parent": "parent", "adopted child": "child", "half-sibling": "sibling"}
_TOGETHER = {
    ("parent", "parent"): "grandparent",
    ("parent", "parent", "parent"): "great-grandparent",
    ("child", "child"): "grandchild",
    ("child", "child", "child"): "great-grandchild",
    ("parent", "sibling"): "aunt or uncle",
    ("parent", "parent", "sibling"): "great-aunt or great-uncle",
    ("sibling", "child"): "niece or nephew",
    ("sibling", "child", "child"): "great-niece or great-nephew",
    ("parent", "sibling", "child"): "cousin",
}
_UP = {
    TieKind.PARENT: ("parent", "child"),
    TieKind.ADOPTIVE_PARENT: ("adoptive parent", "adopted child"),
    TieKind.STEP_PARENT: ("step-parent", "step-child"),
    TieKind.GRANDPARENT: ("grandparent", "grandchild"),
    TieKind.AUNT_OR_UNCLE: ("aunt or uncle", "niece or nephew"),
    TieKind.SIBLING: ("sibling", "sibling"),
    TieKind.COUSIN: ("cousin", "cousin"),
}
_SIBLINGS = {
    SiblingKind.FULL: "sibling",
    SiblingKind.HALF: "half-sibling",
    SiblingKind.THROUGH_ONE: "sibling",
    SiblingKind.STEP: "step-sibling",
    SiblingKind.RECORDED: "sibling",
}
_NEAREST = [*_WORDS]


@dataclass(frozen=True)
class Kin:
    """What somebody is to the person, in words, and how many ties away."""

    words: str
    ties: int


def kin_of(subject: int, family: Family) -> dict[int, Kin]:
    """Return what everybody is to one person; whom no tie reaches is left out.

    The fewest ties count, of as many the nearest kind. Brothers and sisters are told as on the person's page.
    """
    shapes = {member.number: member.shape for member in family.members}
    steps = _steps(family)
    own = siblings_of(subject, _sibling_ties(family))
    for other, how in own.items():
        steps[subject][other] = _SIBLINGS[how]
    ways: dict[int, list[tuple[str, int]]] = {subject: []}
    waiting = [subject]
    while waiting:
        found: dict[int, list[tuple[str, int]]] = {}
        for here in waiting:
            for other, word in steps[here].items():
                way = [*ways[here], (word, other)]
                if other not in ways and (other not in found or _rank(way) < _rank(found[other])):
                    found[other] = way
        ways |= found
        waiting = sorted(found, key=lambda one: (_rank(found[one]), one))
    kin = {other: Kin(_in_words(way, shapes), len(way)) for other, way in ways.items() if way}
    for other, how in own.items():
        if how is SiblingKind.THROUGH_ONE:
            kin[other] = Kin(f"{kin[other].words}, through one parent", 1)
        if how is SiblingKind.RECORDED:
            kin[other] = Kin(f"{kin[other].words}, as recorded", 1)
    return kin


def _rank(way: list[tuple[str, int]]) -> list[int]:
    return [_NEAREST.index(word) for word, _ in way]


def _sibling_ties(family: Family) -> Iterable[SiblingTie]:
    yield from (SiblingTie(tie.elder, tie.younger, tie.kind.value) for tie in family.ties)
    for couple in family.couples:
        if not couple.has_parted:
            yield SiblingTie(couple.first, couple.second, RelationshipKind.PARTNER)


def _steps(family: Family) -> dict[int, dict[int, str]]:
    """Return from everybody to everybody one tie away, and to brothers and sisters, what the other is."""
    steps: dict[int, dict[int, str]] = defaultdict(dict)

    def tell(here: int, other: int, word: str) -> None:
        known = steps[here].get(other)
        if known is None or _NEAREST.index(word) < _NEAREST.index(known):
            steps[here][other] = word

    parents: dict[int, set[int]] = defaultdict(set)
    children: dict[int, set[int]] = defaultdict(set)
    for tie in family.ties:
        up, down = _UP[tie.kind]
        tell(tie.younger, tie.elder, up)
        tell(tie.elder, tie.younger, down)
        if tie.kind in (TieKind.PARENT, TieKind.ADOPTIVE_PARENT):
            parents[tie.younger].add(tie.elder)
            children[tie.elder].add(tie.younger)
    for couple in family.couples:
        word = "former partner" if couple.has_parted else "partner"
        tell(couple.first, couple.second, word)
        tell(couple.second, couple.first, word)
    for one, theirs in parents.items():
        for other in {child for parent in theirs for child in children[parent]} - {one}:
            shared = theirs & parents[other]
            half = len(shared) < 2 and bool(theirs - shared) and bool(parents[other] - shared)
            tell(one, other, "half-sibling" if half else "sibling")
    return steps


def _in_words(way: list[tuple[str, int]], shapes: dict[int, Shape]) -> str:
    plain = tuple(_PLAIN.get(word, word) for word, _ in way)
    chain = "’s ".join(_word(word, shapes[other]) for word, other in way)
    last = shapes[way[-1][1]]
    if plain in _TOGETHER and len(way) > 1:
        return f"{_word(_TOGETHER[plain], last)} ({chain})"
    return chain


def _word(word: str, shape: Shape) -> str:
    return _WORDS[word][{Shape.CIRCLE: 1, Shape.SQUARE: 2}.get(shape, 0)]
