"""The moves of a meeting of the family's own people, as a table that a practitioner could read."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from kith.casework.family_help import meeting_workflow
from kith.casework.family_help.meeting_workflow import MOVES, MeetingState, check_move, state_of
from kith.casework.family_help.models import FamilyNetworkMeeting
from kith.casework.furniture.sentences import CannotBeTrue

DAY = datetime.date(2026, 3, 2)
DOCUMENT = Path(__file__).resolve().parents[3] / "docs" / "family-help.md"

# What is recorded of a meeting in each state, beyond that it was offered.
RECORDED: dict[str, dict[str, object]] = {
    "not_offered": {"why_not_offered": "He may not come near them."},
    "offered": {},
    "declined": {"answer": "declined", "answered_date": DAY},
    "accepted": {"answer": "accepted", "answered_date": DAY},
    "planned": {"answer": "accepted", "planned_date": DAY},
    "held": {"answer": "accepted", "planned_date": DAY, "held_date": DAY},
    "agreed": {"answer": "accepted", "held_date": DAY, "agreed": "agreed_in_part"},
    "not_agreed": {"answer": "accepted", "held_date": DAY, "agreed": "not_agreed"},
    "reviewed": {"answer": "accepted", "held_date": DAY, "agreed": "agreed", "reviewed_date": DAY},
}

# For each state: where it may go. All else is refused.
DRAWN = """
                      not_offered offered accepted declined planned held agreed not_agreed reviewed
    nothing           yes         yes     .        .        .       .    .      .          .
    not_offered       .           .       .        .        .       .    .      .          .
    offered           .           .       yes      yes      .       .    .      .          .
    declined          .           .       .        .        .       .    .      .          .
    accepted          .           .       .        yes      yes     yes  .      .          .
    planned           .           .       .        yes      yes     yes  .      .          .
    held              .           .       .        .        .       .    yes    yes        .
    agreed            .           .       .        .        .       .    .      .          yes
    not_agreed        .           .       .        .        .       .    yes    .          yes
    reviewed          .           .       .        .        .       .    .      .          yes
"""

# The event that records each arrival.
ARRIVAL = {
    "not_offered": "family_help.meeting_not_offered",
    "offered": "family_help.meeting_offered",
    "accepted": "family_help.meeting_answered",
    "declined": "family_help.meeting_answered",
    "planned": "family_help.meeting_planned",
    "held": "family_help.meeting_held",
    "agreed": "family_help.family_plan_answered",
    "not_agreed": "family_help.family_plan_answered",
    "reviewed": "family_help.meeting_reviewed",
}

# What is said of the mistakes that people make, by state and wish.
SENTENCES = {
    ("offered", "held"): "A meeting is held after the family has accepted it. Record what they said first.",
    (
        "offered",
        "planned",
    ): "A meeting is planned once the family has accepted it. Record what they said first.",
    (
        "accepted",
        "accepted",
    ): "The family has answered already. If they have changed their mind, record that they declined.",
    ("declined", "held"): "The family declined this meeting. Offer another when the time is right.",
    (
        "not_offered",
        "accepted",
    ): "This meeting was not offered. Offer one to the family: that is a record of its own.",
    (
        "planned",
        "reviewed",
    ): "The family's plan is looked at again once the service has answered it. Record the meeting and the answer first.",
    (
        "accepted",
        "agreed",
    ): "The service answers the family's plan once the meeting has been held. Record the meeting first.",
    ("held", "declined"): "The meeting has been held, so it can no longer be declined.",
    ("agreed", "held"): "The meeting has been held already. Offer another if the family wants one.",
    (
        "agreed",
        "agreed",
    ): "The service has answered the family's plan already. Record how it goes when you look at it again.",
}


def drawn() -> list[tuple[str, str, bool]]:
    """Return each cell of the table: from, to, and whether it may."""
    head, *lines = [line.split() for line in DRAWN.strip("\n").splitlines()]
    return [
        (before, after, cell == "yes")
        for before, *cells in lines
        for after, cell in zip(head, cells, strict=True)
    ]


def meeting_in(state: str) -> FamilyNetworkMeeting | None:
    """Return a meeting that stands so, unsaved, or None where there is none yet."""
    if state == "nothing":
        return None
    return FamilyNetworkMeeting(kind="network_meeting", offered_date=DAY, **RECORDED[state])


@pytest.mark.parametrize("state", RECORDED)
def test_where_a_meeting_stands_is_read_from_what_is_recorded(state: str) -> None:
    """No column says it, so none can be wrong."""
    meeting = meeting_in(state)
    assert meeting is not None
    assert state_of(meeting) == state


@pytest.mark.parametrize(("before", "after", "may"), drawn())
def test_each_move_is_as_drawn(before: str, after: str, may: bool) -> None:
    """A move in the table records its event; any other is refused with a sentence that says what to do."""
    meeting = meeting_in(before)
    if may:
        assert check_move(meeting, MeetingState(after)) == ARRIVAL[after]
        return
    with pytest.raises(CannotBeTrue) as refused:
        check_move(meeting, MeetingState(after))
    assert refused.value.sentence.count(".") >= 1


@pytest.mark.parametrize(("before", "after"), SENTENCES)
def test_what_is_said_of_a_move_that_cannot_be_made(before: str, after: str) -> None:
    """The mistakes that people make, with the words they are given."""
    with pytest.raises(CannotBeTrue) as refused:
        check_move(meeting_in(before), MeetingState(after))
    assert refused.value.sentence == SENTENCES[before, after]


def test_no_move_is_missing_from_the_drawn_table() -> None:
    """The drawing and the program's table name the same moves."""
    assert {(str(before), str(after)) for before, after in MOVES} == {
        (before, after) for before, after, may in drawn() if may
    }


def test_the_diagram_in_the_documents_is_drawn_from_the_table() -> None:
    """A move that is added is in the picture too."""
    picture = f"```mermaid\n{meeting_workflow.diagram()}\n```"
    assert picture in DOCUMENT.read_text(encoding="utf-8"), f"Put this into docs/family-help.md:\n{picture}"
