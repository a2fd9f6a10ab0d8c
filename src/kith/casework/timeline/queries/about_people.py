"""What the timeline holds about some people, now or as known at an earlier instant."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce
from django.utils import timezone

from kith.casework.furniture.known_at import NOW, Record
from kith.casework.timeline.clocks import name_of
from kith.casework.timeline.models import (
    Clock,
    Document,
    DocumentSubject,
    Event,
    EventSubject,
    Note,
    NotePassage,
    NoteSubject,
    PassageSubject,
    Task,
)
from kith.casework.timeline.models.note import PassageBearing
from kith.casework.workforce.models import Worker


def chronology_of(people: Iterable[int], *, record: Record = NOW) -> QuerySet[Any]:
    """Return the events about any of these people, latest first. Events are never changed, only recorded."""
    return _events(EventSubject.objects.filter(person_id__in=list(people)), record)


def latest_of(person_id: int, most: int, *, record: Record = NOW) -> QuerySet[Any]:
    """Return the latest events about one person. Of somebody with hundreds, no more are read than it takes."""
    subjects = EventSubject.objects.filter(person_id=person_id)
    if record.instant is None:
        days = subjects.order_by("-day").values("day")[most - 1 : most]
        # However many happened on the last of these days, all of it is read, for the hour decides which come first.
        subjects = subjects.filter(day__gte=Coalesce(Subquery(days), Value(datetime.date.min)))
    return _events(subjects, record)[:most]


def _events(subjects: QuerySet[EventSubject], record: Record) -> QuerySet[Any]:
    events = Event.objects.filter(Exists(subjects.filter(event_id=OuterRef("pk")))).select_related(
        "by_worker"
    )
    if record.instant is not None:
        events = events.filter(recorded_at__lte=record.instant)
    return events.order_by("-day", "-at", "-pk")


def of_people_or_their_processes(people: Iterable[int]) -> Q:
    """Return the clocks of these people, and those that began before anybody was known to be meant: first help's."""
    numbers = list(people)
    threads = RawSQL("SELECT kith_threads_about(%s::bigint[])", [numbers])
    return Q(person_id__in=numbers) | Q(person__isnull=True, thread__in=threads)


def clocks_of(people: Iterable[int], *, record: Record = NOW) -> list[Any]:
    """Return the running clocks of these people, soonest due first, each with `rule_name`."""
    clocks = list(
        record.rows(Clock)
        .filter(of_people_or_their_processes(people), stopped_date__isnull=True)
        .order_by("due_date", "id")
    )
    for clock in clocks:
        clock.rule_name = name_of(clock)
        clock.is_late = clock.due_date < timezone.localdate()
    return clocks


def tasks_of(people: Iterable[int]) -> QuerySet[Task]:
    """Return what is to be done about these people, soonest first."""
    return (
        Task.objects.filter(person_id__in=list(people), done_at__isnull=True)
        .select_related("worker", "team")
        .order_by("due_date")
    )


@dataclass(frozen=True)
class ReadPassage:
    """One passage as it stands on one person's page."""

    text: str
    withheld_from: frozenset[int]
    is_withheld_from_reader_subject: bool


@dataclass(frozen=True)
class ReadNote:
    """One note as it stands on one person's page: only the passages that are about that person."""

    note: Any
    passages: list[ReadPassage]
    other_passages: int
    written_by: str


def notes_of(person_id: int, *, record: Record = NOW, limit: int = 50) -> list[ReadNote]:
    """Return the latest notes about a person, each with only the passages that are about them."""
    subjects = record.rows(NoteSubject).filter(person_id=person_id).order_by("-day", "-note_id")
    numbers = [subject.note_id for subject in subjects[:limit]]
    held = record.together(
        notes=record.rows(Note).filter(id__in=numbers),
        passages=record.rows(NotePassage).filter(note_id__in=numbers).order_by("note_id", "position"),
    )
    notes = {note.id: note for note in held["notes"]}
    more = record.together(
        bearings=record.rows(PassageSubject).filter(
            passage_id__in=[passage.id for passage in held["passages"]]
        ),
        writers=Worker.objects.filter(pk__in={note.written_by_id for note in notes.values()}),
    )
    writers = {worker.pk: worker.name for worker in more["writers"]}
    passages = _about(person_id, held["passages"], more["bearings"])
    return [
        ReadNote(notes[number], *passages.get(number, ([], 0)), writers.get(notes[number].written_by_id, ""))
        for number in numbers
        if number in notes
    ]


def _about(
    person_id: int, passages: Iterable[Any], bearings: Iterable[Any]
) -> dict[int, tuple[list[ReadPassage], int]]:
    """Return for each note the passages about a person, and how many are about others alone."""
    of_passage: dict[int, list[Any]] = {}
    for bearing in bearings:
        of_passage.setdefault(bearing.passage_id, []).append(bearing)
    found: dict[int, tuple[list[ReadPassage], int]] = {}
    for passage in passages:
        held = of_passage.get(passage.id, [])
        about = {bearing.person_id for bearing in held if bearing.bearing == PassageBearing.ABOUT}
        withheld = frozenset(b.person_id for b in held if b.bearing == PassageBearing.WITHHELD)
        read, others = found.get(passage.note_id, ([], 0))
        if about and person_id not in about:
            found[passage.note_id] = (read, others + 1)
        else:
            found[passage.note_id] = (
                [*read, ReadPassage(passage.text, withheld, person_id in withheld)],
                others,
            )
    return found


def documents_of(person_id: int, *, record: Record = NOW) -> list[Any]:
    """Return the documents about a person, latest first."""
    numbers = [
        s.document_id for s in record.rows(DocumentSubject).filter(person_id=person_id).order_by("-day")
    ]
    documents = {document.id: document for document in record.rows(Document).filter(id__in=numbers)}
    return [documents[number] for number in numbers if number in documents]
