"""Clocks worked out from events alone, the slow and obvious way: what the timeline's own clocks must equal."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from kith.engines.calendar.clock_rules import ClockRule, OnSecondStart, Scope, rules_in_force


@dataclass(frozen=True)
class Happening:
    """One event as the clocks see it: what, on which day, about which person, in which process."""

    kind: str
    day: datetime.date
    person: int | None
    thread: str = ""
    details: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class ClockState:
    """One clock, running or stopped; `stopped_date` is None while it runs."""

    rule: ClockRule
    person: int | None
    thread: str
    start_date: datetime.date
    due_date: datetime.date
    stopped_date: datetime.date | None = None

    @property
    def was_late(self) -> bool | None:
        """Whether it stopped after it was due; None while it runs."""
        return None if self.stopped_date is None else self.stopped_date > self.due_date


def _is_running(clock: ClockState, happening: Happening) -> bool:
    return clock.stopped_date is None and happening.day >= clock.start_date


def _is_about_the_same(clock: ClockState, happening: Happening) -> bool:
    """Return whether both are about one person; before anybody is known, the process stands for whom it is about."""
    if clock.person is None and happening.person is None:
        return clock.thread == happening.thread
    return clock.person == happening.person


def _is_stopped_by(clock: ClockState, happening: Happening) -> bool:
    """Return whether a happening stops a clock: of the same process, or of the same person, as the rule's scope says.

    What happens to a process without naming a person happens to everyone in it.
    """
    if not _is_running(clock, happening) or not clock.rule.stopped_by(happening.kind, happening.details):
        return False
    if clock.rule.scope == Scope.THREAD:
        same_person = clock.person is None or happening.person is None or clock.person == happening.person
        return clock.thread == happening.thread and same_person
    return _is_about_the_same(clock, happening)


def _is_the_same(clock: ClockState, rule: ClockRule, happening: Happening) -> bool:
    """Return whether a running clock is the one that a happening would start again."""
    if clock.rule.code != rule.code or not _is_running(clock, happening):
        return False
    same_thread = rule.scope == Scope.PERSON or clock.thread == happening.thread
    return same_thread and _is_about_the_same(clock, happening)


def run_clocks(happenings: Iterable[Happening]) -> Sequence[ClockState]:
    """Return every clock that the happenings, in the order in which they were recorded, started and stopped.

    A happening first stops the clocks it stops, then starts the clocks it starts, by the rules in force on its day.
    A clock goes on by the rule under which it began, whatever the law becomes.
    """
    clocks: list[ClockState] = []
    for happening in happenings:
        for place, clock in enumerate(clocks):
            if _is_stopped_by(clock, happening):
                clocks[place] = replace(clock, stopped_date=happening.day)
        for rule in rules_in_force(happening.day):
            if not rule.started_by(happening.kind, happening.details):
                continue
            running = [place for place, clock in enumerate(clocks) if _is_the_same(clock, rule, happening)]
            if running and rule.on_second_start == OnSecondStart.KEEP:
                continue
            if rule.on_second_start == OnSecondStart.RESTART:
                for place in running:
                    clocks[place] = replace(clocks[place], stopped_date=happening.day)
            clocks.append(
                ClockState(
                    rule,
                    happening.person,
                    happening.thread,
                    happening.day,
                    rule.due_date_of(happening.day, happening.details),
                )
            )
    return clocks
