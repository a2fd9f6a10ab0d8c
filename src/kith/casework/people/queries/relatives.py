"""Who is who to one person: relationships read from both ends, siblings worked out, the network."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q

from kith.casework.furniture.known_at import NOW, Record
from kith.casework.people.models import Person, Relationship
from kith.casework.people.models.relationship import INVERSE_LABEL, RelationshipKind
from kith.casework.people.queries.siblings import Tie, siblings_of


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
    person_id: int,
    *,
    on: datetime.date,
    living_with: Collection[int] = (),
    record: Record = NOW,
) -> list[Relative]:
    """Return everyone related to a person on a day, siblings worked out through parents among them."""
    rows = list(
        record.holding(Relationship, on)
        .filter(Q(person_id=person_id) | Q(relative_id=person_id))
        .order_by("start_date", "pk")
    )
    parents = [
        row.person_id for row in rows if row.relative_id == person_id and row.kind in _LEADS_TO_SIBLINGS
    ]
    further = list(
        record.holding(Relationship, on).filter(
            Q(person_id__in=parents) | (Q(relative_id__in=parents) & Q(kind=RelationshipKind.PARTNER))
        )
    )
    partners = {
        (row.relative_id if row.person_id in parents else row.person_id)
        for row in further
        if row.kind == RelationshipKind.PARTNER
    } - set(parents)
    if partners:
        further += list(record.holding(Relationship, on).filter(person_id__in=partners))
    # The other parent of each half-known sibling decides between full and half.
    children = {row.relative_id for row in further if row.kind in _LEADS_TO_SIBLINGS} - {person_id}
    if children:
        further += list(
            record.holding(Relationship, on).filter(relative_id__in=children, kind__in=_LEADS_TO_SIBLINGS)
        )
    ties = {Tie(row.person_id, row.relative_id, row.kind) for row in [*rows, *further]}
    siblings = siblings_of(person_id, ties)

    others = {row.relative_id if row.person_id == person_id else row.person_id for row in rows} | set(
        siblings
    )
    people = {row.id: row for row in record.rows(Person).filter(id__in=others)}
    found: list[Relative] = []
    told: set[int] = set()
    for row in rows:
        from_me = row.person_id == person_id
        other = row.relative_id if from_me else row.person_id
        if row.kind == RelationshipKind.SIBLING and other in siblings:
            label = siblings[other].value
            told.add(other)
        else:
            kind = RelationshipKind(row.kind)
            label = INVERSE_LABEL[kind] if from_me else kind.label
        found.append(
            Relative(
                people.get(other),
                label,
                row.parental_responsibility and not from_me,
                other in living_with,
                "" if from_me else row.important_words,
                None if from_me else row.important_words_date,
                row.id,
            )
        )
    for other, how in siblings.items():
        if other not in told:
            found.append(Relative(people.get(other), how.value, False, other in living_with, "", None, None))
    return found


_LEADS_TO_SIBLINGS = (RelationshipKind.PARENT, RelationshipKind.ADOPTIVE_PARENT, RelationshipKind.STEP_PARENT)
