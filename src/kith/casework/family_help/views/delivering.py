"""Help on its way to one family: choosing, offering, starting, sessions, measures, the end."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from kith.casework.access.loading import AccessRefused, rights_of
from kith.casework.access.rights import Right, general_rights
from kith.casework.family_help.actions import delivering as actions
from kith.casework.family_help.forms import delivering as forms
from kith.casework.family_help.measures import measures
from kith.casework.family_help.models import (
    DeliverySession,
    Intervention,
    InterventionDelivery,
    OutcomeScore,
    SessionAttendance,
)
from kith.casework.family_help.queries.catalogue import Entry, entries
from kith.casework.family_help.queries.deliveries import whole_delivery
from kith.casework.family_help.queries.suggesting import suggestions_for_plan
from kith.casework.furniture.forms import KithForm
from kith.casework.furniture.pages import for_workers
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.people.models import Person
from kith.casework.plans.access import open_plan
from kith.casework.plans.actions.recording import CLOSED
from kith.casework.plans.models import Goal
from kith.casework.plans.views.plan_forms import PlanFormPage, as_choices, workers_near, writable
from kith.casework.workforce.models import Worker


@for_workers
def choose_help(request: HttpRequest, worker: Worker, plan_id: int) -> HttpResponse:
    """What fits the family's needs and its children's ages, with the reason; a person chooses."""
    opened = open_plan(worker, plan_id, Right.WRITE_RECORD, page="family_help:choose_help")
    if not opened.is_open:
        messages.info(request, CLOSED)
        return HttpResponseRedirect(reverse("plans:plan", args=[plan_id]))
    found = suggestions_for_plan(plan_id, opened.members, timezone.localdate())
    return render(
        request,
        "family_help/choose_help.html",
        {
            "opened": opened,
            "plan_id": plan_id,
            "found": found,
            "everything": found.everything,
            "reads_catalogue": Right.SEE_TEAMS in general_rights(worker.role),
            "back": (reverse("plans:plan", args=[plan_id]), "the plan"),
        },
    )


@for_workers
def delivery_page(request: HttpRequest, worker: Worker, plan_id: int, delivery_id: int) -> HttpResponse:
    """One kind of help with one family: its sessions, what was measured, how it ended."""
    opened = open_plan(worker, plan_id, Right.READ_RECORD, page="family_help:delivery")
    delivery = _find(plan_id, delivery_id)
    today = timezone.localdate()
    return render(
        request,
        "family_help/delivery.html",
        {
            "opened": opened,
            "plan_id": plan_id,
            "delivery": delivery,
            "whole": whole_delivery(delivery, opened.members, today),
            "may_write": opened.may_write and opened.is_open,
            "reads_catalogue": Right.SEE_TEAMS in general_rights(worker.role),
            "back": (reverse("plans:plan", args=[plan_id]), "the plan"),
        },
    )


@require_POST
@for_workers
def came_today(request: HttpRequest, worker: Worker, plan_id: int, delivery_id: int) -> HttpResponse:
    """One press: the family came today."""
    open_plan(worker, plan_id, Right.WRITE_RECORD, page="family_help:came_today")
    delivery = _find(plan_id, delivery_id)
    try:
        actions.hold_sessions(
            delivery=delivery,
            sessions=[actions.Session(timezone.localdate(), SessionAttendance.ATTENDED)],
            by=worker,
        )
    except CannotBeTrue as impossible:
        messages.error(request, impossible.sentence)
    else:
        messages.success(request, "The session today is recorded.")
    return HttpResponseRedirect(reverse("family_help:delivery", args=[plan_id, delivery_id]), status=303)


def _find(plan_id: int, delivery_id: int) -> InterventionDelivery:
    found = (
        InterventionDelivery.objects.filter(plan_id=plan_id, pk=delivery_id)
        .select_related("plan", "intervention", "goal", "practitioner")
        .first()
    )
    if found is None:
        raise Http404("There is no such help on this plan.")
    return found


class OfferHelp(PlanFormPage):
    """One kind of help from the catalogue, offered to some of the family, for a reason."""

    form_class = forms.OfferForm
    submit = "Offer this help"
    done = "The help is offered. Record its start on the day it begins."
    template = "family_help/offer.html"
    intervention: Intervention
    entry: Entry

    def load(self, plan_id: int, intervention_id: int, **kwargs: Any) -> None:  # type: ignore[override]
        """Open the plan; there must be such help, offered here."""
        super().load(plan_id, **kwargs)
        found = entries(timezone.localdate(), Intervention.objects.filter(pk=intervention_id, is_in_use=True))
        if not found:
            raise Http404("There is no such help in the catalogue.")
        (self.entry,) = found
        self.intervention = self.entry.intervention

    def page_title(self) -> str:
        """Name the help."""
        return f"Offer {self.intervention.name}"

    def back(self) -> tuple[str, str]:
        """Lead back to choosing."""
        return reverse("family_help:choose_help", args=[self.plan.pk]), "choosing help"

    def people(self) -> list[Person]:
        """Return those of the family on whose record the worker may write."""
        return writable(self.opened.members)

    def form_arguments(self) -> dict[str, Any]:
        """Offer the family, the open goals and the workers."""
        goals = Goal.objects.filter(plan=self.plan, status="open").order_by("set_date", "pk")
        return {
            "people": as_choices(self.people()),
            "goals": [(str(goal.pk), goal.words[:100]) for goal in goals],
            "workers": workers_near(self.worker),
        }

    def initial(self) -> dict[str, Any]:
        """Offered today, from the only provider where there is one, in the usual number of sessions."""
        goal = self.request.GET.get("goal", "")
        only = self.entry.available[0].provider if len(self.entry.available) == 1 else ""
        return {
            "offered_date": timezone.localdate(),
            "goal": goal if goal.isdecimal() else "",
            "provider": only,
            "planned_sessions": self.intervention.usual_sessions,
        }

    def context(self) -> dict[str, Any]:
        """Show what is known of it."""
        return {"entry": self.entry}

    def act(self, form: KithForm) -> str:
        """Offer it."""
        data = form.cleaned_data
        chosen = set(data["people"])
        delivery = actions.offer_help(
            plan=self.plan,
            intervention=self.intervention,
            people=[one for one in self.people() if str(one.pk) in chosen],
            goal=Goal.objects.get(plan=self.plan, pk=data["goal"]) if data["goal"] else None,
            why_this=data["why_this"],
            provider=data["provider"],
            practitioner=_worker(data["practitioner"]),
            planned_sessions=data["planned_sessions"],
            offered_date=data["offered_date"],
            by=self.worker,
        )
        return reverse("family_help:delivery", args=[self.plan.pk, delivery.pk])


class DeliveryFormPage(PlanFormPage):
    """A form about help that is on the plan."""

    delivery: InterventionDelivery
    template = "family_help/about_delivery.html"

    def load(self, plan_id: int, delivery_id: int, **kwargs: Any) -> None:  # type: ignore[override]
        """Open the plan; the help must be its own."""
        super().load(plan_id, **kwargs)
        self.delivery = _find(plan_id, delivery_id)

    def context(self) -> dict[str, Any]:
        """Show what help it is."""
        return {"delivery": self.delivery}

    def here(self) -> str:
        """Return the help's own page."""
        return reverse("family_help:delivery", args=[self.plan.pk, self.delivery.pk])

    def back(self) -> tuple[str, str]:
        """Lead back to the help."""
        return self.here(), self.delivery.intervention.name


class StartDelivery(DeliveryFormPage):
    """Help begins."""

    form_class = forms.StartForm
    title = "The help has started"
    submit = "Record the start"
    done = "The start is recorded."

    def load(self, plan_id: int, delivery_id: int, **kwargs: Any) -> None:  # type: ignore[override]
        """Open the help, which is what is edited."""
        super().load(plan_id, delivery_id, **kwargs)
        self.edited = self.delivery

    def form_arguments(self) -> dict[str, Any]:
        """Offer the workers."""
        return {"workers": workers_near(self.worker)}

    def initial(self) -> dict[str, Any]:
        """Started today, as it was offered."""
        return {
            "start_date": timezone.localdate(),
            "provider": self.delivery.provider,
            "practitioner": str(self.delivery.practitioner_id or ""),
            "planned_sessions": self.delivery.planned_sessions,
        }

    def act(self, form: KithForm) -> str:
        """Record it."""
        data = form.cleaned_data
        actions.start_help(
            delivery=self.delivery,
            start_date=data["start_date"],
            provider=data["provider"],
            practitioner=_worker(data["practitioner"]),
            planned_sessions=data["planned_sessions"],
            by=self.worker,
        )
        return self.here()


class RecordSessions(DeliveryFormPage):
    """Several sessions at once."""

    form_class = forms.SessionsForm
    title = "Record sessions"
    submit = "Record them"
    done = "The sessions are recorded."

    def act(self, form: KithForm) -> str:
        """Record them."""
        assert isinstance(form, forms.SessionsForm)
        actions.hold_sessions(
            delivery=self.delivery,
            sessions=[actions.Session(day, attendance) for day, attendance in form.told()],
            by=self.worker,
        )
        return self.here()


class CorrectSession(DeliveryFormPage):
    """A session that was recorded wrongly."""

    form_class = forms.CorrectSessionForm
    title = "Correct this session"
    done = "The session is corrected."
    session: DeliverySession

    def load(self, plan_id: int, delivery_id: int, session_id: int, **kwargs: Any) -> None:  # type: ignore[override]
        """Open the help; the session must be its own."""
        super().load(plan_id, delivery_id, **kwargs)
        found = DeliverySession.objects.filter(delivery=self.delivery, pk=session_id).first()
        if found is None:
            raise Http404("There is no such session.")
        found.delivery = self.delivery
        self.session = found

    def page_title(self) -> str:
        """Say which day."""
        return f"Correct the session on {self.session.day:%-d %B %Y}"

    def initial(self) -> dict[str, Any]:
        """Start with what was recorded."""
        return {"attendance": self.session.attendance, "note": self.session.note}

    def act(self, form: KithForm) -> str:
        """Correct it, or take it off."""
        said = form.cleaned_data["attendance"]
        actions.correct_session(
            session=self.session,
            attendance="" if said == "none" else said,
            note=form.cleaned_data["note"],
            by=self.worker,
        )
        return self.here()


class MeasureOutcome(DeliveryFormPage):
    """A score before, after or later."""

    form_class = forms.MeasureForm
    title = "Add a score"
    done = "The score is recorded."
    template = "family_help/measure.html"

    def helped(self) -> list[Person]:
        """Return those whom the help is given to, of those on whose record the worker may write."""
        given = set(self.delivery.participants.values_list("person_id", flat=True))
        return [one for one in writable(self.opened.members) if one.pk in given]

    def form_arguments(self) -> dict[str, Any]:
        """Offer those who are helped."""
        return {"people": as_choices(self.helped())}

    def initial(self) -> dict[str, Any]:
        """Taken today; before, while the help has not started."""
        return {
            "day": timezone.localdate(),
            "stage": "before" if self.delivery.start_date is None else "",
        }

    def context(self) -> dict[str, Any]:
        """Show the scales."""
        return {**super().context(), "measures": measures().values()}

    def act(self, form: KithForm) -> str:
        """Record it."""
        data = form.cleaned_data
        actions.measure_outcome(
            delivery=self.delivery,
            measure=data["measure"],
            stage=data["stage"],
            score=data["score"],
            day=data["day"],
            person=next((one for one in self.helped() if str(one.pk) == data["person"]), None),
            by=self.worker,
        )
        return self.here()


class CorrectOutcome(DeliveryFormPage):
    """A score that was recorded wrongly."""

    form_class = forms.CorrectMeasureForm
    title = "Correct this score"
    done = "The score is corrected."
    outcome: OutcomeScore

    def load(self, plan_id: int, delivery_id: int, score_id: int, **kwargs: Any) -> None:  # type: ignore[override]
        """Open the help; the score must be its own."""
        super().load(plan_id, delivery_id, **kwargs)
        found = OutcomeScore.objects.filter(delivery=self.delivery, pk=score_id).first()
        if found is None:
            raise Http404("There is no such score.")
        if found.person_id and Right.WRITE_RECORD not in rights_of(self.worker, found.person_id):
            raise AccessRefused(Right.WRITE_RECORD, found.person_id)
        found.delivery = self.delivery
        self.outcome = found

    def context(self) -> dict[str, Any]:
        """Say which measure and when."""
        known = measures().get(self.outcome.measure)
        name = f"{known.name} ({known.scale})" if known else self.outcome.measure
        return {**super().context(), "introduction": f"{name}, {self.outcome.get_stage_display().lower()}."}

    def initial(self) -> dict[str, Any]:
        """Start with what was recorded."""
        return {"score": f"{self.outcome.score.normalize():f}", "day": self.outcome.day}

    def act(self, form: KithForm) -> str:
        """Correct it."""
        actions.correct_outcome(
            outcome=self.outcome,
            score=form.cleaned_data["score"],
            day=form.cleaned_data["day"],
            by=self.worker,
        )
        return self.here()


class EndDelivery(DeliveryFormPage):
    """Help ends, or will not begin."""

    form_class = forms.EndForm
    title = "How did it end?"
    done = "How it ended is recorded."

    def load(self, plan_id: int, delivery_id: int, **kwargs: Any) -> None:  # type: ignore[override]
        """Open the help, which is what is edited."""
        super().load(plan_id, delivery_id, **kwargs)
        self.edited = self.delivery

    def form_arguments(self) -> dict[str, Any]:
        """Offer the endings that can be true."""
        return {"has_started": self.delivery.start_date is not None}

    def initial(self) -> dict[str, Any]:
        """Ended today; help that has not begun can only have never started."""
        return {
            "end_date": timezone.localdate(),
            "ending": "never_started" if self.delivery.start_date is None else "",
        }

    def act(self, form: KithForm) -> str:
        """Record it."""
        data = form.cleaned_data
        actions.end_help(
            delivery=self.delivery,
            ending=data["ending"],
            ending_reason=data["ending_reason"],
            ending_words=data["ending_words"],
            end_date=data["end_date"],
            by=self.worker,
        )
        return self.here()


def _worker(number: str) -> Worker | None:
    return Worker.objects.get(pk=number) if number else None
