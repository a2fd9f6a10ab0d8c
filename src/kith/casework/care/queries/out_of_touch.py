"""When somebody who matters to a child counts as out of touch: one rule for the child's people and for the review."""

from __future__ import annotations

# Where nobody has agreed how often, somebody not in touch for longer than this is out of touch.
QUIET_AFTER = 92  # days: about three months


def is_long_over(days: int, every_days: int) -> bool:
    """Return whether half as long again has passed as was agreed between two times."""
    return days * 2 > 3 * every_days


def is_out_of_touch(days: int | None, every_days: int | None) -> bool:
    """Return whether somebody last in touch so many days ago (None: never) is out of touch.

    Where a time between was agreed, after half as long again, as family time counts as not happening; else after three months.
    """
    if days is None:
        return True
    return is_long_over(days, every_days) if every_days else days > QUIET_AFTER
