"""Conferences as tests need them: an enquiry behind them, booked with a chair, held with something decided."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from kith.casework.people.models import Family, Person
from kith.casework.plans.models import Plan
from kith.casework.protection.actions import conferences, requesting
from kith.casework.protection.actions.deciding import Reasons
from kith.casework.protection.actions.helping import Offer
from kith.casework.protection.actions.holding_conference import (
    Came,
    ChildDecision,
    ConferenceWords,
    hold_conference,
)
from kith.casework.protection.models import (
    ChildProtectionConference,
    ChildProtectionPlan,
    ConferenceChild,
    ConferenceKind,
    ConferencePlace,
    EnquiryChild,
    ProtectionTransfer,
    SectionFortySevenEnquiry,
    StrategyChild,
    StrategyDiscussion,
)
from kith.casework.timeline.actions.events import record_event
from kith.casework.workforce.models import Worker
from tests.furnishing.cast import Cast
from tests.furnishing.form_days import ago

REASONS = Reasons(
    reasons="The children were left alone overnight three times, and it is likely to happen again.",
    evidence="The school's log; what the children told Priya Nair on their own; the police visit.",
    what_would_change="Somebody safe is at home each night for three months.",
)
TAKEN_UP = Offer(
    answer="taken_up", what="Somebody to visit in the evenings", family_words="Yes, we would like that."
)
DECLINED = Offer(answer="declined", what="A parenting group", family_words="Not now.")


def noon(day: datetime.date) -> datetime.datetime:
    """Return noon of a day."""
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(12)))


@transaction.atomic
def enquiry_about(
    family: Family, children: Iterable[Person], *, start_date: datetime.date, by: Worker
) -> SectionFortySevenEnquiry:
    """Make an enquiry as the strategy discussion that began it left it, with its clock running."""
    chosen = list(children)
    discussion = StrategyDiscussion.objects.create(
        family=family,
        status="held",
        called_date=start_date,
        called_by=by,
        why_called="A neighbour heard the children alone at night.",
        held_date=start_date,
        held_how="video",
        led_by=by,
    )
    StrategyChild.objects.bulk_create(StrategyChild(discussion=discussion, child=one) for one in chosen)
    enquiry = SectionFortySevenEnquiry.objects.create(
        family=family, discussion=discussion, kind="single", lead=by, start_date=start_date
    )
    EnquiryChild.objects.bulk_create(EnquiryChild(enquiry=enquiry, child=one) for one in chosen)
    record_event(
        "protection.section_47_started", by=by, day=start_date, about=[one.pk for one in chosen],
        summary="Enquiries began.", thread=f"enquiry:{enquiry.pk}",
    )  # fmt: skip
    return enquiry


def asked_for(
    cast: Cast, *, children: Iterable[Person] | None = None, requested_date: datetime.date | None = None
) -> ChildProtectionConference:
    """Return an initial conference about the Okafor children, asked for by their social worker and not booked."""
    chosen = [cast.child, cast.sibling] if children is None else list(children)
    enquiry = enquiry_about(cast.family, chosen, start_date=ago(20), by=cast.social_worker)
    return requesting.request_conference(
        family=cast.family,
        children=chosen,
        kind=ConferenceKind.INITIAL,
        requested_date=requested_date or ago(10),
        by=cast.social_worker,
        enquiry=enquiry,
    )


def book(
    cast: Cast, conference: ChildProtectionConference, *, day: datetime.date | None = None
) -> ChildProtectionConference:
    """Book a conference with the cast's chair."""
    conferences.book_conference(
        conference=conference,
        chair=cast.conference_chair,
        planned_at=noon(day or ago(1)),
        where="Town hall, room 4",
        by=cast.social_worker,
    )
    conference.refresh_from_db()
    return conference


def booked(cast: Cast, **about: Any) -> ChildProtectionConference:
    """Return an initial conference about the Okafor children, booked with the cast's chair for yesterday."""
    return book(cast, asked_for(cast, **about))


def review_booked(
    cast: Cast, children: Iterable[Person], *, day: datetime.date | None = None
) -> ChildProtectionConference:
    """Return a review of the Okafor children's plans, booked."""
    conference = requesting.request_conference(
        family=cast.family,
        children=list(children),
        kind=ConferenceKind.REVIEW,
        requested_date=day or timezone.localdate(),
        by=cast.social_worker,
    )
    return book(cast, conference, day=day or timezone.localdate())


def decided(outcome: str, **about: Any) -> ChildDecision:
    """Return what was decided for a child, with reasons."""
    return ChildDecision(outcome=outcome, **{"reasons": REASONS, **about})


def on_a_plan(category: str = "NEG", **about: Any) -> ChildDecision:
    """Return: a child protection plan."""
    return decided("plan", category=category, **about)


def hold(
    cast: Cast,
    conference: ChildProtectionConference,
    children: Mapping[int, ChildDecision],
    **otherwise: Any,
) -> ChildProtectionConference:
    """Hold a conference as its chair would, with nobody on its list."""
    given: dict[str, Any] = {
        "conference": conference,
        "held_date": ago(1),
        "held_how": "meeting",
        "is_quorate": True,
        "why_not_quorate": "",
        "words": ConferenceWords(
            going_well="They come to school.", what_must_change="Nobody is alone at night."
        ),
        "came": {},
        "children": children,
        "agreed": [],
        "next_review_date": None,
        "visit_every_days": 10,
        "by": cast.conference_chair,
    }
    held = hold_conference(**{**given, **otherwise})
    held.refresh_from_db()
    return held


def both_on_a_plan(cast: Cast, *, held_date: datetime.date | None = None) -> ChildProtectionConference:
    """Hold the Okafor children's initial conference: both are on a plan for neglect."""
    day = held_date or ago(1)
    conference = booked(cast, requested_date=min(day, ago(10)))
    return hold(cast, conference, {cast.child.pk: on_a_plan(), cast.sibling.pk: on_a_plan()}, held_date=day)


CAME = Came("came")


def furnish_conference(family: Family, plan: Plan, child: Person, by: Worker) -> dict[str, int]:
    """Give a child a conference that nobody chairs yet, a plan and a move, and return what their addresses name."""
    conference = ChildProtectionConference.objects.create(
        family=family, kind=ConferenceKind.REVIEW, plan=plan, requested_date=ago(2), requested_by=by
    )
    ConferenceChild.objects.create(conference=conference, child=child)
    place = ConferencePlace.objects.create(conference=conference, part="family", name="Gran")
    if not ChildProtectionPlan.objects.filter(child=child).exists():
        row = ChildProtectionPlan.objects.create(
            child=child, plan=plan, started_as="transfer_in", start_date=ago(9)
        )
        row.categories.create(category="NEG", start_date=ago(9))
    move = ProtectionTransfer.objects.create(
        child=child,
        family=family,
        direction="out",
        other_authority="Northshire",
        moved_date=ago(1),
        told_date=ago(1),
    )
    return {"conference_id": conference.pk, "conference_place_id": place.pk, "transfer_id": move.pk}
