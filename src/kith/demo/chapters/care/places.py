"""Postcodes at which homes for children in care could be: of the authority, near it and further away."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kith.demo.addresses import TREES, WAYS, places_of
from kith.demo.chance import Chance
from kith.reference import postcodes, read_table

MILE = 1609.344
TWENTY_MILES = 20 * MILE
INSIDE, NEAR, FAR = range(3)
OF_EACH, OF_OWN, FURTHEST = 90, 2500, 130 * MILE


@dataclass(frozen=True)
class Candidates:
    """Postcodes with their places, the authority of each and its name for a town."""

    postcode: NDArray[Any]
    easting: NDArray[np.int64]
    northing: NDArray[np.int64]
    authority: NDArray[Any]
    town: NDArray[Any]
    own: NDArray[np.bool_]

    def one(self, chance: Chance, where: int, easting: int, northing: int, miles: float | None = None) -> int:
        """Return a place inside the authority, outside and within twenty miles of a place, or further; or the nearest to that.

        With `miles`, return the one whose distance is nearest to so many.
        """
        away = np.hypot(self.easting - easting, self.northing - northing)
        if miles is not None:
            return int(np.argmin(np.abs(away - miles * MILE)))
        fits = (
            self.own
            if where == INSIDE
            else ~self.own & ((away > TWENTY_MILES) if where == FAR else (away <= TWENTY_MILES * 0.98))
        )
        rows = np.nonzero(fits)[0]
        if not len(rows):
            # A place by the sea, or an authority so large that nothing outside it is near.
            rows = np.argsort(np.abs(away - TWENTY_MILES))[:30]
        # Nearer is likelier.
        weight = np.cumsum(
            np.exp(-away[rows] / (5 * MILE if where == INSIDE else 9 * MILE if where == NEAR else 50 * MILE))
            + 1e-6
        )
        return int(rows[min(int(np.searchsorted(weight, chance.random() * weight[-1])), len(rows) - 1)])


@cache
def _centres() -> dict[str, tuple[str, float, float]]:
    found = {}
    some = np.arange(0, 1, 0.02)
    for code, name in read_table("authority").select("authority_code", "name").iter_rows():
        there = postcodes.in_authority(code, some)
        found[code] = (name, float(there.eastings.mean()), float(there.northings.mean()))
    return found


def candidates(chance: Chance, code: str, name: str) -> Candidates:
    """Return a sample of postcodes of an authority and of those up to about 130 miles from it."""
    own = places_of(code, name)
    chosen = chance.integers(len(own.postcodes), size=min(OF_OWN, len(own.postcodes)))
    columns = [
        [
            own.postcodes[chosen],
            own.eastings[chosen],
            own.northings[chosen],
            np.full(len(chosen), code, dtype=object),
            own.towns[chosen],
            np.ones(len(chosen), dtype=bool),
        ]
    ]
    _, x, y = _centres()[code]
    for other, (town, east, north) in _centres().items():
        away = np.hypot(east - x, north - y)
        if other == code or away > FURTHEST:
            continue
        # Neighbours are used more than the far end of the country.
        many = OF_EACH * (4 if away < 1.5 * TWENTY_MILES else 1)
        there = postcodes.in_authority(other, chance.random(many))
        columns.append(
            [
                there.postcodes.astype(object), there.eastings.astype(np.int64), there.northings.astype(np.int64),
                np.full(many, other, dtype=object), np.full(many, town, dtype=object), np.zeros(many, dtype=bool),
            ]
        )  # fmt: skip
    return Candidates(*[np.concatenate([column[i] for column in columns]) for i in range(6)])


def street(chance: Chance, postcode: str) -> str:
    """Return an invented address: one postcode is one street."""
    number = int(
        np.frombuffer(postcode.encode().ljust(8), dtype=np.uint8).astype(np.int64)
        @ np.arange(1, 9)
        * 2654435761
        % 4_294_967_291
    )
    return f"{int(chance.integers(1, 140))} {TREES[number % len(TREES)]} {WAYS[number // 64 % len(WAYS)]}"
