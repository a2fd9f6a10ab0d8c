"""One family's assessment, from its first word to goals on the plan, through the hands of its writer and a manager."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.utils import timezone
from playwright.sync_api import expect

from kith.casework.plans.models import Goal, Plan
from kith.casework.workforce.models import Worker
from tests.furnishing.cast import Cast

if TYPE_CHECKING:
    from playwright.sync_api import Page


def fill_day(page: Page, name: str) -> None:
    """Fill in today."""
    today = timezone.localdate()
    for place, part in enumerate((today.day, today.month, today.year)):
        page.locator(f"input[name={name}_{place}]").fill(str(part))


def test_an_assessment_is_written_sent_back_signed_off_and_becomes_goals(
    site_cast: Cast, browser_page: Page, browse_as: Callable[[Worker | None], None]
) -> None:
    """Strengths first, the child heard, a manager who sends it back once, and nothing of it typed again on the plan."""
    cast, page = site_cast, browser_page
    browse_as(cast.social_worker)
    page.goto(f"/families/{cast.family.pk}/")
    page.get_by_role("link", name="Start an assessment").click()
    page.get_by_label("Family Help assessment, which the family agreed to").check()
    page.get_by_label("Esther Okafor").uncheck()
    page.get_by_role("button", name="Start it").click()
    page.get_by_text("The assessment is begun.").wait_for()

    page.get_by_role("button", name="Write about the family").click()
    assert page.locator("textarea").first.get_attribute("name") == "strengths"
    page.get_by_label("What is going well").fill("They laugh a lot.")
    page.get_by_label("What the family says is happening, in their words").fill("We want to sleep at night.")
    page.get_by_label("What this means for the children").fill("Tired, and loved.")
    page.get_by_label("What the family thinks of this assessment").fill("It is fair.")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("What you wrote about the family is in the assessment.").wait_for()

    # It cannot go without the child: the page says so and leads to the child's part.
    page.get_by_role("button", name="Send for sign-off").click()
    page.get_by_text("It cannot go yet.").wait_for()
    page.get_by_role("link", name="Say when Daniel Okafor was seen, or why not.").click()
    page.get_by_label("What the child says, in their words").fill("I like it when it is quiet.")
    fill_day(page, "child_words_date")
    fill_day(page, "seen_date")
    page.get_by_label("The child was seen alone").check()
    page.get_by_label("Mental health: parent or carer").check()
    page.get_by_label("Help on the family's plan, as Family Help").check()
    page.get_by_label("Why that is right").fill("Help with nights is what they ask for.")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Send for sign-off").click()
    page.get_by_role("button", name="Send it").click()
    page.get_by_text("The assessment waits for a manager").wait_for()

    # The manager finds it on her day, sends it back once, and signs it off when it comes again.
    browse_as(cast.team_manager)
    page.goto("/")
    page.get_by_role("link", name="Read an assessment and sign it off").click()
    expect(page.locator("blockquote", has_text="I like it when it is quiet.")).to_have_count(1)
    page.get_by_role("button", name="Send it back").click()
    page.get_by_label("What should be changed, and why").fill("Who sits with them at night now?")
    page.get_by_role("button", name="Send it back").click()
    browse_as(cast.social_worker)
    page.goto("/")
    page.get_by_role("link", name="Change an assessment that was sent back").click()
    page.get_by_text("Who sits with them at night now?").wait_for()
    page.get_by_role("button", name="Send for sign-off").click()
    page.get_by_role("button", name="Send it").click()
    browse_as(cast.team_manager)
    page.goto("/")
    page.get_by_role("link", name="Read an assessment and sign it off").click()
    page.get_by_role("button", name="Sign it off").click()
    page.get_by_label("Why you agree").fill("He was heard, and the help fits.")
    page.get_by_role("button", name="Sign it off").click()
    page.get_by_text("Signed off.", exact=False).first.wait_for()

    # The plan is there, in the family's words, and what was found becomes goals.
    plan = Plan.objects.get(family=cast.family)
    assert (plan.what_we_want, plan.what_is_strong) == ("We want to sleep at night.", "They laugh a lot.")
    browse_as(cast.social_worker)
    page.goto(f"/families/{cast.family.pk}/")
    page.get_by_role("link", name="Assessment of").first.click()
    page.get_by_role("button", name="Take it onto the plan as goals").click()
    page.locator("input[name=choose_0]").check()
    page.locator("input[name=words_0]").fill("Mum sleeps, and so do we")
    page.get_by_role("button", name="Put them on the plan").click()
    page.get_by_text("The goals are on the plan.").wait_for()
    assert Goal.objects.get(plan=plan).words == "Mum sleeps, and so do we"
    expect(page.locator("blockquote", has_text="We want to sleep at night.")).to_have_count(1)
