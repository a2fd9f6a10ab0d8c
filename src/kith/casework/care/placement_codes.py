"""Which codes of the return of looked-after children (SSDA903) are alike, and what hangs on them. No Django."""

from __future__ import annotations

import datetime

TEMPORARY = frozenset({"T0", "T1", "T2", "T3", "T4"})
SCHEDULED = frozenset({"Z1", "Z11", "Z12", "Z13", "Z14"})
ADOPTIVE = frozenset({"A3", "A4", "A5", "A6"})
FOSTER = frozenset({"U1", "U2", "U3", "U4", "U5", "U6"})
RELATIVES = frozenset({"U1", "U2", "U3"})
SHORT_BREAKS = frozenset({"V3", "V4"})
CRIMINAL = frozenset({"J1", "J2", "J3"})
ADOPTED = frozenset({"E11", "E12"})
# No provider and no number of Ofsted's is collected for these.
WITHOUT_PROVIDER = TEMPORARY | SCHEDULED
WITHOUT_URN = TEMPORARY | SCHEDULED | {"P1", "P3", "R1", "R2", "R5"}
URN_NOT_KNOWN = "XXXXXXX"
# What each provider cannot provide (SSDA903 guide).
NEVER_BY: dict[str, frozenset[str]] = {
    "PR1": frozenset({"P1", "R2", "R5"}),
    "PR2": frozenset({"P1", "R2", "R5"}),
    "PR3": ADOPTIVE | FOSTER | {"K1", "K2", "P1"},
    "PR4": frozenset({"P1"}),
    "PR5": frozenset({"P1"}),
}
# The age from which a placement can be.
AGE_FROM = {"K3": 16, "H5": 16, "R5": 10, "S1": 4, "P3": 14}
# Days that a temporary placement or a legal status lasts at most, as the return and the law have it.
TEMPORARY_AT_MOST = {"T1": 42, "T3": 21, "T4": 7}
STATUS_AT_MOST = {"L1": 3, "L2": 21, "L3": 7, "J2": 21}
ONE_BREAK_AT_MOST, BREAKS_IN_A_YEAR_AT_MOST = 17, 75
# The age from which, or before which, care can end so.
ENDS_FROM = {"E5": 14, "E6": 14, "E7": 16, "E17": 18}
ENDS_BEFORE = {"E11": 18, "E12": 18}
ENDS_BY = {"E45": 18, "E46": 18, "E47": 18, "E48": 18}


def is_temporary(placement_type: str) -> bool:
    """Return whether a placement is a temporary stay, from which the child comes back."""
    return placement_type in TEMPORARY


def provider_of(placement_type: str, homes_provider: str) -> str:
    """Return the provider as the return has it: none for a temporary or scheduled placement, the parent for P1."""
    if placement_type in WITHOUT_PROVIDER:
        return ""
    if placement_type == "P1":
        return homes_provider or "PR0"
    return homes_provider


def urn_of(placement_type: str, homes_urn: str) -> str:
    """Return Ofsted's number as the return has it: none for a placement that Ofsted does not register."""
    return "" if placement_type in WITHOUT_URN else homes_urn


def birthday(born: datetime.date, years: int) -> datetime.date:
    """Return the day on which somebody becomes that old: 1 March for 29 February in a year without one."""
    try:
        return born.replace(year=born.year + years)
    except ValueError:
        return datetime.date(born.year + years, 3, 1)
