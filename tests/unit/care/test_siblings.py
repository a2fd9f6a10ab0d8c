"""Brothers and sisters in care: where each lives in words, what is decided for each pair, and who is only a number."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from kith.casework.access.rights import Right
from kith.casework.care.access_siblings import open_with_siblings
from kith.casework.care.actions import siblings
from kith.casework.care.actions.siblings import PairDecided
from kith.casework.care.models import Placement, TogetherOrApart
from kith.casework.care.queries.pairs import siblings_of_looked_after
from kith.casework.care.queries.siblings import distance_in_words, sibling_rights
from kith.casework.people.models import Person, Relationship, Restriction
from kith.casework.timeline.models import EventSubject
from kith.casework.workforce.models import Worker
from tests.furnishing.care.siblings import a_brother_elsewhere
from tests.furnishing.cast import Cast
from tests.furnishing.clients import acting_as
from tests.furnishing.form_days import ago
from tests.furnishing.in_care import CareFamily, a_home, a_person, place_with, three_in_care


@pytest.fixture
def family(cast: Cast) -> CareFamily:
    """Three children in care in one home."""
    return three_in_care(cast)


def decide(
    cast: Cast,
    one: Person,
    other: Person,
    decision: str = "together",
    *,
    day: datetime.date | None = None,
    **said: object,
) -> TogetherOrApart:
    """Decide for one pair as the manager does, knowing what stood."""
    first, second = sorted((one, other), key=lambda each: each.pk)
    standing = TogetherOrApart.objects.filter(first=first, second=second, end_date__isnull=True).first()
    pair = PairDecided(
        one, other, decision, "They need each other.", {one.pk: "I want her near."},
        **{"was": standing.pk if standing else None, **said},  # type: ignore[arg-type]
    )  # fmt: skip
    (row,) = siblings.decide(
        pairs=[pair],
        decided_date=day or timezone.localdate(),
        review_due_date=timezone.localdate() + datetime.timedelta(days=90),
        by=cast.team_manager,
    )
    return row


def told_to(worker: Worker, child: Person) -> dict[str, tuple[str, str]]:
    """Return each brother and sister whom the worker is told of, with who they are and where they live in words."""
    with acting_as(worker):
        opened, _ = open_with_siblings(
            worker, child.pk, Right.READ_RECORD, page="care:siblings", today=timezone.localdate()
        )
        return {one.person.display_name: (one.words, one.lives) for one in opened.siblings}


def test_where_each_lives_is_said_from_the_childs_end(cast: Cast, family: CareFamily) -> None:
    """Together, so many miles away, at home and grown up; sister and brother by what the record says."""
    a_brother_elsewhere(cast, family)
    for name, age in (("Ada Ferris", 3), ("Bea Ferris", 22)):
        other = a_person(name, age, "F")
        Relationship.objects.create(
            person=family.mother, relative=other, kind="parent", start_date=other.birth_date
        )
        family.family.memberships.create(person=other, role="child", start_date=ago(200))
    told = told_to(cast.social_worker, family.eldest)
    assert told["Micah Ferris"] == ("brother through one parent", "Together, in one home")
    assert told["Jude Ferris"][1].startswith("In another home, 4")
    assert told["Ada Ferris"] == ("sister through one parent", "At home")
    assert told["Bea Ferris"][1] == "Grown up"


@pytest.mark.parametrize(
    ("ties", "words"),
    [
        ([("mother", "parent"), ("father", "parent")], "brother"),
        ([("mother", "parent"), ("stranger", "parent")], "half-brother"),
        ([("mother", "adoptive_parent"), ("father", "adoptive_parent")], "brother, by adoption"),
        ([("mother", "step_parent"), ("stranger", "parent")], "step-brother"),
    ],
)
def test_full_half_step_and_adopted_are_told_apart(
    cast: Cast, family: CareFamily, ties: list[tuple[str, str]], words: str
) -> None:
    """By whose children the two are."""
    people = {
        "mother": family.mother,
        "father": a_person("Ray Ferris", 40, "M"),
        "stranger": a_person("Lou Kane", 41, "M"),
    }
    Relationship.objects.create(
        person=people["father"], relative=family.eldest, kind="parent", start_date=ago(100)
    )
    other = a_person("Eli Ferris", 11, "M")
    family.family.memberships.create(person=other, role="child", start_date=ago(100))
    for who, kind in ties:
        Relationship.objects.create(person=people[who], relative=other, kind=kind, start_date=ago(100))
    assert told_to(cast.social_worker, family.eldest)["Eli Ferris"][0] == words


def test_a_closed_brother_is_a_number(cast: Cast, family: CareFamily) -> None:
    """On a restricted record, or one of another team's, he is neither named nor placed."""
    brother = a_brother_elsewhere(cast, family)
    brother.allocations.update(worker=cast.outsider)
    assert "Jude Ferris" not in told_to(cast.social_worker, family.eldest)
    Person.objects.filter(pk=brother.pk).update(restriction=Restriction.RESTRICTED)
    with acting_as(cast.social_worker):
        opened, _ = open_with_siblings(
            cast.social_worker,
            family.eldest.pk,
            Right.READ_RECORD,
            page="care:siblings",
            today=timezone.localdate(),
        )
        assert opened.hidden == 1
        assert {pair.other.display_name for pair in opened.pairs} == {"Micah Ferris", "Noor Ferris"}
        named = [
            one for one in siblings_of_looked_after([family.eldest.pk], timezone.localdate()) if one.is_open
        ]
        assert brother.pk not in {one.sibling for one in named}
    assert len(sibling_rights(cast.social_worker, family.eldest.pk)) == 3


def test_a_decision_is_one_row_for_both_and_ends_the_last(cast: Cast, family: CareFamily) -> None:
    """Whoever is named first, the pair is one; a new decision begins on the day on which the old one ends."""
    kezia, micah, _ = family.children
    first = decide(cast, micah, kezia, "together", day=ago(50))
    second = decide(cast, kezia, micah, "apart", day=ago(10))
    first.refresh_from_db()
    assert (first.end_date, second.start_date, second.end_date) == (ago(10), ago(10), None)
    assert (second.first, second.second) == tuple(sorted((kezia, micah), key=lambda one: one.pk))
    assert second.first_words == "I want her near."
    told = EventSubject.objects.filter(event__kind="care.together_or_apart_decided", person=micah)
    assert told.count() == 2


def test_decided_twice_on_one_day_the_later_word_stands(cast: Cast, family: CareFamily) -> None:
    """One row for the day; what was said first is in its history."""
    kezia, micah, _ = family.children
    first = decide(cast, kezia, micah, "together_when_possible")
    assert decide(cast, kezia, micah, "together").pk == first.pk
    assert TogetherOrApart.objects.get().decision == "together"


@pytest.mark.parametrize(
    ("decision", "moves", "said"),
    [
        ("apart", False, "It was decided on .* that they live apart. They live together."),
        ("together", True, "It was decided on .* that they live together. They live apart."),
        ("together_when_possible", True, "They are to live together .* and have waited 5 days."),
        ("together", False, "^$"),
        ("apart", True, "^$"),
    ],
)
def test_who_lives_otherwise_than_decided_is_said_plainly(
    cast: Cast, family: CareFamily, decision: str, moves: bool, said: str
) -> None:
    """Apart though decided together, together though decided apart, or still waiting."""
    import re

    kezia, micah, _ = family.children
    decide(cast, kezia, micah, decision, day=ago(5))
    if moves:
        Placement.objects.filter(child=micah).update(end_date=ago(3))
        place_with(family.periods[1], a_home("Elm House"), day=ago(3))
    with acting_as(cast.social_worker):
        opened, _ = open_with_siblings(
            cast.social_worker, kezia.pk, Right.READ_RECORD, page="care:siblings", today=timezone.localdate()
        )
    (pair,) = [one for one in opened.pairs if {one.one.pk, one.other.pk} == {kezia.pk, micah.pk}]
    assert re.search(said, pair.otherwise)


def test_siblings_in_care_are_counted_for_any_number_of_children(cast: Cast, family: CareFamily) -> None:
    """Each of the three with each other, together; and the brother elsewhere with each, apart."""
    brother = a_brother_elsewhere(cast, family)
    children = [*(one.pk for one in family.children), brother.pk, cast.child.pk]
    found = {
        (one.child, one.sibling): one.together
        for one in siblings_of_looked_after(children, timezone.localdate())
    }
    assert len(found) == 12
    assert {pair for pair, together in found.items() if not together} == {
        pair for pair in found if brother.pk in pair
    }
    assert siblings_of_looked_after(children, ago(4000)) == []


@pytest.mark.parametrize(
    ("metres", "words"),
    [(None, ""), (0, "less than a mile"), (1610, "1 mile"), (4023, "2.5 miles"), (40234, "25 miles")],
)
def test_distances_are_said_as_people_say_them(metres: int | None, words: str) -> None:
    """In miles, whole ones from ten on."""
    assert distance_in_words(metres) == words
