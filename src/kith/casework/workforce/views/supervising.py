"""Supervision: one's own and those one gives, holding one, reading and correcting it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from kith.casework.access import audit
from kith.casework.access.models import AuditVerb
from kith.casework.access.rights import Right, general_rights
from kith.casework.furniture.form_pages import FormPage
from kith.casework.furniture.forms import KithForm
from kith.casework.furniture.pages import Column, for_workers, listing
from kith.casework.people.models import Person
from kith.casework.workforce import access, forms
from kith.casework.workforce.actions import supervision as supervision_actions
from kith.casework.workforce.models import Supervision, Worker
from kith.casework.workforce.queries import teams_of
from kith.casework.workforce.queries.caseload import caseload_of
from kith.casework.workforce.queries.supervision import (
    children_spoken_of,
    entries_of,
    supervised_by,
    supervisions_of,
)

HELD = [
    Column("held", "Held on", ("held_date",)),
    Column("worker", "Worker", ("worker__name", "held_date")),
    Column("supervisor", "Supervisor", ("supervisor__name", "held_date")),
    Column("children", "Children spoken of", ("children",), numeric=True),
    Column("next", "Next due", ("next_date", "held_date")),
]


@for_workers
def supervisions(request: HttpRequest, worker: Worker) -> HttpResponse:
    """Supervisions that the worker had or gave, and, for a manager, who is due one."""
    today = timezone.localdate()
    gives = Right.SUPERVISE in general_rights(worker.role)
    return render(
        request,
        "workforce/supervisions.html",
        {
            "listing": listing(request, supervisions_of(worker), HELD, default="-held"),
            "gives": gives,
            "supervised": supervised_by(worker, teams_of(worker, today), today) if gives else [],
            "today": today,
        },
    )


@for_workers
def supervision_page(request: HttpRequest, worker: Worker, supervision_id: int) -> HttpResponse:
    """One supervision, to the two who held it."""
    supervision = access.open_supervision(worker, supervision_id, page="workforce:supervision")
    return render(
        request,
        "workforce/supervision.html",
        {
            "supervision": supervision,
            "entries": entries_of(supervision),
            "may_correct": supervision.supervisor_id == worker.pk,
            "back": (reverse("workforce:supervisions"), "supervision"),
        },
    )


class SupervisionFormPage(FormPage):
    """A form with a place for each child."""

    form_class = forms.SupervisionForm
    submit = "Save the supervision"
    supervised: Worker
    children: list[Person]

    def form_arguments(self) -> dict[str, Any]:
        """A place for each child, with what is late for them as they are spoken of."""
        hints = {}
        for row in caseload_of(self.supervised, timezone.localdate()):
            late = f"{row.late} late. " if row.late else ""
            due = f"Next due: {row.next_name}, {row.next_due:%-d %B %Y}." if row.next_due else ""
            hints[row.child.pk] = (late + due).strip()
        return {"children": self.children, "hints": hints}


class Supervise(SupervisionFormPage):
    """Hold a supervision."""

    done = "The supervision is recorded."

    def load(self, worker_id: int, **kwargs: Any) -> None:
        """Open a worker whom one manages, and the children whom they hold."""
        self.supervised = access.open_managed_worker(self.worker, worker_id)
        self.children = children_spoken_of(self.supervised, timezone.localdate())
        audit.record(
            worker_id=self.worker.pk,
            verb=AuditVerb.VIEW,
            what="workforce:supervise",
            subjects=[child.pk for child in self.children],
        )

    def page_title(self) -> str:
        """Name the worker."""
        return f"Supervision with {self.supervised.name}"

    def back(self) -> tuple[str, str]:
        """Lead back to the worker."""
        return reverse("workforce:worker", args=[self.supervised.pk]), self.supervised.name

    def initial(self) -> dict[str, Any]:
        """Start with today."""
        return {"held_date": timezone.localdate()}

    def act(self, form: KithForm) -> str:
        """Record it."""
        assert isinstance(form, forms.SupervisionForm)
        supervision = supervision_actions.hold_supervision(
            worker=self.supervised,
            supervisor=self.worker,
            held_date=form.cleaned_data["held_date"],
            next_date=form.cleaned_data["next_date"],
            wellbeing=form.cleaned_data["wellbeing"],
            entries=form.written(),
            by=self.worker,
        )
        return reverse("workforce:supervision", args=[supervision.pk])


class Correct(SupervisionFormPage):
    """Correct what was written of a supervision; only its supervisor may."""

    done = "The supervision is corrected. What it said before is kept."
    supervision: Supervision

    def load(self, supervision_id: int, **kwargs: Any) -> None:
        """Open the supervision and the children it spoke of, or might have."""
        self.supervision = access.open_supervision(
            self.worker, supervision_id, page="workforce:correct_supervision", to_correct=True
        )
        self.edited = self.supervision
        self.supervised = self.supervision.worker
        spoken_of = {entry.child_id: entry.child for entry in entries_of(self.supervision)}
        held = {child.pk: child for child in children_spoken_of(self.supervised, self.supervision.held_date)}
        self.children = sorted({**held, **spoken_of}.values(), key=lambda one: (one.display_name, one.pk))

    def page_title(self) -> str:
        """Name the worker."""
        return f"Correct the supervision with {self.supervised.name}"

    def back(self) -> tuple[str, str]:
        """Lead back to the supervision."""
        return reverse("workforce:supervision", args=[self.supervision.pk]), "the supervision"

    def initial(self) -> dict[str, Any]:
        """Start with what it says."""
        said: dict[str, Any] = {
            "held_date": self.supervision.held_date,
            "next_date": self.supervision.next_date,
            "wellbeing": self.supervision.wellbeing,
        }
        for entry in entries_of(self.supervision):
            said[f"discussion_{entry.child_id}"] = entry.discussion
            said[f"decision_{entry.child_id}"] = entry.decision
        return said

    def act(self, form: KithForm) -> str:
        """Correct it."""
        assert isinstance(form, forms.SupervisionForm)
        supervision_actions.correct_supervision(
            supervision=self.supervision,
            held_date=form.cleaned_data["held_date"],
            next_date=form.cleaned_data["next_date"],
            wellbeing=form.cleaned_data["wellbeing"],
            entries=form.written(),
            by=self.worker,
        )
        return self.back()[0]
