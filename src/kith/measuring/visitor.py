"""A visitor to the pages: keeps its cookies and its connection, reads a form and sends it filled in."""

from __future__ import annotations

import contextlib
import http.client
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlencode

COUNTED = "X-Kith-Queries"


@dataclass(frozen=True)
class Answer:
    """What the server answered."""

    status: int
    body: str
    location: str
    queries: int | None  # where the server counts them


@dataclass
class Visitor:
    """One person at one browser, signed in if it has a session's key."""

    host: str
    port: int
    session: str = ""
    timeout: float = 30.0
    cookies: dict[str, str] = field(default_factory=dict)
    sent_a_form: bool = False  # whether the form that was filled in last was sent, or never got so far
    _connection: http.client.HTTPConnection | None = None

    def __post_init__(self) -> None:
        if self.session:
            self.cookies["sessionid"] = self.session

    def get(self, path: str) -> Answer:
        """Ask for a page. Raises OSError or HTTPException where nobody answers."""
        return self._send("GET", path)

    def post(self, path: str, fields: list[tuple[str, str]]) -> Answer:
        """Send a form. It is sent once: a broken connection is never taken for a reason to send it again."""
        return self._send("POST", path, urlencode(fields))

    def fill_in(self, path: str, **words: str) -> Answer:
        """Ask for the page with a form, fill in these fields, leave the rest as they came, and send it."""
        self.sent_a_form = False
        page = self.get(path)
        if page.status != 200:
            return page
        self.sent_a_form = True
        return self.post(path, filled(page.body, words))

    def close(self) -> None:
        """Let go of the connection."""
        if self._connection is not None:
            with contextlib.suppress(OSError):
                self._connection.close()
        self._connection = None

    def _send(self, method: str, path: str, body: str | None = None) -> Answer:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        if self._connection is None:
            self._connection = http.client.HTTPConnection(self.host, self.port, timeout=self.timeout)
        try:
            self._connection.request(method, path, body, headers)
            response = self._connection.getresponse()
            content = response.read()
        except (OSError, http.client.HTTPException):
            self.close()
            raise
        for cookie in response.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.split(";", 1)[0].partition("=")
            self.cookies[name] = value
        counted = response.headers.get(COUNTED)
        return Answer(
            response.status,
            content.decode("utf-8", "replace"),
            response.headers.get("Location", ""),
            int(counted) if counted else None,
        )


def filled(page: str, words: dict[str, str]) -> list[tuple[str, str]]:
    """Return the fields of a page's own form, as (name, value), with these put in the place of what they were."""
    reader = _FormReader()
    reader.feed(page)
    kept = [(name, value) for name, value in reader.fields if name not in words]
    return [*kept, *words.items()]


class _FormReader(HTMLParser):
    """Reads what a browser would send of the forms that are sent by POST and have more than a button."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: list[tuple[str, str]] = []
        self._forms: list[list[tuple[str, str]]] = []
        self._in_form = False
        self._text: str | None = None
        self._select: str | None = None
        self._first_option: str | None = None
        self._chosen = False

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        name = given.get("name") or ""
        if tag == "form" and (given.get("method") or "").lower() == "post":
            self._in_form = True
            self._forms.append([])
        elif not self._in_form:
            return
        elif tag == "input" and name:
            kind = (given.get("type") or "text").lower()
            if kind in {"submit", "button", "file", "image"}:
                return
            if kind in {"checkbox", "radio"} and "checked" not in given:
                return
            self._forms[-1].append((name, given.get("value") or ""))
        elif tag == "textarea" and name:
            self._text = name
            self._forms[-1].append((name, ""))
        elif tag == "select" and name:
            self._select, self._first_option, self._chosen = name, None, False
        elif tag == "option" and self._select:
            value = given.get("value") or ""
            self._first_option = value if self._first_option is None else self._first_option
            if "selected" in given:
                self._forms[-1].append((self._select, value))
                self._chosen = True

    def handle_data(self, data: str) -> None:
        if self._text:
            name, so_far = self._forms[-1][-1]
            self._forms[-1][-1] = (name, so_far + data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._text = None
        elif tag == "select" and self._select:
            if not self._chosen and self._first_option is not None:
                self._forms[-1].append((self._select, self._first_option))
            self._select = None
        elif tag == "form" and self._in_form:
            self._in_form = False
            # The largest form is the page's own; signing out is one too.
            self.fields = max(self._forms, key=len)
