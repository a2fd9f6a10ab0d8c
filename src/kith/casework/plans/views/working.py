"""Goals, what is done for them, and help given."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.utils import timezone

from kith.casework.furniture.forms import KithForm
from kith.casework.people.models import Person
from kith.casework.plans import forms
from kith.casework.plans.actions import goals as goal_actions
from kith.casework.plans.actions import help as help_actions
from kith.casework.plans.models import Goal, PlanAction, PlanChild
from kith.casework.plans.views.plan_forms import PlanFormPage, as_choices, workers_near
from kith.casework.workforce.models import Worker


class AddGoal(PlanFormPage):
    """A goal in the family's words."""

    form_class = forms.GoalForm
    title = "Add a goal"
    done = "The goal is on the plan."

    def initial(self) -> dict[str, Any]:
        """Set today."""
        return {"set_date": timezone.localdate()}

    def form_arguments(self) -> dict[str, Any]:
        """Offer the plan's children."""
        return {"children": as_choices(self.children())}

    def children(self) -> list[Person]:
        """Return the plan's children whom the worker may see."""
        on_it = set(
            PlanChild.objects.filter(plan=self.plan, end_date__isnull=True).values_list("child_id", flat=True)
        )
        return [one for one in self.opened.members if one.pk in on_it]

    def act(self, form: KithForm) -> str:
        """Add it."""
        data = form.cleaned_data
        goal_actions.add_goal(
            plan=self.plan,
            words=data["words"],
            child=next((one for one in self.children() if str(one.pk) == data["child"]), None),
            need=data["need"],
            set_date=data["set_date"],
            by=self.worker,
        )
        return self.page()


class GoalFormPage(PlanFormPage):
    """A form about one goal of the plan."""

    goal: Goal
    template = "plans/about_goal.html"

    def load(self, plan_id: int, goal_id: int, **kwargs: Any) -> None:  # type: ignore[override]
        """Open the plan; the goal must be its own."""
        super().load(plan_id, **kwargs)
        found = Goal.objects.filter(plan=self.plan, pk=goal_id).select_related("plan").first()
        if found is None:
            raise Http404("There is no such goal on this plan.")
        self.goal = found

    def context(self) -> dict[str, Any]:
        """Show the goal."""
        return {"goal": self.goal}


class RewordGoal(GoalFormPage):
    """A goal in other words; two people may be at it at once."""

    form_class = forms.RewordGoalForm
    title = "Put the goal in other words"
    done = "The goal is in its new words."

    def load(self, plan_id: int, goal_id: int, **kwargs: Any) -> None:  # type: ignore[override]
        """Open the goal, which is what is edited."""
        super().load(plan_id, goal_id, **kwargs)
        self.edited = self.goal

    def initial(self) -> dict[str, Any]:
        """Start with what it says."""
        return {"words": self.goal.words, "need": self.goal.need}

    def act(self, form: KithForm) -> str:
        """Reword it."""
        goal_actions.change_goal(
            goal=self.goal, words=form.cleaned_data["words"], need=form.cleaned_data["need"], by=self.worker
        )
        return self.page()


class ScoreGoal(GoalFormPage):
    """How near the goal is."""

    form_class = forms.ScoreForm
    title = "How near is this goal?"
    done = "The score is on the plan."

    def initial(self) -> dict[str, Any]:
        """Scored today; the first score is the start."""
        return {"day": timezone.localdate(), "stage": "middle" if self.goal.scores.exists() else "start"}

    def act(self, form: KithForm) -> str:
        """Record it."""
        data = form.cleaned_data
        goal_actions.score_goal(
            goal=self.goal,
            stage=data["stage"],
            score=int(data["score"]),
            scored_by=data["scored_by"],
            day=data["day"],
            by=self.worker,
        )
        return self.page()


class CloseGoal(GoalFormPage):
    """The goal is met or put aside."""

    form_class = forms.CloseGoalForm
    title = "Close this goal"
    done = "The goal is closed."

    def initial(self) -> dict[str, Any]:
        """Closed today."""
        return {"closed_date": timezone.localdate()}

    def act(self, form: KithForm) -> str:
        """Close it."""
        goal_actions.close_goal(
            goal=self.goal,
            status=form.cleaned_data["status"],
            closed_date=form.cleaned_data["closed_date"],
            by=self.worker,
        )
        return self.page()


class AddAction(PlanFormPage):
    """Something to do."""

    form_class = forms.ActionForm
    title = "Add something to do"
    done = "It is on the plan."

    def form_arguments(self) -> dict[str, Any]:
        """Offer the workers and the open goals."""
        goals = Goal.objects.filter(plan=self.plan, status="open").order_by("set_date", "pk")
        return {
            "workers": workers_near(self.worker),
            "goals": [(str(goal.pk), goal.words[:100]) for goal in goals],
        }

    def initial(self) -> dict[str, Any]:
        """Start with oneself."""
        goal = self.request.GET.get("goal", "")
        return {"owner_worker": str(self.worker.pk), "goal": goal if goal.isdigit() else ""}

    def act(self, form: KithForm) -> str:
        """Add it."""
        data = form.cleaned_data
        help_actions.add_action(
            plan=self.plan,
            what=data["what"],
            due_date=data["due_date"],
            goal=Goal.objects.get(plan=self.plan, pk=data["goal"]) if data["goal"] else None,
            owner_worker=Worker.objects.get(pk=data["owner_worker"]) if data["owner_worker"] else None,
            owner_name=data["owner_name"],
            is_help=data["is_help"],
            by=self.worker,
        )
        return self.page()


class DoAction(PlanFormPage):
    """Something is done."""

    form_class = forms.DoneForm
    title = "Is this done?"
    submit = "It is done"
    done = "It is done."
    template = "plans/about_action.html"
    action: PlanAction

    def load(self, plan_id: int, action_id: int, **kwargs: Any) -> None:  # type: ignore[override]
        """Open the plan; the action must be its own."""
        super().load(plan_id, **kwargs)
        found = (
            PlanAction.objects.filter(plan=self.plan, pk=action_id)
            .select_related("plan", "owner_worker")
            .first()
        )
        if found is None:
            raise Http404("There is no such action on this plan.")
        self.action = found

    def initial(self) -> dict[str, Any]:
        """Done today."""
        return {"done_date": timezone.localdate()}

    def context(self) -> dict[str, Any]:
        """Show what it is."""
        return {"action": self.action}

    def act(self, form: KithForm) -> str:
        """Record it."""
        help_actions.do_action(action=self.action, done_date=form.cleaned_data["done_date"], by=self.worker)
        return self.page()


class GiveHelp(PlanFormPage):
    """Help that a family was given: the first stops the clock that began when they asked."""

    form_class = forms.HelpForm
    title = "Record help given"
    submit = "Record the help"
    done = "The help is recorded."
    template = "plans/help.html"

    def initial(self) -> dict[str, Any]:
        """Given today."""
        return {"day": timezone.localdate()}

    def act(self, form: KithForm) -> str:
        """Record it."""
        help_actions.give_help(
            plan=self.plan, what=form.cleaned_data["what"], day=form.cleaned_data["day"], by=self.worker
        )
        return self.page()
