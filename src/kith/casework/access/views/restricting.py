"""Who may open a record: its restriction, who is named, and whose own family it is."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from kith.casework.access import audit, forms
from kith.casework.access.actions import restricting as actions
from kith.casework.access.loading import AccessRefused, open_record, rights_of
from kith.casework.access.models import AuditVerb, OwnFamily, RestrictedAccess
from kith.casework.access.rights import MAY_BREAK_GLASS, Right, general_rights
from kith.casework.access.roles import Role
from kith.casework.furniture.form_pages import FormPage
from kith.casework.furniture.forms import KithForm
from kith.casework.furniture.pages import for_workers
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.furniture.templatetags.kith import age
from kith.casework.people import search
from kith.casework.people.models import Person
from kith.casework.workforce.models import Worker
from kith.casework.workforce.queries.caseload import workers_to_choose_from

WORK_WITH_FAMILIES = (*MAY_BREAK_GLASS, Role.PARTNER)


class Restrict(FormPage):
    """How far a record is open, and who is named as one who may open it."""

    form_class = forms.RestrictionForm
    submit = "Save"
    done = "It is changed."
    template = "access/restrict.html"
    person: Person

    def load(self, person_id: int, **kwargs: Any) -> None:
        """Open the record with the right to restrict it."""
        self.person = open_record(self.worker, person_id, Right.RESTRICT, page="access:restrict")
        self.edited = self.person

    def page_title(self) -> str:
        """Name the person."""
        return f"Who may open {self.person.display_name}'s record"

    def back(self) -> tuple[str, str]:
        """Lead back to the person."""
        return reverse("people:person", args=[self.person.pk]), self.person.display_name

    def initial(self) -> dict[str, Any]:
        """Start with how it is."""
        return {"restriction": self.person.restriction}

    def context(self) -> dict[str, Any]:
        """Show who is named now."""
        return {"person": self.person, "named": actions.named_now(self.person)}

    def act(self, form: KithForm) -> str:
        """Change it."""
        actions.restrict(
            person=self.person,
            restriction=form.cleaned_data["restriction"],
            reason=form.cleaned_data["reason"],
            by=self.worker,
        )
        return reverse("access:restrict", args=[self.person.pk])


class NameWorker(FormPage):
    """Name one more worker who may open a restricted record."""

    form_class = forms.NameWorkerForm
    submit = "Name them"
    done = "They may open the record."
    person: Person

    def load(self, person_id: int, **kwargs: Any) -> None:
        """Open the record with the right to restrict it."""
        self.person = open_record(self.worker, person_id, Right.RESTRICT, page="access:name_worker")

    def page_title(self) -> str:
        """Name the person."""
        return f"Name a worker who may open {self.person.display_name}'s record"

    def back(self) -> tuple[str, str]:
        """Lead back to the restriction."""
        return reverse("access:restrict", args=[self.person.pk]), "who may open the record"

    def form_arguments(self) -> dict[str, Any]:
        """Offer everyone who works with families."""
        return {"workers": workers_to_choose_from(timezone.localdate(), roles=WORK_WITH_FAMILIES)}

    def act(self, form: KithForm) -> str:
        """Name them."""
        actions.name_worker(
            person=self.person,
            worker=Worker.objects.get(pk=form.cleaned_data["worker"]),
            reason=form.cleaned_data["reason"],
            by=self.worker,
        )
        return self.back()[0]


@require_POST
@for_workers
def end_naming_page(request: HttpRequest, worker: Worker, person_id: int, named_id: int) -> HttpResponse:
    """A worker may no longer open the record by name."""
    open_record(worker, person_id, Right.RESTRICT, page="access:end_naming")
    named = (
        RestrictedAccess.objects.filter(pk=named_id, person_id=person_id)
        .select_related("person", "worker")
        .first()
    )
    if named is None:
        raise Http404("Nobody is named so.")
    try:
        actions.end_naming(named=named, by=worker)
        messages.success(request, f"{named.worker.name} may no longer open the record by name.")
    except CannotBeTrue as refused:
        messages.info(request, refused.sentence)
    own = named.worker_id == worker.pk and Right.RESTRICT not in rights_of(worker, person_id)
    address = reverse("timeline:my_day") if own else reverse("access:restrict", args=[person_id])
    return HttpResponseRedirect(address, status=303)


@for_workers
def own_family(request: HttpRequest, worker: Worker) -> HttpResponse:
    """What one has declared: the relation alone, since the record is closed."""
    declared = (
        OwnFamily.objects.filter(worker=worker).select_related("declared_by").order_by("relation", "pk")
    )
    return render(request, "access/own_family.html", {"declared": declared, "form": forms.FindMineForm()})


class DeclareMine(FormPage):
    """Declare one's own relative, friend or neighbour by name, without opening a record."""

    form_class = forms.DeclareMineForm
    title = "Declare somebody you know"
    submit = "Close their record to me"
    done = "The record is closed to you. Thank you for saying so."
    template = "access/declare_mine.html"
    keeps_draft = False
    found: list[search.Found]

    def load(self, **kwargs: Any) -> None:
        """Look for the name that was asked for; names and ages alone are shown, and the log keeps that they were."""
        asked = forms.FindMineForm(self.request.GET)
        self.found = []
        self.hidden = 0
        if asked.is_valid():
            found = search.find(
                search.Asked(name=asked.cleaned_data["q"], birth_date=asked.cleaned_data["born"]), most=10
            )
            self.found = [one for one in found if one.person is not None]
            self.hidden = len(found) - len(self.found)
            audit.record(
                worker_id=self.worker.pk,
                verb=AuditVerb.SEARCH,
                what="access:declare_own_family",
                subjects=[one.person.pk for one in self.found if one.person],
            )

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Go back to the search where there is nothing to look for."""
        if not forms.FindMineForm(request.GET).is_valid():
            return HttpResponseRedirect(reverse("access:own_family"))
        return super().get(request, **kwargs)

    def back(self) -> tuple[str, str]:
        """Lead back to what was declared."""
        return reverse("access:own_family"), "people you know"

    def form_arguments(self) -> dict[str, Any]:
        """Offer those found, by name and age."""
        return {
            "people": [
                (str(one.person.pk), f"{one.person.display_name}, {age(one.person)}")
                for one in self.found
                if one.person
            ]
        }

    def context(self) -> dict[str, Any]:
        """Say how many were found whose record is closed already."""
        return {"found": self.found, "hidden": self.hidden}

    def act(self, form: KithForm) -> str:
        """Declare it."""
        actions.declare_own_family(
            person_id=int(form.cleaned_data["person"]),
            worker=self.worker,
            relation=form.cleaned_data["relation"],
            by=self.worker,
        )
        return reverse("access:own_family")


class DeclareOf(FormPage):
    """Declare that a person is a worker's own family: by an administrator, who sees no name, or the child's manager."""

    form_class = forms.DeclareOfForm
    submit = "Close the record to them"
    done = "The record is closed to them."
    person_id: int
    person: Person | None = None

    def load(self, person_id: int, **kwargs: Any) -> None:
        """Open the record to its manager; an administrator goes by its number alone."""
        self.person_id = person_id
        rights = rights_of(self.worker, person_id)
        if Right.RESTRICT in rights:
            self.person = open_record(self.worker, person_id, Right.RESTRICT, page="access:declare_family_of")
        elif Right.ADMINISTER not in general_rights(self.worker.role):
            raise AccessRefused(Right.RESTRICT, person_id)

    def page_title(self) -> str:
        """Name the person to those who may know."""
        name = self.person.display_name if self.person else f"Record {self.person_id}"
        return f"{name}: a worker's own family, friend or neighbour"

    def back(self) -> tuple[str, str]:
        """Lead back to the person, or to the administration."""
        if self.person is None:
            return reverse("access:administration"), "administration"
        return reverse("people:person", args=[self.person_id]), self.person.display_name

    def form_arguments(self) -> dict[str, Any]:
        """Offer every worker."""
        workers = Worker.objects.filter(end_date__isnull=True).order_by("name")
        return {
            "workers": [(str(one.pk), f"{one.name}, {one.get_role_display().lower()}") for one in workers]
        }

    def act(self, form: KithForm) -> str:
        """Declare it."""
        actions.declare_own_family(
            person_id=self.person_id,
            worker=Worker.objects.get(pk=form.cleaned_data["worker"]),
            relation=form.cleaned_data["relation"],
            by=self.worker,
        )
        return self.back()[0]
