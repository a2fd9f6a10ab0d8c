"""Starting and stopping clocks as events are recorded: the same answer as engines.calendar.run_clocks, kept in the database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db.models import Q, QuerySet

from kith.casework.timeline.models import Clock, Event
from kith.engines.calendar import rule_by_code, rules_in_force
from kith.engines.calendar.clock_rules import ClockRule, OnSecondStart, Scope, catalogue


def run(event: Event, people: Sequence[int], *, team_id: int | None, details: Mapping[str, object]) -> None:
    """Stop the clocks that an event stops, then start those it starts, by the rules in force on its day.

    An event about several people starts a clock for each; one about nobody yet starts one for its process.
    """
    _stop(event, people, details)
    new: list[Clock] = []
    for rule in rules_in_force(event.day):
        if not rule.started_by(event.kind, details):
            continue
        for person_id in _of_whom(event, people):
            running = _running(rule, event, person_id)
            if rule.on_second_start == OnSecondStart.KEEP and running.exists():
                continue
            if rule.on_second_start == OnSecondStart.RESTART:
                for clock in running:
                    _close(clock, event)
            new.append(
                Clock(
                    rule=rule.code,
                    thread=event.thread,
                    person_id=person_id,
                    team_id=team_id,
                    started_by=event,
                    start_date=event.day,
                    due_date=rule.due_date(event.day),
                    due_at=rule.due_at(event.at),
                )
            )
    Clock.objects.bulk_create(new)


def _of_whom(event: Event, people: Sequence[int]) -> Sequence[int | None]:
    """Return whose clocks an event starts: each person's, or its process's while it is about nobody yet."""
    if people:
        return people
    return [None] if event.thread else []


def _running(rule: ClockRule, event: Event, person_id: int | None) -> QuerySet[Clock]:
    whose = Q(person_id__isnull=True) if person_id is None else Q(person_id=person_id)
    clocks = Clock.objects.filter(whose, rule=rule.code, stopped_date__isnull=True, start_date__lte=event.day)
    return clocks.filter(thread=event.thread) if rule.scope == Scope.THREAD else clocks


def _stop(event: Event, people: Sequence[int], details: Mapping[str, object]) -> None:
    stopping = [rule for rule in catalogue() if rule.stopped_by(event.kind, details)]
    of_thread = {rule.code for rule in stopping if rule.scope == Scope.THREAD}
    of_person = {rule.code for rule in stopping if rule.scope == Scope.PERSON}
    ours = Q(rule__in=of_person, person_id__in=people)
    if event.thread and of_thread:
        # What happens to a process without naming a person happens to everyone in it.
        everyone = Q() if not people else Q(person_id__isnull=True) | Q(person_id__in=people)
        ours |= Q(everyone, rule__in=of_thread, thread=event.thread)
    if stopping:
        for clock in Clock.objects.filter(ours, stopped_date__isnull=True, start_date__lte=event.day):
            _close(clock, event)


def _close(clock: Clock, event: Event) -> None:
    clock.stopped_by = event
    clock.stopped_date = event.day
    clock.was_late = event.day > clock.due_date if clock.due_at is None else event.at > clock.due_at
    clock.save(update_fields=["stopped_by", "stopped_date", "was_late"])


def name_of(clock: Clock) -> str:
    """Return what a clock waits for, in a person's words."""
    return rule_by_code(clock.rule).name
