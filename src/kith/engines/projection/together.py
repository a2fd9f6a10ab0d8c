"""Sums over authorities: regions and England, with ranges that know what moves together.

Each authority's paths are drawn by themselves, so adding path 7 of one to path 7 of another would let chance cancel
and make England's range far too narrow. How much of a surprise authorities share is learned from the past: from
where each one's outcome fell in the forecast made for it, at every origin, the mean product between authorities of
different regions (what England shares) and of the same region (what a region shares as well). Each authority's
paths, any order of which is as good as another, are then put in an order that gives sums that much in common. An
authority's own distribution is untouched. How prices grow is the same for everyone on a path. (Reordering of samples to a wanted dependence: Iman and Conover,
Communications in Statistics 1982; in forecasting, Clark and others' Schaake shuffle, J. Hydrometeorology 2004.)
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm

from kith.engines.projection.panel import SMALLEST_COUNT, Floats
from kith.engines.projection.project import Measured
from kith.engines.projection.scores import LEVELS
from kith.engines.projection.stack import Stack

ENGLAND = "England"
# Which of the three published counts a measure moves with; what is not named here moves with children looked after.
MOVES_WITH = {
    "on_plan": "on_plan",
    "plan_started in year": "on_plan",
    "section_47_started in year": "on_plan",
    "proceedings_started in year": "on_plan",
    "in_need": "in_need",
    "family_help": "in_need",
    "need_started in year": "in_need",
}
# Money moves as one, because everyone's prices do.
MONEY_MOVES_WITH = "looked_after"


def seed_of(seed: int, authority: str) -> int:
    """Return an authority's own seed: 31 bits from the run's seed and its name."""
    digest = hashlib.sha256(f"{seed}:{authority}".encode()).digest()
    return int.from_bytes(digest[:4], "big") >> 1


@dataclass(frozen=True)
class Shared:
    """Hold the shares of an authority's surprise (in variance) that England has in common, and its region beside that."""

    country: float
    region: float


def shared(stack: Stack, region_of: Mapping[str, str]) -> Shared:
    """Learn from all of a panel's past forecasts what their surprises had in common.

    `region_of` is by the panel's names; authorities without a region are left out. A forecast knows nothing of later
    years, but the shares are means over all of them: they serve to add up, not to judge.
    """
    panel = stack.panel
    region = np.array([region_of.get(name, "") for name in panel.authorities])
    apart, within, count = 0.0, 0.0, 0
    for horizon in stack.horizons:
        for origin in range(stack.first_origin(), panel.years[-1] - horizon + 1):
            forecast = stack.forecast(origin, horizon)
            actual, where = panel.at(origin + horizon)[forecast.rows], region[forecast.rows]
            judged = (actual >= SMALLEST_COUNT) & (where != "")
            if judged.sum() < 10:
                continue
            surprise, where = _surprises(forecast.quantiles[judged], actual[judged]), where[judged]
            product, same = np.outer(surprise, surprise), where[:, None] == where[None, :]
            other = ~same
            np.fill_diagonal(same, False)
            if not other.any() or not same.any():
                continue
            apart, within, count = apart + product[other].mean(), within + product[same].mean(), count + 1
    if not count:
        return Shared(0.0, 0.0)
    country = max(float(apart) / count, 0.0)
    return Shared(country, max(float(within) / count - country, 0.0))


def _surprises(quantiles: Floats, actual: Floats) -> Floats:
    """Return where outcomes fell in their forecasts, as standard normal numbers."""
    level = [
        np.interp(value, row, LEVELS) for row, value in zip(np.log(quantiles), np.log(actual), strict=True)
    ]
    surprises: Floats = norm.ppf(level)
    return surprises


def _ranks(values: Floats) -> Floats:
    """Return each path's rank as a standard normal number, shape as `values`: (paths, dates)."""
    order = np.argsort(np.argsort(values, axis=0, kind="stable"), axis=0)
    ranks: Floats = norm.ppf((order + 0.5) / len(values))
    return ranks


def in_order(
    counts: Floats, country: Floats, region: Floats, own: Floats, share: Shared
) -> NDArray[np.int64]:
    """Return the order in which to take an authority's paths, so that its surprise is shared as it should be.

    Parameters: `counts` after the first day, (paths, years); `country`, `region`, `own`: standard normal numbers,
    one a path.
    """
    ranks = _ranks(counts)
    place = _ranks(ranks.mean(axis=1)[:, None])
    # One order serves every year. It tells less of any one year than that year's own ranks; that is made up for.
    told = max(float((place * ranks).mean() / np.maximum((place**2).mean(), 1e-9)), 0.5)
    whole = (share.country + share.region) / told**2
    less = min(1.0, 1.0 / whole) / told**2 if whole else 0.0
    aim = (
        np.sqrt(share.country * less) * country
        + np.sqrt(share.region * less) * region
        + np.sqrt(max(1.0 - min(whole, 1.0), 0.0)) * own
    )
    order = np.empty(len(counts), np.int64)
    order[np.argsort(aim, kind="stable")] = np.argsort(place[:, 0], kind="stable")
    return order


@dataclass(frozen=True)
class Joint:
    """Hold what makes one authority's paths fit to be added to others': its region, and what is shared, by count."""

    region: str
    shares: Mapping[str, Shared]

    def order(self, count: str, authority: str, values: Floats, seed: int) -> NDArray[np.int64]:
        """Return the order in which to take the authority's paths of a published count, (paths, years + 1)."""
        number = list(self.shares).index(count)
        country, region, own = (
            np.random.default_rng([seed_of(seed, whose), 6, number]).standard_normal(len(values))
            for whose in (ENGLAND, f"region {self.region}", f"authority {authority}")
        )
        return in_order(values[:, 1:], country, region, own, self.shares[count])

    def arranged(self, measures: dict[str, Measured], authority: str, seed: int) -> dict[str, Measured]:
        """Return the authority's measures with their paths in order."""
        orders = {count: self.order(count, authority, measures[count].values, seed) for count in self.shares}
        return {
            name: replace(each, values=each.values[orders[MOVES_WITH.get(name, MONEY_MOVES_WITH)]])
            for name, each in measures.items()
        }


def add_up(
    arranged: Iterable[tuple[str, dict[str, Measured]]], region_of: Mapping[str, str]
) -> dict[str, dict[str, Measured]]:
    """Add authorities' measures, arranged, path by path to England and its regions; by area, England first."""
    sums: dict[str, dict[str, Measured]] = {ENGLAND: {}}
    for name, measures in arranged:
        for area in (ENGLAND, region_of[name]):
            there = sums.setdefault(area, {})
            for measure, each in measures.items():
                before = there.get(measure)
                there[measure] = each if before is None else replace(each, values=before.values + each.values)
    return {area: sums[area] for area in sorted(sums, key=lambda each: (each != ENGLAND, each))}


@dataclass(frozen=True)
class SumsJudged:
    """Hold how often past sums fell in their 95% and 50% intervals: of England, and of its regions."""

    england: tuple[int, float, float]
    regions: tuple[int, float, float]


def judge_sums(stack: Stack, region_of: Mapping[str, str], share: Shared, draws: int = 1_000) -> SumsJudged:
    """Foretell the sums of England and each region from every past origin, and set them beside what came.

    Sums are over the authorities that have a forecast and an outcome. Each is drawn from its own forecast, with
    `share` of the surprise in common.
    """
    panel = stack.panel
    region = np.array([region_of.get(name, "") for name in panel.authorities])
    places: dict[bool, list[float]] = {True: [], False: []}
    for horizon in stack.horizons:
        for origin in range(stack.first_origin(), panel.years[-1] - horizon + 1):
            forecast = stack.forecast(origin, horizon)
            actual, where = panel.at(origin + horizon)[forecast.rows], region[forecast.rows]
            judged = (actual >= SMALLEST_COUNT) & (where != "")
            names, which = np.unique(where[judged], return_inverse=True)
            if not len(names):
                continue
            generator = np.random.default_rng([origin, horizon])
            surprise = (
                np.sqrt(share.country) * generator.standard_normal(draws)
                + np.sqrt(share.region) * generator.standard_normal((len(names), draws))[which]
                + np.sqrt(1 - share.country - share.region) * generator.standard_normal((len(which), draws))
            )
            level, logs = norm.cdf(surprise), np.log(forecast.quantiles[judged])
            counts = np.exp([np.interp(one, LEVELS, row) for one, row in zip(level, logs, strict=True)])
            added = np.zeros((len(names), draws))
            np.add.at(added, which, counts)
            came = np.bincount(which, actual[judged])
            places[True].append(float((added.sum(axis=0) < came.sum()).mean()))
            places[False] += (added < came[:, None]).mean(axis=1).tolist()

    def inside(found: list[float]) -> tuple[int, float, float]:
        place = np.abs(np.array(found) - 0.5)
        return len(found), float((place < 0.475).mean()), float((place < 0.25).mean())

    return SumsJudged(inside(places[True]), inside(places[False]))


def study(stacks: Mapping[str, Stack], region_of: Mapping[str, str]) -> list[str]:
    """Return the evidence on sums, in lines of Markdown: with what is shared, and as if nothing were."""
    lines = [
        "## England and its regions",
        "",
        "Sums of authorities' forecasts, set beside the sums that came, for every origin. An interval that took "
        "authorities to be independent would be too narrow. The shares were learned from these same outcomes, two "
        "numbers for each measure; and England's shock is one a year, so these are few trials.",
        "",
        "| measure | of a surprise, shared by England | by the region besides | sums | number | 95% covers | 50% covers "
        "| if nothing were shared: 95% | 50% |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for measure, stack in stacks.items():
        share = shared(stack, region_of)
        with_share, without = (judge_sums(stack, region_of, each) for each in (share, Shared(0.0, 0.0)))
        for name, judged, apart in (
            ("England", with_share.england, without.england),
            ("regions", with_share.regions, without.regions),
        ):
            lines.append(
                f"| {measure.replace('_', ' ')} | {share.country:.1%} | {share.region:.1%} | {name} | {judged[0]} | "
                f"{judged[1]:.0%} | {judged[2]:.0%} | {apart[1]:.0%} | {apart[2]:.0%} |"
            )
    return [*lines, ""]


def told(sums: Mapping[str, Mapping[str, Measured]], first_year: int, years: int, paths: int) -> list[str]:
    """Return the sums in lines for a terminal: each area's numbers now and at the horizon, with their ranges."""
    lines = [f"England and its regions: {years} years from 31 March {first_year}, {paths:,} paths", ""]
    for area, measures in sums.items():
        lines.append(f"{area}, on 31 March {first_year + years} (95 in 100 paths):")
        for measure, words in (
            ("looked_after", "Children looked after"),
            ("on_plan", "Children on protection plans"),
            ("in_need", "Children in need, all together"),
        ):
            values = measures[measure].values
            low, middle, high = np.quantile(values[:, -1], [0.025, 0.5, 0.975])
            lines.append(
                f"  {words}: {values[:, 0].mean():,.0f} now; then {middle:,.0f} ({low:,.0f} to {high:,.0f})"
            )
        low, middle, high = np.quantile(measures["cost: late"].values[:, -1] / 1e9, [0.025, 0.5, 0.975])
        lines.append(f"  Late spending in that year: £{middle:,.2f}bn (£{low:,.2f}bn to £{high:,.2f}bn)")
    return lines
