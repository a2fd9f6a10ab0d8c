"""Young people who are missing, and the talk that each is offered afterwards: offered, accepted and held are three things.

How many are missing is invented. Of talks that are held, about 63 in a hundred are within 72 hours.
"""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from kith.demo.chance import happens, pick_index
from kith.demo.chapters.protection.saying import one_of, where
from kith.demo.days import NEVER_AT, SECONDS, Instants, at, instants
from kith.demo.households import YEAR
from kith.demo.loader import Change, Loader
from kith.demo.told_families import place_of
from kith.demo.words import outside_words as words
from kith.demo.world import World

A_YEAR = 0.03  # times missing for each child in need: invented
OFFERED, ACCEPTED, HELD, IN_TIME = 0.93, 0.72, 0.93, 0.63
HOUR = 3600


def write(world: World, out: Loader) -> None:
    """Write every time that somebody of twelve or more in a worry was missing, and the talk after it."""
    p, chance = world.protection, world.chance("missing")
    who, since = _episodes(world, chance)
    many = len(who)
    if not many:
        return
    end = at(np.full(many, world.today), 0)
    told = p.worries.family[p.children.of[who]] == place_of("harm_outside")
    found = since + (HOUR * (2 + chance.exponential(14, many))).astype(np.int64)
    found = np.where(told, since + 9 * HOUR, np.minimum(found, since + 9 * SECONDS))
    is_found = found + 2 * HOUR < end
    found = np.where(is_found, found, NEVER_AT)
    row = p.children.row[who]
    lead = world.holdings.worker_on(p.episode[p.children.of[who]], since // SECONDS)
    told_at = since + (HOUR * (1 + 4 * chance.random(many))).astype(np.int64)
    number = out.ids("protection_missingepisode", many)
    risk = np.array(["low", "medium", "high"], dtype=object)[pick_index(chance, 3, many, (30, 52, 18))]
    out.write(
        "protection_missingepisode",
        pl.DataFrame(
            {
                "id": number, "child_id": world.people.id[row], "kind": np.where(happens(chance, 0.88, many), "M", "A").tolist(), "missing_since": instants(since),
                "missing_from": one_of(chance, many, words.FROM), "told_us_at": instants(np.minimum(told_at, found)), "who_told_us": one_of(chance, many, ("Mother", "Grandmother", "School", "Police")),
                "police_told_at": instants(np.minimum(told_at + 1800, found)), "police_reference": [f"MP{each * 7919 % 1000000:06}" for each in number.tolist()],
                "risk": risk.tolist(), "what_is_known": one_of(chance, many, words.KNOWN), "parents_told_at": instants(np.minimum(told_at, found)), "found_at": instants(found),
                "found_where": where(is_found, one_of(chance, many, words.FOUND_WHERE)), "found_how": where(is_found, one_of(chance, many, words.FOUND_HOW)), "version": 1 + is_found,
            }
        ),
        recorded_at=told_at, recorded_by=lead,
        changes=[Change(np.where(is_found, np.maximum(found, told_at) + 900, NEVER_AT), lead, {"found_at": None, "found_where": "", "found_how": "", "version": 1})],
    )  # fmt: skip
    _record(world, "missing_reported", number, row, since, lead, "Missing.", recorded_after=told_at - since)
    _record(
        world,
        "missing_child_found",
        number,
        row,
        found,
        lead,
        "Found, or came back, after being missing.",
        recorded_after=np.maximum(told_at - found, 0) + 900,
    )
    _write_interviews(world, out, chance, number, row, found, lead, told)
    world.say(f"{many:,} times missing")


def _episodes(world: World, chance: np.random.Generator) -> tuple[NDArray[np.int64], Instants]:
    """Return who was missing (places among the worries' children) and since when, never the same one twice within ten days."""
    p = world.protection
    of, born = p.children.of, world.people.households.born[p.children.row]
    old = np.nonzero((p.held_on[of] - born > 12 * YEAR) & (p.plan[of] >= 0))[0]
    wanted = round(world.shape.children_in_need * world.scale * A_YEAR * 3)
    who = chance.choice(old, size=min(wanted, 8 * len(old))) if len(old) else old
    plan_end = np.minimum(world.plans.end[p.plan[of[who]]], world.last)
    first = p.held_on[of[who]] - 20
    day = first + (chance.random(len(who)) * np.maximum(plan_end - first - 14, 1)).astype(np.int64)
    told = np.nonzero(p.worries.family[of] == place_of("harm_outside"))[0]
    if len(told):
        eldest = told[np.argmin(born[told])]
        who, day = np.append(who, [eldest, eldest]), np.append(day, [world.last - 25, world.last - 1])
    day = np.maximum(day, world.plans.start[p.plan[of[who]]] + 1)
    grown = day - born[who] > 17.9 * YEAR
    who, day = who[~grown], day[~grown]
    order = np.lexsort((day, p.children.row[who]))
    who, day = who[order], day[order]
    row = p.children.row[who]
    # The latest of those that are near each other stands.
    near = (
        np.append((row[1:] == row[:-1]) & (day[1:] - day[:-1] < 11), [False])
        if len(row)
        else np.zeros(0, dtype=bool)
    )
    kept = ~near & (day < world.last) & (day > world.first + 30)
    return who[kept], at(day[kept], 17 * HOUR) + (chance.random(int(kept.sum())) * 4 * HOUR).astype(np.int64)


def _write_interviews(
    world: World, out: Loader, chance: np.random.Generator, episode: NDArray[np.int64], row: NDArray[np.int64], found: Instants,
    lead: NDArray[np.int64], told: NDArray[np.bool_],
) -> None:  # fmt: skip
    many, end = len(episode), at(np.full(len(episode), world.today), 0)
    offered = np.maximum(found, 0) + (HOUR * (2 + 16 * chance.random(many))).astype(np.int64)
    # In office hours: what falls in the night is the next morning's.
    offered = np.where(offered % SECONDS < 8 * HOUR, offered - offered % SECONDS + 9 * HOUR, offered)
    recent = told & (found > end - 3 * SECONDS)
    there = (found < NEVER_AT) & (offered < end - HOUR) & happens(chance, OFFERED, many) & ~recent
    answered = offered + (HOUR * (0.2 + 2 * chance.random(many))).astype(np.int64)
    accepts = happens(chance, ACCEPTED, many)
    wait = np.where(
        happens(chance, IN_TIME, many), 6 + 44 * chance.random(many), 80 + 90 * chance.random(many)
    )
    held = np.maximum(np.where(found < NEVER_AT, found, 0) + (HOUR * wait).astype(np.int64), answered + 1800)
    rows = np.nonzero(there)[0]
    is_answered = (answered < end)[rows]
    is_held = (accepts & happens(chance, HELD, many) & (held < end - HOUR))[rows] & is_answered
    offered, answered, held, accepts = (
        offered[rows],
        np.where(is_answered, answered[rows], NEVER_AT),
        np.where(is_held, held[rows], NEVER_AT),
        accepts[rows],
    )
    size, by = len(rows), lead[rows]
    out.write(
        "protection_returninterview",
        pl.DataFrame(
            {
                "id": out.ids("protection_returninterview", size), "episode_id": episode[rows], "offered_at": instants(offered), "offered_by_id": by,
                "answer": where(is_answered, np.where(accepts, "accepted", "declined").tolist()), "answered_at": instants(answered),
                "answer_words": where(is_answered, one_of(chance, size, words.ANSWER_WORDS)), "held_at": instants(held),
                "held_by": where(is_held, one_of(chance, size, words.HELD_BY)), "is_independent": np.ones(size, dtype=bool),
                "where_they_were": where(is_held, one_of(chance, size, words.WHERE_THEY_WERE)), "why_they_left": where(is_held, one_of(chance, size, words.WHY_LEFT)),
                "what_would_help": where(is_held, one_of(chance, size, words.WOULD_HELP)), "harm": [""] * size, "what_next": where(is_held, ["Told to the social worker the same day; the plan is looked at with it."] * size),
                "version": 1 + is_answered + is_held,
            }
        ),
        recorded_at=offered, recorded_by=by,
        changes=[
            Change(answered, by, {"answer": "", "answered_at": None, "answer_words": "", "version": 1}),
            Change(held, by, {"held_at": None, "held_by": "", "where_they_were": "", "why_they_left": "", "what_would_help": "", "what_next": "", "version": 2}),
        ],
    )  # fmt: skip
    who, number = row[rows], episode[rows]
    _record(
        world,
        "return_interview_offered",
        number,
        who,
        offered,
        by,
        "A talk with somebody independent was offered.",
    )
    for kind, chosen in (("accepted", accepts), ("declined", ~accepts)):
        _record(
            world,
            f"return_interview_{kind}",
            number,
            who,
            np.where(chosen, answered, NEVER_AT),
            by,
            f"The talk after coming back was {kind}.",
        )
    _record(
        world,
        "return_interview_held",
        number,
        who,
        held,
        by,
        "The talk after coming back was held.",
        details='{"independent": true}',
    )


def _record(
    world: World, kind: str, number: NDArray[np.int64], row: NDArray[np.int64], when: Instants, by: NDArray[np.int64], summary: str, *,
    recorded_after: NDArray[np.int64] | int = 0, details: str = "{}",
) -> None:  # fmt: skip
    rows = np.nonzero(when < NEVER_AT)[0]
    after = recorded_after[rows] if isinstance(recorded_after, np.ndarray) else recorded_after
    world.events.add(
        f"protection.{kind}", when[rows], by[rows], summary, about=world.people.id[row[rows]], details=details, recorded_after=after,
        thread=pl.Series([f"missing:{each}" for each in number[rows].tolist()], dtype=pl.String), team=world.workforce.team_of(by[rows]),
    )  # fmt: skip
