"""My day, and what a person's timeline holds beside the chronology: notes, a document."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from kith.casework.access import audit
from kith.casework.access.models import AuditVerb
from kith.casework.access.rights import Right, general_rights
from kith.casework.furniture.pages import Listing, for_workers
from kith.casework.furniture.sections import sections_of
from kith.casework.people.access import open_person
from kith.casework.timeline import access, uploads
from kith.casework.timeline.queries import day_of, documents_of, notes_of
from kith.casework.workforce.models import Worker
from kith.casework.workforce.queries import team_of


@for_workers
def my_day(request: HttpRequest, worker: Worker) -> HttpResponse:
    """What a worker comes in to: late first, then due, then to do, then their families."""
    today = timezone.localdate()
    day = day_of(worker, today)
    shown = {held.pk for family in day.families for held in family.children}
    shown |= {due.person.pk for due in day.tasks if due.person}
    if shown:
        audit.record(worker_id=worker.pk, verb=AuditVerb.VIEW, what="timeline:my_day", subjects=shown)
    return render(
        request,
        "timeline/my_day.html",
        {
            "day": day,
            "today": today,
            "sections": sections_of("timeline:my_day", worker=worker, day=day, today=today),
            "team": team_of(worker, today),
            "takes_contacts": Right.TAKE_CONTACTS in general_rights(worker.role),
            "finds_people": Right.FIND_PEOPLE in general_rights(worker.role),
        },
    )


@for_workers
def notes(request: HttpRequest, worker: Worker, person_id: int) -> HttpResponse:
    """A person's notes, each with only the passages that are about them."""
    person = open_person(worker, person_id, Right.READ_RECORD, page="timeline:notes")
    page = Paginator(notes_of(person.pk, limit=400), 15).get_page(request.GET.get("page"))
    return render(
        request,
        "timeline/notes.html",
        {
            "person": person,
            "listing": Listing(page, [], "", list(page.paginator.page_range)),
            "documents": documents_of(person.pk),
            "back": (reverse("people:person", args=[person.pk]), person.display_name),
        },
    )


@for_workers
def document(request: HttpRequest, worker: Worker, document_id: int) -> HttpResponseBase:
    """Hand over a document as a file to keep, never to be run or shown inside a page."""
    found = access.open_document(worker, document_id, page="timeline:document")
    path = uploads.path_of(found.stored_name)
    if not path.exists():
        return render(request, "timeline/document_missing.html", {"document": found}, status=410)
    answer = FileResponse(
        path.open("rb"), as_attachment=True, filename=found.original_name, content_type=found.content_type
    )
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
