"""What care still has open, asked before a plan steps down or closes, a child's referral closes, or two records are joined."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

from kith.casework.care.adoption_key import digest_before
from kith.casework.furniture.guards import register_guard
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.plans.models import Tier

IN_CARE = "A child on this plan is looked after. Record how their care ended first."
# What one person has once, where two records of theirs both have it.
ON_BOTH = {
    "period_of_care": "Both records are in care now, and a child is in care once. End the one that was recorded twice first.",
    "leaving_care": "Both records have a leaving care status. End it on one of them first.",
    "adoption": "Adoption is the plan on both records. Give up the one that was recorded twice first.",
}


def in_care(children: Iterable[int]) -> bool:
    """Return whether any of these children is looked after now, those on hidden records among them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT kith_care_open(%s::bigint[])", [list(children)])
        return bool(cursor.fetchall())


def before_closing(*, children: Iterable[int]) -> None:
    """Raise CannotBeTrue while any of these children is looked after."""
    if in_care(children):
        raise CannotBeTrue(IN_CARE)


def before_changing_tier(*, children: Iterable[int], tier: str) -> None:
    """Raise CannotBeTrue for a lighter tier while a child is looked after, or for looked after while none is."""
    found = in_care(children)
    if tier in (Tier.FAMILY_HELP, Tier.CHILD_IN_NEED) and found:
        raise CannotBeTrue(IN_CARE, "tier")
    if tier == Tier.LOOKED_AFTER and not found:
        raise CannotBeTrue(
            "No child on this plan is looked after. Record that a child came into care: the plan steps up by itself.",
            "tier",
        )


def before_merging(*, kept: int, merged: int) -> None:
    """Raise CannotBeTrue while both records have open what one person has once."""
    with connection.cursor() as cursor:
        # Whose record was sealed by an adoption is joined to no other, so that the two can never become one again.
        cursor.execute("SELECT kith_was_adopted(%s::text[])", [[digest_before(kept), digest_before(merged)]])
        if cursor.fetchone()[0]:
            raise CannotBeTrue("One of these records is closed for good and is joined to no other.", "other")
        cursor.execute("SELECT kith_care_open_on_both(%s, %s)", [kept, merged])
        found = {what for (what,) in cursor.fetchall()}
    if found:
        raise CannotBeTrue(" ".join(ON_BOTH[what] for what in ON_BOTH if what in found), "other")


def register_all() -> None:
    """Have these asked."""
    register_guard("people:merge", before_merging)
    register_guard("plans:close_plan", before_closing)
    register_guard("plans:change_tier", before_changing_tier)
    register_guard("front_door:close_referral", before_closing)
