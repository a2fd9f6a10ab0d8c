"""A child's brothers and sisters: who they are, where each lives, and those whose record is closed to the reader as a number."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from kith.casework.access.loading import rights_of_each
from kith.casework.access.rights import Right
from kith.casework.care.models import HomeAddress, PeriodOfCare, Placement, TogetherOrApart
from kith.casework.care.places import METRES_IN_A_MILE, Placed, metres_between, miles
from kith.casework.care.queries.move_words import SIBLING_WORDS
from kith.casework.furniture.any_of import any_of
from kith.casework.furniture.known_at import NOW, Record
from kith.casework.furniture.shaped import shaped
from kith.casework.people.models import Address, Person, Relationship, RelationshipKind, Residence
from kith.casework.people.models.relationship import PARENT_KINDS
from kith.casework.people.queries.relatives import siblings_through
from kith.casework.people.queries.siblings import SiblingKind
from kith.casework.workforce.models import Worker

GROWN_UP = 18
# On a page that says elsewhere how it is known, one who is only recorded as such is called like any other.
_WORDS = {**SIBLING_WORDS, SiblingKind.RECORDED: SIBLING_WORDS[SiblingKind.FULL]}


@dataclass(frozen=True)
class Where:
    """Where somebody lives, as far as the reader may know it."""

    in_care: bool
    home_id: int | None
    place: Placed | None

    def is_with(self, other: Where) -> bool:
        """Whether two children in care live in one home."""
        return self.home_id is not None and self.home_id == other.home_id


@dataclass(frozen=True)
class Group:
    """Some children, by their numbers, with where each lives and what is decided for each pair of them."""

    people: dict[int, Any]
    where: dict[int, Where]
    decisions: dict[tuple[int, int], Any]

    def in_care(self) -> list[Any]:
        """Return those who are in care, the eldest first."""
        held = [person for number, person in self.people.items() if self.where[number].in_care]
        return sorted(held, key=lambda one: (one.birth_date or datetime.date.max, one.id))


@shaped
def rows_of_group(record: Record, people: list[int], today: datetime.date) -> dict[str, QuerySet[Any]]:
    """Return what `group_from` reads of some children, to be asked together."""
    return group_rows(people, record=record, today=today)


def group_rows(people: Any, *, record: Record, today: datetime.date) -> dict[str, QuerySet[Any]]:
    """Return what `group_from` reads, to be asked together; `people` are numbers or a query that gives them."""
    placements = record.holding(Placement, today).filter(child_id__in=people)
    residences = record.holding(Residence, today).filter(person_id__in=people, kind="home")
    return {
        "people": record.rows(Person).filter(id__in=people),
        "periods": record.holding(PeriodOfCare, today).filter(child_id__in=people),
        "placements": placements,
        "home_addresses": record.rows(HomeAddress).filter(
            id__in=placements.order_by().values("home_address_id")
        ),
        "residences": residences,
        "addresses": record.rows(Address).filter(id__in=residences.order_by().values("address_id")),
        "decisions": record.holding(TogetherOrApart, today).filter(first_id__in=people, second_id__in=people),
    }


def group_from(held: dict[str, list[Any]], only: Iterable[int] | None = None) -> Group:
    """Return the group that those rows tell of: all of them, or only those whose records are open to the reader."""
    wanted = None if only is None else set(only)
    people = {one.id: one for one in held["people"] if wanted is None or one.id in wanted}
    in_care = {one.child_id for one in held["periods"]}
    placements = {one.child_id: one for one in held["placements"]}
    home_addresses = {one.id: one for one in held["home_addresses"]}
    addresses = {one.id: one for one in held["addresses"]}
    at_home = {
        # Not even a distance tells of an address that is kept from others.
        one.person_id: addresses.get(one.address_id)
        for one in held["residences"]
        if not one.withheld
    }
    where = {}
    for number in people:
        placement = placements.get(number)
        if number in in_care:
            where[number] = Where(
                True,
                placement.home_id if placement else None,
                home_addresses.get(placement.home_address_id) if placement else None,
            )
        else:
            where[number] = Where(False, None, at_home.get(number))
    decisions = {
        (one.first_id, one.second_id): one
        for one in held["decisions"]
        if one.first_id in people and one.second_id in people
    }
    return Group(people, where, decisions)


@dataclass(frozen=True)
class Sibling:
    """One brother or sister of a child."""

    person: Any
    words: str  # who they are to the child: half-sister
    in_care: bool
    together: bool  # both in care and in one home
    lives: str  # in words, from the child's end
    metres: int | None


def sibling_numbers(child: int, record: Record) -> RawSQL:
    """Return the part of a query that gives the number of each brother and sister of a child."""
    return RawSQL("SELECT sibling FROM kith_siblings(ARRAY[%s]::bigint[], %s)", [child, record.instant])


def numbers_of_siblings(child: int, record: Record) -> list[int]:
    """Return the number of each brother and sister of a child. One query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT sibling FROM kith_siblings(ARRAY[%s]::bigint[], %s)", [child, record.instant])
        return [number for (number,) in cursor.fetchall()]


def siblings_wanted(
    record: Record, child: int, siblings: Iterable[int], today: datetime.date
) -> dict[str, Any]:
    """Return the rows that tell of a child's brothers and sisters, to be asked together with what else a page reads."""
    return _rows_of_siblings(record, child, [child, *siblings], today)


@shaped
def _rows_of_siblings(
    record: Record, child: int, people: list[int], today: datetime.date
) -> dict[str, QuerySet[Any]]:
    ties = record.holding(Relationship, today).order_by()
    partners = ties.filter(kind=RelationshipKind.PARTNER)
    parents = ties.filter(relative_id=child, kind__in=PARENT_KINDS).order_by().values("person_id")
    return {
        **group_rows(people, record=record, today=today),
        "ties": record.rows(Relationship).filter(
            id__in=any_of(
                ties.filter(
                    relative_id__in=people, kind__in=[*PARENT_KINDS, RelationshipKind.STEP_PARENT]
                ).values("id"),
                ties.filter(Q(person_id=child) | Q(relative_id=child), kind=RelationshipKind.SIBLING).values(
                    "id"
                ),
                partners.filter(person_id__in=parents).values("id"),
                partners.filter(relative_id__in=parents).values("id"),
            )
        ),
    }


def siblings_from(
    child: int, held: dict[str, list[Any]], group: Group, *, today: datetime.date
) -> list[Sibling]:
    """Return the brothers and sisters in a group, those in care first, then the eldest first."""
    kinds = siblings_through(child, held["ties"])
    found = []
    for number, person in group.people.items():
        if number == child or child not in group.where:
            continue
        mine, theirs = group.where[child], group.where[number]
        metres = metres_between(mine.place, theirs.place)
        found.append(
            Sibling(
                person,
                _kind_in_words(child, person, kinds.get(number, SiblingKind.RECORDED), held["ties"]),
                theirs.in_care,
                mine.in_care and theirs.in_care and mine.is_with(theirs),
                _lives(person, mine, theirs, metres, today),
                metres,
            )
        )
    return sorted(found, key=lambda one: (not one.in_care, one.person.birth_date or today, one.person.id))


def sibling_rights(worker: Worker, child: int, record: Record = NOW) -> dict[int, frozenset[Right]]:
    """Return what a worker may do on the record of each brother and sister of a child, hidden ones among them. One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT person_id, restriction, relation, named, glass_open FROM kith_sibling_standing(%s, %s, %s)",
            [worker.pk, child, record.instant],
        )
        return rights_of_each(worker, cursor.fetchall())


def readable(rights: dict[int, frozenset[Right]]) -> set[int]:
    """Return whose record is open to the reader."""
    return {number for number, held in rights.items() if Right.READ_RECORD in held}


def distance_in_words(metres: int | None) -> str:
    """Return how far apart two places are as people say it, or nothing where it is not known."""
    if metres is None:
        return ""
    if metres < METRES_IN_A_MILE:
        return "less than a mile"
    far = miles(metres)
    said = f"{round(far)}" if far >= 10 else f"{far:g}"
    return f"{said} mile{'' if said == '1' else 's'}"


def _lives(person: Any, mine: Where, theirs: Where, metres: int | None, today: datetime.date) -> str:
    far = distance_in_words(metres)
    if person.death_date is not None:
        return "Has died"
    if theirs.in_care:
        if mine.in_care and mine.is_with(theirs):
            return "Together, in one home"
        if theirs.home_id is None:
            return "In care; where they live is not recorded"
        return f"In another home, {far} away" if far else "In another home; how far away is not known"
    age = person.age_on(today)
    grown_up = age is not None and age >= GROWN_UP
    if person.is_unborn:
        return "Not born yet"
    if grown_up:
        return f"Grown up, lives {far} away" if far else "Grown up"
    if mine.in_care:
        return f"At home, {far} away" if far else "At home"
    return f"Not in care, lives {far} away" if far else "Not in care"


def _kind_in_words(child: int, person: Any, kind: SiblingKind, ties: Iterable[Any]) -> str:
    words = _WORDS[kind][{"F": 1, "M": 2}.get(person.sex, 0)]
    parents: dict[int, dict[int, str]] = {}
    for tie in ties:
        if tie.relative_id in (child, person.id) and tie.kind in PARENT_KINDS:
            parents.setdefault(tie.person_id, {})[tie.relative_id] = tie.kind
    shared = [kinds.values() for kinds in parents.values() if len(kinds) == 2]
    if shared and all(RelationshipKind.ADOPTIVE_PARENT in kinds for kinds in shared):
        return f"{words}, by adoption"
    return words
