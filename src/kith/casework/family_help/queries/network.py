"""What each person in a child's network offers and has done, and the same person around the child's brothers and sisters."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from kith.casework.access.loading import rights_of
from kith.casework.access.rights import Right
from kith.casework.family_help.models import NetworkHelp, NetworkOffer
from kith.casework.furniture.known_at import NOW, Record
from kith.casework.furniture.shaped import shaped
from kith.casework.people.models import FamilyMembership, NetworkMember, Person
from kith.casework.workforce.models import Worker


@dataclass(frozen=True)
class InNetwork:
    """One person in one child's network, as the child's page tells of them."""

    member: Any
    name: str
    offers: list[Any]
    done: list[Any]


@shaped
def _network_rows(record: Record, child_id: int, today: datetime.date) -> dict[str, QuerySet[Any]]:
    around = record.holding(NetworkMember, today).filter(child_id=child_id).order_by("kind", "id")
    if record.instant is None:
        numbers: Any = around.order_by().values("id")
        known: Any = around.order_by().exclude(member=None).values("member_id")
    else:
        members = list(around)
        numbers = [member.id for member in members]
        known = [member.member_id for member in members if member.member_id]
    return {
        "members": around,
        "offers": record.holding(NetworkOffer, today)
        .filter(member_id__in=numbers)
        .order_by("start_date", "id"),
        "done": record.rows(NetworkHelp)
        .filter(member_id__in=numbers, day__lte=today)
        .order_by("-day", "-id")[:200],
        "people": record.rows(Person).filter(id__in=known),
    }


def network_of(child_id: int, *, today: datetime.date, record: Record = NOW) -> list[InNetwork]:
    """Return everybody in a child's network with what they offer and have done lately. One query now."""
    held = record.together(lambda: _network_rows(record, child_id, today))
    people = {person.id: person for person in held["people"]}
    return [
        InNetwork(
            member,
            name_of(member, people),
            [offer for offer in held["offers"] if offer.member_id == member.id],
            [row for row in held["done"] if row.member_id == member.id][:3],
        )
        for member in held["members"]
    ]


def name_of(member: Any, people: dict[int, Any]) -> str:
    """Return the name of somebody in a network, or that it is somebody restricted."""
    if member.member_id is None:
        return str(member.member_name)
    person = people.get(member.member_id)
    return person.display_name if person is not None else "Somebody restricted"


def around_siblings_too(member: NetworkMember, worker: Worker) -> list[NetworkMember]:
    """Return the same person's places around the child's brothers and sisters on whose records the worker may write.

    The same person is the same record, or the same name around a child of the same family.
    """
    families = FamilyMembership.objects.filter(person=member.child_id, end_date__isnull=True).values(
        "family_id"
    )
    siblings = FamilyMembership.objects.filter(
        family_id__in=families, role="child", end_date__isnull=True
    ).exclude(person=member.child_id)
    who = (
        Q(member_id=member.member_id)
        if member.member_id
        else Q(member__isnull=True, member_name__iexact=member.member_name)
    )
    places = (
        NetworkMember.objects.filter(who, child_id__in=siblings.values("person_id"), end_date__isnull=True)
        .select_related("child")
        .order_by("child__birth_date", "pk")
    )
    return [place for place in places if Right.WRITE_RECORD in rights_of(worker, place.child_id)]
