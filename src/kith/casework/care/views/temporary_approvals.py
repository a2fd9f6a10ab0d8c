"""The temporary approval of a connected person: its page, giving it, extending it, a challenge, its end."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from kith.casework.access.rights import Right
from kith.casework.care.access_placement import open_temporary_approval, siblings_in_care
from kith.casework.care.actions import temporary_approvals as actions
from kith.casework.care.forms import temporary_approval as forms
from kith.casework.care.models import Home, HomeKind, Placement, TemporaryApproval
from kith.casework.care.queries.approvals import TemporaryRead
from kith.casework.care.views.approvals import ApprovalPage
from kith.casework.furniture.form_pages import FormPage
from kith.casework.furniture.forms import KithForm
from kith.casework.furniture.pages import for_workers
from kith.casework.people.models import Person
from kith.casework.workforce.models import Worker


@for_workers
def temporary_approval(request: HttpRequest, worker: Worker, temporary_approval_id: int) -> HttpResponse:
    """A temporary approval: how much of it is left, and what comes next."""
    child, approval = open_temporary_approval(worker, temporary_approval_id, page="care:temporary_approval")
    rights = child.rights  # type: ignore[attr-defined]
    workers = Worker.objects.in_bulk({approval.given_by_id, approval.extended_by_id} - {None})
    # A home in which nobody whom the reader may see has lived is hidden from a partner.
    home = Home.objects.filter(pk=approval.home_id).first()
    read = TemporaryRead(approval, home, timezone.localdate())
    return render(
        request,
        "care/temporary/page.html",
        {
            "person": child,
            "read": read,
            "approval": approval,
            "given_by": workers.get(approval.given_by_id),
            "extended_by": workers.get(approval.extended_by_id or 0),
            "may_write": read.is_open and Right.WRITE_RECORD in rights,
            "may_extend": read.is_open and approval.extended_date is None and Right.DECIDE in rights,
            "back": (reverse("care:approvals", args=[child.pk]), "approvals"),
        },
    )


class GiveTemporaryApproval(ApprovalPage):
    """A connected person is approved for the child for sixteen weeks."""

    form_class = forms.GiveTemporaryForm
    title = "Approve a connected person for sixteen weeks"
    right = Right.DECIDE
    template = "care/temporary/give.html"
    submit = "Approve them"
    done = "They are approved for sixteen weeks."

    siblings: list[Person]

    def load(self, person_id: int, **kwargs: Any) -> None:
        """Open the child, and the brothers and sisters in care for whom nobody is approved so."""
        super().load(person_id, **kwargs)
        found = siblings_in_care(
            self.worker, self.child, Right.DECIDE, page="care:give_temporary_approval"
        ).open
        approved = set(
            TemporaryApproval.objects.filter(child__in=found, end_date__isnull=True).values_list(
                "child_id", flat=True
            )
        )
        self.siblings = [one for one in found if one.pk not in approved]

    def form_arguments(self) -> dict[str, Any]:
        """Choose from homes of relatives and friends."""
        homes = Home.objects.filter(kind=HomeKind.CONNECTED).order_by("name")[:200]
        return {"homes": [(str(one.pk), one.name) for one in homes], "siblings": self.siblings}

    def initial(self) -> dict[str, Any]:
        """Today; where the child lives with relatives or friends, there."""
        home = (
            Placement.objects.filter(period_of_care=self.period, end_date__isnull=True, home__kind=HomeKind.CONNECTED)
            .values_list("home_id", flat=True).first()
        )  # fmt: skip
        today = timezone.localdate()
        return {"start_date": today, "viability_date": today, "home": str(home or "")}

    def act(self, form: KithForm) -> str:
        """Approve them."""
        assert isinstance(form, forms.GiveTemporaryForm)
        said = {**form.own, "home": Home.objects.get(pk=form.own["home"])}
        given = {
            child.pk: actions.give_temporary_approval(child=child, by=self.worker, **said)
            for child in sorted([self.child, *form.also()], key=lambda one: one.pk)
        }
        return reverse("care:temporary_approval", args=[given[self.child.pk].pk])


class TemporaryPage(FormPage):
    """A form about one temporary approval."""

    right = Right.WRITE_RECORD
    keeps_draft = False
    child: Person
    approval: TemporaryApproval

    def load(self, temporary_approval_id: int, **kwargs: Any) -> None:
        """Open it through its child: it is what is edited."""
        self.child, self.approval = open_temporary_approval(
            self.worker, temporary_approval_id, self.right,
            page=f"care:{self.request.resolver_match.url_name}",  # type: ignore[union-attr]
        )  # fmt: skip
        self.edited = self.approval

    def page(self) -> str:
        """Return its address."""
        return reverse("care:temporary_approval", args=[self.approval.pk])

    def back(self) -> tuple[str, str]:
        """Lead back to it."""
        return self.page(), "the temporary approval"


class ExtendTemporaryApproval(TemporaryPage):
    """It is extended by at most eight weeks, once."""

    form_class = forms.ExtendTemporaryForm
    title = "Extend the temporary approval"
    right = Right.DECIDE
    submit = "Extend it"
    done = "It is extended. It cannot be extended again."

    def form_arguments(self) -> dict[str, Any]:
        """Say until when it may be."""
        return {"latest": actions.last_day(self.approval.due_date, actions.EXTENSION)}

    def act(self, form: KithForm) -> str:
        """Extend it."""
        actions.extend_temporary_approval(approval=self.approval, by=self.worker, **form.said)
        return self.page()


class ChallengeTemporaryApproval(TemporaryPage):
    """The carers asked for a review of the decision not to approve them."""

    form_class = forms.ChallengeForm
    title = "The carers asked for a review of the decision"
    done = "It is recorded. The approval goes on until the outcome is known."

    def act(self, form: KithForm) -> str:
        """Record it."""
        actions.carers_challenge(approval=self.approval, by=self.worker, **form.said)
        return self.page()


class EndTemporaryApproval(TemporaryPage):
    """It ended, and how."""

    form_class = forms.EndTemporaryForm
    title = "End the temporary approval"
    submit = "End it"
    done = "It has ended."

    def initial(self) -> dict[str, Any]:
        """Ended today."""
        return {"end_date": timezone.localdate()}

    def act(self, form: KithForm) -> str:
        """End it."""
        actions.end_temporary_approval(approval=self.approval, by=self.worker, **form.said)
        return self.page()
