"""Unaccompanied asylum-seeking children: the UASC file and Header's marker."""

from __future__ import annotations

from typing import Any

import narwhals as nw

from kith.engines.returns.expressions import (
    among,
    any_filled,
    birthday,
    c,
    filled,
    other_than,
    same,
    true,
    unreadable,
)
from kith.engines.returns.frames import Tables, prefixed
from kith.engines.returns.rule import Flag, flag, view
from kith.engines.returns.rules.ssda903.book import rule
from kith.engines.returns.years import CollectionYear

Frame = nw.LazyFrame[Any]


@rule(
    "104",
    "UASC DUC",
    "The day on which the status of unaccompanied asylum seeker ends is not a date, or is before the year began. Correct it, or leave the child out of the file.",
)
def status_ends_in_the_year_or_later(year: CollectionYear) -> Flag:
    """DUC is filled with something that is not a date, or is before 1 April."""
    return flag("UASC", unreadable("DUC") | true(c("DUC") < year.start))


@rule(
    "231",
    "Header DOB UASC",
    "An unaccompanied asylum seeker is under 11. Check the date of birth and the marker.",
    since=2025,
)
def unaccompanied_child_is_11(year: CollectionYear) -> Flag:
    """Header's UASC is 1 and the 11th birthday is after 31 March.

    Practice elsewhere reads a column that no file has; the marker that all files have is meant.
    """
    return flag("Header", among("UASC", "1") & true(c("DOB") > year.years_before(year.end, 11)))


@rule(
    "304",
    "UASC DOB DUC",
    "The status of unaccompanied asylum seeker ends after the 18th birthday. It ends then at the latest: correct the date.",
)
def status_ends_by_18(year: CollectionYear) -> Flag:
    """DUC is after the 18th birthday."""
    return flag("UASC", c("DUC") > birthday("DOB", 18))


@view("UASC", "Header")
def asylum_with_header(t: Tables) -> Frame:
    """UASC beside the child's Header."""
    return t["UASC"].join(
        prefixed(t["Header"], "Header", ["CHILD", "row_Header", "UASC"]), on="CHILD", how="inner"
    )


@rule(
    "303",
    "Header CHILD UASC; UASC CHILD DUC",
    "A day is given on which the status of unaccompanied asylum seeker ends, but the child is not marked as one. Correct the marker or remove the date.",
)
def end_of_status_needs_the_status(year: CollectionYear) -> Flag:
    """DUC is filled and Header's UASC is not 1."""
    return flag(asylum_with_header, filled("DUC") & other_than("Header_UASC", "1"), "UASC", "Header")


@view("Header", "Header_last", "UASC", "UASC_last")
def asylum_both_years(t: Tables) -> Frame:
    """Header of children in both years with this and last year's UASC marker and DUC."""
    frame = t["Header"].join(prefixed(t["Header_last"], "last", ["CHILD", "UASC"]), on="CHILD", how="inner")
    frame = frame.join(t["UASC"].select("CHILD", "row_UASC", "DUC"), on="CHILD", how="left")
    return frame.join(prefixed(t["UASC_last"], "last", ["CHILD", "DUC"]), on="CHILD", how="left")


_BOTH = "Header CHILD DOB UASC; Header_last CHILD UASC; UASC CHILD DUC; UASC_last CHILD DUC"
_NOW, _LAST = "UASC", "last_UASC"


@rule(
    "205A",
    _BOTH,
    "The child was an unaccompanied asylum seeker last year and is not now, but the day on which that ended is not within last year. Correct the marker or the date.",
)
def status_that_ended_ended_last_year(year: CollectionYear) -> Flag:
    """Marked last year and not now, and DUC is filled now, or was not within last year's return."""
    before = year.before
    ended_then = true((c("last_DUC") >= before.start) & (c("last_DUC") <= before.end))
    ended = among(_LAST, "1") & other_than(_NOW, "1")
    return flag(asylum_both_years, ended & (filled("DUC") | ~ended_then), "Header", "UASC")


@rule(
    "205B",
    _BOTH,
    "The child is an unaccompanied asylum seeker in both years, and the day on which that ends does not follow: last year the 18th birthday, now a day in this year or the same. Correct it.",
)
def status_that_goes_on_ended_at_18(year: CollectionYear) -> Flag:
    """Marked in both years, unless last year's DUC is the 18th birthday and this year's is in the year or the same."""
    at_18 = true(c("last_DUC") == birthday("DOB", 18))
    now = true((c("DUC") >= year.start) & (c("DUC") <= year.end)) | same("DUC", "last_DUC")
    both = among(_LAST, "1") & among(_NOW, "1")
    return flag(asylum_both_years, both & ~(at_18 & now), "Header", "UASC")


@rule(
    "205C",
    _BOTH,
    "The child is an unaccompanied asylum seeker in neither year, but a day is given on which that ends. Correct the marker or remove the date.",
)
def no_status_has_no_end(year: CollectionYear) -> Flag:
    """Marked in neither year, and DUC is filled in one of them."""
    neither = other_than(_LAST, "1") & other_than(_NOW, "1")
    return flag(asylum_both_years, neither & any_filled("DUC", "last_DUC"), "Header", "UASC")


@view("Header", "Header_last", optional=("UASC", "UASC_last"))
def asylum_markers_both_years(t: Tables) -> Frame:
    """Header of children in both years with last year's UASC marker."""
    return t["Header"].join(prefixed(t["Header_last"], "last", ["CHILD", "UASC"]), on="CHILD", how="inner")


@rule(
    "205D",
    "Header CHILD DOB UASC; Header_last CHILD UASC",
    "The child is an unaccompanied asylum seeker now, but last year's return has the child without that status, which only a new arrival has. Correct one of the years.",
)
def status_is_not_gained_in_care(year: CollectionYear) -> Flag:
    """Marked now, and in last year's return without the mark."""
    return flag(asylum_markers_both_years, among(_NOW, "1") & other_than(_LAST, "1"))
