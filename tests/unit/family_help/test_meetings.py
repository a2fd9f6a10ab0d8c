"""A meeting of the family's own people, from the offer to looking at their plan again."""

from __future__ import annotations

import pytest
from django.utils import timezone

from kith.casework.family_help.actions import asking, meeting_held, meetings
from kith.casework.family_help.actions.asking import Asked
from kith.casework.family_help.actions.meeting_held import Newcomer, Offered
from kith.casework.family_help.models import FamilyNetworkMeeting, MeetingPlace, NetworkOffer
from kith.casework.family_help.queries.meetings import next_step
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.people.actions.relations import add_to_network
from kith.casework.people.models import NetworkMember, Person
from kith.casework.plans.actions.plan import close_plan
from kith.casework.plans.models import PlanAction
from kith.casework.timeline.models import Event, Task
from tests.furnishing.clients import acting_as
from tests.furnishing.form_days import ago

pytestmark = pytest.mark.django_db


@pytest.fixture
def offered(plan, cast) -> FamilyNetworkMeeting:
    """A meeting offered thirty days ago."""
    return meetings.offer_meeting(
        plan=plan, kind="network_meeting", offered_date=ago(30), by=cast.social_worker
    )


@pytest.fixture
def accepted(offered, cast) -> FamilyNetworkMeeting:
    """The same, accepted the day after, with two people asked."""
    answer(offered, cast, "accepted", 29)
    asking.ask_people(
        meeting=offered,
        people=[Asked("Mother", person=cast.mother), Asked("Upstairs neighbour", name="Mrs Petrou")],
        by=cast.social_worker,
    )
    offered.refresh_from_db()
    return offered


def answer(meeting, cast, said: str, days: int) -> None:
    """Record what the family said, so many days ago."""
    meetings.answer_offer(
        meeting=meeting,
        answer=said,
        answered_date=ago(days),
        answer_words="Yes, at Mum’s.",
        by=cast.social_worker,
    )


def hold(meeting, cast, days: int = 20, **changed) -> None:
    """Hold the meeting so many days ago with everybody who was asked, unless told otherwise."""
    told = {
        "held_date": ago(days),
        "coordinator": "Jude Bell",
        "where": "Grandma Ada’s",
        "private_family_time": True,
        "child_took_part": "Daniel drew the week.",
        "family_plan": "Nan has them on Fridays.",
        "came": dict.fromkeys(meeting.places.values_list("pk", flat=True), "came"),
        "children": [cast.child, cast.sibling],
        "by": cast.social_worker,
    }
    meeting_held.hold_meeting(meeting=meeting, **{**told, **changed})


def refused(call, **arguments) -> CannotBeTrue:
    """Return what is said of something that cannot be true."""
    with pytest.raises(CannotBeTrue) as impossible:
        call(**arguments)
    return impossible.value


def kinds(plan) -> list[str]:
    """Return what happened to the plan's meetings, in order."""
    return list(
        Event.objects.filter(thread=f"plan:{plan.pk}", kind__startswith="family_help.")
        .order_by("pk")
        .values_list("kind", flat=True)
    )


def test_a_meeting_goes_its_whole_way(accepted, plan, cast):
    """Offered, accepted, planned, held, agreed, looked at again: each arrival is an event of the plan."""
    meetings.plan_meeting(
        meeting=accepted,
        coordinator="  Jude   Bell ",
        planned_date=ago(20),
        where="Nan’s",
        by=cast.social_worker,
    )
    hold(accepted, cast)
    meeting_held.answer_family_plan(
        meeting=accepted, agreed="agreed", agreed_date=ago(19), why_not_agreed="not kept", review_date=ago(5),
        by=cast.social_worker,
    )  # fmt: skip
    meeting_held.review_meeting(
        meeting=accepted,
        reviewed_date=ago(4),
        review_words="Fridays work.",
        review_date=None,
        by=cast.social_worker,
    )
    assert kinds(plan) == [
        "family_help.meeting_offered",
        "family_help.meeting_answered",
        "family_help.meeting_planned",  # those who were asked
        "family_help.meeting_planned",
        "family_help.meeting_held",
        "family_help.family_plan_answered",
        "family_help.meeting_reviewed",
    ]
    for event in Event.objects.filter(kind__startswith="family_help."):
        assert event.details["meeting"] == accepted.pk
        assert event.details["plan"] == plan.pk
        assert {row.person_id for row in event.subjects.all()} == {cast.child.pk, cast.sibling.pk}
        assert not any(name in event.summary for name in ("Okafor", "Daniel", "Petrou", "Bell"))
    accepted.refresh_from_db()
    assert accepted.coordinator == "Jude Bell"
    assert accepted.why_not_agreed == "", "agreed to the whole: there is nothing that was not"


def test_the_reason_not_to_offer_is_kept(plan, cast):
    """A meeting that is not offered has its reason, and leaves the way open to offer one later."""
    nothing = refused(
        meetings.decide_not_to_offer,
        plan=plan, kind="network_meeting", offered_date=ago(3), why_not_offered=" ", by=cast.social_worker,
    )  # fmt: skip
    assert nothing.field == "why_not_offered"
    row = meetings.decide_not_to_offer(
        plan=plan, kind="network_meeting", offered_date=ago(3), why_not_offered="He would find them.",
        by=cast.social_worker,
    )  # fmt: skip
    assert row.why_not_offered == "He would find them."
    assert kinds(plan) == ["family_help.meeting_not_offered"]
    meetings.offer_meeting(plan=plan, kind="network_meeting", offered_date=ago(1), by=cast.social_worker)


def test_a_second_offer_waits_for_the_first_to_be_over(offered, plan, cast):
    """While one is open another is refused; once it is declined another may be offered."""
    again = {"plan": plan, "kind": "network_meeting", "offered_date": ago(2), "by": cast.social_worker}
    assert "Go on with that one" in refused(meetings.offer_meeting, **again).sentence
    answer(offered, cast, "declined", 28)
    meetings.offer_meeting(**again)


def test_a_family_that_accepted_may_change_its_mind(accepted, cast):
    """Until the meeting is held, they may decline; then it is not held."""
    answer(accepted, cast, "declined", 25)
    accepted.refresh_from_db()
    assert (accepted.answer, accepted.answered_date) == ("declined", ago(25))
    with pytest.raises(CannotBeTrue, match="declined this meeting"):
        hold(accepted, cast)


def test_days_that_cannot_be(offered, plan, cast):
    """Nothing happened in days to come, before the plan, or before what it follows; each is told by its field."""
    by = cast.social_worker
    answered = {"meeting": offered, "answer": "accepted", "answer_words": "", "by": by}
    assert refused(meetings.answer_offer, answered_date=ago(31), **answered).field == "answered_date"
    assert refused(meetings.answer_offer, answered_date=ago(-1), **answered).field == "answered_date"
    answer(offered, cast, "declined", 20)
    for day in (ago(41), ago(-1)):
        wrong = refused(meetings.offer_meeting, plan=plan, kind="network_meeting", offered_date=day, by=by)
        assert wrong.field == "offered_date"


def test_a_meeting_is_not_held_before_it_was_accepted(offered, accepted, cast):
    """The day of the meeting is on or after that of the answer, and no day to come."""
    for days in (29 + 1, -1):
        with pytest.raises(CannotBeTrue) as wrong:
            hold(accepted, cast, days=days)
        assert wrong.value.field == "held_date"
    planned = refused(
        meetings.plan_meeting,
        meeting=accepted, coordinator="Jude", planned_date=ago(30), where="", by=cast.social_worker,
    )  # fmt: skip
    assert planned.field == "planned_date"


@pytest.mark.parametrize("who", ["Priya Nair", " priya  NAIR"])
def test_the_coordinator_is_independent(accepted, cast, who):
    """Whoever holds the children or leads the plan does not bring the family together; anybody else may."""
    wrong = refused(
        meetings.plan_meeting,
        meeting=accepted, coordinator=who, planned_date=ago(20), where="", by=cast.family_help_practitioner,
    )  # fmt: skip
    assert wrong.field == "coordinator"
    assert "cannot bring it together independently" in wrong.sentence
    meetings.plan_meeting(
        meeting=accepted,
        coordinator=cast.outsider.name,
        planned_date=ago(20),
        where="",
        by=cast.social_worker,
    )
    with pytest.raises(CannotBeTrue, match="independently"):
        hold(accepted, cast, coordinator=who)


def test_nobody_is_asked_twice(accepted, cast):
    """By record or by name in any spelling of capitals."""
    for asked in (Asked("Mum", person=cast.mother), Asked("Neighbour", name="mrs  petrou", field="name_1")):
        wrong = refused(asking.ask_people, meeting=accepted, people=[asked], by=cast.social_worker)
        assert "on the list already" in wrong.sentence
        assert wrong.field == (asked.field or None)
    assert MeetingPlace.objects.count() == 2


def test_nobody_is_asked_to_a_meeting_that_the_family_has_not_accepted(offered, cast):
    """The family chooses first."""
    wrong = refused(
        asking.ask_people,
        meeting=offered,
        people=[Asked("Mother", person=cast.mother)],
        by=cast.social_worker,
    )
    assert "once the family has accepted" in wrong.sentence


def test_somebody_is_taken_off_the_list_until_the_meeting(accepted, plan, cast):
    """It is an event; after the meeting who was asked is part of what happened."""
    neighbour, mother = accepted.places.order_by("-pk")
    asking.take_off_the_list(place=neighbour, by=cast.social_worker)
    assert kinds(plan)[-1] == "family_help.meeting_planned"
    hold(accepted, cast)
    wrong = refused(asking.take_off_the_list, place=mother, by=cast.social_worker)
    assert "held already" in wrong.sentence


def test_a_meeting_to_which_nobody_came_was_not_held(accepted, cast):
    """Words that were sent are not somebody who came."""
    places = dict.fromkeys(accepted.places.values_list("pk", flat=True), "sent_words")
    with pytest.raises(CannotBeTrue, match="Nobody is marked as having come"):
        hold(accepted, cast, came=places)


def test_what_is_offered_at_the_meeting_is_typed_once(accepted, plan, cast):
    """It stands with the people around each child, and with a day on the plan as theirs to do."""
    add_to_network(child=cast.child, kind="neighbour", member_name="Mrs Petrou", by=cast.social_worker)
    neighbour = accepted.places.get(name="Mrs Petrou")
    hold(
        accepted,
        cast,
        offered=[Offered(neighbour, "Has them after school on Tuesdays", ago(-7))],
        newcomers=[Newcomer(Asked("Their uncle", name="Chidi Obi"), offered="Mends the bunk bed")],
    )
    around = {
        (member.child_id, member.member_name, member.kind)
        for member in NetworkMember.objects.filter(member=None)
    }
    assert around == {
        (child.pk, name, kind)
        for child in (cast.child, cast.sibling)
        for name, kind in (("Mrs Petrou", "neighbour"), ("Chidi Obi", "relative"))
    }
    offers = NetworkOffer.objects.filter(meeting=accepted, start_date=ago(20))
    assert {(offer.member.child_id, offer.what) for offer in offers} == {
        (child.pk, what)
        for child in (cast.child, cast.sibling)
        for what in ("Has them after school on Tuesdays", "Mends the bunk bed")
    }
    action = PlanAction.objects.get(plan=plan)
    assert (action.what, action.owner_name, action.due_date) == (
        "Has them after school on Tuesdays",
        "Mrs Petrou",
        ago(-7),
    )


def test_what_is_offered_is_done_after_it_was_offered(accepted, cast):
    """A day before the meeting is told beside its own field."""
    place = accepted.places.get(name="Mrs Petrou")
    with pytest.raises(CannotBeTrue) as wrong:
        hold(accepted, cast, offered=[Offered(place, "Rings", ago(21), field="by_7")])
    assert wrong.value.field == "by_7"


def test_what_is_not_agreed_has_a_reason(accepted, cast):
    """In part or not at all, the family is told why; an agreed plan has a day to look again."""
    hold(accepted, cast)
    told = {"meeting": accepted, "agreed_date": ago(19), "by": cast.social_worker}
    for said in ("agreed_in_part", "not_agreed"):
        wrong = refused(
            meeting_held.answer_family_plan, agreed=said, why_not_agreed=" ", review_date=ago(1), **told
        )
        assert wrong.field == "why_not_agreed"
    for day in (None, ago(19)):
        wrong = refused(
            meeting_held.answer_family_plan, agreed="agreed", why_not_agreed="", review_date=day, **told
        )
        assert wrong.field == "review_date"
    early = refused(
        meeting_held.answer_family_plan,
        meeting=accepted, agreed="agreed", why_not_agreed="", agreed_date=ago(21), review_date=ago(1),
        by=cast.social_worker,
    )  # fmt: skip
    assert early.field == "agreed_date"


def test_looking_again_is_a_task_for_whoever_leads_the_plan(accepted, cast):
    """It is given with the answer, done by the review, and given again where there is to be another."""
    hold(accepted, cast)
    meeting_held.answer_family_plan(
        meeting=accepted, agreed="not_agreed", agreed_date=ago(19), why_not_agreed="The flat is not safe yet.",
        review_date=ago(9), by=cast.family_help_practitioner,
    )  # fmt: skip
    first = Task.objects.get()
    assert (first.worker, first.due_date, first.person) == (cast.social_worker, ago(9), cast.child)
    assert first.link == f"/plans/{accepted.plan_id}/meetings/{accepted.pk}/"
    meeting_held.answer_family_plan(
        meeting=accepted, agreed="agreed", agreed_date=ago(9), why_not_agreed="", review_date=ago(3),
        by=cast.social_worker,
    )  # fmt: skip
    first.refresh_from_db()
    assert first.done_at is not None, "the second answer has taken its place"
    meeting_held.review_meeting(
        meeting=accepted,
        reviewed_date=ago(3),
        review_words="Well.",
        review_date=ago(-30),
        by=cast.social_worker,
    )
    assert [task.due_date for task in Task.objects.filter(done_at=None)] == [ago(-30)]
    accepted.refresh_from_db()
    assert next_step(accepted, ago(0)).page == "review_meeting"
    meeting_held.review_meeting(
        meeting=accepted,
        reviewed_date=ago(0),
        review_words="Very well.",
        review_date=None,
        by=cast.social_worker,
    )
    assert not Task.objects.filter(done_at=None).exists()
    accepted.refresh_from_db()
    assert next_step(accepted, ago(0)) is None, "nobody is to look at it again"
    early = refused(
        meeting_held.review_meeting,
        meeting=accepted, reviewed_date=ago(2), review_words="?", review_date=None, by=cast.social_worker,
    )  # fmt: skip
    assert early.field == "reviewed_date"


def test_a_closed_plan_stays_as_it_was(accepted, plan, cast):
    """Nothing of its meetings is changed, and none is offered."""
    close_plan(plan=plan, end_date=timezone.localdate(), closing_summary="Well.", by=cast.social_worker)
    with pytest.raises(CannotBeTrue, match="closed"):
        hold(accepted, cast)
    for call, arguments in (
        (meetings.offer_meeting, {"plan": plan, "kind": "network_meeting", "offered_date": ago(1)}),
        (asking.ask_people, {"meeting": accepted, "people": [Asked("Aunt", name="Efe")]}),
    ):
        assert "closed" in refused(call, by=cast.social_worker, **arguments).sentence


def test_the_actions_work_behind_the_wall(plan, cast):
    """A worker who may write on the children's records does it all as the database's web role."""
    with acting_as(cast.social_worker):
        meeting = meetings.offer_meeting(
            plan=plan, kind="group_decision_making", offered_date=ago(30), by=cast.social_worker
        )
        answer(meeting, cast, "accepted", 29)
        asking.ask_people(
            meeting=meeting, people=[Asked("Mother", person=cast.mother)], by=cast.social_worker
        )
        meeting.refresh_from_db()
        hold(meeting, cast, offered=[Offered(meeting.places.get(), "Is home by nine", ago(-1))])
        meeting_held.answer_family_plan(
            meeting=meeting, agreed="agreed", agreed_date=ago(19), why_not_agreed="", review_date=ago(-1),
            by=cast.social_worker,
        )  # fmt: skip
    assert NetworkOffer.objects.count() == 2
    assert Task.objects.count() == 1


def test_somebody_restricted_offers_nothing_new_to_whoever_may_not_know_them(accepted, plan, cast):
    """Their place is kept by number; they do not come into a network by the hand of somebody who cannot see them."""
    hidden: Person = cast.sealed_child
    place = MeetingPlace.objects.create(meeting=accepted, person=hidden, relation="Cousin")
    with acting_as(cast.social_worker):
        hold(accepted, cast, offered=[Offered(place, "Plays football", None)])
    assert not NetworkMember.objects.filter(member=hidden).exists()
