"""What every test can count on: a database of its own, the cast, the wall, and a shut network."""

from __future__ import annotations

import json
import socket
import urllib.error
import urllib.request
from typing import TYPE_CHECKING

import pytest
import pytest_socket
from django.db import connection

from kith.casework.access.roles import Role
from kith.casework.access.wall import WEB_ROLE
from kith.casework.people.models import Person
from tests.furnishing.cast import Cast
from tests.furnishing.clients import acting_as
from tests.furnishing.site import Site

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.furnishing.browser import Console


@pytest.mark.filterwarnings("ignore:A test tried to use socket")
def test_the_network_is_shut() -> None:
    """A test that would ask another machine fails, and says so."""
    with pytest.raises(pytest_socket.SocketConnectBlockedError):
        socket.create_connection(("192.0.2.1", 80), timeout=1)


def test_the_cast_has_a_worker_of_every_role(cast: Cast) -> None:
    """A new role must have its worker, or the tables of roles against answers would miss it."""
    assert {worker.role for worker in cast.workers} == {role.value for role in Role}


def test_acting_as_a_worker_shows_what_that_worker_may_see(cast: Cast) -> None:
    """The social worker's own niece is not there for her, and is there again for the test itself."""
    with acting_as(cast.social_worker):
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_user")
            assert cursor.fetchone() == (WEB_ROLE,)
        assert set(Person.objects.filter(pk__in=[cast.child.pk, cast.own_niece.pk])) == {cast.child}
    assert Person.objects.filter(pk__in=[cast.child.pk, cast.own_niece.pk]).count() == 2


@pytest.mark.parametrize("turn", [1, 2])
def test_each_test_of_the_live_site_has_the_cast_and_nothing_else(
    site: Site, site_cast: Cast, turn: int
) -> None:
    """What one test saves through the site is not there for the next."""
    assert not Person.objects.filter(display_name="Left by a test").exists()
    Person.objects.create(display_name="Left by a test", sex="U")


def test_the_live_site_answers_and_says_what_it_lacks(site: Site) -> None:
    """The web server is up on a database of this program's tables; no background worker runs beside it here."""
    with urllib.request.urlopen(f"{site.address}/health/live/") as answer:
        assert json.load(answer) == {"status": "live"}
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(f"{site.address}/health/ready/")
    with refused.value as answer:
        assert answer.code == 503
        assert json.load(answer) == {"status": "not ready", "database": True, "tables": True, "worker": False}


def test_a_console_error_is_kept_for_the_test_to_fail_on(
    browser_page: Page, site: Site, console: Console
) -> None:
    """An address that is not there is an error in the console, which a test must expect in so many words."""
    browser_page.goto("/account/login/")
    assert console.unexpected() == []
    browser_page.evaluate("console.error('something broke')")
    browser_page.wait_for_timeout(50)
    assert console.unexpected() == ["something broke"]
    console.expect("something broke")
