"""The way to adoption: the decision, the match, moving in, the application; or giving the plan up."""

from __future__ import annotations

import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from kith import codes
from kith.casework.care.actions.recording import care_thread, check_day, lock_child, locked
from kith.casework.care.models import AdoptionPlan, PeriodOfCare, Placement
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.timeline.actions.events import record_event
from kith.casework.workforce.models import Worker

# Placed for adoption: with consent or under a placement order, with the child's own foster carers or not (SSDA903).
FOR_ADOPTION = ("A3", "A4", "A5", "A6")
WITH_OWN_FOSTER_CARERS = ("A3", "A5")
PLACEMENT_ORDER = "E1"
ALREADY = "Adoption is the plan for this child already."


@transaction.atomic
def decide_adoption(
    *, period: PeriodOfCare, day: datetime.date, decided_by_name: str, reasons: str, by: Worker
) -> AdoptionPlan:
    """Record that the agency decided that a child should be placed for adoption. Raises CannotBeTrue."""
    lock_child(period.child)
    if period.end_date is not None:
        raise CannotBeTrue("The child is no longer in care. Adoption is decided for a child in care.")
    check_day(day, "day", earliest=period.start_date, why_earliest="Care began")
    try:
        with transaction.atomic():
            plan = AdoptionPlan.objects.create(
                child=period.child, period_of_care=period, decided_date=day, decided_by_name=decided_by_name,
                reasons=reasons,
            )  # fmt: skip
    except IntegrityError:
        raise CannotBeTrue(ALREADY) from None
    record_of_plan(
        "care.adoption_decided",
        plan,
        day=day,
        by=by,
        summary="It was decided that the child should be adopted.",
    )
    return plan


@transaction.atomic
def give_up_adoption(*, plan: AdoptionPlan, day: datetime.date, because: str, by: Worker) -> None:
    """Record that adoption is no longer the plan, and why (SSDA903: reason placed ceased). Raises CannotBeTrue."""
    held = open_plan(plan)
    check_day(day, "day", earliest=held.decided_date, why_earliest="Adoption was decided")
    placed = Placement.objects.filter(
        child_id=held.child_id, placement_type__in=FOR_ADOPTION, end_date__isnull=True
    )
    if placed.exists():
        raise CannotBeTrue(
            "The child lives with the adopters. Decide where the child moves first, and then give the plan up.",
            "day",
        )
    _change(held, reversed_date=day, reversed_because=because)
    record_of_plan(
        "care.adoption_given_up",
        held,
        day=day,
        by=by,
        summary="Adoption is no longer the plan for the child.",
    )


@transaction.atomic
def match(
    *,
    plan: AdoptionPlan,
    day: datetime.date,
    words: str,
    by_foster_carers: bool,
    adopters_number: int,
    adopters_sex: str,
    adopters_legal_status: str,
    by: Worker,
) -> None:
    """Record the match of a child with adopters, in numbers and codes: who they are stands nowhere on this record.

    Raises CannotBeTrue for a day before the decision, or codes that do not go with one adopter or two.
    """
    held = open_plan(plan)
    check_day(day, "day", earliest=held.decided_date, why_earliest="Adoption was decided")
    if len(adopters_sex) == 2 and (adopters_sex[1] == "1") != (adopters_number == 1):
        raise CannotBeTrue("Choose the adopters' sex for as many adopters as there are.", "adopters_sex")
    if (adopters_legal_status == "L0") != (adopters_number == 1):
        raise CannotBeTrue("One adopter is single; two are a couple. Choose again.", "adopters_legal_status")
    _change(
        held,
        matched_date=day,
        match_words=words,
        by_foster_carers=by_foster_carers,
        adopters_number=adopters_number,
        adopters_sex=adopters_sex,
        adopters_legal_status=adopters_legal_status,
    )
    record_of_plan(
        "care.adoption_matched", held, day=day, by=by, summary="The child was matched with adopters."
    )


@transaction.atomic
def moved_in(*, plan: AdoptionPlan, by: Worker) -> None:
    """Record that a child lives with the adopters, from the day on which the placement for adoption began.

    Raises CannotBeTrue where there is no match, or no placement for adoption.
    """
    held = open_plan(plan)
    if held.matched_date is None:
        raise CannotBeTrue("Record the match first.")
    placement = (
        Placement.objects.filter(
            child_id=held.child_id, placement_type__in=FOR_ADOPTION, end_date__isnull=True
        )
        .order_by("-start_date")
        .first()
    )
    if placement is None:
        labels = ", ".join(FOR_ADOPTION)
        raise CannotBeTrue(f"Change where the child lives first: to a placement for adoption ({labels}).")
    if placement.start_date < held.matched_date:
        raise CannotBeTrue(
            f"The placement for adoption began on {placement.start_date:%-d %B %Y}, before the match. Check both days."
        )
    _change(held, placed_date=placement.start_date)
    record_of_plan(
        "care.placed_for_adoption",
        held,
        day=placement.start_date,
        by=by,
        summary="The child was placed for adoption.",
    )


@transaction.atomic
def adopters_applied(*, plan: AdoptionPlan, day: datetime.date, by: Worker) -> None:
    """Record that the adopters applied to the court. Raises CannotBeTrue before the child lives with them."""
    held = open_plan(plan)
    if held.placed_date is None:
        raise CannotBeTrue("Record that the child lives with the adopters first.")
    check_day(day, "day", earliest=held.placed_date, why_earliest="The child moved in")
    _change(held, applied_date=day)
    record_of_plan(
        "care.adoption_applied_for", held, day=day, by=by, summary="An adoption order was applied for."
    )


def open_plan(plan: AdoptionPlan) -> AdoptionPlan:
    """Return a plan, locked, while adoption is the plan. Raises CannotBeTrue after the order, or once it was given up."""
    held = locked(plan)
    if held.order_date is not None:
        raise CannotBeTrue("The adoption order has been made.")
    if held.reversed_date is not None:
        reason = codes.labels("adoption_reversal").get(held.reversed_because, "").lower()
        raise CannotBeTrue(f"Adoption is no longer the plan since {held.reversed_date:%-d %B %Y}: {reason}.")
    return held


def _change(plan: AdoptionPlan, **fields: object) -> None:
    AdoptionPlan.objects.filter(pk=plan.pk).update(**fields)


def record_of_plan(kind: str, plan: AdoptionPlan, *, day: datetime.date, by: Worker, summary: str) -> None:
    """Record what happened to a child's plan for adoption; a day to come counts as today."""
    record_event(
        kind,
        by=by,
        day=min(day, timezone.localdate()),
        about=[plan.child_id],
        summary=summary,
        thread=care_thread(plan.period_of_care),
        details={"adoption_plan": plan.pk},
    )
