"""An assessment's way to sign-off, and from it onto the plan."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from kith.casework.access.loading import AccessRefused
from kith.casework.access.rights import Right
from kith.casework.family_help.actions import signing_off as actions
from kith.casework.family_help.forms import assessing as forms
from kith.casework.family_help.models import AssessmentStatus
from kith.casework.family_help.queries.suggested_goals import suggested_goals
from kith.casework.family_help.views.assessing import AboutAssessment
from kith.casework.furniture.forms import KithForm
from kith.casework.plans.access import open_plan
from kith.casework.plans.models import Plan


class Submit(AboutAssessment):
    """Send it for sign-off, seeing first what it lacks."""

    form_class = forms.SubmitForm
    title = "Send the assessment for sign-off"
    submit = "Send it"
    done = "The assessment waits for a manager, who is told today."
    template = "family_help/submit_assessment.html"
    keeps_draft = False

    def context(self) -> dict[str, Any]:
        """Show what it lacks: what it must have, and what it could."""
        missing = actions.what_is_missing(self.assessment)
        return {
            "must": [one for one in missing if one.must],
            "remind": [one for one in missing if not one.must],
            "assessment_id": self.assessment.pk,
        }

    def act(self, form: KithForm) -> str:
        """Send it."""
        actions.submit(assessment=self.assessment, by=self.worker)
        return self.page()


class Deciding(AboutAssessment):
    """A manager's answer, given by somebody who may decide for every child in it and not for one alone."""

    right = Right.DECIDE
    needs = AssessmentStatus.SUBMITTED

    def load(self, assessment_id: int, **kwargs: Any) -> None:
        """Open the assessment. Raises AccessRefused about a child for whom the worker may not decide."""
        super().load(assessment_id, **kwargs)
        for number, held in self.opened.rights.items():
            if Right.DECIDE not in held:
                raise AccessRefused(Right.DECIDE, number)


class SendBack(Deciding):
    """Ask for something to be changed."""

    form_class = forms.SendBackForm
    title = "Send the assessment back"
    submit = "Send it back"
    done = "It is with whoever wrote it, with what you ask."

    def act(self, form: KithForm) -> str:
        """Send it back."""
        actions.send_back(assessment=self.assessment, words=form.cleaned_data["words"], by=self.worker)
        return self.page()


class Authorise(Deciding):
    """Sign it off."""

    form_class = forms.AuthoriseForm
    title = "Sign the assessment off"
    submit = "Sign it off"
    done = "Signed off. What it says comes next has been done on the family's plan."
    template = "family_help/authorise_assessment.html"

    def context(self) -> dict[str, Any]:
        """Say what follows for each child."""
        parts = self.assessment.children.select_related("child", "referral").order_by("pk")
        return {"parts": parts, "assessment_id": self.assessment.pk}

    def act(self, form: KithForm) -> str:
        """Sign it off."""
        actions.authorise(assessment=self.assessment, words=form.cleaned_data["words"], by=self.worker)
        return self.page()


class GoalsFromAssessment(AboutAssessment):
    """Carry what the assessment found onto the plan, as goals in the family's words."""

    form_class = forms.GoalsForm
    needs = AssessmentStatus.AUTHORISED
    title = "Goals from the assessment"
    submit = "Put them on the plan"
    done = "The goals are on the plan. Ask the family how near they are to each, from 0 to 10."
    template = "family_help/goals_from_assessment.html"
    plan: Plan | None = None

    def load(self, assessment_id: int, **kwargs: Any) -> None:
        """Open the assessment, and its plan: the right over a child in the one may be no right over the other."""
        super().load(assessment_id, **kwargs)
        if self.assessment.plan_id is not None:
            page = "family_help:goals_from_assessment"
            self.plan = open_plan(self.worker, self.assessment.plan_id, Right.WRITE_RECORD, page=page).plan

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Show the form; without an open plan there is nothing to put goals on."""
        if self.plan is None or self.plan.end_date is not None:
            return HttpResponseRedirect(self.page())
        return super().get(request, **kwargs)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Set the goals, where there is a signed-off assessment with a plan."""
        if self.plan is None or self.assessment.status != self.needs:
            return HttpResponseRedirect(self.page())
        return super().post(request, **kwargs)

    def form_arguments(self) -> dict[str, Any]:
        """Suggest goals from the factors, those that the plan has already left out."""
        return {"suggested": suggested_goals(self.assessment)}

    def act(self, form: KithForm) -> str:
        """Set each goal that was chosen."""
        assert isinstance(form, forms.GoalsForm)
        assert self.plan is not None
        actions.carry_goals(plan=self.plan, goals=form.chosen(), by=self.worker)
        return reverse("plans:plan", args=[self.plan.pk])
