"""Earlier permanence: adoption, guardianship or a residence order before this time in care (PrevPerm)."""

from __future__ import annotations

import datetime
from typing import Any

import narwhals as nw

from kith.engines.returns.codes import codes_of
from kith.engines.returns.expressions import (
    among,
    any_blank,
    any_filled,
    blank,
    c,
    filled,
    filled_with_other,
    true,
)
from kith.engines.returns.frames import Tables, earliest
from kith.engines.returns.rule import Flag, flag, view
from kith.engines.returns.rules.ssda903.book import rule
from kith.engines.returns.years import CollectionYear

Frame = nw.LazyFrame[Any]


@rule(
    "631",
    "PrevPerm PREV_PERM",
    "The kind of earlier permanence is not a code of the list. Enter P1 to P4, or Z1 for none.",
)
def kind_is_a_code(year: CollectionYear) -> Flag:
    """PREV_PERM is filled and not P1 to P4 or Z1."""
    return flag("PrevPerm", filled_with_other("PREV_PERM", codes_of("ssda903", "PREV_PERM", year)))


@rule(
    "633",
    "PrevPerm LA_PERM",
    "The authority that arranged the earlier permanence is not a code of the list. Enter its three digits, WAL, SCO, NIR, NUK, or 999 where not known.",
)
def authority_is_a_code(year: CollectionYear) -> Flag:
    """LA_PERM is filled and not in the list.

    Practice elsewhere lacks the authorities made since 2019 (838, 839, 940, 941); they are in the list here.
    """
    return flag("PrevPerm", filled_with_other("LA_PERM", codes_of("ssda903", "LA_PERM", year)))


@rule(
    "635",
    "PrevPerm DATE_PERM LA_PERM PREV_PERM",
    "An authority or a date of earlier permanence is given with no kind, or with 'none' (Z1). Enter the kind, or remove them.",
)
def details_need_a_kind(year: CollectionYear) -> Flag:
    """LA_PERM or DATE_PERM is filled while PREV_PERM is empty or Z1.

    Practice elsewhere looks only at an empty PREV_PERM, though the department's words are about Z1.
    """
    none = blank("PREV_PERM") | among("PREV_PERM", "Z1")
    return flag("PrevPerm", none & any_filled("LA_PERM", "DATE_PERM_text"))


@view("Episodes", "PrevPerm")
def episodes_with_earlier_permanence(t: Tables) -> Frame:
    """Episodes beside PrevPerm of the same child (empty where none)."""
    columns = ["CHILD", "row_PrevPerm", "PREV_PERM", "LA_PERM", "DATE_PERM_text"]
    return t["Episodes"].join(t["PrevPerm"].select(*columns), on="CHILD", how="left")


@rule(
    "630",
    "Episodes CHILD DECOM RNE; PrevPerm CHILD DATE_PERM LA_PERM PREV_PERM",
    "Care started in the year, but earlier permanence is missing or not complete. Enter its kind (Z1 for none), authority and date.",
)
def new_child_has_earlier_permanence(year: CollectionYear) -> Flag:
    """RNE is S in the year, with no PrevPerm row, no PREV_PERM, or one other than Z1 without LA_PERM and DATE_PERM."""
    started = among("RNE", "S") & true(c("DECOM") >= year.start)
    incomplete = blank("PREV_PERM") | (
        filled_with_other("PREV_PERM", "Z1") & any_blank("LA_PERM", "DATE_PERM_text")
    )
    return flag(episodes_with_earlier_permanence, started & incomplete)


@view("Episodes", "PrevPerm")
def first_episode_with_earlier_permanence(t: Tables) -> Frame:
    """Each child's earliest episode beside PrevPerm."""
    first = earliest(t["Episodes"], by="CHILD", order="DECOM", row="row_Episodes")
    columns = ["CHILD", "row_PrevPerm", "DATE_PERM_text", "DATE_PERM_latest"]
    return first.join(t["PrevPerm"].select(*columns), on="CHILD", how="inner")


@rule(
    "632",
    "Episodes CHILD DECOM; PrevPerm CHILD DATE_PERM",
    "The date of earlier permanence is not a date, or is not before care started. Correct it; write ZZ for a day or month and ZZZZ for a year not known.",
)
def permanence_was_before_care(year: CollectionYear) -> Flag:
    """DATE_PERM is not a date, or, read as the latest that it can be, is on or after the child's earliest DECOM."""
    late = true(c("DATE_PERM_latest") >= c("DECOM"))
    invalid = filled("DATE_PERM_text") & blank("DATE_PERM_latest")
    return flag(first_episode_with_earlier_permanence, invalid | late, "Episodes", "PrevPerm")


SINCE = datetime.date(2016, 4, 1)


@view("Episodes", "PrevPerm")
def long_in_care_with_earlier_permanence(t: Tables) -> Frame:
    """Episodes with the child's latest DECOM (`latest_start`), beside PrevPerm."""
    frame = t["Episodes"].filter(filled("CHILD")).with_columns(latest_start=c("DECOM").max().over("CHILD"))
    columns = ["CHILD", "row_PrevPerm", "PREV_PERM", "LA_PERM", "DATE_PERM_text"]
    return frame.join(t["PrevPerm"].select(*columns), on="CHILD", how="inner")


@rule(
    "634",
    "Episodes CHILD DECOM; PrevPerm CHILD DATE_PERM LA_PERM PREV_PERM",
    "Earlier permanence is given for a child with no episode since 1 April 2016, before which it was not collected. Remove it.",
)
def permanence_is_for_children_since_2016(year: CollectionYear) -> Flag:
    """A field of PrevPerm is filled and the child's latest DECOM is before 1 April 2016.

    Practice elsewhere uses the start of the collection year; the department's words name 1 April 2016.
    """
    given = any_filled("PREV_PERM", "LA_PERM", "DATE_PERM_text")
    return flag(
        long_in_care_with_earlier_permanence, given & true(c("latest_start") < SINCE), "Episodes", "PrevPerm"
    )
