"""What has to be approved before a child lives somewhere, and by whom (regulations 11 and 18): plain rules, no database."""

from __future__ import annotations

from dataclasses import dataclass

from kith.casework.care.areas import Where
from kith.casework.care.delegation import CARE_ORDERS
from kith.casework.care.models import ApprovalKind, HomeKind

# With relatives and friends, who are connected persons.
WITH_CONNECTED = frozenset({"U1", "U2", "U3"})
FOSTERED = frozenset({"U1", "U2", "U3", "U4", "U5", "U6"})
OUR_OWN = "PR1"
WITH_PARENT = "P1"
# A move that is decided has no kind of placement yet: what its home is stands for it.
_TYPE_OF_HOME = {
    HomeKind.CONNECTED: "U3", HomeKind.FOSTER: "U6", HomeKind.PARENT: WITH_PARENT, HomeKind.OTHER: "Z1",
}  # fmt: skip


@dataclass(frozen=True)
class Living:
    """Where and how a child lives, or is to live."""

    placement_type: str
    provider: str
    where: Where
    legal_status: str

    @classmethod
    def in_a_home(cls, kind: str, provider: str, where: Where, legal_status: str) -> Living:
        """Return how a child would live in a home of a kind, before anything is decided of the placement."""
        return cls(_TYPE_OF_HOME.get(HomeKind(kind), ""), provider, where, legal_status)


def kinds_needed(living: Living) -> list[str]:
    """Return what about it has to be approved. Nothing about distance with connected persons or our own foster carers."""
    needed: list[str] = []
    ours = living.placement_type in FOSTERED and living.provider == OUR_OWN
    if living.placement_type not in WITH_CONNECTED and not ours:
        if living.where == Where.AT_A_DISTANCE:
            needed.append(ApprovalKind.AT_A_DISTANCE)
        elif living.where == Where.ADJOINING:
            needed.append(ApprovalKind.OUT_OF_AREA)
    if living.placement_type == WITH_PARENT and living.legal_status in CARE_ORDERS:
        needed.append(ApprovalKind.WITH_PARENTS)
    if living.placement_type.startswith("Z"):
        needed.append(ApprovalKind.UNREGISTERED)
    return needed


# What must be satisfied before each, by the approval's own columns.
_FAR = (
    "wishes_known",
    "most_appropriate",
    "relatives_consulted",
    "reviewing_officer_consulted",
    "area_authority_told",
)
TO_SATISFY: dict[str, tuple[str, ...]] = {
    ApprovalKind.OUT_OF_AREA: _FAR,
    ApprovalKind.AT_A_DISTANCE: _FAR,
    ApprovalKind.WITH_PARENTS: ("wishes_known", "most_appropriate", "reviewing_officer_consulted"),
    ApprovalKind.UNREGISTERED: (
        "wishes_known",
        "most_appropriate",
        "relatives_consulted",
        "reviewing_officer_consulted",
    ),
}
