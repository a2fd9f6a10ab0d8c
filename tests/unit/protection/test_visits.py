"""Visits to children on a protection plan: written once, and only a child who was seen has been visited."""

from __future__ import annotations

import datetime

import pytest

from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.people.models import Person
from kith.casework.plans.models import PlanChild
from kith.casework.protection.actions import visits
from kith.casework.protection.actions.visits import ChildSeen
from kith.casework.protection.models import ChildProtectionPlan, ProtectionVisit, ProtectionVisitChild
from kith.casework.timeline.models import Clock, Event, EventSubject
from kith.engines.calendar import add_working_days
from tests.furnishing.cast import Cast
from tests.furnishing.form_days import ago
from tests.furnishing.on_protection import Protected, protect

pytestmark = pytest.mark.django_db
ALONE = ChildSeen(was_seen=True, seen_alone=True, child_words="I like Gran's.")
UNSEEN = ChildSeen(was_seen=False, why_not_seen="At football.")


@pytest.fixture
def protected(cast: Cast) -> Protected:
    """Daniel and Esther Okafor, on a protection plan for thirty days."""
    return protect(cast)


def _visit(
    cast: Cast, protected: Protected, day: datetime.date, children: dict[int, ChildSeen]
) -> ProtectionVisit:
    return visits.record_visit(
        plan=protected.plan, visited_date=day, was_announced=False, what_was_seen="Tea was on.",
        what_next="", children=children, by=cast.social_worker,
    )  # fmt: skip


def _running(child: Person) -> list[datetime.date]:
    clocks = Clock.objects.filter(rule="protection_plan_visit", person=child, stopped_date__isnull=True)
    return sorted(clocks.values_list("due_date", flat=True))


def test_one_visit_stands_on_each_childs_record(cast, protected):
    """Written once about brother and sister, with one event about both who were seen."""
    visit = _visit(cast, protected, ago(3), {cast.child.pk: ALONE, cast.sibling.pk: ChildSeen(was_seen=True)})
    event = Event.objects.get(kind=visits.VISITED)
    assert set(EventSubject.objects.filter(event=event).values_list("person_id", flat=True)) == {
        cast.child.pk,
        cast.sibling.pk,
    }
    assert event.details["on_protection_plan"] is True
    assert event.thread == f"visit:{visit.pk}"
    due = add_working_days(ago(3), 10)
    assert _running(cast.child) == _running(cast.sibling) == [due]


def test_a_child_who_was_not_seen_has_not_been_visited(cast, protected):
    """Their clock goes on as it ran; the chronology says that somebody came and did not see them."""
    before = _running(cast.sibling)
    assert before == [add_working_days(ago(30), 10)]
    _visit(cast, protected, ago(3), {cast.child.pk: ALONE, cast.sibling.pk: UNSEEN})
    assert _running(cast.sibling) == before
    assert _running(cast.child) == [add_working_days(ago(3), 10)]
    unseen = Event.objects.get(kind=visits.NOT_SEEN)
    assert EventSubject.objects.get(event=unseen).person_id == cast.sibling.pk
    assert ProtectionVisitChild.objects.get(child=cast.sibling).why_not_seen == "At football."


def test_a_visit_written_up_after_a_later_one_starts_no_second_clock(cast, protected):
    """What was due next stays what it was: the later visit had set it."""
    _visit(cast, protected, ago(3), {cast.child.pk: ALONE})
    _visit(cast, protected, ago(8), {cast.child.pk: ALONE, cast.sibling.pk: ALONE})
    assert _running(cast.child) == [add_working_days(ago(3), 10)]
    assert _running(cast.sibling) == [add_working_days(ago(8), 10)]
    assert Event.objects.filter(kind=visits.VISITED_BEFORE).count() == 1


def test_a_sister_on_the_familys_plan_alone_is_written_in_the_same_visit(cast):
    """She has no protection plan, so no clock of one starts for her."""
    protected = protect(cast, children=[cast.child])
    PlanChild.objects.create(plan=protected.plan, child=cast.sibling, start_date=ago(30))
    _visit(cast, protected, ago(3), {cast.child.pk: ALONE, cast.sibling.pk: ALONE})
    assert _running(cast.sibling) == []
    events = {event.details["on_protection_plan"] for event in Event.objects.filter(kind=visits.VISITED)}
    assert events == {True, False}


@pytest.mark.parametrize(
    ("seen", "sentence"),
    [
        (ChildSeen(was_seen=False), "Say why the child was not seen"),
        (ChildSeen(was_seen=False, seen_alone=True, why_not_seen="Out"), "seen alone was seen"),
        (ChildSeen(was_seen=True, why_not_seen="Out"), "The child was seen"),
    ],
)
def test_what_cannot_be_true_of_one_child(cast, protected, seen, sentence):
    """Each is refused with what to put right, beside the child's own field."""
    with pytest.raises(CannotBeTrue, match=sentence) as refused:
        _visit(cast, protected, ago(3), {cast.child.pk: seen})
    assert refused.value.field.endswith(f"_{cast.child.pk}")
    assert not ProtectionVisit.objects.exists()


@pytest.mark.parametrize(
    ("days", "sentence"), [(-1, "not come yet"), (31, "None of these children"), (200, "The plan began on")]
)
def test_no_visit_where_there_can_be_none(cast, protected, days, sentence):
    """A day to come, before the protection plan, or before the family's plan began."""
    with pytest.raises(CannotBeTrue, match=sentence):
        _visit(cast, protected, ago(days), {cast.child.pk: ALONE})


def test_a_child_of_another_family_is_not_visited_on_this_plan(cast, protected):
    """Somebody who is not on the plan is refused."""
    with pytest.raises(CannotBeTrue, match="not on this plan"):
        _visit(cast, protected, ago(3), {cast.child.pk: ALONE, cast.unheld_child.pk: ALONE})


def test_nobody_sees_a_child_alone_before_birth(cast, protected):
    """A child not yet born is visited where their mother is; nobody saw them alone."""
    unborn = Person.objects.create(display_name="Baby Okafor", expected_birth_date=ago(-60))
    PlanChild.objects.create(plan=protected.plan, child=unborn, start_date=ago(20))
    ChildProtectionPlan.objects.create(
        child=unborn, plan=protected.plan, start_date=ago(20), started_as="transfer_in"
    )
    with pytest.raises(CannotBeTrue, match="not born yet"):
        _visit(cast, protected, ago(3), {unborn.pk: ALONE})
    _visit(cast, protected, ago(3), {unborn.pk: ChildSeen(was_seen=True, child_words="She wants a cot.")})
    assert _running(unborn) == [add_working_days(ago(3), 10)]


def test_words_are_put_right_and_whether_a_child_was_seen_stays(cast, protected):
    """The clocks ran by who was seen; what was said may be corrected, and history keeps both."""
    visit = _visit(cast, protected, ago(3), {cast.child.pk: ALONE})
    given = {
        "visit": visit,
        "was_announced": True,
        "what_was_seen": "Tea.",
        "what_next": "",
        "by": cast.social_worker,
    }
    with pytest.raises(CannotBeTrue, match="stays as it was recorded"):
        visits.change_visit(children={cast.child.pk: UNSEEN}, **given)
    with pytest.raises(CannotBeTrue, match="not written in the visit"):
        visits.change_visit(children={cast.sibling.pk: ALONE}, **given)
    visits.change_visit(
        children={cast.child.pk: ChildSeen(was_seen=True, child_words="I like Nan's.")}, **given
    )
    row = ProtectionVisitChild.objects.get()
    assert (row.child_words, row.seen_alone) == ("I like Nan's.", False)
