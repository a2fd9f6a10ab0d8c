"""A day as a form sends it."""

from __future__ import annotations

import datetime


def day_fields(name: str, day: datetime.date) -> dict[str, str]:
    """Return a day as the three boxes of a form."""
    return {f"{name}_0": str(day.day), f"{name}_1": str(day.month), f"{name}_2": str(day.year)}
