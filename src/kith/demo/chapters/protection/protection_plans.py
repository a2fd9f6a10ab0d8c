"""The protection plan of each child, with its category: from the conference that makes it to the one that ends it."""

from __future__ import annotations

import numpy as np
import polars as pl

from kith.demo.chance import evenly
from kith.demo.chapters.protection.made import eighteen
from kith.demo.chapters.protection.saying import one_of, where
from kith.demo.days import NEVER, NEVER_AT, at, dates
from kith.demo.loader import Change, Loader
from kith.demo.protection_journeys import PLAN
from kith.demo.words import conference_words as words
from kith.demo.world import World


def write(world: World, out: Loader) -> None:
    """Write a protection plan for each child of a conference that made one."""
    p, chance, last = world.protection, world.chance("protection plans"), world.last
    w, m = p.worries, p.meetings
    made = np.nonzero((w.kind == PLAN) & (w.written <= last))[0]
    children = p.children_of(made)
    of, many = made[children.of], len(children.of)
    start = w.conference[of]
    birthday = eighteen(world, children.row)
    grew_up = birthday <= w.plan_end[of]
    end = np.minimum(birthday, w.plan_end[of])
    ended = end <= last
    because = np.where(grew_up, "grew_up", p.ending[of])
    first_meeting, last_meeting = np.zeros(len(w), dtype=np.int64), np.zeros(len(w), dtype=np.int64)
    first_place, last_place = np.zeros(len(w), dtype=np.int64), np.zeros(len(w), dtype=np.int64)
    first_place[m.worry[m.is_initial]] = np.nonzero(m.is_initial)[0]
    closing = m.ends & (m.held_at < NEVER_AT)
    last_place[m.worry[closing]] = np.nonzero(closing)[0]
    first_meeting[m.worry[m.is_initial]], last_meeting[m.worry[closing]] = (
        p.meeting_id[m.is_initial],
        p.meeting_id[closing],
    )
    at_conference = ended & ~grew_up & (last_meeting[of] > 0)
    begun_at = m.held_at[first_place[of]] + 120
    ended_at = np.where(at_conference, m.held_at[last_place[of]] + 120, at(np.minimum(end, last), 13 * 3600))
    ended_at = np.where(ended, ended_at, NEVER_AT)
    begun_by, by = m.chair[first_place[of]], np.where(at_conference, m.chair[last_place[of]], p.lead[of])
    again = _again(world)[of]
    number = out.ids("protection_childprotectionplan", many)
    plan = world.plans.id[p.plan[of]]
    out.write(
        "protection_childprotectionplan",
        pl.DataFrame(
            {
                "id": number, "child_id": world.people.id[children.row], "plan_id": plan, "started_as": pl.repeat("conference", many, eager=True),
                "start_conference_id": first_meeting[of], "end_conference_id": pl.Series(np.where(at_conference, last_meeting[of], 0)).replace(0, None),
                "ended_because": where(ended, because.tolist()), "end_words": where(ended, one_of(chance, many, words.END_WORDS)),
                "is_repeat": again, "version": 1 + ended, "start_date": dates(start), "end_date": dates(np.where(ended, end, NEVER)),
            }
        ),
        recorded_at=begun_at, recorded_by=begun_by,
        changes=[Change(ended_at, by, {"end_conference_id": None, "ended_because": "", "end_words": "", "end_date": None, "version": 1})],
    )  # fmt: skip
    category = p.category[of]
    out.write(
        "protection_protectionplancategory",
        pl.DataFrame(
            {
                "id": out.ids("protection_protectionplancategory", many), "protection_plan_id": number, "category": category.tolist(),
                "start_date": dates(start), "end_date": dates(np.where(ended, end, NEVER)),
            }
        ),
        recorded_at=begun_at, recorded_by=begun_by, changes=[Change(ended_at, by, {"end_date": None})],
    )  # fmt: skip
    thread = pl.Series([f"plan:{each}" for each in plan.tolist()], dtype=pl.String)
    whom = world.people.id[children.row]
    world.events.add(
        "protection.protection_plan_started", begun_at, begun_by, "A child protection plan began.", about=whom, thread=thread, significant=True,
        team=world.workforce.team_of(p.lead[of]),
        details=pl.Series([
            f'{{"plan": {of_plan}, "protection_plan": {n}, "category": "{code}", "conference": {held}, "is_repeat": {"true" if once else "false"}, "on_protection_plan": true}}'
            for of_plan, n, code, held, once in zip(plan.tolist(), number.tolist(), category.tolist(), first_meeting[of].tolist(), again.tolist(), strict=True)
        ], dtype=pl.String),
    )  # fmt: skip
    over = np.nonzero(ended)[0]
    world.events.add(
        "protection.protection_plan_ended", ended_at[over], by[over], "The child protection plan ended.", about=whom[over], thread=thread.gather(over), significant=True,
        details=pl.Series([f'{{"plan": {of_plan}, "protection_plan": {n}, "ended_because": "{why}"}}'
                           for of_plan, n, why in zip(plan[over].tolist(), number[over].tolist(), because[over].tolist(), strict=True)], dtype=pl.String),
    )  # fmt: skip
    p.child_plan_id, p.child_plan_worry, p.child_plan_row = number, of, children.row
    p.child_plan_start, p.child_plan_end = start, np.where(ended, end, NEVER)
    _record_continued(world, number)
    world.say(f"{many:,} child protection plans, {int((~ended).sum()):,} of them now")


def _again(world: World) -> np.ndarray:
    """Return for each worry whether its children were on a plan before: here, or, to make up the share, earlier or elsewhere."""
    w, chance = world.protection.worries, world.chance("on a plan before")
    here = np.zeros(len(w), dtype=bool)
    rows = np.nonzero((w.kind == PLAN) & (w.written <= world.last))[0]
    order = rows[np.lexsort((w.conference[rows], w.family[rows]))]
    here[order[1:]] = w.family[order[1:]] == w.family[order[:-1]]
    share = here[rows].mean() if len(rows) else 0.0
    wanted = world.protection_shape.percent_again / 100
    others = rows[~here[rows]]
    here[others] = evenly(chance, (wanted - share) / max(1 - share, 0.01), len(others))
    return here


def _record_continued(world: World, number: np.ndarray) -> None:
    """Record each plan that a review found should go on."""
    p = world.protection
    m = p.meetings
    for_worry = np.nonzero((m.held_at < NEVER_AT) & ~m.is_initial & ~m.ends)[0]
    first = np.searchsorted(p.child_plan_worry, m.worry[for_worry])
    counts = np.searchsorted(p.child_plan_worry, m.worry[for_worry], side="right") - first
    meeting = np.repeat(for_worry, counts)
    row = np.repeat(first, counts) + np.arange(len(meeting)) - np.repeat(np.cumsum(counts) - counts, counts)
    kept = p.child_plan_end[row] > m.planned[meeting]
    meeting, row = meeting[kept], row[kept]
    plan = world.plans.id[p.plan[m.worry[meeting]]]
    world.events.add(
        "protection.protection_plan_continued", m.held_at[meeting] + 120, m.chair[meeting], "The child protection plan goes on.",
        about=world.people.id[p.child_plan_row[row]], thread=pl.Series([f"plan:{each}" for each in plan.tolist()], dtype=pl.String),
        details=pl.Series([f'{{"plan": {of}, "protection_plan": {n}, "conference": {held}}}'
                           for of, n, held in zip(plan.tolist(), number[row].tolist(), p.meeting_id[meeting].tolist(), strict=True)], dtype=pl.String),
    )  # fmt: skip
