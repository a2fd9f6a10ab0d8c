"""When and why care ended is put right, or that it did not end."""

from __future__ import annotations

import datetime

from django.db import transaction

from kith.casework.care.actions.correcting_parts import last_of, period_now, tell_corrected
from kith.casework.care.actions.placement_parts import told_in_a_sentence
from kith.casework.care.actions.recording import check_day
from kith.casework.care.models import PeriodOfCare, UnaccompaniedChild
from kith.casework.care.what_cannot_be import check_ending, on
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.workforce.models import Worker


@transaction.atomic
def correct_end_of_care(
    *,
    period: PeriodOfCare,
    day: datetime.date,
    ended_because: str,
    end_words: str,
    why_wrong: str,
    by: Worker,
) -> None:
    """Put right when care ended, and why; its last legal status and placement end on the same day."""
    period, child = period_now(period)
    if period.end_date is None:
        raise CannotBeTrue("This child is in care. Record that care ended instead.")
    last = last_of(period)
    changed = max(row.start_date for row in last)
    check_day(day, "day")
    if day <= changed:
        raise CannotBeTrue(
            f"The last change was on {on(changed)}, and care ended after that. Enter a later day.", "day"
        )
    again = (
        PeriodOfCare.objects.filter(child=child, start_date__gt=period.start_date)
        .order_by("start_date")
        .first()
    )
    if again is not None and day >= again.start_date:
        raise CannotBeTrue(
            f"The child came into care again on {on(again.start_date)}. Enter an earlier day.", "day"
        )
    check_ending(
        child, ended_because, last[1].placement_type, day,
        was_unaccompanied=UnaccompaniedChild.objects.filter(child=child).exists(),
    )  # fmt: skip
    tell_corrected(
        period, "end of care",
        {"day": period.end_date, "ended_because": period.ended_because, "end_words": period.end_words},
        {"day": day, "ended_because": ended_because, "end_words": end_words.strip()}, why_wrong, by,
    )  # fmt: skip
    with told_in_a_sentence("day"):
        PeriodOfCare.objects.filter(pk=period.pk).update(
            end_date=day, ended_because=ended_because, end_words=end_words.strip()
        )
        for row in last:
            row.end_date = day
            row.save(update_fields=["end_date"])


@transaction.atomic
def care_did_not_end(*, period: PeriodOfCare, why_wrong: str, by: Worker) -> None:
    """Take away the end of a period of care that went on, with that of its last legal status and placement.

    The clocks that stopped with it do not run again by themselves: what is next to do is recorded as it is done.
    """
    period, child = period_now(period)
    if period.end_date is None:
        raise CannotBeTrue("This child's care has no end.")
    if PeriodOfCare.objects.filter(child=child, start_date__gt=period.start_date).exists():
        raise CannotBeTrue("The child came into care again after this, so it had ended. Correct that first.")
    tell_corrected(period, "end of care", {"day": period.end_date}, {"day": None}, why_wrong, by)
    with told_in_a_sentence():
        PeriodOfCare.objects.filter(pk=period.pk).update(
            end_date=None, ended_because="", end_words="", end_child_words="", end_decided_by=None
        )
        for row in last_of(period):
            row.end_date = None
            row.save(update_fields=["end_date"])
