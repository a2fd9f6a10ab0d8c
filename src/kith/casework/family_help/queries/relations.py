"""Who the people around some children are to them, in a family's words: mother, grandfather, aunt."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Q, QuerySet

from kith.casework.furniture.known_at import NOW, Record
from kith.casework.people.models import Relationship, RelationshipKind
from kith.casework.people.models.relationship import PARENT_KINDS

_LEADS_UP = (*PARENT_KINDS, RelationshipKind.STEP_PARENT)
_PARENTS_PARTNER = "parent's partner"
# How a family says it where the record knows somebody's sex.
_SAID = {
    "parent": ("mother", "father"),
    "step-parent": ("stepmother", "stepfather"),
    "adoptive parent": ("adoptive mother", "adoptive father"),
    "grandparent": ("grandmother", "grandfather"),
    "brother or sister": ("sister", "brother"),
    "aunt or uncle": ("aunt", "uncle"),
    "niece or nephew": ("niece", "nephew"),
    "child": ("daughter", "son"),
    _PARENTS_PARTNER: ("parent's partner", "parent's partner"),
}

Labels = dict[int, dict[int, str]]  # for each person's number, what they are to each child's number


def ties_of_all(children: Collection[int], *, on: datetime.date, record: Record = NOW) -> QuerySet[Any]:
    """Return the relationships of some children, from either end."""
    return record.holding(Relationship, on).filter(Q(person_id__in=children) | Q(relative_id__in=children))


def parents_in(ties: Iterable[Any], children: Collection[int]) -> set[int]:
    """Return the parents of some children, step-parents among them."""
    return {tie.person_id for tie in ties if tie.relative_id in children and tie.kind in _LEADS_UP}


def ties_of_all_parents(
    parents: Collection[int], *, on: datetime.date, record: Record = NOW
) -> QuerySet[Any]:
    """Return the relationships of the parents, which lead to grandparents, aunts, uncles, and other children."""
    return record.holding(Relationship, on).filter(
        Q(person_id__in=parents) | Q(relative_id__in=parents),
        kind__in=[*PARENT_KINDS, RelationshipKind.SIBLING, RelationshipKind.PARTNER],
    )


def labels_of(children: Collection[int], ties: Iterable[Any], of_parents: Iterable[Any]) -> Labels:
    """Return what everybody is to each child: as it is recorded, or else one step further through a parent."""
    found: Labels = {}
    parents_of: dict[int, set[int]] = {child: set() for child in children}
    for tie in ties:
        for child, other in ((tie.relative_id, tie.person_id), (tie.person_id, tie.relative_id)):
            if child in parents_of:
                found.setdefault(other, {}).setdefault(child, tie.label_from(child))
        if tie.relative_id in parents_of and tie.kind in _LEADS_UP:
            parents_of[tie.relative_id].add(tie.person_id)
    for tie in of_parents:
        for child, parents in parents_of.items():
            other, label = _through(tie, parents)
            if other is not None and other != child and other not in parents:
                found.setdefault(other, {}).setdefault(child, label)
    return found


def _through(tie: Any, parents: Collection[int]) -> tuple[int | None, str]:
    """Return who a parent's relationship leads to, and what they are to the parent's child."""
    if tie.kind in PARENT_KINDS:
        if tie.relative_id in parents:
            return tie.person_id, RelationshipKind.GRANDPARENT.label
        if tie.person_id in parents:
            return tie.relative_id, RelationshipKind.SIBLING.label
        return None, ""
    for mine, other in ((tie.person_id, tie.relative_id), (tie.relative_id, tie.person_id)):
        if mine in parents:
            if tie.kind == RelationshipKind.SIBLING:
                return other, RelationshipKind.AUNT_OR_UNCLE.label
            return other, _PARENTS_PARTNER
    return None, ""


def in_words(labels: dict[int, str], sex: str, children: dict[int, str]) -> str:
    """Return who somebody is to the children in a few words; `children` are the names by number.

    "Grandmother" where it is so for all of them, "Father of Daniel; stepfather of Esther" where it differs.
    """
    by_label: dict[str, list[str]] = {}
    for number, name in children.items():
        if number in labels:
            by_label.setdefault(_said(labels[number], sex), []).append(name)
    if len(by_label) == 1 and len(next(iter(by_label.values()))) == len(children):
        words = next(iter(by_label))
    else:
        words = "; ".join(f"{label} of {and_(names)}" for label, names in by_label.items())
    return words[:1].upper() + words[1:]


def _said(label: str, sex: str) -> str:
    if label in _SAID and sex in ("F", "M"):
        return _SAID[label][0 if sex == "F" else 1]
    return label


def and_(names: list[str]) -> str:
    """Return names as they are said one after another: Daniel, Esther and Ifeoma."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
