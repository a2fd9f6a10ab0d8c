"""The pages of a conference: who may open them, what they lead to, and a conference written up from end to end."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from kith.casework.people.models import Address, Family, Residence
from kith.casework.protection.actions.conferences import Asked, ask_to_conference
from kith.casework.protection.models import (
    ChildProtectionConference,
    ChildProtectionPlan,
    ConferenceChild,
    ConferencePlace,
    EnquiryChild,
    OfferOfHelp,
    ProtectiveAction,
)
from kith.casework.workforce.models import Worker
from tests.furnishing import conferences as made
from tests.furnishing.cast import Cast
from tests.furnishing.clients import WorkersClient
from tests.furnishing.form_days import ago, day_fields

# A savepoint in place of the transaction, its end, and leaving the wall again.
OF_THE_TEST = 3
ClientFor = Callable[[Worker | None], WorkersClient]


def hold_fields(cast: Cast, conference: ChildProtectionConference, **otherwise: Any) -> dict[str, Any]:
    """Return the form of a conference as a chair would send it, with both Okafor children on a plan."""
    fields: dict[str, Any] = {
        **day_fields("held_date", ago(1)),
        "held_how": "meeting",
        "why_not_quorate": "The police sent their apologies; Daniel could not wait.",
        "family_view": "I know it is not right.",
        "going_well": "They come to school each day.",
        "worries": "Nobody is there at night.",
        "discussion": "The head teacher spoke of Mondays.",
        "what_must_change": "Somebody safe is at home each night.",
        "if_it_does_not": "We ask a lawyer.",
        "visit_every_days": "10",
        **day_fields("next_review_date", ago(-80)),
        "outcome": "plan",
        "category": "NEG",
        "reasons": "They were alone overnight.",
        "evidence": "The police visit of Sunday.",
        "what_would_change": "Three months of nights with somebody safe.",
        "what_1": "Fit a lock",
        "who_1": "Ngozi Okafor",
        **day_fields("due_1", ago(-5)),
        "version": str(conference.version),
    }
    for place in conference.places.all():
        fields[f"came_{place.pk}"] = "came"
    return {**fields, **otherwise}


def test_a_conference_from_asking_to_the_plan(cast: Cast, client_for: ClientFor) -> None:
    """Asked for from the enquiry, booked, people asked, written up by the chair behind the wall, and the plan is there."""
    made.enquiry_about(cast.family, [cast.child, cast.sibling], start_date=ago(9), by=cast.social_worker)
    worker, chair = client_for(cast.social_worker), client_for(cast.conference_chair)
    asked = worker.post(
        f"/families/{cast.family.pk}/conference/ask/",
        {
            "kind": "initial",
            "children": [cast.child.pk, cast.sibling.pk],
            **day_fields("requested_date", ago(5)),
        },
    )
    assert asked.status_code == 303, asked.content.decode()[-3000:]
    page = asked["Location"]
    assert "Book it" in worker.get(page).content.decode()
    booked = worker.post(
        f"{page}book/",
        {
            "chair": cast.conference_chair.pk,
            **day_fields("planned_date", ago(1)),
            "planned_time": "10:30",
            "where": "Town hall",
            "version": "1",
        },
    )
    assert booked.status_code == 303, booked.content.decode()[-3000:]
    listed = worker.get(f"{page}ask/").content.decode()
    assert "Ask Ngozi Okafor" in listed
    assert "Ask Daniel Okafor" in listed
    assert "Ask Priya Nair" in listed
    people = worker.post(
        f"{page}ask/",
        {
            f"ask_p{cast.mother.pk}": "on",
            f"post_p{cast.mother.pk}": "Mother",
            f"ask_w{cast.social_worker.pk}": "on",
            f"agency_w{cast.social_worker.pk}": "social_care",
            "name_1": "Una Doyle",
            "post_1": "Health visitor",
            "part_1": "professional",
            "agency_1": "health",
        },
    )
    assert people.status_code == 303, people.content.decode()[-3000:]
    place = ConferencePlace.objects.get(name="Una Doyle")
    report = worker.post(
        f"{page}places/{place.pk}/report/",
        {**day_fields("received_date", ago(4)), **day_fields("shared_date", ago(3))},
    )
    assert report.status_code == 303
    told = chair.get(page).content.decode()
    assert "Write up the conference" in told
    assert "The parents had it on" in told
    conference = ChildProtectionConference.objects.get()
    form = chair.get(f"{page}hold/")
    assert form.status_code == 200
    sent = hold_fields(
        cast,
        conference,
        **{
            f"child_{cast.child.pk}_child_words": "I put Esther to bed and I wait.",
            **day_fields(f"child_{cast.child.pk}_child_words_date", ago(2)),
            f"child_{cast.child.pk}_participation": "PN6",
            f"child_{cast.sibling.pk}_category": "EMO",
        },
    )
    held = chair.post(f"{page}hold/", sent)
    assert held.status_code == 303, held.content.decode()[-6000:]
    assert {row.child_id: row.categories.get().category for row in ChildProtectionPlan.objects.all()} == {
        cast.child.pk: "NEG",
        cast.sibling.pk: "EMO",
    }
    assert ProtectiveAction.objects.get().who == "Ngozi Okafor"
    shown = worker.get(page).content.decode()
    assert shown.index("I put Esther to bed") < shown.index("They were alone overnight.")
    assert "Next conference by" in shown
    plan = ChildProtectionPlan.objects.first()
    assert plan is not None
    told = worker.get(f"/plans/{plan.plan_id}/").content.decode()
    assert f"<strong>{cast.child.display_name}</strong>, neglect" in told
    assert "On a child protection plan" in worker.get(f"/people/{cast.child.pk}/").content.decode()
    assert (
        "Initial child protection conference" in worker.get(f"/families/{cast.family.pk}/").content.decode()
    )


def test_no_plan_is_written_up_with_the_offer(cast: Cast, client_for: ClientFor) -> None:
    """The form asks for the offer, and what is declined is kept in the family's words."""
    conference = made.booked(cast)
    client = client_for(cast.conference_chair)
    fields = hold_fields(cast, conference, outcome="no_plan", category="")
    refused = client.post(f"/conferences/{conference.pk}/hold/", fields)
    assert refused.status_code == 422
    assert "No plan is made, so say what came of the offer of help." in refused.content.decode()
    sent = client.post(
        f"/conferences/{conference.pk}/hold/",
        {**fields, "answer": "declined", "what": "A parenting group", "family_words": "Not now."},
    )
    assert sent.status_code == 303, sent.content.decode()[-4000:]
    assert OfferOfHelp.objects.get().family_words == "Not now."
    assert "Not now." in client.get(f"/conferences/{conference.pk}/").content.decode()


def test_one_child_may_be_decided_for_otherwise(cast: Cast, client_for: ClientFor) -> None:
    """A plan for one, none for the other with an offer: written once, changed where it differs."""
    conference = made.booked(cast)
    fields = hold_fields(
        cast,
        conference,
        answer="declined",
        what="A parenting group",
        **{
            f"child_{cast.sibling.pk}_outcome": "no_plan",
            f"child_{cast.sibling.pk}_reasons": "She stays with her aunt.",
        },
    )
    sent = client_for(cast.conference_chair).post(f"/conferences/{conference.pk}/hold/", fields)
    assert sent.status_code == 303, sent.content.decode()[-4000:]
    parts = {row.child_id: row for row in ConferenceChild.objects.select_related("decision")}
    assert parts[cast.child.pk].outcome == "plan"
    assert parts[cast.sibling.pk].outcome == "no_plan"
    assert parts[cast.child.pk].help_offer_id is None
    decision = parts[cast.sibling.pk].decision
    assert decision is not None
    assert decision.reasons == "She stays with her aunt."
    assert decision.evidence == "The police visit of Sunday."


@pytest.mark.parametrize(
    "who",
    ["social_worker", "team_manager", "independent_reviewing_officer", "director", "partner", "outsider"],
)
def test_nobody_but_its_chair_writes_up_a_conference(cast: Cast, client_for: ClientFor, who: str) -> None:
    """Being the chair of this one is what lets somebody hold it: no role and no case does."""
    conference = made.booked(cast)
    client = client_for(getattr(cast, who))
    assert client.get(f"/conferences/{conference.pk}/hold/").status_code == 403
    sent = client.post(f"/conferences/{conference.pk}/hold/", hold_fields(cast, conference))
    assert sent.status_code == 403
    assert not ChildProtectionPlan.objects.exists()


def test_the_chair_may_book_again_and_ask_people_without_holding_the_case(
    cast: Cast, client_for: ClientFor
) -> None:
    """An adjourned conference is the chair's to rebook; another chair reads it and changes nothing."""
    conference = made.booked(cast)
    chair, other = client_for(cast.conference_chair), client_for(cast.independent_reviewing_officer)
    for part in ("book", "ask", "stand-down"):
        assert chair.get(f"/conferences/{conference.pk}/{part}/").status_code == 200, part
        assert other.get(f"/conferences/{conference.pk}/{part}/").status_code == 403, part
    assert other.get(f"/conferences/{conference.pk}/").status_code == 200
    sent = chair.post(
        f"/conferences/{conference.pk}/book/",
        {
            "chair": cast.conference_chair.pk,
            **day_fields("planned_date", ago(-3)),
            "planned_time": "09:00",
            "version": str(conference.version),
        },
    )
    assert sent.status_code == 303
    conference.refresh_from_db()
    assert timezone.localdate(conference.planned_at) == ago(-3)


def test_a_review_is_written_up_and_the_plan_then_steps_down_in_one_click(
    cast: Cast, client_for: ClientFor
) -> None:
    """Both plans end: the plan's page leads to stepping down, which the tier now allows."""
    made.both_on_a_plan(cast, held_date=ago(9))
    review = made.review_booked(cast, [cast.child, cast.sibling])
    fields = hold_fields(
        cast,
        review,
        outcome="plan_ends",
        ended_because="no_longer_at_risk",
        **day_fields("held_date", ago(0)),
    )
    sent = client_for(cast.conference_chair).post(f"/conferences/{review.pk}/hold/", fields)
    assert sent.status_code == 303, sent.content.decode()[-4000:]
    plan_id = ChildProtectionPlan.objects.values_list("plan_id", flat=True).first()
    worker = client_for(cast.social_worker)
    page = worker.get(f"/plans/{plan_id}/").content.decode()
    assert "No child is on a child protection plan now" in page
    assert f'href="/plans/{plan_id}/tier/"' in page
    stepped = worker.post(
        f"/plans/{plan_id}/tier/",
        {
            "tier": "child_in_need",
            "reason": "The children are safe.",
            "what_changed": "Their aunt has moved in.",
            "family_view": "Thank you.",
            **day_fields("start_date", ago(0)),
            "name_1": "Aunt Ada",
            "how_1": "lives with them",
        },
    )
    assert stepped.status_code == 303, stepped.content.decode()[-4000:]
    assert (
        "No child is on a child protection plan now" not in worker.get(f"/plans/{plan_id}/").content.decode()
    )


def test_a_hidden_child_is_counted_and_never_named(cast: Cast, client_for: ClientFor) -> None:
    """How many, never who; and whoever cannot read one does not decide for all."""
    cast.family.memberships.create(person=cast.restricted_child, role="child", start_date=ago(300))
    conference = made.asked_for(cast, children=[cast.child, cast.restricted_child])
    client = client_for(cast.independent_reviewing_officer)
    page = client.get(f"/conferences/{conference.pk}/").content.decode()
    assert "1 child in this conference is on a record that is not open to you" in " ".join(page.split())
    assert "Freya" not in page
    sent = client_for(cast.social_worker).post(
        f"/conferences/{conference.pk}/book/",
        {
            "chair": cast.conference_chair.pk,
            **day_fields("planned_date", ago(-3)),
            "planned_time": "09:00",
            "version": str(conference.version),
        },
    )
    assert sent.status_code == 422
    said = " ".join(sent.content.decode().split())
    assert "The record of one of the children is not open to Helen Marsh" in said
    assert "Freya" not in said


def test_whom_it_would_be_unsafe_to_ask_is_marked(cast: Cast, client_for: ClientFor) -> None:
    """A withheld address is a warning beside the name, and the address itself is nowhere."""
    home = Address.objects.create(lines="9 Hidden Close", town="Elsewhere")
    Residence.objects.create(person=cast.mother, address=home, withheld=True, start_date=ago(20))
    conference = made.asked_for(cast)
    page = client_for(cast.social_worker).get(f"/conferences/{conference.pk}/ask/").content.decode()
    assert "Their address is kept from others on the record." in page
    assert "Hidden Close" not in page


def test_a_conference_is_read_as_known_on_a_day(cast: Cast, client_for: ClientFor) -> None:
    """The page asks for a day; before the conference was asked for there was none."""
    conference = made.both_on_a_plan(cast)
    client = client_for(cast.social_worker)

    def known_at(day: datetime.date) -> Any:
        asks = f"day_0={day.day}&day_1={day.month}&day_2={day.year}"
        return client.get(f"/conferences/{conference.pk}/as-known-at/?{asks}")

    now, long_before = known_at(ago(0)), known_at(ago(900))
    assert "as it was known on" in now.content.decode()
    assert "They come to school." in now.content.decode()
    assert "Write up the conference" not in now.content.decode()
    assert long_before.status_code == 422
    assert "There was no such conference yet" in long_before.content.decode()


def test_a_sealed_childs_conference_is_written_up_by_the_chair_who_is_named(
    cast: Cast, client_for: ClientFor
) -> None:
    """Through the pages, behind the wall: the chair reads, decides and is shown it; nobody else learns of it."""
    family = Family.objects.create(name="Ashdown")
    family.memberships.create(person=cast.sealed_child, role="child", start_date=ago(300))
    enquiry = made.enquiry_about(family, [cast.sealed_child], start_date=ago(10), by=cast.director)
    conference = made.requesting.request_conference(
        family=family,
        children=[cast.sealed_child],
        kind="initial",
        requested_date=ago(5),
        by=cast.director,
        enquiry=enquiry,
    )
    made.book(cast, conference)
    chair = client_for(cast.conference_chair)
    sent = chair.post(f"/conferences/{conference.pk}/hold/", hold_fields(cast, conference))
    assert sent.status_code == 303, sent.content.decode()[-4000:]
    assert ChildProtectionPlan.objects.get(child=cast.sealed_child).start_date == ago(1)
    assert "They were alone overnight." in chair.get(f"/conferences/{conference.pk}/").content.decode()
    for other in (cast.independent_reviewing_officer, cast.team_manager, cast.director):
        assert client_for(other).get(f"/conferences/{conference.pk}/").status_code == 403


def test_a_review_keeps_each_childs_own_category_without_choosing_it_again(
    cast: Cast, client_for: ClientFor
) -> None:
    """Where brothers and sisters are on plans of different categories, the form starts with each one's own."""
    conference = made.booked(cast)
    made.hold(
        cast,
        conference,
        {cast.child.pk: made.on_a_plan("NEG"), cast.sibling.pk: made.on_a_plan("EMO")},
        held_date=ago(9),
    )
    review = made.review_booked(cast, [cast.child, cast.sibling])
    page = client_for(cast.conference_chair).get(f"/conferences/{review.pk}/hold/")
    form = page.context["form"]
    assert form[f"child_{cast.child.pk}_category"].value() == "NEG"
    assert form[f"child_{cast.sibling.pk}_category"].value() == "EMO"


def test_a_manager_stands_down_an_initial_conference_with_the_offer(
    cast: Cast, client_for: ClientFor
) -> None:
    """The enquiry that asked for it does not end in nothing: the offer first, from the manager who decides."""
    conference = made.asked_for(cast)
    EnquiryChild.objects.filter(enquiry=conference.enquiry_id).update(outcome="1")
    manager = client_for(cast.team_manager)
    address = f"/conferences/{conference.pk}/"
    sent = {"reason": "They moved to live with their father.", "version": str(conference.version)}
    said = client_for(cast.social_worker).post(f"{address}stand-down/", sent)
    assert said.status_code == 422
    assert "The manager who decides for each child" in said.content.decode()
    assert "Record the offer of help first" in manager.post(f"{address}stand-down/", sent).content.decode()
    offered = manager.post(
        f"{address}offer/",
        {
            "children": [cast.child.pk, cast.sibling.pk],
            "answer": "not_offered",
            "not_offered_reason": "Their father has all the help he wants.",
            **day_fields("offered_date", ago(1)),
        },
    )
    assert offered.status_code == 303, offered.content.decode()[-3000:]
    assert manager.post(f"{address}stand-down/", sent).status_code == 303
    conference.refresh_from_db()
    assert conference.status == "stood_down"
    assert "They moved to live with their father." in manager.get(address).content.decode()


def test_the_pages_ask_a_fixed_number_of_questions(
    cast: Cast, client_for: ClientFor, django_assert_max_num_queries: Any
) -> None:
    """At most twenty-five, however many children and people are in it."""
    conference = made.booked(cast)
    ask_to_conference(
        conference=conference,
        people=[
            *(Asked(part="professional", agency="health", name=f"Worker {number}") for number in range(12)),
            Asked(part="parent", person=cast.mother),
        ],
        by=cast.social_worker,
    )
    chair = client_for(cast.conference_chair)
    for part in ("", "ask/", "hold/", "book/"):
        with django_assert_max_num_queries(25 + OF_THE_TEST):
            assert chair.get(f"/conferences/{conference.pk}/{part}").status_code == 200
    made.hold(
        cast,
        conference,
        {cast.child.pk: made.on_a_plan(), cast.sibling.pk: made.on_a_plan()},
        is_quorate=False,
        why_not_quorate="Nobody came.",
    )
    plan_id = ChildProtectionPlan.objects.values_list("plan_id", flat=True).first()
    worker = client_for(cast.social_worker)
    for address in (
        f"/conferences/{conference.pk}/",
        f"/plans/{plan_id}/",
        f"/people/{cast.child.pk}/",
        f"/families/{cast.family.pk}/",
        f"/families/{cast.family.pk}/conference/ask/",
    ):
        with django_assert_max_num_queries(25 + OF_THE_TEST):
            assert worker.get(address).status_code == 200, address


def test_two_tabs_of_one_chair_hold_it_once(cast: Cast, client_for: ClientFor) -> None:
    """Sent twice, the second is told what has happened, and nothing is done twice."""
    conference = made.booked(cast)
    client = client_for(cast.conference_chair)
    fields = hold_fields(cast, conference)
    assert client.post(f"/conferences/{conference.pk}/hold/", fields).status_code == 303
    again = client.post(f"/conferences/{conference.pk}/hold/", fields)
    assert again.status_code in (409, 422)
    assert ChildProtectionPlan.objects.count() == 2


def test_days_that_have_not_come_are_refused(cast: Cast, client_for: ClientFor) -> None:
    """A conference is not written up before it is held."""
    conference = made.booked(cast)
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    sent = client_for(cast.conference_chair).post(
        f"/conferences/{conference.pk}/hold/",
        hold_fields(cast, conference, **day_fields("held_date", tomorrow)),
    )
    assert sent.status_code == 422
    assert "has not come yet" in sent.content.decode()


def test_where_there_is_nothing_to_confer_about_the_page_says_what_comes_first(
    cast: Cast, client_for: ClientFor
) -> None:
    """No plan, no enquiry and no move: whoever asks is led back with what to do."""
    client = client_for(cast.social_worker)
    answer = client.get(f"/families/{cast.family.pk}/conference/ask/", follow=True)
    assert "call a strategy discussion" in answer.content.decode()
    assert answer.redirect_chain == [(f"/families/{cast.family.pk}/", 302)]
