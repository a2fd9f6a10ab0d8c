"""Help from the catalogue for tests: on a plan, and an entry of the authority's own with a source and a place."""

from __future__ import annotations

import datetime

from django.utils import timezone

from kith.casework.family_help.actions import catalogue
from kith.casework.family_help.models import (
    DeliveryParticipant,
    DeliverySession,
    Intervention,
    InterventionDelivery,
    OutcomeScore,
)
from kith.casework.people.models import Person
from kith.casework.plans.models import Plan
from tests.furnishing.cast import Cast


def furnish_help(plan: Plan, person: Person) -> dict[str, int]:
    """Give a plan help that has started for one person, with a session and a score; return what addresses name."""
    today = timezone.localdate()
    intervention = Intervention.objects.get(code="video-feedback-positive-parenting")
    delivery = InterventionDelivery.objects.create(
        plan=plan, intervention=intervention, why_this="Asked for.", offered_date=today, start_date=today,
        planned_sessions=6,
    )  # fmt: skip
    DeliveryParticipant.objects.create(delivery=delivery, person=person)
    session = DeliverySession.objects.create(delivery=delivery, day=today, attendance="attended")
    score = OutcomeScore.objects.create(
        delivery=delivery, person=person, measure="sdq_total", stage="before", score=19, day=today
    )
    return {
        "intervention_id": intervention.pk,
        "delivery_id": delivery.pk,
        "session_id": session.pk,
        "score_id": score.pk,
    }


def furnish_catalogue(cast: Cast) -> dict[str, int]:
    """Add an entry of the authority's own with a source entered here and a place; return what addresses name."""
    intervention = catalogue.add_intervention(
        told={
            "name": "Dads’ breakfast club",
            "group": "parenting",
            "kinds_of_help": ["parenting", "behaviour"],
            "for_whom": "Fathers and those who do a father’s part, with their children, on Saturdays.",
            "aims": "Time together, and other fathers to talk to.",
            "youngest": 2,
            "oldest": 10,
            "dose": "Ten Saturdays",
            "usual_sessions": 10,
            "cost_pounds": 120,
            "cost_source": "Riverside’s budget for 2026-27, divided by places",
            "is_in_use": True,
        },
        by=cast.team_manager,
    )
    evidence = catalogue.add_evidence(
        intervention=intervention,
        rating="uncertain",
        found="Fathers said that they and their children looked forward to it.",
        study="Our own survey of eleven families",
        source="Riverside team, summer 2026",
        source_address="",
        by=cast.team_manager,
    )
    place = catalogue.add_availability(
        intervention=intervention,
        provider="Riverside Family Hub",
        where="Mare Street",
        team=cast.riverside,
        wait_weeks=3,
        start_date=timezone.localdate() - datetime.timedelta(days=200),
        by=cast.team_manager,
    )
    return {
        "intervention_id": intervention.pk,
        "evidence_id": evidence.pk,
        "availability_id": place.pk,
    }
