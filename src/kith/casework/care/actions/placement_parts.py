"""What placing, moving, correcting and ending share: the rows as they are now, one placement begun, one ended, told once."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import IntegrityError, connection, transaction
from django.db.models import Q

from kith.casework.care.actions.notices import work_out_notices
from kith.casework.care.actions.recording import care_thread, lock_child, locked, placement_thread
from kith.casework.care.models import (
    Home,
    LegalStatus,
    Move,
    PeriodOfCare,
    Placement,
)
from kith.casework.care.placement_codes import TEMPORARY, provider_of, urn_of
from kith.casework.care.queries.unusual import address_of
from kith.casework.care.queries.visit_facts import facts_of
from kith.casework.care.queries.visits import visits_of
from kith.casework.care.what_cannot_be import check_provider, check_together, on
from kith.casework.furniture.sentences import CannotBeTrue, of_integrity_error
from kith.casework.timeline.actions.events import record_event
from kith.casework.workforce.models import Worker


@contextmanager
def told_in_a_sentence(field: str | None = None) -> Iterator[None]:
    """Turn what the database refuses into its sentence, leaving nothing behind."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as refused:
        raise CannotBeTrue(of_integrity_error(refused), field) from refused


def open_period(period: PeriodOfCare) -> PeriodOfCare:
    """Return a period of care as it is now, its child locked. Raises CannotBeTrue where it has ended."""
    lock_child(period.child)
    period = locked(period)
    if period.end_date is not None:
        raise CannotBeTrue(
            f"This child's care ended on {on(period.end_date)}, so nothing of it changes. If they are in care again, record "
            "that they came into care; if it did not end, correct its end."
        )
    return period


def present_placement(period: PeriodOfCare) -> Placement:
    """Return the placement that goes on in an open period of care."""
    found: Placement = Placement.objects.select_for_update(of=("self",)).get(
        period_of_care=period, end_date__isnull=True
    )
    return found


def present_status(period: PeriodOfCare) -> LegalStatus:
    """Return the legal status that holds in an open period of care."""
    found: LegalStatus = LegalStatus.objects.select_for_update(of=("self",)).get(
        period_of_care=period, end_date__isnull=True
    )
    return found


def holding_from(
    rows: type[LegalStatus] | type[Placement], period: PeriodOfCare, day: datetime.date
) -> list[str]:
    """Return the codes of the legal statuses, or of the placements, that hold on a day or later."""
    code = "code" if rows is LegalStatus else "placement_type"
    later = rows.objects.filter(Q(end_date__isnull=True) | Q(end_date__gt=day), period_of_care=period)
    return list(later.order_by("start_date").values_list(code, flat=True))


def start_placement(
    *,
    period: PeriodOfCare,
    home: Home,
    placement_type: str,
    day: datetime.date,
    move: Move | None,
    is_emergency: bool,
    until_eighteen: bool,
    late_reason: str,
) -> Placement:
    """Make a placement, with the home's provider and number as they stand, at the address where it is."""
    with connection.cursor() as cursor:
        # A household that moves house at this moment is waited for: the child goes to its new address.
        cursor.execute("SELECT 1 FROM care_home WHERE id = %s FOR SHARE", [home.pk])
    provider = provider_of(placement_type, home.provider)
    check_provider(placement_type, provider, "home")
    for code in holding_from(LegalStatus, period, day):
        check_together(code, placement_type, "placement_type")
    with told_in_a_sentence("day"):
        return Placement.objects.create(
            period_of_care=period,
            child_id=period.child_id,
            home=home,
            home_address=address_of(home, day),
            placement_type=placement_type,
            provider=provider,
            urn=urn_of(placement_type, home.urn),
            is_emergency=is_emergency,
            until_eighteen=until_eighteen,
            move=move,
            start_date=day,
            started_late_reason=late_reason,
        )


def tell_started(
    placement: Placement, *, by: Worker, unusual: Sequence[str] = (), despite: str = "",
    same_carer: bool = False, day: datetime.date | None = None,
) -> None:  # fmt: skip
    """Record that a placement started, by which rule the child is visited there, and who has to be told of it.

    `day` is that from which what is owed on a placement is owed, where that is not the day on which it began. On short
    breaks the first visit alone is, and nobody has to be told (regulation 48).
    """
    since = day or placement.start_date
    facts = facts_of([placement.child_id])
    eased = facts.duties(placement, since).on_short_breaks
    due = visits_of([placement.child_id], since).get(placement.child_id) if eased else None
    visit = {"visit_due": max(due.due_date, since).isoformat()} if due is not None else {}
    if same_carer:
        summary = "Moved with their carers."
    elif day is not None:
        summary = "What is owed on a placement is owed from now on."
    else:
        summary = "Went to live in another home."
    record_event(
        "care.short_break_placement_started" if eased else "care.placement_started",
        by=by,
        day=since,
        about=[placement.child_id],
        summary=summary,
        thread=placement_thread(placement),
        details={
            "period": placement.period_of_care_id,
            "placement": placement.pk,
            "placement_type": placement.placement_type,
            "visit_rule": facts.line(placement, since).rule,
            "same_carer": same_carer,
            **visit,
            **why_unusual(unusual, despite),
        },
    )
    if placement.placement_type not in TEMPORARY and not eased:
        work_out_notices(placement=placement, by=by)


def tell_ended(placement: Placement, *, by: Worker) -> None:
    """Record that a placement ended."""
    assert placement.end_date is not None
    record_event(
        "care.placement_ended",
        by=by,
        day=placement.end_date,
        about=[placement.child_id],
        summary="Left the home where they lived in care.",
        thread=placement_thread(placement),
        details={
            "period": placement.period_of_care_id,
            "placement": placement.pk,
            "ended_because": placement.ended_because,
        },
    )


def tell_of_care(
    kind: str, period: PeriodOfCare, *, day: datetime.date, by: Worker, summary: str, **details: object
) -> None:
    """Record what happened to a child's care, on its thread."""
    record_event(
        kind,
        by=by,
        day=day,
        about=[period.child_id],
        summary=summary,
        thread=care_thread(period),
        details={"period": period.pk, **details},
    )


def why_unusual(unusual: Sequence[str], despite: str) -> dict[str, object]:
    """Return what an event keeps of what was unusual, and why it is so."""
    return {"unusual": list(unusual), "why_unusual": despite} if unusual else {}
