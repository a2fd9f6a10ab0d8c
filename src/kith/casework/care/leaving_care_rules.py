"""What a young person who is, or was, in care is owed, by the days on which they were in care: no database, no clock.

Children Act 1989, schedule 2 part 2 and sections 23A to 24; Care Planning, Placement and Case Review (England) Regulations
2010, regulation 40: 13 weeks in care in all, begun after 14 and ended after 16, short breaks left out.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from kith.casework.care.models.leaving_care import LeavingCareStanding
from kith.casework.care.placement_codes import birthday
from kith.engines.calendar import add_months

DAYS_IN_CARE = 13 * 7
HOME_AGAIN = ("E4A", "E4B")
MONTHS_HOME = 6  # home to a parent for so long, a young person is no longer relevant (regulation 3, Care Leavers Regulations)
QUALIFYING_UNTIL = 21
LEAVING_CARE_UNTIL = 25

# How soon a personal adviser is in touch: local practice, which an authority should confirm.
FIRST_CONTACT_DAYS = 7  # after moving in
SECOND_CONTACT_DAYS = 28
CONTACT_MONTHS = 2


@dataclass(frozen=True)
class TimeInCare:
    """One time in care: half-open days, why it ended, and whether it was a series of short breaks."""

    start: datetime.date
    end: datetime.date | None
    ended_because: str = ""
    is_short_break: bool = False


@dataclass(frozen=True)
class Standing:
    """What a young person is owed over half-open days; an open end is None."""

    status: LeavingCareStanding
    start: datetime.date
    end: datetime.date | None


def standings(born: datetime.date, times: Sequence[TimeInCare]) -> list[Standing]:
    """Return what a young person is owed, in order, as far as it follows from these times in care."""
    counted = sorted((time for time in times if not time.is_short_break), key=lambda time: time.start)
    if not counted:
        return []
    changes = {birthday(born, age) for age in (16, 18, QUALIFYING_UNTIL, LEAVING_CARE_UNTIL)}
    for time in counted:
        changes |= {time.start} | ({time.end, add_months(time.end, MONTHS_HOME)} if time.end else set())
    enough = _enough_since(born, counted)
    changes |= {enough} if enough else set()
    first = birthday(born, 16)
    days = sorted(day for day in changes if day >= first)
    found: list[Standing] = []
    for position, day in enumerate(days):
        status = _on(born, counted, enough, day)
        end = days[position + 1] if position + 1 < len(days) else None
        if status is None:
            continue
        if found and found[-1].status == status and found[-1].end == day:
            found[-1] = Standing(status, found[-1].start, end)
        else:
            found.append(Standing(status, day, end))
    return found


def _enough_since(born: datetime.date, times: Sequence[TimeInCare]) -> datetime.date | None:
    """Return the first day after so many days in care since the fourteenth birthday, or None."""
    fourteen, before = birthday(born, 14), 0
    for time in times:
        start = max(time.start, fourteen)
        if time.end is not None and time.end <= start:
            continue
        reached = start + datetime.timedelta(days=DAYS_IN_CARE - before)
        if time.end is None or reached <= time.end:
            return reached
        before += (time.end - start).days
    return None


def _on(
    born: datetime.date, times: Sequence[TimeInCare], enough: datetime.date | None, day: datetime.date
) -> LeavingCareStanding | None:
    sixteen, eighteen = birthday(born, 16), birthday(born, 18)
    if day >= birthday(born, LEAVING_CARE_UNTIL):
        return None
    if day >= eighteen:
        before = _under_eighteen(times, enough, sixteen, eighteen - datetime.timedelta(days=1))
        if before in (LeavingCareStanding.ELIGIBLE, LeavingCareStanding.RELEVANT):
            return LeavingCareStanding.FORMER_RELEVANT
        in_care_since_sixteen = any(
            time.end is None or time.end > sixteen for time in times if time.start < eighteen
        )
        if in_care_since_sixteen and day < birthday(born, QUALIFYING_UNTIL):
            return LeavingCareStanding.QUALIFYING
        return None
    return _under_eighteen(times, enough, sixteen, day)


def _under_eighteen(
    times: Sequence[TimeInCare], enough: datetime.date | None, sixteen: datetime.date, day: datetime.date
) -> LeavingCareStanding | None:
    long_enough = enough is not None and enough <= day
    if any(time.start <= day and (time.end is None or day < time.end) for time in times):
        return LeavingCareStanding.ELIGIBLE if long_enough else None
    left = [time for time in times if time.end is not None and sixteen < time.end <= day]
    if not left:
        return None
    last = left[-1]
    assert last.end is not None
    home_for_long = last.ended_because in HOME_AGAIN and add_months(last.end, MONTHS_HOME) <= day
    if long_enough and enough is not None and enough <= last.end and not home_for_long:
        return LeavingCareStanding.RELEVANT
    return LeavingCareStanding.QUALIFYING


def contact_due_date(
    moved_date: datetime.date | None, contacts: Sequence[datetime.date]
) -> datetime.date | None:
    """Return by when the adviser is next in touch: a week after moving in, then four weeks after that, then every two months."""
    last = max(contacts, default=None)
    if moved_date is None:
        return add_months(last, CONTACT_MONTHS) if last else None
    since = [day for day in contacts if day >= moved_date]
    if not since:
        return moved_date + datetime.timedelta(days=FIRST_CONTACT_DAYS)
    second = moved_date + datetime.timedelta(days=SECOND_CONTACT_DAYS)
    return second if len(since) == 1 and since[0] < second else add_months(max(since), CONTACT_MONTHS)
