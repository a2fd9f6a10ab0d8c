"""The workforce room's nouns."""

from kith.casework.workforce.models.allocation import Allocation, AllocationReason, AllocationRole
from kith.casework.workforce.models.cover import Cover
from kith.casework.workforce.models.supervision import Supervision, SupervisionEntry
from kith.casework.workforce.models.team import Team, TeamMembership
from kith.casework.workforce.models.worker import Worker

__all__ = [
    "Allocation",
    "AllocationReason",
    "AllocationRole",
    "Cover",
    "Supervision",
    "SupervisionEntry",
    "Team",
    "TeamMembership",
    "Worker",
]
