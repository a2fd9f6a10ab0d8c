"""Visits to children on protection plans: each ten working days or so, some late, some at which a child was not seen."""

from __future__ import annotations

import numpy as np
import polars as pl

from kith.demo.chance import happens
from kith.demo.chapters.plans import lead_on
from kith.demo.chapters.protection.core_groups import children_then, on_plans
from kith.demo.chapters.protection.made import Children
from kith.demo.chapters.protection.saying import first_of, names_of, one_of, say, where
from kith.demo.days import add_working_days, at, dates
from kith.demo.loader import Loader
from kith.demo.words import conference_words as words
from kith.demo.world import World

LATE, SEEN, ALONE, ANNOUNCED = 0.12, 0.9, 0.62, 0.74  # invented
MOST = 130


def write(world: World, out: Loader) -> None:
    """Write every visit, with each child at it."""
    p, chance, last = world.protection, world.chance("protection visits"), world.last
    w, rows = p.worries, on_plans(world)
    day, parts = w.conference[rows], []
    for turn in range(MOST):
        many = len(rows)
        if not many:
            break
        usual = chance.integers(3, 8, size=many) if turn == 0 else chance.integers(7, 11, size=many)
        gap = np.where(happens(chance, LATE, many), chance.integers(11, 17, size=many), usual)
        day = add_working_days(day, gap)
        there = (day <= last) & (day < w.plan_end[rows])
        rows, day = rows[there], day[there]
        parts.append((rows, day))
    row, visited = (np.concatenate([part[place] for part in parts]) for place in range(2))
    order = np.lexsort((visited, row))
    row, visited = row[order], visited[order]
    children = children_then(world, row, visited)
    kept = np.isin(np.arange(len(row)), children.of)
    children = Children(np.searchsorted(np.nonzero(kept)[0], children.of), children.row)
    row, visited = row[kept], visited[kept]
    many, plan = len(row), p.plan[row]
    number = out.ids("protection_protectionvisit", many)
    lead = lead_on(world, plan, visited)
    visited_at = at(visited, 16 * 3600) + np.arange(many) * 7919 % 5400
    parents = p.parents(world)
    child, parent = (
        names_of(world, children.row[first_of(children.of, many)]),
        [parents[each] for each in row.tolist()],
    )
    out.write(
        "protection_protectionvisit",
        pl.DataFrame(
            {
                "id": number, "plan_id": world.plans.id[plan], "visited_date": dates(visited), "visited_by_id": lead, "was_announced": happens(chance, ANNOUNCED, many),
                "what_was_seen": say(chance, [0] * many, {0: words.SEEN}, child, parent), "what_next": one_of(chance, many, words.NEXT),
                "version": np.ones(many, dtype=np.int64),
            }
        ),
        recorded_at=visited_at, recorded_by=lead,
    )  # fmt: skip
    of, size = children.of, len(children.of)
    born = world.people.households.born[children.row]
    unborn = born > visited[of]
    seen = happens(chance, SEEN, size) & ~unborn
    talks = seen & (visited[of] - born > 3 * 365)
    alone = talks & happens(chance, ALONE, size)
    out.write(
        "protection_protectionvisitchild",
        pl.DataFrame(
            {
                "id": out.ids("protection_protectionvisitchild", size), "visit_id": number[of], "child_id": world.people.id[children.row], "was_seen": seen,
                "seen_alone": alone, "bedroom_seen": seen & happens(chance, 0.4, size),
                "why_not_seen": [("Not born yet" if not_born else text) if missing else "" for text, missing, not_born in
                                 zip(one_of(chance, size, words.NOT_SEEN), (~seen).tolist(), unborn.tolist(), strict=True)],
                "child_words": where(talks & happens(chance, 0.5, size), one_of(chance, size, words.VISIT_WORDS)),
            }
        ),
        recorded_at=visited_at[of] + 30, recorded_by=lead[of],
    )  # fmt: skip
    thread = pl.Series([f"visit:{each}" for each in number.tolist()], dtype=pl.String)
    whom = world.people.id[children.row]
    for kind, chosen, more, summary in (
        ("child_visited", seen, ', "on_protection_plan": true', "The child was visited and seen."),
        ("child_not_seen", ~seen, "", "The child was visited and not seen."),
    ):
        events, place = np.unique(of[chosen], return_inverse=True)
        world.events.add(
            f"protection.{kind}", visited_at[events], lead[events], summary, about=(place, whom[chosen]), thread=thread.gather(events),
            details=pl.Series([f'{{"plan": {each}{more}}}' for each in world.plans.id[plan[events]].tolist()], dtype=pl.String),
            team=world.workforce.team_of(lead[events]),
        )  # fmt: skip
    world.say(f"{many:,} visits on protection plans")
