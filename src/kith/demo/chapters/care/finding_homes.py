"""Finding a home for each stay: one that has room, of the kind, provider and distance that are wanted, or a new one."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kith.demo.chance import pick_index
from kith.demo.chapters.care import stays as kinds
from kith.demo.chapters.care.made import Homes
from kith.demo.chapters.care.places import FAR, INSIDE, NEAR, Candidates, candidates, street
from kith.demo.chapters.care.stays import Stay
from kith.demo.days import NEVER
from kith.demo.households import (
    AUNT,
    AUNTS_HOME,
    FATHER,
    GRANDMOTHER,
    GRANDPARENTS_HOME,
    MAIN_HOME,
    MOTHER,
    OTHER_PARENTS_HOME,
    YEAR,
)
from kith.demo.names.drawing import draw_communities, draw_given, draw_surnames
from kith.demo.told_care import HOMES
from kith.demo.words import care_words as words
from kith.demo.world import World

# Who usually provides each kind (PR1 to PR5), and how likelier far away is for it: fitted to what was published.
USUAL_PROVIDERS = {
    kinds.FOSTER: (0.55, 0.012, 0.0, 0.4, 0.05), kinds.RESIDENTIAL: (0.2, 0.02, 0.2, 0.5, 0.08), kinds.HOME: (0.12, 0.01, 0.0, 0.82, 0.05),
    kinds.SUPPORTED: (0.1, 0.01, 0.0, 0.75, 0.14),
}  # fmt: skip
FURTHER = {
    kinds.FOSTER: 0.75,
    kinds.RESIDENTIAL: 1.6,
    kinds.HOME: 3.0,
    kinds.SUPPORTED: 1.0,
    kinds.ADOPTERS: 2.0,
    kinds.BREAKS: 0.1,
}
ROOM = {
    kinds.FOSTER: (1, 4),
    kinds.RESIDENTIAL: (2, 6),
    kinds.HOME: (2, 6),
    kinds.SUPPORTED: (4, 11),
    kinds.ADOPTERS: (1, 4),
    kinds.BREAKS: (2, 5),
}
HOME_KIND = {
    kinds.FOSTER: "foster",
    kinds.RESIDENTIAL: "other",
    kinds.HOME: "childrens_home",
    kinds.SUPPORTED: "supported",
    kinds.ADOPTERS: "adopters",
    kinds.BREAKS: "foster",
}
USED_AGAIN = 0.72
AT_ONCE = 400  # households of carers drawn at once
OWN_URN = "SC900000"  # the number of the authority's own fostering service, which no agency has


class Finder:
    """Finds or makes a home for each stay, in order of the day."""

    def __init__(self, world: World) -> None:
        self.world, self.homes = world, Homes()
        self.chance = world.chance("homes for children in care")
        self.places: Candidates = candidates(self.chance, world.shape.code, world.shape.name)
        self.room: list[int] = []
        self.taken: list[list[tuple[int, int]]] = []
        self.by_sort: dict[tuple[int, str, int], list[int]] = {}
        self.of_family: dict[tuple[int, str], int] = {}
        self.sort_of: list[int] = []
        self.providers = self._provider_shares()
        self.codes = list(world.shape.ethnicity)
        self.people_of_codes = list(world.shape.ethnicity.values())
        self.fit = self._how_far()
        self.waiting: list[list[tuple[int, str]]] = []

    def _provider_shares(self) -> dict[int, NDArray[np.float64]]:
        shape = self.world.care_shape
        names = ("PR1", "PR2", "PR3", "PR4", "PR5")
        totals = np.array([shape.providers.get(name, 0.0) for name in names]) + 0.02
        foster = shape.places.get("foster", 1.0)
        totals[0] = max(totals[0] - foster * kinds.WITH_RELATIVES, 0.2 * totals[0])
        rows = (
            np.array(
                [
                    foster * (1 - kinds.WITH_RELATIVES),
                    shape.places.get("residential", 0.0),
                    shape.places.get("home", 0.0),
                    shape.places.get("supported", 0.0),
                ]
            )
            + 0.02
        )
        table = np.array(list(USUAL_PROVIDERS.values())) + 1e-9
        for _ in range(60):
            table *= (totals / table.sum(axis=0))[None, :]
            table *= (rows / table.sum(axis=1))[:, None]
        return {kind: np.cumsum(row / row.sum()) for kind, row in zip(USUAL_PROVIDERS, table, strict=True)}

    def _how_far(self) -> dict[int, NDArray[np.float64]]:
        """Return for each kind the shares inside, outside and near, and far, so that all together are as was published."""
        shape = self.world.care_shape
        totals = {kinds.FOSTER: shape.places.get("foster", 1.0) * (1 - kinds.WITH_RELATIVES), kinds.RESIDENTIAL: shape.places.get("residential", 0.0),
                  kinds.HOME: shape.places.get("home", 0.0), kinds.SUPPORTED: shape.places.get("supported", 0.0)}  # fmt: skip
        whole = sum(totals.values()) or 1.0
        # Relatives and parents live near: the others are further so that the whole comes out.
        everyone = sum(shape.places.values()) or 1.0
        far = min(shape.far * everyone / whole, 0.9)
        near_by = everyone - whole
        inside = float(np.clip((shape.inside * everyone - 0.8 * near_by) / whole, 0.04, 0.95))
        scale = sum(totals[kind] * FURTHER[kind] for kind in totals) / whole
        found = {}
        for kind, further in FURTHER.items():
            share = min(far * further / scale, 0.85)
            rest = 1 - share
            within = inside / max(1 - far, 0.05) * rest
            found[kind] = np.cumsum([min(within, rest), max(rest - within, 0.0), share])
        return found

    def find(
        self, stay: Stay, many: int, until: int, family: int, easting: int, northing: int, child: int, avoid: int
    ) -> tuple[int, str]:  # fmt: skip
        """Return the home of a stay of so many children, another than the one they leave, and who provides it."""
        if stay.kind == kinds.PARENTS:
            return self._of_family(family, "parent", stay.start, child), "PR0"
        if stay.relative:
            return self._of_family(family, "relative", stay.start, child), "PR1"
        if stay.kind == kinds.ADOPTERS:
            provider = "PR1" if self.chance.random() < 0.6 else "PR2" if self.chance.random() < 0.5 else "PR5"
        elif stay.kind == kinds.BREAKS:
            provider = "PR1"
        else:
            provider = f"PR{int(np.searchsorted(self.providers[stay.kind], self.chance.random())) + 1}"
        where = min(int(np.searchsorted(self.fit[stay.kind], self.chance.random())), FAR)
        if provider == "PR1" and stay.kind in (kinds.HOME, kinds.SUPPORTED, kinds.RESIDENTIAL):
            where = INSIDE  # what the authority runs itself is in its area
        sort = (stay.kind, provider, where)
        if self.chance.random() < USED_AGAIN and stay.kind != kinds.ADOPTERS:
            for home in reversed(self.by_sort.get(sort, [])[-60:]):
                if home != avoid and (
                    self._fits(home, many, stay.start, until)
                    and self._where(home, easting, northing) == where
                ):
                    self.taken[home].append((stay.start, until))
                    self.taken[home] += [(stay.start, until)] * (many - 1)
                    return home, provider
        home = self._make(stay.kind, provider, where, easting, northing, many, stay.start)
        self.by_sort.setdefault(sort, []).append(home)
        self.taken[home] += [(stay.start, until)] * many
        return home, provider

    def _fits(self, home: int, many: int, start: int, until: int) -> bool:
        there = sum(since < until and end > start for since, end in self.taken[home])
        return self.homes.since[home] <= start and there + many <= self.room[home]

    def _where(self, home: int, easting: int, northing: int) -> int:
        if self.homes.authority[home] == self.world.shape.code:
            return INSIDE
        away = np.hypot(self.homes.easting[home] - easting, self.homes.northing[home] - northing)
        return FAR if away > 20 * 1609.344 else NEAR

    def _make(
        self, kind: int, provider: str, where: int, easting: int, northing: int, many: int, day: int
    ) -> int:
        place = self.places.one(self.chance, where, easting, northing)
        low, high = ROOM[kind]
        room = max(int(self.chance.integers(low, high)), many)
        postcode = str(self.places.postcode[place])
        if kind in (kinds.HOME, kinds.SUPPORTED, kinds.RESIDENTIAL):
            name = words.HOUSES[len(self.homes) % len(words.HOUSES)] + (
                " House" if kind != kinds.SUPPORTED else " Lodge"
            )
            carers: list[tuple[int, str]] = []
        else:
            carers = self._carers(day)
            name = _together([who for _, who in carers])
        number = len(self.homes)
        self._add(
            name, HOME_KIND[kind], provider, f"SC{900_000 + number}", postcode, int(self.places.easting[place]),
            int(self.places.northing[place]), str(self.places.authority[place]), str(self.places.town[place]), street(self.chance, postcode), carers,
            day - int(self.chance.integers(100, 3000)), room,
        )  # fmt: skip
        return number

    def _add(
        self, name: str, kind: str, provider: str, urn: str, postcode: str, easting: int, northing: int, authority: str, town: str, lines: str,
        carers: list[tuple[int, str]], since: int, room: int,
    ) -> int:  # fmt: skip
        h = self.homes
        h.name.append(name)
        h.kind.append(kind)
        h.provider.append(provider)
        h.urn.append(urn)
        h.postcode.append(postcode)
        h.easting.append(easting)
        h.northing.append(northing)
        h.authority.append(authority)
        h.town.append(town)
        h.lines.append(lines)
        h.carers.append(carers)
        h.since.append(since)
        self.room.append(room)
        self.taken.append([])
        return len(h) - 1

    def _carers(self, day: int) -> list[tuple[int, str]]:
        """Return the carers of a household: two more often than one; most who share a home share a surname."""
        if not self.waiting:
            self.waiting = self._draw_carers(AT_ONCE, day)
        return self.waiting.pop()

    def _draw_carers(self, many: int, day: int) -> list[list[tuple[int, str]]]:
        codes = np.array(self.codes, dtype=object)[
            pick_index(self.chance, len(self.codes), many, self.people_of_codes)
        ]
        community = draw_communities(self.chance, codes)
        year = 1970 + day // 365 - self.chance.integers(33, 64, size=many)
        women = draw_given(self.chance, np.ones(many, dtype=bool), year, community).tolist()
        men = draw_given(self.chance, np.zeros(many, dtype=bool), year, community).tolist()
        surnames, both = (
            draw_surnames(self.chance, community).tolist(),
            (self.chance.random(many) < 0.62).tolist(),
        )
        return [
            [(0, f"{who} {surname}") for who in ((woman, man) if two else (woman,))]
            for woman, man, surname, two in zip(women, men, surnames, both, strict=True)
        ]

    def _of_family(self, family: int, who: str, day: int, child: int) -> int:
        """Return the home of a relative or a parent of the child, on the record where there is one."""
        people, lived = self.world.people, self.world.lived
        options = (
            ((GRANDMOTHER, GRANDPARENTS_HOME), (AUNT, AUNTS_HOME))
            if who == "relative"
            else ((FATHER, OTHER_PARENTS_HOME), (MOTHER, MAIN_HOME), (FATHER, MAIN_HOME))
        )
        key = (family, who)
        if key in self.of_family:
            return self.of_family[key]
        households = people.households
        for slot, home in options:
            rows = [row for row in people.rows_of(family) if households.slot[row] == slot and people.id[row]]
            row = rows[0] if rows else -1
            if (
                row < 0
                or households.home[row] != home
                or households.died[row] < NEVER
                or day - households.born[row] > 76 * YEAR
            ):
                continue
            address = int(lived.home_on(np.array([family]), np.array([home]), np.array([day]))[0])
            if not address:
                continue
            at_ = lived.frame.row(address - 1, named=True)
            name = f"{people.given[row]} {people.surname[row]}"
            found = self._add(
                name, "connected" if who == "relative" else "parent", "PR1" if who == "relative" else "PR0", OWN_URN if who == "relative" else "", at_["postcode"], at_["easting"], at_["northing"],
                at_["authority_code"], at_["town"], at_["lines"], [(int(people.id[row]), "")], day - 30, 9,
            )  # fmt: skip
            self.of_family[key] = found
            return found
        # A friend of the family, or a relative of whom the record knows nothing: only a name.
        address = int(lived.home_on(np.array([family]), np.array([MAIN_HOME]), np.array([day]))[0])
        at_ = lived.frame.row(max(address - 1, 0), named=True)
        place = self.places.one(
            self.chance, INSIDE if self.chance.random() < 0.7 else NEAR, at_["easting"], at_["northing"]
        )
        postcode = str(self.places.postcode[place])
        carers = self._carers(day)[:1]
        found = self._add(
            carers[0][1], "connected" if who == "relative" else "parent", "PR1" if who == "relative" else "PR0", OWN_URN if who == "relative" else "", postcode, int(self.places.easting[place]),
            int(self.places.northing[place]), str(self.places.authority[place]), str(self.places.town[place]), street(self.chance, postcode), carers, day - 30, 9,
        )  # fmt: skip
        self.of_family[key] = found
        return found

    def told(self, key: str, easting: int, northing: int, day: int) -> int:
        """Return a told home, at so many miles from its first child's family's."""
        home = HOMES[key]
        if ("told", key) not in self.told_homes:
            place = self.places.one(self.chance, FAR, easting, northing, home.miles)
            postcode = str(self.places.postcode[place])
            self.told_homes["told", key] = self._add(
                home.name, home.kind, home.provider, home.urn or (f"SC{901_000 + len(self.homes)}"), postcode, int(self.places.easting[place]),
                int(self.places.northing[place]), str(self.places.authority[place]), str(self.places.town[place]), street(self.chance, postcode),
                [(0, who) for who in home.carers], day - 900, 4,
            )  # fmt: skip
        return self.told_homes["told", key]

    @property
    def told_homes(self) -> dict[tuple[str, str], int]:
        """The told homes that have been made."""
        if not hasattr(self, "_told"):
            self._told: dict[tuple[str, str], int] = {}
        return self._told


def _together(names: list[str]) -> str:
    """Return what a household is called: two who share a surname share it here."""
    if len(names) == 2:
        (one, surname), (other, last) = (name.split(" ", 1) for name in names)
        return f"{one} and {other} {last}" if surname == last else " and ".join(names)
    return names[0]
