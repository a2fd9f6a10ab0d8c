"""Who holds which family from when to when: leads of plans and assessments, with the changes that turnover brings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from kith.casework.access.roles import Role
from kith.demo.days import NEVER, Days
from kith.demo.journeys import REFERRAL
from kith.demo.told_families import TOLD, place_of

if TYPE_CHECKING:
    from kith.demo.world import World

MOST_WORKERS = 7


@dataclass
class Episodes:
    """One row for each time that the service is with a family: assessed, or on a plan, or both.

    `end` may lie ahead. `plan_start` is NEVER where an assessment led to no plan.
    """

    family: NDArray[np.int64]
    turn: NDArray[np.int64]
    start: Days
    end: Days
    plan_start: Days
    referred: NDArray[np.bool_]
    steps_up: Days


@dataclass
class Holdings:
    """One row for each worker's time with a family in an episode, in order; the last `end` is the episode's."""

    episode: NDArray[np.int64]
    order: NDArray[np.int64]
    worker: NDArray[np.int64]
    start: Days
    end: Days
    reason: NDArray[Any]  # of workforce.AllocationReason
    first_of_family: NDArray[np.int64]  # one row a family: the first worker who held it, 0 where nobody has
    first_of_episode: NDArray[np.int64]  # one row an episode

    def worker_on(self, episode: NDArray[np.int64], day: Days) -> NDArray[np.int64]:
        """Return who held each episode on a day; before it began, its first worker, after it ended, its last."""
        keys = self.episode * (2 * NEVER) + self.start
        place = np.searchsorted(keys, episode * (2 * NEVER) + day, side="right") - 1
        first = np.searchsorted(self.episode, episode)
        return np.asarray(self.worker[np.maximum(place, first)])


def episodes_of(world: World) -> Episodes:
    """Return every episode of the journeys, family by family, in order of time."""
    journeys = world.journeys
    held = (journeys.assessed_day < NEVER) | (journeys.plan_start < NEVER)
    family, turn = np.nonzero(held)
    plan_start, plan_end = journeys.plan_start[held], journeys.plan_end[held]
    end = np.where(plan_start < NEVER, plan_end, journeys.assessed_day[held])
    return Episodes(
        family, turn, journeys.decided_day[held], np.maximum(end, journeys.decided_day[held] + 1),
        plan_start, journeys.outcome[held] == REFERRAL, journeys.steps_up_day[held],
    )  # fmt: skip


def hold(world: World, episodes: Episodes) -> Holdings:
    """Return who holds each episode: a social worker where there was a referral, else a practitioner until it steps up.

    A social worker of the team for children in care takes over some weeks after a child comes into care.
    """
    chance, workforce, last = world.chance("holdings"), world.workforce, world.last
    pools = {
        True: workforce.pool(Role.SOCIAL_WORKER, "family_help"),
        False: workforce.pool(Role.FAMILY_HELP_PRACTITIONER, "family_help"),
    }
    in_care = workforce.pool(Role.SOCIAL_WORKER, "care")
    to_care = world.care.handed_over
    told = _told_workers(world, episodes)
    start, open_rows = episodes.start.copy(), np.arange(len(episodes.family))
    reason = np.full(len(start), "first", dtype=object)
    parts: list[tuple[NDArray[Any], ...]] = []
    for order in range(MOST_WORKERS):
        rows = open_rows
        if not len(rows):
            break
        by_social_worker = episodes.referred[rows] | (episodes.steps_up[rows] <= start[rows])
        worker = np.where(
            by_social_worker,
            workforce.choose(chance, pools[True], start[rows]),
            workforce.choose(chance, pools[False], start[rows]),
        )
        handed = start[rows] >= to_care[rows]
        if handed.any() and len(in_care):
            worker = np.where(handed, workforce.choose(chance, in_care, start[rows]), worker)
        worker = np.where(told[rows] > 0, told[rows], worker)
        leaves = workforce.end[worker - 1]
        leaves = np.where(leaves > start[rows], leaves, NEVER)
        change = start[rows] + 60 + chance.exponential(650, len(rows)).astype(np.int64)
        hands_over = np.where(
            by_social_worker, np.where(handed, NEVER, to_care[rows]), episodes.steps_up[rows]
        )
        end = np.minimum(np.minimum(leaves, change), np.minimum(hands_over, episodes.end[rows]))
        is_last = (end >= episodes.end[rows]) | (end > last) | (told[rows] > 0) | (order == MOST_WORKERS - 1)
        if order == 0:
            early = rows[told[rows] > 0]
            earlier = episodes.family[early] == place_of("long_known")
            for row in early[earlier]:
                # This family is told as one that has had two workers.
                worker[rows == row] = pools[True][0] + 1
                end[rows == row], is_last[rows == row] = episodes.start[row] + 200, False
                leaves[rows == row] = NEVER
        end = np.where(is_last, episodes.end[rows], end)
        parts.append((rows, np.full(len(rows), order), worker, start[rows].copy(), end, reason[rows].copy()))
        go_on = ~is_last
        why = np.where(
            end == leaves, "worker_left", np.where(end == hands_over, "handover", "caseload")
        ).astype(object)
        why[(why == "caseload") & (chance.random(len(rows)) < 0.15)] = "asked_for"
        reason[rows], start[rows] = why, end
        open_rows = rows[go_on]
    columns = [np.concatenate([part[place] for part in parts]) for place in range(6)]
    sort = np.lexsort((columns[1], columns[0]))
    episode, number, worker, begun, ended, reasons = (column[sort] for column in columns)
    first_of_episode = worker[number == 0]
    first_of_family = np.zeros(len(world.journeys.children), dtype=np.int64)
    first_of_family[episodes.family[::-1]] = first_of_episode[::-1]
    return Holdings(episode, number, worker, begun, ended, reasons, first_of_family, first_of_episode)


def _told_workers(world: World, episodes: Episodes) -> NDArray[np.int64]:
    """Return the told holder of each episode, 0 where it is drawn."""
    told = np.zeros(len(episodes.family), dtype=np.int64)
    for place, family in enumerate(TOLD):
        if family.held_by:
            told[episodes.family == place] = world.workforce.known[family.held_by]
    return told
