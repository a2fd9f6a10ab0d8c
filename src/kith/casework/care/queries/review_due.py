"""When a child's next review of care is due, by the rules in force on the day from which it is counted."""

from __future__ import annotations

import datetime

from kith.casework.protection.lengths import rule_on

FIRST, SECOND, LATER = "first_care_review", "second_care_review", "later_care_review"
REVIEWS = (FIRST, SECOND, LATER)
SECOND_PART_WITHIN = 20  # working days: a review may be adjourned for no longer (regulation 36(2))


def next_review_due(
    care_started: datetime.date, last_number: int | None, last_held: datetime.date | None
) -> datetime.date:
    """Return by when the next review must be held: the first from when care began, each later one from the one before."""
    if not last_number or last_held is None:
        return rule_on(FIRST, care_started).due_date(care_started)
    return rule_on(SECOND if last_number == 1 else LATER, last_held).due_date(last_held)


def details_of(number: int) -> dict[str, object]:
    """Return what the clock rules ask of a review's event: which review of this period of care it is."""
    return {"review_number": number, "is_later_review": number > 1}
