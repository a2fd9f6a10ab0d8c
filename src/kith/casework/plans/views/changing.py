"""Starting a plan, its words, tier, lead and children, and closing it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from kith.casework.access.rights import Right
from kith.casework.furniture.form_pages import FormPage
from kith.casework.furniture.forms import KithForm
from kith.casework.people.access import open_family
from kith.casework.people.models import Family, FamilyMembership, Person
from kith.casework.plans import forms
from kith.casework.plans.actions import plan as actions
from kith.casework.plans.models import PlanChild, Tier
from kith.casework.plans.queries import open_plan_of
from kith.casework.plans.views.plan_forms import PlanFormPage, as_choices, workers_near, writable
from kith.casework.workforce.models import Worker


class Start(FormPage):
    """Start a family's plan."""

    form_class = forms.StartPlanForm
    title = "Start a plan"
    submit = "Start the plan"
    done = "The plan has begun."
    family: Family
    children: list[Person]

    def load(self, family_id: int, **kwargs: Any) -> None:
        """Open the family and its children on whose records the worker may write."""
        self.family, members = open_family(self.worker, family_id, Right.WRITE_RECORD, page="plans:Start")
        roles = dict(
            FamilyMembership.objects.filter(family=self.family, end_date__isnull=True).values_list(
                "person_id", "role"
            )
        )
        self.children = [one for one in writable(members) if roles.get(one.pk) == "child"]

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Show the form; a family with an open plan has that one."""
        plan = open_plan_of(self.family.pk)
        if plan is not None:
            messages.info(request, "This family has an open plan already. Here it is.")
            return HttpResponseRedirect(reverse("plans:plan", args=[plan.pk]))
        return super().get(request, **kwargs)

    def page_title(self) -> str:
        """Name the family."""
        return f"Start a plan with the {self.family.name} family"

    def back(self) -> tuple[str, str]:
        """Lead back to the family."""
        return reverse("people:family", args=[self.family.pk]), f"the {self.family.name} family"

    def initial(self) -> dict[str, Any]:
        """Start with every child, the lightest tier and oneself."""
        return {
            "children": [str(one.pk) for one in self.children],
            "tier": Tier.FAMILY_HELP,
            "lead": str(self.worker.pk),
            "start_date": timezone.localdate(),
        }

    def form_arguments(self) -> dict[str, Any]:
        """Offer the children and the workers."""
        return {"children": as_choices(self.children), "workers": workers_near(self.worker)}

    def act(self, form: KithForm) -> str:
        """Start it."""
        data = form.cleaned_data
        chosen = {int(number) for number in data["children"]}
        plan = actions.start_plan(
            family=self.family,
            children=[one for one in self.children if one.pk in chosen],
            tier=data["tier"],
            lead=Worker.objects.get(pk=data["lead"]),
            start_date=data["start_date"],
            what_we_want=data["what_we_want"],
            what_is_strong=data["what_is_strong"],
            by=self.worker,
        )
        return reverse("plans:plan", args=[plan.pk])


class ChangeWords(PlanFormPage):
    """What the family wants, in their words; two people may be writing it down at once."""

    form_class = forms.WordsForm
    title = "What the family wants"
    done = "Their words are on the plan."

    def load(self, plan_id: int, **kwargs: Any) -> None:
        """Open the plan, which is what is edited."""
        super().load(plan_id, **kwargs)
        self.edited = self.plan

    def initial(self) -> dict[str, Any]:
        """Start with what it says."""
        return {"what_we_want": self.plan.what_we_want, "what_is_strong": self.plan.what_is_strong}

    def act(self, form: KithForm) -> str:
        """Write it down."""
        data = form.cleaned_data
        actions.change_words(
            plan=self.plan,
            what_we_want=data["what_we_want"],
            what_is_strong=data["what_is_strong"],
            by=self.worker,
        )
        return self.page()


class ChangeLead(PlanFormPage):
    """Another lead practitioner."""

    form_class = forms.LeadForm
    title = "Who leads the plan?"
    done = "The plan has another lead."
    template = "plans/lead.html"

    def initial(self) -> dict[str, Any]:
        """Start from today."""
        return self.today()

    def form_arguments(self) -> dict[str, Any]:
        """Offer the workers."""
        return {"workers": workers_near(self.worker)}

    def context(self) -> dict[str, Any]:
        """Say who has led it so far."""
        return {"leads": self.plan.leads.select_related("worker").order_by("start_date")}

    def act(self, form: KithForm) -> str:
        """Change it."""
        data = form.cleaned_data
        actions.change_lead(
            plan=self.plan,
            worker=Worker.objects.get(pk=data["worker"]),
            reason=data["reason"],
            start_date=data["start_date"],
            by=self.worker,
        )
        return self.page()


class AddChild(PlanFormPage):
    """Another child of the family on the plan."""

    form_class = forms.ChildForm
    title = "Add a child to the plan"
    done = "The child is on the plan."
    children: list[Person]

    def load(self, plan_id: int, **kwargs: Any) -> None:
        """Open the plan and the family's children who are not on it."""
        super().load(plan_id, **kwargs)
        on_it = PlanChild.objects.filter(plan=self.plan, end_date__isnull=True).values_list(
            "child_id", flat=True
        )
        in_family = FamilyMembership.objects.filter(
            family=self.opened.family, role="child", end_date__isnull=True
        ).values_list("person_id", flat=True)
        wanted = set(in_family) - set(on_it)
        self.children = [one for one in writable(self.opened.members) if one.pk in wanted]

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Show the form, or say that there is no other child."""
        if self.opened.is_open and not self.children:
            messages.info(
                request, "Every child of the family is on the plan. Add a child to the family first."
            )
            return HttpResponseRedirect(self.page())
        return super().get(request, **kwargs)

    def initial(self) -> dict[str, Any]:
        """Start from today."""
        return self.today()

    def form_arguments(self) -> dict[str, Any]:
        """Offer the children."""
        return {"children": as_choices(self.children)}

    def act(self, form: KithForm) -> str:
        """Add the child."""
        child = next(one for one in self.children if str(one.pk) == form.cleaned_data["child"])
        actions.add_child(
            plan=self.plan, child=child, start_date=form.cleaned_data["start_date"], by=self.worker
        )
        return self.page()
