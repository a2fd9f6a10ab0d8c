"""Whether the record holds what was acknowledged, and nothing half-written: asked of the database as its owner."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import connection

# Where each kind of writing is found again by its mark.
FOUND_BY = {
    "note": ("timeline_note", "title"),
    "task": ("timeline_task", "title"),
    "contact": ("front_door_contact", "in_their_words"),
}
# Each question finds rows that a change left without what must be saved with it: every answer must be nought.
HALF_WRITTEN = {
    "a note about nobody": "SELECT count(*) FROM timeline_note n"
    " WHERE NOT EXISTS (SELECT 1 FROM timeline_notesubject s WHERE s.note_id = n.id)",
    "a note with nothing in it": "SELECT count(*) FROM timeline_note n"
    " WHERE NOT EXISTS (SELECT 1 FROM timeline_notepassage p WHERE p.note_id = n.id)",
    "a note without its event": "SELECT count(*) FROM timeline_note n WHERE NOT EXISTS (SELECT 1 FROM"
    " timeline_event e WHERE e.kind = 'timeline.note_written' AND e.thread = 'note:' || n.id)",
    "a task without its event": "SELECT count(*) FROM timeline_task t WHERE NOT EXISTS (SELECT 1 FROM"
    " timeline_event e WHERE e.kind = 'timeline.task_given' AND e.thread = 'task:' || t.id)",
    "a contact without its event": "SELECT count(*) FROM front_door_contact c WHERE NOT EXISTS (SELECT 1 FROM"
    " timeline_event e WHERE e.kind = 'front_door.contact_received' AND e.thread = 'contact:' || c.id)",
    "a contact without its clocks": "SELECT count(*) FROM front_door_contact c WHERE NOT EXISTS (SELECT 1 FROM"
    " timeline_clock k WHERE k.thread = 'contact:' || c.id)",
    "a contact about nobody": "SELECT count(*) FROM front_door_contact c"
    " WHERE NOT EXISTS (SELECT 1 FROM front_door_contactperson p WHERE p.contact_id = c.id)",
    "an event of a note without its note": "SELECT count(*) FROM timeline_event e WHERE"
    " e.kind = 'timeline.note_written' AND NOT EXISTS (SELECT 1 FROM timeline_note n WHERE e.thread = 'note:' || n.id)",
    "an event about nobody that is about somebody": "SELECT count(*) FROM timeline_event e WHERE e.kind IN"
    " ('timeline.note_written', 'timeline.task_given')"
    " AND NOT EXISTS (SELECT 1 FROM timeline_eventsubject s WHERE s.event_id = e.id)",
    # The audit names kinds of event and not their numbers, so they are counted by kind and worker.
    "events and audit lines that do not match": "SELECT count(*) FROM ("
    "SELECT kind, by_worker_id AS worker, count(*) AS n FROM timeline_event GROUP BY 1, 2) e FULL JOIN ("
    "SELECT what AS kind, worker_id AS worker, count(*) AS n FROM access_auditentry WHERE verb = 'change'"
    " GROUP BY 1, 2) a ON a.kind = e.kind AND a.worker IS NOT DISTINCT FROM e.worker WHERE e.n IS DISTINCT FROM a.n",
    "a note without its history": "SELECT count(*) FROM timeline_note n"
    " WHERE NOT EXISTS (SELECT 1 FROM timeline_noteevent h WHERE h.id = n.id)",
    "a contact without its history": "SELECT count(*) FROM front_door_contact c"
    " WHERE NOT EXISTS (SELECT 1 FROM front_door_contactevent h WHERE h.id = c.id)",
}


def missing(what: str, marks: Sequence[str]) -> list[str]:
    """Return the marks that were acknowledged and are not in the record."""
    found = set(_found(what, marks))
    return [mark for mark in marks if mark not in found]


def twice(what: str, marks: Sequence[str]) -> list[str]:
    """Return the marks that are in the record more than once."""
    found = list(_found(what, marks))
    return sorted({mark for mark in found if found.count(mark) > 1})


def half_written() -> list[str]:
    """Return each kind of half-written change that the record holds, with how many."""
    faults = []
    with connection.cursor() as cursor:
        for name, question in HALF_WRITTEN.items():
            cursor.execute(question)
            if count := cursor.fetchone()[0]:
                faults.append(f"{name}: {count}")
    return faults


def _found(what: str, marks: Sequence[str]) -> Iterable[str]:
    table, column = FOUND_BY[what]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table} WHERE {column} = ANY(%s)", [list(marks)])  # noqa: S608
        return [row[0] for row in cursor.fetchall()]
