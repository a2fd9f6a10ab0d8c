"""Writing and changing notes: once, about everyone they concern."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.timeline.actions.events import record_event
from kith.casework.timeline.models import Note, NotePassage, NoteSubject, PassageSubject
from kith.casework.timeline.models.note import NoteKind, PassageBearing
from kith.casework.workforce.models import Worker


@dataclass(frozen=True)
class WrittenPassage:
    """One passage as it was written: about these people alone (none: about all), withheld from those."""

    text: str
    about: tuple[int, ...] = ()
    withheld_from: tuple[int, ...] = ()


@transaction.atomic
def write_note(
    *,
    kind: str,
    title: str,
    day: datetime.date,
    people: Sequence[int],
    passages: Sequence[WrittenPassage],
    by: Worker,
) -> Note:
    """Write one note about several people. Raises CannotBeTrue for one about nobody, or with nothing in it."""
    _check(people, passages, day)
    note = Note.objects.create(kind=kind, title=title, day=day, written_by=by, written_at=timezone.now())
    NoteSubject.objects.bulk_create(
        NoteSubject(note=note, person_id=number, day=day) for number in sorted(set(people))
    )
    _write_passages(note, passages)
    record_event(
        "timeline.note_written",
        by=by,
        day=day,
        about=people,
        summary=f"{NoteKind(kind).label} written.",
        thread=f"note:{note.pk}",
    )
    return note


@transaction.atomic
def change_note(
    *, note: Note, title: str, day: datetime.date, passages: Sequence[WrittenPassage], by: Worker
) -> None:
    """Change a note's text; what it said before stays readable as known at then."""
    people = list(note.subjects.values_list("person_id", flat=True))
    _check(people, passages, day)
    Note.objects.filter(pk=note.pk).update(title=title, day=day)
    note.subjects.update(day=day)
    note.passages.all().delete()
    _write_passages(note, passages)
    record_event(
        "timeline.note_changed", by=by, day=timezone.localdate(), about=people, summary="A note was corrected.",
        thread=f"note:{note.pk}",
    )  # fmt: skip


def _check(people: Sequence[int], passages: Sequence[WrittenPassage], day: datetime.date) -> None:
    if not people:
        raise CannotBeTrue("Choose whom the note is about.", "people")
    if not any(passage.text.strip() for passage in passages):
        raise CannotBeTrue("Write the note.", "text")
    if day > timezone.localdate():
        raise CannotBeTrue("A note is about a day that has been. For something to come, add a task.", "day")
    strangers = {number for passage in passages for number in (*passage.about, *passage.withheld_from)} - set(
        people
    )
    if strangers:
        raise CannotBeTrue(
            "A passage is about somebody whom the note is not about. Choose them for the note first.",
            "people",
        )


def _write_passages(note: Note, passages: Iterable[WrittenPassage]) -> None:
    written = [passage for passage in passages if passage.text.strip()]
    for position, passage in enumerate(written):
        row = NotePassage.objects.create(note=note, position=position, text=passage.text.strip())
        PassageSubject.objects.bulk_create(
            [
                *(
                    PassageSubject(passage=row, person_id=n, bearing=PassageBearing.ABOUT)
                    for n in passage.about
                ),
                *(
                    PassageSubject(passage=row, person_id=n, bearing=PassageBearing.WITHHELD)
                    for n in passage.withheld_from
                ),
            ]
        )
