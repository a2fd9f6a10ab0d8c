"""Drafts: what somebody had typed when the session ended, the page closed or the machine stopped."""

from __future__ import annotations

from django.db import models


class Draft(models.Model):
    """One worker's unsent text in one form about one thing; gone once the form is sent. Nobody else can read it."""

    worker_id = models.BigIntegerField()
    form = models.CharField(max_length=80, help_text="The form's name, such as 'timeline.note'")
    about = models.CharField(max_length=80, blank=True, help_text="What it is about, such as 'person:12'")
    data = models.JSONField(default=dict)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["worker_id", "form", "about"], name="draft_one_for_a_form")
        ]

    def __str__(self) -> str:
        return f"Draft of {self.form}"
