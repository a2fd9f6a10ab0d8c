"""Numbers by which other services know a person."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models

from kith.casework.furniture.history import recorded
from kith.casework.people import check_digits


class IdentifierKind(models.TextChoices):
    """Who issued the number."""

    NHS_NUMBER = "nhs", "NHS number"
    UNIQUE_PUPIL_NUMBER = "upn", "Unique pupil number (UPN)"
    FORMER_UNIQUE_PUPIL_NUMBER = "former_upn", "Former unique pupil number"
    UNIQUE_LEARNER_NUMBER = "uln", "Unique learner number"
    HOME_OFFICE_REFERENCE = "home_office", "Home Office reference"
    FORMER_SYSTEM = "former_system", "Number in a former system"


@recorded
class Identifier(models.Model):
    """One number of one person; where it came from, and whether it has been checked against its issuer."""

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="identifiers")
    kind = models.CharField(max_length=13, choices=IdentifierKind)
    value = models.CharField(max_length=40)
    source = models.CharField(max_length=120, blank=True)
    verified = models.BooleanField("Checked against its issuer", default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "value"],
                name="identifier_belongs_to_one_person",
                violation_error_message="Another person already has this number. Check it, or look at both records.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.value}"

    def clean(self) -> None:
        """Put the number in its usual form and refuse one whose check digit is wrong."""
        self.value = check_digits.tidy(self.value)
        problem = check_digits.problem_with(self.kind, self.value)
        if problem:
            raise ValidationError({"value": problem})
