"""Who may open a restricted record, and who may never open one."""

from __future__ import annotations

from django.db import models

from kith.casework.furniture.history import recorded
from kith.casework.furniture.periods import Period, ends_after_it_starts, no_overlap


@recorded
class RestrictedAccess(Period):
    """A worker named as one who may open a restricted or sealed record."""

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="restricted_access")
    worker = models.ForeignKey("workforce.Worker", on_delete=models.CASCADE, related_name="restricted_access")
    reason = models.TextField()
    named_by = models.ForeignKey("workforce.Worker", on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name_plural = "restricted access"
        constraints = [
            ends_after_it_starts("restricted_access"),
            no_overlap("restricted_access", "person", "worker"),
        ]

    def __str__(self) -> str:
        return f"Worker {self.worker_id} may open record {self.person_id}"


@recorded
class OwnFamily(models.Model):
    """A worker's own relative, friend or neighbour: never visible to them, by any road."""

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="hidden_from")
    worker = models.ForeignKey("workforce.Worker", on_delete=models.CASCADE, related_name="own_family")
    relation = models.CharField(max_length=120, help_text="Such as 'her sister's child' or 'lives next door'")
    declared_by = models.ForeignKey("workforce.Worker", on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name_plural = "own family"
        constraints = [models.UniqueConstraint(fields=["person", "worker"], name="own_family_once")]

    def __str__(self) -> str:
        return f"Record {self.person_id} is hidden from worker {self.worker_id}"
