"""The core group: who belongs to it, its meetings, and what was agreed, by its actions."""

from __future__ import annotations

import datetime
import threading

import pytest
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker

from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.people.models import FamilyMembership
from kith.casework.plans.models import PlanChild
from kith.casework.protection.actions import core_group
from kith.casework.protection.actions.agreeing import Agreed
from kith.casework.protection.actions.core_group import CoreGroupWords, Member
from kith.casework.protection.models import (
    ChildProtectionPlan,
    ConferencePart,
    CoreGroupMeeting,
    CoreGroupMember,
    ProtectiveAction,
)
from kith.casework.protection.queries.core_group import children_on_protection, members_of
from kith.casework.timeline.models import Clock, Event, EventSubject
from tests.furnishing.cast import Cast, find_cast
from tests.furnishing.clients import acting_as
from tests.furnishing.form_days import ago
from tests.furnishing.on_protection import Protected, plan_of, protect

WORDS = CoreGroupWords(
    family_words="Mornings are better.",
    child_words="I had toast.",
    going_well="Breakfast most days.",
    worries="Bedtimes.",
)


@pytest.fixture
def protected(cast: Cast) -> Protected:
    """Daniel and Esther Okafor, on a protection plan for thirty days."""
    return protect(cast)


def _members(cast: Cast) -> list[Member]:
    return [
        Member(part=ConferencePart.PROFESSIONAL, worker=cast.social_worker, agency="social_care"),
        Member(part=ConferencePart.PROFESSIONAL, name="Nurse Adu", agency="health", post="Health visitor"),
        Member(part=ConferencePart.PARENT, person=cast.mother),
    ]


def _set(cast: Cast, protected: Protected, day: datetime.date | None = None) -> list[CoreGroupMember]:
    core_group.set_core_group(
        plan=protected.plan, members=_members(cast), start_date=day or ago(29), by=cast.social_worker
    )
    return list(CoreGroupMember.objects.filter(plan=protected.plan).order_by("pk"))


def _hold(cast: Cast, protected: Protected, day: datetime.date, **extra: object) -> CoreGroupMeeting:
    given = {"words": WORDS, "came": {}, **extra}
    return core_group.hold_core_group(plan=protected.plan, held_date=day, by=cast.social_worker, **given)  # type: ignore[arg-type]


def test_the_family_comes_first(cast, protected):
    """Whatever the order in which they were chosen, the mother stands before the services."""
    _set(cast, protected)
    members, before = members_of(protected.plan, [cast.mother], ago(0))
    assert [member.name for member in members] == ["Ngozi Okafor", "Priya Nair", "Nurse Adu"]
    assert before == []


def test_who_is_not_among_them_any_more_leaves_and_who_stays_is_not_written_twice(cast, protected):
    """Setting the group again ends one, adds one, and leaves the others as they were."""
    first = _set(cast, protected)
    core_group.set_core_group(
        plan=protected.plan,
        members=[
            *_members(cast)[1:],
            Member(part=ConferencePart.PROFESSIONAL, worker=cast.partner, agency="education"),
        ],
        start_date=ago(5),
        by=cast.social_worker,
    )
    rows = list(CoreGroupMember.objects.filter(plan=protected.plan).order_by("pk"))
    assert [row.end_date for row in rows] == [ago(5), None, None, None]
    assert rows[1:3] == first[1:]
    assert Event.objects.filter(kind="protection.core_group_set").count() == 2


def test_somebody_whose_record_is_not_open_to_the_chooser_is_not_left_out_by_them(cast, protected):
    """Nobody is put out of the group by somebody who is not shown that they belong to it."""
    _set(cast, protected)
    hidden = CoreGroupMember.objects.create(
        plan=protected.plan, part="family", person=cast.sealed_child, start_date=ago(20)
    )
    with acting_as(cast.social_worker):
        core_group.set_core_group(
            plan=protected.plan, members=_members(cast), start_date=ago(2), by=cast.social_worker
        )
    hidden.refresh_from_db()
    assert hidden.end_date is None


@pytest.mark.parametrize(
    ("member", "sentence"),
    [
        (lambda cast: Member(part="professional", name="A", agency=""), "for which service"),
        (lambda cast: Member(part="parent"), "Choose one"),
        (lambda cast: Member(part="parent", person=cast.mother, name="Ngozi"), "Choose one"),
        (lambda cast: Member(part="somebody", name="A"), "in what capacity"),
    ],
)
def test_a_member_is_one_person_with_their_part(cast, protected, member, sentence):
    """What cannot be a member is refused with what to do."""
    with pytest.raises(CannotBeTrue, match=sentence):
        core_group.add_core_group_member(
            plan=protected.plan, member=member(cast), start_date=ago(1), by=cast.social_worker
        )


def test_nobody_belongs_twice(cast, protected):
    """Neither in one list nor by being added again."""
    _set(cast, protected)
    with pytest.raises(CannotBeTrue, match="already"):
        core_group.add_core_group_member(
            plan=protected.plan,
            member=Member(part="parent", person=cast.mother),
            start_date=ago(1),
            by=cast.social_worker,
        )
    with pytest.raises(CannotBeTrue, match="already"):
        core_group.set_core_group(
            plan=protected.plan, members=_members(cast)[:1] * 2, start_date=ago(1), by=cast.social_worker
        )


def test_a_member_leaves_on_a_day_after_they_joined(cast, protected):
    """Leaving is a day; a second leaving and an earlier day are refused."""
    member = _set(cast, protected)[0]
    with pytest.raises(CannotBeTrue, match="They joined on"):
        core_group.end_core_group_member(member=member, end_date=member.start_date, by=cast.social_worker)
    core_group.end_core_group_member(member=member, end_date=ago(3), by=cast.social_worker)
    with pytest.raises(CannotBeTrue, match="already"):
        core_group.end_core_group_member(member=member, end_date=ago(2), by=cast.social_worker)
    members, before = members_of(protected.plan, [cast.mother], ago(0))
    assert len(members) == 2
    assert [one.name for one in before] == ["Priya Nair"]


def test_whoever_was_at_a_meeting_did_not_leave_before_it(cast, protected):
    """The list of a core group cannot hold somebody who had left."""
    member = _set(cast, protected)[0]
    _hold(cast, protected, ago(10), came={member.pk: "came"})
    with pytest.raises(CannotBeTrue, match="on the list of the core group"):
        core_group.end_core_group_member(member=member, end_date=ago(12), by=cast.social_worker)


def test_a_core_group_stops_the_clock_of_every_child_on_the_plan(cast, protected):
    """Its event is about the children on a protection plan, also one whose record the worker may not open."""
    PlanChild.objects.create(plan=protected.plan, child=cast.sealed_child, start_date=ago(30))
    ChildProtectionPlan.objects.create(
        child=cast.sealed_child, plan=protected.plan, start_date=ago(30), started_as="transfer_in"
    )
    member = _set(cast, protected)[2]
    with acting_as(cast.social_worker):
        meeting = _hold(cast, protected, ago(18), came={member.pk: "came"})
    event = Event.objects.get(kind="protection.core_group_held")
    about = set(EventSubject.objects.filter(event=event).values_list("person_id", flat=True))
    assert about == {cast.child.pk, cast.sibling.pk, cast.sealed_child.pk}
    clocks = Clock.objects.filter(rule="core_group")
    assert {clock.stopped_date for clock in clocks} == {ago(18)}
    assert meeting.attendances.get().came == "came"


def test_what_is_agreed_is_kept_with_who_and_by_when(cast, protected):
    """What nobody does is refused; the rest is on the list."""
    _set(cast, protected)
    with pytest.raises(CannotBeTrue, match="Say who will do this"):
        _hold(cast, protected, ago(9), agreed=[Agreed("Ring the school", " ")])
    meeting = _hold(cast, protected, ago(9), agreed=[Agreed("Ring the school", "Priya Nair", ago(2))])
    action = ProtectiveAction.objects.get(core_group_meeting=meeting)
    about, thread = core_group.whom_an_action_is_about(action, protected.plan)
    assert set(about) == {cast.child.pk, cast.sibling.pk}
    assert thread == f"plan:{protected.plan.pk}"


@pytest.mark.parametrize(
    ("days", "sentence"),
    [(-1, "not come yet"), (31, "No child on this plan"), (200, "The plan began on")],
    ids=["to come", "before the protection plan", "before the family's plan"],
)
def test_no_core_group_where_there_can_be_none(cast, protected, days, sentence):
    """A day to come, before any child was on a protection plan, or before the plan began cannot be true."""
    with pytest.raises(CannotBeTrue, match=sentence):
        _hold(cast, protected, ago(days))
    assert not CoreGroupMeeting.objects.exists()


def test_no_core_group_once_no_child_is_on_a_protection_plan(cast, protected):
    """On the day on which the last plan ended there is nothing for a core group to carry out; the day before there is."""
    ChildProtectionPlan.objects.update(end_date=ago(10), ended_because="no_longer_at_risk")
    with pytest.raises(CannotBeTrue, match="No child on this plan"):
        _hold(cast, protected, ago(10))
    _hold(cast, protected, ago(11))


def test_a_second_core_group_on_one_day_is_refused(cast, protected):
    """It says to open the first."""
    _hold(cast, protected, ago(9))
    with pytest.raises(CannotBeTrue, match="Open it to add to it"):
        _hold(cast, protected, ago(9))


def test_somebody_who_did_not_belong_that_day_was_not_there_as_a_member(cast, protected):
    """The list of a core group has its members of that day."""
    member = _set(cast, protected, ago(8))[0]
    with pytest.raises(CannotBeTrue, match="did not belong"):
        _hold(cast, protected, ago(9), came={member.pk: "came"})


def test_what_is_written_is_put_right_and_the_day_stays(cast, protected):
    """Words and attendance change; history keeps what was written first."""
    member = _set(cast, protected)[2]
    meeting = _hold(cast, protected, ago(9), came={member.pk: "did_not_come"})
    core_group.change_core_group(
        meeting=meeting,
        words=CoreGroupWords("Said.", "", "Better.", ""),
        came={member.pk: "came"},
        next_planned_date=ago(-20),
        by=cast.social_worker,
    )
    meeting.refresh_from_db()
    assert (meeting.held_date, meeting.family_words) == (ago(9), "Said.")
    assert meeting.attendances.get().came == "came"
    with pytest.raises(CannotBeTrue, match="Enter a later day"):
        core_group.change_core_group(
            meeting=meeting, words=WORDS, came={}, next_planned_date=ago(9), by=cast.social_worker
        )


def test_children_on_a_protection_plan_by_day(cast, protected):
    """From the first day to the day before the end."""
    ChildProtectionPlan.objects.filter(child=cast.child).update(
        end_date=ago(5), ended_because="no_longer_at_risk"
    )
    on = {day: len(children_on_protection(protected.plan, ago(day))) for day in (31, 30, 6, 5, 0)}
    assert on == {31: 0, 30: 2, 6: 2, 5: 1, 0: 1}


def test_of_two_who_record_one_core_group_at_once_the_second_is_told(
    committed_database: str, django_db_blocker: DjangoDbBlocker
) -> None:
    """The plan is locked: one meeting is kept, and the other writer learns that it is there."""
    said: list[str] = []
    both_ready = threading.Barrier(2)

    def write(cast: Cast, protected: Protected) -> None:
        try:
            both_ready.wait(timeout=20)
            _hold(cast, protected, ago(9))
            said.append("kept")
        except CannotBeTrue as refused:
            said.append(refused.sentence)
        finally:
            connection.close()

    with django_db_blocker.unblock():
        cast = find_cast()
        protected = protect(cast)
        both = [threading.Thread(target=write, args=(cast, protected)) for _ in range(2)]
        for one in both:
            one.start()
        for one in both:
            one.join(timeout=30)
        assert sorted(said) == ["A core group on that day is recorded already. Open it to add to it.", "kept"]
        assert CoreGroupMeeting.objects.count() == 1


def test_a_family_without_protection_has_no_core_group(cast):
    """Setting one says what would have to come first."""
    plan = plan_of(cast.family, [cast.child], ago(50), cast.social_worker)
    assert FamilyMembership.objects.filter(person=cast.child).exists()
    with pytest.raises(CannotBeTrue, match="record the conference that began the plan first"):
        core_group.set_core_group(plan=plan, members=_members(cast), start_date=ago(1), by=cast.social_worker)
