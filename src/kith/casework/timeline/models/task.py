"""Things to do that people give each other, or that an action asks for; what follows from a clock is the clock itself."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from kith.casework.furniture.history import recorded


@recorded
class Task(models.Model):
    """One thing to do by a day, by a worker or by whoever in a team takes it."""

    title = models.CharField(max_length=200)
    person = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.CASCADE, related_name="tasks"
    )
    worker = models.ForeignKey(
        "workforce.Worker", null=True, blank=True, on_delete=models.PROTECT, related_name="tasks"
    )
    team = models.ForeignKey(
        "workforce.Team", null=True, blank=True, on_delete=models.PROTECT, related_name="tasks"
    )
    due_date = models.DateField()
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        "workforce.Worker", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    link = models.CharField(max_length=120, blank=True, help_text="The page where it is done, as a path")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="task_done_at_with_done_by",
                condition=Q(done_at__isnull=True, done_by__isnull=True)
                | Q(done_at__isnull=False, done_by__isnull=False),
            ),
            models.CheckConstraint(
                name="task_has_an_owner", condition=Q(worker__isnull=False) | Q(team__isnull=False)
            ),
        ]
        indexes = [
            models.Index(
                fields=["worker", "due_date"], condition=Q(done_at__isnull=True), name="task_worker_open"
            ),
            models.Index(
                fields=["team", "due_date"], condition=Q(done_at__isnull=True), name="task_team_open"
            ),
        ]

    def __str__(self) -> str:
        return self.title
