"""A visit is written in a hallway: the text outlives lost signal, a closed browser and an ended session, and is sent once."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone

from kith.casework.care.models import CareVisit, CareVisitChild
from kith.casework.furniture.models import Draft
from kith.casework.workforce.models import Worker
from tests.furnishing.browser import PHONE, Console
from tests.furnishing.cast import Cast
from tests.furnishing.in_care import CareFamily, three_in_care
from tests.furnishing.site import Site

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

RECORDED = re.compile(r"/care/visits/\d+/$")
SAID = "I want to see Nan on my birthday."
KEPT_HERE = """async () => {
  const kept = await new Promise((done) => { const ask = indexedDB.open("kith-visits"); ask.onsuccess = () => done(ask.result); });
  const rows = (store) => new Promise((done) => {
    if (!kept.objectStoreNames.contains(store)) return done([]);
    const ask = kept.transaction(store).objectStore(store).getAll();
    ask.onsuccess = () => done(ask.result);
  });
  const text = (row) => new TextDecoder().decode(row.text);
  const found = { keys: (await rows("keys")).length, ids: [], text: "" };
  for (const row of await rows("sealed")) { found.ids.push(row.id); found.text += text(row); }
  return found;
}"""


@pytest.fixture
def family(site_cast: Cast) -> CareFamily:
    """Three brothers and sisters in care, on the site's record."""
    return three_in_care(site_cast)


@pytest.fixture
def phone(browser_context: BrowserContext, console: Console) -> Page:
    """A telephone, whose browser says in the console when there is no signal."""
    console.expect("ERR_INTERNET_DISCONNECTED")
    page = browser_context.new_page()
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    return page


def form_of(family: CareFamily) -> str:
    """Return the address of the form of a visit to the eldest."""
    return f"/people/{family.eldest.pk}/care/visits/write/"


def ready(page: Page) -> None:
    """Wait until the form keeps what is typed, and the page opens without signal."""
    page.locator("form[data-kith-ready]").wait_for()
    page.evaluate("async () => { await navigator.serviceWorker.ready; }")
    page.wait_for_function(
        "async () => (await caches.keys()).some((name) => name.startsWith('kith-visits-'))"
    )


def answer(page: Page, family: CareFamily) -> None:
    """Answer what must be answered about the eldest, and leave the others out."""
    for other in family.children[1:]:
        box = page.locator(f"input[name=to_{other.pk}]")
        if box.is_checked():
            box.uncheck()
    number = family.eldest.pk
    page.locator(f"textarea[name=child_words_{number}]").fill(SAID)
    page.locator(f"input[name=how_{number}][value=alone]").check()
    page.locator(f"input[name=bedroom_{number}][value=yes]").check()


def kept_here(page: Page) -> dict[str, Any]:
    """Return what the device keeps, as somebody with the device in their hands would find it."""
    found: dict[str, Any] = page.evaluate(KEPT_HERE)
    return found


def test_a_visit_written_without_signal_is_kept_and_sent_once(
    site_cast: Cast,
    family: CareFamily,
    browser_context: BrowserContext,
    phone: Page,
    browse_as: Callable[[Worker | None], None],
) -> None:
    """The children are taken along; with no signal the form opens, keeps its text through a closed page, and goes by itself."""
    browse_as(site_cast.social_worker)
    phone.goto("/people/visits-with-me/")
    phone.get_by_label("Kezia F").check()
    phone.get_by_label("Micah F").check()
    phone.get_by_text("2 children taken along").wait_for()
    phone.goto(form_of(family))
    ready(phone)

    browser_context.set_offline(True)
    phone.reload()
    phone.get_by_role("heading", name="Visit to Kezia F, Micah F").wait_for()
    answer_two(phone, family)
    phone.get_by_text("Kept on this device only").wait_for()
    assert SAID not in kept_here(phone)["text"]
    assert "Kezia" not in kept_here(phone)["text"]
    phone.close()

    again = browser_context.new_page()
    again.set_viewport_size(PHONE)  # type: ignore[arg-type]
    again.goto(form_of(family))
    words = again.locator(f"textarea[name=child_words_{family.eldest.pk}]")
    words.wait_for()
    assert words.input_value() == SAID
    again.get_by_role("button", name="Send the visit").click()
    again.get_by_text("There is no signal. The visit is kept on this device").wait_for()
    assert not CareVisit.objects.exists()

    browser_context.set_offline(False)
    again.wait_for_url(RECORDED)
    again.get_by_text("The visit is on the record.").wait_for()
    again.get_by_text(SAID).wait_for()
    visit = CareVisit.objects.get()
    assert visit.day == timezone.localdate()
    assert set(visit.children.values_list("child_id", flat=True)) == {one.pk for one in family.children[:2]}
    assert kept_here(again)["ids"] == [f"along-{site_cast.social_worker.pk}"]


def answer_two(page: Page, family: CareFamily) -> None:
    """Answer about the two who were taken along."""
    first, second, _ = family.children
    page.locator(f"textarea[name=child_words_{first.pk}]").fill(SAID)
    for child in (first, second):
        page.locator(f"input[name=how_{child.pk}][value=alone]").check()
        page.locator(f"input[name=bedroom_{child.pk}][value=yes]").check()


def test_a_visit_outlives_an_ended_session_and_is_locked_meanwhile(
    site: Site,
    site_cast: Cast,
    family: CareFamily,
    browser_context: BrowserContext,
    phone: Page,
    browse_as: Callable[[Worker | None], None],
) -> None:
    """Sending says to sign in; signed out the device shows nothing, to a colleague neither; after signing in it goes."""
    browse_as(site_cast.social_worker)
    phone.goto(form_of(family))
    ready(phone)
    browser_context.clear_cookies(name="sessionid")
    answer(phone, family)
    phone.get_by_role("button", name="Send the visit").click()
    phone.get_by_text("You have been signed out, so the visit was not sent").wait_for()
    phone.get_by_role("link", name="Sign in").click()
    phone.get_by_role("heading", name="Sign in to Kith").wait_for()
    phone.wait_for_function("async () => (await window.kithKept.held()) === null")
    locked = kept_here(phone)
    assert locked["keys"] == 0
    assert len(locked["ids"]) == 1

    browse_as(site_cast.family_help_practitioner)
    phone.goto(form_of(family))
    phone.locator("form[data-kith-ready]").wait_for()
    assert SAID not in phone.content()
    assert phone.locator(f"textarea[name=child_words_{family.eldest.pk}]").input_value() == ""

    browse_as(site_cast.social_worker)
    phone.goto(form_of(family))
    phone.wait_for_url(RECORDED)
    assert CareVisitChild.objects.get().child_words == SAID
    assert not Draft.objects.exists()
    assert kept_here(phone)["ids"] == []


def test_two_sendings_at_one_moment_are_one_visit(
    site_cast: Cast, family: CareFamily, phone: Page, browse_as: Callable[[Worker | None], None]
) -> None:
    """Both are answered with the same page, though each believes that it is the first."""
    browse_as(site_cast.social_worker)
    phone.goto(form_of(family))
    phone.locator("form[data-kith-ready]").wait_for()
    answer(phone, family)
    addresses = phone.evaluate(
        """async () => {
          const form = document.querySelector("form[data-kith-visit]");
          const send = () => fetch(location.pathname, { method: "POST", body: new FormData(form), headers: { Accept: "application/json" } });
          return Promise.all((await Promise.all([send(), send(), send()])).map(async (sent) => (await sent.json()).address));
        }"""
    )
    visit = CareVisit.objects.get()
    assert addresses == [f"/care/visits/{visit.pk}/"] * 3


def test_signing_out_leaves_what_was_not_sent_sealed_or_takes_it_away(
    site_cast: Cast, family: CareFamily, phone: Page, browse_as: Callable[[Worker | None], None]
) -> None:
    """The worker is told what is still here, and chooses; the names that were taken along always go."""
    browse_as(site_cast.social_worker)
    phone.goto("/people/visits-with-me/")
    phone.get_by_label("Kezia F").check()
    phone.get_by_text("1 child taken along").wait_for()
    phone.goto(form_of(family))
    ready(phone)
    answer(phone, family)
    phone.get_by_text("Kept on this device only").wait_for()
    phone.goto("/account/logout/")
    phone.get_by_text("1 visit is kept on this device and was not sent.").wait_for()
    phone.get_by_role("button", name="Sign out").click()
    phone.get_by_role("heading", name="Sign in to Kith").wait_for()
    left = kept_here(phone)
    assert left["keys"] == 0
    assert len(left["ids"]) == 1
    assert not left["ids"][0].startswith("along")

    browse_as(site_cast.social_worker)
    phone.goto(form_of(family))
    phone.get_by_text("What you wrote on this device is in the form below").wait_for()
    assert phone.locator(f"textarea[name=child_words_{family.eldest.pk}]").input_value() == SAID
    phone.goto("/account/logout/")
    phone.get_by_label("Take what was not sent off this device as well").check()
    phone.get_by_role("button", name="Sign out").click()
    phone.get_by_role("heading", name="Sign in to Kith").wait_for()
    assert kept_here(phone) == {"keys": 0, "ids": [], "text": ""}


def test_by_keyboard_alone_and_what_is_missing_is_said(
    site_cast: Cast,
    family: CareFamily,
    phone: Page,
    browse_as: Callable[[Worker | None], None],
    console: Console,
) -> None:
    """A thumb or a Tab key is enough; sent with a question left out, the page says which, and keeps the rest."""
    console.expect("status of 422")
    browse_as(site_cast.social_worker)
    phone.goto(form_of(family))
    phone.locator("form[data-kith-ready]").wait_for()
    number = family.eldest.pk
    for other in family.children[1:]:
        phone.locator(f"input[name=to_{other.pk}]").focus()
        phone.keyboard.press("Space")
    phone.locator(f"textarea[name=child_words_{number}]").focus()
    phone.keyboard.type(SAID)
    phone.keyboard.press("Tab")
    phone.keyboard.press("Space")  # seen, and alone
    button = phone.get_by_role("button", name="Send the visit")
    button.focus()
    phone.keyboard.press("Enter")
    phone.get_by_role("alert").get_by_text("Choose whether you saw where Kezia sleeps.").wait_for()
    phone.locator("form[data-kith-ready]").wait_for()
    assert phone.locator(f"textarea[name=child_words_{number}]").input_value() == SAID
    phone.locator(f"input[name=bedroom_{number}]").first.focus()
    phone.keyboard.press("Space")
    phone.get_by_role("button", name="Send the visit").focus()
    phone.keyboard.press("Enter")
    phone.wait_for_url(RECORDED)
    assert CareVisitChild.objects.get().child_words == SAID


def test_without_scripts_it_is_an_ordinary_form(
    site: Site, site_cast: Cast, family: CareFamily, chromium: Browser
) -> None:
    """The same questions, the same answers, one visit."""
    plain = chromium.new_context(base_url=site.address, java_script_enabled=False)
    plain.add_cookies(
        [{"name": "sessionid", "value": site.session_for(site_cast.social_worker), "url": site.address}]
    )
    page = plain.new_page()
    page.goto(form_of(family))
    answer(page, family)
    page.get_by_role("button", name="Send the visit").click()
    page.get_by_text("The visit is on the record.").wait_for()
    assert CareVisitChild.objects.get().child_words == SAID
    plain.close()
