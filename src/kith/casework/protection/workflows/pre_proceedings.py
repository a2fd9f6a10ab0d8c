"""The moves of work before proceedings, read from what is recorded of it.

Meetings, assessments and reviews are steps within it: each is an event, and moves it nowhere.
"""

from __future__ import annotations

from django.db import models

from kith.casework.furniture.workflow import Workflow
from kith.casework.protection.models import PreProceedings


class PreProceedingsState(models.TextChoices):
    """Where work before proceedings stands."""

    LETTER_TO_SEND = "letter_to_send", "The letter to the parents is to be sent"
    UNDER_WAY = "under_way", "Under way"
    ENDED = "ended", "Ended"


S = PreProceedingsState
PRE_PROCEEDINGS = Workflow(
    states=S,
    beginning={S.LETTER_TO_SEND: "protection.pre_proceedings_started"},
    moves={
        (S.LETTER_TO_SEND, S.UNDER_WAY): "protection.letter_before_proceedings_sent",
        (S.LETTER_TO_SEND, S.ENDED): "protection.pre_proceedings_ended",
        (S.UNDER_WAY, S.ENDED): "protection.pre_proceedings_ended",
    },
    why_not={
        (S.UNDER_WAY, S.UNDER_WAY): (
            "The letter has been sent, and stays as it was sent. Write what has changed as a review."
        ),
        (S.ENDED, ""): (
            "This work has ended, and stays as it was. If it is to begin again, ask for a legal gateway meeting."
        ),
    },
)
WITHIN = {
    "planned": "protection.pre_proceedings_step_planned",
    "done": "protection.pre_proceedings_step_done",
    "family": "protection.pre_proceedings_family_meeting_joined",
}


def state_of(pre_proceedings: PreProceedings) -> PreProceedingsState:
    """Return where work before proceedings stands."""
    if pre_proceedings.end_date is not None:
        return S.ENDED
    return S.LETTER_TO_SEND if pre_proceedings.letter_sent_date is None else S.UNDER_WAY
