"""What was entered wrongly about a child's care is put right, and what it said before is kept."""

from __future__ import annotations

import datetime

import pytest

from kith.casework.care.actions.beside_care import (
    end_liberty_order,
    no_longer_alone,
    restrict_liberty,
    review_liberty,
    seeks_asylum_alone,
)
from kith.casework.care.actions.correcting import correct_legal_status, correct_period, correct_placement
from kith.casework.care.actions.correcting_end import care_did_not_end, correct_end_of_care
from kith.casework.care.actions.placing import change_legal_status, end_care, place
from kith.casework.care.actions.taking_away import take_away
from kith.casework.care.models import LegalStatus, PeriodOfCare, Placement, VisitRequest
from kith.casework.care.short_breaks import count_breaks
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.timeline.models import Clock, Event
from tests.furnishing.cast import Cast
from tests.furnishing.in_care import a_home
from tests.unit.care.test_placing import TODAY, ago, into_care

WHY = {"why_wrong": "It was written on the wrong day."}


def test_the_day_on_which_care_began_is_put_right(cast: Cast) -> None:
    """The first legal status and placement go with it, the clocks that run count from it, and the event keeps both days."""
    period = into_care(cast)
    correct_period(period=period, day=ago(50), category_of_need="N2", why="Otherwise.", child_words="", by=cast.team_manager, **WHY)  # fmt: skip
    for row in (PeriodOfCare, LegalStatus, Placement):
        assert row.objects.get(child=cast.child).start_date == ago(50)
    assert Clock.objects.get(person=cast.child, rule="first_visit").due_date == ago(43)
    kept = Event.objects.get(kind="care.record_corrected").details
    assert (kept["before"]["day"], kept["after"]["day"]) == (str(ago(60)), str(ago(50)))
    change_legal_status(period=period, code="C1", day=ago(30), by=cast.team_manager)
    with pytest.raises(CannotBeTrue, match="first changed on"):
        correct_period(period=period, day=ago(20), category_of_need="N2", why="So.", child_words="", by=cast.team_manager, **WHY)  # fmt: skip
    with pytest.raises(CannotBeTrue, match="Nothing is different"):
        correct_period(period=period, day=ago(50), category_of_need="N2", why="Otherwise.", child_words="", by=cast.team_manager, **WHY)  # fmt: skip


def test_the_day_of_a_move_is_put_right(cast: Cast) -> None:
    """The placement before ends on the new day; neither may be left without a day."""
    period = into_care(cast)
    row = place(period=period, home=a_home("Elm", urn="SC2"), placement_type="U6", day=ago(20), by=cast.team_manager, ended_because="CARPL")  # fmt: skip
    how = {"placement_type": "U4", "provider": "PR1", "urn": "SC2", "ended_because": "", "end_words": "", "by": cast.team_manager, **WHY}  # fmt: skip
    correct_placement(placement=row, day=ago(35), **how)
    before, after = Placement.objects.order_by("start_date")
    assert (before.end_date, after.start_date, after.placement_type) == (ago(35), ago(35), "U4")
    with pytest.raises(CannotBeTrue, match="would have no day"):
        correct_placement(placement=row, day=ago(60), **how)
    with pytest.raises(CannotBeTrue, match="Say who provides"):
        correct_placement(placement=row, day=ago(35), **{**how, "provider": ""})
    with pytest.raises(CannotBeTrue, match="No provider is recorded for T1"):
        correct_placement(placement=row, day=ago(35), **{**how, "placement_type": "T1"})


def test_a_legal_status_that_never_was_is_taken_away(cast: Cast) -> None:
    """The one before it goes on; where it and the next are alike they become one."""
    period = into_care(cast)
    middle = change_legal_status(period=period, code="C1", day=ago(30), by=cast.team_manager)
    change_legal_status(period=period, code="V2", day=ago(20), by=cast.team_manager)
    with pytest.raises(CannotBeTrue, match="beside it is V2 too"):
        correct_legal_status(status=middle, day=ago(30), code="V2", words="", by=cast.team_manager, **WHY)
    take_away(row=middle, by=cast.team_manager, **WHY)
    only = LegalStatus.objects.get(child=cast.child)
    assert (only.code, only.start_date, only.end_date) == ("V2", ago(60), None)
    with pytest.raises(CannotBeTrue, match="always has one"):
        take_away(row=only, by=cast.team_manager, **WHY)


def test_a_placement_of_which_something_is_recorded_was(cast: Cast) -> None:
    """It is not taken away with what hangs on it: what it says is corrected instead."""
    period = into_care(cast)
    row = place(period=period, home=a_home("Elm", urn="SC2"), placement_type="U6", day=ago(20), by=cast.team_manager, ended_because="CARPL")  # fmt: skip
    VisitRequest.objects.create(child=cast.child, placement=row, asked_by="child", asked_date=ago(3))
    with pytest.raises(CannotBeTrue, match="is recorded of it, so it was"):
        take_away(row=row, by=cast.team_manager, **WHY)
    VisitRequest.objects.all().delete()
    take_away(row=row, by=cast.team_manager, **WHY)
    assert Placement.objects.get(child=cast.child).end_date is None


def test_how_care_ended_is_put_right(cast: Cast) -> None:
    """Another day and reason; or it did not end, and the last legal status and placement go on."""
    period = into_care(cast)
    end_care(period=period, day=ago(10), ended_because="E4A", end_words="Home.", by=cast.team_manager)
    correct_end_of_care(
        period=period, day=ago(12), ended_because="E4B", end_words="Home.", by=cast.team_manager, **WHY
    )
    assert Placement.objects.get(child=cast.child).end_date == ago(12)
    with pytest.raises(CannotBeTrue, match="from a placement for adoption"):
        correct_end_of_care(period=period, day=ago(12), ended_because="E12", end_words="Home.", by=cast.team_manager, **WHY)  # fmt: skip
    care_did_not_end(period=period, by=cast.team_manager, **WHY)
    for row in (PeriodOfCare, LegalStatus, Placement):
        assert row.objects.get(child=cast.child).end_date is None


def test_an_order_on_liberty_is_recorded_reviewed_and_ended(cast: Cast) -> None:
    """Where none is expected it is kept with why; it ends with care at the latest."""
    period = into_care(cast)
    row = restrict_liberty(
        period=period, day=ago(30), restrictions="Doors.", by=cast.social_worker, despite="No other home."
    )
    kept = Event.objects.get(kind="care.liberty_restricted").details
    assert "expected in a children's home" in kept["unusual"][0]
    assert kept["why_unusual"] == "No other home."
    with pytest.raises(CannotBeTrue, match="recorded already"):
        restrict_liberty(period=period, day=ago(20), restrictions="Doors.", by=cast.social_worker)
    review_liberty(row=row, day=ago(10), restrictions="Nights only.", child_words="Better.", review_due_date=TODAY, by=cast.social_worker)  # fmt: skip
    end_liberty_order(row=row, day=ago(5), words="No longer needed.", by=cast.social_worker)
    row.refresh_from_db()
    assert (row.restrictions, row.end_date) == ("Nights only.", ago(5))
    other = restrict_liberty(period=period, day=ago(4), restrictions="Doors.", by=cast.social_worker)
    end_care(period=period, day=ago(1), ended_because="E4A", end_words="Home.", by=cast.team_manager)
    other.refresh_from_db()
    assert other.end_date == ago(1)


def test_a_child_who_came_alone(cast: Cast) -> None:
    """It ends by the 18th birthday, with why; it is recorded once at a time."""
    into_care(cast)
    row = seeks_asylum_alone(child=cast.child, day=ago(60), by=cast.social_worker, arrived_date=ago(61))
    with pytest.raises(CannotBeTrue, match="recorded already"):
        seeks_asylum_alone(child=cast.child, day=ago(50), by=cast.social_worker)
    with pytest.raises(CannotBeTrue, match="Say why"):
        no_longer_alone(row=row, day=ago(10), words=" ", by=cast.social_worker)
    no_longer_alone(row=row, day=ago(10), words="He was given leave to stay.", by=cast.social_worker)
    row.refresh_from_db()
    assert row.end_date == ago(10)


BREAKS: list[tuple[str, list[tuple[int, int]], int, int, int]] = [
    # what, breaks as (begun so many days ago, nights), nights in twelve months, the longest, how many sentences
    ("a weekend", [(10, 2)], 2, 2, 0),
    ("17 days", [(30, 17)], 17, 17, 0),
    ("18 days", [(30, 18)], 18, 18, 1),
    ("75 days in a year", [(300 - 60 * n, 15) for n in range(5)], 75, 15, 0),
    ("76 days in a year", [(300 - 60 * n, 15) for n in range(5)] + [(5, 1)], 76, 15, 1),
    ("as many over two years", [(700 - 120 * n, 15) for n in range(6)], 45, 15, 0),
    ("too many in a year that is past", [(700 - 20 * n, 15) for n in range(6)], 0, 15, 1),
]  # fmt: skip


@pytest.mark.parametrize(("what", "breaks", "nights", "longest", "sentences"), BREAKS)
def test_short_breaks_are_counted(
    what: str, breaks: list[tuple[int, int]], nights: int, longest: int, sentences: int
) -> None:
    """Against 17 days for one and 75 in twelve months (regulation 48)."""
    spans = [(ago(begun), ago(begun - length)) for begun, length in breaks]
    counted = count_breaks(spans, today=datetime.date.fromordinal(TODAY.toordinal()))
    assert (counted.nights_in_a_year, counted.longest, len(counted.sentences)) == (nights, longest, sentences)
