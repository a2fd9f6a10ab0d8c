"""What personal advisers do: needs, the pathway plan, being in touch, where a young person lives and what they do by day."""

from __future__ import annotations

import datetime

from django.db import transaction

from kith import codes
from kith.casework.care.actions.leaving_care_status import leaving_care_thread
from kith.casework.care.actions.recording import check_day, lock_child, locked
from kith.casework.care.models import (
    ContactWay,
    Home,
    LeaverAccommodation,
    LeaverActivity,
    LeaverContact,
    LeavingCareNeedsAssessment,
    LeavingCareStatus,
    PathwayPlan,
    PathwayPlanReview,
    StayingPut,
)
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.people.models import Person
from kith.casework.timeline.actions.events import record_event
from kith.casework.workforce.models import Worker

EIGHTEEN = 18


def _owed(young_person: Person) -> LeavingCareStatus:
    """Return the first status of somebody who is, or was, owed help with leaving care. Raises CannotBeTrue."""
    first: LeavingCareStatus | None = (
        LeavingCareStatus.objects.filter(young_person=young_person).order_by("start_date").first()
    )
    if first is None:
        raise CannotBeTrue(
            "Nothing is owed to them yet: they are not 16, or were in care for less than 13 weeks since they were 14."
        )
    return first


@transaction.atomic
def start_needs_assessment(
    *, young_person: Person, day: datetime.date, by: Worker
) -> LeavingCareNeedsAssessment:
    """Begin the assessment of what a young person needs. Raises CannotBeTrue where one is being written."""
    lock_child(young_person)
    first = _owed(young_person)
    check_day(day, "day", earliest=first.start_date, why_earliest="They became eligible")
    if LeavingCareNeedsAssessment.objects.filter(
        young_person=young_person, completed_date__isnull=True
    ).exists():
        raise CannotBeTrue("An assessment is being written already. Go on with that one.")
    made = LeavingCareNeedsAssessment.objects.create(young_person=young_person, started_date=day, assessor=by)
    _record("care.needs_assessment_started", young_person, day, by, "The assessment for leaving care began.")
    return made


@transaction.atomic
def complete_needs_assessment(
    *,
    assessment: LeavingCareNeedsAssessment,
    day: datetime.date,
    words: str,
    own_words: str,
    by: Worker,
    late_reason: str = "",
) -> None:
    """Complete the assessment. Raises CannotBeTrue for one that is complete, or a day before it began."""
    held = locked(assessment)
    if held.completed_date is not None:
        raise CannotBeTrue("This assessment has been completed already.")
    check_day(day, "day", earliest=held.started_date, why_earliest="The assessment began")
    LeavingCareNeedsAssessment.objects.filter(pk=held.pk).update(
        completed_date=day,
        words=words,
        own_words=own_words,
        late_reason=late_reason,
        version=held.version + 1,
    )
    person = Person.objects.get(pk=held.young_person_id)
    _record(
        "care.needs_assessment_completed", person, day, by, "The assessment for leaving care was completed."
    )


@transaction.atomic
def write_pathway_plan(
    *, young_person: Person, day: datetime.date, by: Worker, **words: object
) -> PathwayPlan:
    """Write a young person's pathway plan from a day on; it takes the place of the last. Raises CannotBeTrue."""
    lock_child(young_person)
    first = _owed(young_person)
    check_day(day, "day", earliest=first.start_date, why_earliest="They became eligible")
    last = PathwayPlan.objects.filter(young_person=young_person, end_date__isnull=True).first()
    if last is not None:
        if day <= last.start_date:
            raise CannotBeTrue(
                f"The plan in force was written on {last.start_date:%-d %B %Y}. Enter a later day, or review that one.",
                "day",
            )
        PathwayPlan.objects.filter(pk=last.pk).update(end_date=day)
    plan: PathwayPlan = PathwayPlan.objects.create(
        young_person=young_person, start_date=day, adviser=by, **words
    )
    _record("care.pathway_plan_made", young_person, day, by, "A pathway plan was made.")
    return plan


@transaction.atomic
def review_pathway_plan(
    *, plan: PathwayPlan, day: datetime.date, own_words: str, words: str, by: Worker, late_reason: str = ""
) -> PathwayPlanReview:
    """Record a review of a pathway plan. Raises CannotBeTrue for one that another has taken the place of."""
    held = locked(plan)
    if held.end_date is not None:
        raise CannotBeTrue("Another plan has taken the place of this one. Review that one.")
    check_day(day, "day", earliest=held.start_date, why_earliest="The plan was made")
    review = PathwayPlanReview.objects.create(
        plan=held, day=day, reviewed_by=by, own_words=own_words, words=words, late_reason=late_reason
    )
    person = Person.objects.get(pk=held.young_person_id)
    _record("care.pathway_plan_reviewed", person, day, by, "The pathway plan was reviewed.")
    return review


@transaction.atomic
def record_contact(
    *, young_person: Person, day: datetime.date, way: str, by: Worker, in_touch: str = "", own_words: str = "",
    words: str = "",
) -> LeaverContact:  # fmt: skip
    """Record that an adviser was in touch with a young person, or tried to be. Raises CannotBeTrue."""
    _owed(young_person)
    check_day(day, "day")
    if way == ContactWay.TRIED and in_touch == "YES":
        raise CannotBeTrue(
            "Without an answer they were not in touch. Choose how they were, or another answer.", "in_touch"
        )
    contact = LeaverContact.objects.create(
        young_person=young_person,
        day=day,
        way=way,
        adviser=by,
        in_touch=in_touch,
        own_words=own_words,
        words=words,
    )
    said = "Was not reached." if way == ContactWay.TRIED else "Their personal adviser was in touch."
    _record("care.leaver_contacted", young_person, day, by, said)
    return contact


@transaction.atomic
def record_accommodation(
    *, young_person: Person, day: datetime.date, code: str, words: str, by: Worker
) -> LeaverAccommodation:
    """Record where a young person lives from a day on; what held before ends. Raises CannotBeTrue."""
    _check_code("care_leaver_accommodation", code, day)
    made: LeaverAccommodation = _next(
        LeaverAccommodation, young_person, day, code, words, by, "Moved, after care."
    )
    return made


@transaction.atomic
def record_activity(
    *, young_person: Person, day: datetime.date, code: str, words: str, by: Worker
) -> LeaverActivity:
    """Record what a young person does by day from a day on; what held before ends. Raises CannotBeTrue."""
    _check_code("care_leaver_activity", code, day)
    made: LeaverActivity = _next(
        LeaverActivity, young_person, day, code, words, by, "What they do by day has changed."
    )
    return made


@transaction.atomic
def stay_put(*, young_person: Person, home: Home, day: datetime.date, words: str, by: Worker) -> StayingPut:
    """Record that somebody of 18 or more stays with the foster carers they lived with in care. Raises CannotBeTrue."""
    lock_child(young_person)
    check_day(day, "day")
    age = young_person.age_on(day)
    if age is None or age < EIGHTEEN:
        raise CannotBeTrue("Staying put begins at 18. Until then it is a placement.", "day")
    if not young_person.placements.filter(home=home).exists():
        raise CannotBeTrue(
            "They did not live in this home in care. Staying put is with former foster carers.", "home"
        )
    if StayingPut.objects.filter(young_person=young_person, end_date__isnull=True).exists():
        raise CannotBeTrue("They are staying put already. End that first.")
    made: StayingPut = StayingPut.objects.create(
        young_person=young_person, home=home, start_date=day, words=words
    )
    _record("care.staying_put_started", young_person, day, by, "Stays with their former foster carers.")
    return made


@transaction.atomic
def end_staying_put(*, staying: StayingPut, day: datetime.date, words: str, by: Worker) -> None:
    """Record that staying put ended. Raises CannotBeTrue."""
    held = locked(staying)
    if held.end_date is not None:
        raise CannotBeTrue("It has ended already.")
    check_day(day, "day")
    if day <= held.start_date:
        raise CannotBeTrue("The end must be after the start.", "day")
    StayingPut.objects.filter(pk=held.pk).update(end_date=day, end_words=words)
    person = Person.objects.get(pk=held.young_person_id)
    _record("care.staying_put_ended", person, day, by, "No longer stays with their former foster carers.")


def _check_code(name: str, code: str, day: datetime.date) -> None:
    known = {one.code: one for one in codes.code_list(name)}
    if code not in known or not known[code].valid_on(day):
        raise CannotBeTrue(f"{code} was not in use on {day:%-d %B %Y}. Choose another.", "code")


def _next(model, young_person: Person, day: datetime.date, code: str, words: str, by: Worker, summary: str):  # type: ignore[no-untyped-def]
    """End what held and begin what holds from a day on, in one of the two series."""
    lock_child(young_person)
    _owed(young_person)
    check_day(day, "day")
    last = model.objects.filter(young_person=young_person, end_date__isnull=True).first()
    if last is not None:
        if day <= last.start_date:
            raise CannotBeTrue(
                f"What is recorded now began on {last.start_date:%-d %B %Y}. Enter a later day.", "day"
            )
        model.objects.filter(pk=last.pk).update(end_date=day)
    made = model.objects.create(young_person=young_person, start_date=day, code=code, words=words)
    _record(f"care.{model._meta.model_name}_recorded", young_person, day, by, summary)
    return made


def _record(kind: str, young_person: Person, day: datetime.date, by: Worker, summary: str) -> None:
    record_event(
        kind,
        by=by,
        day=day,
        about=[young_person.pk],
        summary=summary,
        thread=leaving_care_thread(young_person),
    )
