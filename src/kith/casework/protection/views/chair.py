"""What a conference chair comes in to, and the same for the whole service."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from kith.casework.access import audit
from kith.casework.access.loading import AccessRefused
from kith.casework.access.models import AuditVerb
from kith.casework.access.rights import Right, general_rights
from kith.casework.furniture.pages import Column, for_workers, listing, rows_shown
from kith.casework.protection.queries.chair import conference_work
from kith.casework.workforce.models import Worker

FAMILY = Column("family", "Family", ("family_name", "number"))
KIND = Column("kind", "Conference", ("kind", "number"))
TO_COME = [
    Column("when", "When", ("when", "number")),
    FAMILY,
    KIND,
    Column("due", "Due by", ("due_date", "number")),
    Column("reports", "Reports in", ("reports", "reports_asked", "number"), numeric=True),
    Column("heard", "Children heard", ("heard", "number")),
    Column("chair", "Chair", ("chair", "number")),
]
TO_BOOK = [
    Column("asked", "Asked for", ("asked_date", "number")),
    FAMILY,
    KIND,
    Column("due", "Due by", ("due_date", "number")),
]
TO_WRITE_UP = [Column("held", "Held", ("held_date", "number")), FAMILY, KIND, Column("chair", "Chair", ("chair", "number"))]  # fmt: skip
REVIEWS = [Column("due", "Due by", ("due_date", "plan_id")), Column("family", "Family", ("family_name", "plan_id"))]  # fmt: skip
DISSENT = [
    Column("held", "Held", ("held_date", "family_name")),
    Column("family", "Family", ("family_name", "held_date")),
    Column("who", "Who", ("who", "held_date")),
    Column("words", "What they say"),
]
UNHEARD = [Column("name", "Child", ("name",))]

# Lists whose rows are read only as the page shows them, each in the order in which the database lists it.
READ_BY_THE_PAGE: dict[str, dict[str, Any]] = {
    "to_come": {"default": "when", "size": 25, "prefix": "come_"},
    "to_write_up": {"default": "held", "size": 10, "prefix": "write_"},
    "dissent": {"default": "-held", "size": 10, "prefix": "otherwise_"},
}


@for_workers
def conferences(request: HttpRequest, worker: Worker) -> HttpResponse:
    """Conferences to come, to write up and to book; reviews that come due; children unheard; who sees it otherwise."""
    rights = general_rights(worker.role)
    chairs = Right.CHAIR_CONFERENCES in rights
    if not chairs and not {Right.SEE_FIGURES, Right.FIND_PEOPLE} <= rights:
        raise AccessRefused(Right.CHAIR_CONFERENCES)
    own = chairs and request.GET.get("whose") != "everybody"
    today = timezone.localdate()
    work = conference_work(
        worker if own else None,
        today,
        lambda what, count: rows_shown(request, count, **READ_BY_THE_PAGE[what]),
    )
    if work.subjects:
        audit.record(
            worker_id=worker.pk, verb=AuditVerb.VIEW, what="protection:conferences", subjects=work.subjects
        )
    return render(
        request,
        "protection/conferences.html",
        {
            "chairs": chairs,
            "own": own,
            "work": work,
            "to_come": listing(request, work.to_come.rows, TO_COME, **READ_BY_THE_PAGE["to_come"]),
            "to_book": listing(request, work.to_book.rows, TO_BOOK, default="due", prefix="book_"),
            "to_write_up": listing(
                request, work.to_write_up.rows, TO_WRITE_UP, **READ_BY_THE_PAGE["to_write_up"]
            ),
            "reviews": listing(request, work.reviews_due.rows, REVIEWS, default="due", prefix="review_"),
            "unheard": listing(
                request, work.never_heard.rows, UNHEARD, default="name", size=10, prefix="unheard_"
            ),
            "dissent": listing(request, work.dissent.rows, DISSENT, **READ_BY_THE_PAGE["dissent"]),
            "today": today,
        },
    )
