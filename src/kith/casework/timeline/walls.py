"""How the timeline's tables stand behind the second wall."""

from __future__ import annotations

from kith.casework.access.wall import Behind, people_rows

WALLS = {
    "timeline_eventsubject": people_rows("record"),
    "timeline_event": Behind(
        through=(("timeline_eventsubject", "event_id", "id"),),
        also="by_worker_id = kith_worker()",
        loose=True,
    ),
    "timeline_clock": people_rows("record"),
    "timeline_task": people_rows("record"),
    "timeline_notesubject": people_rows("record"),
    "timeline_note": Behind(through=(("timeline_notesubject", "note_id", "id"),), loose=True),
    # Seen with its note; where it is about some of them alone, with one of those.
    "timeline_notepassage": Behind(
        also="EXISTS (SELECT 1 FROM timeline_notesubject o WHERE o.note_id = {table}.note_id)"
        " AND (NOT kith_passage_is_about_some({table}.id) OR EXISTS (SELECT 1 FROM timeline_passagesubjectevent s"
        " WHERE s.passage_id = {table}.id AND s.bearing = 'about'))"
    ),
    "timeline_passagesubject": people_rows("record"),
    "timeline_documentsubject": people_rows("record"),
    "timeline_document": Behind(through=(("timeline_documentsubject", "document_id", "id"),), loose=True),
    "timeline_chronologyperson": people_rows("record"),
    "timeline_authoredchronology": Behind(also="kith_sees_chronology(id)"),
    "timeline_chronologyentrysubject": people_rows("record"),
    "timeline_chronologyentry": Behind(also="kith_sees_entry(id, chronology_id)"),
}
OPEN: dict[str, str] = {}
