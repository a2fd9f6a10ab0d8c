"""What may be done to people's records, and what the record refuses, behind the wall."""

from __future__ import annotations

import datetime
import itertools

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from kith.casework.access.models import AuditEntry
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.people.actions import details, merging, person, relations
from kith.casework.people.models import Person, PersonName, Relationship, Residence
from kith.casework.people.queries.relatives import relatives_of
from kith.casework.timeline.models import Event
from tests.furnishing.cast import Cast
from tests.furnishing.clients import acting_as

TODAY = timezone.localdate()


def test_a_person_added_is_on_the_record_with_a_name_an_event_and_an_audit_line(cast: Cast) -> None:
    """One action, one transaction: all three or none."""
    with acting_as(cast.contact_officer):
        added = person.add_person(
            given_names="Zoë",
            family_name="O'Brien-Łukasz",
            birth_date=datetime.date(2015, 2, 28),
            by=cast.contact_officer,
        )
    assert added.display_name == "Zoë O'Brien-Łukasz"
    assert PersonName.objects.get(person=added).words == ["zoe", "o", "brien", "lukasz"]
    event = Event.objects.get(kind="people.person_added", subjects__person=added)
    assert event.by_worker == cast.contact_officer
    assert AuditEntry.objects.filter(what="people.person_added", subject_ids=[added.pk]).exists()


@pytest.mark.parametrize(
    ("born", "due", "sex", "sentence"),
    [
        (TODAY + datetime.timedelta(days=1), None, "U", "has not come yet"),
        (None, TODAY + datetime.timedelta(days=60), "F", "sex unknown"),
        (None, TODAY + datetime.timedelta(days=400), "U", "more than ten months away"),
    ],
)
def test_births_that_cannot_be_are_refused(
    cast: Cast, born: datetime.date | None, due: datetime.date | None, sex: str, sentence: str
) -> None:
    """Each with a sentence, and nothing is put on the record."""
    before = Person.objects.count()
    with pytest.raises(CannotBeTrue, match=sentence), acting_as(cast.contact_officer):
        person.add_person(
            given_names="A",
            family_name="B",
            birth_date=born,
            expected_birth_date=due,
            sex=sex,
            by=cast.contact_officer,
        )
    assert Person.objects.count() == before


def test_a_move_ends_the_home_before_it(cast: Cast) -> None:
    """Two homes meet without a gap and never hold on one day; the postcode gives place and deprivation."""
    for lines, postcode, day in [("1 Mare Street", "E8 1EA", 400), ("2 Well Street", "E9 7LJ", 30)]:
        with acting_as(cast.social_worker):
            details.move_home(
                people=[cast.child, cast.sibling], lines=lines, town="London", postcode=postcode,
                start_date=TODAY - datetime.timedelta(days=day), by=cast.social_worker,
            )  # fmt: skip
    first, second = Residence.objects.filter(person=cast.child).order_by("start_date")
    assert first.end_date == second.start_date
    assert second.end_date is None
    assert second.address.authority_code == "E09000012"
    assert 1 <= (second.address.deprivation_decile or 0) <= 10
    assert Residence.objects.filter(person=cast.sibling, address=second.address).exists(), (
        "written once for both"
    )


def test_a_move_before_the_last_one_is_refused(cast: Cast) -> None:
    """The sentence names the day; nothing is changed for anybody."""
    with acting_as(cast.social_worker):
        details.move_home(people=[cast.child], lines="1 Mare Street", town="", postcode="E8 1EA",
                          start_date=TODAY - datetime.timedelta(days=10), by=cast.social_worker)  # fmt: skip
    with pytest.raises(CannotBeTrue, match="already has a home recorded"), acting_as(cast.social_worker):
        details.move_home(people=[cast.sibling, cast.child], lines="9 Old Street", town="", postcode="",
                          start_date=TODAY - datetime.timedelta(days=20), by=cast.social_worker)  # fmt: skip
    assert not Residence.objects.filter(person=cast.sibling).exists()


def test_the_database_itself_refuses_two_homes_on_one_day(cast: Cast) -> None:
    """Behind every action stands an exclusion constraint."""
    with acting_as(cast.social_worker):
        address = details.move_home(people=[cast.child], lines="1 Mare Street", town="", postcode="",
                                    start_date=TODAY - datetime.timedelta(days=10), by=cast.social_worker)  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        Residence.objects.create(person=cast.child, address=address, start_date=TODAY)


def test_nobody_becomes_their_own_ancestor(cast: Cast) -> None:
    """However long the line is before it comes round."""
    with acting_as(cast.contact_officer):
        line = [
            person.add_person(given_names=name, family_name="Line", by=cast.contact_officer)
            for name in ["Ada", "Bea", "Cyd", "Dot"]
        ]
        for parent, child in itertools.pairwise(line):
            relations.relate(
                person=parent, relative=child, kind="parent", start_date=TODAY, by=cast.contact_officer
            )
    with pytest.raises(CannotBeTrue, match="their own ancestor"), acting_as(cast.contact_officer):
        relations.relate(
            person=line[-1], relative=line[0], kind="parent", start_date=TODAY, by=cast.contact_officer
        )


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("grandparent", "their own ancestor. Check which of the two is the grandparent"),
        ("adoptive_parent", "their own ancestor. Check which of the two is the adoptive parent"),
        ("step_parent", "the step-parent of their own parent or grandparent"),
    ],
)
def test_a_circle_is_refused_by_whatever_tie_it_would_close(cast: Cast, kind: str, sentence: str) -> None:
    """A grandmother is an ancestor as a mother is; a step-parent cannot be descended from the child."""
    by = cast.contact_officer
    with acting_as(by):
        grandmother, grandchild = (
            person.add_person(given_names=name, family_name="Line", by=by) for name in ["Ada", "Bea"]
        )
        relations.relate(person=grandmother, relative=grandchild, kind="grandparent", start_date=TODAY, by=by)
    with pytest.raises(CannotBeTrue, match=sentence), acting_as(by):
        relations.relate(person=grandchild, relative=grandmother, kind=kind, start_date=TODAY, by=by)


def test_a_circle_through_somebody_who_may_not_be_seen_is_refused(cast: Cast) -> None:
    """Whoever records the last tie may not know who stands between: that somebody does is enough."""
    hidden = cast.sealed_child
    for elder, younger in ((cast.unheld_child, hidden), (hidden, cast.sibling)):
        Relationship.objects.create(
            person=elder, relative=younger, kind="parent", start_date=datetime.date(2020, 1, 1)
        )
    Person.objects.filter(pk__in=[cast.sibling.pk, cast.unheld_child.pk]).update(birth_date=None)
    cast.sibling.refresh_from_db()
    cast.unheld_child.refresh_from_db()
    with pytest.raises(CannotBeTrue, match="their own ancestor"), acting_as(cast.social_worker):
        relations.relate(
            person=cast.sibling, relative=cast.unheld_child, kind="parent", start_date=datetime.date(2020, 1, 1),
            by=cast.social_worker,
        )  # fmt: skip


def test_two_may_be_each_others_step_parents(cast: Cast) -> None:
    """Strange and lawful: each married the other's parent. Nobody is anybody's ancestor by it."""
    by = cast.contact_officer
    with acting_as(by):
        first, second = (
            person.add_person(given_names=name, family_name="Odd", by=by) for name in ["Ada", "Bea"]
        )
        relations.relate(person=first, relative=second, kind="step_parent", start_date=TODAY, by=by)
        relations.relate(person=second, relative=first, kind="step_parent", start_date=TODAY, by=by)
    assert Relationship.objects.filter(kind="step_parent").count() == 2


def test_a_grandparent_is_no_younger_than_two_generations_make_possible(cast: Cast) -> None:
    """The dates of birth, or the two, are the wrong way round."""
    with pytest.raises(CannotBeTrue, match="under 20 when the child was born"), acting_as(cast.social_worker):
        relations.relate(
            person=cast.child,
            relative=cast.sibling,
            kind="grandparent",
            start_date=TODAY,
            by=cast.social_worker,
        )


def test_a_tie_that_was_ended_as_wrong_no_longer_stands_in_the_way(cast: Cast) -> None:
    """The sentence says to check which is the parent: once the wrong one is ended, the right one is recorded."""
    by = cast.contact_officer
    with acting_as(by):
        first, second = (
            person.add_person(given_names=name, family_name="Line", by=by) for name in ["Ada", "Bea"]
        )
        wrong = relations.relate(
            person=first, relative=second, kind="parent", start_date=TODAY - datetime.timedelta(days=9), by=by
        )
        relations.end_relationship(relationship=wrong, end_date=TODAY - datetime.timedelta(days=1), by=by)
        relations.relate(person=second, relative=first, kind="parent", start_date=TODAY, by=by)
    assert Relationship.objects.filter(person=second, relative=first).exists()


def test_mother_and_child_are_not_joined_as_one_person(cast: Cast) -> None:
    """Joining them would make somebody their own ancestor: refused, with what to do."""
    with pytest.raises(CannotBeTrue, match="descended from the other"), acting_as(cast.team_manager):
        merging.merge(kept=cast.mother, merged=cast.child, reason="Typed twice.", by=cast.team_manager)


def test_a_relationship_is_one_row_read_from_both_ends(cast: Cast) -> None:
    """The mother is the child's parent; the child is the mother's child; responsibility shows from the child's side."""
    assert Relationship.objects.filter(person=cast.mother, relative=cast.child).count() == 1
    from_child = {one.person.pk: one for one in relatives_of(cast.child.pk, on=TODAY) if one.person}
    from_mother = {one.person.pk: one for one in relatives_of(cast.mother.pk, on=TODAY) if one.person}
    assert from_child[cast.mother.pk].label == "parent"
    assert from_mother[cast.child.pk].label == "child"
    assert "brother" in from_child[cast.sibling.pk].label


def test_records_joined_and_parted_are_as_they_were(cast: Cast) -> None:
    """Every row goes back, what could not be moved included, and the joined record leads to the kept one."""
    with acting_as(cast.contact_officer):
        twice = person.add_person(given_names="Ada", family_name="Okafor", by=cast.contact_officer)
        details.move_home(
            people=[twice], lines="5 Elm Row", town="", postcode="", start_date=TODAY, by=cast.contact_officer
        )
        details.move_home(
            people=[cast.child],
            lines="6 Elm Row",
            town="",
            postcode="",
            start_date=TODAY,
            by=cast.contact_officer,
        )
        joined = merging.merge(
            kept=cast.child, merged=twice, reason="The same child, spelt twice.", by=cast.contact_officer
        )
    twice.refresh_from_db()
    assert twice.merged_into_id == cast.child.pk
    assert PersonName.objects.filter(person=cast.child, given_names="Ada").exists()
    assert Residence.objects.filter(person=twice).count() == 1, (
        "two homes on one day cannot be: this one stayed"
    )
    with acting_as(cast.contact_officer):
        merging.unmerge(merge=joined, reason="Cousins of one name.", by=cast.contact_officer)
    twice.refresh_from_db()
    assert twice.merged_into_id is None
    assert PersonName.objects.get(person=twice).given_names == "Ada"
    with pytest.raises(CannotBeTrue, match="parted already"), acting_as(cast.contact_officer):
        merging.unmerge(merge=joined, reason="Again.", by=cast.contact_officer)
