"""Writing an assessment: starting it, the family's part, each child's part."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence

from django.db import connection, transaction
from django.utils import timezone

from kith import codes
from kith.casework.family_help.assessment_workflow import check_being_written
from kith.casework.family_help.models import (
    AssessmentChild,
    AssessmentFactor,
    AssessmentOutcome,
    AssessmentStatus,
    FamilyAssessment,
)
from kith.casework.front_door.models import Referral
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.people.models import Family, Person
from kith.casework.plans.models import Plan
from kith.casework.timeline.actions.events import record_event
from kith.casework.workforce.models import Worker

NO_FACTORS = "21"


def locked(assessment: FamilyAssessment) -> FamilyAssessment:
    """Return an assessment as it is now, locked until the transaction ends."""
    found: FamilyAssessment = FamilyAssessment.objects.select_for_update(of=("self",)).get(pk=assessment.pk)
    return found


def children_in(assessment: FamilyAssessment) -> list[int]:
    """Return every child in an assessment, those whom the worker acting may not see among them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT kith_children_in_assessment(%s)", [assessment.pk])
        return [number for (number,) in cursor.fetchall()]


def record(
    kind: str,
    assessment: FamilyAssessment,
    *,
    by: Worker,
    day: datetime.date,
    summary: str,
    about: Iterable[int] | None = None,
    details: Mapping[str, object] | None = None,
) -> None:
    """Record what happened to an assessment, about every child in it unless told otherwise."""
    record_event(
        kind,
        by=by,
        day=day,
        about=children_in(assessment) if about is None else about,
        summary=summary,
        thread=f"assessment:{assessment.pk}",
        details={"assessment": assessment.pk, **(details or {})},
    )


@transaction.atomic
def start_assessment(
    *, family: Family, children: Sequence[Person], kind: str, start_date: datetime.date, by: Worker
) -> FamilyAssessment:
    """Start the one assessment of a family, with what its plan and these children's open referrals say already.

    Raises CannotBeTrue where no child is named, the day is to come, or the family has an assessment under way.
    """
    if not children:
        raise CannotBeTrue("Choose at least one child whom the assessment is about.", "children")
    if start_date > timezone.localdate():
        raise CannotBeTrue("This day has not come yet. Enter today or a day before.", "start_date")
    # The family's own row is locked, so that of two people starting at once the second is told.
    Family.objects.select_for_update(of=("self",)).get(pk=family.pk)
    if FamilyAssessment.objects.filter(family=family).exclude(status=AssessmentStatus.AUTHORISED).exists():
        raise CannotBeTrue(
            "This family has an assessment that is not signed off yet. Go on with that one: nothing is typed again."
        )
    plan = Plan.objects.filter(family=family, end_date__isnull=True).first()
    assessment = FamilyAssessment.objects.create(
        family=family,
        plan=plan,
        kind=kind,
        start_date=start_date,
        written_by=by,
        in_their_words=plan.what_we_want if plan else "",
        strengths=plan.what_is_strong if plan else "",
    )
    for child in children:
        _add_part(assessment, child)
    record(
        "family_help.assessment_started",
        assessment,
        by=by,
        day=start_date,
        about=[child.pk for child in children],
        summary="An assessment with the family began.",
        details={"kind": kind},
    )
    return assessment


def _add_part(assessment: FamilyAssessment, child: Person) -> AssessmentChild:
    return AssessmentChild.objects.create(
        assessment=assessment, child=child, referral=open_referral_of(child.pk)
    )


def open_referral_of(child_id: int) -> Referral | None:
    """Return the referral that a child's assessment answers: the latest that is open."""
    return (
        Referral.objects.filter(child_id=child_id, closed_date__isnull=True, no_further_action=False)
        .order_by("-referral_date", "-pk")
        .first()
    )


@transaction.atomic
def add_child(*, assessment: FamilyAssessment, child: Person, by: Worker) -> AssessmentChild:
    """Add a part for another child of the family to an assessment that is being written."""
    assessment = locked(assessment)
    check_being_written(assessment)
    if child.pk in children_in(assessment):
        raise CannotBeTrue("This child is in the assessment already.", "child")
    part = _add_part(assessment, child)
    record(
        "family_help.assessment_child_added",
        assessment,
        by=by,
        day=timezone.localdate(),
        about=[child.pk],
        summary="Came into the family's assessment.",
    )
    return part


@transaction.atomic
def write_family_part(
    *,
    assessment: FamilyAssessment,
    in_their_words: str,
    strengths: str,
    parenting: str,
    around_the_family: str,
    analysis: str,
    family_view: str,
    by: Worker,
) -> None:
    """Write what the assessment says of the whole family; what it said before stays in its history."""
    assessment = locked(assessment)
    check_being_written(assessment)
    FamilyAssessment.objects.filter(pk=assessment.pk).update(
        in_their_words=in_their_words,
        strengths=strengths,
        parenting=parenting,
        around_the_family=around_the_family,
        analysis=analysis,
        family_view=family_view,
    )
    record(
        "family_help.assessment_written", assessment, by=by, day=timezone.localdate(),
        summary="The family's assessment was written on.",
    )  # fmt: skip


@transaction.atomic
def write_child_part(
    *,
    part: AssessmentChild,
    strengths: str,
    seen_date: datetime.date | None,
    seen_alone: bool,
    why_not_seen: str,
    child_words: str,
    child_words_date: datetime.date | None,
    development: str,
    needs: str,
    factors: Sequence[str],
    outcome: str,
    outcome_reason: str,
    by: Worker,
) -> None:
    """Write one child's part: that they were seen and heard, what goes well, what they need, and what comes next.

    Raises CannotBeTrue for a day to come, a factor that may not be used now, and factors that cannot stand together.
    """
    assessment = locked(part.assessment)
    check_being_written(assessment)
    today = timezone.localdate()
    for day, field in ((seen_date, "seen_date"), (child_words_date, "child_words_date")):
        if day is not None and day > today:
            raise CannotBeTrue("This day has not come yet. Enter today or a day before.", field)
    if seen_alone and seen_date is None:
        raise CannotBeTrue("Say on which day the child was seen alone.", "seen_date")
    if child_words.strip() and child_words_date is None:
        raise CannotBeTrue("Say on which day the child said this.", "child_words_date")
    _check_factors(factors, outcome)
    before = AssessmentChild.objects.select_for_update(of=("self",)).get(pk=part.pk)
    AssessmentChild.objects.filter(pk=part.pk).update(
        strengths=strengths,
        seen_date=seen_date,
        seen_alone=seen_alone,
        why_not_seen=why_not_seen,
        child_words=child_words,
        child_words_date=child_words_date if child_words.strip() else None,
        development=development,
        needs=needs,
        outcome=outcome,
        outcome_reason=outcome_reason,
    )
    _keep_factors(part, factors)
    if seen_date is not None and seen_date != before.seen_date:
        record(
            "family_help.child_seen", assessment, by=by, day=seen_date, about=[part.child_id],
            summary="The child was seen alone." if seen_alone else "The child was seen.", details={"alone": seen_alone},
        )  # fmt: skip
    record(
        "family_help.assessment_written", assessment, by=by, day=today, about=[part.child_id],
        summary="The child's part of the assessment was written on.",
    )  # fmt: skip


def factors_to_choose_from(day: datetime.date) -> list[tuple[str, str]]:
    """Return the census's factors that may be recorded on a day, as pairs of code and label."""
    first = day.year if (day.month, day.day) >= (4, 1) else day.year - 1
    year = f"{first}-{(first + 1) % 100:02d}"
    return [(code.code, code.label) for code in codes.code_list("assessment_factor") if code.valid_in(year)]


def _check_factors(factors: Sequence[str], outcome: str) -> None:
    allowed = {code for code, _ in factors_to_choose_from(timezone.localdate())}
    if set(factors) - allowed:
        raise CannotBeTrue("One of these factors is no longer used. Choose from the list.", "factors")
    if NO_FACTORS not in factors:
        return
    if len(factors) > 1:
        raise CannotBeTrue(
            "'No factors identified' stands alone. Take it out, or take out the others.", "factors"
        )
    if outcome and outcome != AssessmentOutcome.NOTHING_FURTHER:
        raise CannotBeTrue(
            "'No factors identified' goes only with nothing further being needed. Choose the factors, or another outcome.",
            "factors",
        )


def _keep_factors(part: AssessmentChild, factors: Sequence[str]) -> None:
    held = set(part.factors.values_list("code", flat=True))
    part.factors.filter(code__in=held - set(factors)).delete()
    AssessmentFactor.objects.bulk_create(
        AssessmentFactor(part=part, code=code) for code in sorted(set(factors) - held)
    )
