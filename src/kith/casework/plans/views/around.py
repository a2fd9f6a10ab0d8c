"""The team around the family, agreement, and sharing."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.utils import timezone

from kith.casework.furniture.forms import KithForm
from kith.casework.plans import forms
from kith.casework.plans.actions import around
from kith.casework.plans.models import TeamMember
from kith.casework.plans.views.plan_forms import PlanFormPage, as_choices, workers_near
from kith.casework.workforce.models import Worker


class AddMember(PlanFormPage):
    """Somebody joins the team around the family."""

    form_class = forms.MemberForm
    title = "Add somebody to the team around the family"
    done = "They are in the team around the family."
    template = "plans/member.html"

    def initial(self) -> dict[str, Any]:
        """Since today."""
        return self.today()

    def form_arguments(self) -> dict[str, Any]:
        """Offer the workers and the family."""
        return {"workers": workers_near(self.worker), "people": as_choices(self.opened.members)}

    def act(self, form: KithForm) -> str:
        """Add them."""
        data = form.cleaned_data
        around.add_member(
            plan=self.plan,
            worker=Worker.objects.get(pk=data["worker"]) if data["worker"] else None,
            person=next((one for one in self.opened.members if str(one.pk) == data["person"]), None),
            name=data["name"],
            part=data["part"],
            start_date=data["start_date"],
            by=self.worker,
        )
        return self.page()


class EndMember(PlanFormPage):
    """Somebody leaves the team around the family."""

    form_class = forms.EndMemberForm
    title = "Somebody leaves the team around the family"
    done = "They are no longer in the team around the family."
    member: TeamMember

    def load(self, plan_id: int, member_id: int, **kwargs: Any) -> None:  # type: ignore[override]
        """Open the plan; the member must be its own."""
        super().load(plan_id, **kwargs)
        found = (
            TeamMember.objects.filter(plan=self.plan, pk=member_id, end_date__isnull=True)
            .select_related("plan", "worker", "person")
            .first()
        )
        if found is None:
            raise Http404("There is nobody so in this team.")
        self.member = found

    def page_title(self) -> str:
        """Name them."""
        return f"{self.member} leaves the team around the family"

    def initial(self) -> dict[str, Any]:
        """From today."""
        return {"end_date": timezone.localdate()}

    def act(self, form: KithForm) -> str:
        """Record it."""
        around.end_member(member=self.member, end_date=form.cleaned_data["end_date"], by=self.worker)
        return self.page()


class RecordAgreement(PlanFormPage):
    """What somebody said to the help."""

    form_class = forms.AgreementForm
    title = "Agreement to help"
    done = "What they said is on the plan."
    template = "plans/agreement.html"

    def initial(self) -> dict[str, Any]:
        """Said today."""
        return {"day": timezone.localdate()}

    def form_arguments(self) -> dict[str, Any]:
        """Offer the family."""
        return {"people": as_choices(self.opened.members)}

    def act(self, form: KithForm) -> str:
        """Record it."""
        data = form.cleaned_data
        around.record_agreement(
            plan=self.plan,
            person=next(one for one in self.opened.members if str(one.pk) == data["person"]),
            answer=data["answer"],
            words=data["words"],
            day=data["day"],
            by=self.worker,
        )
        return self.page()


class DecideSharing(PlanFormPage):
    """A decision to share information, or not to."""

    form_class = forms.SharingForm
    title = "Sharing information about the family"
    done = "The decision is on the plan."

    def initial(self) -> dict[str, Any]:
        """Decided today."""
        return {"day": timezone.localdate()}

    def act(self, form: KithForm) -> str:
        """Record it."""
        data = {
            name: value for name, value in form.cleaned_data.items() if name not in {"version", "was_shared"}
        }
        around.decide_sharing(
            plan=self.plan, was_shared=form.cleaned_data["was_shared"] == "yes", by=self.worker, **data
        )
        return self.page()
