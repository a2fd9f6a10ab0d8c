"""Which moves the law's processes may make, drawn as a practitioner would read them, and what is said of the others."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from django.utils import timezone

from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.furniture.workflow import Workflow
from kith.casework.protection.models import (
    CareProceedings,
    ImmediateProtection,
    LegalGatewayMeeting,
    PreProceedings,
)
from kith.casework.protection.workflows import gateway, immediate, pre_proceedings, proceedings

DAY = datetime.date(2026, 3, 2)
NOW = timezone.now()
DOCUMENT = Path(__file__).resolve().parents[3] / "docs" / "protection.md"

WORKFLOWS: dict[str, Workflow] = {
    "power": immediate.POWER,
    "gateway": gateway.GATEWAY,
    "pre-proceedings": pre_proceedings.PRE_PROCEEDINGS,
    "proceedings": proceedings.PROCEEDINGS,
}
# Process, from, to: the event that records it, or words of the sentence that refuses it.
TABLE = """
power            police_protection           ended       police_protection_ended
power            police_protection           extended    cannot be extended: 72 hours is the most
power            emergency_protection_order  extended    emergency_protection_order_extended
power            emergency_protection_order  ended       emergency_protection_order_ended
power            extended                    extended    can do so only once
power            extended                    ended       emergency_protection_order_ended
power            ended                       ended       has ended, and stays as it was
power            ended                       extended    has ended, and stays as it was
gateway          asked_for                   held        legal_gateway_held
gateway          held                        held        has been held, and what it decided stands
pre-proceedings  letter_to_send              under_way   letter_before_proceedings_sent
pre-proceedings  letter_to_send              ended       pre_proceedings_ended
pre-proceedings  under_way                   under_way   stays as it was sent
pre-proceedings  under_way                   ended       pre_proceedings_ended
pre-proceedings  ended                       under_way   has ended, and stays as it was
pre-proceedings  ended                       ended       has ended, and stays as it was
proceedings      issued                      extended    proceedings_extended
proceedings      issued                      ended       proceedings_ended
proceedings      extended                    extended    proceedings_extended
proceedings      extended                    ended       proceedings_ended
proceedings      ended                       extended    have ended: each child has a final order
proceedings      ended                       ended       have ended: each child has a final order
"""
ROWS = [tuple(line.split(maxsplit=3)) for line in TABLE.splitlines() if line.strip()]


@pytest.mark.parametrize(("process", "before", "after", "said"), ROWS)
def test_each_move_has_its_event_or_its_sentence(process: str, before: str, after: str, said: str) -> None:
    """What the table says is what the workflow does."""
    workflow = WORKFLOWS[process]
    if " " not in said:
        assert workflow.check_move(before, after) == f"protection.{said}"
        return
    with pytest.raises(CannotBeTrue, match=said):
        workflow.check_move(before, after)


@pytest.mark.parametrize("process", WORKFLOWS)
def test_the_table_leaves_no_move_out(process: str) -> None:
    """Every move that the program allows is drawn above."""
    drawn = {(before, after) for name, before, after, said in ROWS if name == process and " " not in said}
    assert drawn == set(WORKFLOWS[process].moves)


@pytest.mark.parametrize("process", WORKFLOWS)
def test_the_diagram_in_the_documents_is_drawn_from_the_table(process: str) -> None:
    """Who reads the documents reads the table itself."""
    drawn = f"```mermaid\n{WORKFLOWS[process].diagram()}\n```"
    assert drawn in DOCUMENT.read_text(encoding="utf-8")


# What is recorded, and where that stands.
STANDS = [
    (ImmediateProtection(kind="police_protection"), "police_protection"),
    (ImmediateProtection(kind="emergency_protection_order"), "emergency_protection_order"),
    (ImmediateProtection(kind="emergency_protection_order", extended_until=NOW), "extended"),
    (ImmediateProtection(kind="emergency_protection_order", extended_until=NOW, ended_at=NOW), "ended"),
    (LegalGatewayMeeting(), "asked_for"),
    (LegalGatewayMeeting(held_date=DAY), "held"),
    (PreProceedings(start_date=DAY), "letter_to_send"),
    (PreProceedings(start_date=DAY, letter_sent_date=DAY), "under_way"),
    (PreProceedings(start_date=DAY, end_date=DAY), "ended"),
    (CareProceedings(issued_date=DAY), "issued"),
    (CareProceedings(issued_date=DAY, extended_until=DAY), "extended"),
    (CareProceedings(issued_date=DAY, extended_until=DAY, ended_date=DAY), "ended"),
]
STATE_OF = {
    ImmediateProtection: immediate.state_of,
    LegalGatewayMeeting: gateway.state_of,
    PreProceedings: pre_proceedings.state_of,
    CareProceedings: proceedings.state_of,
}


@pytest.mark.parametrize(("recorded", "state"), STANDS)
def test_where_a_process_stands_is_read_from_what_is_recorded(recorded: object, state: str) -> None:
    """No state is kept beside it that could disagree."""
    assert STATE_OF[type(recorded)](recorded) == state  # type: ignore[index, operator]
