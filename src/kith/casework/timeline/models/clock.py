"""Clocks that run for a child or a contact: started and stopped by events alone."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from kith.casework.furniture.history import recorded


@recorded
class Clock(models.Model):
    """One running or stopped clock of a rule. Late is shown and explained; it never blocks."""

    rule = models.CharField(max_length=40, help_text="The rule's code in the clock catalogue")
    thread = models.CharField(
        max_length=60, blank=True, help_text="The process it belongs to, such as 'contact:55'"
    )
    person = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.CASCADE, related_name="clocks"
    )
    team = models.ForeignKey(
        "workforce.Team", null=True, blank=True, on_delete=models.SET_NULL, related_name="clocks"
    )
    started_by = models.ForeignKey("timeline.Event", on_delete=models.PROTECT, related_name="clocks_started")
    start_date = models.DateField()
    due_date = models.DateField(help_text="The last day on which it is in time")
    due_at = models.DateTimeField(
        null=True, blank=True, help_text="The instant, for a rule that runs in hours"
    )
    stopped_by = models.ForeignKey(
        "timeline.Event", null=True, blank=True, on_delete=models.PROTECT, related_name="clocks_stopped"
    )
    stopped_date = models.DateField(null=True, blank=True)
    was_late = models.BooleanField(null=True, help_text="Whether it stopped after it was due")
    late_reason = models.TextField("Why it is late", blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="clock_stopped_date_with_stopped_by",
                condition=Q(stopped_date__isnull=True, stopped_by__isnull=True, was_late__isnull=True)
                | Q(stopped_date__isnull=False, stopped_by__isnull=False, was_late__isnull=False),
            ),
            models.CheckConstraint(
                name="clock_has_a_person_or_a_thread", condition=Q(person__isnull=False) | ~Q(thread="")
            ),
            models.CheckConstraint(name="clock_due_after_start", condition=Q(due_date__gte=F("start_date"))),
        ]
        indexes = [
            models.Index(fields=["person", "stopped_date", "due_date"], name="clock_person_running"),
            models.Index(
                fields=["team", "due_date"], condition=Q(stopped_date__isnull=True), name="clock_team_running"
            ),
            models.Index(fields=["thread"], name="clock_thread"),
            models.Index(fields=["rule", "stopped_date"], name="clock_rule_stopped"),
            # What waits for first help is looked for on every team's page.
            models.Index(
                name="clock_first_help_running",
                fields=["person", "thread"],
                include=["id", "start_date", "team"],
                condition=Q(rule="first_help", stopped_date__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule} due {self.due_date}"
