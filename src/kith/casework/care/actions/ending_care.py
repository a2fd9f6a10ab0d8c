"""A child leaves care."""

from __future__ import annotations

import datetime

from django.db import transaction

from kith.casework.care.actions.leaving_care_status import bring_up_to_date
from kith.casework.care.actions.placement_parts import (
    open_period,
    present_placement,
    present_status,
    tell_ended,
    tell_of_care,
    told_in_a_sentence,
    why_unusual,
)
from kith.casework.care.actions.recording import check_day
from kith.casework.care.actions.residing import leaves
from kith.casework.care.actions.temporary_approvals import end_temporary_approval
from kith.casework.care.models import (
    CarePlan,
    DeprivationOfLiberty,
    PeriodOfCare,
    TemporaryApproval,
    TemporaryApprovalEnding,
    UnaccompaniedChild,
)
from kith.casework.care.placement_codes import ADOPTED
from kith.casework.care.queries.unusual import before_care_ends
from kith.casework.care.what_cannot_be import check_ending, on
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.people.models import Person
from kith.casework.workforce.models import Worker

# For these the child stays in the home where they are, unless somebody says otherwise.
STAYS = ADOPTED | {"E17", "E41", "E45", "E46"}


@transaction.atomic
def end_care(
    *,
    period: PeriodOfCare,
    day: datetime.date,
    ended_because: str,
    end_words: str,
    by: Worker,
    child_words: str = "",
    goes_to_lines: str = "",
    goes_to_postcode: str = "",
    despite: str = "",
) -> None:
    """End a child's care on a day, with its legal status and placement, and an order on their liberty.

    Raises CannotBeTrue for a reason for which it could not have ended, or a day on or before its last change.
    """
    period = open_period(period)
    child = Person.objects.get(pk=period.child_id)
    check_day(day, "day", earliest=period.start_date, why_earliest="Care began")
    placement, status = present_placement(period), present_status(period)
    last = max(placement.start_date, status.start_date)
    if day <= last:
        raise CannotBeTrue(
            f"Where the child lives, or the legal status, last changed on {on(last)}, and care ends after that. Enter a later "
            "day, or correct that change.",
            "day",
        )
    if child.death_date is not None and day > child.death_date and ended_because != "E2":
        raise CannotBeTrue(
            f"The child died on {on(child.death_date)}. Choose that as the reason (E2).", "ended_because"
        )
    check_ending(
        child,
        ended_because,
        placement.placement_type,
        day,
        was_unaccompanied=UnaccompaniedChild.objects.filter(child=child).exists(),
    )
    if not end_words.strip():
        raise CannotBeTrue("Say where the child goes, and what help goes on.", "end_words")
    unusual = before_care_ends(period=period, reason=ended_because, day=day)
    with told_in_a_sentence("day"):
        PeriodOfCare.objects.filter(pk=period.pk).update(
            end_date=day,
            ended_because=ended_because,
            end_words=end_words.strip(),
            end_child_words=child_words.strip(),
            end_decided_by=by,
        )
        for row in (placement, status):
            row.end_date = day
            row.save(update_fields=["end_date"])
    liberty = DeprivationOfLiberty.objects.filter(period_of_care=period, end_date__isnull=True)
    liberty.filter(start_date__lt=day).update(end_date=day, end_words="Care ended.")
    leaves(
        child=child,
        lines=goes_to_lines,
        postcode=goes_to_postcode,
        stays=ended_because in STAYS or placement.placement_type == "P1",
        day=day,
        by=by,
    )
    tell_ended(placement, by=by)
    tell_of_care(
        "care.care_ended",
        period,
        day=day,
        by=by,
        summary="Left care.",
        ended_because=ended_because,
        **why_unusual(unusual, despite),
    )
    _end_what_was_of_care(child, day, by)
    bring_up_to_date(child, by=by)


def _end_what_was_of_care(child: Person, day: datetime.date, by: Worker) -> None:
    """End the care plan and a connected person's temporary approval with the care that they were for."""
    CarePlan.objects.filter(child=child, end_date__isnull=True, start_date__lt=day).update(end_date=day)
    for approval in TemporaryApproval.objects.filter(child=child, end_date__isnull=True, start_date__lt=day):
        end_temporary_approval(
            approval=approval, end_date=day, because=TemporaryApprovalEnding.MOVED, words="Care ended.", by=by
        )
