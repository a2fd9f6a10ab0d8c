"""Opening a record by break-glass, the openings to review, and reviewing one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import connection
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from kith.casework.access import forms
from kith.casework.access.actions import opening as actions
from kith.casework.access.loading import AccessRefused, require, rights_of
from kith.casework.access.models import BreakGlass
from kith.casework.access.queries.log import names_of
from kith.casework.access.rights import Right
from kith.casework.access.roles import Role
from kith.casework.furniture.form_pages import FormPage
from kith.casework.furniture.forms import KithForm
from kith.casework.furniture.pages import Column, for_workers, listing
from kith.casework.workforce.models import Worker

OPENINGS = [
    Column("when", "Opened", ("started_at",)),
    Column("worker", "By", ("worker__name", "started_at")),
    Column("person", "Whose record"),
    Column("reason", "Why"),
    Column("reviewed", "Reviewed", ("reviewed_at", "started_at")),
]


class BreakTheGlass(FormPage):
    """Open a record for four hours, giving a reason that somebody reads afterwards."""

    form_class = forms.BreakGlassForm
    title = "Open a record that is not open to you"
    submit = "Open the record"
    done = "The record is open to you for four hours. Somebody will review why."
    template = "access/break_glass.html"
    keeps_draft = False
    person_id: int
    is_open_already = False

    def load(self, person_id: int, **kwargs: Any) -> None:
        """Refuse where break-glass does not open it: never for one's own family."""
        self.person_id = person_id
        rights = rights_of(self.worker, person_id)
        self.is_open_already = Right.READ_RECORD in rights
        if not self.is_open_already and Right.BREAK_GLASS not in rights:
            raise AccessRefused(Right.BREAK_GLASS, person_id)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Show the form, or the record that is open already."""
        if self.is_open_already:
            messages.info(request, "This record is open to you already.")
            return HttpResponseRedirect(reverse("people:person", args=[self.person_id]))
        return super().get(request, **kwargs)

    def act(self, form: KithForm) -> str:
        """Open it."""
        actions.break_glass(person_id=self.person_id, reason=form.cleaned_data["reason"], by=self.worker)
        return reverse("people:person", args=[self.person_id])


def openings_for(worker: Worker) -> QuerySet[BreakGlass]:
    """Return the openings that a worker reviews: everybody's, or for a manager those of records their teams hold."""
    require(worker, Right.REVIEW_OPENINGS)
    found = BreakGlass.objects.select_related("worker", "reviewed_by")
    if worker.role == Role.TEAM_MANAGER:
        with connection.cursor() as cursor:
            cursor.execute("SELECT kith_held_by_teams_of(%s)", [worker.pk])
            found = found.filter(person_id__in=[number for (number,) in cursor.fetchall()])
    return found.exclude(worker=worker)


@for_workers
def openings(request: HttpRequest, worker: Worker) -> HttpResponse:
    """Openings to review, and those reviewed before."""
    found = openings_for(worker)
    show_all = request.GET.get("show") == "all"
    shown = listing(
        request, found if show_all else found.filter(reviewed_at__isnull=True), OPENINGS, default="-when"
    )
    names = names_of({one.person_id for one in shown.page}, for_audit=worker.role == Role.AUDITOR)
    for one in shown.page:
        one.person_name = names.get(one.person_id, "A record that is not open to you")
    return render(
        request, "access/openings.html", {"listing": shown, "show_all": show_all, "now": timezone.now()}
    )


class Review(FormPage):
    """What a reviewer found of an opening; nobody reviews their own."""

    form_class = forms.ReviewForm
    title = "Review an opening by break-glass"
    submit = "Save the review"
    done = "The opening is reviewed."
    template = "access/review_opening.html"
    opening: BreakGlass

    def load(self, opening_id: int, **kwargs: Any) -> None:
        """Open the opening."""
        require(self.worker, Right.REVIEW_OPENINGS)
        if BreakGlass.objects.filter(pk=opening_id, worker=self.worker).exists():
            raise AccessRefused(Right.REVIEW_OPENINGS)
        found = openings_for(self.worker).filter(pk=opening_id).first()
        if found is None:
            raise Http404("There is no such opening.")
        self.opening = found

    def back(self) -> tuple[str, str]:
        """Lead back to the list."""
        return reverse("access:openings"), "openings"

    def context(self) -> dict[str, Any]:
        """Show what was opened, by whom, and why."""
        names = names_of([self.opening.person_id], for_audit=self.worker.role == Role.AUDITOR)
        return {
            "opening": self.opening,
            "person_name": names.get(self.opening.person_id, "a record that is not open to you"),
        }

    def act(self, form: KithForm) -> str:
        """Record the review."""
        actions.review_opening(
            opening=self.opening,
            outcome=form.cleaned_data["outcome"],
            note=form.cleaned_data["note"],
            by=self.worker,
        )
        return reverse("access:openings")
