"""Who waits for first help and why, on the team's page."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kith.casework.family_help.actions.assessing import start_assessment
from kith.casework.family_help.models import Intervention, InterventionDelivery
from kith.casework.family_help.queries.waiting import waiting_for_first_help
from kith.casework.front_door.actions.matching import match_person
from kith.casework.front_door.models import Contact, ContactPerson
from kith.casework.people.models import Family, FamilyMembership
from kith.casework.plans.models import Plan, PlanChild, PlanLead
from kith.casework.timeline.actions.events import record_event
from kith.casework.workforce.queries.teams import figures_of, spread_of

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


def approach(
    cast, days_ago: int, *, status: str = "decided", family: Family | None = None, people=(), team=None
) -> Contact:
    """Have somebody ask for help some days ago, at the front door's own queue or about these people."""
    day = TODAY() - datetime.timedelta(days=days_ago)
    contact = Contact.objects.create(
        reference=f"W-{days_ago}", received_at=timezone.now(), channel="web", asked_by="parent", source="1A",
        in_their_words="Please help.", team=team or cast.riverside, family=family, status=status,
    )  # fmt: skip
    with transaction.atomic():
        record_event(
            "front_door.contact_received", by=cast.contact_officer, day=day, about=[one.pk for one in people],
            summary="Asked.", thread=f"contact:{contact.pk}", details={"asks_for_help": True}, team_id=(team or cast.riverside).pk,
        )  # fmt: skip
    return contact


def why(cast) -> list[tuple[str, str]]:
    """Return who waits at Riverside, and why."""
    clocks = figures_of([cast.riverside.pk])[cast.riverside.pk].waiting_clocks
    return [(one.who, one.why) for one in waiting_for_first_help(clocks, TODAY())]


def test_why_a_family_waits_follows_what_has_happened(cast):
    """From the undecided contact to the help that was offered, each step says what is waited for."""
    contact = approach(cast, 30, status="received")
    assert why(cast) == [("Contact W-30", "Nobody has decided on the contact yet")]
    Contact.objects.filter(pk=contact.pk).update(status="checking")
    assert why(cast)[0][1] == "Partners have been asked and have not answered"
    Contact.objects.filter(pk=contact.pk).update(status="decided", family=cast.family)
    assert why(cast) == [("Okafor", "Decided; no plan has begun")]
    start_assessment(
        family=cast.family,
        children=[cast.child],
        kind="family_help",
        start_date=TODAY(),
        by=cast.social_worker,
    )
    assert why(cast)[0][1] == "An assessment is being written; nothing has been offered meanwhile"
    plan = Plan.objects.create(family=cast.family, start_date=TODAY())
    PlanChild.objects.create(plan=plan, child=cast.child, start_date=TODAY())
    assert why(cast)[0][1] == "The plan has no lead practitioner yet"
    PlanLead.objects.create(plan=plan, worker=cast.social_worker, start_date=TODAY())
    assert why(cast)[0][1] == "Priya Nair leads the plan; no help has been offered yet"
    help_ = Intervention.objects.create(
        code="made-up-for-a-test",
        name="Sleep sessions",
        group="parenting",
        kinds_of_help=["parenting"],
        for_whom="-",
        aims="-",
    )
    InterventionDelivery.objects.create(plan=plan, intervention=help_, why_this="-", offered_date=TODAY())
    assert why(cast)[0][1] == "Sleep sessions has been offered and has not started"


def test_the_longest_wait_is_first_and_each_approach_once(cast):
    """Two children of one approach wait once."""
    approach(cast, 5, family=cast.family, people=[cast.child, cast.sibling])
    approach(cast, 40, status="received")
    assert [who for who, _ in why(cast)] == ["Contact W-40", "Okafor"]


def test_a_family_that_a_team_holds_waits_with_that_team(cast):
    """The clock began at the front door's queue, before anybody was known to be meant; the team that holds them sees it."""
    contact = approach(cast, 8, family=cast.family, team=cast.front_door)
    assert why(cast) == []
    place = ContactPerson.objects.create(contact=contact, role="child", stated_given_names="Ada")
    assert why(cast) == [], "somebody is named, and nobody knows yet who they are"
    match_person(place=place, person=cast.child, by=cast.contact_officer)
    assert [who for who, _ in why(cast)] == ["Okafor"]
    assert figures_of([cast.riverside.pk])[cast.riverside.pk].waiting_for_help == 1


def test_the_team_page_shows_them_and_keeps_what_is_closed_to_the_reader(cast, client_for):
    """A restricted family is counted and not named."""
    sealed = Family.objects.create(name="Ashdown")
    FamilyMembership.objects.create(family=sealed, person=cast.sealed_child, role="child", start_date=TODAY())
    contact = approach(cast, 20, family=sealed)
    contact.people.create(role="child", person=cast.sealed_child)
    approach(cast, 12, family=cast.family)
    page = client_for(cast.team_manager).get(f"/teams/{cast.riverside.pk}/").content.decode()
    assert "Waiting for first help, and why" in page
    assert "Okafor" in page
    assert "Ashdown" not in page
    assert "1 more is on a record that is not open to you" in page


def test_queries_do_not_grow_with_those_who_wait(cast):
    """A fixed number, whoever waits."""
    approach(cast, 3, family=cast.family)
    with CaptureQueriesContext(connection) as one:
        why(cast)
    for days in range(4, 12):
        approach(cast, days, family=cast.family)
    with CaptureQueriesContext(connection) as nine:
        why(cast)
    assert len(nine) == len(one)


def test_the_spread_of_waits_in_bands():
    """Each wait is in one band, and the fullest band is the whole bar."""
    spread = spread_of([0, 2, 3, 10, 10, 25])
    assert [(band.words, band.approaches, band.share) for band in spread.bands] == [
        ("0 to 2", 2, 100), ("3 to 5", 1, 50), ("6 to 10", 2, 100), ("11 to 20", 0, 0), ("21 or more", 1, 50),
    ]  # fmt: skip
