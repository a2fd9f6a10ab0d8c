"""The moves that a meeting of the family's own people may make: the table that its actions follow, and its picture."""

from __future__ import annotations

from django.db import models

from kith.casework.family_help.models import FamilyNetworkMeeting, MeetingAnswer, PlanAgreed
from kith.casework.furniture import workflow
from kith.casework.furniture.sentences import CannotBeTrue


class MeetingState(models.TextChoices):
    """Where a meeting stands, read from what is recorded of it."""

    NOTHING = "nothing", "Nothing yet"
    NOT_OFFERED = "not_offered", "Not offered, with the reason"
    OFFERED = "offered", "Offered, waiting for the family's answer"
    DECLINED = "declined", "Declined by the family"
    ACCEPTED = "accepted", "Accepted, to be planned"
    PLANNED = "planned", "Planned"
    HELD = "held", "Held, waiting for the service's answer"
    AGREED = "agreed", "The family's plan is agreed, and will be looked at again"
    NOT_AGREED = "not_agreed", "The family's plan is not agreed"
    REVIEWED = "reviewed", "The family's plan was looked at again"


# From where to where, and the event that records the arrival. Asking people to a meeting is part of planning it.
MOVES: dict[tuple[MeetingState, MeetingState], str] = {
    (MeetingState.NOTHING, MeetingState.OFFERED): "family_help.meeting_offered",
    (MeetingState.NOTHING, MeetingState.NOT_OFFERED): "family_help.meeting_not_offered",
    (MeetingState.OFFERED, MeetingState.ACCEPTED): "family_help.meeting_answered",
    (MeetingState.OFFERED, MeetingState.DECLINED): "family_help.meeting_answered",
    # A family that has accepted may change its mind until the meeting is held.
    (MeetingState.ACCEPTED, MeetingState.DECLINED): "family_help.meeting_answered",
    (MeetingState.PLANNED, MeetingState.DECLINED): "family_help.meeting_answered",
    (MeetingState.ACCEPTED, MeetingState.PLANNED): "family_help.meeting_planned",
    (MeetingState.PLANNED, MeetingState.PLANNED): "family_help.meeting_planned",
    (MeetingState.ACCEPTED, MeetingState.HELD): "family_help.meeting_held",
    (MeetingState.PLANNED, MeetingState.HELD): "family_help.meeting_held",
    (MeetingState.HELD, MeetingState.AGREED): "family_help.family_plan_answered",
    (MeetingState.HELD, MeetingState.NOT_AGREED): "family_help.family_plan_answered",
    # What could not be agreed may be agreed later, when something has changed.
    (MeetingState.NOT_AGREED, MeetingState.AGREED): "family_help.family_plan_answered",
    (MeetingState.AGREED, MeetingState.REVIEWED): "family_help.meeting_reviewed",
    (MeetingState.NOT_AGREED, MeetingState.REVIEWED): "family_help.meeting_reviewed",
    (MeetingState.REVIEWED, MeetingState.REVIEWED): "family_help.meeting_reviewed",
}

# While a meeting stands so, another is not offered.
UNDER_WAY = (MeetingState.OFFERED, MeetingState.ACCEPTED, MeetingState.PLANNED, MeetingState.HELD)

# Why a move cannot be made: what stands in its way, or else where it would have led.
_STANDS_IN_THE_WAY = {
    MeetingState.NOT_OFFERED: "This meeting was not offered. Offer one to the family: that is a record of its own.",
    MeetingState.DECLINED: "The family declined this meeting. Offer another when the time is right.",
}
_NOT_YET = {
    MeetingState.PLANNED: "A meeting is planned once the family has accepted it. Record what they said first.",
    MeetingState.HELD: "A meeting is held after the family has accepted it. Record what they said first.",
    MeetingState.AGREED: "The service answers the family's plan once the meeting has been held. Record the meeting first.",
    MeetingState.REVIEWED: (
        "The family's plan is looked at again once the service has answered it. Record the meeting and the answer first."
    ),
}
_ALREADY = {
    MeetingState.ACCEPTED: "The family has answered already. If they have changed their mind, record that they declined.",
    MeetingState.DECLINED: "The meeting has been held, so it can no longer be declined.",
    MeetingState.PLANNED: "The meeting has been held already. Offer another if the family wants one.",
    MeetingState.HELD: "The meeting has been held already. Offer another if the family wants one.",
    MeetingState.AGREED: "The service has answered the family's plan already. Record how it goes when you look at it again.",
}
_ORDER = list(MeetingState)


def state_of(meeting: FamilyNetworkMeeting) -> MeetingState:
    """Return where a meeting stands."""
    if meeting.why_not_offered:
        return MeetingState.NOT_OFFERED
    if meeting.reviewed_date:
        return MeetingState.REVIEWED
    if meeting.agreed:
        return MeetingState.NOT_AGREED if meeting.agreed == PlanAgreed.NOT_AGREED else MeetingState.AGREED
    if meeting.held_date:
        return MeetingState.HELD
    if meeting.answer == MeetingAnswer.DECLINED:
        return MeetingState.DECLINED
    if meeting.planned_date:
        return MeetingState.PLANNED
    return MeetingState.ACCEPTED if meeting.answer else MeetingState.OFFERED


def can_move(meeting: FamilyNetworkMeeting, to: MeetingState) -> bool:
    """Return whether a move is in the table."""
    return (state_of(meeting), to) in MOVES


def check_move(meeting: FamilyNetworkMeeting | None, to: MeetingState) -> str:
    """Return the event that records a move. Raises CannotBeTrue for one that is not in the table, and says why."""
    now = MeetingState.NOTHING if meeting is None else state_of(meeting)
    event = MOVES.get((now, to))
    if event is None:
        raise CannotBeTrue(why_not(now, to))
    return event


def why_not(now: MeetingState, to: MeetingState) -> str:
    """Return the sentence for a move that is not in the table: what cannot be true, and what to do."""
    if now in _STANDS_IN_THE_WAY:
        return _STANDS_IN_THE_WAY[now]
    asked = MeetingState.AGREED if to == MeetingState.NOT_AGREED else to
    comes_later = _ORDER.index(to) > _ORDER.index(now)
    sentence = (_NOT_YET if comes_later else _ALREADY).get(asked)
    return (
        sentence or "This cannot be done with the meeting as it stands. Open its page to see what comes next."
    )


def diagram() -> str:
    """Return the table as a Mermaid state diagram, for the documents."""
    nothing = MeetingState.NOTHING
    return workflow.diagram(
        MeetingState,
        {move: event for move, event in MOVES.items() if move[0] != nothing},
        beginning={after: event for (before, after), event in MOVES.items() if before == nothing},
    )
