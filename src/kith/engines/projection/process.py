"""The process behind a yearly count: what persists, what is passing, and how fast it forgets.

Each authority's log rate is England's common movement plus a Student-t process of its own with four parts:
a level that stays (`spread`), a level that wanders and slowly comes back (`wander`, `memory`), one-year
noise (`flicker`), and the chance in a finite number of children, which in a stock of the same children
lasts from year to year (`turnover`). All authorities share the five parameters, fitted by maximum
posterior, so that a small or new authority borrows from all; the Student-t lets some be livelier than
others. (Student-t processes: Shah, Wilson and Ghahramani, AISTATS 2014.)
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize
from scipy.special import gammaln

from kith.engines.projection.panel import SMALLEST_COUNT, Floats, Panel

# Degrees of freedom of the Student-t. Between 4 and 6 the backtests cannot tell; the stack bends what is left.
FREEDOM = 6.0
PRIOR_CENTRE = np.array([np.log(0.3), np.log(0.08), 3.0, np.log(0.05), np.log(0.5)])
PRIOR_WIDTH = np.array([1.0, 1.0, 1.0, 1.0, 0.7])
# England's own year-to-year movement is never assumed steadier than this (log scale).
LEAST_COMMON_SHOCK = 0.012
DRIFT_DAMPING = 0.75
DRIFT_HALF_LIFE = 2.0


@dataclass(frozen=True)
class ProcessFit:
    """Hold the fitted parameters: logs of spread, wander, flicker and turnover; logit of memory."""

    parameters: Floats
    freedom: float

    @property
    def spread(self) -> float:
        """Standard deviation between authorities that lasts (log rate)."""
        return float(np.exp(self.parameters[0]))

    @property
    def wander(self) -> float:
        """Standard deviation of one year's lasting change (log rate)."""
        return float(np.exp(self.parameters[1]))

    @property
    def memory(self) -> float:
        """Share of a wandering deviation still there a year later."""
        return float(1 / (1 + np.exp(-self.parameters[2])))

    @property
    def flicker(self) -> float:
        """Standard deviation of what is gone the next year (log rate)."""
        return float(np.exp(self.parameters[3]))

    @property
    def turnover(self) -> float:
        """Chance variance per child and year, relative to a Poisson count."""
        return float(np.exp(self.parameters[4]))

    def covariance(self, first: Floats, second: Floats, sizes: Floats) -> Floats:
        """Return covariances without flicker, shape (authorities, first, second); `sizes` in children."""
        apart = np.abs(first[:, None] - second[None, :])
        innovation = (self.wander**2 + self.turnover / sizes) / (1 - self.memory**2)
        covariance: Floats = self.spread**2 + innovation[:, None, None] * self.memory**apart
        return covariance


@dataclass(frozen=True)
class ProcessForecast:
    """Hold forecasts for the authorities that have a figure in the origin year.

    Attributes:
        rows: row of each in the panel.
        last: log count at the origin.
        level: forecast log count with England standing still, shape (rows, horizons).
        drift: what England's damped movement adds, shape (horizons,).
        own_trend: log count by each authority's own damped trend, shape (rows, horizons).
        scale: standard deviation of the log count, shape (rows, horizons).
        freedom: degrees of freedom of each row's Student-t.
        horizons: years ahead.
    """

    rows: NDArrayInt
    last: Floats
    level: Floats
    drift: Floats
    own_trend: Floats
    scale: Floats
    freedom: Floats
    horizons: tuple[int, ...]


NDArrayInt = np.ndarray[tuple[int, ...], np.dtype[np.int64]]
Group = tuple[Floats, Floats, Floats, NDArrayInt]


def _negative_log_posterior(parameters: Floats, groups: list[Group], freedom: float) -> float:
    fit = ProcessFit(parameters, freedom)
    total = 0.5 * float((((parameters - PRIOR_CENTRE) / PRIOR_WIDTH) ** 2).sum())
    for times, residuals, sizes, _rows in groups:
        covariance = fit.covariance(times, times, sizes) + fit.flicker**2 * np.eye(len(times))
        lower = np.linalg.cholesky(covariance)
        white = np.linalg.solve(lower, residuals[..., None])[..., 0]
        length = len(times)
        determinant = np.log(np.diagonal(lower, axis1=1, axis2=2)).sum(1)
        total += float(
            (
                determinant
                + 0.5 * (freedom + length) * np.log1p((white**2).sum(1) / (freedom - 2))
                - gammaln((freedom + length) / 2)
                + gammaln(freedom / 2)
                + 0.5 * length * np.log(freedom - 2)
            ).sum()
        )
    return total


def _common_movement(rates: Floats) -> Floats:
    """Return England's cumulative movement: the mean over authorities of each year's change."""
    movement = np.zeros(rates.shape[1])
    for year in range(1, rates.shape[1]):
        change = rates[:, year] - rates[:, year - 1]
        known = change[np.isfinite(change)]
        movement[year] = movement[year - 1] + (known.mean() if len(known) else 0.0)
    return movement


def forecast(
    panel: Panel, origin: int, horizons: tuple[int, ...], start: ProcessFit | None = None
) -> tuple[ProcessForecast, ProcessFit]:
    """Forecast every authority's log count from one origin, from nothing published after it.

    Parameters: `origin` is the last year known; `horizons` are years ahead; `start` is an earlier fit to
    begin the search from. Raises ValueError when fewer than ten authorities have two years of figures.
    """
    known = panel.up_to(origin)
    counts = np.where(known.counts >= SMALLEST_COUNT, known.counts, np.nan)
    rates = np.log(counts) - np.log(known.population)
    present = np.isfinite(rates)
    years = np.flatnonzero(present.any(0))
    usable = present[:, -1] & (present.sum(1) >= 2)
    if usable.sum() < 10:
        raise ValueError(
            f"Only {int(usable.sum())} authorities have figures of {panel.measure} for {origin} and a year "
            "before. At least ten are needed to learn how such figures move."
        )
    movement = _common_movement(rates)
    centre = float(np.nanmean(rates - movement))
    residuals = rates - movement - centre
    sizes = np.array([np.mean(row[np.isfinite(row)]) if np.isfinite(row).any() else np.nan for row in counts])

    patterns: dict[tuple[int, ...], list[int]] = {}
    for row in np.flatnonzero(usable):
        patterns.setdefault(tuple(np.flatnonzero(present[row])), []).append(int(row))
    groups: list[Group] = [
        (np.array(times, float), residuals[np.ix_(rows, times)], sizes[rows], np.array(rows))
        for times, rows in patterns.items()
    ]
    guess = PRIOR_CENTRE if start is None else start.parameters
    found = minimize(_negative_log_posterior, guess, args=(groups, FREEDOM), method="L-BFGS-B")
    best = ProcessFit(found.x, FREEDOM)

    ahead = np.array(horizons, float)
    future = len(movement) - 1 + ahead
    level = np.full((len(rates), len(ahead)), np.nan)
    variance = np.full_like(level, np.nan)
    freedom_of = np.full(len(rates), np.nan)
    for times, values, size, rows_of in groups:
        seen = best.covariance(times, times, size) + best.flicker**2 * np.eye(len(times))
        across = best.covariance(future, times, size)
        later = best.covariance(future, future, size)
        weights = np.linalg.solve(seen, values[..., None])[..., 0]
        gain = np.linalg.solve(seen, np.swapaxes(across, 1, 2))
        left = np.diagonal(later - across @ gain, axis1=1, axis2=2) + best.flicker**2
        liveliness = (best.freedom - 2 + (values * weights).sum(1)) / (best.freedom + len(times) - 2)
        level[rows_of] = np.einsum("aht,at->ah", across, weights)
        variance[rows_of] = left * liveliness[:, None]
        freedom_of[rows_of] = best.freedom + len(times)

    steps = np.diff(movement[years[0] :])
    weight = 0.5 ** (np.arange(len(steps))[::-1] / DRIFT_HALF_LIFE)
    drift = float((weight * steps).sum() / (weight.sum() + 1.0))
    shock = max(float(np.sqrt(np.mean(steps**2))), LEAST_COMMON_SHOCK)
    damped = DRIFT_DAMPING * (1 - DRIFT_DAMPING**ahead) / (1 - DRIFT_DAMPING)
    rows_used = np.flatnonzero(usable)
    log_counts = np.log(counts)
    own_steps = np.diff(log_counts[rows_used][:, -5:], axis=1)
    counted = np.isfinite(own_steps).sum(1)
    own = np.where(np.isfinite(own_steps), own_steps, 0.0).sum(1) / np.maximum(counted, 1)
    last = log_counts[rows_used, -1]
    return (
        ProcessForecast(
            rows=rows_used,
            last=last,
            level=level[rows_used] + centre + movement[-1] + np.log(known.population[rows_used, -1])[:, None],
            drift=drift * damped,
            own_trend=last[:, None] + own[:, None] * damped,
            scale=np.sqrt(variance[rows_used] + 0.5 * shock**2 * ahead),
            freedom=freedom_of[rows_used],
            horizons=horizons,
        ),
        best,
    )
