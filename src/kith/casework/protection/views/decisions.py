"""A threshold decision: its page, now and as known at an instant, its second looks, and all about one child in order."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from kith.casework.access.loading import AccessRefused
from kith.casework.access.rights import Right
from kith.casework.access.roles import Role
from kith.casework.furniture.form_pages import FormPage
from kith.casework.furniture.forms import KithForm
from kith.casework.furniture.known_at import NOW, Record
from kith.casework.furniture.known_at_pages import show_as_known
from kith.casework.furniture.pages import for_workers
from kith.casework.people.access import open_person
from kith.casework.protection.access_decisions import OpenDecision, kinds_open_to, open_decision
from kith.casework.protection.actions import deciding as actions
from kith.casework.protection.forms import decision as forms
from kith.casework.protection.models import SecondLook, ThresholdDecision
from kith.casework.protection.queries.decisions import decision_story, decisions_of, known_at_address
from kith.casework.workforce.models import Worker
from kith.casework.workforce.queries.caseload import HOLDING_ROLES, workers_to_choose_from

# Whose second look may be asked for, where the child's record is open to them.
SECOND_LOOKERS = [*(role for role in HOLDING_ROLES if role != Role.PARTNER), Role.DIRECTOR]


@for_workers
def decision_page(request: HttpRequest, worker: Worker, decision_id: int) -> HttpResponse:
    """One decision: what, for whom, why, on what evidence, what would change it, and how others see it."""
    opened = open_decision(worker, decision_id, page="protection:decision")
    return _show(request, worker, opened, opened.decision, NOW)


@for_workers
def decision_known_at(request: HttpRequest, worker: Worker, decision_id: int) -> HttpResponse:
    """The same page as it stood at an earlier instant."""
    opened = open_decision(worker, decision_id, page="protection:decision_known_at")
    return show_as_known(
        request,
        ThresholdDecision,
        decision_id,
        what=f"Decision about {opened.child.display_name}",
        back=(reverse("protection:decision", args=[decision_id]), "the decision"),
        not_yet="This had not been decided yet. Enter a later day.",
        show=lambda known, record: _show(request, worker, opened, known, record),
    )


def _show(
    request: HttpRequest, worker: Worker, opened: OpenDecision, decision: Any, record: Record
) -> HttpResponse:
    story = decision_story(decision, record=record)
    is_now = record.instant is None
    mine = next(
        (one.look for one in story.looks if one.look.asked_of_id == worker.pk and one.look.looked_at is None),
        None,
    )
    return render(
        request,
        "protection/decision.html",
        {
            "decision": decision,
            "decision_id": decision.id,
            "child": opened.child,
            "story": story,
            "known_at": record.instant,
            "made_then": known_at_address("protection:decision_known_at", decision.id, decision.decided_at),
            "may_ask": is_now,
            "mine": mine if is_now else None,
            "may_answer": is_now and _may_answer(worker, opened),
            "back": (
                reverse("protection:decisions", args=[opened.child.pk]),
                f"decisions about {opened.child.display_name}",
            ),
        },
    )


@for_workers
def decisions_page(request: HttpRequest, worker: Worker, person_id: int) -> HttpResponse:
    """Every threshold decision about one child, latest first, each with how others saw it."""
    person = open_person(worker, person_id, Right.READ_RECORD, page="protection:decisions")
    return render(
        request,
        "protection/decisions.html",
        {
            "person": person,
            "decisions": decisions_of(person.pk, kinds_open_to(worker)),
            "back": (reverse("people:person", args=[person.pk]), person.display_name),
        },
    )


def _may_answer(worker: Worker, opened: OpenDecision) -> bool:
    """Return whether a worker answers second looks at a decision: whoever decided, or a manager of the child's."""
    return worker.pk == opened.decision.decided_by_id or Right.DECIDE in opened.rights


class DecisionFormPage(FormPage):
    """A form about one decision."""

    opened: OpenDecision
    template = "protection/about_decision.html"

    def load(self, decision_id: int, **kwargs: Any) -> None:
        """Open the decision."""
        self.opened = open_decision(self.worker, decision_id, page=f"protection:{type(self).__name__}")

    @property
    def decision(self) -> ThresholdDecision:
        """The decision."""
        return self.opened.decision

    def page(self) -> str:
        """Return its page."""
        return reverse("protection:decision", args=[self.decision.pk])

    def back(self) -> tuple[str, str]:
        """Lead back to it."""
        return self.page(), "the decision"

    def context(self) -> dict[str, Any]:
        """Show what was decided, and why."""
        return {"decision": self.decision, "child": self.opened.child}


class AskForSecondLook(DecisionFormPage):
    """Ask somebody else to look at it."""

    form_class = forms.AskForSecondLookForm
    title = "Ask for a second look"
    submit = "Ask them"
    done = "They have been asked, and have it to do."

    def form_arguments(self) -> dict[str, Any]:
        """Offer everybody but whoever decided."""
        if not hasattr(self, "_workers"):
            found = workers_to_choose_from(timezone.localdate(), roles=SECOND_LOOKERS)
            self._workers = [one for one in found if one[0] != str(self.decision.decided_by_id)]
        return {"workers": self._workers}

    def act(self, form: KithForm) -> str:
        """Ask."""
        actions.ask_for_second_look(
            decision=self.decision,
            asked_of=Worker.objects.get(pk=form.cleaned_data["asked_of"]),
            why_asked=form.cleaned_data["why_asked"],
            by=self.worker,
        )
        return self.page()


class SecondLookFormPage(DecisionFormPage):
    """A form about one second look at a decision."""

    look: SecondLook

    def load(self, decision_id: int, look_id: int, **kwargs: Any) -> None:  # type: ignore[override]
        """Open the decision; the look must be at it."""
        super().load(decision_id, **kwargs)
        found = SecondLook.objects.filter(pk=look_id, decision=self.decision).first()
        if found is None:
            raise Http404("There is no such second look.")
        self.look = found

    def context(self) -> dict[str, Any]:
        """Show the look too."""
        return {**super().context(), "look": self.look}


class TakeSecondLook(SecondLookFormPage):
    """What somebody else thinks of it."""

    form_class = forms.TakeSecondLookForm
    title = "Your second look"
    submit = "Record what you think"
    done = "What you think is recorded. Whoever decided is told if you see it otherwise."

    def load(self, decision_id: int, look_id: int, **kwargs: Any) -> None:  # type: ignore[override]
        """Open it for whoever was asked, and nobody else."""
        super().load(decision_id, look_id, **kwargs)
        if self.look.asked_of_id != self.worker.pk:
            raise AccessRefused(Right.READ_RECORD)

    def act(self, form: KithForm) -> str:
        """Record it."""
        data = form.cleaned_data
        actions.take_second_look(look=self.look, view=data["view"], words=data["words"], by=self.worker)
        return self.page()


class AnswerSecondLook(SecondLookFormPage):
    """What was done about it."""

    form_class = forms.AnswerSecondLookForm
    title = "Answer the second look"
    submit = "Record the answer"
    done = "The answer is recorded."

    def load(self, decision_id: int, look_id: int, **kwargs: Any) -> None:  # type: ignore[override]
        """Open it for whoever decided, or a manager of the child's."""
        super().load(decision_id, look_id, **kwargs)
        if not _may_answer(self.worker, self.opened):
            raise AccessRefused(Right.DECIDE)

    def act(self, form: KithForm) -> str:
        """Record it."""
        actions.answer_second_look(look=self.look, answer=form.cleaned_data["answer"], by=self.worker)
        return self.page()
