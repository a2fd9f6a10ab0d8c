"""Offers of family group decision-making to a family, and reasons why none was made, found on its plan."""

from __future__ import annotations

from dataclasses import dataclass

from kith.casework.family_help.meeting_workflow import MeetingState, state_of
from kith.casework.family_help.models import FamilyNetworkMeeting, MeetingKind


@dataclass(frozen=True)
class FamilyMeeting:
    """One offer, or the reason why none was made, as the legal pages tell it."""

    meeting: FamilyNetworkMeeting
    state: MeetingState

    @property
    def was_offered(self) -> bool:
        """Whether the family was offered it."""
        return self.state != MeetingState.NOT_OFFERED

    @property
    def words(self) -> str:
        """Return the line that tells it."""
        day = f"{self.meeting.offered_date:%-d %B %Y}"
        if not self.was_offered:
            return f"Not offered, decided on {day}"
        return f"Offered on {day}: {self.state.label.lower()}"


def group_meetings_of(family_id: int) -> list[FamilyMeeting]:
    """Return a family's offers of family group decision-making on any of its plans, latest first."""
    found = FamilyNetworkMeeting.objects.filter(
        plan__family_id=family_id, kind=MeetingKind.GROUP_DECISION_MAKING
    ).order_by("-offered_date", "-pk")
    return [FamilyMeeting(meeting, state_of(meeting)) for meeting in found]


def latest_offer(family_id: int) -> FamilyNetworkMeeting | None:
    """Return the latest offer that was made on the family's open plan, or None."""
    found: FamilyNetworkMeeting | None = (
        FamilyNetworkMeeting.objects.filter(
            plan__family_id=family_id,
            plan__end_date__isnull=True,
            kind=MeetingKind.GROUP_DECISION_MAKING,
            why_not_offered="",
        )
        .order_by("-offered_date", "-pk")
        .first()
    )
    return found
