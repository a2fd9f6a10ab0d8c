"""Rules that the department withdrew in 2024/25, in force for the two years before.

They concern freeing orders (D1), which the Adoption and Children Act 2002 ended, and lodgings (P2),
whose code ended. Others withdrawn then are listed in `NOT_HELD`: their text is not among the sources
that Kith was made from, and each run of those years says so.
"""

from __future__ import annotations

import datetime

from kith.engines.returns.expressions import among, birthday, blank, c, true
from kith.engines.returns.rule import Flag, flag
from kith.engines.returns.rules.ssda903.book import rule
from kith.engines.returns.rules.ssda903.views import episodes, episodes_with_decision, episodes_with_header
from kith.engines.returns.years import CollectionYear

NOT_HELD: dict[str, tuple[int, int]] = {
    "217t": (2024, 2024),
    "230": (2024, 2024),
    "SW01STG1": (2024, 2024),
    "SW03STG1": (2024, 2024),
    "SW11aSTG2": (2024, 2024),
    "SW14STG2": (2024, 2024),
}


@rule(
    "370",
    "Episodes CHILD DECOM PLACE; Header CHILD DOB",
    "The child is placed in independent living (P2) under the age of 15. Correct the placement or the date of birth.",
    until=2024,
)
def independent_living_is_from_15(year: CollectionYear) -> Flag:
    """PLACE is P2 and the child was under 15 at DECOM."""
    return flag(episodes_with_header, among("PLACE", "P2") & true(birthday("Header_DOB", 15) > c("DECOM")))


@rule(
    "445",
    "Episodes DECOM LS",
    "A freeing order (D1) starts on or after 1 December 2005, when they ended. Correct the legal status or the date.",
    until=2024,
)
def freeing_order_is_before_december_2005(year: CollectionYear) -> Flag:
    """LS is D1 and DECOM is on or after 1 December 2005."""
    return flag(episodes, among("LS", "D1") & true(c("DECOM") >= datetime.date(2005, 12, 1)))


@rule(
    "451",
    "Episodes DEC LS REC",
    "The child is still freed for adoption (D1), though no such order can have lasted so long. Correct the legal status or end the episode.",
    until=2024,
)
def freeing_order_has_ended(year: CollectionYear) -> Flag:
    """LS is D1, and DEC and REC are empty."""
    return flag(episodes, among("LS", "D1") & blank("DEC", "REC"))


@rule(
    "555",
    "Episodes CHILD LS; PlacedAdoption CHILD DATE_PLACED",
    "The child is freed for adoption (D1), but the decision to place has no date. Enter it.",
    until=2024,
)
def freed_child_has_a_decision(year: CollectionYear) -> Flag:
    """LS is D1 and the child has no decision, or one without DATE_PLACED."""
    return flag(
        episodes_with_decision, among("LS", "D1") & blank("DATE_PLACED"), "Episodes", "PlacedAdoption"
    )


@rule(
    "556",
    "Episodes CHILD DECOM LS; PlacedAdoption CHILD DATE_PLACED",
    "The decision to place is dated after the child was freed for adoption (D1). Correct one of the dates.",
    until=2024,
)
def decided_before_freed(year: CollectionYear) -> Flag:
    """LS is D1 and DATE_PLACED is after DECOM."""
    late = true(c("DATE_PLACED") > c("DECOM"))
    return flag(episodes_with_decision, among("LS", "D1") & late, "Episodes", "PlacedAdoption")
