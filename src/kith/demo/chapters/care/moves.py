"""Moves of home with what was shown before each was decided: computed from the same facts as the record's own."""

from __future__ import annotations

import datetime
import json

import numpy as np
import polars as pl
from numpy.typing import NDArray

from kith.casework.care.queries.move_panel import Effect, Line, Panel, Sums, in_order
from kith.casework.care.queries.move_words import TWENTY_MILES, changed, counted, distance, ordinal
from kith.demo.chance import happens
from kith.demo.chapters.care.homes import Where
from kith.demo.chapters.care.made import SHORT_BREAKS, YEAR, Homes, put, recorded, tell
from kith.demo.chapters.protection.saying import one_of, say, where
from kith.demo.days import date_of, dates, instants
from kith.demo.loader import Change, Loader
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
    lead, manager = care.lead(world, period, planned), care.manager(world, period, decided)
    decided_at = recorded(world, decided, 10 * 3600 + 30)
    number = out.ids("care_move", many)
    months = np.array([date_of(int(day)).month for day in planned.tolist()], dtype=np.int64)
    middle = np.isin(months, [1, 2, 3, 4, 5, 10, 11, 12])
    age = (planned - people.households.born[p.row[period]]) / YEAR
    talks = age > 3.5
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
                in_middle_of_school_year=bool(middle[one]),
                people_nearer=int(nearer[one]),
                people_further=int(further[one]),
            ),
        )
        for one in range(many)
    ]
    names = [str(name) for name in people.given[p.row[period]].tolist()]
    team = world.workforce.team_of(lead)
    made_at = recorded(world, planned, 10 * 3600 + 660) + 90
    put(
        out, "care_move",
        pl.DataFrame(
            {
                "id": number, "child_id": people.id[p.row[period]], "kind": ["home"] * many, "planned_date": dates(planned), "home_id": homes.id[s.home[rows]], "school_id": pl.Series([None] * many, dtype=pl.Int64),
                "worker_id": pl.Series([None] * many, dtype=pl.Int64), "reasons": say(chance, [0] * many, {0: words.MOVE_REASONS}, names), "alternatives": one_of(chance, many, words.ALTERNATIVES),
                "child_words": where(talks, one_of(chance, many, words.MOVE_CHILD)), "why_child_not_asked": where(~talks, ["Too young to be asked in words"] * many),
                "what_is_done": one_of(chance, many, words.WHAT_IS_DONE), "shown": shown, "siblings_with_now": now, "siblings_with_after": after, "siblings_in_care": in_care,
                "metres_from_home_now": pl.Series(np.where(known, before_metres, -1)).replace(-1, None), "metres_from_home_after": pl.Series(np.where(known, after_metres, -1)).replace(-1, None),
                "school_changes": changes, "in_middle_of_school_year": middle, "people_nearer": nearer, "people_further": further,
                "team_id": pl.Series(team).replace(0, None), "decided_date": dates(decided), "decided_at": instants(decided_at), "decided_by_id": manager, "outcome": ["made"] * many,
                "made_date": dates(planned), "version": np.full(many, 2),
            }
        ),
        recorded_at=decided_at, recorded_by=manager, changes=[Change(np.maximum(made_at, decided_at + 60), lead, {"outcome": "decided", "made_date": None, "version": 1})],
    )  # fmt: skip
    care.move_id = np.zeros(len(s.period), dtype=np.int64)
    care.move_id[rows] = number
    tell(
        world.events, "care.move_decided", decided_at, decided, manager, "A move to another home was decided.", whom=people.id[p.row[period]], thread=[f"move:{each}" for each in number.tolist()],
        details=[f'{{"move": {each}, "kind": "home"}}' for each in number.tolist()], team=team,
    )  # fmt: skip


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


def _shown(child: int, day: datetime.date, home: str, homes_so_far: int, sums: Sums) -> str:
    """Return the panel as it was shown and kept before the move was decided."""
    panel = Panel(
        child=child,
        kind="home",
        day=day,
        title=f"Living with {home}" if home else "A home that is not known yet",
        lines=in_order(_lines(homes_so_far, sums)),
        sums=sums,
        about={"home": None, "with": []},
    )
    return json.dumps(panel.as_shown(), separators=(",", ":"))


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
