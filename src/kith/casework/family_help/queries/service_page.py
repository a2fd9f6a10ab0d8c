"""What a page shows of a service: for whom, cost, when, where and how to get in touch, in words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from kith.casework.family_help.models import DirectoryService
from kith.casework.family_help.open_referral import kinds
from kith.casework.family_help.open_referral.facts import DAYS

_DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True)
class Telephone:
    """A number as it is written, as a link needs it, and whose it is."""

    number: str
    link: str
    whose: str


@dataclass(frozen=True)
class ShownService:
    """A service in words. Texts are plain: templates escape them."""

    service: DirectoryService
    description: str
    for_whom: str
    cost: str
    when: list[str]
    where: list[str]
    telephones: list[Telephone]
    email: str
    address: str  # of its page
    kinds: list[str]
    languages: list[str]
    alert: str
    source: str  # whose directory it comes from; empty for ours
    miles: float | None = None

    @property
    def first_line(self) -> str:
        """Return the beginning of what it says of itself, for a list."""
        words = " ".join(self.description.split())
        if len(words) <= 220:
            return words
        return words[:220].rsplit(" ", 1)[0].rstrip(",.;:") + " …"


def shown(service: DirectoryService, miles: float | None = None) -> ShownService:
    """Return a service in words, with how far it is where that is known."""
    document: dict[str, Any] = service.document
    return ShownService(
        service=service,
        description=document.get("description", ""),
        for_whom=_for_whom(document),
        cost=_cost(document, service.is_free),
        when=_when(document),
        where=_where(document),
        telephones=_telephones(document),
        email=document.get("email", "") or document.get("organization", {}).get("email", ""),
        address=document.get("url", "") or document.get("organization", {}).get("website", ""),
        kinds=[kinds.IN_PLAIN_WORDS[kind] for kind in service.kinds_of_help if kind in kinds.IN_PLAIN_WORDS],
        languages=[one["name"] for one in document.get("languages", []) if one.get("name")],
        alert=document.get("alert", ""),
        source=service.feed.name if service.feed else "",
        miles=miles,
    )


def _for_whom(document: dict[str, Any]) -> str:
    youngest, oldest = document.get("minimum_age"), document.get("maximum_age")
    if not youngest and (oldest is None or oldest >= 99):
        return "Any age"
    if oldest is None or oldest >= 99:
        return f"Adults, from {youngest:g}" if (youngest or 0) >= 16 else f"From {youngest:g} years"
    if not youngest:
        return f"Up to {oldest:g} years"
    return f"{youngest:g} years" if youngest == oldest else f"{youngest:g} to {oldest:g} years"


def _cost(document: dict[str, Any], is_free: bool | None) -> str:
    if fees := document.get("fees"):
        return str(fees)
    said = []
    for option in document.get("cost_options", []):
        amount = option.get("amount")
        words = [option.get("option", ""), "" if amount is None else ("free" if amount == 0 else f"£{amount:,.2f}"),
                 option.get("amount_description", "")]  # fmt: skip
        said.append(", ".join(dict.fromkeys(word for word in words if word)))
    if said:
        return "; ".join(word for word in said if word)
    return "Free" if is_free else ""


def _when(document: dict[str, Any]) -> list[str]:
    lines = []
    for schedule in document.get("schedules", []):
        names = [part.strip()[-2:] for part in str(schedule.get("byday", "")).upper().split(",")]
        days = [_DAY_NAMES[DAYS.index(name)] for name in DAYS if name in names]
        hours = " to ".join(
            filter(None, (_clock(schedule.get("opens_at")), _clock(schedule.get("closes_at"))))
        )
        line = " ".join(filter(None, (_joined(days), hours)))
        if schedule.get("freq") == "MONTHLY" and line:
            line = f"Each month: {line}"
        lines += [part for part in (line, schedule.get("description", ""), schedule.get("notes", "")) if part]
    return list(dict.fromkeys(lines))


def _joined(days: list[str]) -> str:
    if days == list(_DAY_NAMES):
        return "Every day"
    if len(days) > 2 and days == list(_DAY_NAMES[_DAY_NAMES.index(days[0]) :][: len(days)]):
        return f"{days[0]} to {days[-1]}"
    return f"{', '.join(days[:-1])} and {days[-1]}" if len(days) > 1 else "".join(days)


def _clock(said: Any) -> str:
    match = re.match(r"\s*([01]?\d|2[0-3])[:.]?([0-5]\d)", str(said or ""))
    if not match:
        return ""
    hour, minute = int(match[1]), match[2]
    half = "am" if hour < 12 else "pm"
    return f"{hour % 12 or 12}{'' if minute == '00' else ':' + minute}{half}"


def _where(document: dict[str, Any]) -> list[str]:
    lines = []
    for at in document.get("service_at_locations", []):
        location = at.get("location") or {}
        if location.get("location_type") == "virtual":
            lines.append("Online or by telephone")
            continue
        addresses = location.get("addresses") or [{}]
        parts = [
            location.get("name", ""),
            *(addresses[0].get(part, "") for part in ("address_1", "city", "postal_code")),
        ]
        line = ", ".join(dict.fromkeys(part for part in parts if part))
        if line:
            lines.append(line)
    return list(dict.fromkeys(lines))


def _telephones(document: dict[str, Any]) -> list[Telephone]:
    found = []
    for contact in document.get("contacts", []):
        for phone in contact.get("phones", []):
            number = str(phone["number"])[:40]
            digits = re.sub(r"[^\d+]", "", number)
            if 3 <= len(digits) <= 16:
                found.append(Telephone(number, digits, contact.get("name", "") or contact.get("title", "")))
    return found
