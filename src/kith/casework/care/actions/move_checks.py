"""What cannot be true of a move: judged once the child is locked, so that of two workers at once the second is told."""

from __future__ import annotations

import datetime

from kith.casework.care.models import Home, Move, MoveKind, MoveOutcome, PeriodOfCare, Placement
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.people.models import Person, School, SchoolPlace
from kith.casework.workforce.models import Allocation, AllocationRole, Worker

WHAT = {MoveKind.HOME: "home", MoveKind.SCHOOL: "school", MoveKind.WORKER: "worker"}


def refuse_a_second(child: Person, kind: MoveKind) -> None:
    """Raise CannotBeTrue where such a move is decided already, telling who decided it and where to."""
    other = (
        Move.objects.filter(child=child, kind=kind, outcome=MoveOutcome.DECIDED)
        .select_related("decided_by", "home", "school", "worker")
        .first()
    )
    if other is not None:
        where = other.home or other.school or other.worker
        raise CannotBeTrue(
            f"{other.decided_by.name} decided on a change of {WHAT[kind]} on {other.decided_date:%-d %B %Y}"
            f"{f', to {where.name}' if where else ''}, for {other.planned_date:%-d %B %Y}. "
            "Make that one, or decide against it, first."
        )


def check_home(child: Person, home: Home | None, day: datetime.date) -> None:
    """Raise CannotBeTrue for a home where the child lives, that has no address, or a day before they lived where they do."""
    period = PeriodOfCare.objects.filter(child=child).order_by("-start_date").first()
    if period is not None and period.end_date is None and day < period.start_date:
        raise CannotBeTrue(
            f"Care began on {period.start_date:%-d %B %Y}. Enter that day or a later one.", "day"
        )
    now = (
        Placement.objects.filter(child=child, end_date__isnull=True).select_related("home").first()
    )  # the database keeps one on any day
    if now is not None and day <= now.start_date:
        raise CannotBeTrue(
            f"{child.display_name} has lived with {now.home.name} since {now.start_date:%-d %B %Y}. "
            "Enter a later day.",
            "day",
        )
    if home is None:
        return
    if now is not None and now.home_id == home.pk:
        raise CannotBeTrue(
            f"{child.display_name} lives with {home.name} already. Choose another home.", "home"
        )
    addresses = list(home.addresses.order_by("start_date"))
    if addresses and not any(one.end_date is None or one.end_date > day for one in addresses):
        raise CannotBeTrue(
            f"{home.name} has had no address since {addresses[-1].end_date:%-d %B %Y}: nobody lives there now. "
            "Choose another home, or record its new address first.",
            "home",
        )


def check_school(child: Person, school: School | None, day: datetime.date) -> None:
    """Raise CannotBeTrue for the school that the child goes to, or a day before they went there."""
    if school is None:
        raise CannotBeTrue("Choose the school.", "school")
    now = SchoolPlace.objects.filter(person=child, end_date__isnull=True).select_related("school").first()
    if now is None:
        return
    if now.school_id == school.pk:
        raise CannotBeTrue(
            f"{child.display_name} goes to {school.name} already. Choose another school.", "school"
        )
    if day <= now.start_date:
        raise CannotBeTrue(
            f"{child.display_name} has gone to {now.school.name} since {now.start_date:%-d %B %Y}. "
            "Enter a later day.",
            "day",
        )


def check_worker(child: Person, worker: Worker | None, day: datetime.date) -> None:
    """Raise CannotBeTrue for who works with the child, who does not work here, or a day before the present worker began."""
    if worker is None:
        raise CannotBeTrue("Choose the worker.", "worker")
    if worker.end_date is not None and worker.end_date <= day:
        raise CannotBeTrue(f"{worker.name} does not work here on that day. Choose another worker.", "worker")
    now = lead_of(child)
    if now is not None and now.worker_id == worker.pk:
        raise CannotBeTrue(
            f"{worker.name} works with {child.display_name} already. Choose another worker.", "worker"
        )
    if now is not None and day <= now.start_date:
        raise CannotBeTrue(
            f"{now.worker.name} has worked with {child.display_name} since {now.start_date:%-d %B %Y}. "
            "Enter a later day.",
            "day",
        )


def lead_of(child: Person) -> Allocation | None:
    """Return the allocation of the lead practitioner whom a child has now."""
    found: Allocation | None = (
        Allocation.objects.filter(child=child, role=AllocationRole.LEAD, end_date__isnull=True)
        .select_related("worker")
        .first()
    )
    return found
