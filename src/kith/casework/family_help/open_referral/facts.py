"""What a service's document says that it is searched by: kinds of help, ages, cost, places and opening times."""

from __future__ import annotations

import datetime
import hashlib
import json
import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from kith import codes
from kith.casework.family_help.open_referral import kinds
from kith.casework.family_help.open_referral.grid import to_grid
from kith.reference import postcodes

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_FREE = re.compile(r"\bfree\b|\bno (cost|charge|fee)", re.IGNORECASE)
_NOT_FREE = re.compile(r"[£]\s*[1-9]|\bnot free\b", re.IGNORECASE)
WORDS_SEARCHED = 6000


@dataclass(frozen=True)
class Place:
    """Where a service is given: the number of the service at the location, and where that is, as far as is said."""

    identifier: str
    name: str
    postcode: str
    easting: int | None
    northing: int | None


@dataclass(frozen=True)
class Opening:
    """That a service is open on a day of the week (0 is Monday), between two times where they are said."""

    weekday: int
    opens: datetime.time | None
    closes: datetime.time | None


@dataclass(frozen=True)
class Facts:
    """One service as it is searched and shown in a list."""

    identifier: str
    name: str
    status: str
    organisation_name: str
    kinds_of_help: list[str]
    minimum_age: float | None
    maximum_age: float | None
    is_free: bool | None
    search_words: str
    term_ids: list[str]
    taxonomy_ids: list[str]
    places: list[Place]
    openings: list[Opening]
    digest: str

    @property
    def has_place(self) -> bool:
        """Return whether it is given somewhere that is on the grid, so that it can be near or far."""
        return any(place.easting is not None for place in self.places)


def facts_of(document: dict[str, Any], said_kinds: list[str] | None = None) -> Facts:
    """Return the facts of a checked document; `said_kinds` are kinds of help that somebody chose."""
    terms = list(terms_of(document))
    found_kinds = kinds.kinds_of(document, terms) if said_kinds is None else said_kinds
    organisation = document.get("organization") or {}
    labels = codes.labels("kind_of_help")
    words = [
        document["name"],
        organisation.get("name", ""),
        *(labels[kind] for kind in found_kinds),
        *(one["name"] for one in terms),
        document.get("description", ""),
    ]
    written = json.dumps([document, found_kinds], sort_keys=True, ensure_ascii=False)
    return Facts(
        identifier=document["id"],
        name=document["name"][:300],
        status=document["status"],
        organisation_name=organisation.get("name", "")[:300],
        kinds_of_help=found_kinds,
        minimum_age=document.get("minimum_age"),
        maximum_age=document.get("maximum_age"),
        is_free=_is_free(document),
        search_words="\n".join(word for word in words if word)[:WORDS_SEARCHED],
        term_ids=sorted({one["id"] for one in terms}),
        taxonomy_ids=sorted({taxonomy_id_of(one) for one in terms} - {""}),
        places=list(_places(document)),
        openings=sorted(
            set(_openings(document)), key=lambda one: (one.weekday, str(one.opens), str(one.closes))
        ),
        digest=hashlib.sha256(written.encode()).hexdigest(),
    )


def terms_of(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the taxonomy terms that a service carries."""
    for attribute in document.get("attributes", []):
        if term := attribute.get("taxonomy_term"):
            yield term


def taxonomy_id_of(term: dict[str, Any]) -> str:
    """Return the number of a term's taxonomy, made from its name where only that is given; empty where neither is."""
    if said := term.get("taxonomy_id"):
        return str(said)
    return str(uuid.uuid5(uuid.NAMESPACE_URL, term["taxonomy"])) if term.get("taxonomy") else ""


def _is_free(document: dict[str, Any]) -> bool | None:
    """Return whether a service costs nothing, or None where it is not said."""
    options = document.get("cost_options", [])
    amounts = [option["amount"] for option in options if "amount" in option]
    words = " ".join(
        [document.get("fees", ""), *(option.get("amount_description", "") for option in options)]
    )
    if any(amounts) or _NOT_FREE.search(words):
        return False
    if amounts or _FREE.search(words):
        return True
    return None


def _places(document: dict[str, Any]) -> Iterator[Place]:
    for at in document.get("service_at_locations", []):
        location = at.get("location") or {}
        postcode = next(
            (written for one in location.get("addresses", []) if (written := _postcode_in(one))), ""
        )
        grid = None
        if location.get("location_type") != "virtual":
            if "latitude" in location and "longitude" in location:
                grid = to_grid(float(location["latitude"]), float(location["longitude"]))
            if grid is None and postcode and (found := postcodes.find(postcode)) is not None:
                grid = (found.easting, found.northing)
        easting, northing = grid or (None, None)
        yield Place(at["id"], location.get("name", "")[:200], postcode, easting, northing)


def _postcode_in(address: dict[str, Any]) -> str:
    if address.get("address_type") == "virtual":
        return ""
    return postcodes.normalise(str(address.get("postal_code", ""))) or ""


def _openings(document: dict[str, Any]) -> Iterator[Opening]:
    for schedule in document.get("schedules", []):
        opens, closes = _time(schedule.get("opens_at")), _time(schedule.get("closes_at"))
        for day in str(schedule.get("byday", "")).upper().split(","):
            # A monthly schedule writes the first Monday as 1MO.
            name = day.strip()[-2:]
            if name in DAYS:
                yield Opening(DAYS.index(name), opens, closes)


def _time(said: Any) -> datetime.time | None:
    match = re.match(r"\s*([01]?\d|2[0-3])[:.]?([0-5]\d)", str(said or ""))
    return datetime.time(int(match[1]), int(match[2])) if match else None
