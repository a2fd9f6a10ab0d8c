"""Visits to children in care: when each was last seen, seen alone, and by when the next is due."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from kith.casework.care.models import CareVisit, CareVisitChild, Placement, VisitRequest
from kith.casework.care.queries.visit_facts import VisitFacts, facts_from, facts_wanted
from kith.casework.care.visit_rules import Line, asked_for_due, next_due
from kith.casework.furniture.known_at import NOW, Record
from kith.casework.furniture.shaped import shaped


@dataclass(frozen=True)
class Visited:
    """One visit to one child."""

    visit: CareVisit
    part: CareVisitChild

    @property
    def day(self) -> datetime.date:
        """The day of the visit."""
        return self.visit.day


@dataclass(frozen=True)
class VisitsOfChild:
    """How one child in care stands with visits on a day."""

    child_id: int
    placement: Placement
    line: Line
    due_date: datetime.date
    visits: list[Visited]  # to this child, wherever they lived, the latest first
    asked: list[VisitRequest]  # that wait

    @property
    def last_seen(self) -> Visited | None:
        """The last visit at which the child was seen."""
        return next((one for one in self.visits if one.part.seen), None)

    @property
    def last_alone(self) -> Visited | None:
        """The last visit at which the child was seen alone."""
        return next((one for one in self.visits if one.part.seen_alone), None)

    @property
    def last_words(self) -> Visited | None:
        """The last visit at which something that the child said was written down."""
        return next((one for one in self.visits if one.part.child_words), None)

    @property
    def asked_due(self) -> datetime.date | None:
        """By when a visit that was asked for is hoped for."""
        return asked_for_due(one.asked_date for one in self.asked)

    @property
    def soonest(self) -> datetime.date:
        """The nearer of the day that the rule says and the day that was asked for."""
        return min(self.due_date, self.asked_due or self.due_date)


def visits_wanted(children: Iterable[int], record: Record = NOW) -> dict[str, Any]:
    """Return the rows of these children's visits and of what the rule is chosen by, to be asked for together."""
    numbers = list(children)
    return {**facts_wanted(record, numbers), **_visit_rows(record, numbers)}


@shaped
def _visit_rows(record: Record, children: list[int]) -> dict[str, QuerySet[Any]]:
    parts = record.rows(CareVisitChild).filter(child_id__in=children)
    return {
        "parts": parts,
        "visits": record.rows(CareVisit)
        .filter(id__in=parts.order_by().values("visit_id"))
        .order_by("-day", "-id"),
        "asked": record.rows(VisitRequest)
        .filter(child_id__in=children, visit_id__isnull=True, not_visited_reason="")
        .order_by("asked_date", "id"),
    }


def visits_from(
    held: Mapping[str, list[Any]], children: Iterable[int], on: datetime.date
) -> dict[int, VisitsOfChild]:
    """Return how each child who lives in a placement on a day stands, from what was read."""
    facts = facts_from(held)
    parts: dict[int, list[CareVisitChild]] = {}
    for part in held["parts"]:
        parts.setdefault(part.visit_id, []).append(part)
    visited: dict[int, list[Visited]] = {}
    for visit in held["visits"]:
        for part in parts.get(visit.pk, []):
            visited.setdefault(part.child_id, []).append(Visited(visit, part))
    found = {}
    for child in children:
        placement = facts.placement_of(child, on)
        if placement is None:
            continue
        of_child = visited.get(child, [])
        found[child] = VisitsOfChild(
            child,
            placement,
            facts.line(placement, on),
            due_of(facts, placement, of_child, on),
            of_child,
            [one for one in held["asked"] if one.child_id == child],
        )
    return found


def due_of(
    facts: VisitFacts, placement: Placement, visited: Iterable[Visited], on: datetime.date
) -> datetime.date:
    """Return by when the next visit of a placement is due, as it stands on a day; moving house with the carers changes nothing."""
    duties = facts.duties(placement, on)
    stay = facts.counted_with(placement, duties.on_short_breaks)
    numbers = {one.pk for one in stay}
    last = max(
        (
            one
            for one in visited
            if one.part.placement_id in numbers and one.part.seen and duties.since <= one.day <= on
        ),
        key=lambda one: (one.day, one.visit.pk),
        default=None,
    )
    return next_due(
        started=duties.since,
        last=last.day if last is not None else None,
        due_after_last=last.part.next_due_date if last is not None else None,
        care_order_with_parent=facts.care_order_with_parent(placement, on),
        on_short_breaks=duties.on_short_breaks,
    )


def visits_of(children: Iterable[int], on: datetime.date, record: Record = NOW) -> dict[int, VisitsOfChild]:
    """Return how each of these children stands with visits on a day. One query."""
    numbers = list(children)
    return visits_from(record.together(lambda: visits_wanted(numbers, record)), numbers, on)
