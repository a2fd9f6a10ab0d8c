"""What has been tried for a family, and what help is on offer now: read before anybody makes enquiries about it.

Help from the catalogue and otherwise, meetings of the family's own people, earlier enquiries and what came of them.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef

from kith import codes
from kith.casework.family_help.meeting_workflow import state_of
from kith.casework.family_help.models import (
    DeliveryEnding,
    DeliveryParticipant,
    DeliverySession,
    EndingReason,
    FamilyNetworkMeeting,
    Intervention,
    InterventionDelivery,
    MeetingKind,
    SessionAttendance,
)
from kith.casework.family_help.queries.catalogue import in_use
from kith.casework.family_help.queries.suggesting import Child, Suggestion, needs_of_plan, suggest
from kith.casework.furniture.known_at import NOW, Record
from kith.casework.people.models import Person
from kith.casework.plans.models import Goal, Plan
from kith.casework.protection.models import (
    CONFERENCE,
    EnquiryChild,
    Finding,
    HelpAnswer,
    OfferOfHelp,
    SectionFortySevenEnquiry,
)
from kith.casework.timeline.models import Clock, Event, EventSubject

MOST_SUGGESTED = 3
MOST_GIVEN = 5
HELP_AFTER = "help_after_enquiry"


@dataclass(frozen=True)
class TriedHelp:
    """Help from the catalogue: what, for whom, how far it came, and what the family said."""

    delivery: Any
    what: str
    people: list[str]
    how_far: str
    is_over: bool


@dataclass(frozen=True)
class TriedMeeting:
    """One meeting of the family's own people, and where it stands."""

    meeting: Any
    kind: str
    state: str


@dataclass(frozen=True)
class OfferRead:
    """An offer of help after an enquiry, and what came of it."""

    offer: Any
    answer: str
    children: list[str]  # those whom the reader may see
    came_of_it: str


@dataclass(frozen=True)
class EarlierEnquiry:
    """One enquiry that was made before: how it ended for each child whom the reader may see, and what came of it."""

    enquiry: Any
    endings: list[tuple[str, str]]  # the child's name, and the outcome in words
    offers: list[OfferRead]


@dataclass(frozen=True)
class WhatHasBeenTried:
    """All of it; `fitting` only as things are now."""

    plan: Any | None  # the family's open plan
    help: list[TriedHelp]
    given: list[Any]
    meetings: list[TriedMeeting]
    enquiries: list[EarlierEnquiry]
    goals: list[Any] = field(default_factory=list)
    fitting: list[Suggestion] = field(default_factory=list)  # what of the catalogue fits, in order

    @property
    def on_offer(self) -> list[Suggestion]:
        """The first few of what fits, for a page about something else."""
        return self.fitting[:MOST_SUGGESTED]

    @property
    def nothing(self) -> bool:
        """Whether nothing has been tried yet, as far as the record tells."""
        return not (self.help or self.given or self.meetings or self.enquiries)


def what_has_been_tried(
    family_id: int,
    children: Sequence[Person],
    members: Sequence[Person],
    *,
    today: datetime.date,
    record: Record = NOW,
    except_enquiry: int | None = None,
) -> WhatHasBeenTried:
    """Return what has been tried for a family and what is on offer for these children.

    `members` are those of the family whom the reader may see: nobody else is named. A fixed number of queries.
    """
    plans = list(record.rows(Plan).filter(family_id=family_id).order_by("-start_date", "-id"))
    numbers = [plan.id for plan in plans]
    held = record.together(
        deliveries=record.rows(InterventionDelivery)
        .filter(plan_id__in=numbers)
        .order_by("-offered_date", "-id"),
        meetings=record.rows(FamilyNetworkMeeting)
        .filter(plan_id__in=numbers)
        .order_by("-offered_date", "-id"),
        enquiries=record.rows(SectionFortySevenEnquiry)
        .filter(family_id=family_id, status="ended")
        .exclude(id=except_enquiry or 0)
        .order_by("-start_date", "-id"),
        offers=record.rows(OfferOfHelp).filter(family_id=family_id).order_by("offered_date", "id"),
        goals=record.rows(Goal).filter(plan_id__in=numbers, status="open").order_by("set_date", "id"),
    )
    deliveries, enquiries = held["deliveries"], held["enquiries"]
    more = record.together(
        participants=record.rows(DeliveryParticipant).filter(delivery_id__in=[one.id for one in deliveries]),
        sessions=record.rows(DeliverySession).filter(delivery_id__in=[one.id for one in deliveries]),
        parts=record.rows(EnquiryChild).filter(enquiry_id__in=[one.id for one in enquiries]).order_by("id"),
        clocks=record.rows(Clock).filter(
            rule=HELP_AFTER, thread__in=[f"enquiry:{one.id}" for one in enquiries]
        ),
        kinds=Intervention.objects.filter(pk__in={one.intervention_id for one in deliveries}),
    )
    names = {member.pk: member.display_name for member in members}
    plan = next((one for one in plans if one.end_date is None), None)
    is_now = record.instant is None
    # What the family has already, or waits for, is told as tried.
    has = {one.intervention_id for one in deliveries if not one.ending}
    fitting = _on_offer(plan, children, today) if is_now else []
    fitting = [one for one in fitting if one.entry.intervention.pk not in has]
    return WhatHasBeenTried(
        plan=plan,
        help=_help(deliveries, more, names),
        given=_given(numbers, children, {kind.name for kind in more["kinds"]}, record),
        meetings=[
            TriedMeeting(one, str(MeetingKind(one.kind).label), str(state_of(one).label))
            for one in held["meetings"]
        ],
        enquiries=[_earlier(one, more["parts"], held["offers"], more["clocks"], names) for one in enquiries],
        goals=[goal for goal in held["goals"] if plan is not None and goal.plan_id == plan.id],
        fitting=fitting,
    )


def how_far(delivery: Any, sessions: Iterable[Any]) -> str:
    """Return in words how far help has come, or how it ended."""
    came = [one for one in sessions if one.attendance == SessionAttendance.ATTENDED]
    attended = ""
    if came:
        planned = f" of {delivery.planned_sessions}" if delivery.planned_sessions else ""
        attended = f"; came to {len(came)}{planned} session{'' if len(came) == 1 and not planned else 's'}"
    if delivery.ending:
        how = str(DeliveryEnding(delivery.ending).label)
        if delivery.ending_reason:
            why = str(EndingReason(delivery.ending_reason).label)
            how = f"{how}: {why[0].lower()}{why[1:]}"
        return f"{how}{attended}"
    return f"Goes on{attended}" if delivery.start_date else "Offered, and has not begun"


def came_of(offer: Any, clocks: Iterable[Any]) -> str:
    """Return in words what came of an offer: when help began after it, or that none has yet."""
    if offer.answer != HelpAnswer.TAKEN_UP:
        return ""
    running = [clock for clock in clocks if clock.start_date >= offer.offered_date]
    if not running:
        return "Help was under way already, and went on."
    begun = [clock.stopped_date for clock in running if clock.stopped_date is not None]
    if begun:
        first = min(begun)
        return f"The first help was given on {first:%-d %B %Y}."
    due = min(clock.due_date for clock in running)
    return f"No help has been recorded since; the day for it is {due:%-d %B %Y}."


def _help(deliveries: list[Any], more: dict[str, list[Any]], names: dict[int, str]) -> list[TriedHelp]:
    kinds = {kind.pk: kind for kind in more["kinds"]}
    return [
        TriedHelp(
            delivery=one,
            what=kinds[one.intervention_id].name,
            people=[
                names[place.person_id]
                for place in more["participants"]
                if place.delivery_id == one.id and place.person_id in names
            ],
            how_far=how_far(one, [each for each in more["sessions"] if each.delivery_id == one.id]),
            is_over=bool(one.ending),
        )
        for one in deliveries
    ]


def _given(plans: list[int], children: Sequence[Person], catalogue: set[str], record: Record) -> list[Any]:
    """Return the latest help that was given to these children, each once, without what is told as help from the catalogue."""
    if not plans:
        return []
    about = EventSubject.objects.filter(event_id=OuterRef("pk"), person_id__in=[one.pk for one in children])
    events = Event.objects.filter(Exists(about), kind="plans.help_given", details__plan__in=plans)
    if record.instant is not None:
        events = events.filter(recorded_at__lte=record.instant)
    once: dict[tuple[datetime.date, Any], Any] = {}
    for event in events.order_by("-day", "-pk")[:40]:
        if event.details.get("what") not in catalogue:
            once.setdefault((event.day, event.details.get("what")), event)
    return list(once.values())[:MOST_GIVEN]


def _earlier(
    enquiry: Any, parts: list[Any], offers: list[Any], clocks: list[Any], names: dict[int, str]
) -> EarlierEnquiry:
    labels = codes.labels("section_47_outcome")
    own = [part for part in parts if part.enquiry_id == enquiry.id and part.child_id in names]
    of_thread = [clock for clock in clocks if clock.thread == f"enquiry:{enquiry.id}"]
    made = {part.help_offer_id for part in own if part.help_offer_id}
    return EarlierEnquiry(
        enquiry=enquiry,
        endings=[
            (
                names[part.child_id],
                "Went to a child protection conference"
                if part.outcome == CONFERENCE
                else ". ".join(
                    words
                    for words in (
                        str(Finding(part.finding).label) if part.finding else "",
                        labels.get(part.outcome, ""),
                    )
                    if words
                ),
            )
            for part in own
        ],
        offers=[
            OfferRead(
                offer,
                str(HelpAnswer(offer.answer).label),
                [names[part.child_id] for part in own if part.help_offer_id == offer.id],
                came_of(offer, of_thread),
            )
            for offer in offers
            if offer.id in made
        ],
    )


def _on_offer(plan: Any | None, children: Sequence[Person], today: datetime.date) -> list[Suggestion]:
    """Return what of the catalogue fits what these children and their family need."""
    needs = needs_of_plan(plan.id if plan else 0, {child.pk for child in children})
    if not needs:
        return []
    concerned = [
        Child(one.pk, one.display_name, 0 if one.is_unborn else one.age_on(today), one.is_unborn)
        for one in children
    ]
    return suggest(in_use(today), needs, concerned).fitting
