"""The health of a child in care: the page, and its forms."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from kith.casework.access.rights import Right
from kith.casework.access.roles import Role
from kith.casework.care.access import open_child_in_care
from kith.casework.care.actions import health as actions
from kith.casework.care.actions import health_assessments as assessments
from kith.casework.care.forms import health as forms
from kith.casework.care.models import HealthAssessment, HealthCheck, PeriodOfCare, SubstanceMisuse
from kith.casework.care.queries.health import NAMES, health_of
from kith.casework.care.queries.visited_together import living_together
from kith.casework.furniture.form_pages import FormPage
from kith.casework.furniture.forms import KithForm
from kith.casework.furniture.pages import for_workers
from kith.casework.people.models import Person
from kith.casework.workforce.models import Worker


@for_workers
def health_page(request: HttpRequest, worker: Worker, person_id: int) -> HttpResponse:
    """What is due first, what was found in plain words, and who follows it up."""
    child, period = open_child_in_care(worker, person_id, page="care:health")
    health = health_of(child, period, timezone.localdate())
    latest: dict[str, HealthCheck] = {}
    for check in health.checks:
        latest.setdefault(check.kind, check)
    return render(
        request,
        "care/health/health.html",
        {
            "person": child,
            "health": health,
            "latest_checks": [(NAMES[check.kind], check) for check in latest.values()],
            "may_write": Right.WRITE_RECORD in child.rights and worker.role != Role.PARTNER,  # type: ignore[attr-defined]
            "back": (reverse("care:child", args=[child.pk]), f"{child.display_name} in care"),
        },
    )


class HealthFormPage(FormPage):
    """A form about the health of one child in care, or of the brothers and sisters in the same home as well."""

    child: Person
    period: PeriodOfCare
    name = ""  # of the address

    def load(self, person_id: int, **kwargs: Any) -> None:
        """Open the child for writing."""
        self.child, self.period = open_child_in_care(
            self.worker, person_id, Right.WRITE_RECORD, page=f"care:{self.name}"
        )

    def back(self) -> tuple[str, str]:
        """Lead back to the child's health."""
        return reverse("care:health", args=[self.child.pk]), f"{self.child.display_name}’s health"

    def here(self) -> str:
        """Return the address to go to when it is saved."""
        return self.back()[0]


class _ForSeveral(HealthFormPage):
    """One that may be about brothers and sisters in the same home at once: they are offered, this child is ticked."""

    def form_arguments(self) -> dict[str, Any]:
        """Offer the children of the home on whose record the worker may write."""
        day = self.period.end_date or timezone.localdate()
        return {"children": living_together(self.worker, self.child, day).children}


class AskForAssessment(_ForSeveral):
    """A health assessment is asked for."""

    form_class = forms.AskForAssessmentForm
    title = "Ask for a health assessment"
    submit = "Record that it was asked for"
    done = "It is recorded that the assessment was asked for."
    name = "ask_for_health_assessment"

    def initial(self) -> dict[str, Any]:
        """Asked today; the first, where there was none in this time in care."""
        had = HealthAssessment.objects.filter(
            period_of_care=self.period, received_date__isnull=False
        ).exists()
        return {
            "asked_date": timezone.localdate(),
            "kind": "review" if had else "initial",
            "children": [str(self.child.pk)],
        }

    def act(self, form: KithForm) -> str:
        """Record it."""
        assert isinstance(form, forms.AskForAssessmentForm)
        chosen = form.chosen()
        periods = {
            period.child_id: period
            for period in PeriodOfCare.objects.filter(
                child_id__in=[child.pk for child in chosen], end_date__isnull=True
            )
        }
        assessments.ask_for_assessment(
            children={child: periods.get(child.pk, self.period) for child in chosen},
            by=self.worker,
            **form.about_it(),
        )
        return self.here()


class RecordAssessment(HealthFormPage):
    """What came of a health assessment."""

    form_class = forms.AssessmentForm
    title = "What came of the health assessment"
    done = "The assessment is recorded."
    name = "record_health_assessment"
    assessment: HealthAssessment

    def load(self, person_id: int, health_assessment_id: int, **kwargs: Any) -> None:  # type: ignore[override]
        """Open the child, and the assessment, which is what is edited."""
        super().load(person_id, **kwargs)
        found = HealthAssessment.objects.filter(pk=health_assessment_id, child=self.child).first()
        if found is None:
            raise Http404("There is no such assessment.")
        self.edited = self.assessment = found

    def context(self) -> dict[str, Any]:
        """Say which it is."""
        one = self.assessment
        asked = f"{one.asked_date.day} {one.asked_date:%B %Y}"
        return {
            "introduction": f"{one.get_kind_display()} of {self.child.display_name}, asked for on {asked}."
        }

    def initial(self) -> dict[str, Any]:
        """Start with what is known."""
        return {
            name: getattr(self.assessment, name)
            for name in forms.AssessmentForm.base_fields
            if name != "version"
        }

    def act(self, form: KithForm) -> str:
        """Record it."""
        assessments.record_assessment(assessment=self.assessment, by=self.worker, **form.said)
        return self.here()


class RecordCheck(_ForSeveral):
    """A check of teeth, immunisations, development, eyes or hearing."""

    form_class = forms.CheckForm
    title = "Record a check"
    done = "The check is recorded."
    name = "record_health_check"

    def initial(self) -> dict[str, Any]:
        """This child, today."""
        return {"day": timezone.localdate(), "children": [str(self.child.pk)]}

    def act(self, form: KithForm) -> str:
        """Record it."""
        assert isinstance(form, forms.CheckForm)
        actions.record_check(children=form.chosen(), period=self.period, by=self.worker, **form.about_it())
        return self.here()


class RecordQuestionnaire(HealthFormPage):
    """A strengths and difficulties questionnaire."""

    form_class = forms.QuestionnaireForm
    title = "Strengths and difficulties questionnaire"
    done = "The questionnaire is recorded."
    name = "record_questionnaire"

    def initial(self) -> dict[str, Any]:
        """Answered today."""
        return {"day": timezone.localdate()}

    def act(self, form: KithForm) -> str:
        """Record it."""
        actions.record_questionnaire(child=self.child, period=self.period, by=self.worker, **form.said)
        return self.here()


class RecordMisuse(HealthFormPage):
    """That the child was found to misuse drugs or alcohol."""

    form_class = forms.MisuseForm
    title = "Drugs or alcohol"
    done = "It is recorded."
    name = "record_misuse"
    misuse: SubstanceMisuse | None = None

    def act(self, form: KithForm) -> str:
        """Record it."""
        actions.record_misuse(
            child=self.child, period=self.period, by=self.worker, misuse=self.misuse, **form.said
        )
        return self.here()


class ChangeMisuse(RecordMisuse):
    """What came of it since."""

    name = "change_misuse"

    def load(self, person_id: int, substance_misuse_id: int, **kwargs: Any) -> None:  # type: ignore[override]
        """Open the child, and what was found."""
        super().load(person_id, **kwargs)
        self.misuse = SubstanceMisuse.objects.filter(pk=substance_misuse_id, child=self.child).first()
        if self.misuse is None:
            raise Http404("There is no such thing on this record.")

    def initial(self) -> dict[str, Any]:
        """Start with what is known."""
        row = self.misuse
        assert row is not None
        received = {True: "yes", False: "no", None: ""}[row.received]
        names = ("words", "identified_date", "offered_date", "ended_date")
        return {**{name: getattr(row, name) for name in names}, "received": received}


class RecordConviction(HealthFormPage):
    """A conviction or youth caution."""

    form_class = forms.ConvictionForm
    title = "Record a conviction or caution"
    done = "It is recorded."
    name = "record_conviction"

    def act(self, form: KithForm) -> str:
        """Record it."""
        actions.record_conviction(child=self.child, period=self.period, by=self.worker, **form.said)
        return self.here()
