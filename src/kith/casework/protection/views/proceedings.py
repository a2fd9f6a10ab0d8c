"""Proceedings in court: recording an application, its page with the weeks, hearings, extensions and orders."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from kith.casework.furniture.forms import KithForm
from kith.casework.furniture.pages import for_workers
from kith.casework.protection.access import open_process
from kith.casework.protection.actions import proceedings as actions
from kith.casework.protection.forms import legal_proceedings as forms
from kith.casework.protection.forms.legal_fields import chosen
from kith.casework.protection.models import (
    CareProceedings,
    CourtHearing,
    LegalGatewayMeeting,
    PreProceedings,
)
from kith.casework.protection.queries.family_meetings import group_meetings_of
from kith.casework.protection.queries.legal import children_to_apply_for, proceedings_story
from kith.casework.protection.views.legal_pages import FamilyFormPage, ProcessFormPage
from kith.casework.protection.workflows.proceedings import PROCEEDINGS, ProceedingsState
from kith.casework.workforce.models import Worker


@for_workers
def proceedings_page(request: HttpRequest, worker: Worker, proceedings_id: int) -> HttpResponse:
    """One application: the weeks used, what comes next, what was heard and ordered, and what the family was offered first."""
    opened = open_process(worker, CareProceedings, proceedings_id, page="protection:proceedings")
    row = opened.process
    meetings = group_meetings_of(opened.family.pk)
    return render(
        request,
        "protection/proceedings.html",
        {
            "row": row,
            "family": opened.family,
            "story": proceedings_story(row, opened.children, today=timezone.localdate()),
            "meeting": next((one for one in meetings if one.meeting.pk == row.network_meeting_id), None),
            "hidden_children": opened.hidden_children,
            "may_write": opened.may_write and row.ended_date is None,
            "back": (reverse("people:family", args=[opened.family.pk]), f"the {opened.family.name} family"),
        },
    )


class Issue(FamilyFormPage):
    """Record an application to the court."""

    form_class = forms.IssueForm
    title = "An application to the court"
    submit = "Record the application"
    done = "The application is recorded, and its twenty-six weeks run. Enter the first hearing."
    template = "protection/issue.html"

    def load(self, family_id: int, **kwargs: Any) -> None:
        """Open the family, and find what came before."""
        super().load(family_id, **kwargs)
        self.meetings = group_meetings_of(family_id)
        self.gateways = list(
            LegalGatewayMeeting.objects.filter(family_id=family_id, held_date__isnull=False).order_by(
                "-held_date"
            )
        )
        self.before = list(PreProceedings.objects.filter(family_id=family_id).order_by("-start_date"))

    def form_arguments(self) -> dict[str, Any]:
        """Offer the children, and what came before."""
        return {
            **super().form_arguments(),
            "meetings": self.meetings,
            "gateways": self.gateways,
            "before": self.before,
        }

    def initial(self) -> dict[str, Any]:
        """Issued today, about the children for whom that was decided, after the latest of what came before."""
        return {
            "issued_date": timezone.localdate(),
            "children": [str(number) for number in children_to_apply_for(self.family.pk)],
            "network_meeting": str(self.meetings[0].meeting.pk) if self.meetings else "",
            "gateway": str(self.gateways[0].pk) if self.gateways else "",
            "pre_proceedings": str(self.before[0].pk) if self.before else "",
        }

    def act(self, form: KithForm) -> str:
        """Record it."""
        data = form.cleaned_data
        proceedings = actions.issue(
            family=self.family,
            children=chosen(self.children, data["children"]),
            kind=data["kind"],
            issued_date=data["issued_date"],
            court=data["court"],
            gateway=_one(self.gateways, data["gateway"]),
            pre_proceedings=_one(self.before, data["pre_proceedings"]),
            network_meeting=_one([found.meeting for found in self.meetings], data["network_meeting"]),
            why_no_family_meeting=data["why_no_family_meeting"],
            by=self.worker,
        )
        return reverse("protection:proceedings", args=[proceedings.pk])


class ProceedingsFormPage(ProcessFormPage):
    """A form about proceedings."""

    model = CareProceedings
    number_name = "proceedings_id"
    page_name = "proceedings"
    process_name = "the proceedings"

    def closed(self) -> str:
        """A case that has ended stays as it was."""
        return PROCEEDINGS.why_not[(ProceedingsState.ENDED, "")] if self.process.ended_date else ""


class WriteDetails(ProceedingsFormPage):
    """Which court, under which number, and the children's guardian."""

    form_class = forms.DetailsForm
    title = "Court, number and guardian"
    done = "They are written down."

    def closed(self) -> str:
        """They are put right at any time."""
        return ""

    def initial(self) -> dict[str, Any]:
        """Start with what is known."""
        row = self.process
        return {"court": row.court, "case_number": row.case_number, "guardian": row.guardian}

    def act(self, form: KithForm) -> str:
        """Keep them."""
        data = form.cleaned_data
        actions.write_details(
            proceedings=self.process,
            court=data["court"],
            case_number=data["case_number"],
            guardian=data["guardian"],
            by=self.worker,
        )
        return self.page()


class PlanHearing(ProceedingsFormPage):
    """A hearing to come."""

    form_class = forms.PlanHearingForm
    title = "Plan a hearing"
    done = "The hearing is planned."

    def act(self, form: KithForm) -> str:
        """Plan it."""
        data = form.cleaned_data
        actions.plan_hearing(
            proceedings=self.process, kind=data["kind"], hearing_date=data["hearing_date"], by=self.worker
        )
        return self.page()


class HoldHearing(ProceedingsFormPage):
    """A hearing that was held."""

    form_class = forms.HoldHearingForm
    submit = "Record it"
    done = "What was decided is recorded. If the court made an order, record that too."
    hearing: CourtHearing

    def load(self, **kwargs: Any) -> None:
        """Open the proceedings; the hearing must be theirs."""
        super().load(**kwargs)
        self.hearing = self.part(CourtHearing, "proceedings", kwargs["hearing_id"])

    def page_title(self) -> str:
        """Say which hearing."""
        return f"{self.hearing.get_kind_display()}: what was decided?"

    def initial(self) -> dict[str, Any]:
        """Held on the day for which it was planned."""
        return {"hearing_date": min(self.hearing.hearing_date, timezone.localdate())}

    def act(self, form: KithForm) -> str:
        """Record it."""
        data = form.cleaned_data
        actions.hold_hearing(
            proceedings=self.process,
            hearing=self.hearing,
            hearing_date=data["hearing_date"],
            words=data["words"],
            by=self.worker,
        )
        return self.page()


class Extend(ProceedingsFormPage):
    """More time than twenty-six weeks."""

    form_class = forms.ExtendForm
    title = "The court gave the case more time"
    submit = "Record the extension"
    done = "The extension is recorded, with its reason."

    def act(self, form: KithForm) -> str:
        """Record it."""
        data = form.cleaned_data
        actions.extend(
            proceedings=self.process,
            extended_until=data["extended_until"],
            extended_reason=data["extended_reason"],
            by=self.worker,
        )
        return self.page()


class MakeOrder(ProceedingsFormPage):
    """An order about one child."""

    form_class = forms.OrderForm
    title = "The court made an order"
    submit = "Record the order"
    done = "The order is recorded."

    def form_arguments(self) -> dict[str, Any]:
        """Offer the children whom the proceedings are about."""
        return {"children": self.opened.children}

    def initial(self) -> dict[str, Any]:
        """Made today; one child needs no choosing."""
        children = self.opened.children
        one = {"child": str(children[0].pk)} if len(children) == 1 else {}
        return {"made_date": timezone.localdate(), **one}

    def act(self, form: KithForm) -> str:
        """Record it."""
        data = form.cleaned_data
        actions.make_order(
            proceedings=self.process,
            child=next(one for one in self.opened.children if str(one.pk) == data["child"]),
            kind=data["kind"],
            made_date=data["made_date"],
            is_final=data["is_final"],
            words=data["words"],
            by=self.worker,
        )
        return self.page()


def _one(rows: list[Any], number: str) -> Any:
    return next((row for row in rows if str(row.pk) == number), None)
