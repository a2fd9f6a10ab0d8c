"""Stepping down and closing: what changed, the family's view, who stays in touch, and the referrals that close."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from kith.casework.family_help.actions import ending
from kith.casework.family_help.models import Intervention, InterventionDelivery, StaysInTouch
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.plans.actions.plan import start_plan
from kith.casework.plans.models import Plan, PlanChild
from kith.casework.timeline.models import Event
from tests.furnishing.form_days import day_fields
from tests.unit.family_help.test_assessing import refer

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture
def plan(cast) -> Plan:
    """The Okafors' plan as a child in need's, begun forty days ago."""
    return start_plan(
        family=cast.family, children=[cast.child, cast.sibling], tier="child_in_need", lead=cast.social_worker,
        start_date=TODAY() - datetime.timedelta(days=40), by=cast.social_worker,
    )  # fmt: skip


def close(cast, plan, **other: object) -> None:
    """Close a plan with all that closing asks for."""
    said = {
        "closing_reason": "goals_met",
        "closing_summary": "Bedtimes are calm.",
        "family_view": "We can do it.",
        "in_touch": [ending.InTouch(how="Rings on Sundays", name="Nan")],
        "why_nobody": "",
        "end_date": TODAY(),
        "by": cast.social_worker,
    }
    ending.close(plan=plan, **(said | other))


def test_a_step_down_keeps_everything_and_names_who_stays_in_touch(cast, plan, client_for):
    """The tier changes, with what changed and the family's view; who holds them in mind is on the plan's page."""
    client = client_for(cast.social_worker)
    assert client.get(f"/plans/{plan.pk}/tier/").status_code == 200
    answer = client.post(
        f"/plans/{plan.pk}/tier/",
        {
            "tier": "family_help", "what_changed": "School mornings go well.", "reason": "The worry has gone.",
            "family_view": "Daniel: it is quiet now.", "who_1": f"person:{cast.mother.pk}", "how_1": "Tells the hub",
            "name_2": "Mrs Petrou", "how_2": "Tea on Tuesdays", **day_fields("by_2", TODAY()),
            **day_fields("start_date", TODAY()),
        },
    )  # fmt: skip
    assert answer.status_code == 303, answer.content.decode()
    tier = plan.tiers.get(end_date__isnull=True)
    assert (tier.tier, tier.what_changed) == ("family_help", "School mornings go well.")
    page = client.get(f"/plans/{plan.pk}/").content.decode()
    assert "Mrs Petrou" in page
    assert "Tea on Tuesdays" in page
    assert "Daniel: it is quiet now." in page
    row = StaysInTouch.objects.get(name="Mrs Petrou")
    asked = client.get(f"/plans/{plan.pk}/in-touch/{row.pk}/end/").content.decode()
    assert "The first day on which they no longer stay in touch" in asked
    with pytest.raises(CannotBeTrue, match="has not come yet"):
        ending.end_staying_in_touch(
            row=row, end_date=TODAY() + datetime.timedelta(days=1), by=cast.social_worker
        )
    ended = client.post(
        f"/plans/{plan.pk}/in-touch/{row.pk}/end/",
        day_fields("end_date", TODAY()),
    )
    assert ended.status_code == 422
    assert "must be after" in ended.content.decode()


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"who_1": "", "name_1": "", "how_1": "Rings"}, "Say who it is"),
        ({"who_1": "", "name_1": "Nan", "how_1": ""}, "Say how they will stay in touch"),
        ({"name_1": "", "how_1": ""}, "or why nobody will"),
        ({"closing_reason": ""}, "Choose: why it ends"),
        ({"family_view": ""}, "Enter: what the family thinks"),
    ],
)
def test_closing_asks_for_what_a_family_would_ask(cast, plan, client_for, sent, sentence):
    """Each thing left out has its sentence, and the plan stays open."""
    said = {
        "closing_summary": "Calm.", "closing_reason": "goals_met", "family_view": "Good.", "name_1": "Nan",
        "how_1": "Rings on Sundays", **day_fields("end_date", TODAY()),
    }  # fmt: skip
    answer = client_for(cast.social_worker).post(f"/plans/{plan.pk}/close/", said | sent)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    plan.refresh_from_db()
    assert plan.end_date is None


def test_nobody_in_touch_is_recorded_with_its_reason(cast, plan):
    """A family may want no more contact: that is said and kept, never left empty."""
    close(cast, plan, in_touch=[], why_nobody="They asked to be left alone.")
    event = Event.objects.get(kind="family_help.nobody_stays_in_touch")
    assert event.details["why"] == "They asked to be left alone."


def test_help_that_has_not_ended_is_ended_first(cast, plan):
    """A closed plan could not say how it ended."""
    help_ = Intervention.objects.create(
        code="made-up-for-a-test",
        name="Sleep sessions",
        group="parenting",
        kinds_of_help=["parenting"],
        for_whom="-",
        aims="-",
    )
    delivery = InterventionDelivery.objects.create(
        plan=plan, intervention=help_, why_this="-", offered_date=TODAY(), start_date=TODAY()
    )
    with pytest.raises(CannotBeTrue, match="Help has not ended yet: Sleep sessions"):
        close(cast, plan)
    InterventionDelivery.objects.filter(pk=delivery.pk).update(end_date=TODAY(), ending="completed")
    close(cast, plan)
    plan.refresh_from_db()
    assert plan.closing_reason == "goals_met"


def test_open_referrals_close_with_the_plan_for_a_reason(cast, plan, client_for):
    """A child in need's referral is asked about and closed; without a reason the plan stays open."""
    referral = refer(cast, cast.child)
    assert (
        "Why the children" in client_for(cast.social_worker).get(f"/plans/{plan.pk}/close/").content.decode()
    )
    with pytest.raises(CannotBeTrue, match="Choose why it closes"):
        close(cast, plan)
    close(cast, plan, referral_closure_reason="RC7")
    referral.refresh_from_db()
    assert (referral.closed_date, referral.closure_reason) == (TODAY(), "RC7")


def test_a_child_who_may_not_be_seen_does_not_stay_on_a_closed_plan(cast, plan, client_for):
    """Closing ends every child's place; whoever cannot reach one of them is told, and nothing is closed by half."""
    place = PlanChild.objects.create(plan=plan, child=cast.sealed_child, start_date=plan.start_date)
    referral = refer(cast, cast.sealed_child)
    said = {
        "closing_summary": "Calm.", "closing_reason": "goals_met", "family_view": "Good.", "name_1": "Nan",
        "how_1": "Rings on Sundays", **day_fields("end_date", TODAY()),
    }  # fmt: skip
    answer = client_for(cast.social_worker).post(f"/plans/{plan.pk}/close/", said)
    assert answer.status_code == 422
    assert "not open to you" in answer.content.decode()
    for row in (plan, place, referral, plan.children.get(child=cast.child)):
        row.refresh_from_db()
    assert plan.end_date is place.end_date is referral.closed_date is None
    assert not StaysInTouch.objects.exists()


def test_who_stays_in_touch_goes_on_after_the_plan_has_closed(cast, plan, client_for):
    """The page of a closed plan still says who holds the family in mind."""
    close(cast, plan)
    page = client_for(cast.social_worker).get(f"/plans/{plan.pk}/").content.decode()
    assert "Who stays in touch" in page
    assert "Rings on Sundays" in page
    assert "We can do it." in page
