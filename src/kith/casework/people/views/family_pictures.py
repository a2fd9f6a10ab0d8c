"""The pages that draw a family: the genogram of a person or a family, the ecomap of a child."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from kith.casework.access.rights import Right
from kith.casework.furniture.pages import for_workers
from kith.casework.people import access
from kith.casework.people.queries.ecomap import ecomap_of
from kith.casework.people.queries.family_graph import family_graph
from kith.casework.people.queries.genogram import genogram_of
from kith.casework.people.queries.members import roles_in
from kith.casework.workforce.models import Worker


@for_workers
def genogram(request: HttpRequest, worker: Worker, person_id: int) -> HttpResponse:
    """One person's family in three generations, drawn and as a table."""
    person = access.open_person(worker, person_id, Right.READ_RECORD, page="people:genogram")
    if person.merged_into_id:
        return HttpResponseRedirect(reverse("people:genogram", args=[person.merged_into_id]))
    graph = family_graph([person.pk], today=timezone.localdate())
    return render(
        request,
        "people/genogram.html",
        {
            "whole": request.GET.get("size") == "page",
            "genogram": genogram_of(graph, title=f"Genogram of {person.display_name}"),
            "of": person.display_name,
            "rights": person.rights,  # type: ignore[attr-defined]
            "person": person,
            "back": (reverse("people:person", args=[person.pk]), person.display_name),
        },
    )


@for_workers
def family_genogram(request: HttpRequest, worker: Worker, family_id: int) -> HttpResponse:
    """A whole family: around its children, and its adults' own parents."""
    family, members = access.open_family(worker, family_id, page="people:family_genogram")
    roles = roles_in(family_id)
    # A record that was joined to another is drawn as the one that was kept.
    part = {member.merged_into_id or member.pk: roles.get(member.pk) for member in members}
    graph = family_graph(
        [number for number, role in part.items() if role == "child"],
        adults=[number for number, role in part.items() if role != "child"],
        today=timezone.localdate(),
    )
    return render(
        request,
        "people/genogram.html",
        {
            "whole": request.GET.get("size") == "page",
            "genogram": genogram_of(graph, title=f"Genogram of the {family.name} family"),
            "of": f"the {family.name} family",
            "hidden_members": family.hidden_members,  # type: ignore[attr-defined]
            "back": (reverse("people:family", args=[family.pk]), f"the {family.name} family"),
        },
    )


@for_workers
def ecomap(request: HttpRequest, worker: Worker, person_id: int) -> HttpResponse:
    """Who and what is around one child, drawn and as a table."""
    person = access.open_person(worker, person_id, Right.READ_RECORD, page="people:ecomap")
    if person.merged_into_id:
        return HttpResponseRedirect(reverse("people:ecomap", args=[person.merged_into_id]))
    return render(
        request,
        "people/ecomap.html",
        {
            "ecomap": ecomap_of(person, today=timezone.localdate()),
            "person": person,
            "rights": person.rights,  # type: ignore[attr-defined]
            "back": (reverse("people:person", args=[person.pk]), person.display_name),
        },
    )
