"""Moves and continuity on a child's page in care and on a team's, and what care asks where a worker is chosen."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Set
from typing import Any

from kith.casework.access import audit
from kith.casework.access.models import AuditVerb
from kith.casework.access.rights import Right, general_rights
from kith.casework.access.roles import Role
from kith.casework.care.access import OpenChild
from kith.casework.care.actions import moves
from kith.casework.care.queries.continuity import continuity_from, rows_of, waiting_from, year_of
from kith.casework.care.queries.team_continuity import team_continuity
from kith.casework.care.worker_change import worker_change
from kith.casework.furniture import form_parts, guards
from kith.casework.furniture.known_at import Record
from kith.casework.furniture.sections import Section, register
from kith.casework.workforce.models import Team, Worker


def register_moves() -> None:
    """Put these on their pages, and have care asked as schools and workers change."""
    register("care:child", "top", decided_for_the_child, order=30)
    register("care:child", "main", on_the_child, order=70)
    register("workforce:team", "main", on_the_team, order=30)
    form_parts.register_part("workforce:allocate", worker_change)
    guards.register_guard("people:go_to_school", moves.before_going_to_school)
    guards.register_after("people:go_to_school", moves.gone_to_school)


def on_the_child(
    *,
    opened: OpenChild,
    worker: Worker,
    rights: frozenset[Right],
    today: datetime.date,
    record: Record,
    **_: Any,
) -> Section:
    """The homes, schools and workers that the child has had, what the year adds up to, and what is decided."""
    held = record.together(lambda: rows_of(record, opened.child.pk))
    # What care decides is the service's own to record.
    may = record.instant is None and opened.in_care and worker.role != Role.PARTNER
    return Section(
        "care/sections/continuity.html",
        {
            "person": opened.child,
            "continuity": continuity_from(held, today),
            "may_write": may and Right.WRITE_RECORD in rights,
            "may_allocate": may and Right.ALLOCATE in rights,
        },
    )


def decided_for_the_child(*, opened: OpenChild, record: Record, **_: Any) -> Section | None:
    """What is decided for the child and not yet made."""
    rows = rows_of(record, opened.child.pk)
    held = record.together(**{name: rows[name] for name in ("moves", "homes_to", "schools_to", "workers_to")})
    waiting = waiting_from(held)
    return Section("care/sections/decided_moves.html", {"waiting": waiting}) if waiting else None


def on_the_team(
    *, worker: Worker, team: Team, teams: Iterable[int], own: Set[int], today: datetime.date, **_: Any
) -> Section | None:
    """How steady life is for the team's children in care: exact, so for the team and whoever is above it alone."""
    numbers = list(teams)
    sees_figures = Right.SEE_FIGURES in general_rights(worker.role)
    found = team_continuity(numbers, year_of(today), today) if own >= set(numbers) else None
    if found is not None and found.is_nothing:
        found = None
    if found is None and not sees_figures:
        return None
    named = [one.person.pk for one in found.children if one.person is not None] if found is not None else []
    if named:
        audit.record(worker_id=worker.pk, verb=AuditVerb.VIEW, what="workforce:team", subjects=named)
    return Section(
        "care/sections/team_continuity.html",
        {"found": found, "team": team, "since": year_of(today), "sees_figures": sees_figures},
    )
