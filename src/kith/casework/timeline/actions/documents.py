"""Keeping a document about several people."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.timeline import uploads
from kith.casework.timeline.actions.events import record_event
from kith.casework.timeline.models import Document, DocumentSubject
from kith.casework.workforce.models import Worker


@transaction.atomic
def add_document(
    *,
    title: str,
    day: datetime.date,
    people: Sequence[int],
    stored: uploads.StoredFile,
    original_name: str,
    by: Worker,
) -> Document:
    """Record a kept file as a document about these people."""
    document = keep_document(
        title=title, day=day, people=people, stored=stored, original_name=original_name, by=by
    )
    record_event(
        "timeline.document_added", by=by, day=day, about=people, summary="A document was added.",
        thread=f"document:{document.pk}",
    )  # fmt: skip
    return document


def keep_document(
    *,
    title: str,
    day: datetime.date,
    people: Sequence[int],
    stored: uploads.StoredFile,
    original_name: str,
    by: Worker,
) -> Document:
    """Keep a document's row and whom it is about, in the transaction and beside the event of what it comes from."""
    if not people:
        raise CannotBeTrue("Choose whom the document is about.", "people")
    document = Document.objects.create(
        title=title,
        day=day,
        original_name=original_name[:200],
        stored_name=stored.stored_name,
        content_type=stored.content_type,
        size=stored.size,
        sha256=stored.sha256,
        added_by=by,
        added_at=timezone.now(),
    )
    DocumentSubject.objects.bulk_create(
        DocumentSubject(document=document, person_id=number, day=day) for number in sorted(set(people))
    )
    return document
