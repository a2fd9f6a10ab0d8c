"""What has been tried for a family, as whoever thinks of enquiries reads it first."""

from __future__ import annotations

import pytest
from django.utils import timezone

from kith.casework.family_help.actions import delivering, meetings
from kith.casework.family_help.models import Intervention
from kith.casework.people.models import FamilyMembership, Person
from kith.casework.plans.actions import goals, help
from kith.casework.plans.actions import plan as plans
from kith.casework.plans.models import Plan
from kith.casework.protection.actions import enquiry as enquiries
from kith.casework.protection.models import SectionFortySevenEnquiry
from kith.casework.protection.queries.what_has_been_tried import WhatHasBeenTried, what_has_been_tried
from tests.furnishing.clients import acting_as
from tests.furnishing.enquiries import declined, end, make_offer, sent, taken_up, under_way, written
from tests.furnishing.form_days import ago

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(cast) -> Plan:
    """The Okafors' plan."""
    return plans.start_plan(
        family=cast.family, children=[cast.child, cast.sibling], tier="family_help", lead=cast.social_worker,
        start_date=ago(90), by=cast.social_worker,
    )  # fmt: skip


def tried(cast, **other) -> WhatHasBeenTried:
    """Read it as it is for both children."""
    members = list(Person.objects.filter(pk__in=[cast.mother.pk, cast.child.pk, cast.sibling.pk]))
    return what_has_been_tried(
        cast.family.pk, [cast.child, cast.sibling], members, today=timezone.localdate(), **other
    )


def test_a_family_with_nothing_on_the_record(cast):
    """It is said, rather than left empty."""
    found = tried(cast)
    assert found.nothing
    assert found.plan is None
    assert found.on_offer == []


def test_help_says_how_far_it_came_and_why_it_stopped(cast, plan):
    """Completed or not, with the family's words; what was given in passing stands beside it, each once."""
    by, kinds = cast.social_worker, {one.code: one for one in Intervention.objects.all()}
    stopped = delivering.offer_help(
        plan=plan, intervention=kinds["debt-advice"], people=[cast.mother], why_this="Rent.", offered_date=ago(60), by=by
    )  # fmt: skip
    delivering.start_help(delivery=stopped, start_date=ago(50), by=by)
    delivering.end_help(
        delivery=stopped, ending="stopped_early", ending_reason="waited_too_long", end_date=ago(20),
        ending_words="Too late for us.", by=by,
    )  # fmt: skip
    delivering.offer_help(
        plan=plan, intervention=kinds["incredible-years-preschool"], people=[cast.sibling, cast.sealed_child],
        why_this="Asked.", offered_date=ago(9), by=by,
    )  # fmt: skip
    help.give_help(plan=plan, what="Took Esther to the dentist", day=ago(5), by=by)
    found = tried(cast)
    told = {one.what: one for one in found.help}
    late = told[kinds["debt-advice"].name]
    assert late.how_far == "Stopped before its end: the wait was too long"
    assert late.delivery.ending_words == "Too late for us."
    waits = told[kinds["incredible-years-preschool"].name]
    assert (waits.how_far, waits.people) == ("Offered, and has not begun", ["Esther Okafor"])
    assert [one.details["what"] for one in found.given] == ["Took Esther to the dentist"]


def test_meetings_of_the_familys_own_people_are_told(cast, plan):
    """Offered and declined is something that was tried."""
    meeting = meetings.offer_meeting(
        plan=plan, kind="network_meeting", offered_date=ago(30), by=cast.social_worker
    )
    meetings.answer_offer(
        meeting=meeting,
        answer="declined",
        answered_date=ago(28),
        answer_words="Not yet.",
        by=cast.social_worker,
    )
    (told,) = tried(cast).meetings
    assert (told.kind, told.state) == ("Family network meeting", "Declined by the family")


def test_an_earlier_enquiry_says_what_came_of_its_offer(cast):
    """Taken up and nothing given yet; given; declined: each is told as it is."""
    enquiry = written(cast)
    make_offer(cast, enquiry, taken_up(), children=[cast.child])
    make_offer(cast, enquiry, declined(), children=[cast.sibling])
    enquiries.submit(enquiry=enquiry, by=cast.social_worker)
    end(cast, enquiry)
    (told,) = tried(cast).enquiries
    assert [name for name, _ in told.endings] == ["Daniel Okafor", "Esther Okafor"]
    by_answer = {one.answer: one for one in told.offers}
    assert "No help has been recorded since" in by_answer["Taken up by the family"].came_of_it
    assert by_answer["Declined by the family"].came_of_it == ""
    plan = Plan.objects.get(family=cast.family)
    help.give_help(plan=plan, what="An evening", day=ago(2), by=cast.social_worker)
    (told,) = tried(cast).enquiries
    taken = next(one for one in told.offers if one.offer.answer == "taken_up")
    assert taken.came_of_it == f"The first help was given on {ago(2):%-d %B %Y}."


def test_the_enquiry_that_is_read_is_not_among_the_earlier(cast):
    """An ended enquiry's own page tells of those before it."""
    enquiry = sent(cast, offer=declined())
    end(cast, enquiry)
    assert tried(cast, except_enquiry=enquiry.pk).enquiries == []
    assert len(tried(cast).enquiries) == 1


def test_an_enquiry_about_a_hidden_brother_names_nobody(cast):
    """Whoever may not see him does not read of the enquiry about him alone."""
    FamilyMembership.objects.create(
        family=cast.family, person=cast.sealed_child, role="child", start_date=ago(90)
    )
    under_way(cast, [cast.sealed_child])
    SectionFortySevenEnquiry.objects.update(status="ended", end_date=ago(3), decided_by=cast.director)
    with acting_as(cast.social_worker):
        assert tried(cast).enquiries == []
    assert len(tried(cast).enquiries) == 1


def test_what_fits_is_on_offer_unless_the_family_has_it(cast, plan):
    """A goal's need suggests help; what goes on already is not suggested again."""
    goals.add_goal(
        plan=plan, words="To be calm at bedtime", need="14A", set_date=ago(40), by=cast.social_worker
    )
    first = tried(cast).on_offer[0].entry.intervention
    assert [goal.words for goal in tried(cast).goals] == ["To be calm at bedtime"]
    delivering.offer_help(
        plan=plan,
        intervention=first,
        people=[cast.child],
        why_this="Fits.",
        offered_date=ago(3),
        by=cast.social_worker,
    )
    assert first not in [one.entry.intervention for one in tried(cast).fitting]
