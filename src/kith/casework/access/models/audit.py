"""Who looked at whom and who changed what: append-only, each entry sealed by the hash of the one before.

Entries hold plain identifiers, not foreign keys, so that the log neither blocks nor follows a deletion.
The database's own trigger numbers and hashes each entry, and refuses any change or deletion.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

CHAINS = 16  # entries of one worker are in one chain; several chains let several workers write at once


class AuditVerb(models.TextChoices):
    """What was done."""

    VIEW = "view", "Viewed"
    SEARCH = "search", "Searched"
    CHANGE = "change", "Changed"
    EXPORT = "export", "Exported"
    REFUSED = "refused", "Was refused"
    BREAK_GLASS = "break_glass", "Opened by break-glass"
    SIGN_IN = "sign_in", "Signed in"
    SIGN_OUT = "sign_out", "Signed out"


class AuditEntry(models.Model):
    """One thing done by one worker, about any number of people."""

    chain = models.PositiveSmallIntegerField(editable=False, default=0)
    number = models.BigIntegerField(
        editable=False, default=0, help_text="The entry's place in its chain, from 1"
    )
    at = models.DateTimeField()
    worker_id = models.BigIntegerField(null=True)
    verb = models.CharField(max_length=12, choices=AuditVerb)
    what = models.CharField(max_length=80, help_text="The page or the event, never a child's data")
    subject_ids = ArrayField(models.BigIntegerField(), default=list)
    reason = models.CharField(max_length=500, blank=True)
    previous_hash = models.BinaryField(editable=False, default=b"")
    hash = models.BinaryField(editable=False, default=b"")

    class Meta:
        verbose_name_plural = "audit entries"
        indexes = [
            GinIndex(fields=["subject_ids"], name="audit_subjects"),
            models.Index(fields=["worker_id", "-at"], name="audit_worker_at"),
            models.Index(fields=["-at"], name="audit_at"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["chain", "number"], name="audit_number_once_in_a_chain")
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb} {self.what}"


class AuditChain(models.Model):
    """The head of one chain: how many entries it has, and the last one's hash."""

    chain = models.PositiveSmallIntegerField(primary_key=True)
    length = models.BigIntegerField(default=0)
    head = models.BinaryField(default=b"")

    def __str__(self) -> str:
        return f"Chain {self.chain} of {self.length} entries"
