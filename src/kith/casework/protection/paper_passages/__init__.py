"""What each kind of paper is made of: one module for each kind, and this table of them.

A kind says from which process it is made, to whom it may go, when it can be made, and writes its passages from the record.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models

from kith.casework.people.models import Person
from kith.casework.plans.models import Plan
from kith.casework.protection.access import KIND_OF
from kith.casework.protection.models import (
    ChildProtectionConference,
    ConferencePart,
    CoreGroupMeeting,
    PaperKind,
    PreProceedings,
    SectionFortySevenEnquiry,
    StrategyDiscussion,
)
from kith.casework.protection.paper_passages import (
    conference_invitation,
    conference_minutes,
    core_group_minutes,
    enquiry_letter,
    letter_before_proceedings,
    protection_plan,
    strategy_minutes,
)
from kith.casework.protection.paper_passages.writing import PROFESSIONAL, THE_FAMILY, About, Passage

__all__ = ["KINDS", "LEGAL", "THREAD", "About", "KindOfPaper", "Passage", "kinds_from"]

EVERYBODY = THE_FAMILY | PROFESSIONAL
# The word by which the thread of what a paper is made from begins.
THREAD: dict[type[models.Model], str] = {
    **KIND_OF,
    Plan: "plan",
    CoreGroupMeeting: "core_group",
}
# What lawyers had a part in: partners never see it, nor the document that it becomes.
LEGAL = frozenset({PaperKind.LETTER_BEFORE_PROCEEDINGS})


@dataclass(frozen=True)
class KindOfPaper:
    """One kind of paper."""

    kind: PaperKind
    process: type[models.Model]
    may_go_to: frozenset[ConferencePart]
    why_not: str  # said where it would go to somebody else
    purpose: str  # why it is shared
    file_name: str
    not_yet: Callable[[Any], str]
    children: Callable[[Any], list[Person]]
    write: Callable[[About], tuple[str, list[Passage]]]
    notice: str = ""  # what a reader must not miss


KINDS: dict[str, KindOfPaper] = {
    one.kind: one
    for one in (
        KindOfPaper(
            PaperKind.STRATEGY_MINUTES,
            StrategyDiscussion,
            PROFESSIONAL,
            "The record of a strategy discussion is for the agencies that took part. Write to the family in the letter that "
            "says how the enquiry ended.",
            "So that each agency has what was decided and does its part",
            "strategy-discussion",
            strategy_minutes.not_yet,
            strategy_minutes.children,
            strategy_minutes.write,
            "For the agencies that took part. Not to be shown to the family or given to anybody else without the agreement "
            "of whoever led the discussion.",
        ),
        KindOfPaper(
            PaperKind.ENQUIRY_LETTER,
            SectionFortySevenEnquiry,
            THE_FAMILY,
            "This letter is to the family. Tell agencies how the enquiry ended in the record of a discussion or conference.",
            "So that the family knows how the enquiry ended and what help there is",
            "letter-after-enquiry",
            enquiry_letter.not_yet,
            enquiry_letter.children,
            enquiry_letter.write,
        ),
        KindOfPaper(
            PaperKind.CONFERENCE_INVITATION,
            ChildProtectionConference,
            EVERYBODY,
            "",
            "So that they can take part in the conference",
            "conference-invitation",
            conference_invitation.not_yet,
            conference_invitation.children,
            conference_invitation.write,
        ),
        KindOfPaper(
            PaperKind.CONFERENCE_MINUTES,
            ChildProtectionConference,
            EVERYBODY,
            "",
            "So that everybody who was there has what was said and decided",
            "conference-minutes",
            conference_minutes.not_yet,
            conference_minutes.children,
            conference_minutes.write,
            "About children, and private. Keep it where nobody else can read it, and do not pass it on.",
        ),
        KindOfPaper(
            PaperKind.PROTECTION_PLAN,
            Plan,
            EVERYBODY,
            "",
            "So that everybody in the plan knows what must change and what they do",
            "child-protection-plan",
            protection_plan.not_yet,
            protection_plan.children,
            protection_plan.write,
            "About children, and private. Keep it where nobody else can read it, and do not pass it on.",
        ),
        KindOfPaper(
            PaperKind.CORE_GROUP_MINUTES,
            CoreGroupMeeting,
            EVERYBODY,
            "",
            "So that everybody in the core group has what was agreed",
            "core-group",
            core_group_minutes.not_yet,
            core_group_minutes.children,
            core_group_minutes.write,
            "About children, and private. Keep it where nobody else can read it, and do not pass it on.",
        ),
        KindOfPaper(
            PaperKind.LETTER_BEFORE_PROCEEDINGS,
            PreProceedings,
            frozenset({ConferencePart.PARENT, ConferencePart.FAMILY}),
            "This letter is to the parents, or somebody else with parental responsibility.",
            "So that the parents know what worries us, what must change, and that they may have a lawyer",
            "letter-before-proceedings",
            letter_before_proceedings.not_yet,
            letter_before_proceedings.children,
            letter_before_proceedings.write,
        ),
    )
}


def kinds_from(process: models.Model) -> list[KindOfPaper]:
    """Return the kinds of paper that are made from such a process."""
    return [one for one in KINDS.values() if isinstance(process, one.process)]
