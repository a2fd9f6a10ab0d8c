"""Who works for children in care: leads of families whom an older system knew, with their plans, and reviewing officers."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from kith.casework.access.roles import Role
from kith.demo.chance import Chance
from kith.demo.chapters.care.made import GROWN_UP, SHORT_BREAKS, TOLD_SO, Leads, put, recorded
from kith.demo.days import NEVER, NEVER_AT, Days, at, dates
from kith.demo.loader import Change, Loader
from kith.demo.words import plan_words
from kith.demo.world import World

MOST = 9
CHANGES_AFTER = (
    430  # days with one worker, about: not published but as the share with three workers in a year
)


def settle(world: World) -> None:
    """Say who leads for each child whose family an older system knew, and who reviews the care of each child."""
    care, workforce = world.care, world.workforce
    p, chance = care.periods, world.chance("who works for children in care")
    family = world.people.family[p.row]
    # Who leads for a family leads for all of its children.
    families, of = np.unique(family, return_inverse=True)
    since, until = np.full(len(families), NEVER), np.zeros(len(families), dtype=np.int64)
    np.minimum.at(since, of, p.start)
    np.maximum.at(until, of, p.end)
    pool = workforce.pool(Role.SOCIAL_WORKER, "care")
    care.leads = _each_child(world, _chain(world, chance, pool, since, until, CHANGES_AFTER), of)
    officers = np.append(
        workforce.pool(Role.INDEPENDENT_REVIEWING_OFFICER),
        workforce.known["independent_reviewing_officer"] - 1,
    )
    told = np.isin(families, family[p.came == TOLD_SO])
    care.officers = _each_child(
        world,
        _chain(
            world,
            chance,
            officers,
            since,
            until,
            4000,
            {int(row): workforce.known["independent_reviewing_officer"] for row in np.nonzero(told)[0]},
        ),
        of,
    )


def _chain(
    world: World,
    chance: Chance,
    pool: NDArray[np.int64],
    since: Days,
    until: Days,
    usual: float,
    told: dict[int, int] | None = None,
) -> list[tuple[int, int, int, int]]:
    """Return (family, worker, from, until) for workers of a pool who follow one another."""
    workforce, found = world.workforce, []
    rows, start = np.arange(len(since)), since.copy()
    for turn in range(MOST):
        if not len(rows):
            break
        # Of times long gone only the last two years have their workers.
        seen = np.maximum(start[rows], world.first - 700)
        worker = workforce.choose(chance, pool, seen)
        for place, row in enumerate(rows.tolist()):
            worker[place] = (told or {}).get(row, worker[place])
        leaves = workforce.end[worker - 1]
        change = seen + 40 + chance.exponential(usual, len(rows)).astype(np.int64)
        end = np.minimum(np.where(leaves > seen + 5, leaves, NEVER), change)
        is_last = (end >= until[rows]) | (end > world.last) | (turn == MOST - 1)
        end = np.where(is_last, until[rows], end)
        found += list(zip(rows.tolist(), worker.tolist(), start[rows].tolist(), end.tolist(), strict=True))
        start[rows] = end
        rows = rows[~is_last]
    return found


def _each_child(world: World, chain: list[tuple[int, int, int, int]], of: NDArray[np.int64]) -> Leads:
    """Return who works for each child, as long as their care goes on: as for the family."""
    p = world.care.periods
    by_family: dict[int, list[tuple[int, int, int]]] = {}
    for family, worker, start, end in chain:
        by_family.setdefault(family, []).append((worker, start, end))
    rows = [
        (place, worker, max(start, int(p.start[place])), min(end, int(p.end[place])))
        for place, family in enumerate(of.tolist())
        for worker, start, end in by_family[family]
        if start < p.end[place] and end > p.start[place] and start <= world.last
    ]
    columns = np.array(rows, dtype=np.int64).reshape(-1, 4)
    order = np.lexsort((columns[:, 2], columns[:, 0]))
    return Leads(*[columns[order, i] for i in range(4)])


def write_plans(world: World, out: Loader) -> None:
    """Write plans, with children, tiers and leads, of families whom an older system knew and whose children are in care."""
    care, people = world.care, world.people
    p = care.periods
    care.plan_id = np.zeros(len(p), dtype=np.int64)
    plan_of = {
        (int(family), int(turn)): int(number)
        for family, turn, number in zip(world.plans.family, world.plans.turn, world.plans.id, strict=True)
    }
    family = people.family[p.row]
    for place in np.nonzero(care.turn >= 0)[0].tolist():
        care.plan_id[place] = plan_of.get((int(family[place]), int(care.turn[place])), 0)
    rows = np.nonzero((care.turn < 0) & (p.end >= world.first))[0]
    families, of = np.unique(family[rows], return_inverse=True)
    many = len(families)
    number = out.ids("plans_plan", many)
    care.plan_id[rows] = number[of]
    start, until = np.full(many, NEVER), np.zeros(many, dtype=np.int64)
    np.minimum.at(start, of, p.start[rows])
    np.maximum.at(until, of, p.end[rows])
    grown = np.zeros(many, dtype=bool)
    np.logical_or.at(grown, of, np.isin(p.why[rows], GROWN_UP))
    breaks = np.zeros(many, dtype=bool)
    np.logical_or.at(breaks, of, p.came[rows] == SHORT_BREAKS)
    over = until <= world.last
    closes = np.where(over & ~grown, until + 45, NEVER)
    closes = np.where(closes <= world.last, closes, NEVER)
    closed = closes < NEVER
    first_of = (
        rows[np.argsort(of, kind="stable")][np.searchsorted(np.sort(of), np.arange(many))] if many else rows
    )
    lead = care.lead(world, first_of, start)
    begun_at = recorded(world, start, 10 * 3600 + 300)
    closed_at = np.where(closed, np.maximum(recorded(world, closes, 15 * 3600), begun_at + 60), NEVER_AT)
    last_lead = care.lead(world, first_of, np.minimum(until, world.last))
    put(
        out, "plans_plan",
        pl.DataFrame(
            {
                "id": number, "family_id": people.family_id[families], "what_we_want": [plan_words.WANTS[i % len(plan_words.WANTS)] for i in families.tolist()],
                "what_is_strong": [plan_words.STRONG[i % len(plan_words.STRONG)] for i in families.tolist()],
                "closing_reason": ["goals_met" if one else "" for one in closed.tolist()], "closing_summary": ["Care ended, and what was needed after it is done." if one else "" for one in closed.tolist()],
                "closing_family_view": ["We know whom to ring." if one else "" for one in closed.tolist()], "version": 1 + closed, "start_date": dates(start), "end_date": dates(closes),
            }
        ),
        recorded_at=begun_at, recorded_by=lead,
        changes=[Change(closed_at, last_lead, {"closing_reason": "", "closing_summary": "", "closing_family_view": "", "version": 1, "end_date": None})],
    )  # fmt: skip
    child_at = recorded(world, p.start[rows], 10 * 3600 + 330)
    put(
        out, "plans_planchild",
        pl.DataFrame({"id": out.ids("plans_planchild", len(rows)), "plan_id": number[of], "child_id": people.id[p.row[rows]], "start_date": dates(p.start[rows]), "end_date": dates(closes[of])}),
        recorded_at=child_at, recorded_by=lead[of], changes=[Change(closed_at[of], last_lead[of], {"end_date": None})],
    )  # fmt: skip
    until = np.where(over, until, NEVER)
    _tier(
        world,
        out,
        number,
        np.arange(many),
        np.where(breaks, "child_in_need", "looked_after").astype(object),
        start,
        np.where(breaks, closes, until),
        lead,
        closed_at,
        "A child of the family came into care.",
    )
    after = np.nonzero((until < NEVER) & ~breaks & ~grown & (until < closes))[0]
    _tier(
        world,
        out,
        number,
        after,
        np.full(many, "child_in_need", dtype=object),
        until,
        closes,
        last_lead,
        closed_at,
        plan_words.UNCARED[0],
    )
    leaving = np.nonzero((until < NEVER) & ~breaks & grown)[0]
    _tier(
        world,
        out,
        number,
        leaving,
        np.full(many, "leaving_care", dtype=object),
        until,
        np.full(many, NEVER),
        last_lead,
        closed_at,
        plan_words.LEFT_CARE[0],
    )
    _write_leads(world, out, number, of, rows, closes)


def _tier(
    world: World, out: Loader, number: NDArray[np.int64], rows: NDArray[np.int64], tier: NDArray[np.object_], start: Days, end: Days, by: NDArray[np.int64],
    closed_at: NDArray[np.int64], reason: str,
) -> None:  # fmt: skip
    many = len(rows)
    begun_at = recorded(world, start[rows], 10 * 3600 + 360)
    ends_at = np.where(
        end[rows] <= world.last,
        np.maximum(recorded(world, np.minimum(end[rows], NEVER), 10 * 3600 + 350), begun_at + 30),
        NEVER_AT,
    )
    put(
        out, "plans_plantier",
        pl.DataFrame({"id": out.ids("plans_plantier", many), "plan_id": number[rows], "tier": tier[rows].tolist(), "reason": [reason] * many, "what_changed": [""] * many,
                      "family_view": [""] * many, "start_date": dates(start[rows]), "end_date": dates(np.where(end[rows] <= world.last, end[rows], NEVER))},
                     schema_overrides={"tier": pl.String, "reason": pl.String, "what_changed": pl.String, "family_view": pl.String}),
        recorded_at=begun_at, recorded_by=by[rows], changes=[Change(ends_at, by[rows], {"end_date": None})],
    )  # fmt: skip


def _write_leads(
    world: World,
    out: Loader,
    number: NDArray[np.int64],
    of: NDArray[np.int64],
    rows: NDArray[np.int64],
    closes: Days,
) -> None:
    """Write the lead of each of these plans over time: that of the child who has been there longest."""
    care, p = world.care, world.care.periods
    chosen: dict[int, int] = {}
    for place, plan in zip(rows.tolist(), of.tolist(), strict=True):
        best = chosen.get(plan)
        if best is None or (p.start[place], -p.end[place]) < (p.start[best], -p.end[best]):
            chosen[plan] = place
    plan_of = np.full(len(p), -1)
    for plan, place in chosen.items():
        plan_of[place] = plan
    leads = care.leads
    kept = np.nonzero(plan_of[leads.period] >= 0)[0]
    plan, start, end = plan_of[leads.period[kept]], leads.start[kept], leads.end[kept]
    # Whoever led as care ended leads until the plan ends.
    last_of = np.append(plan[1:] != plan[:-1], True)
    end = np.where(last_of, closes[plan], end)
    start_at = recorded(world, start, 10 * 3600 + 500)
    end_at = np.where(
        end <= world.last,
        np.maximum(recorded(world, np.minimum(end, NEVER), 15 * 3600 + 60), start_at + 30),
        NEVER_AT,
    )
    put(
        out, "plans_planlead",
        pl.DataFrame({"id": out.ids("plans_planlead", len(kept)), "plan_id": number[plan], "worker_id": leads.worker[kept],
                      "reason": ["Took over from a colleague" if later else "Began the work with the family" for later in np.append(False, plan[1:] == plan[:-1]).tolist()],
                      "start_date": dates(start), "end_date": dates(np.where(end <= world.last, end, NEVER))}),
        recorded_at=start_at, recorded_by=leads.worker[kept], changes=[Change(end_at, leads.worker[kept], {"end_date": None})],
    )  # fmt: skip


def write_allocations(world: World, out: Loader) -> None:
    """Write leads of children whom an older system knew, and every child's reviewing officers."""
    care = world.care
    known = care.episode[care.leads.period] < 0
    _allocate(world, out, care.leads, known, "lead")
    _allocate(world, out, care.officers, np.ones(len(care.officers.period), dtype=bool), "reviewing_officer")


def _allocate(world: World, out: Loader, leads: Leads, kept: NDArray[np.bool_], role: str) -> None:
    rows = np.nonzero(kept)[0]
    care, many = world.care, len(rows)
    period, start, end, worker = leads.period[rows], leads.start[rows], leads.end[rows], leads.worker[rows]
    first = np.append(True, period[1:] != period[:-1])
    left = world.workforce.end[worker - 1] == end
    follows = np.append(~first[1:], False)
    next_left = np.append(False, left[:-1])
    reason = np.where(first, "first", np.where(next_left, "worker_left", "caseload"))
    ended = end <= world.last
    manager = care.manager(world, period, start)
    start_at = recorded(world, start, 9 * 3600 + 2400)
    end_at = np.where(
        ended,
        np.maximum(recorded(world, np.where(ended, end, NEVER), 16 * 3600 + 1800), start_at + 30),
        NEVER_AT,
    )
    whom = world.people.id[care.periods.row[period]]
    put(
        out, "workforce_allocation",
        pl.DataFrame({"id": out.ids("workforce_allocation", many), "child_id": whom, "worker_id": worker, "role": [role] * many, "reason": reason.tolist(),
                      "end_reason": ["" if not over else "A colleague took over" if more else "Care ended" for over, more in zip(ended.tolist(), follows.tolist(), strict=True)],
                      "start_date": dates(start), "end_date": dates(np.where(ended, end, NEVER))}),
        recorded_at=start_at, recorded_by=manager, changes=[Change(end_at, manager, {"end_date": None, "end_reason": ""})],
    )  # fmt: skip
    said = {
        "lead": "Allocated to a worker",
        "reviewing_officer": "An independent reviewing officer was named",
    }[role]
    recent = (start_at < NEVER_AT) & (start >= world.first)
    places = np.nonzero(recent)[0]
    world.events.add(
        "workforce.allocated", at(start[places], 9 * 3600 + 2400), manager[places], said, about=whom[places], team=world.workforce.team_of(worker[places]),
        details=pl.Series([f'{{"worker": {number}, "role": "{role}", "reason": "{why}"}}' for number, why in zip(worker[places].tolist(), reason[places].tolist(), strict=True)], dtype=pl.String),
    )  # fmt: skip
