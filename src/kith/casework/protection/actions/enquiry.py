"""An enquiry's work: what is found about the family and each child, the help that is offered, and sending it to a manager."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from kith import codes
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.people.models import Person
from kith.casework.protection.actions import enquiry_tasks as tasks
from kith.casework.protection.actions import helping
from kith.casework.protection.actions.enquiry_ending import end_enquiry
from kith.casework.protection.actions.enquiry_parts import check_goes_on, parts_of
from kith.casework.protection.actions.recording import check_day, children_in, locked, record
from kith.casework.protection.models import (
    EnquiryChild,
    EnquiryStatus,
    Finding,
    OfferOfHelp,
    SectionFortySevenEnquiry,
)
from kith.casework.protection.queries.enquiry_missing import what_is_missing
from kith.casework.protection.workflows.enquiry import ENQUIRY
from kith.casework.workforce.models import Worker

__all__ = [
    "end_enquiry",
    "offer",
    "send_back",
    "submit",
    "what_is_missing",
    "write_child",
    "write_enquiry",
]

WAITS = "This enquiry waits for the manager's decision. To change it, ask them to send it back."


@transaction.atomic
def write_enquiry(
    *,
    enquiry: SectionFortySevenEnquiry,
    how_it_begins: str,
    parents_told_date: datetime.date | None,
    why_parents_not_told: str,
    what_was_found: str,
    strengths: str,
    analysis: str,
    family_view: str,
    by: Worker,
) -> None:
    """Write what an enquiry says of the whole family; what it said before stays in its history."""
    enquiry = _being_written(enquiry)
    if parents_told_date is not None:
        check_day(parents_told_date, "parents_told_date")
    SectionFortySevenEnquiry.objects.filter(pk=enquiry.pk).update(
        how_it_begins=how_it_begins,
        parents_told_date=parents_told_date,
        why_parents_not_told=why_parents_not_told,
        what_was_found=what_was_found,
        strengths=strengths,
        analysis=analysis,
        family_view=family_view,
    )
    record(
        "protection.section_47_written", enquiry, by=by, day=timezone.localdate(),
        summary="What the enquiry says of the family was written on.",
    )  # fmt: skip


@transaction.atomic
def write_child(
    *,
    part: EnquiryChild,
    seen_date: datetime.date | None,
    seen_alone: bool,
    why_not_seen: str,
    child_words: str,
    child_words_date: datetime.date | None,
    what_was_found: str,
    finding: str,
    outcome: str,
    outcome_reason: str,
    by: Worker,
) -> None:
    """Write one child's part: seen and heard, what was found, and what comes next.

    Raises CannotBeTrue for a day that cannot be, and for a finding or outcome that is not in its list.
    """
    enquiry = _being_written(part.enquiry)
    called = enquiry.discussion.called_date
    if seen_date is not None:
        check_day(seen_date, "seen_date", earliest=called, why_earliest="The strategy discussion was called")
    if child_words_date is not None:
        check_day(child_words_date, "child_words_date")
    if seen_alone and seen_date is None:
        raise CannotBeTrue("Say on which day the child was seen alone.", "seen_date")
    if child_words.strip() and child_words_date is None:
        raise CannotBeTrue("Say on which day the child said this.", "child_words_date")
    if finding and finding not in Finding.values:
        raise CannotBeTrue("Choose what was found from the list.", "finding")
    if outcome and outcome not in codes.labels("section_47_outcome"):
        raise CannotBeTrue("Choose what comes next from the list.", "outcome")
    before = EnquiryChild.objects.select_for_update(of=("self",)).get(pk=part.pk)
    EnquiryChild.objects.filter(pk=part.pk).update(
        seen_date=seen_date,
        seen_alone=seen_alone,
        why_not_seen=why_not_seen,
        child_words=child_words,
        child_words_date=child_words_date if child_words.strip() else None,
        what_was_found=what_was_found,
        finding=finding,
        outcome=outcome,
        outcome_reason=outcome_reason,
    )
    if seen_date is not None and seen_date != before.seen_date:
        record(
            "protection.child_seen", enquiry, by=by, day=seen_date, about=[part.child_id],
            summary="The child was seen alone." if seen_alone else "The child was seen.", details={"alone": seen_alone},
        )  # fmt: skip
    record(
        "protection.section_47_written", enquiry, by=by, day=timezone.localdate(), about=[part.child_id],
        summary="The child's part of the enquiry was written on.",
    )  # fmt: skip


@transaction.atomic
def offer(
    *,
    enquiry: SectionFortySevenEnquiry,
    children: Sequence[Person],
    offer: helping.Offer,
    day: datetime.date,
    by: Worker,
) -> OfferOfHelp:
    """Record the help offered for these children, without which no enquiry ends that leads to no conference.

    Where they were offered something before and think otherwise now, this stands in its place, and history keeps the other.
    Raises CannotBeTrue for a child who is not in the enquiry, and for different earlier offers that would become one.
    """
    enquiry = locked(enquiry)
    check_goes_on(enquiry)
    if not children:
        raise CannotBeTrue("Choose at least one child whom the help is for.", "children")
    check_day(day, "offered_date", earliest=enquiry.start_date, why_earliest="The enquiry began")
    every = list(enquiry.children.select_for_update(of=("self",)).select_related("child").order_by("pk"))
    chosen = {child.pk for child in children}
    parts = [part for part in every if part.child_id in chosen]
    if len(parts) != len(chosen):
        raise CannotBeTrue("One of these children is not in the enquiry. Choose those who are.", "children")
    row = helping.offer_help(
        process=enquiry,
        family=enquiry.family,
        children=[part.child for part in parts],
        offer=offer,
        day=day,
        by=by,
        instead_of=_made_before(enquiry, every, parts),
    )
    EnquiryChild.objects.filter(pk__in=[part.pk for part in parts]).update(help_offer=row)
    return row


@transaction.atomic
def submit(*, enquiry: SectionFortySevenEnquiry, by: Worker) -> None:
    """Send an enquiry to a manager who neither leads it nor sent it.

    Raises CannotBeTrue while it lacks what it must have. The offer of help may still be lacking: the manager, who alone may
    say that none is made, may do so; the enquiry does not end without it.
    """
    enquiry = locked(enquiry)
    event = ENQUIRY.check_move(enquiry.status, EnquiryStatus.SUBMITTED)
    parts = parts_of(enquiry)
    lacking = [one.sentence for one in what_is_missing(enquiry) if one.must and not one.is_offer]
    if lacking:
        raise CannotBeTrue(" ".join(lacking))
    SectionFortySevenEnquiry.objects.filter(pk=enquiry.pk).update(
        status=EnquiryStatus.SUBMITTED, submitted_at=timezone.now(), submitted_by=by
    )
    today = timezone.localdate()
    tasks.done_with(enquiry, by)
    record(event, enquiry, by=by, day=today, summary="The enquiry was sent to a manager.")
    tasks.tell_manager(enquiry, parts[0].child_id, today, by)


@transaction.atomic
def send_back(*, enquiry: SectionFortySevenEnquiry, words: str, by: Worker) -> None:
    """Send an enquiry back to its lead, with what should be changed."""
    enquiry = locked(enquiry)
    event = ENQUIRY.check_move(enquiry.status, EnquiryStatus.UNDER_WAY)
    if not words.strip():
        raise CannotBeTrue("Say what should be changed.", "words")
    SectionFortySevenEnquiry.objects.filter(pk=enquiry.pk).update(
        status=EnquiryStatus.UNDER_WAY, returned_words=words, submitted_at=None, submitted_by=None
    )
    today = timezone.localdate()
    tasks.done_with(enquiry, by)
    record(event, enquiry, by=by, day=today, summary="The enquiry was sent back to be changed.")
    tasks.tell_lead(enquiry, "Change an enquiry that was sent back", children_in(enquiry)[0], today, by)


def _being_written(enquiry: SectionFortySevenEnquiry) -> SectionFortySevenEnquiry:
    enquiry = locked(enquiry)
    check_goes_on(enquiry)
    if enquiry.status == EnquiryStatus.SUBMITTED:
        raise CannotBeTrue(WAITS)
    return enquiry


def _made_before(
    enquiry: SectionFortySevenEnquiry, every: Sequence[EnquiryChild], parts: Sequence[EnquiryChild]
) -> OfferOfHelp | None:
    """Return the offer that a new one stands in the place of, since it would be nobody's otherwise; None where there is none."""
    numbers = {part.help_offer_id for part in parts if part.help_offer_id is not None}
    if numbers and len(every) != len(children_in(enquiry)):
        raise CannotBeTrue(
            "What these children were offered before may also be about a child whose record is not open to you. Ask the "
            "team manager to record what has changed."
        )
    others = {part.help_offer_id for part in every if part not in parts}
    replaced = numbers - others
    if len(replaced) > 1:
        raise CannotBeTrue(
            "These children were offered different things before. Record what has changed for each of them by itself.",
            "children",
        )
    return OfferOfHelp.objects.filter(pk__in=replaced).first() if replaced else None
