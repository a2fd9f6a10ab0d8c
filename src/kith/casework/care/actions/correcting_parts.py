"""What corrections of a child's care share: the rows beside one, the days between them, and the clocks counted anew."""

from __future__ import annotations

import datetime
from typing import Any, TypeVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from kith.casework.care.actions.placement_parts import tell_of_care, told_in_a_sentence
from kith.casework.care.actions.recording import check_day, lock_child, locked
from kith.casework.care.models import LegalStatus, PeriodOfCare, Placement
from kith.casework.care.what_cannot_be import on
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.people.models import Person
from kith.casework.timeline.models import Clock
from kith.casework.workforce.models import Worker
from kith.engines.calendar import rule_by_code

Days = LegalStatus | Placement
Row = TypeVar("Row", bound=models.Model)


def period_now(period: PeriodOfCare) -> tuple[PeriodOfCare, Person]:
    """Return a period of care and its child as they are now, locked."""
    lock_child(period.child)
    period = locked(period)
    return period, Person.objects.get(pk=period.child_id)


def tell_corrected(
    period: PeriodOfCare, what: str, before: dict[str, object], after: dict[str, object], why: str, by: Worker
) -> None:
    """Record what was put right, what it said before, and why it was wrong. Raises CannotBeTrue where nothing is."""
    if not why.strip():
        raise CannotBeTrue("Say why it was wrong.", "why_wrong")
    changed = {name: value for name, value in after.items() if before[name] != value}
    if not changed:
        raise CannotBeTrue("Nothing is different from what is recorded already.")
    tell_of_care(
        "care.record_corrected",
        period,
        day=timezone.localdate(),
        by=by,
        summary="What was recorded of their care was put right.",
        what=what,
        before={name: str(before[name] or "") for name in changed},
        after={name: str(value or "") for name, value in changed.items()},
        why=why.strip(),
    )


def following(rows: type[Row], period: PeriodOfCare, end: datetime.date | None) -> Row | None:
    """Return the row that begins as one ends; None after the last."""
    return (
        None if end is None else rows._default_manager.filter(period_of_care=period, start_date=end).first()
    )


def check_start(row: Days, period: PeriodOfCare, day: datetime.date) -> Any:
    """Return the row before one, having judged the day on which that ends and this begins."""
    before = type(row).objects.filter(period_of_care=period, end_date=row.start_date).first()
    if before is None:
        if day != row.start_date:
            raise CannotBeTrue(
                f"It is the first of this period of care, and begins with it on {on(period.start_date)}. Correct when care "
                "began instead.",
                "day",
            )
        return None
    check_day(day, "day")
    if day <= before.start_date:
        raise CannotBeTrue(
            f"The one before it began on {on(before.start_date)}, and would have no day. Enter a later day.",
            "day",
        )
    if row.end_date is not None and day >= row.end_date:
        raise CannotBeTrue(
            f"It ended on {on(row.end_date)}, and cannot end before it begins. Enter an earlier day.", "day"
        )
    return before


def beside(rows: Any, period: PeriodOfCare, day: datetime.date, until: datetime.date | None) -> list[Any]:
    """Return the rows of the other series that hold on some day of a stretch."""
    found = rows.objects.filter(Q(end_date__isnull=True) | Q(end_date__gt=day), period_of_care=period)
    return list(found if until is None else found.filter(start_date__lt=until))


def move_start(row: Days, before: Any, day: datetime.date, **fields: Any) -> None:
    """Move the day on which one row ends and the next begins, the narrower first: they never overlap."""
    for name, value in fields.items():
        setattr(row, name, value)
    earlier = day < row.start_date
    row.start_date = day
    with told_in_a_sentence("day"):
        for one in [before, row] if earlier else [row, before]:
            if one is None:
                continue
            if one is before:
                one.end_date = day
            one.save()


def last_of(period: PeriodOfCare) -> list[Any]:
    """Return the last legal status and the last placement of a period."""
    return [rows.objects.filter(period_of_care=period).order_by("-start_date").first() for rows in (LegalStatus, Placement)]  # fmt: skip


def count_from(child: Person, thread: str, day: datetime.date) -> None:
    """Count the clocks that still run from the day on which care, or a placement, is now known to have begun."""
    started = (
        "care.care_started", "care.first_placement_started", "care.placement_started",
        "care.short_breaks_started", "care.short_break_placement_started", "care.moved_with_carers",
    )  # fmt: skip
    running = Clock.objects.filter(
        person=child,
        thread=thread,
        stopped_date__isnull=True,
        due_at__isnull=True,
        started_by__kind__in=started,
    )
    for clock in running.select_related("started_by"):
        rule = rule_by_code(clock.rule)
        if rule.due_detail and clock.due_date != rule.due_date(clock.start_date):
            due = clock.due_date  # of a series of short breaks that began before this one
        else:
            due = rule.due_date(day)
        Clock.objects.filter(pk=clock.pk).update(start_date=day, due_date=due)
