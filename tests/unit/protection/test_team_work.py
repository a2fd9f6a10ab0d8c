"""A child protection team's page: what is on its way, for its own workers and whoever is above it."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kith.casework.people.models import Restriction
from kith.casework.protection.models import (
    ChildProtectionConference,
    ConferenceChild,
    SectionFortySevenEnquiry,
    StrategyChild,
    StrategyDiscussion,
)
from kith.casework.protection.queries.team_work import team_numbers, team_work
from kith.casework.timeline.actions.events import record_event
from kith.casework.workforce.models import Allocation
from tests.furnishing.cast import Cast
from tests.furnishing.clients import acting_as
from tests.furnishing.form_days import ago
from tests.furnishing.on_protection import another_family, end_enquiry, enquire, plan_of, protect

pytestmark = pytest.mark.django_db


def _hold(cast: Cast, child) -> None:
    Allocation.objects.create(child=child, worker=cast.social_worker, reason="first", start_date=ago(100))


def _all_on_its_way(cast: Cast) -> None:
    """One of each: a discussion called, an enquiry, help not begun, a conference, and two children on a plan."""
    protected = protect(cast)
    family, (child,) = another_family("Called", 1)
    _hold(cast, child)
    discussion = StrategyDiscussion.objects.create(
        family=family, called_date=ago(1), called_by=cast.social_worker, why_called="W"
    )
    StrategyChild.objects.create(discussion=discussion, child=child)
    record_event(
        "protection.strategy_discussion_called", by=cast.social_worker, day=ago(1), about=[child.pk],
        summary="Called.", thread=f"strategy:{discussion.pk}",
    )  # fmt: skip
    family, (child,) = another_family("Enquired", 1)
    _hold(cast, child)
    enquiry = enquire(family, [child], ago(5), lead=cast.social_worker)
    record_event(
        "protection.section_47_started", by=cast.social_worker, day=ago(5), about=[child.pk],
        summary="Began.", thread=f"enquiry:{enquiry.pk}",
    )  # fmt: skip
    family, (child,) = another_family("Helped", 1)
    _hold(cast, child)
    plan = plan_of(family, [child], ago(40), cast.social_worker)
    ended = enquire(family, [child], ago(30), lead=cast.social_worker, plan=plan)
    end_enquiry(ended, ago(20), outcome="5", decided_by=cast.team_manager)
    record_event(
        "protection.help_taken_up", by=cast.social_worker, day=ago(20), about=[child.pk], summary="Help.",
        thread=f"enquiry:{ended.pk}", details={"help_under_way": False},
    )  # fmt: skip
    conference = ChildProtectionConference.objects.create(
        family=cast.family, kind="review", status="booked", requested_date=ago(5), requested_by=cast.social_worker,
        chair=cast.conference_chair, plan=protected.plan, planned_at=timezone.now() + datetime.timedelta(days=3),
    )  # fmt: skip
    ConferenceChild.objects.create(conference=conference, child=cast.child)


def test_everything_on_its_way_is_listed(cast, client_for):
    """Each list has its own, with the days that are left; what is late says so."""
    _all_on_its_way(cast)
    with acting_as(cast.team_manager):
        work = team_work([cast.riverside.pk], timezone.localdate())
    lists = [work.discussions, work.enquiries, work.help, work.conferences, work.plans]
    assert [shown.all for shown in lists] == [1, 1, 1, 1, 2]
    assert work.enquiries.rows[0].days_left > 0
    assert work.discussions.rows[0].due_date is not None
    assert work.help.rows[0].days_left < 0
    assert all(row.late and row.visit < timezone.localdate() for row in work.plans.rows)
    page = client_for(cast.team_manager).get(f"/teams/{cast.riverside.pk}/protection/").content.decode()
    for name in ("Called", "Enquired", "Child 1 Helped", "Daniel Okafor", "days late"):
        assert name in page, name


def test_one_that_waits_for_the_manager_says_so(cast, client_for):
    """An enquiry that was sent stands out among those under way."""
    _all_on_its_way(cast)
    SectionFortySevenEnquiry.objects.filter(status="under_way").update(
        status="submitted", submitted_at=timezone.now(), submitted_by=cast.social_worker
    )
    page = client_for(cast.team_manager).get(f"/teams/{cast.riverside.pk}/protection/").content.decode()
    assert "Waits for the manager" in page


def test_what_is_on_hidden_records_is_counted_and_not_named(cast, client_for):
    """The team's figures count it; a worker who may not open the record is not told whose it is."""
    _all_on_its_way(cast)
    cast.child.restriction = cast.sibling.restriction = Restriction.SEALED
    for child in (cast.child, cast.sibling):
        child.save()
    assert team_numbers([cast.riverside.pk]).plans == 2
    page = client_for(cast.team_manager).get(f"/teams/{cast.riverside.pk}/protection/").content.decode()
    assert "2 on records that are not open to you" in page
    assert "Daniel Okafor" not in page


@pytest.mark.parametrize(
    ("who", "team", "status"),
    [
        ("social_worker", "riverside", 200),
        ("family_help_practitioner", "riverside", 200),
        ("team_manager", "riverside", 200),
        ("director", "riverside", 200),
        ("director", "service", 200),
        ("outsider", "riverside", 403),
        ("outside_manager", "riverside", 403),
        ("team_manager", "service", 403),
        ("performance_analyst", "riverside", 403),
        ("administrator", "riverside", 403),
        ("partner", "riverside", 403),
    ],
)
def test_exact_numbers_are_for_the_team_and_those_above_it(cast, client_for, who, team, status):
    """Anybody else reads figures that are safe to show, and the team's own page leads them nowhere else."""
    _all_on_its_way(cast)
    number = getattr(cast, team).pk
    assert client_for(getattr(cast, who)).get(f"/teams/{number}/protection/").status_code == status
    own_page = client_for(getattr(cast, who)).get(f"/teams/{number}/")
    if own_page.status_code == 200:
        leads = f'href="/teams/{number}/protection/"' in own_page.content.decode()
        assert leads is (status == 200)


def test_a_team_without_protection_says_nothing_of_it(cast, client_for):
    """No section where there is nothing, and none of figures for those who do not see them."""
    page = client_for(cast.outsider).get(f"/teams/{cast.hillside.pk}/").content.decode()
    assert "Child protection" not in page


def test_as_many_queries_for_many_as_for_few(cast, client_for):
    """At most 25, however much the team has; the team's own page too."""
    client = client_for(cast.team_manager)
    addresses = [f"/teams/{cast.riverside.pk}/protection/", f"/teams/{cast.riverside.pk}/"]

    def ask() -> list[int]:
        found = []
        for address in addresses:
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200
            found.append(len(queries))
        return found

    _all_on_its_way(cast)
    ask()
    few = ask()
    for number in range(20):
        family, children = another_family(f"More {number}", 2)
        for child in children:
            _hold(cast, child)
        enquire(family, children, ago(5), lead=cast.social_worker)
    assert ask() == few
    assert max(few) <= 25
