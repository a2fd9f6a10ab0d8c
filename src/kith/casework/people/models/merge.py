"""Two records of one person joined, and what it takes to part them again."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from kith.casework.furniture.history import recorded


@recorded
class PersonMerge(models.Model):
    """One merge: which record was kept, which was joined to it, and which rows were moved."""

    kept = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="merges_kept")
    merged = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="merges_joined")
    reason = models.TextField()
    # {"people.Residence.person": [ids], …}: enough to move each row back; nothing is ever deleted by a merge.
    moved = models.JSONField(default=dict)
    merged_at = models.DateTimeField()
    merged_by_worker_id = models.BigIntegerField()
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by_worker_id = models.BigIntegerField(null=True, blank=True)
    undone_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="merge_undone_at_with_undone_by",
                condition=Q(undone_at__isnull=True, undone_by_worker_id__isnull=True)
                | Q(undone_at__isnull=False, undone_by_worker_id__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"Record {self.merged_id} joined to {self.kept_id}"
