"""Homes in which children in care may live: looked up, added, put right, moved, and who cares in them."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from kith.casework.access import audit
from kith.casework.access.loading import require
from kith.casework.access.models import AuditVerb
from kith.casework.access.rights import Right
from kith.casework.care.access_record import open_home
from kith.casework.care.actions import homes as actions
from kith.casework.care.forms import home as forms
from kith.casework.care.models import Home, HomeAddress, HomeCarer, HomeKind
from kith.casework.care.queries.homes import home_page, homes_like
from kith.casework.furniture.form_pages import FormPage
from kith.casework.furniture.forms import KithForm
from kith.casework.furniture.pages import for_workers
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.people.access import open_person
from kith.casework.people.models import Person
from kith.casework.workforce.models import Worker


@for_workers
def homes(request: HttpRequest, worker: Worker) -> HttpResponse:
    """Look a home up by its name, Ofsted's number or postcode."""
    require(worker, Right.FIND_PEOPLE)
    asked = request.GET.get("q", "").strip()
    return render(
        request,
        "care/homes.html",
        {"asked": asked, "found": homes_like(asked, timezone.localdate())},
    )


@for_workers
def one_home(request: HttpRequest, worker: Worker, home_id: int) -> HttpResponse:
    """One home: where it is, who cares there, and which children live there."""
    home = open_home(worker, home_id, page="care:home")
    about = home_page(home, timezone.localdate())
    named = [row.child_id for row in about.children] + [person.pk for _, person in about.carers if person]
    if named:
        audit.record(worker_id=worker.pk, verb=AuditVerb.VIEW, what="care:home", subjects=named)
    return render(
        request,
        "care/home.html",
        {
            "home": home,
            "about": about,
            "today": timezone.localdate(),
            "back": (reverse("care:homes"), "homes"),
        },
    )


class AddHome(FormPage):
    """A home that is not on the record yet."""

    form_class = forms.AddHomeForm
    title = "Add a home"
    submit = "Add the home"
    done = "The home is added."

    def load(self, **kwargs: Any) -> None:
        """For whoever works with families."""
        require(self.worker, Right.FIND_PEOPLE)

    def back(self) -> tuple[str, str]:
        """Lead back to the homes."""
        return reverse("care:homes"), "homes"

    def act(self, form: KithForm) -> str:
        """Add it."""
        said = form.said
        names = [name.strip() for name in said.pop("carers").splitlines() if name.strip()]
        home = actions.add_home(by=self.worker, carers=[(None, name[:120]) for name in names], **said)
        return reverse("care:home", args=[home.pk])


class _OneHome(FormPage):
    """A form about a home."""

    home: Home

    def load(self, home_id: int, **kwargs: Any) -> None:
        """Open the home."""
        self.home = open_home(self.worker, home_id, page=f"care:{type(self).__name__}")

    def back(self) -> tuple[str, str]:
        """Lead back to the home."""
        return reverse("care:home", args=[self.home.pk]), self.home.name


class ChangeHome(_OneHome):
    """What is known of a home is put right."""

    FIELDS = ("name", "kind", "provider", "urn", "address_withheld")
    form_class = forms.ChangeHomeForm
    title = "Change what is known of the home"
    done = "It is changed. Placements keep the provider and number that they began with."

    def load(self, home_id: int, **kwargs: Any) -> None:
        """Open the home, which is what is edited."""
        super().load(home_id, **kwargs)
        self.edited = self.home

    def initial(self) -> dict[str, Any]:
        """Start with what is known."""
        return {name: getattr(self.home, name) for name in self.FIELDS}

    def form_arguments(self) -> dict[str, Any]:
        """Of adopters, leave what never changes."""
        return {"adopters": self.home.kind == HomeKind.ADOPTERS}

    def act(self, form: KithForm) -> str:
        """Change it."""
        said = {name: getattr(self.home, name) for name in self.FIELDS} | form.said
        actions.change_home(home=self.home, by=self.worker, **said)
        return self.back()[0]


class HomeMoves(_OneHome):
    """A household moves house."""

    form_class = forms.MoveHomeForm
    template = "care/home_moves.html"
    submit = "Record the new address"
    done = "The new address is recorded, for every child who lives there."

    def page_title(self) -> str:
        """Name the home."""
        return f"{self.home.name} moved house"

    def context(self) -> dict[str, Any]:
        """Say where it is now, and how many children live there."""
        about = home_page(self.home, timezone.localdate())
        now: HomeAddress | None = next((one for one in about.addresses if one.end_date is None), None)
        return {"now": now, "children": len(about.children) + about.hidden}

    def act(self, form: KithForm) -> str:
        """Move it, with the children."""
        actions.home_moves(home=self.home, by=self.worker, **form.said)
        return self.back()[0]


class AddCarer(_OneHome):
    """Somebody who cares for children in a home."""

    form_class = forms.AddCarerForm
    title = "Add somebody who cares for children here"
    done = "They are added."

    def act(self, form: KithForm) -> str:
        """Add them; whoever is on the record must be open to the worker."""
        said = form.said
        number, person = said.pop("person"), None
        if number:
            if not Person.objects.filter(pk=number).exists():
                raise CannotBeTrue(
                    "Nobody whose record is open to you has this number. Enter their name.", "person"
                )
            person = open_person(self.worker, number, Right.SEE_BASICS, page="care:add_carer")
        actions.add_carer(home=self.home, by=self.worker, person=person, **said)
        return self.back()[0]


class EndCarer(_OneHome):
    """Somebody no longer cares for children in a home."""

    form_class = forms.EndCarerForm
    done = "It is recorded."
    carer: HomeCarer

    def load(self, home_id: int, carer_id: int, **kwargs: Any) -> None:  # type: ignore[override]
        """Open the home and the carer."""
        super().load(home_id, **kwargs)
        found = HomeCarer.objects.filter(pk=carer_id, home=self.home).first()
        if found is None:
            raise Http404("Nobody of this number cares for children here.")
        self.carer = found

    def page_title(self) -> str:
        """Name them."""
        return f"{self.carer.name or 'They'} no longer cares for children here"

    def act(self, form: KithForm) -> str:
        """Record it."""
        actions.end_carer(carer=self.carer, by=self.worker, **form.said)
        return self.back()[0]
