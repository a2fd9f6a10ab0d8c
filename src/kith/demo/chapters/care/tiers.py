"""From when until when a family's plan is at looked after, as the chapter of plans needs it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kith.demo.chapters.care.made import GROWN_UP
from kith.demo.days import NEVER, Days
from kith.demo.world import World


def cared_days(
    world: World, family: NDArray[np.int64], turn: NDArray[np.int64]
) -> tuple[Days, Days, NDArray[np.bool_]]:
    """Return for each plan from when and until when a child of it is in care, and whether it goes on for one who has grown up."""
    care = world.care
    rows = np.nonzero(care.turn >= 0)[0]
    key = family * 100 + turn
    place = np.searchsorted(key, world.people.family[care.periods.row[rows]] * 100 + care.turn[rows])
    since, until = np.full(len(key), NEVER), np.full(len(key), -NEVER)
    np.minimum.at(since, place, care.periods.start[rows])
    np.maximum.at(until, place, care.periods.end[rows])
    grown = np.zeros(len(key), dtype=bool)
    np.logical_or.at(grown, place, np.isin(care.periods.why[rows], GROWN_UP))
    there = since < NEVER
    until = np.where(there & (until <= world.last), until, NEVER)
    return since, until, grown & (until < NEVER)
