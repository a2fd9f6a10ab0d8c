"""The national referral mechanism: one referral's page and its forms."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from kith.casework.access.rights import Right
from kith.casework.furniture.form_pages import FormPage
from kith.casework.furniture.forms import KithForm
from kith.casework.furniture.pages import for_workers
from kith.casework.people.views.changing import PersonFormPage
from kith.casework.protection.access_outside import OpenOfAChild, open_of_child
from kith.casework.protection.actions import national_referral as actions
from kith.casework.protection.forms import national_referral as forms
from kith.casework.protection.models import NationalReferral
from kith.casework.protection.queries.national_referral import ShownReferral
from kith.casework.workforce.models import Worker


@for_workers
def national_referral_page(request: HttpRequest, worker: Worker, national_referral_id: int) -> HttpResponse:
    """One referral: why, what was decided and when, and what support there is."""
    opened = open_of_child(
        worker, NationalReferral, national_referral_id, page="protection:national_referral"
    )
    shown = ShownReferral(opened.row, timezone.localdate())
    return render(
        request,
        "protection/outside/national_referral.html",
        {
            "child": opened.child,
            "referral": opened.row,
            "shown": shown,
            "referred_by": opened.row.referred_by,
            "may_write": opened.may_write,
            "next_address": reverse(f"protection:{shown.next[0]}", args=[national_referral_id])
            if opened.may_write and shown.next
            else "",
            "back": (
                reverse("protection:harm_outside_home", args=[opened.child.pk]),
                "harm outside the home",
            ),
        },
    )


class MakeNationalReferral(PersonFormPage):
    """A child was referred."""

    form_class = forms.MakeNationalReferralForm
    title = "Record a referral to the national referral mechanism"
    submit = "Record the referral"
    done = "The referral is recorded. Reasonable grounds are decided in five working days where possible."
    template = "protection/outside/make_national_referral.html"

    def initial(self) -> dict[str, Any]:
        """Referred today."""
        return {"referred_date": timezone.localdate()}

    def back(self) -> tuple[str, str]:
        """Lead back to all of it."""
        return reverse("protection:harm_outside_home", args=[self.person.pk]), "harm outside the home"

    def context(self) -> dict[str, Any]:
        """Say whom it is about."""
        return {"child": self.person}

    def act(self, form: KithForm) -> str:
        """Record it."""
        names = ("referred_date", "why", "reference", "child_told", "support")
        referral = actions.make_national_referral(
            child=self.person, by=self.worker, **{name: form.cleaned_data[name] for name in names}
        )
        return reverse("protection:national_referral", args=[referral.pk])


class NationalReferralFormPage(FormPage):
    """A form about one national referral."""

    opened: OpenOfAChild[NationalReferral]

    def load(self, national_referral_id: int, **kwargs: Any) -> None:
        """Open the child's record to write on. The referral is what is edited."""
        name = f"protection:{type(self).__name__}"
        self.opened = open_of_child(
            self.worker, NationalReferral, national_referral_id, Right.WRITE_RECORD, page=name
        )
        self.edited = self.opened.row

    def page(self) -> str:
        """Return the referral's page."""
        return reverse("protection:national_referral", args=[self.opened.row.pk])

    def back(self) -> tuple[str, str]:
        """Lead back to the referral."""
        return self.page(), "the national referral"

    def context(self) -> dict[str, Any]:
        """Say whom it is about, and when conclusive grounds may be expected."""
        return {"child": self.opened.child, "shown": ShownReferral(self.opened.row, timezone.localdate())}


class AddToNationalReferral(NationalReferralFormPage):
    """The reference, what the young person was told, and support."""

    form_class = forms.AddToNationalReferralForm
    title = "Reference, what they were told, and support"
    done = "It is written down."

    def initial(self) -> dict[str, Any]:
        """Start with what is written down."""
        return {name: getattr(self.opened.row, name) for name in ("reference", "child_told", "support")}

    def act(self, form: KithForm) -> str:
        """Write it down."""
        names = ("reference", "child_told", "support")
        actions.add_to_national_referral(
            referral=self.opened.row, by=self.worker, **{name: form.cleaned_data[name] for name in names}
        )
        return self.page()


class ReasonableGrounds(NationalReferralFormPage):
    """The decision on reasonable grounds."""

    form_class = forms.GroundsForm
    title = "What was decided on reasonable grounds?"
    submit = "Record the decision"
    done = "The decision is recorded."

    def initial(self) -> dict[str, Any]:
        """Decided today."""
        return {"decided_date": timezone.localdate()}

    def act(self, form: KithForm) -> str:
        """Record it."""
        actions.decide_reasonable_grounds(
            referral=self.opened.row,
            decision=form.cleaned_data["decision"],
            decided_date=form.cleaned_data["decided_date"],
            by=self.worker,
        )
        return self.page()


class ConclusiveGrounds(NationalReferralFormPage):
    """The decision on conclusive grounds."""

    form_class = forms.GroundsForm
    title = "What was decided on conclusive grounds?"
    submit = "Record the decision"
    done = "The decision is recorded."
    template = "protection/outside/conclusive_grounds.html"

    def initial(self) -> dict[str, Any]:
        """Decided today."""
        return {"decided_date": timezone.localdate()}

    def act(self, form: KithForm) -> str:
        """Record it."""
        actions.decide_conclusive_grounds(
            referral=self.opened.row,
            decision=form.cleaned_data["decision"],
            decided_date=form.cleaned_data["decided_date"],
            by=self.worker,
        )
        return self.page()
