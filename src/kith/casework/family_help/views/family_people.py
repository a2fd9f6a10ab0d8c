"""The family's own people: one page for the family, and what each person around a child offers and does."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from kith.casework.access.rights import Right
from kith.casework.family_help.actions import network
from kith.casework.family_help.forms import network as forms
from kith.casework.family_help.meeting_workflow import UNDER_WAY, MeetingState, state_of
from kith.casework.family_help.models import NetworkOffer
from kith.casework.family_help.queries.family_people import OneOfThem, could_take_part, family_people
from kith.casework.family_help.queries.meetings import next_step
from kith.casework.family_help.queries.network import around_siblings_too, name_of
from kith.casework.furniture.form_pages import FormPage
from kith.casework.furniture.forms import KithForm
from kith.casework.furniture.pages import for_workers
from kith.casework.people.access import open_person
from kith.casework.people.models import NetworkMember, Person
from kith.casework.plans.access import open_plan
from kith.casework.plans.models import PlanChild
from kith.casework.plans.views.plan_forms import PlanFormPage, as_choices, writable
from kith.casework.workforce.models import Worker


@for_workers
def family_people_page(request: HttpRequest, worker: Worker, plan_id: int) -> HttpResponse:
    """Everyone around the children of a plan, and the meetings of the family's own people."""
    opened = open_plan(worker, plan_id, Right.READ_RECORD, page="family_help:family_people")
    today = timezone.localdate()
    people = family_people(opened.plan, opened.members, today=today)
    for meeting in people.meetings:
        meeting.state = state_of(meeting)
        meeting.next = next_step(meeting, today)
    under_way = [meeting for meeting in people.meetings if meeting.state in UNDER_WAY]
    held = [meeting for meeting in people.meetings if meeting.held_date]
    may_write_on = {one.pk for one in writable(opened.members)}
    for one in people.everybody:
        # What they offer or did is written down from the child on whose record the worker may write.
        one.writable_place = next(  # type: ignore[attr-defined]
            (member for member in one.members if member.child_id in may_write_on), None
        )
        one.may_offer = one.person is not None and could_take_part(one.person, today)  # type: ignore[attr-defined]
    return render(
        request,
        "family_help/family_people.html",
        {
            "plan_id": plan_id,
            "family": opened.family,
            "is_open": opened.is_open,
            "people": people,
            "around": [one for one in people.family if not one.child],
            "under_way": under_way[0] if under_way else None,
            "last_held": max(held, key=lambda meeting: meeting.held_date) if held else None,
            "not_offered": people.meetings[0]
            if people.meetings and people.meetings[0].state == MeetingState.NOT_OFFERED
            else None,
            "may_write": opened.may_write and opened.is_open,
            "back": (reverse("plans:plan", args=[plan_id]), "the plan"),
        },
    )


class NetworkFormPage(FormPage):
    """A form about somebody in a child's network, written once for brothers and sisters who share them."""

    person: Person
    member: NetworkMember
    siblings: list[NetworkMember]

    def load(self, person_id: int, network_member_id: int, **kwargs: Any) -> None:
        """Open the child; the person must be in their network."""
        page = f"family_help:{type(self).__name__}"
        self.person = open_person(self.worker, person_id, Right.WRITE_RECORD, page=page)
        found = NetworkMember.objects.filter(child=self.person, pk=network_member_id).first()
        if found is None:
            raise Http404("There is nobody of that number around this child.")
        self.member = found
        self.siblings = around_siblings_too(found, self.worker)
        people = {one.pk: one for one in Person.objects.filter(pk=found.member_id or 0)}
        self.name = name_of(found, people)

    def form_arguments(self) -> dict[str, Any]:
        """Offer the brothers and sisters who share them."""
        return {"siblings": [(str(one.pk), one.child.display_name) for one in self.siblings]}

    def members(self, form: KithForm) -> list[NetworkMember]:
        """Return their place around the child, and around those who were ticked."""
        ticked = form.cleaned_data.get("also") or []
        return [self.member, *(one for one in self.siblings if str(one.pk) in ticked)]

    def context(self) -> dict[str, Any]:
        """Say who it is and around whom."""
        return {"introduction": f"{self.name}, around {self.person.display_name}"}

    def page(self) -> str:
        """Return the page that the form was reached from: the child's, or that of the family's own people."""
        plan = self.request.GET.get("plan", "")
        known = plan.isdecimal() and len(plan) < 18
        if known and PlanChild.objects.filter(plan=int(plan), child=self.person).exists():
            return reverse("family_help:family_people", args=[int(plan)])
        return reverse("people:person", args=[self.person.pk])

    def back(self) -> tuple[str, str]:
        """Lead back to it."""
        own = self.page() == reverse("people:person", args=[self.person.pk])
        return self.page(), self.person.display_name if own else "the family's own people"


class RelativeOffers(PlanFormPage):
    """What somebody offers who is known from the record and in no child's network yet."""

    form_class = forms.RelativeOfferForm
    title = "What do they offer?"
    done = "What they offer is on the record, and they are among the people around the children."
    one: OneOfThem

    def load(self, plan_id: int, relative_id: int, **kwargs: Any) -> None:  # type: ignore[override]
        """Open the plan; the person must be around its children, and the worker may know who they are."""
        super().load(plan_id, **kwargs)
        people = family_people(self.plan, self.opened.members, today=timezone.localdate())
        found = next((one for one in people.everybody if one.key == ("person", relative_id)), None)
        if found is None or found.is_hidden:
            raise Http404("There is nobody of that number around these children.")
        self.one = found
        self.children = [
            child
            for child in writable([one for one in self.opened.members if one in people.children])
            if child.pk != relative_id
        ]

    def page(self) -> str:
        """Return the page of the family's own people."""
        return reverse("family_help:family_people", args=[self.plan.pk])

    def back(self) -> tuple[str, str]:
        """Lead back to it."""
        return self.page(), "the family's own people"

    def context(self) -> dict[str, Any]:
        """Say who it is."""
        return {"introduction": f"{self.one.name}, {self.one.who[:1].lower()}{self.one.who[1:]}"}

    def form_arguments(self) -> dict[str, Any]:
        """Offer the plan's children."""
        return {"children": as_choices(self.children)}

    def initial(self) -> dict[str, Any]:
        """Offered today, to all of them."""
        return {"start_date": timezone.localdate(), "children": [str(child.pk) for child in self.children]}

    def act(self, form: KithForm) -> str:
        """Put them among the people around each child, with what they offer."""
        chosen = [child for child in self.children if str(child.pk) in form.cleaned_data["children"]]
        members = network.places_around(
            chosen,
            person=self.one.person,
            name="",
            relation="" if self.one.child else self.one.who,
            by=self.worker,
        )
        network.add_offer(
            members=members,
            what=form.cleaned_data["what"],
            start_date=form.cleaned_data["start_date"],
            by=self.worker,
        )
        return self.page()


class AddNetworkOffer(NetworkFormPage):
    """What somebody offers."""

    form_class = forms.NetworkOfferForm
    title = "What do they offer?"
    done = "What they offer is on the record."

    def initial(self) -> dict[str, Any]:
        """Start from what the child's page says of it, where nothing has been written down with a day yet."""
        dated = NetworkOffer.objects.filter(member=self.member).exists()
        return {
            "what": "" if dated else self.member.offers[:300],
            "start_date": timezone.localdate(),
            "also": [str(one.pk) for one in self.siblings],
        }

    def act(self, form: KithForm) -> str:
        """Record it."""
        network.add_offer(
            members=self.members(form),
            what=form.cleaned_data["what"],
            start_date=form.cleaned_data["start_date"],
            by=self.worker,
        )
        return self.page()


class EndNetworkOffer(NetworkFormPage):
    """What somebody offers comes to an end."""

    form_class = forms.EndOfferForm
    title = "When did they stop doing this?"
    done = "That they no longer do this is on the record."
    offer: NetworkOffer

    def load(self, person_id: int, network_member_id: int, offer_id: int, **kwargs: Any) -> None:  # type: ignore[override]
        """Open the child; the offer must be that person's. The same offer to brothers and sisters may end with it."""
        super().load(person_id, network_member_id, **kwargs)
        found = NetworkOffer.objects.filter(member=self.member, pk=offer_id).first()
        if found is None:
            raise Http404("There is no such offer.")
        self.offer = found
        same = NetworkOffer.objects.filter(
            member__in=[one.pk for one in self.siblings],
            what__iexact=found.what,
            start_date=found.start_date,
            end_date__isnull=True,
        )
        self.same = {offer.member_id: offer for offer in same}
        self.siblings = [one for one in self.siblings if one.pk in self.same]

    def initial(self) -> dict[str, Any]:
        """Ended today, for all to whom it was offered."""
        return {"end_date": timezone.localdate(), "also": [str(one.pk) for one in self.siblings]}

    def context(self) -> dict[str, Any]:
        """Say what it is."""
        return {"introduction": f"{self.name}: {self.offer.what}"}

    def act(self, form: KithForm) -> str:
        """Record it."""
        offers = [self.same[one.pk] for one in self.members(form)[1:]]
        network.end_offer(
            offers=[self.offer, *offers], end_date=form.cleaned_data["end_date"], by=self.worker
        )
        return self.page()


class RecordNetworkHelp(NetworkFormPage):
    """What somebody did."""

    form_class = forms.NetworkHelpForm
    title = "What have they done?"
    submit = "Record it"
    done = "What they did is on the record."

    def initial(self) -> dict[str, Any]:
        """Done today."""
        return {"day": timezone.localdate(), "also": [str(one.pk) for one in self.siblings]}

    def form_arguments(self) -> dict[str, Any]:
        """Offer what they have offered."""
        self.offers = list(
            NetworkOffer.objects.filter(member=self.member, end_date__isnull=True).order_by(
                "start_date", "pk"
            )
        )
        return {
            **super().form_arguments(),
            "offers": [(str(offer.pk), offer.what) for offer in self.offers],
        }

    def act(self, form: KithForm) -> str:
        """Record it, with the same offer to each brother or sister."""
        members = self.members(form)
        kept = next((one for one in self.offers if str(one.pk) == form.cleaned_data["offer"]), None)
        offers = (
            NetworkOffer.objects.filter(
                member__in=members, what__iexact=kept.what, start_date=kept.start_date, end_date__isnull=True
            )
            if kept is not None
            else []
        )
        network.record_help(
            members=members,
            what=form.cleaned_data["what"],
            day=form.cleaned_data["day"],
            offers=list(offers),
            by=self.worker,
        )
        return self.page()
