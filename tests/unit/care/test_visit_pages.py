"""The pages of visits: the form, what a device is told, my day, and the team's numbers."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from kith.casework.care.actions import visits
from kith.casework.care.actions.visit_checks import ChildVisited
from kith.casework.care.models import CareVisit, Placement
from kith.casework.timeline.actions.events import record_event
from kith.casework.workforce.models import Worker
from tests.furnishing.cast import Cast
from tests.furnishing.clients import WorkersClient, acting_as
from tests.furnishing.in_care import CareFamily, three_in_care

ALONE = ChildVisited(seen=True, seen_alone=True, bedroom_seen=True, child_words="I like it here.")
DAY = datetime.timedelta(days=1)


@pytest.fixture
def family(cast: Cast) -> CareFamily:
    """Three children who came into care together four months ago."""
    return three_in_care(cast)


def placed(placement: Placement, by: Worker) -> None:
    """Record that a placement began, as the action that starts one does."""
    record_event(
        "care.placement_started", by=by, day=placement.start_date, about=[placement.child_id],
        summary="A placement began.", thread=f"placement:{placement.pk}",
    )  # fmt: skip


def test_the_pages_of_visits(
    cast: Cast, family: CareFamily, client_for: Callable[[Worker | None], WorkersClient]
) -> None:
    """The form asks about all three and records what it is told; without scripts it is an ordinary form."""
    client = client_for(cast.social_worker)
    first, second, third = family.children
    address = f"/people/{first.pk}/care/visits/write/"
    page = client.get(address).content.decode()
    assert "What Kezia said" in page
    assert page.index("What Kezia said") < page.index("Did you see Kezia?") < page.index("What Micah said")
    today = timezone.localdate()
    answers = {
        "visited_date_0": today.day, "visited_date_1": today.month, "visited_date_2": today.year,
        "written_as": str(uuid.uuid4()), f"to_{first.pk}": "on", f"to_{second.pk}": "on",
        f"how_{first.pk}": "alone", f"bedroom_{first.pk}": "yes", f"child_words_{first.pk}": "I made a cake.",
        f"how_{second.pk}": "with_others", f"bedroom_{second.pk}": "no",
    }  # fmt: skip
    refused = client.post(address, answers)
    assert refused.status_code == 422
    assert "Say why you did not see Micah alone." in refused.content.decode()
    answers |= {f"why_not_{second.pk}": "He was shy.", f"why_bedroom_{second.pk}": "A brother was asleep."}
    sent = client.post(address, answers)
    assert sent.status_code == 303
    again = client.post(address, answers, headers={"Accept": "application/json"})
    assert again.json() == {"sent": True, "signed_in": True, "address": sent["Location"]}
    assert CareVisit.objects.count() == 1
    shown = client.get(sent["Location"]).content.decode()
    assert "I made a cake." in shown
    assert "He was shy." in shown
    assert "Noor" not in shown
    assert "I made a cake." in client.get(f"/people/{first.pk}/care/").content.decode()
    assert "I made a cake." not in client.get(f"/people/{second.pk}/care/").content.decode()
    assert client.get(f"/people/{third.pk}/care/visits/").status_code == 200
    signed_out = client_for(None).post(address, answers, headers={"Accept": "application/json"})
    assert signed_out.json() == {"sent": False, "signed_in": False}


def test_a_device_is_told_no_more_than_it_needs(
    cast: Cast, family: CareFamily, client_for: Callable[[Worker | None], WorkersClient]
) -> None:
    """A key of one's own, the same after signing in again; first names and initials alone; an empty page to keep."""
    client, other = client_for(cast.social_worker), client_for(cast.outsider)
    key = client.get("/people/visits-with-me/key/").json()["key"]
    assert key == client_for(cast.social_worker).get("/people/visits-with-me/key/").json()["key"]
    assert key != other.get("/people/visits-with-me/key/").json()["key"]
    children = client.get("/people/visits-with-me/children/").json()["children"]
    first, second, third = family.children
    assert children == [
        {"id": first.pk, "name": "Kezia F", "with": [second.pk, third.pk]},
        {"id": second.pk, "name": "Micah F", "with": [first.pk, third.pk]},
        {"id": third.pk, "name": "Noor F", "with": [first.pk, second.pk]},
    ]
    assert other.get("/people/visits-with-me/children/").json() == {"children": []}
    shell = client.get("/people/visits-with-me/?shell=1").content.decode()
    assert "Kezia" not in shell
    assert cast.social_worker.name not in shell
    script = client.get("/people/visits-with-me/worker.js")
    assert script["Service-Worker-Allowed"] == "/people/"
    assert "/people/visits-with-me/?shell=1" in script.content.decode()


def test_a_visit_said_to_be_by_somebody_else_says_so(
    cast: Cast, family: CareFamily, client_for: Callable[[Worker | None], WorkersClient]
) -> None:
    """The page names who visited and who wrote it."""
    with acting_as(cast.social_worker):
        visit = visits.record_visit(
            day=timezone.localdate(),
            children={family.eldest.pk: ALONE},
            visited_by=cast.family_help_practitioner,
            by=cast.social_worker,
        )
    page = client_for(cast.social_worker).get(f"/care/visits/{visit.pk}/").content.decode()
    assert f"by {cast.family_help_practitioner.name}, written by {cast.social_worker.name}" in page


def test_a_team_is_told_of_its_visits(
    cast: Cast, family: CareFamily, client_for: Callable[[Worker | None], WorkersClient]
) -> None:
    """How many in time, how many seen alone, how many wait: for the team and those above it alone."""
    for placement in family.placements:
        placed(placement, cast.social_worker)
    first, second, _ = family.children
    today = timezone.localdate()
    with_others = ChildVisited(seen=True, why_not_alone="Shy.", bedroom_seen=True)
    visits.record_visit(day=today, children={first.pk: ALONE, second.pk: with_others}, by=cast.social_worker)
    address = f"/teams/{cast.riverside.pk}/"
    page = " ".join(client_for(cast.team_manager).get(address).content.decode().split())
    assert "<strong>3</strong> children in care" in page
    assert "<strong>1</strong> waits past the day" in page
    assert "<strong>0%</strong> of visits came in time, in 13 weeks (0 of 2)" in page
    assert "<strong>50%</strong> of the children seen were seen alone (1 of 2)" in page
    assert "Visits to children in care" not in client_for(cast.outside_manager).get(address).content.decode()


def test_my_day_says_whom_to_visit(
    cast: Cast, family: CareFamily, client_for: Callable[[Worker | None], WorkersClient]
) -> None:
    """Whoever was never visited comes first; a child with weeks to go is not on the list."""
    visits.record_visit(day=timezone.localdate(), children={family.eldest.pk: ALONE}, by=cast.social_worker)
    page = client_for(cast.social_worker).get("/").content.decode()
    assert "Visit Micah Ferris" in page
    assert "Visit Kezia Ferris" not in page


def test_a_page_of_visits_costs_the_same_however_many_there_are(
    cast: Cast,
    family: CareFamily,
    client_for: Callable[[Worker | None], WorkersClient],
    django_assert_max_num_queries: Any,
) -> None:
    """Three children and ten visits ask the database no more than 25 questions."""
    first, second, third = family.children
    for days in range(10):
        visits.record_visit(
            day=timezone.localdate() - days * DAY,
            children={first.pk: ALONE, second.pk: ALONE, third.pk: ALONE},
            by=cast.social_worker,
        )
    client = client_for(cast.social_worker)
    care = f"/people/{first.pk}/care/"
    for address in (f"{care}visits/write/", f"{care}visits/", f"{care}health/", f"{care}health/check/", care, "/",
                    "/people/visits-with-me/children/"):  # fmt: skip
        with django_assert_max_num_queries(25):
            assert client.get(address).status_code == 200
