"""What stands beside the care of a few: adoption plans, disputes of reviewing officers, deprivations of liberty, wishes for a visit."""

from __future__ import annotations

import numpy as np
import polars as pl

from kith.casework.access.roles import Role
from kith.demo.chance import Chance, happens, pick
from kith.demo.chapters.care.made import SHORT_BREAKS, put, recorded, tell
from kith.demo.chapters.protection.saying import one_of, where
from kith.demo.days import NEVER, NEVER_AT, dates, next_working
from kith.demo.loader import Change, Loader
from kith.demo.words import care_words as words
from kith.demo.world import World

DISPUTES, WISHES, HELD = 0.05, 0.06, 0.006  # for each child in care: invented


def write(world: World, out: Loader) -> None:
    """Write all of it."""
    chance = world.chance("beside care")
    _write_adoption(world, out, chance)
    _write_disputes(world, out, chance)
    _write_liberty(world, out, chance)
    _write_wishes(world, out, chance)


def _write_adoption(world: World, out: Loader, chance: Chance) -> None:
    """Write the plan of each child under a placement order: decided, matched, placed, ordered."""
    care, p, s, last = world.care, world.care.periods, world.care.stays, world.last
    rows = np.nonzero(p.placement_order < NEVER)[0]
    rows = rows[np.sort(len(rows) - 1 - np.unique(p.row[rows][::-1], return_index=True)[1])]
    many = len(rows)
    if not many:
        return
    adopters = {
        int(period): (int(start), str(kind))
        for period, start, kind in zip(s.period, s.start, s.kind, strict=True)
        if str(kind).startswith("A")
    }
    placed = np.array([adopters.get(int(row), (NEVER, ""))[0] for row in rows.tolist()], dtype=np.int64)
    by_carers = np.array(
        [adopters.get(int(row), (NEVER, ""))[1] == "A5" for row in rows.tolist()], dtype=bool
    )
    decided = np.maximum(p.placement_order[rows] - 40, p.start[rows] + 5)
    matched = np.where(placed < NEVER, np.maximum(placed - 30, decided), NEVER)
    adopted = np.isin(p.why[rows], ["E11", "E12"])
    ordered = np.where(adopted, p.end[rows], NEVER)
    # One who left care otherwise is not to be adopted any more.
    reversed_ = np.where((p.end[rows] <= last) & ~adopted, p.end[rows], NEVER)
    pool = np.append(world.workforce.pool(Role.ADOPTION_WORKER), world.workforce.known["adoption_worker"] - 1)
    by = world.workforce.choose(chance, pool, np.clip(decided, world.first, last))
    # Placed for adoption and then not adopted: what was undone keeps what had been.
    reversed_ = np.where(placed < NEVER, np.where(adopted, NEVER, reversed_), reversed_)
    sex = pick(chance, ("MF", "MF", "MF", "F1", "MM", "FF"), many)
    status = np.where(sex == "F1", "L0", np.where(sex == "MF", "L11", "L12"))
    has = placed < NEVER
    decided_at = recorded(world, decided, 11 * 3600 + 200)
    matched_at = np.where(
        has, np.maximum(recorded(world, np.where(has, matched, NEVER), 12 * 3600), decided_at + 60), NEVER_AT
    )
    placed_at = np.where(
        has, np.maximum(recorded(world, placed, 12 * 3600 + 60), np.where(has, matched_at, 0) + 60), NEVER_AT
    )
    order_at = np.where(
        adopted,
        np.maximum(
            recorded(world, np.where(adopted, ordered, NEVER), 12 * 3600 + 120),
            np.where(has, placed_at, decided_at) + 60,
        ),
        NEVER_AT,
    )
    # An adoption is of a child who has been placed.
    adopted &= has
    ordered = np.where(adopted, ordered, NEVER)
    order_at = np.where(adopted, order_at, NEVER_AT)
    over_at = np.where(
        reversed_ < NEVER, np.maximum(recorded(world, reversed_, 12 * 3600 + 180), decided_at + 60), NEVER_AT
    )
    put(
        out, "care_adoptionplan",
        pl.DataFrame(
            {
                "id": out.ids("care_adoptionplan", many), "child_id": world.people.id[p.row[rows]], "period_of_care_id": care.id[rows], "decided_date": dates(decided),
                "decided_by_name": [words.DECISION_MAKERS[i % 2] for i in range(many)], "reasons": [words.ADOPTION_WHY[0]] * many, "reversed_date": dates(reversed_),
                "reversed_because": where(reversed_ < NEVER, ["RD1"] * many), "matched_date": dates(matched), "match_words": where(has, [words.MATCH_WHY[0]] * many), "placed_date": dates(placed),
                "by_foster_carers": pl.Series([bool(one) if there else None for one, there in zip(by_carers.tolist(), has.tolist(), strict=True)], dtype=pl.Boolean),
                "adopters_number": pl.Series(np.where(has, np.where(sex == "F1", 1, 2), 0)).replace(0, None), "adopters_sex": where(has, sex.tolist()), "adopters_legal_status": where(has, status.tolist()),
                "applied_date": dates(np.where(adopted, np.maximum(ordered - 60, placed), NEVER)), "order_date": dates(ordered),
                "consent_dispensed_with": pl.Series([why == "E12" if done else None for why, done in zip(p.why[rows].tolist(), adopted.tolist(), strict=True)], dtype=pl.Boolean),
                "version": 1 + has + adopted + (reversed_ < NEVER),
            }
        ),
        recorded_at=decided_at, recorded_by=by,
        changes=[
            Change(matched_at, by, {"matched_date": None, "match_words": "", "adopters_number": None, "adopters_sex": "", "adopters_legal_status": "", "by_foster_carers": None, "version": 1}),
            Change(placed_at, by, {"placed_date": None}),
            Change(order_at, by, {"applied_date": None, "order_date": None, "consent_dispensed_with": None, "version": 2}),
            Change(over_at, by, {"reversed_date": None, "reversed_because": "", "version": 1}),
        ],
    )  # fmt: skip
    tell(world.events, "care.adoption_decided", decided_at, decided, by, "It was decided that the child should be placed for adoption.", whom=world.people.id[p.row[rows]],
         thread=[f"care:{each}" for each in care.id[rows].tolist()], significant=True)  # fmt: skip


def _write_disputes(world: World, out: Loader, chance: Chance) -> None:
    """Write what a few reviewing officers think is wrong, and how far it went."""
    care, p, last = world.care, world.care.periods, world.last
    here = np.nonzero(
        (p.came != SHORT_BREAKS) & (np.minimum(p.end, last) - p.start > 150) & (p.end > last - 300)
    )[0]
    rows = np.sort(chance.permutation(here)[: max(round(len(here) * DISPUTES), 1)])
    many = len(rows)
    raised = next_working(
        np.maximum(p.start[rows] + 70, np.minimum(p.end[rows], last) - chance.integers(12, 220, size=many))
    )
    rows, raised = (
        rows[raised < np.minimum(p.end[rows], last)],
        raised[raised < np.minimum(p.end[rows], last)],
    )
    many = len(rows)
    ended = raised + chance.integers(8, 45, size=many)
    over = ended <= last
    by, lead = care.officers.on(rows, raised), care.lead(world, rows, raised)
    number = out.ids("care_reviewingofficerdispute", many)
    raised_at = recorded(world, raised, 12 * 3600 + 500)
    over_at = np.where(
        over, np.maximum(recorded(world, np.where(over, ended, NEVER), 15 * 3600), raised_at + 600), NEVER_AT
    )
    about = [words.DISPUTES[i % len(words.DISPUTES)] for i in range(many)]
    put(
        out, "care_reviewingofficerdispute",
        pl.DataFrame({"id": number, "child_id": world.people.id[p.row[rows]], "period_of_care_id": care.id[rows], "raised_by_id": by, "raised_date": dates(raised), "about": [one for one, _ in about],
                      "what_would_put_it_right": [two for _, two in about], "ended_date": dates(np.where(over, ended, NEVER)), "outcome": where(over, one_of(chance, many, words.ANSWERS)),
                      "was_put_right": pl.Series([True if one else None for one in over.tolist()], dtype=pl.Boolean), "version": 1 + over}, schema_overrides={"about": pl.String, "what_would_put_it_right": pl.String}),
        recorded_at=raised_at, recorded_by=by, changes=[Change(over_at, by, {"ended_date": None, "outcome": "", "was_put_right": None, "version": 1})],
    )  # fmt: skip
    answered = np.minimum(raised + 5, ended)
    is_answered = answered <= last
    put(
        out, "care_disputestep",
        pl.DataFrame({"id": out.ids("care_disputestep", many), "dispute_id": number, "level": np.full(many, 2), "taken_date": dates(raised), "answer_due_date": dates(raised + 7),
                      "answered_date": dates(np.where(is_answered, answered, NEVER)), "answer": where(is_answered, one_of(chance, many, words.ANSWERS))}),
        recorded_at=raised_at + 30, recorded_by=by, changes=[Change(np.where(is_answered, np.maximum(recorded(world, np.where(is_answered, answered, NEVER), 13 * 3600), raised_at + 90), NEVER_AT), lead, {"answered_date": None, "answer": ""})],
    )  # fmt: skip
    for kind, when, day, summary in (
        (
            "care.dispute_raised",
            raised_at + 40,
            raised,
            "The reviewing officer raised what they think is wrong in the child's care.",
        ),
        ("care.dispute_ended", over_at, ended, "What the reviewing officer thought was wrong was put right."),
    ):
        tell(
            world.events,
            kind,
            when,
            day,
            by,
            summary,
            whom=world.people.id[p.row[rows]],
            thread=[f"dispute:{each}" for each in number.tolist()],
            details=[f'{{"dispute": {each}}}' for each in number.tolist()],
        )


def _write_liberty(world: World, out: Loader, chance: Chance) -> None:
    """Write orders of the High Court about a few in children's homes."""
    care, p, s, last = world.care, world.care.periods, world.care.stays, world.last
    there = np.nonzero((s.kind == "K2") & (s.end == NEVER) & (s.start < last - 60))[0]
    rows = np.sort(
        chance.permutation(there)[
            : max(round(world.care_shape.children * world.scale * HELD), min(1, len(there)))
        ]
    )
    many, period = len(rows), s.period[rows]
    start = np.maximum(s.start[rows] + 20, last - 120)
    by = care.lead(world, period, start)
    put(
        out, "care_deprivationofliberty",
        pl.DataFrame({"id": out.ids("care_deprivationofliberty", many), "child_id": world.people.id[p.row[period]], "period_of_care_id": care.id[period], "court": ["High Court, Family Division"] * many,
                      "case_number": [f"ZZ26P{each % 90000 + 10000}" for each in period.tolist()], "restrictions": ["The door is locked at night, and somebody is awake; taken out by two."] * many,
                      "child_words": ["“I want to walk by myself.”"] * many, "review_due_date": dates(start + 84), "version": np.ones(many, dtype=np.int64), "start_date": dates(start), "end_date": dates(np.full(many, NEVER))},
                     schema_overrides={"court": pl.String, "case_number": pl.String, "restrictions": pl.String, "child_words": pl.String}),
        recorded_at=recorded(world, start, 16 * 3600), recorded_by=by,
    )  # fmt: skip


def _write_wishes(world: World, out: Loader, chance: Chance) -> None:
    """Write wishes of children and carers for a visit sooner than the rule says, some of which nobody has met."""
    care, p, s, last = world.care, world.care.periods, world.care.stays, world.last
    now = np.nonzero(
        (s.end == NEVER)
        & (s.start < last - 30)
        & (p.came[s.period] != SHORT_BREAKS)
        & (p.end[s.period] == NEVER)
    )[0]
    rows = np.sort(chance.permutation(now)[: max(round(len(now) * WISHES), 1)])
    many, period = len(rows), s.period[rows]
    day = last - chance.integers(0, 25, size=many)
    by = care.lead(world, period, day)
    child = happens(chance, 0.6, many)
    put(
        out, "care_visitrequest",
        pl.DataFrame({"id": out.ids("care_visitrequest", many), "child_id": world.people.id[p.row[period]], "placement_id": s.id[rows], "asked_by": np.where(child, "child", "carer").tolist(),
                      "asked_date": dates(day), "words": ["“Can you come this week?”" if one else "We need to talk before the weekend." for one in child.tolist()]}, schema_overrides={"words": pl.String}),
        recorded_at=recorded(world, day, 17 * 3600), recorded_by=by,
    )  # fmt: skip
