"""Making and changing a placement's plan, with who decides what, and giving it to the carers."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from django.db import transaction
from django.utils import timezone

from kith.casework.care import late
from kith.casework.care.actions.recording import check_day, lock_child, placement_thread
from kith.casework.care.models import DelegatedAuthority, DelegatedMatter, Placement, PlacementPlan
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.timeline.actions.events import record_event
from kith.casework.workforce.models import Worker


@dataclass(frozen=True)
class PlanWords:
    """What a placement plan says, the child's words first, and who agrees."""

    day_to_day: str
    child_words: str = ""
    health: str = ""
    education: str = ""
    seeing_people: str = ""
    visits: str = ""
    if_it_ends: str = ""
    parents_agree: bool | None = None
    parents_words: str = ""
    carers_agree: bool | None = None


@dataclass(frozen=True)
class Decides:
    """Who decides a matter, and on what conditions."""

    holder: str
    conditions: str = ""


@transaction.atomic
def make_placement_plan(
    *,
    placement: Placement,
    words: PlanWords,
    decides: Mapping[str, Decides],
    made_date: datetime.date,
    by: Worker,
    late_reason: str = "",
) -> PlacementPlan:
    """Make the plan of a placement, with who decides each matter.

    It may be made before the child moves in. Raises CannotBeTrue where there is one already, the placement has ended, the
    day is still to come, a matter has nobody who decides it, or it is late and nobody says why.
    """
    lock_child(placement.child)
    _check_goes_on(placement)
    if PlacementPlan.objects.filter(placement=placement).exists():
        raise CannotBeTrue("This placement has a plan already. Open it, and change it there.")
    check_day(made_date, "made_date")
    _check_said(words, decides)
    clock = late.running("placement_plan", person_id=placement.child_id, thread=placement_thread(placement))
    late.check_reason(clock, made_date, late_reason, "The placement plan")
    plan = PlacementPlan.objects.create(
        placement=placement, made_date=made_date, made_by=by, late_reason=late_reason.strip(), **asdict(words)
    )
    _put_down(plan, decides)
    record_event(
        "care.placement_plan_prepared", by=by, day=max(made_date, placement.start_date), about=[placement.child_id],
        thread=placement_thread(placement), summary="The placement plan was made.", details={"made": made_date.isoformat()},
    )  # fmt: skip
    late.keep_reason(clock, made_date, late_reason)
    return plan


@transaction.atomic
def change_placement_plan(
    *, plan: PlacementPlan, words: PlanWords, decides: Mapping[str, Decides], by: Worker
) -> None:
    """Change a placement's plan: the carers have to be given it again. Raises CannotBeTrue once the placement has ended."""
    lock_child(plan.placement.child)
    _check_goes_on(plan.placement)
    _check_said(words, decides)
    PlacementPlan.objects.filter(pk=plan.pk).update(**asdict(words), shared_with_carers_date=None)
    _put_down(plan, decides)
    record_event(
        "care.placement_plan_changed", by=by, day=timezone.localdate(), about=[plan.placement.child_id],
        thread=placement_thread(plan.placement), summary="The placement plan was changed.",
    )  # fmt: skip


@transaction.atomic
def give_to_carers(*, plan: PlacementPlan, given_date: datetime.date, by: Worker) -> None:
    """Record on which day the carers were given the plan. Raises CannotBeTrue for a day to come or before it was made."""
    lock_child(plan.placement.child)
    plan = PlacementPlan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    if plan.shared_with_carers_date is not None:
        raise CannotBeTrue(f"The carers were given this plan on {plan.shared_with_carers_date:%-d %B %Y}.")
    check_day(given_date, "given_date", earliest=plan.made_date, why_earliest="The plan was made")
    PlacementPlan.objects.filter(pk=plan.pk).update(shared_with_carers_date=given_date)
    record_event(
        "care.placement_plan_given", by=by, day=given_date, about=[plan.placement.child_id],
        thread=placement_thread(plan.placement), summary="The carers were given the placement plan.",
    )  # fmt: skip


def _check_goes_on(placement: Placement) -> None:
    now = Placement.objects.only("end_date").get(pk=placement.pk)
    if now.end_date is not None and now.end_date <= timezone.localdate():
        raise CannotBeTrue(
            f"This placement ended on {now.end_date:%-d %B %Y}. Write the plan of the one that goes on."
        )


def _check_said(words: PlanWords, decides: Mapping[str, Decides]) -> None:
    if not words.day_to_day.strip():
        raise CannotBeTrue("Say what helps the child from day to day, and what does not.", "day_to_day")
    for matter in DelegatedMatter:
        if matter not in decides:
            raise CannotBeTrue(f"Say who decides: {matter.label.lower()}.", f"holder_{matter}")


def _put_down(plan: PlacementPlan, decides: Mapping[str, Decides]) -> None:
    """Put down who decides each matter, changing what is there: nothing is lost of who decided it before."""
    held = {one.matter: one for one in DelegatedAuthority.objects.filter(placement_plan=plan)}
    for matter, one in decides.items():
        before = held.get(matter)
        if before is None:
            DelegatedAuthority.objects.create(
                placement_plan=plan, matter=matter, holder=one.holder, conditions=one.conditions
            )
        elif (before.holder, before.conditions) != (one.holder, one.conditions):
            DelegatedAuthority.objects.filter(pk=before.pk).update(
                holder=one.holder, conditions=one.conditions
            )
