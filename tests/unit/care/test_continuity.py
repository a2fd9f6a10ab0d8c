"""The homes, schools and workers that a child has had, on their page and added up for a team."""

from __future__ import annotations

import datetime
from collections.abc import Callable

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kith.casework.care.models import Move, Placement
from kith.casework.care.queries.continuity import continuity_from, rows_of, year_of
from kith.casework.care.queries.team_continuity import team_continuity
from kith.casework.care.queries.what_a_move_does import what_it_does
from kith.casework.furniture.known_at import NOW
from kith.casework.people.models import SchoolPlace
from kith.casework.workforce.models import Allocation, Worker
from tests.furnishing.cast import Cast
from tests.furnishing.clients import WorkersClient, acting_as
from tests.furnishing.in_care import CareFamily, a_home, place_with, three_in_care

TODAY = timezone.localdate()


def unsteady(cast: Cast, family: CareFamily) -> None:
    """The eldest has had three homes, two schools and three workers; one move split her from the others, far away.

    With it came a change of school in the middle of a school year, which that move's panel tells of too.
    """
    period, last = family.periods[0], family.placements[0]
    homes = [a_home("Elm House", postcode="CT10 1AA"), a_home("Bea Stone")]
    for number, home in enumerate(homes):
        day = TODAY - datetime.timedelta(days=60 - 30 * number)
        Placement.objects.filter(pk=last.pk).update(
            end_date=day, ended_because="CREQB", end_words="Too loud."
        )
        last = place_with(period, home, day=day)
    panel = what_it_does(family.children[1], "home", home=homes[0], day=TODAY)
    Move.objects.create(
        child=family.eldest, kind="home", home=homes[0], planned_date=TODAY, reasons="a", alternatives="b",
        child_words="c", shown=panel.as_shown(), decided_date=TODAY, decided_at=timezone.now(), outcome="made",
        made_date=TODAY, decided_by=cast.social_worker, team=cast.riverside, siblings_with_now=2, siblings_with_after=0,
        metres_from_home_after=100_000, in_middle_of_school_year=True, people_further=2, people_nearer=1,
    )  # fmt: skip
    # The change of school that came with it, and another worker: where she lives is no further for either.
    for kind, to in (("school", {"school": family.schools[1]}), ("worker", {"worker": cast.team_manager})):
        Move.objects.create(
            child=family.eldest, kind=kind, planned_date=TODAY, reasons="a", alternatives="b", why_child_not_asked="d",
            shown=panel.as_shown(), decided_date=TODAY, decided_at=timezone.now(), outcome="made", made_date=TODAY,
            decided_by=cast.social_worker, team=cast.riverside, metres_from_home_after=100_000,
            in_middle_of_school_year=kind == "school" or None, **to,
        )  # fmt: skip
    place = SchoolPlace.objects.get(person=family.eldest)
    changed = TODAY - datetime.timedelta(days=20)
    SchoolPlace.objects.filter(pk=place.pk).update(end_date=changed, ended_because="home_moved")
    SchoolPlace.objects.create(person=family.eldest, school=family.schools[1], start_date=changed)
    lead = Allocation.objects.get(child=family.eldest, role="lead")
    for number, worker in enumerate((cast.family_help_practitioner, cast.social_worker, cast.team_manager)):
        day = TODAY - datetime.timedelta(days=50 - 10 * number)
        Allocation.objects.filter(pk=lead.pk).update(end_date=day, end_reason="The worker left")
        lead = Allocation.objects.create(
            child=family.eldest, worker=worker, start_date=day, reason="worker_left"
        )


def test_what_a_child_has_had_and_what_the_year_adds_up_to(cast: Cast) -> None:
    """The latest first, with how long each lasted and why it changed."""
    family = three_in_care(cast)
    unsteady(cast, family)
    held = NOW.together(**rows_of(NOW, family.eldest.pk))
    found = continuity_from(held, TODAY)
    assert [(one.name, one.lasted, one.why) for one in found.homes] == [
        ("Bea Stone", "4 weeks", ""),
        ("Elm House", "4 weeks", "Carer asks to end placement: child's behaviour. Too loud"),
        ("Ann and Joseph Clarke", "8 weeks", "Carer asks to end placement: child's behaviour. Too loud"),
    ]
    assert [one.name for one in found.schools] == ["Orchard Primary School", "Canal Side School"]
    assert found.schools[1].why == "Moved home"
    assert [one.name for one in found.workers] == [
        "Grace Mensah",
        "Priya Nair",
        "Tom Whitfield",
        "Priya Nair",
    ]
    assert found.year.since == year_of(TODAY)


def test_a_household_that_moved_house_is_one_home(cast: Cast) -> None:
    """Two placements that follow each other in one home are one stay."""
    family = three_in_care(cast)
    day = TODAY - datetime.timedelta(days=30)
    Placement.objects.filter(pk=family.placements[0].pk).update(end_date=day, ended_because="OTHER")
    place_with(family.periods[0], family.home, day=day)
    found = continuity_from(NOW.together(**rows_of(NOW, family.eldest.pk)), TODAY)
    assert [one.start_date for one in found.homes] == [TODAY - datetime.timedelta(days=120)]
    assert found.year.homes == 1


def test_the_year_in_words_counts_from_april(cast: Cast) -> None:
    """Seen on a day when all of it is within the year."""
    family = three_in_care(cast)
    unsteady(cast, family)
    held = NOW.together(**rows_of(NOW, family.eldest.pk))
    year = continuity_from(held, TODAY).year
    since = year_of(TODAY)
    homes = [30, 60, 120]  # days ago that each ended or, of the last, never
    if all(TODAY - datetime.timedelta(days=days) >= since for days in homes):
        assert year.in_words == "3 homes, 1 school change, 3 workers"
    assert year.losses == [
        "1 move away from a brother or sister",
        "1 move to over 20 miles from home",
        "1 change of school in the middle of a school year",
    ]


def test_it_is_on_the_page_in_care(cast: Cast, client_for: Callable[[Worker | None], WorkersClient]) -> None:
    """With the ways to decide on a change for who may write, and none for who only reads."""
    family = three_in_care(cast)
    unsteady(cast, family)
    page = client_for(cast.social_worker).get(f"/people/{family.eldest.pk}/care/").content.decode()
    assert "Bea Stone" in page
    assert "Decide a change of home" in page
    assert "Decide a change of worker" not in page
    page = client_for(cast.director).get(f"/people/{family.eldest.pk}/care/").content.decode()
    assert "Bea Stone" in page
    assert "Decide a change of home" not in page


def test_a_team_sees_whose_life_is_not_steady_and_what_its_moves_did(
    cast: Cast, client_for: Callable[[Worker | None], WorkersClient]
) -> None:
    """By name to the team, one query and one for the names; whoever is not of the team is told nothing of it."""
    family = three_in_care(cast)
    unsteady(cast, family)
    Allocation.objects.filter(child=family.eldest, role="lead", end_date__isnull=True).update(
        worker=cast.social_worker
    )
    since = TODAY - datetime.timedelta(days=150)
    with acting_as(cast.team_manager), CaptureQueriesContext(connection) as asked:
        found = team_continuity([cast.riverside.pk], since, TODAY)
    assert len(asked) == 2
    assert (found.in_care, found.three_homes) == (3, 1)
    assert [(one.person, one.homes) for one in found.children] == [(family.eldest, 3)]
    assert found.sums == {
        "moves": 3, "split": 1, "over_twenty": 1, "middle_of_year": 1, "further": 1, "heard": 1,
    }  # fmt: skip
    assert found.by_kind == {"home": 1, "school": 1, "worker": 1}
    page = client_for(cast.team_manager).get(f"/teams/{cast.riverside.pk}/").content.decode()
    assert "How steady life is for children in care" in page
    for stranger in (cast.outsider, cast.performance_analyst):
        page = client_for(stranger).get(f"/teams/{cast.riverside.pk}/").content.decode()
        assert "Kezia Ferris" not in page
        assert "1 away from a brother or sister" not in page


def test_a_child_on_a_closed_record_is_counted_and_not_named(cast: Cast) -> None:
    """The team is told that there is one more, never who."""
    family = three_in_care(cast)
    unsteady(cast, family)
    Allocation.objects.filter(child=family.eldest, role="lead", end_date__isnull=True).update(
        worker=cast.social_worker
    )
    type(family.eldest).objects.filter(pk=family.eldest.pk).update(restriction="sealed")
    with acting_as(cast.team_manager):
        found = team_continuity([cast.riverside.pk], TODAY - datetime.timedelta(days=150), TODAY)
    assert (found.three_homes, found.children, found.hidden) == (1, [], 1)
