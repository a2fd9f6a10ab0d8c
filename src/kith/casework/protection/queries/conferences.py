"""Conferences, protection plans and transfers as pages tell them, now or as known at an earlier instant."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from kith import codes
from kith.casework.furniture.known_at import NOW, Record
from kith.casework.furniture.shaped import shaped
from kith.casework.people.models import Person
from kith.casework.protection.models import (
    Agency,
    ChildProtectionConference,
    ChildProtectionPlan,
    ConferenceCame,
    ConferenceChild,
    ConferenceKind,
    ConferenceOutcome,
    ConferencePart,
    ConferencePlace,
    ConferenceStatus,
    HelpAnswer,
    HowHeld,
    OfferOfHelp,
    ProtectionPlanCategory,
    ProtectionPlanEnding,
    ProtectionTransfer,
    ProtectiveAction,
    ThresholdDecision,
)
from kith.casework.protection.workflows.transfer import TransferState, state_of
from kith.casework.timeline.clocks import name_of
from kith.casework.timeline.models import Clock
from kith.casework.workforce.models import Worker
from kith.engines.calendar import working_days_between

# The clocks that a conference of each kind stops.
LIMITS: dict[str, tuple[str, ...]] = {
    ConferenceKind.INITIAL: ("initial_conference",),
    ConferenceKind.TRANSFER_IN: ("transfer_conference",),
    ConferenceKind.REVIEW: ("first_review_conference", "later_review_conference"),
}


@dataclass(frozen=True)
class Step:
    """What comes next for a conference: the page and the words of its button."""

    page: str
    words: str


@dataclass(frozen=True)
class ToldPart:
    """One child's part as the page tells it."""

    part: Any
    child: Person
    outcome: str
    category: str
    participation: str
    decision: Any | None
    offer: Any | None
    offer_answer: str


@dataclass(frozen=True)
class ToldPlace:
    """One person who was asked, as the page tells it."""

    place: Any
    name: str
    part: str
    agency: str
    came: str
    shared_before: int | None  # working days from the parents' having the report to the conference

    @property
    def was_there(self) -> bool:
        """Whether they took part in the room or by video."""
        return self.place.came in (ConferenceCame.CAME, ConferenceCame.BY_VIDEO)

    @property
    def is_family(self) -> bool:
        """Whether they are there for the family, and not for a service."""
        return bool(self.place.part != ConferencePart.PROFESSIONAL)


@dataclass(frozen=True)
class ConferenceStory:
    """What a conference's page tells."""

    kind: str
    status: str
    how: str
    chair: Worker | None
    requested_by: Worker | None
    parts: list[ToldPart]
    places: list[ToldPlace]
    actions: list[Any]
    limits: list[Any]  # the clocks that it stops or stopped, each with `rule_name`
    next: Step | None

    @property
    def family(self) -> list[ToldPlace]:
        """Those asked for the family."""
        return [place for place in self.places if place.is_family]

    @property
    def professionals(self) -> list[ToldPlace]:
        """Those asked for their services."""
        return [place for place in self.places if not place.is_family]

    @property
    def dissent(self) -> list[ToldPlace]:
        """Those who see it otherwise."""
        return [place for place in self.places if place.place.sees_it_otherwise]

    @property
    def left_out(self) -> list[ToldPlace]:
        """Those whom the chair left out."""
        return [place for place in self.places if place.place.came == ConferenceCame.LEFT_OUT]

    @property
    def reasons_of_all(self) -> Any | None:
        """A decision whose reasons are those of every child's, where there are several: they are then told once."""
        decisions = [part.decision for part in self.parts if part.decision is not None]
        alike = {(one.reasons, one.evidence, one.what_would_change) for one in decisions}
        return decisions[0] if len(decisions) > 1 and len(alike) == 1 else None

    @property
    def offers(self) -> list[ToldPart]:
        """Each offer of help once, with the first child to whom it was made."""
        once: dict[int, ToldPart] = {}
        for part in self.parts:
            if part.offer is not None:
                once.setdefault(part.offer.id, part)
        return list(once.values())


@shaped
def _conference_rows(record: Record, number: int) -> dict[str, QuerySet[Any]]:
    return {
        "parts": record.rows(ConferenceChild).filter(conference_id=number).order_by("id"),
        "places": record.rows(ConferencePlace).filter(conference_id=number).order_by("id"),
        "actions": record.rows(ProtectiveAction).filter(conference_id=number).order_by("due_date", "id"),
    }


def conference_story(
    conference: Any, members: Sequence[Person], worker: Worker, *, today: datetime.date, record: Record = NOW
) -> ConferenceStory:
    """Return a conference's story. A fixed number of queries."""
    held = record.together(lambda: _conference_rows(record, conference.id))
    decisions = [part.decision_id for part in held["parts"] if part.decision_id]
    offers = {part.help_offer_id for part in held["parts"] if part.help_offer_id}
    children = [part.child_id for part in held["parts"]]
    more = record.together(
        decisions=record.rows(ThresholdDecision).filter(id__in=decisions),
        offers=record.rows(OfferOfHelp).filter(id__in=offers),
        limits=_limits(conference, children),
    )
    wanted = {place.person_id for place in held["places"] if place.person_id} | set(children)
    people: dict[int, Person] = {member.pk: member for member in members}
    people |= Person.objects.in_bulk(wanted - set(people))
    staff = {conference.chair_id, conference.requested_by_id, *(place.worker_id for place in held["places"])}
    workers: dict[int, Worker] = Worker.objects.in_bulk(staff - {None})
    for clock in more["limits"]:
        clock.rule_name = name_of(clock)
    by_number = {row.id: row for row in more["decisions"]}
    by_offer = {row.id: row for row in more["offers"]}
    told_parts = [
        _part(part, people[part.child_id], by_number.get(part.decision_id), by_offer.get(part.help_offer_id))
        for part in sorted(held["parts"], key=lambda part: _by_age(people.get(part.child_id)))
        if part.child_id in people
    ]
    order = list(ConferencePart.values)
    told_places = [
        _place(place, conference, people, workers)
        for place in sorted(held["places"], key=lambda place: (order.index(place.part), place.id))
    ]
    return ConferenceStory(
        kind=str(ConferenceKind(conference.kind).label),
        status=str(ConferenceStatus(conference.status).label),
        how=str(HowHeld(conference.held_how).label) if conference.held_how else "",
        chair=workers.get(conference.chair_id),
        requested_by=workers.get(conference.requested_by_id),
        parts=told_parts,
        places=told_places,
        actions=held["actions"],
        limits=_once(more["limits"]),
        next=next_step(conference, told_places, worker, today) if record.instant is None else None,
    )


def next_step(
    conference: ChildProtectionConference, places: Sequence[Any], worker: Worker, today: datetime.date
) -> Step | None:
    """Return what comes next for a conference, or None where it is over."""
    if conference.status == ConferenceStatus.REQUESTED:
        return Step("book_conference", "Book it")
    if conference.status != ConferenceStatus.BOOKED:
        return None
    if conference.planned_at is not None and conference.planned_at.date() <= today:
        if conference.chair_id == worker.pk:
            return Step("hold_conference", "Write up the conference")
        return None
    return Step("ask_to_conference", "Ask more people" if places else "Ask people to it")


@dataclass(frozen=True)
class ToldPlan:
    """One child's protection plan as the pages of the plan and the child tell it."""

    row: Any
    child: Person
    category: str
    category_since: datetime.date | None
    ended_because: str
    days: int  # on it so far, or in all

    @property
    def has_ended(self) -> bool:
        """Whether it has ended."""
        return bool(self.row.end_date)


@dataclass(frozen=True)
class ToldTransfer:
    """One move of a child between authorities."""

    row: Any
    child: Person
    state: TransferState
    direction: str

    @property
    def is_open(self) -> bool:
        """Whether nobody has decided yet."""
        return self.state in (TransferState.TOLD, TransferState.CONFERENCE)


@dataclass(frozen=True)
class ProtectionOf:
    """What protection has on children: plans now and before, their next conference, and moves."""

    now: list[ToldPlan] = field(default_factory=list)
    before: list[ToldPlan] = field(default_factory=list)
    conferences: list[Any] = field(
        default_factory=list
    )  # to come first, each with `kind_shown`, `status_shown`
    transfers: list[ToldTransfer] = field(default_factory=list)

    @property
    def next_review_date(self) -> datetime.date | None:
        """By when the next conference must be held, as the last one said."""
        held = [one for one in self.conferences if one.held_date and one.next_review_date]
        return (
            max(held, key=lambda one: (one.held_date, one.id)).next_review_date if held and self.now else None
        )

    @property
    def to_come(self) -> list[Any]:
        """Conferences that are asked for or booked."""
        return [one for one in self.conferences if one.status in ("requested", "booked")]

    @property
    def held(self) -> list[Any]:
        """Conferences that were held, or stood down."""
        return [one for one in self.conferences if one.status not in ("requested", "booked")]

    @property
    def open_transfers(self) -> list[ToldTransfer]:
        """Moves to or from another authority that are not decided yet."""
        return [one for one in self.transfers if one.is_open]


@shaped
def _protection_rows(record: Record, children: list[int]) -> dict[str, QuerySet[Any]]:
    plans = record.rows(ChildProtectionPlan).filter(child_id__in=children)
    parts = record.rows(ConferenceChild).filter(child_id__in=children)
    of_plans: Any = plans.values("id") if record.instant is None else [plan.id for plan in plans]
    of_parts: Any = (
        parts.values("conference_id") if record.instant is None else {part.conference_id for part in parts}
    )
    return {
        "plans": plans.order_by("start_date", "id"),
        "transfers": record.rows(ProtectionTransfer)
        .filter(child_id__in=children)
        .order_by("told_date", "id"),
        "categories": record.rows(ProtectionPlanCategory)
        .filter(protection_plan_id__in=of_plans)
        .order_by("start_date", "id"),
        "conferences": record.rows(ChildProtectionConference)
        .filter(id__in=of_parts)
        .order_by("-requested_date", "-id"),
    }


def protection_of(children: Sequence[Person], *, today: datetime.date, record: Record = NOW) -> ProtectionOf:
    """Return what protection has on some children. One query now."""
    known = {child.pk: child for child in children}
    if not known:
        return ProtectionOf()
    held = record.together(lambda: _protection_rows(record, list(known)))
    latest: dict[int, Any] = {row.protection_plan_id: row for row in held["categories"]}
    told = [_plan(row, known[row.child_id], latest.get(row.id), today) for row in held["plans"]]
    return ProtectionOf(
        now=[one for one in told if not one.has_ended or one.row.end_date > today],
        before=[one for one in reversed(told) if one.has_ended and one.row.end_date <= today],
        conferences=shown(held["conferences"]),
        transfers=[
            ToldTransfer(row, known[row.child_id], state_of(row), str(row.get_direction_display()))
            for row in reversed(held["transfers"])
        ],
    )


def conferences_of_family(family_id: int, *, record: Record = NOW) -> list[Any]:
    """Return a family's conferences, the latest asked for first."""
    rows = record.rows(ChildProtectionConference).filter(family_id=family_id)
    return shown(rows.order_by("-requested_date", "-id"))


def shown(rows: Iterable[Any]) -> list[Any]:
    """Return conferences with their kind and where they stand in words."""
    found = list(rows)
    for row in found:
        row.kind_shown = ConferenceKind(row.kind).label
        row.status_shown = ConferenceStatus(row.status).label
    return found


def _plan(row: Any, child: Person, category: Any | None, today: datetime.date) -> ToldPlan:
    end = row.end_date if row.end_date and row.end_date <= today else today
    return ToldPlan(
        row=row,
        child=child,
        category=codes.labels("category_of_abuse")[category.category] if category else "",
        category_since=category.start_date if category else None,
        ended_because=str(ProtectionPlanEnding(row.ended_because).label) if row.ended_because else "",
        days=max((end - row.start_date).days, 0),
    )


def _part(part: Any, child: Person, decision: Any | None, offer: Any | None) -> ToldPart:
    return ToldPart(
        part=part,
        child=child,
        outcome=str(ConferenceOutcome(part.outcome).label) if part.outcome else "",
        category=codes.labels("category_of_abuse")[part.category] if part.category else "",
        participation=codes.labels("child_participation")[part.participation] if part.participation else "",
        decision=decision,
        offer=offer,
        offer_answer=str(HelpAnswer(offer.answer).label) if offer is not None else "",
    )


def _place(place: Any, conference: Any, people: dict[int, Person], workers: dict[int, Worker]) -> ToldPlace:
    person, worker = people.get(place.person_id), workers.get(place.worker_id)
    if place.person_id:
        name = person.display_name if person is not None else "Somebody restricted"
    else:
        name = worker.name if worker is not None else place.name
    day = conference.held_date or (conference.planned_at.date() if conference.planned_at else None)
    shared = place.report_shared_date
    return ToldPlace(
        place=place,
        name=name,
        part=place.post or str(ConferencePart(place.part).label),
        agency=str(Agency(place.agency).label) if place.agency else "",
        came=str(ConferenceCame(place.came).label) if place.came else "",
        shared_before=working_days_between(shared, day) if shared and day and shared <= day else None,
    )


def _limits(conference: Any, children: list[int]) -> Any:
    clocks = Clock.objects.filter(rule__in=LIMITS[conference.kind], person_id__in=children)
    if conference.kind == ConferenceKind.INITIAL:
        clocks = clocks.filter(thread=f"enquiry:{conference.enquiry_id}")
    if conference.held_date is not None:
        clocks = clocks.filter(stopped_date=conference.held_date)
    else:
        clocks = clocks.filter(stopped_date__isnull=True)
    return clocks.order_by("due_date", "id")


def _once(clocks: list[Any]) -> list[Any]:
    """Return the soonest clock of each rule: brothers and sisters have the same one."""
    found: dict[tuple[str, datetime.date], Any] = {}
    for clock in clocks:
        found.setdefault((clock.rule, clock.due_date), clock)
    return list(found.values())


def _by_age(child: Person | None) -> tuple[bool, Any]:
    if child is None or child.birth_date is None:
        return (True, datetime.date.max)
    return (False, child.birth_date)
