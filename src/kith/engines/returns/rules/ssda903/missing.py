"""Times when a child was missing, or away without authorisation."""

from __future__ import annotations

from typing import Any

import narwhals as nw

from kith.engines.returns.codes import codes_of
from kith.engines.returns.expressions import (
    FAR_FUTURE,
    among,
    birthday,
    blank,
    c,
    filled,
    filled_with_other,
    or_if_open,
    other_than,
    same,
    true,
    unreadable,
)
from kith.engines.returns.frames import Tables, earliest, having, in_order
from kith.engines.returns.rule import Flag, flag, view
from kith.engines.returns.rules.ssda903.book import rule
from kith.engines.returns.rules.ssda903.views import periods_of_care
from kith.engines.returns.years import CollectionYear

Frame = nw.LazyFrame[Any]


@rule(
    "564", "Missing MISSING MIS_START", "The kind of absence is given, but not when it began. Enter the day."
)
def absence_has_a_start(year: CollectionYear) -> Flag:
    """MISSING is M or A and MIS_START is empty."""
    return flag("Missing", among("MISSING", "M", "A") & blank("MIS_START"))


@rule(
    "565",
    "Missing MISSING MIS_START",
    "An absence has a start but not its kind. Enter M (missing) or A (away without authorisation).",
)
def start_has_a_kind(year: CollectionYear) -> Flag:
    """MIS_START is filled and MISSING is empty."""
    return flag("Missing", filled("MIS_START") & blank("MISSING"))


@rule(
    "566",
    "Missing MISSING MIS_END",
    "An absence has an end but not its kind. Enter M (missing) or A (away without authorisation).",
)
def end_has_a_kind(year: CollectionYear) -> Flag:
    """MIS_END is filled and MISSING is empty."""
    return flag("Missing", filled("MIS_END") & blank("MISSING"))


@rule("567", "Missing MIS_END MIS_START", "An absence ends before it starts. Correct one of the dates.")
def absence_ends_after_it_starts(year: CollectionYear) -> Flag:
    """MIS_END is before MIS_START."""
    return flag("Missing", c("MIS_END") < c("MIS_START"))


@rule(
    "570",
    "Missing MIS_START",
    "An absence starts after the collection year. Leave it for next year's return.",
)
def absence_starts_by_the_years_end(year: CollectionYear) -> Flag:
    """MIS_START is after 31 March."""
    return flag("Missing", c("MIS_START") > year.end)


@rule(
    "571",
    "Missing MIS_END",
    "An absence ends outside the collection year. Correct the date or remove the absence.",
)
def absence_ends_in_the_year(year: CollectionYear) -> Flag:
    """MIS_END is before 1 April or after 31 March."""
    return flag("Missing", true(c("MIS_END") < year.start) | true(c("MIS_END") > year.end))


@rule(
    "1004",
    "Missing MIS_START",
    "The start of an absence is missing or is not a date. Enter it as dd/mm/yyyy.",
)
def absence_start_is_a_date(year: CollectionYear) -> Flag:
    """MIS_START is empty or cannot be read as a date."""
    return flag("Missing", blank("MIS_START"))


@rule("1005", "Missing MIS_END", "The end of an absence is not a date. Enter it as dd/mm/yyyy.")
def absence_end_is_a_date(year: CollectionYear) -> Flag:
    """MIS_END is filled with something that is not a date."""
    return flag("Missing", unreadable("MIS_END"))


@rule(
    "1006",
    "Missing MISSING",
    "The kind of absence is not a code of the list. Enter M (missing) or A (away without authorisation).",
)
def kind_of_absence_is_a_code(year: CollectionYear) -> Flag:
    """MISSING is filled and neither M nor A."""
    return flag("Missing", filled_with_other("MISSING", codes_of("ssda903", "MISSING", year)))


@rule(
    "586",
    "Missing DOB MIS_START",
    "An absence starts on or before the child's date of birth. Correct one of the dates.",
)
def absence_is_after_birth(year: CollectionYear) -> Flag:
    """MIS_START is on or before DOB."""
    return flag("Missing", c("MIS_START") <= c("DOB"))


@view("Missing")
def absences_in_order(t: Tables) -> Frame:
    """Absences, each with the child's one before it, by end (start while open) and then start."""
    by = nw.when(blank("MIS_END")).then(or_if_open("MIS_START", FAR_FUTURE)).otherwise(c("MIS_END"))
    start = or_if_open("MIS_START", FAR_FUTURE)
    frame = t["Missing"].filter(filled("CHILD")).with_columns(_by=by, _start=start)
    return in_order(
        frame,
        by=["CHILD"],
        order=["_by", "_start", "row_Missing"],
        previous=["row_Missing", "MIS_END"],
        following=[],
    )


@rule(
    "574",
    "Missing CHILD MIS_END MIS_START",
    "An absence starts before the child's previous one ended. Correct the dates, or enter when the other ended.",
)
def absences_do_not_overlap(year: CollectionYear) -> Flag:
    """The previous absence is open, or ended after this start."""
    overlaps = blank("previous_MIS_END") | true(c("previous_MIS_END") > c("MIS_START"))
    return flag(absences_in_order, filled("previous_row_Missing", "MIS_START") & overlaps)


@view("Missing", "Episodes", shared=True)
def absences_with_episodes(t: Tables) -> Frame:
    """Absences beside each episode of the same child; only children in both."""
    episodes = t["Episodes"].select("CHILD", "row_Episodes", "DECOM", "DEC", "REC")
    return t["Missing"].join(episodes, on="CHILD", how="inner")


@rule(
    "575",
    "Missing CHILD MIS_END MIS_START; Episodes CHILD DEC DECOM",
    "The placement that the child went missing from has ended, but the absence has not. Enter when it ended.",
)
def absence_ends_with_the_placement(year: CollectionYear) -> Flag:
    """MIS_END is empty and MIS_START is within an episode that has ended, its two days included."""
    within = true((c("DECOM") <= c("MIS_START")) & (c("MIS_START") <= c("DEC")))
    return flag(absences_with_episodes, blank("MIS_END") & within, "Missing")


@view("Missing", "Missing_last")
def first_absence_and_open_last_year(t: Tables) -> Frame:
    """Each child's earliest absence beside every one left open last year."""
    first = earliest(t["Missing"], by="CHILD", order="MIS_START", row="row_Missing")
    still_open = t["Missing_last"].filter(blank("MIS_END"), filled("MIS_START"))
    return first.join(
        still_open.select("CHILD", c("MIS_START").alias("last_MIS_START")), on="CHILD", how="inner"
    )


@rule(
    "576",
    "Missing CHILD MIS_START; Missing_last CHILD MIS_END MIS_START",
    "Last year's return left an absence open, and this year's first does not continue it. Start it on last year's date.",
)
def open_absence_of_last_year_goes_on(year: CollectionYear) -> Flag:
    """Last year has an open absence whose MIS_START is not that of this year's earliest."""
    return flag(first_absence_and_open_last_year, ~same("MIS_START", "last_MIS_START"))


@view("Missing", "Episodes")
def absences_and_care(t: Tables) -> Frame:
    """Absences of children with a period of care: `fits` one of them, `starts_in_care` in one of them.

    An absence fits a period unless it is open while the period has ended, is open and starts before the
    period, or ends after the period or before it.
    """
    joined = t["Missing"].join(t.view(periods_of_care), on="CHILD", how="inner")
    is_open = blank("MIS_END")
    wrong = (
        (is_open & filled("care_end"))
        | (is_open & true(c("MIS_START") < c("care_start")))
        | true(c("MIS_END") > c("care_end"))
        | true(c("MIS_END") < c("care_start"))
    )
    outside = true(c("MIS_START") < c("care_start")) | true(c("MIS_START") > c("care_end"))
    rows = c("row_Missing")
    fitting, starting = joined.filter(~wrong).select(rows), joined.filter(~outside).select(rows)
    frame = t["Missing"].join(t.view(periods_of_care).select("CHILD").unique(), on="CHILD", how="semi")
    frame = having(frame, fitting, "fits", on="row_Missing")
    return having(frame, starting, "starts_in_care", on="row_Missing")


@rule(
    "577",
    "Missing CHILD MIS_END MIS_START; Episodes CHILD DEC DECOM LS",
    "The absence goes on outside the child's time in care. Enter when it ended, or correct the dates.",
)
def absence_fits_a_period_of_care(year: CollectionYear) -> Flag:
    """The absence fits none of the child's unbroken periods of care."""
    return flag(absences_and_care, filled("MIS_START") & ~c("fits"))


@rule(
    "578",
    "Missing CHILD MIS_START; Episodes CHILD DEC DECOM LS",
    "The absence starts outside the child's time in care. Correct the date, or remove the absence.",
)
def absence_starts_in_care(year: CollectionYear) -> Flag:
    """MIS_START is outside every period of care of the child."""
    return flag(absences_and_care, filled("MIS_START") & ~c("starts_in_care"))


@rule(
    "580",
    "Missing CHILD DOB MIS_END; Episodes CHILD DEC REC",
    "The child was missing until care ended on the 18th birthday, so the reason for leaving should be E8. Correct it.",
)
def missing_child_ceases_at_18_with_e8(year: CollectionYear) -> Flag:
    """DEC is both MIS_END and the 18th birthday, and REC is not E8."""
    at_18 = same("DEC", "MIS_END") & true(c("DEC") == birthday("DOB", 18))
    return flag(absences_with_episodes, at_18 & other_than("REC", "E8"), "Episodes")


@view("Missing", "Episodes")
def absences_and_episodes(t: Tables) -> Frame:
    """Absences of children with episodes: `starts_in_episode`, from its first day to its last or ongoing."""
    inside = true(c("DECOM") <= c("MIS_START")) & (blank("DEC") | true(c("MIS_START") <= c("DEC")))
    starting = t.view(absences_with_episodes).filter(inside).select("row_Missing")
    frame = t["Missing"].join(t["Episodes"].select("CHILD").unique(), on="CHILD", how="semi")
    return having(frame, starting, "starts_in_episode", on="row_Missing")


@rule(
    "581",
    "Missing CHILD MIS_START; Episodes CHILD DEC DECOM",
    "The absence starts on a day when the child has no episode. Correct the date, or the episodes.",
)
def absence_starts_in_an_episode(year: CollectionYear) -> Flag:
    """MIS_START is in none of the child's episodes."""
    return flag(absences_and_episodes, filled("MIS_START") & ~c("starts_in_episode"))
