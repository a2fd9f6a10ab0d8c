"""A page in Chromium, signed in as whoever the test says, which fails the test on any error in the console."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from kith.casework.workforce.models import Worker
from tests.furnishing.site import Site

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Locator, Page

DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}


@dataclass
class Console:
    """What pages wrote to the console as an error, and which of it a test expects."""

    errors: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)

    def expect(self, part: str) -> None:
        """Let errors pass that hold these words, such as 'status of 403' where the test asks for a refusal."""
        self.expected.append(part)

    def unexpected(self) -> list[str]:
        """The errors that no test expected."""
        return [error for error in self.errors if not any(part in error for part in self.expected)]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One Chromium for this test process."""
    from playwright.sync_api import sync_playwright

    from kith.recipes._chromium import ensure_chromium

    # Playwright keeps an event loop in this thread, which Django would take for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=ensure_chromium(),
            args=["--no-sandbox", "--disable-dev-shm-usage"] if is_root else [],
        )
        yield browser
        browser.close()


@pytest.fixture
def console() -> Iterator[Console]:
    """The console of every page of this test: an error in it that the test did not expect fails the test."""
    kept = Console()
    yield kept
    assert not kept.unexpected(), f"A page wrote errors to the console: {kept.unexpected()}"


@pytest.fixture
def browser_context(chromium: Browser, site: Site, console: Console) -> Iterator[BrowserContext]:
    """A fresh browser window with no cookies; addresses are relative to the site."""
    context = chromium.new_context(
        base_url=site.address, viewport=DESKTOP, locale="en-GB", timezone_id="Europe/London"
    )  # type: ignore[arg-type]
    context.set_default_timeout(10_000)
    context.on(
        "console", lambda message: console.errors.append(message.text) if message.type == "error" else None
    )
    context.on("weberror", lambda error: console.errors.append(str(error.error)))
    yield context
    context.close()


def go_back(page: Page) -> None:
    """Press the browser's back button, and wait for the page before.

    The page goes back by itself: Playwright's own way asks the browser for its history, which it may be giving up just then.
    """
    page.wait_for_load_state("networkidle")  # whatever was pressed before has led where it leads
    with page.expect_navigation():
        page.evaluate("setTimeout(() => history.back(), 0)")


def press_and_arrive(pressed: Locator) -> None:
    """Press a button or link that leads to a page, and wait until that page is there whole.

    Pressing alone waits for nothing: the address may have changed already while the page still is empty.
    """
    with pressed.page.expect_navigation(wait_until="load"):
        pressed.click()


@pytest.fixture
def browser_page(browser_context: BrowserContext) -> Page:
    """A page in a fresh browser window, signed in as nobody."""
    return browser_context.new_page()


@pytest.fixture
def browse_as(browser_context: BrowserContext, site: Site) -> Callable[[Worker | None], None]:
    """A function that signs the browser window in as a worker without a password, or out for None."""

    def sign_in(worker: Worker | None) -> None:
        browser_context.clear_cookies()
        if worker is not None:
            browser_context.add_cookies(
                [{"name": "sessionid", "value": site.session_for(worker), "url": site.address}]
            )

    return sign_in
