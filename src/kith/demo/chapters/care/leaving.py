"""Leaving care: what each young person is owed from sixteen, their assessment, pathway plan and adviser; and how they are to 25.

What leavers do by day, and whether their home suits them, is as published of the authority; the rest is invented.
"""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from kith.casework.access.roles import Role
from kith.demo.chance import Chance, happens, pick
from kith.demo.chapters.care.made import GROWN_UP, SHORT_BREAKS, TOLD_SO, birthday, put, recorded, tell
from kith.demo.chapters.protection.saying import one_of, where
from kith.demo.days import NEVER, NEVER_AT, Days, at, dates, next_working
from kith.demo.loader import Change, Loader
from kith.demo.words import care_words as words
from kith.demo.world import World

# By age at leaving and how they left: where they live now. The second letter says whether it suits them.
HOMES = {"B": 16, "D": 26, "E": 6, "K": 5, "U": 38, "T": 2, "Y": 3, "X": 2, "R": 2}
IN_TOUCH = {"YES": 93, "NO": 4, "REFU": 3}
EVERY = 56  # days between being in touch, about


def write(world: World, out: Loader) -> None:
    """Write all of it, for those who have been in care for thirteen weeks since they were fourteen, some of it after sixteen."""
    chance = world.chance("leaving care")
    p = world.care.periods
    fourteen, sixteen, eighteen = (birthday(world, p.row, years) for years in (14, 16, 18))
    in_time = np.minimum(p.end, world.last + 1) - np.maximum(p.start, fourteen)
    eligible = np.maximum(np.maximum(sixteen, p.start + 91), fourteen + 91)
    rows = np.nonzero(
        (in_time >= 91) & (eligible < np.minimum(p.end, world.last + 1)) & (p.came != SHORT_BREAKS)
    )[0]
    # The latest period of each young person.
    rows = rows[np.sort(len(rows) - 1 - np.unique(p.row[rows][::-1], return_index=True)[1])]
    since, grown = eligible[rows], eighteen[rows]
    adviser_of = _advisers(world, out, chance, rows, since)
    _write_statuses(world, out, rows, since, grown)
    _write_plans(world, out, chance, rows, since, adviser_of)
    left = np.nonzero((p.end[rows] <= world.last) & np.isin(p.why[rows], GROWN_UP))[0]
    _write_life(world, out, chance, rows[left], adviser_of[left])
    _write_contacts(
        world, out, chance, rows, np.where(p.end[rows] <= world.last, p.end[rows], grown), adviser_of
    )
    world.say(f"{len(rows):,} young people who are leaving care or have left it")


def _advisers(
    world: World, out: Loader, chance: Chance, rows: NDArray[np.int64], since: Days
) -> NDArray[np.int64]:
    """Write each one's personal adviser, and return who it is; the told young person's is of the cast."""
    workforce, p, last = world.workforce, world.care.periods, world.last
    mine = workforce.known["personal_adviser"]
    pool = np.append(workforce.pool(Role.PERSONAL_ADVISER), mine - 1)
    # Whoever is there now has held them since they came: advisers stay.
    now = workforce.choose(chance, pool, np.full(len(rows), last))
    told = p.came[rows] == TOLD_SO
    now[told] = mine
    begun = np.maximum(next_working(since + 70), workforce.start[now - 1])
    goes = (begun <= last) & np.isin(p.why[rows], ["", *GROWN_UP])
    chosen = np.nonzero(goes)[0]
    manager = world.care.manager(world, rows, np.minimum(begun, last))
    start_at = recorded(world, begun, 9 * 3600 + 3000)
    put(
        out, "workforce_allocation",
        pl.DataFrame({"id": out.ids("workforce_allocation", len(chosen)), "child_id": world.people.id[p.row[rows[chosen]]], "worker_id": now[chosen], "role": ["personal_adviser"] * len(chosen),
                      "reason": ["first"] * len(chosen), "start_date": dates(begun[chosen]), "end_date": dates(np.full(len(chosen), NEVER))}),
        recorded_at=start_at[chosen], recorded_by=manager[chosen],
    )  # fmt: skip
    fresh = np.nonzero(goes & (begun >= world.first))[0]
    world.events.add(
        "workforce.allocated", at(begun[fresh], 9 * 3600 + 3000), manager[fresh], "A personal adviser was named", about=world.people.id[p.row[rows[fresh]]],
        details=pl.Series([f'{{"worker": {each}, "role": "personal_adviser", "reason": "first"}}' for each in now[fresh].tolist()], dtype=pl.String), team=workforce.team_of(now[fresh]),
    )  # fmt: skip
    return now


def _write_statuses(world: World, out: Loader, rows: NDArray[np.int64], since: Days, grown: Days) -> None:
    """Write what each is owed when: eligible in care, relevant once they have left it before eighteen, then former relevant."""
    p, last = world.care.periods, world.last
    end = p.end[rows]
    whom, lead = world.people.id[p.row[rows]], world.care.lead(world, rows, np.minimum(since, last))
    home = np.isin(p.why[rows], ["E4A", "E4B", "E13"])
    three = np.minimum(end, grown)
    parts = [(np.arange(len(rows)), "eligible", since, three, "")]
    early = np.nonzero(
        (end < grown) & (end <= last) & np.isin(p.why[rows], ["E5", "E6", "E8", "E9", "E4A", "E4B", "E13"])
    )[0]
    parts.append((early, "", end, grown, ""))
    after = np.nonzero((grown <= last) & ((end >= grown) | np.isin(np.arange(len(rows)), early)))[0]
    parts.append((after, "former_relevant", grown, np.full(len(rows), NEVER), ""))
    for chosen, status, start, until, _ in parts:
        start, until = start[chosen], until[chosen]
        kept = (start < until) & (start <= last)
        chosen, start, until = chosen[kept], start[kept], until[kept]
        many = len(chosen)
        names = [status or ("qualifying" if back else "relevant") for back in home[chosen].tolist()]
        ended = until <= last
        start_at = recorded(world, start, 11 * 3600 + 900)
        put(
            out, "care_leavingcarestatus",
            pl.DataFrame({"id": out.ids("care_leavingcarestatus", many), "young_person_id": whom[chosen], "status": names, "words": ["Sixteen, and thirteen weeks in care"] * many if status == "eligible" else [""] * many,
                          "end_words": where(ended, ["Eighteen, or left care"] * many), "start_date": dates(start), "end_date": dates(np.where(ended, until, NEVER))},
                         schema_overrides={"status": pl.String, "words": pl.String, "end_words": pl.String}),
            recorded_at=start_at, recorded_by=lead[chosen],
            changes=[Change(np.where(ended, np.maximum(recorded(world, np.where(ended, until, NEVER), 11 * 3600), start_at + 60), NEVER_AT), lead[chosen], {"end_words": "", "end_date": None})],
        )  # fmt: skip
        if status == "eligible":
            fresh = start >= world.first - 365
            tell(
                world.events, "care.became_eligible", np.where(fresh, start_at, NEVER_AT), start, lead[chosen], "Became eligible for help with leaving care.", whom=whom[chosen],
                thread=[f"leaving_care:{each}" for each in whom[chosen].tolist()], significant=True,
            )  # fmt: skip


def _write_plans(
    world: World,
    out: Loader,
    chance: Chance,
    rows: NDArray[np.int64],
    since: Days,
    adviser: NDArray[np.int64],
) -> None:
    """Write needs assessments within three months, pathway plans after them, and a review each six months."""
    p, last = world.care.periods, world.last
    stays = np.isin(p.why[rows], ["", *GROWN_UP])
    stop = np.where(stays, last + 1, np.minimum(p.end[rows], last + 1))
    done = next_working(
        since
        + np.where(
            happens(chance, 0.15, len(rows)),
            chance.integers(95, 150, size=len(rows)),
            chance.integers(40, 88, size=len(rows)),
        )
    )
    begun = np.minimum(since + 14, done)
    there = np.nonzero(begun < stop)[0]
    lead = world.care.lead(world, rows, np.minimum(begun, last))
    whom = world.people.id[p.row[rows]]
    finished = done < stop
    begun_at = recorded(world, begun, 13 * 3600)
    done_at = np.where(
        finished,
        np.maximum(recorded(world, np.where(finished, done, NEVER), 16 * 3600), begun_at + 60),
        NEVER_AT,
    )
    put(
        out, "care_leavingcareneedsassessment",
        pl.DataFrame(
            {"id": out.ids("care_leavingcareneedsassessment", len(there)), "young_person_id": whom[there], "started_date": dates(begun[there]), "completed_date": dates(np.where(finished, done, NEVER)[there]),
             "words": where(finished[there], one_of(chance, len(there), words.NEEDS[0])), "own_words": one_of(chance, len(there), words.OWN_WANTS), "assessor_id": lead[there], "version": 1 + finished[there]}
        ),
        recorded_at=begun_at[there], recorded_by=lead[there], changes=[Change(done_at[there], lead[there], {"completed_date": None, "words": "", "version": 1})],
    )  # fmt: skip
    thread = [f"leaving_care:{each}" for each in whom.tolist()]
    tell(
        world.events,
        "care.needs_assessment_completed",
        np.where((since >= world.first - 365), done_at, NEVER_AT),
        done,
        lead,
        "What the young person needs to leave care well was assessed.",
        whom=whom,
        thread=thread,
    )
    made = next_working(done + 12)
    have = np.nonzero(finished & (made < stop))[0]
    number = out.ids("care_pathwayplan", len(have))
    made_at = recorded(world, made, 15 * 3600)
    put(
        out, "care_pathwayplan",
        pl.DataFrame(
            {
                "id": number, "young_person_id": whom[have], "adviser_id": adviser[have], "own_words": one_of(chance, len(have), words.OWN_WANTS), "home": one_of(chance, len(have), words.PATH_HOME),
                "learning_and_work": one_of(chance, len(have), words.PATH_WORK), "money": ["Bank account; savings; knows the allowance."] * len(have), "health": one_of(chance, len(have), words.HEALTH),
                "people": one_of(chance, len(have), words.PATH_PEOPLE), "everyday": ["Cooks three things, does the washing."] * len(have), "if_it_goes_wrong": one_of(chance, len(have), words.IF_NOT),
                "agreed": happens(chance, 0.92, len(have)), "version": np.ones(len(have), dtype=np.int64), "start_date": dates(made[have]), "end_date": dates(np.full(len(have), NEVER)),
            }
        ),
        recorded_at=made_at[have], recorded_by=adviser[have],
    )  # fmt: skip
    known = made[have] >= world.first - 220
    tell(
        world.events, "care.pathway_plan_made", np.where(known, made_at[have], NEVER_AT), made[have], adviser[have], "A pathway plan was made.", whom=whom[have],
        thread=[thread[i] for i in have.tolist()], details=[f'{{"pathway_plan": {each}}}' for each in number.tolist()],
    )  # fmt: skip
    parts = []
    place, day = np.arange(len(have)), made[have]
    while len(place):
        late = happens(chance, 0.12, len(place))
        day = next_working(
            day
            + np.where(
                late, chance.integers(184, 220, size=len(place)), chance.integers(150, 178, size=len(place))
            )
        )
        going = (day < stop[have[place]]) & (day <= last)
        place, day = place[going], day[going]
        parts.append((place, day))
    place, day = (np.concatenate([part[i] for part in parts]) for i in range(2))
    kept = day >= world.first - 220
    place, day = place[kept], day[kept]
    many, by = len(place), adviser[have[place]]
    told_at = recorded(world, day, 15 * 3600 + 600)
    put(
        out, "care_pathwayplanreview",
        pl.DataFrame({"id": out.ids("care_pathwayplanreview", many), "plan_id": number[place], "day": dates(day), "reviewed_by_id": by, "own_words": one_of(chance, many, words.LEAVER_SAID),
                      "words": one_of(chance, many, words.NEEDS[1])}),
        recorded_at=told_at, recorded_by=by,
    )  # fmt: skip
    tell(
        world.events, "care.pathway_plan_reviewed", told_at, day, by, "A pathway plan was reviewed.", whom=whom[have[place]], thread=[thread[i] for i in have[place].tolist()],
        details=[f'{{"pathway_plan": {each}}}' for each in number[place].tolist()],
    )  # fmt: skip


def _write_life(
    world: World, out: Loader, chance: Chance, rows: NDArray[np.int64], adviser: NDArray[np.int64]
) -> None:
    """Write where those who have grown up live and what they do by day, from when they left."""
    p, last, shape, many = world.care.periods, world.last, world.care_shape, len(rows)
    start, whom = p.end[rows], world.people.id[p.row[rows]]
    put_by = p.why[rows] == "E17"
    told = p.came[rows] == TOLD_SO
    suits = np.where(happens(chance, np.clip(shape.suitable + 0.04, 0, 1.0), many), "1", "2")
    kind = pick(chance, tuple(HOMES), many, tuple(HOMES.values()))
    code = np.where(put_by, "Z1", np.char.add(kind.astype(str), suits)).astype(object)
    code[told] = "U1"
    activities = {one: value for one, value in sorted(shape.activities.items()) if value > 0} or {"F2": 1.0}
    doing = pick(chance, tuple(activities), many, tuple(activities.values()))
    doing[told] = "F2"
    homes = np.array(
        [
            ["Settled there", "A room and a shared kitchen", "Small and warm"][turn % 3]
            for turn in range(many)
        ],
        dtype=object,
    )
    for table, codes, said in (
        ("care_leaveraccommodation", code, homes),
        ("care_leaveractivity", doing, np.full(many, "", dtype=object)),
    ):
        parts: list[tuple[NDArray[np.int64], Days, Days, NDArray[np.object_]]] = []
        # What is so on the day of leaving changes for some within two years.
        changes = happens(chance, 0.4, many) & ~put_by & ~told
        when = start + chance.integers(120, 700, size=many)
        changes &= when < last
        other = (
            pick(chance, tuple(activities), many, tuple(activities.values()))
            if table.endswith("activity")
            else np.char.add(pick(chance, ("U", "D", "B"), many).astype(str), suits).astype(object)
        )
        parts.append((np.arange(many), start, np.where(changes, when, NEVER), codes))
        again = np.nonzero(changes)[0]
        parts.append((again, when[again], np.full(len(again), NEVER), other[again]))
        for place, begun, until, kinds_ in parts:
            begun_at = recorded(world, begun, 12 * 3600 + 300)
            over = until <= last
            put(
                out, table,
                pl.DataFrame({"id": out.ids(table, len(place)), "young_person_id": whom[place], "code": [str(one) for one in kinds_.tolist()], "words": said[place].tolist(), "start_date": dates(begun), "end_date": dates(until)},
                             schema_overrides={"code": pl.String, "words": pl.String}),
                recorded_at=begun_at, recorded_by=adviser[place], changes=[Change(np.where(over, np.maximum(recorded(world, np.where(over, until, NEVER), 12 * 3600), begun_at + 60), NEVER_AT), adviser[place], {"end_date": None})],
            )  # fmt: skip
    stays = np.nonzero(put_by)[0]
    s = world.care.stays
    last_stay = np.searchsorted(s.period, rows[stays], side="right") - 1
    twenty_one = birthday(world, p.row[rows[stays]], 21)
    ended = twenty_one <= last
    put(
        out, "care_stayingput",
        pl.DataFrame({"id": out.ids("care_stayingput", len(stays)), "young_person_id": whom[stays], "home_id": world.care.homes.id[s.home[last_stay]], "words": ["As before, with rent from the allowance."] * len(stays),
                      "end_words": where(ended, ["Twenty-one, and a place of their own."] * len(stays)), "start_date": dates(start[stays]), "end_date": dates(np.where(ended, twenty_one, NEVER))}),
        recorded_at=recorded(world, start[stays], 12 * 3600 + 400), recorded_by=adviser[stays],
        changes=[Change(np.where(ended, recorded(world, np.where(ended, twenty_one, NEVER), 12 * 3600), NEVER_AT), adviser[stays], {"end_words": "", "end_date": None})],
    )  # fmt: skip


def _write_contacts(
    world: World,
    out: Loader,
    chance: Chance,
    rows: NDArray[np.int64],
    since: Days,
    adviser: NDArray[np.int64],
) -> None:
    """Write each time that adviser and young person were in touch, from when they left care."""
    p, last = world.care.periods, world.last
    left = np.nonzero((p.end[rows] <= last) & np.isin(p.why[rows], GROWN_UP))[0]
    begin = np.maximum(since[left], world.first) + 10
    counts = np.maximum((last - begin) // EVERY, 0)
    of = np.repeat(left, counts)
    turn = np.arange(len(of)) - np.repeat(np.cumsum(counts) - counts, counts)
    day = next_working(np.repeat(begin, counts) + turn * EVERY + chance.integers(0, 30, size=len(of)))
    of, day = of[day <= last], day[day <= last]
    many = len(of)
    way = pick(chance, ("in_person", "telephone", "message", "tried"), many, (44, 30, 16, 10))
    touch = np.where(way == "tried", "", pick(chance, tuple(IN_TOUCH), many, tuple(IN_TOUCH.values())))
    touch[(way != "tried") & (touch != "YES") & (day > last - 120)] = "YES"
    told_at = recorded(world, day, 16 * 3600 + 300)
    whom = world.people.id[p.row[rows[of]]]
    put(
        out, "care_leavercontact",
        pl.DataFrame({"id": out.ids("care_leavercontact", many), "young_person_id": whom, "day": dates(day), "way": way.tolist(), "adviser_id": adviser[of], "in_touch": touch.tolist(),
                      "own_words": where(way != "tried", one_of(chance, many, words.LEAVER_SAID)), "words": one_of(chance, many, words.LEAVER_WORDS)}),
        recorded_at=told_at, recorded_by=adviser[of],
    )  # fmt: skip
    tell(
        world.events, "care.leaver_in_touch", told_at, day, adviser[of], "Adviser and young person were in touch, or one tried.", whom=whom, thread=[f"leaving_care:{each}" for each in whom.tolist()],
        details=[f'{{"way": "{one}"}}' for one in way.tolist()], team=world.workforce.team_of(adviser[of]),
    )  # fmt: skip
