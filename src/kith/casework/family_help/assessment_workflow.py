"""The moves that an assessment may make, with who may make each: the table that its actions follow."""

from __future__ import annotations

from kith.casework.family_help.models import AssessmentStatus, FamilyAssessment
from kith.casework.furniture import workflow
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.workforce.models import Worker

# From where to where, and the event that records the arrival.
MOVES: dict[tuple[str, str], str] = {
    (AssessmentStatus.DRAFT, AssessmentStatus.SUBMITTED): "family_help.assessment_submitted",
    (AssessmentStatus.SUBMITTED, AssessmentStatus.DRAFT): "family_help.assessment_returned",
    (AssessmentStatus.SUBMITTED, AssessmentStatus.AUTHORISED): "family_help.assessment_authorised",
}

WHY_NOT: dict[tuple[str, str], str] = {
    (AssessmentStatus.DRAFT, AssessmentStatus.AUTHORISED): (
        "The assessment is still being written. Whoever writes it sends it for sign-off first."
    ),
    (AssessmentStatus.DRAFT, AssessmentStatus.DRAFT): (
        "The assessment is with whoever writes it already. Write on it, or send it for sign-off."
    ),
    (AssessmentStatus.SUBMITTED, AssessmentStatus.SUBMITTED): "The assessment waits for sign-off already.",
}
SIGNED_OFF = "This assessment is signed off, and stays as it was. If things have changed since, start a new assessment."
WAITS = "This assessment waits for sign-off. To change it, ask the manager to send it back."
OWN = "Nobody signs off their own assessment. Ask another manager to read it."


def check_move(assessment: FamilyAssessment, to: AssessmentStatus) -> str:
    """Return the event that records a move. Raises CannotBeTrue for a move that is not in the table."""
    event = MOVES.get((assessment.status, to))
    if event is None:
        raise CannotBeTrue(WHY_NOT.get((assessment.status, to), SIGNED_OFF))
    return event


def check_being_written(assessment: FamilyAssessment) -> None:
    """Raise CannotBeTrue for an assessment that is not being written now."""
    if assessment.status == AssessmentStatus.SUBMITTED:
        raise CannotBeTrue(WAITS)
    if assessment.status == AssessmentStatus.AUTHORISED:
        raise CannotBeTrue(SIGNED_OFF)


def is_own(assessment: FamilyAssessment, worker: Worker) -> bool:
    """Return whether a worker wrote an assessment or sent it for sign-off: they may not then sign it off."""
    return worker.pk in (assessment.written_by_id, assessment.submitted_by_id)


def diagram() -> str:
    """Return the table as a Mermaid state diagram, for the documents."""
    return workflow.diagram(
        AssessmentStatus, MOVES, beginning={AssessmentStatus.DRAFT: "family_help.assessment_started"}
    )
