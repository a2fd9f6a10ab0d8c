"""Uploaded documents: kept outside the web root under a name of our own, served only through access."""

from __future__ import annotations

from django.db import models

from kith.casework.furniture.history import recorded


@recorded
class Document(models.Model):
    """One stored file; its content type was read from its content, never from its name."""

    title = models.CharField(max_length=160)
    day = models.DateField("Day it is about")
    original_name = models.CharField(max_length=200)
    stored_name = models.CharField(max_length=64, unique=True)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField(help_text="Bytes")
    sha256 = models.CharField(max_length=64)
    added_by = models.ForeignKey("workforce.Worker", on_delete=models.PROTECT, related_name="documents")
    added_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.title


@recorded
class DocumentSubject(models.Model):
    """One person whom the document is about."""

    document = models.ForeignKey("timeline.Document", on_delete=models.CASCADE, related_name="subjects")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="document_subjects")
    day = models.DateField(
        help_text="The document's day, kept here so that one person's documents read in order"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "person"], name="document_subject_once")]
        indexes = [models.Index(fields=["person", "-day"], name="document_subject_day")]

    def __str__(self) -> str:
        return f"Document {self.document_id} is about person {self.person_id}"
