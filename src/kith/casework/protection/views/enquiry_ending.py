"""An enquiry's way to its end: the offer of help, sending it to a manager, and the manager's decision."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from kith.casework.access.loading import AccessRefused
from kith.casework.access.rights import Right
from kith.casework.family_help.models import Intervention
from kith.casework.furniture.forms import KithForm
from kith.casework.people.models import Person
from kith.casework.plans.views.plan_forms import as_choices
from kith.casework.protection.actions import enquiry as actions
from kith.casework.protection.actions.enquiry_ending import OWN
from kith.casework.protection.actions.enquiry_parts import is_own
from kith.casework.protection.actions.helping import Offer
from kith.casework.protection.forms import enquiry as forms
from kith.casework.protection.models import EnquiryStatus, HelpAnswer
from kith.casework.protection.queries.enquiry import EnquiryStory, enquiry_story
from kith.casework.protection.queries.what_has_been_tried import WhatHasBeenTried, what_has_been_tried
from kith.casework.protection.views.enquiry import AboutEnquiry


class OfferHelp(AboutEnquiry):
    """Record the help offered to the family, with what fits its needs first."""

    form_class = forms.OfferForm
    needs = (EnquiryStatus.UNDER_WAY, EnquiryStatus.SUBMITTED)
    title = "What help was offered?"
    submit = "Save the offer"
    done = "The offer of help is recorded."
    template = "protection/enquiry_offer.html"
    story: EnquiryStory
    children: list[Person]
    tried: WhatHasBeenTried

    def load(self, enquiry_id: int, **kwargs: Any) -> None:
        """Open the enquiry and its children on whose records the worker may write."""
        super().load(enquiry_id, **kwargs)
        self.story = enquiry_story(self.enquiry, self.opened.members)
        self.children = [
            read.child for read in self.story.parts if Right.WRITE_RECORD in self.opened.rights[read.child.pk]
        ]
        self.tried = what_has_been_tried(
            self.opened.family.pk,
            [read.child for read in self.story.parts],
            self.opened.members,
            today=timezone.localdate(),
            except_enquiry=self.enquiry.pk,
        )

    def initial(self) -> dict[str, Any]:
        """Start with the children who have no offer and need one, and with what was recorded for a child before."""
        without = {read.child.pk for read in self.story.parts if read.offer is None}
        wanted = {read.child.pk for read in self.story.without_offer} or without
        first = next((reads for reads, _ in self.story.offers), None) if not without else None
        said = first.offer if first is not None else None
        starting: dict[str, Any] = {
            "children": [str(one.pk) for one in self.children if one.pk in wanted or not without],
            "offered_date": timezone.localdate(),
        }
        chosen = self.request.GET.get("help", "")
        if chosen.isdecimal():
            starting["intervention"] = chosen
        if said is not None:
            starting |= {
                "answer": said.answer,
                "what": said.what,
                "intervention": str(said.intervention_id or ""),
                "family_words": said.family_words,
                "not_offered_reason": said.not_offered_reason,
            }
        return starting

    def form_arguments(self) -> dict[str, Any]:
        """Offer the children, and the catalogue with what fits first."""
        fitting = [(str(one.entry.intervention.pk), one.entry.name) for one in self.tried.fitting]
        known = {number for number, _ in fitting}
        others = [
            (str(number), name)
            for number, name in Intervention.objects.filter(is_in_use=True)
            .order_by("name")
            .values_list("pk", "name")
            if str(number) not in known
        ]
        return {
            "children": as_choices(self.children),
            "interventions": [*fitting, *others],
            "may_not_offer": all(Right.DECIDE in self.opened.rights[child.pk] for child in self.children),
        }

    def context(self) -> dict[str, Any]:
        """Show what has been tried and what is on offer."""
        return {"tried": self.tried, "family": self.opened.family, "enquiry_id": self.enquiry.pk}

    def act(self, form: KithForm) -> str:
        """Record it."""
        data = form.cleaned_data
        chosen = set(data["children"])
        not_offered = data["answer"] == HelpAnswer.NOT_OFFERED
        actions.offer(
            enquiry=self.enquiry,
            children=[one for one in self.children if str(one.pk) in chosen],
            offer=Offer(
                answer=data["answer"],
                what=data["what"],
                intervention=Intervention.objects.get(pk=data["intervention"])
                if data["intervention"] and not not_offered
                else None,
                family_words=data["family_words"],
                not_offered_reason=data.get("not_offered_reason", ""),
            ),
            day=data["offered_date"],
            by=self.worker,
        )
        return self.page()


class Submit(AboutEnquiry):
    """Send it to a manager, seeing first what it lacks."""

    form_class = forms.SubmitForm
    title = "Send the enquiry to a manager"
    submit = "Send it"
    done = "The enquiry waits for a manager, who is told today."
    template = "protection/enquiry_submit.html"
    keeps_draft = False

    def context(self) -> dict[str, Any]:
        """Show what it lacks: what it must have, the offer of help, and what it could have."""
        missing = actions.what_is_missing(self.enquiry)
        return {
            "must": [one for one in missing if one.must and not one.is_offer],
            "offers": [one for one in missing if one.is_offer],
            "remind": [one for one in missing if not one.must],
            "enquiry_id": self.enquiry.pk,
        }

    def act(self, form: KithForm) -> str:
        """Send it."""
        actions.submit(enquiry=self.enquiry, by=self.worker)
        return self.page()


class Deciding(AboutEnquiry):
    """A manager's answer, given by somebody who may decide for every child in it and not for one alone."""

    right = Right.DECIDE
    needs = (EnquiryStatus.SUBMITTED,)

    def load(self, enquiry_id: int, **kwargs: Any) -> None:
        """Open the enquiry. Raises AccessRefused about a child for whom the worker may not decide."""
        super().load(enquiry_id, **kwargs)
        for number, held in self.opened.rights.items():
            if Right.DECIDE not in held:
                raise AccessRefused(Right.DECIDE, number)


class SendBack(Deciding):
    """Ask for something to be changed."""

    form_class = forms.SendBackForm
    title = "Send the enquiry back"
    submit = "Send it back"
    done = "It is with whoever leads it, with what you ask."

    def act(self, form: KithForm) -> str:
        """Send it back."""
        actions.send_back(enquiry=self.enquiry, words=form.cleaned_data["words"], by=self.worker)
        return self.page()


class End(Deciding):
    """Decide how it ends for each child, and why: written once where it is the same."""

    form_class = forms.EndForm
    title = "Decide how the enquiry ends"
    submit = "End the enquiry"
    done = "The enquiry has ended, with your decision for each child."
    template = "protection/enquiry_end.html"

    def load(self, enquiry_id: int, **kwargs: Any) -> None:
        """Open the enquiry with its parts."""
        super().load(enquiry_id, **kwargs)
        self.edited = self.enquiry
        self.story = enquiry_story(self.enquiry, self.opened.members)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Show the form; to whoever leads the enquiry or sent it, why somebody else decides."""
        if self.enquiry.status in self.needs and is_own(self.enquiry, self.worker.pk):
            messages.info(request, OWN)
            return HttpResponseRedirect(self.page())
        return super().get(request, **kwargs)

    def initial(self) -> dict[str, Any]:
        """Start with today."""
        return {"end_date": timezone.localdate()}

    def form_arguments(self) -> dict[str, Any]:
        """Ask about each child, and why no help is offered where none is."""
        return {
            "children": [read.child for read in self.story.parts],
            "without_offer": bool(self.story.without_offer),
        }

    def context(self) -> dict[str, Any]:
        """Say what follows for each child, and what is unusual."""
        return {
            "story": self.story,
            "enquiry": self.enquiry,
            "enquiry_id": self.enquiry.pk,
            "several": len(self.story.parts) > 1,
            "at_risk": [read for read in self.story.parts if read.is_at_risk_without_conference],
            "offer_page": reverse("protection:offer_help", args=[self.enquiry.pk]),
        }

    def act(self, form: KithForm) -> str:
        """End it."""
        assert isinstance(form, forms.EndForm)
        data = form.cleaned_data
        actions.end_enquiry(
            enquiry=self.enquiry,
            decisions=form.decisions(),
            end_date=data["end_date"],
            not_offered_reason=data.get("not_offered_reason", ""),
            by=self.worker,
        )
        return self.page()
