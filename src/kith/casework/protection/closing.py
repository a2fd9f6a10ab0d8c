"""What protection still has open, asked before a plan steps down or closes, or a child's referral closes.

A child in need's case cannot close while an enquiry has not ended (children in need census), nor a plan while a child on it
is on a protection plan.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

from kith.casework.furniture.guards import register_guard
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.plans.models import Tier

# What is open, and what to do about it first.
FIRST = {
    "strategy": "A strategy discussion has been called. Hold it, or stand it down, first.",
    "enquiry": "A section 47 enquiry has not ended. End it, with its offer of help, first.",
    "conference": "A child protection conference has been asked for. Hold it, or stand it down, first.",
    "protection_plan": "A child is on a child protection plan. A review conference ends that first.",
    "immediate_protection": "A child is under police protection or an emergency protection order. Record how that ended first.",
    "pre_proceedings": "Work before proceedings has not ended. Record how it ended first.",
    "proceedings": "Care proceedings have not ended. Record the court's final orders first.",
}
# What holds a plan in the child protection tier; the rest may go on in a lighter one.
HOLDS_THE_TIER = {"protection_plan"}


def still_open(children: Iterable[int]) -> set[str]:
    """Return what protection still has open for any of these children, those on hidden records among them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT kith_protection_open(%s::bigint[])", [list(children)])
        return {what for (what,) in cursor.fetchall()}


def before_closing(*, children: Iterable[int]) -> None:
    """Raise CannotBeTrue while protection has something open for any of these children."""
    found = still_open(children)
    if found:
        raise CannotBeTrue(" ".join(FIRST[what] for what in FIRST if what in found))


def before_changing_tier(*, children: Iterable[int], tier: str) -> None:
    """Raise CannotBeTrue for a lighter tier while a child is on a protection plan, or for child protection while none is."""
    found = still_open(children)
    if tier in (Tier.FAMILY_HELP, Tier.CHILD_IN_NEED) and found & HOLDS_THE_TIER:
        raise CannotBeTrue(FIRST["protection_plan"], "tier")
    if tier == Tier.CHILD_PROTECTION and "protection_plan" not in found:
        raise CannotBeTrue(
            "No child on this plan is on a child protection plan. A conference decides that: hold it first, and the plan "
            "steps up by itself.",
            "tier",
        )


def register_all() -> None:
    """Have these asked."""
    register_guard("plans:close_plan", before_closing)
    register_guard("plans:change_tier", before_changing_tier)
    register_guard("front_door:close_referral", before_closing)
