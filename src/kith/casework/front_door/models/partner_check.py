"""What partners were asked about a family at the front door, each with its own lawful basis."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from kith.casework.furniture.history import recorded
from kith.casework.plans.models.agreement import LawfulBasis


class PartnerAgency(models.TextChoices):
    """Whom we ask."""

    POLICE = "police", "Police"
    HEALTH = "health", "Health"
    SCHOOL = "school", "School or nursery"
    HOUSING = "housing", "Housing"
    PROBATION = "probation", "Probation"
    ADULT_SOCIAL_CARE = "adult_social_care", "Adult social care"
    ANOTHER_AUTHORITY = "another_authority", "Another authority"
    OTHER = "other", "Another service"


@recorded
class PartnerCheck(models.Model):
    """One question to one partner about one contact, and the answer."""

    contact = models.ForeignKey("front_door.Contact", on_delete=models.CASCADE, related_name="checks")
    agency = models.CharField(max_length=18, choices=PartnerAgency)
    question = models.TextField("What we ask")
    lawful_basis = models.CharField(max_length=16, choices=LawfulBasis)
    consent_sought = models.BooleanField("The family was asked first", default=False)
    why_not_asked = models.TextField("Why the family was not asked first", blank=True)
    asked_by = models.ForeignKey("workforce.Worker", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="partner_check_answered_has_an_answer",
                condition=Q(answered_at__isnull=True, answer="")
                | (Q(answered_at__isnull=False) & ~Q(answer="")),
            ),
            models.CheckConstraint(
                name="partner_check_unasked_has_a_reason",
                condition=Q(consent_sought=True) | ~Q(why_not_asked=""),
                violation_error_message="Say why the family was not asked first.",
            ),
        ]

    def __str__(self) -> str:
        return self.get_agency_display()
