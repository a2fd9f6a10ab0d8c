"""Planning a review of the care of a child, and of brothers and sisters with them."""

from __future__ import annotations

import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from kith.casework.access.rights import Right
from kith.casework.care.access import open_child_in_care
from kith.casework.care.access_placement import siblings_in_care
from kith.casework.care.actions import reviews as actions
from kith.casework.care.forms import review as forms
from kith.casework.care.models import CareReviewChild, PeriodOfCare, ReviewStatus
from kith.casework.care.queries.review_sections import reviews_from, wanted_for_reviews
from kith.casework.furniture.form_pages import FormPage
from kith.casework.furniture.forms import KithForm
from kith.casework.furniture.known_at import NOW
from kith.casework.people.models import Person


class PlanReview(FormPage):
    """Plan a review of the care of a child, and of brothers and sisters with them."""

    form_class = forms.PlanReviewForm
    title = "Plan a review"
    submit = "Plan it"
    done = "The review is planned. Now write down who is asked, as the child wants it."
    template = "care/reviews/plan.html"
    child: Person
    period: PeriodOfCare

    def load(self, person_id: int, **kwargs: Any) -> None:
        """Open the child, and find the brothers and sisters who are in care."""
        self.child, self.period = open_child_in_care(
            self.worker, person_id, Right.WRITE_RECORD, page="care:plan_review"
        )
        found = siblings_in_care(self.worker, self.child, page="care:plan_review")
        self.siblings, self.others = found.open, found.others

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Show the form; of a child whose care has ended, say that there is nothing to review."""
        if self.period.end_date is not None:
            messages.info(
                request, f"{self.child.display_name} is not in care now, so there is no care to review."
            )
            return HttpResponseRedirect(self.back()[0])
        return super().get(request, **kwargs)

    def form_arguments(self) -> dict[str, Any]:
        """Offer the child and their brothers and sisters."""
        return {"among": [self.child, *self.siblings]}

    def initial(self) -> dict[str, Any]:
        """Start with all of the children who have no review planned, and the last day on which it is in time."""
        planned = set(
            CareReviewChild.objects.filter(
                child__in=[self.child, *self.siblings], review__status=ReviewStatus.PLANNED
            ).values_list("child_id", flat=True)
        )
        chosen = [self.child, *(one for one in self.siblings if one.pk not in planned)]
        due = self._due()
        return {
            "children": [str(one.pk) for one in chosen],
            "planned_date": due if due is not None and due >= timezone.localdate() else None,
        }

    def _due(self) -> datetime.date | None:
        held = NOW.together(**wanted_for_reviews(NOW, self.period.pk, self.child.pk))
        return reviews_from(held, self.period, self.child.pk, timezone.localdate()).next_due

    def context(self) -> dict[str, Any]:
        """Say by when it is due, and how many brothers and sisters cannot be reviewed with the child from here."""
        return {"person": self.child, "due_date": self._due(), "others": self.others}

    def back(self) -> tuple[str, str]:
        """Lead back to the child's page."""
        return reverse("care:child", args=[self.child.pk]), f"{self.child.display_name} in care"

    def act(self, form: KithForm) -> str:
        """Plan it."""
        assert isinstance(form, forms.PlanReviewForm)
        data = form.cleaned_data
        review = actions.plan_review(
            children=form.chosen(),
            planned_date=data["planned_date"],
            place=data["place"],
            why_early=data["why_early"],
            wishes=form.wishes(),
            by=self.worker,
        )
        return reverse("care:ask_to_review", args=[review.pk])
