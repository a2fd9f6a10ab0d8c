"""Deprivation of liberty orders (from 2026/27)."""

from __future__ import annotations

from typing import Any

import narwhals as nw

from kith.engines.returns.expressions import (
    FAR_FUTURE,
    among,
    blank,
    c,
    filled,
    or_if_open,
    other_than,
    true,
    unreadable,
)
from kith.engines.returns.frames import Tables, having, in_order
from kith.engines.returns.rule import Flag, flag, view
from kith.engines.returns.rules.ssda903.book import rule
from kith.engines.returns.rules.ssda903.views import periods_of_care
from kith.engines.returns.years import CollectionYear

Frame = nw.LazyFrame[Any]


@rule(
    "700",
    "DoLo DOLO_START",
    "The start of the deprivation of liberty order is missing or not a date. Enter it as dd/mm/yyyy.",
    since=2027,
)
def order_has_a_start(year: CollectionYear) -> Flag:
    """DOLO_START is empty or cannot be read as a date."""
    return flag("DoLo", blank("DOLO_START"))


@rule(
    "701",
    "DoLo DOLO_END",
    "The end of the deprivation of liberty order is not a date. Enter it as dd/mm/yyyy.",
    since=2027,
)
def order_end_is_a_date(year: CollectionYear) -> Flag:
    """DOLO_END is filled with something that is not a date."""
    return flag("DoLo", unreadable("DOLO_END"))


@rule(
    "702",
    "DoLo DOLO_END DOLO_START",
    "The deprivation of liberty order does not end after it starts. Correct one of the dates.",
    since=2027,
)
def order_ends_after_it_starts(year: CollectionYear) -> Flag:
    """DOLO_END is on or before DOLO_START; an order of no days is no order."""
    return flag("DoLo", c("DOLO_END") <= c("DOLO_START"))


@rule(
    "703",
    "DoLo DOLO_START",
    "The deprivation of liberty order starts after the collection year. Leave it for next year's return.",
    since=2027,
)
def order_starts_by_the_years_end(year: CollectionYear) -> Flag:
    """DOLO_START is after 31 March."""
    return flag("DoLo", c("DOLO_START") > year.end)


@rule(
    "704",
    "DoLo DOLO_END",
    "The deprivation of liberty order ends outside the collection year. Correct the date or remove the order.",
    since=2027,
)
def order_ends_in_the_year(year: CollectionYear) -> Flag:
    """DOLO_END is before 1 April or after 31 March."""
    return flag("DoLo", true(c("DOLO_END") < year.start) | true(c("DOLO_END") > year.end))


@view("DoLo")
def orders_in_order(t: Tables) -> Frame:
    """Orders, each with the child's one before it, by end (start while open) and then start."""
    start = or_if_open("DOLO_START", FAR_FUTURE)
    by = nw.when(blank("DOLO_END")).then(start).otherwise(c("DOLO_END"))
    frame = t["DoLo"].filter(filled("CHILD")).with_columns(_by=by, _start=start)
    return in_order(
        frame,
        by=["CHILD"],
        order=["_by", "_start", "row_DoLo"],
        previous=["row_DoLo", "DOLO_END"],
        following=[],
    )


@rule(
    "705",
    "DoLo CHILD DOLO_END DOLO_START",
    "The deprivation of liberty order starts before the child's previous one ended. Correct the dates, or enter when the other ended.",
    since=2027,
)
def orders_do_not_overlap(year: CollectionYear) -> Flag:
    """The previous order is open, or ended after this start."""
    overlaps = blank("previous_DOLO_END") | true(c("previous_DOLO_END") > c("DOLO_START"))
    return flag(orders_in_order, filled("previous_row_DoLo", "DOLO_START") & overlaps)


@view("DoLo_last", "DoLo")
def open_orders_of_last_year(t: Tables) -> Frame:
    """Last year's open orders with no order this year of the same child and start."""
    still_open = t["DoLo_last"].filter(blank("DOLO_END"), filled("CHILD", "DOLO_START"))
    return still_open.join(
        t["DoLo"].select("CHILD", "DOLO_START").unique(), on=["CHILD", "DOLO_START"], how="anti"
    )


@rule(
    "706",
    "DoLo CHILD DOLO_START; DoLo_last CHILD DOLO_END DOLO_START",
    "Last year's return left a deprivation of liberty order open, and this year's does not have it. Add it with its end, or while it goes on.",
    since=2027,
)
def open_order_of_last_year_goes_on(year: CollectionYear) -> Flag:
    """Last year has an open order with no row this year of the same CHILD and DOLO_START.

    The row is last year's, and is reported as such; practice elsewhere numbers it as if it were this year's.
    """
    return flag(open_orders_of_last_year, filled("row_DoLo_last"), "DoLo_last")


@view("DoLo", "Episodes")
def orders_and_care(t: Tables) -> Frame:
    """Orders of children with a period of care, and whether each `fits` one, as an absence does in 577."""
    joined = t["DoLo"].join(t.view(periods_of_care), on="CHILD", how="inner")
    is_open = blank("DOLO_END")
    wrong = (
        (is_open & filled("care_end"))
        | (is_open & true(c("DOLO_START") < c("care_start")))
        | true(c("DOLO_END") > c("care_end"))
        | true(c("DOLO_END") < c("care_start"))
    )
    frame = t["DoLo"].join(t.view(periods_of_care).select("CHILD").unique(), on="CHILD", how="semi")
    return having(frame, joined.filter(~wrong).select("row_DoLo"), "fits", on="row_DoLo")


@rule(
    "707",
    "DoLo CHILD DOLO_END DOLO_START; Episodes CHILD DEC DECOM LS",
    "The deprivation of liberty order goes on outside the child's time in care. Enter when it ended, or correct the dates.",
    since=2027,
)
def order_fits_a_period_of_care(year: CollectionYear) -> Flag:
    """The order fits none of the child's unbroken periods of care."""
    return flag(orders_and_care, filled("DOLO_START") & ~c("fits"))


@rule(
    "708",
    "DoLo DOB DOLO_START",
    "The deprivation of liberty order starts on or before the child's date of birth. Correct one of the dates.",
    since=2027,
)
def order_is_after_birth(year: CollectionYear) -> Flag:
    """DOLO_START is on or before DOB."""
    return flag("DoLo", c("DOLO_START") <= c("DOB"))


@view("DoLo", "Episodes")
def orders_with_episodes(t: Tables) -> Frame:
    """Orders that have ended, beside each episode of the child that overlaps them by a day or more."""
    episodes = t["Episodes"].select("CHILD", "row_Episodes", "DECOM", "DEC", "PLACE")
    joined = t["DoLo"].join(episodes, on="CHILD", how="inner")
    ends_later = blank("DEC") | true(c("DEC") > c("DOLO_START"))
    return joined.filter(true(c("DECOM") < c("DOLO_END")) & ends_later & filled("DOLO_START"))


_PLACED = "DoLo CHILD DOLO_END DOLO_START; Episodes CHILD DEC DECOM PLACE"


@rule(
    "709",
    _PLACED,
    "A child under a deprivation of liberty order is not in a children's home or a placement registered for it (K2, Z12, Z13). Check the placement and the order.",
    since=2027,
)
def order_is_in_an_expected_placement(year: CollectionYear) -> Flag:
    """An ended order overlaps an episode whose PLACE is not K2, Z12 or Z13.

    Practice elsewhere reads a column that no file has; PLACE is what the department means.
    """
    return flag(orders_with_episodes, other_than("PLACE", "K2", "Z12", "Z13"), "DoLo", "Episodes")


@rule(
    "710",
    _PLACED,
    "A child under a deprivation of liberty order is in a placement where there can be none (K1, P1, R5, K3). Correct the placement or the order.",
    since=2027,
)
def order_is_not_in_an_impossible_placement(year: CollectionYear) -> Flag:
    """An ended order overlaps an episode whose PLACE is K1, P1, R5 or K3."""
    return flag(orders_with_episodes, among("PLACE", "K1", "P1", "R5", "K3"), "DoLo", "Episodes")
