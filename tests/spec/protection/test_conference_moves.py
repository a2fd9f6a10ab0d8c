"""Which moves a conference, a protection plan and a transfer may make, and that the documents draw those."""

from __future__ import annotations

from pathlib import Path

import pytest

from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.furniture.workflow import Workflow
from kith.casework.protection.workflows.conference import CONFERENCE
from kith.casework.protection.workflows.protection_plan import PROTECTION_PLAN
from kith.casework.protection.workflows.transfer import TRANSFER_IN, TRANSFER_OUT

PAGE = Path(__file__).parents[3] / "docs" / "protection.md"
TABLES = {
    "conference": CONFERENCE,
    "protection plan": PROTECTION_PLAN,
    "transfer in": TRANSFER_IN,
    "transfer out": TRANSFER_OUT,
}
# From, to, and the event that records it or words of the sentence that refuses it.
MOVES = """
conference       requested   booked        protection.conference_booked
conference       requested   held          Book it first
conference       requested   stood_down    protection.conference_stood_down
conference       booked      booked        protection.conference_booked
conference       booked      held          protection.conference_held
conference       booked      stood_down    protection.conference_stood_down
conference       held        booked        what it decided stands
conference       held        stood_down    what it decided stands
conference       held        held          what it decided stands
conference       stood_down  booked        Ask for another
conference       stood_down  held          Ask for another
protection plan  on_plan     on_plan       protection.protection_plan_continued
protection plan  on_plan     ended         protection.protection_plan_ended
protection plan  ended       on_plan       call a strategy discussion
protection plan  ended       ended         call a strategy discussion
transfer in      told        told          protection.transfer_papers_received
transfer in      told        conference    protection.transfer_conference_requested
transfer in      told        taken_on      protection.transfer_conference_held
transfer in      told        not_taken_on  protection.transfer_not_taken_on
transfer in      conference  taken_on      protection.transfer_conference_held
transfer in      conference  not_taken_on  protection.transfer_not_taken_on
transfer in      conference  told          cannot be done as things stand
transfer in      taken_on    not_taken_on  this move is over
transfer in      not_taken_on taken_on     this move is over
transfer out     told        told          protection.transfer_papers_sent
transfer out     told        taken_on      protection.transfer_taken_on_there
transfer out     told        not_taken_on  protection.transfer_not_taken_on_there
transfer out     told        conference    The other authority holds the conference
transfer out     taken_on    not_taken_on  this move is over
"""


def rows() -> list[tuple[str, str, str, str]]:
    """Return each row of the table: of which process, from, to, and what it says."""
    found = []
    for line in MOVES.splitlines():
        name = next((one for one in TABLES if line.startswith(one)), None)
        if name is not None:
            before, after, said = line[len(name) :].split(maxsplit=2)
            found.append((name, before, after, said))
    return found


@pytest.mark.parametrize(("process", "before", "after", "said"), rows())
def test_each_move_has_its_event_or_its_sentence(process: str, before: str, after: str, said: str) -> None:
    """What the table says is what the workflow does."""
    table = TABLES[process]
    if said.startswith("protection."):
        assert table.check_move(before, after) == said
        return
    with pytest.raises(CannotBeTrue, match=said):
        table.check_move(before, after)


@pytest.mark.parametrize("table", TABLES.values(), ids=list(TABLES))
def test_the_diagram_in_the_documents_is_drawn_from_the_table(table: Workflow) -> None:
    """Who reads the documents reads the table itself."""
    assert f"```mermaid\n{table.diagram()}\n```" in PAGE.read_text(encoding="utf-8")
