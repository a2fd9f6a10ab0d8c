"""The moves of a child protection conference."""

from __future__ import annotations

from kith.casework.furniture.workflow import Workflow
from kith.casework.protection.models import ConferenceStatus as S

# A held conference records one of these by its kind; the clocks know them apart.
HELD_EVENT = {
    "initial": "protection.initial_conference_held",
    "review": "protection.review_conference_held",
    "transfer_in": "protection.transfer_conference_held",
}
CONFERENCE = Workflow(
    states=S,
    beginning={S.REQUESTED: "protection.conference_requested"},
    moves={
        (S.REQUESTED, S.BOOKED): "protection.conference_booked",
        (S.BOOKED, S.BOOKED): "protection.conference_booked",
        (S.BOOKED, S.HELD): "protection.conference_held",
        (S.REQUESTED, S.STOOD_DOWN): "protection.conference_stood_down",
        (S.BOOKED, S.STOOD_DOWN): "protection.conference_stood_down",
    },
    why_not={
        (
            S.HELD,
            "",
        ): "This conference has been held, and what it decided stands. A review conference may decide otherwise.",
        (S.STOOD_DOWN, ""): "This conference was stood down. Ask for another.",
        (S.REQUESTED, S.HELD): "A conference needs its chair and its day before it is held. Book it first.",
    },
)
