"""Judge the stack on the past: from every year that could have been an origin, knowing nothing later.

What is judged is what `plan project` prints: the stack with weights and widths learned only from outcomes known
at the origin. Baselines are last value, damped trend and linear trend, each both as a single number (whose CRPS is
its absolute error) and with the spread of its own past errors, learned as honestly.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kith.engines.projection.panel import SMALLEST_COUNT, Floats, Panel
from kith.engines.projection.scores import (
    HIGH_50,
    HIGH_95,
    LEVELS,
    LOW_50,
    LOW_95,
    MIDDLE,
    covered,
    crps,
    place_in,
)
from kith.engines.projection.stack import Stack

HORIZONS = (1, 2, 3, 5)
BASELINES = ("last value", "damped trend", "linear trend")
SIZES = ("smallest third", "middle third", "largest third")
# A forecast whose origin or outcome falls in these years is judged apart as well.
COVID_YEARS = (2021, 2022)
DAMPING = 0.8
_YEARS_OF_TREND = 4


@dataclass(frozen=True)
class Judged:
    """Hold every forecast of one measure with its outcome: one entry per authority, origin and horizon.

    `crps` and `error` are by method: the stack's under "stack", a baseline's with spread under its name and as
    one number under its name with " alone". Errors and CRPS are in children.
    """

    measure: str
    authority: NDArray[np.int64]
    origin: NDArray[np.int64]
    horizon: NDArray[np.int64]
    size: NDArray[np.int64]
    actual: Floats
    inside_95: Floats
    inside_50: Floats
    place: Floats
    crps: dict[str, Floats]
    error: dict[str, Floats]

    def where(self, chosen: NDArray[np.bool_], values: Floats) -> float:
        """Return a mean over the chosen forecasts; nan if there are none."""
        return float(values[chosen].mean()) if chosen.any() else float("nan")

    @property
    def covid(self) -> NDArray[np.bool_]:
        """Forecasts made from, or for, a COVID year."""
        marked: NDArray[np.bool_] = np.isin(self.origin, COVID_YEARS) | np.isin(
            self.origin + self.horizon, COVID_YEARS
        )
        return marked


def baseline_location(logs: Floats, horizon: int, method: str) -> Floats:
    """Return a baseline's log forecast from log counts up to the origin, shape (authorities, years)."""
    last: Floats = logs[:, -1]
    if method == "last value":
        return last
    recent = np.diff(logs[:, -_YEARS_OF_TREND - 1 :], axis=1)
    known = np.isfinite(recent)
    slope = np.where(known, recent, 0.0).sum(axis=1) / np.maximum(known.sum(axis=1), 1)
    if method == "damped trend":
        damped: Floats = last + slope * DAMPING * (1 - DAMPING**horizon) / (1 - DAMPING)
        return damped
    linear: Floats = last + slope * horizon
    return linear


def baseline_quantiles(logs: Floats, horizon: int, method: str, first: int) -> Floats:
    """Return a baseline with the spread of its own past errors, (authorities, 199), in children.

    Errors are those of every earlier column whose outcome is known at the last one, over all authorities. A
    horizon not yet tested takes the errors of one year ahead, spread by the root of the years.
    """
    middle = baseline_location(logs, horizon, method)
    for tested in (horizon, 1):
        errors = [
            logs[:, column + tested] - baseline_location(logs[:, : column + 1], tested, method)
            for column in range(first + 1, logs.shape[1] - tested)
        ]
        pooled = np.concatenate(errors) if errors else np.zeros(0)
        pooled = pooled[np.isfinite(pooled)]
        if len(pooled):
            # About the baseline itself: a spread that is not centred would make another forecast of it.
            spread = np.quantile(pooled - np.median(pooled), LEVELS) * np.sqrt(horizon / tested)
            quantiles: Floats = np.exp(middle[:, None] + spread[None, :])
            return quantiles
    # The first origin of all: only changes from one year to the next are known.
    changes = np.diff(logs, axis=1)
    pooled = changes[np.isfinite(changes)]
    widened = np.quantile(pooled - np.median(pooled), LEVELS) * np.sqrt(horizon)
    first_of_all: Floats = np.exp(middle[:, None] + widened[None, :])
    return first_of_all


def backtest(panel: Panel, horizons: tuple[int, ...] = HORIZONS) -> Judged:
    """Forecast from every origin that the data allow and set each forecast beside what came."""
    stack = Stack(panel, horizons)
    logs = np.log(np.where(panel.counts >= SMALLEST_COUNT, panel.counts, np.nan))
    first = panel.years.index(stack.first_origin()) - 2
    last = panel.years[-1]
    parts: list[dict[str, Floats]] = []
    size = _thirds(panel)
    for origin in range(stack.first_origin(), last):
        known = logs[:, : panel.years.index(origin) + 1]
        for horizon in horizons:
            if origin + horizon > last:
                continue
            forecast = stack.forecast(origin, horizon)
            outcome = panel.at(origin + horizon)[forecast.rows]
            chosen = outcome >= SMALLEST_COUNT
            rows, quantiles, actual = forecast.rows[chosen], forecast.quantiles[chosen], outcome[chosen]
            part: dict[str, Floats] = {
                "authority": rows.astype(float),
                "origin": np.full(len(rows), float(origin)),
                "horizon": np.full(len(rows), float(horizon)),
                "size": size[rows].astype(float),
                "actual": actual,
                "inside_95": covered(quantiles, actual, LOW_95, HIGH_95),
                "inside_50": covered(quantiles, actual, LOW_50, HIGH_50),
                "place": place_in(quantiles, actual),
                "crps stack": crps(quantiles, actual),
                "error stack": np.abs(actual - quantiles[:, MIDDLE]),
            }
            for method in BASELINES:
                spread = baseline_quantiles(known, horizon, method, first)[rows]
                alone = np.abs(actual - np.exp(baseline_location(known, horizon, method)[rows]))
                part[f"crps {method}"] = crps(spread, actual)
                part[f"crps {method} alone"] = alone
                part[f"error {method}"] = alone
            parts.append(part)
    joined = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    return Judged(
        panel.measure,
        joined["authority"].astype(np.int64),
        joined["origin"].astype(np.int64),
        joined["horizon"].astype(np.int64),
        joined["size"].astype(np.int64),
        joined["actual"],
        joined["inside_95"],
        joined["inside_50"],
        joined["place"],
        {name[5:]: values for name, values in joined.items() if name.startswith("crps ")},
        {name[6:]: values for name, values in joined.items() if name.startswith("error ")},
    )


def _thirds(panel: Panel) -> NDArray[np.int64]:
    """Return each authority's third by its mean count, 0 the smallest."""
    mean = np.array([row[np.isfinite(row)].mean() if np.isfinite(row).any() else 0.0 for row in panel.counts])
    edges = np.quantile(mean[mean > 0], [1 / 3, 2 / 3])
    return np.searchsorted(edges, mean).astype(np.int64)
