"""Leaving care: what is owed, and what a personal adviser writes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kith.casework.access.rights import Right
from kith.casework.care.models import (
    LeaverAccommodation,
    LeaverActivity,
    LeaverContact,
    LeavingCareNeedsAssessment,
    LeavingCareStatus,
    PathwayPlan,
    PathwayPlanReview,
    PeriodOfCare,
    StayingPut,
)
from kith.casework.people.models import Person
from kith.casework.workforce.models import Allocation, Worker
from tests.furnishing.form_days import ago
from tests.furnishing.in_care import CareFamily, a_home, a_person, come_into_care
from tests.furnishing.looks import in_care

if TYPE_CHECKING:
    from tests.furnishing.cast import Cast

WRITES = (
    "start_needs_assessment", "complete_needs_assessment", "write_pathway_plan", "review_pathway_plan",
    "record_leaver_contact", "record_accommodation", "record_activity", "stay_put", "end_staying_put",
)  # fmt: skip
RECORD_RIGHT = {"care:leaving": Right.READ_RECORD}
SERVICE_RIGHT = {f"care:{name}": Right.WRITE_RECORD for name in (*WRITES, "pathway_plan_document")}
FILES = ["care:pathway_plan_document"]
GENERAL_RIGHT = {"care:personal_adviser": None}
LOOKS = [
    in_care("personal_adviser", "care:personal_adviser", picture="personal-adviser", widths=(1280, 390)),
    in_care(
        "personal_adviser",
        "care:leaving",
        {"person_id": "leaver"},
        picture="leaving-care",
        widths=(1280, 390),
    ),
    in_care("social_worker", "care:leaving"),
    *(in_care("personal_adviser", f"care:{name}", {"person_id": "leaver"}) for name in WRITES),
]


def furnish(child: Person, period: PeriodOfCare, cast: Cast) -> dict[str, int]:
    """Give a child everything that leaving care has, whatever their age: who may see it is asked here, not whether it is due."""
    _everything(child, cast.director, a_home("Leaving home"))
    return {}


def enliven(cast: Cast, family: CareFamily) -> dict[str, int]:
    """Have a young woman of 18 leave care, with the personal adviser."""
    leaver = a_person("Tamsin Vale", 18, "F")
    period = come_into_care(leaver, by=cast.team_manager, day=ago(1200), home=family.home)
    period.placements.update(end_date=ago(60))
    period.legal_statuses.update(end_date=ago(60))
    PeriodOfCare.objects.filter(pk=period.pk).update(
        end_date=ago(60), ended_because="E17", end_decided_by=cast.team_manager
    )
    Allocation.objects.create(
        child=leaver,
        worker=cast.personal_adviser,
        role="personal_adviser",
        start_date=ago(300),
        reason="first",
    )
    _everything(leaver, cast.personal_adviser, family.home)
    return {"leaver": leaver.pk}


def _everything(person: Person, by: Worker, home: object) -> None:
    LeavingCareStatus.objects.create(young_person=person, status="former_relevant", start_date=ago(50))
    LeavingCareNeedsAssessment.objects.create(
        young_person=person, started_date=ago(90), completed_date=ago(80), assessor=by,
        words="Somebody to ring, and help with a deposit.", own_words="I want my own front door.",
    )  # fmt: skip
    LeavingCareNeedsAssessment.objects.create(young_person=person, started_date=ago(9), assessor=by)
    plan = PathwayPlan.objects.create(
        young_person=person, adviser=by, start_date=ago(78), own_words="To be a nurse, and to see my brother.",
        home="Stays with Ann and Joseph until the flat is ready.", learning_and_work="Level 3 health at college.",
        people="Ann, Joseph, and my brother Kit.", agreed=True,
    )  # fmt: skip
    PathwayPlanReview.objects.create(
        plan=plan, day=ago(10), reviewed_by=by, words="The flat is offered.", own_words="I have seen it!"
    )
    LeaverContact.objects.create(
        young_person=person,
        day=ago(12),
        way="in_person",
        adviser=by,
        own_words="I am all right.",
        words="Tea.",
    )
    LeaverAccommodation.objects.create(
        young_person=person, code="Z1", start_date=ago(59), words="With Ann and Joseph."
    )
    LeaverActivity.objects.create(young_person=person, code="F2", start_date=ago(200), words="College")
    StayingPut.objects.create(
        young_person=person, home=home, start_date=ago(49), words="Until she is 21 if she wants."
    )
