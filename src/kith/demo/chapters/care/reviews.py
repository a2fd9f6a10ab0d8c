"""Reviews of care: within 20 working days, three months, then each six; brothers and sisters together; what they decide.

How many are late, who comes and what is decided is invented.
"""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from kith.demo.chance import Chance, happens, pick
from kith.demo.chapters.care.made import CAME_ALONE, SHORT_BREAKS, TOLD_SO, YEAR, put, recorded, tell
from kith.demo.chapters.protection.saying import one_of, say, where
from kith.demo.days import NEVER, NEVER_AT, add_working_days, dates, last_working, next_working
from kith.demo.households import MOTHER
from kith.demo.loader import Change, Loader
from kith.demo.words import care_words as words
from kith.demo.world import World

LATE, PARENTS_COME, DECIDED, DONE = 0.08, 0.55, 2, 0.72
MOST = 40
TAKES_PART = {"PN1": 46, "PN2": 6, "PN3": 8, "PN4": 3, "PN5": 8, "PN6": 22, "PN7": 7}
AHEAD = 45  # days before it that a review is planned


def write(world: World, out: Loader) -> None:
    """Write every review that was held, and the next of each child where it is planned."""
    care, chance = world.care, world.chance("reviews of care")
    family, day, period, number = _days(world, chance)
    many = len(family)
    held = day <= world.last
    # One review for the children of a family whose days are the same.
    key = np.stack([family, day], axis=1)
    review, first, of = np.unique(key, axis=0, return_index=True, return_inverse=True)
    of = of.reshape(-1)
    days, size = review[:, 1], len(review)
    is_held = days <= world.last
    chair = care.officers.on(period[first], np.minimum(days, world.last))
    lead = care.lead(world, period[first], np.minimum(days, world.last))
    late = is_held & happens(chance, 0.5, size) & (chance.random(size) < LATE * 2)
    planned_at = recorded(world, np.minimum(days - AHEAD, world.last), 11 * 3600)
    planned_at = np.minimum(
        planned_at, np.where(is_held, recorded(world, np.where(is_held, days, 0), 11 * 3600), NEVER_AT)
    )
    begun = recorded(world, world.care.periods.start[period[first]], 12 * 3600)
    planned_at = np.maximum(planned_at, np.where(begun < NEVER_AT, begun, 0))
    held_at = np.where(
        is_held,
        np.maximum(
            recorded(world, np.where(is_held, days, NEVER), 14 * 3600 + np.arange(size) % 5400),
            planned_at + 60,
        ),
        NEVER_AT,
    )
    names = [str(name) for name in world.people.given[care.periods.row[period[first]]].tolist()]
    ids = out.ids("care_carereview", size)
    put(
        out, "care_carereview",
        pl.DataFrame(
            {
                "id": ids, "planned_date": dates(days), "place": one_of(chance, size, words.REVIEW_PLACES), "chair_id": chair,
                "status": np.where(is_held, "held", "planned").tolist(), "held_date": dates(np.where(is_held, days, NEVER)),
                "what_was_said": where(is_held, say(chance, [0] * size, {0: words.REVIEW_SAID}, names)), "late_reason": where(late, one_of(chance, size, words.LATE_REVIEW)),
                "version": 1 + is_held,
            }
        ),
        recorded_at=planned_at, recorded_by=chair, changes=[Change(held_at, chair, {"status": "planned", "held_date": None, "what_was_said": "", "late_reason": "", "version": 1})],
    )  # fmt: skip
    whom = world.people.id[care.periods.row[period]]
    age = (day - world.people.households.born[care.periods.row[period]]) / YEAR
    took = np.where(age < 4, "PN0", pick(chance, tuple(TAKES_PART), many, tuple(TAKES_PART.values()))).astype(
        object
    )
    speaks = held & (age >= 4) & ~np.isin(took, ["PN7", "PN4"])
    part = out.ids("care_carereviewchild", many)
    breaks = care.periods.came[period] == SHORT_BREAKS
    gap = np.where((number == 1) & ~breaks, 91, 182)
    put(
        out, "care_carereviewchild",
        pl.DataFrame(
            {
                "id": part, "review_id": ids[of], "child_id": whom, "period_of_care_id": care.id[period], "number": pl.Series(np.where(held, number, 0)).replace(0, None),
                "participation": where(held, took.tolist()), "child_words": where(speaks, one_of(chance, many, words.REVIEW_CHILD)),
                "parents_words": where(held, one_of(chance, many, words.REVIEW_PARENT)), "carers_words": where(held, one_of(chance, many, words.REVIEW_CARER)),
                "plan_is_right": pl.Series([bool(turn % 5) if one else None for one, turn in zip(held.tolist(), part.tolist(), strict=True)], dtype=pl.Boolean),
                "plan_words": where(held, one_of(chance, many, words.REVIEW_PLAN)), "health": where(held, one_of(chance, many, words.HEALTH)),
                "education": where(held & (age > 4), one_of(chance, many, words.EDUCATION)), "people": where(held, one_of(chance, many, words.FAMILY_AND_FRIENDS)),
                "next_due_date": dates(np.where(held, day + gap, NEVER)),
            }
        ),
        recorded_at=planned_at[of] + 20, recorded_by=chair[of],
        changes=[Change(np.where(held, held_at[of] + 20, NEVER_AT), chair[of], {"number": None, "participation": "", "child_words": "", "parents_words": "", "carers_words": "", "plan_is_right": None, "plan_words": "", "health": "", "education": "", "people": "", "next_due_date": None})],
    )  # fmt: skip
    tell(
        world.events, "care.review_planned", planned_at[of] + 20, np.minimum(planned_at[of] // 86_400, world.last), chair[of], "A review of care was planned.", whom=whom,
        thread=[f"care_review:{each}" for each in ids[of].tolist()], details=[f'{{"review": {each}}}' for each in ids[of].tolist()],
    )  # fmt: skip
    tell(
        world.events, "care.review_held", np.where(held, held_at[of] + 30, NEVER_AT), day, chair[of], "A review of care was held.", whom=whom, significant=True,
        thread=[f"care:{each}" for each in care.id[period].tolist()], team=world.workforce.team_of(lead[of]),
        details=[
            f'{{"review": {each}, "is_later_review": true}}' if eased else
            f'{{"review": {each}, "review_number": {turn}, "is_later_review": {"true" if turn > 1 else "false"}}}'
            for each, turn, eased in zip(ids[of].tolist(), number.tolist(), breaks.tolist(), strict=True)
        ],
    )  # fmt: skip
    care.first_review = np.full(len(care.periods), NEVER)
    ones = held & (number == 1)
    care.first_review[period[ones]] = day[ones]
    _write_people(world, out, chance, ids, days, period[first], lead, is_held, planned_at, held_at, chair)
    _write_decisions(world, out, chance, part, day, period, held, held_at[of], chair[of])
    world.say(f"{size:,} reviews of care, {int(is_held.sum()):,} of them held")


def _days(world: World, chance: Chance) -> tuple[NDArray[np.int64], ...]:
    """Return family, day, period and number of every review, in order of period; the first that lies ahead is the last.

    Brothers and sisters in care together have the reviews of the one who has been there longest.
    """
    care = world.care
    p, last = care.periods, world.last
    family = world.people.family[p.row]
    groups: dict[int, list[int]] = {}
    for place, of in enumerate(family.tolist()):
        groups.setdefault(of, []).append(place)
    told = set(np.nonzero(p.came == TOLD_SO)[0].tolist())
    rows: list[tuple[int, int, int, int]] = []
    for of, places in groups.items():
        apart = (
            [places]
            if len({int(p.came[place]) for place in places}) == 1 or p.came[places[0]] != CAME_ALONE
            else [[place] for place in places]
        )
        for together in apart:
            schedule: list[int] = []
            for place in sorted(together, key=lambda one: (int(p.start[one]), one)):
                start, end = int(p.start[place]), min(int(p.end[place]), last + 400)
                mine: list[int] = []
                eased = p.came[place] == SHORT_BREAKS  # three months, and then every six (regulation 48)
                first_by = start + 89 if eased else int(add_working_days(np.array([start]), 20)[0])
                day = start
                for number in range(MOST):
                    limit = first_by if number == 0 else day + (91 if number == 1 and not eased else 182)
                    shared = [one for one in schedule if day + (8 if number == 0 else 25) <= one <= limit]
                    if shared:
                        day = shared[-1]
                    else:
                        late = chance.random() < LATE and place not in told
                        back = int(chance.integers(1, 6)) if number == 0 else int(chance.integers(3, 20))
                        day = limit + int(chance.integers(4, 30)) if late else limit - back
                        day = int((next_working if late else last_working)(np.array([day]))[0])
                    if day >= end:
                        break
                    mine.append(day)
                    rows.append((of, day, place, number + 1))
                    if day > last:
                        break
                schedule = sorted({*schedule, *mine})
    columns = np.array(rows, dtype=np.int64).reshape(-1, 4)
    # What lies further ahead than a review is planned is not on the record yet.
    columns = columns[columns[:, 1] - AHEAD <= last]
    order = np.lexsort((columns[:, 1], columns[:, 2]))
    family_of, day, period, number = (columns[order, i] for i in range(4))
    return family_of, day, period, number


def _write_people(
    world: World, out: Loader, chance: Chance, ids: NDArray[np.int64], days: NDArray[np.int64], period: NDArray[np.int64], lead: NDArray[np.int64],
    held: NDArray[np.bool_], planned_at: NDArray[np.int64], held_at: NDArray[np.int64], chair: NDArray[np.int64],
) -> None:  # fmt: skip
    """Write who was asked: the social worker, the mother, the carers."""
    people, care = world.people, world.care
    mother = people.row_in_slot(MOTHER)[people.family[care.periods.row[period]]]
    there = (mother >= 0) & (people.households.died[mother] == NEVER)
    # Of times long gone only the reviews of the last years say who was there.
    recent = days >= world.first - 200
    parts = (
        (np.nonzero(recent)[0], "Social worker", 0.97),
        (np.nonzero(there & recent)[0], "Mother", PARENTS_COME),
        (np.nonzero(recent & (care.periods.came[period] != SHORT_BREAKS))[0], "Carer", 0.93),
    )
    rows = np.concatenate([part[0] for part in parts])
    part = np.concatenate([np.full(len(chosen), name, dtype=object) for chosen, name, _ in parts])
    share = np.concatenate([np.full(len(chosen), often) for chosen, _, often in parts])
    came = chance.random(len(rows)) < share
    is_mother, is_worker = part == "Mother", part == "Social worker"
    put(
        out, "care_carereviewperson",
        pl.DataFrame(
            {
                "id": out.ids("care_carereviewperson", len(rows)), "review_id": ids[rows], "person_id": pl.Series(np.where(is_mother, people.id[mother[rows]], 0)).replace(0, None),
                "worker_id": pl.Series(np.where(is_worker, lead[rows], 0)).replace(0, None), "name": where(part == "Carer", ["The carers"] * len(rows)), "part": part.tolist(),
                "came": pl.Series([bool(one) if over else None for one, over in zip(came.tolist(), held[rows].tolist(), strict=True)], dtype=pl.Boolean),
                "sent": where(held[rows] & ~came, ["Sent a message, which was read out"] * len(rows)),
            }
        ),
        recorded_at=planned_at[rows] + 30, recorded_by=chair[rows], changes=[Change(np.where(held[rows], held_at[rows] + 30, NEVER_AT), chair[rows], {"came": None, "sent": ""})],
    )  # fmt: skip


def _write_decisions(
    world: World, out: Loader, chance: Chance, part: NDArray[np.int64], day: NDArray[np.int64], period: NDArray[np.int64], held: NDArray[np.bool_],
    held_at: NDArray[np.int64], by: NDArray[np.int64],
) -> None:  # fmt: skip
    """Write what each review decided for each child, and what came of it."""
    chosen = np.nonzero(held & (day >= world.first - 200))[0]
    rows = np.repeat(chosen, chance.integers(1, DECIDED + 2, size=len(chosen)))
    many = len(rows)
    due = day[rows] + chance.integers(14, 80, size=many)
    done = happens(chance, DONE, many)
    done_on = np.minimum(due + chance.integers(-10, 25, size=many), world.last + 30)
    done_on = np.where(done & (done_on <= world.last), np.maximum(done_on, day[rows] + 1), NEVER)
    done_on = np.where(done_on <= world.last, done_on, NEVER)
    never = ~done & (due < world.last - 120)
    lead = world.care.lead(world, period[rows], np.minimum(due, world.last))
    put(
        out, "care_reviewdecision",
        pl.DataFrame({"id": out.ids("care_reviewdecision", many), "part_id": part[rows], "what": one_of(chance, many, words.DECISIONS), "owner_worker_id": lead,
                      "due_date": dates(due), "done_date": dates(done_on), "not_done_reason": where(never, one_of(chance, many, words.NOT_DONE))}),
        recorded_at=held_at[rows] + 90, recorded_by=by[rows],
        changes=[Change(np.where(done_on < NEVER, recorded(world, done_on, 16 * 3600), np.where(never, recorded(world, due + 60, 16 * 3600), NEVER_AT)), lead, {"done_date": None, "not_done_reason": ""})],
    )  # fmt: skip
