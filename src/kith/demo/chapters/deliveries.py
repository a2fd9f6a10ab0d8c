"""Help with a name as later chapters see it: each delivery, whom it is for, and what its events carry."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from kith.demo.chance import repeated
from kith.demo.chapters.plans import OfPlan, about_children
from kith.demo.days import Days
from kith.demo.world import World

# The row of a delivery and the row of a person, in order of delivery.
Participants = tuple[NDArray[np.int64], NDArray[np.int64]]


@dataclass
class Deliveries:
    """One row a delivery, in order of plan and time of the offer; days that have not come by yesterday are NEVER."""

    id: NDArray[np.int64]
    plan: NDArray[np.int64]  # its row
    help: NDArray[np.int64]  # the place in the catalogue of what can be had here
    offered: Days
    start: Days
    end: Days
    ending: NDArray[Any]
    sessions: NDArray[np.int64]  # how many are planned
    held: NDArray[np.int64]  # how many have been offered by yesterday
    is_first_help: NDArray[np.bool_]  # whether its first session is the first help that the family had
    parent: NDArray[np.int64]  # the row of the parent whom it is for, or -1
    child: NDArray[np.int64]  # the row of the child whom it is for, or about whom it is


def about(
    world: World, participants: Participants, rows: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return whom events of some deliveries are about: the plan's children and whoever the help is for."""
    place, children = about_children(world, world.deliveries.plan[rows])
    first = np.searchsorted(participants[0], rows)
    counts = np.searchsorted(participants[0], rows, side="right") - first
    of, order = repeated(counts)
    helped = world.people.id[participants[1][first[of] + order]]
    return np.concatenate([place, of]), np.concatenate([children, helped])


def of_delivery(world: World, rows: NDArray[np.int64], more: pl.Series | None = None) -> OfPlan:
    """Return the thread and the details of events of some deliveries; `more` is JSON to be added to the details."""
    d = world.deliveries
    frame = pl.DataFrame({
        "plan": world.plans.id[d.plan[rows]], "delivery": d.id[rows],
        "more": more if more is not None else pl.repeat("", len(rows), eager=True, dtype=pl.String),
    })  # fmt: skip
    told = frame.select(
        pl.format("plan:{}", "plan").alias("thread"),
        pl.concat_str(pl.lit('{"plan": '), "plan", pl.lit(', "delivery": '), "delivery", "more", pl.lit("}")).alias("details"),
    )  # fmt: skip
    return {"thread": told["thread"], "details": told["details"]}
