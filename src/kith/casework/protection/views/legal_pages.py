"""What the pages of the legal part share: a family's or a process's form, opened with the right that it needs."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import messages
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from kith.casework.access.loading import AccessRefused
from kith.casework.access.rights import Right
from kith.casework.furniture.form_pages import FormPage
from kith.casework.people.access import open_family
from kith.casework.people.models import Family, Person
from kith.casework.people.queries.members import roles_in
from kith.casework.plans.views.plan_forms import writable
from kith.casework.protection.access import OpenProcess, open_process, refuse_partners


class FamilyFormPage(FormPage):
    """A form that begins something for some of a family's children."""

    family: Family
    children: list[Person]  # those on whose records the worker may write

    def load(self, family_id: int, **kwargs: Any) -> None:
        """Open the family."""
        refuse_partners(self.worker, Right.WRITE_RECORD)
        self.family, members = open_family(
            self.worker, family_id, Right.WRITE_RECORD, page=f"protection:{type(self).__name__}"
        )
        roles = roles_in(family_id)
        self.children = [one for one in writable(members) if roles.get(one.pk) == "child"]

    def form_arguments(self) -> dict[str, Any]:
        """Offer the children."""
        return {"children": self.children}

    def context(self) -> dict[str, Any]:
        """Say which family."""
        return {"family": self.family}

    def back(self) -> tuple[str, str]:
        """Lead back to the family."""
        return reverse("people:family", args=[self.family.pk]), f"the {self.family.name} family"


class ProcessFormPage(FormPage):
    """A form about one process. With Right.DECIDE, it takes somebody who may decide for every child in it."""

    model: ClassVar[type[models.Model]]
    number_name: ClassVar[str]  # what the address calls the process's number
    page_name: ClassVar[str]
    process_name: ClassVar[str]
    right: ClassVar[Right] = Right.WRITE_RECORD

    opened: OpenProcess[Any]

    def load(self, **kwargs: Any) -> None:
        """Open the process."""
        refuse_partners(self.worker, self.right)
        number = kwargs[self.number_name]
        self.opened = open_process(
            self.worker, self.model, number, self.right, page=f"protection:{type(self).__name__}"
        )
        if self.right == Right.DECIDE:
            for child, held in self.opened.rights.items():
                if Right.DECIDE not in held:
                    raise AccessRefused(Right.DECIDE, child)
        if hasattr(self.opened.process, "version"):
            self.edited = self.opened.process

    def closed(self) -> str:
        """Return why there is nothing to fill in any more, or nothing."""
        return ""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Show the form; where the process is past it, say so instead."""
        why = self.closed()
        if why:
            messages.info(request, why)
            return HttpResponseRedirect(self.page())
        return super().get(request, **kwargs)

    @property
    def process(self) -> Any:
        """The process."""
        return self.opened.process

    def part(self, model: type[models.Model], field: str, number: int) -> Any:
        """Return a part of the process by its number. Raises Http404 for one of another."""
        found = model._default_manager.filter(pk=number, **{field: self.process}).first()
        if found is None:
            raise Http404("There is no such part of this record.")
        return found

    def page(self) -> str:
        """Return the process's own page."""
        return reverse(f"protection:{self.page_name}", args=[self.process.pk])

    def back(self) -> tuple[str, str]:
        """Lead back to it."""
        return self.page(), self.process_name

    def context(self) -> dict[str, Any]:
        """Say which family."""
        return {"family": self.opened.family, "process": self.process}
