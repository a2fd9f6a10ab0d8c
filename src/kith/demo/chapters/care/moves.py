"""Moves of home with what was shown before each was decided: computed from the same facts as the record's own."""

from __future__ import annotations

import datetime

import numpy as np
from numpy.typing import NDArray

from kith.casework.care.queries.move_panel import Effect, Line, Panel, Sums
from kith.casework.care.queries.move_words import TWENTY_MILES, changed, counted, distance, ordinal
from kith.casework.care.queries.school_year import is_middle_of_school_year
from kith.demo.chance import happens
from kith.demo.chapters.care.deciding import Decided, heard, panel, write_decided
from kith.demo.chapters.care.homes import Where
from kith.demo.chapters.care.made import SHORT_BREAKS, Homes
from kith.demo.chapters.protection.saying import one_of, say
from kith.demo.days import date_of
from kith.demo.loader import Loader
from kith.demo.words import care_words as words
from kith.demo.world import World


def write(world: World, out: Loader, before: Where) -> None:
    """Write a decision for each move since the history began, a week or so before it; then the move that it became."""
    care, chance, people = world.care, world.chance("moves in care"), world.people
    p, s, homes = care.periods, care.stays, care.homes
    moved = np.append(False, (s.period[1:] == s.period[:-1]) & (s.home[1:] != s.home[:-1]))
    rows = np.nonzero(moved & (s.start >= world.first) & (p.came[s.period] != SHORT_BREAKS))[0]
    many, period = len(rows), s.period[rows]
    east, north = np.array(homes.easting, dtype=np.int64), np.array(homes.northing, dtype=np.int64)
    away = np.hypot(
        east[s.home] - before.easting[s.period], north[s.home] - before.northing[s.period]
    ).astype(np.int64)
    known = before.address[period] > 0
    planned = s.start[rows]
    decided = np.maximum(planned - chance.integers(0, 12, size=many), s.start[rows - 1] + 1)
    family = people.family[p.row]
    siblings = _siblings(world, period, planned, family)
    now = np.array(
        [
            sum(home == mine for home in there_now)
            for (_, there_now, _), mine in zip(siblings, s.home[rows - 1].tolist(), strict=True)
        ],
        dtype=np.int64,
    )
    after = np.array(
        [
            sum(home == mine for home in there_after)
            for (_, _, there_after), mine in zip(siblings, s.home[rows].tolist(), strict=True)
        ],
        dtype=np.int64,
    )
    in_care = np.array([count for count, *_ in siblings], dtype=np.int64)
    homes_so_far = _homes_so_far(world, rows)
    before_metres, after_metres = away[rows - 1], away[rows]
    changes = [
        bool(care.school_changes.get((int(p.row[of]), int(day)), False))
        for of, day in zip(period.tolist(), planned.tolist(), strict=True)
    ]
    nearer, further = _people(world, chance, many), _people(world, chance, many)
    shown = [
        _shown(
            int(people.id[p.row[period[one]]]),
            date_of(int(decided[one])),
            _name_of_home(homes, int(s.home[rows[one]])),
            int(homes_so_far[one]),
            Sums(
                siblings_with_now=int(now[one]),
                siblings_with_after=int(after[one]),
                siblings_in_care=int(in_care[one]),
                metres_from_home_now=int(before_metres[one]) if known[one] else None,
                metres_from_home_after=int(after_metres[one]) if known[one] else None,
                school_changes=changes[one],
                in_middle_of_school_year=is_middle_of_school_year(date_of(int(planned[one])))
                if changes[one]
                else None,
                people_nearer=int(nearer[one]),
                people_further=int(further[one]),
            ),
        )
        for one in range(many)
    ]
    names = [str(name) for name in people.given[p.row[period]].tolist()]
    number = write_decided(
        world,
        out,
        Decided(
            kind="home",
            period=period,
            planned=planned,
            decided=decided,
            to=homes.id[s.home[rows]],
            shown=shown,
            reasons=say(chance, [0] * many, {0: words.MOVE_REASONS}, names),
            alternatives=one_of(chance, many, words.ALTERNATIVES),
            **heard(world, chance, period, planned, words.MOVE_CHILD),
            what_is_done=one_of(chance, many, words.WHAT_IS_DONE),
        ),
    )
    care.move_id = np.zeros(len(s.period), dtype=np.int64)
    care.move_id[rows] = number


def _people(world: World, chance: np.random.Generator, many: int) -> NDArray[np.int64]:
    del world
    return np.where(happens(chance, 0.5, many), chance.integers(0, 3, size=many), 0)


def _siblings(
    world: World, period: NDArray[np.int64], day: NDArray[np.int64], family: NDArray[np.int64]
) -> list[tuple[int, list[int], list[int]]]:
    """Return for each move how many brothers and sisters are in care, and the homes of each the day before and on the day."""
    p, s = world.care.periods, world.care.stays
    groups: dict[int, list[int]] = {}
    for place in np.nonzero(p.came != SHORT_BREAKS)[0].tolist():
        groups.setdefault(int(family[place]), []).append(place)
    starts = np.searchsorted(s.period, np.arange(len(p) + 1))

    def home_on(place: int, when: int) -> int:
        for row in range(int(starts[place + 1]) - 1, int(starts[place]) - 1, -1):
            if s.start[row] <= when < s.end[row]:
                return int(s.home[row])
        return -1

    found = []
    for one, when in zip(period.tolist(), day.tolist(), strict=True):
        others = [other for other in groups[int(family[one])] if p.row[other] != p.row[one]]
        now = [home for home in (home_on(other, when - 1) for other in others) if home >= 0]
        then = [home for home in (home_on(other, when) for other in others) if home >= 0]
        found.append((len(then), now, then))
    return found


def _homes_so_far(world: World, rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return how many homes in care each child has had before each move."""
    s = world.care.stays
    new = np.append(True, (s.period[1:] != s.period[:-1]) | (s.home[1:] != s.home[:-1]))
    counted = np.cumsum(new)
    first = np.searchsorted(s.period, s.period[rows])
    return np.asarray(counted[rows - 1] - counted[first] + 1)


def _name_of_home(homes: Homes, place: int) -> str:
    """Return a home's name; adopters are named nowhere but on the plan for adoption."""
    return "" if homes.kind[place] == "adopters" else homes.name[place]


def _shown(child: int, day: datetime.date, home: str, homes_so_far: int, sums: Sums) -> Panel:
    """Return the panel as it was shown and kept before the move was decided."""
    title = f"Living with {home}" if home else "A home that is not known yet"
    return panel("home", child, day, title, _lines(homes_so_far, sums), sums)


def _lines(homes_so_far: int, sums: Sums) -> list[Line]:
    """Return what was shown, line by line, in the record's own words."""
    lines = []
    of, now, after = sums.siblings_in_care or 0, sums.siblings_with_now or 0, sums.siblings_with_after or 0
    if of:
        if after != now:
            effect = Effect.LOSS if after < now else Effect.GAIN
        else:
            effect = Effect.KEPT if now else Effect.SAME
        what = "Brothers and sisters they live with"
        lines.append(Line("siblings", what, f"{now} of {of}", f"{after} of {of}", effect))
    before, then = sums.metres_from_home_now, sums.metres_from_home_after
    if before is not None and then is not None:
        what = "Distance from home, where they lived before care"
        far = then > TWENTY_MILES
        effect = Effect.LOSS if far and before <= TWENTY_MILES else changed(before, then)
        told = distance(then) + (": over 20 miles" if far else "")
        lines.append(Line("from_home", what, distance(before), told, effect))
    so_far, next_one = counted(homes_so_far, "home"), f"This would be the {ordinal(homes_so_far + 1)}"
    lines.append(Line("homes", "Homes in care so far", so_far, next_one, Effect.CARE))
    return lines
