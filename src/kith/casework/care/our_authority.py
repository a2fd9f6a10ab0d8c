"""Which authority this record is of, so that a home can be told to lie in its area or outside."""

from __future__ import annotations

from functools import cache

from django.conf import settings

from kith.engines.returns.codes import find_authority


def our_authority() -> str:
    """Return the authority's Office for National Statistics code, or nothing where its name is of none in England."""
    return _code_of(settings.AUTHORITY_NAME)


@cache
def _code_of(name: str) -> str:
    try:
        return find_authority(name).ons_code
    except LookupError:
        return ""


def in_our_area(authority_code: str) -> bool | None:
    """Return whether an address is in this authority's area; None where that cannot be told."""
    ours = our_authority()
    return authority_code == ours if ours and authority_code else None
