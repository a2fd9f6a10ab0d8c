"""What a change of home, school or worker does to a child, said before it is decided."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import timezone

from kith.casework.care.models import Home, MoveKind
from kith.casework.care.queries import move_home_lines, move_school_lines
from kith.casework.care.queries.move_facts import Facts, facts_about
from kith.casework.care.queries.move_lines import (
    Telling,
    brothers_and_sisters,
)
from kith.casework.care.queries.move_panel import Effect, Line, Panel, Said, Sums, in_order, panel_as_shown
from kith.casework.care.queries.move_people_lines import people_who_matter, what_the_child_said
from kith.casework.furniture.known_at import NOW, Record
from kith.casework.people.models import Person, School
from kith.casework.workforce.models import Worker

__all__ = ["Effect", "Line", "Panel", "Said", "Sums", "panel_as_shown", "what_homes_do", "what_it_does", "what_they_do"]  # fmt: skip


def what_it_does(
    child: Person,
    kind: str,
    *,
    home: Home | None = None,
    school: School | None = None,
    worker: Worker | None = None,
    day: datetime.date,
    record: Record = NOW,
    worker_reading: Worker | None = None,
    stays_at_school: bool | None = None,
    moving_with: Sequence[Person] = (),
    about: Mapping[str, Any] | None = None,
) -> Panel:
    """Return what one move does for one child. Four queries, whatever there is to tell.

    `moving_with` are brothers and sisters for whom the same is thought of at once. `worker_reading` is who will read it:
    where a brother's or sister's record is closed to them, they are a number. `about` is kept with the panel.
    """
    found = what_they_do(
        [child, *moving_with],
        kind,
        home=home,
        school=school,
        worker=worker,
        day=day,
        record=record,
        worker_reading=worker_reading,
        stays_at_school={child.pk: stays_at_school},
        about=about,
    )
    return found[child.pk]


def what_they_do(
    children: Sequence[Person],
    kind: str,
    *,
    home: Home | None = None,
    school: School | None = None,
    worker: Worker | None = None,
    day: datetime.date,
    record: Record = NOW,
    worker_reading: Worker | None = None,
    stays_at_school: Mapping[int, bool | None] | None = None,
    about: Mapping[str, Any] | None = None,
) -> dict[int, Panel]:
    """Return what the same move does for each of several children who would make it together, by child. Four queries."""
    facts = facts_about(
        [child.pk for child in children],
        homes=[home.pk] if home else [],
        schools=[school.pk] if school else [],
        workers=[worker.pk] if worker else [],
        day=day,
        today=timezone.localdate(),
        record=record,
        reader=worker_reading,
    )
    together = frozenset(child.pk for child in children)
    stays = stays_at_school or {}
    return {
        child.pk: _panel(
            facts,
            child,
            kind,
            home=home,
            school=school,
            worker=worker,
            moving_with=together - {child.pk},
            stays_at_school=stays.get(child.pk),
            about=about,
        )
        for child in children
    }


def what_homes_do(
    children: Sequence[Person],
    homes: Sequence[Home],
    *,
    day: datetime.date,
    worker_reading: Worker | None = None,
) -> dict[int, list[Panel]]:
    """Return what each of several homes would do for each child, the homes in their order. Four queries in all."""
    facts = facts_about(
        [child.pk for child in children],
        homes=[home.pk for home in homes],
        day=day,
        today=timezone.localdate(),
        record=NOW,
        reader=worker_reading,
    )
    together = frozenset(child.pk for child in children)
    return {
        child.pk: [
            _panel(facts, child, MoveKind.HOME, home=home, moving_with=together - {child.pk})
            for home in homes
        ]
        for child in children
    }


def _panel(
    facts: Facts,
    child: Person,
    kind: str,
    *,
    home: Home | None = None,
    school: School | None = None,
    worker: Worker | None = None,
    moving_with: frozenset[int] = frozenset(),
    stays_at_school: bool | None = None,
    about: Mapping[str, Any] | None = None,
) -> Panel:
    before = facts.where(child.pk, min(facts.day - datetime.timedelta(days=1), facts.on))
    after = before
    if kind == MoveKind.HOME:
        after = facts.in_home(home.pk, facts.day) if home else None
    telling = Telling(
        facts,
        child,
        kind,
        before,
        after,
        moving_with,
        school=school.pk if school else None,
        stays_at_school=stays_at_school,
        worker=worker.pk if worker else None,
    )
    hidden = 0
    if kind == MoveKind.HOME:
        hidden = brothers_and_sisters(telling)
    move_home_lines.homes_so_far(telling)
    if kind == MoveKind.HOME:
        move_home_lines.distance_from_home(telling)
    if kind != MoveKind.WORKER:
        move_school_lines.school(telling)
    move_home_lines.worker(telling)
    if kind == MoveKind.HOME:
        people_who_matter(telling)
        move_home_lines.culture(telling)
    move_home_lines.coming_weeks(telling)
    where = home or school or worker
    return Panel(
        child=child.pk,
        kind=str(kind),
        day=facts.day,
        title=_title(kind, where.name if where else ""),
        lines=in_order(telling.lines),
        sums=telling.sums,
        said=what_the_child_said(telling),
        hidden_siblings=hidden,
        subjects=tuple(sorted(telling.subjects)),
        about={**(about or {}), "home": home.pk if home else None, "with": sorted(moving_with)},
    )


def _title(kind: str, where: str) -> str:
    if kind == MoveKind.HOME:
        return f"Living with {where}" if where else "A home that is not known yet"
    return f"Going to {where}" if kind == MoveKind.SCHOOL else f"{where or 'Somebody new'} as their worker"
