"""Where homes and schools are, and how far apart two places are in a straight line."""

from __future__ import annotations

from math import hypot
from typing import Protocol

from kith.casework.people.actions.details import place_of

METRES_IN_A_MILE = 1609.344


class Placed(Protocol):
    """Anything with a grid reference, or without one where its place is not known."""

    easting: int | None
    northing: int | None


def place_of_home(postcode: str) -> dict[str, object]:
    """Return the grid reference and authority of a postcode, as columns of a home's address or a school."""
    return {key: value for key, value in place_of(postcode).items() if key != "deprivation_decile"}


def metres_between(one: Placed | None, other: Placed | None) -> int | None:
    """Return the straight-line distance in whole metres, or None where either place is not known."""
    if one is None or other is None or one.easting is None or other.easting is None:
        return None
    if one.northing is None or other.northing is None:
        return None
    return round(hypot(one.easting - other.easting, one.northing - other.northing))


def miles(metres: int) -> float:
    """Return metres as miles, to one decimal."""
    return round(metres / METRES_IN_A_MILE, 1)
