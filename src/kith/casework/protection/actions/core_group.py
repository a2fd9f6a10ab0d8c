"""The core group of a protection plan: who belongs to it over time, and its meetings."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.people.models import Person
from kith.casework.plans.actions.recording import check_day, check_open, record
from kith.casework.plans.models import Plan
from kith.casework.protection.actions.agreeing import Agreed, agree_actions
from kith.casework.protection.actions.recording import children_in, thread_of
from kith.casework.protection.models import (
    ConferenceCame,
    ConferencePart,
    CoreGroupAttendance,
    CoreGroupMeeting,
    CoreGroupMember,
    ProtectiveAction,
)
from kith.casework.protection.queries.core_group import children_on_protection
from kith.casework.workforce.models import Worker


@dataclass(frozen=True)
class Member:
    """Somebody who belongs to a core group: one of the family's people, a worker, or a name; `field` is the form's."""

    part: str
    person: Person | None = None
    worker: Worker | None = None
    name: str = ""
    agency: str = ""
    post: str = ""
    field: str = "name"

    @property
    def key(self) -> tuple[object, ...]:
        """What tells one member from another."""
        if self.person is not None:
            return ("person", self.person.pk)
        if self.worker is not None:
            return ("worker", self.worker.pk)
        return ("name", self.name.strip().casefold())


@dataclass(frozen=True)
class CoreGroupWords:
    """What is written of a meeting: the family's and children's words first."""

    family_words: str
    child_words: str
    going_well: str
    worries: str
    where: str = ""


def _check_protected(plan: Plan, day: datetime.date, field: str) -> list[int]:
    """Return the children on a protection plan on a day. Raises CannotBeTrue where there is none."""
    children = children_on_protection(plan, day)
    if not children:
        raise CannotBeTrue(
            f"No child on this plan was on a child protection plan on {day:%-d %B %Y}. A core group carries such a plan "
            "out: check the day, or record the conference that began the plan first.",
            field,
        )
    return children


@transaction.atomic
def set_core_group(
    *, plan: Plan, members: Sequence[Member], start_date: datetime.date, by: Worker
) -> list[CoreGroupMember]:
    """Say who belongs to the core group from a day on; who belonged and is not among them leaves on that day.

    Raises CannotBeTrue for a group of nobody, somebody twice, or a day on which no child was on a protection plan.
    """
    plan = check_open(plan)
    check_day(start_date, plan, "start_date")
    children = _check_protected(plan, start_date, "start_date")
    if not members:
        raise CannotBeTrue("Choose who belongs to the core group: the family first.", "start_date")
    seen: set[tuple[object, ...]] = set()
    for member in members:
        _check_member(member)
        if member.key in seen:
            raise CannotBeTrue("They are on the list already.", member.field)
        seen.add(member.key)
    now = {_key_of(row): row for row in _members_on(plan, start_date)}
    # Whoever chooses cannot leave out somebody whom they are not shown.
    shown = set(
        Person.objects.filter(pk__in=[row.person_id for row in now.values() if row.person_id]).values_list(
            "pk", flat=True
        )
    )
    leaving = [
        row
        for key, row in now.items()
        if key not in seen and (row.person_id is None or row.person_id in shown)
    ]
    for row in leaving:
        _leave(row, start_date)
    # Whoever joins later belongs from this day instead: nobody belongs twice on one day.
    later = {_key_of(row): row for row in _members_from(plan, start_date) if row.start_date > start_date}
    CoreGroupMember.objects.filter(pk__in=[row.pk for key, row in later.items() if key in seen]).update(
        start_date=start_date
    )
    added = CoreGroupMember.objects.bulk_create(
        _row(plan, member, start_date) for member in members if member.key not in now | later
    )
    record(
        "protection.core_group_set", plan, by=by, day=start_date, about=children,
        summary="Who belongs to the core group was agreed.", details={"joined": len(added), "left": len(leaving)},
    )  # fmt: skip
    return added


@transaction.atomic
def add_core_group_member(
    *, plan: Plan, member: Member, start_date: datetime.date, by: Worker
) -> CoreGroupMember:
    """Bring one more into the core group from a day on. Raises CannotBeTrue for somebody who belongs to it already."""
    plan = check_open(plan)
    check_day(start_date, plan, "start_date")
    children = _check_protected(plan, start_date, "start_date")
    _check_member(member)
    # Also one who joins later: the same person would belong twice from that day on.
    if any(_key_of(row) == member.key for row in _members_from(plan, start_date)):
        raise CannotBeTrue("They belong to the core group already.", member.field)
    row = _row(plan, member, start_date)
    row.save()
    record(
        "protection.core_group_joined", plan, by=by, day=start_date, about=children,
        summary="Somebody joined the core group.",
    )  # fmt: skip
    return row


@transaction.atomic
def end_core_group_member(*, member: CoreGroupMember, end_date: datetime.date, by: Worker) -> None:
    """Record the first day on which somebody no longer belongs to the core group."""
    plan = check_open(member.plan)
    row = CoreGroupMember.objects.select_for_update(of=("self",)).get(pk=member.pk)
    if row.end_date is not None:
        raise CannotBeTrue(f"They left the core group on {row.end_date:%-d %B %Y} already.", "end_date")
    check_day(end_date, plan, "end_date")
    if end_date <= row.start_date:
        raise CannotBeTrue(
            f"They joined on {row.start_date:%-d %B %Y}. Enter the first day on which they no longer belong.", "end_date"
        )  # fmt: skip
    _leave(row, end_date)
    record(
        "protection.core_group_left", plan, by=by, day=end_date,
        about=children_on_protection(plan, end_date) or None, summary="Somebody left the core group.",
    )  # fmt: skip


@transaction.atomic
def hold_core_group(
    *,
    plan: Plan,
    held_date: datetime.date,
    words: CoreGroupWords,
    came: Mapping[int, str],
    by: Worker,
    agreed: Sequence[Agreed] = (),
    next_planned_date: datetime.date | None = None,
) -> CoreGroupMeeting:
    """Record a core group: who came, how far the plan has come in the family's words and the service's, what is next.

    `came` has for a member's number whether they came. Raises CannotBeTrue for a day before the plan began, one on which
    no child was on a protection plan, a second on one day, or somebody who did not belong to the group on that day.
    """
    plan = check_open(plan)
    check_day(held_date, plan, "held_date")
    children = _check_protected(plan, held_date, "held_date")
    _check_next(next_planned_date, held_date)
    if CoreGroupMeeting.objects.filter(plan=plan, held_date=held_date).exists():
        raise CannotBeTrue("A core group on that day is recorded already. Open it to add to it.", "held_date")
    if not words.going_well.strip():
        raise CannotBeTrue("Say what has got better. If nothing has, say so.", "going_well")
    meeting = CoreGroupMeeting.objects.create(
        plan=plan,
        held_date=held_date,
        where=words.where,
        family_words=words.family_words,
        child_words=words.child_words,
        going_well=words.going_well,
        worries=words.worries,
        next_planned_date=next_planned_date,
        written_by=by,
    )
    _keep_attendance(plan, meeting, came)
    agree_actions(place=meeting, agreed=agreed, day=held_date)
    record(
        "protection.core_group_held", plan, by=by, day=held_date, about=children,
        summary="The core group met.", details={"core_group": meeting.pk},
    )  # fmt: skip
    return meeting


@transaction.atomic
def change_core_group(
    *,
    meeting: CoreGroupMeeting,
    words: CoreGroupWords,
    came: Mapping[int, str],
    by: Worker,
    agreed: Sequence[Agreed] = (),
    next_planned_date: datetime.date | None = None,
) -> None:
    """Put right or add to what is written of a core group; the day on which it was held stays."""
    plan = check_open(meeting.plan)
    meeting = CoreGroupMeeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    _check_next(next_planned_date, meeting.held_date)
    if not words.going_well.strip():
        raise CannotBeTrue("Say what has got better. If nothing has, say so.", "going_well")
    CoreGroupMeeting.objects.filter(pk=meeting.pk).update(
        where=words.where,
        family_words=words.family_words,
        child_words=words.child_words,
        going_well=words.going_well,
        worries=words.worries,
        next_planned_date=next_planned_date,
    )
    _keep_attendance(plan, meeting, came)
    agree_actions(place=meeting, agreed=agreed, day=meeting.held_date)
    record(
        "protection.core_group_changed", plan, by=by, day=timezone.localdate(),
        about=children_on_protection(plan, meeting.held_date) or None,
        summary="What is written of a core group was changed.", details={"core_group": meeting.pk},
    )  # fmt: skip


def _check_next(next_planned_date: datetime.date | None, held_date: datetime.date) -> None:
    if next_planned_date is not None and next_planned_date <= held_date:
        raise CannotBeTrue(
            f"This core group was held on {held_date:%-d %B %Y}. Enter a later day for the next.", "next_planned_date"
        )  # fmt: skip


def _keep_attendance(plan: Plan, meeting: CoreGroupMeeting, came: Mapping[int, str]) -> None:
    belongs = {row.pk for row in _members_on(plan, meeting.held_date)}
    for number, how in came.items():
        if number not in belongs:
            raise CannotBeTrue(
                "Somebody here did not belong to the core group on that day. Add them to the group first.", "held_date"
            )  # fmt: skip
        if how not in ConferenceCame.values:
            raise CannotBeTrue("Choose whether they came.", f"came_{number}")
        CoreGroupAttendance.objects.update_or_create(
            meeting=meeting, member_id=number, defaults={"came": how}
        )


def _check_member(member: Member) -> None:
    if sum([member.person is not None, member.worker is not None, bool(member.name.strip())]) != 1:
        raise CannotBeTrue("Choose one: somebody in the family, a worker, or a name.", member.field)
    if member.part not in ConferencePart.values:
        raise CannotBeTrue("Choose in what capacity they belong to the group.", member.field)
    if member.part == ConferencePart.PROFESSIONAL and not member.agency:
        raise CannotBeTrue("Choose for which service they speak.", member.field)
    if member.worker is not None and member.worker.end_date is not None:
        raise CannotBeTrue(f"{member.worker.name} has left. Choose another worker.", member.field)


def _row(plan: Plan, member: Member, start_date: datetime.date) -> CoreGroupMember:
    return CoreGroupMember(
        plan=plan,
        part=member.part,
        agency=member.agency,
        person=member.person,
        worker=member.worker,
        name=member.name.strip(),
        post=member.post,
        start_date=start_date,
    )


def _leave(row: CoreGroupMember, end_date: datetime.date) -> None:
    attended = CoreGroupAttendance.objects.filter(member=row, meeting__held_date__gte=end_date)
    last = attended.order_by("-meeting__held_date").values_list("meeting__held_date", flat=True).first()
    if last is not None:
        raise CannotBeTrue(
            f"They are on the list of the core group of {last:%-d %B %Y}. Enter a later day.", "end_date"
        )
    if end_date <= row.start_date:
        # They never belonged for a day: history keeps that it was once said.
        row.delete()
    else:
        CoreGroupMember.objects.filter(pk=row.pk).update(end_date=end_date)


def _key_of(row: CoreGroupMember) -> tuple[object, ...]:
    if row.person_id:
        return ("person", row.person_id)
    if row.worker_id:
        return ("worker", row.worker_id)
    return ("name", row.name.strip().casefold())


def _members_on(plan: Plan, day: datetime.date) -> list[CoreGroupMember]:
    return [row for row in _members_from(plan, day) if row.start_date <= day]


def _members_from(plan: Plan, day: datetime.date) -> list[CoreGroupMember]:
    holds = Q(end_date__isnull=True) | Q(end_date__gt=day)
    return list(CoreGroupMember.objects.filter(holds, plan=plan).order_by("pk"))


def whom_an_action_is_about(action: ProtectiveAction, plan: Plan) -> tuple[list[int], str]:
    """Return the children whom something agreed protects, seen or unseen, and the thread of where it was agreed."""
    place = action.discussion or action.conference
    if place is not None:
        return children_in(place), thread_of(place)
    meeting = action.core_group_meeting
    assert meeting is not None  # the database has it agreed in one place
    return children_on_protection(plan, meeting.held_date), f"plan:{plan.pk}"
