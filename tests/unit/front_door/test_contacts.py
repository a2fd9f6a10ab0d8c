"""The front door, from the first word to the decision, through the pages and behind the wall."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from kith.casework.front_door.models import Contact, ContactDecision, PartnerCheck, RequestForHelp
from kith.casework.people.models import Person
from kith.casework.timeline.models import Clock, Event
from kith.casework.workforce.models import Worker
from tests.furnishing.cast import Cast
from tests.furnishing.clients import WorkersClient

ClientFor = Callable[[Worker | None], WorkersClient]


def what_a_parent_sends(**changes: Any) -> dict[str, Any]:
    """What the public form sends when a parent fills it in."""
    return {
        "who": "parent",
        "in_their_words": "I am on my own with two boys and cannot cope with the nights.",
        "your_name": "Marsha Quill",
        "telephone": "020 7946 0991",
        "email": "",
        "safe_to_reply": "Text first",
        "postcode": "e8 1ea",
        "children": "Leon Quill, 4\nDarnell, aged 7",
        "token": str(uuid.uuid4()),
        "website": "",
        **changes,
    }


def ask(client: WorkersClient, **changes: Any) -> Contact:
    """Ask for help through the public form and return the contact that it made."""
    answer = client.post("/ask-for-help/", what_a_parent_sends(**changes))
    assert answer.status_code == 303, answer.content.decode()[:3000]
    return Contact.objects.latest("pk")


def test_a_parent_asks_for_help_without_an_account(client: WorkersClient, cast: Cast) -> None:
    """The request is kept in their words, people and all, and both clocks run from that moment."""
    contact = ask(client)
    assert contact.in_their_words.startswith("I am on my own")
    assert (contact.channel, contact.source, contact.team) == ("web", "1A", cast.front_door)
    people = [
        (p.role, p.stated_given_names, p.stated_family_name, p.stated_age)
        for p in contact.people.order_by("pk")
    ]
    assert people == [
        ("adult", "Marsha", "Quill", None),
        ("child", "Leon", "Quill", 4),
        ("child", "Darnell", "", 7),
    ]
    clocks = {clock.rule: clock for clock in Clock.objects.filter(thread=f"contact:{contact.pk}")}
    assert set(clocks) == {"first_help", "contact_decision"}
    assert all(clock.stopped_date is None for clock in clocks.values())
    assert Event.objects.get(thread=f"contact:{contact.pk}").by_worker is None


def test_a_form_sent_twice_makes_one_contact(client: WorkersClient, cast: Cast) -> None:
    """Somebody who presses twice has asked once."""
    token = str(uuid.uuid4())
    first = ask(client, token=token)
    second = ask(client, token=token)
    assert first.pk == second.pk
    assert Contact.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"in_their_words": ""}, "Tell us a little about what would help."),
        (
            {"telephone": "", "email": ""},
            "Give a telephone number or an e-mail address, so that we can reply.",
        ),
        ({"email": "nonsense"}, "This is not an e-mail address."),
        ({"postcode": "ZZ99 9ZZ"}, "postcode"),
        ({"who": ""}, "Choose who is asking."),
    ],
)
def test_what_is_missing_is_said_in_a_sentence(
    client: WorkersClient, cast: Cast, changes: dict[str, str], sentence: str
) -> None:
    """Nothing is kept, and the page says what to do."""
    answer = client.post("/ask-for-help/", what_a_parent_sends(**changes))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Contact.objects.exists()


def test_a_program_that_fills_the_hidden_field_is_thanked_and_ignored(
    client: WorkersClient, cast: Cast
) -> None:
    """The trap for programs makes no contact."""
    assert (
        client.post("/ask-for-help/", what_a_parent_sends(website="https://spam.example")).status_code == 303
    )
    assert not Contact.objects.exists()


def test_more_than_ten_in_an_hour_from_one_address_wait(client: WorkersClient, cast: Cast) -> None:
    """The eleventh is told to wait, in a sentence."""
    for _ in range(10):
        ask(client)
    answer = client.post("/ask-for-help/", what_a_parent_sends())
    assert answer.status_code == 429
    assert "Please wait a while" in answer.content.decode()


def test_html_in_a_name_is_text(client: WorkersClient, client_for: ClientFor, cast: Cast) -> None:
    """What somebody types is shown as they typed it, never as a part of the page."""
    contact = ask(client, your_name="<script>alert(1)</script> Smith")
    page = client_for(cast.contact_officer).get(f"/contacts/{contact.pk}/").content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_an_officer_matches_decides_and_takes_the_request_to_family_help(
    client: WorkersClient, client_for: ClientFor, cast: Cast
) -> None:
    """The whole way: the family is made, the plan started, the decision clock stopped, the clock to first help runs on."""
    contact = ask(client)
    officer = client_for(cast.contact_officer)
    assert officer.get("/contacts/").status_code == 200
    for place in contact.people.order_by("pk"):
        candidates = officer.get(f"/contacts/{contact.pk}/people/{place.pk}/")
        assert candidates.status_code == 200
        added = officer.post(
            f"/contacts/{contact.pk}/people/{place.pk}/add/",
            {
                "given_names": place.stated_given_names,
                "family_name": place.stated_family_name or "Quill",
                "sex": "U",
            },
        )
        assert added.status_code == 303, added.content.decode()[:3000]
    contact.refresh_from_db()
    decided = officer.post(
        f"/contacts/{contact.pk}/decide/",
        {
            "outcome": "family_help",
            "reason": "She asks for help with the nights and has nobody to turn to.",
            "team": str(cast.riverside.pk),
            "version": contact.version,
        },
    )
    assert decided.status_code == 303, decided.content.decode()[:4000]
    request = RequestForHelp.objects.get(contact=contact)
    assert request.team == cast.riverside
    assert request.plan.what_we_want == contact.in_their_words
    assert request.plan.children.count() == 2
    assert request.family.memberships.count() == 3
    clocks = {clock.rule: clock for clock in Clock.objects.filter(thread=f"contact:{contact.pk}")}
    assert clocks["contact_decision"].stopped_date == timezone.localdate()
    assert clocks["first_help"].stopped_date is None
    assert officer.get(f"/contacts/{contact.pk}/").status_code == 200
    told = officer.post(
        f"/contacts/{contact.pk}/feedback/", {"how": "telephone", "words": "Somebody will ring tomorrow."}
    )
    assert told.status_code == 303


def test_a_contact_is_decided_once(client: WorkersClient, client_for: ClientFor, cast: Cast) -> None:
    """The second decision is refused with a sentence, and the first one stands."""
    contact = ask(client)
    officer = client_for(cast.contact_officer)
    decision = {
        "outcome": "information",
        "reason": "She asked only for a leaflet.",
        "given": "The leaflet",
        "version": contact.version,
    }
    assert officer.post(f"/contacts/{contact.pk}/decide/", decision).status_code == 303
    contact.refresh_from_db()
    again = officer.post(
        f"/contacts/{contact.pk}/decide/", {**decision, "version": contact.version, "reason": "Another"}
    )
    assert again.status_code == 422
    assert "decided already" in again.content.decode()
    assert ContactDecision.objects.get(contact=contact).reason == "She asked only for a leaflet."


def test_two_officers_deciding_at_once_see_both_versions(
    client: WorkersClient, client_for: ClientFor, cast: Cast
) -> None:
    """Whoever comes second is shown what was saved meanwhile, beside their own."""
    contact = ask(client)
    stale = contact.version
    Contact.objects.filter(pk=contact.pk).update(version=stale + 1)
    answer = client_for(cast.contact_officer).post(
        f"/contacts/{contact.pk}/decide/",
        {"outcome": "information", "reason": "Mine", "given": "A leaflet", "version": stale},
    )
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Somebody else saved this while you had it open" in page
    assert "Mine" in page
    assert not ContactDecision.objects.exists()


def test_help_needs_somebody_to_be_given_to(client: WorkersClient, client_for: ClientFor, cast: Cast) -> None:
    """A request about nobody found yet cannot be taken on, and the page says what to do first."""
    contact = ask(client)
    answer = client_for(cast.contact_officer).post(
        f"/contacts/{contact.pk}/decide/",
        {
            "outcome": "family_help",
            "reason": "They need it.",
            "team": str(cast.riverside.pk),
            "version": contact.version,
        },
    )
    assert answer.status_code == 422
    assert "Find or add at least one child first" in answer.content.decode()
    contact.refresh_from_db()
    assert contact.status == "received"


def test_a_new_concern_about_an_open_case_is_not_a_referral(
    client_for: ClientFor, client: WorkersClient, cast: Cast
) -> None:
    """The children in need census counts a referral only where no case is open."""
    officer = client_for(cast.contact_officer)
    for expected in (303, 422):
        contact = ask(client)
        place = contact.people.filter(role="child").first()
        assert place is not None
        matched = officer.post(f"/contacts/{contact.pk}/people/{place.pk}/is/{cast.unheld_child.pk}/")
        assert matched.status_code == 303
        contact.refresh_from_db()
        answer = officer.post(
            f"/contacts/{contact.pk}/decide/",
            {
                "outcome": "referral", "reason": "Signs of neglect.", "team": str(cast.riverside.pk),
                "primary_need": "N1", "version": contact.version,
            },
        )  # fmt: skip
        assert answer.status_code == expected, answer.content.decode()[:3000]
    assert "open case" in answer.content.decode()
    clock = Clock.objects.get(rule="assessment", person=cast.unheld_child)
    assert clock.due_date > timezone.localdate() + datetime.timedelta(days=55)


def test_somebody_who_comes_again_within_a_year_is_shown_with_what_happened_last_time(
    client: WorkersClient, client_for: ClientFor, cast: Cast
) -> None:
    """The earlier contact, its decision and its reason are on the page of the new one."""
    officer = client_for(cast.contact_officer)
    first = ask(client)
    place = first.people.filter(role="child").first()
    assert place is not None
    officer.post(f"/contacts/{first.pk}/people/{place.pk}/is/{cast.unheld_child.pk}/")
    officer.post(
        f"/contacts/{first.pk}/decide/",
        {
            "outcome": "signpost",
            "reason": "The children's centre was near.",
            "given": "Children's centre",
            "version": first.version,
        },
    )
    second = ask(client)
    again = second.people.filter(role="child").first()
    assert again is not None
    officer.post(f"/contacts/{second.pk}/people/{again.pk}/is/{cast.unheld_child.pk}/")
    page = officer.get(f"/contacts/{second.pk}/").content.decode()
    assert "They came to us before" in page
    assert "The children&#x27;s centre was near." in page


def test_a_partner_is_asked_with_a_lawful_basis_or_not_at_all(
    client: WorkersClient, client_for: ClientFor, cast: Cast
) -> None:
    """Where the family was not asked first, the reason is on the record; without one nothing is asked."""
    contact = ask(client)
    officer = client_for(cast.contact_officer)
    question = {"agency": "health", "question": "Is the baby seen?", "lawful_basis": "public_task"}
    refused = officer.post(f"/contacts/{contact.pk}/checks/add/", question)
    assert refused.status_code == 422
    assert "Say why the family was not asked first." in refused.content.decode()
    asked = officer.post(f"/contacts/{contact.pk}/checks/add/", {**question, "consent_sought": "on"})
    assert asked.status_code == 303
    check = PartnerCheck.objects.get(contact=contact)
    answered = officer.post(
        f"/contacts/{contact.pk}/checks/{check.pk}/", {"answer": "Seen last week, all well."}
    )
    assert answered.status_code == 303
    check.refresh_from_db()
    assert check.answered_at is not None


def test_an_officer_takes_a_contact_by_telephone(client_for: ClientFor, cast: Cast) -> None:
    """Who, how, about whom and what they asked for, once; an impossible day is refused with nothing lost."""
    officer = client_for(cast.contact_officer)
    now = timezone.localtime()
    sent = {
        "in_their_words": "The school is worried about his lunch.", "asked_by": "professional", "channel": "telephone",
        "source": "2A", "asker_name": "Mr Pym", "asker_organisation": "Parkwood Primary",
        "received_date_0": now.day, "received_date_1": now.month, "received_date_2": now.year, "received_time": "00:01",
        "asks_for_help": "on", "token": str(uuid.uuid4()),
        "given_1": "Remi", "family_1": "Lawal", "role_1": "child",
        "born_1_0": "31", "born_1_1": "2", "born_1_2": "2018",
    }  # fmt: skip
    refused = officer.post("/contacts/add/", sent)
    assert refused.status_code == 422
    page = refused.content.decode()
    assert "31/2/2018 is not a day in the calendar" in page
    assert "The school is worried about his lunch." in page
    taken = officer.post("/contacts/add/", {**sent, "born_1_0": "28"})
    assert taken.status_code == 303, taken.content.decode()[:3000]
    contact = Contact.objects.latest("pk")
    assert contact.taken_by == cast.contact_officer
    assert str(contact.people.get()) == "Remi Lawal"


def test_a_contact_about_a_restricted_child_is_closed_to_those_who_may_not_open_the_child(
    client: WorkersClient, client_for: ClientFor, cast: Cast
) -> None:
    """Once it is about somebody whose record is closed, so is the contact."""
    contact = ask(client)
    place = contact.people.filter(role="child").first()
    assert place is not None
    place.person = cast.restricted_child
    place.save()
    assert client_for(cast.contact_officer).get(f"/contacts/{contact.pk}/").status_code == 403
    queue = client_for(cast.contact_officer).get("/contacts/").content.decode()
    assert contact.reference not in queue
    assert Person.objects.filter(pk=cast.restricted_child.pk).exists()
