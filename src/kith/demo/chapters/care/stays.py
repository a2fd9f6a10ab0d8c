"""Where each child in care lives when: kinds of placement as published, moves as often as published, brothers and sisters together.

The kind of home follows the child's age; long stays settle. Which home it is, is chosen in homes.py.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from kith.demo.care_shape import AGE_BANDS
from kith.demo.chance import pick
from kith.demo.chapters.care.made import CAME_ALONE, SHORT_BREAKS, TOLD_SO, YEAR, Periods
from kith.demo.chapters.care.statuses import Statuses
from kith.demo.chapters.care.who import band_of
from kith.demo.days import NEVER
from kith.demo.journeys import last_31_march
from kith.demo.world import World

FOSTER, PARENTS, RESIDENTIAL, HOME, SUPPORTED, ADOPTERS, BREAKS = range(7)
# Not published by age: how usual each kind is at each age; fitted to the published numbers by kind and by age.
USUAL = np.array(
    [[1, 1, 1, 0.85, 0.5], [0.08, 0.07, 0.05, 0.04, 0.02], [0.05, 0.004, 0.002, 0.006, 0.012], [0, 0, 0.03, 0.15, 0.16], [0, 0, 0, 0, 0.36]]
)  # fmt: skip
# Not published here: of foster placements, those with relatives or friends; brothers and sisters who live in one home, of
# those who came on one day and are fostered; long-term fostering agreed once somebody has been there for a year.
WITH_RELATIVES, IN_ONE_HOME, AGREED_FOR_LONG = 0.2, 0.78, 0.75
STAYS_WITH_RELATIVES = 7  # in ten: relatives keep a child more often than others
FRAILTY, EARLY = (
    1.2,
    0.7 * YEAR,
)  # how unlike children are in how often they move; for how long the first moves come
SUPPORTED_SINCE = 19814  # supported accommodation has a code of its own (K3) from 1 April 2024
GRID = np.arange(0, 6700, 5)


@dataclass
class Stay:
    """One stay of one child: `key` names the home among stays, the same for brothers and sisters together."""

    start: int
    kind: int
    key: int
    why: str = ""
    relative: bool = False
    long: bool = False
    end: int = NEVER
    told: str = ""
    code: str = ""
    adopters_are_carers: bool = False


@dataclass
class Drawn:
    """What is drawn for each child once, so that a trial with another factor changes only how often they move."""

    place: NDArray[np.float64]
    frailty: NDArray[np.float64]
    waits: NDArray[np.float64]
    relative: NDArray[np.bool_]
    joins: NDArray[np.bool_]
    lag: NDArray[np.float64]
    long: NDArray[np.bool_]
    adopting: NDArray[np.bool_]
    by_carers: NDArray[np.bool_]
    months: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, dtype=np.int64))


def _placed_for_adoption(world: World) -> float:
    """Return how many of those who are to be adopted live with their adopters: of those not adopted yet, as was published."""
    shape = world.care_shape
    soon = shape.reasons.get("E12", 0.0) * 225 / 365
    waiting = max(shape.statuses.get("E1", 0.0) - soon, 1.0)
    return float(np.clip((shape.places.get("adoption", 0.0) - soon) / waiting, 0.02, 0.8))


def by_age(world: World) -> NDArray[np.float64]:
    """Return the share of each kind of home at each age, as the published numbers of both have it."""
    shape = world.care_shape
    kinds = np.array([
        shape.places.get("foster", 1.0) + shape.places.get("other", 0.0), shape.places.get("parents", 0.0) / 0.75,
        shape.places.get("residential", 0.0), shape.places.get("home", 0.0) + shape.places.get("school", 0.0), shape.places.get("supported", 0.0),
    ]) + 0.02  # fmt: skip
    ages = (
        np.array(
            [
                shape.ages.get(name, 0.0)
                for name in (
                    "Under 1 year",
                    "1 to 4 years",
                    "5 to 9 years",
                    "10 to 15 years",
                    "16 years and over",
                )
            ]
        )
        + 0.02
    )
    table = USUAL + 1e-9
    for _ in range(60):
        table = table * (kinds / table.sum(axis=1))[:, None]
        table = table * (ages / table.sum(axis=0))[None, :]
    return np.cumsum(table / table.sum(axis=0), axis=0)


def draw(world: World, periods: Periods, statuses: Statuses) -> list[list[Stay]]:
    """Return the stays of every period, moving as often as three or more placements in the year were published."""
    chance, many = world.chance("stays"), len(periods)
    drawn = Drawn(
        chance.random(many), chance.gamma(FRAILTY, 1 / FRAILTY, many), np.cumsum(chance.exponential(1.0, (many, 40)), axis=1),
        chance.random(many) < WITH_RELATIVES, chance.random(many) < IN_ONE_HOME, chance.random(many), chance.random(many) < AGREED_FOR_LONG,
        chance.random(many) < _placed_for_adoption(world), chance.random(many) < 0.15, chance.integers(150, 300, size=many),
    )  # fmt: skip
    shares = by_age(world)
    march = last_31_march(world.last)
    here = np.nonzero(periods.on(march))[0].tolist()
    settled = float(np.clip(world.care_shape.settled, 0.4, 0.9))
    # Those who grow older move for that as well.
    late = 0.7 * FRAILTY / 2 * (settled ** (-1 / FRAILTY) - 1)
    wanted = float(np.clip(world.care_shape.three_or_more, 0.05, 0.2))
    low, high, found = 0.05, 6.0, []
    for _ in range(6):
        early = (low + high) / 2
        found = _all(world, periods, statuses, drawn, shares, early, late)
        three = sum(_homes_in_year(found[place], march) >= 3 for place in here)
        low, high = (early, high) if three < wanted * len(here) else (low, early)
    return found


def _homes_in_year(stays: list[Stay], march: int) -> int:
    return len({stay.key for stay in stays if stay.start <= march and stay.end > march - 365})


def _all(
    world: World,
    periods: Periods,
    statuses: Statuses,
    drawn: Drawn,
    shares: NDArray[np.float64],
    early: float,
    late: float,
) -> list[list[Stay]]:
    """Return the stays of everybody at one rate of early moves: families together, whoever is there longest first."""
    born = world.people.households.born[periods.row]
    ends = np.minimum(periods.end, NEVER)
    hazard = early * EARLY / YEAR * (1 - np.exp(-GRID / EARLY)) + late * GRID / YEAR
    found: list[list[Stay]] = [[] for _ in range(len(periods))]
    family = world.people.family[periods.row]
    groups: dict[int, list[int]] = {}
    for place, of in enumerate(family.tolist()):
        groups.setdefault(of, []).append(place)
    key = 0
    until = np.minimum(ends, world.last + 1)
    for places in groups.values():
        order = sorted(places, key=lambda place: (periods.start[place], -until[place], place))
        leader: int | None = None
        for place in order:
            if periods.came[place] == TOLD_SO:
                continue
            court = _court_from(statuses, place)
            with_leader = (
                leader is not None and bool(drawn.joins[place]) and periods.came[place] != SHORT_BREAKS
            )
            copied = found[leader] if with_leader and leader is not None else None
            moves = np.interp(drawn.waits[place] / max(drawn.frailty[place], 0.02), hazard, GRID, right=NEVER)
            found[place], key = _one(
                world,
                periods,
                drawn,
                shares,
                place,
                int(born[place]),
                int(ends[place]),
                moves,
                court,
                copied,
                key,
            )
            fostered = bool(found[place]) and found[place][0].kind in (FOSTER, PARENTS)
            if leader is None and fostered and periods.came[place] != SHORT_BREAKS:
                leader = place
    return found


def _court_from(statuses: Statuses, place: int) -> int:
    """Return the day from which a period is under a care order, interim or full; NEVER where it is not."""
    first, last = np.searchsorted(statuses.period, [place, place + 1])
    for row in range(int(first), int(last)):
        if statuses.code[row] in ("C1", "C2"):
            return int(statuses.start[row])
    return NEVER


def _kind(drawn: Drawn, shares: NDArray[np.float64], place: int, age: float, court: bool) -> int:
    band = int(min(band_of(np.array([age * YEAR]))[0], len(AGE_BANDS) - 1))
    kind = int(np.searchsorted(shares[:, band], drawn.place[place], side="right"))
    # A child is placed with their parents under a care order only.
    return FOSTER if kind == PARENTS and not court else min(kind, SUPPORTED)


def _one(
    world: World, periods: Periods, drawn: Drawn, shares: NDArray[np.float64], place: int, born: int, end: int,
    moves: NDArray[np.float64], court: int, copied: list[Stay] | None, key: int,
) -> tuple[list[Stay], int]:  # fmt: skip
    """Return one child's stays, and the next key; those of a brother or sister copied for as long as both are fostered."""
    start = int(periods.start[place])
    stop = min(end, world.last + 1)
    if periods.came[place] == SHORT_BREAKS:
        return [Stay(start, BREAKS, key, end=end)], key + 1
    alone = periods.came[place] == CAME_ALONE
    stays: list[Stay] = []
    adopting = periods.placement_order[place]
    placed = NEVER
    if adopting < NEVER:
        usual = end - int(drawn.months[place]) if end < NEVER else int(adopting) + 120
        placed = max(usual, int(adopting) + 20)
        if end == NEVER and not drawn.adopting[place]:
            placed = NEVER
    # When the child moves, and of what kind the home then is.
    steps: list[tuple[int, str]] = []
    for days in moves.tolist():
        if start + days >= stop - 2:
            break
        steps.append((start + int(days) + 1, "moves"))
    for years in (10, 16):
        day = born + int((years + 0.55 * drawn.lag[place]) * YEAR)
        if start < day < stop - 2:
            steps.append((day, "age"))
    if placed < stop - 2:
        steps.append((placed, "adopters"))
    age = (start - born) / YEAR
    shared = [stay for stay in copied or [] if stay.kind in (FOSTER, PARENTS)]
    if shared:
        key = _follow(stays, shared, start, stop, court, key)
    first = _kind(drawn, shares, place, age, court <= start)
    if not stays:
        stays.append(
            Stay(start, first, key, relative=bool(drawn.relative[place]) and first == FOSTER and not alone)
        )
        key += 1
    for day, what in sorted(steps):
        if what == "adopters":
            # Whatever a brother or sister did later, this child has gone to live with adopters.
            stays = [stay for stay in stays if stay.start < day - 3] or stays[:1]
        now = stays[-1]
        if day < now.start + 3:
            continue
        if what == "adopters":
            same = drawn.by_carers[place] and now.kind == FOSTER
            if same:
                stays.append(Stay(day, ADOPTERS, now.key, "PLACE", adopters_are_carers=True))
            else:
                stays.append(Stay(day, ADOPTERS, key, "CARPL"))
                key += 1
            break
        kind = _kind(drawn, shares, place, (day - born) / YEAR, court <= day)
        if what == "age" and (kind == now.kind or kind in (FOSTER, PARENTS)):
            continue
        if shared and what == "moves" and kind in (FOSTER, PARENTS):
            continue  # they move when their brother or sister does
        if what == "moves" and now.relative and (day * 7 + place) % 10 < STAYS_WITH_RELATIVES:
            continue
        stays.append(Stay(day, kind, key, "age" if what == "age" else "", relative=False))
        key += 1
    stays = _with_long_term(drawn, place, stays, stop, alone)
    for stay, after in zip(stays, [*stays[1:], None], strict=True):
        stay.end = after.start if after else end
    return stays, key


def _follow(stays: list[Stay], shared: list[Stay], start: int, stop: int, court: int, key: int) -> int:
    """Put a brother's or sister's stays first, from the day that the child comes until they part."""
    for stay in shared:
        if stay.end <= start or stay.start >= stop - 2:
            continue
        if stays and stays[-1].key == stay.key:
            continue
        day = max(stay.start, start)
        if stay.kind == PARENTS and day < court:
            break
        if stays and day < stays[-1].start + 3:
            continue
        stays.append(Stay(day, stay.kind, stay.key, "" if not stays else stay.why, relative=stay.relative))
    return key


def _with_long_term(drawn: Drawn, place: int, stays: list[Stay], stop: int, alone: bool) -> list[Stay]:
    """Have a foster home become long-term where the child has been for a year: the same home, another placement."""
    found: list[Stay] = []
    for stay, after in zip(stays, [*stays[1:], None], strict=True):
        found.append(stay)
        until = after.start if after else stop
        if stay.kind == SUPPORTED and stay.start < SUPPORTED_SINCE < until - 1:
            found.append(Stay(SUPPORTED_SINCE, SUPPORTED, stay.key, "PLACE"))
        agreed = stay.start + 380 + place * 37 % 200
        if stay.kind == FOSTER and drawn.long[place] and not alone and agreed < until - 40:
            found.append(Stay(agreed, FOSTER, stay.key, "PLACE", relative=stay.relative, long=True))
    return found


def code_of(stay: Stay, born: int) -> str:
    """Return the return's code of a stay's placement."""
    match stay.kind:
        case 0:
            return ("U1" if stay.long else "U3") if stay.relative else ("U4" if stay.long else "U6")
        case 1:
            return "P1"
        case 2:
            return "R3" if stay.start - born < 2 * YEAR else "R1"
        case 3:
            return "K2"
        case 4:
            return "K3" if stay.start >= SUPPORTED_SINCE else "H5"
        case 5:
            return "A5" if stay.adopters_are_carers else "A6"
        case _:
            return "U6"


def reasons(world: World, many: int) -> list[str]:
    """Return reasons why placements end, as often as was published; not those that are of one home."""
    because = {
        code: value for code, value in sorted(world.care_shape.moved_because.items()) if code != "PLACE"
    }
    found: list[str] = pick(
        world.chance("why they move"), tuple(because), many, tuple(value + 0.05 for value in because.values())
    ).tolist()
    return found
