"""Health assessments of children in care: asked for, held, their report received, or refused."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from kith.casework.care.actions.recording import care_thread, check_day, locked
from kith.casework.care.health_rules import is_under_five
from kith.casework.care.models import HealthAssessment, HealthAssessmentKind, HealthAssessor, PeriodOfCare
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.people.models import Person
from kith.casework.timeline.actions.events import record_event
from kith.casework.timeline.models import Clock
from kith.casework.workforce.models import Worker

RECEIVED = "care.health_assessment_received"
# Written up after a later one came: the clock of the next runs from that.
RECEIVED_BEFORE = "care.earlier_health_assessment_recorded"


@transaction.atomic
def ask_for_assessment(
    *,
    children: Mapping[Person, PeriodOfCare],
    kind: str,
    asked_date: datetime.date,
    appointment_date: datetime.date | None = None,
    by: Worker,
) -> list[HealthAssessment]:
    """Record that a health assessment was asked for, for one child or several at once; return one for each.

    Raises CannotBeTrue for a day to come or before care began, an appointment before it was asked for, an initial assessment
    of a child who has had one in this time in care, and one that is asked for and under way.
    """
    if not children:
        raise CannotBeTrue("Choose whose health is to be assessed.", "children")
    made = []
    for child, period in children.items():
        check_day(asked_date, "asked_date", earliest=period.start_date, why_earliest="Care began")
        if period.end_date is not None and asked_date > period.end_date:
            raise CannotBeTrue(
                f"{child.display_name}’s care ended on {period.end_date:%-d %B %Y}. Check the day.",
                "asked_date",
            )
        if appointment_date is not None and appointment_date < asked_date:
            raise CannotBeTrue("The appointment is on the day it was asked for or later.", "appointment_date")
        others = list(HealthAssessment.objects.select_for_update(of=("self",)).filter(period_of_care=period))
        if any(one.received_date is None and one.refused_date is None for one in others):
            raise CannotBeTrue(
                f"An assessment of {child.display_name} is asked for already. Record what came of that one first.",
                "kind",
            )
        if kind == HealthAssessmentKind.INITIAL and any(one.received_date is not None for one in others):
            raise CannotBeTrue(
                f"{child.display_name} has been assessed in this time in care. Choose the review health assessment.",
                "kind",
            )
        made.append(
            HealthAssessment.objects.create(
                child=child,
                period_of_care=period,
                kind=kind,
                asked_date=asked_date,
                appointment_date=appointment_date,
            )
        )
        record_event(
            "care.health_assessment_asked_for", by=by, day=asked_date, about=[child.pk],
            summary=f"{HealthAssessmentKind(kind).label} asked for.", thread=care_thread(period),
        )  # fmt: skip
    return made


@transaction.atomic
def record_assessment(
    *,
    assessment: HealthAssessment,
    by: Worker,
    appointment_date: datetime.date | None = None,
    held_date: datetime.date | None = None,
    assessor: str = "",
    received_date: datetime.date | None = None,
    findings: str = "",
    what_next: str = "",
    refused_date: datetime.date | None = None,
    refused_words: str = "",
    late_reason: str = "",
) -> None:
    """Record what came of an assessment: the appointment, that it was held, its report, or that the young person refused it.

    Raises CannotBeTrue for days to come or out of order, an initial assessment by anybody but a doctor, one that was both
    held and refused, and another day for a report that came: the next is due from it.
    """
    row = locked(assessment)
    period = PeriodOfCare.objects.get(pk=row.period_of_care_id)
    for day, field in ((held_date, "held_date"), (refused_date, "refused_date")):
        if day is not None:
            check_day(day, field, earliest=row.asked_date, why_earliest="It was asked for")
    if appointment_date is not None and appointment_date < row.asked_date:
        raise CannotBeTrue("The appointment is on the day it was asked for or later.", "appointment_date")
    if held_date is not None and refused_date is not None:
        raise CannotBeTrue("It was either held or refused. Take one of the two days away.", "refused_date")
    if held_date is not None and not assessor:
        raise CannotBeTrue("Say who assessed the child.", "assessor")
    if held_date is None and assessor:
        raise CannotBeTrue("Enter the day on which it was held.", "held_date")
    if row.kind == HealthAssessmentKind.INITIAL and assessor not in ("", HealthAssessor.DOCTOR):
        raise CannotBeTrue(
            "The first health assessment is by a doctor (regulation 7). If a nurse saw the child, a doctor’s assessment is "
            "still to come.",
            "assessor",
        )
    if received_date is not None:
        if held_date is None:
            raise CannotBeTrue("Enter when the assessment was held, whose report came.", "held_date")
        check_day(received_date, "received_date", earliest=held_date, why_earliest="It was held")
    if row.received_date is not None and received_date != row.received_date:
        raise CannotBeTrue(
            f"The report came on {row.received_date:%-d %B %Y}, and the next is due from that day. It stays; if it is wrong, "
            "say so in the words.",
            "received_date",
        )
    HealthAssessment.objects.filter(pk=row.pk).update(
        appointment_date=appointment_date,
        held_date=held_date,
        assessor=assessor,
        received_date=received_date,
        findings=findings,
        what_next=what_next,
        refused_date=refused_date,
        refused_words=refused_words,
        late_reason=late_reason,
    )
    _record_events(row, period, held_date, received_date, refused_date, late_reason, by)


def _record_events(
    before: HealthAssessment,
    period: PeriodOfCare,
    held_date: datetime.date | None,
    received_date: datetime.date | None,
    refused_date: datetime.date | None,
    late_reason: str,
    by: Worker,
) -> None:
    """Record each thing that is new; the report stops the clock and starts the next."""
    thread, about, label = care_thread(period), [before.child_id], before.get_kind_display()
    told = False
    if held_date is not None and before.held_date is None:
        told = True
        record_event(
            "care.health_assessment_held",
            by=by,
            day=held_date,
            about=about,
            summary=f"{label} held.",
            thread=thread,
        )
    if refused_date is not None and before.refused_date is None:
        told = True
        record_event(
            "care.health_assessment_refused", by=by, day=refused_date, about=about,
            summary=f"{label} refused by the young person.", thread=thread,
        )  # fmt: skip
    if received_date is not None and before.received_date is None:
        told = True
        later = HealthAssessment.objects.filter(
            period_of_care=period, received_date__gt=received_date
        ).exists()
        born = Person.objects.values_list("birth_date", flat=True).get(pk=before.child_id)
        ended = period.end_date is not None and period.end_date <= timezone.localdate()
        event = record_event(
            RECEIVED_BEFORE if later or ended else RECEIVED, by=by, day=received_date, about=about,
            summary=f"{label}: the report came.", thread=thread,
            details={"child_under_five": is_under_five(born, received_date)},
        )  # fmt: skip
        if late_reason:
            Clock.objects.filter(stopped_by=event, was_late=True, late_reason="").update(
                late_reason=late_reason
            )
    if not told:
        record_event(
            "care.health_assessment_changed", by=by, day=timezone.localdate(), about=about,
            summary="What is written of a health assessment was changed.", thread=thread,
        )  # fmt: skip
