"""How steady life is in care: counted in SQL as a slow reference counts it, and safe to show."""

from __future__ import annotations

import datetime
import random
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kith.casework.care.areas import our_area
from kith.casework.care.models import HomeAddress, LegalStatus, Placement
from kith.casework.care.places import place_of_home
from kith.casework.care.queries.stability import PARTITIONS, count, counts_of, stability_for
from kith.casework.family_help.queries.report import Period, counted_for
from kith.casework.people.models import Relationship, School, SchoolPlace
from kith.casework.workforce.models import Allocation, Worker
from tests.furnishing.cast import Cast
from tests.furnishing.clients import WorkersClient
from tests.furnishing.in_care import a_home, a_person, come_into_care, place_with
from tests.furnishing.stability_reference import alike

TODAY = timezone.localdate()
SINCE = datetime.date(TODAY.year if (TODAY.month, TODAY.day) >= (4, 1) else TODAY.year - 1, 4, 1)
YEAR = Period("this", "this year", SINCE, datetime.date(SINCE.year + 1, 3, 31))
PLACES = ["E8 1EA", "E8 3PH", "CT10 1AA", "BN1 1AA", ""]


def a_history(
    cast: Cast, drawn: random.Random, number: int, parents: list, homes: list, schools: list
) -> None:
    """One child's care, drawn by chance: homes, temporary stays, short breaks, workers, schools, a parent shared or not."""
    child = a_person(f"Drawn Child{number}", drawn.randrange(1, 18), drawn.choice("FM"))
    born = child.birth_date
    for parent in drawn.sample(parents, drawn.randrange(3)):
        Relationship.objects.create(person=parent, relative=child, kind="parent", start_date=born)
    day = TODAY - datetime.timedelta(days=drawn.randrange(5, 1500))
    period = come_into_care(
        child, by=cast.team_manager, day=day, home=drawn.choice(homes), legal_status=drawn.choice(["V2", "C2", "C2"]),
        home_postcode=drawn.choice(["E8 1EA", "E8 1EA", ""]),
    )  # fmt: skip
    last = period.placements.get()
    for _ in range(drawn.randrange(6)):
        day += datetime.timedelta(days=drawn.randrange(1, 300))
        if day > TODAY:
            break
        Placement.objects.filter(pk=last.pk).update(end_date=day, ended_because="CARPL")
        last = place_with(
            period, drawn.choice(homes), day=day, placement_type=drawn.choice(["U6", "U6", "K2", "T4", "A5"])
        )
    if drawn.random() < 0.15:
        LegalStatus.objects.filter(period_of_care=period).update(code="V4")
    if drawn.random() < 0.1:
        end = last.start_date + datetime.timedelta(days=1)
        Placement.objects.filter(pk=last.pk).update(end_date=end)
        period.end_date, period.ended_because, period.end_decided_by = end, "E8", cast.team_manager
        period.save()
    start = max(day, period.start_date) - datetime.timedelta(days=400)
    workers = [cast.social_worker, cast.outsider, cast.family_help_practitioner, cast.team_manager]
    for number_of_worker in range(drawn.randrange(5)):
        until = start + datetime.timedelta(days=drawn.randrange(20, 200))
        is_last = number_of_worker == 3 or until >= TODAY
        Allocation.objects.create(
            child=child, worker=drawn.choice(workers), start_date=start, reason="handover",
            end_date=None if is_last else until, end_reason="" if is_last else "Left",
        )  # fmt: skip
        if is_last:
            break
        start = until
    start = datetime.date(SINCE.year - 1, 9, 1)
    for _ in range(drawn.randrange(4)):
        until = start + datetime.timedelta(days=drawn.randrange(30, 400))
        SchoolPlace.objects.create(
            person=child, school=drawn.choice(schools), start_date=start,
            end_date=until if until <= TODAY else None, ended_because="other" if until <= TODAY else "",
        )  # fmt: skip
        if until > TODAY:
            break
        start = until


@pytest.fixture
def hackney(settings: Any) -> None:
    """The record is Hackney's."""
    settings.AUTHORITY_NAME = "Hackney"


@pytest.mark.parametrize("seed", range(6))
def test_figures_equal_the_slow_reference(cast: Cast, hackney: None, seed: int) -> None:
    """Whatever befell some children, each team's counts are those of counting child by child."""
    drawn = random.Random(seed)
    parents = [a_person(f"Parent Number{number}", 35, "F") for number in range(4)]
    homes = [a_home(f"Home {number}", postcode=postcode) for number, postcode in enumerate(PLACES)]
    moved = homes[0]
    HomeAddress.objects.filter(home=moved).update(end_date=TODAY - datetime.timedelta(days=200))
    HomeAddress.objects.create(
        home=moved,
        lines="2 New Street",
        start_date=TODAY - datetime.timedelta(days=200),
        **place_of_home("CT10 1AA"),
    )
    schools = [School.objects.create(name=f"School {number}", phase="primary") for number in range(3)]
    for number in range(14):
        a_history(cast, drawn, number, parents, homes, schools)
    assert our_area() == "E09000012"
    expected = alike(TODAY, SINCE, our_area())
    counted = count(TODAY, SINCE)
    for team in [None, *{one for one, _ in expected.values()}]:
        teams = None if team is None else [team]
        wanted = {
            name: [
                sum(so[name] == part for of, so in expected.values() if team is None or of == team)
                for part in parts
            ]
            for name, parts in PARTITIONS.items()
        }
        assert counts_of(counted, teams) == wanted
    assert sum(one.children for one in counted) == len(expected)


def test_small_numbers_are_hidden_from_who_is_not_of_the_team(cast: Cast, hackney: None) -> None:
    """The manager reads the team's exactly; the analyst reads the service's with no number from one to five."""
    for number in range(9):
        child = a_person(f"Child Number{number}", 10, "F")
        Allocation.objects.create(
            child=child,
            worker=cast.social_worker,
            start_date=TODAY - datetime.timedelta(days=300),
            reason="first",
        )
        postcode = "CT10 1AA" if number < 2 else "E8 3PH"
        come_into_care(child, by=cast.team_manager, home=a_home(f"Home {number}", postcode=postcode))
    exact = stability_for(
        cast.team_manager, counted_for(cast.team_manager, cast.riverside, TODAY), YEAR, TODAY
    )
    assert exact.in_care == 9
    far = next(one for one in exact.indicators if one.key == "far")
    assert (far.share.part, far.share.whole) == (2, 9)
    assert far.share.figure is not None
    assert far.share.figure.lower < 2 / 9 < far.share.figure.upper
    safe = stability_for(
        cast.performance_analyst, counted_for(cast.performance_analyst, None, TODAY), YEAR, TODAY
    )
    assert next(one for one in safe.indicators if one.key == "far").share.part is None
    assert safe.is_suppressed


def _children(cast: Cast, many: int, worker: Worker, postcode: str = "E8 3PH") -> None:
    """So many children of a worker in care near their home, each in a home of their own."""
    for number in range(many):
        child = a_person(f"Child Number{number}", 10, "F")
        Allocation.objects.create(
            child=child, worker=worker, start_date=TODAY - datetime.timedelta(days=300), reason="first"
        )
        come_into_care(child, by=cast.team_manager, home=a_home(f"Home {number}", postcode=postcode))


def test_teams_are_counted_apart_and_small_numbers_stand_together(cast: Cast, hackney: None) -> None:
    """Exact for who is above them all; to the analyst, a team with a small number stands with others or not at all."""
    _children(cast, 8, cast.social_worker)
    _children(cast, 7, cast.outsider)
    _children(cast, 2, cast.outsider, "CT10 1AA")

    def table(worker: Worker) -> list[tuple[str, int, list[tuple[int | None, int | None]]]]:
        found = stability_for(worker, counted_for(worker, None, TODAY), YEAR, TODAY)
        return [
            (row.label, row.in_care, [(share.part, share.whole) for share in row.shares.values()])
            for row in found.teams
        ]

    none = (0, 0)
    assert table(cast.director) == [
        ("Hillside", 9, [(0, 9), (2, 9), none, (0, 9)]),
        ("Riverside", 8, [(0, 8), (0, 8), none, (0, 8)]),
    ]
    assert table(cast.performance_analyst) == [], "two of seventeen would be told"
    _children(cast, 6, cast.family_help_practitioner, "CT10 1AA")
    assert table(cast.performance_analyst) == [
        ("All others together", 23, [(0, 23), (8, 23), none, (0, 23)])
    ], "Hillside's two cannot be worked out"


def test_the_figures_are_in_the_menu_of_who_may_see_them(
    cast: Cast, client_for: Callable[[Worker | None], WorkersClient]
) -> None:
    """A director's menu leads there, a social worker's does not."""
    entry = 'href="/care/figures/"'
    assert entry in client_for(cast.director).get("/teams/").content.decode()
    assert entry not in client_for(cast.social_worker).get("/teams/").content.decode()


def test_the_page_asks_one_query_of_the_figures(
    cast: Cast, client_for: Callable[[Worker | None], WorkersClient]
) -> None:
    """However many children there are; a social worker does not open it."""
    client = client_for(cast.performance_analyst)
    client.get("/care/figures/")
    with CaptureQueriesContext(connection) as asked:
        answer = client.get("/care/figures/")
    assert answer.status_code == 200
    assert sum("kith_stability_figures" in query["sql"] for query in asked) == 1
    assert len(asked) <= 15
    assert "Three or more homes in the year" in answer.content.decode()
    assert client_for(cast.social_worker).get("/care/figures/").status_code == 403
