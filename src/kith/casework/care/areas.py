"""Whose area a home is in: this authority's own, one that adjoins it, or farther away."""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache

from django.conf import settings

from kith.engines.returns.codes import find_authority
from kith.reference import read_table

# What a council calls itself, around its area's name.
_AROUND_A_NAME = (
    "london borough of ", "royal borough of ", "metropolitan borough of ", "city of ", "county of ",
    " county council", " city council", " borough council", " metropolitan borough council", " council",
)  # fmt: skip


class Where(StrEnum):
    """Where a home is, as regulation 11 tells it."""

    OURS = "in our own area"
    ADJOINING = "outside our area, in one that adjoins it"
    AT_A_DISTANCE = "at a distance: outside our area and those that adjoin it"
    NOT_KNOWN = "not known"


def our_area() -> str:
    """Return the code of this authority's own area, or "" where its name (KITH_AUTHORITY) is no authority's."""
    return _area_called(settings.AUTHORITY_NAME)


def in_our_area(authority_code: str) -> bool | None:
    """Return whether an address is in this authority's area; None where that cannot be told."""
    ours = our_area()
    return authority_code == ours if ours and authority_code else None


def where(authority_code: str) -> Where:
    """Return where a home is from the code of the authority that its postcode is in."""
    ours = our_area()
    if not ours or not authority_code:
        return Where.NOT_KNOWN
    if authority_code == ours:
        return Where.OURS
    return Where.ADJOINING if authority_code in _adjoining(ours) else Where.AT_A_DISTANCE


def name_of_area(authority_code: str) -> str:
    """Return the name of an authority, or "" for a code that none has."""
    return _names().get(authority_code, "")


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    return dict(read_table("authority").select("authority_code", "name").iter_rows())


@lru_cache(maxsize=8)
def _adjoining(code: str) -> frozenset[str]:
    return frozenset(other for one, other in read_table("adjoining_authority").iter_rows() if one == code)


@lru_cache(maxsize=8)
def _area_called(said: str) -> str:
    name = short = said.strip().casefold()
    for part in _AROUND_A_NAME:
        short = short.removeprefix(part) if part.endswith(" ") else short.removesuffix(part)
    for one in (name, short.strip()):
        try:
            return find_authority(one).ons_code
        except LookupError:
            continue
    return ""
