"""Threshold decisions with why, on what evidence and what would change them; and second looks at some of them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from kith.demo.chance import happens, pick_index
from kith.demo.chapters.protection.saying import names_of, one_of, say
from kith.demo.days import NEVER_AT, SECONDS, Instants, add_working_days, at, dates, instants
from kith.demo.loader import Change, Loader
from kith.demo.words import decision_words as words
from kith.demo.words import protection_words
from kith.demo.world import World

LOOKED_AT_AGAIN = 0.05  # of decisions about enquiries, how many somebody else was asked to look at: invented


def decide(
    world: World, out: Loader, *, child: NDArray[np.int64], kind: str, decided: Sequence[str], reasons: Sequence[str],
    decided_at: Instants, by: NDArray[np.int64], address: Sequence[str], other_views: Sequence[str] | None = None,
    parent: Sequence[str] | None = None, looks: float = LOOKED_AT_AGAIN,
) -> NDArray[np.int64]:  # fmt: skip
    """Write a decision about each child (rows of people), and return their numbers."""
    many = len(child)
    chance = world.chance("decisions", kind, str(many))
    number = out.ids("protection_thresholddecision", many)
    names = names_of(world, child)
    evidence = say(chance, [0] * many, {0: protection_words.EVIDENCE}, names, parent)
    change = say(chance, [0] * many, {0: protection_words.WOULD_CHANGE}, names, parent)
    out.write(
        "protection_thresholddecision",
        pl.DataFrame(
            {
                "id": number, "child_id": world.people.id[child], "kind": pl.repeat(kind, many, eager=True),
                "decided": list(decided), "reasons": list(reasons), "evidence": evidence, "what_would_change": change,
                "other_views": list(other_views) if other_views is not None else [""] * many,
                "decided_date": dates(decided_at // SECONDS), "decided_at": instants(decided_at), "decided_by_id": by,
                "address": list(address),
            },
            schema_overrides=dict.fromkeys(("decided", "reasons", "evidence", "what_would_change", "other_views", "address"), pl.String),
        ),
        recorded_at=decided_at, recorded_by=by,
    )  # fmt: skip
    if looks > 0:
        _look_again(world, out, number, child, kind, decided_at, by, looks)
    return number


def _look_again(
    world: World, out: Loader, decision: NDArray[np.int64], child: NDArray[np.int64], kind: str, decided_at: Instants,
    by: NDArray[np.int64], looks: float,
) -> None:  # fmt: skip
    """Have another manager look at some decisions: most agree, some would have decided otherwise and are answered."""
    chance, workforce = world.chance("second looks", kind), world.workforce
    managers = np.nonzero(workforce.is_manager & (workforce.role == "team_manager"))[0]
    chosen = happens(chance, looks, len(decision))
    # What was decided about the told family that waits for the manager is looked at by her this week.
    day = decided_at // SECONDS
    asked_of = workforce.choose(chance, managers, day)
    # Some of the newest wait for the cast's own manager.
    hers = workforce.known["team_manager"]
    recent = np.nonzero((day > world.last - 12) & (by != hers))[0][:2]
    chosen[recent] = True
    asked_of[recent] = hers
    chosen &= asked_of != by
    rows = np.nonzero(chosen)[0]
    if not len(rows):
        return
    many, asked_of, asked_by = len(rows), asked_of[rows], by[rows]
    asked_at = decided_at[rows] + 1200 + chance.integers(0, 3000, size=many)
    wait = np.where(np.isin(rows, recent), 30, 1 + pick_index(chance, 5, many, (40, 30, 15, 10, 5)))
    looked_day = add_working_days(day[rows], wait)
    looked_at = np.where(looked_day <= world.last, at(looked_day, 11 * 3600) + rows % 3000, NEVER_AT)
    view = np.where(
        looked_at < NEVER_AT,
        np.array(words.VIEWS, dtype=object)[pick_index(chance, 3, many, (64, 26, 10))],
        "",
    )
    said = [one_of(chance, 1, words.SAID[each])[0] if each else "" for each in view.tolist()]
    answers = np.isin(view, ["agree_with_more", "otherwise"])
    answered_at = np.where(
        answers & (looked_at + 3 * SECONDS < at(np.full(many, world.today), 0)),
        looked_at + 2 * SECONDS + 3600,
        NEVER_AT,
    )
    answer = [
        text if done else ""
        for text, done in zip(
            one_of(chance, many, words.ANSWERS), (answered_at < NEVER_AT).tolist(), strict=True
        )
    ]
    looked, answered = looked_at < NEVER_AT, answered_at < NEVER_AT
    out.write(
        "protection_secondlook",
        pl.DataFrame(
            {
                "id": out.ids("protection_secondlook", many), "decision_id": decision[rows], "asked_by_id": asked_by,
                "asked_at": instants(asked_at), "asked_of_id": asked_of, "why_asked": one_of(chance, many, words.WHY_ASKED),
                "view": view.tolist(), "words": said, "looked_at": instants(looked_at), "answer": answer,
                "answered_by_id": pl.Series(np.where(answered, asked_by, 0)).replace(0, None), "answered_at": instants(answered_at),
            }
        ),
        recorded_at=asked_at, recorded_by=asked_by,
        changes=[
            Change(looked_at, asked_of, {"view": "", "words": "", "looked_at": None}),
            Change(answered_at, asked_by, {"answer": "", "answered_by_id": None, "answered_at": None}),
        ],
    )  # fmt: skip
    thread = pl.Series([f"decision:{each}" for each in decision[rows].tolist()], dtype=pl.String)
    whom = world.people.id[child[rows]]
    for event, when, who, summary, there in (
        ("second_look_asked", asked_at, asked_by, "Somebody else was asked to look at a decision.", np.ones(many, dtype=bool)),
        ("second_look_taken", looked_at, asked_of, "Somebody else looked at a decision.", looked),
        ("second_look_answered", answered_at, asked_by, "A second look at a decision was answered.", answered),
    ):  # fmt: skip
        details: str | pl.Series = "{}"
        if event == "second_look_taken":
            details = pl.Series([f'{{"view": "{each}"}}' for each in view[there].tolist()], dtype=pl.String)
        world.events.add(f"protection.{event}", when[there], who[there], summary, about=whom[there],
                         thread=thread.filter(pl.Series(there)), details=details)  # fmt: skip
    waits = np.nonzero(~looked)[0]
    _give_tasks(world, out, rows[waits], decision, child, asked_of[waits], asked_by[waits], asked_at[waits])


def _give_tasks(
    world: World, out: Loader, rows: NDArray[np.int64], decision: NDArray[np.int64], child: NDArray[np.int64],
    worker: NDArray[np.int64], by: NDArray[np.int64], asked_at: Instants,
) -> None:  # fmt: skip
    """Write the task of everyone who has yet to take a second look."""
    many = len(rows)
    out.write(
        "timeline_task",
        pl.DataFrame(
            {
                "id": out.ids("timeline_task", many), "title": pl.repeat("Take a second look at a decision", many, eager=True),
                "person_id": world.people.id[child[rows]], "worker_id": worker, "team_id": pl.Series([None] * many, dtype=pl.Int64),
                "due_date": dates(asked_at // SECONDS), "done_at": instants(np.full(many, NEVER_AT)),
                "done_by_id": pl.Series([None] * many, dtype=pl.Int64),
                "link": [f"/decisions/{number}/" for number in decision[rows].tolist()],
            },
            schema_overrides={"link": pl.String},
        ),
        recorded_at=asked_at, recorded_by=by,
    )  # fmt: skip
