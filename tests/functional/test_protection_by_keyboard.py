"""Holding a strategy discussion and ending an enquiry without a mouse: the longest forms that a decision waits for."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.db import transaction

from kith.casework.protection.models import EnquiryStatus, SectionFortySevenEnquiry, StrategyOutcome
from kith.casework.workforce.models import Worker
from tests.functional.test_keyboard import Keyboard
from tests.furnishing import enquiries as made
from tests.furnishing.cast import Cast

if TYPE_CHECKING:
    from playwright.sync_api import Page

REASONS = {
    "reasons": "A mark on his arm that nobody has explained.",
    "evidence": "Mr Ahmed saw it on Tuesday.",
    "what_would_change": "A doctor who finds that it was a fall.",
}


def write_reasons(keyboard: Keyboard) -> None:
    """Write why, on what evidence, and what would change it, one field after the other."""
    for name, words in REASONS.items():
        keyboard.to(name=name)
        keyboard.type(words)


def test_a_strategy_discussion_is_held_by_the_keyboard_alone(
    site_cast: Cast, browser_page: Page, browse_as: Callable[[Worker | None], None]
) -> None:
    """From the discussion's page to the enquiry that it asks for; a list is chosen from by typing its first letters."""
    with transaction.atomic():
        discussion = made.call(site_cast)
    browse_as(site_cast.social_worker)
    keyboard = Keyboard(browser_page)
    browser_page.goto(f"/strategy-discussions/{discussion.pk}/")
    keyboard.to(label="Record the discussion")
    keyboard.press("Enter")
    browser_page.wait_for_url("**/hold/")
    keyboard.choose("held_how", "video")
    for agency, name in (("police", "DC Ray Okoro"), ("health", "Nurse Lin")):
        keyboard.to(name=f"took_{agency}")
        keyboard.type("Was there")
        keyboard.to(name=f"name_{agency}")
        keyboard.type(name)
    keyboard.to(name="information")
    keyboard.type("School: a mark on his arm. Police and health: nothing known.")
    keyboard.to(name="safe_now")
    keyboard.type("Grandma Ada stays this week.")
    keyboard.choose("outcome", StrategyOutcome.ENQUIRY_SINGLE)
    write_reasons(keyboard)
    keyboard.to(label="Save what was decided")
    keyboard.press("Enter")
    browser_page.get_by_text("The discussion is recorded, with a decision for each child.").wait_for()
    enquiry = SectionFortySevenEnquiry.objects.get(discussion=discussion)
    assert (enquiry.lead, enquiry.children.count()) == (site_cast.social_worker, 2)


def test_an_enquiry_is_ended_by_the_keyboard_alone(
    site_cast: Cast, browser_page: Page, browse_as: Callable[[Worker | None], None]
) -> None:
    """From the manager's day to her decision for each child."""
    with transaction.atomic():
        enquiry = made.sent(site_cast, offer=made.taken_up())
    browse_as(site_cast.team_manager)
    keyboard = Keyboard(browser_page)
    browser_page.goto("/")
    keyboard.to(label="Read an enquiry and decide how it ends")
    keyboard.press("Enter")
    browser_page.wait_for_url(f"**/enquiries/{enquiry.pk}/")
    keyboard.to(label="Decide how it ends")
    keyboard.press("Enter")
    browser_page.wait_for_url("**/end/")
    write_reasons(keyboard)
    keyboard.to(label="End the enquiry")
    keyboard.press("Enter")
    browser_page.get_by_text("The enquiry has ended, with your decision for each child.").wait_for()
    enquiry.refresh_from_db()
    assert enquiry.status == EnquiryStatus.ENDED
    decisions = [part.decision for part in enquiry.children.select_related("decision")]
    assert [one.what_would_change for one in decisions if one] == [REASONS["what_would_change"]] * 2
