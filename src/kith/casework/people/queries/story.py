"""The story on one page: who a person is, who matters to them, where they live, as known now or at an earlier instant."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from kith.casework.furniture.known_at import NOW, Record
from kith.casework.people.models import (
    Address,
    ContactDetail,
    Family,
    FamilyMembership,
    Identifier,
    NetworkMember,
    Person,
    PersonCharacteristic,
    PersonName,
    Residence,
)
from kith.casework.people.models.characteristic import CharacteristicKind
from kith.casework.people.queries.relatives import Relative, relatives_of


@dataclass(frozen=True)
class Home:
    """Where the person lives or lived, and with whom."""

    residence: Any
    address: Any
    household: list[Any]
    is_current: bool


@dataclass(frozen=True)
class Story:
    """What the person page tells, all of it read through one Record."""

    person: Any
    names: list[Any]
    characteristics: list[tuple[str, list[Any]]]
    identifiers: list[Any]
    homes: list[Home]
    contact_details: list[Any]
    relatives: list[Relative]
    network: list[Any]
    families: list[Any]

    @property
    def home(self) -> Home | None:
        """Where the person lives now, if it is known."""
        return next((home for home in self.homes if home.is_current), None)

    @property
    def who_matters(self) -> list[Any]:
        """Relatives and network members about whom the child has said why they matter."""
        return [one for one in [*self.relatives, *self.network] if one.important_words]


def story_of(person: Any, *, today: datetime.date, record: Record = NOW) -> Story:
    """Return a person's story, with what holds on the day."""
    on = record.on(today)
    characteristics = list(
        record.holding(PersonCharacteristic, on).filter(person_id=person.id).order_by("start_date", "pk")
    )
    homes = _homes(person.id, on, record)
    living_with = {one.id for home in homes if home.is_current for one in home.household}
    memberships = list(record.holding(FamilyMembership, on).filter(person_id=person.id))
    network = list(record.holding(NetworkMember, on).filter(child_id=person.id).order_by("kind", "pk"))
    named = {
        row.id: row
        for row in record.rows(Person).filter(id__in=[m.member_id for m in network if m.member_id])
    }
    for member in network:
        member.shown_name = member.member_name or getattr(named.get(member.member_id), "display_name", "")
    return Story(
        person=person,
        names=list(record.rows(PersonName).filter(person_id=person.id).order_by("end_date", "pk")),
        characteristics=[
            (kind.label, [one for one in characteristics if one.kind == kind])
            for kind in CharacteristicKind
            if any(one.kind == kind for one in characteristics)
        ],
        identifiers=list(record.rows(Identifier).filter(person_id=person.id).order_by("kind")),
        homes=homes,
        contact_details=list(record.holding(ContactDetail, on).filter(person_id=person.id).order_by("kind")),
        relatives=relatives_of(person.id, on=on, living_with=living_with, record=record),
        network=network,
        families=list(record.rows(Family).filter(id__in=[m.family_id for m in memberships])),
    )


def _homes(person_id: int, on: datetime.date, record: Record) -> list[Home]:
    residences = list(record.rows(Residence).filter(person_id=person_id).order_by("-start_date", "-pk")[:12])
    addresses = {
        row.id: row for row in record.rows(Address).filter(id__in=[r.address_id for r in residences])
    }
    current = [r for r in residences if r.start_date <= on and (r.end_date is None or r.end_date > on)]
    together: dict[int, list[Any]] = {}
    if current:
        sharing = list(
            record.holding(Residence, on)
            .filter(address_id__in=[r.address_id for r in current])
            .filter(~Q(person_id=person_id))
        )
        people = {row.id: row for row in record.rows(Person).filter(id__in=[r.person_id for r in sharing])}
        for row in sharing:
            if row.person_id in people:
                together.setdefault(row.address_id, []).append(people[row.person_id])
    return [
        Home(
            r,
            addresses.get(r.address_id),
            together.get(r.address_id, []) if r in current else [],
            r in current,
        )
        for r in residences
    ]
