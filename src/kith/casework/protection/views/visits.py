"""Visits to children on a protection plan: the form, written once for all of them, and one visit's page."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from kith.casework.access.rights import Right
from kith.casework.furniture.forms import KithForm
from kith.casework.furniture.pages import for_workers
from kith.casework.people.models import Person
from kith.casework.plans.models import PlanChild
from kith.casework.plans.views.plan_forms import writable
from kith.casework.protection.access import OpenProcess, open_process
from kith.casework.protection.actions import visits as actions
from kith.casework.protection.forms import visit as forms
from kith.casework.protection.models import ChildProtectionPlan, ProtectionVisit, ProtectionVisitChild
from kith.casework.protection.views.core_group import ProtectionFormPage
from kith.casework.workforce.models import Worker


def _open_visit(
    worker: Worker, plan_id: int, visit_id: int, right: Right, *, page: str
) -> OpenProcess[ProtectionVisit]:
    opened = open_process(worker, ProtectionVisit, visit_id, right, page=page)
    if opened.process.plan_id != plan_id:
        raise Http404("There is no such visit on this plan.")
    return opened


@for_workers
def visit_page(request: HttpRequest, worker: Worker, plan_id: int, visit_id: int) -> HttpResponse:
    """One visit: what each child said, who was seen alone, what was seen, and what happens next."""
    opened = _open_visit(worker, plan_id, visit_id, Right.READ_RECORD, page="protection:visit")
    names = {one.pk: one for one in opened.members}
    rows = list(ProtectionVisitChild.objects.filter(visit=opened.process).order_by("pk"))
    return render(
        request,
        "protection/visit.html",
        {
            "plan_id": plan_id,
            "family": opened.family,
            "visit": opened.process,
            "visited_by": Worker.objects.filter(pk=opened.process.visited_by_id).first(),
            "children": [(names[row.child_id], row) for row in rows if row.child_id in names],
            "hidden_children": opened.hidden_children,
            "may_write": opened.may_write,
            "back": (reverse("protection:on_plan", args=[plan_id]), "what protects the children"),
        },
    )


class RecordVisit(ProtectionFormPage):
    """A visit to children on a protection plan."""

    form_class = forms.VisitForm
    title = "Record a visit"
    template = "protection/record_visit.html"
    done = "The visit is recorded."

    def form_arguments(self) -> dict[str, Any]:
        """Ask of each child on the plan on whose record the worker may write, those on a protection plan first."""
        on_plan = set(
            PlanChild.objects.filter(plan=self.plan, end_date__isnull=True).values_list("child_id", flat=True)
        )
        protected = set(ChildProtectionPlan.objects.filter(plan=self.plan).values_list("child_id", flat=True))
        children = [one for one in writable(self.opened.members) if one.pk in on_plan | protected]
        return {"children": sorted(children, key=lambda one: one.pk not in protected)}

    def initial(self) -> dict[str, Any]:
        """Visited today."""
        return {"visited_date": timezone.localdate()}

    def act(self, form: KithForm) -> str:
        """Record it."""
        assert isinstance(form, forms.VisitForm)
        data = form.cleaned_data
        visit = actions.record_visit(
            plan=self.plan,
            visited_date=data["visited_date"],
            was_announced=data["was_announced"],
            what_was_seen=data["what_was_seen"],
            what_next=data["what_next"],
            children=form.seen(),
            by=self.worker,
        )
        return reverse("protection:visit", args=[self.plan.pk, visit.pk])


class ChangeVisit(ProtectionFormPage):
    """What is written of a visit."""

    form_class = forms.VisitForm
    title = "Change what is written of the visit"
    template = "protection/record_visit.html"
    done = "The visit is changed."
    visit: ProtectionVisit
    rows: dict[int, ProtectionVisitChild]
    children: list[Person]

    def load(self, plan_id: int, visit_id: int, **kwargs: Any) -> None:  # type: ignore[override]
        """Open the plan and the visit, which is what is edited."""
        super().load(plan_id, **kwargs)
        opened = _open_visit(
            self.worker, plan_id, visit_id, Right.WRITE_RECORD, page="protection:change_visit"
        )
        self.visit = opened.process
        self.visit.plan = self.plan
        self.edited = self.visit
        self.rows = {row.child_id: row for row in ProtectionVisitChild.objects.filter(visit=self.visit)}
        self.children = [one for one in writable(opened.members) if one.pk in self.rows]

    def form_arguments(self) -> dict[str, Any]:
        """Ask of the children who were visited."""
        return {"children": self.children, "correcting": True}

    def initial(self) -> dict[str, Any]:
        """Start with what is written."""
        starting: dict[str, Any] = {
            "what_was_seen": self.visit.what_was_seen,
            "what_next": self.visit.what_next,
            "was_announced": "yes" if self.visit.was_announced else "no",
        }
        for number, row in self.rows.items():
            how = forms.ALONE if row.seen_alone else forms.WITH_OTHERS if row.was_seen else forms.NOT_SEEN
            starting |= {
                f"child_words_{number}": row.child_words,
                f"how_{number}": how,
                f"bedroom_seen_{number}": row.bedroom_seen,
                f"why_not_seen_{number}": row.why_not_seen,
            }
        return starting

    def act(self, form: KithForm) -> str:
        """Record it."""
        assert isinstance(form, forms.VisitForm)
        data = form.cleaned_data
        actions.change_visit(
            visit=self.visit,
            was_announced=data["was_announced"],
            what_was_seen=data["what_was_seen"],
            what_next=data["what_next"],
            children=form.seen(),
            by=self.worker,
        )
        return reverse("protection:visit", args=[self.plan.pk, self.visit.pk])
