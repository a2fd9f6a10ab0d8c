"""The timeline room's nouns: what happened, and what is due."""

from kith.casework.timeline.models.chronology import (
    AuthoredChronology,
    ChronologyEntry,
    ChronologyEntrySubject,
    ChronologyPerson,
    EntryBearing,
)
from kith.casework.timeline.models.clock import Clock
from kith.casework.timeline.models.document import Document, DocumentSubject
from kith.casework.timeline.models.event import Event, EventSubject
from kith.casework.timeline.models.note import Note, NoteKind, NotePassage, NoteSubject, PassageSubject
from kith.casework.timeline.models.task import Task

__all__ = [
    "AuthoredChronology",
    "ChronologyEntry",
    "ChronologyEntrySubject",
    "ChronologyPerson",
    "Clock",
    "Document",
    "DocumentSubject",
    "EntryBearing",
    "Event",
    "EventSubject",
    "Note",
    "NoteKind",
    "NotePassage",
    "NoteSubject",
    "PassageSubject",
    "Task",
]
