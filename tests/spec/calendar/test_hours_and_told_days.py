"""Hours that pass, and a last day that the event itself tells, in the rules of clocks."""

from __future__ import annotations

import datetime
from zoneinfo import ZoneInfo

import pytest

from kith.engines.calendar import Happening, rule_by_code, run_clocks

LONDON = ZoneInfo("Europe/London")
# Police protection: when it began, and when its 72 hours are up, as England's clocks tell both.
HOURS = [
    ("an ordinary week", "2026-06-01 09:00", "2026-06-04 09:00"),
    ("over the night on which the clocks go forward", "2026-03-28 22:30", "2026-03-31 23:30"),
    ("over the night on which they go back", "2026-10-24 00:15", "2026-10-26 23:15"),
    ("over the turn of the year", "2026-12-30 18:45", "2027-01-02 18:45"),
]


@pytest.mark.parametrize(("when", "began", "up"), HOURS)
def test_seventy_two_hours_are_hours_that_pass(when: str, began: str, up: str) -> None:
    """The same whether the instant is told in England's time or in the world's."""
    start = datetime.datetime.fromisoformat(began).replace(tzinfo=LONDON)
    expected = datetime.datetime.fromisoformat(up).replace(tzinfo=LONDON)
    rule = rule_by_code("police_protection")
    assert rule.due_at(start) == expected.astimezone(datetime.UTC)
    assert rule.due_at(start.astimezone(datetime.UTC)) == expected.astimezone(datetime.UTC)


def test_a_rule_in_days_has_no_instant() -> None:
    """It ends with a day."""
    assert rule_by_code("care_proceedings").due_at(datetime.datetime(2026, 3, 1, tzinfo=LONDON)) is None


DAY = datetime.date(2026, 3, 2)
MADE = "protection.emergency_protection_order_made"


@pytest.mark.parametrize(
    ("told", "due"),
    [({}, datetime.date(2026, 3, 10)), ({"until_date": "2026-03-06"}, datetime.date(2026, 3, 6))],
)
def test_the_day_that_a_court_set_counts_where_the_event_tells_it(
    told: dict[str, object], due: datetime.date
) -> None:
    """Otherwise the length of the law does."""
    (clock,) = run_clocks([Happening(MADE, DAY, 1, "power:1", told)])
    assert clock.due_date == due


def test_other_rules_hear_nothing_of_such_a_detail() -> None:
    """It is the rule that says which detail to ask."""
    (clock,) = run_clocks(
        [Happening("protection.proceedings_issued", DAY, 1, "proceedings:1", {"until_date": "2026-03-06"})]
    )
    assert clock.due_date == DAY + datetime.timedelta(weeks=26)
