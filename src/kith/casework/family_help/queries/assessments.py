"""Assessments as their page tells them, now or as known at an earlier instant, and which a family has had."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from kith import codes
from kith.casework.family_help.models import (
    AssessmentChild,
    AssessmentFactor,
    AssessmentKind,
    AssessmentOutcome,
    AssessmentStatus,
    FamilyAssessment,
)
from kith.casework.furniture.known_at import NOW, Record
from kith.casework.people.models import Person
from kith.casework.timeline.models import Clock
from kith.casework.workforce.models import Worker

CLOCK = "assessment"


@dataclass(frozen=True)
class PartRead:
    """One child's part; `child` and `part` are there only where the reader may read that child's record."""

    part: Any
    child: Any
    factors: list[str]
    factor_codes: list[str]
    outcome: str
    clock: Any | None


@dataclass(frozen=True)
class AssessmentStory:
    """What an assessment's page tells, all of it read through one Record."""

    assessment: Any
    status: str
    kind: str
    written_by: Any | None
    submitted_by: Any | None
    authorised_by: Any | None
    parts: list[PartRead]

    @property
    def due_date(self) -> datetime.date | None:
        """When the first of the children's clocks to sign-off is due, or was."""
        return min((read.clock.due_date for read in self.parts if read.clock), default=None)

    @property
    def stopped_date(self) -> datetime.date | None:
        """When the last of those clocks stopped, where all have."""
        stopped = [read.clock.stopped_date for read in self.parts if read.clock]
        return None if not stopped or None in stopped else max(stopped)


def assessment_story(assessment: Any, members: list[Person], *, record: Record = NOW) -> AssessmentStory:
    """Return everything on an assessment's page. A fixed number of queries, whatever the family's size.

    `members` are those of the family whom the reader may see; parts about others are behind the wall.
    """
    parts = list(record.rows(AssessmentChild).filter(assessment_id=assessment.id).order_by("id"))
    factors = list(
        record.rows(AssessmentFactor).filter(part_id__in=[part.id for part in parts]).order_by("code")
    )
    people: dict[int, Any] = {member.pk: member for member in members}
    absent = {part.child_id for part in parts} - set(people)
    if absent:
        people.update(Person.objects.in_bulk(absent))
    workers = Worker.objects.in_bulk(
        {
            number
            for number in (assessment.written_by_id, assessment.submitted_by_id, assessment.authorised_by_id)
            if number
        }
    )
    clocks: dict[int, Any] = {}
    if assessment.kind == AssessmentKind.SECTION_17:
        rows = record.rows(Clock).filter(
            rule=CLOCK,
            person_id__in=[part.child_id for part in parts],
            start_date__lte=assessment.authorised_date or record.on(datetime.date.max),
        )
        for clock in rows.order_by("start_date", "id"):
            if clock.stopped_date is None or clock.stopped_date >= assessment.start_date:
                clocks[clock.person_id] = clock
    labels = codes.labels("assessment_factor")
    return AssessmentStory(
        assessment=assessment,
        status=AssessmentStatus(assessment.status).label,
        kind=AssessmentKind(assessment.kind).label,
        written_by=workers.get(assessment.written_by_id),
        submitted_by=workers.get(assessment.submitted_by_id),
        authorised_by=workers.get(assessment.authorised_by_id),
        parts=[
            PartRead(
                part,
                people[part.child_id],
                [labels.get(one.code, one.code) for one in factors if one.part_id == part.id],
                [one.code for one in factors if one.part_id == part.id],
                AssessmentOutcome(part.outcome).label if part.outcome else "",
                clocks.get(part.child_id),
            )
            for part in parts
            if part.child_id in people
        ],
    )


def assessments_of_family(family_id: int, *, record: Record = NOW) -> list[Any]:
    """Return a family's assessments that the reader may see, latest first, each with its status in words."""
    found = list(record.rows(FamilyAssessment).filter(family_id=family_id).order_by("-start_date", "-id"))
    for assessment in found:
        assessment.status_shown = AssessmentStatus(assessment.status).label
        assessment.is_open = assessment.status != AssessmentStatus.AUTHORISED
    return found


def open_assessment_of(family_id: int) -> FamilyAssessment | None:
    """Return the assessment of a family that is not signed off yet, or None."""
    return (
        FamilyAssessment.objects.filter(family_id=family_id)
        .exclude(status=AssessmentStatus.AUTHORISED)
        .first()
    )
