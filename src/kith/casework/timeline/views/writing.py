"""Writing notes, keeping documents, giving and doing tasks, explaining a late clock."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from kith.casework.access.rights import Right
from kith.casework.furniture.form_pages import FormPage
from kith.casework.furniture.forms import KithForm
from kith.casework.furniture.pages import for_workers
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.people.access import open_person
from kith.casework.people.models import FamilyMembership, Person
from kith.casework.timeline import access, uploads
from kith.casework.timeline.actions import documents, notes, tasks
from kith.casework.timeline.clocks import name_of
from kith.casework.timeline.forms import DocumentForm, LateReasonForm, NoteForm, TaskForm
from kith.casework.timeline.models import Clock, Note, PassageSubject
from kith.casework.timeline.models.note import PassageBearing
from kith.casework.workforce.models import TeamMembership, Worker
from kith.casework.workforce.queries import team_of


def family_around(person: Person) -> list[Person]:
    """Return a person and the others of their families whom the worker can see, children first."""
    families = FamilyMembership.objects.filter(person=person, end_date__isnull=True).values("family_id")
    others = Person.objects.filter(
        family_memberships__family_id__in=families, family_memberships__end_date__isnull=True
    ).exclude(pk=person.pk)
    return [person, *others.distinct().order_by("-birth_date", "pk")]


class AboutPerson(FormPage):
    """A form about a person and, where it is written once for several, their family."""

    person: Person

    def load(self, person_id: int, **kwargs: Any) -> None:
        """Open the person's record for writing."""
        self.person = open_person(
            self.worker, person_id, Right.WRITE_RECORD, page=f"timeline:{type(self).__name__}"
        )

    def back(self) -> tuple[str, str] | None:
        """Lead back to the person."""
        return reverse("people:person", args=[self.person.pk]), self.person.display_name

    def form_arguments(self) -> dict[str, Any]:
        """Offer the family."""
        return {"members": family_around(self.person)}

    def initial(self) -> dict[str, Any]:
        """Start with this person, today."""
        return {"people": [str(self.person.pk)], "day": timezone.localdate()}

    def chosen(self, form: KithForm) -> list[int]:
        """Return whom it is about, each with the right to write on their record."""
        numbers = [int(number) for number in form.cleaned_data["people"]]
        for number in numbers:
            open_person(self.worker, number, Right.WRITE_RECORD, page=f"timeline:{type(self).__name__}")
        return numbers


class WriteNote(AboutPerson):
    """One note, written once for all whom it is about."""

    form_class = NoteForm
    title = "Write a note"
    submit = "Save the note"
    done = "The note is on the record of everybody whom it is about."
    template = "timeline/note_form.html"

    def act(self, form: KithForm) -> str:
        """Write it."""
        assert isinstance(form, NoteForm)
        data = form.cleaned_data
        notes.write_note(
            kind=data["kind"],
            title=data["title"],
            day=data["day"],
            people=self.chosen(form),
            passages=form.written(),
            by=self.worker,
        )
        return reverse("people:person", args=[self.person.pk])


class ChangeNote(FormPage):
    """A note corrected by whoever wrote it; what it said before stays readable."""

    form_class = NoteForm
    title = "Correct a note"
    submit = "Save the correction"
    done = "The note is corrected. What it said before can still be read."
    template = "timeline/note_form.html"
    opened: access.OpenNote

    def load(self, note_id: int, **kwargs: Any) -> None:
        """Open the note for writing; only whoever may see all of it can change it."""
        self.opened = access.open_note(self.worker, note_id, Right.WRITE_RECORD, page="timeline:change_note")
        self.edited = self.opened.note

    @property
    def note(self) -> Note:
        """The note."""
        return self.opened.note

    def back(self) -> tuple[str, str] | None:
        """Lead back to the first of its people."""
        person = self.opened.subjects[0]
        return reverse("people:person", args=[person.pk]), person.display_name

    def form_arguments(self) -> dict[str, Any]:
        """One passage more than it has."""
        return {"members": self.opened.subjects, "passages": max(2, self.note.passages.count())}

    def initial(self) -> dict[str, Any]:
        """Start with what it says."""
        bearings: dict[int, list[PassageSubject]] = {}
        for bearing in PassageSubject.objects.filter(passage__note=self.note):
            bearings.setdefault(bearing.passage_id, []).append(bearing)
        start: dict[str, Any] = {
            "people": [str(one.pk) for one in self.opened.subjects],
            "kind": self.note.kind,
            "title": self.note.title,
            "day": self.note.day,
            "text": "",
        }
        number = 0
        for passage in self.note.passages.all():
            held = bearings.get(passage.pk, [])
            if not held and not start["text"]:
                start["text"] = passage.text
                continue
            number += 1
            start[f"passage_{number}"] = passage.text
            start[f"about_{number}"] = [str(b.person_id) for b in held if b.bearing == PassageBearing.ABOUT]
            start[f"withheld_{number}"] = [
                str(b.person_id) for b in held if b.bearing == PassageBearing.WITHHELD
            ]
        return start

    def act(self, form: KithForm) -> str:
        """Change it."""
        assert isinstance(form, NoteForm)
        if not self.opened.is_whole:
            raise CannotBeTrue(
                "This note is also about somebody whose record you may not open, so it cannot be changed here. "
                "Write a new note that corrects it."
            )
        if self.note.written_by_id != self.worker.pk:
            raise CannotBeTrue(
                "Only whoever wrote a note can correct it. Write a note of your own that adds to it."
            )
        notes.change_note(
            note=self.note,
            title=form.cleaned_data["title"],
            day=form.cleaned_data["day"],
            passages=form.written(),
            by=self.worker,
        )
        return reverse("people:person", args=[self.opened.subjects[0].pk])


class AddDocument(AboutPerson):
    """A document about several people."""

    form_class = DocumentForm
    title = "Add a document"
    done = "The document is kept."

    def act(self, form: KithForm) -> str:
        """Check the file, keep it, and record it; a file whose row was refused is not left behind."""
        people = self.chosen(form)
        upload = form.cleaned_data["file"]
        stored = uploads.keep(upload)
        try:
            documents.add_document(
                title=form.cleaned_data["title"],
                day=form.cleaned_data["day"],
                people=people,
                stored=stored,
                original_name=upload.name or "document",
                by=self.worker,
            )
        except Exception:
            uploads.discard(stored.stored_name)
            raise
        return reverse("people:person", args=[self.person.pk])


class GiveTask(AboutPerson):
    """Something to do about a person."""

    form_class = TaskForm
    title = "Add a task"
    done = "The task is given."

    def initial(self) -> dict[str, Any]:
        """Start with oneself."""
        return {"worker": str(self.worker.pk)}

    def form_arguments(self) -> dict[str, Any]:
        """Offer the worker's own team."""
        team = team_of(self.worker, timezone.localdate())
        members = TeamMembership.objects.filter(team=team, end_date__isnull=True).select_related("worker")
        names = {str(self.worker.pk): self.worker.name} | {str(m.worker_id): m.worker.name for m in members}
        return {"workers": sorted(names.items(), key=lambda pair: pair[1])}

    def act(self, form: KithForm) -> str:
        """Give it."""
        tasks.give_task(
            title=form.cleaned_data["title"],
            due_date=form.cleaned_data["due_date"],
            worker=Worker.objects.get(pk=form.cleaned_data["worker"]),
            person_id=self.person.pk,
            by=self.worker,
        )
        return reverse("people:person", args=[self.person.pk])


@require_POST
@for_workers
def done(request: HttpRequest, worker: Worker, task_id: int) -> HttpResponse:
    """Record that a task is done; pressing twice is no fault."""
    task = access.open_task(worker, task_id, timezone.localdate(), page="timeline:task_done")
    if task.done_at is None:
        tasks.do_task(task=task, by=worker)
    return HttpResponseRedirect(reverse("timeline:my_day"), status=303)


class ExplainLate(FormPage):
    """Why a clock is late."""

    form_class = LateReasonForm
    title = "Why is this late?"
    done = "The reason is beside the clock."
    clock: Clock

    def load(self, clock_id: int, **kwargs: Any) -> None:
        """Open the clock."""
        self.clock = access.open_clock(self.worker, clock_id, page="timeline:explain_late")

    def page_title(self) -> str:
        """Name the clock."""
        return f"Why is this late? {name_of(self.clock)}"

    def initial(self) -> dict[str, Any]:
        """Start with the reason that there is."""
        return {"reason": self.clock.late_reason}

    def back(self) -> tuple[str, str] | None:
        """Lead back to the person, or to the day."""
        if self.clock.person is None:
            return reverse("timeline:my_day"), "my day"
        return reverse("people:person", args=[self.clock.person.pk]), self.clock.person.display_name

    def act(self, form: KithForm) -> str:
        """Record the reason."""
        tasks.explain_late(clock=self.clock, reason=form.cleaned_data["reason"], by=self.worker)
        back = self.back()
        assert back is not None
        return back[0]
