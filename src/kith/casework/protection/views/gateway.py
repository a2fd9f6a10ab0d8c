"""The legal gateway: asking for the meeting, its page, and recording what it decided for each child."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from kith.casework.access.rights import Right
from kith.casework.access.roles import Role
from kith.casework.furniture.forms import KithForm
from kith.casework.furniture.pages import for_workers
from kith.casework.plans.models import PlanChild, PlanLead
from kith.casework.protection.access import open_process
from kith.casework.protection.actions import gateway as actions
from kith.casework.protection.forms.legal_fields import chosen
from kith.casework.protection.forms.legal_gateway import AskForGatewayForm, HoldGatewayForm
from kith.casework.protection.models import LegalGatewayMeeting
from kith.casework.protection.queries.legal import gateway_story
from kith.casework.protection.views.legal_pages import FamilyFormPage, ProcessFormPage
from kith.casework.protection.workflows.gateway import GATEWAY, GatewayState
from kith.casework.workforce.models import Worker
from kith.casework.workforce.queries.caseload import workers_to_choose_from

# Who may lead a legal gateway meeting, or the work that it decides on.
LEADING_ROLES = (
    Role.TEAM_MANAGER,
    Role.DIRECTOR,
    Role.SOCIAL_WORKER,
    Role.FAMILY_HELP_PRACTITIONER,
)


@for_workers
def gateway_page(request: HttpRequest, worker: Worker, gateway_id: int) -> HttpResponse:
    """One legal gateway meeting: why it was asked for, what the lawyers advise, what was decided for each child."""
    opened = open_process(worker, LegalGatewayMeeting, gateway_id, page="protection:gateway")
    return render(
        request,
        "protection/gateway.html",
        {
            "gateway": opened.process,
            "family": opened.family,
            "story": gateway_story(opened.process, opened.children),
            "hidden_children": opened.hidden_children,
            "may_write": opened.may_write,
            "may_decide": opened.may_decide,
            "back": (reverse("people:family", args=[opened.family.pk]), f"the {opened.family.name} family"),
        },
    )


class AskForGateway(FamilyFormPage):
    """Ask for a meeting with the lawyers."""

    form_class = AskForGatewayForm
    title = "Ask for a legal gateway meeting"
    submit = "Ask for it"
    done = "The meeting is asked for. A manager holds it with the lawyers, and decides for each child."
    template = "protection/ask_for_gateway.html"

    def initial(self) -> dict[str, Any]:
        """Asked for today, about the children on the plan."""
        on_plan = PlanChild.objects.filter(
            plan__family=self.family, plan__end_date__isnull=True, end_date__isnull=True
        ).values_list("child_id", flat=True)
        return {"asked_date": timezone.localdate(), "children": [str(number) for number in on_plan]}

    def act(self, form: KithForm) -> str:
        """Ask for it."""
        data = form.cleaned_data
        gateway = actions.ask_for_gateway(
            family=self.family,
            children=chosen(self.children, data["children"]),
            why_asked=data["why_asked"],
            asked_date=data["asked_date"],
            by=self.worker,
        )
        return reverse("protection:gateway", args=[gateway.pk])


class HoldGateway(ProcessFormPage):
    """Record the meeting and what it decided."""

    model = LegalGatewayMeeting
    number_name = "gateway_id"
    page_name = "gateway"
    process_name = "the legal gateway meeting"
    right = Right.DECIDE
    form_class = HoldGatewayForm
    title = "Record the legal gateway meeting"
    submit = "Record what was decided"
    done = "What was decided is recorded for each child."
    template = "protection/hold_gateway.html"

    def closed(self) -> str:
        """A meeting that was held stays as it was."""
        return GATEWAY.why_not[(GatewayState.HELD, "")] if self.process.held_date else ""

    def form_arguments(self) -> dict[str, Any]:
        """Offer the children, and who may lead."""
        if not hasattr(self, "_workers"):
            self._workers = workers_to_choose_from(timezone.localdate(), roles=LEADING_ROLES)
        return {"children": self.opened.children, "workers": self._workers}

    def initial(self) -> dict[str, Any]:
        """Held today, led by whoever records it; work before proceedings is led by whoever leads the plan."""
        lead = PlanLead.objects.filter(plan_id=self.process.plan_id, end_date__isnull=True).first()
        return {
            "held_date": timezone.localdate(),
            "led_by": str(self.worker.pk),
            "lead": str(lead.worker_id) if lead else "",
        }

    def act(self, form: KithForm) -> str:
        """Record it; where it began work before proceedings, go on to that."""
        assert isinstance(form, HoldGatewayForm)
        data = form.cleaned_data
        began = actions.hold_gateway(
            gateway=self.process,
            held_date=data["held_date"],
            led_by=Worker.objects.get(pk=data["led_by"]),
            legal_adviser=data["legal_adviser"],
            advice=data["advice"],
            outcomes=form.outcomes(),
            lead=Worker.objects.get(pk=data["lead"]) if data["lead"] else None,
            by=self.worker,
        )
        return reverse("protection:pre_proceedings", args=[began.pk]) if began else self.page()
