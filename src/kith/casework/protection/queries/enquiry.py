"""An enquiry as its page tells it, now or as known at an earlier instant, and what comes next on it."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kith import codes
from kith.casework.furniture.known_at import NOW, Record
from kith.casework.people.models import Person
from kith.casework.protection.models import (
    CONFERENCE,
    ChildProtectionConference,
    EnquiryChild,
    EnquiryKind,
    EnquiryStatus,
    Finding,
    HelpAnswer,
    OfferOfHelp,
    StrategyDiscussion,
    ThresholdDecision,
)
from kith.casework.protection.queries.enquiry_missing import (
    Missing,
    is_at_risk_without_conference,
    missing_of,
    needs_offer,
)
from kith.casework.protection.queries.what_has_been_tried import HELP_AFTER, came_of
from kith.casework.timeline.models import Clock
from kith.casework.workforce.models import Worker
from kith.engines.calendar import working_days_between

CLOCK = "initial_conference"


@dataclass(frozen=True)
class PartRead:
    """One child's part, whom the reader may see."""

    part: Any
    child: Any
    finding: str
    outcome: str
    offer: Any | None
    answer: str
    came_of_it: str
    clock: Any | None
    decision: Any | None

    @property
    def needs_offer(self) -> bool:
        """Whether it cannot end for want of an offer of help."""
        return needs_offer(self.part)

    @property
    def is_at_risk_without_conference(self) -> bool:
        """Whether the child is found at continuing risk and no conference is asked for."""
        return is_at_risk_without_conference(self.part)

    @property
    def decision_page(self) -> str:
        """The address of the manager's decision."""
        return f"/decisions/{self.decision.id}/" if self.decision is not None else ""

    @property
    def goes_to_conference(self) -> bool:
        """Whether a conference comes next."""
        return bool(self.part.outcome == CONFERENCE)


@dataclass(frozen=True)
class EnquiryStory:
    """What an enquiry's page tells, all of it read through one Record."""

    enquiry: Any
    status: str
    kind: str
    lead: Any | None
    submitted_by: Any | None
    decided_by: Any | None
    discussion: Any | None
    parts: list[PartRead]
    conferences: list[Any]

    @property
    def due_date(self) -> datetime.date | None:
        """The last day on which a conference is in time, if one is needed."""
        return min((read.clock.due_date for read in self.parts if read.clock), default=None)

    @property
    def stopped_date(self) -> datetime.date | None:
        """When the last of the children's clocks stopped, where all have."""
        stopped = [read.clock.stopped_date for read in self.parts if read.clock]
        return None if not stopped or None in stopped else max(stopped)

    @property
    def missing(self) -> list[Missing]:
        """What it still lacks, of the children whom the reader may see."""
        return missing_of(self.enquiry, [(read.part, read.child.display_name) for read in self.parts])

    @property
    def without_offer(self) -> list[PartRead]:
        """The children for whom it cannot end yet, since no help has been offered."""
        return [read for read in self.parts if read.needs_offer]

    @property
    def offers(self) -> list[tuple[PartRead, list[Any]]]:
        """Each offer once, through the first child whom it is for, with all of these children."""
        grouped: dict[int, list[PartRead]] = {}
        for read in self.parts:
            if read.offer is not None:
                grouped.setdefault(read.offer.id, []).append(read)
        return [(reads[0], [read.child for read in reads]) for reads in grouped.values()]


def enquiry_story(enquiry: Any, members: Sequence[Person], *, record: Record = NOW) -> EnquiryStory:
    """Return everything on an enquiry's page. A fixed number of queries, whatever the family's size."""
    number = enquiry.id
    thread = f"enquiry:{number}"
    held = record.together(
        parts=record.rows(EnquiryChild).filter(enquiry_id=number).order_by("id"),
        offers=record.rows(OfferOfHelp).filter(family_id=enquiry.family_id),
        clocks=record.rows(Clock).filter(thread=thread, rule__in=[CLOCK, HELP_AFTER]).order_by("id"),
        discussions=record.rows(StrategyDiscussion).filter(id=enquiry.discussion_id),
        conferences=record.rows(ChildProtectionConference).filter(enquiry_id=number).order_by("id"),
        decisions=record.rows(ThresholdDecision).filter(
            id__in=record.rows(EnquiryChild).filter(enquiry_id=number).values("decision_id")
        ),
    )
    workers = Worker.objects.in_bulk(
        {who for who in (enquiry.lead_id, enquiry.submitted_by_id, enquiry.decided_by_id) if who}
    )
    people = {member.pk: member for member in members}
    offers = {one.id: one for one in held["offers"]}
    decisions = {one.id: one for one in held["decisions"]}
    due = {one.person_id: one for one in held["clocks"] if one.rule == CLOCK}
    after = [one for one in held["clocks"] if one.rule == HELP_AFTER]
    labels = codes.labels("section_47_outcome")
    parts = []
    for part in held["parts"]:
        if part.child_id not in people:
            continue
        offer = offers.get(part.help_offer_id)
        parts.append(
            PartRead(
                part=part,
                child=people[part.child_id],
                finding=str(Finding(part.finding).label) if part.finding else "",
                outcome=labels.get(part.outcome, ""),
                offer=offer,
                answer=str(HelpAnswer(offer.answer).label) if offer else "",
                came_of_it=came_of(offer, [one for one in after if one.person_id == part.child_id])
                if offer and enquiry.status == EnquiryStatus.ENDED
                else "",
                clock=due.get(part.child_id),
                decision=decisions.get(part.decision_id),
            )
        )
    for conference in held["conferences"]:
        conference.page = f"/conferences/{conference.id}/"
    return EnquiryStory(
        enquiry=enquiry,
        status=str(EnquiryStatus(enquiry.status).label),
        kind=str(EnquiryKind(enquiry.kind).label),
        lead=workers.get(enquiry.lead_id),
        submitted_by=workers.get(enquiry.submitted_by_id),
        decided_by=workers.get(enquiry.decided_by_id),
        discussion=held["discussions"][0] if held["discussions"] else None,
        parts=parts,
        conferences=held["conferences"],
    )


def days_left(due_date: datetime.date | None, on: datetime.date) -> str:
    """Return how many working days are left, in words; nothing where it is late, which the tag beside it says."""
    if due_date is None or due_date < on:
        return ""
    if due_date == on:
        return "today is the last day"
    days = working_days_between(on, due_date)
    return f"{days} working day{'' if days == 1 else 's'} left"
