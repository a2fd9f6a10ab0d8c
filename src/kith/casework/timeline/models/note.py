"""Notes: written once about several people, read on each one's page with only what is about them."""

from __future__ import annotations

from django.db import models

from kith.casework.furniture.history import recorded


class NoteKind(models.TextChoices):
    """What the note records."""

    CASE_NOTE = "case_note", "Case note"
    VISIT = "visit", "Visit"
    TELEPHONE = "telephone", "Telephone call"
    MEETING = "meeting", "Meeting"
    MANAGER = "manager", "Manager's note"
    CHILD_WORDS = "child_words", "What the child said"


@recorded
class Note(models.Model):
    """One note; its text is in passages, each about some or all of its subjects."""

    kind = models.CharField(max_length=12, choices=NoteKind, default=NoteKind.CASE_NOTE)
    title = models.CharField(max_length=160)
    day = models.DateField("Day it is about")
    written_by = models.ForeignKey("workforce.Worker", on_delete=models.PROTECT, related_name="notes")
    written_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["-day"], name="note_day")]

    def __str__(self) -> str:
        return self.title


@recorded
class NoteSubject(models.Model):
    """One person whom the note is about."""

    note = models.ForeignKey("timeline.Note", on_delete=models.CASCADE, related_name="subjects")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="note_subjects")
    day = models.DateField(help_text="The note's day, kept here so that one person's notes read in order")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["note", "person"], name="note_subject_once")]
        indexes = [models.Index(fields=["person", "-day"], name="note_subject_person_day")]

    def __str__(self) -> str:
        return f"Note {self.note_id} is about person {self.person_id}"


@recorded
class NotePassage(models.Model):
    """One passage of a note, in its order. Without subjects of its own it is about every subject of the note."""

    note = models.ForeignKey("timeline.Note", on_delete=models.CASCADE, related_name="passages")
    position = models.PositiveSmallIntegerField()
    text = models.TextField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["note", "position"], name="note_passage_position_once")
        ]

    def __str__(self) -> str:
        return f"Passage {self.position} of note {self.note_id}"


class PassageBearing(models.TextChoices):
    """What a passage is to a person."""

    ABOUT = "about", "Is about them"
    WITHHELD = "withheld", "Is not to be disclosed to them"


@recorded
class PassageSubject(models.Model):
    """That a passage is about one subject alone, or is not to be disclosed to one."""

    passage = models.ForeignKey("timeline.NotePassage", on_delete=models.CASCADE, related_name="subjects")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="passage_subjects")
    bearing = models.CharField(max_length=8, choices=PassageBearing)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["passage", "person", "bearing"], name="passage_subject_once")
        ]

    def __str__(self) -> str:
        return f"Passage {self.passage_id}: {self.bearing} person {self.person_id}"
