"""How long each child stays in care and why it ends: month by month, as many for each reason as was published of a year."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kith.demo.care_shape import AGES, AT_EIGHTEEN
from kith.demo.chance import pick
from kith.demo.chapters.care.made import (
    BY_COURT,
    CAME_ALONE,
    FROM_BEFORE,
    FROM_PROTECTION,
    SHORT_BREAKS,
    TOLD_SO,
    YEAR,
    Periods,
    eighteen,
)
from kith.demo.chapters.care.who import band_of
from kith.demo.days import NEVER, next_working
from kith.demo.told_care import CHILDREN
from kith.demo.world import World

MONTH = 30.4375
# Brothers and sisters who leave care together, of those who could: not published.
TOGETHER = 0.7
# Special guardians: relatives who were the child's foster carers, foster carers who are not, relatives who were not, others.
GUARDIANS = {"E45": 55, "E46": 12, "E47": 26, "E48": 7}
ADOPTED = {"E11": 20, "E12": 80}


def end(world: World, periods: Periods) -> None:
    """Fill in when and why each period ends, by yesterday or not at all."""
    chance, last, people = world.chance("how care ends"), world.last, world.people
    born = people.households.born[periods.row]
    grown = eighteen(world, periods.row)
    _after_the_police(world, periods)
    due = {
        reason: value / 12 * world.scale
        for reason, value in sorted(world.care_shape.reasons.items())
        if reason not in (*AT_EIGHTEEN, "E2")
    }
    owed = {reason: float(chance.random()) for reason in due}
    by_family: dict[int, list[int]] = {}
    for place, family in enumerate(people.family[periods.row].tolist()):
        by_family.setdefault(family, []).append(place)
    fixed = (periods.came == TOLD_SO) | (periods.came == SHORT_BREAKS)
    # What ends with the court's order is the court's, and nobody leaves while the court has their case.
    in_court = np.isin(periods.came, [BY_COURT, FROM_PROTECTION]) & (periods.interim < NEVER)
    until_free = np.where(in_court, np.minimum(periods.full, periods.placement_order), 0)
    wanted_now = np.array([world.care_shape.ages.get(name, 0.0) for name in AGES]) * world.scale + 0.3
    months = int((last - world.first) / MONTH) + 1
    wanted_age = np.array([world.care_shape.ages_ceased.get(name, 0.0) for name in ("Under 1 year", "1 to 4 years", "5 to 9 years", "10 to 15 years")]
                          + [world.care_shape.ages_ceased.get("16 years", 0.0) + world.care_shape.ages_ceased.get("17 years", 0.0)]) + 0.05  # fmt: skip
    ended_with = {reason: periods.end[periods.why == reason] for reason in ("E45", "E4A")}
    for month in range(months):
        since = world.first + int(month * MONTH)
        until = min(world.first + int((month + 1) * MONTH), last)
        here = (
            (periods.start < since - 4)
            & (periods.end == NEVER)
            & ~fixed
            & (grown > until + 20)
            & (until_free < since - 3)
        )
        there = np.nonzero(here)[0]
        band = np.minimum(band_of(since - born[there]), 4)
        # Fewer leave of an age of which there are too few, and more where there are too many.
        share = wanted_age / wanted_now * np.clip(np.bincount(band, minlength=5) / wanted_now, 0.15, 4) ** 2
        steer = share[band]
        for reason, often in due.items():
            owed[reason] += often
            if reason in ended_with:
                owed[reason] -= float(((ended_with[reason] >= since) & (ended_with[reason] < until)).sum())
            while owed[reason] >= 1:
                open_now = periods.end[there] == NEVER
                weight = np.where(open_now, _liking(reason, world, periods, there, since), 0.0) * steer
                if weight.sum() <= 0:
                    owed[reason] = min(owed[reason], 3.0)
                    break
                totals = np.cumsum(weight)
                place = int(
                    there[min(int(np.searchsorted(totals, chance.random() * totals[-1])), len(there) - 1)]
                )
                day = int(since + chance.random() * max(until - since - 1, 1))
                leaving = [place]
                could = set(there[weight > 0].tolist())
                for other in by_family[int(people.family[periods.row[place]])]:
                    alike = periods.came[other] == periods.came[place] and reason in (
                        "E4A",
                        "E41",
                        "E45",
                        "E12",
                    )
                    if other != place and other in could and alike and chance.random() < TOGETHER:
                        leaving.append(other)
                for one in leaving:
                    periods.end[one], periods.why[one] = max(day, int(periods.start[one]) + 4), reason
                    owed[reason] -= 1
    _grow_up(world, periods, grown, fixed)
    _tell(world, periods)
    _finer(world, periods)


def _liking(
    reason: str, world: World, periods: Periods, there: NDArray[np.int64], day: int
) -> NDArray[np.float64]:
    """Return how likely each of some children is to leave for a reason, of those who could; nought for those who could not."""
    age = (day - world.people.households.born[periods.row[there]]) / YEAR
    stayed = (day - periods.start[there]) / YEAR
    alone = periods.came[there] == CAME_ALONE
    voluntary = (
        (periods.first[there] != "C1")
        & (periods.interim[there] == NEVER)
        & (periods.came[there] != FROM_BEFORE)
    )
    adopting = periods.placement_order[there] < NEVER
    with_order = ~adopting & ~alone
    match reason:
        case "E4A":
            liking = np.where(~alone & ~adopting, np.exp(-stayed / 0.8) + 0.04, 0.0) * np.where(
                voluntary, 6.0, 1.0
            )
        case "E12":
            liking = (
                np.where(adopting, 25.0, np.where((age < 6) & ~alone & ~voluntary, 1.0, 0.0))
                * (stayed > 0.75)
                * (stayed < 4)
            )
        case "E45" | "E41":
            liking = np.where(
                with_order & (age < 15) & (stayed > 0.4), np.exp(-stayed / 2.0) + 0.02, 0.0
            ) * np.where(voluntary, 0.4, 1.0)
        case "E13":
            liking = (
                np.where(age > 13, np.exp(-stayed / 2.0), 0.02) * ~adopting * np.where(voluntary, 3.0, 1.0)
            )
        case "E3":
            liking = np.where(alone, 8.0, 0.5) * np.exp(-stayed / 0.6) * ~adopting
        case "E9":
            liking = np.where((age > 15) & ~world.people.households.female[periods.row[there]], 1.0, 0.0)
        case "E14":
            liking = np.where(periods.first[there] == "J1", 1.0, 0.0)
        case "E15":
            liking = np.where(alone & (age > 16.5), 1.0, 0.0)
        case _:
            liking = np.where(~adopting, 0.3, 0.0)
    # Remand ends by itself, and not otherwise.
    return np.where((periods.first[there] == "J1") & (reason not in ("E14", "E9")), 0.0, liking).astype(float)


def _after_the_police(world: World, periods: Periods) -> None:
    """Have some of those whom the police protected go home before the 72 hours are up: brothers and sisters together."""
    chance = world.chance("home from police protection")
    families, of = np.unique(world.people.family[periods.row], return_inverse=True)
    home = (periods.first == "L1") & (periods.interim == NEVER) & (chance.random(len(families)) < 0.2)[of]
    end_day = periods.start + 2
    home &= end_day <= world.last
    periods.end[home], periods.why[home] = end_day[home], "E4A"


def _grow_up(world: World, periods: Periods, grown: NDArray[np.int64], fixed: NDArray[np.bool_]) -> None:
    """End the care of everybody who has turned eighteen."""
    chance = world.chance("grown up in care")
    rows = np.nonzero((periods.end > grown) & (grown <= world.last) & ~fixed)[0]
    reasons = {code: world.care_shape.reasons.get(code, 0.0) + 0.05 for code in AT_EIGHTEEN}
    periods.end[rows] = grown[rows]
    periods.why[rows] = pick(chance, tuple(reasons), len(rows), tuple(reasons.values()))


def _tell(world: World, periods: Periods) -> None:
    """End the care of the told child who has grown up."""
    told = np.nonzero(periods.came == TOLD_SO)[0]
    grown = eighteen(world, periods.row)
    ends = {(one.family, one.child): one.ended for one in CHILDREN if one.ended}
    for place in told.tolist():
        if grown[place] <= world.last:
            periods.end[place], periods.why[place] = grown[place], next(iter(ends.values()))


def _finer(world: World, periods: Periods) -> None:
    """Say which special guardians and which adoptions they are, and which went home outside their plan."""
    chance = world.chance("finer endings")
    families, of = np.unique(world.people.family[periods.row], return_inverse=True)
    guardians = pick(chance, tuple(GUARDIANS), len(families), tuple(GUARDIANS.values()))[of]
    adopted = pick(chance, tuple(ADOPTED), len(families), tuple(ADOPTED.values()))[of]
    unplanned = (chance.random(len(families)) < world.care_shape.home_outside_plan)[of]
    periods.why = np.where(periods.why == "E45", guardians, periods.why)
    periods.why = np.where(periods.why == "E12", adopted, periods.why)
    # One who leaves for an order, or goes home as planned, does so on a working day.
    planned = np.isin(periods.why, ["E41", "E45", "E46", "E47", "E48", "E11", "E12"])
    moved = next_working(np.minimum(periods.end, NEVER - 40))
    periods.end = np.where(planned & (moved <= world.last), moved, periods.end)
    periods.why = np.where((periods.why == "E4A") & unplanned, "E4B", periods.why)
