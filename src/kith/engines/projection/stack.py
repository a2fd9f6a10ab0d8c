"""What can be foretold of a published count, and how widely: four simple views, weighed and widened.

Structural uncertainty is met by not trusting one story. For each horizon the forecast is a weighted mean of
the process with England's drift, the process without it, last value, and the authority's own damped trend;
the weights, and how much wider the answer must be than the process thinks, are learned from forecasts made
at earlier origins whose outcome was known by the origin in hand. Nothing later is used, so a backtest of the
stack is a backtest of what `plan project` prints.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import product

import numpy as np
from scipy.stats import t as student

from kith.engines.projection.panel import SMALLEST_COUNT, Floats, Panel
from kith.engines.projection.process import ProcessFit, ProcessForecast, forecast
from kith.engines.projection.scores import LEVELS

VIEWS = ("process with England's drift", "process", "last value", "own damped trend")
# Weights before there is any past to learn from, and how many past target years they are worth.
FIRST_WEIGHTS: Floats = np.array([0.5, 0.2, 0.3, 0.0])
PRIOR_YEARS = 3.0
PRIOR_YEARS_OF_WIDTH = 1.0
YEARS_OF_WIDTH = 3
# Widths never grow or shrink faster with size than its root, which is what chance alone would do.
STEEPEST = 0.5
# Years of figures needed before the first origin: two changes, or nothing can be said of change.
FEWEST_YEARS = 3
_GRID: Floats = np.array([each for each in product(range(11), repeat=4) if sum(each) == 10], float) / 10


@dataclass(frozen=True)
class Lesson:
    """Hold what earlier origins taught for one horizon.

    Attributes:
        weights: of VIEWS, adding up to 1.
        centre: factor on the half-width of the 50% interval.
        tail: factor on the half-width of the 95% interval.
        slope: how widths go with size beyond what the process expects: both factors are multiplied by the
            authority's count over `size` to this power.
        size: the count at which they are not.
        years: how many earlier outcomes it was learned from.
    """

    weights: Floats
    centre: float
    tail: float
    slope: float
    size: float
    years: int


@dataclass(frozen=True)
class StackedForecast:
    """Hold one horizon's forecast: `quantiles` of the count at LEVELS, shape (rows, 199)."""

    rows: np.ndarray[tuple[int, ...], np.dtype[np.int64]]
    quantiles: Floats
    lesson: Lesson


def _locations(view: ProcessForecast, column: int) -> Floats:
    level = view.level[:, column]
    return np.stack([level + view.drift[column], level, view.last, view.own_trend[:, column]], axis=1)


def _standardised(view: ProcessForecast, column: int) -> Floats:
    """Return the scale that makes a residual a standard Student-t."""
    scale: Floats = view.scale[:, column] * np.sqrt((view.freedom - 2) / view.freedom)
    return scale


@dataclass
class Stack:
    """Forecast one panel from any origin, remembering each origin's process so that none is fitted twice.

    `teacher` is a stack of nearly the same panel (one authority's history carried back): its lessons serve, and its
    parameters are where the search begins, so that one authority does not cost a whole learning.
    """

    panel: Panel
    horizons: tuple[int, ...]
    teacher: Stack | None = None
    _views: dict[int, ProcessForecast] = field(default_factory=dict)
    _fits: dict[int, ProcessFit] = field(default_factory=dict)
    _lessons: dict[tuple[int, int], Lesson] = field(default_factory=dict)
    _forecasts: dict[tuple[int, int], StackedForecast] = field(default_factory=dict)

    def first_origin(self) -> int:
        """Return the first year from which a forecast can be made."""
        enough = (self.panel.counts >= SMALLEST_COUNT).sum(0) >= 10
        years = [year for year, usable in zip(self.panel.years, enough, strict=True) if usable]
        if len(years) < FEWEST_YEARS:
            raise ValueError(
                f"{self.panel.measure} is published for {len(years)} years; {FEWEST_YEARS} are needed."
            )
        return years[FEWEST_YEARS - 1]

    def view(self, origin: int) -> ProcessForecast:
        """Return the process's forecast from an origin."""
        if origin not in self._views:
            self._views[origin], self._fits[origin] = forecast(
                self.panel,
                origin,
                self.horizons,
                self.teacher.fit(origin) if self.teacher is not None else self._fits.get(origin - 1),
            )
        return self._views[origin]

    def fit(self, origin: int) -> ProcessFit:
        """Return the parameters fitted at an origin."""
        self.view(origin)
        return self._fits[origin]

    def lesson(self, origin: int, horizon: int) -> Lesson:
        """Return what origins before `origin`, with outcomes known by then, teach for a horizon.

        A horizon with few outcomes leans on the horizon before it: five years after a series begins
        nothing has been foretold five years ahead.
        """
        if self.teacher is not None:
            return self.teacher.lesson(origin, horizon)
        if (origin, horizon) not in self._lessons:
            self._lessons[origin, horizon] = self._learn(origin, horizon)
        return self._lessons[origin, horizon]

    def _learn(self, origin: int, horizon: int) -> Lesson:
        column = self.horizons.index(horizon)
        locations, outcomes, scales, freedoms, sizes = [], [], [], [], []
        for earlier in range(self.first_origin(), origin - horizon + 1):
            view = self.view(earlier)
            outcome = self.panel.at(earlier + horizon)[view.rows]
            known = outcome >= SMALLEST_COUNT
            locations.append(_locations(view, column)[known])
            outcomes.append(outcome[known])
            scales.append(_standardised(view, column)[known])
            freedoms.append(view.freedom[known])
            sizes.append(view.last[known])
        # A longer horizon has fewer outcomes, so it starts from what the horizon before it was taught.
        start = (
            self.lesson(origin, self.horizons[column - 1])
            if column
            else Lesson(FIRST_WEIGHTS, 1.0, 1.0, 0.0, 1.0, 0)
        )
        if not outcomes:
            return start
        where, actual = np.concatenate(locations), np.concatenate(outcomes)
        years = len(outcomes)
        # Errors in children over the root of the count: chance grows so, and no third of sizes rules the rest.
        errors = (np.abs(np.exp(where @ _GRID.T) - actual[:, None]) / np.sqrt(actual)[:, None]).mean(0)
        best = _GRID[int(np.argmin(errors))]
        weights = (years * best + PRIOR_YEARS * start.weights) / (years + PRIOR_YEARS)
        freedom = np.concatenate(freedoms)
        off = np.abs(np.log(actual) - where @ weights) / np.concatenate(scales)
        # Widths are learned from the last few outcomes alone: counts of children in need were far
        # livelier before 2018, while the census was young, than since.
        recent = sum(len(each) for each in outcomes[-YEARS_OF_WIDTH:])
        off, freedom, size = off[-recent:], freedom[-recent:], np.concatenate(sizes)[-recent:]
        trust = years / (years + PRIOR_YEARS_OF_WIDTH)
        middle = float(np.median(size))
        slope = trust * _slope(size - middle, off) + (1 - trust) * start.slope
        off = off / np.exp(slope * (size - middle))
        centre = float(np.quantile(off / student.ppf(0.75, freedom), 0.5))
        tail = float(np.quantile(off / student.ppf(0.975, freedom), 0.95))
        return Lesson(
            weights,
            centre**trust * start.centre ** (1 - trust),
            tail**trust * start.tail ** (1 - trust),
            slope,
            float(np.exp(middle)),
            years,
        )

    def forecast(self, origin: int, horizon: int) -> StackedForecast:
        """Forecast every authority with a figure at the origin, one horizon ahead."""
        if (origin, horizon) not in self._forecasts:
            self._forecasts[origin, horizon] = self._foretell(origin, horizon)
        return self._forecasts[origin, horizon]

    def _foretell(self, origin: int, horizon: int) -> StackedForecast:
        view, lesson = self.view(origin), self.lesson(origin, horizon)
        column = self.horizons.index(horizon)
        middle = _locations(view, column) @ lesson.weights
        bend = _bent(LEVELS, view.freedom, lesson.centre, lesson.tail)
        scale = _standardised(view, column) * np.exp(lesson.slope * (view.last - np.log(lesson.size)))
        return StackedForecast(view.rows, np.exp(middle[:, None] + scale[:, None] * bend), lesson)


def _slope(sizes: Floats, off: Floats) -> float:
    """Return how fast errors grow with size: the slope of the logarithm of the one on that of the other."""
    # The few that came out right by chance would rule the slope with their logarithms.
    logs = np.log(np.maximum(off, 0.05 * np.median(off)))
    apart = sizes - sizes.mean()
    slope = float((apart * logs).sum() / max((apart**2).sum(), 1e-9))
    return float(np.clip(slope, -STEEPEST, STEEPEST))


def _bent(levels: Floats, freedom: Floats, centre: float, tail: float) -> Floats:
    """Return Student-t quantiles stretched by `centre` inside the 50% interval and to `tail` at the 95%.

    Shape (rows, levels). Piecewise linear in the quantile and always increasing.
    """
    plain = student.ppf(levels[None, :], freedom[:, None])
    half, most = student.ppf(0.75, freedom)[:, None], student.ppf(0.975, freedom)[:, None]
    near, far = centre * half, np.maximum(tail * most, centre * half * 1.001)
    size = np.abs(plain)
    inside = size * centre
    between = near + (size - half) * (far - near) / (most - half)
    beyond = far * size / most
    bent: Floats = np.sign(plain) * np.where(size <= half, inside, np.where(size <= most, between, beyond))
    return bent
