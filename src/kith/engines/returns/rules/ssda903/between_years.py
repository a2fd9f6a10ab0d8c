"""Episodes against last year's return."""

from __future__ import annotations

from typing import Any

import narwhals as nw

from kith.engines.returns.expressions import alike, among, blank, c, filled, same, true
from kith.engines.returns.frames import Tables, earliest, having
from kith.engines.returns.rule import Flag, flag, view
from kith.engines.returns.rules.ssda903.book import rule
from kith.engines.returns.rules.ssda903.views import first_episode_and_last_years
from kith.engines.returns.years import CollectionYear

Frame = nw.LazyFrame[Any]
_TELL = (
    "differs from the same open episode in last year's return. Confirm which is right and correct the other."
)


def _distance_changed() -> nw.Expr:
    """The distance changed by 0.2 miles or more, or is known in one year only.

    Practice elsewhere misses a distance that was known last year and is not now, by a slip of typing.
    """
    gap = c("PL_DISTANCE") - c("last_PL_DISTANCE")
    # A hair under 0.2: distances have one decimal, whose differences binary fractions cannot hold exactly.
    return true((gap >= 0.1999999) | (gap <= -0.1999999)) | (
        filled("PL_DISTANCE") != filled("last_PL_DISTANCE")
    )


def _as_last_year(code: str, column: str, name: str, reads: str | None = None) -> None:
    @rule(
        code,
        f"Episodes CHILD DECOM {reads or column}; Episodes_last CHILD DECOM DEC {reads or column}",
        f"{name} of the child's first episode {_TELL}",
    )
    def unchanged_since_last_year(year: CollectionYear) -> Flag:
        """The child's latest episode of last year is open, and this differs; a value against none differs too."""
        return flag(first_episode_and_last_years, blank("last_DEC") & ~alike(column, f"last_{column}"))


_as_last_year("503A", "RNE", "The reason for new episode")
_as_last_year("503B", "LS", "The legal status")
_as_last_year("503C", "CIN", "The category of need")
_as_last_year("503E", "PLACE_PROVIDER", "The placement provider")
_as_last_year("503F", "URN", "The Ofsted number")
_as_last_year("503H", "PL_LA", "The placement's authority", "PL_POST")


@rule(
    "503J",
    "Episodes CHILD DECOM PL_POST; Episodes_last CHILD DECOM DEC PL_POST",
    f"Whether the placement of the child's first episode is inside the authority {_TELL}",
    needs_authority=True,
)
def location_unchanged_since_last_year(year: CollectionYear) -> Flag:
    """The child's latest episode of last year is open, and PL_LOCATION differs."""
    return flag(first_episode_and_last_years, blank("last_DEC") & ~alike("PL_LOCATION", "last_PL_LOCATION"))


@rule(
    "503D",
    "Episodes CHILD DECOM PLACE; Episodes_last CHILD DECOM DEC PLACE",
    f"The placement of the child's first episode {_TELL}",
)
def placement_unchanged_since_last_year(year: CollectionYear) -> Flag:
    """As 503A for PLACE, but for codes that were replaced: H5 by K3, and Z1 by Z11 to Z14 in 2025/26."""
    changed = ~alike("PLACE", "last_PLACE")
    if year.ends in (2024, 2025):
        changed = changed & ~(among("last_PLACE", "H5") & among("PLACE", "K3"))
    if year.ends == 2026:
        changed = changed & ~(among("last_PLACE", "Z1") & among("PLACE", "Z11", "Z12", "Z13", "Z14"))
    return flag(first_episode_and_last_years, blank("last_DEC") & changed)


_POSTCODES = "Episodes CHILD DECOM HOME_POST PL_POST; Episodes_last CHILD DECOM DEC HOME_POST PL_POST"


@rule("503G", _POSTCODES, f"The distance from home of the child's first episode {_TELL}")
def distance_unchanged_since_last_year(year: CollectionYear) -> Flag:
    """As 503A for PL_DISTANCE: 0.2 miles or more apart, or known in one year only."""
    return flag(first_episode_and_last_years, blank("last_DEC") & _distance_changed())


@rule(
    "452",
    "Episodes CHILD DECOM PL_POST RNE; Episodes_last CHILD DECOM DEC PL_POST RNE",
    f"The placement's authority {_TELL}",
)
def authority_unchanged_in_the_same_episode(year: CollectionYear) -> Flag:
    """Last year's latest episode is open with the same RNE, and PL_LA differs."""
    continues = blank("last_DEC") & same("RNE", "last_RNE")
    return flag(first_episode_and_last_years, continues & ~alike("PL_LA", "last_PL_LA"))


@rule("453", f"{_POSTCODES}; Episodes RNE; Episodes_last RNE", f"The distance from home {_TELL}")
def distance_unchanged_in_the_same_episode(year: CollectionYear) -> Flag:
    """Last year's latest episode is open with the same RNE, and PL_DISTANCE differs as in 503G."""
    continues = blank("last_DEC") & same("RNE", "last_RNE")
    return flag(first_episode_and_last_years, continues & _distance_changed())


@view("Episodes", "Episodes_last")
def first_and_open_last_year(t: Tables) -> Frame:
    """Each child's first episode beside every episode left open last year."""
    first = earliest(t["Episodes"], by="CHILD", order="DECOM", row="row_Episodes")
    still_open = t["Episodes_last"].filter(blank("DEC")).select("CHILD", c("DECOM").alias("last_DECOM"))
    return first.join(still_open, on="CHILD", how="inner")


@rule(
    "502",
    "Episodes CHILD DECOM; Episodes_last CHILD DECOM DEC",
    "Last year's return left an episode open, and this year's first episode does not continue it. Start it on last year's date.",
)
def open_episode_of_last_year_goes_on(year: CollectionYear) -> Flag:
    """Last year has an open episode whose DECOM is not that of this year's earliest."""
    return flag(first_and_open_last_year, ~same("DECOM", "last_DECOM"))


@view("Episodes", "Episodes_last")
def earliest_before_the_year(t: Tables) -> Frame:
    """Each child's earliest episode that starts before the year, beside last year's latest DECOM."""
    before = t["Episodes"].filter(true(c("DECOM") < t.year.start))
    first = earliest(before, by="CHILD", order="DECOM", row="row_Episodes")
    latest = t["Episodes_last"].filter(filled("CHILD")).group_by("CHILD").agg(last_DECOM=c("DECOM").max())
    return first.join(latest, on="CHILD", how="inner")


@rule(
    "562",
    "Episodes CHILD DECOM; Episodes_last CHILD DECOM",
    "An episode that began before the year is not the one that last year's return ended with. Correct the date, or last year's return.",
)
def earlier_episode_was_returned_last_year(year: CollectionYear) -> Flag:
    """The earliest episode from before the year does not start on last year's latest DECOM.

    A child who is not in last year's return at all is left to the rule NoE.
    """
    return flag(earliest_before_the_year, ~same("DECOM", "last_DECOM"))


@view("Episodes", "Episodes_last")
def episodes_and_presence_last_year(t: Tables) -> Frame:
    """Episodes with `in_last_year`: the child has an episode in last year's return."""
    return having(t["Episodes"], t["Episodes_last"], "in_last_year")


@rule(
    "NoE",
    "Episodes CHILD DECOM; Episodes_last CHILD",
    "The episode began before the year, but the child has no episode in last year's return. Add the child there or correct the date.",
)
def child_in_care_before_was_returned_last_year(year: CollectionYear) -> Flag:
    """DECOM is before 1 April and the child has no episode last year."""
    return flag(episodes_and_presence_last_year, true(c("DECOM") < year.start) & ~c("in_last_year"))
