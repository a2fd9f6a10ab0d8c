"""What every page knows: the authority, the worker, and the menu of what their role comes for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from kith.casework.access.rights import Right, general_rights

# Title, address by name, and the right that shows it; None shows it to everyone signed in.
MENU: list[tuple[str, str, Right | None]] = [
    ("My day", "timeline:my_day", None),
    ("Find people", "people:search", Right.FIND_PEOPLE),
    ("Contacts", "front_door:queue", Right.TAKE_CONTACTS),
    ("Conferences", "protection:conferences", Right.CHAIR_CONFERENCES),
    ("What helps", "family_help:what_helps", Right.SEE_TEAMS),
    ("Teams", "workforce:teams", Right.SEE_TEAMS),
    ("Services", "family_help:directory", Right.KEEP_DIRECTORY),
    ("Returns", "returns:checks", Right.CHECK_RETURNS),
    ("Supervision", "workforce:supervisions", None),
    ("Openings to review", "access:openings", Right.REVIEW_OPENINGS),
    ("Audit", "access:audit", Right.READ_AUDIT),
    ("Administration", "access:administration", Right.ADMINISTER),
]


@dataclass(frozen=True)
class MenuItem:
    """One entry of the menu."""

    title: str
    address: str
    current: bool


def page(request: HttpRequest) -> dict[str, Any]:
    """Return the authority's name, the signed-in worker, their menu, and whether this is the demonstration."""
    worker = getattr(request, "worker", None)
    return {
        "authority_name": settings.AUTHORITY_NAME,
        "worker": worker,
        "is_demo": settings.DEMO,
        "navigation": _menu(request) if worker else [],
    }


def _menu(request: HttpRequest) -> list[MenuItem]:
    rights = general_rights(request.worker.role)  # type: ignore[attr-defined]
    items = []
    for title, name, right in MENU:
        if right is not None and right not in rights:
            continue
        try:
            address = reverse(name)
        except NoReverseMatch:
            continue
        here = request.path == address if address == "/" else request.path.startswith(address)
        items.append(MenuItem(title, address, here))
    return items
