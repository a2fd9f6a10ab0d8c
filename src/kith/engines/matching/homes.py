"""Homes: foster households, connected persons, children's homes and supported accommodation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from kith.engines.matching import codes
from kith.engines.matching.children import check_code, refuse
from kith.engines.matching.places import Place

EVERY_AGE = (0, 17)


def check_ages(ages: tuple[int, int], what: str) -> str | None:
    """Return a sentence when an inclusive age range is upside down or outside childhood."""
    low, high = ages
    if 0 <= low <= high <= 17:
        return None
    return f"{what} {low} to {high} is not a range within 0 to 17"


@dataclass(frozen=True, slots=True)
class Exemption:
    """A written exemption from the usual fostering limit, naming its children (Schedule 7, paragraph 4)."""

    number: int
    children: tuple[str, ...]

    def __post_init__(self) -> None:
        refuse(
            [
                None if self.number > 0 else f"an exemption for {self.number} children exempts nobody",
                None if self.children else "an exemption must name its children",
            ]
        )


@dataclass(frozen=True, slots=True)
class NamedChild:
    """A child for whom a connected person is approved, and whether assessment found it safe."""

    child: str
    safe: bool = True


@dataclass(frozen=True, slots=True)
class Approval:
    """The terms on which a home may take children; a children's home's registration reads the same way.

    `number` counts looked-after children in all, those already there included. Empty tuples set no
    term. A home with `named_children` may take no others.
    """

    number: int
    ages: tuple[int, int] = EVERY_AGE
    sexes: tuple[str, ...] = ()
    placement_kinds: tuple[str, ...] = ()
    named_children: tuple[NamedChild, ...] = ()
    excluded_needs: tuple[str, ...] = ()
    exemption: Exemption | None = None

    def __post_init__(self) -> None:
        faults = [
            None
            if self.number >= 0
            else f"number {self.number} is negative; write how many children this home is approved for",
            check_ages(self.ages, "ages"),
        ]
        faults += [check_code(sex, codes.SEXES, "sex") for sex in self.sexes]
        faults += [check_code(kind, codes.PLACEMENT_KINDS, "placement kind") for kind in self.placement_kinds]
        faults += [check_code(need, codes.NEEDS, "need") for need in self.excluded_needs]
        refuse(faults)


@dataclass(frozen=True, slots=True)
class Resident:
    """Somebody who lives in the home already; adults who often visit may be listed as adults."""

    id: str
    kind: str
    age: int | None = None
    sex: str = "other"
    sibling_group: str | None = None

    def __post_init__(self) -> None:
        refuse(
            [
                check_code(self.kind, codes.RESIDENT_KINDS, "resident kind"),
                check_code(self.sex, codes.SEXES, "sex"),
                None
                if self.kind == "adult" or self.age is not None
                else "a child who lives here needs an age",
            ]
        )


@dataclass(frozen=True, slots=True)
class Refusal:
    """Children who must not join this household: all that match every term given."""

    sexes: tuple[str, ...] = ()
    ages: tuple[int, int] = EVERY_AGE
    needs: tuple[str, ...] = ()
    reason: str = ""

    def __post_init__(self) -> None:
        faults = [check_ages(self.ages, "ages")]
        faults += [check_code(sex, codes.SEXES, "sex") for sex in self.sexes]
        faults += [check_code(need, codes.NEEDS, "need") for need in self.needs]
        if not self.sexes and not self.needs and self.ages == EVERY_AGE:
            faults.append(
                "a refusal with no sexes, needs or ages would refuse every child; set number instead"
            )
        refuse(faults)


@dataclass(frozen=True, slots=True)
class Bedroom:
    """A bedroom for placed children: one or two beds, and the residents who sleep in it."""

    beds: int
    occupants: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        refuse(
            [
                None if self.beds in (1, 2) else f"a bedroom with {self.beds} beds; use 1 or 2",
                None if len(self.occupants) <= self.beds else "more occupants than beds",
            ]
        )


@dataclass(frozen=True, slots=True)
class Offer:
    """Something a home can give that a child may ask for: the same kinds as preferences."""

    kind: str
    value: str

    def __post_init__(self) -> None:
        refuse(
            [
                check_code(self.kind, codes.PREFERENCE_KINDS, "offer kind"),
                "the kind of home is said by 'kind', not by an offer" if self.kind == "home_kind" else None,
            ]
        )


@dataclass(frozen=True, slots=True)
class CarerPreference:
    """What carers would rather have; each part that a child does not fit costs a few points."""

    ages: tuple[int, int] = EVERY_AGE
    sexes: tuple[str, ...] = ()
    rather_not_needs: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        faults = [check_ages(self.ages, "ages")]
        faults += [check_code(sex, codes.SEXES, "sex") for sex in self.sexes]
        faults += [check_code(need, codes.NEEDS, "need") for need in self.rather_not_needs]
        refuse(faults)


@dataclass(frozen=True, slots=True)
class Home:
    """One home and what it may take. Open over the half-open days [open_from, open_to).

    `weekly_cost` is pounds a week for each child; skills map a need's code to a level 0 to 3;
    `bedrooms` None says they are not a limit. Raises ValueError listing everything wrong.
    """

    id: str
    kind: str
    place: Place
    approval: Approval
    provider: str = "own"
    authority: str | None = None
    weekly_cost: float = 0.0
    open_from: date | None = None
    open_to: date | None = None
    residents: tuple[Resident, ...] = ()
    must_not_join: tuple[str, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    bedrooms: tuple[Bedroom, ...] | None = None
    skills: Mapping[str, int] = field(default_factory=dict)
    offers: tuple[Offer, ...] = ()
    carer_preference: CarerPreference | None = None

    def __post_init__(self) -> None:
        faults = [
            None if self.id else "a home needs an id",
            check_code(self.kind, codes.HOME_KINDS, "home kind"),
            check_code(self.provider, codes.PROVIDERS, "provider"),
            None if self.weekly_cost >= 0 else f"weekly_cost {self.weekly_cost} is negative",
        ]
        if self.open_from and self.open_to and self.open_to <= self.open_from:
            faults.append("open_to is not after open_from")
        for need, level in self.skills.items():
            faults.append(check_code(need, codes.NEEDS, "skill"))
            faults.append(None if 0 <= level <= 3 else f"skill '{need}' has level {level}; use 0 to 3")
        if self.kind == "connected_person" and not self.approval.named_children:
            faults.append("a connected person is approved for named children; list them in named_children")
        lives_here = {resident.id for resident in self.residents}
        sleepers = [sleeper for room in self.bedrooms or () for sleeper in room.occupants]
        faults += [f"bedroom occupant '{who}' is no resident" for who in sleepers if who not in lives_here]
        faults += [f"'{who}' sleeps in two bedrooms" for who in set(sleepers) if sleepers.count(who) > 1]
        refuse(faults)

    @property
    def placed(self) -> tuple[Resident, ...]:
        """The looked-after children who already live here and count towards the approved number."""
        return tuple(resident for resident in self.residents if resident.kind == "placed")
