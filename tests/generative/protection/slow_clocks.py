"""Protection's clocks, worked out slowly and by hand from the events alone: the reference for those that Kith keeps.

It knows nothing of the engine: the limits are written out here again, days are counted one by one, and the bank holidays
are those of the engine's own list (the one thing that both share, as data).
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from kith.casework.timeline.models import Event
from kith.engines.calendar import is_working_day

Kept = tuple[str, int | None, str, datetime.date, datetime.date, datetime.date | None]


def _working_days(start: datetime.date, many: int) -> datetime.date:
    day, left = start, many
    while left:
        day += datetime.timedelta(days=1)
        if is_working_day(day):
            left -= 1
    return day


def _months(start: datetime.date, many: int) -> datetime.date:
    month = start.month - 1 + many
    year, month = start.year + month // 12, month % 12 + 1
    day = start.day
    while True:
        try:
            return datetime.date(year, month, day)
        except ValueError:
            day -= 1


@dataclass(frozen=True)
class Limit:
    """One limit as the law or local practice has it."""

    rule: str
    starts: str
    stops: tuple[str, ...]
    due: Callable[[datetime.date], datetime.date]
    of_the_process: bool
    second_start: str  # "keep" the one that runs, or "restart"
    only: tuple[str, object] | None = None


LIMITS = [
    Limit("strategy_discussion", "strategy_discussion_called", ("strategy_discussion_held", "strategy_discussion_stood_down"),
          lambda day: _working_days(day, 3), of_the_process=True, second_start="keep"),
    Limit("initial_conference", "section_47_started", ("initial_conference_held", "section_47_ended_without_conference"),
          lambda day: _working_days(day, 15), of_the_process=True, second_start="keep"),
    Limit("help_after_enquiry", "help_taken_up", ("plans.help_given",),
          lambda day: _working_days(day, 10), of_the_process=False, second_start="keep", only=("help_under_way", False)),
    Limit("core_group", "protection_plan_started", ("core_group_held", "protection_plan_ended"),
          lambda day: _working_days(day, 10), of_the_process=False, second_start="keep"),
    Limit("first_review_conference", "protection_plan_started", ("review_conference_held", "protection_plan_ended"),
          lambda day: _months(day, 3), of_the_process=False, second_start="keep"),
    Limit("later_review_conference", "review_conference_held", ("review_conference_held", "protection_plan_ended"),
          lambda day: _months(day, 6), of_the_process=False, second_start="restart", only=("plan_continues", True)),
    Limit("protection_plan_visit", "protection_plan_started", ("child_visited", "protection_plan_ended"),
          lambda day: _working_days(day, 10), of_the_process=False, second_start="restart", only=("on_protection_plan", True)),
]  # fmt: skip


def clocks_of(events: Iterable[Event]) -> set[Kept]:
    """Return every clock of protection that these events start, with the day on which each stopped, if any."""
    told = list(events)
    kept: set[Kept] = set()
    for limit in LIMITS:
        running: dict[tuple[int, str], tuple[datetime.date, datetime.date]] = {}
        for event in told:
            kind = event.kind.removeprefix("protection.")
            people = {subject.person_id for subject in event.subjects.all()}
            if kind in limit.stops:
                for (person, thread), (start, due) in list(running.items()):
                    mine = (
                        person in people
                        if not limit.of_the_process
                        else (thread == event.thread and (person in people or not people))
                    )
                    if mine and start <= event.day:
                        kept.add((limit.rule, person, thread, start, due, event.day))
                        del running[person, thread]
            if kind == limit.starts and _holds(limit, event):
                for person in people:
                    same = [
                        key for key in running
                        if key[0] == person and (not limit.of_the_process or key[1] == event.thread)
                    ]  # fmt: skip
                    if same and limit.second_start == "keep":
                        continue
                    for key in same:
                        start, due = running.pop(key)
                        kept.add((limit.rule, key[0], key[1], start, due, event.day))
                    running[person, event.thread] = (event.day, limit.due(event.day))
        kept |= {
            (limit.rule, person, thread, start, due, None)
            for (person, thread), (start, due) in running.items()
        }
    return kept


def _holds(limit: Limit, event: Any) -> bool:
    return limit.only is None or event.details.get(limit.only[0]) == limit.only[1]
