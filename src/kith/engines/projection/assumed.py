"""What published tables do not tell, and what Kith assumes in its place: each with its reason, all in one place.

The report prints this list. An authority's own event histories replace most of it. None of these numbers
sets how many children there will be in a year's time (the published flows do); they set which children, in
which home, and what a lever reaches.
"""

from __future__ import annotations

import numpy as np

from kith.engines.projection.chain import CARE, State
from kith.engines.projection.panel import Floats

ASSUMPTIONS: tuple[str, ...] = (
    "An assessment takes 30 working days on average: the limit is 45 (Working Together 2023), 86% are in time.",
    "A section 47 enquiry takes 15 working days, the limit for a conference (Working Together 2023).",
    "Half of section 47 enquiries follow a referral's assessment; half come while Family Help is given.",
    "Proceedings and the work before them last half a year at home; 45% of those children are looked after "
    "within a year (the control arm of the trial of family group conferences, 2020-22).",
    "Of children who start to be looked after by agreement, three in ten come from a protection plan.",
    "One in two families in need has one child in need; 28%, 14% and 8% have two, three, four.",
    "How much likelier a child is to leave care soon after entering than later, by kind of leaving.",
    "How moves between homes thin out with time in care.",
    "Of children who go home from care, about one in eight returns within the first year, fewer later.",
    "Ages within kinds of home: supported accommodation from 16, adoption mostly under 5, children's homes "
    "mostly over 10; the totals by age and by kind of home are the published ones.",
    "Unaccompanied children: mostly 16 and 17, half in supported accommodation.",
    "One in seven children in children's homes lives in the authority's own.",
    "Staff time is shared between children on plans, in care and in Family Help as 3 to 2 to 1.",
)

ASSESSMENT_YEARS = 30 / 253
SECTION_47_YEARS = 15 / 253
SECTION_47_AFTER_ASSESSMENT = 0.5
PROCEEDINGS_YEARS = 0.5
PROCEEDINGS_TO_CARE = 0.45
AGREED_FROM_PLAN = 0.3
SIZE_OF_FAMILY: Floats = np.array([0.50, 0.28, 0.14, 0.08])
OWN_SHARE_OF_HOMES = 1 / 7
KIN_SHARE_OF_FOSTER = 0.228

# Relative hazard by time in care: under 3 months, 3 to 6, 6 to 12, 1 to 2 years, longer.
LEAVING_BY_CLOCK: dict[State, Floats] = {
    State.WENT_HOME: np.array([3.0, 1.5, 1.0, 0.6, 0.3]),
    State.KINSHIP_ORDER: np.array([0.3, 0.8, 1.5, 1.3, 0.6]),
    State.ADOPTED: np.array([0.05, 0.2, 0.8, 2.0, 1.0]),
    State.LEFT_OTHERWISE: np.array([2.0, 1.0, 1.0, 0.7, 0.5]),
}
# Relative chance of each way of leaving by age band, before the published totals are met.
LEAVING_BY_AGE: dict[State, Floats] = {
    State.WENT_HOME: np.array([1.0, 1.0, 1.0, 1.0, 1.0]),
    State.KINSHIP_ORDER: np.array([1.2, 1.2, 0.8, 0.3, 0.05]),
    State.ADOPTED: np.array([1.0, 1.0, 0.15, 0.01, 0.001]),
    State.LEFT_OTHERWISE: np.array([0.3, 0.4, 0.5, 1.0, 2.5]),
}
MOVES_BY_CLOCK: Floats = np.array([2.5, 1.3, 1.0, 0.8, 0.6])
RETURN_BY_CLOCK: Floats = np.array([0.20, 0.16, 0.10, 0.06, 0.02])
RETURN_FROM_KIN: Floats = np.array([0.01, 0.01, 0.01, 0.01, 0.01])
ENDING_BY_CLOCK: Floats = np.array([2.0, 1.3, 1.0, 0.8, 0.3])
PLAN_BY_CLOCK: Floats = np.array([0.7, 0.6, 1.4, 1.6, 1.8])
CARE_CLOCK: Floats = np.array([0.100, 0.084, 0.100, 0.170, 0.546])

# Which kinds of home children of each age live in (rows: care states; columns: age bands), before totals.
HOME_BY_AGE: dict[State, Floats] = {
    State.KINSHIP_FOSTER: np.array([1.0, 1.0, 1.0, 0.8, 0.4]),
    State.OWN_FOSTER: np.array([1.2, 1.0, 1.0, 0.8, 0.5]),
    State.AGENCY_FOSTER: np.array([0.5, 0.7, 1.0, 1.1, 0.7]),
    State.OWN_CHILDRENS_HOME: np.array([0.0, 0.01, 0.15, 1.0, 1.2]),
    State.PRIVATE_CHILDRENS_HOME: np.array([0.0, 0.01, 0.15, 1.0, 1.2]),
    State.SUPPORTED_ACCOMMODATION: np.array([0.0, 0.0, 0.0, 0.0, 1.0]),
    State.OTHER_SETTING: np.array([0.6, 0.3, 0.2, 0.5, 1.0]),
    State.WITH_PARENTS: np.array([1.0, 1.0, 1.0, 0.7, 0.5]),
    State.PLACED_FOR_ADOPTION: np.array([1.0, 1.0, 0.1, 0.0, 0.0]),
}
HOME_ALONE: Floats = np.array(
    [
        {
            State.OWN_FOSTER: 0.12,
            State.AGENCY_FOSTER: 0.30,
            State.SUPPORTED_ACCOMMODATION: 0.50,
            State.OTHER_SETTING: 0.05,
            State.KINSHIP_FOSTER: 0.03,
        }.get(state, 0.0)
        for state in CARE
    ]
)
AGE_ALONE: Floats = np.array([0.0] * 12 + [0.01, 0.02, 0.04, 0.10, 0.45, 0.38])
LEAVING_ALONE: Floats = np.array([1.6, 0.9, 0.7, 0.5, 0.4])
STAFF_WEIGHTS: dict[str, float] = {"family help": 1.0, "plan": 3.0, "care": 2.0}
