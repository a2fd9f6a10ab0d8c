"""Meetings of the family's own people as pages tell them: their story in order, and what comes next."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from kith.casework.family_help.meeting_workflow import UNDER_WAY, MeetingState, state_of
from kith.casework.family_help.models import (
    Came,
    FamilyNetworkMeeting,
    MeetingKind,
    MeetingPlace,
    NetworkOffer,
    StaysInTouch,
)
from kith.casework.furniture.known_at import NOW, Record
from kith.casework.furniture.shaped import shaped
from kith.casework.people.models import NetworkMember, Person
from kith.casework.workforce.models import Worker


@dataclass(frozen=True)
class Step:
    """What comes next for a meeting: the page and the words of its button."""

    page: str
    words: str


_NEXT = {
    MeetingState.OFFERED: Step("answer_meeting", "Record what the family said"),
    MeetingState.ACCEPTED: Step("plan_meeting", "Plan the meeting"),
    MeetingState.PLANNED: Step("hold_meeting", "Record the meeting"),
    MeetingState.HELD: Step("answer_family_plan", "Answer the family's plan"),
    MeetingState.AGREED: Step("review_meeting", "Look at the family's plan again"),
    MeetingState.NOT_AGREED: Step("answer_family_plan", "Answer again"),
}
# While the day of the meeting is to come, asking people comes before recording it.
_BEFORE_THE_DAY = Step("ask_to_meeting", "Ask people to it")


@dataclass(frozen=True)
class MeetingStory:
    """What a meeting's page tells."""

    meeting: Any
    state: MeetingState
    places: list[Any]  # each with `name_shown` and `person_shown`
    offers: list[Any]  # what was offered at it, each once, with `name_shown`
    workers: dict[int, Worker]
    next: Step | None

    @property
    def offered_by(self) -> Worker | None:
        """Who offered it, or decided not to."""
        return self.workers.get(self.meeting.offered_by_id)

    @property
    def agreed_by(self) -> Worker | None:
        """Who answered the family's plan for the service."""
        return self.workers.get(self.meeting.agreed_by_id)

    @property
    def came(self) -> list[Any]:
        """Those who came, took part from afar or sent words."""
        return [place for place in self.places if place.came and place.came != Came.DID_NOT_COME]

    @property
    def did_not_come(self) -> list[Any]:
        """Those who were asked and did not come."""
        return [place for place in self.places if place.came == Came.DID_NOT_COME]


def meeting_story(
    meeting: FamilyNetworkMeeting, members: list[Person], *, today: datetime.date
) -> MeetingStory:
    """Return a meeting's story. A fixed number of queries."""
    held = NOW.together(
        places=MeetingPlace.objects.filter(meeting=meeting).order_by("id"),
        offers=NetworkOffer.objects.filter(meeting=meeting).order_by("id"),
        network=NetworkMember.objects.filter(
            pk__in=NetworkOffer.objects.filter(meeting=meeting).values("member_id")
        ),
    )
    network = {member.pk: member for member in held["network"]}
    people: dict[int, Any] = {person.pk: person for person in members}
    numbers = {
        *(place.person_id for place in held["places"] if place.person_id),
        *(member.member_id for member in held["network"] if member.member_id),
    }
    people |= Person.objects.in_bulk(numbers - set(people))
    for place in held["places"]:
        place.person_shown = people.get(place.person_id)
        place.name_shown = _name(place.person_id, place.name, people)
        place.came_shown = Came(place.came).label if place.came else ""
    once: dict[tuple[str, str], Any] = {}
    for offer in held["offers"]:
        member = network.get(offer.member_id)
        offer.name_shown = _name(member.member_id, member.member_name, people) if member else ""
        once.setdefault((offer.name_shown, offer.what.casefold()), offer)
    workers = Worker.objects.in_bulk({meeting.offered_by_id, meeting.agreed_by_id} - {None})
    return MeetingStory(
        meeting,
        state_of(meeting),
        held["places"],
        list(once.values()),
        workers,
        next_step(meeting, today),
    )


def next_step(meeting: FamilyNetworkMeeting, today: datetime.date) -> Step | None:
    """Return what comes next for a meeting, or None where it is over."""
    state = state_of(meeting)
    if state == MeetingState.PLANNED and meeting.planned_date and meeting.planned_date > today:
        return _BEFORE_THE_DAY
    if state == MeetingState.REVIEWED:
        return _NEXT[MeetingState.AGREED] if meeting.review_date else None
    return _NEXT.get(state)


@dataclass(frozen=True)
class PeopleOfPlan:
    """What the plan's page says of the family's own people."""

    meetings: list[
        Any
    ]  # the one under way, or else the latest, then the last that was held; each with its words
    stays: list[Any]


@shaped
def _rows_of_plan(record: Record, plan_id: int, today: datetime.date) -> dict[str, QuerySet[Any]]:
    return {
        "meetings": record.rows(FamilyNetworkMeeting)
        .filter(plan_id=plan_id)
        .order_by("-offered_date", "-id"),
        "stays": record.holding(StaysInTouch, today).filter(plan_id=plan_id).order_by("start_date", "id"),
    }


def people_of_plan(
    plan: Any, members: list[Person], *, today: datetime.date, record: Record = NOW
) -> PeopleOfPlan:
    """Return the next and the last meeting of a plan and who stays in touch, now or as known at an earlier instant."""
    held = record.together(lambda: _rows_of_plan(record, plan.id, today))
    people: dict[int, Any] = {person.pk: person for person in members}
    wanted = {one.person_id for one in held["stays"] if one.person_id} - set(people)
    if wanted:
        people |= Person.objects.in_bulk(wanted)
    numbers = {one.worker_id for one in held["stays"] if one.worker_id}
    workers = Worker.objects.in_bulk(numbers) if numbers else {}
    for one in held["stays"]:
        worker = workers.get(one.worker_id)
        one.name_shown = worker.name if worker else _name(one.person_id, one.name, people)
    for meeting in held["meetings"]:
        state = state_of(meeting)
        meeting.state_shown = state.label
        meeting.kind_shown = MeetingKind(meeting.kind).label
        meeting.is_under_way = state in UNDER_WAY
    under_way = [meeting for meeting in held["meetings"] if meeting.is_under_way]
    were_held = sorted(
        (meeting for meeting in held["meetings"] if meeting.held_date),
        key=lambda meeting: (meeting.held_date, meeting.id),
    )
    first = (under_way or held["meetings"])[:1]
    return PeopleOfPlan([*first, *(one for one in were_held[-1:] if one not in first)], held["stays"])


def _name(number: int | None, name: str, people: dict[int, Any]) -> str:
    if number is None:
        return name
    person = people.get(number)
    return person.display_name if person is not None else "Somebody restricted"
