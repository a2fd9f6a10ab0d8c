"""A child comes into care, and moves from home to home in it.

Every action locks the child, so that of two workers placing one child at once the second judges afresh and is told.
"""

from __future__ import annotations

import datetime

from django.db import transaction

from kith.casework.care.actions.duties import duties_of, of_care, of_short_breaks
from kith.casework.care.actions.ending_care import end_care
from kith.casework.care.actions.homes import home_moves
from kith.casework.care.actions.leaving_care_status import bring_up_to_date
from kith.casework.care.actions.legal_status import change_legal_status
from kith.casework.care.actions.placement_parts import (
    open_period,
    present_placement,
    present_status,
    start_placement,
    tell_ended,
    tell_of_care,
    tell_started,
    told_in_a_sentence,
    why_unusual,
)
from kith.casework.care.actions.recording import check_day, lock_child
from kith.casework.care.actions.residing import goes_to_live, goes_to_stay
from kith.casework.care.actions.stepping_up import step_up
from kith.casework.care.models import (
    Home,
    LegalStatus,
    Move,
    PeriodOfCare,
    Placement,
)
from kith.casework.care.placement_codes import SHORT_BREAKS, TEMPORARY, provider_of
from kith.casework.care.queries.unusual import (
    address_of,
    before_care_begins,
    before_placing,
    residence_of,
)
from kith.casework.care.what_cannot_be import (
    check_child,
    check_code,
    check_first,
    check_placement_at_age,
    check_provider,
    check_status_at_age,
    check_together,
    on,
)
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.people.models import Person
from kith.casework.plans.models import Plan
from kith.casework.workforce.models import Worker

__all__ = ["begin_care", "change_legal_status", "end_care", "home_moves", "place"]

# After these nobody comes into care again on the same record.
FOR_GOOD = {
    "E2": "the child died",
    "E11": "the child was adopted, and has another record",
    "E12": "the child was adopted, and has another record",
    "E15": "they were found to be an adult",
}


@transaction.atomic
def begin_care(
    *,
    child: Person,
    day: datetime.date,
    category_of_need: str,
    legal_status: str,
    why: str,
    home: Home,
    placement_type: str,
    by: Worker,
    child_words: str = "",
    is_emergency: bool = False,
    until_eighteen: bool = False,
    late_reason: str = "",
    move: Move | None = None,
    plan: Plan | None = None,
    despite: str = "",
) -> PeriodOfCare:
    """Bring a child into care: the period, its first legal status and placement, the child's home, the family's plan.

    `despite` is why something unusual is so; it is kept with what was unusual. Raises CannotBeTrue for what cannot be:
    see what_cannot_be, a period that meets or overlaps another, or a record that ended for good.
    """
    lock_child(child)
    child = Person.objects.get(pk=child.pk)
    check_day(day, "day")
    check_child(child, day)
    _check_other_periods(child, day)
    check_code("category_of_need", category_of_need, day, "category_of_need")
    check_code("legal_status", legal_status, day, "legal_status")
    check_code("placement_type", placement_type, day, "placement_type")
    check_status_at_age(child, legal_status, day, "legal_status")
    check_first(placement_type)
    check_placement_at_age(child, placement_type, day)
    check_together(legal_status, placement_type, "placement_type")
    check_provider(placement_type, provider_of(placement_type, home.provider), "home")
    if not why.strip():
        raise CannotBeTrue("Say why the child came into care.", "why")
    unusual = before_care_begins(
        child=child, day=day, legal_status=legal_status, home=home, placement_type=placement_type
    )
    lived = residence_of(child, day)
    with told_in_a_sentence("day"):
        period = PeriodOfCare.objects.create(
            child=child,
            start_date=day,
            category_of_need=category_of_need,
            why=why.strip(),
            child_words=child_words.strip(),
            decided_by=by,
            home_address=lived,
            home_postcode=lived.postcode if lived else "",
            home_easting=lived.easting if lived else None,
            home_northing=lived.northing if lived else None,
            started_late_reason=late_reason.strip(),
        )
        LegalStatus.objects.create(period_of_care=period, child=child, code=legal_status, start_date=day)
    placement = start_placement(
        period=period,
        home=home,
        placement_type=placement_type,
        day=day,
        move=move,
        is_emergency=is_emergency,
        until_eighteen=until_eighteen,
        late_reason=late_reason.strip(),
    )
    _go_to(child, home, placement, legal_status, day, by)
    eased = duties_of(period, day).on_short_breaks
    tell_of_care(
        "care.short_breaks_started" if eased else "care.care_started",
        period,
        day=day,
        by=by,
        summary="Came into care for a short break." if eased else "Came into care.",
        legal_status=legal_status,
        category_of_need=category_of_need,
        **(of_short_breaks(period, day) if eased else of_care(child, day)),
        **why_unusual(unusual, despite),
    )
    tell_of_care(
        "care.first_placement_started", period, day=day, by=by, summary="Went to live in a first home in care.",
        placement=placement.pk,
    )  # fmt: skip
    tell_started(placement, by=by)
    plan = step_up(child=child, plan=plan, day=day, by=by)
    if plan is not None:
        PeriodOfCare.objects.filter(pk=period.pk).update(plan=plan)
        period.plan = plan
    bring_up_to_date(child, by=by)
    return period


@transaction.atomic
def place(
    *,
    period: PeriodOfCare,
    home: Home,
    placement_type: str,
    day: datetime.date,
    by: Worker,
    move: Move | None = None,
    ended_because: str,
    end_words: str = "",
    ended_as_planned: bool | None = None,
    is_emergency: bool = False,
    until_eighteen: bool = False,
    late_reason: str = "",
    despite: str = "",
) -> Placement:
    """End the present placement on a day and start the next that day, a temporary stay and the return from it alike.

    To or from a temporary stay the return takes no reason, and none is kept. Raises CannotBeTrue for what cannot be.
    """
    period = open_period(period)
    child = Person.objects.get(pk=period.child_id)
    check_day(day, "day", earliest=period.start_date, why_earliest="Care began")
    check_child(child, day)
    before, status = present_placement(period), present_status(period)
    if day <= before.start_date:
        raise CannotBeTrue(
            f"The child has lived in the present home since {on(before.start_date)}, and a placement has at least one day: "
            "two on one day cannot be. Enter a later day, or correct that placement.",
            "day",
        )
    check_code("placement_type", placement_type, day, "placement_type")
    check_placement_at_age(child, placement_type, day)
    for_a_while = before.placement_type in TEMPORARY or placement_type in TEMPORARY
    if not for_a_while:
        check_code("reason_placement_change", ended_because, day, "ended_because")
    address = address_of(home, day)
    after = (home.pk, address.pk if address else None, placement_type)
    if (before.home_id, before.home_address_id, before.placement_type) == after:
        raise CannotBeTrue(
            "The child lives there already, in that kind of placement: nothing would change.", "home"
        )
    unusual = before_placing(period=period, home=home, placement_type=placement_type, day=day)
    before.end_date = day
    before.ended_because = "" if for_a_while else ended_because
    before.end_words = end_words.strip()
    before.ended_as_planned = ended_as_planned
    with told_in_a_sentence("day"):
        before.save(update_fields=["end_date", "ended_because", "end_words", "ended_as_planned"])
    placement = start_placement(
        period=period,
        home=home,
        placement_type=placement_type,
        day=day,
        move=move,
        is_emergency=is_emergency,
        until_eighteen=until_eighteen,
        late_reason=late_reason.strip(),
    )
    _go_to(child, home, placement, status.code, day, by)
    tell_ended(before, by=by)
    tell_started(placement, by=by, unusual=unusual, despite=despite)
    return placement


def _go_to(
    child: Person, home: Home, placement: Placement, legal_status: str, day: datetime.date, by: Worker
) -> None:
    """Have the child's own record say where they live. On short breaks their home stays their family's."""
    if legal_status == "V4":
        return
    for_a_while = placement.placement_type in TEMPORARY or legal_status in SHORT_BREAKS
    go = goes_to_stay if for_a_while else goes_to_live
    go(child=child, address=placement.home_address, withheld=home.address_withheld, day=day, by=by)


def _check_other_periods(child: Person, day: datetime.date) -> None:
    for other in PeriodOfCare.objects.filter(child=child).order_by("start_date"):
        if other.end_date is None and other.start_date <= day:
            raise CannotBeTrue(
                f"This child has been in care since {on(other.start_date)}. Record a move or another legal status there.",
                "day",
            )
        if other.ended_because in FOR_GOOD and other.end_date is not None:
            raise CannotBeTrue(
                f"Care ended on {on(other.end_date)} because {FOR_GOOD[other.ended_because]}. If that was wrong, correct "
                "how it ended first.",
                "day",
            )
        if other.start_date <= day <= (other.end_date or day):
            raise CannotBeTrue(
                f"The child was in care from {on(other.start_date)} to {on(other.end_date or day)}. If care went on, correct "
                "its end; if it began again, enter a later day.",
                "day",
            )
        if day < other.start_date:
            raise CannotBeTrue(
                f"The child came into care on {on(other.start_date)} as well, and what is recorded now would run into that. "
                "Correct when that period began.",
                "day",
            )
