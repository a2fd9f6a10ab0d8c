"""What was decided about a contact, by whom and why, and that whoever asked was told."""

from __future__ import annotations

from django.db import models

from kith.casework.furniture.history import recorded


class ContactOutcome(models.TextChoices):
    """What the service does next. None of them is nothing."""

    INFORMATION = "information", "Give information or advice"
    SIGNPOST = "signpost", "Point to another service"
    FAMILY_HELP = "family_help", "Take the request for help to Family Help"
    REFERRAL = "referral", "Make a statutory referral (Children Act 1989, section 17 or 47)"


@recorded
class ContactDecision(models.Model):
    """The decision on a contact, with its reason and decider."""

    contact = models.OneToOneField("front_door.Contact", on_delete=models.CASCADE, related_name="decision")
    outcome = models.CharField(max_length=11, choices=ContactOutcome)
    reason = models.TextField("Why this is the right response")
    would_change_it = models.TextField("What would change it", blank=True)
    given = models.TextField("What was given or pointed to", blank=True)
    decided_by = models.ForeignKey(
        "workforce.Worker", on_delete=models.PROTECT, related_name="contact_decisions"
    )
    decided_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.get_outcome_display()


@recorded
class Feedback(models.Model):
    """What whoever asked was told, how and when."""

    contact = models.ForeignKey("front_door.Contact", on_delete=models.CASCADE, related_name="feedback")
    how = models.CharField(max_length=60)
    words = models.TextField("What they were told")
    given_by = models.ForeignKey("workforce.Worker", on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "feedback"

    def __str__(self) -> str:
        return f"Feedback on {self.given_at:%Y-%m-%d}"
