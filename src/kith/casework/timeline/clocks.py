"""Starting and stopping clocks as events are recorded: the same answer as engines.calendar.run_clocks, kept in the database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import connection
from django.utils import timezone

from kith.casework.timeline.models import Clock, Event
from kith.engines.calendar import rule_by_code, rules_in_force
from kith.engines.calendar.clock_rules import ClockRule, OnSecondStart, Scope, catalogue


def run(event: Event, people: Sequence[int], *, team_id: int | None, details: Mapping[str, object]) -> None:
    """Stop the clocks that an event stops, then start those it starts, by the rules in force on its day.

    An event about several people starts a clock for each; one about nobody yet starts one for its process. Clocks of
    people whose record the worker acting may not open are run like everyone's.
    """
    # What happens to a process without naming a person happens to everyone in it.
    stopping = [rule for rule in catalogue() if rule.stopped_by(event.kind, details)]
    _stop(event, [number for number, _, _ in _running(stopping, event, people)])
    starting = [rule for rule in rules_in_force(event.day) if rule.started_by(event.kind, details)]
    about: list[int | None] = list(people) or ([None] if event.thread else [])
    running = _running(starting, event, people)
    for rule in starting:
        for person_id in about:
            before = [number for number, code, person in running if code == rule.code and person == person_id]
            if rule.on_second_start == OnSecondStart.KEEP and before:
                continue
            if rule.on_second_start == OnSecondStart.RESTART:
                _stop(event, before)
            _start(rule, event, person_id, team_id)


def _running(
    rules: Sequence[ClockRule], event: Event, people: Sequence[int]
) -> list[tuple[int, str, int | None]]:
    """Return the number, rule and person of each running clock of these rules that an event concerns."""
    if not rules:
        return []
    # Before anybody is known to be meant, the process stands for them.
    of_thread = [rule.code for rule in rules if rule.scope == Scope.THREAD or not people]
    of_people = [rule.code for rule in rules if rule.scope == Scope.PERSON]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT clock, rule, person FROM kith_running_clocks(%s::text[], %s, %s::text[], %s::bigint[], %s)",
            [of_thread, event.thread, of_people, list(people), event.day],
        )
        found: list[tuple[int, str, int | None]] = cursor.fetchall()
        return found


def _stop(event: Event, clocks: Sequence[int]) -> None:
    if clocks:
        with connection.cursor() as cursor:
            cursor.execute("SELECT kith_stop_clocks(%s::bigint[], %s)", [list(clocks), event.pk])


def _start(rule: ClockRule, event: Event, person_id: int | None, team_id: int | None) -> None:
    due_at = rule.due_at(event.at)
    # Hours that pass end on another day than days that are counted, where the clocks go forward or back meanwhile.
    due_date = timezone.localdate(due_at) if due_at else rule.due_date_of(event.day, event.details)
    # Without RETURNING: a clock may be about somebody whose record its writer cannot read.
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO timeline_clock"
            " (rule, thread, person_id, team_id, started_by_id, start_date, due_date, due_at, late_reason)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, '')",
            [
                rule.code,
                event.thread,
                person_id,
                team_id,
                event.pk,
                event.day,
                due_date,
                due_at,
            ],
        )


def name_of(clock: Clock) -> str:
    """Return what a clock waits for, in a person's words."""
    return rule_by_code(clock.rule).name
