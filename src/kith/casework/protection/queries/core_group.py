"""Who belongs to a core group, and one of its meetings; now, or as known at an earlier instant."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Q

from kith.casework.furniture.known_at import NOW, Record
from kith.casework.people.models import Person, Relationship, RelationshipKind
from kith.casework.plans.models import Plan, PlanChild, PlanLead, TeamMember
from kith.casework.protection.models import (
    Agency,
    ConferenceCame,
    ConferencePart,
    CoreGroupAttendance,
    CoreGroupMeeting,
    CoreGroupMember,
    ProtectiveAction,
)
from kith.casework.workforce.models import Allocation, Worker

# The family's own people first, then those who speak for a child, then services.
ORDER = [
    ConferencePart.PARENT,
    ConferencePart.CHILD,
    ConferencePart.FAMILY,
    ConferencePart.ADVOCATE,
    ConferencePart.PROFESSIONAL,
]
HIDDEN = "Somebody whose record is not open to you"


@dataclass(frozen=True)
class MemberRead:
    """One member of a core group as a page tells it, and whether they came to the meeting that it shows."""

    number: int
    name: str
    who: str  # their post, or who they are to the children
    part: str
    start_date: datetime.date
    end_date: datetime.date | None
    came: str = ""
    came_words: str = ""

    @property
    def is_family(self) -> bool:
        """Whether they are one of the family's own people."""
        return self.part in (ConferencePart.PARENT, ConferencePart.CHILD, ConferencePart.FAMILY)

    @property
    def was_there(self) -> bool:
        """Whether they took part in the meeting."""
        return self.came in (ConferenceCame.CAME, ConferenceCame.BY_VIDEO)


@dataclass(frozen=True)
class Candidate:
    """Somebody who might belong to a core group; `key` is of the form's fields."""

    key: str
    name: str
    who: str
    part: str
    person: Person | None = None
    worker: Worker | None = None
    agency: str = ""
    belongs: bool = False


@dataclass(frozen=True)
class MeetingStory:
    """One meeting as its page tells it."""

    meeting: Any
    written_by: Worker | None
    members: list[MemberRead]
    actions: list[Any]

    @property
    def family_came(self) -> bool:
        """Whether anybody of the family took part."""
        return any(member.is_family and member.was_there for member in self.members)


def children_on_protection(plan: Plan, day: datetime.date) -> list[int]:
    """Return every child on a protection plan on a day, those whom the worker acting may not see among them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT child FROM kith_children_on_protection(%s, %s) AS child ORDER BY 1", [plan.pk, day]
        )
        return [number for (number,) in cursor.fetchall()]


def in_order(
    rows: Iterable[Any],
    people: Mapping[int, Person],
    workers: Mapping[int, Worker],
    came: Mapping[int, str] | None = None,
) -> list[MemberRead]:
    """Return members as a page tells them, the family first."""
    found = []
    for row in rows:
        how = (came or {}).get(row.id, "")
        found.append(
            MemberRead(
                number=row.id,
                name=_name_of(row, people, workers),
                who=_who(row, workers),
                part=row.part,
                start_date=row.start_date,
                end_date=row.end_date,
                came=how,
                came_words=str(ConferenceCame(how).label) if how else "",
            )
        )
    return sorted(found, key=lambda one: (ORDER.index(ConferencePart(one.part)), one.number))


def _name_of(row: Any, people: Mapping[int, Person], workers: Mapping[int, Worker]) -> str:
    if row.worker_id:
        worker = workers.get(row.worker_id)
        return worker.name if worker else "A worker"
    if row.person_id:
        person = people.get(row.person_id)
        return person.display_name if person else HIDDEN
    return str(row.name)


def _who(row: Any, workers: Mapping[int, Worker]) -> str:
    if row.post:
        return str(row.post)
    worker = workers.get(row.worker_id)
    if worker is not None:
        return str(worker.get_role_display())
    return str(Agency(row.agency).label) if row.agency else str(ConferencePart(row.part).label)


def members_of(
    plan: Plan, known: Sequence[Person], day: datetime.date, *, record: Record = NOW
) -> tuple[list[MemberRead], list[MemberRead]]:
    """Return who belongs to a core group on a day, and who belonged before; `known` are people read already."""
    rows = list(record.rows(CoreGroupMember).filter(plan_id=plan.id).order_by("start_date", "id"))
    read = in_order(rows, *_people_and_workers(rows, known))
    present = [one for one in read if one.start_date <= day and (one.end_date is None or one.end_date > day)]
    return present, [one for one in read if one.end_date is not None and one.end_date <= day]


def members_on(
    plan: Plan, known: Sequence[Person], day: datetime.date, came: Mapping[int, str] | None = None
) -> list[MemberRead]:
    """Return who belonged to a core group on a day, with how each took part where `came` says it."""
    holds = Q(end_date__isnull=True) | Q(end_date__gt=day)
    rows = list(CoreGroupMember.objects.filter(holds, plan=plan, start_date__lte=day))
    return in_order(rows, *_people_and_workers(rows, known), came)


def meeting_story(meeting: CoreGroupMeeting, known: Sequence[Person]) -> MeetingStory:
    """Return one meeting with who came and what was agreed. Six queries at most."""
    came = dict(CoreGroupAttendance.objects.filter(meeting=meeting).values_list("member_id", "came"))
    rows = list(CoreGroupMember.objects.filter(pk__in=came))
    actions = list(
        ProtectiveAction.objects.filter(core_group_meeting=meeting).order_by("done_date", "due_date", "pk")
    )
    return MeetingStory(
        meeting=meeting,
        written_by=Worker.objects.filter(pk=meeting.written_by_id).first(),
        members=in_order(rows, *_people_and_workers(rows, known), came),
        actions=actions,
    )


def _people_and_workers(
    rows: Sequence[Any], known: Sequence[Person]
) -> tuple[dict[int, Person], dict[int, Worker]]:
    people = {one.pk: one for one in known}
    wanted = {row.person_id for row in rows if row.person_id} - set(people)
    if wanted:
        people.update(Person.objects.in_bulk(wanted))
    return people, Worker.objects.in_bulk({row.worker_id for row in rows if row.worker_id})


def candidates_for(plan: Plan, members: Sequence[Person], day: datetime.date) -> list[Candidate]:
    """Return who might belong to a plan's core group: who belongs now, the family, and those around it. Eight queries.

    `members` are those of the family whom the reader may see.
    """
    holds = Q(end_date__isnull=True) | Q(end_date__gt=day)
    now = list(CoreGroupMember.objects.filter(holds, plan=plan, start_date__lte=day).order_by("pk"))
    around = list(TeamMember.objects.filter(holds, plan=plan, start_date__lte=day).order_by("pk"))
    children = set(PlanChild.objects.filter(holds, plan=plan).values_list("child_id", flat=True))
    parents = set(
        Relationship.objects.filter(
            holds, kind=RelationshipKind.PARENT, relative_id__in=children
        ).values_list("person_id", flat=True)
    )
    leads = PlanLead.objects.filter(holds, plan=plan).values_list("worker_id", flat=True)
    holders = Allocation.objects.filter(holds, child_id__in=children, start_date__lte=day)
    workers = Worker.objects.in_bulk(
        {
            *leads,
            *holders.values_list("worker_id", flat=True),
            *(row.worker_id for row in [*now, *around] if row.worker_id),
        }
    )
    people = {one.pk: one for one in members}
    wanted = {row.person_id for row in [*now, *around] if row.person_id} - set(people)
    if wanted:
        people.update(Person.objects.in_bulk(wanted))
    by_person = {row.person_id: row for row in now if row.person_id}
    by_worker = {row.worker_id: row for row in now if row.worker_id}
    found = []
    for person in people.values():
        row = by_person.get(person.pk)
        part = row.part if row else _part_of(person, children, parents)
        found.append(
            Candidate(
                key=f"person_{person.pk}",
                name=person.display_name,
                who=row.post if row and row.post else str(ConferencePart(part).label),
                part=part,
                person=person,
                belongs=row is not None,
            )
        )
    for worker in workers.values():
        row = by_worker.get(worker.pk)
        found.append(
            Candidate(
                key=f"worker_{worker.pk}",
                name=worker.name,
                who=row.post if row and row.post else str(worker.get_role_display()),
                part=ConferencePart.PROFESSIONAL,
                worker=worker,
                agency=row.agency
                if row
                else (Agency.EDUCATION if worker.organisation else Agency.SOCIAL_CARE),
                belongs=row is not None,
            )
        )
    named = {row.name.casefold(): row for row in now if row.name}
    found += [
        Candidate(f"member_{row.pk}", row.name, row.post, row.part, agency=row.agency, belongs=True)
        for row in now
        if row.name
    ]
    found += [
        Candidate(f"around_{row.pk}", row.name, row.part[:120], ConferencePart.FAMILY)
        for row in around
        if row.name and row.name.casefold() not in named
    ]
    return sorted(found, key=lambda one: ORDER.index(ConferencePart(one.part)))


def _part_of(person: Person, children: set[int], parents: set[int]) -> str:
    if person.pk in parents:
        return ConferencePart.PARENT
    return ConferencePart.CHILD if person.pk in children else ConferencePart.FAMILY
