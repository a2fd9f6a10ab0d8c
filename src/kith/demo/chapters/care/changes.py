"""Changes of school and of worker while in care, with what was shown before each was decided; and workers soon to change.

How many are to come is invented: about as many as follow from how often workers have changed.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from kith.casework.access.roles import Role
from kith.casework.care.actions.handover import BEFORE_A_WORKER_CHANGES, LEAVING
from kith.casework.care.queries.move_panel import Effect, Line, Panel, Sums
from kith.casework.care.queries.move_words import counted, length, ordinal
from kith.casework.care.queries.school_year import is_middle_of_school_year, place_in_the_year
from kith.demo.chance import Chance, happens
from kith.demo.chapters.care.deciding import Decided, heard, panel, write_decided
from kith.demo.chapters.care.made import SHORT_BREAKS, TOLD_SO, NewSchool, recorded
from kith.demo.chapters.protection.saying import one_of
from kith.demo.days import NEVER_AT, Days, at, date_of, dates, instants, last_working, next_working
from kith.demo.loader import Loader
from kith.demo.words import care_words as words
from kith.demo.world import World

TO_COME = 0.03  # of the children in care now


@dataclass(frozen=True)
class Workers:
    """Changes of who leads for children in care, one row each."""

    period: NDArray[np.int64]
    day: Days
    leaving: NDArray[np.int64]
    coming: NDArray[np.int64]
    since: Days  # since when whoever leaves has led
    nth: NDArray[np.int64]  # which of the child's leads comes


def write(world: World, out: Loader) -> None:
    """Write a decision for each change since the history began, and those that are to come with what is to be handed over."""
    chance = world.chance("changes of school and worker in care")
    schools = _schools(world)
    if schools:
        write_decided(world, out, _of_school(world, chance, schools))
    made = _workers(world)
    to_come = _to_come(world, chance, made)
    write_decided(world, out, _of_worker(world, chance, made, days_before=9))
    planned = _of_worker(world, chance, to_come, days_before=int(chance.integers(14, 20)))
    number = write_decided(world, out, planned)
    _hand_over(world, out, to_come, planned, number)
    world.say(
        f"{len(schools):,} changes of school and {len(made.period):,} of worker in care, {len(to_come.period):,} to come"
    )


def _schools(world: World) -> list[tuple[int, NewSchool]]:
    """Return the changes of school in care with the period that each was in."""
    p = world.care.periods
    found = []
    for one in world.care.new_schools:
        mine = [
            place
            for place in range(one.period, min(one.period + 4, len(p)))
            if p.row[place] == p.row[one.period] and p.start[place] < one.day < p.end[place]
        ]
        if mine and one.day > world.first and p.came[mine[0]] != SHORT_BREAKS:
            found.append((mine[0], one))
    return found


def _of_school(world: World, chance: Chance, found: list[tuple[int, NewSchool]]) -> Decided:
    many = len(found)
    period = np.array([place for place, _ in found], dtype=np.int64)
    day = np.array([one.day for _, one in found], dtype=np.int64)
    decided = _decided(world, period, day, 6)
    shown = [
        _school_shown(world, place, one, date_of(int(when)))
        for (place, one), when in zip(found, decided.tolist(), strict=True)
    ]
    return Decided(
        kind="school",
        period=period,
        planned=day,
        decided=decided,
        to=np.array([one.school for _, one in found], dtype=np.int64),
        shown=shown,
        reasons=one_of(chance, many, words.SCHOOL_REASONS),
        alternatives=one_of(chance, many, words.SCHOOL_ALTERNATIVES),
        **heard(world, chance, period, day, words.SCHOOL_CHILD),
        what_is_done=one_of(chance, many, words.SCHOOL_DONE),
    )


def _school_shown(world: World, place: int, one: NewSchool, decided: datetime.date) -> Panel:
    day = date_of(one.day)
    middle = is_middle_of_school_year(day)
    lines = [
        Line("school", "School", one.before, f"They would go to {one.name}", Effect.LOSS),
        Line(
            "schools",
            "Schools so far",
            str(one.nth - 1),
            f"This would be the {ordinal(one.nth)}",
            Effect.CARE,
        ),
        Line(
            "school_year",
            "Where in the school year",
            f"{day:%B}",
            place_in_the_year(day),
            Effect.LOSS if middle else Effect.SAME,
        ),
    ]
    child = int(world.people.id[world.care.periods.row[place]])
    sums = Sums(school_changes=True, in_middle_of_school_year=middle)
    return panel("school", child, decided, f"Going to {one.name}", lines, sums)


def _workers(world: World) -> Workers:
    """Return who took over from whom in care since the history began: within families' plans, and where an older system led."""
    care, holdings = world.care, world.holdings
    p, leads = care.periods, care.leads
    same = np.append(False, leads.period[1:] == leads.period[:-1])
    old = np.nonzero(same & (care.episode[leads.period] < 0))[0]
    first = np.searchsorted(leads.period, leads.period)
    # Who holds a family's plan leads for each of its children who is in care by then.
    held = np.nonzero(holdings.order > 0)[0]
    both = pl.DataFrame({"episode": care.episode, "period": np.arange(len(p))}).join(
        pl.DataFrame({"episode": holdings.episode[held], "row": held}), on="episode"
    )
    row = both["row"].to_numpy()
    columns = np.concatenate(
        [
            np.stack(
                [leads.period[old], leads.start[old], leads.worker[old - 1], leads.worker[old], leads.start[old - 1], old - first[old] + 1]
            ),
            np.stack(
                [both["period"].to_numpy(), holdings.start[row], holdings.worker[row - 1], holdings.worker[row], holdings.start[row - 1], holdings.order[row] + 1]
            ),
        ],
        axis=1,
    ).T  # fmt: skip
    period, day, leaving, coming = columns[:, 0], columns[:, 1], columns[:, 2], columns[:, 3]
    kept = (
        (p.came[period] != SHORT_BREAKS)
        & (day > np.maximum(p.start[period], world.first))
        & (day < p.end[period])
        & (day <= world.last)
        & (leaving != coming)
    )
    columns = columns[kept][np.lexsort((columns[kept][:, 1], columns[kept][:, 0]))]
    return Workers(*(columns[:, place] for place in range(6)))


def _to_come(world: World, chance: Chance, made: Workers) -> Workers:
    """Return the changes of worker that are decided and wait for their day, in the next three weeks."""
    p, workforce = world.care.periods, world.workforce
    now = np.nonzero(p.on(world.last) & (p.came != TOLD_SO))[0]
    chosen = now[happens(chance, TO_COME, len(now))]
    many = len(chosen)
    last = np.full(many, world.last)
    lead = world.care.lead(world, chosen, last)
    told = np.isin(lead, list(workforce.known.values()))
    coming = workforce.choose(chance, workforce.pool(Role.SOCIAL_WORKER, "care"), last)
    day = next_working(last + chance.integers(4, 20, size=many))
    since, nth = p.start[chosen].copy(), np.full(many, 2)
    latest = {int(period): row for row, period in enumerate(made.period.tolist())}  # the last of each is kept
    for place, period in enumerate(chosen.tolist()):
        if period in latest:
            since[place], nth[place] = made.day[latest[period]], made.nth[latest[period]] + 1
    kept = ~told & (coming != lead) & (since < world.last - 30)
    return Workers(chosen[kept], day[kept], lead[kept], coming[kept], since[kept], nth[kept])


def _of_worker(world: World, chance: Chance, found: Workers, *, days_before: int) -> Decided:
    many = len(found.period)
    decided = np.maximum(
        _decided(world, found.period, np.minimum(found.day, world.last), days_before), found.since + 1
    )
    return Decided(
        kind="worker",
        period=found.period,
        planned=found.day,
        decided=decided,
        to=found.coming,
        shown=[
            _worker_shown(world, found, row, date_of(int(when))) for row, when in enumerate(decided.tolist())
        ],
        reasons=one_of(chance, many, words.WORKER_REASONS),
        alternatives=one_of(chance, many, words.WORKER_ALTERNATIVES),
        **heard(world, chance, found.period, found.day, words.WORKER_CHILD),
        what_is_done=one_of(chance, many, words.WORKER_DONE),
    )


def _worker_shown(world: World, found: Workers, row: int, decided: datetime.date) -> Panel:
    names = world.workforce.name
    leaving, coming = str(names[found.leaving[row] - 1]), str(names[found.coming[row] - 1])
    lasted = length(date_of(int(found.since[row])), date_of(int(found.day[row])))
    nth = int(found.nth[row])
    lines = [
        Line(
            "worker", "Who works with them", f"{leaving}, for {lasted}", "They would no longer", Effect.LOSS
        ),
        Line(
            "workers",
            "Workers so far",
            counted(nth - 1, "lead practitioner"),
            f"{coming} would be the {ordinal(nth)}",
            Effect.CARE,
        ),
    ]
    child = int(world.people.id[world.care.periods.row[found.period[row]]])
    return panel("worker", child, decided, f"{coming} as their worker", lines, Sums())


def _decided(world: World, period: NDArray[np.int64], day: Days, before: int) -> Days:
    """Return the working day on which each change was decided, some days before it and not before care began."""
    wanted = np.maximum(day - before, np.maximum(world.care.periods.start[period], world.first))
    return np.minimum(last_working(wanted), day)


def _hand_over(
    world: World, out: Loader, found: Workers, planned: Decided, number: NDArray[np.int64]
) -> None:
    """Write what is handed over before a worker changes, as the record gives it; what was due by yesterday is done."""
    each = len(BEFORE_A_WORKER_CHANGES)
    title = [one.title for one in BEFORE_A_WORKER_CHANGES] * len(number)
    leaves = np.tile([one.whose == LEAVING for one in BEFORE_A_WORKER_CHANGES], len(number))
    before = np.tile([one.days_before for one in BEFORE_A_WORKER_CHANGES], len(number))
    whose = np.where(leaves, np.repeat(found.leaving, each), np.repeat(found.coming, each))
    decided = np.repeat(planned.decided, each)
    due = np.maximum(np.repeat(planned.planned, each) - before, decided)
    given = np.repeat(recorded(world, planned.decided, 10 * 3600 + 60), each)
    done = due < world.last
    manager = np.repeat(world.care.manager(world, planned.period, planned.decided), each)
    out.write(
        "timeline_task",
        pl.DataFrame(
            {
                "id": out.ids("timeline_task", len(title)), "title": title,
                "person_id": np.repeat(world.people.id[world.care.periods.row[planned.period]], each), "worker_id": whose,
                "team_id": pl.Series([None] * len(title), dtype=pl.Int64), "due_date": dates(due),
                "done_at": instants(np.where(done, np.maximum(at(due, 15 * 3600), given + 60), NEVER_AT)),
                "done_by_id": pl.Series(np.where(done, whose, 0)).replace(0, None),
                "link": [f"/moves/{move}/" for move in np.repeat(number, each).tolist()],
            }
        ),
        recorded_at=given, recorded_by=manager,
    )  # fmt: skip
