"""One family's way from asking to the first help, through everybody's hands."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from django.utils import timezone
from playwright.sync_api import expect

from kith.casework.front_door.actions import decide, matching, receive
from kith.casework.front_door.models import Contact
from kith.casework.timeline.models import Clock
from kith.casework.workforce.models import Worker
from tests.furnishing.browser import PHONE
from tests.furnishing.cast import Cast
from tests.furnishing.site import Site

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

IN_HIS_WORDS = "I start work at ten at night now and nobody is with the children until my mum comes."


def ask_for_help(page: Page) -> str:
    """Fill in the public form as a father would, send it, and return the reference that he is given."""
    page.goto("/ask-for-help/")
    page.get_by_label("I am a parent or carer").check()
    page.get_by_label("What would help?").fill(IN_HIS_WORDS)
    page.get_by_label("Who are the children?").fill("Callum Reid, 8\nSkye, 1")
    page.get_by_label("Your name").fill("Marcus Reid")
    page.get_by_label("A telephone number").fill("020 7946 0185")
    page.get_by_label("When and how is it safe to reply?").fill("Text first")
    page.get_by_role("button", name="Send").click()
    page.get_by_role("heading", name="We have your request").wait_for()
    return page.locator(".govuk-panel__body strong").inner_text()


def asked_in_spring(cast: Cast) -> None:
    """The same child's school rang some months ago, and was given advice."""
    contact = receive.receive_contact(
        channel="telephone",
        asked_by="professional",
        source="2A",
        in_their_words="Callum comes without lunch on Fridays.",
        people=[receive.StatedPerson(role="child", given_names="Callum", family_name="Reid")],
        received_at=timezone.now() - datetime.timedelta(days=150),
        asker_name="Mr Ahmed",
        by=cast.contact_officer,
    )
    matching.match_person(place=contact.people.get(), person=cast.unheld_child, by=cast.contact_officer)
    decide.decide(
        contact=contact,
        outcome="information",
        reason="One Friday a week, and his father had already spoken with the school.",
        given="How to ask for free school meals.",
        by=cast.contact_officer,
    )


def test_a_request_for_help_reaches_a_practitioner_and_help_begins(
    site_cast: Cast, browser_page: Page, browse_as: Callable[[Worker | None], None]
) -> None:
    """Asked, found, decided, told, allocated, helped: the clock to first help stops with the help and not before."""
    cast, page = site_cast, browser_page
    asked_in_spring(cast)

    # A father asks, with no account.
    reference = ask_for_help(page)
    contact = Contact.objects.get(reference=reference)
    first_help = Clock.objects.filter(thread=f"contact:{contact.pk}", rule="first_help")

    # The contact officer finds the family: one child is on the record, the father and the other child are new.
    browse_as(cast.contact_officer)
    page.goto("/")
    page.get_by_role("link", name="Contacts waiting for a decision").click()
    page.get_by_role("link", name=reference).click()
    assert page.locator("blockquote").first.inner_text() == IN_HIS_WORDS
    page.get_by_role("link", name="Find on the record Callum Reid").click()
    page.get_by_role("button", name=re.compile("This is the person ?: Callum Reid")).click()
    for newcomer in ("Marcus Reid", "Skye"):
        page.get_by_role("link", name=f"Find on the record {newcomer}").click()
        page.get_by_role("link", name=f"Add {newcomer} to the record").click()
        if newcomer == "Skye":
            page.get_by_label("Family name").fill("Reid")
        page.get_by_role("button", name="Add them").click()
        page.get_by_text("They are on the record and on the contact.").wait_for()

    # What happened last time stands beside what is asked now.
    last_time = page.locator(".govuk-inset-text", has_text="They came to us before")
    assert "Give information or advice" in last_time.inner_text()

    # The officer decides, and tells whoever asked.
    page.get_by_role("button", name="Decide", exact=True).click()
    page.get_by_label("Take the request for help to Family Help").check()
    page.get_by_label("Why this is the right response").fill("He asks for help with nights; no harm is seen.")
    page.get_by_label("Which team takes it on").select_option(label="Riverside")
    page.get_by_role("button", name="Record the decision").click()
    page.get_by_text("Decided. Now tell whoever asked.").wait_for()
    page.get_by_role("button", name="Tell whoever asked").click()
    page.get_by_label("By telephone").check()
    page.get_by_label("What they were told").fill("Somebody from Riverside calls tomorrow before noon.")
    page.get_by_role("button", name="Record what they were told").click()
    page.get_by_text("What they were told is on the record.").wait_for()
    assert first_help.get().stopped_date is None

    # The team's manager is asked to choose who helps, and gives both children to one practitioner.
    browse_as(cast.team_manager)
    page.goto("/")
    page.get_by_role("link", name="Choose a lead practitioner for a family that asked for help").click()
    for child in ("Callum Reid", "Skye Reid"):
        page.get_by_label(child).check()
    choose(page, "worker", "Tom Whitfield")
    page.get_by_label("Why?").select_option(label="First contact or allocation")
    page.get_by_role("button", name="Allocate").click()
    page.get_by_text("They are allocated.").wait_for()

    # The practitioner sees the family on my day, and its clock, and records the help that was given.
    browse_as(cast.family_help_practitioner)
    page.goto("/")
    families = page.get_by_role("region", name="Families")
    assert "Skye Reid" in families.inner_text()
    families.get_by_role("link", name="Reid", exact=True).click()
    assert "First help, by " in page.get_by_role("region", name="What is due").inner_text()
    assert "led by Tom Whitfield" in page.get_by_role("region", name="The plan").inner_text()
    page.get_by_role("link", name="Family Help").click()
    page.get_by_role("button", name="Record help given").click()
    page.get_by_label("What the help was").fill("A sitter from the night team until the rota changes.")
    page.get_by_role("button", name="Record the help").click()
    page.get_by_text("The help is recorded.").wait_for()
    stopped = first_help.get()
    assert stopped.stopped_date == timezone.localdate()
    assert stopped.was_late is False


def choose(page: Page, name: str, words: str) -> None:
    """Choose, in the list of this name, the entry that holds these words."""
    choices = page.locator(f"select[name={name}]")
    choices.select_option(choices.locator("option", has_text=words).get_attribute("value"))


def test_asking_for_help_works_without_javascript(site_cast: Cast, site: Site, chromium: Browser) -> None:
    """Somebody on an old telephone is told what is missing, keeps what they wrote, and gets a reference."""
    context = chromium.new_context(base_url=site.address, java_script_enabled=False, viewport=PHONE)
    page = context.new_page()
    page.goto("/ask-for-help/")
    page.get_by_label("What would help?").fill(IN_HIS_WORDS)
    page.get_by_role("button", name="Send").click()
    assert "Choose who is asking." in page.get_by_role("alert").inner_text()
    expect(page.get_by_label("What would help?")).to_have_value(IN_HIS_WORDS)
    assert page.title().startswith("Error: ")
    reference = ask_for_help(page)
    assert Contact.objects.get(reference=reference).in_their_words == IN_HIS_WORDS
    context.close()
