"""What stays closed whatever else would open it: to partners, to somebody's own family, to whoever may not decide for all."""

from __future__ import annotations

import pytest
from django.db import connection
from django.urls import reverse

from kith.casework.access.models import OwnFamily
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.protection.actions import risk_marker
from kith.casework.protection.models import ThresholdDecision
from kith.casework.timeline.models import Event
from tests.furnishing.clients import acting_as
from tests.furnishing.enquiries import call, end, sent, taken_up, under_way
from tests.unit.protection.legal_steps import (
    begin_pre_proceedings,
    court_order,
    end_pre_proceedings,
    issue,
    send_letter,
)
from tests.unit.protection.outside_home import an_adult, mark

pytestmark = pytest.mark.django_db

OF_THE_LAW = [
    "legalgatewaymeeting", "legalgatewaychild", "preproceedings", "preproceedingschild", "preproceedingsstep",
    "careproceedings", "proceedingschild", "courthearing", "courtorder",
]  # fmt: skip


def rows(table: str) -> int:
    """Return how many rows of a table of protection the role that is acting can see."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM protection_{table}")
        return int(cursor.fetchone()[0])


def test_the_database_itself_shows_a_partner_nothing_of_the_law(cast) -> None:
    """Nor what it said before, nor a decision that rests on it; the social worker sees all of it, and the partner the child."""
    before = begin_pre_proceedings(cast)
    send_letter(cast, before)
    case = issue(cast, gateway=before.gateway, pre_proceedings=before)
    court_order(cast, case)
    end_pre_proceedings(cast, before)
    tables = [*OF_THE_LAW, *(f"{table}event" for table in OF_THE_LAW)]
    with acting_as(cast.social_worker):
        ours = {table: rows(table) for table in tables}
        decisions = ThresholdDecision.objects.count()
    without_rows = {"preproceedingsstep", "preproceedingsstepevent", "courthearing", "courthearingevent"}
    assert {table for table, many in ours.items() if not many} == without_rows
    assert decisions == 4
    with acting_as(cast.partner):
        assert {table: rows(table) for table in tables} == dict.fromkeys(tables, 0)
        assert ThresholdDecision.objects.count() == 0
        assert rows("thresholddecisionevent") == 0
        assert rows("strategychild") == 0
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM people_person WHERE id = %s", [cast.child.pk])
            assert cursor.fetchone() == (1,)


def test_a_partner_reads_what_the_service_decides_and_neither_writes_nor_decides_in_it(
    cast, client_for
) -> None:
    """A school that works with a child could otherwise end a discussion in a manager's name."""
    partner, worker = client_for(cast.partner), client_for(cast.social_worker)
    enquiry = under_way(cast)
    discussion = call(cast, children=[cast.sibling])
    for process, forms in (
        (f"/enquiries/{enquiry.pk}/", ["write/", "offer/", "submit/"]),
        (f"/strategy-discussions/{discussion.pk}/", ["hold/", "stand-down/"]),
    ):
        page = partner.get(process)
        assert page.status_code == 200
        for form in forms:
            assert partner.get(process + form).status_code == 403
            assert partner.post(process + form, {"reason": "Not needed."}).status_code == 403
            assert process + form not in page.content.decode()
            assert worker.get(process + form).status_code == 200
    for address in (
        reverse("protection:ask_for_conference", args=[cast.family.pk]),
        reverse("protection:tell_of_transfer", args=[cast.child.pk]),
    ):
        assert partner.get(address).status_code == 403
        assert address not in partner.get(f"/families/{cast.family.pk}/").content.decode()
        assert address not in partner.get(f"/people/{cast.child.pk}/").content.decode()


def test_a_marker_on_somebody_of_ones_own_family_is_not_open_by_the_road_of_a_child(cast, client_for) -> None:
    """The child's worker is the marked man's sister: what the police say of him is for a colleague to know."""
    brother = an_adult()
    marker = mark(cast, brother, by=cast.family_help_practitioner)
    OwnFamily.objects.create(
        worker=cast.social_worker, person=brother, relation="brother", declared_by=cast.social_worker
    )
    client = client_for(cast.social_worker)
    assert client.get(f"/risk-markers/{marker.pk}/").status_code == 403
    page = client.get(f"/people/{cast.child.pk}/")
    assert page.status_code == 200
    assert marker.what_to_do not in page.content.decode()
    with acting_as(cast.social_worker):
        for table in ("personwhoposesrisk", "childatriskfrom", "riskreview"):
            assert (rows(table), rows(f"{table}event")) == (0, 0), table
    assert (
        marker.what_to_do in client_for(cast.team_manager).get(f"/people/{cast.child.pk}/").content.decode()
    )


def test_nobody_takes_a_marker_away_from_a_child_for_whom_they_do_not_decide(cast, client_for) -> None:
    """It stays where it is, and ends for the manager's own child alone."""
    marker = mark(cast)
    with acting_as(cast.outsider):
        risk_marker.link_child(marker=marker, child=cast.restricted_child, how="Her uncle", by=cast.outsider)
    page = client_for(cast.team_manager).get(f"/risk-markers/{marker.pk}/").content.decode()
    assert f"/risk-markers/{marker.pk}/take-away/" not in page
    with (
        acting_as(cast.team_manager),
        pytest.raises(CannotBeTrue, match="decides for every child linked to it"),
    ):
        risk_marker.take_marker_away(marker=marker, end_words="No risk.", by=cast.team_manager)
    marker.refresh_from_db()
    assert marker.end_words == ""


def test_an_event_about_several_children_says_nothing_of_what_was_decided_for_one(cast) -> None:
    """Whoever reads one child's record reads the event: a brother's or sister's outcome is in their own part."""
    ended = sent(cast, offer=taken_up())
    end(cast, ended)
    about = [
        event for event in Event.objects.filter(kind__startswith="protection.") if event.subjects.count() > 1
    ]
    assert len(about) > 3
    for event in about:
        assert {str(cast.child.pk), str(cast.sibling.pk)} & set(event.details.get("outcomes", {})) == set()
        assert "findings" not in event.details
