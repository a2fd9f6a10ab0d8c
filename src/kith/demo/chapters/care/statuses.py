"""Under which power each child is in care when, so that on 31 March as many are under each as was published."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kith.demo.chapters.care.made import CAME_ALONE, FROM_BEFORE, GROWN_UP, YEAR, Periods
from kith.demo.days import NEVER, Days
from kith.demo.journeys import last_31_march
from kith.demo.world import World

LONGEST = {"L1": 3, "L2": 8, "J1": 120}


@dataclass
class Statuses:
    """One row a legal status, in order of period and day."""

    period: NDArray[np.int64]
    code: NDArray[Any]
    start: Days
    end: Days

    def on(self, period: NDArray[np.int64], day: Days) -> NDArray[Any]:
        """Return the status of each period on a day in it."""
        keys = self.period * (2 * NEVER) + self.start
        return self.code[np.maximum(np.searchsorted(keys, period * (2 * NEVER) + day, side="right") - 1, 0)]


def settle(world: World, periods: Periods) -> None:
    """Fill in the days of the orders of those whom an older system knew, and of those who are to be adopted."""
    chance, march, first = world.chance("orders"), last_31_march(world.last), world.first
    scale, wanted = world.scale, world.care_shape.statuses
    age = (march - world.people.households.born[periods.row]) / YEAR
    there = periods.on(march)
    before = periods.came == FROM_BEFORE
    stayed = first - periods.start
    # Some are in care by agreement: as many as are needed, the older sooner.
    agreed = there & (periods.interim == NEVER) & ~before & np.isin(periods.first, ["V2", "L1", "L2"])
    needed = round(wanted.get("V2", 0.0) * scale - agreed.sum())
    order = np.nonzero(there & before)[0]
    # Brothers and sisters are in care under one power, mostly.
    families, of = np.unique(world.people.family[periods.row], return_inverse=True)
    alike = chance.random(len(families))[of]
    order = order[np.argsort(alike[order] - 0.03 * age[order])]
    by_agreement = np.zeros(len(periods), dtype=bool)
    by_agreement[order[: max(needed, 0)]] = True
    gone = before & ~there
    likely = np.where(np.isin(periods.why, ["E4A", "E4B", "E13", *GROWN_UP]), 0.4, 0.12)
    by_agreement |= gone & (chance.random(len(periods)) < likely) & ~np.isin(periods.why, ["E11", "E12"])
    # The others have been before the court.
    court = before & ~by_agreement
    went = np.minimum(
        periods.start
        + np.where(chance.random(len(periods)) < 0.55, 0, chance.integers(1, 50, size=len(periods))),
        first,
    )
    made = went + chance.integers(160, 400, size=len(periods))
    short = court & (np.minimum(periods.end, world.last) - went < 30)
    periods.interim = np.where(court, went, periods.interim)
    periods.first = np.where(court & (went == periods.start), "C1", periods.first)
    periods.full = np.where(court & ~short & (made < np.minimum(periods.end, world.last)), made, periods.full)
    del stayed
    # Adoption: an order for placement before it, and so many young children under one on the day.
    adopted = np.isin(periods.why, ["E11", "E12"])
    placing = periods.end - chance.integers(240, 420, size=len(periods))
    floor = np.minimum(periods.interim, periods.end - 60) + 40
    _place_for_adoption(periods, adopted & (periods.placement_order == NEVER), np.maximum(placing, floor))
    have = int((there & (periods.placement_order <= march)).sum())
    needed = round(wanted.get("E1", 0.0) * scale) - have
    young = np.nonzero(
        there & (age < 6.5) & (periods.full < march - 20) & (periods.placement_order == NEVER) & ~adopted
    )[0]
    young = young[np.argsort(age[young] + chance.random(len(young)))][: max(needed, 0)]
    chosen = np.zeros(len(periods), dtype=bool)
    chosen[young] = True
    _place_for_adoption(
        periods, chosen, np.maximum(march - chance.integers(10, 380, size=len(periods)), periods.full + 5)
    )


def _place_for_adoption(periods: Periods, chosen: NDArray[np.bool_], day: Days) -> None:
    """Put some children under placement orders from a day."""
    day = np.maximum(day, periods.start + 20)
    chosen = chosen & (day < periods.end)
    periods.placement_order = np.where(chosen, day, periods.placement_order)
    missing = chosen & (periods.interim == NEVER)
    periods.interim = np.where(missing, np.minimum(periods.start + 15, day - 1), periods.interim)


def series(world: World, periods: Periods) -> Statuses:
    """Return the legal statuses of every period: they meet, and cover all of its days."""
    chance, many = world.chance("legal statuses"), len(periods)
    far = np.full(many, NEVER)
    # Police protection and emergency orders run out: what follows is agreement, or the court's order.
    runs_out = periods.start + np.select([periods.first == "L1", periods.first == "L2"], [2, 7], NEVER)
    agreed = np.where((runs_out < periods.interim) & (runs_out < NEVER), runs_out, far)
    remand = periods.first == "J1"
    agreed = np.where(remand, periods.start + chance.integers(40, LONGEST["J1"], size=many), agreed)
    # Somebody on remand whose remand is over leaves with it, or stays by agreement.
    ends = np.minimum(periods.end, NEVER)
    agreed = np.where(remand & (periods.why == "E14"), NEVER, agreed)
    steps = [
        (
            periods.start,
            np.where((periods.first == "C1") & (periods.came == CAME_ALONE), "V2", periods.first),
        ),
        (agreed, np.full(many, "V2", dtype=object)),
        (
            np.where(periods.interim > periods.start, periods.interim, NEVER),
            np.full(many, "C1", dtype=object),
        ),
        (periods.full, np.full(many, "C2", dtype=object)),
        (periods.placement_order, np.full(many, "E1", dtype=object)),
    ]
    period = np.concatenate([np.arange(many)] * len(steps))
    start = np.concatenate([day for day, _ in steps])
    code = np.concatenate([codes for _, codes in steps])
    rank = np.repeat(np.arange(len(steps)), many)
    kept = (start < NEVER) & (start < ends[period]) & (start <= world.last)
    period, start, code, rank = period[kept], start[kept], code[kept], rank[kept]
    order = np.lexsort((rank, start, period))
    period, start, code, rank = period[order], start[order], code[order], rank[order]
    # The strongest of a day holds, and none comes after a stronger one.
    strongest = np.zeros(many, dtype=np.int64) - 1
    last_of_day = np.append((period[1:] != period[:-1]) | (start[1:] != start[:-1]), True)
    period, start, code, rank = period[last_of_day], start[last_of_day], code[last_of_day], rank[last_of_day]
    keep = np.ones(len(period), dtype=bool)
    for place, (of, level) in enumerate(zip(period.tolist(), rank.tolist(), strict=True)):
        keep[place] = level > strongest[of]
        strongest[of] = max(strongest[of], level)
    period, start, code = period[keep], start[keep], code[keep]
    follows = np.append(period[1:] == period[:-1], False)
    end = np.where(follows, np.append(start[1:], NEVER), ends[period])
    return Statuses(period, code, start, end)
