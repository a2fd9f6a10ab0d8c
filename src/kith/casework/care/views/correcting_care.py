"""What was entered wrongly about a child's care is put right."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.urls import reverse

from kith.casework.access.rights import Right
from kith.casework.care.access import open_child_in_care
from kith.casework.care.access_record import of_child
from kith.casework.care.actions.correcting import correct_legal_status, correct_period, correct_placement
from kith.casework.care.actions.correcting_end import care_did_not_end, correct_end_of_care
from kith.casework.care.actions.taking_away import take_away
from kith.casework.care.forms.care_changes import (
    CorrectEndForm,
    CorrectLegalStatusForm,
    CorrectPeriodForm,
    CorrectPlacementForm,
)
from kith.casework.care.models import LegalStatus, PeriodOfCare, Placement
from kith.casework.furniture.form_pages import FormPage
from kith.casework.furniture.forms import KithForm
from kith.casework.people.models import Person


class _Correcting(FormPage):
    """A form that puts something about a child's care right."""

    done = "It is put right. What it said before is kept."
    child: Person

    def open(self, person_id: int) -> None:
        """Open the child, in care or once in care."""
        self.child, _ = open_child_in_care(
            self.worker, person_id, Right.DECIDE, page=f"care:{type(self).__name__}"
        )

    def back(self) -> tuple[str, str]:
        """Lead back to the child's page."""
        return reverse("care:child", args=[self.child.pk]), f"{self.child.display_name} in care"

    def there(self) -> str:
        """Return the address of the child's page."""
        return reverse("care:child", args=[self.child.pk])


class CorrectPeriod(_Correcting):
    """When care began and why."""

    form_class = CorrectPeriodForm
    title = "Put right when and why care began"
    period: PeriodOfCare

    def load(self, person_id: int, period_id: int, **kwargs: Any) -> None:
        """Open the child and the period."""
        self.open(person_id)
        self.edited = self.period = of_child(PeriodOfCare, period_id, self.child)

    def initial(self) -> dict[str, Any]:
        """Start with what is recorded."""
        return {
            "day": self.period.start_date,
            "category_of_need": self.period.category_of_need,
            "why": self.period.why,
            "child_words": self.period.child_words,
        }

    def act(self, form: KithForm) -> str:
        """Put it right."""
        correct_period(period=self.period, by=self.worker, **form.said)
        return self.there()


class CorrectEnd(_Correcting):
    """When and why care ended, or that it did not."""

    form_class = CorrectEndForm
    title = "Put right how care ended"
    period: PeriodOfCare

    def load(self, person_id: int, period_id: int, **kwargs: Any) -> None:
        """Open the child and the period that ended."""
        self.open(person_id)
        self.edited = self.period = of_child(PeriodOfCare, period_id, self.child)
        if self.period.end_date is None and self.request.method == "GET":
            raise Http404("This period of care has no end.")

    def initial(self) -> dict[str, Any]:
        """Start with what is recorded."""
        return {
            "day": self.period.end_date,
            "ended_because": self.period.ended_because,
            "end_words": self.period.end_words,
        }

    def act(self, form: KithForm) -> str:
        """Put it right."""
        said = form.said
        if said.pop("did_not_end"):
            care_did_not_end(period=self.period, why_wrong=said["why_wrong"], by=self.worker)
        else:
            correct_end_of_care(period=self.period, by=self.worker, **said)
        return self.there()


class CorrectLegalStatus(_Correcting):
    """A legal status."""

    form_class = CorrectLegalStatusForm
    title = "Put right a legal status"
    status: LegalStatus

    def load(self, person_id: int, legal_status_id: int, **kwargs: Any) -> None:
        """Open the child and the legal status."""
        self.open(person_id)
        self.status = of_child(LegalStatus, legal_status_id, self.child)

    def initial(self) -> dict[str, Any]:
        """Start with what is recorded."""
        return {"day": self.status.start_date, "code": self.status.code, "words": self.status.words}

    def act(self, form: KithForm) -> str:
        """Put it right, or take it away."""
        said = form.said
        if said.pop("never_was"):
            take_away(row=self.status, why_wrong=said["why_wrong"], by=self.worker)
        else:
            correct_legal_status(status=self.status, by=self.worker, **said)
        return self.there()


class CorrectPlacement(_Correcting):
    """A placement."""

    form_class = CorrectPlacementForm
    title = "Put right a placement"
    placement: Placement

    def load(self, person_id: int, placement_id: int, **kwargs: Any) -> None:
        """Open the child and the placement."""
        self.open(person_id)
        self.edited = self.placement = of_child(Placement, placement_id, self.child)

    def initial(self) -> dict[str, Any]:
        """Start with what is recorded."""
        row = self.placement
        names = ("placement_type", "provider", "urn", "ended_because", "end_words")
        return {"day": row.start_date, **{name: getattr(row, name) for name in names}}

    def act(self, form: KithForm) -> str:
        """Put it right, or take it away."""
        said = form.said
        if said.pop("never_was"):
            take_away(row=self.placement, why_wrong=said["why_wrong"], by=self.worker)
        else:
            correct_placement(placement=self.placement, by=self.worker, **said)
        return self.there()
