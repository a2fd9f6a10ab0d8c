"""A manager's decision how an enquiry ends for each child: never in nothing, and never one's own."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence

from django.db import transaction

from kith import codes
from kith.casework.access.loading import rights_of
from kith.casework.access.rights import Right
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.protection.actions import enquiry_tasks as tasks
from kith.casework.protection.actions.deciding import Reasons, decide
from kith.casework.protection.actions.enquiry_parts import is_own, parts_of
from kith.casework.protection.actions.helping import Offer, offer_help
from kith.casework.protection.actions.recording import check_day, locked, record
from kith.casework.protection.actions.requesting import request_conference
from kith.casework.protection.models import (
    CONFERENCE,
    ConferenceChild,
    ConferenceKind,
    ConferenceStatus,
    DecisionKind,
    EnquiryChild,
    EnquiryStatus,
    Finding,
    HelpAnswer,
    SectionFortySevenEnquiry,
)
from kith.casework.protection.queries.enquiry_missing import missing_of, needs_offer
from kith.casework.protection.workflows.enquiry import ENQUIRY
from kith.casework.workforce.models import Worker

OWN = "Nobody decides their own enquiry: you lead it or sent it. Ask another manager."
NEVER_IN_NOTHING = (
    "An enquiry that leads to no conference ends with an offer of help: taken up, declined, or not made for a reason that "
    "a manager gives. For {names} none is recorded. Record it first, or say why no help is offered."
)


@transaction.atomic
def end_enquiry(
    *,
    enquiry: SectionFortySevenEnquiry,
    decisions: Mapping[int, Reasons],
    end_date: datetime.date,
    by: Worker,
    not_offered_reason: str = "",
) -> None:
    """End an enquiry for every child in it, with a decision for each, and ask for the conference where one comes next.

    `decisions` are by the children's numbers. `not_offered_reason` is why no help is offered for the children who need an
    offer and have none. Raises CannotBeTrue for one's own enquiry, one that lacks what it must have, and an ending in
    nothing.
    """
    enquiry = locked(enquiry)
    event = ENQUIRY.check_move(enquiry.status, EnquiryStatus.ENDED)
    parts = parts_of(enquiry)
    if not all(Right.DECIDE in rights_of(by, part.child_id) for part in parts):
        raise CannotBeTrue("A manager who may decide for every child in it ends an enquiry. Ask theirs.")
    if is_own(enquiry, by.pk):
        raise CannotBeTrue(OWN)
    check_day(end_date, "end_date", earliest=enquiry.start_date, why_earliest="The enquiry began")
    parts = _with_offers(enquiry, parts, not_offered_reason, end_date, by)
    lacking = [
        one.sentence
        for one in missing_of(enquiry, [(part, part.child.display_name) for part in parts])
        if one.must
    ]
    if lacking:
        raise CannotBeTrue(" ".join(lacking))
    for part in parts:
        _end_part(enquiry, part, decisions.get(part.child_id), end_date, by)
    SectionFortySevenEnquiry.objects.filter(pk=enquiry.pk).update(
        status=EnquiryStatus.ENDED, end_date=end_date, decided_by=by
    )
    tasks.done_with(enquiry, by)
    # Whoever reads one child's record reads this: what was decided for a brother or sister is in their own part.
    record(event, enquiry, by=by, day=end_date, summary="The enquiries under section 47 ended.")
    without = [part.child_id for part in parts if part.outcome != CONFERENCE]
    if without:
        record(
            "protection.section_47_ended_without_conference", enquiry, by=by, day=end_date, about=without,
            summary="The enquiry ended, and no conference is needed.",
        )  # fmt: skip
    asked_already = set(
        ConferenceChild.objects.filter(conference__enquiry=enquiry)
        .exclude(conference__status=ConferenceStatus.STOOD_DOWN)
        .values_list("child_id", flat=True)
    )
    to_conference = [
        part.child for part in parts if part.outcome == CONFERENCE and part.child_id not in asked_already
    ]
    if to_conference:
        request_conference(
            family=enquiry.family,
            children=to_conference,
            kind=ConferenceKind.INITIAL,
            requested_date=end_date,
            by=by,
            enquiry=enquiry,
        )


def _with_offers(
    enquiry: SectionFortySevenEnquiry,
    parts: Sequence[EnquiryChild],
    not_offered_reason: str,
    day: datetime.date,
    by: Worker,
) -> list[EnquiryChild]:
    """Return the parts with an offer for each child who needs one, the manager's reason for none among them."""
    without = [part for part in parts if needs_offer(part)]
    if not without:
        return list(parts)
    if not not_offered_reason.strip():
        names = " and ".join(part.child.display_name for part in without)
        raise CannotBeTrue(NEVER_IN_NOTHING.format(names=names), "not_offered_reason")
    row = offer_help(
        process=enquiry,
        family=enquiry.family,
        children=[part.child for part in without],
        offer=Offer(HelpAnswer.NOT_OFFERED, not_offered_reason=not_offered_reason),
        day=day,
        by=by,
    )
    EnquiryChild.objects.filter(pk__in=[part.pk for part in without]).update(help_offer=row)
    for part in without:
        part.help_offer = row
    return list(parts)


def _end_part(
    enquiry: SectionFortySevenEnquiry,
    part: EnquiryChild,
    reasons: Reasons | None,
    end_date: datetime.date,
    by: Worker,
) -> None:
    finding = str(Finding(part.finding).label)
    outcome = codes.labels("section_47_outcome")[part.outcome]
    decision = decide(
        child=part.child,
        kind=DecisionKind.ENQUIRY,
        decided=f"{outcome}. {finding}.",
        reasons=reasons or Reasons("", "", ""),
        day=end_date,
        by=by,
        address=tasks.page_of(enquiry),
        field=f"child_{part.child_id}_",
    )
    EnquiryChild.objects.filter(pk=part.pk).update(end_date=end_date, decision=decision)
