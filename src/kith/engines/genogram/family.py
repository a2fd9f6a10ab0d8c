"""What a genogram is drawn from: people, ties of descent, couples and households, as a record has them."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace
from enum import StrEnum


class Shape(StrEnum):
    """What stands for a person, by the convention of genograms."""

    SQUARE = "square"  # male
    CIRCLE = "circle"  # female
    DIAMOND = "diamond"  # neither, or not known
    TRIANGLE = "triangle"  # not yet born


class TieKind(StrEnum):
    """What the elder is to the younger; the last two have no elder."""

    PARENT = "parent"
    ADOPTIVE_PARENT = "adoptive_parent"
    GRANDPARENT = "grandparent"
    STEP_PARENT = "step_parent"
    AUNT_OR_UNCLE = "aunt_or_uncle"
    SIBLING = "sibling"
    COUSIN = "cousin"


LEVEL = {TieKind.SIBLING, TieKind.COUSIN}
# By these nobody may be their own ancestor.
DESCENT = {TieKind.PARENT, TieKind.ADOPTIVE_PARENT, TieKind.GRANDPARENT}


@dataclass(frozen=True)
class Member:
    """One person; of somebody restricted nothing is given but that they are there."""

    number: int
    name: str
    shape: Shape = Shape.DIAMOND
    birth_date: datetime.date | None = None
    birth_is_estimated: bool = False
    expected_birth_date: datetime.date | None = None
    death_date: datetime.date | None = None
    is_restricted: bool = False

    def __post_init__(self) -> None:
        known = self.birth_date or self.expected_birth_date or self.death_date
        if self.is_restricted and (known or self.shape is not Shape.DIAMOND):
            raise ValueError("Of somebody restricted neither days nor sex may be given.")
        if self.birth_date and self.death_date and self.death_date < self.birth_date:
            raise ValueError("The date of death is before the date of birth.")

    @property
    def is_unborn(self) -> bool:
        """Whether the child is expected."""
        return self.birth_date is None and self.expected_birth_date is not None

    @property
    def age_order(self) -> tuple[int, int, int]:
        """Sort oldest first; then those expected, those of no known age, and last those restricted."""
        if self.is_restricted:
            return (3, 0, self.number)
        if self.birth_date:
            return (0, self.birth_date.toordinal(), self.number)
        if self.expected_birth_date:
            return (1, self.expected_birth_date.toordinal(), self.number)
        return (2, 0, self.number)


@dataclass(frozen=True)
class Tie:
    """`elder` is the `kind` of `younger`."""

    kind: TieKind
    elder: int
    younger: int

    def __post_init__(self) -> None:
        if self.elder == self.younger:
            raise ValueError("A person cannot be their own relative.")


@dataclass(frozen=True)
class Couple:
    """Two people who are or were partners; `has_parted` is false where only a death ended it."""

    first: int
    second: int
    has_parted: bool = False
    start_year: int | None = None
    end_year: int | None = None

    def __post_init__(self) -> None:
        if self.first == self.second:
            raise ValueError("A person cannot be their own partner.")


@dataclass(frozen=True)
class Family:
    """A whole family to draw. `subjects` are those whom it is about; `households` those who live together."""

    members: tuple[Member, ...]
    ties: tuple[Tie, ...]
    couples: tuple[Couple, ...]
    households: tuple[frozenset[int], ...]
    subjects: tuple[int, ...]
    today: datetime.date

    def __post_init__(self) -> None:
        numbers = [member.number for member in self.members]
        known = set(numbers)
        if len(known) != len(numbers):
            raise ValueError("Somebody is given twice.")
        named = {end for tie in self.ties for end in (tie.elder, tie.younger)}
        named |= {end for couple in self.couples for end in (couple.first, couple.second)}
        named |= {one for household in self.households for one in household} | set(self.subjects)
        if named - known:
            raise ValueError("A tie leads to somebody who is not given.")

    def in_order(self) -> Family:
        """Return the same family with everything in one order, so that it is always drawn alike."""
        return replace(
            self,
            members=tuple(sorted(self.members, key=lambda one: one.number)),
            ties=tuple(sorted(set(self.ties), key=lambda tie: (tie.kind, tie.elder, tie.younger))),
            couples=tuple(
                sorted(
                    (
                        couple
                        if couple.first < couple.second
                        else replace(couple, first=couple.second, second=couple.first)
                        for couple in set(self.couples)
                    ),
                    key=lambda one: (
                        one.first,
                        one.second,
                        one.has_parted,
                        one.start_year or 0,
                        one.end_year or 0,
                    ),
                )
            ),
            households=tuple(sorted(set(self.households), key=sorted)),
        )

    @property
    def by_number(self) -> dict[int, Member]:
        """Everyone by their number."""
        return {member.number: member for member in self.members}
