"""The care plan: its page now and as known, writing it, changing it while it waits, and signing it off."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from kith.casework.access.rights import Right
from kith.casework.care import late
from kith.casework.care.access import open_child_in_care
from kith.casework.care.access_placement import Siblings, siblings_in_care
from kith.casework.care.actions import care_plans
from kith.casework.care.forms.care_plan import SHARED, CarePlanForm, SignOffForm, own
from kith.casework.care.models import CarePlan, PeriodOfCare
from kith.casework.care.queries.care_plan import (
    SECTIONS,
    family_says,
    plan_to_start_from,
    read_care_plan,
    sections_of_plan,
    wanted_of_the_family,
)
from kith.casework.care.views.about_child import ChildInCareForm
from kith.casework.furniture.forms import KithForm
from kith.casework.furniture.known_at import NOW, Record
from kith.casework.furniture.known_at_pages import show_as_known
from kith.casework.furniture.pages import for_workers
from kith.casework.people.models import Person
from kith.casework.workforce.models import Worker


@for_workers
def care_plan(request: HttpRequest, worker: Worker, person_id: int) -> HttpResponse:
    """The plan that a child has now."""
    child, period = open_child_in_care(worker, person_id, page="care:care_plan")
    return _show(request, worker, child, period, NOW)


@for_workers
def earlier_care_plan(
    request: HttpRequest, worker: Worker, person_id: int, care_plan_id: int
) -> HttpResponse:
    """One of a child's plans, by its number."""
    child, period = open_child_in_care(worker, person_id, page="care:earlier_care_plan")
    return _show(request, worker, child, period, NOW, number=care_plan_id)


@for_workers
def care_plan_known_at(request: HttpRequest, worker: Worker, person_id: int) -> HttpResponse:
    """The same page as it stood at an earlier instant."""
    child, period = open_child_in_care(worker, person_id, page="care:care_plan_known_at")
    return show_as_known(
        request,
        PeriodOfCare,
        period.pk,
        what=f"{child.display_name}’s care plan",
        back=(reverse("care:care_plan", args=[person_id]), f"{child.display_name}’s care plan"),
        not_yet="The child was not yet in care, as far as anybody knew. Enter a later day.",
        show=lambda known, record: _show(request, worker, child, known, record),
    )


def _show(
    request: HttpRequest,
    worker: Worker,
    child: Person,
    period: PeriodOfCare,
    record: Record,
    number: int | None = None,
) -> HttpResponse:
    read = read_care_plan(child, period, today=timezone.localdate(), record=record, number=number)
    if number is not None and read.plan is None:
        raise Http404("This child has no such plan.")
    rights = child.rights  # type: ignore[attr-defined]
    is_now = record.instant is None and (read.plan is None or read.plan.end_date is None)
    return render(
        request,
        "care/plan/page.html",
        {
            "person": child,
            "period": period,
            "read": read,
            "known_at": record.instant,
            "is_now": is_now,
            "may_write": is_now and period.end_date is None and Right.WRITE_RECORD in rights,
            "may_sign_off": is_now
            and read.plan is not None
            and Right.DECIDE in rights
            and read.plan.prepared_by_id != worker.pk,
            "wrote_it": read.plan is not None and read.plan.prepared_by_id == worker.pk,
            "back": (reverse("care:child", args=[child.pk]), f"{child.display_name} in care"),
        },
    )


class CarePlanPage(ChildInCareForm):
    """A form about a child's care plan."""

    def page(self) -> str:
        """Return the address of the plan."""
        return reverse("care:care_plan", args=[self.child.pk])

    def back(self) -> tuple[str, str]:
        """Lead back to the plan."""
        return self.page(), f"{self.child.display_name}’s care plan"

    def waiting(self) -> CarePlan:
        """Return the plan that waits to be signed off. Raises Http404 where none does."""
        plan: CarePlan | None = CarePlan.objects.filter(
            child=self.child, end_date__isnull=True, signed_off_at__isnull=True
        ).first()
        if plan is None:
            raise Http404("No plan of this child waits to be signed off.")
        plan.child = self.child
        return plan


class WriteCarePlan(CarePlanPage):
    """A new care plan, once for brothers and sisters."""

    form_class = CarePlanForm
    template = "care/plan/write.html"
    submit = "Save, to be signed off"
    done = "The care plan is written. A manager signs it off."
    siblings: Siblings
    last: CarePlan | None

    def load(self, person_id: int, **kwargs: Any) -> None:
        """Open the child, and the brothers and sisters about whom the worker may write."""
        super().load(person_id, **kwargs)
        self.siblings = siblings_in_care(self.worker, self.child, page="care:write_care_plan")
        waiting = set(
            CarePlan.objects.filter(
                child__in=self.siblings.open, end_date__isnull=True, signed_off_at__isnull=True
            ).values_list("child_id", flat=True)
        )
        self.siblings = replace(
            self.siblings, open=[one for one in self.siblings.open if one.pk not in waiting]
        )
        self.last = plan_to_start_from(self.child.pk)

    def page_title(self) -> str:
        """Return whose plan it is."""
        return f"Write {self.child.display_name}’s care plan"

    def form_arguments(self) -> dict[str, Any]:
        """Ask about the child and those brothers and sisters."""
        return {"child": self.child, "siblings": self.siblings.open, "last": self.last}

    def initial(self) -> dict[str, Any]:
        """Start with what the last plan says, so that only what is different is typed; all of them ticked."""
        starting: dict[str, Any] = {"start_date": timezone.localdate()}
        if self.last is not None:
            starting |= {name: getattr(self.last, name) for name in SECTIONS}
        theirs = {
            one.child_id: one
            for one in CarePlan.objects.filter(child__in=self.siblings.open).order_by("start_date")
        }
        for sibling in self.siblings.open:
            starting[own(sibling, "chosen")] = True
            plan = theirs.get(sibling.pk)
            if plan is not None:
                starting[own(sibling, "child_words")] = plan.child_words
                for name in SHARED:
                    if getattr(plan, name) != getattr(self.last, name, ""):
                        starting[own(sibling, name)] = getattr(plan, name)
        return starting

    def context(self) -> dict[str, Any]:
        """Show what the family's plan says already, and how many brothers and sisters are not open."""
        held = NOW.together(**wanted_of_the_family(self.child.pk, self.period, timezone.localdate(), NOW))
        return {
            "family": family_says(self.child.pk, held),
            "hidden_siblings": self.siblings.hidden,
            "last": self.last,
        }

    def act(self, form: KithForm) -> str:
        """Write it."""
        assert isinstance(form, CarePlanForm)
        care_plans.write_care_plans(
            plans=form.plans(), start_date=form.cleaned_data["start_date"], by=self.worker
        )
        return self.page()


class ChangeCarePlan(CarePlanPage):
    """A plan that waits to be signed off."""

    form_class = CarePlanForm
    template = "care/plan/write.html"
    done = "The care plan is changed. A manager signs it off."
    plan: CarePlan

    def load(self, person_id: int, **kwargs: Any) -> None:
        """Open the child's plan that waits, which is what is edited."""
        super().load(person_id, **kwargs)
        self.plan = self.edited = self.waiting()

    def page_title(self) -> str:
        """Return whose plan it is."""
        return f"Change {self.child.display_name}’s care plan"

    def form_arguments(self) -> dict[str, Any]:
        """Ask of this child, beside what the plan before this one said."""
        last = CarePlan.objects.filter(child=self.child, start_date__lt=self.plan.start_date)
        return {"child": self.child, "last": last.order_by("-start_date").first(), "correcting": True}

    def initial(self) -> dict[str, Any]:
        """Start with what is written."""
        return {name: getattr(self.plan, name) for name in SECTIONS}

    def act(self, form: KithForm) -> str:
        """Change it."""
        assert isinstance(form, CarePlanForm)
        care_plans.change_care_plan(plan=self.plan, sections=form.plans()[self.child], by=self.worker)
        return self.page()


class SignOffCarePlan(CarePlanPage):
    """A manager signs a plan off."""

    form_class = SignOffForm
    right = Right.DECIDE
    template = "care/plan/sign_off.html"
    submit = "Sign it off"
    done = "The care plan is signed off."
    keeps_draft = False
    plan: CarePlan

    def load(self, person_id: int, **kwargs: Any) -> None:
        """Open the plan that waits: what is signed off is what was read."""
        super().load(person_id, **kwargs)
        self.plan = self.edited = self.waiting()

    def page_title(self) -> str:
        """Return whose plan it is."""
        return f"Sign off {self.child.display_name}’s care plan"

    def form_arguments(self) -> dict[str, Any]:
        """Ask why only where it is late."""
        clock = late.running("care_plan", person_id=self.child.pk)
        return {
            "is_late": clock is not None and not clock.late_reason and clock.due_date < timezone.localdate()
        }

    def context(self) -> dict[str, Any]:
        """Show the plan, each section beside what the last said."""
        last = CarePlan.objects.filter(child=self.child, start_date__lt=self.plan.start_date)
        return {
            "person": self.child,
            "plan": self.plan,
            "sections": sections_of_plan(self.plan, last.order_by("-start_date").first()),
            "prepared_by": self.plan.prepared_by,
            "wrote_it": self.plan.prepared_by_id == self.worker.pk,
        }

    def act(self, form: KithForm) -> str:
        """Sign it off."""
        care_plans.sign_off_care_plan(
            plan=self.plan, by=self.worker, late_reason=form.cleaned_data.get("late_reason", "")
        )
        return self.page()
