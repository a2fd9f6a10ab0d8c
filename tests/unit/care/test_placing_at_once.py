"""Two workers place one child at once, each on a connection of their own: one does it, and the other is told."""

from __future__ import annotations

import datetime

import pytest
from django.db import transaction
from django.utils import timezone

from kith.casework.care.actions.placing import begin_care, change_legal_status, end_care, home_moves, place
from kith.casework.care.models import Home, LegalStatus, PeriodOfCare, Placement
from kith.casework.timeline.models import Clock, Event
from kith.casework.workforce.models import Worker
from tests.furnishing.cast import Cast, find_cast
from tests.furnishing.in_care import a_home
from tests.unit.protection.test_enquiry_at_once import at_once

TODAY = timezone.localdate()
YESTERDAY = TODAY - datetime.timedelta(days=1)


@pytest.fixture
def settled(committed_database: str) -> Cast:
    """The cast, committed, so that each thread sees what the other has done."""
    return find_cast()


def begin(cast: Cast, home: Home, by: Worker, days_ago: int = 30) -> PeriodOfCare:
    """Bring the child into care."""
    return begin_care(
        child=cast.child, day=TODAY - datetime.timedelta(days=days_ago), category_of_need="N1", legal_status="C1",
        why="Nobody at home.", home=home, placement_type="U6", by=by,
    )  # fmt: skip


def test_two_workers_bring_one_child_into_care_at_once(settled: Cast) -> None:
    """One period, one placement, one set of clocks; the other worker is told that the child is in care."""
    cast = settled
    with transaction.atomic():
        one, other = a_home("Elm House"), a_home("Rosa Diaz")
    told = at_once(
        (cast.team_manager, lambda: begin(cast, one, cast.team_manager)),
        (cast.social_worker, lambda: begin(cast, other, cast.social_worker)),
    )
    assert told[0] == ""
    assert "has been in care since" in told[1]
    assert PeriodOfCare.objects.count() == Placement.objects.count() == LegalStatus.objects.count() == 1
    assert Clock.objects.filter(rule="first_care_review").count() == 1


def test_two_workers_move_one_child_at_once(settled: Cast) -> None:
    """To two homes on one day: the child goes to one, and the other worker is told."""
    cast = settled
    with transaction.atomic():
        period = begin(cast, a_home(), cast.team_manager)
        homes = [a_home("Elm House"), a_home("Rosa Diaz")]

    def go(home: Home, by: Worker) -> Placement:
        return place(
            period=period, home=home, placement_type="U6", day=YESTERDAY, by=by, ended_because="CARPL"
        )

    told = at_once(
        (cast.team_manager, lambda: go(homes[0], cast.team_manager)),
        (cast.social_worker, lambda: go(homes[1], cast.social_worker)),
    )
    assert told[0] == ""
    assert "two on one day cannot be" in told[1]
    assert Placement.objects.count() == 2
    assert Event.objects.filter(kind="care.placement_started").count() == 2


def test_a_child_is_moved_while_their_care_ends(settled: Cast) -> None:
    """Whichever comes first stands, and the other is told; the child is never placed after care ended."""
    cast = settled
    with transaction.atomic():
        period = begin(cast, a_home(), cast.team_manager)
        home = a_home("Elm House")
    told = at_once(
        (
            cast.team_manager,
            lambda: end_care(period=period, day=YESTERDAY, ended_because="E4A", end_words="Home.", by=cast.team_manager),
        ),
        (
            cast.social_worker,
            lambda: place(period=period, home=home, placement_type="U6", day=YESTERDAY, by=cast.social_worker, ended_because="CARPL"),
        ),
    )  # fmt: skip
    assert told[0] == ""
    assert "care ended on" in told[1] or "last changed on" in told[1]
    assert (
        Placement.objects.filter(end_date__isnull=True).count()
        == PeriodOfCare.objects.filter(end_date__isnull=True).count()
    )


def test_carers_move_house_while_a_child_comes_to_them(settled: Cast) -> None:
    """Neither waits for the other for ever, and the child lives at one address of the home on each day."""
    cast = settled
    with transaction.atomic():
        home, other = a_home(), a_home("Elm House")
        period = begin(cast, other, cast.team_manager)
    told = at_once(
        (
            cast.team_manager,
            lambda: home_moves(home=home, lines="1 Long Road", town="", postcode="E8 4RP", day=YESTERDAY, by=cast.team_manager),
        ),
        (
            cast.social_worker,
            lambda: place(period=period, home=home, placement_type="U6", day=TODAY, by=cast.social_worker, ended_because="CARPL"),
        ),
    )  # fmt: skip
    assert told == ["", ""]
    placed = Placement.objects.get(end_date__isnull=True)
    assert placed.home_address is not None
    assert placed.home_address.end_date is None
    assert placed.home_address.postcode == "E8 4RP"


def test_two_statuses_at_once(settled: Cast) -> None:
    """Two orders of one day: one holds, and the other worker is told."""
    cast = settled
    with transaction.atomic():
        period = begin(cast, a_home(), cast.team_manager)
    told = at_once(
        *(
            (by, lambda code=code, by=by: change_legal_status(period=period, code=code, day=YESTERDAY, by=by))
            for code, by in (("C2", cast.team_manager), ("E1", cast.social_worker))
        )
    )
    assert told[0] == ""
    assert "cannot end before it has held for a day" in told[1]
    assert LegalStatus.objects.count() == 2
