"""Opening a record that one's role does not open, for a stated reason and a short time, reviewed afterwards."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from kith.casework.furniture.history import recorded


class BreakGlassOutcome(models.TextChoices):
    """What the reviewer found."""

    RIGHT = "right", "It was right to open it"
    QUESTION = "question", "To be taken up with the worker"


@recorded
class BreakGlass(models.Model):
    """One opening: who, which record, why, until when, and what the reviewer found."""

    worker = models.ForeignKey("workforce.Worker", on_delete=models.PROTECT, related_name="glass_broken")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="glass_broken")
    reason = models.TextField()
    started_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.ForeignKey(
        "workforce.Worker", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    outcome = models.CharField(max_length=8, choices=BreakGlassOutcome, blank=True)
    review_note = models.TextField(blank=True)

    class Meta:
        verbose_name_plural = "break-glass openings"
        constraints = [
            models.CheckConstraint(
                name="break_glass_ends_after_start", condition=Q(ends_at__gt=F("started_at"))
            ),
            models.CheckConstraint(
                name="break_glass_reviewed_at_with_reviewed_by",
                condition=Q(reviewed_at__isnull=True, reviewed_by__isnull=True)
                | Q(reviewed_at__isnull=False, reviewed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="break_glass_not_reviewed_by_the_worker",
                condition=Q(reviewed_by__isnull=True) | ~Q(reviewed_by=F("worker")),
                violation_error_message="Nobody reviews their own opening of a record.",
            ),
        ]
        indexes = [models.Index(fields=["worker", "ends_at"], name="break_glass_worker_until")]

    def __str__(self) -> str:
        return f"Worker {self.worker_id} opened record {self.person_id}"
