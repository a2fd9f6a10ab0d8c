"""What the people around a child offer to do, from a day on, and what they have done."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from kith.demo.chance import happens, repeated
from kith.demo.chapters.plans import lead_on
from kith.demo.days import NEVER, Days, at, dates
from kith.demo.loader import Loader
from kith.demo.words import network_words as words
from kith.demo.world import World

MOST_AT_A_MEETING, MOST_ELSEWHERE, OFFERS_WITHOUT_A_MEETING = 4, 2, 0.3
ONE = 13 * 3600


def write(
    world: World, out: Loader, met: NDArray[np.int64], held: Days, meeting_id: NDArray[np.int64]
) -> None:
    """Write offers made at meetings that were held, some made without one, and the days on which they were kept.

    `met` is the row of the plan of each meeting, `held` its day.
    """
    plans, network, chance = world.plans, world.network, world.chance("network offers")
    held_on = np.full(len(plans.id), NEVER)
    meeting_of = np.zeros(len(plans.id), dtype=np.int64)
    took_place = held < NEVER
    held_on[met[took_place]], meeting_of[met[took_place]] = held[took_place], meeting_id[took_place]
    elsewhere = plans.start + chance.integers(15, 70, size=len(plans.id))
    offers_day = np.where(held_on < NEVER, held_on, elsewhere)
    offers = (held_on < NEVER) | happens(chance, OFFERS_WITHOUT_A_MEETING, len(plans.id))
    offers &= offers_day <= np.minimum(world.last, plans.end - 1)
    # Whoever is around a child of the plan by then, but for those whose work it is; a few of them for each plan.
    order = np.argsort(network.child, kind="stable")
    by_child = network.child[order]
    first = np.searchsorted(by_child, plans.child_rows)
    place, turn = repeated(np.searchsorted(by_child, plans.child_rows, side="right") - first)
    member = order[first[place] + turn]
    plan = plans.child_plan[place]
    kept = (
        offers[plan] & (network.start[member] <= offers_day[plan]) & (network.kind[member] != "professional")
    )
    member, plan = member[kept], plan[kept]
    shuffled = np.lexsort((chance.random(len(member)), plan))
    member, plan = member[shuffled], plan[shuffled]
    rank = np.arange(len(plan)) - np.searchsorted(plan, plan)
    few = rank < np.where(held_on[plan] < NEVER, MOST_AT_A_MEETING, MOST_ELSEWHERE)
    member, plan, rank = member[few], plan[few], rank[few]
    what = (plan * 3 + rank) % len(words.OFFERS)
    day, child = offers_day[plan], network.child[member]
    by = lead_on(world, plan, day)
    number = out.ids("family_help_networkoffer", len(plan))
    out.write(
        "family_help_networkoffer",
        pl.DataFrame(
            {
                "id": number, "member_id": network.id[member], "what": [words.OFFERS[place][0] for place in what.tolist()],
                "meeting_id": pl.Series(np.where(held_on[plan] < NEVER, meeting_of[plan], 0)).replace(0, None), "start_date": dates(day),
                "end_date": pl.repeat(None, len(plan), dtype=pl.Date, eager=True),
            }
        ),
        recorded_at=at(day, 16 * 3600 + 60), recorded_by=by,
    )  # fmt: skip
    meeting = meeting_of[plan].tolist()
    at_meeting = (held_on[plan] < NEVER).tolist()
    world.events.add(
        "family_help.network_offered", at(day, 16 * 3600 + 60), by, "Somebody around them offered to help", about=world.people.id[child],
        thread=threads(world.people.id[child]),
        details=pl.Series([f'{{"offers": [{n}], "meeting": {of}}}' if met_then else f'{{"offers": [{n}]}}'
                           for n, of, met_then in zip(number.tolist(), meeting, at_meeting, strict=True)], dtype=pl.String),
    )  # fmt: skip
    _write_help(world, out, number, member, plan, day, what)


def threads(numbers_of: NDArray[np.int64]) -> pl.Series:
    """Return the threads of some people."""
    return pl.Series("thread", [f"person:{number}" for number in numbers_of.tolist()], dtype=pl.String)


def _write_help(
    world: World, out: Loader, number: NDArray[np.int64], member: NDArray[np.int64], plan: NDArray[np.int64], since: Days,
    what: NDArray[np.int64],
) -> None:  # fmt: skip
    """Write the days on which offers were kept: most a few times, some never."""
    chance = world.chance("network help")
    offer, turn = repeated(chance.integers(0, 5, size=len(number)))
    day = since[offer] + 3 + turn * 17 + chance.integers(0, 16, size=len(offer))
    kept = day <= np.minimum(world.last, world.plans.end[plan[offer]] - 1)
    offer, day = offer[kept], day[kept]
    rows = out.ids("family_help_networkhelp", len(offer))
    by = lead_on(world, plan[offer], day)
    out.write(
        "family_help_networkhelp",
        pl.DataFrame({"id": rows, "member_id": world.network.id[member[offer]], "offer_id": number[offer],
                      "what": [words.OFFERS[place][1] for place in what[offer].tolist()], "day": dates(day)}),
        recorded_at=at(day, ONE), recorded_by=by,
    )  # fmt: skip
    child = world.people.id[world.network.child[member[offer]]]
    world.events.add(
        "family_help.network_helped", at(day, ONE), by, "Somebody around them helped", about=child, thread=threads(child),
        details=pl.Series([f'{{"help": [{n}]}}' for n in rows.tolist()], dtype=pl.String),
    )  # fmt: skip
    # Whoever helped was in touch that day.
    place = np.searchsorted(world.network.id, world.network.id[member[offer]])
    turn = np.argsort(day, kind="stable")
    helped = np.full(len(world.network.id), NEVER)
    helped_by = np.zeros(len(world.network.id), dtype=np.int64)
    helped[place[turn]], helped_by[place[turn]] = day[turn], by[turn]
    world.network.write(out, helped, at(np.minimum(helped, world.last), ONE), helped_by)
