"""Visits to children in care: by the rule of regulation 28 that holds on the day, some late, some at which nobody was seen.

How often they are late, and whether a child is seen alone, is invented.
"""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from kith.demo.chance import Chance, happens
from kith.demo.chapters.care.made import SHORT_BREAKS, YEAR, put, recorded, tell
from kith.demo.chapters.care.statuses import Statuses
from kith.demo.chapters.protection.saying import one_of, say, where
from kith.demo.days import NEVER, dates, last_working, next_working
from kith.demo.loader import Loader
from kith.demo.words import care_words as words
from kith.demo.world import World

LATE, SEEN, ALONE, BEDROOM = 0.09, 0.955, 0.8, 0.6
RULE_DAYS = {
    "weekly": 7,
    "four_weeks": 28,
    "six_weeks": 42,
    "three_months": 91,
    "six_months": 182,
    "short_breaks": 182,
}
MOST = 700


def write(world: World, out: Loader, statuses: Statuses) -> None:
    """Write every visit since the year before the history began: one to brothers and sisters who live together."""
    chance = world.chance("visits to children in care")
    home, day, stay, rule = _days(world, chance, statuses)
    review, first, of = np.unique(
        np.stack([home, day], axis=1), axis=0, return_index=True, return_inverse=True
    )
    of = of.reshape(-1)
    size, days = len(review), review[:, 1]
    care, s = world.care, world.care.stays
    lead = care.lead(world, s.period[stay[first]], days)
    seen_at = recorded(world, days, 15 * 3600 + 900 + np.arange(size) * 7919 % 6000)
    born = world.people.households.born[care.periods.row[s.period[stay]]]
    names = [str(name) for name in world.people.given[care.periods.row[s.period[stay[first]]]].tolist()]
    number = out.ids("care_carevisit", size)
    put(
        out, "care_carevisit",
        pl.DataFrame({"id": number, "day": dates(days), "visited_by_id": lead, "where": ["At home"] * size, "was_unannounced": happens(chance, 0.12, size),
                      "carers_words": one_of(chance, size, words.VISIT_CARERS), "how_it_is": say(chance, [0] * size, {0: words.VISIT}, names),
                      "what_next": one_of(chance, size, words.VISIT_NEXT), "version": np.ones(size, dtype=np.int64)}),
        recorded_at=seen_at, recorded_by=lead,
    )  # fmt: skip
    many = len(stay)
    age = (day - born) / YEAR
    seen = happens(chance, SEEN, many)
    alone = seen & (age > 2) & happens(chance, ALONE, many)
    bedroom = seen & happens(chance, BEDROOM, many)
    due = np.minimum(day + np.array([RULE_DAYS[one] for one in rule.tolist()]), NEVER - 1)
    whom = world.people.id[care.periods.row[s.period[stay]]]
    put(
        out, "care_carevisitchild",
        pl.DataFrame(
            {
                "id": out.ids("care_carevisitchild", many), "visit_id": number[of], "child_id": whom, "placement_id": s.id[stay], "rule": rule.tolist(), "next_due_date": dates(due),
                "seen": seen, "why_not_seen": where(~seen, one_of(chance, many, words.NOT_SEEN)), "seen_alone": alone,
                "why_not_alone": [("Too young" if small else text) if one else "" for one, small, text in zip((seen & ~alone).tolist(), (age <= 2).tolist(), one_of(chance, many, words.NOT_ALONE), strict=True)],
                "bedroom_seen": bedroom, "why_bedroom_not_seen": where(seen & ~bedroom, one_of(chance, many, words.NO_BEDROOM)),
                "child_words": where(seen & (age > 3.5), one_of(chance, many, words.VISIT_CHILD)),
            }
        ),
        recorded_at=seen_at[of] + 20, recorded_by=lead[of],
    )  # fmt: skip
    thread = [f"placement:{each}" for each in s.id[stay].tolist()]
    details = [
        f'{{"visit": {each}, "visit_rule": "{by}", "seen_alone": {"true" if one else "false"}}}'
        for each, by, one in zip(number[of].tolist(), rule.tolist(), alone.tolist(), strict=True)
    ]
    for kind, chosen, summary in (
        ("care.child_visited", seen, "The child was visited and seen."),
        ("care.child_not_seen", ~seen, "The child was visited and not seen."),
    ):
        rows = np.nonzero(chosen)[0]
        tell(
            world.events, kind, seen_at[of][rows] + 40, day[rows], lead[of][rows], summary, whom=whom[rows], thread=[thread[i] for i in rows.tolist()],
            details=[details[i] for i in rows.tolist()], team=world.workforce.team_of(lead[of][rows]),
        )  # fmt: skip
    world.say(f"{size:,} visits to children in care")


def _days(
    world: World, chance: Chance, statuses: Statuses
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64], NDArray[np.object_]]:
    """Return home, day, stay and rule of every visit to every child, in order of day.

    Brothers and sisters in one home are visited on one day: a child joins a visit to another that falls within its time.
    """
    care, s, last = world.care, world.care.stays, world.last
    p = care.periods
    family = world.people.family[p.row[s.period]]
    born = world.people.households.born[p.row[s.period]]
    since = world.first - 300
    here_since = s.start.copy()
    for row in range(1, len(s.period)):
        if s.period[row] == s.period[row - 1] and s.home[row] == s.home[row - 1]:
            here_since[row] = here_since[row - 1]
    shared: dict[tuple[int, int], list[int]] = {}
    rows: list[tuple[int, int, int]] = []
    rules: list[str] = []
    draws = chance.random(400_000)
    turn = 0
    first_review = care.first_review
    starts = np.searchsorted(statuses.period, np.arange(len(p) + 1))
    for stay in np.argsort(s.start, kind="stable").tolist():
        period = int(s.period[stay])
        start, end = int(s.start[stay]), min(int(s.end[stay]), last + 1)
        if end <= since:
            continue
        span = range(int(starts[period]), int(starts[period + 1]))
        codes = [(int(statuses.start[one]), str(statuses.code[one])) for one in span]
        day, known = start, shared.setdefault((int(s.home[stay]), int(family[stay])), [])
        kind, settled = str(s.kind[stay]), s.kind[stay] in ("U1", "U4")
        agreed = settled and (start - int(born[stay])) > 12 * YEAR and stay % 3 == 0
        # The first visit of any placement, and of short breaks.
        eased = p.came[period] == SHORT_BREAKS
        limit = 89 if eased else 7
        # A care order made while the child lives with a parent asks for one within a week.
        made = [begun for begun, name in codes if name == "C2" and start < begun < end and kind == "P1"]
        for _ in range(MOST):
            limit = min([limit, *(begun + 7 - day for begun in made if day < begun)])
            joined = [one for one in known if day + max(limit // 3, 1) <= one <= day + limit]
            if joined:
                day = joined[-1]
            else:
                draw, other = draws[turn % len(draws)], draws[(turn + 1) % len(draws)]
                turn += 2
                if draw < LATE:
                    day = int(next_working(np.array([day + limit + 1 + int(other * max(limit // 3, 3))]))[0])
                else:
                    before = int(other * min(max(limit // 5, 2), 12))
                    reached = int(last_working(np.array([day + limit - before]))[0])
                    day = reached if reached > day else day + limit
            if day >= end:
                break
            code = next((name for begun, name in reversed(codes) if begun <= day), "V2")
            rule = (
                "short_breaks"
                if eased
                else _rule(
                    kind,
                    code,
                    day,
                    int(here_since[stay]),
                    int(first_review[period]),
                    start == int(p.start[period]),
                    settled,
                    agreed,
                )
            )
            limit = RULE_DAYS[rule]
            if day >= since:
                rows.append((int(s.home[stay]) * 100_000_000 + int(family[stay]), day, stay))
                rules.append(rule)
                known.append(day)
    columns = np.array(rows, dtype=np.int64).reshape(-1, 3)
    order = np.lexsort((columns[:, 0], columns[:, 1]))
    return columns[order, 0], columns[order, 1], columns[order, 2], np.array(rules, dtype=object)[order]


def _rule(
    kind: str,
    code: str,
    day: int,
    here_since: int,
    first_review: int,
    at_first: bool,
    settled: bool,
    agreed: bool,
) -> str:
    """Return by which rule of regulation 28 the next visit is due."""
    reviewed = first_review <= day
    if kind == "P1" and code == "C1":
        return "four_weeks" if reviewed else "weekly"
    if kind == "U3" and at_first and day - here_since < 168:
        return "four_weeks" if reviewed else "weekly"
    if day - here_since < 365:
        return "six_weeks"
    if agreed:
        return "six_months"
    return "three_months" if settled else "six_weeks"
