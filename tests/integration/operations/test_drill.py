"""What the drill would find if something were lost or half-written: it must be able to fail."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection
from django.utils import timezone

from kith.casework.people.models import Person
from kith.casework.timeline.actions.notes import WrittenPassage, write_note
from kith.casework.timeline.actions.tasks import give_task
from kith.casework.timeline.models import Note, NotePassage, Task
from kith.casework.timeline.models.note import NoteKind
from kith.measuring import ledger
from kith.measuring.small_record import make_small_record

pytestmark = pytest.mark.django_db


def test_whole_writing_leaves_nothing_to_find() -> None:
    """A note and a task by their actions, each with its event, audit line and history, are whole."""
    record = make_small_record(social_workers=1, children_each=2)
    worker, children = next(iter(record.social_workers.items()))
    today = timezone.localdate()
    write_note(
        kind=NoteKind.CASE_NOTE, title="Drill one", day=today, people=children,
        passages=[WrittenPassage("Said and done.")], by=worker,
    )  # fmt: skip
    give_task(title="Drill two", due_date=today, by=worker, worker=worker, person_id=children[0])
    assert ledger.half_written() == []
    assert ledger.missing("note", ["Drill one"]) == []
    assert ledger.missing("note", ["Drill one", "Drill three"]) == ["Drill three"]
    assert ledger.twice("task", ["Drill two"]) == []


def test_a_note_saved_alone_is_found_half_written() -> None:
    """Without subjects, text and event, each of which is missed by name."""
    worker = next(iter(make_small_record(1, 1).social_workers))
    Note.objects.create(
        kind=NoteKind.CASE_NOTE,
        title="Drill",
        day=datetime.date(2026, 1, 5),
        written_by=worker,
        written_at=timezone.now(),
    )
    assert ledger.half_written() == [
        "a note about nobody: 1",
        "a note with nothing in it: 1",
        "a note without its event: 1",
    ]


def test_a_change_without_its_audit_line_is_found() -> None:
    """An event that the log does not know is a fault, whoever did it."""
    record = make_small_record(1, 1)
    worker, children = next(iter(record.social_workers.items()))
    give_task(title="Drill", due_date=timezone.localdate(), by=worker, worker=worker, person_id=children[0])
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE access_auditentry DISABLE TRIGGER audit_keep")
        cursor.execute("DELETE FROM access_auditentry WHERE what = 'timeline.task_given'")
        cursor.execute("ALTER TABLE access_auditentry ENABLE TRIGGER audit_keep")
    assert ledger.half_written() == ["events and audit lines that do not match: 1"]


def test_the_same_thing_written_twice_is_found() -> None:
    """A form that was sent once and saved twice."""
    worker = next(iter(make_small_record(1, 1).social_workers))
    for _ in range(2):
        Task.objects.create(title="Drill", worker=worker, due_date=timezone.localdate())
    assert ledger.twice("task", ["Drill"]) == ["Drill"]


def test_the_small_record_is_the_web_role_s_to_write_on() -> None:
    """Its children are real records with nothing on them yet."""
    record = make_small_record(2, 3)
    assert Person.objects.count() == 6
    assert not NotePassage.objects.exists()
    assert all(len(children) == 3 for children in record.social_workers.values())
