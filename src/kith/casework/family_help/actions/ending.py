"""Stepping a plan up or down and closing it, with what changed, what the family thinks, and who stays in touch."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from kith.casework.family_help.models import InterventionDelivery, StaysInTouch
from kith.casework.front_door.actions.closing import close_referral
from kith.casework.front_door.models import Referral
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.people.models import Person
from kith.casework.plans.actions import plan as plans
from kith.casework.plans.actions.recording import check_open, children_on, record
from kith.casework.plans.models import Plan, PlanTier
from kith.casework.workforce.models import Worker


@dataclass(frozen=True)
class InTouch:
    """Somebody who will hold the family in mind: one of its people, a worker, or a name, with how and by when."""

    how: str
    person: Person | None = None
    worker: Worker | None = None
    name: str = ""
    relation: str = ""
    first_contact_date: datetime.date | None = None


@transaction.atomic
def stay_in_touch(*, plan: Plan, who: Sequence[InTouch], start_date: datetime.date, by: Worker) -> None:
    """Record who holds the family in mind from a day on, as the service steps back or leaves."""
    if not who:
        return
    for one in who:
        if sum([one.person is not None, one.worker is not None, bool(one.name.strip())]) != 1:
            raise CannotBeTrue("Choose one: somebody in the family, a worker, or a name.", "who_1")
        if not one.how.strip():
            raise CannotBeTrue("Say how they will stay in touch.", "how_1")
        if one.first_contact_date is not None and one.first_contact_date < start_date:
            raise CannotBeTrue(
                f"They stay in touch from {start_date:%-d %B %Y}. Enter that day or a later one.", "by_1"
            )
    StaysInTouch.objects.bulk_create(
        StaysInTouch(
            plan=plan,
            person=one.person,
            worker=one.worker,
            name=one.name.strip(),
            relation=one.relation,
            how=one.how,
            first_contact_date=one.first_contact_date,
            start_date=start_date,
        )
        for one in who
    )
    record(
        "family_help.stays_in_touch", plan, by=by, day=start_date,
        summary="It was agreed who stays in touch with the family.", details={"people": len(who)},
    )  # fmt: skip


@transaction.atomic
def end_staying_in_touch(*, row: StaysInTouch, end_date: datetime.date, by: Worker) -> None:
    """Record the first day on which somebody no longer holds the family in mind; the plan may be closed by then."""
    locked = StaysInTouch.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if locked.end_date is not None:
        raise CannotBeTrue("They are no longer named as staying in touch.")
    if end_date > timezone.localdate():
        raise CannotBeTrue("This day has not come yet. Enter today or a day before.", "end_date")
    if end_date <= locked.start_date:
        raise CannotBeTrue("The end must be after the start.", "end_date")
    StaysInTouch.objects.filter(pk=row.pk).update(end_date=end_date)
    record(
        "family_help.no_longer_in_touch", row.plan, by=by, day=end_date,
        summary="Somebody no longer stays in touch with the family.",
    )  # fmt: skip


@transaction.atomic
def step(
    *,
    plan: Plan,
    tier: str,
    reason: str,
    what_changed: str,
    family_view: str,
    in_touch: Sequence[InTouch],
    start_date: datetime.date,
    by: Worker,
) -> PlanTier:
    """Step a plan up or down from a day: the tier changes and all else stays. A step down names who stays in touch."""
    row = plans.change_tier(
        plan=plan,
        tier=tier,
        reason=reason,
        what_changed=what_changed,
        family_view=family_view,
        start_date=start_date,
        by=by,
    )
    stay_in_touch(plan=plan, who=in_touch, start_date=start_date, by=by)
    return row


@transaction.atomic
def close(
    *,
    plan: Plan,
    closing_reason: str,
    closing_summary: str,
    family_view: str,
    in_touch: Sequence[InTouch],
    why_nobody: str,
    end_date: datetime.date,
    by: Worker,
    referral_closure_reason: str = "",
) -> None:
    """Close a plan with why, what changed, what the family thinks and who stays in touch, or why nobody does.

    Its children's open referrals close with it, for the reason given (children in need census).
    Raises CannotBeTrue where help has not ended, which a closed plan could no longer say, or a referral would close without a reason.
    """
    plan = check_open(plan)
    if not in_touch and not why_nobody.strip():
        raise CannotBeTrue("Say who stays in touch with the family, or why nobody will.", "why_nobody")
    running = running_help(plan)
    if running:
        raise CannotBeTrue(
            f"Help has not ended yet: {', '.join(one.intervention.name for one in running)}. "
            "Record how it ended, then close the plan."
        )
    referrals = open_referrals(children_on(plan))
    if referrals and not referral_closure_reason:
        raise CannotBeTrue(
            "A child's referral is still open. Choose why it closes.", "referral_closure_reason"
        )
    stay_in_touch(plan=plan, who=in_touch, start_date=end_date, by=by)
    if not in_touch:
        record(
            "family_help.nobody_stays_in_touch", plan, by=by, day=end_date,
            summary="Nobody was named to stay in touch with the family.", details={"why": why_nobody.strip()},
        )  # fmt: skip
    plans.close_plan(
        plan=plan,
        end_date=end_date,
        closing_reason=closing_reason,
        closing_summary=closing_summary,
        closing_family_view=family_view,
        by=by,
    )
    for referral in referrals:
        close_referral(referral=referral, closure_reason=referral_closure_reason, day=end_date, by=by)


def running_help(plan: Plan) -> list[InterventionDelivery]:
    """Return the help on a plan that was offered or started and has not ended."""
    return list(
        InterventionDelivery.objects.filter(plan=plan, ending="")
        .select_related("intervention")
        .order_by("offered_date", "pk")
    )


def open_referrals(children: Iterable[int]) -> list[Referral]:
    """Return the open statutory referrals of children, one for each at most that is open."""
    return list(
        Referral.objects.filter(
            child_id__in=list(children), closed_date__isnull=True, no_further_action=False
        )
        .select_related("child")
        .order_by("pk")
    )
