"""A small made-up authority, so that a test says only what it is about."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np

from kith.engines.projection.chain import CARE, Children, State
from kith.engines.projection.cost import Prices
from kith.engines.projection.entries import Entries
from kith.engines.projection.hazards import SHAPE, Hazards
from kith.engines.projection.paths import Model
from kith.engines.projection.project import Setting
from kith.engines.projection.supply import Supply


def rates() -> np.ndarray:
    """Hazards with something on every step of the chain."""
    table = np.zeros(SHAPE)
    for source, target, rate in (
        (State.ASSESSMENT, State.FAMILY_HELP, 6.0),
        (State.ASSESSMENT, State.SECTION_47, 2.0),
        (State.FAMILY_HELP, State.HELP_ENDED, 1.2),
        (State.FAMILY_HELP, State.SECTION_47, 0.4),
        (State.SECTION_47, State.PROTECTION_PLAN, 7.0),
        (State.SECTION_47, State.FAMILY_HELP, 17.0),
        (State.PROTECTION_PLAN, State.FAMILY_HELP, 1.2),
        (State.PROTECTION_PLAN, State.PROCEEDINGS, 0.4),
        (State.PROCEEDINGS, State.PROTECTION_PLAN, 0.9),
    ):
        table[source, target] = rate
    by_age = np.array([3.0, 1.0, 0.7, 1.0, 1.2])[:, None]
    table[State.FAMILY_HELP, State.OWN_FOSTER] = 0.03 * by_age
    table[State.PROCEEDINGS, State.OWN_FOSTER] = 0.9 * by_age
    homes = (State.OWN_FOSTER, State.AGENCY_FOSTER, State.PRIVATE_CHILDRENS_HOME)
    for home in homes:
        table[home, State.WENT_HOME] = np.array([0.6, 0.4, 0.2, 0.1, 0.05])[None, :]
        table[home, State.KINSHIP_ORDER] = 0.08
        table[home, State.ADOPTED] = np.array([0.2, 0.1, 0.0, 0.0, 0.0])[:, None]
        table[home, State.LEFT_OTHERWISE] = 0.03
        for other in homes:
            if other != home:
                table[home, other] = 0.3
    table[State.WENT_HOME, State.OWN_FOSTER] = np.array([0.2, 0.15, 0.1, 0.05, 0.02])[None, :]
    return table


def children(number: int = 60, seed: int = 0) -> Children:
    """Children in every part of the chain."""
    generator = np.random.default_rng(seed)
    states = generator.choice(
        [State.FAMILY_HELP, State.PROTECTION_PLAN, State.OWN_FOSTER, State.AGENCY_FOSTER, State.WENT_HOME],
        number,
    )
    ages = generator.uniform(0.1, 17.9, number)
    return Children(
        states.astype(np.int64),
        ages,
        np.minimum(generator.uniform(0, 3, number), ages),
        np.full(number, -1, np.int64),
        np.zeros(number, bool),
    )


def entries(families_a_month: float = 6.0, alone_a_month: float = 0.5) -> Entries:
    """Families newly in need and a few children alone, with no year-level chance unless asked."""
    homes = np.zeros(len(CARE))
    homes[1] = 1.0
    return Entries(
        families_a_month=families_a_month,
        alone_a_month=alone_a_month,
        season=np.ones(12),
        growth=0.0,
        growth_spread=0.0,
        alone_growth_spread=0.0,
        overdispersion=0.0,
        alone_overdispersion=0.0,
        population_growth=0.0,
        age_of_need=np.full(18, 1 / 18),
        size_of_family=np.array([0.5, 0.28, 0.14, 0.08]),
        age_alone=np.eye(18)[16],
        home_alone=homes,
    )


def model(number: int = 60, **changes: object) -> Model:
    """A model whose hazards are known exactly."""
    alone = np.zeros(SHAPE)
    alone[State.OWN_FOSTER, State.LEFT_OTHERWISE] = 0.2
    made = Model(children(number), Hazards.certain(rates()), Hazards.certain(alone), entries())
    return replace(made, **changes)  # type: ignore[arg-type]


def setting(number: int = 200, **changes: object) -> Setting:
    """A setting with homes and money, and no published past."""
    weekly = np.zeros(len(CARE))
    weekly[[1, 2, 4]] = 600, 1_000, 7_000
    made = Setting(
        authority="Made-up Borough",
        first_day=date(2025, 3, 31),
        model=model(number),
        supply=Supply(40, 1.9, 0.7, 100, 0.07, 0.48, 0.75, 0.11, 3, 0.02, 0.05, 0.24),
        prices=Prices(weekly, 0.35, 500_000, 3_000_000, 2_000_000, 0.06, 0.03, 0.04, 0.03, 0.01),
    )
    return replace(made, **changes)  # type: ignore[arg-type]
