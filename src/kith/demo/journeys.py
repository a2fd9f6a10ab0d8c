"""How families come to the service over the years: who asks when, what is decided, how long it takes, whether they return.

One row a family and up to MOST contacts each, worked out contact by contact for all families at once. Three factors
are found by trial on a fixed sample, so that the year's referrals, its re-referrals and the children in need on the
last 31 March come out as published.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kith.demo.chance import Chance, generator, happens, pick_index
from kith.demo.days import NEVER, Days, add_working_days, date_of, is_working, number_of
from kith.demo.shape import Shape

MOST = 6
UNDECIDED, INFORMATION, SIGNPOST, FAMILY_HELP, REFERRAL = -1, 0, 1, 2, 3
CHILDREN_IN_FAMILY = (0.40, 0.31, 0.17, 0.08, 0.04)
SAMPLE = 12_000
BUSIEST_YEAR = (
    20_000  # referrals of the busiest authorities: however many people, no one service takes more in a year
)


@dataclass(frozen=True)
class Factors:
    """What trial found: how likely a return is, how long plans run, and referrals in a year for each family."""

    returning: float
    lasting: float
    referrals_for_a_family: float


@dataclass
class Journeys:
    """Every contact of every family: arrays of families × MOST; days are NEVER where there is none.

    `assessed_day` is when an assessment ends or will end; `plan_end` when a plan will; both may lie ahead.
    """

    children: NDArray[np.int64]
    day: Days
    outcome: NDArray[np.int64]
    while_open: NDArray[np.bool_]
    decided_day: Days
    no_further_action: NDArray[np.bool_]
    in_need: NDArray[np.bool_]
    assessed_day: Days
    plan_start: Days
    plan_end: Days
    first_help_day: Days
    steps_up_day: Days

    @property
    def stays_referred(self) -> NDArray[np.bool_]:
        """Whether the assessment finds a child in need, so that the referral stays open until the plan ends."""
        return np.asarray(self.in_need & (self.plan_start < NEVER) & (self.steps_up_day < NEVER))

    @property
    def first_day(self) -> Days:
        """Each family's first contact."""
        return np.asarray(self.day[:, 0])


def _outcomes(chance: Chance, size: int, after_referral: NDArray[np.bool_]) -> NDArray[np.int64]:
    usual = pick_index(chance, 4, size, (0.30, 0.16, 0.20, 0.34))
    returning = pick_index(chance, 4, size, (0.16, 0.08, 0.16, 0.60))
    return np.where(after_referral, returning, usual)


def _plan_days(chance: Chance, shape: Shape, size: int, lasting: float) -> NDArray[np.int64]:
    """Return how long the plans of children in need run, as the published spans of ended episodes say."""
    shares = np.array(shape.ended)
    # Those that ended within three months were mostly assessed and found not to be in need: they have no plan.
    shares[0] *= 0.35
    spans = np.array([[40, 91], [91, 182], [182, 365], [365, 730], [730, 1100]])
    chosen = spans[pick_index(chance, 5, size, shares)]
    days = chosen[:, 0] + chance.random(size) * (chosen[:, 1] - chosen[:, 0])
    return np.asarray(np.clip(days * lasting, 30, 2500), dtype=np.int64)


def travel(chance: Chance, shape: Shape, families: int, first: int, last: int, factors: Factors) -> Journeys:
    """Return the journeys of families who first come between two days; nothing is decided after `last`."""
    children = 1 + pick_index(chance, 5, families, CHILDREN_IN_FAMILY)
    empty = np.full((families, MOST), NEVER, dtype=np.int64)
    none = np.zeros((families, MOST), dtype=bool)
    all_of = Journeys(
        children, empty.copy(), empty.copy(), none.copy(), empty.copy(), none.copy(), none.copy(),
        empty.copy(), empty.copy(), empty.copy(), empty.copy(), empty.copy(),
    )  # fmt: skip
    all_of.outcome[:] = UNDECIDED
    day = chance.integers(first, last + 1, size=families)
    # Professionals write on working days, so that most contacts do come then.
    day = np.where(~is_working(day) & (chance.random(families) < 0.7), np.maximum(day - 2, first), day)
    busy_until = np.full(families, -NEVER)
    after_referral = np.zeros(families, dtype=bool)
    for turn in range(MOST):
        here = day <= last
        while_open = here & (busy_until > day)
        outcome = _outcomes(chance, families, after_referral)
        outcome = np.where(while_open, INFORMATION, outcome)
        wait = pick_index(chance, 5, families, (0.50, 0.38, 0.07, 0.03, 0.02))
        wait = np.where((wait == 0) & ~is_working(day), 1, wait)
        decided = add_working_days(np.where(here, day, last), wait)
        is_decided = here & (decided <= last)
        outcome = np.where(is_decided, outcome, UNDECIDED)
        referred, asked = outcome == REFERRAL, outcome == FAMILY_HELP
        nothing_more = referred & happens(chance, shape.percent_no_further_action / 100, families)
        assessed = referred & ~nothing_more
        not_in_need = shape.percent_not_in_need / max(100 - shape.percent_no_further_action, 1)
        in_need = assessed & ~happens(chance, not_in_need, families)
        assessed_day = add_working_days(
            np.where(here, decided, last), _assessment_days(chance, shape, families)
        )
        plan_wait = np.where(asked, 0, chance.integers(2, 13, size=families))
        plan_start = add_working_days(np.where(here, decided, last), plan_wait)
        lasts = np.where(
            asked,
            np.clip(chance.lognormal(4.95, 0.6, families), 35, 700).astype(np.int64),
            _plan_days(chance, shape, families, factors.lasting),
        )
        plan_end = np.maximum(plan_start + lasts, np.where(in_need, assessed_day + 5, 0))
        has_plan = (asked | in_need) & (plan_start <= last)
        help_wait = np.where(
            chance.random(families) < 0.82,
            chance.integers(1, 9, size=families),
            chance.integers(9, 26, size=families),
        )
        first_help = add_working_days(np.where(here, plan_start, last), help_wait)
        all_of.day[:, turn] = np.where(here, day, NEVER)
        all_of.outcome[:, turn] = outcome
        all_of.while_open[:, turn] = while_open
        all_of.decided_day[:, turn] = np.where(is_decided, decided, NEVER)
        all_of.no_further_action[:, turn] = nothing_more
        all_of.in_need[:, turn] = in_need
        all_of.assessed_day[:, turn] = np.where(assessed, assessed_day, NEVER)
        all_of.plan_start[:, turn] = np.where(has_plan, plan_start, NEVER)
        all_of.plan_end[:, turn] = np.where(has_plan, plan_end, NEVER)
        all_of.first_help_day[:, turn] = np.where(has_plan & (first_help < plan_end), first_help, NEVER)
        steps = has_plan & happens(chance, np.where(in_need, 0.45, 0.06), families)
        # An assessment that finds a child in need steps the plan up on the day on which it is signed off.
        step_day = np.where(in_need, assessed_day, plan_start + chance.integers(10, 60, size=families))
        all_of.steps_up_day[:, turn] = np.where(steps & (step_day < plan_end - 14), step_day, NEVER)
        # One who is in need is with the service until the plan ends, from before it begins.
        busy_until = np.maximum(busy_until, np.where(has_plan | in_need, plan_end, -NEVER))
        busy_until = np.maximum(busy_until, np.where(assessed & ~in_need, assessed_day, -NEVER))
        after_referral = np.where(is_decided & ~while_open, referred, after_referral)
        soon = np.where(after_referral, np.minimum(factors.returning, 0.95), 0.27)
        gap = np.where(
            chance.random(families) < soon,
            8 + 350 * chance.beta(1.1, 1.6, families),
            np.where(chance.random(families) < 0.12, chance.integers(366, 900, size=families), NEVER),
        ).astype(np.int64)
        # Somebody comes back after an answer, not before it.
        day = np.where(is_decided, np.maximum(day, decided) + gap, NEVER)
    return all_of


def _assessment_days(chance: Chance, shape: Shape, size: int) -> NDArray[np.int64]:
    """Return working days from referral to the end of assessment, late as often as is published."""
    in_time = np.where(
        chance.random(size) < 0.55, chance.integers(28, 46, size=size), chance.integers(6, 40, size=size)
    )
    late = 46 + np.minimum(chance.exponential(11, size), 60).astype(np.int64)
    return np.where(happens(chance, shape.percent_within_45_days / 100, size), in_time, late)


@dataclass(frozen=True)
class Measured:
    """What a set of journeys comes to in the last year: children referred, share of them again, children in need."""

    referrals: int
    percent_rereferrals: float
    children_in_need: int


def last_31_march(last: int) -> int:
    """Return the latest 31 March up to a day."""
    date = date_of(last)
    this_year = number_of(date.replace(month=3, day=31))
    return this_year if this_year <= last else number_of(date.replace(year=date.year - 1, month=3, day=31))


def measure(journeys: Journeys, last: int) -> Measured:
    """Return the figures of the twelve months that end on a day; each child of a family counts."""
    referred = journeys.outcome == REFERRAL
    decided = np.where(referred, journeys.decided_day, NEVER)
    children = journeys.children[:, None]
    in_year = (decided > last - 365) & (decided <= last)
    again = np.zeros_like(in_year)
    for turn in range(1, MOST):
        earlier = np.where(referred[:, :turn], decided[:, :turn], -NEVER).max(axis=1)
        again[:, turn] = in_year[:, turn] & (decided[:, turn] - earlier <= 365)
    day = last_31_march(last)
    closes = np.where(journeys.in_need, journeys.plan_end, journeys.assessed_day)
    open_then = referred & ~journeys.no_further_action & (decided <= day) & (closes > day)
    referrals = int((in_year * children).sum())
    return Measured(
        referrals, 100 * int((again * children).sum()) / max(referrals, 1), int((open_then * children).sum())
    )


def find_factors(shape: Shape, first: int, last: int) -> Factors:
    """Return the factors at which a large sample's figures are those published, found by a few trials."""
    returning, lasting = 0.45, 1.2
    wanted_stock = shape.children_in_need / shape.referrals
    measured = Measured(1, 0.0, 1)
    for _ in range(6):
        chance = generator(2026, "trial", shape.code)
        trial = Factors(returning, lasting, 1.0)
        measured = measure(travel(chance, shape, SAMPLE, first, last, trial), last)
        stock = max(measured.children_in_need, 1) / max(measured.referrals, 1)
        lasting = float(np.clip(lasting * (wanted_stock / stock) ** 1.2, 0.2, 8))
        again = max(measured.percent_rereferrals, 0.5)
        returning = float(np.clip(returning * max(shape.percent_rereferrals, 0.2) / again, 0.01, 0.95))
    return Factors(returning, lasting, max(measured.referrals, 1) / SAMPLE)
