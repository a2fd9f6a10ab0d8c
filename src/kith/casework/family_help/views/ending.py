"""Stepping a plan up or down, closing it, and who stays in touch with the family from there."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import Http404
from django.utils import timezone

from kith.casework.access.rights import Right
from kith.casework.family_help.actions import ending as actions
from kith.casework.family_help.forms import ending as forms
from kith.casework.family_help.models import StaysInTouch
from kith.casework.furniture.forms import KithForm
from kith.casework.people.models import NetworkMember
from kith.casework.plans.access import open_plan
from kith.casework.plans.actions.recording import children_on
from kith.casework.plans.models import PlanLead, TeamMember
from kith.casework.plans.views.plan_forms import PlanFormPage


class EndingPage(PlanFormPage):
    """A form that names who stays in touch."""

    def who(self) -> list[tuple[str, str]]:
        """Return whom to choose from: the family's adults and network, then the workers around it."""
        people = {f"person:{one.pk}": one.display_name for one in self.opened.members}
        network = NetworkMember.objects.filter(
            Q(end_date__isnull=True) | Q(end_date__gt=timezone.localdate()),
            child_id__in=children_on(self.plan),
            member__isnull=False,
        ).select_related("member")
        people |= {f"person:{one.member_id}": one.member.display_name for one in network if one.member}
        team = TeamMember.objects.filter(plan=self.plan, worker__isnull=False, end_date__isnull=True)
        leads = PlanLead.objects.filter(plan=self.plan, end_date__isnull=True)
        workers = {
            f"worker:{row.worker_id}": row.worker.name
            for row in [*leads.select_related("worker"), *team.select_related("worker")]
            if row.worker is not None
        }
        return [*people.items(), *workers.items()]


class Step(EndingPage):
    """Step the plan up or down."""

    form_class = forms.StepForm
    title = "Step the plan up or down"
    submit = "Change the plan"
    done = "The plan has changed. Goals, actions and team stay as they were."
    template = "family_help/step.html"

    def initial(self) -> dict[str, Any]:
        """Start from today."""
        return self.today()

    def form_arguments(self) -> dict[str, Any]:
        """Offer whom the family knows."""
        return {"who": self.who()}

    def context(self) -> dict[str, Any]:
        """Say what it is now."""
        return {
            "current": self.plan.tiers.filter(end_date__isnull=True).first(),
            "in_touch_words": "If the service steps back, name who will be in touch when it is not.",
        }

    def act(self, form: KithForm) -> str:
        """Change it."""
        assert isinstance(form, forms.StepForm)
        data = form.cleaned_data
        actions.step(
            plan=self.plan,
            tier=data["tier"],
            reason=data["reason"],
            what_changed=data["what_changed"],
            family_view=data["family_view"],
            in_touch=form.in_touch(),
            start_date=data["start_date"],
            by=self.worker,
        )
        return self.page()


class Close(EndingPage):
    """Close the plan."""

    form_class = forms.ClosePlanForm
    title = "Close the plan"
    submit = "Close the plan"
    done = "The plan is closed. It can be read as it was."
    template = "family_help/close_plan.html"

    def initial(self) -> dict[str, Any]:
        """Start with today."""
        return {"end_date": timezone.localdate()}

    def form_arguments(self) -> dict[str, Any]:
        """Offer whom the family knows, and ask about referrals where there are any."""
        return {"who": self.who(), "has_referrals": bool(self.referrals())}

    def referrals(self) -> list[Any]:
        """Return the open referrals of the plan's children."""
        return actions.open_referrals(children_on(self.plan))

    def context(self) -> dict[str, Any]:
        """Show what is still open."""
        return {
            "plan_id": self.plan.pk,
            "in_touch_words": "Name at least one person who will be in touch when the service is not, or say below why nobody will.",
            "running": actions.running_help(self.plan),
            "referrals": self.referrals(),
            "open_goals": self.plan.goals.filter(status="open").order_by("set_date"),
            "open_actions": self.plan.actions.filter(done_date__isnull=True).order_by("due_date"),
        }

    def act(self, form: KithForm) -> str:
        """Close it."""
        assert isinstance(form, forms.ClosePlanForm)
        data = form.cleaned_data
        actions.close(
            plan=self.plan,
            closing_reason=data["closing_reason"],
            closing_summary=data["closing_summary"],
            family_view=data["family_view"],
            in_touch=form.in_touch(),
            why_nobody=data["why_nobody"],
            referral_closure_reason=data.get("referral_closure_reason", ""),
            end_date=data["end_date"],
            by=self.worker,
        )
        return self.page()


class EndStayingInTouch(PlanFormPage):
    """Somebody no longer stays in touch; the plan may be closed by then."""

    form_class = forms.EndStayingInTouchForm
    title = "They no longer stay in touch"
    done = "That is on the record."
    row: StaysInTouch

    def load(self, plan_id: int, row_id: int, **kwargs: Any) -> None:  # type: ignore[override]
        """Open the plan; the row must be its own."""
        self.opened = open_plan(
            self.worker, plan_id, Right.WRITE_RECORD, page="family_help:EndStayingInTouch"
        )
        found = StaysInTouch.objects.filter(plan=self.plan, pk=row_id).select_related("plan").first()
        if found is None:
            raise Http404("There is nobody with this number who stays in touch.")
        self.row = found

    def get(self, request: Any, **kwargs: Any) -> Any:
        """Show the form, the plan being open or closed."""
        return super(PlanFormPage, self).get(request, **kwargs)

    def act(self, form: KithForm) -> str:
        """End it."""
        actions.end_staying_in_touch(row=self.row, end_date=form.cleaned_data["end_date"], by=self.worker)
        return self.page()
