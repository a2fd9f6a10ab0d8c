"""The reviewing officer's disputes about a child's care."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from kith.casework.access.loading import AccessRefused
from kith.casework.access.rights import Right
from kith.casework.access.roles import Role
from kith.casework.care.access import open_child_in_care
from kith.casework.care.access_reviews import may_answer, open_child_to_dispute, open_dispute
from kith.casework.care.actions import disputes as actions
from kith.casework.care.dispute_days import whole_until
from kith.casework.care.forms import dispute as forms
from kith.casework.care.models import DisputeLevel, DisputeStep, ReviewingOfficerDispute
from kith.casework.care.queries.reviewing_officers import is_officer_of
from kith.casework.furniture.form_pages import FormPage
from kith.casework.furniture.forms import KithForm
from kith.casework.furniture.pages import for_workers
from kith.casework.people.models import Person
from kith.casework.workforce.models import Allocation, Worker
from kith.casework.workforce.queries.caseload import workers_to_choose_from

# Whoever may be asked to put something right.
ASKED = (Role.SOCIAL_WORKER, Role.FAMILY_HELP_PRACTITIONER, Role.TEAM_MANAGER, Role.DIRECTOR)


@for_workers
def disputes_page(request: HttpRequest, worker: Worker, person_id: int) -> HttpResponse:
    """Every dispute about a child's care, open ones first. The service's own: partners do not read it."""
    if worker.role == Role.PARTNER:
        raise AccessRefused(Right.READ_RECORD)
    child, period = open_child_in_care(worker, person_id, page="care:disputes")
    found = ReviewingOfficerDispute.objects.filter(child=child).select_related("raised_by")
    today = timezone.localdate()
    return render(
        request,
        "care/reviews/disputes.html",
        {
            "person": child,
            "period": period,
            "disputes": sorted(
                found, key=lambda one: (one.ended_date is not None, -one.raised_date.toordinal(), -one.pk)
            ),
            "may_raise": is_officer_of(worker, child.pk, today),
            "back": (reverse("care:child", args=[child.pk]), f"{child.display_name} in care"),
        },
    )


@for_workers
def dispute_page(request: HttpRequest, worker: Worker, person_id: int, dispute_id: int) -> HttpResponse:
    """A dispute: what is wrong, to whom it was taken, what was answered, and how it ended."""
    child, dispute = open_dispute(worker, person_id, dispute_id, page="care:dispute")
    today = timezone.localdate()
    officer = is_officer_of(worker, child.pk, today)
    steps = list(
        DisputeStep.objects.filter(dispute=dispute).select_related("taken_to").order_by("taken_date", "level")
    )
    is_open = dispute.ended_date is None
    for step in steps:
        step.may_answer = is_open and may_answer(worker, step, officer)  # type: ignore[attr-defined]
    return render(
        request,
        "care/reviews/dispute.html",
        {
            "person": child,
            "dispute": dispute,
            "steps": steps,
            "is_open": is_open,
            "may_take_up": is_open and officer and bool(_levels_left(steps)),
            "may_end": is_open and officer,
            "whole_until": whole_until(dispute.raised_date),
            "back": (reverse("care:disputes", args=[child.pk]), "disputes"),
        },
    )


class RaiseDispute(FormPage):
    """The child's reviewing officer raises what is wrong."""

    form_class = forms.RaiseDisputeForm
    title = "Raise a dispute"
    submit = "Raise it"
    done = "It is raised, and is on the day of whoever is asked. It is never changed after."
    template = "care/reviews/about_child.html"

    def load(self, person_id: int, **kwargs: Any) -> None:
        """Open the child for their reviewing officer."""
        self.opened = open_child_to_dispute(self.worker, person_id, page="care:raise_dispute")

    def form_arguments(self) -> dict[str, Any]:
        """Offer whoever may be asked."""
        return {"workers": workers_to_choose_from(timezone.localdate(), roles=ASKED)}

    def initial(self) -> dict[str, Any]:
        """Start with the social worker, nearest first."""
        lead = Allocation.objects.filter(child=self.opened.child, role="lead", end_date__isnull=True).first()
        return {
            "level": DisputeLevel.SOCIAL_WORKER,
            "taken_to": str(lead.worker_id) if lead else "",
            "day": timezone.localdate(),
        }

    def context(self) -> dict[str, Any]:
        """Say whose it is."""
        return {"person": self.opened.child}

    def back(self) -> tuple[str, str]:
        """Lead back to the child's disputes."""
        return reverse("care:disputes", args=[self.opened.child.pk]), "disputes"

    def act(self, form: KithForm) -> str:
        """Raise it."""
        data = form.cleaned_data
        assert self.opened.period is not None
        dispute = actions.raise_dispute(
            period=self.opened.period,
            about=data["about"],
            what_would_put_it_right=data["what_would_put_it_right"],
            level=data["level"],
            taken_to=_worker(data["taken_to"]),
            day=data["day"],
            by=self.worker,
        )
        return reverse("care:dispute", args=[self.opened.child.pk, dispute.pk])


class AboutDispute(FormPage):
    """A form about an open dispute, by the child's reviewing officer."""

    template = "care/reviews/about_child.html"
    child: Person
    dispute: ReviewingOfficerDispute

    def load(self, person_id: int, dispute_id: int, **kwargs: Any) -> None:
        """Open the dispute."""
        self.child, self.dispute = open_dispute(
            self.worker, person_id, dispute_id, page=f"care:{type(self).__name__}"
        )
        self.check()
        self.edited = self.dispute

    def check(self) -> None:
        """Refuse anybody but the child's reviewing officer."""
        if not is_officer_of(self.worker, self.child.pk, timezone.localdate()):
            raise AccessRefused(Right.REVIEW_CARE, self.child.pk)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Show the form, unless the dispute has ended."""
        if self.dispute.ended_date is not None:
            messages.info(request, actions.ENDED)
            return HttpResponseRedirect(self.page())
        return super().get(request, **kwargs)

    def page(self) -> str:
        """Return the dispute's page."""
        return reverse("care:dispute", args=[self.child.pk, self.dispute.pk])

    def back(self) -> tuple[str, str]:
        """Lead back to the dispute."""
        return self.page(), "the dispute"

    def context(self) -> dict[str, Any]:
        """Say what it is about."""
        return {"person": self.child, "dispute": self.dispute}

    def initial(self) -> dict[str, Any]:
        """Today."""
        return {"day": timezone.localdate()}


class TakeUp(AboutDispute):
    """Take it to the next level, or to Cafcass."""

    form_class = forms.TakenToForm
    title = "Take it further"
    submit = "Take it there"
    done = "It is taken further, and is on the day of whoever is asked."

    def form_arguments(self) -> dict[str, Any]:
        """Offer the levels above, and whoever may be asked."""
        steps = list(DisputeStep.objects.filter(dispute=self.dispute))
        return {
            "workers": workers_to_choose_from(timezone.localdate(), roles=ASKED),
            "levels": _levels_left(steps),
        }

    def act(self, form: KithForm) -> str:
        """Take it there."""
        data = form.cleaned_data
        actions.take_up(
            dispute=self.dispute,
            level=data["level"],
            taken_to=_worker(data["taken_to"]),
            day=data["day"],
            by=self.worker,
        )
        return self.page()


class AnswerDispute(AboutDispute):
    """An answer, by whoever was asked or as the officer heard it."""

    form_class = forms.AnswerForm
    title = "Answer the reviewing officer"
    submit = "Record the answer"
    done = "The answer is recorded. It is never changed after."

    def load(self, person_id: int, dispute_id: int, dispute_step_id: int, **kwargs: Any) -> None:  # type: ignore[override]
        """Open the dispute; the step must be its own."""
        self.step_id = dispute_step_id
        super().load(person_id, dispute_id, **kwargs)

    def check(self) -> None:
        """Refuse anybody but whoever was asked and the child's reviewing officer."""
        step = DisputeStep.objects.filter(pk=self.step_id, dispute=self.dispute).first()
        if step is None:
            raise Http404("There is no such level of this dispute.")
        self.step = step
        officer = is_officer_of(self.worker, self.child.pk, timezone.localdate())
        if step.taken_to_id != self.worker.pk and not officer:
            raise AccessRefused(Right.WRITE_RECORD, self.child.pk)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Show the form, unless it was answered."""
        if self.step.answered_date is not None:
            messages.info(request, "This was answered, and an answer is never changed.")
            return HttpResponseRedirect(self.page())
        return super().get(request, **kwargs)

    def act(self, form: KithForm) -> str:
        """Record it."""
        data = form.cleaned_data
        actions.answer(step=self.step, words=data["words"], day=data["day"], by=self.worker)
        return self.page()


class EndDispute(AboutDispute):
    """How it ended."""

    form_class = forms.EndDisputeForm
    title = "How it ended"
    done = "How it ended is recorded. It is never changed after."

    def act(self, form: KithForm) -> str:
        """Record it."""
        data = form.cleaned_data
        actions.end_dispute(
            dispute=self.dispute,
            was_put_right=data["was_put_right"],
            outcome=data["outcome"],
            day=data["day"],
            by=self.worker,
        )
        return self.page()


def _levels_left(steps: list[DisputeStep]) -> list[int]:
    """Return the levels to which a dispute may still be taken: those above, and Cafcass."""
    taken = {step.level for step in steps}
    within = [level for level in taken if level != DisputeLevel.CAFCASS]
    return [
        level.value
        for level in DisputeLevel
        if level.value not in taken
        and (level == DisputeLevel.CAFCASS or level.value > max(within, default=0))
    ]


def _worker(number: str) -> Worker | None:
    return Worker.objects.filter(pk=number).first() if number else None
