"""The moves of the talk that a young person is offered after coming back."""

from __future__ import annotations

from django.db import models

from kith.casework.furniture.workflow import Workflow
from kith.casework.protection.models import InterviewAnswer, ReturnInterview


class InterviewState(models.TextChoices):
    """Where a return interview stands, read from what is recorded of it."""

    OFFERED = "offered", "Offered, waiting for the young person's answer"
    ACCEPTED = "accepted", "Accepted, to be held"
    DECLINED = "declined", "Declined by the young person"
    HELD = "held", "Held"


_S = InterviewState
RETURN_INTERVIEW = Workflow(
    states=InterviewState,
    beginning={_S.OFFERED: "protection.return_interview_offered"},
    moves={
        (_S.OFFERED, _S.ACCEPTED): "protection.return_interview_accepted",
        (_S.OFFERED, _S.DECLINED): "protection.return_interview_declined",
        # A young person may change their mind, either way, until the talk is held.
        (_S.ACCEPTED, _S.DECLINED): "protection.return_interview_declined",
        (_S.DECLINED, _S.ACCEPTED): "protection.return_interview_accepted",
        (_S.ACCEPTED, _S.HELD): "protection.return_interview_held",
    },
    why_not={
        (_S.HELD, ""): "The talk has been held, and what was said stays as it was said.",
        (
            _S.OFFERED,
            _S.HELD,
        ): "The talk is held after the young person has accepted it. Record what they said first.",
        (
            _S.DECLINED,
            _S.HELD,
        ): "The young person declined. If they have changed their mind, record that first.",
        (_S.ACCEPTED, _S.ACCEPTED): "They have accepted already. Record the talk when it is held.",
        (_S.DECLINED, _S.DECLINED): "They have declined already.",
        ("", _S.ACCEPTED): "The talk has not been offered yet. Record the offer first.",
        ("", _S.DECLINED): "The talk has not been offered yet. Record the offer first.",
        (
            "",
            _S.HELD,
        ): "The talk has not been offered yet. Record the offer, and what they said to it, first.",
    },
)
OFFERED_ALREADY = "The talk has been offered already. Record what the young person said."
NOT_FOUND_YET = "The talk is offered once the young person is found. Record that they were found first."


def state_of(interview: ReturnInterview | None) -> InterviewState | None:
    """Return where a return interview stands, or None where none was offered."""
    if interview is None:
        return None
    if interview.held_at:
        return _S.HELD
    if interview.answer == InterviewAnswer.ACCEPTED:
        return _S.ACCEPTED
    return _S.DECLINED if interview.answer == InterviewAnswer.DECLINED else _S.OFFERED
