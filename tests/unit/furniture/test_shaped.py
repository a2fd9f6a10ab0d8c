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
    """Return a question about several people, which words decide, and one about everybody else in their families."""
    made.append(len(numbers))
    rows = record.rows(Person).filter(id__in=numbers)
    families = record.rows(FamilyMembership).filter(person_id__in=numbers).values("family_id")
    others = record.rows(FamilyMembership).filter(family_id__in=families).exclude(person_id__in=numbers)
    return {"people": rows.order_by("id" if purpose == "up" else "-id"), "others": others.order_by("id")}


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


def test_lists_of_any_length_share_a_shape_and_words_do_not(cast: Cast) -> None:
    """None, one, several, in either order: the same rows as from the querysets themselves."""
    made.clear()
    people = sorted([cast.child.pk, cast.sibling.pk, cast.mother.pk])
    for numbers in ([], people[:1], people, people[1:], tuple(people)):
        for purpose in ("up", "down"):
            held = NOW.together(**several(NOW, numbers, purpose))
            assert [one.pk for one in held["people"]] == sorted(numbers, reverse=purpose == "down")
            theirs = FamilyMembership.objects.filter(person_id__in=numbers)
            assert held["others"] == list(
                FamilyMembership.objects.filter(family_id__in=theirs.values("family_id"))
                .exclude(person_id__in=numbers)
                .order_by("id")
            )
    assert len(made) == 8, "twice for each of two words, of nobody and of somebody"
    assert NOW.together(**several(NOW, people[:1], "up"))["others"], "the case tells something"


def test_a_list_that_is_taken_apart_is_refused(cast: Cast) -> None:
    """Its first number would stand there for everybody's."""

    @shaped
    def eldest_first(record: Record, numbers: list[int]) -> dict[str, QuerySet[Any]]:
        return {"rows": record.rows(Person).filter(id=numbers[0])}

    with pytest.raises(ValueError, match="works out"):
        eldest_first(NOW, [cast.child.pk, cast.sibling.pk])


def test_a_list_with_another_number_added_is_refused(cast: Cast) -> None:
    """Only a list as it was given has a place."""

    @shaped
    def with_somebody(record: Record, number: int, numbers: list[int]) -> dict[str, QuerySet[Any]]:
        return {"rows": record.rows(Person).filter(id__in=[number, *numbers])}

    with pytest.raises(ValueError, match="works out"):
        with_somebody(NOW, cast.child.pk, [cast.sibling.pk])


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
