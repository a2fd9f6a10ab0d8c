"""What lawyers advise stays with the service: on no page that partners open, and in no word of the chronology."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kith.casework.furniture.known_at import Record
from kith.casework.plans.actions.plan import start_plan
from kith.casework.protection.actions import proceedings as actions
from kith.casework.protection.models import (
    CareProceedings,
    ImmediateProtection,
    LegalGatewayChild,
    LegalGatewayMeeting,
    PreProceedings,
    ThresholdDecision,
)
from kith.casework.protection.queries.legal import summary_of
from kith.casework.timeline.models import Event
from tests.furnishing.form_days import ago
from tests.unit.protection.legal_steps import (
    WHY,
    ask_for_gateway,
    begin_pre_proceedings,
    court_order,
    end_power,
    end_pre_proceedings,
    issue,
    make_order,
    send_letter,
    use_power,
)

pytestmark = pytest.mark.django_db
MOST_QUERIES = 25


@pytest.fixture
def plan(cast):
    """The Okafors' plan, begun two hundred days ago."""
    return start_plan(
        family=cast.family, children=[cast.child, cast.sibling], tier="child_in_need", lead=cast.social_worker,
        start_date=ago(200), by=cast.social_worker,
    )  # fmt: skip


@pytest.fixture
def everything(cast, plan) -> CareProceedings:
    """One of everything that the law has on a family."""
    before = begin_pre_proceedings(cast)
    send_letter(cast, before)
    ask_for_gateway(cast, asked_date=ago(3))
    end_power(cast, use_power(cast), ending="order")
    make_order(cast)
    case = issue(cast, gateway=before.gateway, pre_proceedings=before)
    for days in range(20, 26):
        hearing = actions.plan_hearing(
            proceedings=case, kind="other", hearing_date=ago(days), by=cast.social_worker
        )
        actions.hold_hearing(
            proceedings=case, hearing=hearing, hearing_date=ago(days), words="W", by=cast.social_worker
        )
    court_order(cast, case)
    return case


def test_a_partner_opens_none_of_these_pages(everything, plan, cast, client_for):
    """Though they work with this child and read the plan."""
    partner = client_for(cast.partner)
    assert partner.get(f"/plans/{plan.pk}/").status_code == 200
    for address in (
        f"/legal-gateways/{LegalGatewayMeeting.objects.latest('pk').pk}/",
        f"/pre-proceedings/{PreProceedings.objects.get().pk}/",
        f"/proceedings/{everything.pk}/",
        f"/families/{cast.family.pk}/legal-gateway/ask/",
        f"/families/{cast.family.pk}/proceedings/issue/",
        *(
            f"/decisions/{one.pk}/"
            for one in ThresholdDecision.objects.filter(child=cast.child, kind="legal_gateway")
        ),
    ):
        answer = partner.get(address)
        assert answer.status_code == 403, address
        assert "Farah Aziz" not in answer.content.decode()


def test_pages_that_partners_share_show_the_power_and_nothing_of_court(everything, plan, cast, client_for):
    """The same pages show all of it to the social worker."""
    partner, worker = client_for(cast.partner), client_for(cast.social_worker)
    links = ("/legal-gateways/", "/pre-proceedings/", "/proceedings/", "In court", "weeks used")
    for address in (f"/plans/{plan.pk}/", f"/families/{cast.family.pk}/"):
        theirs, ours = partner.get(address).content.decode(), worker.get(address).content.decode()
        assert "Emergency protection order: Daniel Okafor" in theirs
        assert [one for one in links if one in theirs] == []
        assert [one for one in links if one not in ours] == []
    assert "2 decisions<" in partner.get(f"/people/{cast.child.pk}/").content.decode()
    assert "3 decisions<" in worker.get(f"/people/{cast.child.pk}/").content.decode()


def test_the_chronology_gives_no_advice_outcome_or_reason_away(everything, cast):
    """It says that something took place; no event carries what was advised, decided or feared."""
    end_pre_proceedings(cast, PreProceedings.objects.get(), ending="proceedings")
    told = [
        f"{event.summary} {event.details}" for event in Event.objects.filter(kind__startswith="protection.")
    ]
    assert len(told) > 15
    secret = [
        WHY.reasons, WHY.evidence, "threshold", "Farah Aziz", "interim_care", "Interim care order", "issue'",
        "Apply to the court", "'outcome'", "Nothing that was tried",
    ]  # fmt: skip
    assert [(one, words) for one in told for words in secret if words.lower() in one.lower()] == []


def test_the_summary_is_read_as_it_was_known(cast, plan):
    """Before anything was recorded there was nothing."""
    use_power(cast)
    earlier = Record(timezone.now() - datetime.timedelta(days=300))
    told = {"now": timezone.now(), "today": ago(0)}
    assert summary_of(cast.family.pk, [cast.child], record=earlier, **told).is_empty
    now = summary_of(cast.family.pk, [cast.child], record=Record(timezone.now()), **told)
    assert [read.child for read in now.powers] == [cast.child]


def test_a_hidden_child_is_counted_and_never_named(cast, client_for):
    """On the page of what is about both, and in no sentence of it."""
    gateway = ask_for_gateway(cast)
    LegalGatewayChild.objects.create(gateway=gateway, child=cast.sealed_child)
    page = client_for(cast.social_worker).get(f"/legal-gateways/{gateway.pk}/").content.decode()
    assert "1 child in it is on a record that is not open to you." in page
    assert cast.sealed_child.display_name not in page


def test_every_page_asks_the_database_a_fixed_number_of_times(everything, plan, cast, client_for):
    """However many hearings, orders and steps there are."""
    client = client_for(cast.team_manager)
    power = ImmediateProtection.objects.latest("pk")
    pages = [
        f"/immediate-protection/{power.pk}/",
        f"/legal-gateways/{everything.gateway_id}/",
        f"/pre-proceedings/{everything.pre_proceedings_id}/",
        f"/proceedings/{everything.pk}/",
        f"/decisions/{power.decision_id}/",
        f"/people/{cast.child.pk}/decisions/",
        f"/families/{cast.family.pk}/proceedings/issue/",
        f"/legal-gateways/{LegalGatewayMeeting.objects.latest('pk').pk}/held/",
    ]
    for address in pages:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200, address
        assert len(asked) <= MOST_QUERIES, (address, len(asked))


def test_ways_to_begin_are_calm_and_for_those_who_write(cast, client_for):
    """Under a summary to open on the family's page; a conference chair, who reads, is offered none."""
    worker = client_for(cast.social_worker).get(f"/families/{cast.family.pk}/").content.decode()
    assert "When a child must be protected at once, or it may come to court" in worker
    chair = client_for(cast.conference_chair).get(f"/families/{cast.family.pk}/").content.decode()
    assert "When a child must be protected at once" not in chair
