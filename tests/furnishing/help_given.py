"""Help from the catalogue for tests: on a plan, and an entry of the authority's own with a source and a place."""

from __future__ import annotations

import datetime
from decimal import Decimal

from django.utils import timezone

from kith.casework.family_help.actions import catalogue, delivering
from kith.casework.family_help.actions.delivering import Session
from kith.casework.family_help.models import (
    DeliveryParticipant,
    DeliverySession,
    Intervention,
    InterventionDelivery,
    OutcomeScore,
)
from kith.casework.people.models import Person
from kith.casework.plans.actions import goals
from kith.casework.plans.models import Goal, Plan
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


def enliven_help(cast: Cast, plan: Plan, goal: Goal) -> dict[str, int]:
    """Do some weeks of help with the Okafors: one goes on, one waits, one ended; return what addresses name."""
    by = cast.social_worker

    def ago(days: int) -> datetime.date:
        return timezone.localdate() - datetime.timedelta(days=days)

    goals.change_goal(goal=goal, words=goal.words, need="14A", by=by)
    numbers = furnish_catalogue(cast)
    kinds = {entry.code: entry for entry in Intervention.objects.all()}
    preschool = kinds["incredible-years-preschool"]
    catalogue.add_availability(
        intervention=preschool, provider="Hackney Family Hub", where="Mare Street", wait_weeks=4,
        start_date=ago(300), by=cast.team_manager,
    )  # fmt: skip
    going_on = delivering.offer_help(
        plan=plan, intervention=preschool, people=[cast.mother, cast.sibling], goal=goal,
        why_this="Ngozi wants to be with other parents, and the hub is on her way home. Esther is 6.",
        offered_date=ago(60), provider="Hackney Family Hub", planned_sessions=18, by=by,
    )  # fmt: skip
    delivering.measure_outcome(
        delivery=going_on, measure="sdq_total", stage="before", score=Decimal(19), day=ago(50),
        person=cast.sibling, by=by,
    )  # fmt: skip
    delivering.start_help(delivery=going_on, start_date=ago(48), by=by)
    weeks = ["attended", "attended", "missed", "attended", "cancelled_by_us", "attended"]
    delivering.hold_sessions(
        delivery=going_on, sessions=[Session(ago(48 - 7 * n), what) for n, what in enumerate(weeks)], by=by
    )
    score = delivering.measure_outcome(
        delivery=going_on, measure="sdq_total", stage="after", score=Decimal(14), day=ago(2),
        person=cast.sibling, by=by,
    )  # fmt: skip
    delivering.offer_help(
        plan=plan, intervention=kinds["reducing-parental-conflict-practitioner"], people=[cast.mother],
        why_this="The arguments with the children’s father come back each weekend.", offered_date=ago(33), by=by,
    )  # fmt: skip
    ended = delivering.offer_help(
        plan=plan, intervention=kinds["debt-advice"], people=[cast.mother],
        why_this="Two letters about the rent.", offered_date=ago(62), provider="Citizens Advice", by=by,
    )  # fmt: skip
    delivering.start_help(delivery=ended, start_date=ago(58), by=by)
    delivering.end_help(
        delivery=ended, ending="completed", end_date=ago(30), ending_words="We have a plan I can pay.", by=by
    )
    return numbers | {
        "delivery_id": going_on.pk,
        "session_id": DeliverySession.objects.filter(delivery=going_on).latest("day").pk,
        "score_id": score.pk,
    }
