"""A family's plan steps up as one of its children comes into care: nothing is typed again."""

from __future__ import annotations

import datetime

from kith.casework.people.models import FamilyMembership, Person
from kith.casework.plans.actions.plan import bring_children, change_tier
from kith.casework.plans.models import Plan, PlanTier, Tier
from kith.casework.workforce.models import Worker

REASON = "A child on the plan came into care."


def step_up(*, child: Person, plan: Plan | None, day: datetime.date, by: Worker) -> Plan | None:
    """Put the child on the family's open plan, step it up to looked after, and return it; None where there is none.

    What is recorded late steps the plan up from the first day on which it could have been.
    """
    plan = plan or open_plan_of(child)
    if plan is None or plan.end_date is not None:
        return None
    current = PlanTier.objects.filter(plan=plan, end_date__isnull=True).first()
    since = max(day, plan.start_date, current.start_date if current else day)
    bring_children(plan=plan, children=[child], start_date=since, by=by)
    if current is None or current.tier != Tier.LOOKED_AFTER:
        change_tier(plan=plan, tier=Tier.LOOKED_AFTER, reason=REASON, family_view="", start_date=since, by=by)
    return plan


def open_plan_of(child: Person) -> Plan | None:
    """Return the open plan that a child is on, or else that of a family which the child belongs to."""
    plans = Plan.objects.filter(end_date__isnull=True)
    on_it: Plan | None = (
        plans.filter(children__child=child, children__end_date__isnull=True).order_by("-start_date").first()
    )
    if on_it is not None:
        return on_it
    families = FamilyMembership.objects.filter(person=child, end_date__isnull=True).values("family_id")
    of_family: Plan | None = plans.filter(family_id__in=families).order_by("-start_date").first()
    return of_family
