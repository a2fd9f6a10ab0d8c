"""A family as a dated group: who belonged to it when."""

from __future__ import annotations

from django.db import models

from kith.casework.furniture.history import recorded
from kith.casework.furniture.periods import Period, ends_after_it_starts, no_overlap


@recorded
class Family(models.Model):
    """The people whom the service thinks of together; each has a membership with its dates."""

    name = models.CharField(
        max_length=120, help_text="What the family calls itself, such as 'Okafor and Reid'"
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name_plural = "families"

    def __str__(self) -> str:
        return self.name


class FamilyRole(models.TextChoices):
    """The person's part in the family, as the plan sees it."""

    CHILD = "child", "Child"
    ADULT = "adult", "Parent or other adult"


@recorded
class FamilyMembership(Period):
    """One person in one family over a period; a child may belong to two at once, as separated parents' children do."""

    family = models.ForeignKey("people.Family", on_delete=models.CASCADE, related_name="memberships")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="family_memberships")
    role = models.CharField(max_length=5, choices=FamilyRole)

    class Meta:
        constraints = [
            ends_after_it_starts("family_membership"),
            no_overlap("family_membership", "family", "person"),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} in family {self.family_id}"
