"""A meeting of the family's own people: from the offer to looking at their plan again, and asking by keyboard alone."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from django.db import transaction
from django.utils import timezone
from playwright.sync_api import expect

from kith.casework.family_help.actions import meetings
from kith.casework.family_help.models import FamilyNetworkMeeting, NetworkOffer
from kith.casework.people.actions import person, relations
from kith.casework.plans.actions.plan import start_plan
from kith.casework.plans.models import Plan, PlanAction
from kith.casework.workforce.models import Worker
from tests.functional.test_keyboard import Keyboard
from tests.furnishing.browser import Console, go_back
from tests.furnishing.cast import Cast
from tests.furnishing.form_days import ago

if TYPE_CHECKING:
    from playwright.sync_api import Page

FAMILY_PLAN = "Nan has them on Fridays. Mr Bello walks them to school when Mum is late."


def fill_day(page: Page, name: str, day: datetime.date) -> None:
    """Fill in the three boxes of a day."""
    for number, part in enumerate((day.day, day.month, day.year)):
        page.locator(f"[name={name}_{number}]").fill(str(part))


@pytest.fixture
def plan(site_cast: Cast) -> Plan:
    """The Okafors' plan, with a grandmother on the record and a neighbour known by name."""
    cast = site_cast
    with transaction.atomic():
        nan = person.add_person(
            given_names="Adaeze",
            family_name="Okafor",
            birth_date=datetime.date(1961, 4, 2),
            sex="F",
            by=cast.social_worker,
        )
        for child in (cast.child, cast.sibling):
            relations.relate(
                person=nan,
                relative=child,
                kind="grandparent",
                start_date=child.birth_date,
                by=cast.social_worker,
            )
        relations.add_to_network(
            child=cast.child,
            kind="neighbour",
            member_name="Mr Bello",
            description="Neighbour",
            by=cast.social_worker,
        )
        return start_plan(
            family=cast.family,
            children=[cast.child, cast.sibling],
            tier="family_help",
            lead=cast.social_worker,
            start_date=ago(30),
            by=cast.social_worker,
        )


def test_a_family_makes_its_own_plan(
    plan: Plan,
    site_cast: Cast,
    browser_page: Page,
    browse_as: Callable[[Worker | None], None],
    console: Console,
) -> None:
    """Offered, accepted, planned, held with two relatives, agreed, and looked at again: one button after the other."""
    console.expect("status of 422")
    page = browser_page
    browse_as(site_cast.social_worker)
    page.goto(f"/plans/{plan.pk}/")
    page.get_by_role("link", name="Who is around the children").click()
    expect(page.get_by_text("Nobody has been asked yet.")).to_be_visible()

    page.get_by_role("button", name="Offer a meeting").click()
    page.get_by_label("Family network meeting").check()
    fill_day(page, "offered_date", ago(20))
    page.get_by_role("button", name="Record the offer").click()

    page.get_by_role("button", name="Record what the family said").click()
    page.get_by_label("Accepted").check()
    page.get_by_label("In their words").fill("Yes, if Nan comes.")
    fill_day(page, "answered_date", ago(19))
    page.get_by_role("button", name="Record the answer").click()

    page.get_by_role("button", name="Plan the meeting").click()
    page.get_by_label("Who brings the family together?").fill("Priya Nair")
    page.get_by_label("Where, and at what time").fill("Nan’s, 2pm")
    fill_day(page, "planned_date", ago(10))
    page.get_by_role("button", name="Save").click()
    page.get_by_text("cannot bring it together independently").first.wait_for()
    page.get_by_label("Who brings the family together?").fill("Jude Bell")
    page.get_by_role("button", name="Save").click()

    # Those around the children are there to be chosen, each with who they are as the record has it.
    page.get_by_role("link", name="Ask people to it").click()
    expect(page.get_by_label("Who Adaeze Okafor is to the children")).to_have_value("Grandmother")
    page.get_by_label("Ask Adaeze Okafor").check()
    page.get_by_label("Ask Mr Bello").check()
    page.get_by_label("Name of person 1").fill("Chidi Obi")
    page.get_by_label("Who person 1 is to the children").fill("Their uncle")
    page.get_by_role("button", name="Put them on the list").click()
    page.get_by_role("link", name="List to print").click()
    expect(page.get_by_role("table").locator("tbody tr")).to_have_count(3)
    go_back(page)

    page.get_by_role("button", name="Record the meeting").click()
    page.get_by_label("The family's own plan, in their words").fill(FAMILY_PLAN)
    page.get_by_label("How the children took part").fill("Daniel asked for Fridays at Nan’s.")
    page.get_by_label("The family had time on their own").check()
    page.get_by_label("Did Adaeze Okafor come?").select_option("Came")
    page.get_by_label("Did Mr Bello come?").select_option("Came")
    page.get_by_label("Did Chidi Obi come?").select_option("Did not come")
    page.get_by_label("What Adaeze Okafor offered to do").fill("Has them to sleep on Fridays")
    place = FamilyNetworkMeeting.objects.get().places.get(person__isnull=False)
    fill_day(page, f"by_{place.pk}", ago(-3))
    page.get_by_label("What Mr Bello offered to do").fill("Walks them to school")
    page.get_by_role("button", name="Record the meeting").click()

    page.get_by_role("button", name="Answer the family's plan").click()
    assert page.locator("blockquote").inner_text() == FAMILY_PLAN
    page.get_by_label("Agreed", exact=True).check()
    fill_day(page, "agreed_date", ago(8))
    fill_day(page, "review_date", ago(-20))
    page.get_by_role("button", name="Record the answer").click()

    page.get_by_role("button", name="Look at the family's plan again").click()
    page.get_by_label("How is the family's plan going?").fill("Fridays work. Esther packs her own bag.")
    page.get_by_role("button", name="Record how it is going").click()
    expect(page.get_by_text("Fridays work. Esther packs her own bag.")).to_be_visible()
    expect(page.get_by_role("button"), "there is nothing left to press").to_have_count(0)

    # What was typed once stands in each place where it is looked for.
    meeting = FamilyNetworkMeeting.objects.get()
    assert (meeting.agreed, meeting.reviewed_date) == ("agreed", timezone.localdate())
    assert PlanAction.objects.get().owner_name == "Adaeze Okafor"
    assert NetworkOffer.objects.filter(meeting=meeting).count() == 4
    page.goto(f"/plans/{plan.pk}/")
    expect(page.get_by_text("Has them to sleep on Fridays")).to_be_visible()
    expect(page.get_by_text("The family's plan was looked at again")).to_be_visible()
    for child in (site_cast.child, site_cast.sibling):
        page.goto(f"/people/{child.pk}/")
        expect(page.get_by_text("Offers: Walks them to school")).to_be_visible()


def test_people_are_asked_by_the_keyboard_alone(
    plan: Plan, site_cast: Cast, browser_page: Page, browse_as: Callable[[Worker | None], None]
) -> None:
    """Tab to each person, Space to choose, type over who they are, Enter to send."""
    by = site_cast.social_worker
    with transaction.atomic():
        meeting = meetings.offer_meeting(plan=plan, kind="network_meeting", offered_date=ago(5), by=by)
        meetings.answer_offer(
            meeting=meeting, answer="accepted", answered_date=ago(4), answer_words="", by=by
        )
    browse_as(by)
    keyboard = Keyboard(browser_page)
    browser_page.goto(f"/plans/{plan.pk}/meetings/{meeting.pk}/")
    keyboard.to(label="Ask people to it")
    keyboard.press("Enter")
    browser_page.wait_for_url("**/people/")
    keyboard.to(label="Ask Adaeze Okafor")
    keyboard.press("Space")
    keyboard.to(label="Who Adaeze Okafor is to the children")
    keyboard.press("Control+A")
    keyboard.type("Nan")
    keyboard.to(name="name_1")
    keyboard.type("Chidi Obi")
    keyboard.press("Tab")
    keyboard.type("Their uncle")
    keyboard.to(label="Put them on the list")
    keyboard.press("Enter")
    browser_page.get_by_text("They are on the list.").wait_for()
    assert {place.relation for place in meeting.places.all()} == {"Nan", "Their uncle"}
