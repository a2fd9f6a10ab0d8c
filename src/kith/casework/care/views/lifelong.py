"""Everybody who has ever mattered to a child: read at review and at leaving care, printed, and as known at an earlier instant."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from kith.casework.access.rights import Right
from kith.casework.access.roles import Role
from kith.casework.care.access import open_child
from kith.casework.care.queries.lifelong import lifelong_links
from kith.casework.care.queries.siblings import readable, sibling_rights
from kith.casework.furniture.known_at import NOW, Record
from kith.casework.furniture.known_at_pages import show_as_known
from kith.casework.furniture.pages import for_workers
from kith.casework.people.models import Person
from kith.casework.workforce.models import Worker


@for_workers
def lifelong_page(request: HttpRequest, worker: Worker, person_id: int) -> HttpResponse:
    """Everybody who has ever mattered: who means to be there for life, what they promised, and when they were last in touch."""
    child = open_child(worker, person_id, page="care:lifelong_links").child
    return _show(request, worker, child, NOW)


@for_workers
def lifelong_known_at(request: HttpRequest, worker: Worker, person_id: int) -> HttpResponse:
    """The same as it was known at an earlier instant."""
    child = open_child(worker, person_id, page="care:lifelong_links_known_at").child
    return show_as_known(
        request,
        Person,
        child.pk,
        what=f"everybody who has ever mattered to {child.display_name}",
        back=(reverse("care:lifelong_links", args=[person_id]), "everybody who has ever mattered"),
        not_yet="Nobody had written anything about this child yet. Enter a later day.",
        show=lambda known, record: _show(request, worker, child, record),
    )


def _show(request: HttpRequest, worker: Worker, child: Person, record: Record) -> HttpResponse:
    today = record.on(timezone.localdate())
    rights = sibling_rights(worker, child.pk, record)
    found = lifelong_links(child.pk, closed=set(rights) - readable(rights), record=record, today=today)
    may_write = Right.WRITE_RECORD in child.rights and worker.role != Role.PARTNER  # type: ignore[attr-defined]
    return render(
        request,
        "care/people/lifelong.html",
        {
            "person": child,
            "found": found,
            "groups": [
                ("for-life", "Mean to be there for life", found.for_life),
                ("around", "Around them now", found.around),
                ("lost", "Not in touch any more", found.lost),
            ],
            "known_at": record.instant,
            "today": today,
            "may_write": may_write and record.instant is None,
            "back": (reverse("care:child", args=[child.pk]), f"{child.display_name} in care"),
        },
    )
