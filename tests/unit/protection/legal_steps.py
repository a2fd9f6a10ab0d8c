"""Steps of the legal part as the tests take them, each as it would be but for what is told."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.utils import timezone

from kith.casework.family_help.actions import meetings
from kith.casework.family_help.models import FamilyNetworkMeeting
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.plans.models import Plan
from kith.casework.protection.actions import gateway as gateways
from kith.casework.protection.actions import immediate, pre_proceedings, proceedings
from kith.casework.protection.actions.deciding import Reasons
from kith.casework.protection.actions.gateway import GatewayChildOutcome
from kith.casework.protection.models import (
    CareProceedings,
    ImmediateProtection,
    LegalGatewayMeeting,
    PreProceedings,
)
from tests.furnishing.cast import Cast
from tests.furnishing.form_days import ago

WHY = Reasons(
    reasons="Nothing that was tried has made the nights safe.",
    evidence="The health visitor saw bruises on Monday; Daniel told his teacher what happened.",
    what_would_change="If his aunt moves in, as she offers to.",
    other_views="His mother says that he fell.",
)


def hours_ago(hours: float) -> datetime.datetime:
    """Return the instant so many hours before now."""
    return timezone.now() - datetime.timedelta(hours=hours)


def use_power(cast: Cast, **told: Any) -> ImmediateProtection:
    """Use police protection for Daniel, two hours ago, unless told otherwise."""
    usual = {
        "child": cast.child,
        "family": cast.family,
        "kind": "police_protection",
        "started_at": hours_ago(2),
        "who_used_it": "PC Rowan Hale 4471",
        "reference": "CAD 118",
        "child_told": "“Is Esther coming too?”",
        "parents_told": "His mother was told at the door.",
        "reasons": WHY,
        "by": cast.social_worker,
    }
    return immediate.use_power(**{**usual, **told})


def make_order(cast: Cast, **told: Any) -> ImmediateProtection:
    """Have a court make an emergency protection order for Daniel, two days ago, unless told otherwise."""
    usual = {
        "kind": "emergency_protection_order",
        "started_at": hours_ago(48),
        "who_used_it": "Family Court at East London",
    }
    return use_power(cast, **{**usual, **told})


def end_power(cast: Cast, power: ImmediateProtection, **told: Any) -> None:
    """End a power an hour ago, with the child at home, unless told otherwise."""
    usual = {
        "power": power,
        "ended_at": hours_ago(1),
        "ending": "home",
        "words": "Home with his grandmother.",
        "by": cast.social_worker,
    }
    immediate.end_power(**{**usual, **told})


def ask_for_gateway(cast: Cast, **told: Any) -> LegalGatewayMeeting:
    """Ask for a legal gateway about both children, sixty days ago, unless told otherwise."""
    usual = {
        "family": cast.family,
        "children": [cast.child, cast.sibling],
        "why_asked": "Two years of help, and the nights are as they were.",
        "asked_date": ago(60),
        "by": cast.social_worker,
    }
    return gateways.ask_for_gateway(**{**usual, **told})


def hold_gateway(
    cast: Cast, gateway: LegalGatewayMeeting, outcome: str = "pre_proceedings", **told: Any
) -> PreProceedings | None:
    """Hold it fifty days ago, with one outcome for both children, unless told otherwise."""
    usual = {
        "gateway": gateway,
        "held_date": ago(50),
        "led_by": cast.team_manager,
        "legal_adviser": "Farah Aziz",
        "advice": "The threshold may be met; work with the parents first.",
        "outcomes": {child.pk: GatewayChildOutcome(outcome, WHY) for child in (cast.child, cast.sibling)},
        "lead": cast.social_worker,
        "by": cast.team_manager,
    }
    return gateways.hold_gateway(**{**usual, **told})


def begin_pre_proceedings(cast: Cast) -> PreProceedings:
    """Hold a gateway that decides on work before proceedings for both children."""
    began = hold_gateway(cast, ask_for_gateway(cast))
    assert began is not None
    return began


def send_letter(cast: Cast, before: PreProceedings, **told: Any) -> None:
    """Send the letter forty-eight days ago, unless told otherwise."""
    usual = {
        "pre_proceedings": before,
        "letter_sent_date": ago(48),
        "what_we_worry_about": "Daniel is hurt at night and nobody says how.",
        "what_must_change": "Nobody who has hurt him stays in the home.",
        "help_offered": "A worker every evening; your sister's offer.",
        "next_review_date": ago(6),
        "by": cast.social_worker,
    }
    pre_proceedings.send_letter(**{**usual, **told})


def end_pre_proceedings(cast: Cast, before: PreProceedings, ending: str = "safe", **told: Any) -> None:
    """End it five days ago for both children, unless told otherwise."""
    usual = {
        "pre_proceedings": before,
        "end_date": ago(5),
        "ending": ending,
        "reasons": {child.pk: WHY for child in (cast.child, cast.sibling)},
        "by": cast.team_manager,
    }
    pre_proceedings.end(**{**usual, **told})


def issue(cast: Cast, **told: Any) -> CareProceedings:
    """Apply for care orders about both children thirty days ago, saying why no meeting was offered, unless told otherwise."""
    usual = {
        "family": cast.family,
        "children": [cast.child, cast.sibling],
        "kind": "care",
        "issued_date": ago(30),
        "court": "Family Court at East London",
        "gateway": None,
        "pre_proceedings": None,
        "network_meeting": None,
        "why_no_family_meeting": "His father found the last meeting and came armed.",
        "by": cast.social_worker,
    }
    return proceedings.issue(**{**usual, **told})


def court_order(cast: Cast, case: CareProceedings, **told: Any) -> Any:
    """Have the court make an interim care order about Daniel on the day after issue, unless told otherwise."""
    usual = {
        "proceedings": case,
        "child": cast.child,
        "kind": "interim_care",
        "made_date": case.issued_date + datetime.timedelta(days=1),
        "is_final": False,
        "words": "",
        "by": cast.social_worker,
    }
    return proceedings.make_order(**{**usual, **told})


def offer_group_meeting(cast: Cast, plan: Plan, days: int = 35, **told: Any) -> FamilyNetworkMeeting:
    """Offer family group decision-making on a plan, so many days ago."""
    return meetings.offer_meeting(
        plan=plan, kind="group_decision_making", offered_date=ago(days), by=cast.social_worker, **told
    )


def refused(call: Any, *arguments: Any, **told: Any) -> CannotBeTrue:
    """Return what is said of something that cannot be true."""
    with pytest.raises(CannotBeTrue) as impossible:
        call(*arguments, **told)
    return impossible.value
