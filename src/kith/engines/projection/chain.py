"""The chain that every child follows, in the order that a family meets it: its states, ages and clocks.

A state is where a child is on a day. From a referral the child is assessed, may have Family Help, a section 47
enquiry, a protection plan, court proceedings, and may be looked after in one kind of home after another;
then goes home, to kin by order of the court, to adopters, or turns 18, and may come back.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from kith.engines.projection.panel import Floats


class State(IntEnum):
    """Every place a child can be. The order matters: care is one unbroken run of states."""

    ASSESSMENT = 0
    FAMILY_HELP = 1
    SECTION_47 = 2
    PROTECTION_PLAN = 3
    PROCEEDINGS = 4
    KINSHIP_FOSTER = 5
    OWN_FOSTER = 6
    AGENCY_FOSTER = 7
    OWN_CHILDRENS_HOME = 8
    PRIVATE_CHILDRENS_HOME = 9
    SUPPORTED_ACCOMMODATION = 10
    OTHER_SETTING = 11
    WITH_PARENTS = 12
    PLACED_FOR_ADOPTION = 13
    WENT_HOME = 14
    KINSHIP_ORDER = 15
    ADOPTED = 16
    HELP_ENDED = 17
    LEFT_OTHERWISE = 18
    TURNED_18 = 19

    @property
    def words(self) -> str:
        """The state in lower-case words, for a table or a chart."""
        return _WORDS.get(self, self.name.replace("_", " ").lower())


_WORDS = {
    State.SECTION_47: "section 47 enquiry",
    State.PROCEEDINGS: "pre-proceedings and proceedings, at home",
    State.KINSHIP_FOSTER: "kinship foster care",
    State.OWN_FOSTER: "authority's own foster care",
    State.AGENCY_FOSTER: "agency foster care",
    State.OWN_CHILDRENS_HOME: "authority's own children's home",
    State.PRIVATE_CHILDRENS_HOME: "private or voluntary children's home",
    State.OTHER_SETTING: "other setting (secure, school, health)",
    State.WENT_HOME: "went home from care",
    State.KINSHIP_ORDER: "order to kin (special guardianship or arrangements)",
    State.LEFT_OTHERWISE: "left care in another way",
}

STATES = len(State)
FIRST_CARE, LAST_CARE = int(State.KINSHIP_FOSTER), int(State.PLACED_FOR_ADOPTION)
CARE = tuple(State(number) for number in range(FIRST_CARE, LAST_CARE + 1))
EARLY = (State.ASSESSMENT, State.FAMILY_HELP, State.SECTION_47, State.PROTECTION_PLAN, State.PROCEEDINGS)
ON_PLAN = (State.PROTECTION_PLAN, State.PROCEEDINGS)
IN_NEED = EARLY + CARE
# A child is followed on after these two, for a return to care; after the rest the chain is over.
MAY_RETURN = (State.WENT_HOME, State.KINSHIP_ORDER)
OVER = (State.ADOPTED, State.HELP_ENDED, State.LEFT_OTHERWISE, State.TURNED_18)

# Age bands as published for children looked after: under 1, 1 to 4, 5 to 9, 10 to 15, 16 and 17.
AGE_EDGES: Floats = np.array([0.0, 1.0, 5.0, 10.0, 16.0, 18.0])
AGE_BANDS = ("under 1", "1 to 4", "5 to 9", "10 to 15", "16 and 17")
# The clock: years since the state began, or in care since the period of care began, in the bands in which
# durations of plans and of need are published.
CLOCK_EDGES: Floats = np.array([0.0, 0.25, 0.5, 1.0, 2.0, 99.0])
CLOCK_BANDS = ("under 3 months", "3 to 6 months", "6 to 12 months", "1 to 2 years", "2 years or more")
AGES, CLOCKS = len(AGE_BANDS), len(CLOCK_BANDS)
ADULT = 18.0


def age_band(age: Floats) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
    """Return the age band of each age in years (18 and over counts as the last)."""
    return np.clip(np.searchsorted(AGE_EDGES, age, side="right") - 1, 0, AGES - 1).astype(np.int64)


def clock_band(years: Floats) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
    """Return the clock band of each time in years."""
    return np.clip(np.searchsorted(CLOCK_EDGES, years, side="right") - 1, 0, CLOCKS - 1).astype(np.int64)


def is_care(state: int) -> bool:
    """Say whether a state is being looked after."""
    return FIRST_CARE <= state <= LAST_CARE


@dataclass(frozen=True)
class Children:
    """Hold children who are in the chain on the day the projection starts.

    Attributes, one entry per child:
        state: where the child is.
        age: in years, exact to the day, 0 to under 18.
        clock: years since the state (in care: the period of care) began.
        family: number shared by brothers and sisters; negative numbers stand alone.
        unaccompanied: came alone to seek asylum.
    """

    state: np.ndarray[tuple[int, ...], np.dtype[np.int64]]
    age: Floats
    clock: Floats
    family: np.ndarray[tuple[int, ...], np.dtype[np.int64]]
    unaccompanied: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]

    def __post_init__(self) -> None:
        size = len(self.state)
        if any(len(each) != size for each in (self.age, self.clock, self.family, self.unaccompanied)):
            raise ValueError(
                "Each child needs a state, an age, a clock, a family and a mark: one entry each."
            )
        if size and (self.age.min() < 0 or self.age.max() >= ADULT):
            raise ValueError("A child must be 0 to 17 on the first day. Leave out anyone who has turned 18.")
        if size and (self.clock < 0).any():
            raise ValueError("A state cannot have begun after the first day. Correct the start date.")
        if size and (self.clock > self.age + 1e-9).any():
            raise ValueError("A state cannot have begun before the child was born. Correct the dates.")
        if size and (self.state.min() < 0 or self.state.max() > State.KINSHIP_ORDER):
            raise ValueError("A child whose chain is over does not belong in the starting list.")

    def __len__(self) -> int:
        return len(self.state)
