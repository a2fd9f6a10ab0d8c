"""Who holds a family in mind as the service steps back or leaves, and the reason where nobody does."""

from __future__ import annotations

import json

import numpy as np
import polars as pl
from numpy.typing import NDArray

from kith.demo.chance import happens
from kith.demo.chapters.plans import about_children, lead_on, of_plan
from kith.demo.days import NEVER, Days, at, dates
from kith.demo.households import AUNT, GRANDMOTHER
from kith.demo.loader import Loader
from kith.demo.words import network_words as words
from kith.demo.world import World

STEPPED_DOWN, CLOSED = 14 * 3600 + 600, 14 * 3600 + 3000
SOMEBODY, TWO, A_WORKER = 0.9, 0.4, 0.35


def write(world: World, out: Loader) -> None:
    """Write who stays in touch after each step down and each end of a plan."""
    plans = world.plans
    down, over = np.nonzero(plans.steps_down < NEVER)[0], np.nonzero(plans.end < NEVER)[0]
    _write(world, out, "down", down, plans.steps_down[down], STEPPED_DOWN)
    # Of a family that nobody could reach, nobody was named by it.
    reached = plans.ending[over] != "not_reached"
    named = reached & happens(world.chance("in touch"), SOMEBODY, len(over))
    _write(world, out, "over", over[named], plans.end[over[named]], CLOSED)
    nobody = over[~named]
    world.events.add(
        "family_help.nobody_stays_in_touch", at(plans.end[nobody], CLOSED), lead_on(world, nobody, plans.end[nobody] - 1),
        "Nobody was named to stay in touch with the family", about=about_children(world, nobody),
        **of_plan(world, nobody, f', "why": {json.dumps(words.WHY_NOBODY)}'),
    )  # fmt: skip


def _write(world: World, out: Loader, when: str, rows: NDArray[np.int64], day: Days, second: int) -> None:
    plans, people, chance = world.plans, world.people, world.chance("who stays in touch", when)
    by = lead_on(world, rows, day - 1)
    family, many = plans.family[rows], len(rows)
    own = people.row_in_slot(GRANDMOTHER)[family]
    aunt = people.row_in_slot(AUNT)[family]
    own = np.where((own >= 0) & (people.households.died[own] > day), own, aunt)
    has_own = own >= 0
    # One of their own where there is one, and somebody of another place for the rest and for some of those.
    other = ~has_own | happens(chance, TWO, many)
    worker = happens(chance, A_WORKER, many)
    drawn = chance.integers(len(people.given), size=(2, many))
    told = [
        words.OTHERS_IN_TOUCH[place % len(words.OTHERS_IN_TOUCH)] for place in (rows * 5 + drawn[0]).tolist()
    ]
    names = [
        told[place][0].format(a=people.given[a], b=people.surname[b])
        for place, (a, b) in enumerate(drawn.T.tolist())
    ]
    aunts = np.where(people.households.female[own], "Aunt", "Uncle")
    related = np.where(own == aunt, aunts, "Grandmother")
    none, place = np.zeros(many, dtype=np.int64), np.arange(many)
    parts = [
        (place[has_own], people.id[own], none, [""] * many, related.tolist(),
         [words.OWN_IN_TOUCH[draw % len(words.OWN_IN_TOUCH)] for draw in drawn[1].tolist()]),
        (place[other], none, none, names, [one[1] for one in told], [one[2] for one in told]),
        (place[worker], none, by, [""] * many, ["Whoever led the plan"] * many, [words.WORKER_IN_TOUCH] * many),
    ]  # fmt: skip
    for chosen, person, who, name, relation, how in parts:
        out.write(
            "family_help_staysintouch",
            pl.DataFrame(
                {
                    "id": out.ids("family_help_staysintouch", len(chosen)), "plan_id": plans.id[rows[chosen]],
                    "person_id": pl.Series(person[chosen]).replace(0, None), "worker_id": pl.Series(who[chosen]).replace(0, None),
                    "name": [name[each] for each in chosen.tolist()], "relation": [relation[each] for each in chosen.tolist()],
                    "how": [how[each] for each in chosen.tolist()], "first_contact_date": dates(day[chosen] + 14 + rows[chosen] % 15),
                    "start_date": dates(day[chosen]), "end_date": pl.repeat(None, len(chosen), dtype=pl.Date, eager=True),
                },
                schema_overrides={"name": pl.String, "relation": pl.String, "how": pl.String},
            ),
            recorded_at=at(day[chosen], second), recorded_by=by[chosen],
        )  # fmt: skip
    count = has_own.astype(np.int64) + other + worker
    told_of = of_plan(world, rows)
    told_of["details"] = pl.Series(
        [
            f'{{"plan": {plan}, "people": {number}}}'
            for plan, number in zip(plans.id[rows].tolist(), count.tolist(), strict=True)
        ],
        dtype=pl.String,
    )
    world.events.add(
        "family_help.stays_in_touch", at(day, second), by, "It was agreed who stays in touch with the family",
        about=about_children(world, rows), **told_of,
    )  # fmt: skip
