"""The children's parts of an enquiry, which whoever decides must all be able to read; whose own it is; that it goes on."""

from __future__ import annotations

from typing import Any

from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.protection.actions.recording import children_in
from kith.casework.protection.models import EnquiryChild, EnquiryStatus, SectionFortySevenEnquiry
from kith.casework.protection.workflows.enquiry import ENQUIRY

HIDDEN = "A child in this is on a record that is not open to you. Ask the team manager who holds it."


def parts_of(enquiry: SectionFortySevenEnquiry) -> list[EnquiryChild]:
    """Return every child's part, locked. Raises CannotBeTrue where one is on a record that the worker may not open."""
    parts = list(
        enquiry.children.select_for_update(of=("self",)).select_related("child", "help_offer").order_by("pk")
    )
    if len(parts) != len(children_in(enquiry)):
        raise CannotBeTrue(HIDDEN)
    return parts


def check_goes_on(enquiry: SectionFortySevenEnquiry) -> None:
    """Raise CannotBeTrue for an enquiry that has ended."""
    if enquiry.status == EnquiryStatus.ENDED:
        raise CannotBeTrue(ENQUIRY.why_not[(EnquiryStatus.ENDED, "")])


def is_own(enquiry: Any, worker_id: int) -> bool:
    """Return whether a worker leads an enquiry or sent it: somebody else decides how it ends."""
    return worker_id in (enquiry.lead_id, enquiry.submitted_by_id)
