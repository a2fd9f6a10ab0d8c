"""Which school somebody goes to: looking it up, adding one that is not on the list, and leaving one."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from kith.casework.furniture.forms import KithForm
from kith.casework.people import school_forms
from kith.casework.people.actions import schools
from kith.casework.people.models import School, SchoolPlace
from kith.casework.people.queries.schools import schools_like
from kith.casework.people.views.changing import PersonFormPage


class GoToSchool(PersonFormPage):
    """The school that somebody goes to from a day: looked up first, and then named in the address by number."""

    form_class = school_forms.GoToSchoolForm
    done = "The school is on the record."
    school: School
    now: SchoolPlace | None = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the look-up until a school is chosen."""
        worker = request.worker  # type: ignore[attr-defined]
        chosen = request.GET.get("school", "")
        if worker is None or (chosen.isdecimal() and len(chosen) < 18):
            return super().dispatch(request, *args, **kwargs)
        self.request, self.worker = request, worker
        super().load(**kwargs)
        asked = request.GET.get("q", "")
        return render(
            request,
            "people/choose_school.html",
            {
                "title": f"Which school does {self.person.display_name} go to?",
                "asked": asked,
                "found": schools_like(asked),
                "now": self._place_now(),
                "person": self.person,
                "back": self.back(),
            },
        )

    def load(self, *args: Any, **kwargs: Any) -> None:
        """Open the person, and find the school and the one before."""
        super().load(**kwargs)
        found = School.objects.filter(pk=int(self.request.GET["school"])).first()
        if found is None:
            raise Http404("There is no such school.")
        self.school, self.now = found, self._place_now()

    def _place_now(self) -> SchoolPlace | None:
        found: SchoolPlace | None = (
            SchoolPlace.objects.filter(person=self.person, end_date__isnull=True)
            .select_related("school")
            .first()
        )
        return found

    def about(self) -> str:
        """A draft belongs to the pair."""
        return f"{self.request.path}?school={self.school.pk}"[:80]

    def page_title(self) -> str:
        """Name both."""
        return f"{self.person.display_name} goes to {self.school.name}"

    def form_arguments(self) -> dict[str, Any]:
        """Ask why they left the school before, where there is one."""
        return {"leaving": self.now.school if self.now else None}

    def act(self, form: KithForm) -> str:
        """Record it."""
        schools.go_to_school(child=self.person, school=self.school, by=self.worker, **form.said)
        return self.page()


class AddSchool(PersonFormPage):
    """A school that is not on the list yet, for somebody who goes there."""

    form_class = school_forms.AddSchoolForm
    title = "Add a school to the list"
    submit = "Add it, and go on"

    def initial(self) -> dict[str, Any]:
        """Start with what was looked up."""
        return {"name": self.request.GET.get("q", "")[:160]}

    def act(self, form: KithForm) -> str:
        """Add it, and go on to where it was asked for."""
        school = schools.add_school(by=self.worker, **form.said)
        asked = self.request.GET.get("to", "")
        own = f"/people/{self.person.pk}/"
        page = (
            asked
            if asked.startswith(own) and "//" not in asked
            else reverse("people:school", args=[self.person.pk])
        )
        return f"{page}?{urlencode({'school': school.pk})}"


class LeaveSchool(PersonFormPage):
    """Somebody left a school, and no other is known yet."""

    form_class = school_forms.LeaveSchoolForm
    title = "They no longer go to school there"
    done = "It is on the record that they left."

    def act(self, form: KithForm) -> str:
        """Record it."""
        schools.leave_school(child=self.person, by=self.worker, **form.said)
        return self.page()
