"""Assessing a parent's home before a child under a care order lives there, or soon after: begun, and what was found."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.utils import timezone

from kith.casework.care.actions import approvals as actions
from kith.casework.care.forms import approval as forms
from kith.casework.care.models import Home, HomeKind, Placement, PlacementWithParents
from kith.casework.care.views.approvals import ApprovalPage
from kith.casework.furniture.forms import KithForm


class BeginAssessmentOfParents(ApprovalPage):
    """The assessment of a parent's home begins."""

    form_class = forms.BeginParentsForm
    title = "Begin to assess a parent’s home"
    done = "The assessment has begun."

    def form_arguments(self) -> dict[str, Any]:
        """Choose from parents' homes."""
        homes = Home.objects.filter(kind=HomeKind.PARENT).order_by("name")[:200]
        return {"homes": [(str(one.pk), one.name) for one in homes]}

    def initial(self) -> dict[str, Any]:
        """Begun today; where the child lives with a parent, there."""
        home = (
            Placement.objects.filter(period_of_care=self.period, end_date__isnull=True, home__kind=HomeKind.PARENT)
            .values_list("home_id", flat=True).first()
        )  # fmt: skip
        return {"started_date": timezone.localdate(), "home": str(home or "")}

    def act(self, form: KithForm) -> str:
        """Begin it."""
        said = form.cleaned_data
        actions.begin_assessment_of_parents(
            child=self.child,
            home=Home.objects.get(pk=said["home"]),
            started_date=said["started_date"],
            household=said["household"],
            by=self.worker,
        )
        return self.page()


class FinishAssessmentOfParents(ApprovalPage):
    """What was found of a parent's home."""

    form_class = forms.FinishParentsForm
    done = "The assessment is finished."
    assessment: PlacementWithParents

    def load(self, person_id: int, parents_assessment_id: int, **kwargs: Any) -> None:  # type: ignore[override]
        """Open the child and the assessment."""
        super().load(person_id, **kwargs)
        found = (
            PlacementWithParents.objects.filter(child=self.child, pk=parents_assessment_id)
            .select_related("home").first()
        )  # fmt: skip
        if found is None:
            raise Http404("There is no such assessment for this child.")
        found.child = self.child
        self.assessment = found

    def page_title(self) -> str:
        """Return whose home it is."""
        return f"What was found at {self.assessment.home.name}"

    def form_arguments(self) -> dict[str, Any]:
        """Ask about this child."""
        return {"child": self.child}

    def initial(self) -> dict[str, Any]:
        """Finished today."""
        return {"household": self.assessment.household, "finished_date": timezone.localdate()}

    def act(self, form: KithForm) -> str:
        """Finish it."""
        actions.finish_assessment_of_parents(assessment=self.assessment, by=self.worker, **form.said)
        return self.page()
