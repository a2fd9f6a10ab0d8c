"""Ofsted's numbers (URN), with the provider workbook where it is given."""

from __future__ import annotations

from typing import Any

import narwhals as nw

from kith.engines.returns.expressions import (
    RESPITE,
    TEMPORARY,
    among,
    blank,
    c,
    filled,
    filled_with_other,
    or_if_open,
    other_than,
    true,
)
from kith.engines.returns.frames import Tables
from kith.engines.returns.rule import Flag, flag, view
from kith.engines.returns.rules.ssda903.book import rule
from kith.engines.returns.rules.ssda903.episode_codes import other_placement
from kith.engines.returns.rules.ssda903.views import episodes
from kith.engines.returns.years import CollectionYear

Frame = nw.LazyFrame[Any]
OUTSIDE_ENGLAND = ("SCO", "WAL", "NIR", "NUK", "CON")


@view("Episodes", "Providers", "ProviderPlaces", "ProviderCodes")
def episodes_with_provider(t: Tables) -> Frame:
    """Episodes beside Ofsted's record of the URN: `provider_…`, `place_fits`, `code_fits`, `listed`."""
    yes = nw.lit(True)
    providers = t["Providers"].select(
        "URN", "provider_end", "provider_postcode", "provider_authority", yes.alias("_listed")
    )
    frame = t["Episodes"].join(providers, on="URN", how="left")
    places = t["ProviderPlaces"].select("URN", "PLACE").unique().with_columns(yes.alias("_place"))
    frame = frame.join(places, on=["URN", "PLACE"], how="left")
    codes = t["ProviderCodes"].select("URN", "PLACE_PROVIDER").unique().with_columns(yes.alias("_code"))
    frame = frame.join(codes, on=["URN", "PLACE_PROVIDER"], how="left")
    return frame.with_columns(
        listed=true(c("_listed")), place_fits=true(c("_place")), code_fits=true(c("_code"))
    )


def has_number() -> nw.Expr:
    """The episode has an Ofsted number, other than XXXXXXX for 'not known'."""
    return filled_with_other("URN", "XXXXXXX")


def _without_number(year: CollectionYear) -> tuple[str, ...]:
    return ("P1", "P3", "R1", "R2", "R5", *TEMPORARY, *other_placement(year))


@rule(
    "218",
    "Episodes DEC PLACE PL_POST URN",
    "The Ofsted number is missing for a placement that should have one. Enter it, or XXXXXXX where it is not known.",
)
def placement_has_an_ofsted_number(year: CollectionYear) -> Flag:
    """URN is empty, DEC is empty or in the year, PLACE is one that Ofsted registers, and PL_LA is not outside England."""
    current = blank("DEC") | true(c("DEC") >= year.start)
    registered = other_than("PLACE", _without_number(year)) & other_than("PL_LA", OUTSIDE_ENGLAND)
    return flag(episodes, blank("URN") & current & registered)


@rule(
    "222",
    "Episodes PLACE URN",
    "An Ofsted number is given for a placement that Ofsted does not register. Remove it, or correct the placement.",
)
def unregistered_placement_has_no_number(year: CollectionYear) -> Flag:
    """URN is filled, other than with XXXXXXX, for a placement that has none."""
    return flag(episodes, has_number() & among("PLACE", _without_number(year)))


_LIST = "Providers URN; ProviderPlaces URN; ProviderCodes URN"


@rule(
    "219",
    f"Episodes PLACE URN; {_LIST}",
    "Ofsted's list does not have this kind of placement for the number given. Correct the placement or the number.",
)
def placement_fits_the_provider(year: CollectionYear) -> Flag:
    """A real URN whose provider does not offer PLACE; an unlisted URN and an empty PLACE fail too."""
    return flag(episodes_with_provider, has_number() & ~c("place_fits"))


@rule(
    "221",
    f"Episodes LS PLACE PL_POST URN; {_LIST}",
    "The placement's postcode is not the one that Ofsted holds for the number given. Correct the postcode or the number.",
)
def postcode_is_the_providers(year: CollectionYear) -> Flag:
    """PL_POST differs from the provider's for homes, supported accommodation (since 2024/25), R3 and S1."""
    places = ["K1", "K2", "R3", "S1"] + (["K3"] if year.ends >= 2025 else [])
    asked = has_number() & other_than("LS", RESPITE) & among("PLACE", places) & filled("PL_POST")
    return flag(episodes_with_provider, asked & ~true(c("PL_POST_key") == c("provider_postcode")))


@rule(
    "224",
    f"Episodes PLACE_PROVIDER URN; {_LIST}",
    "Ofsted's list does not have this kind of provider for the number given. Correct the provider or the number.",
)
def provider_fits_the_number(year: CollectionYear) -> Flag:
    """A real URN whose provider's codes do not include PLACE_PROVIDER; unlisted and empty fail too."""
    return flag(episodes_with_provider, has_number() & ~c("code_fits"))


@rule(
    "227",
    f"Episodes DECOM URN; {_LIST}",
    "The placement started on or after the day on which the provider's registration ended. Correct the number or the date.",
)
def provider_was_registered_at_the_start(year: CollectionYear) -> Flag:
    """A real URN and DECOM on or after the end of registration."""
    return flag(episodes_with_provider, has_number() & true(c("DECOM") >= c("provider_end")))


@rule(
    "228",
    f"Episodes DEC URN; {_LIST}",
    "The placement went on after the provider's registration ended. Correct the number or the dates.",
)
def provider_was_registered_to_the_end(year: CollectionYear) -> Flag:
    """A real URN and DEC, or 31 March while open, after the end of registration."""
    return flag(episodes_with_provider, has_number() & true(or_if_open("DEC", year.end) > c("provider_end")))


@rule(
    "229",
    f"Episodes PLACE_PROVIDER URN; {_LIST}",
    "Own provision (PR1) is not in this authority by Ofsted's list, or another authority's (PR2) is. Correct the provider or the number.",
    needs_authority=True,
)
def own_provision_is_our_own(year: CollectionYear) -> Flag:
    """PR1 and the provider's authority is another or not known, or PR2 and it is this one."""
    own = among("PLACE_PROVIDER", "PR1") & ~true(c("provider_authority") == c("our_authority"))
    others = among("PLACE_PROVIDER", "PR2") & true(c("provider_authority") == c("our_authority"))
    return flag(episodes_with_provider, has_number() & (own | others))


@rule(
    "1008",
    f"Episodes URN; {_LIST}",
    "The Ofsted number is not in Ofsted's list. Correct it, or enter XXXXXXX where it is not known.",
)
def number_is_listed(year: CollectionYear) -> Flag:
    """URN is filled, not XXXXXXX, and not in the provider workbook."""
    return flag(episodes_with_provider, has_number() & ~c("listed"))
