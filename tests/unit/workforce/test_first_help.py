"""How soon help came to a team's families: found from the help that few workers gave, or from the clocks of a service."""

from __future__ import annotations

import datetime
import random

import pytest
from django.db import connection
from django.utils import timezone

from kith.casework.timeline.models import Clock, Event
from kith.casework.workforce.models import TeamMembership
from tests.furnishing.cast import Cast
from tests.furnishing.form_days import ago

pytestmark = pytest.mark.django_db
SINCE = ago(100)


def _given(teams: list[int]) -> list[tuple[datetime.date, datetime.date]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT approached, helped FROM kith_first_help_given(%s::bigint[], %s)", [teams, SINCE]
        )
        return sorted(cursor.fetchall())


def _expected(teams: list[int]) -> list[tuple[datetime.date, datetime.date]]:
    """Each clock looked at, one after the other."""
    found: dict[str, list[Clock]] = {}
    stopped = Clock.objects.filter(rule="first_help", stopped_date__gte=SINCE).select_related("stopped_by")
    for clock in stopped:
        assert clock.stopped_by is not None
        assert clock.stopped_date is not None
        if clock.stopped_by.kind not in ("plans.help_given", "front_door.help_given"):
            continue
        theirs = TeamMembership.objects.filter(
            worker=clock.stopped_by.by_worker, team_id__in=teams, start_date__lte=clock.stopped_date
        ).exclude(end_date__lte=clock.stopped_date)
        if clock.team_id in teams or theirs.exists():
            found.setdefault(clock.thread or f"person:{clock.person_id}", []).append(clock)
    return sorted(
        (min(c.start_date for c in held), min(c.stopped_date for c in held)) for held in found.values()
    )


def _drawn(cast: Cast, drawn: random.Random, number: int) -> None:
    start = ago(drawn.randrange(1, 200))
    day = min(start + datetime.timedelta(days=drawn.randrange(0, 60)), timezone.localdate())
    kind = drawn.choice(["plans.help_given", "front_door.help_given", "front_door.contact_decided"])
    worker = drawn.choice([cast.social_worker, cast.outsider, cast.contact_officer, None])
    event = Event.objects.create(
        kind=kind, day=day, at=timezone.now(), recorded_at=timezone.now(), summary="S.", by_worker=worker
    )
    for _ in range(drawn.choice([1, 1, 2])):  # an approach about two people has two clocks
        Clock.objects.create(
            rule="first_help", thread=drawn.choice([f"contact:{number}", ""]), person=cast.child,
            team=drawn.choice([cast.riverside, cast.hillside, None]), started_by=event, start_date=start,
            due_date=start, stopped_date=day, stopped_by=event, was_late=False,
        )  # fmt: skip


@pytest.mark.parametrize("seed", range(3))
def test_it_is_the_same_from_either_end(cast: Cast, seed: int) -> None:
    """For one team, two, none, in which a worker was for a while: as each clock by itself says."""
    drawn = random.Random(seed)
    for number in range(40):
        _drawn(cast, drawn, number)
    TeamMembership.objects.filter(worker=cast.outsider).update(end_date=ago(60))
    TeamMembership.objects.create(worker=cast.outsider, team=cast.riverside, start_date=ago(60))
    for most_listed in (60, -1):
        with connection.cursor() as cursor:
            cursor.execute(
                "CREATE OR REPLACE FUNCTION kith_most_listed() RETURNS int LANGUAGE sql IMMUTABLE AS"
                f" 'SELECT {most_listed}'"
            )
        for teams in ([cast.riverside.pk], [cast.riverside.pk, cast.hillside.pk], []):
            assert _given(teams) == _expected(teams), (most_listed, teams)
    assert _given([cast.riverside.pk])
