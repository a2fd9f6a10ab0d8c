"""The offer of help with which an enquiry or a conference that makes no plan ends, and the help that came of it.

How often families take it up, and how soon it begins, is invented: nothing is published.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from kith.demo.chance import pick_index
from kith.demo.chapters.plans import lead_on
from kith.demo.chapters.protection.made import Children
from kith.demo.chapters.protection.saying import one_of, where
from kith.demo.days import NEVER, NEVER_AT, SECONDS, Instants, add_working_days, at, dates
from kith.demo.loader import Loader
from kith.demo.told_families import place_of
from kith.demo.words import protection_words as words
from kith.demo.world import World

TAKEN_UP, DECLINED, NOT_OFFERED = "taken_up", "declined", "not_offered"
# With a plan of the family's own to put it on, and without one.
ANSWERS = {True: (66, 26, 8), False: (0, 74, 26)}
HELP_IN_TIME, HELP_LATE = 0.78, 0.14
SUMMARIES = {TAKEN_UP: "Help: taken up by the family.", DECLINED: "Help: declined by the family.",
             NOT_OFFERED: "Help: not offered, for a reason that a manager gives."}  # fmt: skip


def offer(
    world: World, out: Loader, rows: NDArray[np.int64], children: Children, offered_at: Instants,
    manager: NDArray[np.int64], thread: pl.Series, purpose: str,
) -> NDArray[np.int64]:  # fmt: skip
    """Write the offer to the family of each of some worries, for these children; return the offers' numbers."""
    p, chance, many = world.protection, world.chance("offers of help", purpose), len(rows)
    plan, family = p.plan[rows], p.worries.family[rows]
    has_plan = (plan >= 0) & (world.plans.end[plan] > offered_at // SECONDS)
    drawn = np.where(
        has_plan, pick_index(chance, 3, many, ANSWERS[True]), pick_index(chance, 3, many, ANSWERS[False])
    )
    answer = np.array([TAKEN_UP, DECLINED, NOT_OFFERED], dtype=object)[drawn]
    answer[np.isin(family, [place_of("ended_with_help"), place_of("harm_outside")])] = TAKEN_UP
    delivery, help_place, under_way = _deliveries(world, plan, has_plan, offered_at // SECONDS)
    delivery = np.where(answer == TAKEN_UP, delivery, -1)
    linked, offered = delivery >= 0, answer != NOT_OFFERED
    what = [
        world.catalogue[place].name if there else text
        for place, there, text in zip(help_place.tolist(), linked.tolist(), one_of(chance, many, words.OFFERED), strict=True)
    ]  # fmt: skip
    said = [
        words.TAKEN_WORDS[turn % len(words.TAKEN_WORDS)] if each == TAKEN_UP
        else words.DECLINED_WORDS[turn % len(words.DECLINED_WORDS)] if each == DECLINED else ""
        for each, turn in zip(answer.tolist(), chance.integers(60, size=many).tolist(), strict=True)
    ]  # fmt: skip
    number = out.ids("protection_offerofhelp", many)
    lead = world.holdings.worker_on(p.episode[rows], offered_at // SECONDS)
    by = np.where(offered, lead, manager)
    intervention = [
        world.catalogue[place].number if there else None
        for place, there in zip(help_place.tolist(), linked.tolist(), strict=True)
    ]
    out.write(
        "protection_offerofhelp",
        pl.DataFrame(
            {
                "id": number, "family_id": world.people.family_id[family], "answer": answer.tolist(), "what": where(offered, what),
                "intervention_id": pl.Series(intervention, dtype=pl.Int64),
                "delivery_id": pl.Series(np.where(linked, world.deliveries.id[delivery], 0)).replace(0, None),
                "plan_id": pl.Series(np.where(has_plan, world.plans.id[plan], 0)).replace(0, None),
                "offered_date": dates(offered_at // SECONDS), "offered_by_id": by, "family_words": said,
                "not_offered_reason": where(~offered, one_of(chance, many, words.NOT_OFFERED)),
                "not_offered_by_id": pl.Series(np.where(offered, 0, manager)).replace(0, None),
            }
        ),
        recorded_at=offered_at, recorded_by=by,
    )  # fmt: skip
    whom = world.people.id[children.row]
    for kind, summary in SUMMARIES.items():
        chosen = np.nonzero(answer == kind)[0]
        mine = np.isin(children.of, chosen)
        details = [
            f'{{"offer": {n}, "plan": {of or "null"}, "help_under_way": {"true" if going else "false"}}}'
            for n, of, going in zip(number[chosen].tolist(), np.where(has_plan, world.plans.id[plan], 0)[chosen].tolist(), under_way[chosen].tolist(), strict=True)
        ]  # fmt: skip
        world.events.add(
            f"protection.help_{kind}", offered_at[chosen], by[chosen], summary, thread=thread.gather(chosen),
            about=(np.searchsorted(chosen, children.of[mine]), whom[mine]), details=pl.Series(details, dtype=pl.String),
            team=world.workforce.team_of(lead[chosen]),
        )  # fmt: skip
    _give_help(world, chance, plan, answer, under_way, number, offered_at, family, children)
    return number


def _deliveries(
    world: World, plan: NDArray[np.int64], has_plan: NDArray[np.bool_], day: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.bool_]]:
    """Return for each the help with a name that was offered in those weeks (its row or -1, its place), and whether some was under way."""
    d = world.deliveries
    chosen, place, going = (
        np.full(len(plan), -1),
        np.zeros(len(plan), dtype=np.int64),
        np.zeros(len(plan), dtype=bool),
    )
    first, last = np.searchsorted(d.plan, plan), np.searchsorted(d.plan, plan, side="right")
    for turn in range(int((last - first).max(initial=0))):
        row = first + turn
        there = has_plan & (row < last)
        row = np.where(there, row, 0)
        going |= there & (d.start[row] <= day) & (d.end[row] > day)
        fits = there & (chosen < 0) & (d.offered[row] >= day - 2) & (d.offered[row] < day + 40)
        chosen, place = np.where(fits, row, chosen), np.where(fits, d.help[row], place)
    return chosen, place, going


def _give_help(
    world: World, chance: np.random.Generator, plan: NDArray[np.int64], answer: NDArray[Any], under_way: NDArray[np.bool_],
    number: NDArray[np.int64], offered_at: Instants, family: NDArray[np.int64], children: Children,
) -> None:  # fmt: skip
    """Record the first help after an offer that was taken up, where none was under way: most in time, some late, some never."""
    plans, many = world.plans, len(plan)
    drawn = chance.random(many)
    wait = np.where(
        drawn < HELP_IN_TIME, chance.integers(1, 10, size=many), chance.integers(11, 22, size=many)
    )
    day = add_working_days(offered_at // SECONDS, wait)
    told = family == place_of("ended_with_help")
    day = np.where(told, add_working_days(offered_at // SECONDS, 4), day)
    happened = (answer == TAKEN_UP) & ~under_way & ((drawn < HELP_IN_TIME + HELP_LATE) | told)
    # The first help of the whole plan came first, or has yet to come.
    day = np.where(happened, np.maximum(day, plans.first_help[plan] + 1), NEVER)
    happened &= (plans.first_help[plan] <= world.last) & (day <= np.minimum(world.last, plans.end[plan] - 1))
    rows = np.nonzero(happened)[0]
    mine = np.isin(children.of, rows)
    world.events.add(
        "plans.help_given", np.where(happened, at(day, 12 * 3600 + 1200), NEVER_AT)[rows], lead_on(world, plan[rows], day[rows]),
        "Help given", about=(np.searchsorted(rows, children.of[mine]), world.people.id[children.row[mine]]), significant=True,
        thread=pl.Series([f"plan:{each}" for each in plans.id[plan[rows]].tolist()], dtype=pl.String),
        details=pl.Series([f'{{"plan": {of}, "offer": {n}}}' for of, n in zip(plans.id[plan[rows]].tolist(), number[rows].tolist(), strict=True)], dtype=pl.String),
    )  # fmt: skip
