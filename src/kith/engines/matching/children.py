"""Children who wait for a home, and what was decided about brothers and sisters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from kith.engines.matching import codes
from kith.engines.matching.places import Place


def check_code(value: str, allowed: Mapping[str, object], what: str) -> str | None:
    """Return a sentence when a code is none of those allowed, else nothing."""
    if value in allowed:
        return None
    return f"{what} '{value}' is not a code; use one of {', '.join(allowed)}"


def refuse(faults: list[str | None]) -> None:
    """Raise one ValueError that holds every fault found, or do nothing."""
    found = [fault for fault in faults if fault]
    if found:
        raise ValueError("; ".join(found))


@dataclass(frozen=True, slots=True)
class Preference:
    """One thing a child has said that they want of a home, and how much (importance 1 to 3)."""

    kind: str
    value: str
    importance: int = 1

    def __post_init__(self) -> None:
        refuse(
            [
                check_code(self.kind, codes.PREFERENCE_KINDS, "preference kind"),
                None if self.value else "a preference needs a value",
                check_code(self.value, codes.HOME_KINDS, "home kind") if self.kind == "home_kind" else None,
                None if self.importance in (1, 2, 3) else f"importance {self.importance} is not 1, 2 or 3",
            ]
        )


@dataclass(frozen=True, slots=True)
class PersonToStayNear:
    """Somebody the child has named, and where they live (importance 1 to 3)."""

    person: str
    place: Place
    importance: int = 1

    def __post_init__(self) -> None:
        if self.importance not in (1, 2, 3):
            raise ValueError(f"importance {self.importance} is not 1, 2 or 3")


@dataclass(frozen=True, slots=True)
class PlaceToStayAwayFrom:
    """A place that is not safe for the child: no home within this many miles of it."""

    place: Place
    miles: float
    reason: str = ""

    def __post_init__(self) -> None:
        if not 0 < self.miles <= 500:
            raise ValueError(f"{self.miles} miles is not a distance to keep; give more than 0, at most 500")


@dataclass(frozen=True, slots=True)
class Child:
    """One child who needs a home (or whose home is being looked at again).

    Ages are completed years on the day the home is needed; needs map a code to a level 1 to 3;
    `current_home` names a home of the same instance, where the child is not listed as a resident.
    Raises ValueError, listing everything wrong, when built from nonsense.
    """

    id: str
    age: int
    sex: str
    family_home: Place
    date_needed: date
    school: Place | None = None
    exam_year: bool = False
    needs: Mapping[str, int] = field(default_factory=dict)
    disabled: bool = False
    ethnicity: str = "unknown"
    preferences: tuple[Preference, ...] = ()
    stay_near: tuple[PersonToStayNear, ...] = ()
    stay_away_from_places: tuple[PlaceToStayAwayFrom, ...] = ()
    stay_away_from_people: tuple[str, ...] = ()
    home_kinds_allowed: tuple[str, ...] = ()
    placement_kind: str = "short_term"
    expected_weeks: int | None = None
    maximum_miles: float | None = None
    only_child: bool = False
    no_children_under: int | None = None
    no_children_over: int | None = None
    may_share_bedroom: bool = False
    current_home: str | None = None
    months_settled: float = 0.0
    authority: str | None = None

    def __post_init__(self) -> None:
        faults = [
            None if self.id else "a child needs an id",
            None if 0 <= self.age <= 17 else f"age {self.age} is not 0 to 17 completed years",
            check_code(self.sex, codes.SEXES, "sex"),
            check_code(self.ethnicity, codes.ETHNICITIES, "ethnicity"),
            check_code(self.placement_kind, codes.PLACEMENT_KINDS, "placement kind"),
        ]
        for need, level in self.needs.items():
            faults.append(check_code(need, codes.NEEDS, "need"))
            faults.append(None if level in (1, 2, 3) else f"need '{need}' has level {level}; use 1, 2 or 3")
        faults += [check_code(kind, codes.HOME_KINDS, "home kind") for kind in self.home_kinds_allowed]
        if self.expected_weeks is not None and self.expected_weeks <= 0:
            faults.append(f"expected_weeks {self.expected_weeks} is not more than 0")
        if self.maximum_miles is not None and self.maximum_miles <= 0:
            faults.append(f"maximum_miles {self.maximum_miles} is not more than 0")
        if self.months_settled < 0:
            faults.append(f"months_settled {self.months_settled} is negative")
        refuse(faults)


@dataclass(frozen=True, slots=True)
class PairDecision:
    """What was decided for one pair of a sibling group, with the reason a reader will ask for."""

    children: tuple[str, str]
    decision: str
    reason: str = ""

    def __post_init__(self) -> None:
        refuse(
            [
                check_code(self.decision, codes.PAIR_DECISIONS, "decision"),
                None if self.children[0] != self.children[1] else "a decision needs two different children",
            ]
        )


@dataclass(frozen=True, slots=True)
class SiblingGroup:
    """Brothers and sisters of one family, in the instance or already living in its homes."""

    id: str
    children: tuple[str, ...]
    decisions: tuple[PairDecision, ...] = ()

    def decision(self, one: str, other: str) -> str:
        """Return the decision for a pair; 'prefer_together' where none has been made."""
        for made in self.decisions:
            if set(made.children) == {one, other}:
                return made.decision
        return "prefer_together"
