"""What an enquiry still lacks before a manager may decide on it, and before it ends."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from kith.casework.protection.models import CONFERENCE, Finding, SectionFortySevenEnquiry


@dataclass(frozen=True)
class Missing:
    """One thing that an enquiry lacks: whose part, what, and whether it can go to the manager all the same.

    `is_offer`: an offer of help, which an enquiry may still lack when it is sent, and never when it ends.
    """

    part: Any | None
    sentence: str
    must: bool
    is_offer: bool = False


def what_is_missing(enquiry: SectionFortySevenEnquiry) -> list[Missing]:
    """Return what an enquiry still lacks, what it must have first."""
    parts = enquiry.children.select_related("child").order_by("pk")
    return missing_of(enquiry, [(part, part.child.display_name) for part in parts])


def missing_of(enquiry: Any, parts: Iterable[tuple[Any, str]]) -> list[Missing]:
    """Return the same of an enquiry whose parts have been read, each with the child's name. No query.

    It must say for each child that they were seen, or why not; what was found; what comes next and why; and, where that
    is no conference, what help was offered. The rest is a reminder and holds nobody up.
    """
    must: list[Missing] = []
    remind: list[Missing] = []
    for part, name in parts:
        if part.seen_date is None and not part.why_not_seen.strip():
            must.append(Missing(part, f"Say when {name} was seen, or why not.", must=True))
        elif not part.seen_alone and not part.why_not_seen.strip():
            remind.append(Missing(part, f"{name} was not seen alone, and nothing says why.", must=False))
        if not part.finding:
            must.append(Missing(part, f"Say what was found for {name}.", must=True))
        if not part.outcome:
            must.append(Missing(part, f"Say what comes next for {name}.", must=True))
        elif not part.outcome_reason.strip():
            must.append(Missing(part, f"Say why that is right for {name}.", must=True))
        if needs_offer(part):
            must.append(Missing(part, f"Record what help was offered for {name}.", must=True, is_offer=True))
        if not part.child_words.strip():
            remind.append(Missing(part, f"What {name} says is not written down.", must=False))
    if enquiry.parents_told_date is None and not enquiry.why_parents_not_told.strip():
        remind.append(Missing(None, "The parents have not been told, and nothing says why.", must=False))
    for field, sentence in (
        ("what_was_found", "What was found is not written down."),
        ("analysis", "What this means for the children is not written down."),
        ("family_view", "What the parents say is not written down."),
    ):
        if not getattr(enquiry, field).strip():
            remind.append(Missing(None, sentence, must=False))
    return must + remind


def needs_offer(part: Any) -> bool:
    """Return whether a child's part cannot end yet for want of an offer of help: no conference is asked for."""
    return bool(part.outcome) and part.outcome != CONFERENCE and part.help_offer_id is None


def is_at_risk_without_conference(part: Any) -> bool:
    """Return whether a child is found at continuing risk and no conference is asked for: allowed, and said to the manager."""
    return bool(part.finding == Finding.SUBSTANTIATED_AT_RISK and part.outcome and part.outcome != CONFERENCE)
