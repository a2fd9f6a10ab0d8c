"""Health: its addresses, one of each, and some months of it."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.utils import timezone

from kith.casework.access.rights import Right
from kith.casework.care.actions import health, health_assessments
from kith.casework.care.models import HealthAssessment, PeriodOfCare, SubstanceMisuse
from kith.casework.people.models import Person
from tests.furnishing.in_care import CareFamily
from tests.furnishing.looks import in_care

if TYPE_CHECKING:
    from tests.furnishing.cast import Cast

RECORD_RIGHT = {"care:health": Right.READ_RECORD}
FORMS = (
    "ask_for_health_assessment", "record_health_assessment", "record_health_check", "record_questionnaire", "record_misuse",
    "change_misuse", "record_conviction",
)  # fmt: skip
SERVICE_RIGHT = {f"care:{name}": Right.WRITE_RECORD for name in FORMS}
LOOKS = [
    in_care("social_worker", "care:health", picture="care-health", widths=(1280, 390)),
    *(in_care("social_worker", f"care:{name}") for name in FORMS),
]


def furnish(child: Person, period: PeriodOfCare, cast: Cast) -> dict[str, int]:
    """Ask for an assessment, and find a misuse."""
    day = period.start_date
    assessment = HealthAssessment.objects.create(
        child=child, period_of_care=period, kind="initial", asked_date=day
    )
    misuse = SubstanceMisuse.objects.create(child=child, identified_date=day, recorded_by=cast.director)
    return {"health_assessment_id": assessment.pk, "substance_misuse_id": misuse.pk}


def enliven(cast: Cast, family: CareFamily) -> dict[str, int]:
    """Assess the three, see the dentist with two of them, and find out how the eldest feels."""
    began, worker = family.periods[0].start_date, cast.social_worker
    children = dict(zip(family.children, family.periods, strict=True))

    def on(days: int) -> datetime.date:
        return began + datetime.timedelta(days=days)

    asked = health_assessments.ask_for_assessment(
        children=children, kind="initial", asked_date=on(1), appointment_date=on(15), by=worker
    )
    for one in asked[:2]:
        health_assessments.record_assessment(
            assessment=one,
            appointment_date=on(15),
            held_date=on(15),
            assessor="doctor",
            received_date=on(24),
            findings="Healthy and growing well. She squints at the board, and has not slept well since she came.",
            what_next="Ann takes her to the optician by the end of the month. The school nurse talks to her about sleep.",
            by=worker,
        )
    eldest, middle, _ = family.children
    health.record_check(
        children=[eldest, middle],
        period=family.periods[0],
        kind="dental",
        day=on(40),
        result="done",
        by=worker,
    )
    health.record_check(
        children=[eldest], period=family.periods[0], kind="immunisations", day=on(24), result="not_up_to_date",
        words="The teenage booster, at school in the spring", by=worker,
    )  # fmt: skip
    health.record_questionnaire(
        child=eldest, period=family.periods[0], day=on(60), score=18, by=worker,
        words="She worries at night. Asked for help from the clinic, which begins in two weeks.",
    )  # fmt: skip
    misuse = health.record_misuse(
        child=eldest,
        period=family.periods[0],
        identified_date=on(70),
        words="Vapes, and drank twice with friends.",
        offered_date=timezone.localdate(),
        by=worker,
    )
    return {"health_assessment_id": asked[0].pk, "substance_misuse_id": misuse.pk}
