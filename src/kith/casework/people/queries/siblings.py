"""Brothers and sisters: worked out from shared parents, and from what is recorded as such."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from kith.casework.people.models.relationship import PARENT_KINDS, RelationshipKind


class SiblingKind(StrEnum):
    """How two people are brother or sister."""

    FULL = "brother or sister"
    HALF = "half-brother or half-sister"
    THROUGH_ONE = "brother or sister through one parent"
    STEP = "step-brother or step-sister"
    RECORDED = "brother or sister, as recorded"


# Nearest first: where two ways lead to one sibling, the nearer counts.
NEAREST = [
    SiblingKind.FULL,
    SiblingKind.HALF,
    SiblingKind.THROUGH_ONE,
    SiblingKind.STEP,
    SiblingKind.RECORDED,
]


@dataclass(frozen=True)
class Tie:
    """One relationship as this reckoning needs it: `person` is the `kind` of `relative`."""

    person: int
    relative: int
    kind: str


def siblings_of(child: int, ties: Iterable[Tie]) -> dict[int, SiblingKind]:
    """Return each brother or sister of a child, with the nearest way in which they are.

    Full: two known parents, the same two. Half: one parent in common, and each has another known parent who is not
    the other's. Through one: one parent in common, and the other of one of them is not known, so that nobody is
    called half a brother because a father is missing from the record.
    Step: a parent of one is step-parent of the other, or partner of the other's parent, with no parent in common.
    """
    held = list(ties)
    parents: dict[int, set[int]] = {}
    step_parents: dict[int, set[int]] = {}
    partners: dict[int, set[int]] = {}
    found: dict[int, set[SiblingKind]] = {}
    for tie in held:
        if tie.kind in PARENT_KINDS:
            parents.setdefault(tie.relative, set()).add(tie.person)
        elif tie.kind == RelationshipKind.STEP_PARENT:
            step_parents.setdefault(tie.relative, set()).add(tie.person)
        elif tie.kind == RelationshipKind.PARTNER:
            partners.setdefault(tie.person, set()).add(tie.relative)
            partners.setdefault(tie.relative, set()).add(tie.person)
        elif tie.kind == RelationshipKind.SIBLING and child in (tie.person, tie.relative):
            other = tie.relative if tie.person == child else tie.person
            found.setdefault(other, set()).add(SiblingKind.RECORDED)
    mine = parents.get(child, set())
    by_step = step_parents.get(child, set()) | {
        partner for parent in mine for partner in partners.get(parent, set())
    }
    for other in set(parents) | set(step_parents):
        if other == child:
            continue
        theirs = parents.get(other, set())
        shared = mine & theirs
        if len(shared) >= 2:
            found.setdefault(other, set()).add(SiblingKind.FULL)
        elif shared:
            both_known = bool(mine - shared) and bool(theirs - shared)
            found.setdefault(other, set()).add(SiblingKind.HALF if both_known else SiblingKind.THROUGH_ONE)
        elif (theirs & by_step) or (mine & step_parents.get(other, set())):
            found.setdefault(other, set()).add(SiblingKind.STEP)
    return {other: min(kinds, key=NEAREST.index) for other, kinds in found.items()}
