"""Who is in care, from when until when and why, as the chapters of care and those of plans and homes need it."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from kith.demo.chapters.managers import manager_on
from kith.demo.days import NEVER, NEVER_AT, Days, Instants, at, dates
from kith.demo.event_log import EventLog
from kith.demo.loader import Change, Loader
from kith.demo.world import World

# How children came: by the court, by their parents' agreement out of a protection plan, out of a family's plan, from an
# older system, alone, for short breaks only, or told.
BY_COURT, FROM_PROTECTION, FROM_A_PLAN, FROM_BEFORE, CAME_ALONE, SHORT_BREAKS, TOLD_SO = range(7)
YEAR = 365.2425
HOME_ENDINGS = ("E4A", "E4B", "E13")
WITH_AN_ORDER = ("E41", "E45", "E46", "E47", "E48")
GROWN_UP = ("E5", "E6", "E7", "E8", "E17")


@dataclass
class Periods:
    """One row a period of care, in order of child and day. `end` is NEVER while it goes on; `why` is the return's code.

    `interim`, `full` and `placement_order` are the first days of those orders, NEVER where there was none; `first` is the
    status under which it began.
    """

    row: NDArray[np.int64]
    start: Days
    end: Days
    why: NDArray[Any]
    came: NDArray[np.int64]
    need: NDArray[Any]
    first: NDArray[Any]
    interim: Days
    full: Days
    placement_order: Days

    def __len__(self) -> int:
        return len(self.row)

    def rows(self, chosen: NDArray[Any]) -> Periods:
        """Return some of the rows."""
        return Periods(*[getattr(self, each.name)[chosen] for each in fields(self)])

    @staticmethod
    def together(parts: list[Periods]) -> Periods:
        """Return several in one, in order of child and day."""
        whole = Periods(
            *[np.concatenate([getattr(part, each.name) for part in parts]) for each in fields(Periods)]
        )
        return whole.rows(np.lexsort((whole.start, whole.row)))

    def on(self, day: int) -> NDArray[np.bool_]:
        """Return which go on at the end of a day, those for short breaks only left out."""
        return np.asarray((self.start <= day) & (self.end > day) & (self.came != SHORT_BREAKS))


@dataclass
class Stays:
    """One row a placement, in order of period and day; `home` is its row among homes."""

    period: NDArray[np.int64]
    start: Days
    end: Days
    kind: NDArray[Any]
    provider: NDArray[Any]
    home: NDArray[np.int64]
    because: NDArray[Any]  # why it ended, by the return's codes, '' while it goes on or care ended with it
    id: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, dtype=np.int64))


@dataclass
class Homes:
    """One row a home; a parent's or a relative's is of a family, whose place it names (-1 for any other)."""

    name: list[str] = field(default_factory=list)
    kind: list[str] = field(default_factory=list)
    provider: list[str] = field(default_factory=list)
    urn: list[str] = field(default_factory=list)
    postcode: list[str] = field(default_factory=list)
    easting: list[int] = field(default_factory=list)
    northing: list[int] = field(default_factory=list)
    authority: list[str] = field(default_factory=list)
    town: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    carers: list[list[tuple[int, str]]] = field(default_factory=list)
    since: list[int] = field(default_factory=list)
    id: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    address_id: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, dtype=np.int64))

    def __len__(self) -> int:
        return len(self.name)


@dataclass(frozen=True)
class NewSchool:
    """A school that a child of a period came to from another: the period is the child's first."""

    period: int
    day: int
    school: int  # its number
    before: str  # the names of both
    name: str
    nth: int  # of the child's schools


@dataclass
class Care:
    """The children in care with what each chapter has made of them."""

    periods: Periods
    stays: Stays = field(init=False)
    homes: Homes = field(init=False)
    id: NDArray[np.int64] = field(init=False)
    plan_id: NDArray[np.int64] = field(init=False)  # one row a period: the family's plan
    turn: NDArray[np.int64] = field(init=False)  # one row a period: the turn and…
    episode: NDArray[np.int64] = field(
        init=False
    )  # …the episode of its family, -1 where an older system knew it
    handed_over: Days = field(init=False)  # one row an episode: to the team for children in care
    # For families whom an older system knew: who led when.
    leads: Leads = field(init=False)
    officers: Leads = field(init=False)  # who is each child's independent reviewing officer when
    move_id: NDArray[np.int64] = field(init=False)  # one row a stay: the move that led to it, 0 for none
    # Whether a child's school changed with a move: by their row among people, and the day of the move.
    school_changes: dict[tuple[int, int], bool] = field(default_factory=dict)
    new_schools: list[NewSchool] = field(default_factory=list)
    first_review: Days = field(
        init=False
    )  # one row a period: when the first review was held, NEVER where it was not

    def lead(self, world: World, period: NDArray[np.int64], day: Days) -> NDArray[np.int64]:
        """Return who leads for the child of each period on a day."""
        episode = self.episode[period]
        found = self.leads.on(period, day)
        held = episode >= 0
        if held.any():
            found[held] = world.holdings.worker_on(episode[held], np.minimum(day[held], world.last))
        return found

    def manager(self, world: World, period: NDArray[np.int64], day: Days) -> NDArray[np.int64]:
        """Return the manager of whoever leads for the child of each period on a day."""
        return manager_on(world, self.lead(world, period, day), np.clip(day, world.first, world.last))


@dataclass
class Leads:
    """Who leads for each child in care, one row a time, in order of period: its own for those whom an older system knew."""

    period: NDArray[np.int64]
    worker: NDArray[np.int64]
    start: Days
    end: Days

    def on(self, period: NDArray[np.int64], day: Days) -> NDArray[np.int64]:
        """Return who leads on each day: before the first the first, after the last the last."""
        keys = self.period * (2 * NEVER) + self.start
        place = np.searchsorted(keys, period * (2 * NEVER) + np.minimum(day, NEVER - 1), side="right") - 1
        first = np.searchsorted(self.period, period)
        return np.asarray(self.worker[np.clip(np.maximum(place, first), 0, len(self.worker) - 1)])


def eighteen(world: World, rows: NDArray[np.int64]) -> Days:
    """Return the eighteenth birthday of each of some people."""
    return birthday(world, rows, 18)


def birthday(world: World, rows: NDArray[np.int64], years: int) -> Days:
    """Return each one's birthday of an age, by the calendar."""
    born = dates(world.people.households.born[rows])
    found = pl.select(born.dt.offset_by(f"{years}y")).to_series().cast(pl.Date)
    return found.cast(pl.Int32).fill_null(NEVER).to_numpy().astype(np.int64)


def recorded(world: World, day: Days, second: NDArray[np.int64] | int, never: int = NEVER) -> Instants:
    """Return when something of a day was recorded: then, or for what an older system held, as the history began.

    Those keep the order of their days. A day of NEVER, or after yesterday, was not recorded (NEVER_AT).
    """
    usual = at(day, second)
    brought = world.first * 86_400 + 6 * 3600 + np.maximum(9000 - (world.first - day), 0)
    found = np.where(day >= world.first, usual, brought)
    return np.where((day < never) & (day <= world.last), found, NEVER_AT)


def put(
    out: Loader, table: str, frame: pl.DataFrame, *, recorded_at: Instants, recorded_by: NDArray[np.int64],
    changes: list[Change] | None = None,
) -> None:  # fmt: skip
    """Write rows of a table of care; what may be left blank and is not in the frame is blank."""
    out.write(
        table,
        out.with_blanks(table, frame),
        recorded_at=recorded_at,
        recorded_by=recorded_by,
        changes=changes or [],
    )


def tell(
    events: EventLog, kind: str, when: Instants, day: Days, by: NDArray[np.int64], summary: str, *, whom: NDArray[np.int64],
    thread: list[str], details: list[str] | None = None, team: NDArray[np.int64] | None = None, significant: bool = False,
) -> None:  # fmt: skip
    """Record what happened on a day and was recorded at an instant, about one child each; NEVER_AT for what was not."""
    kept = np.nonzero(when < NEVER_AT)[0]
    if not len(kept):
        return
    happened = np.minimum(at(day[kept], 0) + 43_200, when[kept])
    happened = np.where(when[kept] // 86_400 == day[kept], when[kept], happened)
    events.add(
        kind, happened, by[kept], summary, about=whom[kept], significant=significant,
        thread=pl.Series([thread[i] for i in kept.tolist()], dtype=pl.String),
        details=pl.Series([details[i] for i in kept.tolist()] if details else ["{}"] * len(kept), dtype=pl.String),
        recorded_after=when[kept] - happened, team=None if team is None else team[kept],
    )  # fmt: skip
