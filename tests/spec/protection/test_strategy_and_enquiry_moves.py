"""Which moves a strategy discussion and an enquiry may make, and what is said of the others."""

from __future__ import annotations

from pathlib import Path

import pytest

from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.furniture.workflow import Workflow
from kith.casework.protection.workflows.enquiry import ENQUIRY
from kith.casework.protection.workflows.strategy import STRATEGY

# Process, from, to: the event that records it, or words of the sentence that refuses it.
TABLE = """
strategy | called     | held       | protection.strategy_discussion_held
strategy | called     | stood_down | protection.strategy_discussion_stood_down
strategy | held       | held       | its decision stands
strategy | held       | stood_down | its decision stands
strategy | stood_down | held       | call another
strategy | stood_down | stood_down | call another
enquiry  | under_way  | submitted  | protection.section_47_submitted
enquiry  | under_way  | ended      | A manager ends an enquiry once it has been sent
enquiry  | submitted  | under_way  | protection.section_47_returned
enquiry  | submitted  | submitted  | waits for the manager's decision already
enquiry  | submitted  | ended      | protection.section_47_ended
enquiry  | ended      | under_way  | has ended, and stays as it was
enquiry  | ended      | submitted  | has ended, and stays as it was
enquiry  | ended      | ended      | has ended, and stays as it was
"""
WORKFLOWS: dict[str, Workflow] = {"strategy": STRATEGY, "enquiry": ENQUIRY}
ROWS = [[cell.strip() for cell in line.split("|")] for line in TABLE.strip().splitlines()]


@pytest.mark.parametrize(("process", "before", "after", "said"), ROWS)
def test_each_move_has_its_event_or_its_sentence(process: str, before: str, after: str, said: str) -> None:
    """What the table says is what the workflow does."""
    if said.startswith("protection."):
        assert WORKFLOWS[process].check_move(before, after) == said
        return
    with pytest.raises(CannotBeTrue, match=said):
        WORKFLOWS[process].check_move(before, after)


def test_the_table_has_every_move_that_the_workflows_have() -> None:
    """A move that was added to a workflow is in the drawn table too."""
    drawn = {
        (process, before, after) for process, before, after, said in ROWS if said.startswith("protection.")
    }
    made = {(name, *map(str, move)) for name, workflow in WORKFLOWS.items() for move in workflow.moves}
    assert drawn == made


@pytest.mark.parametrize("process", WORKFLOWS)
def test_the_pictures_in_the_documents_are_drawn_from_the_tables(process: str) -> None:
    """Who reads the documents reads the table itself."""
    page = Path(__file__).parents[3] / "docs" / "protection.md"
    assert f"```mermaid\n{WORKFLOWS[process].diagram()}\n```" in page.read_text(encoding="utf-8")
