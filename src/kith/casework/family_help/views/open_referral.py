"""The directory's API, by Open Referral UK 3.0: open to every reader, GET and HEAD alone, JSON whatever happens."""

from __future__ import annotations

import datetime
import math
import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.core import ratelimit
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt

from kith.casework.family_help.models import DirectoryTerm
from kith.casework.family_help.open_referral import api, kinds
from kith.casework.family_help.open_referral.facts import DAYS, taxonomy_id_of
from kith.casework.family_help.queries.directory import (
    Asked,
    find_places,
    find_services,
    place_by_identifier,
    service_by_identifier,
)
from kith.reference import postcodes

MOST_AGE = 1000.0


class _CannotAsk(ValueError):
    """What was asked for cannot be; the message says why and what to do."""


class _NotHere(ValueError):
    """There is no such thing."""


def _answer(said: dict[str, Any], status: int = 200) -> JsonResponse:
    answer = JsonResponse(said, status=status, json_dumps_params={"ensure_ascii": False})
    answer["Access-Control-Allow-Origin"] = "*"
    answer["Cache-Control"] = "public, max-age=300" if status == 200 else "no-store"
    return answer


def _open(view: Callable[..., dict[str, Any]]) -> Callable[..., HttpResponse]:
    """Answer with what a view returns, and with a sentence in JSON for everything that cannot be answered."""

    def answered(request: HttpRequest, **named: str) -> HttpResponse:
        if request.method not in {"GET", "HEAD"}:
            refused = _answer({"error": f"{request.method} is not taken here: only GET and HEAD are."}, 405)
            refused["Allow"] = "GET, HEAD"
            return refused
        if not ratelimit.consume(request, action="directory_api"):
            return _answer(
                {"error": "Too many questions have come from this address. Wait a minute and go on."}, 429
            )
        try:
            return _answer(view(request, **named))
        except _CannotAsk as wrong:
            return _answer({"error": str(wrong)}, 400)
        except _NotHere as wrong:
            return _answer({"error": str(wrong)}, 404)

    @csrf_exempt
    @wraps(view)
    def kept_from_caches(request: HttpRequest, **named: str) -> HttpResponse:
        answer = answered(request, **named)
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            # To somebody signed in the answer may carry their session's cookie, which no shared cache may keep.
            answer["Cache-Control"] = "no-store"
        return answer

    return kept_from_caches


def _base(request: HttpRequest) -> str:
    return request.build_absolute_uri(reverse("family_help:api"))


@_open
def about(request: HttpRequest) -> dict[str, Any]:
    """Say which standard this is."""
    return api.about(_base(request))


@_open
def openapi(request: HttpRequest) -> dict[str, Any]:
    """Describe the API."""
    return api.description(_base(request), settings.AUTHORITY_NAME)


@_open
def nothing_here(request: HttpRequest, anything: str) -> dict[str, Any]:
    """Say that there is no such endpoint."""
    raise _NotHere(
        "There is no such endpoint. openapi.json says which there are; none has a slash at its end."
    )


@_open
def services(request: HttpRequest) -> dict[str, Any]:
    """List services, by name, or the best fit of the words first."""
    page, per_page = _paging(request)
    found = find_services(_asked(request), first=(page - 1) * per_page, most=per_page)
    contents = [api.summary(one.service.document) for one in found.services]
    return api.page_of(contents, found.total, page, per_page)


@_open
def service(request: HttpRequest, identifier: str) -> dict[str, Any]:
    """Give one service, whole."""
    found = service_by_identifier(_number(identifier, "service"), published_only=True)
    if found is None:
        raise _NotHere("There is no service with this id.")
    whole: dict[str, Any] = found.document
    return whole


@_open
def service_at_locations(request: HttpRequest) -> dict[str, Any]:
    """List services at their locations, nearest to a postcode first where one is given."""
    page, per_page = _paging(request)
    found, total = find_places(
        _nearness(request, _asked(request)), first=(page - 1) * per_page, most=per_page
    )
    contents = [
        api.at_location(one.service.document, str(one.place.identifier), whole=False) for one in found
    ]
    return api.page_of(contents, total, page, per_page)


@_open
def service_at_location(request: HttpRequest, identifier: str) -> dict[str, Any]:
    """Give one service at one location, whole."""
    found = place_by_identifier(_number(identifier, "service at a location"))
    if found is None:
        raise _NotHere("There is no service at a location with this id.")
    return api.at_location(found.service.document, str(found.place.identifier), whole=True)


def _published_terms() -> list[dict[str, Any]]:
    """Return our own kinds of help, and the terms of feeds that we publish again."""
    theirs = (
        DirectoryTerm.objects.filter(feed__may_republish=True)
        .order_by("pk")
        .values_list("document", flat=True)
    )
    return list({term["id"]: term for term in [*map(kinds.term, kinds.IN_PLAIN_WORDS), *theirs]}.values())


def _published_taxonomies() -> list[dict[str, Any]]:
    found = {kinds.TAXONOMY_ID: kinds.taxonomy()}
    for term in _published_terms():
        number = taxonomy_id_of(term)
        if number and number not in found:
            name = term.get("taxonomy", "A taxonomy without a name")
            found[number] = {"id": number, "name": name, "description": name}
    return list(found.values())


def _listed(request: HttpRequest, everything: list[dict[str, Any]]) -> dict[str, Any]:
    page, per_page = _paging(request)
    first = (page - 1) * per_page
    return api.page_of(everything[first : first + per_page], len(everything), page, per_page)


def _one(everything: list[dict[str, Any]], identifier: str, what: str) -> dict[str, Any]:
    number = str(_number(identifier, what))
    found = next((one for one in everything if one["id"] == number), None)
    if found is None:
        raise _NotHere(f"There is no {what} with this id.")
    return found


@_open
def taxonomies(request: HttpRequest) -> dict[str, Any]:
    """List the taxonomies that services are sorted by."""
    return _listed(request, _published_taxonomies())


@_open
def taxonomy(request: HttpRequest, identifier: str) -> dict[str, Any]:
    """Give one taxonomy."""
    return _one(_published_taxonomies(), identifier, "taxonomy")


@_open
def taxonomy_terms(request: HttpRequest) -> dict[str, Any]:
    """List the terms that services are sorted by."""
    return _listed(request, _published_terms())


@_open
def taxonomy_term(request: HttpRequest, identifier: str) -> dict[str, Any]:
    """Give one term."""
    return _one(_published_terms(), identifier, "term")


def _number(identifier: str, what: str) -> uuid.UUID:
    try:
        return uuid.UUID(identifier)
    except ValueError:
        raise _NotHere(f"There is no {what} with this id: an id is a UUID.") from None


def _paging(request: HttpRequest) -> tuple[int, int]:
    return (
        _whole_number(request, "page", 1, api.MOST_PAGE),
        _whole_number(request, "per_page", api.PER_PAGE, api.MOST_PER_PAGE),
    )


def _whole_number(request: HttpRequest, name: str, usual: int, most: int) -> int:
    said = request.GET.get(name)
    if said is None:
        return usual
    if not (said.isascii() and said.isdigit() and len(said) <= 9 and 1 <= int(said) <= most):
        raise _CannotAsk(f"{name} must be a whole number from 1 to {most:,}.")
    return int(said)


def _asked(request: HttpRequest) -> Asked:
    """Return what the parameters ask for. Raises _CannotAsk for one that cannot be."""
    day = request.GET.get("day")
    if day is not None and day not in DAYS:
        raise _CannotAsk(f"day must be one of {', '.join(DAYS)}.")
    words = request.GET.get("search", "")
    if len(words) > api.MOST_WORDS or "\x00" in words:
        raise _CannotAsk(f"search must be words of at most {api.MOST_WORDS} characters.")
    return Asked(
        words=words,
        active_only=False,
        published_only=True,
        term=_uuid(request, "taxonomy_term_id"),
        taxonomy=_uuid(request, "taxonomy_id"),
        minimum_age=_age(request, "minimum_age"),
        maximum_age=_age(request, "maximum_age"),
        weekday=None if day is None else DAYS.index(day),
        opens_from=_time(request, "start_time"),
        closes_by=_time(request, "end_time"),
    )


def _nearness(request: HttpRequest, asked: Asked) -> Asked:
    postcode, proximity = request.GET.get("postcode"), request.GET.get("proximity")
    if postcode is None and proximity is None:
        return asked
    if postcode is None:
        raise _CannotAsk("proximity needs a postcode to measure from. Give both.")
    place = postcodes.find(postcode)
    if place is None:
        raise _CannotAsk("There is no such postcode in Great Britain. Give one such as E8 1EA.")
    within = None
    if proximity is not None:
        try:
            within = float(proximity)
        except ValueError:
            within = math.nan
        if not 0 <= within < 10_000_000 or "_" in proximity:
            raise _CannotAsk("proximity must be a number of metres, such as 5000.")
    return Asked(**{**vars(asked), "near": (place.easting, place.northing), "within": within})


def _uuid(request: HttpRequest, name: str) -> uuid.UUID | None:
    said = request.GET.get(name)
    if said is None:
        return None
    try:
        return uuid.UUID(said)
    except ValueError:
        raise _CannotAsk(f"{name} must be a UUID.") from None


def _age(request: HttpRequest, name: str) -> float | None:
    said = request.GET.get(name)
    if said is None:
        return None
    try:
        age = float(said)
    except ValueError:
        age = math.nan
    if not math.isfinite(age) or "_" in said:
        raise _CannotAsk(f"{name} must be a number of years, such as 5.")
    # No service is for anybody older or younger, and the database need not be asked with a number of 300 digits.
    return max(-MOST_AGE, min(age, MOST_AGE))


def _time(request: HttpRequest, name: str) -> datetime.time | None:
    said = request.GET.get(name)
    if said is None:
        return None
    for form in ("%H:%M", "%H:%M:%S"):
        try:
            return datetime.datetime.strptime(said, form).time()  # noqa: DTZ007  a time of day has no zone
        except ValueError:
            continue
    raise _CannotAsk(f"{name} must be a time of day, such as 09:30.")
