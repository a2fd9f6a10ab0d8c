"""Who is protected and when, as the chapters of protection and of plans both need it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from kith.demo import told_protection
from kith.demo.chance import pick
from kith.demo.chapters.managers import manager_on
from kith.demo.days import NEVER, NEVER_AT, Days, Instants, at
from kith.demo.households import CHILD_SLOTS, YEAR
from kith.demo.loader import Loader
from kith.demo.protection_journeys import NO_CONFERENCE, PLAN, Worries
from kith.demo.protection_shape import CATEGORIES
from kith.demo.world import World

if TYPE_CHECKING:
    from kith.demo.chapters.protection.legal import Gateways
    from kith.demo.chapters.protection.meetings import Meetings

EXPECTED_WITHIN = 150  # an unborn child is spoken of from about the fourth month
# How often the worry is about harm outside the home: not published.
OUTSIDE = 0.07


@dataclass
class Children:
    """The children in some processes, in order: the place of each one's process, and their row among people."""

    of: NDArray[np.int64]
    row: NDArray[np.int64]

    def chosen(self, kept: NDArray[np.bool_]) -> Children:
        """Return those of some rows, their places as they were."""
        return Children(self.of[kept], self.row[kept])


@dataclass
class Protection:
    """The worries with what each chapter of protection has made of them; one row a strategy discussion.

    `theme` is what the worry is about. `plan` is the row of the family's plan, or -1 while it is assessed without one;
    `lead` is who held the family when it was called, `manager` theirs.
    """

    worries: Worries
    episode: NDArray[np.int64]
    theme: NDArray[Any]
    children: Children
    held_on: Days  # the day it was held, or called where it has not been
    joint: NDArray[np.bool_]  # whether social care and police enquire together
    # Filled as it is settled who is in care.
    ending: NDArray[Any] = field(init=False)  # why the plans that it led to end, or will end
    gateways: Gateways = field(init=False)
    # Filled once plans and holdings are known.
    plan: NDArray[np.int64] = field(init=False)
    lead: NDArray[np.int64] = field(init=False)
    manager: NDArray[np.int64] = field(init=False)
    called_at: Instants = field(init=False)
    held_at: Instants = field(init=False)  # NEVER_AT where it has not been held
    # Filled by the chapters in their order.
    discussion_id: NDArray[np.int64] = field(init=False)
    enquiry_id: NDArray[np.int64] = field(init=False)  # 0 where no enquiry has begun
    meetings: Meetings = field(init=False)  # every conference…
    meeting_id: NDArray[np.int64] = field(init=False)  # …its number…
    meeting_children: Children = field(init=False)  # …and whom it is about
    # One row a child's protection plan, in order of worry.
    child_plan_id: NDArray[np.int64] = field(init=False)
    child_plan_worry: NDArray[np.int64] = field(init=False)
    child_plan_row: NDArray[np.int64] = field(init=False)
    child_plan_start: Days = field(init=False)
    child_plan_end: Days = field(init=False)
    # The number of each child's interim and final order: by their row among people, and whether it is final.
    orders: dict[tuple[int, bool], int] = field(default_factory=dict)

    @property
    def category(self) -> NDArray[Any]:
        """The category that a plan made from each would have."""
        return np.where(self.theme == "OUT", "NEG", self.theme).astype(object)

    def parents(self, world: World) -> list[str]:
        """Return the given name of the parent who brings up the children of each."""
        from kith.demo.chapters.assessments import who_brings_them_up

        row = who_brings_them_up(world, self.worries.family)
        return [str(name) for name in world.people.given[row].tolist()]

    def plan_id(self, world: World) -> pl.Series:
        """Return the number of each one's plan, null where the family has none."""
        return pl.Series(np.where(self.plan >= 0, world.plans.id[self.plan], 0)).replace(0, None)

    def children_of(self, rows: NDArray[np.int64]) -> Children:
        """Return the children in some of the worries: their places are places among `rows`, which are in order."""
        first = np.searchsorted(self.children.of, rows)
        counts = np.searchsorted(self.children.of, rows, side="right") - first
        place = np.repeat(np.arange(len(rows)), counts)
        order = np.arange(len(place)) - np.repeat(np.cumsum(counts) - counts, counts)
        return Children(place, self.children.row[first[place] + order])


def children_on(world: World, family: NDArray[np.int64], day: Days) -> Children:
    """Return the children of some families on a day: born or expected soon, and not eighteen before a conference could be."""
    people = world.people
    slots = np.stack([people.row_in_slot(slot)[family] for slot in range(CHILD_SLOTS)], axis=1)
    born = people.households.born[slots]
    due = np.minimum(born, people.households.expected[slots])
    there = (slots >= 0) & (people.id[slots] > 0)
    there &= (born <= day[:, None]) | (due - day[:, None] < EXPECTED_WITHIN)
    there &= (born > day[:, None]) | (day[:, None] - born < 17.75 * YEAR)
    place, slot = np.nonzero(there)
    return Children(place, slots[place, slot])


def eighteen(world: World, rows: NDArray[np.int64]) -> Days:
    """Return the day on which each of some people turns eighteen; NEVER for one who is not born."""
    born = world.people.households.born[rows]
    return np.where(born < NEVER, born + int(18 * YEAR), NEVER)


def settle(world: World, _out: Loader) -> None:
    """Settle which worries there are, now that the children are known: none is about nobody."""
    worries, episodes = world.worries, world.episodes
    key = episodes.family * 100 + episodes.turn
    wanted = worries.family * 100 + worries.turn
    place = np.searchsorted(key, wanted)
    day = np.where(worries.held <= world.last, worries.held, worries.called)
    children = children_on(world, worries.family, day)
    kept = (
        (place < len(key)) & (key[np.minimum(place, len(key) - 1)] == wanted) & (worries.called <= world.last)
    )
    kept &= np.isin(np.arange(len(worries)), children.of)
    place, worries = place[kept], worries.rows(kept)
    children = children_on(world, worries.family, day[kept])
    # A protection plan ends at the latest when its youngest child is eighteen.
    youngest = np.zeros(len(worries), dtype=np.int64)
    np.maximum.at(youngest, children.of, eighteen(world, children.row))
    worries.plan_end = np.where(worries.kind == PLAN, np.minimum(worries.plan_end, youngest), NEVER)
    chance = world.chance("themes of worries")
    theme = pick(chance, tuple(CATEGORIES), len(worries), tuple(CATEGORIES.values()))
    eldest = np.full(len(worries), NEVER)
    np.minimum.at(eldest, children.of, world.people.households.born[children.row])
    outside = (
        (day[kept] - eldest > 13 * YEAR)
        & (worries.kind <= NO_CONFERENCE)
        & (chance.random(len(worries)) < OUTSIDE * 4)
    )
    theme[outside] = "OUT"
    for family, told in told_protection.themes().items():
        theme[worries.family == family] = told
    often = np.where(np.isin(theme, ["PHY", "SAB", "OUT"]), 0.82, 0.3)
    joint = chance.random(len(worries)) < often
    world.protection = Protection(worries, place, theme, children, day[kept], joint)
    world.worries = worries


def begin(world: World) -> None:
    """Join the worries to the plans and workers of their families, and say at what instants each was called and held."""
    p, plans, last = world.protection, world.plans, world.last
    w = p.worries
    plan_of = np.full(len(world.episodes.family), -1)
    plan_of[plans.episode] = np.arange(len(plans.id))
    p.plan = plan_of[p.episode]
    # A plan that begins later is not this discussion's.
    p.plan = np.where((p.plan >= 0) & (plans.start[p.plan] <= w.called), p.plan, -1)
    p.lead = world.holdings.worker_on(p.episode, w.called)
    p.manager = manager_on(world, p.lead, w.called)
    approach = np.array(
        [world.front_door.contact_of[key] for key in zip(w.family.tolist(), w.turn.tolist(), strict=True)], dtype=np.int64
    )  # fmt: skip
    spread = np.arange(len(w)) * 7919 % 2400
    known = world.approaches.decided_at[approach] + 3000
    p.called_at = np.maximum(at(w.called, 9 * 3600 + 1800) + spread, known)
    held_at = np.maximum(at(np.minimum(w.held, last), 13 * 3600) + spread, p.called_at + 3600)
    p.held_at = np.where(w.held <= last, held_at, NEVER_AT)


def protected_days(world: World, family: NDArray[np.int64], turn: NDArray[np.int64]) -> tuple[Days, Days]:
    """Return from when and until when the children of each plan are on protection plans; NEVER for not, or not yet ended."""
    worries = world.worries
    on = (worries.kind == PLAN) & (worries.written <= world.last)
    key = family * 100 + turn
    place = np.searchsorted(key, worries.family[on] * 100 + worries.turn[on])
    since, until = np.full(len(key), NEVER), np.full(len(key), NEVER)
    since[place] = worries.conference[on]
    until[place] = np.where(worries.plan_end[on] <= world.last, worries.plan_end[on], NEVER)
    return since, until
