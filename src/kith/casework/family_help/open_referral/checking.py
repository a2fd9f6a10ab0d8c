"""Whether what a feed gives is a service by the standard, and a clean copy of it that holds nothing else.

What a service cannot do without, or what cannot be true of it, refuses it. A smaller part that breaks the standard is
left out and noted: a family should not miss a service because its logo's address is mistyped.
"""

from __future__ import annotations

import datetime
import html
import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from kith.casework.family_help.open_referral.standard import Field, shapes

LONGEST = 20_000  # characters of one text
LONGEST_LIST = 300  # things in one list
OLDEST = 120
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_TAG = re.compile(r"</?[a-zA-Z!][^<>]*>")
_BLOCK = re.compile(r"<\s*(?:br|/p|/li|/div|/h[1-6])\b[^<>]*>", re.IGNORECASE)
_UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_EMAIL = re.compile(r"[^@\s<>\"']+@[^@\s<>\"']+\.[^@\s<>\"']+")


class NotTaken(ValueError):
    """What the feed gives is no service; `reasons` say why and what its publisher should do."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = reasons


@dataclass(frozen=True)
class Checked:
    """A service as the standard has it, and what was left out of it."""

    document: dict[str, Any]
    notes: list[str] = field(default_factory=list)


def check_service(said: Any) -> Checked:
    """Return the service that a feed gives, clean. Raises NotTaken with every reason."""
    if not isinstance(said, dict):
        raise NotTaken(["It is not an object with fields. Give each service as an object."])
    reasons = _what_is_missing(said)
    notes: list[str] = []
    try:
        document = _clean(said, "service", "", notes)
    except _HasNoText as wrong:
        raise NotTaken([*reasons, str(wrong)]) from None
    reasons += _what_cannot_be(document)
    if reasons:
        raise NotTaken(reasons)
    return Checked(document, notes)


def _what_is_missing(said: dict[str, Any]) -> list[str]:
    reasons = []
    if not said.get("id"):
        reasons.append("It has no id. Give it one: a UUID that stays the same.")
    elif _uuid(said["id"]) is None:
        reasons.append("Its id is not a UUID, as the standard asks. Give it one that stays the same.")
    name = said.get("name")
    if not isinstance(name, str) or not _words(name).strip():
        reasons.append("It has no name. Say what the service is called.")
    allowed = shapes()["service"].fields["status"].words
    if said.get("status") not in allowed:
        heard = f"'{str(said['status'])[:40]}'" if said.get("status") else "missing"
        reasons.append(f"Its status is {heard}. It must be one of: {', '.join(allowed)}.")
    organisation = said.get("organization")
    if not (isinstance(organisation, dict) and organisation) and _uuid(said.get("organization_id")) is None:
        reasons.append("It has no organisation. Say who provides it, in organization or organization_id.")
    return reasons


def _what_cannot_be(document: dict[str, Any]) -> list[str]:
    youngest, oldest = ages = (document.get("minimum_age"), document.get("maximum_age"))
    reasons = [
        f"An age of {age:g} years cannot be. Give ages from 0 to {OLDEST}."
        for age in ages
        if age is not None and not 0 <= age <= OLDEST
    ]
    if youngest is not None and oldest is not None and youngest > oldest:
        reasons.append(
            f"Its youngest age ({youngest:g}) is above its oldest ({oldest:g}). Check both: they may be swapped."
        )
    return reasons


class _HasNoText(ValueError):
    """A text holds bytes that are no text."""


def _clean(said: dict[str, Any], shape_name: str, where: str, notes: list[str]) -> dict[str, Any]:
    """Return only what the standard knows of, each value as the standard has it."""
    fields = shapes()[shape_name].fields
    kept: dict[str, Any] = {}
    for name, given in said.items():
        about = fields.get(name)
        if about is None or given is None or given == "" or given == []:
            continue
        # Most of a feed is numbers of things and plain words, which are as they should be.
        if type(given) is str and about.kind == "string" and not about.words:
            if about.format == "uuid" and _UUID.fullmatch(given):
                kept[name] = given.lower()
                continue
            if not about.format and len(given) <= LONGEST and _is_plain(given):
                if text := given.strip():
                    kept[name] = text
                continue
        value = _value(given, about, f"{where}{name}", notes)
        if value is not None:
            kept[name] = value
    return kept


def _is_plain(given: str) -> bool:
    """Return whether a text has no markup, no control characters and nothing that is no text."""
    return given.isprintable() and "<" not in given and "&" not in given


def _value(given: Any, about: Field, place: str, notes: list[str]) -> Any:
    if about.kind == "many":
        if not isinstance(given, list):
            notes.append(f"{place} is not a list and was left out.")
            return None
        if len(given) > LONGEST_LIST:
            notes.append(f"{place} has {len(given):,} entries; the first {LONGEST_LIST} were kept.")
        entries = (_inside(one, about.of, f"{place}.", notes) for one in given[:LONGEST_LIST])
        return [one for one in entries if one is not None] or None
    if about.kind == "one":
        return _inside(given, about.of, f"{place}.", notes)
    if about.kind in {"number", "integer"}:
        return _number(given, place, notes)
    if not isinstance(given, str):
        if isinstance(given, bool) or not isinstance(given, int | float):
            notes.append(f"{place} is not a text and was left out.")
            return None
        given = f"{given}"
    return _text(given, about, place, notes)


def _inside(given: Any, shape_name: str, where: str, notes: list[str]) -> dict[str, Any] | None:
    """Return a thing inside a service, or None with a note where it lacks what the standard asks of it."""
    if not isinstance(given, dict):
        notes.append(f"{where[:-1]} is not an object and was left out.")
        return None
    inner: list[str] = []
    kept = _clean(given, shape_name, where, inner)
    missing = [name for name in shapes()[shape_name].required if name not in kept]
    # Organisations and terms often come without a description, which the standard asks for: their name says enough.
    if "description" in missing and "name" in kept:
        kept["description"] = kept["name"]
        missing.remove("description")
    if missing:
        notes.append(
            f"{where[:-1]} was left out: it has no {' and no '.join(missing)} that the standard could take."
        )
        return None
    notes += inner
    return kept


def _number(given: Any, place: str, notes: list[str]) -> float | int | None:
    if isinstance(given, str):
        try:
            given = float(given)
        except ValueError:
            given = None
    if isinstance(given, bool) or not isinstance(given, int | float) or abs(given) > 1e12 or given != given:
        notes.append(f"{place} is not a number and was left out.")
        return None
    return int(given) if given == int(given) else given


def _text(given: str, about: Field, place: str, notes: list[str]) -> str | None:
    if not given.isprintable() and _SURROGATE.search(given):
        raise _HasNoText(f"{place} has bytes that are not text (UTF-8). Save the feed as UTF-8.")
    if about.format:
        formed = _FORMS[about.format](given.strip())
        if formed is None:
            notes.append(f"{place} is not {_NAMES[about.format]} and was left out.")
        return formed
    text = _words(given)
    if len(text) > LONGEST:
        notes.append(f"{place} has {len(text):,} characters; the first {LONGEST:,} were kept.")
        text = text[:LONGEST]
    if about.words and text not in about.words:
        notes.append(f"{place} is '{text[:40]}', which the standard does not know; it was left out.")
        return None
    return text or None


def _words(given: str) -> str:
    """Return a text as words alone: markup gone, with a new line where a block of it ended."""
    given = given[: 4 * LONGEST]
    if _is_plain(given):
        return given.strip()
    if "<" in given:
        given = _TAG.sub("", _BLOCK.sub("\n", given))
    if "&" in given:
        given = _TAG.sub("", html.unescape(given))
    return _CONTROL.sub("", given).replace("\xa0", " ").strip()


def _uuid(given: Any) -> str | None:
    return given.strip().lower() if isinstance(given, str) and _UUID.fullmatch(given.strip()) else None


def address_of_page(given: str) -> str | None:
    """Return a web address that a person can be led to: http or https, and nothing hidden in it."""
    text = given.strip()
    if re.fullmatch(r"www\.[^\s]+", text):
        text = f"https://{text}"
    try:
        parts = urlsplit(text)
        parts.port  # noqa: B018  raises for a port that is none
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username or parts.password:
        return None
    return text if len(text) <= 2000 and not re.search(r"[\s\x00-\x1f\x7f<>\"'\\^`{|}]", text) else None


def _email(given: str) -> str | None:
    return given if len(given) <= 254 and _EMAIL.fullmatch(given) else None


def _instant(given: str) -> str | None:
    """Return an instant with its zone; a day or a local time is taken as UTC, which no reader will miss."""
    try:
        found = datetime.datetime.fromisoformat(given.strip().replace("Z", "+00:00").replace("z", "+00:00"))
    except ValueError:
        return None
    return (found if found.tzinfo else found.replace(tzinfo=datetime.UTC)).isoformat()


_FORMS = {"uuid": _uuid, "uri": address_of_page, "email": _email, "date-time": _instant}
_NAMES = {
    "uuid": "a UUID",
    "uri": "a web address",
    "email": "an e-mail address",
    "date-time": "a date and time",
}
