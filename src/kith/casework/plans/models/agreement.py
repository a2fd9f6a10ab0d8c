"""Agreement to service and, apart from it, the lawful basis of each share: neither stands for the other."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from kith.casework.furniture.history import recorded


class AgreementAnswer(models.TextChoices):
    """What the person said."""

    AGREED = "agreed", "Agreed"
    DECLINED = "declined", "Declined"
    WITHDRAWN = "withdrawn", "Withdrew their agreement"


@recorded
class Agreement(models.Model):
    """Whether one person agreed, on a day, to the help that the plan offers."""

    plan = models.ForeignKey("plans.Plan", on_delete=models.CASCADE, related_name="agreements")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="agreements")
    answer = models.CharField(max_length=9, choices=AgreementAnswer)
    day = models.DateField("Said on")
    words = models.TextField("In their words", blank=True)

    def __str__(self) -> str:
        return self.get_answer_display()


class LawfulBasis(models.TextChoices):
    """Why the law allows a share (UK GDPR article 6; Data Protection Act 2018)."""

    PUBLIC_TASK = "public_task", "Public task: Children Act 1989 or 2004"
    LEGAL_OBLIGATION = "legal_obligation", "A duty in law"
    VITAL_INTERESTS = "vital_interests", "To protect somebody's life"
    CONSENT = "consent", "Consent"


@recorded
class Sharing(models.Model):
    """One decision to share, or not to share, information about a family."""

    family = models.ForeignKey("people.Family", on_delete=models.CASCADE, related_name="sharings")
    recipient = models.CharField("Shared with", max_length=160)
    what = models.TextField("What was shared")
    purpose = models.TextField("Why")
    lawful_basis = models.CharField(max_length=16, choices=LawfulBasis)
    consent_sought = models.BooleanField("The family was asked first", default=False)
    was_shared = models.BooleanField("It was shared", default=True)
    reason_not_shared = models.TextField("Why it was not shared", blank=True)
    day = models.DateField("Decided on")
    decided_by = models.ForeignKey("workforce.Worker", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="sharing_refused_has_a_reason",
                condition=Q(was_shared=True) | ~Q(reason_not_shared=""),
                violation_error_message="Say why it was not shared.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.recipient} on {self.day}"
