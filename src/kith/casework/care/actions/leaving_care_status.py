"""What a young person is owed follows from their time in care and their age: brought up to date, and never typed."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone

from kith.casework.care.actions.recording import lock_child
from kith.casework.care.leaving_care_rules import Standing, TimeInCare, standings
from kith.casework.care.models import LeavingCareStanding, LeavingCareStatus, LegalStatus, PeriodOfCare
from kith.casework.care.placement_codes import birthday
from kith.casework.people.models import Person
from kith.casework.timeline.actions.events import record_event
from kith.casework.workforce.models import Worker

SHORT_BREAKS = {"V3", "V4"}


def leaving_care_thread(young_person: Person) -> str:
    """Return the thread on which the clocks of leaving care run."""
    return f"leaving_care:{young_person.pk}"


def times_in_care(young_person: Person) -> list[TimeInCare]:
    """Return a person's times in care; one of short breaks alone is marked so. Two queries."""
    codes: dict[int, set[str]] = {}
    for period, code in LegalStatus.objects.filter(child=young_person).values_list(
        "period_of_care_id", "code"
    ):
        codes.setdefault(period, set()).add(code)
    return [
        TimeInCare(
            period.start_date,
            period.end_date,
            period.ended_because,
            bool(codes.get(period.pk)) and codes[period.pk] <= SHORT_BREAKS,
        )
        for period in PeriodOfCare.objects.filter(child=young_person).order_by("start_date")
    ]


@transaction.atomic
def bring_up_to_date(young_person: Person, *, by: Worker | None, day: datetime.date | None = None) -> bool:
    """Have a young person's statuses be those that follow from their time in care, up to a day; return whether any changed."""
    today = day or timezone.localdate()
    if young_person.birth_date is None or today < birthday(young_person.birth_date, 16):
        return False
    lock_child(young_person)
    due = [
        one for one in standings(young_person.birth_date, times_in_care(young_person)) if one.start <= today
    ]
    if young_person.death_date is not None:
        due = [one for one in due if one.start < young_person.death_date]
    due = [one if one.end and one.end <= today else Standing(one.status, one.start, None) for one in due]
    held = list(LeavingCareStatus.objects.filter(young_person=young_person).order_by("start_date"))
    if [(row.status, row.start_date, row.end_date) for row in held] == [
        (s.status, s.start, s.end) for s in due
    ]:
        return False
    was_eligible = any(row.status == LeavingCareStanding.ELIGIBLE for row in held)
    was_open = any(row.end_date is None for row in held)
    keep = {(one.status, one.start): one for one in due}
    for row in held:
        if (row.status, row.start_date) not in keep:
            row.delete()
    for row in held:
        same = keep.pop((row.status, row.start_date), None)
        if same is not None and same.end != row.end_date:
            LeavingCareStatus.objects.filter(pk=row.pk).update(end_date=same.end)
    for one in keep.values():
        LeavingCareStatus.objects.create(
            young_person=young_person, status=one.status, start_date=one.start, end_date=one.end
        )
    _tell(young_person, due, was_eligible=was_eligible, was_open=was_open, by=by)
    return True


def _tell(
    young_person: Person, due: list[Standing], *, was_eligible: bool, was_open: bool, by: Worker | None
) -> None:
    """Record what begins and ends a clock: becoming eligible, and the end of leaving care; anything else as a change."""
    if not due:
        return
    thread, about = leaving_care_thread(young_person), [young_person.pk]
    first = next((one for one in due if one.status == LeavingCareStanding.ELIGIBLE), None)
    if first is not None and not was_eligible:
        record_event(
            "care.became_eligible", by=by, day=first.start, about=about, thread=thread,
            summary="Is owed help with leaving care: eligible.",
        )  # fmt: skip
    elif due[-1].end is not None and was_open:
        record_event(
            "care.leaving_care_ended", by=by, day=due[-1].end, about=about, thread=thread,
            summary="Help with leaving care has come to its end.",
        )  # fmt: skip
    else:
        record_event(
            "care.leaving_care_changed", by=by, day=due[-1].start, about=about, thread=thread,
            summary=f"Is owed help with leaving care: {LeavingCareStanding(due[-1].status).label.lower()}.",
        )  # fmt: skip
