"""A small record to write on: a front door, a team, and children whom its workers hold."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from kith.casework.access.models import User
from kith.casework.access.roles import Role
from kith.casework.people.models import Family, FamilyMembership, Person, PersonName
from kith.casework.people.models.family import FamilyRole
from kith.casework.workforce.models import Allocation, AllocationReason, Team, TeamMembership, Worker
from kith.casework.workforce.models.team import TeamKind


@dataclass(frozen=True)
class SmallRecord:
    """Who was made: those who take contacts, and each social worker with the numbers of the children they hold."""

    contact_officer: Worker
    social_workers: dict[Worker, list[int]]


@transaction.atomic
def make_small_record(social_workers: int = 3, children_each: int = 4) -> SmallRecord:
    """Make it in an empty database, as its owner."""
    since = timezone.localdate() - datetime.timedelta(days=200)
    service = Team.objects.create(name="Children's services", kind=TeamKind.SERVICE)
    front_door = Team.objects.create(name="Front door", kind=TeamKind.FRONT_DOOR, parent=service)
    team = Team.objects.create(name="Riverside", kind=TeamKind.FAMILY_HELP, parent=service)
    officer = _worker("Contact officer", Role.CONTACT_OFFICER, front_door, since)
    holding: dict[Worker, list[int]] = {}
    for number in range(1, social_workers + 1):
        worker = _worker(f"Social worker {number}", Role.SOCIAL_WORKER, team, since)
        family = Family.objects.create(name=f"Family {number}")
        holding[worker] = []
        for child in range(1, children_each + 1):
            name = f"Child{number}{child} Family{number}"
            person = Person.objects.create(
                display_name=name, sex="U", birth_date=since.replace(year=since.year - 8)
            )
            given, last = name.split()
            PersonName.objects.create(person=person, given_names=given, family_name=last)
            FamilyMembership.objects.create(
                family=family, person=person, role=FamilyRole.CHILD, start_date=since
            )
            Allocation.objects.create(
                child=person, worker=worker, reason=AllocationReason.FIRST, start_date=since
            )
            holding[worker].append(person.pk)
    return SmallRecord(officer, holding)


def _worker(name: str, role: Role, team: Team, since: datetime.date) -> Worker:
    user = User.objects.create(email=f"{name.lower().replace(' ', '.')}@example.org", password="!")  # noqa: S106
    worker = Worker.objects.create(user=user, name=name, role=role, start_date=since)
    TeamMembership.objects.create(worker=worker, team=team, start_date=since)
    return worker
