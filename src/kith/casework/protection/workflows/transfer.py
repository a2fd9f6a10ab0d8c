"""The moves of a child's transfer between authorities: in, until a conference here decides; out, until one there does."""

from __future__ import annotations

from django.db import models

from kith.casework.furniture.workflow import Workflow
from kith.casework.protection.models import ProtectionTransfer, TransferDirection


class TransferState(models.TextChoices):
    """Where a transfer stands, read from what is recorded of it."""

    TOLD = "told", "Told of, and not decided yet"
    CONFERENCE = "conference", "A conference is to decide"
    TAKEN_ON = "taken_on", "Taken on"
    NOT_TAKEN_ON = "not_taken_on", "Not taken on, with the reason"


S = TransferState
_OVER: dict[tuple[str, str], str] = {
    (
        S.TAKEN_ON,
        "",
    ): "The plan was taken on, and this move is over. If the child moves again, record that move.",
    (
        S.NOT_TAKEN_ON,
        "",
    ): "The plan was not taken on, and this move is over. If the child moves again, record that move.",
}
TRANSFER_IN = Workflow(
    states=S,
    beginning={S.TOLD: "protection.transfer_in_told"},
    moves={
        (S.TOLD, S.TOLD): "protection.transfer_papers_received",
        (S.CONFERENCE, S.CONFERENCE): "protection.transfer_papers_received",
        (S.TOLD, S.CONFERENCE): "protection.transfer_conference_requested",
        (S.CONFERENCE, S.TAKEN_ON): "protection.transfer_conference_held",
        # At a conference that the other authority held: nobody is asked to tell it all again.
        (S.TOLD, S.TAKEN_ON): "protection.transfer_conference_held",
        (S.TOLD, S.NOT_TAKEN_ON): "protection.transfer_not_taken_on",
        (S.CONFERENCE, S.NOT_TAKEN_ON): "protection.transfer_not_taken_on",
    },
    why_not=_OVER,
)
TRANSFER_OUT = Workflow(
    states=S,
    beginning={S.TOLD: "protection.transfer_out_told"},
    moves={
        (S.TOLD, S.TOLD): "protection.transfer_papers_sent",
        (S.TOLD, S.TAKEN_ON): "protection.transfer_taken_on_there",
        (S.TOLD, S.NOT_TAKEN_ON): "protection.transfer_not_taken_on_there",
    },
    why_not=_OVER | {(S.TOLD, S.CONFERENCE): "The other authority holds the conference, and tells us of it."},
)


def table_of(transfer: ProtectionTransfer) -> Workflow:
    """Return the table of moves of a transfer's direction."""
    return TRANSFER_IN if transfer.direction == TransferDirection.IN else TRANSFER_OUT


def state_of(transfer: ProtectionTransfer) -> TransferState:
    """Return where a transfer stands."""
    if transfer.taken_on_date is not None:
        return S.TAKEN_ON
    if transfer.not_taken_on_reason:
        return S.NOT_TAKEN_ON
    return S.CONFERENCE if transfer.conference_id is not None else S.TOLD
