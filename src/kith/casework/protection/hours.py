"""Hours until an instant and between two, in words; elapsed hours, whatever summer time does to the clock on the wall."""

from __future__ import annotations

import datetime

HOUR = datetime.timedelta(hours=1)


def words_left(due_at: datetime.datetime, now: datetime.datetime) -> str:
    """Return how long there is until an instant, or how long ago it was, such as "31 hours left" or "5 hours late"."""
    left = due_at - now
    if left < datetime.timedelta(0):
        return f"{length_in_words(-left)} late"
    if left < HOUR:
        return "less than an hour left"
    return f"{length_in_words(left)} left"


def length_in_words(length: datetime.timedelta) -> str:
    """Return a length of time as somebody would say it: minutes, hours, then days and hours."""
    minutes = int(length.total_seconds()) // 60
    if minutes < 60:
        return _so_many(minutes, "minute")
    hours = minutes // 60
    if hours <= 72:
        return _so_many(hours, "hour")
    days, rest = divmod(hours, 24)
    return _so_many(days, "day") + (f" and {_so_many(rest, 'hour')}" if rest else "")


def _so_many(number: int, unit: str) -> str:
    return f"{number} {unit}{'' if number == 1 else 's'}"
