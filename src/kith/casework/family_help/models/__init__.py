"""The Family Help room's nouns."""

from kith.casework.family_help.models.assessment import (
    AssessmentChild,
    AssessmentFactor,
    AssessmentKind,
    AssessmentOutcome,
    AssessmentStatus,
    FamilyAssessment,
)
from kith.casework.family_help.models.delivery import (
    DeliveryEnding,
    DeliveryParticipant,
    DeliverySession,
    EndingReason,
    InterventionDelivery,
    MeasureStage,
    OutcomeScore,
    SessionAttendance,
)
from kith.casework.family_help.models.family_network import (
    Came,
    FamilyNetworkMeeting,
    MeetingAnswer,
    MeetingKind,
    MeetingPlace,
    NetworkHelp,
    NetworkOffer,
    PlanAgreed,
    StaysInTouch,
)
from kith.casework.family_help.models.intervention import (
    EvidenceRating,
    Intervention,
    InterventionAvailability,
    InterventionEvidence,
    InterventionGroup,
)

__all__ = [
    "AssessmentChild",
    "AssessmentFactor",
    "AssessmentKind",
    "AssessmentOutcome",
    "AssessmentStatus",
    "Came",
    "DeliveryEnding",
    "DeliveryParticipant",
    "DeliverySession",
    "EndingReason",
    "EvidenceRating",
    "FamilyAssessment",
    "FamilyNetworkMeeting",
    "Intervention",
    "InterventionAvailability",
    "InterventionDelivery",
    "InterventionEvidence",
    "InterventionGroup",
    "MeasureStage",
    "MeetingAnswer",
    "MeetingKind",
    "MeetingPlace",
    "NetworkHelp",
    "NetworkOffer",
    "OutcomeScore",
    "PlanAgreed",
    "SessionAttendance",
    "StaysInTouch",
]
