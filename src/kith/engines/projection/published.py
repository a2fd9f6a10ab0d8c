"""A model from published tables alone: any of 153 authorities, with no file from it at all.

Levels come from the authority's own published stocks and flows, shrunk to its statistical neighbours; patterns
that are not published (which age in which home, how leaving thins out with time) come from `assumed`. The
children of the first day are made up to match the published totals; nobody real is in them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from kith.engines.projection import assumed
from kith.engines.projection.chain import (
    AGE_EDGES,
    AGES,
    CARE,
    CLOCK_EDGES,
    CLOCKS,
    FIRST_CARE,
    STATES,
    Children,
    State,
)
from kith.engines.projection.entries import Entries
from kith.engines.projection.expected import expect, expect_alone
from kith.engines.projection.hazards import SHAPE, Hazards
from kith.engines.projection.panel import Floats
from kith.engines.projection.paths import Flow, Model
from kith.engines.projection.shrinkage import balanced, shrunk_rates, shrunk_shares

LEAVING = (State.WENT_HOME, State.KINSHIP_ORDER, State.ADOPTED, State.LEFT_OTHERWISE)
# Counts that `Published.values` holds, one per authority. Stocks are the last year's; flows a mean of up to three.
STOCKS = ("in_need", "on_plan", "looked_after", "unaccompanied", "looked_after_a_year", "population")
FLOWS = (
    "need_started", "need_ended", "section_47", "plans_started", "plans_ceased", "care_started", "care_ceased",
    "unaccompanied_started", "interim_orders", "emergency", "home_changes",
)  # fmt: skip
GROUPS = ("age_at_31_march", "age_started", "age_ceased", "homes", "leaving")


class NothingPublished(LookupError):
    """An authority has too little published to make a model of it."""


@dataclass(frozen=True)
class Published:
    """Hold what is published for every authority.

    Attributes:
        authorities: names, one per row of everything.
        values: STOCKS and FLOWS by name, each (authorities,), nan where suppressed or missing.
        groups: GROUPS by name, each (authorities, categories): ages in the five bands (`age_ceased`
            leaves out 18 and over), `homes` in the order of the care states, `leaving` as LEAVING.
        age_shape: children of each single year of age in the population, (authorities, 18).
        neighbours: rows of statistical neighbours, (authorities, 10), -1 for none.
        population_growth: log growth a year of the population aged 0 to 17, (authorities,).
        need_growth: log change a year of England's episodes of need started, lately.
    """

    authorities: tuple[str, ...]
    values: dict[str, Floats]
    groups: dict[str, Floats]
    age_shape: Floats
    neighbours: NDArray[np.int64]
    population_growth: Floats
    need_growth: float

    def __post_init__(self) -> None:
        missing = [name for name in (*STOCKS, *FLOWS) if name not in self.values]
        missing += [name for name in GROUPS if name not in self.groups]
        if missing:
            raise ValueError(f"The published figures lack {', '.join(missing)}.")
        for name, value in self.values.items():
            if value.shape != (len(self.authorities),):
                raise ValueError(f"'{name}' needs one figure per authority.")


@dataclass(frozen=True)
class FittedModel:
    """Hold a model and what was put in place of figures that are not there, in sentences."""

    model: Model
    notes: tuple[str, ...]


def fit(published: Published, authority: str) -> FittedModel:
    """Make a model of an authority from published tables. Raises NothingPublished."""
    if authority not in published.authorities:
        raise NothingPublished(f"There are no published figures for {authority}.")
    row = published.authorities.index(authority)
    figures, notes = _filled(published, row)
    homes = _homes_by_age(published, row, figures)
    children = _children(published, row, figures, homes)
    hazards = _hazards(published, row, figures, homes)
    alone = _alone(figures)
    entries = Entries(
        families_a_month=figures["need_started"]
        / 12
        / float((assumed.SIZE_OF_FAMILY * np.arange(1, 5)).sum()),
        alone_a_month=figures["unaccompanied_started"] / 12,
        season=np.ones(12),
        growth=published.need_growth,
        growth_spread=0.02,
        alone_growth_spread=0.25,
        overdispersion=0.04,
        alone_overdispersion=0.2,
        population_growth=float(published.population_growth[row]),
        age_of_need=published.age_shape[row] / published.age_shape[row].sum(),
        size_of_family=assumed.SIZE_OF_FAMILY,
        age_alone=assumed.AGE_ALONE,
        home_alone=assumed.HOME_ALONE,
    )
    model = Model(children, hazards, alone, entries)
    return FittedModel(_calibrated(model, figures), tuple(notes))


def _filled(published: Published, row: int) -> tuple[dict[str, float], list[str]]:
    """Return each figure for one authority, shrunk, with a sentence for each that is not published."""
    notes: list[str] = []
    figures: dict[str, float] = {}
    population = published.values["population"]
    if not np.isfinite(population[row]):
        raise NothingPublished(
            f"No population is published for {published.authorities[row]}; nothing can be scaled to it."
        )
    words = {name: name.replace("_", " ") for name in (*STOCKS, *FLOWS)}
    for name in (*STOCKS, *FLOWS):
        own = published.values[name][row]
        if name in STOCKS and np.isfinite(own):
            figures[name] = float(own)
            continue
        rates = shrunk_rates(published.values[name], population, published.neighbours)
        figures[name] = float(rates.rate[row] * population[row])
        figures[f"{name} weight"] = float(rates.weight[row])
        if not np.isfinite(own):
            notes.append(
                f"'{words[name].capitalize()}' is not published for {published.authorities[row]}; the rate of its "
                f"statistical neighbours was used, {figures[name]:,.0f} children."
            )
    return figures, notes


def _group(published: Published, name: str, row: int, worth: float = 30.0) -> Floats:
    shares: Floats = shrunk_shares(published.groups[name], published.neighbours, worth)[row]
    return shares


def _homes_by_age(published: Published, row: int, figures: dict[str, float]) -> Floats:
    """Return children looked after (not unaccompanied) by kind of home and age, (care states, ages)."""
    others = max(figures["looked_after"] - figures["unaccompanied"], 1.0)
    ages = _group(published, "age_at_31_march", row) * figures["looked_after"]
    ages -= figures["unaccompanied"] * np.array([0, 0, 0, 0.15, 0.85])
    ages = np.maximum(ages, 0.2)
    homes = _group(published, "homes", row) * figures["looked_after"]
    homes = np.maximum(homes - figures["unaccompanied"] * assumed.HOME_ALONE, 0.05)
    seed = np.stack([assumed.HOME_BY_AGE[state] for state in CARE])
    return balanced(seed, homes * others / homes.sum(), ages * others / ages.sum())


def _spread_evenly(shares: Floats, number: int) -> NDArray[np.int64]:
    """Return category numbers in these shares, as evenly as whole children allow."""
    edges = np.cumsum(shares) / shares.sum()
    places: NDArray[np.int64] = np.searchsorted(edges, (np.arange(number) + 0.5) / number).astype(np.int64)
    return np.minimum(places, len(shares) - 1)


def _children(published: Published, row: int, figures: dict[str, float], homes: Floats) -> Children:
    """Make up the children of the first day, matching stocks by state, age and home."""
    generator = np.random.default_rng(20250331)
    shape = published.age_shape[row]
    parts: list[tuple[NDArray[np.int64], Floats, Floats, NDArray[np.bool_]]] = []

    def clocks(shares: Floats, number: int, longest: float) -> Floats:
        band = generator.permutation(_spread_evenly(shares, number)) if number else np.zeros(0, np.int64)
        upper = np.append(CLOCK_EDGES[1:-1], longest)
        drawn: Floats = generator.uniform(CLOCK_EDGES[:-1][band], upper[band])
        return drawn

    def add(states: NDArray[np.int64], ages: Floats, clock: Floats, alone: bool) -> None:
        parts.append((states, ages, np.minimum(clock, ages), np.full(len(states), alone)))

    others = round(figures["looked_after"]) - round(figures["unaccompanied"])
    cell = _spread_evenly(homes.ravel(), max(others, 0))
    home, band = np.divmod(cell, AGES)
    ages = np.zeros(len(cell))
    for each in range(AGES):
        inside = band == each
        low, high = AGE_EDGES[each], AGE_EDGES[each + 1]
        position = generator.permutation((np.arange(inside.sum()) + 0.5) / max(inside.sum(), 1))
        # There are more 17-year-olds than 16-year-olds in care: the density grows towards 18.
        tilt = position**0.8 if each == AGES - 1 else position
        ages[inside] = low + tilt * (high - low) * 0.99999
    under = 1 - figures["looked_after_a_year"] / max(figures["looked_after"], 1)
    within = np.where(
        np.arange(CLOCKS) < 3,
        assumed.CARE_CLOCK / assumed.CARE_CLOCK[:3].sum() * under,
        assumed.CARE_CLOCK / assumed.CARE_CLOCK[3:].sum() * (1 - under),
    )
    add(FIRST_CARE + home, ages, clocks(np.maximum(within, 0.001), len(cell), 9.0), False)

    number = round(figures["unaccompanied"])
    places = _spread_evenly(assumed.HOME_ALONE, number)
    years = generator.permutation(_spread_evenly(np.array([0.03, 0.12, 0.35, 0.50]), number)) + 14
    add(
        FIRST_CARE + generator.permutation(places),
        years + generator.random(number) * 0.99999,
        clocks(np.array([0.2, 0.2, 0.25, 0.3, 0.05]), number, 3.0),
        True,
    )

    on_plan = round(figures["on_plan"])
    helped = max(round(figures["in_need"]) - on_plan - round(figures["looked_after"]), 0)
    assessed = round(min(figures["need_started"] * assumed.ASSESSMENT_YEARS, 0.4 * helped))
    enquired = round(min(figures["section_47"] * assumed.SECTION_47_YEARS, 0.2 * helped))
    proceeding = round(min(_into_proceedings(figures) * assumed.PROCEEDINGS_YEARS, 0.5 * on_plan))
    for state, count, shares, longest in (
        (State.ASSESSMENT, assessed, np.array([1.0, 0, 0, 0, 0]), 1.0),
        (State.SECTION_47, enquired, np.array([1.0, 0, 0, 0, 0]), 1.0),
        (State.FAMILY_HELP, helped - assessed - enquired, np.array([0.24, 0.16, 0.2, 0.18, 0.22]), 5.0),
        (State.PROTECTION_PLAN, on_plan - proceeding, np.array([0.315, 0.255, 0.263, 0.144, 0.023]), 3.0),
        (State.PROCEEDINGS, proceeding, np.array([0.4, 0.3, 0.2, 0.1, 0.0]), 2.5),
    ):
        count = max(count, 0)
        year = generator.permutation(_spread_evenly(shape, count)) if count else np.zeros(0, np.int64)
        most = 0.15 if state in (State.ASSESSMENT, State.SECTION_47) else np.inf
        add(
            np.full(count, int(state)),
            year + generator.random(count) * 0.99999,
            np.minimum(clocks(shares, count, longest), most),
            False,
        )

    # Children who went home in the last two years may return; without them the first years would lack returns.
    went = round(2 * figures["care_ceased"] * _group(published, "leaving", row)[0] * 0.6)
    add(
        np.full(went, int(State.WENT_HOME)),
        generator.uniform(1, 15.9, went),
        generator.uniform(0, 2, went),
        False,
    )
    states, age, clock, alone = (np.concatenate(each) for each in zip(*parts, strict=True))
    # Made-up children stand alone on the first day: sharing a family's moves needs a shared history.
    return Children(states.astype(np.int64), age, clock, np.full(len(states), -1, np.int64), alone)


def _into_proceedings(figures: dict[str, float]) -> float:
    return figures["interim_orders"] / assumed.PROCEEDINGS_TO_CARE


def _hazards(published: Published, row: int, figures: dict[str, float], homes: Floats) -> Hazards:
    rates = np.zeros(SHAPE)
    weight = np.full(SHAPE, 1e6)

    def put(
        source: State, target: State, by_age: float | Floats, by_clock: Floats | None, events: float
    ) -> None:
        level = np.broadcast_to(np.asarray(by_age, float), (AGES,))
        rates[source, target] = level[:, None] * (np.ones(CLOCKS) if by_clock is None else by_clock)[None, :]
        weight[source, target] = max(events, 1.0)

    on_plan = max(figures["on_plan"], 1.0)
    helped = max(figures["in_need"] - on_plan - figures["looked_after"], 1.0)
    started = max(figures["need_started"], 1.0)
    section_47 = max(figures["section_47"], 1.0)
    # Assessment and enquiry: known lengths, shares from the flows.
    straight = min(assumed.SECTION_47_AFTER_ASSESSMENT * section_47 / started, 0.8)
    put(State.ASSESSMENT, State.SECTION_47, straight / assumed.ASSESSMENT_YEARS, None, section_47)
    put(State.ASSESSMENT, State.FAMILY_HELP, (1 - straight) / assumed.ASSESSMENT_YEARS, None, started)
    to_plan = min(figures["plans_started"] / section_47, 0.9)
    put(
        State.SECTION_47,
        State.PROTECTION_PLAN,
        to_plan / assumed.SECTION_47_YEARS,
        None,
        figures["plans_started"],
    )
    put(State.SECTION_47, State.FAMILY_HELP, (1 - to_plan) / assumed.SECTION_47_YEARS, None, section_47)
    later = (1 - assumed.SECTION_47_AFTER_ASSESSMENT) * section_47 / helped
    put(State.FAMILY_HELP, State.SECTION_47, later, None, section_47)
    ended = max(figures["need_ended"] - figures["care_ceased"], 0.2 * started) / helped
    put(State.FAMILY_HELP, State.HELP_ENDED, ended, assumed.ENDING_BY_CLOCK, figures["need_ended"])
    ceased = figures["plans_ceased"] / on_plan
    put(State.PROTECTION_PLAN, State.FAMILY_HELP, ceased, assumed.PLAN_BY_CLOCK, figures["plans_ceased"])
    proceedings = _into_proceedings(figures)
    put(State.PROTECTION_PLAN, State.PROCEEDINGS, proceedings / on_plan, None, figures["interim_orders"] + 1)
    put(
        State.PROCEEDINGS,
        State.PROTECTION_PLAN,
        (1 - assumed.PROCEEDINGS_TO_CARE) / assumed.PROCEEDINGS_YEARS,
        None,
        figures["interim_orders"] + 1,
    )

    # Into care: by legal status at the start, and by age.
    others = max(figures["care_started"] - figures["unaccompanied_started"], 1.0)
    ages = _group(published, "age_started", row) * figures["care_started"]
    ages = np.maximum(ages - figures["unaccompanied_started"] * np.array([0, 0, 0, 0.15, 0.85]), 0.2)
    population = np.array(
        [published.age_shape[row][int(low) : int(high)].sum() for low, high in pairwise(AGE_EDGES)]
    )
    tilt = ages / ages.sum() / (population / population.sum())
    proceeding = min(figures["interim_orders"] / others, 0.7)
    emergency = min(figures["emergency"] / others, 0.3)
    agreed = 1 - proceeding - emergency
    first_home = homes[: State.PLACED_FOR_ADOPTION - FIRST_CARE] / np.maximum(
        homes[: State.PLACED_FOR_ADOPTION - FIRST_CARE].sum(axis=0), 1e-9
    )
    stocks = {
        State.PROCEEDINGS: (proceeding, proceedings * assumed.PROCEEDINGS_YEARS),
        State.SECTION_47: (emergency, section_47 * assumed.SECTION_47_YEARS),
        State.PROTECTION_PLAN: (agreed * assumed.AGREED_FROM_PLAN, on_plan),
        State.FAMILY_HELP: (agreed * (1 - assumed.AGREED_FROM_PLAN), helped),
    }
    for source, (share, stock) in stocks.items():
        level = share * others / max(stock, 0.5)
        # The tilt lets the youngest and the oldest in: it is what ages at entry are against the population's.
        for place in range(State.PLACED_FOR_ADOPTION - FIRST_CARE):
            put(
                source,
                State(FIRST_CARE + place),
                level * tilt * first_home[place],
                None,
                max(share * others, 2.0),
            )

    _leaving_and_moving(published, row, figures, homes, put)
    return Hazards(rates, weight)


def _leaving_and_moving(published, row, figures, homes, put) -> None:  # type: ignore[no-untyped-def]
    """Put in the hazards of leaving care, of moving between homes, and of coming back."""
    looked_after = homes.sum(axis=0)
    ceased = figures["care_ceased"]
    before_18 = _group(published, "age_ceased", row)
    reasons = _group(published, "leaving", row)
    share_before_18 = 0.6
    if "before_18" in published.values and np.isfinite(published.values["before_18"][row]):
        share_before_18 = float(published.values["before_18"][row])
    total = ceased * share_before_18
    seed = np.stack([assumed.LEAVING_BY_AGE[state] for state in LEAVING]) * looked_after
    table = balanced(seed, reasons * total, before_18 * total)
    for place, target in enumerate(LEAVING):
        shape = assumed.LEAVING_BY_CLOCK[target]
        shape = shape / (shape * assumed.CARE_CLOCK).sum()
        level = table[place] / np.maximum(looked_after, 0.5)
        if target == State.ADOPTED:
            # Adoption goes through a placement: the placed leave fast, and the others become placed.
            placed = max(float(homes[State.PLACED_FOR_ADOPTION - FIRST_CARE].sum()), 0.5)
            put(
                State.PLACED_FOR_ADOPTION,
                target,
                min(table[place].sum() / placed, 4.0),
                None,
                table[place].sum() + 1,
            )
            for source in CARE[:-1]:
                put(source, State.PLACED_FOR_ADOPTION, level, shape, table[place].sum() + 1)
            continue
        for source in CARE[:-1]:
            put(source, target, level, shape, table[place].sum() + 1)

    mix = homes[:-1] / np.maximum(homes[:-1].sum(axis=0), 1e-9)
    moves = figures["home_changes"] / max(figures["looked_after"], 1.0)
    by_clock = assumed.MOVES_BY_CLOCK / (assumed.MOVES_BY_CLOCK * assumed.CARE_CLOCK).sum()
    for source in CARE[:-1]:
        for place, target in enumerate(CARE[:-1]):
            if source != target:
                put(source, target, moves * mix[place], by_clock, figures["home_changes"] + 1)
    for place, target in enumerate(CARE[:-1]):
        put(State.WENT_HOME, target, mix[place], assumed.RETURN_BY_CLOCK, 20.0)
        put(State.KINSHIP_ORDER, target, mix[place], assumed.RETURN_FROM_KIN, 20.0)


def _alone(figures: dict[str, float]) -> Hazards:
    """Return the hazards of unaccompanied children, who leave before 18 by transfer or when found to be adult.

    About three in four of those looked after turn 18 within a year. What starts beyond that and does not add
    to the stock leaves by transfer to another authority, and soon: the scheme aims at ten working days.
    """
    rates = np.zeros(SHAPE)
    leaving = max(figures["unaccompanied_started"] / max(figures["unaccompanied"], 1.0) - 0.75, 0.05)
    for source in CARE:
        rates[source, State.LEFT_OTHERWISE] = min(leaving, 25.0) * assumed.LEAVING_ALONE
        for place, target in enumerate(CARE):
            if source != target:
                rates[source, target] = 0.5 * assumed.HOME_ALONE[place]
    return Hazards(rates, np.full(SHAPE, 30.0))


def _calibrated(model: Model, figures: dict[str, float]) -> Model:
    """Scale the hazards until the first year's expected flows are the published ones.

    Rates were flows over stocks; who is in a state changes through the year, so the first guess is off by a few
    in a hundred. Each pass multiplies a move by how far its flow fell short.
    """
    goals = {
        Flow.SECTION_47_STARTED: figures["section_47"],
        Flow.PLAN_STARTED: figures["plans_started"],
        Flow.CARE_STARTED: figures["care_started"] - figures["unaccompanied_started"],
    }
    targets: dict[Flow, NDArray[np.bool_]] = {flow: np.zeros((STATES, STATES), bool) for flow in goals}
    targets[Flow.SECTION_47_STARTED][[State.ASSESSMENT, State.FAMILY_HELP], State.SECTION_47] = True
    targets[Flow.PLAN_STARTED][State.SECTION_47, State.PROTECTION_PLAN] = True
    for source in (State.FAMILY_HELP, State.SECTION_47, State.PROTECTION_PLAN, State.PROCEEDINGS):
        targets[Flow.CARE_STARTED][source, FIRST_CARE : State.PLACED_FOR_ADOPTION] = True
    ended = np.zeros((STATES, STATES), bool)
    ended[State.FAMILY_HELP, State.HELP_ENDED] = True
    plan_ended = np.zeros((STATES, STATES), bool)
    plan_ended[State.PROTECTION_PLAN, State.FAMILY_HELP] = True
    leaving = np.zeros((STATES, STATES), bool)
    for target in LEAVING:
        leaving[FIRST_CARE : State.PLACED_FOR_ADOPTION, target] = True
    stock_goal = {
        # Episodes started and ended are not published on one footing (those found not to be in need are taken
        # from one alone), so the stock itself says what is level.
        "early": figures["in_need"] - figures["on_plan"] - figures["looked_after"],
        "plan": figures["on_plan"] + 0.5 * (figures["plans_started"] - figures["plans_ceased"]),
        "care": figures["looked_after"] + 0.5 * (figures["care_started"] - figures["care_ceased"]),
    }  # fmt: skip
    hazards = model.hazards
    at_first = np.bincount(model.children.state, minlength=STATES)[FIRST_CARE : FIRST_CARE + len(CARE)]
    mix = at_first / max(at_first.sum(), 1)
    # Only the other children's hazards are sought.
    alone = expect_alone(model, years=1)
    for _ in range(8):
        expected = expect(replace(model, hazards=hazards), years=1, alone=alone)
        flows = expected.flows.sum(axis=0)
        rates = hazards.rates.copy()
        for flow, goal in goals.items():
            seen = flows[flow] + (flows[Flow.RETURNED_TO_CARE] if flow == Flow.CARE_STARTED else 0.0)
            rates[targets[flow]] *= np.clip(goal / max(seen, 0.1), 0.5, 2.0)
        end = expected.stock[-1]
        early = end[[State.ASSESSMENT, State.FAMILY_HELP, State.SECTION_47]].sum()
        on_plan = end[[State.PROTECTION_PLAN, State.PROCEEDINGS]].sum()
        care = end[FIRST_CARE : FIRST_CARE + len(CARE)].sum()
        rates[ended] *= np.clip(
            1 + (early - stock_goal["early"]) / max(flows[Flow.HELP_ENDED], 1.0), 0.6, 1.6
        )
        plans = max(figures["plans_ceased"], 1.0)
        rates[plan_ended] *= np.clip(1 + (on_plan - stock_goal["plan"]) / plans, 0.6, 1.6)
        left = max(flows[[Flow.WENT_HOME, Flow.KINSHIP_ORDER, Flow.LEFT_OTHERWISE]].sum(), 1.0)
        rates[leaving] *= np.clip(1 + (care - stock_goal["care"]) / left, 0.6, 1.6)
        # Each kind of home keeps its share: moves into a kind that lost children are raised.
        now = end[FIRST_CARE : FIRST_CARE + len(CARE)]
        change = np.clip((mix + 0.002) / (now / max(now.sum(), 1e-9) + 0.002), 0.6, 1.7)
        rates[:, FIRST_CARE : FIRST_CARE + len(CARE)] *= change[None, :, None, None]
        hazards = replace(hazards, rates=rates)
    return replace(model, hazards=hazards)
