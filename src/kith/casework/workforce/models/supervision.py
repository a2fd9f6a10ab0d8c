"""Supervision: one meeting of a worker and a supervisor, with an entry for each child they spoke of."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from kith.casework.furniture.history import recorded


@recorded
class Supervision(models.Model):
    """One supervision meeting."""

    worker = models.ForeignKey("workforce.Worker", on_delete=models.PROTECT, related_name="supervisions")
    supervisor = models.ForeignKey(
        "workforce.Worker", on_delete=models.PROTECT, related_name="supervisions_given"
    )
    held_date = models.DateField("Held on")
    next_date = models.DateField("Next due", null=True, blank=True)
    wellbeing = models.TextField("How the worker is", blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="supervision_by_another",
                condition=~Q(worker=F("supervisor")),
                violation_error_message="Nobody supervises themself.",
            ),
            models.CheckConstraint(
                name="supervision_next_is_later",
                condition=Q(next_date__isnull=True) | Q(next_date__gt=F("held_date")),
                violation_error_message="The next supervision is after this one.",
            ),
        ]

    def __str__(self) -> str:
        return f"Supervision on {self.held_date}"


@recorded
class SupervisionEntry(models.Model):
    """What was said and decided about one child."""

    supervision = models.ForeignKey("workforce.Supervision", on_delete=models.CASCADE, related_name="entries")
    child = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="supervision_entries")
    discussion = models.TextField("What was said")
    decision = models.TextField("What was decided, and why", blank=True)

    class Meta:
        verbose_name_plural = "supervision entries"
        constraints = [
            models.UniqueConstraint(fields=["supervision", "child"], name="supervision_entry_once")
        ]

    def __str__(self) -> str:
        return f"Entry about child {self.child_id}"
