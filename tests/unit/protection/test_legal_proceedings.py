"""Proceedings in court: issued with the offer or why not, heard, extended, ordered child by child, ended."""

from __future__ import annotations

import datetime

import pytest
from django.db import IntegrityError, transaction

from kith.casework.family_help.actions import meetings
from kith.casework.plans.actions.plan import start_plan
from kith.casework.plans.models import Plan
from kith.casework.protection.actions import proceedings as actions
from kith.casework.protection.models import (
    CareProceedings,
    CourtHearing,
    CourtOrder,
    ProceedingsChild,
)
from kith.casework.protection.queries.legal import proceedings_story, weeks_of
from kith.casework.timeline.models import Clock, Event
from tests.furnishing.clients import acting_as
from tests.furnishing.form_days import ago, day_fields
from tests.unit.protection.legal_steps import (
    begin_pre_proceedings,
    court_order,
    issue,
    offer_group_meeting,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(cast) -> Plan:
    """The Okafors' plan, begun two hundred days ago."""
    return start_plan(
        family=cast.family, children=[cast.child, cast.sibling], tier="child_in_need", lead=cast.social_worker,
        start_date=ago(200), by=cast.social_worker,
    )  # fmt: skip


def clocks_of(child) -> list[tuple[datetime.date, datetime.date | None]]:
    """Return when each clock of proceedings about a child is due and stopped."""
    found = Clock.objects.filter(rule="care_proceedings", person=child)
    return [(clock.due_date, clock.stopped_date) for clock in found]


def test_twenty_six_weeks_run_from_the_day_of_issue(cast):
    """For each child."""
    with acting_as(cast.social_worker):
        case = issue(cast)
    assert case.due_date == case.issued_date + datetime.timedelta(days=182)
    for child in (cast.child, cast.sibling):
        assert clocks_of(child) == [(case.due_date, None)]


def test_the_database_refuses_an_application_that_says_neither(cast):
    """Neither the offer nor why not: no path leads past it."""
    with pytest.raises(IntegrityError, match="proceedings_say_whether_the_family_met"), transaction.atomic():
        CareProceedings.objects.create(
            family=cast.family, kind="care", issued_date=ago(1), due_date=ago(-181)
        )


def test_an_offer_stands_with_the_application_and_a_reason_is_carried_over(cast, plan):
    """Found on the plan; a decision not to offer brings its reason."""
    with acting_as(cast.social_worker):
        offer = offer_group_meeting(cast, plan)
        case = issue(cast, network_meeting=offer, why_no_family_meeting="")
        assert (case.network_meeting, case.why_no_family_meeting) == (offer, "")
        meetings.answer_offer(
            meeting=offer,
            answer="declined",
            answered_date=ago(34),
            answer_words="Not now.",
            by=cast.social_worker,
        )
        reason = meetings.decide_not_to_offer(
            plan=plan, kind="group_decision_making", offered_date=ago(33), why_not_offered="He would come.",
            by=cast.social_worker,
        )  # fmt: skip
        other = issue(cast, kind="placement", network_meeting=reason, why_no_family_meeting="")
    assert other.why_no_family_meeting == "He would come."


def test_each_childs_final_order_ends_it_for_them_and_the_last_ends_it(cast):
    """Clocks stop child by child; events are about the right child."""
    with acting_as(cast.social_worker):
        case = issue(cast)
        court_order(cast, case, kind="supervision", made_date=ago(10), is_final=True)
        case.refresh_from_db()
        assert case.ended_date is None
        assert clocks_of(cast.child)[0][1] == ago(10)
        assert clocks_of(cast.sibling)[0][1] is None
        court_order(cast, case, child=cast.sibling, kind="no_order", made_date=ago(4), is_final=True)
    case.refresh_from_db()
    assert case.ended_date == ago(4)
    ended = Event.objects.filter(kind="protection.proceedings_ended").order_by("pk")
    assert [list(event.subjects.values_list("person", flat=True)) for event in ended] == [
        [cast.child.pk],
        [cast.sibling.pk],
    ]


def test_it_ends_only_with_the_final_order_of_a_child_nobody_here_may_see(cast):
    """A hidden child counts, though the worker acting sees no order of theirs."""
    case = issue(cast, children=[cast.child])
    ProceedingsChild.objects.create(proceedings=case, child=cast.sealed_child)
    with acting_as(cast.social_worker):
        court_order(cast, case, kind="care", made_date=ago(9), is_final=True)
        case.refresh_from_db()
        assert case.ended_date is None


def test_an_interim_order_ends_as_the_next_takes_its_place(cast):
    """Half-open periods that meet; one recorded late goes before those that followed."""
    with acting_as(cast.social_worker):
        case = issue(cast)
        court_order(cast, case, made_date=ago(20))
        court_order(cast, case, kind="interim_supervision", made_date=ago(28))
        court_order(cast, case, kind="supervision", made_date=ago(5), is_final=True)
    found = CourtOrder.objects.filter(child=cast.child).order_by("start_date")
    assert [(order.kind, order.start_date, order.end_date) for order in found] == [
        ("interim_supervision", ago(28), ago(20)),
        ("interim_care", ago(20), ago(5)),
        ("supervision", ago(5), None),
    ]


def test_a_placement_order_stands_beside_a_final_care_order_of_that_day(cast):
    """Both are made at one hearing."""
    with acting_as(cast.social_worker):
        case = issue(cast)
        court_order(cast, case, kind="care", made_date=ago(5), is_final=True)
        court_order(cast, case, kind="placement", made_date=ago(5))
    assert CourtOrder.objects.filter(child=cast.child, end_date__isnull=True).count() == 2


def test_an_extension_carries_its_reason_and_the_clock_of_the_law_goes_on(cast):
    """More than once if the court says so; what was so before stays in the history."""
    with acting_as(cast.social_worker):
        case = issue(cast, issued_date=ago(180))
        first = case.due_date + datetime.timedelta(days=28)
        actions.extend(
            proceedings=case, extended_until=first, extended_reason="A second expert.", by=cast.social_worker
        )
        actions.extend(
            proceedings=case, extended_until=first + datetime.timedelta(days=28), extended_reason="His aunt.",
            by=cast.social_worker,
        )  # fmt: skip
    clock = Clock.objects.get(person=cast.child, rule="care_proceedings")
    assert clock.stopped_date is None
    assert clock.due_date == case.due_date
    assert clock.late_reason.startswith("The court extended it until")
    case.refresh_from_db()
    weeks = weeks_of(case, ago(0))
    until = first + datetime.timedelta(days=28)
    assert (weeks.used, weeks.length, weeks.until) == (25, 26, until)
    assert weeks.words == f"25 weeks used, and the court has until {until:%-d %B %Y}"


@pytest.mark.parametrize(
    ("issued", "words", "colour"),
    [(70, "10 of 26 weeks used", "blue"), (170, "24 of 26 weeks used", "yellow"),
     (185, "26 weeks used, 3 days beyond the court's time", "red")],
)  # fmt: skip
def test_weeks_are_told_in_words(cast, issued, words, colour):
    """How many are used, and when they run out."""
    case = issue(cast, issued_date=ago(issued))
    weeks = weeks_of(case, ago(0))
    assert (weeks.words, weeks.colour) == (words, colour)


def test_the_line_of_weeks_fits_everything_on_it(cast):
    """Nothing is drawn beyond its end, whatever is late."""
    with acting_as(cast.social_worker):
        case = issue(cast, issued_date=ago(300))
        actions.plan_hearing(proceedings=case, kind="final", hearing_date=ago(-60), by=cast.social_worker)
        court_order(cast, case)
        story = proceedings_story(case, [cast.child], today=ago(0))
    assert all(0 <= mark.x <= story.line.width for mark in story.line.marks)
    assert 0 <= story.line.used <= story.line.width
    assert story.children[1].child is None


def test_the_pages_lead_from_issue_to_the_last_order(cast, plan, client_for):
    """Recorded after work before proceedings; a hearing planned and held; orders; the weeks told all the way."""
    client = client_for(cast.social_worker)
    before = begin_pre_proceedings(cast)
    address = f"/families/{cast.family.pk}/proceedings/issue/"
    sent = {
        "children": [cast.child.pk, cast.sibling.pk], "kind": "care", **day_fields("issued_date", ago(20)),
        "court": "Family Court", "gateway": before.gateway_id, "pre_proceedings": before.pk,
    }  # fmt: skip
    neither = client.post(address, sent)
    assert neither.status_code == 422
    assert "or why none was made before the application" in neither.content.decode()
    issued = client.post(address, {**sent, "why_no_family_meeting": "Danger.", "network_meeting": "none"})
    assert issued.status_code == 303, issued.content.decode()
    case = CareProceedings.objects.get()
    page = client.get(f"/proceedings/{case.pk}/").content.decode()
    assert "2 of 26 weeks used" in page
    assert "No hearing is planned" in page
    assert "Danger." in page
    client.post(
        f"/proceedings/{case.pk}/hearings/add/",
        {"kind": "case_management", **day_fields("hearing_date", ago(6)), "version": "1"},
    )
    hearing = CourtHearing.objects.get()
    late = client.get(f"/proceedings/{case.pk}/").content.decode()
    assert "Record what was decided." in late
    held = client.post(
        f"/proceedings/{case.pk}/hearings/{hearing.pk}/",
        {**day_fields("hearing_date", ago(6)), "words": "An assessment by May.", "version": "2"},
    )
    assert held.status_code == 303, held.content.decode()
    ordered = client.post(
        f"/proceedings/{case.pk}/orders/add/",
        {"child": cast.child.pk, "kind": "interim_care", **day_fields("made_date", ago(6)), "version": "3"},
    )
    assert ordered.status_code == 303, ordered.content.decode()
    details = client.post(
        f"/proceedings/{case.pk}/details/",
        {"court": "C", "case_number": "ZE26C00001", "guardian": "Lena Hart", "version": "4"},
    )
    assert details.status_code == 303
    page = client.get(f"/proceedings/{case.pk}/").content.decode()
    assert "Interim care order" in page
    assert "ZE26C00001" in page
    extended = client.post(
        f"/proceedings/{case.pk}/extend/",
        {**day_fields("extended_until", case.due_date), "extended_reason": "R", "version": "5"},
    )
    assert extended.status_code == 422
    assert "In court" in client.get(f"/plans/{plan.pk}/").content.decode()


def test_a_hearing_of_other_proceedings_is_not_found_there(cast, client_for):
    """A number put into the address opens nothing."""
    case, other = issue(cast), issue(cast, kind="placement")
    hearing = actions.plan_hearing(
        proceedings=other, kind="final", hearing_date=ago(1), by=cast.social_worker
    )
    client = client_for(cast.social_worker)
    assert client.get(f"/proceedings/{case.pk}/hearings/{hearing.pk}/").status_code == 404
    assert client.get(f"/proceedings/{other.pk}/hearings/{hearing.pk}/").status_code == 200
