"""Opening notes, documents, tasks and clocks: through the people whom they are about."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db import connection
from django.http import Http404

from kith.casework.access import audit
from kith.casework.access.loading import AccessRefused, open_record, rights_by_person, rights_of
from kith.casework.access.models import AuditVerb
from kith.casework.access.rights import Right
from kith.casework.people.models import Person
from kith.casework.timeline.models import AuthoredChronology, Clock, Document, Note, Task
from kith.casework.workforce.models import Worker
from kith.casework.workforce.queries import covered_by, teams_of


@dataclass(frozen=True)
class OpenNote:
    """A note with those of its subjects whose records the worker may use so."""

    note: Note
    subjects: list[Person]
    is_whole: bool  # whether the worker may use the records of every subject


def open_note(worker: Worker, note_id: int, right: Right, *, page: str) -> OpenNote:
    """Return a note about at least one person over whom the worker has the right.

    Raises AccessRefused, or Http404 for no such note (or one about nobody whom the worker can know of).
    """
    numbers = _subjects("kith_note_subjects", note_id)
    allowed = [number for number in numbers if right in rights_of(worker, number)]
    if not numbers:
        raise Http404("There is no such note.")
    if not allowed:
        raise AccessRefused(right, numbers[0])
    note = Note.objects.select_related("written_by").get(pk=note_id)
    audit.record(worker_id=worker.pk, verb=AuditVerb.VIEW, what=page, subjects=allowed)
    return OpenNote(
        note, list(Person.objects.filter(pk__in=allowed).order_by("birth_date")), len(numbers) == len(allowed)
    )


def _subjects(function: str, number: int) -> list[int]:
    """Return everyone whom a note or document is about, whether or not the worker may know of them."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s)", [number])  # the function's name is one of ours
        return [person for (person,) in cursor.fetchall()]


def open_document(worker: Worker, document_id: int, *, page: str) -> Document:
    """Return a document, where the worker may read the record of everybody it is about.

    A document cannot be shown in part, so one subject whose record is closed closes it.
    """
    numbers = _subjects("kith_document_subjects", document_id)
    if not numbers:
        raise Http404("There is no such document.")
    for number in numbers:
        if Right.READ_RECORD not in rights_of(worker, number):
            raise AccessRefused(Right.READ_RECORD, number)
    document = Document.objects.filter(pk=document_id).first()
    if document is None:  # closed to this worker by the wall, such as a legal letter to a partner
        raise AccessRefused(Right.READ_RECORD)
    audit.record(worker_id=worker.pk, verb=AuditVerb.EXPORT, what=page, subjects=numbers)
    return document


def open_task(worker: Worker, task_id: int, today: datetime.date, *, page: str) -> Task:
    """Return a task given to the worker, to one they cover, or to their team."""
    task = Task.objects.filter(pk=task_id).select_related("person").first()
    if task is None:
        raise Http404("There is no such task.")
    covered = {one.pk for one in covered_by(worker, today)}
    mine = task.worker_id == worker.pk or task.worker_id in covered
    if not mine and not (task.worker_id is None and task.team_id in teams_of(worker, today)):
        raise AccessRefused(Right.WRITE_RECORD, task.person_id)
    if task.person_id:
        open_record(worker, task.person_id, Right.SEE_BASICS, page=page)
    return task


def open_clock(worker: Worker, clock_id: int, *, page: str) -> Clock:
    """Return a clock about a person on whose record the worker may write."""
    clock = Clock.objects.filter(pk=clock_id).select_related("person").first()
    if clock is None:
        raise Http404("There is no such clock.")
    if clock.person_id is None:
        from kith.casework.access.loading import require

        require(worker, Right.TAKE_CONTACTS)
        return clock
    open_record(worker, clock.person_id, Right.WRITE_RECORD, page=page)
    return clock


@dataclass(frozen=True)
class OpenChronology:
    """An authored chronology with everybody whom it is about; the worker may use every one of their records so."""

    chronology: AuthoredChronology
    people: list[Person]

    @property
    def name(self) -> str:
        """Whose chronology it is: the child's name, or the family's."""
        if self.chronology.child is not None:
            return self.chronology.child.display_name
        return f"The {self.chronology.family} family"


def open_chronology(worker: Worker, chronology_id: int, right: Right, *, page: str) -> OpenChronology:
    """Return an authored chronology, where the worker has the right over everybody whom it is about.

    Its analysis is about all of them together, so one whose record is closed closes it. Raises AccessRefused, or
    Http404 for no such chronology.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM kith_chronology_standing(%s, %s)", [worker.pk, chronology_id])
        rows = cursor.fetchall()
    if not rows:
        raise Http404("There is no such chronology.")
    rights = rights_by_person(worker, rows, right)
    for number, held in rights.items():
        if right not in held:
            raise AccessRefused(right, number, may_break_glass=Right.BREAK_GLASS in held)
    chronology = AuthoredChronology.objects.select_related(
        "child", "family", "written_by", "finished_by"
    ).get(pk=chronology_id)
    people = list(Person.objects.filter(pk__in=rights).order_by("birth_date", "pk"))
    for person in people:
        person.rights = rights[person.pk]  # type: ignore[attr-defined]
    audit.record(worker_id=worker.pk, verb=AuditVerb.VIEW, what=page, subjects=rights)
    return OpenChronology(chronology, people)
