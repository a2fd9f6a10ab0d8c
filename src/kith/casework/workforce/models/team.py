"""The tree of teams, and who is in which when."""

from __future__ import annotations

from django.db import models

from kith.casework.furniture.history import recorded
from kith.casework.furniture.periods import Period, ends_after_it_starts, no_overlap


class TeamKind(models.TextChoices):
    """What the team does."""

    SERVICE = "service", "Whole service or area"
    FRONT_DOOR = "front_door", "Front door"
    FAMILY_HELP = "family_help", "Family Help"
    CHILD_PROTECTION = "child_protection", "Child protection"
    CARE = "care", "Children in care and leaving care"
    SUPPORT = "support", "Support to the service"


@recorded
class Team(models.Model):
    """One team; a team without a parent is the whole service."""

    name = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=16, choices=TeamKind)
    parent = models.ForeignKey(
        "workforce.Team", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    telephone = models.CharField(max_length=30, blank=True)

    def __str__(self) -> str:
        return self.name


@recorded
class TeamMembership(Period):
    """One worker in one team over a period; a worker is in one team on any day."""

    worker = models.ForeignKey("workforce.Worker", on_delete=models.CASCADE, related_name="team_memberships")
    team = models.ForeignKey("workforce.Team", on_delete=models.PROTECT, related_name="memberships")
    is_manager = models.BooleanField("Manages the team", default=False)

    class Meta:
        constraints = [ends_after_it_starts("team_membership"), no_overlap("team_membership", "worker")]

    def __str__(self) -> str:
        return f"Worker {self.worker_id} in team {self.team_id}"
