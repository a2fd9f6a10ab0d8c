"""Care: who is in it is settled before plans are written, since plans run on and homes change; the rest is told after protection."""

from __future__ import annotations

import numpy as np

from kith.demo.chance import pick_index
from kith.demo.chapters.care import (
    approvals,
    beside,
    changes,
    health,
    homes,
    keeping,
    leaving,
    moves,
    out_of_protection,
    plans_of_care,
    record,
    relationships,
    reviews,
    schooling,
    statuses,
    stays,
    until,
    visits,
    who,
)
from kith.demo.chapters.care.made import (
    BY_COURT,
    CAME_ALONE,
    FROM_A_PLAN,
    FROM_PROTECTION,
    GROWN_UP,
    SHORT_BREAKS,
    TOLD_SO,
    Care,
    Periods,
)
from kith.demo.chapters.protection import legal, meetings
from kith.demo.days import NEVER, last_working
from kith.demo.holdings import episodes_of, hold
from kith.demo.journeys import last_31_march
from kith.demo.loader import Loader
from kith.demo.world import World

FITTED = 3  # how often the numbers from before are fitted again
FROM_JOURNEYS = (BY_COURT, FROM_PROTECTION, FROM_A_PLAN, TOLD_SO)


def settle(world: World, _out: Loader) -> None:
    """Settle who is in care from when until when and under what, let their families' plans run on, and say who holds whom."""
    p = world.protection
    p.ending = meetings.ending_of(world)
    drawn = p.ending.copy()
    p.gateways = legal.foresee(world)
    p.ending = np.where(drawn == "came_into_care", "no_longer_at_risk", drawn).astype(object)
    free = who.free_turns(world)
    parts = out_of_protection.come(world, free)
    parts.append(who.from_plans(world, free, parts))
    parts += [who.alone(world), who.told(world)]
    periods = _fit(world, parts)
    statuses.settle(world, periods)
    periods = Periods.together([periods, _grown_before(world)])
    world.care = Care(periods)
    _let_plans_run_on(world)
    world.episodes = episodes_of(world)
    world.care.handed_over = _handed_over(world)
    world.holdings = hold(world, world.episodes)
    world.say(f"{len(periods):,} times in care, {int(periods.on(world.last).sum()):,} of them now")


def _fit(world: World, parts: list[Periods]) -> Periods:
    """Return all periods with their ends: of those whom an older system knew so many that 31 March is as published."""
    before, march = who.ages_before(world), last_31_march(world.last)
    born = world.people.households.born
    _, wanted = who.not_alone(world)
    wanted *= world.scale
    for attempt in range(FITTED + 1):
        periods = Periods.together([*parts, who.from_before(world, before)])
        periods = Periods.together([periods, who.short_breaks(world, periods)])
        until.end(world, periods)
        if attempt < FITTED:
            here = periods.on(march) & (periods.came != CAME_ALONE)
            have = np.bincount(who.band_of(march - born[periods.row[here]]), minlength=6)[:5]
            before[:5] = np.maximum(before[:5] + (wanted - have), 0.25 * before[:5])
    return periods


def _grown_before(world: World) -> Periods:
    """Return those who had grown up in care before the history began, with how it ended."""
    found = who.grown_before(world)
    until.end(world, found)
    return found.rows(found.end < world.first)


def turns_of(world: World, periods: Periods) -> np.ndarray:
    """Return for each period the turn of its family whose plan ran as it began; -1 for families without contacts."""
    journeys = world.journeys
    turn = np.full(len(periods), -1)
    rows = np.nonzero(np.isin(periods.came, FROM_JOURNEYS))[0]
    family = world.people.family[periods.row[rows]]
    start = journeys.plan_start[family]
    before = np.where(start <= periods.start[rows][:, None], start, -1)
    turn[rows] = np.where(before.max(axis=1) >= 0, before.argmax(axis=1), -1)
    return turn


def _let_plans_run_on(world: World) -> None:
    """Have the plan of each family go on while a child of it is in care, and some weeks longer; after eighteen, until now."""
    periods, journeys, chance = world.care.periods, world.journeys, world.chance("plans after care")
    turn = turns_of(world, periods)
    world.care.turn = turn
    rows = np.nonzero(turn >= 0)[0]
    family = world.people.family[periods.row[rows]]
    after = periods.end[rows] + 24 + pick_index(chance, 60, len(rows))
    goes_on = (periods.end[rows] == NEVER) | np.isin(periods.why[rows], GROWN_UP)
    until_day = np.where(goes_on, world.last + 400, last_working(np.where(goes_on, world.last, after)))
    key = (family, turn[rows])
    np.maximum.at(journeys.plan_end, key, until_day)
    referred = journeys.in_need[key]
    steps_up = journeys.steps_up_day[key]
    # One whose child comes into care is a child in need by then.
    journeys.steps_up_day[key] = np.where(
        referred, np.minimum(steps_up, journeys.assessed_day[key]), steps_up
    )


def _handed_over(world: World) -> np.ndarray:
    """Return for each episode the day on which its family is handed to the team for children in care; NEVER where it is not."""
    care, episodes = world.care, world.episodes
    found = np.full(len(episodes.family), NEVER)
    care.episode = np.full(len(care.periods), -1)
    rows = np.nonzero(care.turn >= 0)[0]
    key = episodes.family * 100 + episodes.turn
    wanted = world.people.family[care.periods.row[rows]] * 100 + care.turn[rows]
    place = np.searchsorted(key, wanted)
    care.episode[rows] = place
    # Not for those who are soon home again.
    long = (np.minimum(care.periods.end[rows], world.last) - care.periods.start[rows] > 100) & (
        care.periods.came[rows] != SHORT_BREAKS
    )
    np.minimum.at(found, place[long], care.periods.start[rows][long] + 84)
    return found


def write(world: World, out: Loader) -> None:
    """Write all of care."""
    care = world.care
    series = statuses.series(world, care.periods)
    before = homes.homes_before(world)
    keeping.settle(world)
    homes.settle(world, stays.draw(world, care.periods, series), before)
    keeping.write_plans(world, out)
    homes.write(world, out)
    schooling.write(world, out, before)
    moves.write(world, out, before)
    changes.write(world, out)
    record.write(world, out, series, before)
    keeping.write_allocations(world, out)
    reviews.write(world, out)
    visits.write(world, out, series)
    plans_of_care.write(world, out, series)
    approvals.write(world, out)
    health.write(world, out)
    relationships.write(world, out)
    leaving.write(world, out)
    beside.write(world, out)
