"""The plan for a child's permanence: as it is, as it was, and deciding it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from kith.casework.access.rights import Right
from kith.casework.care.access import open_child_in_care
from kith.casework.care.actions.permanence import decide_permanence
from kith.casework.care.forms.permanence import PermanenceForm
from kith.casework.care.models import PeriodOfCare, PermanencePlan
from kith.casework.furniture.form_pages import FormPage
from kith.casework.furniture.forms import KithForm
from kith.casework.furniture.pages import for_workers
from kith.casework.people.models import Person
from kith.casework.workforce.models import Worker


@for_workers
def permanence_page(request: HttpRequest, worker: Worker, person_id: int) -> HttpResponse:
    """How a child is to have a home for good, with every plan before."""
    child, period = open_child_in_care(worker, person_id, page="care:permanence")
    plans = list(
        PermanencePlan.objects.filter(child=child).select_related("decided_by").order_by("-start_date", "-pk")
    )
    today = timezone.localdate()
    now = next((one for one in plans if one.holds_on(today)), None)
    return render(
        request,
        "care/reviews/permanence.html",
        {
            "person": child,
            "period": period,
            "now": now,
            "before": [one for one in plans if one is not now],
            "may_decide": Right.DECIDE in child.rights,  # type: ignore[attr-defined]
            "back": (reverse("care:child", args=[child.pk]), f"{child.display_name} in care"),
        },
    )


class DecidePermanence(FormPage):
    """A manager decides how a child is to have a home for good."""

    form_class = PermanenceForm
    title = "A home for good"
    done = "The plan for a home for good is decided."
    template = "care/reviews/decide_permanence.html"
    child: Person
    period: PeriodOfCare

    def load(self, person_id: int, **kwargs: Any) -> None:
        """Open the child for whoever decides."""
        self.child, self.period = open_child_in_care(
            self.worker, person_id, Right.DECIDE, page="care:decide_permanence"
        )

    def initial(self) -> dict[str, Any]:
        """Decided today."""
        return {"day": timezone.localdate()}

    def context(self) -> dict[str, Any]:
        """Show the plan as it is."""
        now = PermanencePlan.objects.filter(child=self.child, end_date__isnull=True).first()
        return {"person": self.child, "now": now}

    def back(self) -> tuple[str, str]:
        """Lead back to the plan."""
        return reverse("care:permanence", args=[self.child.pk]), "the plan for a home for good"

    def act(self, form: KithForm) -> str:
        """Decide it."""
        assert isinstance(form, PermanenceForm)
        decide_permanence(
            period=self.period, permanence=form.permanence(), day=form.cleaned_data["day"], by=self.worker
        )
        return self.back()[0]
