"""What a reviewing officer thinks is wrong: raised, taken up level by level, answered, and ended put right or not.

What was said is never changed after: the database refuses it (reviews.sql).
"""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone

from kith.casework.care.actions.recording import check_day, locked
from kith.casework.care.dispute_days import answer_due
from kith.casework.care.models import DisputeLevel, DisputeStep, PeriodOfCare, ReviewingOfficerDispute
from kith.casework.care.queries.reviewing_officers import is_officer_of
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.timeline.actions.events import record_event
from kith.casework.workforce.models import Worker

ENDED = "This dispute has ended, and stays as it was. If something is wrong again, raise another."


@transaction.atomic
def raise_dispute(
    *,
    period: PeriodOfCare,
    about: str,
    what_would_put_it_right: str,
    level: int,
    taken_to: Worker | None,
    day: datetime.date,
    by: Worker,
) -> ReviewingOfficerDispute:
    """Raise a dispute about a child's care with somebody: the social worker first as a rule, Cafcass at any time.

    Raises CannotBeTrue for anybody but the child's reviewing officer, for a day to come, before care began or after it ended.
    """
    _check_officer(period.child_id, by)
    if not about.strip():
        raise CannotBeTrue("Say what is wrong, and what it does to the child.", "about")
    if not what_would_put_it_right.strip():
        raise CannotBeTrue("Say what would put it right.", "what_would_put_it_right")
    check_day(day, "day", earliest=period.start_date, why_earliest="The child's care began")
    if period.end_date is not None and day > period.end_date:
        raise CannotBeTrue(
            f"The child's care ended on {period.end_date:%-d %B %Y}. Enter that day or a day before.", "day"
        )
    dispute = ReviewingOfficerDispute.objects.create(
        child=period.child,
        period_of_care=period,
        raised_by=by,
        raised_date=day,
        about=about.strip(),
        what_would_put_it_right=what_would_put_it_right.strip(),
    )
    record_event(
        "care.dispute_raised", by=by, day=day, about=[period.child_id], thread=f"dispute:{dispute.pk}",
        summary="The reviewing officer raised what they think is wrong in the child's care.",
        details={"dispute": dispute.pk, "level": int(level)},
    )  # fmt: skip
    _step(dispute, level, taken_to, day)
    return dispute


@transaction.atomic
def take_up(
    *, dispute: ReviewingOfficerDispute, level: int, taken_to: Worker | None, day: datetime.date, by: Worker
) -> DisputeStep:
    """Take a dispute to the next level, or to Cafcass. Raises CannotBeTrue for a level below or beside one it was taken to."""
    dispute = _open(dispute, by)
    steps = list(DisputeStep.objects.filter(dispute=dispute).order_by("level"))
    last = max(steps, key=lambda step: (step.taken_date, step.level))
    check_day(day, "day", earliest=last.taken_date, why_earliest="It was last taken up")
    if level in {step.level for step in steps}:
        raise CannotBeTrue("It was taken there already. Choose another level.", "level")
    within = [step.level for step in steps if step.level != DisputeLevel.CAFCASS]
    if level != DisputeLevel.CAFCASS and within and level < max(within):
        raise CannotBeTrue(
            f"It was taken to {DisputeLevel(max(within)).label.lower()} already. Choose a level above that, or Cafcass.",
            "level",
        )
    step = _step(dispute, level, taken_to, day)
    record_event(
        "care.dispute_taken_up", by=by, day=day, about=[dispute.child_id], thread=f"dispute:{dispute.pk}",
        summary=f"What the reviewing officer thinks is wrong was taken to {DisputeLevel(level).label.lower()}."
        if level != DisputeLevel.CAFCASS
        else "What the reviewing officer thinks is wrong was taken to Cafcass.",
        details={"dispute": dispute.pk, "level": int(level)},
    )  # fmt: skip
    return step


@transaction.atomic
def answer(*, step: DisputeStep, words: str, day: datetime.date, by: Worker) -> DisputeStep:
    """Record the answer of somebody to whom a dispute was taken: by them, or by the officer as it came."""
    dispute = locked(step.dispute)
    step = locked(step)
    if by.pk != step.taken_to_id and not is_officer_of(by, dispute.child_id, timezone.localdate()):
        raise CannotBeTrue(
            "Whoever was asked answers, or the reviewing officer writes down what they answered."
        )
    if step.answered_date is not None:
        raise CannotBeTrue(
            f"This was answered on {step.answered_date:%-d %B %Y}, and an answer is never changed.", "words"
        )
    if dispute.ended_date is not None:
        raise CannotBeTrue(ENDED)
    if not words.strip():
        raise CannotBeTrue("Enter the answer.", "words")
    check_day(day, "day", earliest=step.taken_date, why_earliest="They were asked")
    DisputeStep.objects.filter(pk=step.pk).update(answer=words.strip(), answered_date=day)
    record_event(
        "care.dispute_answered", by=by, day=day, about=[dispute.child_id], thread=f"dispute:{dispute.pk}",
        summary="What the reviewing officer thinks is wrong was answered.",
        details={"dispute": dispute.pk, "level": step.level},
    )  # fmt: skip
    step.refresh_from_db()
    return step


@transaction.atomic
def end_dispute(
    *, dispute: ReviewingOfficerDispute, was_put_right: bool, outcome: str, day: datetime.date, by: Worker
) -> ReviewingOfficerDispute:
    """End a dispute: it was put right, or it was not and goes no further, in words."""
    dispute = _open(dispute, by)
    if not outcome.strip():
        raise CannotBeTrue("Say how it ended, and what it means for the child.", "outcome")
    last = DisputeStep.objects.filter(dispute=dispute).order_by("-taken_date").first()
    earliest = last.taken_date if last else dispute.raised_date
    check_day(day, "day", earliest=earliest, why_earliest="It was last taken up")
    ReviewingOfficerDispute.objects.filter(pk=dispute.pk).update(
        ended_date=day, outcome=outcome.strip(), was_put_right=was_put_right
    )
    record_event(
        "care.dispute_ended", by=by, day=day, about=[dispute.child_id], thread=f"dispute:{dispute.pk}",
        summary="What the reviewing officer thought was wrong was put right."
        if was_put_right
        else "What the reviewing officer thinks is wrong ended without being put right.",
        details={"dispute": dispute.pk, "was_put_right": was_put_right},
    )  # fmt: skip
    dispute.refresh_from_db()
    return dispute


def _step(
    dispute: ReviewingOfficerDispute, level: int, taken_to: Worker | None, day: datetime.date
) -> DisputeStep:
    if level not in DisputeLevel.values:
        raise CannotBeTrue("Choose to whom it is taken.", "level")
    if level == DisputeLevel.CAFCASS and taken_to is not None:
        raise CannotBeTrue("Nobody here answers for Cafcass. Leave this empty.", "taken_to")
    if level != DisputeLevel.CAFCASS and taken_to is None:
        raise CannotBeTrue("Choose who is asked to put it right: it comes onto their day.", "taken_to")
    if taken_to is not None and taken_to.pk == dispute.raised_by_id:
        raise CannotBeTrue("You cannot answer your own dispute. Choose somebody else.", "taken_to")
    return DisputeStep.objects.create(
        dispute=dispute,
        level=level,
        taken_to=taken_to,
        taken_date=day,
        answer_due_date=answer_due(level, dispute.raised_date, day),
    )


def _open(dispute: ReviewingOfficerDispute, by: Worker) -> ReviewingOfficerDispute:
    dispute = locked(dispute)
    if dispute.ended_date is not None:
        raise CannotBeTrue(ENDED)
    _check_officer(dispute.child_id, by)
    return dispute


def _check_officer(child_id: int, by: Worker) -> None:
    if not is_officer_of(by, child_id, timezone.localdate()):
        raise CannotBeTrue("Only the child's own reviewing officer raises a dispute or takes it further.")
