"""The section 47 enquiry: written, sent to a manager, and ended with a decision for each child and never in nothing."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.utils import timezone

from kith.casework.access.roles import Role
from kith.casework.family_help.models import Intervention
from kith.casework.front_door.actions.closing import close_referral
from kith.casework.front_door.models import Contact, Referral
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.people.models import FamilyMembership
from kith.casework.plans.actions import plan as plans
from kith.casework.plans.actions.help import give_help
from kith.casework.plans.models import Plan, PlanChild
from kith.casework.protection.actions import enquiry as enquiries
from kith.casework.protection.actions.helping import Offer
from kith.casework.protection.models import (
    ChildProtectionConference,
    EnquiryChild,
    OfferOfHelp,
    SectionFortySevenEnquiry,
    ThresholdDecision,
)
from kith.casework.timeline.models import Clock, Event, Task
from kith.casework.workforce.models import Worker
from tests.furnishing.clients import acting_as
from tests.furnishing.enquiries import (
    REASONS,
    call,
    declined,
    end,
    hold,
    make_offer,
    sent,
    taken_up,
    under_way,
    write_child,
    written,
)
from tests.furnishing.form_days import ago

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


def test_what_it_lacks_is_told_what_it_must_have_first(cast):
    """A new enquiry says for each child what is asked; a written one has only its offer and reminders left."""
    enquiry = under_way(cast)
    must = [one.sentence for one in enquiries.what_is_missing(enquiry) if one.must]
    assert "Say when Daniel Okafor was seen, or why not." in must
    assert "Say what was found for Esther Okafor." in must
    for child in (cast.child, cast.sibling):
        write_child(cast, enquiry, child)
    left = enquiries.what_is_missing(enquiry)
    assert [one.sentence for one in left if one.must] == [
        "Record what help was offered for Daniel Okafor.",
        "Record what help was offered for Esther Okafor.",
    ]
    assert "The parents have not been told, and nothing says why." in [
        one.sentence for one in left if not one.must
    ]


def test_a_child_who_was_not_seen_says_why(cast):
    """Not seen with a reason is enough; seen and not alone is a reminder."""
    enquiry = under_way(cast, [cast.child])
    write_child(
        cast, enquiry, cast.child, seen_date=None, seen_alone=False, why_not_seen="With his father in Leeds."
    )
    must = [one for one in enquiries.what_is_missing(enquiry) if one.must and not one.is_offer]
    assert must == []
    write_child(cast, enquiry, cast.child, seen_alone=False)
    said = [one.sentence for one in enquiries.what_is_missing(enquiry) if not one.must]
    assert "Daniel Okafor was not seen alone, and nothing says why." in said


def test_the_family_part_is_written_by_one_action(cast):
    """What is said of the family stands in the enquiry, and the chronology says that it was written on."""
    enquiry = under_way(cast)
    enquiries.write_enquiry(
        enquiry=enquiry, how_it_begins="Ngozi was rung first.", parents_told_date=ago(11), why_parents_not_told="",
        what_was_found="A fall.", strengths="Grandma Ada.", analysis="An accident.", family_view="I was scared.",
        by=cast.social_worker,
    )  # fmt: skip
    enquiry.refresh_from_db()
    assert (enquiry.strengths, enquiry.parents_told_date) == ("Grandma Ada.", ago(11))
    assert Event.objects.filter(kind="protection.section_47_written").exists()


def test_that_a_child_was_seen_is_an_event_of_that_child_alone(cast):
    """Seeing Daniel is on his chronology and not on his sister's."""
    enquiry = under_way(cast)
    write_child(cast, enquiry, cast.child)
    write_child(cast, enquiry, cast.child, what_was_found="More.")
    seen = Event.objects.get(kind="protection.child_seen")
    assert list(seen.subjects.values_list("person_id", flat=True)) == [cast.child.pk]
    assert seen.day == ago(9)


def test_sending_it_tells_a_manager_and_asks_for_what_it_must_have(cast):
    """Without its findings it is not sent; without its offer it is, since a manager may say that none is made."""
    enquiry = under_way(cast)
    with pytest.raises(CannotBeTrue, match="Say what was found for Daniel Okafor"):
        enquiries.submit(enquiry=enquiry, by=cast.social_worker)
    for child in (cast.child, cast.sibling):
        write_child(cast, enquiry, child)
    enquiries.submit(enquiry=enquiry, by=cast.social_worker)
    task = Task.objects.get(link=f"/enquiries/{enquiry.pk}/", done_at__isnull=True)
    assert (task.worker, task.title) == (cast.team_manager, "Read an enquiry and decide how it ends")
    with pytest.raises(CannotBeTrue, match="waits for the manager's decision"):
        write_child(cast, enquiry, cast.child)


def test_the_manager_who_leads_it_is_not_told_to_decide_it(cast):
    """The task goes to the next manager above, or to the team."""
    enquiry = written(cast)
    SectionFortySevenEnquiry.objects.filter(pk=enquiry.pk).update(lead=cast.team_manager)
    enquiry.refresh_from_db()
    enquiries.submit(enquiry=enquiry, by=cast.social_worker)
    task = Task.objects.get(link=f"/enquiries/{enquiry.pk}/", done_at__isnull=True)
    assert task.worker is None
    assert task.team == cast.riverside


def test_sent_back_it_is_its_leads_again_with_words(cast):
    """The manager's task is done, and the lead has one."""
    enquiry = sent(cast)
    with pytest.raises(CannotBeTrue, match="Say what should be changed"):
        enquiries.send_back(enquiry=enquiry, words="", by=cast.team_manager)
    enquiries.send_back(enquiry=enquiry, words="Did anybody ask his father?", by=cast.team_manager)
    enquiry.refresh_from_db()
    assert (enquiry.status, enquiry.submitted_by) == ("under_way", None)
    open_tasks = Task.objects.filter(link=f"/enquiries/{enquiry.pk}/", done_at__isnull=True)
    assert [task.worker for task in open_tasks] == [cast.social_worker]


def test_it_does_not_end_in_nothing(cast):
    """With no conference and no offer it is refused, in one sentence that names the children."""
    enquiry = sent(cast)
    with pytest.raises(CannotBeTrue, match="For Daniel Okafor and Esther Okafor none is recorded") as refused:
        end(cast, enquiry)
    assert refused.value.field == "not_offered_reason"
    enquiry.refresh_from_db()
    assert enquiry.status == "submitted"


def test_the_database_refuses_an_ending_in_nothing_too(cast):
    """Past every action, a part does not end without an offer."""
    enquiry = sent(cast)
    part = enquiry.children.get(child=cast.child)
    decision = ThresholdDecision.objects.filter(child=cast.child).get()
    with pytest.raises(IntegrityError, match="enquiry_never_ends_in_nothing"), transaction.atomic():
        EnquiryChild.objects.filter(pk=part.pk).update(end_date=TODAY(), decision=decision)


def test_help_that_is_taken_up_goes_on_the_plan_and_its_clock_runs(cast):
    """The plan begins with the children on it, and ten working days run to the first help."""
    enquiry = sent(cast, offer=taken_up())
    end(cast, enquiry)
    enquiry.refresh_from_db()
    assert (enquiry.status, enquiry.decided_by, enquiry.end_date) == ("ended", cast.team_manager, TODAY())
    plan = Plan.objects.get(family=cast.family)
    assert set(PlanChild.objects.filter(plan=plan).values_list("child_id", flat=True)) == {
        cast.child.pk,
        cast.sibling.pk,
    }
    running = Clock.objects.filter(rule="help_after_enquiry", thread=f"enquiry:{enquiry.pk}")
    assert running.count() == 2
    give_help(plan=plan, what="An evening with the family worker", day=TODAY(), by=cast.social_worker)
    assert not running.filter(stopped_date__isnull=True).exists()


def test_ending_it_decides_for_each_child_and_stops_the_conference_clock(cast):
    """A decision for each child, the two events on one thread, and no clock left."""
    enquiry = sent(cast, offer=declined())
    end(cast, enquiry)
    parts = list(enquiry.children.select_related("decision"))
    assert {part.end_date for part in parts} == {TODAY()}
    assert {part.decision.kind for part in parts} == {"enquiry"}
    assert {part.decision.address for part in parts} == {f"/enquiries/{enquiry.pk}/"}
    kinds = Event.objects.filter(thread=f"enquiry:{enquiry.pk}").values_list("kind", flat=True)
    assert {"protection.section_47_ended", "protection.section_47_ended_without_conference"} <= set(kinds)
    assert not Clock.objects.filter(rule="initial_conference", stopped_date__isnull=True).exists()
    assert not Task.objects.filter(link=f"/enquiries/{enquiry.pk}/", done_at__isnull=True).exists()
    assert not ChildProtectionConference.objects.exists()


def test_only_the_child_for_whom_no_conference_is_needed_is_done_with(cast):
    """One child goes to conference and their clock runs on; the other's stops, with help offered."""
    enquiry = written(cast)
    write_child(cast, enquiry, cast.child, finding="substantiated_at_risk", outcome="1")
    make_offer(cast, enquiry, taken_up(), children=[cast.sibling])
    enquiries.submit(enquiry=enquiry, by=cast.social_worker)
    end(cast, enquiry)
    conference = ChildProtectionConference.objects.get()
    assert (conference.kind, conference.enquiry) == ("initial", enquiry)
    assert list(conference.children.values_list("child_id", flat=True)) == [cast.child.pk]
    clocks = {clock.person_id: clock for clock in Clock.objects.filter(rule="initial_conference")}
    assert clocks[cast.child.pk].stopped_date is None
    assert clocks[cast.sibling.pk].stopped_date == TODAY()


def test_a_manager_may_say_in_the_act_of_ending_that_no_help_is_offered(cast):
    """The reason stands as an offer that was not made, by the manager who gave it."""
    enquiry = sent(cast)
    end(cast, enquiry, not_offered_reason="The family has moved to Leeds, whose workers have begun.")
    (offer,) = OfferOfHelp.objects.all()
    assert (offer.answer, offer.not_offered_by) == ("not_offered", cast.team_manager)
    assert {part.help_offer for part in enquiry.children.all()} == {offer}


def test_only_a_manager_says_that_no_help_is_offered(cast):
    """Whoever leads it offers help; that none is offered is not theirs to say."""
    enquiry = written(cast)
    with pytest.raises(CannotBeTrue, match="Only a manager"):
        make_offer(cast, enquiry, Offer("not_offered", not_offered_reason="No need."))
    make_offer(cast, enquiry, Offer("not_offered", not_offered_reason="They moved."), by=cast.team_manager)
    assert OfferOfHelp.objects.get().not_offered_by == cast.team_manager


@pytest.mark.parametrize("whose", ["lead", "sender"])
def test_nobody_ends_their_own(cast, whose):
    """Neither the lead nor whoever sent it, though they manage the team."""
    enquiry = written(cast)
    make_offer(cast, enquiry, declined())
    if whose == "lead":
        SectionFortySevenEnquiry.objects.filter(pk=enquiry.pk).update(lead=cast.team_manager)
    enquiries.submit(enquiry=enquiry, by=cast.team_manager if whose == "sender" else cast.social_worker)
    with pytest.raises(CannotBeTrue, match="Nobody decides their own enquiry"):
        end(cast, enquiry)


def test_only_a_manager_of_every_child_ends_it(cast):
    """A social worker does not, nor a manager who may only read."""
    enquiry = sent(cast, offer=declined())
    for worker in (cast.outsider, cast.outside_manager, cast.family_help_practitioner):
        with pytest.raises(CannotBeTrue, match="manager who may decide for every child"):
            end(cast, enquiry, by=worker)


def test_continuing_risk_without_a_conference_is_allowed_with_its_reasons(cast):
    """The law leaves it to judgement; the page warns the manager."""
    enquiry = sent(cast, offer=taken_up(), finding="substantiated_at_risk", outcome="5")
    end(cast, enquiry)
    enquiry.refresh_from_db()
    assert enquiry.status == "ended"


def test_every_decision_has_its_reasons(cast):
    """A child for whom the manager gives none is named by the form's field."""
    enquiry = sent(cast, offer=declined())
    with pytest.raises(CannotBeTrue, match="Say why") as refused:
        end(cast, enquiry, decisions={cast.child.pk: REASONS})
    assert refused.value.field == f"child_{cast.sibling.pk}_reasons"


def test_a_family_that_thinks_again_is_recorded_in_place_and_history_keeps_both(cast):
    """Declined on Monday and taken up on Thursday is one offer, seen with both children, whose history says so."""
    enquiry = written(cast)
    first = make_offer(cast, enquiry, declined())
    second = make_offer(cast, enquiry, taken_up(), day=ago(3))
    assert second.pk == first.pk
    assert OfferOfHelp.objects.count() == 1
    history = apps.get_model("protection", "OfferOfHelpEvent")
    assert set(history.objects.values_list("answer", flat=True)) == {"declined", "taken_up"}


def test_one_child_thinks_again_alone(cast):
    """What the other was offered stays theirs."""
    enquiry = written(cast)
    both = make_offer(cast, enquiry, declined())
    own = make_offer(cast, enquiry, taken_up(), children=[cast.child], day=ago(3))
    assert own.pk != both.pk
    assert enquiry.children.get(child=cast.sibling).help_offer == both
    assert enquiry.children.get(child=cast.child).help_offer == own
    with pytest.raises(CannotBeTrue, match="offered different things before"):
        make_offer(cast, enquiry, taken_up(), day=ago(2))


def test_an_offer_from_the_catalogue_says_what_it_is(cast):
    """Chosen from the catalogue, its name is what was offered."""
    enquiry = written(cast)
    intervention = Intervention.objects.get(code="debt-advice")
    offer = make_offer(cast, enquiry, Offer("declined", intervention=intervention))
    assert offer.what == intervention.name


def test_a_plan_does_not_close_over_an_enquiry(cast):
    """Nor over a discussion that was called; the sentence says what to do first."""
    plan = plans.start_plan(
        family=cast.family, children=[cast.child, cast.sibling], tier="family_help", lead=cast.social_worker,
        start_date=ago(40), by=cast.social_worker,
    )  # fmt: skip
    discussion = call(cast)
    with pytest.raises(CannotBeTrue, match="A strategy discussion has been called"):
        close(cast, plan)
    hold(cast, discussion)
    with pytest.raises(CannotBeTrue, match="A section 47 enquiry has not ended"):
        close(cast, plan)


def test_a_plan_does_not_close_over_a_hidden_brothers_enquiry(cast):
    """The enquiry is about a child whom the worker cannot see: the plan stays open, and nobody is named."""
    plan = plans.start_plan(
        family=cast.family, children=[cast.child, cast.sealed_child], tier="family_help", lead=cast.social_worker,
        start_date=ago(40), by=cast.social_worker,
    )  # fmt: skip
    FamilyMembership.objects.create(
        family=cast.family, person=cast.sealed_child, role="child", start_date=ago(90)
    )
    hold(cast, call(cast, [cast.sealed_child]))
    with acting_as(cast.social_worker):
        assert not SectionFortySevenEnquiry.objects.exists(), "it is hidden"
        with pytest.raises(CannotBeTrue, match="A section 47 enquiry has not ended") as refused:
            close(cast, plan)
    assert "Noah" not in refused.value.sentence


def test_a_referral_does_not_close_over_an_enquiry(cast):
    """A child in need's case cannot close while an enquiry lacks its end (children in need census, 8868)."""
    under_way(cast)
    contact = Contact.objects.create(
        reference="T-1", received_at=timezone.now(), channel="telephone", asked_by="professional", source="2A",
        in_their_words="A mark.", team=cast.front_door, family=cast.family, status="decided",
    )  # fmt: skip
    referral = Referral.objects.create(
        contact=contact, child=cast.child, referral_date=ago(14), source="2A", primary_need="N1"
    )
    with pytest.raises(CannotBeTrue, match="A section 47 enquiry has not ended"):
        close_referral(referral=referral, closure_reason="RC8", day=TODAY(), by=cast.team_manager)


def test_a_hidden_childs_part_keeps_the_enquiry_from_being_sent_or_ended(cast):
    """Whoever cannot read one child decides for none."""
    FamilyMembership.objects.create(
        family=cast.family, person=cast.sealed_child, role="child", start_date=ago(90)
    )
    enquiry = under_way(cast, [cast.child, cast.sealed_child])
    for child in (cast.child, cast.sealed_child):
        write_child(cast, enquiry, child)
    hidden = "record that is not open to you"
    with acting_as(cast.social_worker), pytest.raises(CannotBeTrue, match=hidden):
        enquiries.submit(enquiry=enquiry, by=cast.social_worker)
    enquiries.submit(enquiry=enquiry, by=cast.conference_chair)
    with acting_as(cast.team_manager), pytest.raises(CannotBeTrue, match=hidden):
        end(cast, enquiry, not_offered_reason="None.")


def test_an_ended_enquiry_stays_as_it_was(cast):
    """Nothing more is written, offered or decided on it."""
    enquiry = sent(cast, offer=declined())
    end(cast, enquiry)
    for again in (
        lambda: write_child(cast, enquiry, cast.child),
        lambda: make_offer(cast, enquiry, taken_up()),
        lambda: enquiries.submit(enquiry=enquiry, by=cast.social_worker),
        lambda: enquiries.send_back(enquiry=enquiry, words="Again.", by=cast.team_manager),
        lambda: end(cast, enquiry),
    ):
        with pytest.raises(CannotBeTrue, match="has ended, and stays as it was"):
            again()


def test_a_child_who_comes_in_late_takes_it_back_from_the_manager(cast):
    """Nobody has written about her, so it is not ready; the lead is told."""
    enquiry = under_way(cast, [cast.child])
    write_child(cast, enquiry, cast.child)
    enquiries.submit(enquiry=enquiry, by=cast.social_worker)
    again = call(cast, [cast.sibling], called_date=ago(2))
    assert hold(cast, again, held_date=ago(2)) == enquiry
    enquiry.refresh_from_db()
    assert enquiry.status == "under_way"
    (task,) = Task.objects.filter(link=f"/enquiries/{enquiry.pk}/", done_at__isnull=True)
    assert task.worker == cast.social_worker


def test_there_is_a_manager_in_the_cast_who_may_decide(cast):
    """What these tests take for granted of the cast is so."""
    assert Worker.objects.get(pk=cast.team_manager.pk).role == Role.TEAM_MANAGER


def close(cast, plan: Plan) -> None:
    """Close a plan as its page does."""
    plans.close_plan(
        plan=plan,
        end_date=TODAY(),
        closing_reason="goals_met",
        closing_summary="Done.",
        by=cast.social_worker,
    )
