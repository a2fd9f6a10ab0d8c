"""What became of help session by session, and scores before and after: some better, some the same, some worse.

All of it is invented, with gains that are small and noisy, and is no evidence that any help works.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from kith.casework.family_help.measures import measures
from kith.demo.chance import Chance, happens, pick_index, repeated
from kith.demo.chapters.deliveries import Participants, about, of_delivery
from kith.demo.chapters.plans import lead_on
from kith.demo.days import NEVER, at, dates, next_working
from kith.demo.households import YEAR
from kith.demo.loader import Loader
from kith.demo.words import help_words as words
from kith.demo.world import World

HELD = 12 * 3600 + 1800
WHAT_BECAME = ("attended", "missed", "cancelled_by_family", "cancelled_by_us")
SUMMARIES = (
    "A session of help was held, and the family came", "The family did not come to a session of help",
    "The family called off a session of help", "The service called off a session of help",
)  # fmt: skip
# Mean and spread of scores before help, by measure.
BEFORE = {"sdq_total": (17.5, 5.6), "swemwbs": (19.5, 4.4), "phq9": (11.5, 5.4), "gad7": (10.4, 4.9), "distance_travelled": (3.5, 1.7),
          "school_attendance": (83.0, 10.0)}  # fmt: skip
OF_CHILDREN = ("sdq_total", "school_attendance")
# How many of those who start are scored before, of those who finish after, of those who stop, and some months later.
SCORED_BEFORE, SCORED_AFTER, SCORED_WHERE_STOPPED, SCORED_LATER = 0.84, 0.86, 0.25, 0.16


def write(world: World, out: Loader, participants: Participants) -> None:
    """Write sessions, then scores."""
    _write_sessions(world, out, participants)
    _write_scores(world, out, participants)


def _write_sessions(world: World, out: Loader, participants: Participants) -> None:
    d, chance = world.deliveries, world.chance("sessions")
    of, order = repeated(d.held)
    every = np.array([each.given.every for each in world.catalogue], dtype=np.int64)[d.help]
    day = next_working(d.start[of] + order * every[of])
    keeps = chance.beta(6.5, 2.2, len(world.plans.id))[d.plan[of]]
    comes = happens(chance, np.where(order == 0, np.maximum(keeps, 0.86), keeps), len(of))
    comes |= (order == 0) & d.is_first_help[of]
    # Where a single session is all there is, the help was had or it was not.
    comes |= d.held[of] == 1
    became = np.where(comes, 0, 1 + pick_index(chance, 3, len(of), (52, 32, 16)))
    noted = happens(chance, 0.14, len(of)) & comes
    note = pl.Series(words.SESSION_NOTES).gather(
        pl.Series(chance.integers(len(words.SESSION_NOTES), size=len(of)))
    )
    notes = pl.select(pl.when(pl.Series(noted)).then(note).otherwise(pl.lit(""))).to_series()
    attendance = pl.Series(WHAT_BECAME).gather(pl.Series(became))
    by = lead_on(world, d.plan[of], day)
    held_at = at(day, HELD)
    out.write(
        "family_help_deliverysession",
        pl.DataFrame({"id": out.ids("family_help_deliverysession", len(of)), "delivery_id": d.id[of], "day": dates(day),
                      "attendance": attendance, "note": notes}),
        recorded_at=held_at + 7200, recorded_by=by,
    )  # fmt: skip
    world.events.add(
        "family_help.session_held", held_at, by, pl.Series(SUMMARIES).gather(pl.Series(became)), about=about(world, participants, of),
        recorded_after=7200, **of_delivery(world, of, pl.select(pl.format(', "attendance": "{}"', attendance)).to_series()),
    )  # fmt: skip
    _record_help(world, participants, of, day, comes)


def _record_help(
    world: World,
    participants: Participants,
    of: NDArray[np.int64],
    day: NDArray[np.int64],
    comes: NDArray[np.bool_],
) -> None:
    """Record the first attended session of each delivery as help given: the first of all, or one more on the plan."""
    d, plans = world.deliveries, world.plans
    came = np.nonzero(comes)[0]
    first = came[np.unique(of[came], return_index=True)[1]]
    is_first = d.is_first_help[of[first]]
    names = pl.Series([each.name.replace('"', "'") for each in world.catalogue])
    for chosen, summary in (
        (first[is_first], "The first help was given"),
        (first[~is_first], "Help was given"),
    ):
        rows = of[chosen]
        what = pl.select(pl.format(', "what": "{}"', names.gather(pl.Series(d.help[rows])))).to_series()
        told = of_delivery(world, rows, what)
        if summary.startswith("The first"):
            contacts = world.front_door.contact_id[plans.approach[d.plan[rows]]]
            told["thread"] = pl.Series([f"contact:{number}" for number in contacts.tolist()], dtype=pl.String)
        world.events.add(
            "plans.help_given", at(day[chosen], HELD) + 60, lead_on(world, d.plan[rows], day[chosen]), summary,
            about=about(world, participants, rows), recorded_after=7200, significant=summary.startswith("The first"), **told,
        )  # fmt: skip


@dataclass
class Scored:
    """Who is scored on what: the delivery's row, the measure's place, the row of the person, and the score before."""

    delivery: NDArray[np.int64]
    measure: NDArray[np.int64]
    person: NDArray[np.int64]


def _who_is_scored(world: World, chance: Chance, participants: Participants) -> Scored:
    """Return for each delivery that began one person on its main measure, and for half of them another measure too."""
    d, people, codes = world.deliveries, world.people, list(BEFORE)
    begun = np.nonzero(d.start < NEVER)[0]
    first = participants[1][np.searchsorted(participants[0], begun)]
    deliveries, placed, persons = [], [], []
    for turn in (0, 1):
        measure = np.array(
            [
                codes.index(each.given.measures[turn]) if len(each.given.measures) > turn else -1
                for each in world.catalogue
            ]
        )
        which = measure[d.help[begun]]
        of_child = np.isin(which, [codes.index(code) for code in OF_CHILDREN])
        age = (d.start[begun] - people.households.born[d.child[begun]]) / YEAR
        in_it = np.isin(
            begun * len(people.id) + d.child[begun], participants[0] * len(people.id) + participants[1]
        )
        fits = (which >= 0) & (~of_child | (in_it & (age >= 4) & (age < 18)))
        fits &= happens(chance, SCORED_BEFORE if turn == 0 else SCORED_BEFORE / 2, len(begun))
        deliveries.append(begun[fits])
        placed.append(which[fits])
        persons.append(np.where(of_child, d.child[begun], first)[fits])
    # What would be asked about a child who is not in the help is asked about how far the family has come.
    left = np.setdiff1d(begun, np.concatenate(deliveries))
    left = left[happens(chance, SCORED_BEFORE * 0.8, len(left))]
    deliveries.append(left)
    placed.append(np.full(len(left), codes.index("distance_travelled")))
    persons.append(participants[1][np.searchsorted(participants[0], left)])
    delivery, which, person = np.concatenate(deliveries), np.concatenate(placed), np.concatenate(persons)
    order = np.lexsort((which, delivery))
    return Scored(delivery[order], which[order], person[order])


def _write_scores(world: World, out: Loader, participants: Participants) -> None:
    d, chance, known = world.deliveries, world.chance("scores"), measures()
    codes = list(BEFORE)
    scored = _who_is_scored(world, chance, participants)
    of, which, many = scored.delivery, scored.measure, len(scored.delivery)
    mean, spread = (np.array([BEFORE[code][place] for code in codes])[which] for place in (0, 1))
    better = np.where(np.array([known[code].lower_is_better for code in codes]), -1.0, 1.0)[which]
    gain = np.array([each.given.gain for each in world.catalogue])[d.help[of]]
    finished, stopped = d.ending[of] == "completed", d.ending[of] == "stopped_early"
    before = chance.normal(size=many)
    # Those who were worst come back part of the way by themselves; the rest is the help, chance and the day's mood.
    after = 0.72 * before + 0.62 * chance.normal(size=many) + better * np.where(finished, gain, gain * 0.3)
    later = 0.8 * after + 0.5 * chance.normal(size=many)
    end = np.minimum(d.end[of], world.last)
    closes = np.minimum(world.plans.end[d.plan[of]], world.today)
    later_day = next_working(end + chance.integers(75, 150, size=many))
    has_after = (finished & happens(chance, SCORED_AFTER, many)) | (
        stopped & happens(chance, SCORED_WHERE_STOPPED, many)
    )
    stages = (
        ("before", before, d.start[of], np.ones(many, dtype=bool), HELD - 1800),
        ("after", after, end, has_after, HELD + 3600),
        (
            "later",
            later,
            later_day,
            has_after & happens(chance, SCORED_LATER, many) & (later_day < closes),
            HELD,
        ),
    )
    whole = np.array([known[code].whole for code in codes])[which]
    lowest, highest = (
        np.array([getattr(known[code], name) for code in codes])[which] for name in ("lowest", "highest")
    )
    names = pl.Series(codes)
    for stage, drawn, day, there, second in stages:
        rows = np.nonzero(there)[0]
        score = (mean + spread * drawn)[rows]
        score = np.where(whole[rows], np.round(score), np.round(score, 1))
        score = np.clip(score, lowest[rows], highest[rows])
        measure = names.gather(pl.Series(which[rows]))
        by = lead_on(world, d.plan[of[rows]], day[rows])
        out.write(
            "family_help_outcomescore",
            pl.DataFrame(
                {
                    "id": out.ids("family_help_outcomescore", len(rows)), "delivery_id": d.id[of[rows]],
                    "person_id": world.people.id[scored.person[rows]], "measure": measure, "stage": pl.repeat(stage, len(rows), eager=True),
                    "score": score, "day": dates(day[rows]),
                }
            ),
            recorded_at=at(day[rows], second), recorded_by=by,
        )  # fmt: skip
        more = pl.select(pl.format(f', "measure": "{{}}", "stage": "{stage}"', measure)).to_series()
        world.events.add(
            "family_help.intervention_measured", at(day[rows], second), by, "How the help is doing was measured",
            about=about(world, participants, of[rows]), **of_delivery(world, of[rows], more),
        )  # fmt: skip
