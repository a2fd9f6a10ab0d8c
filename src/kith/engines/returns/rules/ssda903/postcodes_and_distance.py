"""Postcodes, and what follows from them: the placement's authority, in or out of area, distance."""

from __future__ import annotations

from kith.engines.returns.expressions import (
    ADOPTIVE,
    FOSTER,
    RESPITE,
    among,
    any_blank,
    blank,
    c,
    filled,
    other_than,
    same,
    true,
)
from kith.engines.returns.rule import Flag, flag
from kith.engines.returns.rules.ssda903.book import rule
from kith.engines.returns.rules.ssda903.views import episodes, episodes_with_asylum
from kith.engines.returns.years import CollectionYear

_ASYLUM = "Header Header_last UASC UASC_last"
_ASYLUM_FIELDS = "Header CHILD; Header_last CHILD; UASC CHILD; UASC_last CHILD"


@rule(
    "164",
    f"Episodes CHILD HOME_POST PL_POST; {_ASYLUM_FIELDS}",
    "The distance from home to placement is not between 0 and 999.9 miles. Check both postcodes.",
    optional=_ASYLUM,
)
def distance_is_possible(year: CollectionYear) -> Flag:
    """PL_DISTANCE is below 0 or above 999.9 miles, for a child never marked as an unaccompanied asylum seeker."""
    outside = true(c("PL_DISTANCE") < 0) | true(c("PL_DISTANCE") > 999.9)
    return flag(episodes_with_asylum, outside & ~c("ever_unaccompanied"))


@rule(
    "169",
    "Episodes LS PL_POST",
    "The authority of the placement is not known, because its postcode is missing or not known. Enter the placement's postcode.",
)
def placement_has_an_authority(year: CollectionYear) -> Flag:
    """PL_LA, which follows from PL_POST, is empty on an episode other than a short break."""
    return flag(episodes, other_than("LS", RESPITE) & blank("PL_LA"))


@rule(
    "179",
    "Episodes LS PL_POST",
    "Whether the placement is inside the authority is not known, because its postcode is missing or not known. Enter the placement's postcode.",
)
def placement_has_a_location(year: CollectionYear) -> Flag:
    """PL_LOCATION, which follows from PL_POST, is empty on an episode other than a short break."""
    return flag(episodes, other_than("LS", RESPITE) & blank("PL_LA"))


@rule(
    "392a",
    f"Episodes CHILD HOME_POST LS PL_POST; {_ASYLUM_FIELDS}",
    "The distance from home to placement is not known, because a postcode is missing or not known. Enter both postcodes.",
    optional=_ASYLUM,
)
def distance_is_known(year: CollectionYear) -> Flag:
    """PL_DISTANCE is empty on an episode other than a short break, the child never marked UASC."""
    wanted = other_than("LS", RESPITE) & ~c("ever_unaccompanied")
    return flag(episodes_with_asylum, wanted & blank("PL_DISTANCE"))


@rule(
    "392b",
    f"Episodes CHILD HOME_POST LS PL_POST; {_ASYLUM_FIELDS}",
    "The child's home postcode or the placement's is missing. Enter both.",
    optional=_ASYLUM,
)
def both_postcodes_are_given(year: CollectionYear) -> Flag:
    """HOME_POST or PL_POST is empty on an episode other than a short break, the child never marked UASC."""
    wanted = other_than("LS", RESPITE) & ~c("ever_unaccompanied")
    return flag(episodes_with_asylum, wanted & any_blank("HOME_POST", "PL_POST"))


@rule("392c", "Episodes HOME_POST PL_POST", "A postcode does not exist. Correct it.")
def postcodes_exist(year: CollectionYear) -> Flag:
    """HOME_POST or PL_POST is filled and is not among the Office for National Statistics' postcodes."""
    home = filled("HOME_POST") & ~c("HOME_POST_exists")
    return flag(episodes, home | (filled("PL_POST") & ~c("PL_POST_exists")))


@rule(
    "392d",
    "Episodes HOME_POST PLACE PL_POST",
    "The placement has the child's home postcode, though the child is not placed with a parent (P1). Correct a postcode or the placement.",
)
def placed_away_from_home(year: CollectionYear) -> Flag:
    """HOME_POST and PL_POST are written alike and PLACE is not P1."""
    return flag(episodes, same("HOME_POST", "PL_POST") & other_than("PLACE", "P1"))


@rule(
    "406",
    f"Episodes CHILD HOME_POST PL_POST; {_ASYLUM_FIELDS}",
    "A distance from home is implied for an unaccompanied asylum seeker, for whom none is collected. Remove the home postcode.",
    any_of=_ASYLUM,
)
def unaccompanied_child_has_no_distance(year: CollectionYear) -> Flag:
    """PL_DISTANCE is filled for a child marked UASC in either year."""
    return flag(episodes_with_asylum, c("ever_unaccompanied") & filled("PL_DISTANCE"))


@rule(
    "411",
    "Episodes PL_POST",
    "The placement is inside the authority and yet has another authority's code. Check the placement's postcode.",
    needs_authority=True,
)
def inside_means_this_authority(year: CollectionYear) -> Flag:
    """PL_LOCATION is IN and PL_LA is not the returning authority; both follow from one postcode here."""
    return flag(episodes, among("PL_LOCATION", "IN") & ~c("PL_LA_is_ours"))


@rule(
    "420",
    "Episodes LS PL_POST",
    "A short break (V3, V4) has a placement authority, which is not collected for it. Remove the placement's postcode.",
)
def short_break_has_no_authority(year: CollectionYear) -> Flag:
    """LS is V3 or V4 and PL_LA is filled."""
    return flag(episodes, among("LS", RESPITE) & filled("PL_LA"))


@rule(
    "454",
    f"Episodes CHILD HOME_POST PL_POST; {_ASYLUM_FIELDS}",
    "The placement is more than 350 miles from home. Check both postcodes.",
    since=2026,
    optional=_ASYLUM,
)
def distance_is_at_most_350_miles(year: CollectionYear) -> Flag:
    """PL_DISTANCE is above 350 and not 999.9, for a child not marked UASC.

    Practice elsewhere includes unaccompanied asylum seekers, whom the department's note leaves out.
    """
    far = true((c("PL_DISTANCE") > 350) & (c("PL_DISTANCE") != 999.9))
    return flag(episodes_with_asylum, far & ~c("unaccompanied"))


@rule(
    "1015",
    "Episodes LS PLACE PLACE_PROVIDER PL_POST",
    "The authority itself provides the placement (PR1), but it lies in another authority. Correct the provider or the postcode.",
    needs_authority=True,
)
def own_provision_is_in_the_authority(year: CollectionYear) -> Flag:
    """PR1, with LS other than V3/V4, PLACE other than adoptive or foster, and PL_LA not the returning authority."""
    asked = (
        among("PLACE_PROVIDER", "PR1")
        & filled("LS", "PLACE")
        & other_than("LS", RESPITE)
        & other_than("PLACE", ADOPTIVE, FOSTER)
    )
    return flag(episodes, asked & ~c("PL_LA_is_ours"))
