"""A made-up year: families arriving day by day, how long each child stays, and when a placement may break."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from kith.engines.matching.children import Child, SiblingGroup
from kith.engines.matching.homes import Home
from kith.engines.matching.made_up import shapes
from kith.engines.matching.made_up.homes import make_homes
from kith.engines.matching.made_up.making import Grounds, make_family, pick

DAYS = 365
MEAN_STAY_DAYS = 220.0  # an assumption: of those who start in a year about half are there at its end


@dataclass(frozen=True)
class Arrival:
    """A family that arrives on a day of the year: its children, and each one's draws for what follows.

    `stays` are days each child stays in all; `frailty` are draws from the exponential distribution, one
    for each home a child may have in turn: a placement breaks after frailty over hazard months.
    """

    day: int
    group: SiblingGroup | None
    children: tuple[Child, ...]
    stays: tuple[int, ...]
    frailty: tuple[tuple[float, ...], ...]


@dataclass(frozen=True)
class Year:
    """A made-up year for one authority: its homes, empty but for the carers' own, and who arrives."""

    homes: tuple[Home, ...]
    arrivals: tuple[Arrival, ...]


def make_year(grounds: Grounds, homes: int, seed: int) -> Year:
    """Return a year with about as many children as started to be looked after in the published year."""
    generator = np.random.default_rng(seed)
    authority = grounds.children_of[0]
    stock = make_homes(
        generator, grounds.homes_in, grounds.children_of, grounds.postcodes, homes, grounds.near_share
    )
    # Vacancies that open in the middle of the week of the table would not be there all the year.
    stock = [replace(home, open_from=None, open_to=None) for home in stock]
    arrivals = []
    made = 0
    while made < authority.starts:
        size = min(pick(generator, shapes.FAMILY_SIZES), authority.starts - made)
        members = make_family(generator, authority, grounds.postcodes[authority.code], made, size)
        group = SiblingGroup(f"family-{made:05d}", tuple(child.id for child in members)) if size > 1 else None
        arrivals.append(
            Arrival(
                int(generator.integers(DAYS)),
                group,
                tuple(members),
                tuple(int(7 + generator.exponential(MEAN_STAY_DAYS)) for _ in members),
                tuple(tuple(generator.exponential(size=12).tolist()) for _ in members),
            )
        )
        made += size
    return Year(tuple(stock), tuple(sorted(arrivals, key=lambda one: (one.day, one.children[0].id))))
