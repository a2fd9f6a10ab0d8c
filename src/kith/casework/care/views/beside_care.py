"""What the law records beside a child's care: that they seek asylum alone, and an order on their liberty."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from kith.casework.access.rights import Right
from kith.casework.care.access import open_child
from kith.casework.care.access_record import of_child
from kith.casework.care.actions import beside_care
from kith.casework.care.forms import beside_care as forms
from kith.casework.care.models import DeprivationOfLiberty, PeriodOfCare, Placement, UnaccompaniedChild
from kith.casework.care.views.care_changes import ask_why
from kith.casework.care.what_is_unusual import of_liberty
from kith.casework.furniture.form_pages import FormPage
from kith.casework.furniture.forms import KithForm
from kith.casework.people.models import Person


class _BesideCare(FormPage):
    """A form about a child who is or was in care."""

    child: Person
    period: PeriodOfCare

    def load(self, person_id: int, **kwargs: Any) -> None:
        """Open the child."""
        opened = open_child(self.worker, person_id, Right.WRITE_RECORD, page=f"care:{type(self).__name__}")
        if opened.period is None:
            raise Http404("This child has never been in care.")
        self.child, self.period = opened.child, opened.period

    def initial(self) -> dict[str, Any]:
        """Start today."""
        return {"day": timezone.localdate()}

    def back(self) -> tuple[str, str]:
        """Lead back to the child's page."""
        return self.there(), f"{self.child.display_name} in care"

    def there(self) -> str:
        """Return the address of the child's page."""
        return reverse("care:child", args=[self.child.pk])


class SeeksAsylumAlone(_BesideCare):
    """That a child seeks asylum alone."""

    form_class = forms.SeeksAsylumForm
    done = "It is recorded."

    def page_title(self) -> str:
        """Name the child."""
        return f"{self.child.display_name} seeks asylum alone"

    def act(self, form: KithForm) -> str:
        """Record it."""
        beside_care.seeks_asylum_alone(child=self.child, by=self.worker, **form.said)
        return self.there()


class NoLongerAlone(_BesideCare):
    """That it ended."""

    form_class = forms.NoLongerAloneForm
    title = "No longer seeks asylum alone"
    done = "It is recorded."
    row: UnaccompaniedChild

    def load(self, person_id: int, unaccompanied_id: int, **kwargs: Any) -> None:  # type: ignore[override]
        """Open the child and the row."""
        super().load(person_id, **kwargs)
        self.row = of_child(UnaccompaniedChild, unaccompanied_id, self.child)

    def act(self, form: KithForm) -> str:
        """Record it."""
        beside_care.no_longer_alone(row=self.row, by=self.worker, **form.said)
        return self.there()


class RestrictLiberty(_BesideCare):
    """An order on a child's liberty."""

    form_class = forms.RestrictLibertyForm
    done = "The order is recorded."

    def page_title(self) -> str:
        """Name the child."""
        return f"An order restricts {self.child.display_name}’s liberty"

    def act(self, form: KithForm) -> str:
        """Record it, with why it is so where none is expected."""
        placed = Placement.objects.filter(period_of_care=self.period, end_date__isnull=True).first()
        ask_why([("", of_liberty([placed.placement_type]) if placed else [])], form, several=False)
        beside_care.restrict_liberty(period=self.period, by=self.worker, **form.said)
        return self.there()


class _OneOrder(_BesideCare):
    """A form about one order."""

    row: DeprivationOfLiberty

    def load(self, person_id: int, liberty_id: int, **kwargs: Any) -> None:  # type: ignore[override]
        """Open the child and the order."""
        super().load(person_id, **kwargs)
        self.row = of_child(DeprivationOfLiberty, liberty_id, self.child)


class ReviewLiberty(_OneOrder):
    """An order on a child's liberty is reviewed."""

    form_class = forms.ReviewLibertyForm
    title = "The order on liberty was reviewed"
    done = "The review is recorded."

    def initial(self) -> dict[str, Any]:
        """Start with what it allows."""
        return {**super().initial(), "restrictions": self.row.restrictions}

    def act(self, form: KithForm) -> str:
        """Record it."""
        beside_care.review_liberty(row=self.row, by=self.worker, **form.said)
        return self.there()


class EndLiberty(_OneOrder):
    """An order on a child's liberty ends."""

    form_class = forms.EndLibertyForm
    title = "The order on liberty ended"
    done = "Its end is recorded."

    def act(self, form: KithForm) -> str:
        """Record it."""
        beside_care.end_liberty_order(row=self.row, by=self.worker, **form.said)
        return self.there()
