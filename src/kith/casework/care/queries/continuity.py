"""The homes, schools and workers that a child has had, why each changed, and what a year of moves adds up to."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from kith import codes
from kith.casework.care.models import Home, Move, MoveKind, MoveOutcome, Placement
from kith.casework.care.placement_codes import TEMPORARY
from kith.casework.care.queries.move_words import TWENTY_MILES, counted, length
from kith.casework.furniture.known_at import Record
from kith.casework.furniture.shaped import shaped
from kith.casework.people.models import School, SchoolPlace
from kith.casework.workforce.models import Allocation, AllocationRole, Worker


@dataclass(frozen=True)
class Stay:
    """One home, school or worker that a child had: from when to when, for how long, and why it changed."""

    name: str
    start_date: datetime.date
    end_date: datetime.date | None
    lasted: str
    why: str
    move: int | None = None


@dataclass(frozen=True)
class Year:
    """What a year from 1 April adds up to for one child."""

    since: datetime.date
    homes: int
    school_changes: int
    workers: int
    split: int
    over_twenty: int
    middle_of_year: int

    @property
    def in_words(self) -> str:
        """The year in one line."""
        return ", ".join(
            [
                counted(self.homes, "home"),
                counted(self.school_changes, "school change"),
                counted(self.workers, "worker"),
            ]
        )

    @property
    def losses(self) -> list[str]:
        """What the moves of the year cost, in words; only what there was."""
        found = [
            (self.split, "move away from a brother or sister", "moves away from brothers or sisters"),
            (self.over_twenty, "move to over 20 miles from home", "moves to over 20 miles from home"),
            (
                self.middle_of_year,
                "change of school in the middle of a school year",
                "changes of school in the middle of a school year",
            ),
        ]
        return [counted(number, one, many) for number, one, many in found if number]


@dataclass(frozen=True)
class Continuity:
    """What a child has had, the latest first."""

    homes: list[Stay]
    schools: list[Stay]
    workers: list[Stay]
    year: Year


def year_of(day: datetime.date) -> datetime.date:
    """Return the 1 April on which the year of a day began."""
    return datetime.date(day.year if (day.month, day.day) >= (4, 1) else day.year - 1, 4, 1)


@shaped
def rows_of(record: Record, child: int) -> dict[str, QuerySet[Any]]:
    """Return what continuity is told from, to be read together with what else a page wants."""
    placements = record.rows(Placement).filter(child_id=child)
    places = record.rows(SchoolPlace).filter(person_id=child)
    leads = record.rows(Allocation).filter(child_id=child, role=AllocationRole.LEAD)
    moves = record.rows(Move).filter(child_id=child)
    return {
        "placements": placements.order_by("-start_date", "-id"),
        "homes": record.rows(Home).filter(id__in=placements.values("home_id")),
        "homes_to": record.rows(Home).filter(id__in=moves.values("home_id")),
        "places": places.order_by("-start_date", "-id"),
        "schools": record.rows(School).filter(id__in=places.values("school_id")),
        "schools_to": record.rows(School).filter(id__in=moves.values("school_id")),
        "leads": leads.order_by("-start_date", "-id"),
        "workers": Worker.objects.filter(pk__in=leads.values("worker_id")),
        "workers_to": Worker.objects.filter(pk__in=moves.values("worker_id")),
        "moves": moves.order_by("-decided_date", "-id"),
    }


def continuity_from(held: dict[str, list[Any]], on: datetime.date) -> Continuity:
    """Return what a child has had, from the rows that `rows_of` asks for, as of a day."""
    homes, schools, workers = (
        {row.id: row.name for row in held[name]} for name in ("homes", "schools", "workers")
    )
    because = codes.labels("reason_placement_change")
    year = _year(held, on)
    return Continuity(
        homes=[
            _stay(
                homes.get(row.home_id),
                row,
                on,
                because.get(row.ended_because, ""),
                row.end_words,
                row.move_id,
            )
            for row in _as_lived(held["placements"])
        ],
        schools=[
            _stay(schools.get(row.school_id), row, on, row.get_ended_because_display() or "", row.end_words)
            for row in held["places"]
        ],
        workers=[_stay(workers.get(row.worker_id), row, on, row.end_reason, "") for row in held["leads"]],
        year=year,
    )


def waiting_from(held: dict[str, list[Any]]) -> list[tuple[Any, str]]:
    """Return the moves that are decided and not yet made, each with where to."""
    homes, schools, workers = (
        {row.id: row.name for row in held[name]} for name in ("homes_to", "schools_to", "workers_to")
    )
    return [
        (
            row,
            homes.get(row.home_id)
            or schools.get(row.school_id)
            or workers.get(row.worker_id)
            or "a home not known yet",
        )
        for row in held["moves"]
        if row.outcome == MoveOutcome.DECIDED
    ]


def _as_lived(placements: list[Any]) -> list[Any]:
    """Return placements, the latest first, those that follow each other in one home as one."""
    found: list[Any] = []
    for row in placements:
        later = found[-1] if found else None
        if later is not None and later.home_id == row.home_id and row.end_date == later.start_date:
            later.start_date, later.move_id = row.start_date, row.move_id
        else:
            found.append(row)
    return found


def _stay(
    name: str | None, row: Any, on: datetime.date, because: str, words: str, move: int | None = None
) -> Stay:
    why = ". ".join(part.rstrip(".") for part in (because, words) if part) if row.end_date else ""
    return Stay(
        name or "Not known",
        row.start_date,
        row.end_date,
        length(row.start_date, min(row.end_date or on, on)),
        why,
        move,
    )


def _year(held: dict[str, list[Any]], on: datetime.date) -> Year:
    since = year_of(on)

    def in_year(rows: list[Any]) -> list[Any]:
        return [
            row for row in rows if row.start_date <= on and (row.end_date is None or row.end_date > since)
        ]

    made = [
        row
        for row in held["moves"]
        if row.outcome == MoveOutcome.MADE and row.made_date is not None and since <= row.made_date <= on
    ]
    first = min((row.start_date for row in held["places"]), default=None)
    return Year(
        since=since,
        homes=len(
            {row.home_id for row in in_year(held["placements"]) if row.placement_type not in TEMPORARY}
        ),
        school_changes=sum(
            since <= row.start_date <= on and row.start_date != first for row in held["places"]
        ),
        workers=len({row.worker_id for row in in_year(held["leads"])}),
        split=sum(_less(row.siblings_with_after, row.siblings_with_now) for row in made),
        # Each loss once: a change of school that comes with one of home is decided by itself too, and a child who lives far
        # from home is no further from it with another school or worker.
        over_twenty=sum(
            row.kind == MoveKind.HOME and (row.metres_from_home_after or 0) > TWENTY_MILES for row in made
        ),
        middle_of_year=sum(
            row.kind == MoveKind.SCHOOL and bool(row.in_middle_of_school_year) for row in made
        ),
    )


def _less(after: int | None, now: int | None) -> bool:
    return after is not None and now is not None and after < now
