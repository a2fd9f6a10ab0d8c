"""What of brothers and sisters and family time a worker comes in to: decisions due again, what is not happening, birthdays."""

from __future__ import annotations

import datetime
from typing import Any

from kith.casework.care.models import TogetherOrApart
from kith.casework.care.queries.birthdays import birthdays_from, birthdays_wanted
from kith.casework.care.queries.family_time import not_happening_from, not_happening_wanted
from kith.casework.care.queries.pairs import due_again_from, due_again_wanted, siblings_of_looked_after
from kith.casework.furniture.known_at import NOW, Record
from kith.casework.furniture.sections import Section, register
from kith.casework.people.models import Person
from kith.casework.timeline.queries.day import Day
from kith.casework.workforce.models import Worker


def register_people_on_my_day() -> None:
    """Put it on the day."""
    register("timeline:my_day", "main", on_my_day, order=20)


def on_my_day(*, day: Day, worker: Worker, today: datetime.date, record: Record, **_: Any) -> Section | None:
    """Three queries at most, however many children are held; nothing where there is nothing to do."""
    held_children = {child.pk: child for family in day.families for child in family.children}
    held = record.together(
        lambda: {
            **not_happening_wanted(held_children, today=today, record=record),
            **due_again_wanted(held_children, worker, today=today, record=record),
        }
    )
    in_care = {row.child_id: held_children[row.child_id] for row in held["in_care"]}
    missing = not_happening_from(held, today=today)
    seen: set[int] = set()
    stopped = []
    for found in missing.values():
        for one in found:
            if one.shown.plan.id not in seen:
                seen.add(one.shown.plan.id)
                stopped.append(one)
    due = due_again_from(held, today=today)
    undecided, birthdays = _siblings_and_birthdays(in_care, today) if in_care else ([], [])
    if not (stopped or due or undecided or birthdays):
        return None
    return Section(
        "care/sections/people_on_my_day.html",
        {"stopped": stopped, "due": due, "undecided": undecided, "birthdays": birthdays},
    )


def _siblings_and_birthdays(in_care: dict[int, Any], today: datetime.date) -> tuple[list[Any], list[Any]]:
    """Return the pairs for whom nothing is decided, and the birthdays to come, of the children in care whom a worker holds."""
    siblings = [one for one in siblings_of_looked_after(in_care, today) if one.is_open]
    numbers = list({one.sibling for one in siblings})
    with_them = [one.sibling for one in siblings if one.in_care]
    both = [*in_care, *with_them]
    held = NOW.together(
        **birthdays_wanted(list(in_care), numbers, record=NOW, today=today),
        decided=NOW.holding(TogetherOrApart, today).filter(first_id__in=both, second_id__in=both),
        others=Person.objects.filter(id__in=[one for one in with_them if one not in in_care]),
    )
    names = in_care | {one.id: one for one in held["others"]}
    decided = {(row.first_id, row.second_id) for row in held["decided"]}
    pairs = {
        (min(one.child, one.sibling), max(one.child, one.sibling))
        for one in siblings
        if one.in_care and one.sibling in names
    }
    undecided = [(names[first], names[second]) for first, second in sorted(pairs - decided)]
    birthdays = birthdays_from(held, in_care, [(one.child, one.sibling) for one in siblings], today=today)
    return undecided, birthdays
