"""What care must not lose: brothers and sisters, family time, and the people of a child's network, each with who sees to it.

How often people see each other, and what comes of it, is invented.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from kith.demo.chance import Chance, happens, pick
from kith.demo.chapters.care.made import SHORT_BREAKS, TOLD_SO, put, recorded, tell
from kith.demo.chapters.protection.saying import one_of, where
from kith.demo.days import NEVER, NEVER_AT, Days, at, dates, next_working
from kith.demo.households import AUNT, FATHER, GRANDMOTHER, MOTHER
from kith.demo.loader import Change, Loader
from kith.demo.words import care_words as words
from kith.demo.world import World

HAPPENED = 0.82
MISSED = {
    "child_chose": 20,
    "adult_did_not_come": 26,
    "adult_cancelled": 20,
    "illness": 14,
    "no_transport": 6,
    "no_worker": 8,
    "carer": 6,
}
RELATIONS = {MOTHER: "Mother", FATHER: "Father", GRANDMOTHER: "Grandmother", AUNT: "Aunt"}
RECENT = 400  # days for which each time of family time is on the record


def write(world: World, out: Loader) -> None:
    """Write all of it."""
    chance = world.chance("who matters to children in care")
    _write_pairs(world, out, chance)
    _write_family_time(world, out, chance)
    _write_in_touch(world, out, chance)


def _together(world: World, one: int, other: int, day: int) -> bool:
    """Return whether two children live in one home on a day."""
    s = world.care.stays
    homes = []
    for period in (one, other):
        first, last = np.searchsorted(s.period, [period, period + 1])
        homes.append(
            next(
                (int(s.home[row]) for row in range(int(last) - 1, int(first) - 1, -1) if s.start[row] <= day),
                -1,
            )
        )
    return homes[0] == homes[1]


def pairs(world: World) -> list[tuple[int, int]]:
    """Return the pairs of periods of brothers and sisters who have been in care at one time since the history began."""
    p = world.care.periods
    family = world.people.family[p.row]
    groups: dict[int, list[int]] = {}
    for place in np.nonzero((p.came != SHORT_BREAKS) & (p.end > world.first))[0].tolist():
        groups.setdefault(int(family[place]), []).append(place)
    return [
        (one, other) for places in groups.values() for one, other in combinations(places, 2)
        if p.row[one] != p.row[other] and max(p.start[one], p.start[other]) + 20 < min(p.end[one], p.end[other], world.last)
    ]  # fmt: skip


def _write_pairs(world: World, out: Loader, chance: Chance) -> None:
    """Write the decision for each pair of brothers and sisters, and how those apart see each other."""
    care, p, last = world.care, world.care.periods, world.last
    found = pairs(world)
    if not found:
        return
    one, other = (np.array(column, dtype=np.int64) for column in zip(*found, strict=True))
    number = world.people.id[p.row]
    swap = number[one] > number[other]
    one, other = np.where(swap, other, one), np.where(swap, one, other)
    started = np.maximum(p.start[one], p.start[other])
    start = np.maximum(started + 10, np.minimum(world.first - 60, last - 20))
    # Only those who have been looked at since: the decision is renewed as its day comes.
    ended = np.minimum(p.end[one], p.end[other])
    looked = start + ((np.minimum(ended, last) - start) // 182) * 182
    start = np.where(looked > start, looked, start)
    start = np.minimum(next_working(start), last - 1)
    keep = (start < ended - 2) & (start >= started)
    one, other, start, ended = one[keep], other[keep], start[keep], ended[keep]
    live = np.array(
        [_together(world, int(a), int(b), int(day)) for a, b, day in zip(one, other, start, strict=True)],
        dtype=bool,
    )
    decision = np.where(
        live, "together", np.where(happens(chance, 0.3, len(one)), "together_when_possible", "apart")
    )
    lead = care.lead(world, one, start)
    over = ended <= last
    start_at = recorded(world, start, 16 * 3600)
    end_at = np.where(
        over, np.maximum(recorded(world, np.where(over, ended, NEVER), 16 * 3600), start_at + 60), NEVER_AT
    )
    many = len(one)
    whom = out.ids("care_togetherorapart", many)
    put(
        out, "care_togetherorapart",
        pl.DataFrame(
            {
                "id": whom, "first_id": number[one], "second_id": number[other], "decision": decision.tolist(),
                "reasons": [a if together else b for together, a, b in zip(live.tolist(), one_of(chance, many, words.TOGETHER), one_of(chance, many, words.APART), strict=True)],
                "first_words": one_of(chance, many, words.SIBLING_WORDS), "second_words": one_of(chance, many, words.SIBLING_WORDS), "decided_by_id": lead,
                "review_due_date": dates(start + 182), "version": 1 + over, "start_date": dates(start), "end_date": dates(np.where(over, ended, NEVER)),
            }
        ),
        recorded_at=start_at, recorded_by=lead, changes=[Change(end_at, lead, {"end_date": None, "version": 1})],
    )  # fmt: skip
    both = np.concatenate([np.arange(many), np.arange(many)])
    kept = np.nonzero(start_at < NEVER_AT)[0]
    world.events.add(
        "care.together_or_apart_decided", np.minimum(start_at, at(np.full(many, last), 80_000))[kept], lead[kept], "Whether brothers or sisters live together was decided.",
        about=(both[np.isin(both, kept)], np.concatenate([number[one], number[other]])[np.isin(both, kept)]), thread=pl.Series([f"together_or_apart:{each}" for each in whom[kept].tolist()], dtype=pl.String),
    )  # fmt: skip
    apart = np.nonzero(~live)[0]
    times = [14 if place % 3 else 30 for place in apart.tolist()]
    _plans(
        world,
        out,
        chance,
        [[int(one[place]), int(other[place])] for place in apart.tolist()],
        [None] * len(apart),
        times,
        start[apart],
        np.where(over, ended, NEVER)[apart],
        siblings=True,
    )


def _write_family_time(world: World, out: Loader, chance: Chance) -> None:
    """Write how the children of a family in one home see their mother, father, grandmother or aunt."""
    p, people, s, last = world.care.periods, world.people, world.care.stays, world.last
    family = people.family[p.row]
    groups: dict[tuple[int, int], list[int]] = {}
    latest = np.searchsorted(s.period, np.arange(len(p)), side="right") - 1
    for place in np.nonzero((p.came != SHORT_BREAKS) & (p.end > last - RECENT) & (p.placement_order > last))[
        0
    ].tolist():
        groups.setdefault((int(family[place]), int(s.home[latest[place]])), []).append(place)
    slots = {slot: people.row_in_slot(slot) for slot in RELATIONS}
    told = set(family[p.came == TOLD_SO].tolist())
    sets, who, often, starts, ends = [], [], [], [], []
    for (of, _), places in groups.items():
        places = _one_each(p.row, places)
        for slot, rows in slots.items():
            row = int(rows[of])
            if row < 0 or not people.id[row] or people.households.died[row] < NEVER:
                continue
            share = {MOTHER: 0.85, FATHER: 0.5, GRANDMOTHER: 0.75, AUNT: 0.4}[slot]
            if chance.random() > share and not (of in told and slot in (MOTHER, GRANDMOTHER)):
                continue
            start = max(max(int(p.start[place]) for place in places) + 8, last - RECENT)
            end = min(int(p.end[place]) for place in places)
            if start + 15 >= min(end, last):
                continue
            sets.append(places)
            who.append((int(people.id[row]), RELATIONS[slot]))
            often.append(7 if of in told and slot == GRANDMOTHER else int(chance.choice([7, 14, 14, 28, 42])))
            starts.append(start)
            ends.append(end if end <= last else NEVER)
    _plans(
        world, out, chance, sets, who, often, np.array(starts, dtype=np.int64), np.array(ends, dtype=np.int64)
    )


def _one_each(row: NDArray[np.int64], places: list[int]) -> list[int]:
    """Return the latest period of each child."""
    return list({int(row[place]): place for place in places}.values())


def _plans(
    world: World, out: Loader, chance: Chance, sets: list[list[int]], who: Sequence[tuple[int, str] | None], often: list[int], start: Days, end: Days, *, siblings: bool = False
) -> None:  # fmt: skip
    """Write plans of family time for some children each, with whom, and each time of the last year or so."""
    care, p, many, last = world.care, world.care.periods, len(sets), world.last
    if not many:
        return
    first = np.array([places[0] for places in sets], dtype=np.int64)
    lead = care.lead(world, first, start)
    number = out.ids("care_familytimeplan", many)
    kind = pick(
        chance,
        ("in_person", "in_person", "video", "telephone")
        if siblings
        else ("in_person", "in_person", "in_person", "overnight", "video"),
        many,
    )
    watched = (
        np.zeros(many, dtype=bool)
        if siblings
        else np.array([one is not None and one[1] in ("Mother", "Father") for one in who])
        & happens(chance, 0.4, many)
    )
    watched &= kind == "in_person"
    supervision = np.where(watched, "supervised", np.where(happens(chance, 0.2, many), "supported", "none"))
    start_at = recorded(world, start, 17 * 3600)
    over = end <= last
    put(
        out, "care_familytimeplan",
        pl.DataFrame(
            {
                "id": number, "between_siblings": [siblings] * many, "kind": kind.tolist(), "every_days": often, "hours": pl.Series([2.0 if one != "telephone" else 0.5 for one in kind.tolist()]),
                "where": ["Family hub" if one else "" for one in watched.tolist()], "supervision": supervision.tolist(), "why_supervised": where(watched, [words.WHY_SUPERVISED[0]] * many),
                "ordered_by_court": [False] * many, "children_words": one_of(chance, many, words.TIME_WORDS), "arranged_by_id": lead, "end_words": where(over, ["Care ended."] * many),
                "version": 1 + over, "start_date": dates(start), "end_date": dates(np.where(over, end, NEVER)),
            }
        ),
        recorded_at=start_at, recorded_by=lead, changes=[Change(np.where(over, np.maximum(recorded(world, np.where(over, end, NEVER), 17 * 3600), start_at + 60), NEVER_AT), lead, {"end_words": "", "end_date": None, "version": 1})],
    )  # fmt: skip
    of = np.repeat(np.arange(many), [len(places) for places in sets])
    child = np.array([place for places in sets for place in places], dtype=np.int64)
    put(
        out, "care_familytimechild",
        pl.DataFrame({"id": out.ids("care_familytimechild", len(of)), "plan_id": number[of], "child_id": world.people.id[p.row[child]]}), recorded_at=start_at[of] + 10, recorded_by=lead[of],
    )  # fmt: skip
    named = np.array([place for place, one in enumerate(who) if one is not None], dtype=np.int64)
    put(
        out, "care_familytimeperson",
        pl.DataFrame({"id": out.ids("care_familytimeperson", len(named)), "plan_id": number[named], "person_id": pl.Series([one[0] for one in who if one is not None], dtype=pl.Int64),
                      "relation": [one[1] for one in who if one is not None]}, schema_overrides={"relation": pl.String}),
        recorded_at=start_at[named] + 20, recorded_by=lead[named],
    )  # fmt: skip
    about = (of, world.people.id[p.row[child]])
    thread = pl.Series([f"family_time:{each}" for each in number.tolist()], dtype=pl.String)
    world.events.add(
        "care.family_time_planned",
        np.minimum(start_at, at(np.full(many, last), 85_000)) + 30,
        lead,
        "Family time was planned.",
        about=about,
        thread=thread,
    )
    _times(
        world,
        out,
        chance,
        number,
        np.array(often),
        start,
        np.where(over, end, last + 1),
        lead,
        of,
        world.people.id[p.row[child]],
    )


def _times(
    world: World, out: Loader, chance: Chance, number: NDArray[np.int64], often: NDArray[np.int64], start: Days, stop: Days, lead: NDArray[np.int64], of: NDArray[np.int64], whom: NDArray[np.int64]
) -> None:  # fmt: skip
    counts = np.maximum((stop - np.maximum(start, world.last - RECENT) - 3) // often, 0)
    plan = np.repeat(np.arange(len(number)), counts)
    turn = np.arange(len(plan)) - np.repeat(np.cumsum(counts) - counts, counts)
    day = np.maximum(start, world.last - RECENT)[plan] + 2 + turn * often[plan]
    kept = (day < stop[plan]) & (day <= world.last)
    plan, day = plan[kept], day[kept]
    many = len(plan)
    happened = happens(chance, HAPPENED, many)
    why = pick(chance, tuple(MISSED), many, tuple(MISSED.values()))
    told_at = recorded(world, day, 18 * 3600)
    put(
        out, "care_familytime",
        pl.DataFrame({"id": out.ids("care_familytime", many), "plan_id": number[plan], "day": dates(day), "happened": happened, "missed_because": where(~happened, why.tolist()),
                      "how_it_was": where(happened, one_of(chance, many, words.TIME_HOW)), "children_words": where(happened, one_of(chance, many, words.TIME_WORDS)), "recorded_by_id": lead[plan]}),
        recorded_at=told_at, recorded_by=lead[plan],
    )  # fmt: skip
    first = np.searchsorted(of, np.arange(len(number)))
    sizes = np.bincount(of, minlength=len(number))
    for chosen, kind, summary in (
        (happened, "care.family_time_happened", "They had family time."),
        (~happened, "care.family_time_missed", "Planned family time did not happen."),
    ):
        rows = np.nonzero(chosen)[0]
        place = np.repeat(np.arange(len(rows)), sizes[plan[rows]])
        within = np.arange(len(place)) - np.repeat(
            np.cumsum(sizes[plan[rows]]) - sizes[plan[rows]], sizes[plan[rows]]
        )
        world.events.add(
            kind, told_at[rows], lead[plan[rows]], summary, about=(place, whom[first[plan[rows]][place] + within]),
            thread=pl.Series([f"family_time:{each}" for each in number[plan[rows]].tolist()], dtype=pl.String),
        )  # fmt: skip


def _write_in_touch(world: World, out: Loader, chance: Chance) -> None:
    """Write who sees to it that each child and the relatives and friends of their network stay in touch, and when they were."""
    care, p, last, n = world.care, world.care.periods, world.last, world.network
    here = np.nonzero(p.on(last))[0]
    period_of = dict(zip(p.row[here].tolist(), here.tolist(), strict=True))
    member = np.nonzero(
        np.isin(n.child, p.row[here]) & np.isin(n.kind, ["relative", "friend"]) & (n.start <= last)
    )[0]
    if not len(member):
        return
    period = np.array([period_of[int(row)] for row in n.child[member].tolist()], dtype=np.int64)
    start = np.maximum(np.maximum(p.start[period], n.start[member]) + 12, 0)
    kept = start < last - 3
    member, period, start = member[kept], period[kept], start[kept]
    many = len(member)
    lead = care.lead(world, period, start)
    lifelong = (n.kind[member] == "relative") & happens(chance, 0.7, many)
    often = chance.choice([14, 28, 28, 60, 90], size=many)
    whom = world.people.id[p.row[period]]
    put(
        out, "care_keepingintouch",
        pl.DataFrame({"id": out.ids("care_keepingintouch", many), "member_id": n.id[member], "child_id": whom, "owner_id": lead, "every_days": often, "is_for_life": lifelong,
                      "promise": where(lifelong, one_of(chance, many, words.PROMISES)), "start_date": dates(start), "end_date": dates(np.full(many, NEVER))}),
        recorded_at=recorded(world, start, 17 * 3600 + 1200), recorded_by=lead,
    )  # fmt: skip
    counts = np.minimum((last - start - 4) // (often * 1.4).astype(np.int64) + 1, 8)
    of = np.repeat(np.arange(many), counts)
    turn = np.arange(len(of)) - np.repeat(np.cumsum(counts) - counts, counts)
    day = last - 3 - (of * 7 % 25) - turn * (often[of] * 1.4).astype(np.int64)
    fits = day > start[of]
    of, day = of[fits], day[fits]
    order = np.lexsort((of, day))
    of, day = of[order], day[order]
    told_at = recorded(world, day, 18 * 3600 + 600)
    put(
        out, "care_intouch",
        pl.DataFrame({"id": out.ids("care_intouch", len(of)), "member_id": n.id[member[of]], "child_id": whom[of], "day": dates(day), "how": pick(chance, ("in_person", "telephone", "video"), len(of)).tolist(),
                      "words": one_of(chance, len(of), words.TIME_WORDS), "recorded_by_id": lead[of]}),
        recorded_at=told_at, recorded_by=lead[of],
    )  # fmt: skip
    tell(world.events, "care.was_in_touch", told_at, day, lead[of], "They were in touch with somebody who matters.", whom=whom[of], thread=[""] * len(of),
         details=[f'{{"members": [{each}]}}' for each in n.id[member[of]].tolist()])  # fmt: skip
