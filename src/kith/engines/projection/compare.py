"""What a scenario changes: the difference on the same chance, and whether it has paid for itself."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kith.engines.projection.cost import spend_added
from kith.engines.projection.levers import Effects, Scenario
from kith.engines.projection.panel import Floats
from kith.engines.projection.paths import Flow
from kith.engines.projection.project import QUANTILES, Projection

# What a family is counted by, where a scenario's cost is for each family reached.
_REACHED_BY = (Flow.PROCEEDINGS_STARTED, Flow.PLAN_STARTED, Flow.NEED_STARTED)


@dataclass(frozen=True)
class Comparison:
    """Hold a scenario against the baseline, by year.

    Attributes:
        differences: by measure: a row for each year of mean and quantiles, scenario less baseline.
        saved: pounds saved by the end of each year, programme apart, shape (paths, years).
        programme: pounds that the programme has cost by then, shape (paths, years); None if no cost is known.
        paid: chance that it has paid for itself by the end of each year; None if no cost is known.
        reached: families reached by the end of each year, mean.
        break_even: pounds a family reached that the programme could cost and still pay, by year: quantiles.
    """

    differences: dict[str, list[dict[str, float]]]
    saved: Floats
    programme: Floats | None
    paid: list[float] | None
    reached: list[float]
    break_even: list[dict[str, float]]


def compare(projection: Projection) -> Comparison:
    """Compare a projection's scenario with its baseline. Raises ValueError if it has none."""
    if projection.scenario is None or projection.changed is None:
        raise ValueError("There is no scenario to compare. Give one with --scenario.")
    before, after, years = projection.baseline, projection.changed, projection.years
    ends = [12 * (year + 1) for year in range(years)]
    # Money that the scenario itself moves (a lever on spend) is its price, not its saving.
    prices, levers = projection.setting.prices, Effects(projection.scenario.levers)
    moved = spend_added(levers, "early", prices.early, years) + spend_added(
        levers, "late", prices.safeguarding, years
    )
    saved = np.cumsum(before.costs.total - after.costs.total, axis=1) + np.cumsum(moved)[None, :]
    reached = np.cumsum(_reached(projection), axis=1)
    programme = _programme(projection.scenario, moved, reached, years)
    differences = {
        "looked_after": after.care[:, ends] - before.care[:, ends],
        "on_plan": after.plan[:, ends] - before.plan[:, ends],
        "in_need": after.in_need[:, ends] - before.in_need[:, ends],
        "wanted home full": after.placed.unmet[:, ends] - before.placed.unmet[:, ends],
        "over 20 miles from home": after.placed.distant[:, ends] - before.placed.distant[:, ends],
        "cost: late": after.costs.late - before.costs.late,
        "cost: early": after.costs.early - before.costs.early,
        "cost: total": after.costs.total - before.costs.total,
    }
    ratio = np.where(reached >= 1, saved / np.maximum(reached, 1.0), np.nan)
    return Comparison(
        {name: [_summary(values[:, year]) for year in range(years)] for name, values in differences.items()},
        saved,
        programme,
        None if programme is None else [float(share) for share in (saved >= programme).mean(axis=0)],
        [float(each) for each in reached.mean(axis=0)],
        [_summary(each[np.isfinite(each)]) for each in ratio.T],
    )


def _summary(values: Floats) -> dict[str, float]:
    if not len(values):
        return {"mean": float("nan"), **dict.fromkeys(QUANTILES, float("nan"))}
    quantiles = np.quantile(values, list(QUANTILES.values()))
    return {
        "mean": float(values.mean()),
        **{name: float(each) for name, each in zip(QUANTILES, quantiles, strict=True)},
    }


def _reached(projection: Projection) -> Floats:
    """Return families reached by the scenario in each year: those at the step before the lever, by its uptake.

    Flows count children; there are as many families as children over the mean family.
    """
    assert projection.scenario is not None
    years = projection.years
    flows = projection.baseline.paths.flows
    total = np.zeros((len(flows), years))
    for lever in projection.scenario.levers:
        yearly = lever.profile(12 * years).reshape(years, 12).mean(axis=1)
        if lever.kind == "flow":
            total = np.maximum(total, flows[:, :, Flow.NEED_STARTED] * yearly)
        elif lever.kind == "move":
            sources = {source for source, _target in lever.moves}
            at = next(
                (
                    flow
                    for flow in _REACHED_BY
                    if any(source.name.startswith(_SOURCE_OF[flow]) for source in sources)
                ),
                Flow.NEED_STARTED,
            )
            total = np.maximum(total, flows[:, :, at] * yearly)
    families: Floats = total / projection.setting.model.entries.mean_family
    return families


_SOURCE_OF = {
    Flow.PROCEEDINGS_STARTED: "PROCEEDINGS",
    Flow.PLAN_STARTED: "PROTECTION",
    Flow.NEED_STARTED: "FAMILY",
}


def _programme(scenario: Scenario, moved: Floats, reached: Floats, years: int) -> Floats | None:
    if scenario.cost_a_year is None and scenario.cost_per_family is None and not np.any(moved):
        return None
    cost = np.zeros_like(reached) + np.cumsum(moved)[None, :]
    if scenario.cost_a_year is not None:
        cost = cost + scenario.cost_a_year * np.arange(1, years + 1)
    if scenario.cost_per_family is not None:
        cost = cost + scenario.cost_per_family * reached
    return cost
