"""What is read about plans."""

from __future__ import annotations

import datetime
from typing import Any

from kith.casework.furniture.known_at import NOW, Record
from kith.casework.plans.models import Plan, PlanChild, PlanLead, PlanTier, Tier
from kith.casework.workforce.models import Worker


def plans_of_person(person_id: int, *, today: datetime.date, record: Record = NOW) -> list[Any]:
    """Return the plans that a person has been on as a child, latest first, each with its tier and lead on the day."""
    places = record.rows(PlanChild).filter(child_id=person_id)
    numbers: Any = places.values("plan_id") if record.instant is None else [place.plan_id for place in places]
    return _with_tier_and_lead(
        list(record.rows(Plan).filter(id__in=numbers).order_by("-start_date", "-id")),
        record.on(today),
        record,
    )


def plans_of_family(family_id: int, *, ended: bool) -> list[Plan]:
    """Return a family's plans that have ended, or that have not, latest first."""
    plans = Plan.objects.filter(family_id=family_id, end_date__isnull=not ended).order_by("-start_date")
    return _with_tier_and_lead(list(plans), None, NOW)


def open_plan_of(family_id: int) -> Any | None:
    """Return a family's open plan with its tier and lead, or None."""
    found = plans_of_family(family_id, ended=False)
    return found[0] if found else None


def _with_tier_and_lead(plans: list[Any], day: datetime.date | None, record: Record) -> list[Any]:
    numbers = [plan.id for plan in plans]
    held = record.together(
        tiers=record.rows(PlanTier).filter(plan_id__in=numbers).order_by("start_date", "id"),
        leads=record.rows(PlanLead).filter(plan_id__in=numbers).order_by("start_date", "id"),
    )
    tiers, leads = held["tiers"], held["leads"]
    workers = {
        worker.pk: worker for worker in Worker.objects.filter(pk__in={lead.worker_id for lead in leads})
    }
    for plan in plans:
        of_plan = [
            tier for tier in tiers if tier.plan_id == plan.id and (day is None or tier.start_date <= day)
        ]
        led_by = [
            lead for lead in leads if lead.plan_id == plan.id and (day is None or lead.start_date <= day)
        ]
        plan.tier_shown = Tier(of_plan[-1].tier).label if of_plan else ""
        plan.tier_code = of_plan[-1].tier if of_plan else ""
        plan.lead_shown = workers.get(led_by[-1].worker_id) if led_by else None
        plan.is_open = plan.end_date is None
    return plans
