"""A child on a protection plan moves between authorities; and a protection plan that ends without a conference."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from kith.casework.access.rights import Right
from kith.casework.access.roles import Role
from kith.casework.furniture.form_pages import FormPage
from kith.casework.furniture.forms import KithForm
from kith.casework.furniture.pages import for_workers
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.people.access import open_family, open_person
from kith.casework.people.models import Family, FamilyMembership, Person
from kith.casework.plans.views.plan_forms import as_choices, writable
from kith.casework.protection.access import open_transfer, refuse_partners
from kith.casework.protection.actions import transfers as actions
from kith.casework.protection.actions.protection_plans import end_protection_plan
from kith.casework.protection.forms import transfer as forms
from kith.casework.protection.models import (
    ChildProtectionPlan,
    ConferenceKind,
    ProtectionTransfer,
    TransferDirection,
)
from kith.casework.protection.queries.conferences import shown
from kith.casework.protection.workflows.transfer import TransferState, state_of
from kith.casework.timeline.models import Clock
from kith.casework.workforce.models import Worker


class TellOfTransfer(FormPage):
    """A child on a protection plan moves, to us or from us; brothers and sisters who move too are recorded with them."""

    form_class = forms.TellOfTransferForm
    submit = "Record the move"
    done = "The move is recorded."
    template = "protection/transfer_tell.html"
    person: Person
    family: Family | None
    children: list[Person]

    def load(self, person_id: int, **kwargs: Any) -> None:
        """Open the child, and those of the family who might move too."""
        refuse_partners(self.worker, Right.WRITE_RECORD)
        self.person = open_person(
            self.worker, person_id, Right.WRITE_RECORD, page="protection:tell_of_transfer"
        )
        place = (
            FamilyMembership.objects.filter(person=self.person, end_date__isnull=True)
            .order_by("-role", "pk")
            .first()
        )
        self.family, self.children = None, [self.person]
        if place is not None:
            self.family, members = open_family(
                self.worker, place.family_id, Right.SEE_BASICS, page="protection:tell_of_transfer"
            )
            young = set(
                FamilyMembership.objects.filter(
                    family=self.family, role="child", end_date__isnull=True
                ).values_list("person_id", flat=True)
            )
            self.children = [one for one in writable(members) if one.pk in young] or [self.person]
        on_a_plan = set(
            ChildProtectionPlan.objects.filter(child__in=self.children, end_date__isnull=True).values_list(
                "child_id", flat=True
            )
        )
        self.moves_in = self.person.pk not in on_a_plan
        self.children = [one for one in self.children if (one.pk not in on_a_plan) == self.moves_in]

    def page_title(self) -> str:
        """Say which way the child moves: one on a plan here moves out."""
        if self.moves_in:
            return "A child on another authority's protection plan has come to us"
        return "A child on a protection plan here moves to another authority"

    def form_arguments(self) -> dict[str, Any]:
        """Offer the children who move the same way."""
        return {"children": as_choices(self.children), "moves_in": self.moves_in}

    def initial(self) -> dict[str, Any]:
        """Start with this child, today."""
        return {"children": [str(self.person.pk)], "told_date": timezone.localdate()}

    def context(self) -> dict[str, Any]:
        """Say which way it is."""
        return {"moves_in": self.moves_in}

    def back(self) -> tuple[str, str]:
        """Lead back to the child."""
        return reverse("people:person", args=[self.person.pk]), self.person.display_name

    def act(self, form: KithForm) -> str:
        """Record a move for each."""
        data = form.cleaned_data
        if self.family is None:
            raise CannotBeTrue(
                "Put the child in a family first: a protection plan stands on the family's plan."
            )
        made = [
            actions.tell_of_transfer(
                child=child,
                family=self.family,
                direction=TransferDirection.IN if self.moves_in else TransferDirection.OUT,
                other_authority=data["other_authority"],
                moved_date=data["moved_date"],
                told_date=data["told_date"],
                told_by=data["told_by"],
                category=data.get("category", ""),
                plan_since_date=data.get("plan_since_date"),
                by=self.worker,
            )
            for child in self.children
            if str(child.pk) in data["children"]
        ]
        first = next((one for one in made if one.child_id == self.person.pk), made[0])
        return reverse("protection:transfer", args=[first.pk])


@for_workers
def transfer_page(request: HttpRequest, worker: Worker, transfer_id: int) -> HttpResponse:
    """One move: who was told when, the papers, and whether the plan was taken on."""
    transfer, child = open_transfer(worker, transfer_id, page="protection:transfer")
    state = state_of(transfer)
    moves_in = transfer.direction == TransferDirection.IN
    clock = Clock.objects.filter(thread=f"transfer:{transfer.pk}", rule="transfer_conference").first()
    conference = shown([transfer.conference])[0] if transfer.conference is not None else None
    rights = child.rights  # type: ignore[attr-defined]
    # A partner reads of it; the service records it.
    is_open = state in (TransferState.TOLD, TransferState.CONFERENCE) and worker.role != Role.PARTNER
    return render(
        request,
        "protection/transfer.html",
        {
            "transfer": transfer,
            "child": child,
            "state": state,
            "is_open": is_open,
            "moves_in": moves_in,
            "clock": clock,
            "conference": conference,
            "may_write": is_open and Right.WRITE_RECORD in rights,
            "may_decide": is_open and Right.DECIDE in rights,
            "may_ask": moves_in and state == TransferState.TOLD and Right.WRITE_RECORD in rights,
            "transfer_kind": ConferenceKind.TRANSFER_IN,
            "back": (reverse("people:person", args=[child.pk]), child.display_name),
        },
    )


class AboutTransfer(FormPage):
    """A form about one move that is not over."""

    right: ClassVar[Right] = Right.WRITE_RECORD
    transfer: ProtectionTransfer
    child: Person
    template = "protection/transfer_about.html"

    def load(self, transfer_id: int, **kwargs: Any) -> None:
        """Open the move, which is what is edited."""
        self.transfer, self.child = open_transfer(
            self.worker, transfer_id, self.right, page=f"protection:{type(self).__name__}"
        )
        self.edited = self.transfer
        self.moves_in = self.transfer.direction == TransferDirection.IN

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Show the form, unless the move is over."""
        if state_of(self.transfer) in (TransferState.TAKEN_ON, TransferState.NOT_TAKEN_ON):
            messages.info(request, "This move is over.")
            return HttpResponseRedirect(self.page())
        return super().get(request, **kwargs)

    def page(self) -> str:
        """Return the move's page."""
        return reverse("protection:transfer", args=[self.transfer.pk])

    def back(self) -> tuple[str, str]:
        """Lead back to the move."""
        return self.page(), "the move"

    def context(self) -> dict[str, Any]:
        """Say whose it is."""
        return {"transfer": self.transfer, "child": self.child, "moves_in": self.moves_in}


class TransferPapers(AboutTransfer):
    """The papers came, or were sent."""

    form_class = forms.PapersForm
    submit = "Record the papers"
    done = "The papers are recorded."

    def page_title(self) -> str:
        """Say which way they went."""
        return "The papers have come" if self.moves_in else "The papers are sent"

    def initial(self) -> dict[str, Any]:
        """Today."""
        return {"papers_date": timezone.localdate()}

    def act(self, form: KithForm) -> str:
        """Record it."""
        actions.record_papers(
            transfer=self.transfer, papers_date=form.cleaned_data["papers_date"], by=self.worker
        )
        return self.page()


class TransferTakenOn(AboutTransfer):
    """The plan was taken on at the other authority's conference."""

    form_class = forms.TakenOnForm
    right = Right.DECIDE
    submit = "Record that it was taken on"
    done = "The plan is taken on."

    def page_title(self) -> str:
        """Say where."""
        return (
            "The plan begins here, as the other authority's conference decided"
            if self.moves_in
            else "The other authority has taken on the plan"
        )

    def form_arguments(self) -> dict[str, Any]:
        """Ask for the category of a plan that begins here."""
        return {"moves_in": self.moves_in}

    def initial(self) -> dict[str, Any]:
        """Today, with the category that is known."""
        return {"taken_on_date": timezone.localdate(), "category": self.transfer.category}

    def act(self, form: KithForm) -> str:
        """Record it."""
        actions.take_on(
            transfer=self.transfer,
            taken_on_date=form.cleaned_data["taken_on_date"],
            category=form.cleaned_data.get("category", ""),
            by=self.worker,
        )
        return self.page()


class TransferNotTakenOn(AboutTransfer):
    """The plan is not taken on, and why."""

    form_class = forms.NotTakenOnForm
    right = Right.DECIDE
    title = "The plan is not taken on"
    submit = "Record the reason"
    done = "The reason is recorded."

    def initial(self) -> dict[str, Any]:
        """Today."""
        return {"day": timezone.localdate()}

    def act(self, form: KithForm) -> str:
        """Record it."""
        actions.do_not_take_on(
            transfer=self.transfer,
            reason=form.cleaned_data["reason"],
            day=form.cleaned_data["day"],
            by=self.worker,
        )
        return self.page()


class EndProtectionPlan(FormPage):
    """A child's protection plan ends without a conference: grown up, died, moved away, came into care."""

    form_class = forms.EndProtectionPlanForm
    title = "End the protection plan without a conference"
    submit = "End the protection plan"
    done = "The protection plan has ended."
    template = "protection/conference_end_plan.html"
    person: Person

    def load(self, person_id: int, **kwargs: Any) -> None:
        """Open the child, and the plan that the child is on."""
        self.person = open_person(self.worker, person_id, Right.DECIDE, page="protection:end_protection_plan")
        self.row = ChildProtectionPlan.objects.filter(child=self.person, end_date__isnull=True).first()
        self.edited = self.row

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Show the form; a child on no plan has none to end."""
        if self.row is None:
            messages.info(request, "This child is on no child protection plan.")
            return HttpResponseRedirect(reverse("people:person", args=[self.person.pk]))
        return super().get(request, **kwargs)

    def initial(self) -> dict[str, Any]:
        """Today."""
        return {"end_date": timezone.localdate()}

    def context(self) -> dict[str, Any]:
        """Say whose it is."""
        return {"person": self.person, "row": self.row}

    def back(self) -> tuple[str, str]:
        """Lead back to the child."""
        return reverse("people:person", args=[self.person.pk]), self.person.display_name

    def act(self, form: KithForm) -> str:
        """End it, and lead to the family's plan, from which it may step down."""
        if self.row is None:
            raise CannotBeTrue("This child is on no child protection plan.")
        end_protection_plan(
            protection_plan=self.row,
            conference=None,
            end_date=form.cleaned_data["end_date"],
            ended_because=form.cleaned_data["ended_because"],
            words=form.cleaned_data["words"],
            by=self.worker,
        )
        return reverse("plans:plan", args=[self.row.plan_id])
