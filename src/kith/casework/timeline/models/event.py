"""Domain events: what an action did, once, about everyone it concerned."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from kith.casework.furniture.history import recorded


@recorded
class Event(models.Model):
    """One thing that happened in casework, such as `front_door.contact_received`."""

    kind = models.CharField(max_length=60)
    day = models.DateField(help_text="The day on which it happened, by which the rules in force are chosen")
    at = models.DateTimeField(
        help_text="The instant at which it happened, where known, else of its day's start"
    )
    recorded_at = models.DateTimeField()
    by_worker = models.ForeignKey(
        "workforce.Worker", null=True, on_delete=models.PROTECT, related_name="events_done"
    )
    # The process it belongs to, such as "contact:55": a clock of a process is stopped by that process's events.
    thread = models.CharField(max_length=60, blank=True)
    summary = models.TextField(
        help_text="A sentence for the chronology, safe for every subject to be seen beside"
    )
    details = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["thread"], name="event_thread"),
            models.Index(fields=["-day"], name="event_day"),
            # Figures of how soon help came look for this kind alone, over every record.
            models.Index(fields=["day", "id"], condition=Q(kind="plans.help_given"), name="event_help_given"),
            # And a team's, for help that its workers gave.
            models.Index(
                fields=["by_worker", "day"],
                condition=Q(kind__in=["plans.help_given", "front_door.help_given"]),
                name="event_help_by_worker",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.kind}"


class EventSubject(models.Model):
    """One person whom the event is about."""

    event = models.ForeignKey("timeline.Event", on_delete=models.CASCADE, related_name="subjects")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="event_subjects")
    day = models.DateField(
        help_text="The event's day, kept here so that one person's chronology reads in order"
    )
    significant = models.BooleanField(default=False, help_text="Chosen for the short chronology")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "person"], name="event_subject_once")]
        indexes = [models.Index(fields=["person", "-day"], name="event_subject_person_day")]

    def __str__(self) -> str:
        return f"Event {self.event_id} is about person {self.person_id}"
