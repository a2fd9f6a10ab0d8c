"""Reviews of care, permanence and disputes: who may open their addresses, what the pages of the lively record hold, and looks."""

from __future__ import annotations

import datetime
from typing import Any

from kith.casework.access.rights import Right
from kith.casework.care.actions import disputes, holding_review, reviews
from kith.casework.care.actions.holding_review import Came, Decided, Found
from kith.casework.care.actions.permanence import Permanence
from kith.casework.care.models import (
    CareReview,
    CareReviewChild,
    DisputeLevel,
    DisputeStep,
    PeriodOfCare,
    ReviewDecision,
    ReviewingOfficerDispute,
)
from kith.casework.people.models import Person
from kith.casework.workforce.models import Worker
from tests.furnishing.cast import Cast
from tests.furnishing.form_days import ago
from tests.furnishing.in_care import CareFamily
from tests.furnishing.looks import in_care

RECORD_RIGHT = {
    "care:review": Right.READ_RECORD,
    "care:review_known_at": Right.READ_RECORD,
    "care:review_pdf": Right.READ_RECORD,
    "care:permanence": Right.READ_RECORD,
}
SERVICE_RIGHT = {
    "care:plan_review": Right.WRITE_RECORD,
    "care:change_review": Right.WRITE_RECORD,
    "care:ask_to_review": Right.WRITE_RECORD,
    "care:report_to_review": Right.WRITE_RECORD,
    "care:review_not_held": Right.WRITE_RECORD,
    "care:review_decision": Right.WRITE_RECORD,
    "care:decide_permanence": Right.DECIDE,
    "care:disputes": Right.READ_RECORD,
    "care:dispute": Right.READ_RECORD,
}
GENERAL_RIGHT = {"care:reviewing": Right.REVIEW_CARE}
_ITS_OWN = "tests/unit/care/test_review_access.py"
SPECIAL = {
    "care:hold_review": f"its chair alone: {_ITS_OWN}",
    "care:finish_review": f"its chair alone: {_ITS_OWN}",
    "care:raise_dispute": f"the child's reviewing officer alone: {_ITS_OWN}",
    "care:take_up_dispute": f"the child's reviewing officer alone: {_ITS_OWN}",
    "care:end_dispute": f"the child's reviewing officer alone: {_ITS_OWN}",
    "care:answer_dispute": f"whoever was asked, or the reviewing officer: {_ITS_OWN}",
}


def furnish(child: Person, period: PeriodOfCare, cast: Cast) -> dict[str, int]:
    """Return the numbers of a held review with a decision, and of a dispute, as rows alone.

    Its chair is nobody of the cast: a chair has a right of their own over their review.
    """
    officer = Worker.objects.create(
        name="Ola Berg", role="independent_reviewing_officer", start_date=period.start_date
    )
    review = CareReview.objects.create(
        planned_date=period.start_date, chair=officer, status="held", held_date=period.start_date
    )
    part = CareReviewChild.objects.create(
        review=review, child=child, period_of_care=period, number=1, participation="PN1", plan_is_right=True
    )
    decision = ReviewDecision.objects.create(
        part=part, what="A bicycle", owner_worker=officer, due_date=period.start_date
    )
    dispute = ReviewingOfficerDispute.objects.create(
        child=child, period_of_care=period, raised_by=officer, raised_date=period.start_date,
        about="She has no school.", what_would_put_it_right="A school.",
    )  # fmt: skip
    step = DisputeStep.objects.create(
        dispute=dispute, level=1, taken_to=cast.outside_manager, taken_date=period.start_date,
        answer_due_date=period.start_date,
    )  # fmt: skip
    return {
        "care_review_id": review.pk,
        "review_decision_id": decision.pk,
        "dispute_id": dispute.pk,
        "dispute_step_id": step.pk,
    }


def found(**said: Any) -> Found:
    """Return what a review found, with nothing out of the ordinary."""
    given = {
        "participation": "PN1",
        "plan_is_right": True,
        "child_words": "I want to stay with my brother and see Nan.",
        "parents_words": "Mum wants them home, and says the carers are kind.",
        "carers_words": "They settle better each week.",
        "people": "Nan every Sunday. Dad has not been heard of.",
        "health": "Well. The dentist is due.",
        "education": "Reading is coming on.",
    }
    return Found(**{**given, **said})


def decided(*children: Person, what: str = "Nan comes to tea", **said: Any) -> Decided:
    """Return one decision for some children, due in two weeks unless told otherwise."""
    given = {"due_date": ago(-14), "owner_name": "The carers"}
    return Decided(what=what, children=tuple(child.pk for child in children), **{**given, **said})


def hold(
    review: CareReview, cast: Cast, whom: list[Person], *, day: datetime.date, **said: Any
) -> CareReview:
    """Hold a review on a day, as its chair."""
    given: dict[str, Any] = {
        "children": {child.pk: found() for child in whom},
        "came": {},
        "decisions": [],
        "what_was_said": "How things are at school and at home.",
    }
    return holding_review.hold_review(
        review=review, held_date=day, by=cast.independent_reviewing_officer, **{**given, **said}
    )


def planned(cast: Cast, children: list[Person], *, day: datetime.date, **said: Any) -> CareReview:
    """Plan a review of some children, as their social worker."""
    return reviews.plan_review(children=children, planned_date=day, by=cast.social_worker, **said)


def enliven(cast: Cast, family: CareFamily) -> dict[str, int]:
    """Hold two reviews of the three children, plan a third and one to be written up, and raise a dispute."""
    worker, officer = cast.social_worker, cast.independent_reviewing_officer
    first = planned(cast, family.children, day=ago(95), place="At the library, after school")
    people = reviews.ask_to_review(
        review=first,
        people=[
            reviews.Asked(part="Mother", person=family.mother),
            reviews.Asked(part="Grandmother", person=family.grandmother),
            reviews.Asked(part="Social worker", worker=worker),
            reviews.Asked(part="Uncle", name="Uncle Ray", not_asked_reason="I do not want him there."),
        ],
        by=worker,
    )
    hold(
        first, cast, family.children, day=ago(95),
        came={people[0].pk: Came(False, "I could not get the time off."), people[1].pk: Came(True)},
        decisions=[
            decided(family.eldest, what="Kezia learns to swim", due_date=ago(20), owner_worker=worker),
            decided(*family.children, what="Nan has a key to the carers' gate", due_date=ago(60)),
        ],
    )  # fmt: skip
    second = planned(cast, family.children, day=ago(4))
    later = found(
        plan_is_right=False,
        plan_words="The plan still says that Kezia changes school. She does not want to.",
    )
    hold(
        second, cast, family.children, day=ago(4),
        children={child.pk: later if child == family.eldest else found(
            permanence=Permanence(route="relatives", reasons="Nan wants them, and they want Nan.",
                                  otherwise="Long-term fostering together.", target_date=ago(-200)),
        ) for child in family.children},
        decisions=[decided(family.eldest, what="The school is told that Kezia stays", due_date=ago(-10))],
    )  # fmt: skip
    third = planned(
        cast, family.children, day=ago(0), place="At Nan's",
        wishes={family.eldest.pk: "After school, at Nan's, without Uncle Ray."},
    )  # fmt: skip
    asked = reviews.ask_to_review(
        review=third, people=[reviews.Asked(part="Grandmother", person=family.grandmother)], by=worker
    )
    assert asked
    reviews.report_to_review(
        review=third,
        reports={
            family.eldest.pk: reviews.Reported(
                child_words="I am not changing school.", report="Kezia has settled and swims on Mondays."
            )
        },
        by=worker,
    )
    period = family.periods[0]
    dispute = disputes.raise_dispute(
        period=period, about="The plan still says that Kezia changes school in the middle of her examination courses.",
        what_would_put_it_right="A plan that keeps her at Canal Side.", level=DisputeLevel.SOCIAL_WORKER,
        taken_to=worker, day=ago(3), by=officer,
    )  # fmt: skip
    step = disputes.take_up(
        dispute=dispute, level=DisputeLevel.TEAM_MANAGER, taken_to=cast.team_manager, day=ago(1), by=officer
    )
    decision = ReviewDecision.objects.get(what="Kezia learns to swim")
    return {
        "care_review_id": third.pk,
        "care_review_held": second.pk,
        "care_review_first": first.pk,
        "review_decision_id": decision.pk,
        "dispute_id": dispute.pk,
        "dispute_step_id": step.pk,
    }


_OFFICER = "independent_reviewing_officer"
LOOKS = [
    in_care("social_worker", "care:plan_review"),
    in_care("social_worker", "care:review", widths=(1280, 390), picture="care-review-before"),
    in_care(
        "social_worker", "care:review", {"care_review_id": "care_review_held"}, picture="care-review-held"
    ),
    in_care("social_worker", "care:review_known_at"),
    in_care("social_worker", "care:change_review"),
    in_care("social_worker", "care:ask_to_review"),
    in_care("social_worker", "care:report_to_review"),
    in_care("social_worker", "care:review_not_held"),
    in_care("social_worker", "care:review_decision", {"care_review_id": "care_review_first"}),
    in_care(_OFFICER, "care:hold_review", widths=(1280, 390)),
    in_care(_OFFICER, "care:finish_review", {"care_review_id": "care_review_held"}),
    in_care("team_manager", "care:permanence"),
    in_care("team_manager", "care:decide_permanence"),
    in_care(_OFFICER, "care:disputes"),
    in_care(_OFFICER, "care:raise_dispute"),
    in_care("team_manager", "care:dispute", widths=(1280, 390)),
    in_care(_OFFICER, "care:take_up_dispute"),
    in_care("team_manager", "care:answer_dispute"),
    in_care(_OFFICER, "care:end_dispute"),
    in_care(_OFFICER, "care:reviewing", widths=(1280, 390), picture="reviewing"),
    in_care("team_manager", "timeline:my_day"),
]
FILES = {"care:review_pdf"}
