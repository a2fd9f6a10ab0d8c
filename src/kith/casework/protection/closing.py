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
    "transfer": (
        "A child has come to us from another authority's child protection plan. Record whether that plan is taken on first."
    ),
    "protection_plan": "A child is on a child protection plan. A review conference ends that first.",
    "immediate_protection": "A child is under police protection or an emergency protection order. Record how that ended first.",
    "pre_proceedings": "Work before proceedings has not ended. Record how it ended first.",
    "proceedings": "Care proceedings have not ended. Record the court's final orders first.",
}
# What one person has once, where two records of theirs both have it.
ON_BOTH = {
    "protection_plan": (
        "Both records are on a child protection plan, and a child is on one. End the one that was recorded twice first, and say"
        " so as its reason."
    ),
    "missing": "Both records say that the child is missing now. Record on one of them that they were found first.",
    "risk_marker": (
        "Both records are marked as posing a risk. Link every child to one of the markers, and take the other away, first."
    ),
    "transfer": "Both records have a move between authorities that is not over. Record how one of them ended first.",
    "exploitation": "Work on harm outside the home goes on on both records. End it on one of them first.",
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


def before_merging(*, kept: int, merged: int) -> None:
    """Raise CannotBeTrue while both records have open what one person has once: it would go on for nobody on one of them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT kith_open_on_both(%s, %s)", [kept, merged])
        found = {what for (what,) in cursor.fetchall()}
    if found:
        raise CannotBeTrue(" ".join(ON_BOTH[what] for what in ON_BOTH if what in found), "other")


def register_all() -> None:
    """Have these asked."""
    register_guard("people:merge", before_merging)
    register_guard("plans:close_plan", before_closing)
    register_guard("plans:change_tier", before_changing_tier)
    register_guard("front_door:close_referral", before_closing)
