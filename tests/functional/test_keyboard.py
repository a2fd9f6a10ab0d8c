"""Taking a contact and deciding it without a mouse: Tab, Space, Enter and the arrows, with focus always in sight."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from kith.casework.front_door.models import Contact
from kith.casework.workforce.models import Worker
from tests.furnishing.browser import Console
from tests.furnishing.cast import Cast

if TYPE_CHECKING:
    from playwright.sync_api import Page

# What has the focus: its name, whether it is drawn otherwise than without focus, and whether it is on the screen.
FOCUSED = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const label = one.labels && one.labels[0] ? one.labels[0].innerText : one.innerText;
  const box = one.getBoundingClientRect();
  const drawn = [one, one.labels && one.labels[0]].filter(Boolean).some(part =>
    ["", "::before", "::after"].some(where => {
      const style = getComputedStyle(part, where || null);
      return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none"
        || style.backgroundColor === "rgb(255, 221, 0)";
    }));
  return {
    name: one.name || "", value: one.type === "radio" || one.type === "checkbox" ? one.value : "",
    label: (label || "").trim(), tag: one.tagName, href: one.getAttribute("href") || "",
    drawn, shown: box.bottom > 0 && box.top < innerHeight,
  };
}"""


class Keyboard:
    """Somebody at the keyboard: each step is a key, and the focus must be seen after each."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, key: str) -> None:
        """Press one key."""
        self.page.keyboard.press(key)

    def to(self, **wanted: str) -> dict[str, str]:
        """Press Tab until what has the focus is as wanted, seeing the focus on the way."""
        for _ in range(120):
            self.press("Tab")
            focused = self.page.evaluate(FOCUSED)
            if focused is None:
                continue
            assert focused["drawn"], f"The focus is not to be seen: {focused}"
            assert focused["shown"], f"The focus is off the screen: {focused}"
            if all(words in focused[part] for part, words in wanted.items()):
                return dict(focused)
        raise AssertionError(f"Tab never comes to {wanted} on {self.page.url}.")

    def type(self, words: str) -> None:
        """Type some words."""
        self.page.keyboard.type(words)

    def choose(self, name: str, value: str) -> None:
        """Come to a group of radio buttons and choose one: Space for the first, arrows to go on."""
        focused = self.to(name=name)
        if focused["value"] != value or not self._is_checked(name):
            self.press("Space")
        for _ in range(12):
            if self.page.evaluate("document.activeElement.value") == value:
                return
            self.press("ArrowDown")
        raise AssertionError(f"The arrows never come to {value} of {name}.")

    def _is_checked(self, name: str) -> bool:
        return bool(self.page.evaluate("document.activeElement.checked"))


def test_a_contact_is_taken_and_decided_by_the_keyboard_alone(
    site_cast: Cast, browser_page: Page, browse_as: Callable[[Worker | None], None], console: Console
) -> None:
    """Nothing needs a mouse, from my day to the decision."""
    console.expect("status of 422")
    browse_as(site_cast.contact_officer)
    keyboard = Keyboard(browser_page)
    browser_page.goto("/")

    # The first Tab is the way past the menu.
    assert keyboard.to(label="Skip to main content")["href"] == "#main-content"
    keyboard.press("Enter")
    assert browser_page.evaluate("document.activeElement.id") == "main-content"

    keyboard.to(label="Take a contact")
    keyboard.press("Enter")
    browser_page.wait_for_url("**/contacts/add/")

    # Sent empty, the summary takes the focus, and each of its links leads to its field.
    keyboard.to(label="Save the contact")
    keyboard.press("Enter")
    browser_page.locator(".govuk-error-summary").wait_for()
    assert "govuk-error-summary" in browser_page.evaluate("document.activeElement.className")
    link = keyboard.to(href="#")
    keyboard.press("Enter")
    assert browser_page.evaluate("document.activeElement.id") == link["href"].removeprefix("#")

    browser_page.goto("/contacts/add/?draft=discard")
    keyboard.to(name="in_their_words")
    keyboard.type("Could somebody help us with the mornings?")
    keyboard.choose("asked_by", "parent")
    keyboard.to(name="asker_name")
    keyboard.type("Marcus Reid")
    keyboard.to(name="source")
    keyboard.type("Individual: family")
    keyboard.to(name="given_1")
    keyboard.type("Marcus")
    keyboard.press("Tab")
    keyboard.type("Reid")
    keyboard.to(label="Save the contact")
    keyboard.press("Enter")
    browser_page.get_by_text("The contact is saved and its clocks are running.").wait_for()
    contact = Contact.objects.get(asker_name="Marcus Reid")
    assert (contact.asked_by, contact.source) == ("parent", "1A")

    keyboard.to(label="Decide")
    keyboard.press("Enter")
    browser_page.wait_for_url("**/decide/")
    keyboard.choose("outcome", "information")
    keyboard.to(name="reason")
    keyboard.type("He asked what there is, and chose the breakfast club.")
    keyboard.to(name="given")
    keyboard.type("The school’s breakfast club, free on Mondays.")
    keyboard.to(label="Record the decision")
    keyboard.press("Enter")
    browser_page.get_by_text("Decided. Now tell whoever asked.").wait_for()
    contact.refresh_from_db()
    assert contact.status == "decided"
