"""What a young person is owed in leaving care: each row a life, as a personal adviser would tell it."""

from __future__ import annotations

import datetime
import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kith.casework.care.leaving_care_rules import (
    LEAVING_CARE_UNTIL,
    Standing,
    TimeInCare,
    contact_due_date,
    standings,
)
from kith.casework.care.models import LeavingCareStanding as Owed
from kith.casework.care.placement_codes import birthday
from kith.engines.calendar import add_months

BORN = datetime.date(2005, 6, 15)
D = datetime.date

LIVES: list[tuple[str, list[TimeInCare], datetime.date, Owed | None]] = [
    ("in care from 10 to now, and 15", [TimeInCare(D(2015, 6, 15), None)], D(2021, 6, 14), None),
    ("the same, on the 16th birthday", [TimeInCare(D(2015, 6, 15), None)], D(2021, 6, 15), Owed.ELIGIBLE),
    ("came at 16 and is in care for 90 days", [TimeInCare(D(2021, 7, 1), None)], D(2021, 9, 29), None),
    ("came at 16 and is in care for 13 weeks", [TimeInCare(D(2021, 7, 1), None)], D(2021, 9, 30), Owed.ELIGIBLE),
    ("left at 16 after two years", [TimeInCare(D(2019, 7, 1), D(2021, 9, 1), "E8")], D(2021, 9, 1), Owed.RELEVANT),
    ("went home to a parent at 16, five months ago", [TimeInCare(D(2019, 7, 1), D(2021, 9, 1), "E4A")], D(2022, 2, 1), Owed.RELEVANT),
    ("went home to a parent at 16, six months ago", [TimeInCare(D(2019, 7, 1), D(2021, 9, 1), "E4A")], D(2022, 3, 1), Owed.QUALIFYING),
    ("left before 16", [TimeInCare(D(2019, 7, 1), D(2021, 6, 1), "E4A")], D(2022, 3, 1), None),
    ("left on the 16th birthday itself", [TimeInCare(D(2019, 7, 1), D(2021, 6, 15), "E8")], D(2022, 3, 1), None),
    ("was in care for a month at 16", [TimeInCare(D(2021, 8, 1), D(2021, 9, 1), "E8")], D(2021, 9, 2), Owed.QUALIFYING),
    ("in care until 18, and 18", [TimeInCare(D(2015, 6, 15), D(2023, 6, 15), "E5")], D(2023, 6, 15), Owed.FORMER_RELEVANT),
    ("the same, the day before 25", [TimeInCare(D(2015, 6, 15), D(2023, 6, 15), "E5")], D(2030, 6, 14), Owed.FORMER_RELEVANT),
    ("the same, at 25", [TimeInCare(D(2015, 6, 15), D(2023, 6, 15), "E5")], D(2030, 6, 15), None),
    ("went home for good at 16, and 19", [TimeInCare(D(2019, 7, 1), D(2021, 9, 1), "E4A")], D(2024, 7, 1), Owed.QUALIFYING),
    ("the same, at 21", [TimeInCare(D(2019, 7, 1), D(2021, 9, 1), "E4A")], D(2026, 6, 15), None),
    ("short breaks alone", [TimeInCare(D(2015, 6, 15), None, "", True)], D(2022, 6, 15), None),
    ("two times in care that make 13 weeks", [TimeInCare(D(2020, 1, 1), D(2020, 3, 1), "E4A"), TimeInCare(D(2022, 1, 1), None)], D(2022, 2, 1), Owed.ELIGIBLE),
    ("nobody who was never in care", [], D(2022, 2, 1), None),
]  # fmt: skip


@pytest.mark.parametrize(("life", "times", "day", "owed"), LIVES, ids=[row[0] for row in LIVES])
def test_what_is_owed(life: str, times: list[TimeInCare], day: datetime.date, owed: Owed | None) -> None:
    """The law's four words, on a day."""
    assert on(standings(BORN, times), day) == owed


def on(found: list[Standing], day: datetime.date) -> Owed | None:
    """Return what holds on a day."""
    return next(
        (one.status for one in found if one.start <= day and (one.end is None or day < one.end)), None
    )


def slowly(born: datetime.date, times: list[TimeInCare], day: datetime.date) -> Owed | None:
    """Return what is owed on a day, by counting days one by one."""
    counted = [time for time in times if not time.is_short_break]

    def in_care(on_day: datetime.date) -> bool:
        return any(time.start <= on_day and (time.end is None or on_day < time.end) for time in counted)

    def days_in_care(until: datetime.date) -> int:
        fourteen = birthday(born, 14)
        return sum(
            in_care(fourteen + datetime.timedelta(days=n)) for n in range(max(0, (until - fourteen).days))
        )

    def under_eighteen(on_day: datetime.date) -> Owed | None:
        if on_day < birthday(born, 16):
            return None
        if in_care(on_day):
            return Owed.ELIGIBLE if days_in_care(on_day) >= 91 else None
        ended = [time for time in counted if time.end and birthday(born, 16) < time.end <= on_day]
        if not ended:
            return None
        last = max(ended, key=lambda time: time.start)
        assert last.end is not None
        home = last.ended_because in ("E4A", "E4B") and add_months(last.end, 6) <= on_day
        return Owed.RELEVANT if days_in_care(last.end) >= 91 and not home else Owed.QUALIFYING

    if day < birthday(born, 16) or day >= birthday(born, LEAVING_CARE_UNTIL):
        return None
    if day < birthday(born, 18):
        return under_eighteen(day)
    if under_eighteen(birthday(born, 18) - datetime.timedelta(days=1)) in (Owed.ELIGIBLE, Owed.RELEVANT):
        return Owed.FORMER_RELEVANT
    was = any(
        time.start < birthday(born, 18) and (time.end is None or time.end > birthday(born, 16))
        for time in counted
    )
    return Owed.QUALIFYING if was and day < birthday(born, 21) else None


@st.composite
def lives(draw: st.DrawFn) -> list[TimeInCare]:
    """Some times in care between 13 and 18, one after the other."""
    day, times = BORN.replace(year=2018) + datetime.timedelta(days=draw(st.integers(0, 700))), []
    for _ in range(draw(st.integers(1, 4))):
        length = draw(st.one_of(st.integers(1, 120), st.integers(85, 95), st.integers(1, 900)))
        end = day + datetime.timedelta(days=length)
        if end >= birthday(BORN, 18):
            times.append(TimeInCare(day, birthday(BORN, 18), "E5"))
            break
        times.append(TimeInCare(day, end, draw(st.sampled_from(["E4A", "E8"])), draw(st.booleans())))
        day = end + datetime.timedelta(days=draw(st.integers(1, 300)))
        if day >= birthday(BORN, 18):
            break
    return times


@settings(max_examples=120, deadline=None)
@given(lives(), st.integers(0, 9 * 366))
def test_standings_equal_counting_days_one_by_one(times: list[TimeInCare], days: int) -> None:
    """On any day from 15 to 24, of any life."""
    day = birthday(BORN, 15) + datetime.timedelta(days=days)
    found = standings(BORN, times)
    assert on(found, day) == slowly(BORN, times, day)
    for one, after in itertools.pairwise(found):
        assert one.end is not None
        assert one.end <= after.start


MOVED = D(2026, 5, 1)
IN_TOUCH = [
    ("nobody yet", MOVED, [], D(2026, 5, 8)),
    ("once since moving in", MOVED, [D(2026, 5, 4)], D(2026, 5, 29)),
    ("once, after four weeks had passed", MOVED, [D(2026, 6, 17)], D(2026, 8, 17)),
    ("twice since moving in", MOVED, [D(2026, 5, 4), D(2026, 5, 28)], D(2026, 7, 28)),
    ("only before moving in", MOVED, [D(2026, 4, 4)], D(2026, 5, 8)),
    ("where they live is not known", None, [D(2026, 4, 4)], D(2026, 6, 4)),
    ("nothing is known", None, [], None),
    ("on 31 December", None, [D(2026, 12, 31)], D(2027, 2, 28)),
]


@pytest.mark.parametrize(("what", "moved", "contacts", "due"), IN_TOUCH, ids=[row[0] for row in IN_TOUCH])
def test_when_to_be_in_touch(
    what: str, moved: datetime.date | None, contacts: list[datetime.date], due: datetime.date | None
) -> None:
    """A week after moving in, four weeks after that, then every two months."""
    assert contact_due_date(moved, contacts) == due
