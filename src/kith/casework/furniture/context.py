"""What every page knows: the authority, the worker, and the menu of what their role comes for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from kith.casework.access.rights import Right, general_rights
from kith.casework.workforce.models import Worker

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
# Entries of later rooms that no one right tells apart, each after the entry that it names, shown to those whom its room
# says by their role: a menu asks nothing of the database.
_LATER: list[tuple[str, str, str, Callable[[Worker], bool]]] = []


def register_entry(title: str, name: str, shown: Callable[[Worker], bool], *, after: str) -> None:
    """Add an entry to the menu, after the one of that title. Registering the same one again changes nothing."""
    if all(known != title for known, *_ in _LATER):
        _LATER.append((title, name, after, shown))


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
    worker: Worker = request.worker  # type: ignore[attr-defined]
    rights = general_rights(worker.role)
    items = []
    for title, name, right in MENU:
        if right is None or right in rights:
            items += _item(request, title, name)
        for later, later_name, after, shown in _LATER:
            if after == title and shown(worker):
                items += _item(request, later, later_name)
    return items


def _item(request: HttpRequest, title: str, name: str) -> list[MenuItem]:
    try:
        address = reverse(name)
    except NoReverseMatch:
        return []
    here = request.path == address if address == "/" else request.path.startswith(address)
    return [MenuItem(title, address, here)]
