"""What it costs: a heavy-tailed weekly price for each kind of home, staff time for each process, inflation unsure.

Levels are the authority's own: prices are scaled so that the first year's cost is what its section 251 return says
it spent on looked-after children and on safeguarding. Early and late follow the classes of that return.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kith.engines.projection import assumed
from kith.engines.projection.chain import CARE, FIRST_CARE, State
from kith.engines.projection.levers import Effects
from kith.engines.projection.panel import Floats

WEEKS = 365.25 / 7
HOMES_OF_HIGH_PRICE = (State.OWN_CHILDRENS_HOME, State.PRIVATE_CHILDRENS_HOME)
# Placements at £10,000 a week or more: 1,510 in 124 authorities in 2022-23 (Local Government Association survey).
HIGH_PRICE, HIGH_SHARE, HIGH_TAIL = 10_000.0, 0.10, 4.0


@dataclass(frozen=True)
class Prices:
    """Hold prices and budgets of the year before the first day, and how they may move.

    Attributes:
        weekly: pounds a week by kind of home, in the order of the care states.
        body_spread: coefficient of variation of a home's price about its kind's, below the high prices.
        other_looked_after: pounds a year on looked-after children beyond homes (adoption, leaving care…).
        safeguarding: pounds a year on social work and safeguarding.
        early: pounds a year on family support, children's centres and young people.
        home_growth, home_growth_spread: log growth of residential prices in the first year, and its doubt.
        foster_growth, pay_growth: the same for fostering and for staff; they share the doubt `pay_spread`.
        long_growth: what every growth fades to.
    """

    weekly: Floats
    body_spread: float
    other_looked_after: float
    safeguarding: float
    early: float
    home_growth: float
    home_growth_spread: float
    foster_growth: float
    pay_growth: float
    pay_spread: float
    long_growth: float = 0.025

    def __post_init__(self) -> None:
        if self.weekly.shape != (len(CARE),) or (self.weekly < 0).any():
            raise ValueError("Each kind of home needs a weekly price of 0 or more.")
        if min(self.other_looked_after, self.safeguarding, self.early) < 0:
            raise ValueError("A budget cannot be below 0.")


@dataclass(frozen=True)
class Costs:
    """Hold pounds by year and path, in the prices of each year, shape (paths, years).

    Attributes:
        homes: by kind of home, shape (paths, years, care states).
        looked_after, safeguarding, early: by section 251 heading; late: looked after and safeguarding.
    """

    homes: Floats
    looked_after: Floats
    safeguarding: Floats
    early: Floats

    @property
    def late(self) -> Floats:
        """Looked after and safeguarding."""
        total: Floats = self.looked_after + self.safeguarding
        return total

    @property
    def total(self) -> Floats:
        """Early and late."""
        total: Floats = self.late + self.early
        return total


def growth(first: float, doubt: float, long: float, years: int, chance: Floats) -> Floats:
    """Return price levels by year relative to the year before the first day, shape (paths, years).

    Growth starts at `first`, fades by a third a year to `long`, with a lasting doubt and one for each year.
    `chance` has shape (paths, years + 1), standard normal.
    """
    fade = (2 / 3) ** np.arange(years)
    yearly = long + (first - long) * fade + doubt * chance[:, :1] + 0.5 * doubt * chance[:, 1:]
    level: Floats = np.exp(np.cumsum(yearly, axis=1))
    return level


def mean_price(mean: float, spread: float, children: Floats, generator: np.random.Generator) -> Floats:
    """Draw the mean weekly price of a number of homes whose prices are log-normal with a heavy tail.

    A share HIGH_SHARE pays from HIGH_PRICE up, as a Pareto with exponent HIGH_TAIL; the rest is scaled so
    that the mean over all is `mean`. Few homes make a mean that swings widely.
    """
    high_mean = HIGH_PRICE * HIGH_TAIL / (HIGH_TAIL - 1)
    share = min(HIGH_SHARE, 0.5 * mean / high_mean)
    body = (mean - share * high_mean) / (1 - share)
    number = np.maximum(np.round(children), 1).astype(np.int64)
    high = generator.binomial(number, share)
    rest = number - high
    low = rest * body + np.sqrt(rest) * body * spread * generator.standard_normal(number.shape)
    tall = np.zeros(number.shape)
    for each in range(int(high.max(initial=0))):
        drawn = HIGH_PRICE * (1 - generator.random(number.shape)) ** (-1 / HIGH_TAIL)
        tall += np.where(each < high, drawn, 0.0)
    price: Floats = np.maximum(low + tall, 0.2 * mean * number) / number
    return price


def market_chance(seed: int, paths: int, years: int) -> Floats:
    """Return the chance in how prices and pay will grow, standard normal, shape (2, paths, years + 1)."""
    return np.random.default_rng([seed, 31]).standard_normal((2, paths, years + 1))


def cost(
    homes: Floats,
    early_stock: Floats,
    plan_stock: Floats,
    prices: Prices,
    effects: Effects,
    seed: int,
    market: Floats | None = None,
) -> Costs:
    """Cost every path.

    Parameters: `homes` is children by kind of home at each month's first day, (paths, months + 1, care
    states); `early_stock` and `plan_stock` are children in Family Help and its enquiries, and on plans,
    (paths, months + 1); `market` is the chance in prices' growth, the seed's own if it is not given (see
    `market_chance`). The same seed gives the same prices to a scenario as to the baseline.
    """
    paths, marks, kinds = homes.shape
    months = marks - 1
    years = months // 12

    def yearly(stock: Floats) -> Floats:
        middle = 0.5 * (stock[:, :-1] + stock[:, 1:])
        mean: Floats = middle.reshape(paths, years, 12, *stock.shape[2:]).mean(axis=2)
        return mean

    chance = market_chance(seed, paths, years) if market is None else market
    residential = growth(prices.home_growth, prices.home_growth_spread, prices.long_growth, years, chance[0])
    fostering = growth(prices.foster_growth, prices.pay_spread, prices.long_growth, years, chance[1])
    pay = growth(prices.pay_growth, prices.pay_spread, prices.long_growth, years, chance[1])
    children = yearly(homes.astype(float))
    by_home = np.zeros((paths, years, kinds))
    for place in range(kinds):
        state = State(FIRST_CARE + place)
        dear = state in (*HOMES_OF_HIGH_PRICE, State.SUPPORTED_ACCOMMODATION, State.OTHER_SETTING)
        # One stream of chance for each kind of home, so that a lever on one leaves the others' prices alone.
        generator = np.random.default_rng([seed, 32, place])
        weekly = np.full((paths, years), prices.weekly[place])
        if state in HOMES_OF_HIGH_PRICE and prices.weekly[place] > 0:
            # Drawn for the first day's number of children: prices are the market's, not the scenario's.
            number = np.broadcast_to(homes[:, :1, place], (paths, years))
            weekly = mean_price(prices.weekly[place], prices.body_spread, number, generator)
        felt = effects.on_homes("price", state, paths, months).reshape(paths, years, 12).mean(axis=2)
        by_home[:, :, place] = (
            children[:, :, place] * weekly * WEEKS * (residential if dear else fostering) * felt
        )
    looked = children.sum(axis=2)
    at_first = np.maximum(homes[:, 0].sum(axis=1, keepdims=True), 1.0)
    other = prices.other_looked_after * looked / at_first * pay
    weights = assumed.STAFF_WEIGHTS

    def work(early: Floats, plan: Floats, care: Floats) -> Floats:
        total: Floats = weights["family help"] * early + weights["plan"] * plan + weights["care"] * care
        return total

    first = np.maximum(work(early_stock[:, :1], plan_stock[:, :1], at_first), 1.0)
    now = work(yearly(early_stock), yearly(plan_stock), looked)
    # Two fifths of safeguarding spend is standing cost: management, boards, buildings.
    safeguarding = prices.safeguarding * (0.4 + 0.6 * now / first) * pay
    early = np.maximum(
        prices.early * pay + spend_added(effects, "early", prices.early, months // 12) * pay, 0.0
    )
    safeguarding = np.maximum(
        safeguarding + spend_added(effects, "late", prices.safeguarding, months // 12) * pay, 0.0
    )
    return Costs(by_home, by_home.sum(axis=2) + other, safeguarding, early)


def spend_added(effects: Effects, spend_class: str, budget: float, years: int) -> Floats:
    """Return pounds that levers on spend add to a class in each year, in first-year prices, shape (years,)."""
    added = np.zeros(12 * years)
    for lever in effects.levers:
        if lever.kind == "spend" and lever.spend_class == spend_class:
            added += (lever.amount + lever.amount_share * budget) / 12 * lever.profile(12 * years)
    result: Floats = added.reshape(years, 12).sum(axis=1)
    return result
