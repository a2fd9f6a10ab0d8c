"""Places on the British National Grid, and how far apart they are."""

from __future__ import annotations

import math
from dataclasses import dataclass

METRES_PER_MILE = 1609.344


@dataclass(frozen=True, slots=True)
class Place:
    """A point on the British National Grid (EPSG:27700), in metres."""

    easting: float
    northing: float

    def __post_init__(self) -> None:
        # The grid's own bounds, so that swapped or missing numbers and degrees are caught.
        if not 0 < self.easting < 700_000 or not 0 < self.northing < 1_300_000:
            raise ValueError(
                f"easting {self.easting}, northing {self.northing} is not a point on the British National Grid; "
                "give metres (easting 1 to 699999, northing 1 to 1299999), not degrees"
            )

    def miles_to(self, other: Place) -> float:
        """Return the straight-line distance in miles, the statutory measure of distance from home."""
        return math.hypot(self.easting - other.easting, self.northing - other.northing) / METRES_PER_MILE
