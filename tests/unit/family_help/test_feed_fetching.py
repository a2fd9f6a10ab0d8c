"""Asking another's directory over the web: page after page, whole services, and never what is inside a network."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest

from kith.casework.family_help.open_referral import fetching
from kith.casework.family_help.open_referral.fetching import Asking, services_at
from kith.casework.family_help.open_referral.streaming import FeedBroken
from tests.furnishing.feeds import service

Answer = tuple[int, dict[str, str], bytes]


@pytest.fixture
def directory() -> Iterator[Callable[[Callable[[str], Answer]], str]]:
    """A function that runs a directory on this machine, which answers as it is told, and gives its address."""
    running: list[ThreadingHTTPServer] = []

    def run(answer: Callable[[str], Answer]) -> str:
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                status, headers, body = answer(self.path)
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        running.append(server)
        return f"http://127.0.0.1:{server.server_port}/base"

    yield run
    for server in running:
        server.shutdown()
        server.server_close()


def said(status: int, body: object) -> Answer:
    """Return an answer in JSON."""
    return status, {"Content-Type": "application/json"}, json.dumps(body).encode()


def summary(number: int) -> dict[str, object]:
    """Return what a list says of a service."""
    return {
        name: value
        for name, value in service(number).items()
        if name in {"id", "name", "status", "description"}
    }


def test_a_directory_is_read_page_after_page_and_each_service_whole(directory) -> None:
    """The list has a summary; times and places are at the service's own address."""
    by_id = {service(number)["id"]: service(number) for number in range(5)}

    def answer(path: str) -> Answer:
        parts = urlsplit(path)
        if parts.path == "/base/services":
            page = int(parse_qs(parts.query)["page"][0])
            numbers = range(5)[(page - 1) * 2 : page * 2]
            return said(
                200, {"total_pages": 3, "last_page": page == 3, "contents": [summary(n) for n in numbers]}
            )
        return said(200, by_id[parts.path.rpartition("/")[2]])

    found = list(services_at(directory(answer), Asking(may_be_here=True)))
    assert [one.said for one in found] == [service(number) for number in range(5)]


def test_a_service_that_is_listed_and_not_there_is_the_only_one_lost(directory) -> None:
    """It went between the list and its own page."""

    def answer(path: str) -> Answer:
        if "/services?" in path:
            return said(200, {"total_pages": 1, "contents": [summary(1), summary(2)]})
        return said(404, {}) if service(1)["id"] in path else said(200, service(2))

    first, second = services_at(directory(answer), Asking(may_be_here=True))
    assert "nothing" in first.fault
    assert second.said == service(2)


ANSWERS: dict[str, tuple[Answer, str]] = {
    "an error": (said(500, {}), "answered with 500"),
    "a page for people": ((200, {}, b"<html>"), "not JSON"),
    "another standard": (said(200, {"content": []}), "no 'contents'"),
    "a redirection without end": ((302, {"Location": "/base"}, b""), "without end"),
    "a redirection into the network": ((302, {"Location": "http://10.0.0.1/"}, b""), "https:// alone"),
    "a redirection into the network by https": (
        (302, {"Location": "https://10.0.0.1/"}, b""),
        "private network",
    ),
    "a redirection to a file": ((302, {"Location": "file:///etc/passwd"}, b""), "https:// alone"),
    "more than is read": ((200, {}, b'{"contents": ["' + b"x" * 3000 + b'"]}'), "larger than Kith reads"),
    "less than it said": ((200, {"Content-Length": "5000"}, b"{"), "stopped in the middle|not JSON"),
}


@pytest.mark.parametrize("kind", ANSWERS)
def test_an_answer_that_cannot_be_used_is_a_sentence(directory, kind: str) -> None:
    """It says what to do, and quotes nothing of what it answered."""
    answer, sentence = ANSWERS[kind]
    with pytest.raises(FeedBroken, match=sentence) as broken:
        list(services_at(directory(lambda _: answer), Asking(may_be_here=True, bytes_an_answer=2000)))
    assert "html" not in str(broken.value)


PRIVATE = ("127.0.0.1", "10.1.2.3", "192.168.0.1", "172.16.9.9", "169.254.169.254", "100.64.0.1", "0.0.0.0", "::1",
           "fe80::1", "fc00::1", "::ffff:127.0.0.1", "224.0.0.1")  # fmt: skip


@pytest.mark.parametrize("address", PRIVATE)
def test_a_name_that_leads_into_a_network_is_not_asked(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A feed may not have Kith ask the council's own machines, whatever its name says."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    monkeypatch.setattr(
        fetching.socket, "getaddrinfo", lambda *_, **__: [(family, socket.SOCK_STREAM, 6, "", (address, 443))]
    )
    with pytest.raises(FeedBroken, match="private network"):
        list(services_at("https://directory.example.org", Asking()))


@pytest.mark.parametrize(
    "address", ["http://example.org", "ftp://example.org", "https://u:p@example.org", "https://"]
)
def test_only_https_is_asked(address: str) -> None:
    """Without a password in the address, and with a name."""
    with pytest.raises(FeedBroken, match=r"https://|password"):
        list(services_at(address, Asking()))


def test_time_runs_out_for_the_whole(directory) -> None:
    """A directory whose pages never end is given up."""

    def answer(path: str) -> Answer:
        return said(200, {"contents": [service(1)]})

    with pytest.raises(FeedBroken, match="given up"):
        list(services_at(directory(answer), Asking(may_be_here=True, seconds=0.3)))
