"""Asking for a placement to be approved, and approving it or not; assessing a parent's home."""

from __future__ import annotations

import datetime
from collections.abc import Collection

from django.db import transaction
from django.utils import timezone

from kith.casework.care.actions.recording import care_thread, check_day, lock_child
from kith.casework.care.models import (
    ApprovalKind,
    Home,
    Move,
    MoveOutcome,
    PeriodOfCare,
    Placement,
    PlacementApproval,
    PlacementWithParents,
)
from kith.casework.care.needed_approvals import TO_SATISFY
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.people.models import Person
from kith.casework.timeline.actions.events import record_event
from kith.casework.workforce.models import Worker


@transaction.atomic
def ask_for_approval(
    *,
    child: Person,
    kind: str,
    why: str,
    satisfied: Collection[str],
    what_is_missing: str,
    by: Worker,
    placement: Placement | None = None,
    move: Move | None = None,
) -> PlacementApproval:
    """Ask for a placement, or a move that is decided and not yet made, to be approved.

    What is missing is said, and blocks nothing. Raises CannotBeTrue where nothing says what is asked about, where the same
    waits or was approved already, where the move was made or decided against, and where something is missing unsaid.
    """
    lock_child(child)
    if placement is None and move is None:
        raise CannotBeTrue("Choose the placement or the move that is to be approved.", "about")
    for one in (placement, move):
        if one is not None and one.child_id != child.pk:
            raise CannotBeTrue("This is another child’s. Ask on that child’s page.", "about")
    if move is not None and (move.home_id is None or move.outcome != MoveOutcome.DECIDED):
        raise CannotBeTrue(
            "Only a move to another home that is decided and not yet made can be asked about.", "about"
        )
    if not why.strip():
        raise CannotBeTrue("Say why this home.", "why")
    others = PlacementApproval.objects.filter(child=child, kind=kind, placement=placement, move=move)
    if others.filter(is_approved__isnull=True).exists():
        raise CannotBeTrue("This waits for a decision already.", "about")
    if others.filter(is_approved=True).exists():
        raise CannotBeTrue("This was approved already.", "about")
    _check_missing(kind, satisfied, what_is_missing)
    approval = PlacementApproval.objects.create(
        child=child, placement=placement, move=move, kind=kind, asked_by=by, asked_date=timezone.localdate(), why=why,
        what_is_missing=what_is_missing, **{name: name in satisfied for name in TO_SATISFY[ApprovalKind.OUT_OF_AREA]},
    )  # fmt: skip
    _record(
        "care.approval_asked", child, by, timezone.localdate(), "A placement was put forward for approval.",
        {"approval": approval.pk, "kind": kind},
    )  # fmt: skip
    return approval


@transaction.atomic
def decide_approval(
    *,
    approval: PlacementApproval,
    is_approved: bool,
    decision_words: str,
    by: Worker,
    satisfied: Collection[str] | None = None,
    what_is_missing: str | None = None,
) -> None:
    """Approve a placement or refuse to, today. What was done since it was asked for may be put down with it.

    Raises CannotBeTrue for one that is decided, for whoever asked, and where nobody says why or what is missing.
    """
    lock_child(approval.child)
    approval = PlacementApproval.objects.select_for_update(of=("self",)).get(pk=approval.pk)
    if approval.is_approved is not None:
        said = "approved" if approval.is_approved else "refused"
        raise CannotBeTrue(f"This was {said} on {approval.decided_date:%-d %B %Y}.")
    if approval.asked_by_id == by.pk:
        raise CannotBeTrue("You asked for this. Somebody else decides it.")
    if not decision_words.strip():
        raise CannotBeTrue("Say why.", "decision_words")
    if satisfied is None:
        satisfied = [name for name in TO_SATISFY[approval.kind] if getattr(approval, name)]
    missing = approval.what_is_missing if what_is_missing is None else what_is_missing
    if is_approved:
        _check_missing(approval.kind, satisfied, missing)
    today = timezone.localdate()
    PlacementApproval.objects.filter(pk=approval.pk).update(
        is_approved=is_approved, decided_date=today, decided_by=by, decision_words=decision_words.strip(),
        what_is_missing=missing, **{name: name in satisfied for name in TO_SATISFY[ApprovalKind.OUT_OF_AREA]},
    )  # fmt: skip
    said = "approved" if is_approved else "refused"
    _record(
        "care.approval_given" if is_approved else "care.approval_refused", approval.child, by, today, f"A placement was {said}.",
        {"approval": approval.pk, "kind": approval.kind},
    )  # fmt: skip


def _check_missing(kind: str, satisfied: Collection[str], said: str) -> None:
    missing = [name for name in TO_SATISFY[kind] if name not in satisfied]
    if missing and not said.strip():
        raise CannotBeTrue(
            "Something here has not been done. Say what, and why, so that whoever decides knows it.",
            "what_is_missing",
        )


@transaction.atomic
def begin_assessment_of_parents(
    *, child: Person, home: Home, started_date: datetime.date, household: str, by: Worker
) -> PlacementWithParents:
    """Begin to assess a parent's home (regulation 17). Raises CannotBeTrue where one of that home is under way."""
    lock_child(child)
    period = _period(child)
    check_day(started_date, "started_date", earliest=period.start_date, why_earliest="Care began")
    if home.kind != "parent":
        raise CannotBeTrue(
            "Choose the home of a parent, or of somebody with parental responsibility.", "home"
        )
    if PlacementWithParents.objects.filter(child=child, home=home, finished_date__isnull=True).exists():
        raise CannotBeTrue("An assessment of this home is under way. Finish that one.", "home")
    row = PlacementWithParents.objects.create(
        child=child, home=home, started_date=started_date, assessor=by, household=household
    )
    _record(
        "care.assessment_of_parents_started", child, by, started_date, "An assessment of a parent’s home began.",
        {"assessment": row.pk},
    )  # fmt: skip
    return row


@transaction.atomic
def finish_assessment_of_parents(
    *,
    assessment: PlacementWithParents,
    finished_date: datetime.date,
    household: str,
    words: str,
    is_suitable: bool,
    by: Worker,
) -> None:
    """Finish the assessment of a parent's home with what was found. Raises CannotBeTrue for one that is finished."""
    lock_child(assessment.child)
    assessment = PlacementWithParents.objects.select_for_update(of=("self",)).get(pk=assessment.pk)
    if assessment.finished_date is not None:
        raise CannotBeTrue(f"This was finished on {assessment.finished_date:%-d %B %Y}. Begin another.")
    check_day(
        finished_date, "finished_date", earliest=assessment.started_date, why_earliest="The assessment began"
    )
    if not words.strip():
        raise CannotBeTrue("Say what was found.", "words")
    PlacementWithParents.objects.filter(pk=assessment.pk).update(
        finished_date=finished_date, household=household, words=words, is_suitable=is_suitable
    )
    _record(
        "care.assessment_of_parents_finished", assessment.child, by, finished_date,
        "An assessment of a parent’s home was finished.", {"assessment": assessment.pk, "is_suitable": is_suitable},
    )  # fmt: skip


def _period(child: Person) -> PeriodOfCare:
    period: PeriodOfCare | None = PeriodOfCare.objects.filter(child=child, end_date__isnull=True).first()
    if period is None:
        raise CannotBeTrue("The child is not in care.")
    return period


def _record(
    kind: str, child: Person, by: Worker, day: datetime.date, summary: str, details: dict[str, object]
) -> None:
    period = PeriodOfCare.objects.filter(child=child).order_by("-start_date").first()
    record_event(
        kind, by=by, day=day, about=[child.pk], summary=summary,
        thread=care_thread(period) if period else "", details=details,
    )  # fmt: skip
