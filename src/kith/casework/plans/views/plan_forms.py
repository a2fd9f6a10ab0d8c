"""What the forms on a plan share: the plan is opened with the right to write, and a closed one refuses."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from kith.casework.access.rights import Right
from kith.casework.furniture.form_pages import FormPage
from kith.casework.people.models import Person
from kith.casework.plans.access import OpenPlan, open_plan
from kith.casework.plans.actions.recording import CLOSED
from kith.casework.plans.models import Plan
from kith.casework.workforce.models import TeamMembership, Worker
from kith.casework.workforce.queries import teams_of
from kith.casework.workforce.queries.caseload import workers_to_choose_from


class PlanFormPage(FormPage):
    """A form about one plan, which is open and whose children's records the worker may write on."""

    opened: OpenPlan

    def load(self, plan_id: int, **kwargs: Any) -> None:
        """Open the plan."""
        self.opened = open_plan(self.worker, plan_id, Right.WRITE_RECORD, page=f"plans:{type(self).__name__}")

    @property
    def plan(self) -> Plan:
        """The plan."""
        return self.opened.plan

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Show the form; a closed plan says so instead."""
        if not self.opened.is_open:
            messages.info(request, CLOSED)
            return HttpResponseRedirect(self.page())
        return super().get(request, **kwargs)

    def page(self) -> str:
        """Return the plan's page."""
        return reverse("plans:plan", args=[self.plan.pk])

    def back(self) -> tuple[str, str]:
        """Lead back to the plan."""
        return self.page(), "the plan"

    def today(self) -> dict[str, Any]:
        """Return nothing more than today, for a form's start."""
        return {"start_date": timezone.localdate()}


def workers_near(worker: Worker) -> list[tuple[str, str]]:
    """Return everyone who may work with a family, the worker's own teams first."""
    today = timezone.localdate()
    own = TeamMembership.objects.filter(worker=worker, end_date__isnull=True).values_list(
        "team_id", flat=True
    )
    return workers_to_choose_from(today, first_of=[*own, *teams_of(worker, today)])


def writable(people: list[Person]) -> list[Person]:
    """Return those on whose record the worker who opened them may write."""
    return [one for one in people if Right.WRITE_RECORD in one.rights]  # type: ignore[attr-defined]


def as_choices(people: list[Person]) -> list[tuple[str, str]]:
    """Return people as the lines of a list to choose from."""
    return [(str(one.pk), one.display_name) for one in people]
