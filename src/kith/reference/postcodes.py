"""Postcodes: where one is, in which authority, how deprived its neighbourhood is, and how far from another.

Places are those of the ONS Postcode Directory (Great Britain). Terminated postcodes are held like live
ones, because a record of ten years ago has the postcode of ten years ago. A look-up takes microseconds
and reads pages that all processes of a machine share.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import hypot

import numpy as np
from numpy.typing import NDArray

from kith.reference.postcode_directory import NO_DECILE, directory

METRES_IN_A_MILE = 1609.344

# Outward part: one or two letters, a digit, and a digit or letter; inward part: a digit and two letters.
# Source: BS 7666, and Royal Mail's Programmers' Guide for the letters that are not used.
_FORM = re.compile(r"([A-PR-UWYZ][A-HK-Y]?[0-9][0-9A-HJKMNPR-Y]?|NPT|GIR)([0-9][ABD-HJLNP-UW-Z]{2})")
_BETWEEN = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class PostcodePlace:
    """A postcode's place.

    `postcode` is written with its space. `easting` and `northing` are metres on the British National
    Grid. `authority_code` is the ONS code, as at April 2025, of the authority with children's services
    (in Wales and Scotland of the council). `deprivation_decile` is 1 (most deprived tenth of England's
    neighbourhoods) to 10, and None outside England.
    """

    postcode: str
    easting: int
    northing: int
    authority_code: str
    deprivation_decile: int | None


@dataclass(frozen=True, slots=True)
class PostcodesOfAuthority:
    """All postcodes of one authority, in order: four arrays of one length.

    `postcodes` are written with their space; `eastings` and `northings` are metres; `deciles` are 1 to
    10 (0 outside England).
    """

    postcodes: NDArray[np.str_]
    eastings: NDArray[np.int32]
    northings: NDArray[np.int32]
    deciles: NDArray[np.uint8]


def normalise(text: str) -> str | None:
    """Return a postcode as it is normally written ("N1 2AB"), or None when it has not the form of one.

    Case and spaces do not matter. That a postcode has the form does not say that it exists.
    """
    if len(text) > 40:
        return None
    match = _FORM.fullmatch(_BETWEEN.sub("", text).upper())
    return f"{match[1]} {match[2]}" if match else None


def find(postcode: str) -> PostcodePlace | None:
    """Return the place of a postcode however it is typed, or None when the directory has no place for it.

    Northern Ireland, the Channel Islands and the Isle of Man use other grids or none: `find` returns
    None for their postcodes and `exists` returns True.
    """
    written = normalise(postcode)
    if written is None:
        return None
    held = directory()
    row = held.row_of(written)
    if row is None:
        return None
    decile = int(held.deciles[row])
    return PostcodePlace(
        postcode=written,
        easting=int(held.eastings[row]),
        northing=int(held.northings[row]),
        authority_code=held.authorities[held.authority[row]],
        deprivation_decile=None if decile == NO_DECILE else decile,
    )


def exists(postcode: str) -> bool:
    """Return whether a postcode is, or ever was, in use anywhere in the United Kingdom or its islands."""
    written = normalise(postcode)
    return written is not None and directory().holds(written)


def in_authority(authority_code: str, shares: NDArray[np.float64] | None = None) -> PostcodesOfAuthority:
    """Return every postcode of an authority, for drawing made-up addresses; or those so far through them, from 0 up to 1.

    Raises LookupError when no postcode is in an area of that code.
    """
    held = directory()
    rows = held.rows_in(authority_code)
    if shares is not None:
        rows = rows[(shares * len(rows)).astype(np.int64)]
    return PostcodesOfAuthority(
        postcodes=held.written(rows),
        eastings=held.eastings[rows],
        northings=held.northings[rows],
        deciles=held.deciles[rows],
    )


def distance_miles(a: PostcodePlace, b: PostcodePlace) -> float:
    """Return the straight line between two places in miles.

    Source: the distance between home and placement as the looked after return's guide defines it, a
    straight line between two postcodes.
    """
    return hypot(a.easting - b.easting, a.northing - b.northing) / METRES_IN_A_MILE
