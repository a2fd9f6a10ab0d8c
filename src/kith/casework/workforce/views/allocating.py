"""Allocating children, ending an allocation, and cover for who is away."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from kith.casework.furniture.form_pages import FormPage
from kith.casework.furniture.form_parts import FormPart, fields_of, parts_of
from kith.casework.furniture.forms import KithForm
from kith.casework.furniture.pages import for_workers
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.people.models import FamilyMembership, Person
from kith.casework.workforce import access, forms
from kith.casework.workforce.actions import allocation as allocation_actions
from kith.casework.workforce.actions import cover as cover_actions
from kith.casework.workforce.models import Allocation, TeamMembership, Worker
from kith.casework.workforce.queries import team_of, teams_of
from kith.casework.workforce.queries.caseload import HeldBefore, held_before, workers_to_choose_from


class Allocate(FormPage):
    """Who will hold a child and, once, the brothers and sisters too; what the change costs is shown before it is made."""

    form_class = forms.AllocateForm
    submit = "Allocate"
    done = "They are allocated. Whoever held them before no longer does."
    template = "workforce/allocate.html"
    person: Person
    children: list[HeldBefore]
    parts: list[FormPart]

    def load(self, person_id: int, **kwargs: Any) -> None:
        """Open the child, and those of the same family whom the worker may allocate too."""
        self.person = access.open_child_to_allocate(self.worker, person_id, page="workforce:allocate")
        families = FamilyMembership.objects.filter(person=self.person, role="child", end_date__isnull=True)
        near = Person.objects.filter(
            family_memberships__family__in=families.values("family"),
            family_memberships__role="child",
            family_memberships__end_date__isnull=True,
        ).exclude(pk=self.person.pk)
        others = [
            one
            for one in near.distinct().order_by("birth_date", "pk")
            if access.may_allocate(self.worker, one.pk)
        ]
        self.children = held_before([self.person, *others], timezone.localdate())
        self.parts = parts_of(
            "workforce:allocate", children=self.children, by=self.worker, request=self.request
        )

    def page_title(self) -> str:
        """Name the child."""
        return f"Who will work with {self.person.display_name}?"

    def back(self) -> tuple[str, str]:
        """Lead back to the child."""
        return reverse("people:person", args=[self.person.pk]), self.person.display_name

    def initial(self) -> dict[str, Any]:
        """Start with all the children, together, from today."""
        first = "handover" if any(one.number for one in self.children) else "first"
        return {
            "children": [str(one.child.pk) for one in self.children],
            "start_date": timezone.localdate(),
            "reason": "" if first == "handover" else first,
        }

    def form_arguments(self) -> dict[str, Any]:
        """Offer the children, and everyone who may hold them."""
        today = timezone.localdate()
        return {
            "children": [one.child for one in self.children],
            "workers": workers_to_choose_from(today, first_of=teams_of(self.worker, today)),
            "also_asked": fields_of(self.parts),
        }

    def context(self) -> dict[str, Any]:
        """Show how often each child's worker has changed already, and what later rooms show of it."""
        sections = [section for part in self.parts if (section := part.section()) is not None]
        return {"children": self.children, "person": self.person, "sections": sections}

    def act(self, form: KithForm) -> str:
        """Allocate them all."""
        data = form.cleaned_data
        chosen = {int(number) for number in data["children"]}
        worker = Worker.objects.get(pk=data["worker"])
        children = [one.child for one in self.children if one.child.pk in chosen]
        about = {"children": children, "worker": worker, "role": data["role"], "day": data["start_date"]}
        for part in self.parts:
            part.before(data, **about)
        allocation_actions.allocate(
            children=children,
            worker=worker,
            role=data["role"],
            reason=data["reason"],
            reason_words=data["reason_words"],
            start_date=data["start_date"],
            by=self.worker,
        )
        for part in self.parts:
            part.after(data, **about)
        return self.back()[0]


class EndAllocation(FormPage):
    """A worker stops holding a child and nobody takes over."""

    form_class = forms.EndAllocationForm
    submit = "End the allocation"
    done = "The allocation is ended."
    template = "workforce/end_allocation.html"
    allocation: Allocation

    def load(self, allocation_id: int, **kwargs: Any) -> None:
        """Open the allocation."""
        self.allocation = access.open_allocation(self.worker, allocation_id, page="workforce:end_allocation")

    def page_title(self) -> str:
        """Name both."""
        return f"{self.allocation.worker.name} stops working with {self.allocation.child.display_name}"

    def back(self) -> tuple[str, str]:
        """Lead back to the child."""
        return reverse("people:person", args=[self.allocation.child_id]), self.allocation.child.display_name

    def context(self) -> dict[str, Any]:
        """Say what ending it means."""
        return {"allocation": self.allocation}

    def act(self, form: KithForm) -> str:
        """End it."""
        allocation_actions.end_allocation(
            allocation=self.allocation,
            end_date=form.cleaned_data["end_date"],
            reason=form.cleaned_data["reason"],
            by=self.worker,
        )
        return self.back()[0]


class ArrangeCover(FormPage):
    """Who stands in for a worker who is away."""

    form_class = forms.CoverForm
    submit = "Arrange cover"
    done = "Cover is arranged."
    template = "workforce/cover.html"
    absent: Worker

    def load(self, worker_id: int, **kwargs: Any) -> None:
        """Open the worker who is away: oneself, or somebody whom one manages."""
        self.absent = access.open_worker_to_cover(self.worker, worker_id)

    def page_title(self) -> str:
        """Name who is away."""
        return f"Cover for {self.absent.name}"

    def back(self) -> tuple[str, str]:
        """Lead back to the worker."""
        return reverse("workforce:worker", args=[self.absent.pk]), self.absent.name

    def initial(self) -> dict[str, Any]:
        """Start from today."""
        return {"start_date": timezone.localdate()}

    def form_arguments(self) -> dict[str, Any]:
        """A manager may ask anybody; a worker asks somebody of their own team, or the team's manager."""
        today = timezone.localdate()
        teams = teams_of(self.worker, today)
        choices = workers_to_choose_from(today, first_of=teams)
        if self.absent.pk == self.worker.pk:
            team = team_of(self.absent, today)
            colleagues = set(
                TeamMembership.objects.filter(team=team, start_date__lte=today)
                .filter(Q(end_date__isnull=True) | Q(end_date__gt=today))
                .values_list("worker_id", flat=True)
            )
            choices = [choice for choice in choices if int(choice[0]) in colleagues]
        return {"workers": [choice for choice in choices if int(choice[0]) != self.absent.pk]}

    def context(self) -> dict[str, Any]:
        """Name who is away."""
        return {"absent": self.absent}

    def act(self, form: KithForm) -> str:
        """Arrange it."""
        data = form.cleaned_data
        cover_actions.arrange_cover(
            absent_worker=self.absent,
            covered_by=Worker.objects.get(pk=data["covered_by"]),
            start_date=data["start_date"],
            end_date=data["end_date"],
            reason=data["reason"],
            by=self.worker,
        )
        return self.back()[0]


@require_POST
@for_workers
def end_cover_page(request: HttpRequest, worker: Worker, cover_id: int) -> HttpResponse:
    """The worker is back."""
    cover = access.open_cover(worker, cover_id)
    try:
        cover_actions.end_cover(cover=cover, by=worker)
        messages.success(request, "Cover is ended.")
    except CannotBeTrue as over:
        messages.info(request, over.sentence)
    return HttpResponseRedirect(reverse("workforce:worker", args=[cover.absent_worker_id]), status=303)
