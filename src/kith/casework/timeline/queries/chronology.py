"""The automatic chronology of a person or a family: what was recorded, and the notes, in order, each once."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, IntegerField, QuerySet, Value

from kith.casework.furniture.known_at import NOW, Record
from kith.casework.timeline.chronology_kinds import (
    NOT_TOLD,
    NOT_TOLD_BEGINNING,
    NOTES,
    condition_of,
    label_of,
)
from kith.casework.timeline.models import Event, EventSubject, Note, NotePassage, NoteSubject, PassageSubject
from kith.casework.timeline.models.note import NoteKind, PassageBearing
from kith.casework.workforce.models import Worker

EVENT, NOTE = 0, 1


@dataclass(frozen=True)
class Asked:
    """What a reader asks of a chronology: kinds of thing (none: all), days, only the significant, which end first."""

    kinds: frozenset[str] = frozenset()
    from_date: datetime.date | None = None
    to_date: datetime.date | None = None
    significant: bool = False
    latest_first: bool = True
    record: Record = NOW


@dataclass(frozen=True)
class Passage:
    """A passage of one entry: whom it is about, and from whom it is withheld. An event is one passage."""

    text: str
    about: frozenset[int]
    withheld_from: frozenset[int]


@dataclass(frozen=True)
class FoundEntry:
    """One event or note as the record has it, with the passages that are about those whose chronology it is."""

    key: str  # "event-55" or "note-7"
    day: datetime.date
    what: str
    title: str  # a note's own; it may speak of anybody, so no copy has it
    by: str
    about: frozenset[int]  # of those whose chronology it is
    passages: tuple[Passage, ...]
    other_passages: int  # about others alone
    event_id: int | None = None
    note_id: int | None = None


def places_in_chronology(people: Iterable[int], asked: Asked) -> QuerySet[Any, Any]:
    """Return what is in the chronology of these people, in order, as rows of `what`, `number` and `day`, each once."""
    numbers = list(people)
    subjects = EventSubject.objects.filter(person_id__in=numbers).exclude(event__kind__in=NOT_TOLD)
    subjects = subjects.exclude(event__kind__startswith=NOT_TOLD_BEGINNING)
    notes = asked.record.rows(NoteSubject).filter(person_id__in=numbers)
    if asked.record.instant is not None:
        subjects = subjects.filter(event__recorded_at__lte=asked.record.instant)
    if asked.significant:
        subjects = subjects.filter(significant=True)
    if asked.kinds:
        subjects = subjects.filter(condition_of(asked.kinds))
    if asked.from_date:
        subjects, notes = subjects.filter(day__gte=asked.from_date), notes.filter(day__gte=asked.from_date)
    if asked.to_date:
        subjects, notes = subjects.filter(day__lte=asked.to_date), notes.filter(day__lte=asked.to_date)
    found = _places(subjects, EVENT, "event_id")
    if not asked.significant and (not asked.kinds or NOTES in asked.kinds):
        found = found.union(_places(notes, NOTE, "note_id"))
    else:
        found = found.distinct()
    order = ("-day", "-what", "-number") if asked.latest_first else ("day", "what", "number")
    return found.order_by(*order)


def _places(subjects: QuerySet[Any], what: int, column: str) -> QuerySet[Any, Any]:
    named = subjects.order_by().annotate(what=Value(what, output_field=IntegerField()), number=F(column))
    places: QuerySet[Any, Any] = named.values("what", "number", "day")
    return places


def key_of(place: Any) -> str:
    """Return the key of a place's entry, as a form carries it."""
    return f"{'note' if place['what'] == NOTE else 'event'}-{place['number']}"


def read_entries(places: Sequence[Any], people: Iterable[int], *, record: Record = NOW) -> list[FoundEntry]:
    """Return what stands at these places, in their order, as it is about these people; a fixed number of queries."""
    whose = frozenset(people)
    events = {
        event.pk: event
        for event in Event.objects.filter(
            pk__in=[place["number"] for place in places if place["what"] == EVENT]
        ).select_related("by_worker")
    }
    about_event: dict[int, set[int]] = {}
    for event_id, person_id in EventSubject.objects.filter(
        event_id__in=events, person_id__in=whose
    ).values_list("event_id", "person_id"):
        about_event.setdefault(event_id, set()).add(person_id)
    notes = _notes([place["number"] for place in places if place["what"] == NOTE], whose, record)
    found = []
    for place in places:
        if place["what"] == NOTE:
            if place["number"] in notes:
                found.append(notes[place["number"]])
            continue
        event = events.get(place["number"])
        if event is None:
            continue
        about = frozenset(about_event.get(event.pk, ()))
        found.append(
            FoundEntry(
                key=f"event-{event.pk}",
                day=event.day,
                what=label_of(event.kind),
                title="",
                by=event.by_worker.name if event.by_worker else "",
                about=about,
                passages=(Passage(event.summary, about, frozenset()),),
                other_passages=0,
                event_id=event.pk,
            )
        )
    return found


def _notes(numbers: Sequence[int], whose: frozenset[int], record: Record) -> dict[int, FoundEntry]:
    """Return notes as they are about these people: passages about others alone are counted, never shown."""
    held = record.together(
        notes=record.rows(Note).filter(id__in=numbers),
        subjects=record.rows(NoteSubject).filter(note_id__in=numbers),
        passages=record.rows(NotePassage).filter(note_id__in=numbers).order_by("note_id", "position"),
    )
    more = record.together(
        bearings=record.rows(PassageSubject).filter(passage_id__in=[one.id for one in held["passages"]]),
        writers=Worker.objects.filter(pk__in={note.written_by_id for note in held["notes"]}),
    )
    writers = {worker.pk: worker.name for worker in more["writers"]}
    of_passage: dict[tuple[int, str], set[int]] = {}
    for bearing in more["bearings"]:
        of_passage.setdefault((bearing.passage_id, bearing.bearing), set()).add(bearing.person_id)
    subjects: dict[int, set[int]] = {}
    for subject in held["subjects"]:
        subjects.setdefault(subject.note_id, set()).add(subject.person_id)
    found = {}
    for note in held["notes"]:
        everyone = frozenset(subjects.get(note.id, ()))
        passages, others = [], 0
        for passage in (one for one in held["passages"] if one.note_id == note.id):
            about = frozenset(of_passage.get((passage.id, PassageBearing.ABOUT), ())) or everyone
            if not about & whose:
                others += 1
                continue
            withheld = frozenset(of_passage.get((passage.id, PassageBearing.WITHHELD), ()))
            passages.append(Passage(passage.text, about, withheld))
        found[note.id] = FoundEntry(
            key=f"note-{note.id}",
            day=note.day,
            what=NoteKind(note.kind).label,
            title=note.title,
            by=writers.get(note.written_by_id, ""),
            about=everyone & whose,
            passages=tuple(passages),
            other_passages=others,
            note_id=note.id,
        )
    return found


@dataclass(frozen=True)
class Copy:
    """What of a chronology may be in one person's own copy, and how much was left out: a number and nothing more."""

    entries: list[FoundEntry]
    left_out: int


def copy_for(person_id: int, entries: Iterable[FoundEntry]) -> Copy:
    """Return what is about a person and not withheld from them; the rest is counted.

    A note's title and the names of others whom an entry is about are in no copy: either may speak of somebody else.
    """
    kept, left_out = [], 0
    for entry in entries:
        told = tuple(
            Passage(one.text, frozenset({person_id}), frozenset())
            for one in entry.passages
            if person_id in one.about and person_id not in one.withheld_from
        )
        left_out += len(entry.passages) - len(told) + entry.other_passages
        if told:
            kept.append(
                FoundEntry(
                    key=entry.key,
                    day=entry.day,
                    what=entry.what,
                    title="",
                    by=entry.by,
                    about=frozenset({person_id}),
                    passages=told,
                    other_passages=0,
                    event_id=entry.event_id,
                    note_id=entry.note_id,
                )
            )
    return Copy(kept, left_out)
