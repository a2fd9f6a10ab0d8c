"""The health of children in care: assessments, teeth, immunisations, development, the questionnaire, substances, convictions.

Shares are as published of the authority; what is found is invented.
"""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from kith.demo.chance import Chance, happens
from kith.demo.chapters.care.made import SHORT_BREAKS, YEAR, put, recorded, tell
from kith.demo.chapters.protection.saying import one_of, where
from kith.demo.days import NEVER, NEVER_AT, Days, add_working_days, dates, next_working
from kith.demo.loader import Change, Loader
from kith.demo.words import care_words as words
from kith.demo.world import World

LATE = 0.14  # first assessments that come late: invented
MOST = 36


def write(world: World, out: Loader) -> None:
    """Write all of it."""
    chance = world.chance("health of children in care")
    _write_assessments(world, out, chance)
    _write_checks(world, out, chance)
    _write_questionnaires(world, out, chance)
    _write_troubles(world, out, chance)


def _write_assessments(world: World, out: Loader, chance: Chance) -> None:
    care, p, last = world.care, world.care.periods, world.last
    born = world.people.households.born[p.row]
    stop = np.minimum(p.end, last + 1)
    rows = np.arange(len(p))
    many = len(rows)
    took = np.where(
        happens(chance, LATE, many), chance.integers(21, 40, size=many), chance.integers(9, 20, size=many)
    )
    day = add_working_days(p.start[rows], took)
    before, first = p.start[rows], True
    parts: list[tuple[NDArray[np.int64], Days, Days, bool]] = []
    for _ in range(MOST):
        there = day < stop[rows]
        rows, day, before = rows[there], day[there], before[there]
        if not len(rows):
            break
        parts.append((rows, before, day, first))
        young = day - born[rows] < 5 * YEAR
        late = ~happens(chance, world.care_shape.health_assessed, len(rows))
        gap = np.where(young, 182, 365) + np.where(
            late, chance.integers(20, 150, size=len(rows)), -chance.integers(3, 30, size=len(rows))
        )
        before, day, first = day, next_working(day + gap), False
    period = np.concatenate([part[0] for part in parts])
    asked = np.concatenate([next_working(part[1] + 2) if part[3] else part[2] - 40 for part in parts])
    received = np.concatenate([part[2] for part in parts])
    initial = np.concatenate([np.full(len(part[0]), part[3]) for part in parts])
    # Of times long gone, the last only; its clocks need the first.
    kept = (received >= world.first - 400) | initial
    period, asked, received, initial = period[kept], asked[kept], received[kept], initial[kept]
    held = np.maximum(np.minimum(received - 6, received), asked)
    asked = np.minimum(asked, held)
    order = np.lexsort((received, period))
    period, asked, received, initial, held = (
        column[order] for column in (period, asked, received, initial, held)
    )
    many = len(period)
    lead, whom = care.lead(world, period, received), world.people.id[p.row[period]]
    asked_at = recorded(world, asked, 11 * 3600 + 300)
    got_at = np.maximum(recorded(world, received, 13 * 3600), asked_at + 60)
    doctor = np.where(initial, "doctor", "nurse")
    due = add_working_days(p.start[period], 20)
    late = initial & (received > due)
    put(
        out, "care_healthassessment",
        pl.DataFrame(
            {
                "id": out.ids("care_healthassessment", many), "child_id": whom, "period_of_care_id": care.id[period], "kind": np.where(initial, "initial", "review").tolist(), "asked_date": dates(asked),
                "appointment_date": dates(held), "held_date": dates(held), "assessor": doctor.tolist(), "received_date": dates(received), "findings": one_of(chance, many, words.HEALTH_FOUND),
                "what_next": one_of(chance, many, words.HEALTH_NEXT), "late_reason": where(late, one_of(chance, many, words.LATE_HEALTH)), "version": np.full(many, 2),
            }
        ),
        recorded_at=asked_at, recorded_by=lead,
        changes=[Change(got_at, lead, {"appointment_date": None, "held_date": None, "assessor": "", "received_date": None, "findings": "", "what_next": "", "late_reason": "", "version": 1})],
    )  # fmt: skip
    young = received - born[period] < 5 * YEAR
    tell(
        world.events, "care.health_assessment_received", got_at, received, lead, "The report of a health assessment came.", whom=whom, thread=[f"care:{each}" for each in care.id[period].tolist()],
        details=[f'{{"child_under_five": {"true" if one else "false"}}}' for one in young.tolist()],
    )  # fmt: skip


def _yearly(world: World, chance: Chance, since: int) -> tuple[NDArray[np.int64], Days]:
    """Return periods and a day of each year of each, from a day on."""
    p, last = world.care.periods, world.last
    stop = np.minimum(p.end, last + 1)
    rows = np.nonzero((p.came != SHORT_BREAKS) & (stop > since))[0]
    day = np.maximum(p.start[rows], since) + 20 + chance.integers(0, 120, size=len(rows))
    parts = []
    while True:
        there = day < stop[rows]
        rows, day = rows[there], day[there]
        if not len(rows):
            break
        parts.append((rows, next_working(day)))
        day = day + 330 + chance.integers(0, 30, size=len(rows))
    period, found = (np.concatenate([part[i] for part in parts]) for i in range(2))
    kept = found < stop[period]
    return period[kept], found[kept]


def _write_checks(world: World, out: Loader, chance: Chance) -> None:
    care, p, shape = world.care, world.care.periods, world.care_shape
    born = world.people.households.born[p.row]
    for kind, share, months, bad in (
        ("dental", shape.teeth_checked, 330, "none_to_be_had"), ("immunisations", shape.immunised, 365, "not_up_to_date"), ("development", shape.developed, 365, "not_up_to_date"),
    ):  # fmt: skip
        period, day = _yearly(world, chance, world.first - 365)
        age = (day - born[period]) / YEAR
        chosen = age < 5 if kind == "development" else age > 1.5 if kind == "dental" else age > 0
        period, day = period[chosen], day[chosen]
        many = len(period)
        done = happens(chance, share, many)
        result = np.where(done, "done", "not_to_be_had" if bad == "none_to_be_had" else bad)
        lead = care.lead(world, period, day)
        put(
            out, "care_healthcheck",
            pl.DataFrame({"id": out.ids("care_healthcheck", many), "child_id": world.people.id[p.row[period]], "kind": [kind] * many, "day": dates(day), "result": result.tolist(),
                          "words": where(~done, ["Is asked for again"] * many), "next_due_date": dates(day + months), "recorded_by_id": lead}),
            recorded_at=recorded(world, day, 14 * 3600), recorded_by=lead,
        )  # fmt: skip


def _write_questionnaires(world: World, out: Loader, chance: Chance) -> None:
    """Write a questionnaire a year for those of four to sixteen: a score, or why there is none."""
    care, p, shape = world.care, world.care.periods, world.care_shape
    period, day = _yearly(world, chance, world.first - 365)
    age = (day - world.people.households.born[p.row[period]]) / YEAR
    chosen = (age >= 4) & (age < 17)
    period, day = period[chosen], day[chosen]
    many = len(period)
    scored = happens(chance, shape.sdq_received, many)
    usual = np.clip(shape.sdq_mean + 5.5 * world.chance("how children are")
                    .normal(0, 1, len(p))[period] + chance.normal(0, 2.5, many), 0, 38).astype(np.int64)  # fmt: skip
    lead = care.lead(world, period, day)
    reason = np.array(["SDQ2", "SDQ3", "SDQ4", "SDQ5"], dtype=object)[chance.integers(4, size=many)]
    put(
        out, "care_strengthsanddifficulties",
        pl.DataFrame({"id": out.ids("care_strengthsanddifficulties", many), "child_id": world.people.id[p.row[period]], "day": dates(day),
                      "score": pl.Series(np.where(scored, usual, -1)).replace(-1, None), "reason": where(~scored, reason.tolist()), "words": where(scored, one_of(chance, many, words.SDQ_WORDS)),
                      "recorded_by_id": lead}),
        recorded_at=recorded(world, day, 14 * 3600 + 600), recorded_by=lead,
    )  # fmt: skip


def _write_troubles(world: World, out: Loader, chance: Chance) -> None:
    """Write substances that some misuse, and convictions."""
    care, p, shape = world.care, world.care.periods, world.care_shape
    period, day = _yearly(world, chance, world.first - 100)
    age = (day - world.people.households.born[p.row[period]]) / YEAR
    teens = int((age > 12).sum())
    both = ((shape.misusing, 12.0), (shape.convicted, 10.0))
    for number, (share, since) in enumerate(both):
        # The share is of children of all ages; it falls on those who are old enough.
        chosen = np.nonzero(
            (age > since)
            & happens(
                chance,
                min(share * len(period) / max(teens, 1), 0.5) if number == 0 else share * 1.4,
                len(period),
            )
        )[0]
        of, when, many = period[chosen], day[chosen], len(chosen)
        lead, whom = care.lead(world, of, when), world.people.id[p.row[of]]
        at_ = recorded(world, when, 14 * 3600 + 900)
        if number == 0:
            once = np.sort(np.unique(of, return_index=True)[1])
            of, when, lead, whom, at_, many = (
                of[once],
                when[once],
                lead[once],
                whom[once],
                at_[once],
                len(once),
            )
            ended = when + chance.integers(120, 500, size=many)
            over = ended <= world.last
            put(
                out, "care_substancemisuse",
                pl.DataFrame({"id": out.ids("care_substancemisuse", many), "child_id": whom, "identified_date": dates(when), "words": ["Cannabis, most days"] * many,
                              "offered_date": dates(when), "received": happens(chance, 0.5, many), "ended_date": dates(np.where(over, ended, NEVER)), "recorded_by_id": lead}),
                recorded_at=at_, recorded_by=lead, changes=[Change(np.where(over, recorded(world, np.where(over, ended, NEVER), 14 * 3600), NEVER_AT), lead, {"ended_date": None})],
            )  # fmt: skip
        else:
            put(
                out, "care_conviction",
                pl.DataFrame({"id": out.ids("care_conviction", many), "child_id": whom, "day": dates(when), "words": ["A youth caution"] * many, "recorded_by_id": lead}),
                recorded_at=at_, recorded_by=lead,
            )  # fmt: skip
