"""Whom a conference might ask: the family and those around the children, then services; and where asking is not safe."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from kith.casework.access.roles import Role
from kith.casework.people.models import (
    ContactDetail,
    FamilyMembership,
    NetworkKind,
    NetworkMember,
    Person,
    Relationship,
    RelationshipKind,
    Residence,
    Restriction,
)
from kith.casework.plans.models import PlanLead, TeamMember
from kith.casework.protection.models import (
    Agency,
    ChildProtectionConference,
    ConferencePart,
    ConferencePlace,
    PersonWhoPosesRisk,
    StrategyAttendance,
)
from kith.casework.workforce.models import Allocation, Worker

YOUNGEST_WHO_IS_ASKED = 4  # in years; who is younger is spoken for
PARENTS = (
    RelationshipKind.PARENT,
    RelationshipKind.ADOPTIVE_PARENT,
    RelationshipKind.STEP_PARENT,
    RelationshipKind.GUARDIAN,
    RelationshipKind.CARER,
)
SPEAKS_FOR = {
    Role.FAMILY_HELP_PRACTITIONER: Agency.FAMILY_HELP,
    Role.VIRTUAL_SCHOOL: Agency.EDUCATION,
    Role.PARTNER: "",
}
WITHHELD = "Their address is kept from others on the record. Ask whoever holds the case how to reach them safely, and put no address in anything that is sent."
NOT_SAFE = "A telephone number or e-mail address of theirs is marked as not safe to use."
RESTRICTED = "Their record is restricted. Ask the manager who holds it before you ask them."
POSES_RISK = "They are marked as posing a risk. Agree with the chair whether, and how, they take part."


@dataclass(frozen=True)
class CouldBeAsked:
    """Somebody who might be asked. `warnings` say where it might be unsafe."""

    key: str  # of the form's fields
    part: str
    name: str
    who: str = ""
    agency: str = ""
    person: Person | None = None
    worker: Worker | None = None
    warnings: tuple[str, ...] = ()

    @property
    def is_professional(self) -> bool:
        """Whether they would come for a service."""
        return self.part == ConferencePart.PROFESSIONAL


def could_be_asked(
    conference: ChildProtectionConference,
    members: Sequence[Person],
    children: Sequence[Person],
    *,
    today: datetime.date,
) -> tuple[list[CouldBeAsked], int]:
    """Return whom to choose from, those on the list already left out, and how many more may not be named to the reader."""
    numbers = [child.pk for child in children]
    holds = Q(end_date__isnull=True) | Q(end_date__gt=today)
    asked = list(ConferencePlace.objects.filter(conference=conference))
    found: dict[Any, CouldBeAsked] = {}
    parents = {
        tie.person_id: tie
        for tie in Relationship.objects.filter(holds, relative_id__in=numbers, kind__in=PARENTS)
    }
    network = list(NetworkMember.objects.filter(holds, child_id__in=numbers).order_by("kind", "id"))
    adults = set(
        FamilyMembership.objects.filter(holds, family_id=conference.family_id)
        .exclude(role="child")
        .values_list("person_id", flat=True)
    )
    people = {member.pk: member for member in members}
    wanted = {*parents, *(one.member_id for one in network if one.member_id), *adults}
    people |= Person.objects.in_bulk(wanted - set(people))
    warned = _warnings([people[number] for number in {*wanted, *numbers} if number in people], today)

    def add(person_id: int, part: str, who: str) -> None:
        person = people.get(person_id)
        if person is not None and person.death_date is None:
            found.setdefault(
                ("person", person_id),
                CouldBeAsked(
                    f"p{person_id}", part, person.display_name, who, person=person, warnings=warned[person_id]
                ),
            )

    for number, tie in parents.items():
        add(number, ConferencePart.PARENT, str(tie.get_kind_display()).capitalize())
    for child in children:
        if (child.age_on(today) or 0) >= YOUNGEST_WHO_IS_ASKED:
            add(child.pk, ConferencePart.CHILD, "One of the children")
    for number in sorted(adults):
        add(number, ConferencePart.FAMILY, "In the family")
    services: list[tuple[Any, CouldBeAsked]] = []
    for one in network:
        professional = one.kind == NetworkKind.PROFESSIONAL
        who = one.description or str(one.get_kind_display())
        if one.member_id and not professional:
            add(one.member_id, ConferencePart.FAMILY, who)
        elif one.member_name:
            part = ConferencePart.PROFESSIONAL if professional else ConferencePart.FAMILY
            entry = CouldBeAsked(f"n{one.pk}", part, one.member_name, who)
            (
                services.append((("name", one.member_name.casefold()), entry))
            ) if professional else found.setdefault(("name", one.member_name.casefold()), entry)
    services += _services(conference, numbers, holds)
    for key, entry in services:
        found.setdefault(key, entry)
    taken: set[Any] = {("person", one.person_id) for one in asked} | {
        ("worker", one.worker_id) for one in asked
    }
    taken |= {("name", one.name.casefold()) for one in asked if one.name}
    taken.add(("worker", conference.chair_id))
    hidden = len({number for number in wanted if number not in people})
    order = list(ConferencePart.values)
    chosen = [entry for key, entry in found.items() if key not in taken]
    return sorted(chosen, key=lambda entry: order.index(entry.part)), hidden


def _services(
    conference: ChildProtectionConference, numbers: list[int], holds: Q
) -> list[tuple[Any, CouldBeAsked]]:
    """Return the workers around the children, and those who spoke for an agency at the strategy discussion."""
    workers: dict[int, tuple[Worker, str]] = {}
    for row in Allocation.objects.filter(holds, child_id__in=numbers).select_related("worker"):
        workers.setdefault(row.worker_id, (row.worker, row.worker.get_role_display()))
    if conference.plan_id is not None:
        team = TeamMember.objects.filter(holds, plan_id=conference.plan_id, worker__isnull=False)
        for member in team.select_related("worker"):
            assert member.worker is not None
            workers.setdefault(member.worker.pk, (member.worker, member.part))
        for lead in PlanLead.objects.filter(holds, plan_id=conference.plan_id).select_related("worker"):
            workers.setdefault(lead.worker_id, (lead.worker, "Leads the plan"))
    found = [
        (
            ("worker", number),
            CouldBeAsked(
                f"w{number}",
                ConferencePart.PROFESSIONAL,
                worker.name,
                worker.organisation or what,
                str(SPEAKS_FOR.get(Role(worker.role), Agency.SOCIAL_CARE)),
                worker=worker,
            ),
        )
        for number, (worker, what) in workers.items()
    ]
    if conference.enquiry_id is not None:
        spoke = StrategyAttendance.objects.filter(discussion__enquiry=conference.enquiry_id).select_related(
            "worker"
        )
        for one in spoke.order_by("agency", "id"):
            key: Any = ("worker", one.worker_id) if one.worker_id else ("name", one.name.casefold())
            if one.worker is not None or one.name:
                name = one.worker.name if one.worker is not None else one.name
                entry = CouldBeAsked(
                    f"s{one.pk}", ConferencePart.PROFESSIONAL, name, one.post, one.agency, worker=one.worker
                )
                # What somebody spoke for at the discussion is known; from a role it is only supposed.
                found.insert(0, (key, entry))
    return found


def _warnings(people: Iterable[Person], today: datetime.date) -> dict[int, tuple[str, ...]]:
    """Return for each person what to know before they are asked."""
    known = {person.pk: person for person in people}
    holds = Q(end_date__isnull=True) | Q(end_date__gt=today)
    withheld = set(
        Residence.objects.filter(holds, person_id__in=known, withheld=True).values_list(
            "person_id", flat=True
        )
    )
    unsafe = set(
        ContactDetail.objects.filter(holds, person_id__in=known, safe_to_use=False).values_list(
            "person_id", flat=True
        )
    )
    risks = set(
        PersonWhoPosesRisk.objects.filter(holds, person_id__in=known).values_list("person_id", flat=True)
    )
    return {
        number: tuple(
            sentence
            for said, sentence in (
                (person.restriction != Restriction.NORMAL, RESTRICTED),
                (number in risks, POSES_RISK),
                (number in withheld, WITHHELD),
                (number in unsafe, NOT_SAFE),
            )
            if said
        )
        for number, person in known.items()
    }
