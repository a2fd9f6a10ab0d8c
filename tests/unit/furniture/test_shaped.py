"""Questions of one shape: made into SQL once, and asked of anybody."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.db.models import QuerySet
from django.utils import timezone

from kith.casework.furniture.known_at import NOW, Record, read_together
from kith.casework.furniture.shaped import shaped
from kith.casework.people.models import FamilyMembership, Person, PersonName
from tests.furnishing.cast import Cast

TODAY = timezone.localdate()
made = []


@shaped
def names_of(record: Record, number: int, on: datetime.date) -> dict[str, QuerySet[Any]]:
    """Return a question that holds a number twice, a day, words of its own, and a question within it."""
    made.append(number)
    families = record.holding(FamilyMembership, on).filter(person_id=number).values("family_id")
    return {
        "names": record.rows(PersonName).filter(person_id=number).order_by("id")[:5],
        "family": record.rows(FamilyMembership)
        .filter(family_id__in=families)
        .exclude(role="nobody")
        .order_by("id"),
    }


@shaped
def several(record: Record, numbers: list[int], purpose: str) -> dict[str, QuerySet[Any]]:
    """Return a question about several people, which words decide."""
    rows = record.rows(Person).filter(id__in=numbers)
    return {"people": rows.order_by("id" if purpose == "up" else "-id")}


def test_each_is_told_about_whom_it_asked(cast: Cast) -> None:
    """The same rows as from the querysets themselves, for one after the other; the querysets are made once."""
    made.clear()
    for person in (cast.child, cast.sibling, cast.mother):
        held = NOW.together(**names_of(NOW, person.pk, TODAY))
        assert held["names"] == list(PersonName.objects.filter(person=person).order_by("id"))
        assert {one.family_id for one in held["family"]} == set(
            FamilyMembership.objects.filter(person=person).values_list("family_id", flat=True)
        )
        assert held["family"]
    assert len(made) == 2, "twice, to see what differs"


def test_lists_of_any_length_and_words_have_shapes_of_their_own(cast: Cast) -> None:
    """None, one, several, in either order."""
    people = sorted([cast.child.pk, cast.sibling.pk, cast.mother.pk])
    for numbers in ([], people[:1], people, people[1:]):
        for purpose in ("up", "down"):
            held = NOW.together(**several(NOW, numbers, purpose))["people"]
            assert [one.pk for one in held] == sorted(numbers, reverse=purpose == "down")


def test_what_is_worked_out_within_it_is_refused(cast: Cast) -> None:
    """A day that is not as it was given would stand there for everybody."""

    @shaped
    def lately(record: Record, on: datetime.date) -> dict[str, QuerySet[Any]]:
        return {"rows": record.rows(FamilyMembership).filter(start_date__gt=on - datetime.timedelta(days=30))}

    with pytest.raises(ValueError, match="works out"):
        lately(NOW, TODAY)


def test_it_is_gathered_with_other_questions(cast: Cast) -> None:
    """As a reader of a page's section asks it, beside a queryset of its own."""

    def reader(record: Record) -> int:
        held = record.together(
            **names_of(record, cast.child.pk, TODAY), everybody=record.rows(Person).filter(id=cast.mother.pk)
        )
        return len(held["names"]) + len(held["everybody"])

    assert read_together([reader, reader], NOW) == [reader(NOW)] * 2


def test_as_known_at_an_earlier_instant_it_is_the_querysets(cast: Cast) -> None:
    """Nothing is kept of history's questions."""
    record = Record(timezone.now())
    held = record.together(**names_of(record, cast.child.pk, TODAY))
    assert [one.given_names for one in held["names"]] == [
        one.given_names for one in PersonName.objects.filter(person=cast.child).order_by("id")
    ]
