"""Running the clock catalogue over every event once: the same answer as engines.calendar.run_clocks, in one pass."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import polars as pl

from kith.demo.days import date_of, number_of
from kith.engines.calendar import catalogue
from kith.engines.calendar.clock_rules import ClockRule, ClockUnit, OnSecondStart, Scope


@dataclass
class RunClock:
    """One clock; people, teams and events by number, days by number; `stopped_by` is 0 while it runs.

    One that runs in hours has how many: it is late by the instant.
    """

    rule: str
    person: int | None
    thread: str
    team: int
    started_by: int
    start_day: int
    due_day: int
    stopped_by: int = 0
    stopped_day: int | None = None
    hours: int = 0


def _key(rule: ClockRule, thread: str, who: int | None) -> tuple[str, object]:
    """Return whose a clock is: its process's or its person's; before anybody is known, the process stands for them."""
    return (rule.code, thread if rule.scope == Scope.THREAD or who is None else who)


def run(
    events: pl.DataFrame, subjects: pl.DataFrame, read_details: Callable[[str], dict[str, Any]]
) -> list[RunClock]:
    """Return every clock that events in their recorded order start and stop, one for each person whom each is about."""
    rules = catalogue()
    starts: dict[str, list[ClockRule]] = {}
    stops: dict[str, list[ClockRule]] = {}
    for rule in rules:
        for kind in rule.starts_on:
            starts.setdefault(kind, []).append(rule)
        for kind in rule.stops_on:
            stops.setdefault(kind, []).append(rule)
    kinds = {*starts, *stops}
    wanted = events.filter(pl.col("kind").is_in(list(kinds)))
    about: dict[int, list[int]] = {}
    for number, person in (
        subjects.join(wanted.select("id"), on="id", how="semi").select("id", "person").iter_rows()
    ):
        about.setdefault(number, []).append(person)
    clocks: list[RunClock] = []
    running: dict[tuple[str, object], list[RunClock]] = {}  # by rule, and by whose they are
    due: dict[tuple[str, int], int] = {}
    for number, kind, day, thread, team, words in wanted.select(
        "id", "kind", "day", "thread", "team", "details"
    ).iter_rows():
        people: list[int | None] = list(about.get(number, [])) or [None]
        if people == [None] and not thread:
            continue  # about nobody and of no process: no clock can be its
        details = read_details(words) if words != "{}" else {}
        for rule in stops.get(kind, []):
            if not rule.stopped_by(kind, details):
                continue
            for key in {_key(rule, thread, who) for who in people}:
                kept = []
                for clock in running.get(key, []):
                    same = (
                        rule.scope == Scope.PERSON
                        or clock.person is None
                        or None in people
                        or clock.person in people
                    )
                    if same and day >= clock.start_day:
                        clock.stopped_by, clock.stopped_day = number, day
                    else:
                        kept.append(clock)
                running[key] = kept
        for rule in starts.get(kind, []):
            if not (rule.in_force_on(date_of(day)) and rule.started_by(kind, details)):
                continue
            hours = rule.length if rule.unit == ClockUnit.HOURS else 0
            for who in people:
                key = _key(rule, thread, who)
                same_one = [c for c in running.get(key, []) if c.person == who and day >= c.start_day]
                if same_one and rule.on_second_start == OnSecondStart.KEEP:
                    continue
                if same_one and rule.on_second_start == OnSecondStart.RESTART:
                    for clock in same_one:
                        clock.stopped_by, clock.stopped_day = number, day
                        running[key].remove(clock)
                if rule.due_detail and details.get(rule.due_detail):
                    last_day = number_of(rule.due_date_of(date_of(day), details))
                elif (rule.code, day) in due:
                    last_day = due[rule.code, day]
                else:
                    last_day = due[rule.code, day] = number_of(rule.due_date(date_of(day)))
                clock = RunClock(rule.code, who, thread, team, number, day, last_day)
                if (rule.code, day) not in due:
                    due[rule.code, day] = number_of(rule.due_date(date_of(day)))
                clock = RunClock(rule.code, who, thread, team, number, day, due[rule.code, day], hours=hours)
                clocks.append(clock)
                running.setdefault(key, []).append(clock)
    return clocks
