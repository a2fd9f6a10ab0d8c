"""Which families come to a strategy discussion, when, and what follows: enquiry, conference, protection plan, and its end.

Families who are assessed, or on a plan, are drawn until a year's enquiries, conferences and plans are as published. A
family whose protection plan would outlast its own plan has that plan run on.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from kith.demo.chance import Chance, happens, pick_index
from kith.demo.days import NEVER, Days, add_working_days, last_working, next_working
from kith.demo.journeys import MOST, REFERRAL, Journeys
from kith.demo.protection_shape import ProtectionShape
from kith.demo.told_families import TOLD

STOOD_DOWN, NO_ENQUIRY, NO_CONFERENCE, NO_PLAN, PLAN = range(5)
YEARS = 3
# Not published: discussions that lead to no enquiry, or were not needed in the end, for each enquiry; enquiries about
# families whose assessment found no child in need; enquiries that begin later than the first weeks of a plan.
WITHOUT_ENQUIRY, NOT_NEEDED, OF_THOSE_NOT_IN_NEED = 0.18, 0.03, 0.14
# Children of a family who are not yet born or have turned eighteen by then are in no enquiry.
COUNTED = 0.985


@dataclass
class Worries:
    """One row a strategy discussion, in order of the day it was called; what follows from it may lie ahead or be NEVER.

    `kind` is how it ends: STOOD_DOWN, NO_ENQUIRY, NO_CONFERENCE, NO_PLAN (a conference that makes none) or PLAN. The
    discussion that decides for an enquiry begins it. `written` is the day the conference's decisions were recorded.
    """

    family: NDArray[np.int64]
    turn: NDArray[np.int64]
    kind: NDArray[np.int64]
    called: Days
    held: Days
    submitted: Days
    decided: Days
    conference: Days
    written: Days
    plan_end: Days

    def __len__(self) -> int:
        return len(self.family)

    def rows(self, chosen: NDArray[np.bool_] | NDArray[np.int64]) -> Worries:
        """Return some of the rows."""
        return Worries(*[getattr(self, each.name)[chosen] for each in fields(self)])

    @staticmethod
    def together(parts: list[Worries]) -> Worries:
        """Return several in one, in order of the day on which they were called."""
        whole = Worries(
            *[np.concatenate([getattr(part, each.name) for part in parts]) for each in fields(Worries)]
        )
        return whole.rows(np.lexsort((whole.turn, whole.family, whole.called)))


@dataclass
class _Candidates:
    """Days on which a discussion could be held about a family: one row each."""

    family: NDArray[np.int64]
    turn: NDArray[np.int64]
    held: Days
    in_need: NDArray[np.bool_]
    until: Days  # what is asked must have been answered by this day
    until_if_extended: Days  # how far the family's plan could run on, before it next comes to the front door
    children: NDArray[np.int64]


def _free_until(journeys: Journeys) -> Days:
    """Return, for each contact, the day before the next one that was not made while a plan was open."""
    day = np.where(journeys.while_open, NEVER, journeys.day)
    free = np.full(day.shape, NEVER)
    for turn in range(MOST - 2, -1, -1):
        free[:, turn] = np.minimum(free[:, turn + 1], day[:, turn + 1])
    return free


def _candidates(chance: Chance, journeys: Journeys, last: int) -> _Candidates:
    """Return early and later days of those in need with a plan, and days during assessments that find nobody in need."""
    assessed = (journeys.outcome == REFERRAL) & (journeys.assessed_day < NEVER)
    assessed[: len(TOLD)] = False
    free = _free_until(journeys)
    parts = []
    family, turn = np.nonzero(assessed & journeys.in_need & (journeys.plan_start < NEVER))
    start, end = journeys.plan_start[family, turn], journeys.plan_end[family, turn]
    many = len(family)
    early = next_working(start + pick_index(chance, 19, many, [6, 5, 4, 3, 3, 2, 2, *[1] * 12]))
    room = np.minimum(end, last) - start - 100
    later = next_working(start + 60 + (chance.random(many) * np.maximum(room, 1)).astype(np.int64))
    for held, there in ((early, early + 45 < end), (later, (room > 0) & (later + 45 < end))):
        kept = there & (held <= last)
        parts.append((family[kept], turn[kept], held[kept], np.ones(kept.sum(), dtype=bool), end[kept]))
    family, turn = np.nonzero(assessed & ~journeys.in_need)
    decided, end = journeys.decided_day[family, turn], journeys.assessed_day[family, turn]
    held = next_working(decided + chance.integers(0, 7, size=len(family)))
    kept = (held <= last) & (held + 24 < end)
    parts.append((family[kept], turn[kept], held[kept], np.zeros(kept.sum(), dtype=bool), end[kept]))
    family, turn, held, in_need, until = (
        np.concatenate([part[place] for part in parts]) for place in range(5)
    )
    return _Candidates(
        family, turn, held, in_need, until, np.where(in_need, free[family, turn] - 5, until), journeys.children[family]
    )  # fmt: skip


def _quota(order: NDArray[np.int64], children: NDArray[np.int64], wanted: float) -> NDArray[np.int64]:
    """Return the first of some rows, whose children together are as nearly as many as is wanted."""
    middle = np.cumsum(children[order]) - children[order] / 2
    return order[: int(np.searchsorted(middle, wanted, side="right"))]


def protect(chance: Chance, shape: ProtectionShape, journeys: Journeys, scale: float, last: int) -> Worries:
    """Return the worries about families that are drawn, and let the plans of those who are protected run on.

    Changes `journeys`: the day on which a plan ends, and that an assessment finds a child in need where one is protected.
    """
    c = _candidates(chance, journeys, last)
    many = len(c.family)
    year = (last - c.held) // 365
    episode = c.family * MOST + c.turn
    lasts = shape.lasting(chance, many)
    band = pick_index(chance, 4, many, shape.bands)
    wait = np.choose(
        band,
        [chance.integers(7, 11, size=many), chance.integers(11, 16, size=many), chance.integers(16, 21, size=many),
         21 + np.minimum(chance.exponential(5, many), 24).astype(np.int64)],
    )  # fmt: skip
    conference = add_working_days(c.held, wait)
    plan_end = last_working(conference + lasts)
    shuffled = chance.permutation(many)
    kind = np.full(many, -1)

    def free(rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return those of some rows that nothing else about the same family is near."""
        chosen = np.nonzero(kind >= 0)[0]
        key = episode[chosen] * 2 * NEVER + c.held[chosen]
        order = np.argsort(key)
        chosen, key = chosen[order], key[order]
        at = np.searchsorted(key, episode[rows] * 2 * NEVER + c.held[rows])
        clear = np.ones(len(rows), dtype=bool)
        for side in (at - 1, at):
            inside = (side >= 0) & (side < len(chosen))
            other = chosen[np.clip(side, 0, max(len(chosen) - 1, 0))] if len(chosen) else rows
            same = inside & (episode[other] == episode[rows]) if len(chosen) else inside & False
            protected = same & (kind[other] == PLAN) & (c.held[other] < c.held[rows])
            clear &= ~same | ((np.abs(c.held[other] - c.held[rows]) > 75) & ~protected)
        rows = rows[clear]
        # One of each family's own days at a time.
        return np.asarray(rows[np.sort(np.unique(episode[rows], return_index=True)[1])])

    per_year = scale / COUNTED
    for number in range(YEARS):
        of_year = shuffled[year[shuffled] == number]
        can = of_year[
            c.in_need[of_year] & (plan_end[of_year] + 15 < np.maximum(c.until, c.until_if_extended)[of_year])
        ]
        can = free(can[~np.isin(episode[can], episode[kind == PLAN])])
        # Families whose plans run long are protected rather more often.
        liking = chance.random(len(can)) - 0.35 * (c.until[can] - c.held[can] > 240)
        can = can[np.argsort(liking)]
        for place, share in enumerate(shape.bands):
            wanted = shape.plans_started * per_year * share
            kind[_quota(can[band[can] == place], c.children, wanted)] = PLAN
    for number in range(YEARS):
        of_year = shuffled[year[shuffled] == number]
        without_plan = max(shape.conferences - shape.plans_started, 0)
        can = free(of_year[c.in_need[of_year] & (conference[of_year] + 8 < c.until[of_year])])
        for place, share in enumerate(shape.bands):
            kind[_quota(can[band[can] == place], c.children, without_plan * per_year * share)] = NO_PLAN
        without = max(shape.enquiries - shape.conferences, 0)
        can = free(of_year[~c.in_need[of_year]])
        kind[_quota(can, c.children, without * OF_THOSE_NOT_IN_NEED * per_year)] = NO_CONFERENCE
        missing = without * (1 - OF_THOSE_NOT_IN_NEED) * per_year
        for _ in range(2):  # a family that was chosen for one day may be chosen for another far from it
            can = free(of_year[c.in_need[of_year] & (kind[of_year] < 0)])
            chosen = _quota(can, c.children, missing)
            kind[chosen] = NO_CONFERENCE
            missing -= float(c.children[chosen].sum())
        for ends, share in ((NO_ENQUIRY, WITHOUT_ENQUIRY), (STOOD_DOWN, NOT_NEEDED)):
            can = free(of_year[kind[of_year] < 0])
            kind[_quota(can, c.children, shape.enquiries * share * per_year)] = ends
    _let_plans_run_on(chance, journeys, c, kind, plan_end, last)
    chosen = np.nonzero(kind >= 0)[0]
    since = np.where(c.in_need, journeys.plan_start[c.family, c.turn], journeys.decided_day[c.family, c.turn])
    drawn = _days(chance, kind[chosen], c.held[chosen], wait[chosen], since[chosen], c.until[chosen])
    called, held, submitted, decided = drawn
    has_conference = kind[chosen] >= NO_PLAN
    met = np.where(has_conference, conference[chosen], NEVER)
    return Worries.together([Worries(
        c.family[chosen], c.turn[chosen], kind[chosen], called, held, submitted, decided, met, met,
        np.where(kind[chosen] == PLAN, plan_end[chosen], NEVER),
    )])  # fmt: skip


def _let_plans_run_on(
    chance: Chance, journeys: Journeys, c: _Candidates, kind: NDArray[np.int64], plan_end: Days, last: int
) -> None:
    """Have the plan of each protected family end some weeks after its protection plan, and its referral stay open."""
    chosen = np.nonzero(kind == PLAN)[0]
    family, turn = c.family[chosen], c.turn[chosen]
    after = plan_end[chosen] + chance.integers(28, 120, size=len(chosen))
    end = np.minimum(np.maximum(after, c.until[chosen]), np.maximum(c.until_if_extended, c.until)[chosen])
    journeys.plan_end[family, turn] = end
    steps_up = journeys.steps_up_day[family, turn]
    journeys.steps_up_day[family, turn] = np.minimum(steps_up, journeys.assessed_day[family, turn])


def _days(
    chance: Chance, kind: NDArray[np.int64], held: Days, wait: NDArray[np.int64], since: Days, until: Days
) -> tuple[Days, Days, Days, Days]:
    """Return the days on which each was called and held, and its enquiry sent to the manager and decided."""
    many = len(kind)
    notice = pick_index(chance, 6, many, (46, 30, 12, 6, 4, 2))
    called = held.copy()
    for _ in range(5):
        called = np.where(notice > 0, last_working(called - 1), called)
        notice = notice - 1
    called = np.maximum(called, np.minimum(since, held))
    usual = np.where(
        happens(chance, 0.84, many), chance.integers(4, 15, size=many), chance.integers(15, 26, size=many)
    )
    usual = np.where(until - held < 45, np.minimum(usual, 12), usual)
    before_conference = np.maximum(wait - 3 - chance.integers(0, 4, size=many), 2)
    taken = np.where(kind >= NO_PLAN, np.minimum(before_conference, 14), usual)
    decided = add_working_days(held, taken)
    sent = add_working_days(held, np.maximum(taken - pick_index(chance, 4, many, (34, 38, 20, 8)), 1))
    enquiry = kind >= NO_CONFERENCE
    return (
        called,
        np.where(kind == STOOD_DOWN, NEVER, held),
        np.where(enquiry, np.minimum(sent, decided), NEVER),
        np.where(enquiry, decided, NEVER),
    )
