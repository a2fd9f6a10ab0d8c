"""What protection does for the told families: so that chairs, social workers and managers have real work on the day.

Days are working days before the first working day on or after today; a day ahead is below zero.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kith.demo.days import NEVER, next_working
from kith.demo.protection_journeys import NO_CONFERENCE, PLAN, Worries
from kith.demo.told_families import back, place_of


@dataclass(frozen=True)
class ToldWorry:
    """One strategy discussion about a told family and what follows; None is not yet. `written` is as the conference's day.

    `conference` may lie ahead: it is booked. One that was held and not written up has `is_written` False.
    """

    family: str
    kind: int
    called: int
    held: int | None = None
    submitted: int | None = None
    decided: int | None = None
    conference: int | None = None
    is_written: bool = True
    theme: str = "NEG"


TOLD_WORRIES = (
    ToldWorry("enquiry_under_way", PLAN, 6, 5, theme="PHY"),
    ToldWorry("enquiry_late", PLAN, 21, 19, theme="EMO"),
    ToldWorry("on_protection_plan", PLAN, 22, 21, 14, 13, 8, theme="NEG"),
    ToldWorry("enquiry_to_decide", PLAN, 13, 12, 2, theme="NEG"),
    ToldWorry("ended_with_help", NO_CONFERENCE, 71, 70, 61, 60, theme="EMO"),
    ToldWorry("conference_today", PLAN, 15, 14, 7, 6, 0, theme="EMO"),
    ToldWorry("conference_this_week", PLAN, 13, 12, 6, 5, -2, theme="NEG"),
    ToldWorry("conference_to_write_up", PLAN, 19, 18, 10, 9, 4, is_written=False, theme="PHY"),
    ToldWorry("review_due", PLAN, 81, 80, 71, 70, 65, theme="EMO"),
    ToldWorry("harm_outside", NO_CONFERENCE, 41, 40, 31, 30, theme="OUT"),
    ToldWorry("going_to_court", PLAN, 199, 198, 190, 189, 184, theme="NEG"),
)
# An enquiry that is late has its reason on its clock.
REASONS_FOR_LATE = {
    "enquiry_late": "The interview with the police was put back twice, and the young person asked to finish her exams first",
}


def tell(today: int) -> Worries:
    """Return the worries of the told families, for a day."""
    last = today - 1

    def day(ago: int | None) -> int:
        if ago is None:
            return NEVER
        anchor = int(next_working(np.array([today]))[0])
        if ago > 0:
            return min(back(today, ago), last)
        ahead = anchor
        for _ in range(-ago):
            ahead = int(next_working(np.array([ahead + 1]))[0])
        return ahead

    told = TOLD_WORRIES
    held_conference = [day(one.conference) for one in told]
    return Worries(
        family=np.array([place_of(one.family) for one in told], dtype=np.int64),
        turn=np.zeros(len(told), dtype=np.int64),
        kind=np.array([one.kind for one in told], dtype=np.int64),
        called=np.array([day(one.called) for one in told], dtype=np.int64),
        held=np.array([day(one.held) for one in told], dtype=np.int64),
        submitted=np.array([day(one.submitted) for one in told], dtype=np.int64),
        decided=np.array([day(one.decided) for one in told], dtype=np.int64),
        conference=np.array(held_conference, dtype=np.int64),
        written=np.array(
            [at if one.is_written else NEVER for one, at in zip(told, held_conference, strict=True)], dtype=np.int64
        ),
        # None of these plans has ended; the day lies well ahead.
        plan_end=np.array(
            [today + 150 if one.kind == PLAN and one.conference is not None else NEVER for one in told], dtype=np.int64
        ),
    )  # fmt: skip


def themes() -> dict[int, str]:
    """Return what the worry about each told family is, by the family's place."""
    return {place_of(one.family): one.theme for one in TOLD_WORRIES}
