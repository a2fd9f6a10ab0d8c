"""What the law records beside a child's care: that they seek asylum alone, an order on their liberty, short breaks."""

from __future__ import annotations

import datetime

from django.db import transaction

from kith.casework.care.actions.placement_parts import (
    open_period,
    present_placement,
    tell_of_care,
    told_in_a_sentence,
    why_unusual,
)
from kith.casework.care.actions.recording import check_day, lock_child, locked
from kith.casework.care.models import DeprivationOfLiberty, PeriodOfCare, UnaccompaniedChild
from kith.casework.care.placement_codes import birthday
from kith.casework.care.what_cannot_be import check_child, on
from kith.casework.care.what_is_unusual import of_liberty
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.people.models import Person
from kith.casework.timeline.actions.events import record_event
from kith.casework.workforce.models import Worker


@transaction.atomic
def seeks_asylum_alone(
    *,
    child: Person,
    day: datetime.date,
    by: Worker,
    arrived_date: datetime.date | None = None,
    journey: str = "",
) -> UnaccompaniedChild:
    """Record that a child seeks asylum alone from a day. Raises CannotBeTrue for an adult, or where it is recorded already."""
    lock_child(child)
    child = Person.objects.get(pk=child.pk)
    check_day(day, "day")
    check_child(child, day)
    if arrived_date is not None and arrived_date > day:
        raise CannotBeTrue(
            f"They could not seek asylum before they arrived, on {on(arrived_date)}. Check both days.", "day"
        )
    if UnaccompaniedChild.objects.filter(child=child, end_date__isnull=True).exists():
        raise CannotBeTrue("It is recorded already that this child seeks asylum alone.")
    with told_in_a_sentence("day"):
        row: UnaccompaniedChild = UnaccompaniedChild.objects.create(
            child=child, start_date=day, arrived_date=arrived_date, journey=journey.strip()
        )
    record_event(
        "care.unaccompanied_started", by=by, day=day, about=[child.pk], summary="Seeks asylum alone.",
        thread=f"unaccompanied:{row.pk}",
    )  # fmt: skip
    return row


@transaction.atomic
def no_longer_alone(*, row: UnaccompaniedChild, day: datetime.date, words: str, by: Worker) -> None:
    """Record that it ended: by a decision on their age or status, or as they turned 18, and no later."""
    lock_child(row.child)
    row, child = locked(row), Person.objects.get(pk=row.child_id)
    check_day(day, "day")
    if row.end_date is not None:
        raise CannotBeTrue(f"It ended on {on(row.end_date)} already.", "day")
    if day <= row.start_date:
        raise CannotBeTrue(f"It began on {on(row.start_date)}. Enter a later day.", "day")
    if child.birth_date is not None and day > birthday(child.birth_date, 18):
        raise CannotBeTrue(
            f"They turned 18 on {on(birthday(child.birth_date, 18))}, and it ends then at the latest. Enter that day or an "
            "earlier one.",
            "day",
        )
    if not words.strip():
        raise CannotBeTrue("Say why it ended.", "words")
    UnaccompaniedChild.objects.filter(pk=row.pk).update(end_date=day, end_words=words.strip())
    record_event(
        "care.unaccompanied_ended", by=by, day=day, about=[child.pk], summary="No longer seeks asylum alone.",
        thread=f"unaccompanied:{row.pk}",
    )  # fmt: skip


@transaction.atomic
def restrict_liberty(
    *,
    period: PeriodOfCare,
    day: datetime.date,
    restrictions: str,
    by: Worker,
    court: str = "",
    case_number: str = "",
    child_words: str = "",
    review_due_date: datetime.date | None = None,
    despite: str = "",
) -> DeprivationOfLiberty:
    """Record an order that restricts a child's liberty where they live, from a day.

    In a placement where no such order is expected this is kept with the reason, and not refused.
    """
    period = open_period(period)
    check_day(day, "day", earliest=period.start_date, why_earliest="Care began")
    if not restrictions.strip():
        raise CannotBeTrue("Say what the order allows, and why.", "restrictions")
    if review_due_date is not None and review_due_date <= day:
        raise CannotBeTrue("It is reviewed after it begins. Enter a later day.", "review_due_date")
    if DeprivationOfLiberty.objects.filter(child_id=period.child_id, end_date__isnull=True).exists():
        raise CannotBeTrue("An order is recorded already. Record its review, or that it ended, first.")
    unusual = of_liberty([present_placement(period).placement_type])
    with told_in_a_sentence("day"):
        row: DeprivationOfLiberty = DeprivationOfLiberty.objects.create(
            child_id=period.child_id,
            period_of_care=period,
            start_date=day,
            court=court.strip(),
            case_number=case_number.strip(),
            restrictions=restrictions.strip(),
            child_words=child_words.strip(),
            review_due_date=review_due_date,
        )
    tell_of_care(
        "care.liberty_restricted", period, day=day, by=by, summary="A court allowed restrictions of liberty.",
        order=row.pk, **why_unusual(unusual, despite),
    )  # fmt: skip
    return row


@transaction.atomic
def review_liberty(
    *, row: DeprivationOfLiberty, day: datetime.date, restrictions: str, child_words: str,
    review_due_date: datetime.date | None, by: Worker,
) -> None:  # fmt: skip
    """Record that an order on a child's liberty was reviewed: what it allows now, and when it is looked at again."""
    period = open_period(row.period_of_care)
    row = locked(row)
    check_day(day, "day", earliest=row.start_date, why_earliest="The order began")
    _still_holds(row)
    if review_due_date is not None and review_due_date <= day:
        raise CannotBeTrue("The next review is after this one. Enter a later day.", "review_due_date")
    DeprivationOfLiberty.objects.filter(pk=row.pk).update(
        restrictions=restrictions.strip(), child_words=child_words.strip(), review_due_date=review_due_date,
        version=row.version + 1,
    )  # fmt: skip
    tell_of_care(
        "care.liberty_reviewed",
        period,
        day=day,
        by=by,
        summary="The order on liberty was reviewed.",
        order=row.pk,
    )


@transaction.atomic
def end_liberty_order(*, row: DeprivationOfLiberty, day: datetime.date, words: str, by: Worker) -> None:
    """Record the first day on which an order on a child's liberty no longer holds, and why."""
    period = open_period(row.period_of_care)
    row = locked(row)
    check_day(day, "day")
    _still_holds(row)
    if day <= row.start_date:
        raise CannotBeTrue(f"The order began on {on(row.start_date)}. Enter a later day.", "day")
    if not words.strip():
        raise CannotBeTrue("Say why it ended.", "words")
    DeprivationOfLiberty.objects.filter(pk=row.pk).update(
        end_date=day, end_words=words.strip(), version=row.version + 1
    )
    tell_of_care(
        "care.liberty_restored", period, day=day, by=by, summary="The order on liberty ended.", order=row.pk
    )


def _still_holds(row: DeprivationOfLiberty) -> None:
    if row.end_date is not None:
        raise CannotBeTrue(f"This order ended on {on(row.end_date)}.")
