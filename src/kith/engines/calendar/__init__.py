"""England's working days, and the service's statutory clocks as dated rules."""

from kith.engines.calendar.clock_rules import ClockRule, ClockUnit, catalogue, rule_by_code, rules_in_force
from kith.engines.calendar.clocks import ClockState, Happening, run_clocks
from kith.engines.calendar.working_days import (
    add_months,
    add_working_days,
    is_working_day,
    working_days_between,
)

__all__ = [
    "ClockRule",
    "ClockState",
    "ClockUnit",
    "Happening",
    "add_months",
    "add_working_days",
    "catalogue",
    "is_working_day",
    "rule_by_code",
    "rules_in_force",
    "run_clocks",
    "working_days_between",
]
