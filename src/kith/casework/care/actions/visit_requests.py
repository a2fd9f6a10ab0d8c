"""Wishes for a visit sooner than the rule says: from the child, a carer or somebody else (regulation 28)."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone

from kith.casework.care.actions.recording import check_day, locked, placement_thread
from kith.casework.care.models import Placement, VisitRequest
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.timeline.actions.events import record_event
from kith.casework.workforce.models import Worker


@transaction.atomic
def ask_for_visit(
    *, placement: Placement, asked_by: str, asked_date: datetime.date, words: str, by: Worker
) -> VisitRequest:
    """Record that a visit was asked for; the next one at which the child is seen answers it.

    Raises CannotBeTrue for a day to come, or on which the child did not live there.
    """
    check_day(asked_date, "asked_date", earliest=placement.start_date, why_earliest="The placement began")
    if not placement.holds_on(asked_date):
        raise CannotBeTrue("The child did not live there on that day. Check the day.", "asked_date")
    asked = VisitRequest.objects.create(
        child_id=placement.child_id,
        placement=placement,
        asked_by=asked_by,
        asked_date=asked_date,
        words=words,
    )
    record_event(
        "care.visit_asked_for", by=by, day=asked_date, about=[placement.child_id],
        summary="A visit was asked for.", thread=placement_thread(placement),
    )  # fmt: skip
    return asked


@transaction.atomic
def not_visited(*, asked: VisitRequest, reason: str, by: Worker) -> None:
    """Record why nobody visits, as when whoever asked no longer wants it. Raises CannotBeTrue where it was answered."""
    row = locked(asked)
    if row.visit_id is not None or row.not_visited_reason:
        raise CannotBeTrue("This was answered already. Go back to the child’s page to see how.")
    VisitRequest.objects.filter(pk=row.pk).update(not_visited_reason=reason)
    record_event(
        "care.visit_not_made", by=by, day=timezone.localdate(), about=[row.child_id],
        summary="A visit that was asked for is not made.", thread=placement_thread(row.placement),
    )  # fmt: skip
