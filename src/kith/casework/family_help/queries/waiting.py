"""Who waits for first help, since when, and why: what a team looks at together."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q

from kith.casework.family_help.models import AssessmentStatus, FamilyAssessment, InterventionDelivery
from kith.casework.front_door.models import Contact, Referral
from kith.casework.front_door.models.contact import ContactStatus
from kith.casework.people.models import Family
from kith.casework.plans.models import Plan, PlanLead
from kith.casework.timeline.models import Clock, Event, EventSubject
from kith.casework.workforce.models import Allocation, TeamMembership
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


def waiting_for_first_help(teams: Iterable[int], today: datetime.date) -> list[Waiting]:
    """Return the approaches to some teams that wait for their first help, longest first, at most MOST of them.

    A fixed number of queries. Only what the reader may see: the team's figures count all.
    """
    clocks = _clocks(list(teams), today)
    numbers = [int(thread.partition(":")[2]) for thread in clocks if thread.startswith("contact:")]
    contacts = Contact.objects.in_bulk(numbers)
    families = {contact.family_id for contact in contacts.values() if contact.family_id}
    plans = {
        plan.family_id: plan for plan in Plan.objects.filter(family_id__in=families, end_date__isnull=True)
    }
    facts = _Facts(
        families=Family.objects.in_bulk(families),
        plans=plans,
        leads={
            lead.plan_id: lead.worker.name
            for lead in PlanLead.objects.filter(
                plan__in=[plan.pk for plan in plans.values()], end_date__isnull=True
            ).select_related("worker")
        },
        offered=_offered([plan.pk for plan in plans.values()]),
        referrals=_referrals(numbers),
        assessed=set(
            FamilyAssessment.objects.filter(family_id__in=families)
            .exclude(status=AssessmentStatus.AUTHORISED)
            .values_list("family_id", flat=True)
        ),
    )
    return [
        _read(clock, contacts.get(int(thread.partition(":")[2] or 0)), facts, today)
        for thread, clock in clocks.items()
    ]


@dataclass(frozen=True)
class _Facts:
    families: dict[int, Family]
    plans: dict[int, Plan]  # by family
    leads: dict[int, str]  # by plan
    offered: dict[int, str]  # by plan
    referrals: dict[int, list[tuple[Referral, bool]]]  # by contact, with whether it has been decided
    assessed: set[int]  # families with an assessment under way


def _clocks(teams: list[int], today: datetime.date) -> dict[str, Clock]:
    """Return one running clock for each approach, by its thread, longest waiting first."""
    holds = Q(end_date__isnull=True) | Q(end_date__gt=today)
    members = TeamMembership.objects.filter(holds, team_id__in=teams, start_date__lte=today)
    workers = list(members.values_list("worker_id", flat=True))
    held = list(
        Allocation.objects.filter(holds, worker_id__in=workers, start_date__lte=today).values_list(
            "child_id", flat=True
        )
    )
    # An approach that came before anybody was known to be meant is its process's: by now that is about somebody.
    about_them = EventSubject.objects.filter(event__thread=OuterRef("thread"), person_id__in=held)
    rows = (
        Clock.objects.filter(rule="first_help", stopped_date__isnull=True)
        .filter(
            Q(team_id__in=teams)
            | Q(person_id__in=held)
            | (Q(person_id__isnull=True) & ~Q(thread="") & Exists(about_them))
        )
        .order_by("start_date", "pk")[: MOST * 3]
    )
    found: dict[str, Clock] = {}
    for clock in rows:
        kept = found.setdefault(clock.thread or f"person:{clock.person_id}", clock)
        if clock.late_reason and not kept.late_reason:
            found[clock.thread or f"person:{clock.person_id}"] = clock
    return dict(list(found.items())[:MOST])


def _offered(plans: list[int]) -> dict[int, str]:
    rows = InterventionDelivery.objects.filter(plan_id__in=plans, start_date__isnull=True, ending="")
    return {
        row.plan_id: row.intervention.name
        for row in rows.select_related("intervention").order_by("-offered_date")
    }


def _referrals(contacts: list[int]) -> dict[int, list[tuple[Referral, bool]]]:
    rows = list(Referral.objects.filter(contact_id__in=contacts))
    decided = set(
        Event.objects.filter(
            kind="front_door.referral_decided", thread__in=[f"referral:{row.pk}" for row in rows]
        ).values_list("thread", flat=True)
    )
    found: dict[int, list[tuple[Referral, bool]]] = {}
    for row in rows:
        found.setdefault(row.contact_id, []).append((row, f"referral:{row.pk}" in decided))
    return found


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
