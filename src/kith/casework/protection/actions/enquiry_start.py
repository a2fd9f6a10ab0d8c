"""What a strategy discussion that asks for enquiries begins: the family's one enquiry, or a child's part in it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Set

from django.db import IntegrityError, transaction
from django.utils import timezone

from kith.casework.access.roles import Role
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.people.models import Family, Person
from kith.casework.plans.models import Plan
from kith.casework.protection.actions.enquiry_tasks import done_with, tell_lead
from kith.casework.protection.actions.recording import record
from kith.casework.protection.models import (
    EnquiryChild,
    EnquiryKind,
    EnquiryStatus,
    SectionFortySevenEnquiry,
    StrategyDiscussion,
)
from kith.casework.protection.workflows.enquiry import ENQUIRY
from kith.casework.workforce.models import Allocation, Worker
from kith.casework.workforce.models.allocation import AllocationRole

# Who leads a section 47 enquiry (Children Act 1989; Working Together to Safeguard Children).
LEADS = {Role.SOCIAL_WORKER, Role.TEAM_MANAGER}
ONE_AT_A_TIME = "This family has an enquiry that has not ended. Go on with that one."


def start_or_join_enquiry(
    *,
    discussion: StrategyDiscussion,
    held_date: datetime.date,
    enquire: Mapping[int, tuple[Person, EnquiryKind]],
    goes_on: Set[int],
    led_by: Worker,
    lead: Worker | None,
    by: Worker,
) -> SectionFortySevenEnquiry | None:
    """Start the enquiry that a discussion asks for, or bring these children into the one that is under way.

    Raises CannotBeTrue for a second enquiry about a child who is in one, or one that goes on and is not there.
    """
    Family.objects.select_for_update(of=("self",)).get(pk=discussion.family_id)
    under_way = (
        SectionFortySevenEnquiry.objects.filter(family_id=discussion.family_id)
        .exclude(status=EnquiryStatus.ENDED)
        .select_for_update(of=("self",))
        .first()
    )
    in_it = set(under_way.children.values_list("child_id", flat=True)) if under_way else set()
    for number in goes_on - in_it:
        raise CannotBeTrue(
            "No enquiry is under way for this child. Choose what was decided: to make enquiries, or not to.",
            f"child_{number}_outcome",
        )
    for number in in_it & set(enquire):
        raise CannotBeTrue(
            f"{ONE_AT_A_TIME} For this child choose that it goes on.", f"child_{number}_outcome"
        )
    if not enquire:
        return under_way if goes_on else None
    if under_way is not None:
        return _join(under_way, enquire, held_date, by)
    if lead is not None and (lead.role not in LEADS or lead.end_date is not None):
        raise CannotBeTrue("A social worker leads a section 47 enquiry. Choose one.", "lead")
    leads = lead or _who_leads(enquire, led_by)
    if leads.role not in LEADS:
        raise CannotBeTrue(
            "A social worker leads a section 47 enquiry, and none holds these children. Choose who leads it.",
            "lead",
        )
    kinds = {kind for _, kind in enquire.values()}
    try:
        with transaction.atomic():
            enquiry = SectionFortySevenEnquiry.objects.create(
                family_id=discussion.family_id,
                discussion=discussion,
                plan=Plan.objects.filter(family_id=discussion.family_id, end_date__isnull=True).first(),
                kind=EnquiryKind.JOINT if EnquiryKind.JOINT in kinds else EnquiryKind.SINGLE,
                lead=leads,
                start_date=held_date,
            )
    except IntegrityError as refused:
        # One about brothers and sisters alone whose records are not open to the worker.
        raise CannotBeTrue(
            f"{ONE_AT_A_TIME} It is about children whose records are not open to you: ask the team manager to record this."
        ) from refused
    _add(enquiry, enquire, held_date, by)
    return enquiry


def _join(
    enquiry: SectionFortySevenEnquiry,
    enquire: Mapping[int, tuple[Person, EnquiryKind]],
    held_date: datetime.date,
    by: Worker,
) -> SectionFortySevenEnquiry:
    if held_date < enquiry.start_date:
        raise CannotBeTrue(
            f"The family's enquiry began on {enquiry.start_date:%-d %B %Y}. Enter that day or a later one.",
            "held_date",
        )
    if EnquiryKind.JOINT in {kind for _, kind in enquire.values()}:
        SectionFortySevenEnquiry.objects.filter(pk=enquiry.pk).update(kind=EnquiryKind.JOINT)
    if enquiry.status == EnquiryStatus.SUBMITTED:
        # Nobody has written about them yet, so it is not ready to be decided on.
        event = ENQUIRY.check_move(enquiry.status, EnquiryStatus.UNDER_WAY)
        SectionFortySevenEnquiry.objects.filter(pk=enquiry.pk).update(
            status=EnquiryStatus.UNDER_WAY,
            submitted_at=None,
            submitted_by=None,
            returned_words="Another child has come into the enquiry.",
        )
        done_with(enquiry, by)
        record(
            event, enquiry, by=by, day=timezone.localdate(), summary="Another child came into the enquiry."
        )
        tell_lead(
            enquiry, "Another child has come into an enquiry", next(iter(enquire)), timezone.localdate(), by
        )
    _add(enquiry, enquire, held_date, by)
    enquiry.refresh_from_db()
    return enquiry


def _add(
    enquiry: SectionFortySevenEnquiry,
    enquire: Mapping[int, tuple[Person, EnquiryKind]],
    held_date: datetime.date,
    by: Worker,
) -> None:
    EnquiryChild.objects.bulk_create(
        EnquiryChild(enquiry=enquiry, child=child) for child, _ in enquire.values()
    )
    record(
        ENQUIRY.beginning[EnquiryStatus.UNDER_WAY], enquiry, by=by, day=held_date, about=list(enquire),
        summary="Enquiries under section 47 began.", details={"kind": str(enquiry.kind)},
    )  # fmt: skip


def _who_leads(enquire: Mapping[int, tuple[Person, EnquiryKind]], led_by: Worker) -> Worker:
    """Return the social worker who holds these children, else whoever led the discussion."""
    held = (
        Allocation.objects.filter(
            child__in=[child for child, _ in enquire.values()],
            role=AllocationRole.LEAD,
            end_date__isnull=True,
            worker__role=Role.SOCIAL_WORKER,
            worker__end_date__isnull=True,
        )
        .select_related("worker")
        .order_by("pk")
        .first()
    )
    return held.worker if held else led_by
