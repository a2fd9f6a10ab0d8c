"""Writing care plans, once for brothers and sisters; changing one that waits; signing it off."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from django.db import transaction
from django.utils import timezone

from kith.casework.care import late
from kith.casework.care.actions.recording import care_thread, check_day, lock_child, locked
from kith.casework.care.models import CarePlan, PeriodOfCare
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.people.models import Person
from kith.casework.timeline.actions.events import record_event
from kith.casework.workforce.models import Worker

SIGNED = "This plan is signed off and stays as it is. Write a new one: it takes its place."


@dataclass(frozen=True)
class Sections:
    """What a care plan says of one child, the child's own words first."""

    long_term: str
    why_this_home: str
    child_words: str = ""
    family_words: str = ""
    family_and_friends: str = ""
    identity: str = ""
    health: str = ""
    education: str = ""
    feelings_and_behaviour: str = ""
    if_it_does_not_work: str = ""


@transaction.atomic
def write_care_plans(
    *, plans: Mapping[Person, Sections], start_date: datetime.date, by: Worker
) -> dict[int, CarePlan]:
    """Write a care plan for each of these children from a day on; each takes the place of the child's last.

    Raises CannotBeTrue for a child who is not in care, a day to come or before care began, a plan that waits to be signed
    off, and a last plan that began on the same day or later.
    """
    for child in sorted(plans, key=lambda one: one.pk):
        lock_child(child)
    return {child.pk: _write(child, sections, start_date, by) for child, sections in plans.items()}


def _write(child: Person, sections: Sections, day: datetime.date, by: Worker) -> CarePlan:
    period = PeriodOfCare.objects.filter(child=child, end_date__isnull=True).first()
    if period is None:
        raise CannotBeTrue(f"{child.display_name} is not in care. A care plan is for a child who is.")
    check_day(
        day, "start_date", earliest=period.start_date, why_earliest=f"{child.display_name} came into care"
    )
    _check_said(sections, child)
    last = CarePlan.objects.filter(child=child).order_by("-start_date").first()
    if last is not None and last.end_date is None and last.signed_off_at is None:
        raise CannotBeTrue(
            f"A plan for {child.display_name} waits to be signed off. Change that one, or have it signed off, first."
        )
    if last is not None and day < (last.end_date or last.start_date + datetime.timedelta(days=1)):
        raise CannotBeTrue(
            f"The last plan for {child.display_name} holds from {last.start_date:%-d %B %Y}. Enter a later day for the new one.",
            "start_date",
        )
    if last is not None and last.end_date is None:
        CarePlan.objects.filter(pk=last.pk).update(end_date=day)
    plan = CarePlan.objects.create(
        child=child, period_of_care=period, start_date=day, prepared_by=by, **asdict(sections)
    )
    record_event(
        "care.care_plan_written", by=by, day=day, about=[child.pk], thread=care_thread(period),
        summary="A care plan was written, and waits to be signed off.", details={"care_plan": plan.pk},
    )  # fmt: skip
    return plan


@transaction.atomic
def change_care_plan(*, plan: CarePlan, sections: Sections, by: Worker) -> None:
    """Change a care plan that waits to be signed off. Raises CannotBeTrue for one that is signed off or at an end."""
    lock_child(plan.child)
    plan = locked(plan)
    _check_waits(plan)
    _check_said(sections, plan.child)
    # Whoever wrote in it last is its writer: the manager who signs it off is somebody else.
    CarePlan.objects.filter(pk=plan.pk).update(**asdict(sections), prepared_by=by)
    record_event(
        "care.care_plan_changed", by=by, day=timezone.localdate(), about=[plan.child_id],
        thread=care_thread(plan.period_of_care), summary="A care plan that waits to be signed off was changed.",
        details={"care_plan": plan.pk},
    )  # fmt: skip


@transaction.atomic
def sign_off_care_plan(*, plan: CarePlan, by: Worker, late_reason: str = "") -> None:
    """Sign a care plan off: from now on it stays as it is, and the child has a care plan.

    Raises CannotBeTrue for one that is signed off already or at an end, for its writer, and where it is late without a
    reason.
    """
    lock_child(plan.child)
    plan = locked(plan)
    _check_waits(plan)
    if plan.prepared_by_id == by.pk:
        raise CannotBeTrue("You wrote this plan. Another manager signs it off.")
    today = timezone.localdate()
    clock = late.running("care_plan", person_id=plan.child_id)
    late.check_reason(clock, today, late_reason, "The care plan")
    CarePlan.objects.filter(pk=plan.pk).update(signed_off_by=by, signed_off_at=timezone.now())
    record_event(
        "care.care_plan_prepared", by=by, day=today, about=[plan.child_id], thread=care_thread(plan.period_of_care),
        summary="A care plan was signed off.", details={"care_plan": plan.pk},
    )  # fmt: skip
    late.keep_reason(clock, today, late_reason)


def _check_waits(plan: CarePlan) -> None:
    if plan.end_date is not None:
        raise CannotBeTrue("Another plan has taken the place of this one.")
    if plan.signed_off_at is not None:
        raise CannotBeTrue(SIGNED)


def _check_said(sections: Sections, child: Person) -> None:
    if not sections.long_term.strip():
        raise CannotBeTrue(
            f"Say what is planned for {child.display_name}’s upbringing, and by when.", "long_term"
        )
    if not sections.why_this_home.strip():
        raise CannotBeTrue(f"Say why this home, and what it offers {child.display_name}.", "why_this_home")
