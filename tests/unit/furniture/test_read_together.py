"""Several readers of the record on one page: what they first want is asked of the database at once."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kith.casework.furniture.guards import check_guards, register_guard
from kith.casework.furniture.known_at import NOW, Record, read_together
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.people.models import Person, PersonName
from tests.furnishing.cast import Cast


def names_of(person: Person) -> Any:
    """Return a reader of one person and their names."""

    def reader(record: Record) -> list[str]:
        held = record.together(
            person=record.rows(Person).filter(id=person.pk),
            names=record.rows(PersonName).filter(person_id=person.pk).order_by("id"),
        )
        return [held["person"][0].display_name, *(one.given_names for one in held["names"])]

    return reader


def test_many_readers_cost_one_query(cast: Cast) -> None:
    """Each is told what it asked for, and nobody else's."""
    readers = [names_of(cast.child), names_of(cast.sibling), names_of(cast.mother)]
    alone = [reader(NOW) for reader in readers]
    with CaptureQueriesContext(connection) as asked:
        together = read_together(readers, NOW)
    assert together == alone
    assert len(asked) == 1


def test_rows_that_several_want_are_read_once(cast: Cast) -> None:
    """The same question by two readers is one question, and each has rows of its own to work on."""
    with CaptureQueriesContext(connection) as asked:
        first, second = read_together([names_of(cast.child), names_of(cast.child)], NOW)
    assert first == second
    assert asked[0]["sql"].count('"people_personname"."person_id" = ') == 1


def test_a_reader_that_asks_nothing_is_called_once(cast: Cast) -> None:
    """It has nothing to wait for."""
    called = []

    def asks_nothing(record: Record) -> str:
        called.append(record.instant)
        return "told"

    assert read_together([asks_nothing, names_of(cast.child)], NOW)[0] == "told"
    assert len(called) == 1


def test_what_a_reader_asks_next_it_is_told_too(cast: Cast) -> None:
    """The second question of a reader goes to the database by itself."""

    def asks_twice(record: Record) -> tuple[int, int]:
        first = record.together(people=record.rows(Person).filter(id=cast.child.pk))
        second = record.together(people=record.rows(Person).filter(id__in=[cast.child.pk, cast.mother.pk]))
        return len(first["people"]), len(second["people"])

    assert read_together([asks_twice, names_of(cast.child)], NOW)[0] == (1, 2)


def test_nothing_to_find_is_told_as_nothing(cast: Cast) -> None:
    """A question that cannot have an answer is not asked."""

    def finds_nobody(record: Record) -> list[Any]:
        return record.together(
            people=record.rows(Person).filter(id__in=[]), names=record.rows(PersonName).filter(pk__in=[])
        )["people"]

    assert read_together([finds_nobody, names_of(cast.child)], NOW)[0] == []


def test_as_known_earlier_each_asks_for_itself(cast: Cast) -> None:
    """The page of an earlier instant is the same code, and says what was known then."""
    before = Record(timezone.now() + datetime.timedelta(days=1))
    assert read_together([names_of(cast.child)], before) == [names_of(cast.child)(before)]


def test_a_guard_stands_in_the_way_of_what_it_was_registered_for() -> None:
    """Asked by name with what it is about; another act does not ask it; the same guard is asked once."""
    asked: list[int] = []

    def guard(*, number: int) -> None:
        asked.append(number)
        if number > 1:
            raise CannotBeTrue("Two cannot be.")

    register_guard("test:one", guard)
    register_guard("test:one", guard)
    check_guards("test:one", number=1)
    check_guards("test:other", number=2)
    assert asked == [1]
    with pytest.raises(CannotBeTrue, match="Two cannot be"):
        check_guards("test:one", number=2)
