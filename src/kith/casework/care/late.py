"""What is late is recorded with its reason, on the clock that waited for it."""

from __future__ import annotations

import datetime

from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.timeline.models import Clock

FIELD = "late_reason"


def running(rule: str, *, person_id: int, thread: str = "") -> Clock | None:
    """Return the clock of a rule that runs for a child, in one process where a thread is given; None where none runs."""
    clocks = Clock.objects.filter(rule=rule, person_id=person_id, stopped_date__isnull=True)
    if thread:
        clocks = clocks.filter(thread=thread)
    return clocks.order_by("due_date").first()


def check_reason(clock: Clock | None, day: datetime.date, reason: str, what: str) -> None:
    """Raise CannotBeTrue where `what` comes after its clock was due and nobody says why."""
    if clock is not None and day > clock.due_date and not (reason.strip() or clock.late_reason):
        raise CannotBeTrue(
            f"{what} was due by {clock.due_date:%-d %B %Y}. Say why it is late: it is recorded, and blocks nothing.",
            FIELD,
        )


def keep_reason(clock: Clock | None, day: datetime.date, reason: str) -> None:
    """Put the reason on the clock that was late."""
    if clock is not None and day > clock.due_date and reason.strip():
        Clock.objects.filter(pk=clock.pk).update(late_reason=reason.strip())
