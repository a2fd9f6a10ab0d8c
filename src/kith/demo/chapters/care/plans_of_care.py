"""Care plans, placement plans with who decides what, notices, permanence: as each placement and review asks for them.

How often something is late is invented.
"""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from kith.demo.chance import Chance, happens
from kith.demo.chapters.care.made import SHORT_BREAKS, YEAR, put, recorded, tell
from kith.demo.chapters.care.statuses import Statuses
from kith.demo.chapters.protection.saying import one_of, say, where
from kith.demo.days import NEVER, NEVER_AT, Days, add_working_days, dates, instants, next_working
from kith.demo.households import MOTHER
from kith.demo.loader import Change, Loader
from kith.demo.words import care_words as words
from kith.demo.world import World

LATE = 0.1
MATTERS = {
    "health_routine": "carer", "health_urgent": "carer", "school_trip": "carer", "school_trip_away": "authority", "sleepover": "carer", "haircut": "carer",
    "clubs": "carer", "social_media": "carer", "holiday_here": "carer", "holiday_abroad": "authority", "passport": "authority", "immunisation": "parent",
}  # fmt: skip
NOTICES = ("child", "parent", "health_board", "doctor", "school", "reviewing_officer", "area_authority")


def write(world: World, out: Loader, statuses: Statuses) -> None:
    """Write all of it."""
    chance = world.chance("care plans")
    _write_care_plans(world, out, chance)
    _write_placement_plans(world, out, chance)
    _write_notices(world, out, chance)
    _write_permanence(world, out, chance, statuses)


def _write_care_plans(world: World, out: Loader, chance: Chance) -> None:
    """Write each child's care plan, and a new one each year or so."""
    care = world.care
    p = care.periods
    stop = np.minimum(p.end, world.last + 1)
    first = add_working_days(
        p.start,
        np.where(
            happens(chance, LATE, len(p)),
            chance.integers(11, 18, size=len(p)),
            chance.integers(1, 10, size=len(p)),
        ),
    )
    parts = []
    start, rows, turn = first, np.arange(len(p)), 0
    while len(rows):
        there = (start < stop[rows]) & (start <= world.last)
        rows, start = rows[there], start[there]
        # Of times long gone, only the last plan is there.
        parts.append((rows, start, np.full(len(rows), turn)))
        start = next_working(start + chance.integers(250, 500, size=len(rows)))
        turn += 1
    period, start, number = (np.concatenate([part[i] for part in parts]) for i in range(3))
    order = np.lexsort((start, period))
    period, start, number = period[order], start[order], number[order]
    follows = np.append(period[1:] == period[:-1], False)
    end = np.where(
        follows, np.append(start[1:], NEVER), np.where(p.end[period] <= world.last, p.end[period], NEVER)
    )
    kept = (end > world.first - 400) | (number == 0)
    period, start, end, number = period[kept], start[kept], end[kept], number[kept]
    follows = np.append(period[1:] == period[:-1], False)
    end = np.where(follows, np.minimum(end, np.append(start[1:], NEVER)), end)
    many = len(period)
    lead, manager = care.lead(world, period, start), care.manager(world, period, start)
    made_at = recorded(world, start, 11 * 3600)
    signed_at = made_at + 7200
    ended = end <= world.last
    names = [str(name) for name in world.people.given[p.row[period]].tolist()]
    age = (start - world.people.households.born[p.row[period]]) / YEAR
    whom = world.people.id[p.row[period]]
    put(
        out, "care_careplan",
        pl.DataFrame(
            {
                "id": out.ids("care_careplan", many), "child_id": whom, "period_of_care_id": care.id[period], "long_term": say(chance, [0] * many, {0: words.LONG_TERM}, names),
                "why_this_home": say(chance, [0] * many, {0: words.WHY_HERE}, names), "child_words": where(age > 4, one_of(chance, many, words.WISHES)),
                "family_words": one_of(chance, many, words.FAMILY_THINK), "family_and_friends": one_of(chance, many, words.FAMILY_AND_FRIENDS),
                "identity": one_of(chance, many, words.IDENTITY), "health": one_of(chance, many, words.HEALTH), "education": where(age > 3, one_of(chance, many, words.EDUCATION)),
                "feelings_and_behaviour": one_of(chance, many, words.FEELINGS), "if_it_does_not_work": one_of(chance, many, words.IF_NOT), "prepared_by_id": lead,
                "signed_off_by_id": manager, "signed_off_at": instants(signed_at), "version": np.full(many, 2), "start_date": dates(start), "end_date": dates(np.where(ended, end, NEVER)),
            }
        ),
        recorded_at=made_at, recorded_by=lead,
        changes=[
            Change(signed_at, manager, {"signed_off_by_id": None, "signed_off_at": None, "version": 1}),
            Change(np.where(ended, np.maximum(recorded(world, np.where(ended, end, NEVER), 11 * 3600), signed_at + 60), NEVER_AT), lead, {"end_date": None}),
        ],
    )  # fmt: skip
    tell(
        world.events,
        "care.care_plan_prepared",
        signed_at,
        start,
        manager,
        "A care plan was signed off.",
        whom=whom,
        thread=[f"care:{each}" for each in care.id[period].tolist()],
    )


def _told(world: World) -> NDArray[np.int64]:
    """Return the stays whose beginnings are told, and not only that they were."""
    return np.nonzero(world.care.stays.start >= world.first - 365)[0]


def _within(world: World, chance: Chance, rows: NDArray[np.int64], usual: int) -> Days:
    """Return a day within so many working days of the start of each stay, late for a few; NEVER where the stay ended first."""
    s, many = world.care.stays, len(rows)
    took = np.where(
        happens(chance, LATE, many),
        chance.integers(usual + 1, usual + 7, size=many),
        chance.integers(0, usual, size=many),
    )
    day = add_working_days(s.start[rows], took)
    return np.where((day < s.end[rows]) & (day <= world.last), day, NEVER)


def _write_placement_plans(world: World, out: Loader, chance: Chance) -> None:
    care, s = world.care, world.care.stays
    rows = _told(world)
    day = _within(world, chance, rows, 5)
    rows, day = rows[day < NEVER], day[day < NEVER]
    many, period = len(rows), s.period[rows]
    lead, made_at = care.lead(world, period, day), recorded(world, day, 15 * 3600)
    number, whom = out.ids("care_placementplan", many), world.people.id[care.periods.row[period]]
    names = [str(name) for name in world.people.given[care.periods.row[period]].tolist()]
    put(
        out, "care_placementplan",
        pl.DataFrame(
            {
                "id": number, "placement_id": s.id[rows], "made_date": dates(day), "made_by_id": lead, "day_to_day": say(chance, [0] * many, {0: words.DAYS}, names),
                "health": one_of(chance, many, words.HEALTH), "education": one_of(chance, many, words.EDUCATION), "seeing_people": one_of(chance, many, words.FAMILY_AND_FRIENDS),
                "visits": one_of(chance, many, words.PLAN_VISITS), "if_it_ends": one_of(chance, many, words.IF_NOT), "child_words": one_of(chance, many, words.WISHES),
                "parents_agree": happens(chance, 0.7, many), "carers_agree": np.ones(many, dtype=bool), "shared_with_carers_date": dates(day), "version": np.ones(many, dtype=np.int64),
            }
        ),
        recorded_at=made_at, recorded_by=lead,
    )  # fmt: skip
    of = np.repeat(np.arange(many), len(MATTERS))
    matter = np.tile(np.array(list(MATTERS), dtype=object), many)
    holder = np.tile(np.array(list(MATTERS.values()), dtype=object), many)
    put(
        out, "care_delegatedauthority",
        pl.DataFrame({"id": out.ids("care_delegatedauthority", len(of)), "placement_plan_id": number[of], "matter": matter.tolist(), "holder": holder.tolist()}),
        recorded_at=made_at[of] + 30, recorded_by=lead[of],
    )  # fmt: skip
    tell(
        world.events,
        "care.placement_plan_prepared",
        made_at,
        day,
        lead,
        "The placement plan was made.",
        whom=whom,
        thread=[f"placement:{each}" for each in s.id[rows].tolist()],
    )


def _write_notices(world: World, out: Loader, chance: Chance) -> None:
    care, s, homes = world.care, world.care.stays, world.care.homes
    rows = _told(world)
    day = _within(world, chance, rows, 5)
    period = s.period[rows]
    lead = care.lead(world, period, s.start[rows])
    outside = np.array(
        [homes.authority[home] != world.shape.code for home in s.home[rows].tolist()], dtype=bool
    )
    age = (s.start[rows] - world.people.households.born[care.periods.row[period]]) / YEAR
    # A doctor's practice changes with the home; a child of school age has a school to be told.
    mother = world.people.row_in_slot(MOTHER)[world.people.family[care.periods.row[period]]]
    manager = care.manager(world, period, s.start[rows])
    withheld = happens(chance, 0.04, len(rows))
    parts = []
    for recipient in NOTICES:
        there = np.ones(len(rows), dtype=bool)
        if recipient == "area_authority":
            there = outside
        if recipient == "school":
            there = age > 4.3
        if recipient == "parent":
            there = mother >= 0
        parts.append((np.nonzero(there)[0], recipient))
    of = np.concatenate([chosen for chosen, _ in parts])
    who = np.concatenate([np.full(len(chosen), name, dtype=object) for chosen, name in parts])
    kept = withheld[of] & (who == "parent")
    sent = np.where(~kept, day[of], NEVER)
    listed_at = recorded(world, s.start[rows], 15 * 3600 + 1200)[of]
    sent_at = np.where(sent < NEVER, np.maximum(recorded(world, sent, 16 * 3600), listed_at + 60), NEVER_AT)
    put(
        out, "care_placementnotice",
        pl.DataFrame(
            {
                "id": out.ids("care_placementnotice", len(of)), "placement_id": s.id[rows[of]], "recipient": who.tolist(),
                "person_id": pl.Series(np.where(who == "parent", world.people.id[mother[of]], np.where(who == "child", world.people.id[care.periods.row[period[of]]], 0))).replace(0, None),
                "sent_date": dates(sent), "address_given": (sent < NEVER) & (who != "parent"), "withheld": kept,
                "withheld_reason": where(kept, ["They would be likely to go there, and there is an order."] * len(of)), "withheld_by_id": pl.Series(np.where(kept, manager[of], 0)).replace(0, None),
            }
        ),
        recorded_at=listed_at, recorded_by=lead[of], changes=[Change(sent_at, lead[of], {"sent_date": None, "address_given": False})],
    )  # fmt: skip
    done = day < NEVER
    told_at = np.where(
        done,
        np.maximum(recorded(world, day, 16 * 3600 + 600), recorded(world, s.start[rows], 15 * 3600 + 1300)),
        NEVER_AT,
    )
    tell(
        world.events, "care.placement_notified", told_at, day, lead, "Everybody whom the law names was told of the placement.", whom=world.people.id[care.periods.row[period]],
        thread=[f"placement:{each}" for each in s.id[rows].tolist()],
    )  # fmt: skip


def _write_permanence(world: World, out: Loader, chance: Chance, statuses: Statuses) -> None:
    """Write each child's plan for a home for good from about the second review, and what it became."""
    care, p, last = world.care, world.care.periods, world.last
    decided = p.start + 60 + chance.integers(20, 70, size=len(p))
    stop = np.minimum(p.end, last + 1)
    rows = np.nonzero((decided < stop) & (p.came != SHORT_BREAKS) & (p.end > world.first - 100))[0]
    start = next_working(decided[rows])
    rows, start = rows[start < stop[rows]], start[start < stop[rows]]
    age = (start - world.people.households.born[p.row[rows]]) / YEAR
    status = statuses.on(rows, start)
    why = p.why[rows]
    route = np.select(
        [np.isin(why, ["E4A", "E4B"]), np.isin(why, ["E45", "E46", "E47", "E48", "E41"]), (p.placement_order[rows] < NEVER), age > 15.8, status == "C1",
         happens(chance, 0.08, len(rows)) & (age > 11)],
        ["reunification", "relatives", "adoption", "independence", "not_yet", "residential"], "long_term_fostering",
    ).astype(object)  # fmt: skip
    route[(route == "adoption") & (start < p.placement_order[rows] - 150)] = "not_yet"
    later = np.where((route == "not_yet") & (p.full[rows] < stop[rows]), p.full[rows] + 8, NEVER)
    second = np.where(
        p.placement_order[rows] < NEVER,
        "adoption",
        np.where(np.isin(why, ["E45", "E46", "E47", "E48", "E41"]), "relatives", "long_term_fostering"),
    ).astype(object)
    later = np.where(
        (route == "not_yet") & (p.placement_order[rows] < stop[rows]),
        np.minimum(later, p.placement_order[rows]),
        later,
    )
    later = np.where((later > start + 5) & (later < stop[rows]), later, NEVER)
    period = np.concatenate([rows, rows[later < NEVER]])
    begun = np.concatenate([start, later[later < NEVER]])
    over = np.where(p.end[period] <= last, p.end[period], NEVER)
    end = np.concatenate([np.minimum(later, over[: len(rows)]), over[len(rows) :]])
    routes = np.concatenate([route, second[later < NEVER]])
    officer = care.officers.on(period, begun)
    ended, start_at = end <= last, recorded(world, begun, 14 * 3600 + 2400)
    put(
        out, "care_permanenceplan",
        pl.DataFrame({"id": out.ids("care_permanenceplan", len(period)), "child_id": world.people.id[p.row[period]], "period_of_care_id": care.id[period], "route": routes.tolist(),
                      "reasons": [words.ROUTE_WHY[one] for one in routes.tolist()], "otherwise": one_of(chance, len(period), words.OTHERWISE), "target_date": dates(begun + 240),
                      "decided_by_id": officer, "start_date": dates(begun), "end_date": dates(np.where(ended, end, NEVER))}),
        recorded_at=start_at, recorded_by=officer, changes=[Change(np.where(ended, np.maximum(recorded(world, np.where(ended, end, NEVER), 14 * 3600), start_at + 60), NEVER_AT), officer, {"end_date": None})],
    )  # fmt: skip
    tell(
        world.events, "care.permanence_decided", start_at + 30, begun, officer, "The plan for a home for good was decided.", whom=world.people.id[p.row[period]],
        thread=[f"care:{each}" for each in care.id[period].tolist()], details=[f'{{"route": "{one}"}}' for one in routes.tolist()],
    )  # fmt: skip
