"""The story on one page: who a person is, who matters to them, where they live, as known now or at an earlier instant."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from kith.casework.furniture.known_at import NOW, Record
from kith.casework.furniture.shaped import shaped
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
    School,
    SchoolPlace,
)
from kith.casework.people.models.characteristic import CharacteristicKind
from kith.casework.people.queries.relatives import (
    Relative,
    others_in,
    relatives_from,
    siblings_through,
    ties_of,
    ties_of_children,
    ties_of_parents,
)
from kith.casework.people.queries.schools import with_schools


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
    school_places: list[Any]

    @property
    def home(self) -> Home | None:
        """Where the person lives now, if it is known."""
        return next((home for home in self.homes if home.is_current), None)

    @property
    def who_matters(self) -> list[Any]:
        """Relatives and network members about whom the child has said why they matter."""
        return [one for one in [*self.relatives, *self.network] if one.important_words]


@shaped
def _own(record: Record, number: int, on: datetime.date) -> dict[str, QuerySet[Any]]:
    return {
        "names": record.rows(PersonName).filter(person_id=number).order_by("end_date", "id"),
        "identifiers": record.rows(Identifier).filter(person_id=number).order_by("kind"),
        "contact_details": record.holding(ContactDetail, on).filter(person_id=number).order_by("kind"),
        "characteristics": record.holding(PersonCharacteristic, on)
        .filter(person_id=number)
        .order_by("start_date", "id"),
        "residences": record.rows(Residence).filter(person_id=number).order_by("-start_date", "-id")[:12],
        "memberships": record.holding(FamilyMembership, on).filter(person_id=number).order_by("id"),
        "network": record.holding(NetworkMember, on).filter(child_id=number).order_by("kind", "id"),
        "ties": ties_of(number, on=on, record=record),
        "school_places": record.rows(SchoolPlace).filter(person_id=number),
    }


def story_of(person: Any, *, today: datetime.date, record: Record = NOW) -> Story:
    """Return a person's story, with what holds on the day."""
    on = record.on(today)
    number = person.id
    own = record.together(lambda: _own(record, number, on))
    current = [home for home in own["residences"] if home.holds_on(on)]
    around = record.together(
        addresses=record.rows(Address).filter(id__in=[home.address_id for home in own["residences"]]),
        sharing=record.holding(Residence, on)
        .filter(address_id__in=[home.address_id for home in current])
        .exclude(person_id=number),
        families=record.rows(Family).filter(id__in=[m.family_id for m in own["memberships"]]),
        further=ties_of_parents(number, own["ties"], on=on, record=record),
        schools=record.rows(School).filter(id__in=[one.school_id for one in own["school_places"]]),
    )
    further = around["further"] + list(ties_of_children(number, around["further"], on=on, record=record))
    siblings = siblings_through(number, [*own["ties"], *further])
    wanted = {home.person_id for home in around["sharing"]}
    wanted |= {member.member_id for member in own["network"] if member.member_id}
    wanted |= others_in(number, own["ties"]) | set(siblings)
    people = {row.id: row for row in record.rows(Person).filter(id__in=wanted)}
    for member in own["network"]:
        member.shown_name = member.member_name or getattr(people.get(member.member_id), "display_name", "")
    homes = _homes(own["residences"], current, around, people)
    living_with = {one.id for home in homes if home.is_current for one in home.household}
    return Story(
        person=person,
        names=own["names"],
        characteristics=[
            (kind.label, [one for one in own["characteristics"] if one.kind == kind])
            for kind in CharacteristicKind
            if any(one.kind == kind for one in own["characteristics"])
        ],
        identifiers=own["identifiers"],
        homes=homes,
        contact_details=own["contact_details"],
        relatives=relatives_from(number, own["ties"], siblings, people, living_with),
        network=own["network"],
        families=around["families"],
        school_places=with_schools(own["school_places"], around["schools"]),
    )


def _homes(
    residences: list[Any], current: list[Any], around: dict[str, list[Any]], people: dict[int, Any]
) -> list[Home]:
    addresses = {address.id: address for address in around["addresses"]}
    together: dict[int, list[Any]] = {}
    for row in around["sharing"]:
        if row.person_id in people:
            together.setdefault(row.address_id, []).append(people[row.person_id])
    return [
        Home(
            home,
            addresses.get(home.address_id),
            together.get(home.address_id, []) if home in current else [],
            home in current,
        )
        for home in residences
    ]
