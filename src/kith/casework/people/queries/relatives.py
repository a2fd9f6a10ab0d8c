"""Who is who to one person: relationships read from both ends, siblings worked out through parents."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from kith.casework.furniture.known_at import NOW, Record
from kith.casework.people.models import Person, Relationship
from kith.casework.people.models.relationship import INVERSE_LABEL, RelationshipKind
from kith.casework.people.queries.siblings import SiblingKind, Tie, siblings_of

_LEADS_TO_SIBLINGS = (RelationshipKind.PARENT, RelationshipKind.ADOPTIVE_PARENT, RelationshipKind.STEP_PARENT)


@dataclass(frozen=True)
class Relative:
    """One person who is somebody to this one; `person` is None where the reader may not see who it is."""

    person: Person | None
    label: str
    parental_responsibility: bool
    lives_with: bool
    important_words: str
    important_words_date: datetime.date | None
    relationship_id: int | None


def relatives_of(
    person_id: int, *, on: datetime.date, living_with: Collection[int] = (), record: Record = NOW
) -> list[Relative]:
    """Return everyone related to a person on a day, siblings worked out through parents among them."""
    ties = list(ties_of(person_id, on=on, record=record))
    siblings = _siblings_from(person_id, ties, on, record)
    others = others_in(person_id, ties) | set(siblings)
    people = {row.id: row for row in record.rows(Person).filter(id__in=others)}
    return relatives_from(person_id, ties, siblings, people, living_with)


def brothers_and_sisters(
    person_id: int, *, on: datetime.date, record: Record = NOW
) -> dict[int, SiblingKind]:
    """Return a person's brothers and sisters, as far as the worker acting may see who they are. Three queries."""
    return _siblings_from(person_id, list(ties_of(person_id, on=on, record=record)), on, record)


def _siblings_from(
    person_id: int, ties: list[Any], on: datetime.date, record: Record
) -> dict[int, SiblingKind]:
    further = list(ties_of_parents(person_id, ties, on=on, record=record))
    further += ties_of_children(person_id, further, on=on, record=record)
    return siblings_through(person_id, [*ties, *further])


def ties_of(person_id: int, *, on: datetime.date, record: Record = NOW) -> QuerySet[Any]:
    """Return the relationships of a person, from either end."""
    either = Q(person_id=person_id) | Q(relative_id=person_id)
    return record.holding(Relationship, on).filter(either).order_by("start_date", "id")


def ties_of_parents(
    person_id: int, ties: Iterable[Any], *, on: datetime.date, record: Record = NOW
) -> QuerySet[Any]:
    """Return the relationships of a person's parents that lead to brothers and sisters: children and partners."""
    parents = [
        tie.person_id for tie in ties if tie.relative_id == person_id and tie.kind in _LEADS_TO_SIBLINGS
    ]
    partner_of_one = Q(relative_id__in=parents, kind=RelationshipKind.PARTNER)
    return record.holding(Relationship, on).filter(Q(person_id__in=parents) | partner_of_one)


def ties_of_children(
    person_id: int, of_parents: Iterable[Any], *, on: datetime.date, record: Record = NOW
) -> QuerySet[Any]:
    """Return the children of the parents' partners, and the other parents of the parents' children.

    The other parent decides between a full and a half brother or sister.
    """
    held = list(of_parents)
    partners = {
        end
        for tie in held
        if tie.kind == RelationshipKind.PARTNER
        for end in (tie.person_id, tie.relative_id)
    }
    children = {tie.relative_id for tie in held if tie.kind in _LEADS_TO_SIBLINGS} - {person_id}
    return record.holding(Relationship, on).filter(
        Q(person_id__in=partners) | Q(relative_id__in=children, kind__in=_LEADS_TO_SIBLINGS)
    )


def siblings_through(person_id: int, ties: Iterable[Any]) -> dict[int, SiblingKind]:
    """Return a person's brothers and sisters from rows of relationships."""
    return siblings_of(person_id, {Tie(tie.person_id, tie.relative_id, tie.kind) for tie in ties})


def others_in(person_id: int, ties: Iterable[Any]) -> set[int]:
    """Return who is at the other end of each relationship of a person."""
    return {tie.relative_id if tie.person_id == person_id else tie.person_id for tie in ties}


def relatives_from(
    person_id: int,
    ties: Iterable[Any],
    siblings: dict[int, SiblingKind],
    people: dict[int, Any],
    living_with: Collection[int],
) -> list[Relative]:
    """Return each relationship as it reads from a person, then the siblings that no row names."""
    found: list[Relative] = []
    told: set[int] = set()
    for tie in ties:
        from_me = tie.person_id == person_id
        other = tie.relative_id if from_me else tie.person_id
        kind = RelationshipKind(tie.kind)
        if kind == RelationshipKind.SIBLING and other in siblings:
            label = siblings[other].value
            told.add(other)
        else:
            label = INVERSE_LABEL[kind] if from_me else kind.label
        found.append(
            Relative(
                people.get(other),
                label,
                tie.parental_responsibility and not from_me,
                other in living_with,
                "" if from_me else tie.important_words,
                None if from_me else tie.important_words_date,
                tie.id,
            )
        )
    found += [
        Relative(people.get(other), how.value, False, other in living_with, "", None, None)
        for other, how in siblings.items()
        if other not in told
    ]
    return found
