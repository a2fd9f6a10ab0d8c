"""The health of a child in care: what is due first, what was found, and who follows it up."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from kith.casework.care.health_rules import (
    DENTAL_MONTHS,
    band,
    first_due,
    is_under_five,
    questionnaire_is_for,
    review_due,
)
from kith.casework.care.models import (
    Conviction,
    HealthAssessment,
    HealthCheck,
    HealthCheckKind,
    HealthCheckResult,
    LegalStatus,
    PeriodOfCare,
    StrengthsAndDifficulties,
    SubstanceMisuse,
)
from kith.casework.care.short_breaks import duties_on
from kith.casework.furniture.known_at import NOW, Record
from kith.casework.furniture.shaped import shaped
from kith.casework.people.models import Person
from kith.engines.calendar import add_months

NAMES: dict[str, str] = {
    HealthCheckKind.DENTAL: "Dentist",
    HealthCheckKind.IMMUNISATIONS: "Immunisations",
    HealthCheckKind.DEVELOPMENT: "Development check",
    HealthCheckKind.EYES: "Eyes",
    HealthCheckKind.HEARING: "Hearing",
}


@dataclass(frozen=True)
class HealthDue:
    """One thing that is to be done for a child's health, and by when."""

    what: str
    due_date: datetime.date
    why: str = ""


@dataclass(frozen=True)
class HealthOfChild:
    """All that is known of the health of one child in care, the latest first."""

    due: list[HealthDue]  # the soonest first
    assessments: list[HealthAssessment]
    checks: list[HealthCheck]
    questionnaires: list[StrengthsAndDifficulties]
    misuse: list[SubstanceMisuse]
    convictions: list[Conviction]

    @property
    def latest(self) -> HealthAssessment | None:
        """The assessment whose report came last."""
        return latest_received(self.assessments)

    @property
    def under_way(self) -> list[HealthAssessment]:
        """The assessments that were asked for and whose report has not come, nor was refused."""
        return [one for one in self.assessments if one.received_date is None and one.refused_date is None]

    @property
    def score(self) -> StrengthsAndDifficulties | None:
        """The latest questionnaire with a score."""
        return next((one for one in self.questionnaires if one.score is not None), None)

    @property
    def score_in_words(self) -> str:
        """What the latest score means."""
        return band(self.score.score) if self.score is not None and self.score.score is not None else ""


@shaped
def health_wanted(record: Record, child: int) -> dict[str, QuerySet[Any]]:
    """Return the querysets of one child's health, to be asked for together with whatever else a page reads."""
    return {
        "assessments": record.rows(HealthAssessment).filter(child_id=child).order_by("-asked_date", "-id"),
        "checks": record.rows(HealthCheck).filter(child_id=child).order_by("-day", "-id"),
        "questionnaires": record.rows(StrengthsAndDifficulties)
        .filter(child_id=child)
        .order_by("-day", "-id"),
        "misuse": record.rows(SubstanceMisuse).filter(child_id=child).order_by("-identified_date", "-id"),
        "statuses": record.rows(LegalStatus).filter(child_id=child).order_by("start_date", "id"),
        "convictions": record.rows(Conviction).filter(child_id=child).order_by("-day", "-id"),
    }


def health_from(
    held: Mapping[str, list[Any]], child: Person, period: PeriodOfCare, on: datetime.date
) -> HealthOfChild:
    """Return a child's health as it stands on a day, from what was read. Nothing is due once care has ended."""
    ended = period.end_date is not None and period.end_date <= on
    # On short breaks health stays the parents' to see to (regulation 48).
    duties = duties_on(held["statuses"], period=period.pk, began=period.start_date, on=on)
    due = [] if ended or duties.on_short_breaks else _due(held, child, period, duties.since, on)
    return HealthOfChild(
        sorted(due, key=lambda one: one.due_date),
        held["assessments"],
        held["checks"],
        held["questionnaires"],
        held["misuse"],
        held["convictions"],
    )


def health_of(child: Person, period: PeriodOfCare, on: datetime.date, record: Record = NOW) -> HealthOfChild:
    """Return a child's health as it stands on a day. One query."""
    return health_from(record.together(lambda: health_wanted(record, child.pk)), child, period, on)


def latest_received(assessments: list[HealthAssessment]) -> HealthAssessment | None:
    """Return the assessment whose report came last."""
    received = [one for one in assessments if one.received_date is not None]
    return max(received, key=lambda one: (one.received_date, one.pk), default=None)


def assessment_due(
    assessments: list[HealthAssessment],
    born: datetime.date | None,
    period: PeriodOfCare,
    since: datetime.date,
) -> HealthDue:
    """Return by when the next assessment's report is due: the first in this time in care, or a review."""
    of_period = [one for one in assessments if one.period_of_care_id == period.pk]
    last = latest_received(of_period)
    if last is not None and last.received_date is not None:
        under_five = is_under_five(born, last.received_date)
        every = "six months under 5" if under_five else "twelve months from 5 on"
        return HealthDue(
            "Review health assessment",
            review_due(last.received_date, under_five=under_five),
            f"Every {every}",
        )
    before = latest_received([one for one in assessments if one.period_of_care_id != period.pk])
    assessed = before.received_date if before is not None else None
    return HealthDue("Initial health assessment", first_due(since, assessed_before=assessed), "By a doctor")


def _due(
    held: Mapping[str, list[Any]],
    child: Person,
    period: PeriodOfCare,
    since: datetime.date,
    on: datetime.date,
) -> list[HealthDue]:
    due = [assessment_due(held["assessments"], child.birth_date, period, since)]
    latest: dict[str, HealthCheck] = {}
    for check in held["checks"]:
        latest.setdefault(check.kind, check)
    under_five = is_under_five(child.birth_date, on)
    for kind, name in NAMES.items():
        check = latest.get(kind)
        if kind == HealthCheckKind.DEVELOPMENT and not under_five:
            continue
        if check is not None and check.next_due_date is not None:
            due.append(HealthDue(name, check.next_due_date, check.words))
        elif check is not None and check.result == HealthCheckResult.NOT_UP_TO_DATE:
            due.append(HealthDue(name, check.day, check.words or "Not up to date"))
        elif kind == HealthCheckKind.DENTAL and check is not None:
            due.append(HealthDue(name, add_months(check.day, DENTAL_MONTHS), "Once a year"))
        elif check is None and kind in (HealthCheckKind.DENTAL, HealthCheckKind.IMMUNISATIONS):
            due.append(HealthDue(name, add_months(since, 3), "Nothing is known yet"))
    if questionnaire_is_for(child.birth_date, on):
        answered = next(iter(held["questionnaires"]), None)
        start = since if answered is None else answered.day
        months = 3 if answered is None else 12
        due.append(
            HealthDue("Strengths and difficulties questionnaire", add_months(start, months), "Once a year")
        )
    return due
