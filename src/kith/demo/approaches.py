"""Every contact of every family in one list, in the order in which they came: when, by which road, from whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kith.demo.chance import Chance, happens, pick, pick_index
from kith.demo.days import NEVER, NEVER_AT, Days, Instants, at, is_working
from kith.demo.journeys import FAMILY_HELP, INFORMATION, REFERRAL, SIGNPOST, UNDECIDED, Journeys
from kith.demo.shape import Shape
from kith.demo.told_families import TOLD

# Who comes with what that is not a referral: families themselves far more often.
UNREFERRED_SOURCES: dict[int, dict[str, float]] = {
    FAMILY_HELP: {"1A": 44, "1C": 5, "1B": 3, "2A": 24, "3B": 8, "3A": 4, "3F": 4, "4": 3, "5D": 3, "2B": 2},
    INFORMATION: {
        "1A": 30,
        "1B": 6,
        "1C": 4,
        "2A": 15,
        "6": 24,
        "3E": 4,
        "3F": 4,
        "4": 4,
        "7": 3,
        "8": 4,
        "9": 2,
    },
    SIGNPOST: {"1A": 46, "1B": 6, "1C": 8, "2A": 14, "3A": 6, "3B": 6, "4": 6, "8": 8},
    UNDECIDED: {"1A": 38, "1C": 5, "1B": 5, "2A": 20, "6": 16, "3B": 6, "3E": 4, "4": 3, "9": 3},
}
TOLD_SOURCES = {"waiting_young_person": "1C", "waiting_school": "2A", "waiting_police": "6",
                "waiting_health_visitor": "3B"}  # fmt: skip
PROFESSIONAL_FIRST_LETTERS = ("2", "3", "4", "5", "6", "7", "8")


@dataclass
class Approaches:
    """One row a contact, in order of arrival. `turn` counts a family's contacts from 0."""

    family: NDArray[np.int64]
    turn: NDArray[np.int64]
    day: Days
    received_at: Instants
    decided_day: Days
    decided_at: Instants
    outcome: NDArray[np.int64]
    source: NDArray[Any]
    channel: NDArray[Any]
    asked_by: NDArray[Any]
    professional: NDArray[np.bool_]
    asks_for_help: NDArray[np.bool_]
    worry: NDArray[np.bool_]
    while_open: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.family)


def _sources(chance: Chance, shape: Shape, outcome: NDArray[np.int64]) -> NDArray[Any]:
    source = np.empty(len(outcome), dtype=object)
    weights: dict[int, dict[str, float]] = {REFERRAL: shape.sources, **UNREFERRED_SOURCES}
    for kind, by_code in weights.items():
        chosen = outcome == kind
        source[chosen] = pick(chance, list(by_code), int(chosen.sum()), list(by_code.values()))
    return source


def _moment(chance: Chance, day: Days, channel: NDArray[Any]) -> NDArray[np.int64]:
    """Return a second of the day: offices and telephones keep hours, a web form does not."""
    size = len(day)
    office = 8.5 * 3600 + chance.beta(1.6, 1.8, size) * 8.5 * 3600
    evening = 6.2 * 3600 + chance.beta(2.2, 1.5, size) * 16.5 * 3600
    anywhen = (channel == "web") | ~is_working(day)
    return np.where(anywhen, evening, office).astype(np.int64)


def _decided(chance: Chance, day: Days, second: NDArray[np.int64], decided_day: Days) -> Instants:
    """Return when each was decided, in office hours and after it came; NEVER_AT for those that wait."""
    size = len(day)
    morning = 9 * 3600 + chance.random(size) * 7.5 * 3600
    soon = second + 900 + chance.random(size) * np.maximum(17.5 * 3600 - second - 900, 0)
    moment = np.where(decided_day == day, soon, morning).astype(np.int64)
    return np.where(decided_day < NEVER, at(decided_day, moment), NEVER_AT)


def gather(chance: Chance, shape: Shape, journeys: Journeys) -> Approaches:
    """Return all contacts of the journeys in order of arrival; sources are as published for referrals."""
    there = journeys.day < NEVER
    family, turn = np.nonzero(there)
    day, outcome = journeys.day[there], journeys.outcome[there].copy()
    size = len(day)
    source = _sources(chance, shape, outcome)
    for key, code in TOLD_SOURCES.items():
        place = [told.key for told in TOLD].index(key)
        source[(family == place)] = code
    ours = (family < len(TOLD)) & (outcome != REFERRAL) & ~np.isin(source, list(TOLD_SOURCES.values()))
    source[ours] = "1A"
    professional = np.array([code[0] in PROFESSIONAL_FIRST_LETTERS for code in source], dtype=bool)
    roads = pick_index(chance, 4, size, (42, 40, 10, 8))
    channel = np.array(["web", "telephone", "email", "in_person"], dtype=object)[roads]
    by_form = happens(chance, 0.68, size)
    channel = np.where(
        professional, np.where(by_form | (source == "6"), "professional_form", "telephone"), channel
    ).astype(object)
    asked_by = np.where(professional, "professional", "parent").astype(object)
    asked_by[(source == "1C")] = "young_person"
    asked_by[np.isin(source, ["1B", "1D", "9", "10"])] = "relative_or_friend"
    asked_by[(source == "1A") & happens(chance, 0.14, size)] = "relative_or_friend"
    second = _moment(chance, day, channel)
    decided_day = journeys.decided_day[there]
    # What is decided on the day it comes, came in time for that.
    second = np.where(decided_day == day, 9 * 3600 + second % (6 * 3600), second)
    decided_at = _decided(chance, day, second, decided_day)
    helps = np.where(professional, np.where(source == "6", 0.10, 0.62), 0.93)
    asks = happens(chance, helps, size) | (outcome == FAMILY_HELP) | (family < len(TOLD)) & (source != "6")
    worry = happens(chance, np.where(outcome == REFERRAL, 0.5, 0.06), size)
    received = at(day, second)
    order = np.argsort(received, kind="stable")
    return Approaches(
        family[order], turn[order], day[order], received[order], decided_day[order], decided_at[order],
        outcome[order], source[order], channel[order], asked_by[order], professional[order], asks[order],
        worry[order], journeys.while_open[there][order],
    )  # fmt: skip
