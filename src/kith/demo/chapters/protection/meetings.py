"""Which conferences there are about each worry: the first and its reviews, when each is due, and who chairs it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kith.casework.access.roles import Role
from kith.demo.chance import evenly, pick_index
from kith.demo.chapters.protection.made import eighteen
from kith.demo.days import NEVER, NEVER_AT, Days, Instants, at, last_working, next_working
from kith.demo.protection_journeys import NO_PLAN, PLAN
from kith.demo.told_families import place_of
from kith.demo.world import World

INITIAL, REVIEW = "initial", "review"
# Why plans end, besides a child who turns eighteen: invented.
ENDINGS = {"no_longer_at_risk": 85, "came_into_care": 8, "moved_away": 5, "other": 2}
CHAIRED_BY_THE_CAST = ("conference_today", "conference_this_week", "conference_to_write_up", "review_due", "on_protection_plan", "going_to_court", "enquiry_to_decide")  # fmt: skip
MOST_REVIEWS = 9


@dataclass
class Meetings:
    """One row a conference, in order of worry and day. `held` is NEVER until its decisions are recorded.

    `ends` says that the plans of its children end there; `previous` is the day from which its limit runs.
    """

    worry: NDArray[np.int64]
    is_initial: NDArray[np.bool_]
    requested: Days
    planned: Days
    held: Days
    ends: NDArray[np.bool_]
    chair: NDArray[np.int64]
    requested_at: Instants
    booked_at: Instants
    held_at: Instants


def ending_of(world: World) -> NDArray[np.object_]:
    """Return why the protection plans of each worry end, or will end."""
    w, chance = world.protection.worries, world.chance("how protection plans end")
    ending = np.array(list(ENDINGS), dtype=object)[pick_index(chance, 4, len(w), tuple(ENDINGS.values()))]
    youngest = np.zeros(len(w), dtype=np.int64)
    children = world.protection.children
    np.maximum.at(youngest, children.of, eighteen(world, children.row))
    ending[w.plan_end >= youngest] = "grew_up"
    return ending


def gather(world: World) -> Meetings:
    """Return every conference that has been asked for."""
    p, chance, last = world.protection, world.chance("conferences"), world.last
    w = p.worries
    asked = np.nonzero((w.kind >= NO_PLAN) & (w.decided <= last) & (p.enquiry_id > 0))[0]
    initial = (
        asked,
        np.ones(len(asked), dtype=bool),
        w.decided[asked],
        w.conference[asked],
        w.written[asked],
        np.zeros(len(asked), dtype=bool),
    )
    parts = [initial, *_reviews(world)]
    worry, is_initial, requested, planned, held, ends = (
        np.concatenate([part[place] for part in parts]) for place in range(6)
    )
    order = np.lexsort((planned, ~is_initial, worry))
    worry, is_initial, requested, planned, held, ends = (
        column[order] for column in (worry, is_initial, requested, planned, held, ends)
    )
    held = np.where(held <= last, held, NEVER)
    spread = worry * 7919 % 1500
    booked = next_working(np.where(is_initial, requested + 1, requested + 4))
    # A review that ends a plan soon after the last one is booked by its own day.
    booked = np.where(is_initial, booked, np.minimum(booked, planned))
    requested_at = at(requested, np.where(is_initial, 18 * 3600 + 1800, 15 * 3600)) + spread
    booked_at = np.where(booked <= last, at(booked, 10 * 3600) + spread, NEVER_AT)
    held_at = np.where(held < NEVER, at(held, 13 * 3600 + 300) + spread, NEVER_AT)
    return Meetings(worry, is_initial, requested, planned, held, ends, _chairs(world, chance, worry, planned),
                    requested_at, booked_at, held_at)  # fmt: skip


def _reviews(world: World) -> list[tuple[NDArray[Any], ...]]:
    """Return each plan's reviews up to the next: within three months, then six, late as often as is published."""
    w, chance, last = world.protection.worries, world.chance("reviews"), world.last
    rows = np.nonzero((w.kind == PLAN) & (w.written <= last))[0]
    end, ending = w.plan_end[rows], world.protection.ending[rows]
    late = evenly(chance, 1 - world.protection_shape.percent_reviewed_in_time / 100, len(rows))
    at_conference = ~np.isin(ending, ["grew_up", "moved_away"])
    before = w.conference[rows]
    parts: list[tuple[NDArray[Any], ...]] = []
    going = np.ones(len(rows), dtype=bool)
    for number in range(MOST_REVIEWS):
        many = len(rows)
        if number == 0:
            usual = last_working(before + chance.integers(78, 89, size=many))
            day = np.where(late, next_working(before + 95 + chance.integers(0, 20, size=many)), usual)
            day[w.family[rows] == place_of("review_due")] = world.today
        else:
            day = last_working(before + chance.integers(150, 177, size=many))
        # What is left of a plan is looked at together with its end.
        day = np.where((end - before <= (92 if number == 0 else 178)) | (day > end), end, day)
        there = going & (before <= last)
        ends = day >= end
        kept = there & ~(ends & ~at_conference)
        parts.append(
            (rows[kept], np.zeros(kept.sum(), dtype=bool), before[kept], day[kept], day[kept], ends[kept])
        )
        going = there & ~ends & (day <= last)
        before = day
    return parts


def _chairs(
    world: World, chance: np.random.Generator, worry: NDArray[np.int64], day: Days
) -> NDArray[np.int64]:
    """Return who chairs each: the same chair for a family while they work here, the cast's own among them."""
    workforce, w = world.workforce, world.protection.worries
    alan = workforce.known["conference_chair"]
    pool = np.append(workforce.pool(Role.CONFERENCE_CHAIR), alan - 1)
    first = workforce.choose(chance, pool, np.minimum(w.called, world.last))
    told = np.isin(w.family, [place_of(key) for key in CHAIRED_BY_THE_CAST])
    first[told] = alan
    chair = first[worry]
    gone = workforce.end[chair - 1] <= np.minimum(day, world.last)
    return np.where(gone, workforce.choose(chance, pool, np.minimum(day, world.last)), chair)
