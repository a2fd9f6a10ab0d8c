"""Search, and adding a person only after a look at who they may already be."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from kith.casework.access import audit
from kith.casework.access.loading import require
from kith.casework.access.models import AuditVerb
from kith.casework.access.rights import Right
from kith.casework.furniture.form_pages import FormPage
from kith.casework.furniture.forms import KithForm
from kith.casework.furniture.pages import for_workers
from kith.casework.people import search
from kith.casework.people.actions.person import add_person
from kith.casework.people.forms import AddPersonForm, SearchForm
from kith.casework.workforce.models import Worker


def search_as_asked(request: HttpRequest, worker: Worker) -> tuple[SearchForm, list[search.Found] | None]:
    """Return the search form and what it found, writing in the log whom the searcher was shown."""
    require(worker, Right.FIND_PEOPLE)
    asked_anything = any(request.GET.get(name) for name in ("q", "born_0", "born_1", "born_2", "place"))
    form = SearchForm(request.GET if asked_anything else None)
    if not asked_anything or not form.is_valid():
        return form, None
    asked = search.read(form.cleaned_data["q"], form.cleaned_data["born"], form.cleaned_data["place"])
    if asked.is_empty:
        return form, None
    found = search.find(asked)
    audit.record(
        worker_id=worker.pk,
        verb=AuditVerb.SEARCH,
        what="people:search",
        subjects=[one.person.pk for one in found if one.person],
    )
    return form, found


@for_workers
def search_page(request: HttpRequest, worker: Worker) -> HttpResponse:
    """Find people; a request from the page itself gets the results alone."""
    form, found = search_as_asked(request, worker)
    template = "people/_found.html" if request.headers.get("HX-Request") else "people/search.html"
    return render(request, template, {"form": form, "found": found, "q": request.GET.get("q", "")})


class AddPerson(FormPage):
    """Add a person, once somebody has looked at the likely duplicates."""

    form_class = AddPersonForm
    title = "Add a person"
    submit = "Add this person"
    done = "The person is on the record."
    template = "people/add_person.html"
    duplicates: list[search.Found] | None = None

    def load(self, *args: Any, **kwargs: Any) -> None:
        """Anybody who takes contacts may add a person."""
        require(self.worker, Right.TAKE_CONTACTS)

    def act(self, form: KithForm) -> str:
        """Add the person, or ask first whether they are one of those who are alike."""
        data = form.cleaned_data
        if not data["none_of_these"]:
            self.duplicates = search.likely_duplicates(
                data["given_names"], data["family_name"], data["birth_date"]
            )
            if self.duplicates:
                raise LooksLikeSomebody
        person = add_person(
            given_names=data["given_names"],
            family_name=data["family_name"],
            birth_date=data["birth_date"],
            birth_date_is_estimated=data["birth_date_is_estimated"],
            expected_birth_date=data["expected_birth_date"],
            sex=data["sex"],
            by=self.worker,
        )
        return reverse("people:person", args=[person.pk])

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Show the likely duplicates above the form when there are some."""
        try:
            return super().post(request, **kwargs)
        except LooksLikeSomebody:
            posted = request.POST.copy()
            posted["none_of_these"] = "on"
            form = AddPersonForm(posted)
            return self._show(form, duplicates=self.duplicates, submit="None of these: add the person")

    def context(self) -> dict[str, Any]:
        """Say why the page asks for so little."""
        return {"introduction": "Only what you need to know them by. The rest is added on their own page."}


class LooksLikeSomebody(Exception):
    """The person to be added is like somebody who is on the record."""
