"""Who waits for first help, since when, and why: what a team looks at together."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from kith.casework.family_help.models import (
    AssessmentStatus,
    FamilyAssessment,
    Intervention,
    InterventionDelivery,
)
from kith.casework.front_door.models import Contact, Referral
from kith.casework.front_door.models.contact import ContactStatus
from kith.casework.furniture.known_at import NOW, Record
from kith.casework.furniture.shaped import shaped
from kith.casework.people.models import Family
from kith.casework.plans.models import Plan, PlanLead
from kith.casework.timeline.models import Clock, Event
from kith.casework.workforce.models import Worker
from kith.engines.calendar import working_days_between

MOST = 200


@dataclass(frozen=True)
class Waiting:
    """One approach that still waits for its first help; `who` is empty where its record is not open to the reader."""

    who: str
    address: str
    since: datetime.date
    due_date: datetime.date
    working_days: int
    why: str
    explained: str  # what somebody wrote of why it is late


def waiting_for_first_help(running: Sequence[int], today: datetime.date) -> list[Waiting]:
    """Return the approaches that wait for their first help by these running clocks, longest first, at most MOST of them.

    A fixed number of queries. Only what the reader may see: the team's figures count all.
    """
    clocks = _clocks(running)
    numbers = [int(thread.partition(":")[2]) for thread in clocks if thread.startswith("contact:")]
    first = NOW.together(**_rows_of_contacts(NOW, numbers))
    plans = [plan.pk for plan in first["plans"]]
    second = NOW.together(
        families=Family.objects.filter(pk__in={one.family_id for one in first["contacts"] if one.family_id}),
        **_rows_of_plans(NOW, plans),
        decided=Event.objects.filter(
            kind="front_door.referral_decided",
            thread__in=[f"referral:{row.pk}" for row in first["referrals"]],
        ),
    )
    workers = {worker.pk: worker.name for worker in second["workers"]}
    kinds = {kind.pk: kind.name for kind in second["kinds"]}
    decided = {event.thread for event in second["decided"]}
    referrals: dict[int, list[tuple[Referral, bool]]] = {}
    for row in first["referrals"]:
        referrals.setdefault(row.contact_id, []).append((row, f"referral:{row.pk}" in decided))
    contacts = {contact.pk: contact for contact in first["contacts"]}
    facts = _Facts(
        families={family.pk: family for family in second["families"]},
        plans={plan.family_id: plan for plan in first["plans"]},
        leads={lead.plan_id: workers.get(lead.worker_id, "") for lead in second["leads"]},
        offered={row.plan_id: kinds[row.intervention_id] for row in second["offered"]},
        referrals=referrals,
        assessed={assessment.family_id for assessment in first["assessments"]},
    )
    return [
        _read(clock, contacts.get(int(thread.partition(":")[2] or 0)), facts, today)
        for thread, clock in clocks.items()
    ]


@shaped
def _rows_of_contacts(record: Record, contacts: list[int]) -> dict[str, QuerySet[Any]]:
    rows = record.rows(Contact).filter(id__in=contacts)
    families = rows.order_by().values("family_id")
    return {
        "contacts": rows,
        "plans": record.rows(Plan).filter(family_id__in=families, end_date__isnull=True),
        "assessments": record.rows(FamilyAssessment)
        .filter(family_id__in=families)
        .exclude(status=AssessmentStatus.AUTHORISED),
        "referrals": record.rows(Referral).filter(contact_id__in=contacts),
    }


@shaped
def _rows_of_plans(record: Record, plans: list[int]) -> dict[str, QuerySet[Any]]:
    leads = record.rows(PlanLead).filter(plan_id__in=plans, end_date__isnull=True)
    offered = record.rows(InterventionDelivery).filter(plan_id__in=plans, start_date__isnull=True, ending="")
    return {
        "leads": leads,
        "workers": record.rows(Worker).filter(id__in=leads.order_by().values("worker_id")),
        "offered": offered.order_by("-offered_date", "-id"),
        "kinds": record.rows(Intervention).filter(id__in=offered.order_by().values("intervention_id")),
    }


@dataclass(frozen=True)
class _Facts:
    families: dict[int, Family]
    plans: dict[int, Plan]  # by family
    leads: dict[int, str]  # by plan
    offered: dict[int, str]  # by plan
    referrals: dict[int, list[tuple[Referral, bool]]]  # by contact, with whether it has been decided
    assessed: set[int]  # families with an assessment under way


def _clocks(running: Sequence[int]) -> dict[str, Clock]:
    """Return one running clock for each approach, by its thread, longest waiting first."""
    found: dict[str, Clock] = {}
    for clock in Clock.objects.filter(pk__in=running).order_by("start_date", "pk"):
        thread = clock.thread or f"person:{clock.person_id}"
        kept = found.setdefault(thread, clock)
        if clock.late_reason and not kept.late_reason:
            found[thread] = clock
    return dict(list(found.items())[:MOST])


def _read(clock: Clock, contact: Any | None, facts: _Facts, today: datetime.date) -> Waiting:
    family = facts.families.get(contact.family_id) if contact is not None else None
    plan = facts.plans.get(family.pk) if family is not None else None
    if plan is not None and family is not None:
        who, address = family.name, f"/plans/{plan.pk}/"
    elif family is not None:
        who, address = family.name, f"/families/{family.pk}/"
    elif contact is not None:
        who, address = f"Contact {contact.reference}", f"/contacts/{contact.pk}/"
    else:
        who, address = "", ""
    return Waiting(
        who=who,
        address=address,
        since=clock.start_date,
        due_date=clock.due_date,
        working_days=working_days_between(clock.start_date, today),
        why=_why(contact, family, plan, facts),
        explained=clock.late_reason,
    )


def _why(contact: Any | None, family: Family | None, plan: Plan | None, facts: _Facts) -> str:
    """Return what an approach waits for now, in a sentence."""
    if contact is None:
        return "The record is not open to you"
    if contact.status == ContactStatus.CHECKING:
        return "Partners have been asked and have not answered"
    if contact.status != ContactStatus.DECIDED:
        return "Nobody has decided on the contact yet"
    if plan is not None:
        if plan.pk in facts.offered:
            return f"{facts.offered[plan.pk]} has been offered and has not started"
        if plan.pk not in facts.leads:
            return "The plan has no lead practitioner yet"
        return f"{facts.leads[plan.pk]} leads the plan; no help has been offered yet"
    referrals = facts.referrals.get(contact.pk, [])
    if any(not decided and row.closed_date is None for row, decided in referrals):
        return "The referral waits for a decision"
    if family is not None and family.pk in facts.assessed:
        return "An assessment is being written; nothing has been offered meanwhile"
    if referrals:
        return "Referred; no assessment and no plan has begun"
    return "Decided; no plan has begun"
