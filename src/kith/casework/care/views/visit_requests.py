"""Wishes for a visit sooner than the rule says."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from kith.casework.access.rights import Right
from kith.casework.care.access import open_child_in_care
from kith.casework.care.actions import visit_requests as actions
from kith.casework.care.forms.visit import AskForVisitForm, NotVisitedForm
from kith.casework.care.models import Placement, VisitRequest
from kith.casework.furniture.form_pages import FormPage
from kith.casework.furniture.forms import KithForm
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.people.models import Person


class _AboutChild(FormPage):
    """A form about one child in care."""

    child: Person

    def load(self, person_id: int, **kwargs: Any) -> None:
        """Open the child for writing."""
        name = "ask_for_visit" if isinstance(self, AskForVisit) else "not_visited"
        self.child, self.period = open_child_in_care(
            self.worker, person_id, Right.WRITE_RECORD, page=f"care:{name}"
        )

    def back(self) -> tuple[str, str]:
        """Lead back to the child."""
        return reverse("care:child", args=[self.child.pk]), f"{self.child.display_name} in care"


class AskForVisit(_AboutChild):
    """A child, a carer or somebody else asks for a visit."""

    form_class = AskForVisitForm
    title = "A visit was asked for"
    done = "It is on the child’s page, and on the day of whoever holds the child, until the child is seen."

    def initial(self) -> dict[str, Any]:
        """Asked today."""
        return {"asked_date": timezone.localdate()}

    def act(self, form: KithForm) -> str:
        """Record it."""
        day = form.cleaned_data["asked_date"]
        placement = (
            Placement.objects.filter(child=self.child, start_date__lte=day).exclude(end_date__lte=day).first()
        )
        if placement is None:
            raise CannotBeTrue("The child was in no placement on that day. Check the day.", "asked_date")
        actions.ask_for_visit(placement=placement, by=self.worker, **form.said)
        return self.back()[0]


class NotVisited(_AboutChild):
    """Nobody visits after all: why."""

    form_class = NotVisitedForm
    title = "Nobody visits after all"
    done = "It is recorded why."
    asked: VisitRequest

    def load(self, person_id: int, visit_request_id: int, **kwargs: Any) -> None:  # type: ignore[override]
        """Open the child, and the wish."""
        super().load(person_id, **kwargs)
        found = VisitRequest.objects.filter(pk=visit_request_id, child=self.child).first()
        if found is None:
            raise Http404("There is no such wish.")
        self.asked = found

    def act(self, form: KithForm) -> str:
        """Record it."""
        actions.not_visited(asked=self.asked, reason=form.cleaned_data["reason"], by=self.worker)
        return self.back()[0]
