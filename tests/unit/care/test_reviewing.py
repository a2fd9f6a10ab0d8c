"""The reviewing officer's page: what it says of each child, and that it asks the database little."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from kith.casework.access.models import AuditEntry
from kith.casework.care.queries.reviewing import reviewing
from kith.casework.people.models import Person
from kith.casework.timeline.models import Clock, Event
from kith.casework.workforce.models import Allocation, Cover, Worker
from kith.engines.calendar import add_months, add_working_days
from tests.furnishing.care.reviews import ago, decided, enliven, found, hold, planned
from tests.furnishing.cast import Cast
from tests.furnishing.clients import WorkersClient, acting_as
from tests.furnishing.in_care import CareFamily, a_home, come_into_care, place_with, three_in_care


@pytest.fixture
def family(cast: Cast) -> CareFamily:
    """Three brothers and sisters, in care for 120 days."""
    return three_in_care(cast)


def late(child: Person, rule: str) -> None:
    """A clock of a rule that was due yesterday."""
    event = Event.objects.create(
        kind="care.test", day=ago(30), at=timezone.now(), recorded_at=timezone.now(), summary=""
    )
    Clock.objects.create(rule=rule, person=child, started_by=event, start_date=ago(30), due_date=ago(1))


def test_each_child_with_what_is_not_as_it_should_be(cast: Cast, family: CareFamily) -> None:
    """Set out for one child against the others, of whom nothing is amiss but the review that is late."""
    child, period = family.eldest, family.periods[0]
    for days in (100, 40):
        last = hold(
            planned(cast, [child], day=ago(days)), cast, [child], day=ago(days),
            children={child.pk: found(plan_is_right=False, plan_words="She is to stay at her school.")},
            decisions=[decided(child, due_date=ago(2))],
        )  # fmt: skip
        del last
    placement = family.placements[0]
    type(placement).objects.filter(pk=placement.pk).update(end_date=ago(20), ended_because="OTHER")
    place_with(period, a_home("Elm House"), day=ago(20))
    late(child, "visit_six_weeks")
    late(child, "health_assessment_five_and_over")
    officer = cast.independent_reviewing_officer
    with acting_as(officer):
        told = {one.child.pk: one for one in reviewing(officer, ago(0)).children}
    one = told[child.pk]
    assert one.due_date == add_months(ago(40), 6)
    assert (one.homes_since, one.siblings_apart) == (1, 2)
    assert one.concerns == [
        "Care plan not right",
        "No plan for a home for good",
        "Visit late",
        "Health assessment late",
        "2 decisions overdue",
    ]
    assert one.said == found().child_words
    assert one.lead == cast.social_worker.name
    micah = told[family.children[1].pk]
    assert micah.due_date == add_working_days(ago(120), 20)
    assert (micah.homes_since, micah.siblings_apart, micah.concerns) == (0, 1, [])


def test_it_asks_six_times_at_most_for_eighty_children(cast: Cast) -> None:
    """However many the children are; those on records closed to the officer are a number."""
    home = a_home()
    officer = cast.independent_reviewing_officer
    children = Person.objects.bulk_create(
        Person(display_name=f"Child {number}", birth_date=ago(3000 + number)) for number in range(80)
    )
    for child in children:
        come_into_care(child, by=cast.team_manager, home=home, day=ago(200))
    Allocation.objects.bulk_create(
        Allocation(child=child, worker=officer, role="reviewing_officer", start_date=ago(200), reason="first")
        for child in children
    )
    Person.objects.filter(pk=children[0].pk).update(restriction="sealed")
    with (
        acting_as(officer),
        CaptureQueriesContext(
            connection,
        ) as asked,
    ):
        found = reviewing(officer, ago(0))
    queries = [
        one
        for one in asked
        if "SAVEPOINT" not in one["sql"] and "set_config" not in one["sql"] and "kith_enter" not in one["sql"]
    ]
    assert len(queries) <= 6, [one["sql"][:80] for one in queries]
    assert (len(found.children), found.hidden) == (79, 1)


def test_the_page_is_the_officers_and_whoever_covers_for_them(
    cast: Cast, family: CareFamily, client_for: Callable[[Worker | None], WorkersClient]
) -> None:
    """It sorts, logs whose names it showed, and is in the menu of that role alone."""
    enliven(cast, family)
    path = reverse("care:reviewing")
    client = client_for(cast.independent_reviewing_officer)
    page = client.get(f"{path}?sort=-look").content.decode()
    assert page.index("Kezia Ferris") < page.index("Micah Ferris"), "the most to look at first"
    assert "dispute open" in page
    assert f'href="{path}"' in page
    entry = AuditEntry.objects.filter(what="care:reviewing").latest("pk")
    assert set(entry.subject_ids) == {child.pk for child in family.children}
    assert f'href="{path}"' not in client_for(cast.team_manager).get("/").content.decode()
    other = Worker.objects.create(
        name="Bea Ross", role="independent_reviewing_officer", start_date=ago(90), user=None
    )
    with acting_as(other):
        assert reviewing(other, ago(0)).children == []
    Cover.objects.create(
        absent_worker=cast.independent_reviewing_officer, covered_by=other, start_date=ago(2)
    )
    with acting_as(other):
        assert len(reviewing(other, ago(0)).children) == 3


def test_the_childs_page_and_the_plan_tell_of_reviews(
    cast: Cast, family: CareFamily, client_for: Callable[[Worker | None], WorkersClient]
) -> None:
    """Last and next, a home for good, disputes; each within the queries that a page may ask."""
    numbers = enliven(cast, family)
    client = client_for(cast.social_worker)
    for path, words in (
        (reverse("care:child", args=[family.eldest.pk]), "Care plan not right"),
        (reverse("plans:plan", args=[family.plan.pk]), "Next reviews of care"),
        (reverse("care:review", args=[numbers["care_review_id"]]), "I am not changing school."),
        (reverse("care:lifelong_links", args=[family.eldest.pk]), "Iris Ferris"),
    ):
        with CaptureQueriesContext(connection) as asked:
            page = client.get(path).content.decode()
        assert words in page, path
        counted = [one["sql"] for one in asked if "SAVEPOINT" not in one["sql"]]
        assert len(counted) <= 25 + 8 * path.startswith("/plans/"), (path, len(counted))
