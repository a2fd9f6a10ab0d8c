"""The power under which a child is looked after changes."""

from __future__ import annotations

import datetime

from django.db import transaction

from kith.casework.care.actions.duties import duties_changed, duties_of
from kith.casework.care.actions.order_with_parent import order_to_visit_after
from kith.casework.care.actions.placement_parts import (
    holding_from,
    open_period,
    present_status,
    tell_of_care,
    told_in_a_sentence,
    why_unusual,
)
from kith.casework.care.actions.recording import check_day
from kith.casework.care.models import LegalStatus, PeriodOfCare, Placement
from kith.casework.care.placement_codes import SHORT_BREAKS
from kith.casework.care.queries.unusual import before_status_changes
from kith.casework.care.visit_rules import CARE_ORDER
from kith.casework.care.what_cannot_be import check_child, check_code, check_status_at_age, check_together, on
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.people.models import Person
from kith.casework.protection.models import CourtOrder
from kith.casework.workforce.models import Worker


@transaction.atomic
def change_legal_status(
    *,
    period: PeriodOfCare,
    code: str,
    day: datetime.date,
    by: Worker,
    court_order: CourtOrder | None = None,
    words: str = "",
    despite: str = "",
) -> LegalStatus:
    """End the present legal status on a day and start another that day. Raises CannotBeTrue for what cannot be."""
    period = open_period(period)
    child = Person.objects.get(pk=period.child_id)
    check_day(day, "day", earliest=period.start_date, why_earliest="Care began")
    check_child(child, day)
    before = present_status(period)
    if day <= before.start_date:
        raise CannotBeTrue(
            f"{before.code} has held since {on(before.start_date)}, and a legal status cannot end before it has held for a "
            "day. Enter a later day, or correct that one.",
            "day",
        )
    check_code("legal_status", code, day, "code")
    if code == before.code:
        raise CannotBeTrue(
            f"The legal status is {code} already: nothing would change. Choose another.", "code"
        )
    if code in SHORT_BREAKS:
        raise CannotBeTrue(
            f"Short breaks ({code}) begin as a period of care of their own. Record that this one ended, and then that the "
            "short breaks began.",
            "code",
        )
    check_status_at_age(child, code, day)
    for placement_type in holding_from(Placement, period, day):
        check_together(code, placement_type, "code")
    unusual = before_status_changes(period=period, code=code, day=day)
    duties = duties_of(period, day)
    before.end_date = day
    with told_in_a_sentence("day"):
        before.save(update_fields=["end_date"])
        status = LegalStatus.objects.create(
            period_of_care=period,
            child_id=period.child_id,
            code=code,
            start_date=day,
            court_order=court_order,
            words=words.strip(),
        )
    tell_of_care(
        "care.legal_status_changed",
        period,
        day=day,
        by=by,
        summary="The legal status changed.",
        **{"from": before.code, "to": code, "court_order": court_order.pk if court_order else None},
        care_order_with_parent=code == CARE_ORDER and order_to_visit_after(period) == day,
        **why_unusual(unusual, despite),
    )
    duties_changed(period, duties, day, by=by)
    return status
