"""An authored chronology: what a worker chose from the record of a child or a family, why it matters, what it shows.

It stands over the automatic chronology, which is everything that was recorded. Each entry says whom it is about and
from whom it is withheld, so that a copy for one person holds only what is about them and may be told them.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from kith.casework.furniture.history import recorded


@recorded
class AuthoredChronology(models.Model):
    """One chronology that a worker writes about a child or a family, in their own words, for a purpose."""

    child = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.CASCADE, related_name="authored_chronologies"
    )
    family = models.ForeignKey(
        "people.Family", null=True, blank=True, on_delete=models.CASCADE, related_name="authored_chronologies"
    )
    purpose = models.CharField("What it is for", max_length=200)
    from_date = models.DateField("From")
    to_date = models.DateField("To", help_text="The last day that it covers")
    introduction = models.TextField(blank=True)
    analysis = models.TextField("What it shows as a whole", blank=True)
    started_at = models.DateTimeField()
    written_by = models.ForeignKey(
        "workforce.Worker", on_delete=models.PROTECT, related_name="authored_chronologies"
    )
    finished_at = models.DateTimeField(null=True, blank=True)
    finished_by = models.ForeignKey(
        "workforce.Worker", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    carries_on = models.ForeignKey(
        "timeline.AuthoredChronology",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="carried_on_in",
        help_text="The finished chronology whose entries this one began with",
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name_plural = "authored chronologies"
        constraints = [
            models.CheckConstraint(
                name="authored_chronology_of_a_child_or_a_family",
                condition=Q(child__isnull=False, family__isnull=True)
                | Q(child__isnull=True, family__isnull=False),
            ),
            models.CheckConstraint(
                name="authored_chronology_ends_after_it_starts",
                condition=Q(to_date__gte=F("from_date")),
                violation_error_message="The last day is before the first. Change one of them.",
            ),
            models.CheckConstraint(
                name="authored_chronology_finished_by_somebody",
                condition=Q(finished_at__isnull=True, finished_by__isnull=True)
                | Q(finished_at__isnull=False, finished_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"Chronology {self.pk}: {self.purpose}"

    @property
    def is_finished(self) -> bool:
        """Whether it is finished, and no longer changed."""
        return self.finished_at is not None


@recorded
class ChronologyPerson(models.Model):
    """One person whom an authored chronology is about: the child, or a member of the family."""

    chronology = models.ForeignKey(
        "timeline.AuthoredChronology", on_delete=models.CASCADE, related_name="people"
    )
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="chronology_places")
    may_read_the_whole = models.BooleanField(
        "The purpose, introduction and analysis may be in their copy",
        default=False,
        help_text="They are about everybody together, so the author says so for each person",
    )

    class Meta:
        verbose_name_plural = "chronology people"
        constraints = [
            models.UniqueConstraint(fields=["chronology", "person"], name="chronology_person_once")
        ]

    def __str__(self) -> str:
        return f"Chronology {self.chronology_id} is about person {self.person_id}"


@recorded
class ChronologyEntry(models.Model):
    """One entry: an event or a note of the record, or written by hand with its source; then the author's words on it.

    A note whose passages are about different people becomes an entry for each, so that each can be withheld by itself.
    """

    chronology = models.ForeignKey(
        "timeline.AuthoredChronology", on_delete=models.CASCADE, related_name="entries"
    )
    day = models.DateField()
    event = models.ForeignKey(
        "timeline.Event", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    note = models.ForeignKey(
        "timeline.Note", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    source = models.CharField("Where this comes from", max_length=160)
    what_happened = models.TextField()
    why_it_matters = models.TextField(blank=True)
    impact = models.TextField("What it meant for the child", blank=True)
    # An entry is never deleted: it would take with it marks of people whom whoever takes it out cannot see.
    taken_out_at = models.DateTimeField(null=True, blank=True)
    taken_out_by = models.ForeignKey(
        "workforce.Worker", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name_plural = "chronology entries"
        ordering = ["day", "pk"]
        indexes = [models.Index(fields=["chronology", "day"], name="chronology_entry_day")]
        constraints = [
            models.CheckConstraint(
                name="chronology_entry_of_an_event_or_a_note",
                condition=Q(event__isnull=True) | Q(note__isnull=True),
            ),
            models.CheckConstraint(
                name="chronology_entry_says_something",
                condition=~Q(what_happened=""),
                violation_error_message="Say what happened, or take the entry out.",
            ),
            models.CheckConstraint(
                name="chronology_entry_taken_out_by_somebody",
                condition=Q(taken_out_at__isnull=True, taken_out_by__isnull=True)
                | Q(taken_out_at__isnull=False, taken_out_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"Entry {self.pk} of chronology {self.chronology_id}"


class EntryBearing(models.TextChoices):
    """What an entry is to a person."""

    ABOUT = "about", "Is about them"
    WITHHELD = "withheld", "Is not to be disclosed to them"


@recorded
class ChronologyEntrySubject(models.Model):
    """That an entry is about a person, or is not to be disclosed to one. Every entry is about somebody."""

    entry = models.ForeignKey("timeline.ChronologyEntry", on_delete=models.CASCADE, related_name="subjects")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="chronology_entries")
    bearing = models.CharField(max_length=8, choices=EntryBearing)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "person", "bearing"], name="chronology_entry_subject_once"
            )
        ]

    def __str__(self) -> str:
        return f"Entry {self.entry_id}: {self.bearing} person {self.person_id}"
