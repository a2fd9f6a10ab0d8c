"""What is recorded of the health of children in care besides assessments: checks, questionnaires, misuse, convictions."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from kith.casework.care.actions.recording import care_thread, check_day, locked
from kith.casework.care.health_rules import age_on, is_under_five, questionnaire_is_for
from kith.casework.care.models import (
    Conviction,
    HealthCheck,
    HealthCheckKind,
    PeriodOfCare,
    StrengthsAndDifficulties,
    SubstanceMisuse,
)
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.people.models import Person
from kith.casework.timeline.actions.events import record_event
from kith.casework.workforce.models import Worker

OF_AGE_FOR_CONVICTION = 10
TOO_YOUNG_OR_OLD = "SDQ1"


def check_born(child: Person, day: datetime.date, field: str) -> None:
    """Raise CannotBeTrue for a day to come, or before the child was born."""
    check_day(day, field, earliest=child.birth_date, why_earliest=f"{child.display_name} was born")


@transaction.atomic
def record_check(
    *,
    children: Sequence[Person],
    period: PeriodOfCare,
    kind: str,
    day: datetime.date,
    result: str,
    words: str = "",
    next_due_date: datetime.date | None = None,
    by: Worker,
) -> list[HealthCheck]:
    """Record one check, of one child or of several on the same day; return a row for each.

    Raises CannotBeTrue for a day to come or before birth, and for a development check of a child of five or over.
    """
    if not children:
        raise CannotBeTrue("Choose who was checked.", "children")
    for child in children:
        check_born(child, day, "day")
        if kind == HealthCheckKind.DEVELOPMENT and not is_under_five(child.birth_date, day):
            raise CannotBeTrue(
                f"{child.display_name} was 5 or over on {day:%-d %B %Y}: development checks are for younger children. "
                "Check the day, or choose another kind.",
                "kind",
            )
    if next_due_date is not None and next_due_date <= day:
        raise CannotBeTrue("The next one is due after this one. Check both days.", "next_due_date")
    made = HealthCheck.objects.bulk_create(
        HealthCheck(
            child=child,
            kind=kind,
            day=day,
            result=result,
            words=words,
            next_due_date=next_due_date,
            recorded_by=by,
        )
        for child in children
    )
    record_event(
        "care.health_checked", by=by, day=day, about=[child.pk for child in children],
        summary=f"{HealthCheckKind(kind).label}: checked, or found out about.", thread=care_thread(period),
        details={"check": kind, "result": result},
    )  # fmt: skip
    return made


@transaction.atomic
def record_questionnaire(
    *,
    child: Person,
    period: PeriodOfCare,
    day: datetime.date,
    score: int | None,
    reason: str = "",
    words: str = "",
    by: Worker,
) -> StrengthsAndDifficulties:
    """Record a strengths and difficulties questionnaire: a score, or why there is none.

    Raises CannotBeTrue for both or neither, a score that is not from 0 to 40, and an age that it is not for.
    """
    check_born(child, day, "day")
    if (score is None) == (not reason):
        raise CannotBeTrue("Enter a score from 0 to 40, or say why there is none: one of the two.", "score")
    if score is not None and not 0 <= score <= 40:
        raise CannotBeTrue("A score is from 0 to 40. Add the five parts again.", "score")
    is_for = questionnaire_is_for(child.birth_date, day)
    if score is not None and not is_for:
        raise CannotBeTrue(
            f"The questionnaire is for those aged 4 to 16, and {child.display_name} was not on {day:%-d %B %Y}. "
            "Check the day, or leave the score empty and choose the reason.",
            "score",
        )
    if reason == TOO_YOUNG_OR_OLD and is_for:
        raise CannotBeTrue(
            f"{child.display_name} was between 4 and 16 on {day:%-d %B %Y}. Choose another reason, or enter the score.",
            "reason",
        )
    made = StrengthsAndDifficulties.objects.create(
        child=child, day=day, score=score, reason=reason, words=words, recorded_by=by
    )
    record_event(
        "care.questionnaire_answered", by=by, day=day, about=[child.pk],
        summary="A strengths and difficulties questionnaire was recorded.", thread=care_thread(period),
        details={"scored": score is not None},
    )  # fmt: skip
    return made


@transaction.atomic
def record_misuse(
    *,
    child: Person,
    period: PeriodOfCare,
    identified_date: datetime.date,
    words: str = "",
    offered_date: datetime.date | None = None,
    received: bool | None = None,
    ended_date: datetime.date | None = None,
    by: Worker,
    misuse: SubstanceMisuse | None = None,
) -> SubstanceMisuse:
    """Record that a child was found to misuse drugs or alcohol, or what came of it since (`misuse`).

    Raises CannotBeTrue for days to come or out of order, and for help taken up that nobody offered.
    """
    check_born(child, identified_date, "identified_date")
    for day, field, what in (
        (offered_date, "offered_date", "It was found"),
        (ended_date, "ended_date", "It was found"),
    ):
        if day is not None:
            check_day(day, field, earliest=identified_date, why_earliest=what)
    if received is not None and offered_date is None:
        raise CannotBeTrue("Enter when help was offered, which they took up or did not.", "offered_date")
    said = {
        "identified_date": identified_date,
        "words": words,
        "offered_date": offered_date,
        "received": received,
        "ended_date": ended_date,
    }
    if misuse is None:
        made = SubstanceMisuse.objects.create(child=child, recorded_by=by, **said)
        kind, day, summary = "found", identified_date, "It was found that a child misuses drugs or alcohol."
    else:
        made = locked(misuse)
        SubstanceMisuse.objects.filter(pk=made.pk).update(**said)
        kind, day, summary = (
            "changed",
            timezone.localdate(),
            "What is known of misuse of drugs or alcohol was changed.",
        )
    record_event(
        f"care.substance_misuse_{kind}",
        by=by,
        day=day,
        about=[child.pk],
        summary=summary,
        thread=care_thread(period),
    )
    return made


@transaction.atomic
def record_conviction(
    *, child: Person, period: PeriodOfCare, day: datetime.date, words: str, by: Worker
) -> Conviction:
    """Record a conviction or youth caution. Raises CannotBeTrue for a day to come, or a child under ten."""
    check_born(child, day, "day")
    if child.birth_date is not None and age_on(child.birth_date, day) < OF_AGE_FOR_CONVICTION:
        raise CannotBeTrue(
            f"{child.display_name} was under 10 on {day:%-d %B %Y}, and no child under 10 can be convicted. Check the day.",
            "day",
        )
    made = Conviction.objects.create(child=child, day=day, words=words, recorded_by=by)
    record_event(
        "care.conviction_recorded", by=by, day=day, about=[child.pk], summary="A conviction or caution was recorded.",
        thread=care_thread(period),
    )  # fmt: skip
    return made
