"""What was entered wrongly about a child's care is put right: days and codes. What it said before stays in its history.

Days are judged as when they were first entered: nothing may overlap, and nothing be without a day.
"""

from __future__ import annotations

import datetime
from typing import Any

from django.db import transaction

from kith.casework.care.actions.correcting_parts import (
    beside,
    check_start,
    count_from,
    following,
    move_start,
    period_now,
    tell_corrected,
)
from kith.casework.care.actions.duties import duties_changed, duties_of
from kith.casework.care.actions.order_with_parent import order_put_right
from kith.casework.care.actions.placement_parts import (
    told_in_a_sentence,
)
from kith.casework.care.actions.recording import (
    care_thread,
    check_day,
    locked,
    placement_thread,
)
from kith.casework.care.models import LegalStatus, PeriodOfCare, Placement
from kith.casework.care.placement_codes import SHORT_BREAKS, TEMPORARY, urn_of
from kith.casework.care.queries.unusual import address_of
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
from kith.casework.workforce.models import Worker


@transaction.atomic
def correct_period(
    *, period: PeriodOfCare, day: datetime.date, category_of_need: str, why: str, child_words: str, why_wrong: str, by: Worker
) -> None:  # fmt: skip
    """Put right when care began and why. The first legal status and placement begin on the same day, and go with it."""
    period, child = period_now(period)
    check_day(day, "day")
    check_child(child, day)
    check_code("category_of_need", category_of_need, day, "category_of_need")
    tell_corrected(
        period, "period of care",
        {"day": period.start_date, "category_of_need": period.category_of_need, "why": period.why, "child_words": period.child_words},
        {"day": day, "category_of_need": category_of_need, "why": why.strip(), "child_words": child_words.strip()},
        why_wrong, by,
    )  # fmt: skip
    first: list[Any] = [rows.objects.filter(period_of_care=period).order_by("start_date").first() for rows in (LegalStatus, Placement)]  # fmt: skip
    if day != period.start_date:
        _check_before_the_first_change(first, day)
        check_code("legal_status", first[0].code, day, "day")
        check_code("placement_type", first[1].placement_type, day, "day")
        check_status_at_age(child, first[0].code, day, "day")
        check_placement_at_age(child, first[1].placement_type, day, "day")
        other = PeriodOfCare.objects.filter(
            child=child, start_date__lt=period.start_date, end_date__gte=day
        ).first()
        if other is not None:
            raise CannotBeTrue(
                f"The child was in care until {on(other.end_date or day)}. Enter a later day, or correct when that ended.",
                "day",
            )
    with told_in_a_sentence("day"):
        # The period is widened before what is in it, and narrowed after.
        PeriodOfCare.objects.filter(pk=period.pk).update(
            start_date=day,
            category_of_need=category_of_need,
            why=why.strip(),
            child_words=child_words.strip(),
        )
        for row in first:
            row.start_date = day
            row.save(update_fields=["start_date"])
    if day != period.start_date:
        count_from(child, care_thread(period), day)
        count_from(child, placement_thread(first[1]), day)


def _check_before_the_first_change(rows: list[Any], day: datetime.date) -> None:
    ends = [row.end_date for row in rows if row.end_date is not None]
    if ends and day >= min(ends):
        raise CannotBeTrue(
            f"The legal status or the placement first changed on {on(min(ends))}. Enter a day before that, or correct that "
            "change first.",
            "day",
        )


@transaction.atomic
def correct_legal_status(
    *, status: LegalStatus, day: datetime.date, code: str, words: str, why_wrong: str, by: Worker
) -> None:
    """Put right a legal status. Where it follows another, that one ends on the day on which this one begins."""
    period, child = period_now(status.period_of_care)
    status = locked(status)
    before = check_start(status, period, day)
    check_code("legal_status", code, day, "code")
    check_status_at_age(child, code, day)
    if code in SHORT_BREAKS and before is not None:
        raise CannotBeTrue(f"Short breaks ({code}) begin as a period of care of their own.", "code")
    for other in beside(Placement, period, day, status.end_date):
        check_together(code, other.placement_type, "code")
    after = following(LegalStatus, period, status.end_date)
    if code in {row.code for row in (before, after) if row is not None}:
        raise CannotBeTrue(
            f"The legal status beside it is {code} too: nothing would have changed. Take this one away instead.",
            "code",
        )
    tell_corrected(
        period, "legal status", {"day": status.start_date, "code": status.code, "words": status.words},
        {"day": day, "code": code, "words": words.strip()}, why_wrong, by,
    )  # fmt: skip
    duties = duties_of(period, day)
    move_start(status, before, day, code=code, words=words.strip())
    order_put_right(period, by=by)
    duties_changed(period, duties, day, by=by)


@transaction.atomic
def correct_placement(
    *,
    placement: Placement,
    day: datetime.date,
    placement_type: str,
    provider: str,
    urn: str,
    ended_because: str,
    end_words: str,
    why_wrong: str,
    by: Worker,
) -> None:
    """Put right a placement. Where it follows another, that one ends on the day on which this one begins."""
    period, child = period_now(placement.period_of_care)
    placement = locked(placement)
    before = check_start(placement, period, day)
    check_code("placement_type", placement_type, day, "placement_type")
    check_placement_at_age(child, placement_type, day)
    check_provider(placement_type, provider)
    after = following(Placement, period, placement.end_date)
    if before is None:
        check_first(placement_type)
    if placement_type in TEMPORARY and period.end_date is not None and placement.end_date == period.end_date:
        raise CannotBeTrue(
            f"Care ended from this placement, and a temporary stay ({placement_type}) does not end care.",
            "placement_type",
        )
    for status in beside(LegalStatus, period, day, placement.end_date):
        check_together(status.code, placement_type, "placement_type")
    if after is None or placement_type in TEMPORARY or after.placement_type in TEMPORARY:
        ended_because = ""
    elif placement.end_date is not None:
        check_code("reason_placement_change", ended_because, placement.end_date, "ended_because")
    urn = urn_of(placement_type, urn.strip())
    names = ("placement_type", "provider", "urn", "ended_because", "end_words")
    tell_corrected(
        period, "placement", {"day": placement.start_date, **{name: getattr(placement, name) for name in names}},
        {"day": day, "placement_type": placement_type, "provider": provider, "urn": urn, "ended_because": ended_because, "end_words": end_words.strip()},
        why_wrong, by,
    )  # fmt: skip
    move_start(
        placement, before, day, placement_type=placement_type, provider=provider, urn=urn,
        ended_because=ended_because, end_words=end_words.strip(), home_address=address_of(placement.home, day) or placement.home_address,
    )  # fmt: skip
    count_from(child, placement_thread(placement), day)
    order_put_right(period, by=by)
