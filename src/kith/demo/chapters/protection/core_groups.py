"""The core group of each family whose children are on protection plans: who belongs to it, its meetings, who came."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from kith.demo.chance import happens, pick_index, repeated
from kith.demo.chapters.plans import lead_on
from kith.demo.chapters.protection.made import Children
from kith.demo.chapters.protection.saying import first_of, names_of, one_of, say
from kith.demo.days import NEVER, NEVER_AT, Days, add_working_days, at, dates
from kith.demo.households import FATHER, MOTHER
from kith.demo.loader import Change, Loader
from kith.demo.protection_journeys import PLAN
from kith.demo.told_families import place_of
from kith.demo.words import conference_words as words
from kith.demo.words import protection_words
from kith.demo.world import World

FIRST_IN_TIME = (
    0.91  # of first core groups, in ten working days: invented, as is how often they meet after that
)
MOST, EVERY = 26, 27


def on_plans(world: World) -> NDArray[np.int64]:
    """Return the worries whose children are or were on protection plans."""
    w = world.protection.worries
    return np.nonzero((w.kind == PLAN) & (w.written <= world.last))[0]


def children_then(world: World, worry: NDArray[np.int64], day: Days) -> Children:
    """Return who is on a protection plan on a day, for each worry and day: places among them, and rows of people."""
    p = world.protection
    first = np.searchsorted(p.child_plan_worry, worry)
    place, order = repeated(np.searchsorted(p.child_plan_worry, worry, side="right") - first)
    row = first[place] + order
    kept = p.child_plan_end[row] > day[place]
    return Children(place[kept], p.child_plan_row[row][kept])


def write(world: World, out: Loader) -> None:
    """Write members and meetings."""
    p, chance, last = world.protection, world.chance("core groups"), world.last
    w, rows = p.worries, on_plans(world)
    members = _write_members(world, out, rows)
    day = w.conference[rows]
    parts = []
    for turn in range(MOST):
        soon = np.where(
            happens(chance, FIRST_IN_TIME, len(rows)),
            chance.integers(4, 11, size=len(rows)),
            chance.integers(11, 18, size=len(rows)),
        )
        gap = soon if turn == 0 else EVERY + chance.integers(-5, 6, size=len(rows))
        day = add_working_days(np.minimum(day, last), gap)
        there = (day <= last) & (day < w.plan_end[rows]) & (w.family[rows] != place_of("on_protection_plan"))
        parts.append((rows[there], day[there]))
        day = np.where(there, day, NEVER - 1)
    row, held = (np.concatenate([part[place] for part in parts]) for place in range(2))
    order = np.lexsort((held, row))
    row, held = row[order], held[order]
    many, plan = len(row), p.plan[row]
    children = children_then(world, row, held)
    kept = np.isin(np.arange(many), children.of)
    children = Children(np.searchsorted(np.nonzero(kept)[0], children.of), children.row)
    row, held, plan = row[kept], held[kept], plan[kept]
    many = len(row)
    number = out.ids("protection_coregroupmeeting", many)
    child, parent = (
        names_of(world, children.row[first_of(children.of, many)]),
        [p.parents(world)[each] for each in row.tolist()],
    )
    lead = lead_on(world, plan, held)
    held_at = at(held, 15 * 3600) + row * 7919 % 2400
    planned = add_working_days(held, EVERY)
    nothing = [0] * many
    out.write(
        "protection_coregroupmeeting",
        pl.DataFrame(
            {
                "id": number, "plan_id": world.plans.id[plan], "held_date": dates(held), "where": one_of(chance, many, words.WHERE),
                "family_words": one_of(chance, many, protection_words.PARENT_SAYS), "child_words": one_of(chance, many, words.CHILD_IN_GROUP),
                "going_well": say(chance, nothing, {0: words.CORE_WELL}, child, parent), "worries": say(chance, nothing, {0: words.CORE_WORRIES}, child, parent),
                "next_planned_date": dates(np.where(planned < w.plan_end[row], planned, NEVER)), "written_by_id": lead, "version": np.ones(many, dtype=np.int64),
            }
        ),
        recorded_at=held_at, recorded_by=lead,
    )  # fmt: skip
    _write_attendance(world, out, row, held, number, members, held_at, lead)
    world.events.add(
        "protection.core_group_held", held_at, lead, "The core group met.", about=(children.of, world.people.id[children.row]),
        thread=pl.Series([f"plan:{each}" for each in world.plans.id[plan].tolist()], dtype=pl.String),
        details=pl.Series([f'{{"plan": {of}, "core_group": {each}}}' for of, each in zip(world.plans.id[plan].tolist(), number.tolist(), strict=True)], dtype=pl.String),
        team=world.workforce.team_of(lead),
    )  # fmt: skip
    world.say(f"{many:,} core groups")


def _write_members(
    world: World, out: Loader, rows: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Write who belongs to each core group; return the members' worries, numbers and kinds, in order of worry."""
    p, people = world.protection, world.people
    w = p.worries
    family, since = w.family[rows], w.conference[rows]
    parts = []
    for slot, who in ((MOTHER, "Mother"), (FATHER, "Father")):
        row = people.row_in_slot(slot)[family]
        there = row >= 0
        there &= np.where(there, (people.id[row] > 0) & (people.households.died[row] > since), False)
        parts.append(
            (rows[there], "parent", "", people.id[row[there]], np.zeros(there.sum(), dtype=np.int64), who)
        )
    zero = np.zeros(len(rows), dtype=np.int64)
    lead = lead_on(world, p.plan[rows], since)
    parts.append((rows, "professional", "social_care", zero, lead, "Social worker"))
    parts.append((rows, "professional", "education", zero, zero, "Safeguarding lead"))
    parts.append((rows, "professional", "health", zero, zero, "Health visitor or school nurse"))
    frame = pl.concat(
        [
            pl.DataFrame(
                {"worry": of, "kind": np.full(len(of), place), "part": [part] * len(of), "agency": [agency] * len(of), "person_id": person, "worker_id": worker, "post": [post] * len(of)},
                schema_overrides={"part": pl.String, "agency": pl.String, "post": pl.String},
            )
            for place, (of, part, agency, person, worker, post) in enumerate(parts)
        ]
    ).sort("worry", "kind")  # fmt: skip
    worry, kind = frame["worry"].to_numpy(), frame["kind"].to_numpy()
    number = out.ids("protection_coregroupmember", frame.height)
    turn = worry * 43 + kind * 5
    names = [
        f"{a} {b}" if somebody else ""
        for a, b, somebody in zip(people.given[turn % len(people.given)], people.surname[(turn * 3) % len(people.given)], (kind >= 3).tolist(), strict=True)
    ]  # fmt: skip
    end = np.where(w.plan_end[worry] <= world.last, w.plan_end[worry], NEVER)
    begun_at = at(w.conference[worry], 17 * 3600)
    by = lead_on(world, p.plan[worry], w.conference[worry])
    ended_by = lead_on(world, p.plan[worry], np.minimum(end, world.last))
    out.write(
        "protection_coregroupmember",
        frame.select(pl.col("part", "agency", "post"), pl.col("person_id", "worker_id").replace(0, None)).with_columns(
            id=number, plan_id=pl.Series(world.plans.id[p.plan[worry]]), name=pl.Series(names, dtype=pl.String),
            start_date=dates(w.conference[worry]), end_date=dates(end),
        ),
        recorded_at=begun_at, recorded_by=by, changes=[Change(np.where(end < NEVER, at(end, 17 * 3600), NEVER_AT), ended_by, {"end_date": None})],
    )  # fmt: skip
    about = children_then(world, rows, since)
    world.events.add(
        "protection.core_group_set", at(since, 17 * 3600), lead, "Who belongs to the core group was agreed.", about=(about.of, people.id[about.row]),
        thread=pl.Series([f"plan:{each}" for each in world.plans.id[p.plan[rows]].tolist()], dtype=pl.String),
        details=pl.Series([f'{{"plan": {each}}}' for each in world.plans.id[p.plan[rows]].tolist()], dtype=pl.String),
    )  # fmt: skip
    return worry, number, kind


def _write_attendance(
    world: World, out: Loader, row: NDArray[np.int64], held: Days, meeting: NDArray[np.int64],
    members: tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]], held_at: NDArray[np.int64], lead: NDArray[np.int64],
) -> None:  # fmt: skip
    """Write who came to each meeting: the social worker always, a mother mostly, a father half the time."""
    chance = world.chance("who came to core groups")
    worry, number, kind = members
    first = np.searchsorted(worry, row)
    place, order = repeated(np.searchsorted(worry, row, side="right") - first)
    member = first[place] + order
    share = np.array([0.86, 0.48, 1.0, 0.86, 0.78])[kind[member]]
    there = chance.random(len(member)) < share
    missing = np.array(["did_not_come", "sent_words", "by_video"], dtype=object)[
        pick_index(chance, 3, len(member), (60, 22, 18))
    ]
    out.write(
        "protection_coregroupattendance",
        pl.DataFrame({"id": out.ids("protection_coregroupattendance", len(member)), "meeting_id": meeting[place], "member_id": number[member],
                      "came": np.where(there, "came", missing).tolist()}),
        recorded_at=held_at[place] + 30, recorded_by=lead[place],
    )  # fmt: skip
