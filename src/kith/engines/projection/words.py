"""A projection in plain words: the few numbers that matter, each with its range, for a screen or a report."""

from __future__ import annotations

import numpy as np

from kith.engines.projection.chain import CARE, State
from kith.engines.projection.compare import compare
from kith.engines.projection.levers import GRADES
from kith.engines.projection.panel import Floats
from kith.engines.projection.project import Projection


def ranged(values: Floats, unit: str = "") -> str:
    """Return the middle and the range that holds 95 in 100 paths, rounded as surely as it is known."""
    low, middle, high = np.quantile(values, [0.025, 0.5, 0.975])
    if unit == "£m":
        return f"£{middle / 1e6:,.1f}m (95 in 100 paths: £{low / 1e6:,.1f}m to £{high / 1e6:,.1f}m)"
    return f"{middle:,.0f} (95 in 100 paths: {low:,.0f} to {high:,.0f})"


def _signed(pounds: float) -> str:
    return f"{'-' if pounds < 0 else '+'}£{abs(pounds) / 1e6:,.2f}m"


def headlines(projection: Projection) -> list[str]:
    """Return the sentences that matter most, of carrying on."""
    outcome, years = projection.baseline, projection.years
    end = 12 * years
    year = projection.setting.first_day.year + years
    care = outcome.care
    rising = float((care[:, end] > care[:, 0]).mean())
    homes = [State.OWN_CHILDRENS_HOME, State.PRIVATE_CHILDRENS_HOME]
    in_homes = outcome.placed.homes[:, :, [CARE.index(each) for each in homes]].sum(axis=2)
    late = outcome.costs.late
    share = (outcome.costs.early / np.maximum(outcome.costs.total, 1.0)).mean(axis=0)
    return [
        f"Children looked after: {care[0, 0]:,.0f} now; on 31 March {year}, {ranged(care[:, end])}. "
        f"The chance that there are more than now is {rising:.0%}.",
        f"Children on protection plans: {outcome.plan[0, 0]:,.0f} now; then {ranged(outcome.plan[:, end])}.",
        f"Children in need, all together: {outcome.in_need[0, 0]:,.0f} now; then {ranged(outcome.in_need[:, end])}.",
        f"Children in children's homes: {in_homes[:, 0].mean():,.0f} now; then {ranged(in_homes[:, end])}.",
        f"Children for whom the wanted kind of home is full: {ranged(outcome.placed.unmet[:, end])}.",
        f"Late spending (looked after and safeguarding) in the year to March {year}: {ranged(late[:, -1], '£m')}, in the "
        f"prices of that year; in the first year {ranged(late[:, 0], '£m')}.",
        f"Early help's share of spending goes from {share[0]:.0%} to {share[-1]:.0%} if budgets only follow pay.",
    ]


def scenario_words(projection: Projection) -> list[str]:
    """Return the sentences on a scenario: evidence first, then differences, then money."""
    if projection.scenario is None:
        return []
    scenario, found, years = projection.scenario, compare(projection), projection.years
    first = projection.setting.first_day.year
    lines = [f"{scenario.name}: {scenario.summary}", scenario.note]
    lines += [
        f"Evidence for '{lever.name}': grade {lever.grade}, {GRADES[lever.grade]}. {lever.source}."
        for lever in scenario.levers
    ]
    for measure, words in (
        ("looked_after", "Children looked after"),
        ("on_plan", "Children on plans"),
        ("in_need", "Children in need"),
    ):
        row = found.differences[measure][-1]
        lines.append(
            f"{words} on 31 March {first + years}: {row['mean']:+,.1f} on average "
            f"(95 in 100 paths: {row['q025']:+,.1f} to {row['q975']:+,.1f})."
        )
    row = found.differences["cost: total"][-1]
    lines.append(
        f"Spending in the year to March {first + years}, the programme's own cost apart: {_signed(row['mean'])} on average "
        f"(95 in 100 paths: {_signed(row['q025'])} to {_signed(row['q975'])})."
    )
    if found.paid is not None:
        chances = ", ".join(f"{first + year + 1}: {share:.0%}" for year, share in enumerate(found.paid))
        lines.append(f"Chance that it has paid for itself by March of each year: {chances}.")
    else:
        last = found.break_even[-1]
        if np.isfinite(last["mean"]):
            lines.append(
                "No cost is published for it, so nothing is said of whether it pays. Over these years it would break even at "
                f"£{last['q50']:,.0f} for each family reached (95 in 100 paths: £{last['q025']:,.0f} to £{last['q975']:,.0f})."
            )
    return lines


def told(projection: Projection) -> list[str]:
    """Return the whole projection in lines for a terminal."""
    setting = projection.setting
    lines = [
        f"{setting.authority}: {projection.years} years from {setting.first_day.day} "
        f"{setting.first_day:%B %Y}, {projection.paths:,} paths",
        "",
        *headlines(projection),
    ]
    if projection.scenario is not None:
        lines += ["", *scenario_words(projection)]
    if setting.notes:
        lines += ["", "To know:", *(f"- {note}" for note in setting.notes)]
    return lines
