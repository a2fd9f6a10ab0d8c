"""Levers: dated changes to a flow, a move, a price or a capacity, each with an effect that is not sure.

A lever says what it touches, when, for how many families, how soon it works and how long it lasts. Its effect is
a distribution with a grade of evidence and a source, never one number; for anything short of a trial the
distribution keeps a chance of no effect at all.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from kith.engines.projection.chain import STATES, State
from kith.engines.projection.panel import Floats

Masks = NDArray[np.bool_]
KINDS = ("flow", "move", "price", "capacity", "spend")
FLOWS = ("families", "unaccompanied")
GRADES = {
    "A": "randomised trial in England",
    "B": "comparison between areas or matched groups",
    "C": "before and after, no comparison",
    "D": "assumption of the person who asks",
    "none found": "evaluated; no effect was found",
}
# No English evaluation of such programmes has reported anything near these. Beyond them a lever is a wish.
LEAST_FACTOR, MOST_FACTOR = 0.2, 3.0


class LeverError(ValueError):
    """A lever asks for what cannot be, or what its evidence does not bear."""


@dataclass(frozen=True)
class Effect:
    """Hold the distribution of a factor: log-normal about a middle, with a chance that it is exactly 1.

    Attributes:
        factor: middle of the factor where there is an effect (0.81 takes off 19%).
        low, high: its 95% interval.
        no_effect: chance, 0 to 1, that there is no effect.
    """

    factor: float
    low: float
    high: float
    no_effect: float = 0.0

    def __post_init__(self) -> None:
        if not 0 < self.low <= self.factor <= self.high:
            raise LeverError(
                f"The effect {self.factor:g} must lie within its interval {self.low:g} to {self.high:g}, above 0."
            )
        if self.low < LEAST_FACTOR or self.high > MOST_FACTOR:
            raise LeverError(
                f"An effect between {self.low:g} and {self.high:g} is beyond anything measured "
                f"({LEAST_FACTOR:g} to {MOST_FACTOR:g}). Narrow it to what its evidence shows."
            )
        if not 0 <= self.no_effect <= 1:
            raise LeverError("The chance of no effect is a share from 0 to 1.")

    @property
    def mean(self) -> float:
        """Mean factor, the chance of no effect included."""
        spread = self._spread
        return self.no_effect + (1 - self.no_effect) * self.factor * float(np.exp(spread**2 / 2))

    @property
    def _spread(self) -> float:
        return float(np.log(self.high / self.low) / (2 * 1.959964))

    def draw(self, paths: int, generator: np.random.Generator) -> Floats:
        """Draw one factor per path."""
        drawn: Floats = self.factor * np.exp(self._spread * generator.standard_normal(paths))
        drawn[generator.random(paths) < self.no_effect] = 1.0
        return drawn


@dataclass(frozen=True)
class Lever:
    """Hold one lever.

    Attributes:
        name: in words.
        kind: flow, move, price, capacity or spend.
        moves: for a move: pairs of states (from, to) whose hazard changes.
        flow: for a flow: families or unaccompanied.
        homes: for a price or a capacity: the kinds of home.
        effect: distribution of the factor, for those reached.
        uptake: share of those concerned who are reached, 0 to 1.
        starts, ends: years after the first day; `ends` may be None.
        lag: years until the full effect, growing evenly.
        half_life: years in which the effect halves once full; None if it does not fade.
        amount: for spend, pounds a year added (negative: taken away) in the prices of the first year.
        amount_share: for spend, the same as a share of the authority's spending of that class.
        spend_class: for spend: "early" or "late".
        grade, source: of the evidence.
    """

    name: str
    kind: str
    effect: Effect
    grade: str
    source: str
    moves: tuple[tuple[State, State], ...] = ()
    flow: str = ""
    homes: tuple[State, ...] = ()
    uptake: float = 1.0
    starts: float = 0.0
    ends: float | None = None
    lag: float = 0.0
    half_life: float | None = None
    amount: float = 0.0
    amount_share: float = 0.0
    spend_class: str = ""

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise LeverError(f"'{self.name}' is a lever on '{self.kind}'. Use one of {', '.join(KINDS)}.")
        if self.grade not in GRADES:
            raise LeverError(f"'{self.name}' has grade '{self.grade}'. Use one of {', '.join(GRADES)}.")
        if not self.source.strip():
            raise LeverError(f"'{self.name}' names no source. Say where its effect comes from.")
        if not 0 <= self.uptake <= 1:
            raise LeverError(
                f"'{self.name}' reaches {self.uptake:g} of those concerned. Use a share from 0 to 1."
            )
        if self.starts < 0 or (self.ends is not None and self.ends <= self.starts):
            raise LeverError(f"'{self.name}' must start on or after the first day and end after it starts.")
        if self.lag < 0 or (self.half_life is not None and self.half_life <= 0):
            raise LeverError(f"'{self.name}' needs a lag of 0 or more and a half-life above 0, in years.")
        if self.kind == "move" and not self.moves:
            raise LeverError(f"'{self.name}' names no move. Give at least one pair of states.")
        if self.kind == "flow" and self.flow not in FLOWS:
            raise LeverError(f"'{self.name}' names no flow. Use one of {', '.join(FLOWS)}.")
        if self.kind in ("price", "capacity") and not self.homes:
            raise LeverError(f"'{self.name}' names no kind of home.")
        if self.kind == "spend" and self.spend_class not in ("early", "late"):
            raise LeverError(f"'{self.name}' must say whether the money is early or late.")
        if self.grade == "none found" and (self.effect.factor, self.effect.low, self.effect.high) != (
            1,
            1,
            1,
        ):
            raise LeverError(
                f"'{self.name}' was evaluated and no effect was found; it cannot be given one. "
                "To try an effect of your own, say so with grade D."
            )
        if self.grade in ("B", "C") and self.effect.no_effect <= 0:
            raise LeverError(
                f"'{self.name}' rests on evidence of grade {self.grade}, which cannot rule out no effect. "
                "Give a chance of no effect above 0."
            )

    def profile(self, months: int) -> Floats:
        """Return how much of the effect is felt in each month, 0 to the uptake."""
        middle = (np.arange(months) + 0.5) / 12.0
        since = middle - self.starts
        felt = np.where(since < 0, 0.0, 1.0 if self.lag == 0 else np.clip(since / max(self.lag, 1e-9), 0, 1))
        if self.half_life is not None:
            felt = felt * 0.5 ** (np.maximum(since - self.lag, 0) / self.half_life)
        if self.ends is not None:
            felt = np.where(middle >= self.ends, 0.0, felt)
        profile: Floats = felt * self.uptake
        return profile


@dataclass(frozen=True)
class Scenario:
    """Hold a named set of levers, what it costs, and what a reader must know of it.

    Attributes:
        cost_a_year: pounds a year to run, prices of the first year; None if no cost is published.
        cost_per_family: pounds for each family reached; None if none is published.
        note: a sentence for the report: what was found, and what was not.
    """

    name: str
    summary: str
    levers: tuple[Lever, ...]
    cost_a_year: float | None = None
    cost_per_family: float | None = None
    note: str = ""

    def __post_init__(self) -> None:
        if not self.levers:
            raise LeverError(f"The scenario '{self.name}' has no lever.")
        for cost in (self.cost_a_year, self.cost_per_family):
            if cost is not None and cost < 0:
                raise LeverError(
                    f"The scenario '{self.name}' has a cost below 0. Use a lever on spend instead."
                )


@dataclass(frozen=True)
class Effects:
    """Hold a scenario's levers as drawn for each path: what `simulate` and `cost` read."""

    levers: tuple[Lever, ...] = ()
    factors: Floats = field(default_factory=lambda: np.zeros((0, 0)))
    months: int = 0
    on_families: Floats | None = None
    on_alone: Floats | None = None

    def on_moves(self, paths: int, months: int) -> tuple[Masks, Floats, Floats]:
        """Return masks (lever, from, to), factors (path, lever) and profiles (lever, month) of moves."""
        chosen = [index for index, lever in enumerate(self.levers) if lever.kind == "move"]
        masks = np.zeros((len(chosen), STATES, STATES), np.bool_)
        for place, index in enumerate(chosen):
            for source, target in self.levers[index].moves:
                masks[place, source, target] = True
        factors = self.factors[:, chosen] if chosen else np.ones((paths, 0))
        profiles = np.zeros((len(chosen), months))
        for place, index in enumerate(chosen):
            profiles[place] = self.levers[index].profile(months)
        return masks, np.ascontiguousarray(factors), profiles

    def on_homes(self, kind: str, home: State, paths: int, months: int) -> Floats:
        """Return the factor on a price or a capacity of a kind of home, shape (paths, months)."""
        factor = np.ones((paths, months))
        for index, lever in enumerate(self.levers):
            if lever.kind == kind and home in lever.homes:
                factor *= 1 + (self.factors[:, [index]] - 1) * lever.profile(months)
        return factor


NO_LEVERS = Effects()


def draw_effects(scenario: Scenario, *, years: int, paths: int, seed: int) -> Effects:
    """Draw every lever's effect for every path."""
    months = 12 * years
    factors = np.empty((paths, len(scenario.levers)))
    for index, lever in enumerate(scenario.levers):
        factors[:, index] = lever.effect.draw(paths, np.random.default_rng([seed, 11, index]))
    return effects_of(scenario.levers, factors, months)


def mean_effects(scenario: Scenario, *, years: int) -> Effects:
    """Return every lever at its mean: one path, for the expected-value recursion."""
    factors = np.array([[lever.effect.mean for lever in scenario.levers]])
    return effects_of(scenario.levers, factors, 12 * years)


def effects_of(levers: tuple[Lever, ...], factors: Floats, months: int) -> Effects:
    """Join levers to their drawn factors, shape (paths, levers)."""
    flows: dict[str, Floats | None] = dict.fromkeys(FLOWS)
    for index, lever in enumerate(levers):
        if lever.kind == "flow":
            felt = 1 + (factors[:, [index]] - 1) * lever.profile(months)
            before = flows[lever.flow]
            flows[lever.flow] = felt if before is None else before * felt
    return Effects(levers, factors, months, flows["families"], flows["unaccompanied"])
