"""Schools of children in care: the one near home before, and what a move to another home did to it.

How near is near enough is invented; about as many change school in a year as was published of the authority.
"""

from __future__ import annotations

from itertools import groupby, pairwise

import numpy as np
import polars as pl

from kith.demo.chance import Chance
from kith.demo.chapters.care.homes import Where
from kith.demo.chapters.care.made import CAME_ALONE, SHORT_BREAKS, TOLD_SO, NewSchool, birthday, put, recorded
from kith.demo.chapters.care.places import MILE
from kith.demo.days import NEVER, NEVER_AT, date_of, dates, number_of
from kith.demo.loader import Change, Loader
from kith.demo.world import World
from kith.reference import postcodes, read_table

PHASES = {
    "nursery": "nursery",
    "primary": "primary",
    "secondary": "secondary",
    "all-through": "all_through",
    "special": "special",
    "16 plus": "sixteen_plus",
}
TOO_FAR = {"primary": 5.5 * MILE, "secondary": 9 * MILE}
CHANGES_IN_SUMMER = 0.35


class _Schools:
    """The register's schools with their places, of the authorities in which children of this one live."""

    def __init__(self, codes: set[str]) -> None:
        table = (
            read_table("schools")
            .filter(
                pl.col("authority_code").is_in(sorted(codes)),
                pl.col("phase").is_in(["primary", "secondary", "all-through"]),
            )
            .sort("urn")
        )
        places = [postcodes.find(postcode) for postcode in table["postcode"].to_list()]
        kept = [place is not None for place in places]
        self.table = table.filter(pl.Series(kept))
        there = [place for place in places if place is not None]
        self.easting = np.array([place.easting for place in there], dtype=np.int64)
        self.northing = np.array([place.northing for place in there], dtype=np.int64)
        phase = self.table["phase"].to_numpy()
        self.of = {
            "primary": np.nonzero(np.isin(phase, ["primary", "all-through"]))[0], "secondary": np.nonzero(np.isin(phase, ["secondary", "all-through"]))[0],
        }  # fmt: skip

    def near(self, phase: str, easting: int, northing: int, turn: int) -> int:
        """Return one of the three nearest schools of a phase, the same for the same turn; -1 where there is none."""
        rows = self.of[phase]
        if not len(rows):
            return -1
        away = np.hypot(self.easting[rows] - easting, self.northing[rows] - northing)
        return int(rows[np.argsort(away, kind="stable")[turn % min(3, len(rows))]])

    def away(self, school: int, easting: int, northing: int) -> float:
        """Return how far a school is from a place, in metres."""
        return float(np.hypot(self.easting[school] - easting, self.northing[school] - northing))


def _first_of_september(day: int) -> int:
    """Return the first of September on or after a day."""
    date = date_of(day)
    year = date.year if (date.month, date.day) <= (9, 1) else date.year + 1
    return number_of(date.replace(year=year, month=9, day=1))


def write(world: World, out: Loader, before: Where) -> None:
    """Write the schools that they go to, and every place that they have had since two years before care."""
    care, people, chance = world.care, world.people, world.chance("schools of children in care")
    p, s, homes = care.periods, care.stays, care.homes
    schools = _Schools({world.shape.code, *(homes.authority[home] for home in set(s.home.tolist()))})
    if not schools.table.height:
        return
    rows: list[tuple[int, int, int, int, str]] = []
    four, eleven, grown = (birthday(world, p.row, years) for years in (4, 11, 18))
    done: set[int] = set()
    first_stay = np.searchsorted(s.period, np.arange(len(p) + 1))
    for place in range(len(p)):
        if int(p.row[place]) in done or p.came[place] == SHORT_BREAKS:
            continue
        done.add(int(p.row[place]))
        mine = [one for one in range(place, min(place + 4, len(p))) if p.row[one] == p.row[place]]
        stays = [
            (int(s.start[row]), int(homes.easting[s.home[row]]), int(homes.northing[s.home[row]]))
            for one in mine
            for row in range(first_stay[one], first_stay[one + 1])
        ]
        rows += _places(
            world,
            chance,
            schools,
            place,
            before,
            stays,
            int(four[place]),
            int(eleven[place]),
            int(grown[place]),
        )
    used = sorted({row[1] for row in rows})
    number = out.ids("people_school", len(used))
    number_of_school = dict(zip(used, number.tolist(), strict=True))
    table = schools.table
    known = np.full(len(used), world.first * 86_400 + 6 * 3600)
    put(
        out, "people_school",
        pl.DataFrame({"id": number, "name": [table["name"][one][:160] for one in used], "urn": [str(table["urn"][one]) for one in used], "phase": [PHASES[table["phase"][one]] for one in used],
                      "postcode": [table["postcode"][one] for one in used], "easting": schools.easting[used], "northing": schools.northing[used], "authority_code": [table["authority_code"][one] for one in used]}),
        recorded_at=known, recorded_by=np.zeros(len(used), dtype=np.int64),
    )  # fmt: skip
    care.new_schools = [
        NewSchool(
            row[0],
            row[2],
            number_of_school[row[1]],
            table["name"][earlier[1]][:160],
            table["name"][row[1]][:160],
            nth,
        )
        for _, places in groupby(rows, key=lambda row: row[0])
        for nth, (earlier, row) in enumerate(pairwise(places), 2)
    ]
    columns = list(zip(*rows, strict=True))
    of, school, start, end, why = columns
    period, begun, over = (
        np.array(of, dtype=np.int64),
        np.array(start, dtype=np.int64),
        np.array(end, dtype=np.int64),
    )
    lead = care.lead(world, period, np.minimum(begun, world.last))
    begun_at = np.maximum(
        recorded(world, begun, 9 * 3600 + 1800),
        recorded(
            world, np.maximum(people.known_day[people.family[p.row[period]]], world.first), 18 * 3600 + 1800
        ),
    )
    ended = over <= world.last
    over_at = np.where(
        ended, np.maximum(recorded(world, np.where(ended, over, NEVER), 9 * 3600), begun_at + 60), NEVER_AT
    )
    put(
        out, "people_schoolplace",
        pl.DataFrame({"id": out.ids("people_schoolplace", len(rows)), "person_id": people.id[p.row[period]], "school_id": [number_of_school[one] for one in school],
                      "ended_because": [one if gone else "" for one, gone in zip(why, ended.tolist(), strict=True)], "start_date": dates(begun), "end_date": dates(np.where(ended, over, NEVER))}),
        recorded_at=begun_at, recorded_by=lead, changes=[Change(over_at, lead, {"ended_because": "", "end_date": None})],
    )  # fmt: skip
    world.say(f"{len(used):,} schools, {len(rows):,} places at them")


def _places(
    world: World,
    chance: Chance,
    schools: _Schools,
    place: int,
    before: Where,
    stays: list[tuple[int, int, int]],
    four: int,
    eleven: int,
    grown: int,
) -> list[tuple[int, int, int, int, str]]:
    """Return a child's places as (period, school, from, until, why it ended)."""
    p, last = world.care.periods, world.last
    turn = int(world.people.family[p.row[place]])
    primary, secondary = _first_of_september(four), _first_of_september(eleven)
    begins = int(p.start[place])
    alone = p.came[place] == CAME_ALONE
    where = (int(before.easting[place]), int(before.northing[place]))
    since = max(primary, begins - 730) if not alone else begins + 21
    stop = _first_of_september(grown - 40)
    # What happens on which day: the change of school that comes with age, and the moves.
    steps: list[tuple[int, str]] = [(since, "start")] if since < stop else []
    if secondary > since:
        steps.append((secondary, "next"))
    steps += [(day, "move") for day, *_ in stays if day > since]
    found: list[tuple[int, int, int, int, str]] = []
    school = -1
    if alone and stays:
        where = stays[0][1:]
    by_day = sorted(stays)
    changes = float(np.clip(1.6 * world.care_shape.school_moves, 0.12, 0.7))
    pending = NEVER
    for day, what in sorted(steps):
        if day >= stop or day > last:
            break
        here = next(((x, y) for begun, x, y in reversed(by_day) if begun <= day), where)
        phase = "primary" if day < secondary else "secondary"
        if pending <= day and school >= 0:
            school = _change(
                found,
                place,
                schools,
                "primary" if pending < secondary else "secondary",
                here if by_day and by_day[0][0] <= pending else where,
                turn,
                pending,
                "came_into_care",
                school,
            )
            pending = NEVER
        if what == "start":
            school = schools.near(phase, *here, turn)
            if school >= 0:
                found.append((place, school, day, NEVER, ""))
        elif what == "next" and school >= 0:
            school = _change(found, place, schools, phase, here, turn, day, "next_phase", school)
        elif what == "move" and school >= 0:
            away = schools.away(school, *here)
            # The told children keep their school while they can.
            if away > (25 * MILE if p.came[place] == TOLD_SO else TOO_FAR[phase]):
                drawn = chance.random()
                if drawn < changes or away > 25 * MILE:
                    earlier = school
                    school = _change(
                        found, place, schools, phase, here, turn, day + 4, "came_into_care", school
                    )
                    world.care.school_changes[int(p.row[place]), day] = school != earlier
                elif drawn < changes + CHANGES_IN_SUMMER * changes:
                    pending = _first_of_september(day)
    if found and stop <= last:
        place_of, number, start, _, _ = found[-1]
        if start < stop:
            found[-1] = (place_of, number, start, stop, "left_education")
    return [one for one in found if one[2] <= last and one[2] < one[3]]


def _change(
    found: list[tuple[int, int, int, int, str]],
    place: int,
    schools: _Schools,
    phase: str,
    here: tuple[int, int],
    turn: int,
    day: int,
    why: str,
    now: int,
) -> int:
    """End the place at the present school and start the next, where that is another; return which it is then."""
    other = schools.near(phase, *here, turn)
    if other < 0 or other == now or not found or day <= found[-1][2]:
        return now
    of, school, start, _, _ = found[-1]
    found[-1] = (of, school, start, day, why)
    found.append((place, other, day, NEVER, ""))
    return other
