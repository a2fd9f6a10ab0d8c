"""What may be true of a child's care and is seldom so: shown before it is recorded, and recorded with the reason.

Nothing here refuses anything. Each sentence says what is unusual and what it may mean.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from kith.casework.care.models import HomeKind
from kith.casework.care.placement_codes import (
    ADOPTIVE,
    CRIMINAL,
    FOSTER,
    RELATIVES,
    STATUS_AT_MOST,
    TEMPORARY,
    TEMPORARY_AT_MOST,
    WITHOUT_URN,
    birthday,
)
from kith.casework.care.what_cannot_be import on
from kith.casework.people.models import Person

# The kinds of placement that each kind of home is for; a temporary stay may be anywhere.
USUAL: dict[str, frozenset[str]] = {
    HomeKind.FOSTER: (FOSTER - RELATIVES) | {"A3", "A5"},
    HomeKind.CONNECTED: RELATIVES | {"A3", "A5"},
    HomeKind.PARENT: frozenset({"P1"}),
    HomeKind.ADOPTERS: ADOPTIVE | {"U2", "U5"},
    HomeKind.CHILDRENS_HOME: frozenset({"K2", "R1", "R3"}),
    HomeKind.SECURE: frozenset({"K1"}),
    HomeKind.SUPPORTED: frozenset({"K3", "H5", "P2"}),
    HomeKind.RESIDENTIAL_SCHOOL: frozenset({"S1"}),
    HomeKind.HEALTH: frozenset({"R2"}),
    HomeKind.CUSTODY: frozenset({"R5"}),
}
NO_HOME_BEFORE = (
    "The postcode of where the child lived is not on the record, so the distance from home will not be known. Record their "
    "home on their own page first, if it is known."
)
# A deprivation of liberty is expected in the first, and cannot well be in the second (SSDA903, from 2026-27).
LIBERTY_EXPECTED, LIBERTY_NEVER = frozenset({"K2", "Z12", "Z13"}), frozenset({"K1", "P1", "R5", "K3"})


def of_home(*, home_name: str, home_kind: str, placement_type: str, urn: str, has_address: bool) -> list[str]:
    """Return what is unusual about a placement of that kind in that home."""
    said = []
    usual = USUAL.get(home_kind)
    if usual is not None and placement_type not in usual | TEMPORARY:
        said.append(
            f"{home_name} is on the record as: {HomeKind(home_kind).label.lower()}. {placement_type} is another kind of "
            "placement. Check both."
        )
    if placement_type == "K1":
        said.append(
            "A secure children's home (K1) holds a child for more than 72 hours in 28 days only by a court's order."
        )
    if placement_type in ("Z1", "Z11", "Z12", "Z13", "Z14"):
        said.append(f"{placement_type} is a place that is not registered. It needs approval of its own.")
    if placement_type not in WITHOUT_URN and not urn:
        said.append(
            f"Ofsted's number (URN) of {home_name} is not on the record. The return will say that it is not known."
        )
    if not has_address and placement_type not in TEMPORARY:
        said.append(
            f"No address of {home_name} is known on that day, so neither distance nor area can be told."
        )
    return said


def of_place(
    *,
    placement_type: str,
    provider: str,
    home_postcode: str,
    placement_postcode: str,
    metres: int | None,
    in_our_area: bool | None,
) -> list[str]:
    """Return what is unusual about where a placement is."""
    said = []
    if home_postcode and home_postcode == placement_postcode and placement_type not in {"P1"} | TEMPORARY:
        said.append(
            "The postcode is the one that the child lived at before, and this is not a placement with a parent. Check the "
            "address."
        )
    if metres is not None and metres > 350 * 1609.3:
        said.append("It is more than 350 miles from home. Check both postcodes.")
    if provider == "PR1" and in_our_area is False and placement_type not in ADOPTIVE | FOSTER | TEMPORARY:
        said.append(
            "The home is this authority's own (PR1) and lies in another authority. Check who provides it."
        )
    return said


def of_status(
    *,
    child: Person,
    code: str,
    day: datetime.date,
    ending: str = "",
    ending_since: datetime.date | None = None,
) -> list[str]:
    """Return what is unusual about a legal status from that day, and about how long the one before it held."""
    said = []
    if code in CRIMINAL and child.birth_date is not None and day == birthday(child.birth_date, 10):
        said.append(f"It is the child's 10th birthday, and {code} is a criminal legal status. Check both.")
    if code in ("C1", "C2") and child.birth_date is not None and day >= birthday(child.birth_date, 17):
        said.append(
            "No care order can be made for a child who is 17. Check the day of the order (Children Act 1989, section 31)."
        )
    if code == "D1":
        said.append("Freeing orders ended in 2005. A placement order is E1.")
    said += of_length(ending, ending_since, day)
    return said


def of_length(code: str, since: datetime.date | None, until: datetime.date) -> list[str]:
    """Return what is unusual about how long a short-lived legal status has held."""
    most = STATUS_AT_MOST.get(code)
    if most is None or since is None or (until - since).days <= most:
        return []
    return [f"{code} has held for {(until - since).days} days since {on(since)}, and lasts {most} at most."]


def of_temporary(placement_type: str, since: datetime.date, until: datetime.date) -> list[str]:
    """Return what is unusual about how long a temporary stay has lasted."""
    most = TEMPORARY_AT_MOST.get(placement_type)
    if most is None or (until - since).days <= most:
        return []
    return [
        f"This temporary stay ({placement_type}) has lasted {(until - since).days} days since {on(since)}, and the return "
        f"takes {most} at most. If the child is to stay, record it as a change of placement."
    ]


def of_following(before: str, before_that: int | None, after: str, home_id: int) -> list[str]:
    """Return what is unusual about one kind of placement after another.

    `before_that` is the home that the child lived in before a temporary stay.
    """
    if before in TEMPORARY and after in TEMPORARY:
        return [
            "One temporary stay follows another. The return expects the child to come back in between; if this is where "
            "they live now, choose that kind of placement."
        ]
    if before in TEMPORARY and before_that is not None and before_that != home_id:
        return [
            "The child does not go back to where they lived before the temporary stay, as the return expects. If they had "
            "left for good, correct the temporary stay into the placement that it was."
        ]
    if after in ("A3", "A4") and before not in FOSTER | ADOPTIVE:
        return ["A child is placed for adoption from foster carers, as a rule. Check both placements."]
    return []


def of_ending(reason: str, placement_type: str) -> list[str]:
    """Return what is unusual about a reason for which care ends."""
    if reason in ("E45", "E46") and placement_type not in FOSTER:
        return [
            f"{reason} is for guardians who were the child's foster carers, and this is {placement_type}."
        ]
    return []


def of_liberty(placement_types: Iterable[str]) -> list[str]:
    """Return what is unusual about a deprivation of liberty in placements of these kinds."""
    said = []
    for placement_type in sorted(set(placement_types)):
        if placement_type in LIBERTY_NEVER:
            said.append(
                f"The child's liberty is restricted and the placement is {placement_type}, where there can be no such order. "
                "Check the placement and the order."
            )
        elif placement_type not in LIBERTY_EXPECTED:
            said.append(
                f"An order that restricts a child's liberty is expected in a children's home or a place that is not "
                f"registered (K2, Z12, Z13), and this is {placement_type}."
            )
    return said
