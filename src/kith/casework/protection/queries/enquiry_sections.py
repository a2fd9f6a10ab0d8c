"""Discussions and enquiries in a line each, for the pages of other rooms. What is not there costs one query."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from kith.casework.furniture.known_at import NOW, Record
from kith.casework.furniture.shaped import shaped
from kith.casework.people.models import Family
from kith.casework.protection.models import (
    EnquiryChild,
    EnquiryStatus,
    SectionFortySevenEnquiry,
    StrategyChild,
    StrategyDiscussion,
    StrategyStatus,
)
from kith.casework.protection.queries.enquiry import CLOCK as CONFERENCE_CLOCK
from kith.casework.protection.queries.enquiry import days_left
from kith.casework.protection.queries.strategy import CLOCK as STRATEGY_CLOCK
from kith.casework.protection.queries.strategy import numbered
from kith.casework.timeline.models import Clock

CLOCKS = [STRATEGY_CLOCK, CONFERENCE_CLOCK]


@dataclass(frozen=True)
class Processes:
    """A family's discussions and enquiries that the reader may see, latest first."""

    discussions: list[Any]
    enquiries: list[Any]

    @property
    def open_discussions(self) -> list[Any]:
        """Those called and not held."""
        return [one for one in self.discussions if one.is_called]

    @property
    def open_enquiries(self) -> list[Any]:
        """Those that have not ended."""
        return [one for one in self.enquiries if one.is_open]


def processes_of(family_id: int, *, today: datetime.date, record: Record = NOW) -> Processes:
    """Return a family's discussions and enquiries. Two queries, or one where nothing is open."""
    held = record.together(lambda: _family_rows(record, family_id))
    found = Processes(numbered(held["discussions"]), _told(held["enquiries"]))
    _with_days(found.open_discussions, found.open_enquiries, today, record)
    return found


@shaped
def _open_rows(record: Record, child_id: int) -> dict[str, QuerySet[Any]]:
    return {
        "discussions": record.rows(StrategyDiscussion)
        .filter(
            id__in=record.rows(StrategyChild).filter(child_id=child_id).values("discussion_id"),
            status=StrategyStatus.CALLED,
        )
        .order_by("-called_date", "-id"),
        "enquiries": record.rows(SectionFortySevenEnquiry)
        .filter(
            id__in=record.rows(EnquiryChild)
            .filter(child_id=child_id, end_date__isnull=True)
            .values("enquiry_id")
        )
        .exclude(status=EnquiryStatus.ENDED)
        .order_by("-start_date", "-id"),
        "clocks": record.rows(Clock)
        .filter(person_id=child_id, rule__in=CLOCKS, stopped_date__isnull=True)
        .order_by("-due_date"),
    }


@shaped
def _family_rows(record: Record, family_id: int) -> dict[str, QuerySet[Any]]:
    return {
        "discussions": record.rows(StrategyDiscussion)
        .filter(family_id=family_id)
        .order_by("-called_date", "-id"),
        "enquiries": record.rows(SectionFortySevenEnquiry)
        .filter(family_id=family_id)
        .order_by("-start_date", "-id"),
    }


def open_for_child(child_id: int, *, today: datetime.date, record: Record = NOW) -> Processes | None:
    """Return what is open for one child, or None. One query where nothing is."""
    held = record.together(lambda: _open_rows(record, child_id))
    if not held["discussions"] and not held["enquiries"]:
        return None
    found = Processes(numbered(held["discussions"]), _told(held["enquiries"]))
    _put_days(found.open_discussions, found.open_enquiries, held["clocks"], today)
    return found


@dataclass(frozen=True)
class LedEnquiry:
    """One enquiry that a worker leads and that has not ended."""

    enquiry: Any
    family_name: str
    waits: bool  # for the manager


def led_by(workers: Sequence[int], *, today: datetime.date, record: Record) -> list[LedEnquiry]:
    """Return the enquiries that these workers lead and that have not ended, those due first before the others."""
    found = record.together(**_led_rows(record, list(workers)))["enquiries"]
    if not found:
        return []
    _with_days([], _told(found), today, record)
    names = {one.id: one.name for one in record.rows(Family).filter(id__in={one.family_id for one in found})}
    led = [LedEnquiry(one, names[one.family_id], one.status == EnquiryStatus.SUBMITTED) for one in found]
    return sorted(led, key=lambda one: one.enquiry.due_date or today)


@shaped
def _led_rows(record: Record, workers: list[int]) -> dict[str, QuerySet[Any]]:
    return {
        "enquiries": record.rows(SectionFortySevenEnquiry)
        .filter(lead_id__in=workers)
        .exclude(status=EnquiryStatus.ENDED)
        .order_by("start_date", "id")
    }


def _told(enquiries: list[Any]) -> list[Any]:
    for one in enquiries:
        one.status_shown = str(EnquiryStatus(one.status).label)
        one.is_open = one.status != EnquiryStatus.ENDED
    return enquiries


def _with_days(discussions: list[Any], enquiries: list[Any], today: datetime.date, record: Record) -> None:
    """Put on each open process the day on which its clock is due, and what is left, in memory."""
    threads = [
        *(f"strategy:{one.id}" for one in discussions),
        *(f"enquiry:{one.id}" for one in enquiries),
    ]
    clocks: list[Any] = []
    if threads:
        running = record.rows(Clock).filter(thread__in=threads, rule__in=CLOCKS, stopped_date__isnull=True)
        clocks = list(running.order_by("-due_date"))
    _put_days(discussions, enquiries, clocks, today)


def _put_days(
    discussions: list[Any], enquiries: list[Any], clocks: Sequence[Any], today: datetime.date
) -> None:
    threads = {f"strategy:{one.id}": one for one in discussions} | {
        f"enquiry:{one.id}": one for one in enquiries
    }
    for one in threads.values():
        one.due_date, one.left = None, ""
    for clock in clocks:
        if clock.thread in threads:
            one = threads[clock.thread]
            one.due_date, one.left = clock.due_date, days_left(clock.due_date, today)
