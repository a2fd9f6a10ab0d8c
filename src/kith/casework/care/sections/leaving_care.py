"""Leaving care on the pages of a person, a child in care, and a personal adviser's day."""

from __future__ import annotations

import datetime
from typing import Any

from kith.casework.care.access import OpenChild
from kith.casework.care.models import LeavingCareStatus
from kith.casework.care.queries.leaving_care import young_people_of
from kith.casework.furniture.known_at import Record
from kith.casework.furniture.sections import Section, register
from kith.casework.people.models import Person
from kith.casework.workforce.models import Worker


def register_leaving_care() -> None:
    """Put it there."""
    register("people:person", "side", on_the_persons_page, order=30)
    register("care:child", "side", on_the_childs_page, order=80)
    register("timeline:my_day", "side", on_my_day, order=60)


def on_the_persons_page(*, person: Person, today: datetime.date, record: Record, **_: Any) -> Section | None:
    """What somebody who is leaving, or has left, care is owed. One query, or none of its own."""
    return _of(person, today, record)


def on_the_childs_page(
    *, opened: OpenChild, today: datetime.date, record: Record, **_: Any
) -> Section | None:
    """The same, of a child in care."""
    return _of(opened.child, today, record)


def _of(person: Person, today: datetime.date, record: Record) -> Section | None:
    held = record.together(
        statuses=record.rows(LeavingCareStatus).filter(young_person_id=person.pk).order_by("start_date")
    )
    status = next((row for row in held["statuses"] if row.holds_on(record.on(today))), None)
    return Section("care/_leaving.html", {"status": status, "person": person}) if status else None


def on_my_day(*, worker: Worker, today: datetime.date, record: Record, **_: Any) -> Section | None:
    """Whom a personal adviser should be in touch with first; nothing for those of other roles."""
    if worker.role != "personal_adviser":
        return None
    young_people = young_people_of(worker, today, record)
    waiting = [one for one in young_people if one.contact_due is None or one.contact_due <= today]
    return Section("care/_to_be_in_touch.html", {"waiting": waiting[:8], "count": len(waiting)})
