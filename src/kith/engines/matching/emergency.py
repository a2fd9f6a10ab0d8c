"""Tonight: one child, or brothers and sisters, and the homes that could take them, best first."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kith.engines.matching.household import household_fits
from kith.engines.matching.pair import Reading, terms_for
from kith.engines.matching.screening import screen
from kith.engines.matching.tables import Tables, tables_for


@dataclass(frozen=True)
class Ranked:
    """One home for the child or the family: its points in all and by term, and its miles from home."""

    home: str
    points: float
    terms: dict[str, float]
    miles: float


class Standby:
    """An instance kept ready, so that a home can be found in an instant when the telephone rings."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.tables: Tables = tables_for(reading)

    def ranked(self, children: list[str], most: int = 10) -> list[Ranked]:
        """Return the homes that could take all these children together, lowest points first.

        Ties are in the order of the instance's homes. Raises KeyError for an unknown child.
        """
        instance = self.reading.instance
        numbers = np.array([instance.child_position[child] for child in children])
        screened = screen(self.reading, self.tables, numbers)
        allowed = np.flatnonzero((screened.broken == 0).all(axis=0))
        points = screened.points[:, allowed].sum(axis=0)
        members = [instance.children[number] for number in numbers.tolist()]
        found: list[Ranked] = []
        for place in np.argsort(points, kind="stable").tolist():
            home = instance.homes[int(allowed[place])]
            if len(members) > 1 and not household_fits(self.reading, members, home):
                continue
            terms: dict[str, float] = {}
            for child in members:
                for name, value in terms_for(self.reading, child, home).items():
                    terms[name] = terms.get(name, 0.0) + value
            miles = max(home.place.miles_to(child.family_home) for child in members)
            found.append(Ranked(home.id, float(points[place]), terms, miles))
            if len(found) == most:
                break
        return found
