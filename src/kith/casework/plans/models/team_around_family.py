"""The team around the family: workers, partners and the family's own people."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from kith.casework.furniture.history import recorded
from kith.casework.furniture.periods import Period, ends_after_it_starts


@recorded
class TeamMember(Period):
    """One member of the team around one family over a period."""

    plan = models.ForeignKey("plans.Plan", on_delete=models.CASCADE, related_name="team_members")
    worker = models.ForeignKey(
        "workforce.Worker",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="teams_around_families",
    )
    person = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.CASCADE, related_name="teams_around_families"
    )
    name = models.CharField(max_length=120, blank=True)
    part = models.CharField("What they do", max_length=160)

    class Meta:
        constraints = [
            ends_after_it_starts("team_member"),
            models.CheckConstraint(
                name="team_member_is_somebody",
                condition=Q(worker__isnull=False) | Q(person__isnull=False) | ~Q(name=""),
                violation_error_message="Choose a worker or a person, or enter a name.",
            ),
        ]

    def __str__(self) -> str:
        return self.name or str(self.worker or self.person)
