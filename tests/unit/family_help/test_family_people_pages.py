"""The pages of the family's own people and their meetings, each through a signed-in client behind the wall."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kith.casework.family_help.actions import asking, meetings
from kith.casework.family_help.models import (
    FamilyNetworkMeeting,
    MeetingPlace,
    NetworkHelp,
    NetworkOffer,
    StaysInTouch,
)
from kith.casework.people.actions import person as people
from kith.casework.people.actions.relations import add_to_network, relate
from kith.casework.people.models import NetworkMember, Person, Relationship
from kith.casework.plans.actions.plan import close_plan
from kith.casework.plans.models import PlanAction
from tests.furnishing.form_days import ago, day_fields

pytestmark = pytest.mark.django_db


@pytest.fixture
def nan(cast) -> Person:
    """The mother's mother, related to the mother alone."""
    row = people.add_person(
        given_names="Adaeze",
        family_name="Obi",
        birth_date=datetime.date(1961, 4, 2),
        sex="F",
        by=cast.social_worker,
    )
    relate(
        person=row,
        relative=cast.mother,
        kind="parent",
        start_date=cast.mother.birth_date,
        by=cast.social_worker,
    )
    return row


@pytest.fixture
def meeting(plan, cast) -> FamilyNetworkMeeting:
    """A meeting that the family has accepted."""
    row = meetings.offer_meeting(
        plan=plan, kind="network_meeting", offered_date=ago(30), by=cast.social_worker
    )
    meetings.answer_offer(
        meeting=row, answer="accepted", answered_date=ago(29), answer_words="Yes.", by=cast.social_worker
    )
    return row


@pytest.fixture
def client(cast, client_for):
    """The social worker, who holds the children, signed in."""
    return client_for(cast.social_worker)


def text(answer) -> str:
    """Return a page as text, the spaces between its words single."""
    return " ".join(answer.content.decode().replace("&#x27;", "'").split())


def test_gaps_are_said_plainly(plan, cast, client):
    """Nobody asked, nobody recorded around a child, nobody to stay in touch: the page says so and what to do."""
    Relationship.objects.all().delete()
    page = text(client.get(f"/plans/{plan.pk}/family-people/"))
    assert "Nobody has been asked yet." in page
    assert "Nobody is recorded around Daniel Okafor." in page
    assert "Nobody has said so yet." in page
    assert "Nobody has been asked yet whether they would come together." in text(
        client.get(f"/plans/{plan.pk}/")
    )


def test_who_somebody_is_is_worked_out_through_the_parents(plan, nan, cast, client):
    """The mother's mother is the children's grandmother, and her other daughter their aunt."""
    aunt = people.add_person(
        given_names="Ify",
        family_name="Obi",
        birth_date=datetime.date(1995, 1, 1),
        sex="F",
        by=cast.social_worker,
    )
    relate(person=aunt, relative=cast.mother, kind="sibling", start_date=ago(9000), by=cast.social_worker)
    uncle = people.add_person(
        given_names="Sam",
        family_name="Reid",
        birth_date=datetime.date(1990, 1, 1),
        sex="M",
        by=cast.social_worker,
    )
    relate(person=uncle, relative=cast.child, kind="aunt_or_uncle", start_date=ago(90), by=cast.social_worker)
    page = text(client.get(f"/plans/{plan.pk}/family-people/"))
    for name, who in (
        ("Ngozi Okafor", "Mother"),
        ("Adaeze Obi", "Grandmother"),
        ("Ify Obi", "Aunt"),
        ("Sam Reid", "Uncle of Daniel"),
    ):
        assert f'{name}</a></h3> <p class="govuk-body kith-muted">{who}</p>' in page, who


def test_everything_about_one_person_stands_together(plan, nan, meeting, cast, client):
    """What she offers both children is told once, with what she did, the meeting and that she stays in touch."""
    members = [
        add_to_network(
            child=child, kind="relative", member=nan, offers="Rings on Sundays", by=cast.social_worker
        )
        for child in (cast.child, cast.sibling)
    ]
    for member in members:
        NetworkOffer.objects.create(member=member, what="Has them on Fridays", start_date=ago(20))
    NetworkHelp.objects.create(member=members[0], what="Took Daniel swimming", day=ago(2))
    MeetingPlace.objects.create(meeting=meeting, person=nan, relation="Nan")
    StaysInTouch.objects.create(plan=plan, person=nan, how="Comes on Sundays", start_date=ago(1))
    StaysInTouch.objects.create(plan=plan, worker=cast.partner, how="At the gate", start_date=ago(1))
    for what, done in (("Mends the bunk bed", None), ("Rang the school", ago(3))):
        PlanAction.objects.create(
            plan=plan, what=what, owner_name="adaeze  Obi", due_date=ago(-3), done_date=done
        )
    page = text(client.get(f"/plans/{plan.pk}/family-people/"))
    card = page[page.index("Adaeze Obi") :]
    card = card[: card.index("</section>")]
    assert card.count("Has them on Fridays") == 1
    assert "Rings on Sundays" in card
    assert "Took Daniel swimming" in card
    assert "for Daniel)" in card
    assert card.index("Mends the bunk bed") < card.index("Has done") < card.index("Rang the school")
    assert "Asked to one whose day is not planned" in card
    assert "Comes on Sundays" in card
    assert "Beth Collins, partner" in page
    on_the_plan = text(client.get(f"/plans/{plan.pk}/"))
    assert "Comes on Sundays" in on_the_plan
    assert "Accepted, to be planned" in on_the_plan


def test_somebody_restricted_is_not_named(plan, meeting, cast, client):
    """On the family's page, the meeting's, the list to print, the child's and the list to ask from."""
    NetworkMember.objects.create(
        child=cast.child, member=cast.sealed_child, kind="friend", start_date=ago(9), offers="Football"
    )
    MeetingPlace.objects.create(meeting=meeting, person=cast.restricted_child, relation="Cousin")
    base = f"/plans/{plan.pk}/meetings/{meeting.pk}/"
    for address in (
        f"/plans/{plan.pk}/family-people/", base, f"{base}invitations/", f"{base}held/", f"/people/{cast.child.pk}/",
    ):  # fmt: skip
        page = text(client.get(address))
        assert "Somebody restricted" in page, address
        assert "Ashdown" not in page, address
        assert "Lindqvist" not in page, address
    asked = text(client.get(f"{base}people/"))
    assert "2 people around the children are not shown" in asked
    assert "Ashdown" not in asked
    hidden = MeetingPlace.objects.get()
    held = text(client.get(f"{base}held/"))
    assert f'name="came_{hidden.pk}"' in held
    assert f'name="offered_{hidden.pk}"' not in held, "it would be kept under a name that may not be known"


def test_people_are_asked_with_who_they_are(plan, nan, meeting, cast, client):
    """What the record knows is filled in; nobody without a relation, and nobody at all, is refused with a sentence."""
    address = f"/plans/{plan.pk}/meetings/{meeting.pk}/people/"
    page = text(client.get(address))
    assert f'value="Grandmother" maxlength="120" class="govuk-input" id="id_relation_p{nan.pk}"' in page or (
        f'name="relation_p{nan.pk}" value="Grandmother"' in page
    )
    nobody = client.post(address, {})
    assert nobody.status_code == 422
    assert "Choose at least one person to ask, or enter a name." in text(nobody)
    halves = client.post(
        address, {f"ask_p{nan.pk}": "on", f"relation_p{nan.pk}": "", "name_1": "Chidi", "who_2": "Uncle"}
    )
    for sentence in (
        "Say who Adaeze Obi is to the children.", "Say who they are to the children.", "Enter their name.",
    ):  # fmt: skip
        assert sentence in text(halves), sentence
    sent = {
        f"ask_p{nan.pk}": "on",
        f"relation_p{nan.pk}": "Nan",
        "name_1": "Chidi Obi",
        "who_1": "Their uncle",
    }
    assert client.post(address, sent).status_code == 303
    assert {(place.person, place.name, place.relation) for place in MeetingPlace.objects.all()} == {
        (nan, "", "Nan"),
        (None, "Chidi Obi", "Their uncle"),
    }
    again = client.post(address, {"name_1": "chidi obi", "who_1": "Uncle"})
    assert again.status_code == 422
    assert "chidi obi is on the list already." in text(again)


def test_a_dead_relative_and_a_baby_are_not_asked(plan, nan, meeting, cast, client):
    """They are around the children in the record, and not on the list to ask from."""
    Person.objects.filter(pk=nan.pk).update(death_date=ago(100))
    Person.objects.filter(pk=cast.sibling.pk).update(birth_date=ago(300))
    page = text(client.get(f"/plans/{plan.pk}/meetings/{meeting.pk}/people/"))
    assert "Ask Ngozi Okafor" in page
    assert "Ask Adaeze Obi" not in page
    assert "Ask Esther Okafor" not in page


def test_the_meeting_is_recorded_by_one_form(plan, nan, meeting, cast, client):
    """Who came, what was offered, and somebody who came unasked: sent once, it stands where it belongs."""
    (place,) = asking.ask_people(
        meeting=meeting, people=[asking.Asked("Nan", person=nan)], by=cast.social_worker
    )
    address = f"/plans/{plan.pk}/meetings/{meeting.pk}/held/"
    sent = {
        "family_plan": "Nan has them on Fridays.",
        "child_took_part": "Esther drew it.",
        "private_family_time": "on",
        "coordinator": "Jude Bell",
        "where": "Nan’s",
        **day_fields("held_date", ago(10)),
        f"came_{place.pk}": "by_telephone",
        f"offered_{place.pk}": "Has them on Fridays",
        **day_fields(f"by_{place.pk}", ago(-5)),
        "name_1": "Mrs Petrou",
        "who_1": "Neighbour",
        "offered_new_1": "Lends her car",
    }
    wrong = {
        **sent,
        f"came_{place.pk}": "did_not_come",
        "name_1": "",
        **day_fields("by_new_2", ago(-5)),
        "family_plan": "",
    }
    refused = client.post(address, wrong)
    assert refused.status_code == 422
    for sentence in (
        "They offered something, so they took part.", "Enter the name of who offered this.",
        "Say what they offered to do by that day.", "Write down the family's own plan",
    ):  # fmt: skip
        assert sentence in text(refused), sentence
    assert client.post(address, sent).status_code == 303
    assert PlanAction.objects.get().owner_name == "Adaeze Obi"
    assert NetworkOffer.objects.filter(meeting=meeting).count() == 4
    assert NetworkMember.objects.filter(member_name="Mrs Petrou", kind="neighbour").count() == 2
    page = text(client.get(f"/plans/{plan.pk}/meetings/{meeting.pk}/"))
    for words in (
        "Nan has them on Fridays.",
        "Mrs Petrou",
        "took part by telephone or video",
        "Answer the family's plan",
    ):
        assert words in page, words


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"agreed": ""}, "Choose whether the service agrees."),
        ({"agreed": "not_agreed"}, "Say what could not be agreed, and why."),
        ({"agreed": "agreed"}, "Enter the day on which you look at the family's plan again."),
        (
            {"agreed": "agreed", **day_fields("review_date", ago(9))},
            "The family's plan is looked at again later. Enter a later day.",
        ),
    ],
)
def test_an_answer_that_cannot_be(plan, meeting, cast, client, sent, sentence):
    """Each is told beside its field, and nothing is recorded."""
    FamilyNetworkMeeting.objects.filter(pk=meeting.pk).update(held_date=ago(20))
    address = f"/plans/{plan.pk}/meetings/{meeting.pk}/family-plan/"
    answer = client.post(address, {**day_fields("agreed_date", ago(8)), **sent})
    assert answer.status_code == 422
    assert sentence in text(answer)
    meeting.refresh_from_db()
    assert meeting.agreed == ""


def test_a_form_that_comes_too_late_says_what_comes_next(plan, meeting, cast, client):
    """Looking again before the meeting, and a second offer while one is open."""
    address = f"/plans/{plan.pk}/meetings/{meeting.pk}/review/"
    early = client.post(address, {"review_words": "Well", **day_fields("reviewed_date", ago(1))})
    assert early.status_code == 422
    assert "once the service has answered it" in text(early)
    second = client.post(
        f"/plans/{plan.pk}/meetings/offer/", {"kind": "network_meeting", **day_fields("offered_date", ago(1))}
    )
    assert second.status_code == 422
    assert "Go on with that one." in text(second)


def test_a_meeting_of_another_plan_is_not_found(plan, meeting, cast, client):
    """A number put into the address opens nothing."""
    for address in (
        f"/plans/{plan.pk}/meetings/999999/",
        f"/plans/{plan.pk}/meetings/{meeting.pk}/people/999999/take-off/",
        f"/people/{cast.child.pk}/network/999999/offers/add/",
        f"/plans/{plan.pk}/family-people/{cast.unheld_child.pk}/offer/",
    ):
        assert client.get(address).status_code == 404, address


def test_two_people_at_one_meeting_are_shown_both_versions(plan, meeting, cast, client):
    """Whoever saves second sees what the first saved."""
    address = f"/plans/{plan.pk}/meetings/{meeting.pk}/plan/"
    sent = {
        "coordinator": "Jude Bell",
        "where": "Library",
        **day_fields("planned_date", ago(1)),
        "version": "1",
    }
    assert client.post(address, sent).status_code == 303
    assert client.post(address, {**sent, "where": "Nan’s"}).status_code == 409


def test_a_closed_plan_is_read_and_not_changed(plan, meeting, nan, cast, client):
    """Its people and meetings stay to be read; no button is left, and a form leads back."""
    close_plan(plan=plan, end_date=ago(0), closing_summary="Well.", by=cast.social_worker)
    page = text(client.get(f"/plans/{plan.pk}/family-people/"))
    assert "Adaeze Obi" in page
    assert "Go on with the meeting" not in page
    assert "Write down what they offer" not in page
    assert "Plan the meeting" not in text(client.get(f"/plans/{plan.pk}/meetings/{meeting.pk}/"))
    assert client.get(f"/plans/{plan.pk}/meetings/offer/").status_code == 302


def test_what_somebody_offers_and_does_is_written_once(plan, cast, client):
    """The brother's form ticks the sister; the offer begins from what the child's page says."""
    members = [
        add_to_network(
            child=child,
            kind="neighbour",
            member_name="Mrs Petrou",
            offers="Has them on Tuesdays",
            by=cast.social_worker,
        )
        for child in (cast.child, cast.sibling)
    ]
    base = f"/people/{cast.child.pk}/network/{members[0].pk}"
    form = text(client.get(f"{base}/offers/add/?plan={plan.pk}"))
    assert 'value="Has them on Tuesdays"' in form
    assert "Esther Okafor" in form
    sent = {"what": "Has them on Tuesdays", "also": [members[1].pk], **day_fields("start_date", ago(9))}
    answer = client.post(f"{base}/offers/add/?plan={plan.pk}", sent)
    assert answer["Location"] == f"/plans/{plan.pk}/family-people/"
    offer = NetworkOffer.objects.get(member=members[0])
    helped = {"what": "Cooked", "offer": offer.pk, "also": [members[1].pk], **day_fields("day", ago(2))}
    answer = client.post(f"{base}/help/?plan=999", helped)
    assert answer["Location"] == f"/people/{cast.child.pk}/", "a plan that is not the child's leads nowhere"
    assert {row.offer.member for row in NetworkHelp.objects.all()} == set(members)
    page = text(client.get(f"/people/{cast.sibling.pk}/"))
    assert "Offers: Has them on Tuesdays" in page
    assert "Cooked" in page
    ended = {"also": [members[1].pk], **day_fields("end_date", ago(1))}
    assert client.post(f"{base}/offers/{offer.pk}/end/", ended).status_code == 303
    assert "Offers: Has them on Tuesdays" not in text(client.get(f"/people/{cast.sibling.pk}/"))


def test_a_relative_comes_among_the_people_around_them_with_the_first_offer(plan, nan, cast, client):
    """Known from the family tree alone, she offers something: it is for whom it was said, and nothing is typed twice."""
    address = f"/plans/{plan.pk}/family-people/{nan.pk}/offer/"
    assert "Adaeze Obi, grandmother" in text(client.get(address))
    sent = {"what": "Rings on Sundays", "children": [cast.sibling.pk], **day_fields("start_date", ago(1))}
    assert client.post(address, sent).status_code == 303
    member = NetworkMember.objects.get()
    assert (member.child, member.member, member.description) == (cast.sibling, nan, "Grandmother")
    assert member.dated_offers.get().what == "Rings on Sundays"


@pytest.mark.parametrize("many", [1, 12])
def test_the_pages_ask_little_of_the_database(plan, nan, meeting, cast, client, many):
    """At most 25 queries, the same however many people there are."""
    for number in range(many):
        for child in (cast.child, cast.sibling):
            member = add_to_network(
                child=child, kind="friend", member_name=f"Friend {number}", by=cast.social_worker
            )
            NetworkOffer.objects.create(member=member, what="Lifts", start_date=ago(3))
            NetworkHelp.objects.create(member=member, what="Drove", day=ago(2))
        MeetingPlace.objects.create(meeting=meeting, name=f"Friend {number}", relation="Friend")
        StaysInTouch.objects.create(plan=plan, name=f"Friend {number}", how="Rings", start_date=ago(1))
    MeetingPlace.objects.create(meeting=meeting, person=nan, relation="Nan")
    base = f"/plans/{plan.pk}"
    for address, expected in (
        (f"{base}/family-people/", 16),
        (f"{base}/meetings/{meeting.pk}/", 16),
        (f"{base}/meetings/{meeting.pk}/people/", 18),
        (f"{base}/", 25),
        (f"/people/{cast.child.pk}/", 25),
    ):
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        # What wraps a test's page in its own transaction is none of the page's.
        own = [
            one["sql"]
            for one in asked
            if not one["sql"].startswith(("SAVEPOINT", "RELEASE", "SELECT set_config"))
        ]
        assert len(own) <= expected, f"{address}: {len(own)}\n" + "\n".join(sql[:120] for sql in own)


def test_the_pages_are_told_as_known_at_an_earlier_instant(plan, meeting, cast, client):
    """The plan and the child as known yesterday say nothing of what was recorded today, and lead nowhere."""
    add_to_network(child=cast.child, kind="friend", member_name="Folake", by=cast.social_worker)
    today = {f"day_{number}": part for number, part in enumerate((ago(0).day, ago(0).month, ago(0).year))}
    page = text(client.get(f"/plans/{plan.pk}/as-known-at/", today))
    assert "Accepted, to be planned" in page
    assert f"/plans/{plan.pk}/meetings/{meeting.pk}/" not in page
    child = text(client.get(f"/people/{cast.child.pk}/as-known-at/", today))
    assert "What the people around them do" in child
    assert "Write down what they offer" not in child


def test_the_plan_names_the_next_meeting_and_the_last(plan, meeting, cast, client):
    """One that is under way, and the last that was held."""
    FamilyNetworkMeeting.objects.filter(pk=meeting.pk).update(
        held_date=ago(20),
        agreed="agreed",
        agreed_date=ago(19),
        agreed_by=cast.social_worker,
        review_date=ago(-9),
    )
    meetings.offer_meeting(
        plan=plan, kind="group_decision_making", offered_date=ago(2), by=cast.social_worker
    )
    page = text(client.get(f"/plans/{plan.pk}/"))
    card = page[page.index("The family's own people") :]
    card = card[: card.index("</section>")]
    assert card.index("Family group decision-making") < card.index("Family network meeting")
    assert "Offered, waiting for the family's answer" in card
    assert "will be looked at again" in card
