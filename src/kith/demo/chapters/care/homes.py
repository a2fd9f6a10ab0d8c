"""Which home each stay is in: carers' households, children's homes, supported accommodation, relatives and parents.

A home is used again while it has room; brothers and sisters together go to one that has room for all of them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from kith.demo.chapters.care import stays as kinds
from kith.demo.chapters.care.finding_homes import Finder
from kith.demo.chapters.care.made import CAME_ALONE, TOLD_SO, Stays, put, recorded
from kith.demo.chapters.care.stays import Stay
from kith.demo.days import NEVER, at, dates
from kith.demo.loader import Loader
from kith.demo.told_care import CHILDREN
from kith.demo.told_families import back, place_of
from kith.demo.world import World


@dataclass
class Where:
    """Where the family's home of one period's child was as care began: its grid reference, and the address's number."""

    easting: NDArray[np.int64]
    northing: NDArray[np.int64]
    address: NDArray[np.int64]


def homes_before(world: World) -> Where:
    """Return where each child lived before; of those who came alone, the middle of the authority and no address."""
    p, people = world.care.periods, world.people
    number = world.lived.home_on(people.family[p.row], people.households.home[p.row], p.start)
    number[p.came == CAME_ALONE] = 0
    frame = world.lived.frame
    east, north = frame["easting"].to_numpy(), frame["northing"].to_numpy()
    place = np.maximum(number - 1, 0)
    return Where(
        np.where(number > 0, east[place], int(east.mean())).astype(np.int64), np.where(number > 0, north[place], int(north.mean())).astype(np.int64), number,
    )  # fmt: skip


def settle(world: World, drawn: list[list[Stay]], where: Where) -> None:
    """Choose the home of every stay, and keep all stays as columns."""
    care, people = world.care, world.people
    p = care.periods
    finder = Finder(world)
    told = _told_stays(world)
    by_key: dict[int, list[tuple[int, Stay]]] = {}
    for place, listed in enumerate(drawn):
        for stay in listed:
            by_key.setdefault(stay.key, []).append((place, stay))
    home_of: dict[int, tuple[int, str]] = {}
    left: dict[int, int] = {}
    for key, members in sorted(
        by_key.items(), key=lambda item: (min(stay.start for _, stay in item[1]), item[0])
    ):
        place, first = min(members, key=lambda one: one[1].start)
        until = max(stay.end for _, stay in members)
        many = len({of for of, _ in members})
        home_of[key] = finder.find(
            first,
            many,
            until,
            int(people.family[p.row[place]]),
            int(where.easting[place]),
            int(where.northing[place]),
            int(p.row[place]),
            left.get(place, -1),
        )
        left.update({of: home_of[key][0] for of, _ in members})
    rows: list[tuple[int, int, int, str, str, int, str]] = []
    because = iter(kinds.reasons(world, sum(map(len, drawn)) + len(p)))
    for place, listed in enumerate(drawn):
        born = int(people.households.born[p.row[place]])
        if p.came[place] == TOLD_SO:
            for start, end, name, code, why in told[place]:
                home = finder.told(name, int(where.easting[place]), int(where.northing[place]), start)
                rows.append((place, start, end, code, finder.homes.provider[home], home, why))
            continue
        for number, stay in enumerate(listed):
            home, provider = home_of[stay.key]
            after = listed[number + 1] if number + 1 < len(listed) else None
            why = next(because)
            if after is not None and after.key == stay.key:
                why = "PLACE"
            elif after is not None and (after.why in ("age", "CARPL") or after.kind != stay.kind):
                why = "CARPL"
            rows.append(
                (
                    place,
                    stay.start,
                    stay.end,
                    kinds.code_of(stay, born),
                    provider,
                    home,
                    why if after is not None else "",
                )
            )
    columns = list(zip(*_joined(rows), strict=True))
    care.stays = Stays(
        np.array(columns[0], dtype=np.int64), np.array(columns[1], dtype=np.int64), np.array(columns[2], dtype=np.int64), np.array(columns[3], dtype=object),
        np.array(columns[4], dtype=object), np.array(columns[5], dtype=np.int64), np.array(columns[6], dtype=object),
    )  # fmt: skip
    care.stays.end = np.where(care.stays.end <= world.last, care.stays.end, NEVER)
    care.homes = finder.homes
    _say_whose_guardians(world)


def _joined(
    rows: list[tuple[int, int, int, str, str, int, str]],
) -> list[tuple[int, int, int, str, str, int, str]]:
    """Return stays without changes that changed nothing: one who is back with the same relatives has not moved."""
    found: list[tuple[int, int, int, str, str, int, str]] = []
    for row in rows:
        before = found[-1] if found else None
        if before is not None and before[0] == row[0] and before[5] == row[5]:
            if before[3] == row[3]:
                found[-1] = (*before[:2], row[2], *before[3:6], row[6])
                continue
            found[-1] = (*before[:6], "PLACE")
        found.append(row)
    return found


def _say_whose_guardians(world: World) -> None:
    """Have special guardians be who the child lived with as care ended, or somebody else, as the return's codes say."""
    p, s = world.care.periods, world.care.stays
    kind = s.kind[np.searchsorted(s.period, np.arange(len(p)), side="right") - 1]
    relatives, others = np.isin(kind, ["U1", "U2", "U3"]), np.isin(kind, ["U4", "U5", "U6"])
    p.why = np.where((p.why == "E45") & ~relatives, np.where(others, "E46", "E47"), p.why).astype(object)
    p.why = np.where((p.why == "E46") & ~others, np.where(relatives, "E45", "E48"), p.why).astype(object)


def _told_stays(world: World) -> dict[int, list[tuple[int, int, str, str, str]]]:
    """Return the stays of each told period as (from, until, home, code, why it ended)."""
    p, people = world.care.periods, world.people
    found: dict[int, list[tuple[int, int, str, str, str]]] = {}
    for place in np.nonzero(p.came == TOLD_SO)[0].tolist():
        row = int(p.row[place])
        one = next(
            each for each in CHILDREN
            if place_of(each.family) == people.family[row] and people.households.slot[row] == each.child
        )  # fmt: skip
        starts = [
            max(min(back(world.today, stay.ago), world.last), int(p.start[place])) for stay in one.stays
        ]
        ends = [*starts[1:], int(p.end[place])]
        found[place] = [
            (start, end, stay.home, stay.kind, stay.because)
            for start, end, stay in zip(starts, ends, one.stays, strict=True)
        ]
    return found


def write(world: World, out: Loader) -> None:
    """Write every home with its address and its carers."""
    homes, many = world.care.homes, len(world.care.homes)
    homes.id, homes.address_id = out.ids("care_home", many), out.ids("care_homeaddress", many)
    since = np.array(homes.since, dtype=np.int64)
    known = recorded(world, np.maximum(since, world.first - 8000), 9 * 3600)
    known = np.minimum(known, at(np.full(many, world.last), 0))
    by = np.full(many, world.workforce.known["placements_officer"])
    withheld = np.isin(homes.kind, ["foster", "adopters"])
    put(
        out, "care_home",
        pl.DataFrame({"id": homes.id, "name": homes.name, "kind": homes.kind, "provider": homes.provider, "urn": homes.urn, "address_withheld": withheld,
                      "version": np.ones(many, dtype=np.int64)}),
        recorded_at=known, recorded_by=by,
    )  # fmt: skip
    put(
        out, "care_homeaddress",
        pl.DataFrame({"id": homes.address_id, "home_id": homes.id, "lines": homes.lines, "town": homes.town, "postcode": homes.postcode, "easting": homes.easting,
                      "northing": homes.northing, "authority_code": homes.authority, "start_date": dates(since), "end_date": dates(np.full(many, NEVER))}),
        recorded_at=known, recorded_by=by,
    )  # fmt: skip
    carers = [(home, person, name) for home, listed in enumerate(homes.carers) for person, name in listed]
    of = np.array([home for home, _, _ in carers], dtype=np.int64)
    put(
        out, "care_homecarer",
        pl.DataFrame({"id": out.ids("care_homecarer", len(carers)), "home_id": homes.id[of], "person_id": pl.Series([person or None for _, person, _ in carers], dtype=pl.Int64),
                      "name": [name for *_, name in carers], "start_date": dates(since[of]), "end_date": dates(np.full(len(carers), NEVER))}),
        recorded_at=known[of] + 30, recorded_by=by[of], changes=[],
    )  # fmt: skip
    world.say(f"{many:,} homes")
