"""Approving a connected person for one child for a while (regulation 24), extending it once (regulation 25), and its end."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone

from kith.casework.care.actions.recording import care_thread, check_day, lock_child
from kith.casework.care.models import Home, HomeKind, PeriodOfCare, TemporaryApproval, TemporaryApprovalEnding
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.people.models import Person
from kith.casework.timeline.actions.events import record_event
from kith.casework.timeline.models import Clock
from kith.casework.workforce.models import Worker
from kith.engines.calendar import rule_by_code, rules_in_force

FIRST, EXTENSION = "temporary_approval", "temporary_approval_extension"


def last_day(day: datetime.date, rule: str) -> datetime.date:
    """Return the day on which a time that the law allows from a day is up, by the rule in force on that day."""
    found = next((one for one in rules_in_force(day) if one.code == rule), rule_by_code(rule))
    return found.due_date(day)


@transaction.atomic
def give_temporary_approval(
    *,
    child: Person,
    home: Home,
    start_date: datetime.date,
    viability_date: datetime.date,
    viability_words: str,
    by: Worker,
) -> TemporaryApproval:
    """Approve a connected person's home for one child for sixteen weeks.

    Raises CannotBeTrue for a child who is not in care, a home of another kind, one open already, a day that cannot be, and
    suitability that was not assessed, or only after the child was placed.
    """
    lock_child(child)
    period = PeriodOfCare.objects.filter(child=child, end_date__isnull=True).first()
    if period is None:
        raise CannotBeTrue("The child is not in care. A connected person is approved for a child who is.")
    if home.kind != HomeKind.CONNECTED:
        raise CannotBeTrue(
            "Choose a home of relatives or friends. Others are approved as foster carers first.", "home"
        )
    if TemporaryApproval.objects.filter(child=child, end_date__isnull=True).exists():
        raise CannotBeTrue("A temporary approval is open for this child. End that one first.")
    check_day(start_date, "start_date", earliest=period.start_date, why_earliest="Care began")
    if viability_date > start_date:
        raise CannotBeTrue(
            "Suitability is assessed before the approval is given. Check both days.", "viability_date"
        )
    if not viability_words.strip():
        raise CannotBeTrue("Say who they are to the child, and why this is safe for now.", "viability_words")
    approval = TemporaryApproval.objects.create(
        child=child, home=home, start_date=start_date, viability_date=viability_date, viability_words=viability_words,
        given_by=by, due_date=last_day(start_date, FIRST),
    )  # fmt: skip
    _record(
        "given", approval, by, start_date, "A connected person was approved for the child for sixteen weeks."
    )
    return approval


@transaction.atomic
def extend_temporary_approval(
    *,
    approval: TemporaryApproval,
    until: datetime.date,
    reason: str,
    panel_views: str,
    reviewing_officer_told_date: datetime.date | None,
    by: Worker,
) -> None:
    """Extend a temporary approval, once, by at most eight weeks from the day on which the sixteen are up.

    Raises CannotBeTrue where it has ended or was extended, for a longer time, and where the panel's views are not known or
    the reviewing officer was not told.
    """
    approval = _open(approval)
    if approval.extended_date is not None:
        raise CannotBeTrue(
            f"This was extended until {approval.extended_until_date:%-d %B %Y}, and is extended once. Have the carers "
            "approved, or find another home, before then.",
        )
    if until <= approval.due_date:
        raise CannotBeTrue(
            f"The sixteen weeks are up on {approval.due_date:%-d %B %Y}. Enter a later day.", "until"
        )
    latest = last_day(approval.due_date, EXTENSION)
    if until > latest:
        raise CannotBeTrue(
            f"It may be extended by eight weeks: until {latest:%-d %B %Y} at the latest.", "until"
        )
    if not reason.strip():
        raise CannotBeTrue("Say why it is extended.", "reason")
    if not panel_views.strip():
        raise CannotBeTrue(
            "Say what the fostering panel thinks: its views are asked before this is extended.", "panel_views"
        )
    if reviewing_officer_told_date is None:
        raise CannotBeTrue(
            "Tell the independent reviewing officer, and enter on which day.", "reviewing_officer_told_date"
        )
    check_day(
        reviewing_officer_told_date, "reviewing_officer_told_date", earliest=approval.start_date,
        why_earliest="The approval was given",
    )  # fmt: skip
    today = timezone.localdate()
    TemporaryApproval.objects.filter(pk=approval.pk).update(
        extended_date=today, extended_until_date=until, extended_by=by, extension_reason=reason,
        panel_views=panel_views, reviewing_officer_told_date=reviewing_officer_told_date,
    )  # fmt: skip
    _record(
        "extended", approval, by, today, "The temporary approval of a connected person was extended.",
        {"until_date": until.isoformat()},
    )  # fmt: skip


@transaction.atomic
def carers_challenge(*, approval: TemporaryApproval, challenged_date: datetime.date, by: Worker) -> None:
    """Record that the carers asked for a review of the decision not to approve them: the approval goes on until its outcome.

    Raises CannotBeTrue where it has ended, or they asked already.
    """
    approval = _open(approval)
    if approval.challenged_date is not None:
        raise CannotBeTrue(f"They asked for a review on {approval.challenged_date:%-d %B %Y}.")
    check_day(
        challenged_date,
        "challenged_date",
        earliest=approval.start_date,
        why_earliest="The approval was given",
    )
    TemporaryApproval.objects.filter(pk=approval.pk).update(challenged_date=challenged_date)
    _record(
        "challenged",
        approval,
        by,
        challenged_date,
        "The carers asked for a review of the decision not to approve them.",
    )
    Clock.objects.filter(
        rule__in=[FIRST, EXTENSION], person_id=approval.child_id, stopped_date__isnull=True
    ).update(
        late_reason="The carers asked for a review of the decision. The approval goes on until its outcome is known "
        "(regulation 25)."
    )


@transaction.atomic
def end_temporary_approval(
    *, approval: TemporaryApproval, end_date: datetime.date, because: str, words: str, by: Worker
) -> None:
    """End a temporary approval. Raises CannotBeTrue where it has ended, or on a day before the first after it began."""
    approval = _open(approval)
    if because not in TemporaryApprovalEnding.values:
        raise CannotBeTrue("Choose how it ended.", "because")
    check_day(end_date, "end_date")
    if end_date <= approval.start_date:
        raise CannotBeTrue(
            f"It was given on {approval.start_date:%-d %B %Y}. Enter a later day for its end.", "end_date"
        )
    if because in (TemporaryApprovalEnding.OTHER, TemporaryApprovalEnding.NOT_APPROVED) and not words.strip():
        raise CannotBeTrue("Say in a sentence how it ended, and what happens for the child.", "words")
    TemporaryApproval.objects.filter(pk=approval.pk).update(
        end_date=end_date, ended_because=because, end_words=words
    )
    _record(
        "ended",
        approval,
        by,
        end_date,
        "The temporary approval of a connected person ended.",
        {"because": because},
    )


def _open(approval: TemporaryApproval) -> TemporaryApproval:
    """Return it as it is now, nobody else changing it meanwhile. Raises CannotBeTrue where it has ended."""
    lock_child(approval.child)
    now: TemporaryApproval = TemporaryApproval.objects.select_for_update(of=("self",)).get(pk=approval.pk)
    if now.end_date is not None:
        raise CannotBeTrue(f"This approval ended on {now.end_date:%-d %B %Y}.")
    return now


def _record(
    what: str, approval: TemporaryApproval, by: Worker, day: datetime.date, summary: str,
    details: dict[str, object] | None = None,
) -> None:  # fmt: skip
    period = PeriodOfCare.objects.filter(child_id=approval.child_id).order_by("-start_date").first()
    record_event(
        f"care.temporary_approval_{what}", by=by, day=day, about=[approval.child_id], summary=summary,
        thread=care_thread(period) if period else "", details={"temporary_approval": approval.pk, **(details or {})},
    )  # fmt: skip
