"""Asking for a child protection conference: by the enquiry that finds a child at risk, before a review, or on transfer."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.db import transaction

from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.people.models import Family, Person
from kith.casework.plans.models import Plan
from kith.casework.protection.actions.recording import check_day, record
from kith.casework.protection.models import (
    ChildProtectionConference,
    ChildProtectionPlan,
    ConferenceChild,
    ConferenceKind,
    EnquiryChild,
    ProtectionTransfer,
    SectionFortySevenEnquiry,
    TransferDirection,
)
from kith.casework.protection.workflows.conference import CONFERENCE
from kith.casework.timeline.actions.tasks import give_task
from kith.casework.workforce.models import Worker
from kith.casework.workforce.queries import team_of


@transaction.atomic
def request_conference(
    *,
    family: Family,
    children: Sequence[Person],
    kind: str,
    requested_date: datetime.date,
    by: Worker,
    enquiry: SectionFortySevenEnquiry | None = None,
) -> ChildProtectionConference:
    """Ask for a conference about some of a family's children; whoever books conferences has it to do.

    Raises CannotBeTrue where one of this kind is asked for already, or an initial one has no enquiry behind it.
    """
    if not children:
        raise CannotBeTrue("Choose at least one child whom the conference is about.", "children")
    if kind == ConferenceKind.INITIAL and enquiry is None:
        raise CannotBeTrue(
            "An initial conference follows a section 47 enquiry. Call a strategy discussion first."
        )
    check_day(
        requested_date,
        "requested_date",
        earliest=enquiry.start_date if enquiry else None,
        why_earliest="The enquiry began",
    )
    Family.objects.select_for_update(of=("self",)).get(pk=family.pk)
    _check_there_is_something_to_confer_about(family, children, kind, enquiry)
    waiting = ChildProtectionConference.objects.filter(
        family=family, kind=kind, status__in=["requested", "booked"], children__child__in=children
    )
    if waiting.exists():
        raise CannotBeTrue(
            "A conference of this kind is asked for already for one of these children. Go on with that one."
        )
    conference = ChildProtectionConference.objects.create(
        family=family,
        kind=kind,
        enquiry=enquiry,
        plan=Plan.objects.filter(family=family, end_date__isnull=True).first(),
        requested_date=requested_date,
        requested_by=by,
    )
    ConferenceChild.objects.bulk_create(
        ConferenceChild(conference=conference, child=child) for child in children
    )
    record(
        CONFERENCE.beginning["requested"], conference, by=by, day=requested_date,
        summary=f"Asked for: {ConferenceKind(kind).label}.", details={"kind": kind},
    )  # fmt: skip
    team = team_of(by, requested_date)
    give_task(
        title="Book a child protection conference",
        due_date=requested_date,
        worker=None if team else by,
        team=team,
        person_id=children[0].pk,
        link=f"/conferences/{conference.pk}/",
        by=by,
    )
    return conference


def _check_there_is_something_to_confer_about(
    family: Family, children: Sequence[Person], kind: str, enquiry: SectionFortySevenEnquiry | None
) -> None:
    """Raise CannotBeTrue for a review of no plan, a transfer of which we were not told, or a child who is in no enquiry."""
    numbers = {child.pk for child in children}
    if enquiry is not None:
        if enquiry.family_id != family.pk:
            raise CannotBeTrue(
                "This enquiry is about another family. Ask for the conference from its own page."
            )
        known = EnquiryChild.objects.filter(enquiry=enquiry, child__in=numbers)
        sentence = "{name} is not in this enquiry. Call a strategy discussion about them first."
    elif kind == ConferenceKind.REVIEW:
        known = ChildProtectionPlan.objects.filter(child__in=numbers, end_date__isnull=True)
        sentence = (
            "{name} is on no child protection plan, so there is none to review. If the child is at risk, call a strategy"
            " discussion."
        )
    else:
        known = ProtectionTransfer.objects.filter(  # type: ignore[assignment]
            child__in=numbers,
            direction=TransferDirection.IN,
            taken_on_date__isnull=True,
            not_taken_on_reason="",
        )
        sentence = (
            "No move of {name} from another authority is recorded. Record first that we were told of it."
        )
    missing = numbers - set(known.values_list("child_id", flat=True))
    for child in children:
        if child.pk in missing:
            raise CannotBeTrue(sentence.format(name=child.display_name), "children")
