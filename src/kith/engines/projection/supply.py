"""Homes: foster households that come and go, places in homes, and where children go when the wanted kind is full.

The chain says which kind of home is wanted for how many children; this says how many can have it. Who is over
spills in order: from the authority's own foster homes to agencies' as far as they can grow, from there to
private children's homes; from full own children's homes to private ones. A spilled child is often far from home.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kith.engines.projection.chain import CARE, FIRST_CARE, State
from kith.engines.projection.levers import Effects
from kith.engines.projection.panel import Floats

_PLACE = {state: int(state) - FIRST_CARE for state in CARE}
# Of children in children's homes, those over 20 miles from home (National Audit Office 2025, at 2024).
DISTANT_IN_HOMES = 0.49


@dataclass(frozen=True)
class Supply:
    """Hold what homes there are and how they change.

    Attributes:
        households: the authority's own approved foster households, kin apart.
        places_per_household: approved places in each.
        usable: share of approved places that can be filled at once (some are on hold, or do not fit).
        enquiries_a_year: people who ask to foster.
        application_share: of enquiries, those who apply; approval_share: of applications, those approved.
        approval_years: from enquiry to approval.
        leaving_rate: share of households that stop in a year.
        own_home_places: places in the authority's own children's homes.
        agency_growth: how much agencies' places for this authority can grow in a year.
        agency_slack: how much above the present use agencies can take at once.
        distant_share: share of children looked after now over 20 miles from home.
    """

    households: float
    places_per_household: float
    usable: float
    enquiries_a_year: float
    application_share: float
    approval_share: float
    approval_years: float
    leaving_rate: float
    own_home_places: float
    agency_growth: float
    agency_slack: float
    distant_share: float

    def __post_init__(self) -> None:
        shares = (
            self.usable,
            self.application_share,
            self.approval_share,
            self.leaving_rate,
            self.distant_share,
        )
        if any(not 0 <= share <= 1 for share in shares):
            raise ValueError("A share of homes must lie between 0 and 1.")
        if min(self.households, self.places_per_household, self.enquiries_a_year, self.own_home_places) < 0:
            raise ValueError(
                "There cannot be fewer than no homes. Correct the numbers of households and places."
            )

    def foster_places(self, months: int, paths: int, generator: np.random.Generator) -> Floats:
        """Draw usable places in own foster homes, shape (paths, months + 1).

        Each month: enquiries (Poisson), applications and approvals (binomial, `approval_years` later),
        households that stop (binomial).
        """
        lag = max(round(self.approval_years * 12), 0)
        enquiries = generator.poisson(self.enquiries_a_year / 12, (paths, months + lag))
        approved = generator.binomial(enquiries, self.application_share * self.approval_share)
        households = np.empty((paths, months + 1), np.int64)
        # A whole number of households whose mean is right.
        households[:, 0] = np.floor(self.households + generator.random(paths))
        staying = (1 - self.leaving_rate) ** (1 / 12)
        for month in range(months):
            households[:, month + 1] = generator.binomial(households[:, month], staying) + approved[:, month]
        places: Floats = (households * self.places_per_household * self.usable).astype(np.float64)
        return places


@dataclass(frozen=True)
class Placed:
    """Hold where children live once homes have been found.

    Attributes:
        homes: children by kind of home, shape (paths, months + 1, care states).
        unmet: children for whom the wanted kind was full, shape (paths, months + 1).
        distant: children over 20 miles from home, expected, shape (paths, months + 1).
        foster_places: usable places in the authority's own foster homes, shape (paths, months + 1).
    """

    homes: Floats
    unmet: Floats
    distant: Floats
    foster_places: Floats


def place(wanted: Floats, supply: Supply, effects: Effects, seed: int) -> Placed:
    """Fit the wanted homes, shape (paths, months + 1, care states), into the homes there are.

    Children are conserved: each is in exactly one home before and after.
    """
    paths, marks, _kinds = wanted.shape
    months = marks - 1
    homes = wanted.astype(float).copy()
    own, agency = _PLACE[State.OWN_FOSTER], _PLACE[State.AGENCY_FOSTER]
    own_home, private = _PLACE[State.OWN_CHILDRENS_HOME], _PLACE[State.PRIVATE_CHILDRENS_HOME]
    places = supply.foster_places(months, paths, np.random.default_rng([seed, 21]))
    felt = effects.on_homes("capacity", State.OWN_FOSTER, paths, months) if months else np.ones((paths, 0))
    places[:, 1:] *= felt
    # No one is moved out on the first day: capacity is at least what is in use.
    places = np.maximum(places, places[:, :1] * 0 + np.where(np.arange(marks) == 0, homes[:, :1, own], 0.0))

    over = np.maximum(homes[:, :, own] - places, 0.0)
    homes[:, :, own] -= over
    in_use = wanted[:, :1, agency]
    years = np.arange(marks) / 12
    ceiling = in_use * (1 + supply.agency_slack + supply.agency_growth * years)
    ceiling[:, 1:] *= effects.on_homes("capacity", State.AGENCY_FOSTER, paths, months)
    # Agencies take what the chain wants of them first; only the spill is held to their ceiling.
    room = np.maximum(ceiling - homes[:, :, agency], 0.0)
    taken = np.minimum(over, room)
    homes[:, :, agency] += taken
    to_private = over - taken
    own_places = np.full((paths, marks), float(supply.own_home_places))
    own_places[:, 1:] *= effects.on_homes("capacity", State.OWN_CHILDRENS_HOME, paths, months)
    over_home = np.maximum(homes[:, :, own_home] - np.maximum(own_places, 0), 0.0)
    # Places that levers add in own homes are filled from private ones: they are wanted, being nearer.
    free = np.maximum(own_places - supply.own_home_places, 0.0)
    back = np.minimum(free, homes[:, :, private])
    homes[:, :, own_home] += back - over_home
    homes[:, :, private] += over_home - back + to_private
    total = homes.sum(axis=2)
    distant = supply.distant_share * (total - to_private) + DISTANT_IN_HOMES * to_private
    return Placed(homes, over + over_home, distant, places)
