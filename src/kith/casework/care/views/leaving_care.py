"""Leaving care: a young person's page, what is written on it, and their personal adviser's list."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from kith import codes
from kith.casework.access import audit
from kith.casework.access.models import AuditVerb
from kith.casework.access.rights import Right
from kith.casework.care import pathway_plan_printed
from kith.casework.care.access import open_child
from kith.casework.care.actions import leaving_care as actions
from kith.casework.care.actions.leaving_care_status import bring_up_to_date
from kith.casework.care.forms import leaving_care as forms
from kith.casework.care.models import Home, LeavingCareNeedsAssessment, PathwayPlan, StayingPut
from kith.casework.care.queries.leaving_care import (
    asked_about,
    read_leaving_care,
    without_suitability,
    young_people_of,
)
from kith.casework.furniture import pdf
from kith.casework.furniture.form_pages import FormPage
from kith.casework.furniture.forms import KithForm
from kith.casework.furniture.known_at import NOW
from kith.casework.furniture.pages import Column, for_workers, listing
from kith.casework.people.models import Person
from kith.casework.workforce.models import Worker

COLUMNS = [
    Column("due", "Be in touch by", ("contact_due", "person_id")),
    Column("name", "Young person", ("name", "person_id")),
    Column("last", "Last in touch", ("last_in_touch", "person_id")),
    Column("plan", "Assessment or plan by", ("plan_due", "person_id")),
    Column("lives", "Lives", ("lives", "person_id")),
    Column("does", "By day", ("does", "person_id")),
]


@for_workers
def leaving_care(request: HttpRequest, worker: Worker, person_id: int) -> HttpResponse:
    """One young person: what they want, who is there for them, what is due, where they live and what they do."""
    opened = open_child(worker, person_id, page="care:leaving")
    person, today = opened.child, timezone.localdate()
    read = read_leaving_care(NOW.together(**asked_about(person)), today)
    rights = person.rights  # type: ignore[attr-defined]
    places, activities = codes.labels("care_leaver_accommodation"), codes.labels("care_leaver_activity")
    return render(
        request,
        "care/leaving.html",
        {
            "person": person,
            "read": read,
            "lived": [
                (row, without_suitability(places.get(row.code, "")), row.code[1:])
                for row in read.accommodation
            ],
            "did": [(row, activities.get(row.code, "")) for row in read.activities],
            "may_write": Right.WRITE_RECORD in rights and bool(read.statuses),
            "may_allocate": Right.ALLOCATE in rights,
            "period": opened.period,
            "is_grown": (person.age_on(today) or 0) >= actions.EIGHTEEN,
            "back": (reverse("people:person", args=[person.pk]), person.display_name),
        },
    )


@for_workers
def pathway_plan_document(request: HttpRequest, worker: Worker, person_id: int) -> HttpResponse:
    """The young person's own copy of their pathway plan, as a PDF."""
    opened = open_child(worker, person_id, Right.WRITE_RECORD, page="care:pathway_plan_document")
    person, today = opened.child, timezone.localdate()
    read = read_leaving_care(NOW.together(**asked_about(person)), today)
    if read.plan is None:
        raise Http404("There is no pathway plan yet.")
    made = pathway_plan_printed.printed(person, read, made_at=timezone.now())
    audit.record(
        worker_id=worker.pk, verb=AuditVerb.EXPORT, what="care:pathway_plan_document", subjects=[person.pk]
    )
    return pdf.as_attachment(made, "pathway-plan", today)


@for_workers
def personal_adviser(request: HttpRequest, worker: Worker) -> HttpResponse:
    """A personal adviser's young people, whoever has waited longest first."""
    young_people = young_people_of(worker, timezone.localdate())
    if young_people:
        audit.record(
            worker_id=worker.pk,
            verb=AuditVerb.VIEW,
            what="care:personal_adviser",
            subjects=[one.person_id for one in young_people],
        )
    return render(
        request,
        "care/personal_adviser.html",
        {
            "young_people": listing(request, young_people, COLUMNS, default="due", size=40),
            "count": len(young_people),
            "out_of_touch": sum(
                one.contact_due is None or one.contact_due < timezone.localdate() for one in young_people
            ),
            "unsuitable": sum(one.suitable is False for one in young_people),
        },
    )


class LeavingFormPage(FormPage):
    """A form about a young person's leaving care."""

    person: Person

    def load(self, person_id: int, **_: Any) -> None:
        """Open the young person, whose status follows from their time in care."""
        name = self.request.resolver_match.url_name  # type: ignore[union-attr]
        self.person = open_child(self.worker, person_id, Right.WRITE_RECORD, page=f"care:{name}").child
        if self.request.method == "POST":
            bring_up_to_date(self.person, by=self.worker)

    def initial(self) -> dict[str, Any]:
        """Today."""
        return {"day": timezone.localdate()}

    def back(self) -> tuple[str, str]:
        """The young person's page of leaving care."""
        return self.here(), f"{self.person.display_name}: leaving care"

    def here(self) -> str:
        """Return where every form leads back to."""
        return reverse("care:leaving", args=[self.person.pk])


class StartNeedsAssessment(LeavingFormPage):
    """The assessment begins."""

    form_class = forms.DayForm
    title = "Begin the assessment of what they need"
    done = "The assessment has begun."

    def act(self, form: KithForm) -> str:
        """Begin it, and go on to it."""
        actions.start_needs_assessment(young_person=self.person, by=self.worker, **form.said)
        return reverse("care:complete_needs_assessment", args=[self.person.pk])


class CompleteNeedsAssessment(LeavingFormPage):
    """The assessment is written."""

    form_class = forms.NeedsAssessmentForm
    title = "What they need to leave care well"
    submit = "Complete it"
    done = "The assessment is complete. Write the pathway plan from it."
    assessment: LeavingCareNeedsAssessment

    def load(self, person_id: int, **_: Any) -> None:
        """Open the one that is being written."""
        super().load(person_id)
        found = LeavingCareNeedsAssessment.objects.filter(
            young_person=self.person, completed_date__isnull=True
        ).first()
        if found is None:
            raise Http404("No assessment is being written.")
        self.assessment = found

    def act(self, form: KithForm) -> str:
        """Complete it."""
        actions.complete_needs_assessment(assessment=self.assessment, by=self.worker, **form.said)
        return self.here()


class WritePathwayPlan(LeavingFormPage):
    """A pathway plan, beginning with what the last one said."""

    form_class = forms.PathwayPlanForm
    title = "Pathway plan"
    done = "The pathway plan is kept."

    def initial(self) -> dict[str, Any]:
        """Start with the last plan's words."""
        last = PathwayPlan.objects.filter(young_person=self.person, end_date__isnull=True).first()
        words = {
            name: getattr(last, name)
            for name in forms.PathwayPlanForm.base_fields
            if last is not None and name not in ("version", "day", "agreed")
        }
        return super().initial() | words

    def act(self, form: KithForm) -> str:
        """Keep it."""
        said = form.said
        said["agreed"] = {"yes": True, "no": False}.get(said["agreed"])
        actions.write_pathway_plan(young_person=self.person, by=self.worker, **said)
        return self.here()


class ReviewPathwayPlan(LeavingFormPage):
    """A review of the pathway plan."""

    form_class = forms.PathwayPlanReviewForm
    title = "Review the pathway plan"
    done = "The review is kept."
    plan: PathwayPlan

    def load(self, person_id: int, **_: Any) -> None:
        """Open the plan in force."""
        super().load(person_id)
        self.plan = get_object_or_404(PathwayPlan, young_person=self.person, end_date__isnull=True)

    def act(self, form: KithForm) -> str:
        """Keep it."""
        actions.review_pathway_plan(plan=self.plan, by=self.worker, **form.said)
        return self.here()


class RecordingPage(LeavingFormPage):
    """A form that one action records as it was answered."""

    records: ClassVar[Callable[..., object]]
    done = "It is recorded."

    def act(self, form: KithForm) -> str:
        """Record it."""
        type(self).records(young_person=self.person, by=self.worker, **form.said)
        return self.here()


class RecordContact(RecordingPage):
    """Being in touch."""

    form_class = forms.ContactForm
    title = "Been in touch"
    records = actions.record_contact


class RecordAccommodation(RecordingPage):
    """Where they live."""

    form_class = forms.AccommodationForm
    title = "Where they live"
    records = actions.record_accommodation


class RecordActivity(RecordingPage):
    """What they do by day."""

    form_class = forms.ActivityForm
    title = "What they do by day"
    records = actions.record_activity


class StayPut(LeavingFormPage):
    """Staying with former foster carers."""

    form_class = forms.StayingPutForm
    title = "Staying put"
    done = "It is recorded."

    def form_arguments(self) -> dict[str, Any]:
        """Choose from the homes that they lived in."""
        homes = Home.objects.filter(placements__child=self.person).distinct().order_by("name")
        return {"homes": [(home.pk, home.name) for home in homes]}

    def act(self, form: KithForm) -> str:
        """Record it."""
        said = form.said
        home = get_object_or_404(Home, pk=said.pop("home"))
        actions.stay_put(young_person=self.person, home=home, by=self.worker, **said)
        return self.here()


class EndStayingPut(LeavingFormPage):
    """Staying put has ended."""

    form_class = forms.EndForm
    title = "Staying put has ended"
    done = "It is recorded."
    staying: StayingPut

    def load(self, person_id: int, **_: Any) -> None:
        """Open the one that goes on."""
        super().load(person_id)
        self.staying = get_object_or_404(StayingPut, young_person=self.person, end_date__isnull=True)

    def act(self, form: KithForm) -> str:
        """Record it."""
        actions.end_staying_put(staying=self.staying, by=self.worker, **form.said)
        return self.here()
