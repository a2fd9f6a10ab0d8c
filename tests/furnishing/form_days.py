"""A day as a form sends it, and a day so many before today."""

from __future__ import annotations

import datetime

from django.utils import timezone


def day_fields(name: str, day: datetime.date) -> dict[str, str]:
    """Return a day as the three boxes of a form."""
    return {f"{name}_0": str(day.day), f"{name}_1": str(day.month), f"{name}_2": str(day.year)}


def ago(days: int) -> datetime.date:
    """Return the day so many days before today."""
    return timezone.localdate() - datetime.timedelta(days=days)
