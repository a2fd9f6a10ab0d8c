"""Decisions on changes of home, school or worker as the record keeps them: what was shown before, and what came of each."""

from __future__ import annotations

import datetime
import json
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from kith.casework.care.models import MoveKind
from kith.casework.care.queries.move_panel import Line, Panel, Sums, in_order
from kith.demo.chance import Chance
from kith.demo.chapters.care.made import YEAR, put, recorded, tell
from kith.demo.chapters.protection.saying import one_of, where
from kith.demo.days import NEVER, NEVER_AT, Days, dates, instants
from kith.demo.loader import Change, Loader
from kith.demo.words import care_words as words
from kith.demo.world import World


@dataclass(frozen=True)
class Decided:
    """Changes of one kind, one row each: of whose time in care, from when, decided when, to what, and what was shown."""

    kind: str
    period: NDArray[np.int64]
    planned: Days
    decided: Days
    to: NDArray[np.int64]  # the number of the home, school or worker
    shown: list[Panel]
    reasons: list[str]
    alternatives: list[str]
    child_words: list[str]
    why_child_not_asked: list[str]
    what_is_done: list[str]

    def __len__(self) -> int:
        return len(self.period)


def panel(kind: str, child: int, day: datetime.date, title: str, lines: list[Line], sums: Sums) -> Panel:
    """Return a panel as it was shown on the day of the decision."""
    about: dict[str, Any] = {"home": None, "with": []}
    return Panel(child=child, kind=kind, day=day, title=title, lines=in_order(lines), sums=sums, about=about)


def heard(
    world: World, chance: Chance, period: NDArray[np.int64], day: Days, said: tuple[str, ...]
) -> dict[str, Any]:
    """Return what each child said, or why they were not asked."""
    talks = (day - world.people.households.born[world.care.periods.row[period]]) / YEAR > 3.5
    return {
        "child_words": where(talks, one_of(chance, len(period), said)),
        "why_child_not_asked": where(~talks, [words.TOO_YOUNG] * len(period)),
    }


def write_decided(world: World, out: Loader, moves: Decided) -> NDArray[np.int64]:
    """Write decisions, and the change that each became where its day has come; return their numbers."""
    care, people, many = world.care, world.people, len(moves)
    made = moves.planned <= world.last
    lead, manager = (
        care.lead(world, moves.period, np.minimum(moves.planned, world.last)),
        care.manager(world, moves.period, moves.decided),
    )
    decided_at = recorded(world, moves.decided, 10 * 3600 + 30)
    made_at = np.where(
        made,
        np.maximum(
            recorded(world, np.where(made, moves.planned, NEVER), 10 * 3600 + 660) + 90, decided_at + 60
        ),
        NEVER_AT,
    )
    number = out.ids("care_move", many)
    whom = people.id[care.periods.row[moves.period]]
    team = world.workforce.team_of(care.lead(world, moves.period, moves.decided))
    to = {
        f"{kind}_id": pl.Series(moves.to.tolist() if kind == moves.kind else [None] * many, dtype=pl.Int64)
        for kind in MoveKind.values
    }
    sums: dict[str, list[Any]] = {
        name: [getattr(one.sums, name) for one in moves.shown] for name in asdict(Sums())
    }
    put(
        out, "care_move",
        pl.DataFrame(
            {
                "id": number, "child_id": whom, "kind": [moves.kind] * many, "planned_date": dates(moves.planned), **to,
                "reasons": moves.reasons, "alternatives": moves.alternatives, "child_words": moves.child_words,
                "why_child_not_asked": moves.why_child_not_asked, "what_is_done": moves.what_is_done,
                "shown": [json.dumps(one.as_shown(), separators=(",", ":")) for one in moves.shown],
                **{name: pl.Series(values, dtype=pl.Boolean if name in _SO else pl.Int64) for name, values in sums.items()},
                "team_id": pl.Series(team).replace(0, None), "decided_date": dates(moves.decided), "decided_at": instants(decided_at),
                "decided_by_id": manager, "outcome": np.where(made, "made", "decided").tolist(),
                "made_date": dates(np.where(made, moves.planned, NEVER)), "version": np.where(made, 2, 1),
            }
        ),
        recorded_at=decided_at, recorded_by=manager, changes=[Change(made_at, lead, {"outcome": "decided", "made_date": None, "version": 1})],
    )  # fmt: skip
    tell(
        world.events, "care.move_decided", decided_at, moves.decided, manager, f"A change of {moves.kind} was decided.", whom=whom,
        thread=[f"move:{each}" for each in number.tolist()],
        details=[f'{{"move": {each}, "kind": "{moves.kind}"}}' for each in number.tolist()], team=team,
    )  # fmt: skip
    return number


_SO = {"school_changes", "in_middle_of_school_year"}
