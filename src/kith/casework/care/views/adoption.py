"""Adoption: a child's way to it, the order that parts two records, and the links that adoption workers alone open."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from kith.casework.access.loading import require
from kith.casework.access.rights import Right, general_rights
from kith.casework.care.access import open_child_in_care
from kith.casework.care.access_placement import siblings_in_care
from kith.casework.care.actions import adopters_home
from kith.casework.care.actions import adoption as actions
from kith.casework.care.actions import adoption_order as ordering
from kith.casework.care.forms import adoption as forms
from kith.casework.care.models import AdoptionPlan, Home, SealedAdoptionLink
from kith.casework.care.queries.adoption import adopters_homes_of, adoption_of, where_it_is_written
from kith.casework.care.views.about_child import ChildInCareForm
from kith.casework.furniture.form_pages import FormPage
from kith.casework.furniture.forms import KithForm
from kith.casework.furniture.pages import for_workers
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.workforce.models import Worker


@for_workers
def adoption_page(request: HttpRequest, worker: Worker, person_id: int) -> HttpResponse:
    """A child's way to adoption, step by step, and what comes next."""
    child, period = open_child_in_care(worker, person_id, page="care:adoption")
    reads = adoption_of(child)
    rights = child.rights  # type: ignore[attr-defined]
    may_order = Right.OPEN_ADOPTION_LINKS in general_rights(worker.role)
    return render(
        request,
        "care/adoption.html",
        {
            "person": child,
            "period": period,
            "reads": reads,
            "may_write": Right.WRITE_RECORD in rights and period.end_date is None,
            "may_order": may_order,
            "none_open": all(read.given_up or read.plan.order_date for read in reads),
            "back": (reverse("care:child", args=[child.pk]), f"{child.display_name} in care"),
        },
    )


class AdoptionFormPage(ChildInCareForm):
    """A form about a child's adoption, for those who write on the child's record."""

    plan: AdoptionPlan

    def load(self, person_id: int, **kwargs: Any) -> None:
        """Open the child, and the plan that is open or was last."""
        super().load(person_id, **kwargs)
        self.load_plan()

    def load_plan(self) -> None:
        """Open the plan that is open, or was last."""
        plan = AdoptionPlan.objects.filter(child=self.child).order_by("-decided_date", "-pk").first()
        if plan is None:
            raise Http404("Adoption has not been decided for this child.")
        self.plan = plan
        self.edited = plan

    def back(self) -> tuple[str, str]:
        """The adoption page."""
        return reverse("care:adoption", args=[self.child.pk]), f"{self.child.display_name}'s adoption"

    def page_address(self) -> str:
        """Return where every step leads back to."""
        return reverse("care:adoption", args=[self.child.pk])


class DecideAdoption(AdoptionFormPage):
    """Adoption is decided."""

    form_class = forms.DecideAdoptionForm
    title = "Adoption is the plan"
    done = "Adoption is the plan for this child."

    def load_plan(self) -> None:
        """There is none yet."""

    def act(self, form: KithForm) -> str:
        """Record it."""
        actions.decide_adoption(period=self.period, by=self.worker, **form.said)
        return self.page_address()


class GiveUpAdoption(AdoptionFormPage):
    """Adoption is no longer the plan."""

    form_class = forms.GiveUpAdoptionForm
    title = "Adoption is no longer the plan"
    done = "Adoption is no longer the plan. Say on the permanence plan what is."

    def act(self, form: KithForm) -> str:
        """Record it."""
        actions.give_up_adoption(plan=self.plan, by=self.worker, **form.said)
        return self.page_address()


class Match(AdoptionFormPage):
    """A match with adopters."""

    form_class = forms.MatchForm
    title = "Matched with adopters"
    done = "The match is recorded."

    def act(self, form: KithForm) -> str:
        """Record it."""
        said = form.said
        said["by_foster_carers"] = said["by_foster_carers"] == "yes"
        actions.match(plan=self.plan, by=self.worker, **said)
        return self.page_address()


class AdoptersHome(AdoptionFormPage):
    """Where the adopters live, before the child does: on this child's record alone."""

    form_class = forms.AdoptersHomeForm
    title = "Where the adopters live"
    submit = "Put it on the record"
    done = "The adopters’ home is on the record. Decide now that the child moves there."
    template = "care/adopters_home.html"
    keeps_draft = False  # it says who the adopters are
    known: list[Home]

    def load(self, person_id: int, **kwargs: Any) -> None:
        """Open the child and the plan, and find the adopters' homes of brothers and sisters."""
        super().load(person_id, **kwargs)
        siblings = siblings_in_care(self.worker, self.child, page="care:adopters_home")
        self.known = adopters_homes_of([one.pk for one in siblings.open])

    def context(self) -> dict[str, Any]:
        """Name the child."""
        return {"child": self.child}

    def form_arguments(self) -> dict[str, Any]:
        """Offer them."""
        return {"known": [(str(home.pk), home.name) for home in self.known]}

    def act(self, form: KithForm) -> str:
        """Add the home, or say which it is."""
        said = form.said
        chosen = said.pop("known_home", "")
        if chosen:
            home = next(one for one in self.known if str(one.pk) == chosen)
            adopters_home.choose_adopters_home(plan=self.plan, home=home, by=self.worker)
        else:
            names = [name.strip()[:120] for name in said.pop("carers").splitlines() if name.strip()]
            adopters_home.add_adopters_home(plan=self.plan, by=self.worker, carers=names, **said)
        return self.page_address()


class MovedIn(AdoptionFormPage):
    """The child lives with the adopters."""

    form_class = forms.MovedInForm
    title = "The child has moved in with the adopters"
    submit = "Record it"
    done = "It is recorded."
    template = "care/adoption_moved_in.html"

    def act(self, form: KithForm) -> str:
        """Record it."""
        actions.moved_in(plan=self.plan, by=self.worker)
        return self.page_address()


class AdoptersApplied(AdoptionFormPage):
    """The adopters applied to the court."""

    form_class = forms.AppliedForm
    title = "The adopters applied to the court"
    done = "It is recorded."

    def act(self, form: KithForm) -> str:
        """Record it."""
        actions.adopters_applied(plan=self.plan, by=self.worker, **form.said)
        return self.page_address()


class AdoptionOrder(AdoptionFormPage):
    """The adoption order, which parts and seals the record: an adoption worker's alone."""

    form_class = forms.AdoptionOrderForm
    title = "The adoption order"
    submit = "Record the order and seal this record"
    template = "care/adoption_order.html"
    keeps_draft = False  # it holds the new name

    def load(self, person_id: int, **_: Any) -> None:
        """Open it to an adoption worker who may write on the child's record."""
        require(self.worker, Right.OPEN_ADOPTION_LINKS)
        super().load(person_id)

    def act(self, form: KithForm) -> str:
        """Record it, unless what is written about the child says the new name and nobody has looked."""
        said = form.cleaned_data
        if not said["said_elsewhere"]:
            found = where_it_is_written(self.child, said["new_family_name"])
            if found:
                where = ", ".join(f"{kind} ({number})" for kind, number in found)
                raise CannotBeTrue(
                    f"The new name is written in: {where}. Put those right first, or say that they mean somebody else.",
                    "said_elsewhere",
                )
        ordering.adoption_ordered(
            plan=self.plan,
            day=said["day"],
            consent_dispensed_with=said["consent_dispensed_with"] == "yes",
            new_family_name=said["new_family_name"],
            by=self.worker,
        )
        messages.success(self.request, "The order is recorded. This record is sealed.")
        return self.page_address()


@for_workers
def adoption_links(request: HttpRequest, worker: Worker) -> HttpResponse:
    """Orders whose new record has not been opened, and the way to open a link: for adoption workers alone."""
    require(worker, Right.OPEN_ADOPTION_LINKS)
    return render(
        request,
        "care/adoption_links.html",
        {"awaiting": [(link, said["before"]) for link, said in ordering.awaiting_new_record()]},
    )


class OpenNewRecord(FormPage):
    """An adopted child is put on the record as who they are now."""

    form_class = forms.NewRecordForm
    title = "Open the new record"
    submit = "Open it"
    keeps_draft = False  # it holds the new name
    link: SealedAdoptionLink

    def load(self, link_id: Any, **_: Any) -> None:
        """Open the link to an adoption worker."""
        require(self.worker, Right.OPEN_ADOPTION_LINKS)
        link = SealedAdoptionLink.objects.filter(pk=link_id).first()
        if link is None:
            raise Http404("There is no such link.")
        self.link = link

    def act(self, form: KithForm) -> str:
        """Put them on the record; the page goes back to the list, so that no address holds both."""
        person = ordering.open_new_record(link=self.link, by=self.worker, **form.said)
        messages.success(
            self.request, f"The new record is number {person.pk}. Nothing on it leads to the one before."
        )
        return reverse("care:adoption_links")

    def back(self) -> tuple[str, str]:
        """The list."""
        return reverse("care:adoption_links"), "adoption links"


class OpenLink(FormPage):
    """A sealed link is opened from one of its ends, with a reason."""

    form_class = forms.OpenLinkForm
    title = "Open a sealed link"
    submit = "Open it"
    keeps_draft = False

    def load(self, **_: Any) -> None:
        """For adoption workers alone."""
        require(self.worker, Right.OPEN_ADOPTION_LINKS)

    def act(self, form: KithForm) -> str:
        """Say the other end's number once, on the next page, and nowhere else."""
        end, other = ordering.open_link(by=self.worker, **form.said)
        if other is None:
            words = "The new record has not been opened yet."
        elif end == "before":
            words = f"After the adoption the child is on record number {other}."
        else:
            words = f"Before the adoption the child was on record number {other}."
        messages.success(self.request, words)
        return reverse("care:adoption_links")

    def back(self) -> tuple[str, str]:
        """The list."""
        return reverse("care:adoption_links"), "adoption links"
