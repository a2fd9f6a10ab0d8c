"""Holding a supervision, and correcting what was written of one."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.timeline.actions.events import record_event
from kith.casework.workforce.models import Supervision, SupervisionEntry, Worker


@dataclass(frozen=True)
class WrittenEntry:
    """What was said and decided about one child."""

    child_id: int
    discussion: str
    decision: str = ""


@transaction.atomic
def hold_supervision(
    *,
    worker: Worker,
    supervisor: Worker,
    held_date: datetime.date,
    next_date: datetime.date | None,
    wellbeing: str,
    entries: Sequence[WrittenEntry],
    by: Worker,
) -> Supervision:
    """Record one meeting of a worker and a supervisor, with an entry for each child they spoke of."""
    _check(worker, supervisor, held_date, next_date, wellbeing, entries)
    supervision = Supervision.objects.create(
        worker=worker, supervisor=supervisor, held_date=held_date, next_date=next_date, wellbeing=wellbeing
    )
    written = _written(entries)
    SupervisionEntry.objects.bulk_create(
        SupervisionEntry(
            supervision=supervision, child_id=one.child_id, discussion=one.discussion, decision=one.decision
        )
        for one in written
    )
    record_event(
        "workforce.supervision_held",
        by=by,
        day=held_date,
        about=[one.child_id for one in written],
        summary="Spoken of in supervision.",
        thread=f"supervision:{supervision.pk}",
    )
    return supervision


@transaction.atomic
def correct_supervision(
    *,
    supervision: Supervision,
    held_date: datetime.date,
    next_date: datetime.date | None,
    wellbeing: str,
    entries: Sequence[WrittenEntry],
    by: Worker,
) -> None:
    """Correct a supervision's dates and words; what it said before stays in its history. Other children's entries stay."""
    _check(supervision.worker, supervision.supervisor, held_date, next_date, wellbeing, entries)
    Supervision.objects.filter(pk=supervision.pk).update(
        held_date=held_date, next_date=next_date, wellbeing=wellbeing
    )
    changed: list[int] = []
    before = {entry.child_id: entry for entry in supervision.entries.all()}
    for one in entries:
        was = before.get(one.child_id)
        said, decided = one.discussion.strip(), one.decision.strip()
        if was is None and (said or decided):
            SupervisionEntry.objects.create(
                supervision=supervision, child_id=one.child_id, discussion=said, decision=decided
            )
        elif was is not None and (was.discussion, was.decision) != (said, decided):
            SupervisionEntry.objects.filter(pk=was.pk).update(discussion=said, decision=decided)
        else:
            continue
        changed.append(one.child_id)
    record_event(
        "workforce.supervision_corrected",
        by=by,
        day=timezone.localdate(),
        about=changed,
        summary="What was said in supervision was corrected.",
        thread=f"supervision:{supervision.pk}",
    )


def _written(entries: Sequence[WrittenEntry]) -> list[WrittenEntry]:
    return [
        WrittenEntry(one.child_id, one.discussion.strip(), one.decision.strip())
        for one in entries
        if one.discussion.strip() or one.decision.strip()
    ]


def _check(
    worker: Worker,
    supervisor: Worker,
    held_date: datetime.date,
    next_date: datetime.date | None,
    wellbeing: str,
    entries: Sequence[WrittenEntry],
) -> None:
    if worker.pk == supervisor.pk:
        raise CannotBeTrue("Nobody supervises themself.")
    if held_date > timezone.localdate():
        raise CannotBeTrue(
            "This day has not come yet. Record the supervision once it has been held.", "held_date"
        )
    if next_date is not None and next_date <= held_date:
        raise CannotBeTrue("The next supervision is after this one. Enter a later day.", "next_date")
    if not _written(entries) and not wellbeing.strip():
        raise CannotBeTrue("Write how the worker is, or what was said about a child.", "wellbeing")
