"""Who holds which child, from when to when, and why it changed."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from kith.casework.furniture.history import recorded
from kith.casework.furniture.periods import Period, ends_after_it_starts, no_overlap


class AllocationRole(models.TextChoices):
    """What the worker is to the child."""

    LEAD = "lead", "Lead practitioner"
    CO_WORKER = "co_worker", "Co-worker"
    REVIEWING_OFFICER = "reviewing_officer", "Independent reviewing officer"
    PERSONAL_ADVISER = "personal_adviser", "Personal adviser"
    PARTNER = "partner", "Partner practitioner"


class AllocationReason(models.TextChoices):
    """Why the allocation began; the codes of the looked-after return's social worker file follow from these."""

    FIRST = "first", "First contact or allocation"
    HANDOVER = "handover", "Handed over as the family's needs changed"
    CASELOAD = "caseload", "To even out caseloads"
    WORKER_LEFT = "worker_left", "The worker left"
    WORKER_AWAY = "worker_away", "The worker is away for long"
    REORGANISATION = "reorganisation", "Teams were reorganised"
    ASKED_FOR = "asked_for", "The child or family asked for a change"
    CONFLICT = "conflict", "A conflict of interest"
    OTHER = "other", "Another reason"


@recorded
class Allocation(Period):
    """One worker holding one child in one role over a period; a child has one lead on any day."""

    child = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="allocations")
    worker = models.ForeignKey("workforce.Worker", on_delete=models.PROTECT, related_name="allocations")
    role = models.CharField(max_length=18, choices=AllocationRole, default=AllocationRole.LEAD)
    reason = models.CharField(max_length=16, choices=AllocationReason)
    reason_words = models.CharField("In a sentence", max_length=300, blank=True)
    end_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            ends_after_it_starts("allocation"),
            no_overlap("allocation", "child", condition=Q(role="lead")),
        ]
        indexes = [
            models.Index(fields=["worker", "end_date"], name="allocation_worker_end"),
            models.Index(fields=["child", "end_date"], name="allocation_child_end"),
        ]

    def __str__(self) -> str:
        return f"Worker {self.worker_id} holds child {self.child_id} from {self.start_date}"
