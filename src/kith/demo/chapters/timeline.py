"""Timeline: every event of every chapter in the order in which it was recorded, and the clocks that they ran."""

from __future__ import annotations

import json

import numpy as np
import polars as pl

from kith.demo.clocks_run import run
from kith.demo.days import NEVER_AT, dates, instants
from kith.demo.loader import Change, Loader
from kith.demo.world import World


def write(world: World, out: Loader) -> None:
    """Write events, whom each is about, and clocks. This chapter is the last: it needs everyone's events."""
    events, subjects = world.events.in_order()
    many = events.height
    out.ids("timeline_event", many)
    recorded, by = events["recorded"].to_numpy(), events["by"].to_numpy()
    out.write(
        "timeline_event",
        pl.DataFrame(
            {
                "id": events["id"], "kind": events["kind"], "day": dates(events["day"].to_numpy()),
                "at": instants(events["at"].to_numpy()), "recorded_at": instants(recorded),
                "by_worker_id": events["by"].replace(0, None), "thread": events["thread"],
                "summary": events["summary"], "details": events["details"],
            }
        ),
        recorded_at=recorded, recorded_by=by,
    )  # fmt: skip
    out.write(
        "timeline_eventsubject",
        pl.DataFrame(
            {
                "id": out.ids("timeline_eventsubject", subjects.height), "event_id": subjects["id"],
                "person_id": subjects["person"], "day": dates(subjects["day"].to_numpy()),
                "significant": subjects["significant"],
            }
        ),
        recorded_at=np.zeros(subjects.height, dtype=np.int64), recorded_by=np.zeros(subjects.height, dtype=np.int64),
    )  # fmt: skip
    _write_clocks(world, out, events, subjects)
    world.say(f"{many:,} events")


def _write_clocks(world: World, out: Loader, events: pl.DataFrame, subjects: pl.DataFrame) -> None:
    clocks = run(events, subjects, json.loads)
    by, recorded = events["by"].to_numpy(), events["recorded"].to_numpy()
    many = len(clocks)
    started = np.array([clock.started_by for clock in clocks], dtype=np.int64)
    stopped = np.array([clock.stopped_by for clock in clocks], dtype=np.int64)
    began = instants(events["at"].to_numpy())
    hours = pl.Series([clock.hours for clock in clocks], dtype=pl.Int64)
    due_at = (
        pl.DataFrame({"began": began.gather(started - 1), "hours": hours})
        .select(pl.when(pl.col("hours") > 0).then(pl.col("began") + pl.duration(hours="hours")))
        .to_series()
    )
    ended_at = began.gather(np.maximum(stopped - 1, 0))
    by_the_hour = (ended_at > due_at).to_list()
    late = [
        None if clock.stopped_day is None else (past if clock.hours else clock.stopped_day > clock.due_day)
        for clock, past in zip(clocks, by_the_hour, strict=True)
    ]
    explained = [
        "Waited for an answer from a partner" if was_late and number % 4 == 0 else
        "The family could not be reached" if was_late and number % 4 == 2 else ""
        for number, was_late in enumerate(late)
    ]  # fmt: skip
    for number, clock in enumerate(clocks):
        # One that still runs late has its reason where its chapter gave one.
        if (
            clock.stopped_day is None
            and clock.due_day < world.today
            and clock.thread in world.reasons_for_late
        ):
            explained[number] = world.reasons_for_late[clock.thread]
    out.write(
        "timeline_clock",
        pl.DataFrame(
            {
                "id": out.ids("timeline_clock", many), "rule": [clock.rule for clock in clocks],
                "thread": [clock.thread for clock in clocks],
                "person_id": pl.Series([clock.person for clock in clocks], dtype=pl.Int64),
                "team_id": pl.Series([clock.team or None for clock in clocks], dtype=pl.Int64),
                "started_by_id": started, "start_date": dates(np.array([clock.start_day for clock in clocks], dtype=np.int64)),
                "due_date": dates(np.array([clock.due_day for clock in clocks], dtype=np.int64)),
                "due_at": due_at,
                "stopped_by_id": pl.Series(stopped).replace(0, None),
                "stopped_date": dates(np.array([10**6 if clock.stopped_day is None else clock.stopped_day for clock in clocks], dtype=np.int64)),
                "was_late": pl.Series(late, dtype=pl.Boolean), "late_reason": explained,
            }
        ),
        recorded_at=recorded[started - 1], recorded_by=by[started - 1],
        changes=[
            Change(
                np.where(stopped > 0, recorded[stopped - 1], NEVER_AT), by[stopped - 1],
                {"stopped_by_id": None, "stopped_date": None, "was_late": None, "late_reason": ""},
            )
        ],
    )  # fmt: skip
