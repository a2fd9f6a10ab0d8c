"""Who stands in for a worker who is away."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from kith.casework.furniture.history import recorded
from kith.casework.furniture.periods import Period, ends_after_it_starts, no_overlap


@recorded
class Cover(Period):
    """One worker covered by another over an absence: the cover sees the absent worker's families and tasks."""

    absent_worker = models.ForeignKey("workforce.Worker", on_delete=models.CASCADE, related_name="absences")
    covered_by = models.ForeignKey("workforce.Worker", on_delete=models.PROTECT, related_name="covers")
    reason = models.CharField(max_length=120)

    class Meta:
        verbose_name_plural = "cover"
        constraints = [
            ends_after_it_starts("cover"),
            no_overlap("cover", "absent_worker"),
            models.CheckConstraint(
                name="cover_is_by_another",
                condition=~Q(absent_worker=F("covered_by")),
                violation_error_message="Choose another worker: nobody covers for themself.",
            ),
        ]

    def __str__(self) -> str:
        return f"Worker {self.covered_by_id} covers for worker {self.absent_worker_id}"
