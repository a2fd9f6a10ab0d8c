"""Nothing that somebody typed is lost: by a closed tab, an ended session, or somebody else's saving first."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from kith.casework.furniture.models import Draft
from kith.casework.workforce.models import Worker
from tests.furnishing.browser import Console
from tests.furnishing.cast import Cast
from tests.furnishing.lively import Lively
from tests.furnishing.site import Site

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

TYPED = "Esther showed me the den under the table. She sleeps there when it is loud."


def test_typed_text_survives_a_closed_tab_and_an_ended_session(
    site_cast: Cast,
    browser_context: BrowserContext,
    browser_page: Page,
    browse_as: Callable[[Worker | None], None],
) -> None:
    """It is kept within two seconds of a pause, and the same person finds it after signing in again."""
    address = f"/people/{site_cast.sibling.pk}/notes/add/"
    browse_as(site_cast.social_worker)
    browser_page.goto(address)
    browser_page.get_by_label("In a few words").fill("A visit after school")
    browser_page.get_by_label("The note", exact=True).fill(TYPED)
    browser_page.get_by_text("Draft saved at").wait_for(
        timeout=2_000 + 2_000
    )  # the pause, and a slow machine
    browser_page.close()
    browse_as(None)

    again = browser_context.new_page()
    again.goto(address)
    assert "/account/login/" in again.url
    browse_as(site_cast.outsider)
    again.goto("/")
    assert TYPED not in again.content()

    browse_as(site_cast.social_worker)
    again.goto(address)
    assert again.get_by_label("The note", exact=True).input_value() == TYPED
    assert again.get_by_label("In a few words").input_value() == "A visit after school"
    again.get_by_text("We kept what you had typed here").wait_for()

    again.get_by_role("link", name="Start again without it").click()
    assert again.get_by_label("The note", exact=True).input_value() == ""
    assert not Draft.objects.exists()


def test_text_typed_after_the_session_has_ended_is_kept_and_the_page_says_so(
    site_cast: Cast, browser_page: Page, browse_as: Callable[[Worker | None], None]
) -> None:
    """The page goes on saving, and tells whoever types to sign in again in another tab."""
    browse_as(site_cast.social_worker)
    browser_page.goto(f"/people/{site_cast.sibling.pk}/notes/add/")
    browser_page.context.clear_cookies(name="sessionid")
    browser_page.get_by_label("The note", exact=True).fill(TYPED)
    browser_page.get_by_text("You have been signed out: sign in again in a new tab").wait_for()
    assert Draft.objects.get().data["text"] == [TYPED]


def test_a_tab_closed_before_the_pause_is_over_loses_nothing(
    site_cast: Cast,
    browser_context: BrowserContext,
    browser_page: Page,
    browse_as: Callable[[Worker | None], None],
) -> None:
    """What was typed in the last second goes as the page does."""
    address = f"/people/{site_cast.sibling.pk}/notes/add/"
    browse_as(site_cast.social_worker)
    browser_page.goto(address)
    browser_page.get_by_label("The note", exact=True).fill(TYPED)
    browser_page.goto("/")
    for _ in range(50):
        if Draft.objects.exists():
            break
        browser_page.wait_for_timeout(100)
    browser_page.goto(address)
    expect(browser_page.get_by_label("The note", exact=True)).to_have_value(TYPED)


def test_two_people_editing_one_thing_are_shown_both_versions(
    lively: Lively,
    site: Site,
    chromium: Browser,
    browser_page: Page,
    browse_as: Callable[[Worker | None], None],
    console: Console,
) -> None:
    """Whoever saves second sees both, overwrites nothing, and saves what they then choose."""
    console.expect("status of 409")
    address = f"/plans/{lively.plan.pk}/words/"
    browse_as(lively.cast.social_worker)
    browser_page.goto(address)

    others = chromium.new_context(base_url=site.address)
    others.add_cookies(
        [{"name": "sessionid", "value": site.session_for(lively.cast.team_manager), "url": site.address}]
    )
    her_page = others.new_page()
    her_page.goto(address)
    wants = "What the family wants to be different"
    her_page.get_by_label(wants).fill("Calm mornings, and Ngozi home by six.")
    her_page.get_by_role("button", name="Save").click()
    her_page.get_by_role("heading", level=1).wait_for()
    others.close()

    mine = "Calm mornings, and somebody there at night."
    browser_page.get_by_label(wants).fill(mine)
    browser_page.get_by_role("button", name="Save").click()
    both = browser_page.get_by_role("alert")
    assert "Somebody else saved this while you had it open" in both.inner_text()
    assert "Ngozi home by six" in both.inner_text()
    assert mine in both.inner_text()
    lively.plan.refresh_from_db()
    assert lively.plan.what_we_want == "Calm mornings, and Ngozi home by six."

    browser_page.get_by_label(wants).fill("Calm mornings, Ngozi home by six, somebody there at night.")
    browser_page.get_by_role("button", name="Save").click()
    browser_page.get_by_text("somebody there at night").first.wait_for()
    lively.plan.refresh_from_db()
    assert lively.plan.what_we_want.endswith("somebody there at night.")
