"""How long the law lets a power or a court case last, taken from the clock rules in force on the day that it begins."""

from __future__ import annotations

import datetime

from django.utils import timezone

from kith.engines.calendar import rule_by_code, rules_in_force
from kith.engines.calendar.clock_rules import ClockRule


def rule_on(code: str, day: datetime.date) -> ClockRule:
    """Return the rule of a code in force on a day, or else the latest of that code."""
    return next((rule for rule in rules_in_force(day) if rule.code == code), rule_by_code(code))


def longest_until(code: str, start: datetime.datetime) -> datetime.datetime:
    """Return the instant beyond which something that begins at `start` cannot last, by the rule of a code.

    Hours are hours that pass. Days end at the same time of day, as it is told in England on each of them.
    """
    begun = timezone.localtime(start)
    rule = rule_on(code, begun.date())
    by_the_hour = rule.due_at(begun)
    if by_the_hour is not None:
        return by_the_hour
    return timezone.make_aware(
        datetime.datetime.combine(rule.due_date(begun.date()), begun.time().replace(fold=0))
    )
