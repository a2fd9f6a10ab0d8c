"""Work before proceedings: its page, the letter, meetings, assessments and reviews, the family's own meeting, its end."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from kith.casework.access.rights import Right
from kith.casework.furniture.forms import KithForm
from kith.casework.furniture.pages import for_workers
from kith.casework.protection.access import open_process
from kith.casework.protection.actions import pre_proceedings as actions
from kith.casework.protection.forms import legal_pre_proceedings as forms
from kith.casework.protection.models import PreProceedings, PreProceedingsStep
from kith.casework.protection.queries.family_meetings import group_meetings_of
from kith.casework.protection.queries.legal import pre_proceedings_story
from kith.casework.protection.views.legal_pages import ProcessFormPage
from kith.casework.protection.workflows.pre_proceedings import PRE_PROCEEDINGS, PreProceedingsState
from kith.casework.workforce.models import Worker


@for_workers
def pre_proceedings_page(request: HttpRequest, worker: Worker, pre_proceedings_id: int) -> HttpResponse:
    """Work with one family before proceedings: what must change, what helps, the family's own meeting, what comes next."""
    opened = open_process(worker, PreProceedings, pre_proceedings_id, page="protection:pre_proceedings")
    row = opened.process
    meetings = group_meetings_of(opened.family.pk)
    is_open = row.end_date is None
    return render(
        request,
        "protection/pre_proceedings.html",
        {
            "opened": opened,
            "row": row,
            "family": opened.family,
            "story": pre_proceedings_story(row, opened.children, today=timezone.localdate()),
            "joined": next((one for one in meetings if one.meeting.pk == row.network_meeting_id), None),
            "others": [one for one in meetings if one.meeting.pk != row.network_meeting_id],
            "hidden_children": opened.hidden_children,
            "may_write": opened.may_write and is_open,
            "may_decide": opened.may_decide and is_open,
            "may_issue": opened.may_write,
            "back": (reverse("people:family", args=[opened.family.pk]), f"the {opened.family.name} family"),
        },
    )


class PreProceedingsFormPage(ProcessFormPage):
    """A form about work before proceedings."""

    model = PreProceedings
    number_name = "pre_proceedings_id"
    page_name = "pre_proceedings"
    process_name = "work before proceedings"

    def closed(self) -> str:
        """Work that has ended stays as it was."""
        return PRE_PROCEEDINGS.why_not[(PreProceedingsState.ENDED, "")] if self.process.end_date else ""


class SendLetter(PreProceedingsFormPage):
    """What the letter to the parents says."""

    form_class = forms.SendLetterForm
    title = "The letter before proceedings"
    submit = "Record the letter as sent"
    done = "The letter is recorded as sent. Now plan the first meeting with the parents."
    template = "protection/send_letter.html"

    def closed(self) -> str:
        """A letter that was sent stays as it was sent."""
        sent = (PreProceedingsState.UNDER_WAY, PreProceedingsState.UNDER_WAY)
        return super().closed() or (PRE_PROCEEDINGS.why_not[sent] if self.process.letter_sent_date else "")

    def initial(self) -> dict[str, Any]:
        """Sent today."""
        return {"letter_sent_date": timezone.localdate()}

    def act(self, form: KithForm) -> str:
        """Keep it."""
        data = form.cleaned_data
        actions.send_letter(
            pre_proceedings=self.process,
            letter_sent_date=data["letter_sent_date"],
            what_we_worry_about=data["what_we_worry_about"],
            what_must_change=data["what_must_change"],
            help_offered=data["help_offered"],
            next_review_date=data["next_review_date"],
            by=self.worker,
        )
        return self.page()


class AddStep(PreProceedingsFormPage):
    """A meeting, an assessment or a review, planned or done."""

    form_class = forms.AddStepForm
    title = "Add a meeting, an assessment or a review"
    submit = "Add it"
    done = "It is on the record."

    def initial(self) -> dict[str, Any]:
        """Start with the kind that the page's link asks for."""
        return {"kind": self.request.GET.get("kind", "")}

    def act(self, form: KithForm) -> str:
        """Add it."""
        data = form.cleaned_data
        actions.add_step(
            pre_proceedings=self.process,
            kind=data["kind"],
            what=data["what"],
            planned_date=data["planned_date"],
            done_date=data["done_date"],
            parents_had_a_lawyer=forms.lawyer_of(data),
            words=data["words"],
            next_review_date=data["next_review_date"],
            by=self.worker,
        )
        return self.page()


class DoStep(PreProceedingsFormPage):
    """A planned step was held or received."""

    form_class = forms.DoStepForm
    submit = "Record it"
    done = "It is recorded."
    step: PreProceedingsStep

    def load(self, **kwargs: Any) -> None:
        """Open the work; the step must be its own."""
        super().load(**kwargs)
        self.step = self.part(PreProceedingsStep, "pre_proceedings", kwargs["step_id"])

    def page_title(self) -> str:
        """Say which step."""
        return f"{self.step.get_kind_display()}: {self.step.what}"

    def form_arguments(self) -> dict[str, Any]:
        """Ask what is asked of such a step."""
        return {"kind": self.step.kind}

    def initial(self) -> dict[str, Any]:
        """Held today."""
        return {"done_date": timezone.localdate()}

    def act(self, form: KithForm) -> str:
        """Record it."""
        data = form.cleaned_data
        actions.do_step(
            step=self.step,
            done_date=data["done_date"],
            parents_had_a_lawyer=forms.lawyer_of(data),
            words=data["words"],
            next_review_date=data.get("next_review_date"),
            by=self.worker,
        )
        return self.page()


class JoinFamilyMeeting(PreProceedingsFormPage):
    """Which offer of family group decision-making belongs to this work."""

    form_class = forms.JoinFamilyMeetingForm
    title = "Family group decision-making before proceedings"
    submit = "Join it to this work"
    done = "It is joined to this work."
    template = "protection/join_family_meeting.html"

    def load(self, **kwargs: Any) -> None:
        """Open the work, and find what was offered to the family."""
        super().load(**kwargs)
        self.meetings = group_meetings_of(self.opened.family.pk)

    def form_arguments(self) -> dict[str, Any]:
        """Offer those that were found."""
        return {"meetings": self.meetings}

    def initial(self) -> dict[str, Any]:
        """Start with the one that is joined, or else the latest."""
        first = self.process.network_meeting_id or next((one.meeting.pk for one in self.meetings), "")
        return {"network_meeting": str(first)}

    def context(self) -> dict[str, Any]:
        """Lead to where one is offered."""
        return {**super().context(), "meetings": self.meetings}

    def act(self, form: KithForm) -> str:
        """Join it."""
        wanted = form.cleaned_data["network_meeting"]
        meeting = next(one.meeting for one in self.meetings if str(one.meeting.pk) == wanted)
        actions.join_family_meeting(pre_proceedings=self.process, meeting=meeting, by=self.worker)
        return self.page()


class EndPreProceedings(PreProceedingsFormPage):
    """Work before proceedings ends, with a decision for each child."""

    right = Right.DECIDE
    form_class = forms.EndPreProceedingsForm
    title = "End work before proceedings"
    submit = "End it"
    done = "It has ended, with a decision for each child."
    template = "protection/end_pre_proceedings.html"

    def form_arguments(self) -> dict[str, Any]:
        """Ask about each child."""
        return {"children": self.opened.children}

    def initial(self) -> dict[str, Any]:
        """Ended today."""
        return {"end_date": timezone.localdate()}

    def act(self, form: KithForm) -> str:
        """End it."""
        assert isinstance(form, forms.EndPreProceedingsForm)
        actions.end(
            pre_proceedings=self.process,
            end_date=form.cleaned_data["end_date"],
            ending=form.cleaned_data["ending"],
            reasons=form.reasons_by_child(),
            by=self.worker,
        )
        return self.page()
