"""Who is asked to a meeting of the family's own people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from kith.casework.family_help.actions.meetings import locked
from kith.casework.family_help.meeting_workflow import MeetingState, can_move, state_of, why_not
from kith.casework.family_help.models import FamilyNetworkMeeting, MeetingPlace
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.people.models import Person
from kith.casework.plans.actions.recording import record
from kith.casework.workforce.models import Worker


@dataclass(frozen=True)
class Asked:
    """One person who is asked: somebody on the record or only a name, and who they are to the children."""

    relation: str
    person: Person | None = None
    name: str = ""
    field: str = ""  # of the form, for a sentence about this one


@transaction.atomic
def ask_people(*, meeting: FamilyNetworkMeeting, people: Sequence[Asked], by: Worker) -> list[MeetingPlace]:
    """Put people on the list of those asked. Raises CannotBeTrue for somebody who is on it already."""
    meeting = locked(meeting)
    _check_not_held(meeting)
    if not people:
        raise CannotBeTrue("Choose at least one person to ask, or enter a name.")
    places = [add_place(meeting, one) for one in people]
    record(
        "family_help.meeting_planned", meeting.plan, by=by, day=timezone.localdate(),
        summary="People were asked to the meeting of the family's own people.",
        details={"meeting": meeting.pk, "asked": [place.pk for place in places]},
    )  # fmt: skip
    return places


def add_place(meeting: FamilyNetworkMeeting, asked: Asked, came: str = "") -> MeetingPlace:
    """Give somebody a place at a meeting, once. The meeting must be locked."""
    name = " ".join(asked.name.split())
    if asked.person is None and not name:
        raise CannotBeTrue("Choose the person, or enter their name.", asked.field or None)
    if not asked.relation.strip():
        raise CannotBeTrue("Say who they are to the children.", asked.field or None)
    same = Q(person=asked.person) if asked.person is not None else Q(person__isnull=True, name__iexact=name)
    if MeetingPlace.objects.filter(same, meeting=meeting).exists():
        said = asked.person.display_name if asked.person is not None else name
        raise CannotBeTrue(f"{said} is on the list already.", asked.field or None)
    return MeetingPlace.objects.create(
        meeting=meeting,
        person=asked.person,
        name="" if asked.person is not None else name,
        relation=asked.relation.strip(),
        came=came,
    )


@transaction.atomic
def take_off_the_list(*, place: MeetingPlace, by: Worker) -> None:
    """Take somebody off the list before the meeting is held; that they were on it stays in its history."""
    meeting = locked(place.meeting)
    _check_not_held(meeting)
    number = place.pk
    MeetingPlace.objects.filter(pk=number).delete()
    record(
        "family_help.meeting_planned", meeting.plan, by=by, day=timezone.localdate(),
        summary="Who is asked to the meeting of the family's own people was changed.",
        details={"meeting": meeting.pk, "no_longer_asked": [number]},
    )  # fmt: skip


def _check_not_held(meeting: FamilyNetworkMeeting) -> None:
    # Whoever may still plan the meeting may still ask people to it: before the family has accepted, nobody is asked.
    if not can_move(meeting, MeetingState.PLANNED):
        raise CannotBeTrue(why_not(state_of(meeting), MeetingState.PLANNED))
