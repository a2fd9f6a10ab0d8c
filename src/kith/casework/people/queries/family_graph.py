"""Who belongs to whom around a person or a family, as the genogram is drawn from it: two queries, however many there are.

Everything is read through the wall. Somebody whom the reader may not see is only a number here, and the walk does not
go on through them.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import F, Q

from kith.casework.furniture.known_at import NOW
from kith.casework.people.models import Person, PersonCharacteristic, Relationship, Residence
from kith.casework.people.models.address import ResidenceKind
from kith.casework.people.models.characteristic import CharacteristicKind
from kith.casework.people.models.person import Sex
from kith.casework.people.models.relationship import RelationshipKind
from kith.engines.genogram.family import Couple, Family, Member, Shape, Tie, TieKind

RESTRICTED = "Somebody restricted"
MOST = 120  # people: beyond this the nearest are drawn, and the page says so
STEPS = 4

_PARTNERS = (RelationshipKind.PARTNER, RelationshipKind.FORMER_PARTNER)
_DRAWN = [*(kind.value for kind in TieKind), *(kind.value for kind in _PARTNERS)]
# A child's own generation is 0, two up and two down are walked: grandparents to grandchildren.
_WALK = """
WITH RECURSIVE walk (id, level, steps) AS (
  SELECT * FROM unnest(%(roots)s::bigint[], %(levels)s::int[], %(steps)s::int[])
  UNION
  SELECT near.id, near.level, walk.steps + 1
  FROM walk CROSS JOIN LATERAL (
    SELECT r.relative_id AS id, walk.level + CASE
        WHEN r.kind = 'grandparent' THEN 2
        WHEN r.kind IN ('parent', 'adoptive_parent', 'step_parent', 'aunt_or_uncle') THEN 1
        ELSE 0 END AS level
    FROM people_relationship r
    WHERE r.person_id = walk.id AND r.kind = ANY (%(kinds)s) AND r.start_date <= %(today)s
      AND (r.end_date IS NULL OR r.end_date > %(today)s OR (r.kind = ANY (%(partners)s) AND r.end_date > r.start_date))
    UNION ALL
    SELECT r.person_id, walk.level - CASE
        WHEN r.kind = 'grandparent' THEN 2
        WHEN r.kind IN ('parent', 'adoptive_parent', 'step_parent', 'aunt_or_uncle') THEN 1
        ELSE 0 END
    FROM people_relationship r
    WHERE r.relative_id = walk.id AND r.kind = ANY (%(kinds)s) AND r.start_date <= %(today)s
      AND (r.end_date IS NULL OR r.end_date > %(today)s OR (r.kind = ANY (%(partners)s) AND r.end_date > r.start_date))
  ) near
  WHERE walk.steps < %(most_steps)s AND near.level BETWEEN -2 AND 2
    AND EXISTS (SELECT 1 FROM people_person p WHERE p.id = walk.id AND p.merged_into_id IS NULL)
)
SELECT id FROM walk GROUP BY id ORDER BY min(steps), id LIMIT %(limit)s
"""


@dataclass(frozen=True)
class FamilyGraph:
    """A family as the engine takes it, the people whom the reader may see, and what had to be left out."""

    family: Family
    people: dict[int, Any]
    there_are_more: bool
    a_household_is_withheld: bool


def family_graph(children: Iterable[int], *, today: datetime.date, adults: Iterable[int] = ()) -> FamilyGraph:
    """Return the family around these people: four ties from a child, two from an adult of the family."""
    young, grown = list(children), list(adults)
    if not young:
        young, grown = grown, []
    numbers = _walk(young, grown, today)
    there_are_more = len(numbers) > MOST
    numbers = numbers[:MOST]
    lasting = Q(end_date__isnull=True) | Q(end_date__gt=today)
    parted = Q(kind__in=_PARTNERS, end_date__gt=F("start_date"))
    held = NOW.together(
        people=Person.objects.filter(id__in=numbers),
        ties=Relationship.objects.filter(
            lasting | parted,
            person_id__in=numbers,
            relative_id__in=numbers,
            kind__in=_DRAWN,
            start_date__lte=today,
        ).order_by("id"),
        homes=NOW.holding(Residence, today).filter(person_id__in=numbers, kind=ResidenceKind.HOME),
        genders=NOW.holding(PersonCharacteristic, today).filter(
            person_id__in=numbers, kind=CharacteristicKind.GENDER
        ),
    )
    people = {row.id: row for row in held["people"]}
    joined = {number for number, row in people.items() if row.merged_into_id}
    seen = [number for number in numbers if number not in joined]
    ties = _seemly([tie for tie in held["ties"] if not {tie.person_id, tie.relative_id} & joined], people)
    reached = {end for tie in ties for end in (tie.person_id, tie.relative_id)} | {*young, *grown}
    seen = [number for number in seen if number in people or number in reached]
    genders = {row.person_id: row.code for row in held["genders"]}
    households, withheld = _households(held["homes"], {number for number in seen if number in people})
    family = Family(
        members=tuple(_member(number, people.get(number), genders.get(number)) for number in seen),
        ties=tuple(
            Tie(TieKind(tie.kind), tie.person_id, tie.relative_id)
            for tie in ties
            if tie.kind not in _PARTNERS
        ),
        couples=_couples([tie for tie in ties if tie.kind in _PARTNERS], people, today),
        households=households,
        subjects=tuple(number for number in young if number in seen),
        today=today,
    )
    kept = {number: row for number, row in people.items() if number not in joined}
    return FamilyGraph(family, kept, there_are_more, withheld)


def _walk(young: list[int], grown: list[int], today: datetime.date) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            _WALK,
            {
                "roots": [*young, *grown],
                "levels": [0] * len(young) + [-1] * len(grown),
                "steps": [0] * len(young) + [STEPS - 2] * len(grown),
                "most_steps": STEPS,
                "kinds": _DRAWN,
                "partners": list(_PARTNERS),
                "today": today,
                "limit": MOST + 1,
            },
        )
        return [number for (number,) in cursor.fetchall()]


def _seemly(ties: list[Any], people: dict[int, Any]) -> list[Any]:
    """Return the ties that may be drawn: none between two hidden people; of one of them, parenthood before all else.

    Otherwise the picture could tell who has adopted a child whose record is closed, or with whom they live now.
    """
    born_to = {
        tie.relative_id
        for tie in ties
        if tie.kind == RelationshipKind.PARENT and tie.relative_id not in people and tie.person_id in people
    }
    kept = []
    for tie in ties:
        hidden = [end for end in (tie.person_id, tie.relative_id) if end not in people]
        if len(hidden) == 2:
            continue
        if hidden and hidden[0] in born_to and tie.kind != RelationshipKind.PARENT:
            continue
        kept.append(tie)
    return kept


def _member(number: int, person: Any | None, gender: str | None) -> Member:
    if person is None:
        return Member(number, RESTRICTED, is_restricted=True)
    if person.is_unborn:
        shape = Shape.TRIANGLE
    elif gender:
        shape = {"GIRL": Shape.CIRCLE, "BOY": Shape.SQUARE}.get(gender, Shape.DIAMOND)
    else:
        shape = {Sex.FEMALE: Shape.CIRCLE, Sex.MALE: Shape.SQUARE}.get(person.sex, Shape.DIAMOND)
    return Member(
        number,
        person.display_name,
        shape,
        birth_date=person.birth_date,
        birth_is_estimated=person.birth_date_is_estimated,
        expected_birth_date=person.expected_birth_date,
        death_date=person.death_date,
    )


def _couples(ties: list[Any], people: dict[int, Any], today: datetime.date) -> tuple[Couple, ...]:
    """Return each couple once: parted where a tie says so, unless it ended only as one of them died."""
    by_pair: dict[tuple[int, int], list[Any]] = defaultdict(list)
    for tie in ties:
        first, second = sorted((tie.person_id, tie.relative_id))
        by_pair[(first, second)].append(tie)
    couples = []
    for (first, second), rows in by_pair.items():
        together = [tie for tie in rows if tie.kind == RelationshipKind.PARTNER]
        former = [tie for tie in rows if tie.kind == RelationshipKind.FORMER_PARTNER]
        is_hidden = first not in people or second not in people
        start = min((tie.start_date for tie in together), default=None)
        lasting = [tie for tie in together if tie.end_date is None or tie.end_date > today]
        # A former partner's tie begins on the day on which they parted.
        ends = [tie.end_date for tie in together if tie.end_date] or [tie.start_date for tie in former]
        end = None if lasting else max(ends, default=None)
        deaths = [
            people[one].death_date for one in (first, second) if one in people and people[one].death_date
        ]
        until_death = not former and end is not None and any(end >= death for death in deaths)
        parted = not lasting and not until_death
        couples.append(
            Couple(
                first,
                second,
                has_parted=parted,
                start_year=start.year if start and not is_hidden else None,
                end_year=end.year if end and not is_hidden else None,
            )
        )
    return tuple(couples)


def _households(homes: list[Any], seen: set[int]) -> tuple[tuple[frozenset[int], ...], bool]:
    """Return who live together, and whether a household was left out because its address is kept from others."""
    at: dict[int, set[int]] = defaultdict(set)
    withheld: set[int] = set()
    for home in homes:
        if home.person_id in seen:
            at[home.address_id].add(home.person_id)
            if home.withheld:
                withheld.add(home.address_id)
    shared = {address: who for address, who in at.items() if len(who) > 1}
    return (
        tuple(frozenset(who) for address, who in sorted(shared.items()) if address not in withheld),
        bool(withheld),
    )
