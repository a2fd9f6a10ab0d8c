"""Asking another's directory for its services over the web, with as little trust as that deserves.

Only https, only addresses that the whole world can reach, a size and a time for each answer and for the whole. The name
is looked up once and the connection goes to the address that was judged, so that it cannot change in between.
"""

from __future__ import annotations

import http.client
import io
import ipaddress
import json
import socket
import ssl
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO
from urllib.parse import quote, urlencode, urljoin, urlsplit

from kith.casework.family_help.open_referral.streaming import FeedBroken, Found, services_in

AGENT = "Kith (reads Open Referral UK)"
REDIRECTS = 3
PER_PAGE = 100
FILES = (".json", ".jsonl", ".ndjson")
# What a list says of a service is not all of it: these are what only its own page has.
WHOLE = ("service_at_locations", "schedules", "contacts", "attributes", "cost_options", "service_areas")


class _Gone(FeedBroken):
    """There is nothing at an address."""


@dataclass
class Asking:
    """How much may be asked, and how much of it is left.

    `may_be_here` lets plain http and this machine itself be asked: for tests, and for whoever types a command.
    """

    may_be_here: bool = False
    seconds: float = 1800.0
    seconds_an_answer: float = 30.0
    bytes_an_answer: int = 32_000_000
    bytes_in_all: int = 2_000_000_000
    began: float = field(default_factory=time.monotonic)
    taken: int = 0

    def time_left(self) -> float:
        """Return the seconds left of the whole. Raises FeedBroken where there are none."""
        left = self.seconds - (time.monotonic() - self.began)
        if left <= 0:
            raise FeedBroken(
                f"The feed took more than {self.seconds / 60:.0f} minutes and was given up. Try again when it is quieter."
            )
        return left


class _Connection(http.client.HTTPConnection):
    """A connection to an address that was judged before, under the name that was asked for."""

    def __init__(self, host: str, port: int, address: str, timeout: float, *, secure: bool) -> None:
        super().__init__(host, port, timeout=timeout)
        self._address = address
        self._secure = secure

    def connect(self) -> None:
        """Connect to the judged address."""
        self.sock = socket.create_connection((self._address, self.port), self.timeout)
        if self._secure:
            self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.host)


class _Answer(io.RawIOBase):
    """An answer's body, which ends with a sentence when it grows too long or takes too long."""

    def __init__(self, response: http.client.HTTPResponse, asking: Asking, most: int, seconds: float) -> None:
        self._response = response
        self._asking = asking
        self._most = most
        self._until = time.monotonic() + seconds

    def close(self) -> None:
        """Let go of the connection."""
        self._response.close()
        super().close()

    def readable(self) -> bool:
        """Say that it is read from."""
        return True

    def read(self, size: int = -1) -> bytes:
        """Read at most `size` bytes."""
        self._asking.time_left()
        if time.monotonic() > self._until:
            raise FeedBroken("The feed answers too slowly and was given up. Try again when it is quieter.")
        try:
            piece = self._response.read1(size if size > 0 else 65_536)
        except (OSError, http.client.HTTPException) as wrong:
            self._asking.time_left()
            raise FeedBroken("The feed stopped in the middle of an answer. Try again.") from wrong
        self._most -= len(piece)
        self._asking.taken += len(piece)
        if self._most < 0 or self._asking.taken > self._asking.bytes_in_all:
            raise FeedBroken(
                "The feed's answer is larger than Kith reads. Ask its publisher for smaller pages."
            )
        return piece


def open_address(address: str, asking: Asking, *, most: int | None = None, whole: bool = False) -> BinaryIO:
    """Ask for an address and return its body, going along a few redirects. Raises FeedBroken with what to do."""
    here = asking.may_be_here
    for _ in range(REDIRECTS + 1):
        response = _ask(address, asking, here=here)
        if response.status != 200:
            response.close()
        if response.status in {301, 302, 303, 307, 308}:
            address = urljoin(address, response.headers.get("Location", ""))
            here = asking.may_be_here and _is_here(urlsplit(address).hostname or "")
            continue
        if response.status in {404, 410}:
            raise _Gone(
                f"There is nothing at the feed's address ({response.status}). Check it with its publisher."
            )
        if response.status != 200:
            raise FeedBroken(
                f"The feed answered with {response.status}, not with services. Check the address, or try later."
            )
        limit = most if most is not None else (asking.bytes_in_all if whole else asking.bytes_an_answer)
        seconds = asking.time_left() if whole else asking.seconds_an_answer * 2
        return _Answer(response, asking, limit, seconds)  # type: ignore[return-value]
    raise FeedBroken(
        "The feed sends from one address to the next without end. Ask its publisher for the right one."
    )


def _is_here(host: str) -> bool:
    return host in {"localhost", "127.0.0.1", "::1"}


def _ask(address: str, asking: Asking, *, here: bool) -> http.client.HTTPResponse:
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise FeedBroken("This is not a web address. Enter one that begins with https://.") from None
    local = here and _is_here(host)
    if parts.scheme != "https" and not (local and parts.scheme == "http"):
        raise FeedBroken(
            "A feed is read from an address that begins with https:// alone. Ask its publisher for it."
        )
    if not host or parts.username or parts.password:
        raise FeedBroken(
            "The feed's address has no name of a machine, or has a password in it. Enter it without."
        )
    secure = parts.scheme == "https"
    port = port or (443 if secure else 80)
    judged = _judged(host, port, local=local)
    connection = _Connection(
        host, port, judged, min(asking.seconds_an_answer, asking.time_left()), secure=secure
    )
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._") + (f"?{parts.query}" if parts.query else "")
    try:
        connection.request(
            "GET", path, headers={"Accept": "application/json", "User-Agent": AGENT, "Connection": "close"}
        )
        return connection.getresponse()
    except ssl.SSLError as wrong:
        why = "The feed's certificate is not good, so it may not be who it says. Tell its publisher."
        fault: Exception = wrong
    except TimeoutError as wrong:
        why, fault = "The feed did not answer in time. Try again later.", wrong
    except (OSError, ValueError, http.client.HTTPException) as wrong:
        why, fault = "The feed could not be reached. Check the address, or try later.", wrong
    connection.close()
    asking.time_left()  # where it was the whole's time that ran out, that is what is said
    raise FeedBroken(why) from fault


def _judged(host: str, port: int, *, local: bool) -> str:
    """Return an address of a machine that may be asked. Raises FeedBroken for one inside a network."""
    try:
        found = [str(one[4][0]) for one in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except (OSError, UnicodeError):
        raise FeedBroken(f"There is no machine called {host[:100]}. Check the address.") from None
    for address in found:
        judged = ipaddress.ip_address(address.split("%")[0])
        mapped = getattr(judged, "ipv4_mapped", None) or judged
        if not mapped.is_global or mapped.is_multicast:
            if local and mapped.is_loopback:
                continue
            raise FeedBroken(
                "The feed's address is inside a private network, which Kith does not ask. Check the address."
            )
    return found[0]


def services_at(address: str, asking: Asking) -> Iterator[Found]:
    """Yield every service of a feed: a file at an address, or a directory asked by the standard, page after page.

    Raises FeedBroken where it cannot be read as a whole.
    """
    if urlsplit(address).path.lower().endswith(FILES):
        with open_address(address, asking, whole=True) as body:
            yield from services_in(body, most_bytes=asking.bytes_in_all)
        return
    base = address.split("?")[0].rstrip("/").removesuffix("/services")
    number, page = 0, 0
    while True:
        page += 1
        asked = urlencode({"page": page, "per_page": PER_PAGE})
        said = _json(f"{base}/services?{asked}", asking, f"page {page}")
        contents = said.get("contents") if isinstance(said, dict) else None
        if not isinstance(contents, list):
            raise FeedBroken(
                f"Page {page} of the feed has no 'contents'. It is not Open Referral UK 3.0: ask its publisher."
            )
        for one in contents:
            number += 1
            yield _whole(base, number, one, asking)
        if not contents or said.get("last_page") is True or page >= _pages(said):
            return


def _pages(said: dict[str, Any]) -> int:
    total = said.get("total_pages")
    return total if isinstance(total, int) else 1_000_000


def _whole(base: str, number: int, one: Any, asking: Asking) -> Found:
    """Return a service with all there is of it, which only its own address has."""
    identifier = one.get("id") if isinstance(one, dict) else None
    if not isinstance(identifier, str) or any(part in one for part in WHOLE):
        return Found(number, one)
    try:
        said = _json(f"{base}/services/{quote(identifier, safe='')}", asking, f"service {number}")
    except _Gone:
        return Found(number, one, "The list has it, and at its own address there is nothing.")
    return Found(number, said if isinstance(said, dict) else one)


def _json(address: str, asking: Asking, what: str) -> Any:
    with open_address(address, asking) as body:
        pieces = []
        while piece := body.read(65_536):
            pieces.append(piece)
    try:
        return json.loads(b"".join(pieces))
    except (ValueError, RecursionError):
        raise FeedBroken(
            f"The answer for {what} is not JSON. Check the address: it may be a page for people."
        ) from None
