"""When a child's next review of care is due, by the rules in force on the day from which it is counted."""

from __future__ import annotations

import datetime

from kith.casework.care.short_breaks import FIRST_MONTHS, LATER_MONTHS, Duties
from kith.casework.protection.lengths import rule_on
from kith.engines.calendar import add_months

FIRST, SECOND, LATER = "first_care_review", "second_care_review", "later_care_review"
REVIEWS = (FIRST, SECOND, LATER, "first_short_break_review")
SECOND_PART_WITHIN = 20  # working days: a review may be adjourned for no longer (regulation 36(2))


def next_review_due(
    duties: Duties, last_number: int | None, last_held: datetime.date | None
) -> datetime.date:
    """Return by when the next review must be held: the first from when care began, each later one from the one before.

    A review that was held before the day from which what is owed is counted is none of these. On short breaks the first is
    within three months and each later one within six (regulation 48(3)).
    """
    if last_held is not None and last_held < duties.since:
        last_number, last_held = None, None
    first = not last_number or last_held is None
    if duties.on_short_breaks:
        return add_months(duties.since, FIRST_MONTHS) if first else add_months(last_held, LATER_MONTHS)  # type: ignore[arg-type]
    if first:
        return rule_on(FIRST, duties.since).due_date(duties.since)
    assert last_held is not None
    return rule_on(SECOND if last_number == 1 else LATER, last_held).due_date(last_held)


def details_of(number: int, *, on_short_breaks: bool = False) -> dict[str, object]:
    """Return what the clock rules ask of a review's event: which review it is of those that are owed."""
    return (
        {"is_later_review": True}
        if on_short_breaks
        else {"review_number": number, "is_later_review": number > 1}
    )
