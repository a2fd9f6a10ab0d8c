"""What a child's page in care says first: where they live, with whom, under which power, who works for them, what is next."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from kith.casework.care.episodes import Episode
from kith.casework.care.models import (
    DeprivationOfLiberty,
    Home,
    HomeAddress,
    HomeCarer,
    Placement,
)
from kith.casework.care.placement_codes import SHORT_BREAKS, STATUS_AT_MOST, TEMPORARY
from kith.casework.care.queries import episodes
from kith.casework.care.short_breaks import BreaksCounted, count_breaks
from kith.casework.care.what_is_unusual import of_length, of_liberty, of_temporary
from kith.casework.care.words import placement_in_words, status_in_words
from kith.casework.furniture.known_at import Record
from kith.casework.furniture.shaped import shaped
from kith.casework.people.models import Person
from kith.casework.timeline.models import Clock, Event, EventSubject
from kith.casework.workforce.models import Allocation, Worker

KEEP_UNUSUAL = (
    "care.care_started",
    "care.placement_started",
    "care.short_breaks_started",
    "care.short_break_placement_started",
    "care.legal_status_changed",
    "care.care_ended",
    "care.liberty_restricted",
)


@dataclass(frozen=True)
class Stay:
    """One placement as the page tells it: the home's name now, the kind in words, and who cares there."""

    row: Any
    home: str
    home_id: int
    kind: str
    carers: list[str]
    address: Any
    withheld: bool


@dataclass(frozen=True)
class WhereTheyLive:
    """A child's care at a moment: the newest placement and status first."""

    stays: list[Stay]
    statuses: list[tuple[Any, str]]
    periods: list[Any]
    episodes: list[tuple[Episode, str]]
    worker: str
    reviewing_officer: str
    clocks: list[Any]
    to_see_to: list[str]
    liberty: list[Any]
    unaccompanied: list[Any]
    breaks: BreaksCounted | None
    unusual: list[tuple[Any, list[str], str]]

    @property
    def stay(self) -> Stay | None:
        """Where they live now, or lived last."""
        return self.stays[0] if self.stays else None

    @property
    def status(self) -> tuple[Any, str] | None:
        """The legal status that holds now, or held last."""
        return self.statuses[0] if self.statuses else None

    @property
    def comes_back_to(self) -> Stay | None:
        """Where they lived before a temporary stay that goes on."""
        first = self.stay
        away = first is not None and first.row.placement_type in TEMPORARY and first.row.end_date is None
        return self.stays[1] if away and len(self.stays) > 1 else None


@shaped
def rows_about(record: Record, child_id: int, on: datetime.date) -> dict[str, Any]:
    """Return what `where_they_live` takes first, as querysets without joins."""
    return {
        **episodes.rows_about(child_id, record),
        "liberty": record.rows(DeprivationOfLiberty).filter(child_id=child_id).order_by("-start_date"),
        "allocations": record.holding(Allocation, on)
        .filter(child_id=child_id, role__in=["lead", "reviewing_officer"])
        .order_by("start_date"),
        "clocks": record.rows(Clock)
        .filter(person_id=child_id, stopped_date__isnull=True)
        .order_by("due_date", "id"),
        "told": _unusual_of(child_id, record),
    }


def _unusual_of(child_id: int, record: Record) -> QuerySet[Any]:
    """Return the events that kept something unusual about a child's care. Events are never changed, only added."""
    of_child = EventSubject.objects.filter(person_id=child_id).values("event_id")
    told = Event.objects.filter(pk__in=of_child, kind__in=KEEP_UNUSUAL, details__has_key="unusual")
    if record.instant is not None:
        told = told.filter(recorded_at__lte=record.instant)
    return told.order_by("day", "id")


def where_they_live(
    held: dict[str, Any], *, child: Person, today: datetime.date, record: Record
) -> WhereTheyLive:
    """Return what the page says, from what `rows_about` gave. One query more."""
    placements: Sequence[Any] = held["placements"]
    around = record.together(
        homes=record.rows(Home).filter(id__in={one.home_id for one in placements}),
        addresses=record.rows(HomeAddress).filter(id__in={one.home_address_id for one in placements}),
        carers=record.rows(HomeCarer)
        .filter(home_id__in={one.home_id for one in placements})
        .order_by("start_date"),
        workers=record.rows(Worker).filter(id__in={one.worker_id for one in held["allocations"]}),
    )
    homes = {one.id: one for one in around["homes"]}
    addresses = {one.id: one for one in around["addresses"]}
    workers = {one.id: one.name for one in around["workers"]}
    by_role = {one.role: workers.get(one.worker_id, "") for one in held["allocations"]}
    found = episodes.of_rows(
        periods=held["periods"],
        statuses=held["statuses"],
        placements=placements,
        unaccompanied=held["unaccompanied"],
        addresses=addresses,
    )
    names = {
        one.pk: homes[one.home_id].name if one.home_id in homes else "A home not open to you"
        for one in placements
    }
    period = held["periods"][-1] if held["periods"] else None
    of_this = (f"care:{period.pk}", *(f"placement:{one.pk}" for one in placements)) if period else ()
    return WhereTheyLive(
        stays=[
            Stay(
                one,
                names[one.pk],
                one.home_id,
                placement_in_words(one.placement_type),
                [
                    row.name
                    for row in around["carers"]
                    if row.home_id == one.home_id and row.name and row.holds_on(today)
                ],
                addresses.get(one.home_address_id),
                homes[one.home_id].address_withheld if one.home_id in homes else True,
            )
            for one in reversed(placements)
        ],
        statuses=[(one, status_in_words(one.code)) for one in reversed(held["statuses"])],
        periods=held["periods"],
        episodes=[(one, names.get(one.placement, "")) for one in reversed(found)],
        worker=by_role.get("lead", ""),
        reviewing_officer=by_role.get("reviewing_officer", ""),
        clocks=[one for one in held["clocks"] if one.thread in of_this],
        to_see_to=_to_see_to(held, child, period, today),
        liberty=held["liberty"],
        unaccompanied=held["unaccompanied"],
        breaks=_breaks(held, today),
        unusual=[(one, one.details["unusual"], one.details.get("why_unusual", "")) for one in held["told"]],
    )


def _to_see_to(held: dict[str, Any], child: Person, period: Any, today: datetime.date) -> list[str]:
    """Return what is unusual about how things stand today: held too long, past 18, an order where none is expected."""
    if period is None or period.end_date is not None:
        return []
    said: list[str] = []
    status = next((one for one in reversed(held["statuses"]) if one.holds_on(today)), None)
    placed: Placement | None = next(
        (one for one in reversed(held["placements"]) if one.holds_on(today)), None
    )
    if status is not None and status.code in STATUS_AT_MOST:
        said += of_length(status.code, status.start_date, today)
    if placed is not None:
        said += of_temporary(placed.placement_type, placed.start_date, today)
        if any(one.holds_on(today) for one in held["liberty"]):
            said += of_liberty([placed.placement_type])
    if (child.age_on(today) or 0) >= 18:
        said.append("They are 18, and care ends by then. Record how it ended.")
    for one in held["liberty"]:
        if one.holds_on(today) and one.review_due_date is not None and one.review_due_date < today:
            said.append(f"The order on liberty was to be reviewed by {one.review_due_date:%-d %B %Y}.")
    return said


def _breaks(held: dict[str, Any], today: datetime.date) -> BreaksCounted | None:
    """Return the short breaks counted, of a child who has them: each break that is recorded (V3)."""
    if not any(one.code in SHORT_BREAKS for one in held["statuses"]):
        return None
    return count_breaks(
        [(one.start_date, one.end_date) for one in held["statuses"] if one.code == "V3"], today=today
    )
