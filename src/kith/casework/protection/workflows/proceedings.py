"""The moves of proceedings in court, read from what is recorded of them.

Hearings and orders are steps within them: each is an event. They end by the last child's final order, and by nothing else.
"""

from __future__ import annotations

from django.db import models

from kith.casework.furniture.workflow import Workflow
from kith.casework.protection.models import CareProceedings


class ProceedingsState(models.TextChoices):
    """Where proceedings stand."""

    ISSUED = "issued", "In court"
    EXTENDED = "extended", "In court, extended beyond twenty-six weeks"
    ENDED = "ended", "Ended: each child has a final order"


S = ProceedingsState
PROCEEDINGS = Workflow(
    states=S,
    beginning={S.ISSUED: "protection.proceedings_issued"},
    moves={
        (S.ISSUED, S.EXTENDED): "protection.proceedings_extended",
        (S.EXTENDED, S.EXTENDED): "protection.proceedings_extended",
        (S.ISSUED, S.ENDED): "protection.proceedings_ended",
        (S.EXTENDED, S.ENDED): "protection.proceedings_ended",
    },
    why_not={
        (S.ENDED, ""): (
            "These proceedings have ended: each child has a final order. If there is a new application, record that one."
        )
    },
)
WITHIN = {
    "hearing_planned": "protection.hearing_planned",
    "hearing_held": "protection.hearing_held",
    "order": "protection.court_order_made",
    "told": "protection.proceedings_details_written",
}


def state_of(proceedings: CareProceedings) -> ProceedingsState:
    """Return where proceedings stand."""
    if proceedings.ended_date is not None:
        return S.ENDED
    return S.ISSUED if proceedings.extended_until is None else S.EXTENDED
