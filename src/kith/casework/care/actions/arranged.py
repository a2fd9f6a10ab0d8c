"""How people are to see each other, and what cannot be arranged so."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q
from django.utils import timezone

from kith.casework.care.actions.recording import lock_child
from kith.casework.care.models import (
    FamilyTime,
    FamilyTimeKind,
    FamilyTimePerson,
    FamilyTimePlan,
    PeriodOfCare,
    Supervision,
)
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.people.models import Person


@dataclass(frozen=True)
class Somebody:
    """One person whom the children are to see: somebody on the record, or only a name."""

    person: Person | None
    name: str = ""
    relation: str = ""


@dataclass(frozen=True)
class Arranged:
    """How people are to see each other."""

    kind: str
    every_days: int
    hours: Decimal | None = None
    where: str = ""
    supervision: str = Supervision.NONE
    why_supervised: str = ""
    ordered_by_court: bool = False
    children_words: str = ""


def check_arranged(arranged: Arranged, start_date: datetime.date) -> None:
    """Raise CannotBeTrue for what cannot be arranged so."""
    if not 1 <= arranged.every_days <= 366:
        raise CannotBeTrue("Enter how often, from every day (1) to once a year (365).", "every_days")
    if arranged.supervision != Supervision.NONE and not arranged.why_supervised.strip():
        raise CannotBeTrue("Say why somebody else has to be there.", "why_supervised")
    if arranged.supervision == Supervision.NONE and arranged.why_supervised.strip():
        raise CannotBeTrue(
            "You chose that nobody else needs to be there. Take the reason away, or choose who does.",
            "why_supervised",
        )
    if arranged.hours is not None and arranged.hours <= 0:
        raise CannotBeTrue("Enter for how long, or leave it empty.", "hours")
    if arranged.hours is not None and arranged.hours > 24 and arranged.kind != FamilyTimeKind.OVERNIGHT:
        raise CannotBeTrue(
            "This is longer than a day. Choose an overnight stay, or enter fewer hours.", "hours"
        )
    if start_date > timezone.localdate() + datetime.timedelta(days=366):
        raise CannotBeTrue("This is more than a year ahead. Check the year.", "start_date")


def check_in_care(children: Sequence[Person], start_date: datetime.date) -> None:
    """Raise CannotBeTrue for a child who is not in care, or was not yet on that day; nobody else places them meanwhile."""
    for child in sorted(children, key=lambda one: one.pk):
        lock_child(child)
    began = {
        period.child_id: period.start_date
        for period in PeriodOfCare.objects.filter(child__in=children, end_date__isnull=True)
    }
    for child in children:
        if child.pk not in began:
            raise CannotBeTrue(
                f"{child.display_name} is not in care, so they need no plan to see their family.", "children"
            )
        if start_date < began[child.pk]:
            raise CannotBeTrue(
                f"Care of {child.display_name} began on {began[child.pk]:%-d %B %Y}. Enter that day or a later one.",
                "start_date",
            )


def check_new(children: Sequence[Person], people: Sequence[Somebody], arranged: Arranged) -> None:
    """Raise CannotBeTrue for what is planned already."""
    for one in people:
        who = Q(person=one.person) if one.person else Q(person__isnull=True, name__iexact=one.name.strip())
        if FamilyTimePerson.objects.filter(
            who,
            plan__in=FamilyTimePlan.objects.filter(
                children__child__in=children, kind=arranged.kind, end_date__isnull=True
            ),
        ).exists():
            raise CannotBeTrue(
                "One of these children has this kind of time with them already. Change that plan instead.",
                "kind",
            )


def check_nothing_after(plan: FamilyTimePlan, day: datetime.date, field: str) -> None:
    """Raise CannotBeTrue where a time on that day or later is written down under the plan."""
    last = FamilyTime.objects.filter(plan=plan, day__gte=day).order_by("-day").first()
    if last is not None:
        raise CannotBeTrue(
            f"A time on {last.day:%-d %B %Y} is written down under this plan. Enter a later day.", field
        )
