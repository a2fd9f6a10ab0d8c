"""What an independent reviewing officer comes in to: their children."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from kith.casework.access import audit
from kith.casework.access.loading import require
from kith.casework.access.models import AuditVerb
from kith.casework.access.rights import Right
from kith.casework.care.queries.reviewing import reviewing
from kith.casework.furniture.pages import Column, for_workers, listing
from kith.casework.workforce.models import Worker

COLUMNS = [
    Column("name", "Child", ("name", "due_date")),
    Column("due", "Next review", ("due_date", "name")),
    Column("look", "To look at", ("number_of_concerns", "name")),
    Column("said", "What they last said", ("said_date", "name")),
    Column("moves", "Moves since the last review", ("homes_since", "name"), numeric=True),
    Column("apart", "Brothers and sisters apart", ("siblings_apart", "name"), numeric=True),
]


@for_workers
def reviewing_page(request: HttpRequest, worker: Worker) -> HttpResponse:
    """The officer's children: when the next review is due, what each said, what is not as it should be."""
    require(worker, Right.REVIEW_CARE)
    today = timezone.localdate()
    found = reviewing(worker, today)
    if found.children:
        audit.record(
            worker_id=worker.pk,
            verb=AuditVerb.VIEW,
            what="care:reviewing",
            subjects=[one.child.pk for one in found.children],
        )
    return render(
        request,
        "care/reviews/reviewing.html",
        {
            "found": found,
            "listing": listing(request, found.children, COLUMNS, default="due", size=100),
            "today": today,
        },
    )
