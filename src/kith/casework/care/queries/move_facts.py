"""What must be known to say what a move does: everything about some children and those around them, in four queries.

Everything is read through the wall and through a Record, so that it can be said as it was known at an earlier instant.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from kith.casework.access.rights import Right
from kith.casework.care.models import (
    CareVisit,
    CareVisitChild,
    Home,
    HomeAddress,
    HomeCarer,
    Move,
    MoveOutcome,
    PeriodOfCare,
    Placement,
    TogetherOrApart,
)
from kith.casework.care.queries.who_may import those_with
from kith.casework.furniture.known_at import Record
from kith.casework.people.models import (
    Address,
    NetworkMember,
    Person,
    PersonCharacteristic,
    Relationship,
    Residence,
    School,
    SchoolPlace,
)
from kith.casework.people.models.address import ResidenceKind
from kith.casework.people.models.relationship import PARENT_KINDS, RelationshipKind
from kith.casework.people.queries.siblings import SiblingKind, Tie, siblings_of
from kith.casework.workforce.models import Allocation, AllocationRole, Worker

_TO_SIBLINGS = (*PARENT_KINDS, RelationshipKind.STEP_PARENT)


@dataclass(frozen=True)
class Where:
    """Where somebody lives on a day: in a home in care, or at an address of their own; `place` is None if not known."""

    home: int | None
    place: Any | None
    shared: frozenset[int] = frozenset()  # the numbers of the addresses at which their household lives
    withheld: bool = False
    placement: Any | None = None

    def is_with(self, other: Where) -> bool:
        """Return whether two people live together."""
        return (self.home is not None and self.home == other.home) or bool(self.shared & other.shared)


@dataclass
class Facts:
    """What is known about some children and those around them; each dictionary is by the person's or the thing's number."""

    day: datetime.date
    on: datetime.date  # what is 'now': today, or the day of the instant at which it is read
    people: dict[int, Any] = field(default_factory=dict)
    periods: dict[int, Any] = field(default_factory=dict)
    placements: dict[int, list[Any]] = field(default_factory=dict)
    homes: dict[int, Any] = field(default_factory=dict)
    home_addresses: dict[int, list[Any]] = field(default_factory=dict)
    carers: dict[int, list[Any]] = field(default_factory=dict)
    residences: dict[int, Any] = field(default_factory=dict)
    addresses: dict[int, Any] = field(default_factory=dict)
    school_places: dict[int, list[Any]] = field(default_factory=dict)
    schools: dict[int, Any] = field(default_factory=dict)
    leads: dict[int, list[Any]] = field(default_factory=dict)
    workers: dict[int, Any] = field(default_factory=dict)
    relatives: dict[int, dict[int, str]] = field(default_factory=dict)  # by child: who is what to them
    network: dict[int, list[Any]] = field(default_factory=dict)
    siblings: dict[int, dict[int, SiblingKind]] = field(default_factory=dict)
    decisions: list[Any] = field(default_factory=list)
    decided: dict[int, Any] = field(
        default_factory=dict
    )  # by child: the change of home that is decided and not made
    characteristics: dict[int, list[Any]] = field(default_factory=dict)
    visits: dict[int, tuple[Any, Any]] = field(
        default_factory=dict
    )  # by child: their part in the last visit, and the visit
    closed: frozenset[int] = frozenset()  # brothers and sisters whose record the reader may not read

    def home_place(self, home: int, day: datetime.date) -> Any | None:
        """Return where a home is on a day, or was last; None where no address is known."""
        known = self.home_addresses.get(home, [])
        return next((one for one in known if one.holds_on(day)), known[-1] if known else None)

    def where(self, person: int, day: datetime.date) -> Where | None:
        """Return where somebody lives on a day; None where the record does not say."""
        placement = next((one for one in self.placements.get(person, []) if one.holds_on(day)), None)
        if placement is not None:
            place = next(
                (
                    one
                    for one in self.home_addresses.get(placement.home_id, [])
                    if one.id == placement.home_address_id
                ),
                None,
            )
            return self.in_home(placement.home_id, day, placement=placement, place=place)
        residence = self.residences.get(person)
        if residence is None:
            return None
        return Where(
            None,
            self.addresses.get(residence.address_id),
            frozenset({residence.address_id}),
            residence.withheld,
        )

    def in_home(
        self, home: int, day: datetime.date, *, placement: Any | None = None, place: Any | None = None
    ) -> Where:
        """Return what it is to live in a home on a day, with whoever cares for children there."""
        carers = [one.person_id for one in self.carers.get(home, []) if one.person_id]
        shared = {self.residences[one].address_id for one in carers if one in self.residences}
        known = self.homes.get(home)
        hidden = known is None or known.address_withheld or known.kind == "adopters"
        return Where(home, place or self.home_place(home, day), frozenset(shared), hidden, placement)

    def before_care(self, child: int) -> tuple[Any | None, str]:
        """Return the place of a child's home before care, from which distances are measured, and its postcode."""
        period = self.periods.get(child)
        if period is not None:
            return _Spot(period.home_easting, period.home_northing), period.home_postcode
        residence = self.residences.get(child)
        address = self.addresses.get(residence.address_id) if residence else None
        return address, address.postcode if address else ""


@dataclass(frozen=True)
class _Spot:
    easting: int | None
    northing: int | None


def facts_about(
    children: Sequence[int],
    *,
    homes: Iterable[int] = (),
    schools: Iterable[int] = (),
    workers: Iterable[int] = (),
    day: datetime.date,
    today: datetime.date,
    record: Record,
    reader: Worker | None,
) -> Facts:
    """Return what is known about some children, and about the homes, schools or workers thought of. Four queries."""
    on = record.on(today)
    homes, schools, workers = list(homes), list(schools), list(workers)
    parents = record.holding(Relationship, on).filter(relative_id__in=children, kind__in=_TO_SIBLINGS)
    of_parents = parents.values("person_id")
    own = record.together(
        periods=record.rows(PeriodOfCare).filter(child_id__in=children).order_by("start_date", "id"),
        leads=record.rows(Allocation)
        .filter(child_id__in=children, role=AllocationRole.LEAD)
        .order_by("start_date", "id"),
        school_places=record.rows(SchoolPlace).filter(person_id__in=children).order_by("start_date", "id"),
        network=record.holding(NetworkMember, on).filter(child_id__in=children).order_by("kind", "id"),
        ties=record.holding(Relationship, on)
        .filter(Q(person_id__in=children) | Q(relative_id__in=children))
        .order_by("start_date", "id"),
        further=record.holding(Relationship, on).filter(
            Q(person_id__in=of_parents) | Q(relative_id__in=of_parents, kind=RelationshipKind.PARTNER)
        ),
        decisions=record.holding(TogetherOrApart, on)
        .filter(Q(first_id__in=children) | Q(second_id__in=children))
        .order_by("start_date", "id"),
        visited=record.rows(CareVisitChild)
        .filter(child_id__in=children)
        .exclude(child_words="")
        .order_by("child_id", "-visit_id")
        .distinct("child_id"),
    )
    ties = [*own["ties"], *own["further"], *_further_ties(children, own["further"], on, record)]
    reckoned = {Tie(tie.person_id, tie.relative_id, tie.kind) for tie in ties}
    siblings = {child: siblings_of(child, reckoned) for child in children}
    relatives = {child: _relatives(child, own["ties"], siblings[child]) for child in children}
    brothers = {other for found in siblings.values() for other in found} - set(children)
    near = {other for found in relatives.values() for other in found}
    near |= {member.member_id for member in own["network"] if member.member_id}
    everybody = {*children, *brothers, *near}
    young = {*children, *brothers}
    placed = record.rows(Placement).filter(child_id__in=young)
    in_homes = Q(home_id__in=homes) | Q(home_id__in=placed.values("home_id"))
    caring = record.holding(HomeCarer, on).filter(in_homes)
    living = record.holding(Residence, on).filter(
        Q(person_id__in=everybody) | Q(person_id__in=caring.values("person_id")), kind=ResidenceKind.HOME
    )
    visits = {part.visit_id: part for part in own["visited"]}
    around = record.together(
        people=record.rows(Person).filter(id__in=everybody),
        placements=placed.order_by("start_date", "id"),
        homes=record.rows(Home).filter(Q(id__in=homes) | Q(id__in=placed.values("home_id"))),
        home_addresses=record.rows(HomeAddress).filter(in_homes).order_by("start_date", "id"),
        carers=caring.order_by("id"),
        residences=living,
        addresses=record.rows(Address).filter(id__in=living.values("address_id")),
        decided=record.rows(Move).filter(child_id__in=young, kind="home", outcome=MoveOutcome.DECIDED),
        sibling_places=record.rows(SchoolPlace).filter(person_id__in=brothers).order_by("start_date", "id"),
        sibling_leads=record.holding(Allocation, on).filter(child_id__in=brothers, role=AllocationRole.LEAD),
        schools=record.rows(School).filter(
            id__in={*schools, *(one.school_id for one in own["school_places"])}
        ),
        workers=Worker.objects.filter(pk__in={*workers, *(one.worker_id for one in own["leads"])}),
        characteristics=record.holding(PersonCharacteristic, on)
        .filter(
            Q(person_id__in=children) | Q(person_id__in=caring.values("person_id")),
            kind__in=("language", "religion", "ethnicity"),
        )
        .order_by("kind", "id"),
        visits=record.rows(CareVisit).filter(id__in=visits),
    )
    return Facts(
        day=day,
        on=on,
        people={row.id: row for row in around["people"]},
        periods={row.child_id: row for row in own["periods"]},
        placements=_by(around["placements"], "child_id"),
        homes={row.id: row for row in around["homes"]},
        home_addresses=_by(around["home_addresses"], "home_id"),
        carers=_by(around["carers"], "home_id"),
        residences={row.person_id: row for row in around["residences"]},
        addresses={row.id: row for row in around["addresses"]},
        school_places=_by([*own["school_places"], *around["sibling_places"]], "person_id"),
        schools={row.id: row for row in around["schools"]},
        leads=_by([*own["leads"], *around["sibling_leads"]], "child_id"),
        workers={row.id: row for row in around["workers"]},
        relatives=relatives,
        network=_by(own["network"], "child_id"),
        siblings=siblings,
        decisions=own["decisions"],
        decided={row.child_id: row for row in around["decided"]},
        characteristics=_by(around["characteristics"], "person_id"),
        visits={visits[row.id].child_id: (visits[row.id], row) for row in around["visits"]},
        closed=frozenset(brothers) - those_with(reader, brothers, Right.READ_RECORD)
        if reader is not None
        else frozenset(),
    )


def _further_ties(
    children: Sequence[int], of_parents: list[Any], on: datetime.date, record: Record
) -> list[Any]:
    """Return the children of the parents' partners, and the other parents of the parents' children."""
    partners = {
        end
        for tie in of_parents
        if tie.kind == RelationshipKind.PARTNER
        for end in (tie.person_id, tie.relative_id)
    }
    theirs = {tie.relative_id for tie in of_parents if tie.kind in _TO_SIBLINGS} - set(children)
    return list(
        record.holding(Relationship, on).filter(
            Q(person_id__in=partners) | Q(relative_id__in={*theirs, *children}, kind__in=_TO_SIBLINGS)
        )
    )


def _relatives(child: int, ties: list[Any], siblings: dict[int, SiblingKind]) -> dict[int, str]:
    """Return what each relative is to a child, brothers and sisters apart."""
    found: dict[int, str] = {}
    for tie in ties:
        if child in (tie.person_id, tie.relative_id):
            other = tie.relative_id if tie.person_id == child else tie.person_id
            if other not in siblings:
                found.setdefault(other, tie.label_from(child))
    return found


def _by(rows: Iterable[Any], column: str) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[getattr(row, column)].append(row)
    return dict(found)
