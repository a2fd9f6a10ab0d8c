"""Every page, as a worker of each role sees it, looked at by axe at both widths and on paper."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from zlib import crc32

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from kith.casework.workforce.models import Worker
from tests.functional.every_page import FILES, JOURNEYS, LEADS_BACK, PRESSED, TABLE, Look, numbers
from tests.furnishing.browser import Console
from tests.furnishing.inspection import faults
from tests.furnishing.lively import Lively

ROOMS = "kith.casework"


def addresses(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Yield every address by name, those of included rooms too."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{before}{pattern.namespace}:" if pattern.namespace else before
            yield from addresses(pattern, inner)
        else:
            yield f"{before}{pattern.name}", pattern


def axe_has_its_turn(look: Look) -> bool:
    """Return whether axe looks at a page today: at one that the documents show always, at each other one every third day.

    With KITH_THOROUGH set it looks at every page. Every page is opened each time, whoever's turn it is.
    """
    if look.picture or os.environ.get("KITH_THOROUGH"):
        return True
    turn = crc32(f"{look.who} {look.address} {look.asks}".encode())
    return turn % 3 == timezone.localdate().toordinal() % 3


def parts_of(name: str) -> set[str]:
    """Return the names of the parts that an address is made of."""
    found = dict(addresses(get_resolver()))
    resolver = get_resolver()
    room, _, own = name.rpartition(":")
    if not room:
        return set()
    assert name in found, f"There is no address {name}."
    for namespace, (_, inside) in resolver.namespace_dict.items():
        if namespace == room:
            (possible, *_) = [parts for parts, *_ in inside.reverse_dict.getlist(own)]
            return set(possible[0][1])
    raise AssertionError(f"There is no room {room}.")


def address_of(look: Look, lively: Lively) -> str:
    """Return the address of a look, with the lively record's numbers in it."""
    named = numbers(lively, look.instead)
    path = reverse(look.address, kwargs={part: named[part] for part in parts_of(look.address)})
    today = timezone.localdate()
    asks = look.asks.format(**{**named, "day": today.day, "month": today.month, "year": today.year})
    return f"{path}?{asks}" if asks else path


def test_no_address_of_a_room_is_missing_from_the_table() -> None:
    """A new page is looked at from its first day: this fails until it has a row in the table."""
    known = {look.address for looks in TABLE.values() for look in looks}
    known |= PRESSED | LEADS_BACK | FILES | set(JOURNEYS)
    rooms = {
        name
        for name, pattern in addresses(get_resolver())
        if (pattern.callback.__module__ or "").startswith(ROOMS)
    }
    assert rooms - known == set(), "Add these to tests/functional/every_page.py."
    assert known - rooms - {name for name, _ in addresses(get_resolver())} == set(), "These are no addresses."


def test_an_address_that_is_only_pressed_shows_no_page(lively: Lively, browser_page, browse_as) -> None:
    """Opening it as a link changes nothing: the server answers that this is not how it is used."""
    browse_as(lively.cast.team_manager)
    for name in sorted(PRESSED):
        answer = browser_page.request.get(address_of(Look("team_manager", name), lively))
        assert answer.status == 405, name


@pytest.mark.parametrize("part", TABLE)
def test_every_page_is_open_to_everyone(
    part: str,
    lively: Lively,
    browser_page,
    browse_as: Callable[[Worker | None], None],
    console: Console,
    take_picture: Callable[..., None],
) -> None:
    """No violation, one heading, a title that names the page, no sideways scroll, no navigation on paper, no error.

    Axe looks at a page whose turn it is, and at those that the documents show, on a telephone too where they show it there.
    """
    console.expect("status of 403")
    found = []
    signed_in: str | None = None
    for look in sorted(TABLE[part], key=lambda one: one.who):
        if look.who != signed_in:
            signed_in = look.who
            browse_as(getattr(lively.cast, look.who) if look.who else None)
        address = address_of(look, lively)
        answer = browser_page.goto(address)
        assert answer is not None
        if answer.status != look.status or answer.request.redirected_from is not None:
            found.append(f"{look.who or 'nobody'} at {address}: {answer.status} at {browser_page.url}")
            continue
        if look.picture:
            take_picture(browser_page, look.picture, look.widths)
        found += [
            f"{look.who or 'nobody'} at {address} ({look.address}): {one}"
            for one in faults(browser_page, looked_at=look.widths if axe_has_its_turn(look) else ())
        ]
    assert not found, "\n" + "\n".join(found)
