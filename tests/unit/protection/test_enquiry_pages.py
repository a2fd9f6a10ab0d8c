"""The pages of the strategy discussion and the enquiry: what they say first, where they lead, and to whom."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from kith.casework.people.models import FamilyMembership
from kith.casework.plans.actions import goals
from kith.casework.plans.actions import plan as plans
from kith.casework.plans.models import Plan
from kith.casework.protection.actions.agreeing import Agreed
from kith.casework.protection.actions.helping import Offer
from kith.casework.protection.models import (
    OfferOfHelp,
    SectionFortySevenEnquiry,
    StrategyDiscussion,
    ThresholdDecision,
)
from tests.furnishing.enquiries import call, declined, end, hold, sent, taken_up, under_way, written
from tests.furnishing.form_days import ago, day_fields
from tests.furnishing.help_given import enliven_help

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate
MOST_QUERIES = 25


@pytest.fixture
def plan(cast) -> Plan:
    """The Okafors' plan with a goal and help that goes on, waits and has ended."""
    plan = plans.start_plan(
        family=cast.family, children=[cast.child, cast.sibling], tier="family_help", lead=cast.social_worker,
        start_date=ago(90), by=cast.social_worker,
    )  # fmt: skip
    goal = goals.add_goal(
        plan=plan, words="To sleep through", need="14A", set_date=ago(80), by=cast.social_worker
    )
    enliven_help(cast, plan, goal)
    return plan


def test_calling_holding_and_going_on_to_the_enquiry(cast, client_for, plan):
    """A social worker calls one on the family's page, records it once for both children, and is on the enquiry."""
    client = client_for(cast.social_worker)
    address = reverse("protection:call_strategy_discussion", args=[cast.family.pk])
    assert address in client.get(reverse("people:family", args=[cast.family.pk])).content.decode()
    page = client.get(address).content.decode()
    assert "What has been tried" in page
    assert "We have a plan I can pay." in page, "what the family said of help that ended"
    answer = client.post(
        address,
        {
            "why_called": "A mark on his arm.",
            "children": [str(cast.child.pk), str(cast.sibling.pk)],
            **day_fields("called_date", ago(2)),
            **day_fields("planned_for", ago(1)),
            "planned_time": "14:30",
        },
    )
    discussion = StrategyDiscussion.objects.get()
    assert answer["Location"] == f"/strategy-discussions/{discussion.pk}/"
    assert timezone.localtime(discussion.planned_at).hour == 14
    said = client.get(answer["Location"]).content.decode()
    assert "Record the discussion" in said
    form = held_form(
        cast,
        **{f"child_{cast.sibling.pk}_outcome": "help", f"child_{cast.sibling.pk}_reasons": "Seen and well."},
    )
    answer = client.post(f"/strategy-discussions/{discussion.pk}/hold/", form)
    enquiry = SectionFortySevenEnquiry.objects.get()
    assert answer["Location"] == f"/enquiries/{enquiry.pk}/", answer.content.decode()[:2000]
    reasons = dict(ThresholdDecision.objects.values_list("child_id", "reasons"))
    assert reasons == {cast.child.pk: "Nobody has explained it.", cast.sibling.pk: "Seen and well."}
    story = client.get(f"/strategy-discussions/{discussion.pk}/").content.decode()
    assert "Go to the enquiry" in story
    assert "Seen and well." in story


def held_form(cast, **other: str) -> dict[str, object]:
    """Return what the form of a held discussion sends."""
    return {
        **day_fields("held_date", ago(1)),
        "held_how": "video",
        "led_by": str(cast.team_manager.pk),
        "took_social_care": "came",
        "name_social_care": "Grace Mensah",
        "took_police": "came",
        "name_police": "DC Okoro",
        "took_health": "sent_words",
        "name_health": "Nurse Lin",
        "information": "School: tired.",
        "safe_now": "Grandma Ada stays.",
        "outcome": "enquiry_single",
        "reasons": "Nobody has explained it.",
        "evidence": "Mr Ahmed saw it.",
        "what_would_change": "A doctor who finds an accident.",
        **other,
    }


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"took_police": "did_not_come"}, "Say why the discussion was held without police."),
        ({"took_health": ""}, "Choose whether health took part."),
        ({"name_police": ""}, "Say who spoke for police."),
        ({"outcome": ""}, "Choose what was decided."),
        ({"evidence": ""}, "Say what this rests on"),
        ({"what_1": "Take him to the doctor"}, "Say who will do it."),
        ({"agency_1": "education"}, "Choose whether they took part."),
    ],
)
def test_what_the_form_of_a_discussion_asks_for(cast, client_for, said, sentence):
    """Each thing left out has its sentence, and nothing is decided."""
    discussion = call(cast)
    answer = client_for(cast.social_worker).post(
        f"/strategy-discussions/{discussion.pk}/hold/", held_form(cast, **said)
    )
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not ThresholdDecision.objects.exists()


def test_what_was_agreed_is_recorded_as_done(cast, client_for):
    """One click from the discussion; done twice is refused, and another discussion's is not found."""
    discussion = call(cast)
    hold(cast, discussion, "help", agreed=[Agreed("Ring the doctor", "Priya Nair", ago(9))])
    action = discussion.actions.get()
    client = client_for(cast.social_worker)
    address = f"/strategy-discussions/{discussion.pk}/agreed/{action.pk}/done/"
    assert address in client.get(f"/strategy-discussions/{discussion.pk}/").content.decode()
    said = {**day_fields("done_date", ago(8)), "done_words": "She rings back on Monday."}
    assert client.post(address, said).status_code == 303
    action.refresh_from_db()
    assert (action.done_date, action.done_words) == (ago(8), "She rings back on Monday.")
    assert client.post(address, said).status_code == 422
    other = call(cast, called_date=ago(2))
    assert client.get(address.replace(f"/{discussion.pk}/", f"/{other.pk}/", 1)).status_code == 404


def test_an_enquiry_says_first_what_has_been_tried_and_is_on_offer(cast, client_for, plan):
    """Before the children stands the help, what the family said, the plan's goal, and what fits; each leads on."""
    enquiry = under_way(cast)
    page = client_for(cast.social_worker).get(f"/enquiries/{enquiry.pk}/").content.decode()
    tried, offered, children = (
        page.index(words)
        for words in ("What has been tried", "What help is on offer now", "The children</h2>")
    )
    assert tried < offered < children
    assert "To sleep through" in page
    assert f"/plans/{plan.pk}/" in page
    assert f"/enquiries/{enquiry.pk}/offer/?help=" in page
    assert "working days left" in page
    back = client_for(cast.social_worker).get(f"/plans/{plan.pk}/").content.decode()
    assert f"/enquiries/{enquiry.pk}/" in back, "and one click leads back"


def test_one_sentence_says_what_is_missing_and_one_click_leads_to_offering(cast, client_for):
    """Written and without an offer: the sentence, the button, the page, and then the next button sends it."""
    enquiry = written(cast)
    client = client_for(cast.social_worker)
    page = client.get(f"/enquiries/{enquiry.pk}/").content.decode()
    assert "This enquiry cannot end yet for Daniel Okafor, Esther Okafor" in page
    assert "Record the offer of help</a>" in page
    form = client.get(f"/enquiries/{enquiry.pk}/offer/").content.decode()
    assert "Not offered, for a reason" not in form, "that is a manager's to say"
    answer = client.post(
        f"/enquiries/{enquiry.pk}/offer/",
        {
            "children": [str(cast.child.pk), str(cast.sibling.pk)],
            "answer": "taken_up",
            "what": "A family worker",
            "family_words": "Yes.",
            **day_fields("offered_date", ago(2)),
        },
    )
    assert answer.status_code == 303
    assert OfferOfHelp.objects.get().answer == "taken_up"
    page = client.get(f"/enquiries/{enquiry.pk}/").content.decode()
    assert "cannot end yet" not in page
    assert "Send it to a manager" in page


def test_a_manager_is_warned_and_decides_once_for_both(cast, client_for):
    """Continuing risk without a conference is said on the page; the reasons stand for both children."""
    enquiry = sent(cast, offer=declined(), finding="substantiated_at_risk")
    client = client_for(cast.team_manager)
    assert "Decide how it ends" in client.get(f"/enquiries/{enquiry.pk}/").content.decode()
    page = client.get(f"/enquiries/{enquiry.pk}/end/").content.decode()
    assert "Daniel Okafor is found likely to suffer significant harm, and no conference is asked for" in page
    answer = client.post(
        f"/enquiries/{enquiry.pk}/end/",
        {
            "reasons": "The father has left, and Ngozi has the locks changed.",
            "evidence": "Seen on Monday.",
            "what_would_change": "His coming back.",
            **day_fields("end_date", TODAY()),
        },
    )
    assert answer.status_code == 303
    assert ThresholdDecision.objects.filter(kind="enquiry").count() == 2


def test_a_manager_ends_it_with_a_reason_for_no_offer_or_not_at_all(cast, client_for):
    """Without either the page comes back with the sentence; with a reason it ends."""
    enquiry = sent(cast)
    client = client_for(cast.team_manager)
    said = {
        "reasons": "An accident.", "evidence": "The doctor.", "what_would_change": "Another mark.",
        **day_fields("end_date", TODAY()),
    }  # fmt: skip
    refused = client.post(f"/enquiries/{enquiry.pk}/end/", said)
    assert refused.status_code == 422
    assert "ends with an offer of help" in refused.content.decode()
    answer = client.post(f"/enquiries/{enquiry.pk}/end/", said | {"not_offered_reason": "They moved."})
    assert answer.status_code == 303
    page = client.get(f"/enquiries/{enquiry.pk}/").content.decode()
    assert "They moved." in page


def test_whoever_leads_it_is_told_that_somebody_else_decides(cast, client_for):
    """A manager who sent it is led back from the page that ends it, with why."""
    enquiry = sent(cast, offer=declined())
    SectionFortySevenEnquiry.objects.filter(pk=enquiry.pk).update(submitted_by=cast.team_manager)
    client = client_for(cast.team_manager)
    assert "another manager decides" in client.get(f"/enquiries/{enquiry.pk}/").content.decode()
    answer = client.get(f"/enquiries/{enquiry.pk}/end/", follow=True)
    assert "Nobody decides their own enquiry" in answer.content.decode()


def test_what_came_of_an_offer_is_read_on_the_next_discussion(cast, client_for, plan):
    """Next time, whoever calls a discussion reads how the last enquiry ended and that no help has come of it."""
    enquiry = sent(cast, offer=Offer("declined", what="A family worker", family_words="Not now, thank you."))
    end(cast, enquiry)
    page = client_for(cast.social_worker).get(
        reverse("protection:call_strategy_discussion", args=[cast.family.pk])
    )
    said = page.content.decode()
    assert "Help offered: A family worker." in said
    assert "Declined by the family" in said
    assert "Not now, thank you." in said


def test_a_hidden_childs_part_is_counted_and_not_shown(cast, client_for):
    """A brother on a sealed record is one more child: neither his name nor his words are on the page."""
    FamilyMembership.objects.create(
        family=cast.family, person=cast.sealed_child, role="child", start_date=ago(90)
    )
    enquiry = under_way(cast, [cast.child, cast.sealed_child])
    discussion = enquiry.discussion
    client = client_for(cast.social_worker)
    for address in (f"/enquiries/{enquiry.pk}/", f"/strategy-discussions/{discussion.pk}/"):
        page = client.get(address).content.decode()
        assert "1 child in this" in page, address
        assert "Noah" not in page, address
    assert client.get(f"/strategy-discussions/{discussion.pk}/hold/").status_code == 403


def test_sections_say_what_is_open(cast, client_for, plan):
    """On the plan, the family, the child and the lead's day; nothing of it on a child whom it is not about."""
    enquiry = under_way(cast, [cast.child])
    called = call(cast, [cast.sibling], called_date=ago(1))
    client = client_for(cast.social_worker)
    link, other = f"/enquiries/{enquiry.pk}/", f"/strategy-discussions/{called.pk}/"
    for address in (f"/plans/{plan.pk}/", f"/families/{cast.family.pk}/"):
        page = client.get(address).content.decode()
        assert link in page, address
        assert other in page, address
    daniel = client.get(f"/people/{cast.child.pk}/").content.decode()
    assert link in daniel
    assert other not in daniel
    esther = client.get(f"/people/{cast.sibling.pk}/").content.decode()
    assert link not in esther
    assert other in esther
    assert "Enquiries that you lead" in client.get("/").content.decode()


def test_a_fixed_number_of_queries(cast, client_for, plan):
    """However much has been tried, each page asks at most twenty-five questions of the database."""
    earlier = sent(cast, offer=taken_up())
    end(cast, earlier)
    hold(cast, call(cast, called_date=ago(3)), "enquiry_single", held_date=ago(3))
    enquiry = SectionFortySevenEnquiry.objects.exclude(pk=earlier.pk).get()
    discussion = call(cast, called_date=ago(2))
    client = client_for(cast.social_worker)
    asked = "?day_0={0.day}&day_1={0.month}&day_2={0.year}".format(TODAY())
    counts = {}
    for address in (
        f"/enquiries/{enquiry.pk}/",
        f"/enquiries/{earlier.pk}/",
        f"/enquiries/{enquiry.pk}/as-known-at/{asked}",
        f"/enquiries/{enquiry.pk}/offer/",
        f"/strategy-discussions/{discussion.pk}/",
        f"/strategy-discussions/{enquiry.discussion_id}/",
        f"/strategy-discussions/{discussion.pk}/as-known-at/{asked}",
        f"/strategy-discussions/{discussion.pk}/hold/",
        f"/families/{cast.family.pk}/strategy-discussion/call/",
        f"/families/{cast.family.pk}/",
        f"/plans/{plan.pk}/",
        f"/people/{cast.child.pk}/",
        "/",
    ):
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(address)
        assert answer.status_code == 200, address
        # A page's own transaction, and the test's leaving of the wall, are no questions of the page's.
        counts[address] = sum(
            not one["sql"].startswith(("SAVEPOINT", "RELEASE", "SELECT set_config"))
            for one in queries.captured_queries
        )
    assert {address: count for address, count in counts.items() if count > MOST_QUERIES} == {}


def test_help_that_was_taken_up_stands_on_the_plan_until_it_begins(cast, client_for):
    """In the family's words, with the day for it; once help is given it is told as help given."""
    client = client_for(cast.social_worker)
    end(cast, sent(cast, offer=taken_up()))
    plan = Plan.objects.get(family=cast.family)
    page = client.get(f"/plans/{plan.pk}/").content.decode()
    assert "Help that the family took up" in page
    assert "I would like somebody to talk to about the nights." in page
    today = TODAY()
    sent_help = client.post(
        f"/plans/{plan.pk}/help/",
        {"what": "An evening with Ngozi.", "day_0": today.day, "day_1": today.month, "day_2": today.year},
    )
    assert sent_help.status_code == 303
    assert "Help that the family took up" not in client.get(f"/plans/{plan.pk}/").content.decode()


def test_help_that_was_declined_is_no_promise_on_the_plan(cast, client_for):
    """The plan says nothing of help that the family did not want."""
    plan = plans.start_plan(
        family=cast.family,
        children=[cast.child, cast.sibling],
        tier="family_help",
        lead=cast.social_worker,
        start_date=ago(30),
        by=cast.social_worker,
    )
    end(cast, sent(cast, offer=declined()))
    page = client_for(cast.social_worker).get(f"/plans/{plan.pk}/").content.decode()
    assert "Help that the family took up" not in page
