"""Writing an assessment: starting it, its page, the family's part and each child's."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from kith.casework.access.loading import AccessRefused
from kith.casework.access.rights import Right
from kith.casework.family_help import assessment_workflow as workflow
from kith.casework.family_help.access import OpenAssessment, open_assessment
from kith.casework.family_help.actions import assessing as actions
from kith.casework.family_help.actions.signing_off import what_is_missing
from kith.casework.family_help.forms import assessing as forms
from kith.casework.family_help.models import (
    AssessmentChild,
    AssessmentKind,
    AssessmentStatus,
    FamilyAssessment,
)
from kith.casework.family_help.queries.assessments import assessment_story, open_assessment_of
from kith.casework.front_door.models import Referral
from kith.casework.furniture.form_pages import FormPage
from kith.casework.furniture.forms import KithForm
from kith.casework.furniture.known_at import NOW, Record
from kith.casework.furniture.known_at_pages import show_as_known
from kith.casework.furniture.pages import for_workers
from kith.casework.people.access import open_family
from kith.casework.people.models import Family, FamilyMembership, Person
from kith.casework.plans.views.plan_forms import as_choices, writable
from kith.casework.workforce.models import Worker


@for_workers
def assessment_page(request: HttpRequest, worker: Worker, assessment_id: int) -> HttpResponse:
    """One assessment: what goes well, the children's words, what it means, what comes next, and its sign-off."""
    opened = open_assessment(worker, assessment_id, page="family_help:assessment")
    return _show(request, worker, opened, NOW)


@for_workers
def assessment_known_at(request: HttpRequest, worker: Worker, assessment_id: int) -> HttpResponse:
    """The same page as it stood at an earlier instant."""
    opened = open_assessment(worker, assessment_id, page="family_help:assessment_known_at")
    return show_as_known(
        request,
        FamilyAssessment,
        assessment_id,
        what=f"Assessment with the {opened.family.name} family",
        back=(reverse("family_help:assessment", args=[assessment_id]), "the assessment"),
        not_yet="There was no such assessment yet. Enter a later day.",
        show=lambda known, record: _show(
            request, worker, OpenAssessment(known, opened.family, opened.members, opened.rights), record
        ),
    )


def _show(request: HttpRequest, worker: Worker, opened: OpenAssessment, record: Record) -> HttpResponse:
    assessment = opened.assessment
    is_now = record.instant is None
    being_written = assessment.status == AssessmentStatus.DRAFT
    waits = assessment.status == AssessmentStatus.SUBMITTED
    return render(
        request,
        "family_help/assessment.html",
        {
            "assessment": assessment,
            "assessment_id": assessment.id,
            "family": opened.family,
            "story": assessment_story(assessment, opened.members, record=record),
            "known_at": record.instant,
            "hidden_children": opened.hidden_children,
            "may_write": is_now and being_written and opened.may_write,
            "may_write_about": {
                number for number, held in opened.rights.items() if Right.WRITE_RECORD in held
            },
            "may_sign_off": is_now and waits and opened.may_decide,
            "is_own": workflow.is_own(assessment, worker),
            "missing": what_is_missing(assessment) if is_now and being_written and opened.may_write else [],
            "may_add_goals": is_now
            and assessment.status == AssessmentStatus.AUTHORISED
            and assessment.plan_id is not None
            and opened.may_write,
            "back": (reverse("people:family", args=[opened.family.pk]), f"the {opened.family.name} family"),
        },
    )


class StartAssessment(FormPage):
    """Start the one assessment of a family."""

    form_class = forms.StartAssessmentForm
    title = "Start an assessment"
    submit = "Start it"
    done = "The assessment is begun. Start with what is going well."
    family: Family
    children: list[Person]

    def load(self, family_id: int, **kwargs: Any) -> None:
        """Open the family and its children on whose records the worker may write."""
        self.family, members = open_family(
            self.worker, family_id, Right.WRITE_RECORD, page="family_help:start_assessment"
        )
        roles = dict(
            FamilyMembership.objects.filter(family=self.family, end_date__isnull=True).values_list(
                "person_id", "role"
            )
        )
        self.children = [one for one in writable(members) if roles.get(one.pk) == "child"]

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Show the form; a family with an assessment under way leads to it."""
        under_way = open_assessment_of(self.family.pk)
        if under_way is not None:
            return HttpResponseRedirect(reverse("family_help:assessment", args=[under_way.pk]))
        return super().get(request, **kwargs)

    def initial(self) -> dict[str, Any]:
        """Start with every child; statutory where a child has an open referral."""
        referred = Referral.objects.filter(
            child__in=self.children, closed_date__isnull=True, no_further_action=False
        ).exists()
        return {
            "kind": AssessmentKind.SECTION_17 if referred else AssessmentKind.FAMILY_HELP,
            "children": [str(one.pk) for one in self.children],
            "start_date": timezone.localdate(),
        }

    def form_arguments(self) -> dict[str, Any]:
        """Offer the children."""
        return {"children": as_choices(self.children)}

    def back(self) -> tuple[str, str]:
        """Lead back to the family."""
        return reverse("people:family", args=[self.family.pk]), f"the {self.family.name} family"

    def act(self, form: KithForm) -> str:
        """Start it."""
        data = form.cleaned_data
        chosen = {int(number) for number in data["children"]}
        assessment = actions.start_assessment(
            family=self.family,
            children=[one for one in self.children if one.pk in chosen],
            kind=data["kind"],
            start_date=data["start_date"],
            by=self.worker,
        )
        return reverse("family_help:assessment", args=[assessment.pk])


class AboutAssessment(FormPage):
    """A form about one assessment; one that cannot be changed now leads back with the reason."""

    right = Right.WRITE_RECORD
    needs = AssessmentStatus.DRAFT
    opened: OpenAssessment

    def load(self, assessment_id: int, **kwargs: Any) -> None:
        """Open the assessment."""
        self.opened = open_assessment(
            self.worker, assessment_id, self.right, page=f"family_help:{type(self).__name__}"
        )

    @property
    def assessment(self) -> FamilyAssessment:
        """The assessment."""
        return self.opened.assessment

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Show the form, unless the assessment is past it or not there yet."""
        if self.assessment.status != self.needs:
            if self.needs == AssessmentStatus.DRAFT:
                waits = self.assessment.status == AssessmentStatus.SUBMITTED
                messages.info(request, workflow.WAITS if waits else workflow.SIGNED_OFF)
            return HttpResponseRedirect(self.page())
        return super().get(request, **kwargs)

    def page(self) -> str:
        """Return the assessment's page."""
        return reverse("family_help:assessment", args=[self.assessment.pk])

    def back(self) -> tuple[str, str]:
        """Lead back to the assessment."""
        return self.page(), "the assessment"


class WriteFamilyPart(AboutAssessment):
    """What the assessment says of the whole family; two people may be at it at once."""

    form_class = forms.FamilyPartForm
    title = "The family"
    done = "What you wrote about the family is in the assessment."

    def load(self, assessment_id: int, **kwargs: Any) -> None:
        """Open the assessment, which is what is edited."""
        super().load(assessment_id, **kwargs)
        self.edited = self.assessment

    def initial(self) -> dict[str, Any]:
        """Start with what it says."""
        names = [name for name in forms.FamilyPartForm.base_fields if name != "version"]
        return {name: getattr(self.assessment, name) for name in names}

    def act(self, form: KithForm) -> str:
        """Write it."""
        data = form.said
        actions.write_family_part(assessment=self.assessment, by=self.worker, **data)
        return self.page()


class WriteChildPart(AboutAssessment):
    """One child's part; two people may be at it at once."""

    form_class = forms.ChildPartForm
    done = "The child's part is in the assessment."
    part: AssessmentChild

    def load(self, assessment_id: int, part_id: int, **kwargs: Any) -> None:  # type: ignore[override]
        """Open the assessment; the part must be its own."""
        super().load(assessment_id, **kwargs)
        found = (
            AssessmentChild.objects.filter(assessment=self.assessment, pk=part_id)
            .select_related("child", "assessment")
            .first()
        )
        if found is None:
            raise Http404("There is no such part of the assessment.")
        if Right.WRITE_RECORD not in self.opened.rights[found.child_id]:
            # The right over a brother or sister opens the assessment, and not this child's own part for writing.
            raise AccessRefused(Right.WRITE_RECORD, found.child_id)
        self.part = self.edited = found

    def page_title(self) -> str:
        """Name the child."""
        return self.part.child.display_name

    def initial(self) -> dict[str, Any]:
        """Start with what it says."""
        names = [name for name in forms.ChildPartForm.base_fields if name not in ("version", "factors")]
        return {
            **{name: getattr(self.part, name) for name in names},
            "factors": list(self.part.factors.values_list("code", flat=True)),
        }

    def act(self, form: KithForm) -> str:
        """Write it."""
        data = form.said
        actions.write_child_part(part=self.part, by=self.worker, **data)
        return self.page()


class AddChildToAssessment(AboutAssessment):
    """A part for another child of the family."""

    form_class = forms.AssessmentChildForm
    title = "Which child comes into the assessment?"
    done = "The child is in the assessment."
    children: list[Person]

    def load(self, assessment_id: int, **kwargs: Any) -> None:
        """Open the assessment and the family's children who are not in it."""
        super().load(assessment_id, **kwargs)
        in_family = FamilyMembership.objects.filter(
            family=self.opened.family, role="child", end_date__isnull=True
        ).values_list("person_id", flat=True)
        wanted = set(in_family) - set(self.opened.rights)
        self.children = [one for one in writable(self.opened.members) if one.pk in wanted]

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Show the form, or say that there is no other child."""
        if self.assessment.status == self.needs and not self.children:
            messages.info(
                request, "Every child of the family is in the assessment. Add a child to the family first."
            )
            return HttpResponseRedirect(self.page())
        return super().get(request, **kwargs)

    def form_arguments(self) -> dict[str, Any]:
        """Offer the children."""
        return {"children": as_choices(self.children)}

    def act(self, form: KithForm) -> str:
        """Add the child."""
        child = next(one for one in self.children if str(one.pk) == form.cleaned_data["child"])
        actions.add_child(assessment=self.assessment, child=child, by=self.worker)
        return self.page()
