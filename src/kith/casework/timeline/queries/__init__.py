"""What is read from the timeline: chronologies, clocks, tasks, notes, documents, and a worker's day."""

from kith.casework.timeline.queries.about_people import (
    chronology_of,
    clocks_of,
    documents_of,
    latest_of,
    notes_of,
    tasks_of,
)
from kith.casework.timeline.queries.day import Day, day_of

__all__ = [
    "Day",
    "chronology_of",
    "clocks_of",
    "day_of",
    "documents_of",
    "latest_of",
    "notes_of",
    "tasks_of",
]
