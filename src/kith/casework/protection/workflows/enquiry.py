"""The moves of a section 47 enquiry."""

from __future__ import annotations

from kith.casework.furniture.workflow import Workflow
from kith.casework.protection.models import EnquiryStatus as S

# No way leads to ENDED but through the manager; and for a child for whom no conference is needed, through an offer of help
# (models.enquiry, enquiry_never_ends_in_nothing).
ENQUIRY = Workflow(
    states=S,
    beginning={S.UNDER_WAY: "protection.section_47_started"},
    moves={
        (S.UNDER_WAY, S.SUBMITTED): "protection.section_47_submitted",
        (S.SUBMITTED, S.UNDER_WAY): "protection.section_47_returned",
        (S.SUBMITTED, S.ENDED): "protection.section_47_ended",
    },
    why_not={
        (
            S.ENDED,
            "",
        ): "This enquiry has ended, and stays as it was. If there is something new, call a strategy discussion.",
        (S.UNDER_WAY, S.ENDED): "A manager ends an enquiry once it has been sent to them. Send it first.",
        (S.SUBMITTED, S.SUBMITTED): "This enquiry waits for the manager's decision already.",
    },
)
