"""Which moves an assessment may make, drawn as a manager would read them, and what is said of the others."""

from __future__ import annotations

from pathlib import Path

import pytest

from kith.casework.family_help import assessment_workflow as workflow
from kith.casework.family_help.models import AssessmentStatus, FamilyAssessment
from kith.casework.furniture.sentences import CannotBeTrue

# From the row to the column: the event that records it, or words of the sentence that refuses it.
TABLE = """
from        to draft                                to submitted                      to authorised
draft       is with whoever writes it already       family_help.assessment_submitted  is still being written
submitted   family_help.assessment_returned         waits for sign-off already        family_help.assessment_authorised
authorised  signed off, and stays as it was         signed off, and stays as it was   signed off, and stays as it was
"""
COLUMNS = (AssessmentStatus.DRAFT, AssessmentStatus.SUBMITTED, AssessmentStatus.AUTHORISED)


def cells() -> list[tuple[str, AssessmentStatus, str]]:
    """Return each cell of the table: from, to, and what it says."""
    lines = [line for line in TABLE.splitlines() if line.strip()]
    starts = [lines[0].index(f"to {column.value}") for column in COLUMNS]
    ends = [*starts[1:], None]
    return [
        (line.split()[0], to, line[start:end].strip())
        for line in lines[1:]
        for to, start, end in zip(COLUMNS, starts, ends, strict=True)
    ]


@pytest.mark.parametrize(("before", "after", "said"), cells())
def test_each_move_has_its_event_or_its_sentence(before: str, after: AssessmentStatus, said: str) -> None:
    """What the table says is what the workflow does."""
    assessment = FamilyAssessment(status=before)
    if said.startswith("family_help."):
        assert workflow.check_move(assessment, after) == said
        return
    with pytest.raises(CannotBeTrue, match=said):
        workflow.check_move(assessment, after)


def test_the_diagram_in_the_documents_is_drawn_from_the_table() -> None:
    """Who reads the documents reads the table itself."""
    page = Path(__file__).parents[3] / "docs" / "family-help.md"
    assert f"```mermaid\n{workflow.diagram()}\n```" in page.read_text(encoding="utf-8")
