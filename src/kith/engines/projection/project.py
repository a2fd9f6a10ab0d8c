"""A projection of one authority: paths, widened, housed and costed, with every number a reader is shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from kith.engines.projection.chain import CARE, EARLY, FIRST_CARE, LAST_CARE, ON_PLAN
from kith.engines.projection.cost import Costs, Prices, cost
from kith.engines.projection.levers import NO_LEVERS, Effects, Scenario, draw_effects
from kith.engines.projection.panel import Floats
from kith.engines.projection.paths import Flow, Model, Paths, simulate
from kith.engines.projection.reconcile import factors
from kith.engines.projection.supply import Placed, Supply, place

QUANTILES = {"q025": 0.025, "q25": 0.25, "q50": 0.5, "q75": 0.75, "q975": 0.975}
FLOWS_SHOWN = (
    Flow.NEED_STARTED,
    Flow.SECTION_47_STARTED,
    Flow.PLAN_STARTED,
    Flow.PROCEEDINGS_STARTED,
    Flow.CARE_STARTED,
    Flow.ARRIVED_ALONE,
    Flow.RETURNED_TO_CARE,
    Flow.WENT_HOME,
    Flow.KINSHIP_ORDER,
    Flow.ADOPTED,
    Flow.TURNED_18,
    Flow.CHANGED_HOME,
)


@dataclass(frozen=True)
class Setting:
    """Hold all that is known of an authority on the first day.

    Attributes:
        authority: its name.
        first_day: the day that the projection starts from, a 31 March.
        model: who is in the chain, how they move, who comes.
        supply, prices: homes and money.
        history: counts at 31 March by measure: lists of (year, count).
        stack: by measure, the stack's quantiles for each year ahead, shape (years, 199); empty where
            nothing is published to learn from.
        notes: what a reader must know, in sentences.
        sources: publications, one dictionary each.
    """

    authority: str
    first_day: date
    model: Model
    supply: Supply
    prices: Prices
    history: dict[str, list[tuple[int, float]]] = field(default_factory=dict)
    stack: dict[str, Floats] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    sources: tuple[dict[str, str], ...] = ()


@dataclass(frozen=True)
class Scaling:
    """Hold the factors that widen paths, shape (paths, months + 1) each."""

    care: Floats
    plan: Floats
    early: Floats


@dataclass(frozen=True)
class Outcome:
    """Hold one run's results by path.

    Attributes:
        paths: the chain's own, before widening.
        care, plan, early: children, widened, shape (paths, months + 1); early leaves out plans and care.
        placed: homes; costs: money.
    """

    paths: Paths
    care: Floats
    plan: Floats
    early: Floats
    placed: Placed
    costs: Costs

    @property
    def in_need(self) -> Floats:
        """All children in need, as published."""
        total: Floats = self.care + self.plan + self.early
        return total


def scaling(paths: Paths, setting: Setting) -> Scaling:
    """Return the factors that make the paths as wide as the stack; 1 where there is no stack."""
    ones = np.ones(paths.stock.shape[:2])
    looked, plan, need = (
        each.astype(float) for each in (paths.looked_after(), paths.on_plan(), paths.in_need())
    )
    care_factor = factors(looked, setting.stack["looked_after"]) if "looked_after" in setting.stack else ones
    plan_factor = factors(plan, setting.stack["on_plan"]) if "on_plan" in setting.stack else ones
    early = need - looked - plan
    early_factor = ones
    if "in_need" in setting.stack:
        total = looked * care_factor + plan * plan_factor + early
        wanted = total * factors(total, setting.stack["in_need"])
        left = np.maximum(wanted - looked * care_factor - plan * plan_factor, 0.05 * early)
        early_factor = np.where(early > 0, left / np.maximum(early, 1e-9), 1.0)
    return Scaling(care_factor, plan_factor, early_factor)


def run(
    setting: Setting,
    *,
    years: int,
    paths: int,
    seed: int,
    effects: Effects = NO_LEVERS,
    scale: Scaling | None = None,
    threads: int | None = None,
    market: Callable[[Floats], Floats] | None = None,
) -> tuple[Outcome, Scaling]:
    """Simulate, widen, house and cost. A scenario is run with the baseline's `scale`, and the same seed.

    `market` gives the chance in prices' growth (see `cost.market_chance`) for paths with these children looked after,
    (paths, months + 1), where it is not the authority's own.
    """
    simulated = simulate(setting.model, years=years, paths=paths, seed=seed, effects=effects, threads=threads)
    scale = scale or scaling(simulated, setting)
    wanted = simulated.stock[:, :, FIRST_CARE : LAST_CARE + 1] * scale.care[:, :, None]
    placed = place(wanted, setting.supply, effects, seed)
    on_plan = simulated.on_plan() * scale.plan
    early_states = [int(state) for state in EARLY if state not in ON_PLAN]
    early = simulated.stock[:, :, early_states].sum(axis=2) * scale.early
    care = wanted.sum(axis=2)
    chance = None if market is None else market(care)
    costs = cost(placed.homes, early, on_plan, setting.prices, effects, seed, chance)
    return Outcome(simulated, care, on_plan, early, placed, costs), scale


@dataclass(frozen=True)
class Projection:
    """Hold a baseline, a scenario's outcome if one was asked for, and how they came about."""

    setting: Setting
    years: int
    paths: int
    seed: int
    baseline: Outcome
    scenario: Scenario | None = None
    changed: Outcome | None = None

    @property
    def shown(self) -> Outcome:
        """The scenario if there is one, else the baseline."""
        return self.changed if self.changed is not None else self.baseline


def project(
    setting: Setting,
    *,
    years: int,
    paths: int = 1000,
    seed: int = 1,
    scenario: Scenario | None = None,
    threads: int | None = None,
) -> Projection:
    """Project an authority, and a scenario beside it on the same chance."""
    baseline, scale = run(setting, years=years, paths=paths, seed=seed, threads=threads)
    changed = None
    if scenario is not None:
        effects = draw_effects(scenario, years=years, paths=paths, seed=seed)
        changed, _scale = run(
            setting, years=years, paths=paths, seed=seed, effects=effects, scale=scale, threads=threads
        )
    return Projection(setting, years, paths, seed, baseline, scenario, changed)


AT_THE_DATE = "children at the date"
IN_THE_YEAR = "in the year ending at the date"
POUNDS = "pounds in the year ending at the date, prices of that year"


@dataclass(frozen=True)
class Measured:
    """Hold one measure on every path: at each 31 March from the first day on, or in each year.

    Attributes:
        kind: AT_THE_DATE, IN_THE_YEAR or POUNDS.
        values: shape (paths, years + 1) at the date, else (paths, years).
    """

    kind: str
    values: Floats


def measured(outcome: Outcome) -> dict[str, Measured]:
    """Return every measure that a reader is shown, path by path."""
    stocks: dict[str, Floats] = {
        "looked_after": outcome.care,
        "on_plan": outcome.plan,
        "in_need": outcome.in_need,
        "family_help": outcome.early,
        **{
            f"looked_after: {state.words}": outcome.placed.homes[:, :, index]
            for index, state in enumerate(CARE)
        },
        "wanted home full": outcome.placed.unmet,
        "over 20 miles from home": outcome.placed.distant,
        "usable places in own foster homes": outcome.placed.foster_places,
    }
    money = {
        "cost: looked after": outcome.costs.looked_after,
        "cost: safeguarding": outcome.costs.safeguarding,
        "cost: late": outcome.costs.late,
        "cost: early": outcome.costs.early,
        "cost: total": outcome.costs.total,
    }
    flows = outcome.paths.flows
    return {
        **{name: Measured(AT_THE_DATE, values[:, ::12].astype(float)) for name, values in stocks.items()},
        **{
            f"{flow.name.lower()} in year": Measured(IN_THE_YEAR, flows[:, :, flow].astype(float))
            for flow in FLOWS_SHOWN
        },
        **{name: Measured(POUNDS, values.astype(float)) for name, values in money.items()},
    }


def rows(measures: dict[str, Measured], first_day: date) -> list[dict[str, object]]:
    """Return every measure at every date: its mean and quantiles over the paths."""
    found: list[dict[str, object]] = []
    for name, each in measures.items():
        first = 0 if each.kind == AT_THE_DATE else 1
        quantiles = np.quantile(each.values, list(QUANTILES.values()), axis=0)
        found += [
            {
                "measure": name,
                "date": first_day.replace(year=first_day.year + first + year).isoformat(),
                "mean": float(each.values[:, year].mean()),
                **{label: float(value) for label, value in zip(QUANTILES, quantiles[:, year], strict=True)},
                "kind": each.kind,
            }
            for year in range(each.values.shape[1])
        ]
    return found


def series(outcome: Outcome, first_day: date) -> list[dict[str, object]]:
    """Return every measure at every 31 March (stocks) or for every year ending then (flows, money)."""
    return rows(measured(outcome), first_day)
