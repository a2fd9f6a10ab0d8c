"""Signing in as it really is: a password, a code from a telephone, and nothing of a record without both."""

from __future__ import annotations

import base64
import hashlib
import hmac
import struct
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from django.contrib.auth.hashers import Argon2PasswordHasher

from kith.casework.access.models import User
from kith.casework.workforce.models import Worker
from tests.furnishing.browser import Console, go_back, press_and_arrive
from tests.furnishing.cast import PASSWORD, Cast
from tests.furnishing.inspection import faults

if TYPE_CHECKING:
    from playwright.sync_api import Page


def code_now(secret: str) -> str:
    """Return the six digits that a telephone shows for a secret at this moment (RFC 6238, 30 seconds, SHA-1)."""
    key = base64.b32decode(secret.replace(" ", "") + "=" * (-len(secret.replace(" ", "")) % 8))
    digest = hmac.new(key, struct.pack(">Q", int(time.time()) // 30), hashlib.sha1).digest()
    start = digest[-1] & 0x0F
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


def set_password(worker: Worker) -> None:
    """Give a worker's account its password, hashed as the real site hashes it."""
    assert worker.user is not None
    hasher = Argon2PasswordHasher()
    User.objects.filter(pk=worker.user.pk).update(password=hasher.encode(PASSWORD, hasher.salt()))


def give_password(page: Page, worker: Worker, password: str = PASSWORD) -> None:
    """Fill in the sign-in page and send it."""
    assert worker.user is not None
    page.goto("/account/login/")
    page.locator("input[name=login]").fill(worker.user.email)
    page.locator("input[name=password]").fill(password)
    press_and_arrive(page.get_by_role("button", name="Sign in", exact=True))


def test_password_and_code_open_the_record_and_signing_out_closes_it(
    site_cast: Cast, browser_page: Page, console: Console
) -> None:
    """The first time a second factor is set up; from then on a code is asked for; after signing out, back shows nothing."""
    page, worker = browser_page, site_cast.social_worker
    record = f"/people/{site_cast.child.pk}/"

    set_password(worker)

    # A password alone opens no record: whoever has no second factor is led to set one up.
    give_password(page, worker)
    page.goto(record)
    assert "/account/2fa/" in page.url
    assert site_cast.child.display_name not in page.content()

    page.goto("/account/2fa/totp/activate/")
    if "reauthenticate" in page.url:
        page.locator("input[name=password]").fill(PASSWORD)
        press_and_arrive(page.locator("main form button").first)
    assert not faults(page)
    page.set_viewport_size({"width": 1280, "height": 900})
    secret = page.locator("#authenticator_secret, [name=secret]").first.input_value()
    page.locator("input[name=code]").fill(code_now(secret))
    press_and_arrive(page.locator("main form button[type=submit], main form button").first)
    page.goto(record)
    assert page.get_by_role("heading", level=1).inner_text() == site_cast.child.display_name

    # Signed out, the back button shows nothing of the record.
    press_and_arrive(page.get_by_role("link", name="Sign out"))
    press_and_arrive(page.get_by_role("button", name="Sign out"))
    go_back(page)
    go_back(page)
    assert site_cast.child.display_name not in page.content()
    page.goto(record)
    assert "/account/login/" in page.url

    # The next time: the password, then the code; a wrong code is told so.
    give_password(page, worker)
    assert "/account/2fa/authenticate/" in page.url
    assert not faults(page)
    page.set_viewport_size({"width": 1280, "height": 900})
    page.locator("input[name=code]").fill("000000")
    press_and_arrive(page.locator("main form button").first)
    assert "Incorrect code" in page.locator("main").inner_text()
    page.goto(record)
    assert site_cast.child.display_name not in page.content()


def test_five_wrong_passwords_close_the_account_for_a_while(
    site_cast: Cast, browser_page: Page, browse_as: Callable[[Worker | None], None], console: Console
) -> None:
    """Even the right password is not taken then, and a sentence says what to do."""
    console.expect("status of 4")
    set_password(site_cast.outsider)
    for _ in range(5):
        give_password(browser_page, site_cast.outsider, "not my password")
        assert browser_page.url.endswith("/account/login/")
    give_password(browser_page, site_cast.outsider)
    said = browser_page.locator("main").inner_text()
    assert "Too many failed login attempts. Try again later." in said
    browser_page.goto("/")
    assert "/account/login/" in browser_page.url
