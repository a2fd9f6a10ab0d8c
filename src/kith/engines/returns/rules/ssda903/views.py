"""Frames that several SSDA903 rules share, each built once from the tables that it names."""

from __future__ import annotations

from typing import Any

import narwhals as nw

from kith.engines.returns.expressions import FAR_FUTURE, RESPITE, among, c, or_if_open, other_than, true
from kith.engines.returns.frames import Tables, earliest, having, in_order, prefixed
from kith.engines.returns.rule import view

Frame = nw.LazyFrame[Any]


@view("Episodes", shared=True)
def episodes(t: Tables) -> Frame:
    """Episodes, each with its neighbours in the child's order of DECOM."""
    frame = t["Episodes"].with_columns(_order=or_if_open("DECOM", FAR_FUTURE))
    return in_order(
        frame,
        by=["CHILD"],
        order=["_order", "row_Episodes"],
        previous=[
            *("row_Episodes", "DECOM", "DEC", "REC", "REASON_PLACE_CHANGE", "PLACE", "PL_POST"),
            *("URN", "PLACE_PROVIDER", "LS", "CIN"),
        ],
        following=["row_Episodes", "DECOM", "RNE", "PLACE"],
        before_previous=["PLACE", "PL_POST"],
    )


@view("Episodes", "Header", shared=True)
def episodes_with_header(t: Tables) -> Frame:
    """Episodes beside the child's Header (`Header_…`, empty where the child has none)."""
    header = prefixed(t["Header"], "Header", ["CHILD", "row_Header", "SEX", "DOB", "UPN", "MOTHER", "MC_DOB"])
    return t.view(episodes).join(header, on="CHILD", how="left")


@view("Header", "Episodes", optional=("OC3",))
def header_with_episodes(t: Tables) -> Frame:
    """Header with what its child has elsewhere: `has_episode`, `has_full_episode`, `has_leaver_data`."""
    frame = having(t["Header"], t["Episodes"], "has_episode")
    frame = having(frame, t["Episodes"].filter(other_than("LS", RESPITE)), "has_full_episode")
    return having_leaver_data(frame, t)


def having_leaver_data(frame: Frame, t: Tables) -> Frame:
    """Add `has_leaver_row` and `has_leaver_data`: the child is in OC3, with anything filled."""
    if "OC3" not in t:
        return frame.with_columns(has_leaver_row=nw.lit(False), has_leaver_data=nw.lit(False))
    leavers = t["OC3"]
    some = nw.any_horizontal(
        *[~c(name).is_null() for name in ("IN_TOUCH", "ACTIV", "ACCOM")], ignore_nulls=False
    )
    return having(having(frame, leavers, "has_leaver_row"), leavers.filter(some), "has_leaver_data")


@view("Header", "Header_last", shared=True)
def header_both_years(t: Tables) -> Frame:
    """Header beside the same child's Header of last year (`last_…`); only children in both."""
    last = prefixed(
        t["Header_last"],
        "last",
        ["CHILD", "SEX", "DOB", "ETHNIC", "UPN", "MOTHER", "MC_DOB", "MC_DOB_text"],
    )
    return t["Header"].join(last, on="CHILD", how="inner")


def overlaps_year(t: Tables) -> nw.Expr:
    """The episode has a day in the collection year."""
    return true(c("DECOM") <= t.year.end) & (c("DEC").is_null() | true(c("DEC") >= t.year.start))


@view("Episodes", shared=True)
def continuously_looked_after(t: Tables) -> Frame:
    """Children looked after the whole year, short breaks aside: one row a child (CHILD).

    The child has an episode in the year and none that started care in it (RNE=S after 1 April), left
    care before its last day (REC other than X1, blank included), or was a short break (V3, V4).
    """
    start, end = t.year.start, t.year.end
    in_year = overlaps_year(t)
    began = among("RNE", "S") & true((c("DECOM") > start) & (c("DECOM") <= end))
    left = other_than("REC", "X1") & true((c("DEC") >= start) & (c("DEC") < end))
    short_break = among("LS", RESPITE) & in_year
    broken = t["Episodes"].filter(began | left | short_break).select("CHILD").unique()
    children = t["Episodes"].filter(in_year, ~c("CHILD").is_null()).select("CHILD").unique()
    return children.join(broken, on="CHILD", how="anti")


@view("OC2", "Episodes")
def health_of_continuous(t: Tables) -> Frame:
    """OC2 with `continuous`: the child was looked after the whole year."""
    return having(t["OC2"], t.view(continuously_looked_after), "continuous")


@view("OC3", "Episodes")
def leavers_with_episodes(t: Tables) -> Frame:
    """OC3 beside each episode of the same child (empty where none), with `continuous`."""
    frame = having(t["OC3"], t.view(continuously_looked_after), "continuous")
    return frame.join(
        t["Episodes"].select("CHILD", "row_Episodes", "DECOM", "DEC", "REC"), on="CHILD", how="left"
    )


ADOPTION_FIELDS = ("DATE_INT", "DATE_MATCH", "FOSTER_CARE", "NB_ADOPTR", "SEX_ADOPTR", "LS_ADOPTR")


@view("Episodes", "AD1")
def episodes_with_adoption(t: Tables) -> Frame:
    """Episodes beside the same child's AD1; only children in both."""
    columns = ["CHILD", "row_AD1", "DATE_MATCH_text", *ADOPTION_FIELDS]
    return t["Episodes"].join(t["AD1"].select(*columns), on="CHILD", how="inner")


PLACED_COLUMNS = ("CHILD", "row_PlacedAdoption", "DATE_PLACED", "DATE_PLACED_CEASED", "REASON_PLACED_CEASED")


@view("Episodes", "PlacedAdoption")
def episodes_with_decision(t: Tables) -> Frame:
    """Episodes beside each adoption decision of the same child (empty where none)."""
    return t["Episodes"].join(t["PlacedAdoption"].select(*PLACED_COLUMNS), on="CHILD", how="left")


@view("Episodes", "Episodes_last")
def first_episode_and_last_years(t: Tables) -> Frame:
    """Each child's first episode beside last year's latest (`last_…`); only children in both years."""
    columns = [
        *("CHILD", "DECOM", "DEC", "RNE", "LS", "CIN", "PLACE", "PLACE_PROVIDER", "URN"),
        *("PL_LA", "PL_LOCATION", "PL_DISTANCE"),
    ]
    first = earliest(t["Episodes"], by="CHILD", order="DECOM", row="row_Episodes")
    latest = earliest(t["Episodes_last"], by="CHILD", order="DECOM", row="row_Episodes_last", last=True)
    return first.join(prefixed(latest, "last", columns), on="CHILD", how="inner")


@view("Episodes", optional=("Header", "UASC", "Header_last", "UASC_last"))
def episodes_with_asylum(t: Tables) -> Frame:
    """Episodes with `ever_unaccompanied` (marked UASC in either year) and `unaccompanied` (this year)."""
    frame = having(t.view(episodes), unaccompanied_children(t, ""), "unaccompanied")
    last = having(frame, unaccompanied_children(t, "_last"), "unaccompanied_last")
    return last.with_columns(ever_unaccompanied=c("unaccompanied") | c("unaccompanied_last"))


def unaccompanied_children(t: Tables, suffix: str) -> Frame:
    """The children marked as unaccompanied asylum-seeking in Header or the UASC file of a year."""
    sources = []
    if f"UASC{suffix}" in t:
        sources.append(t[f"UASC{suffix}"].select("CHILD"))
    if f"Header{suffix}" in t:
        sources.append(t[f"Header{suffix}"].filter(among("UASC", "1")).select("CHILD"))
    if not sources:
        nobody = c("CHILD").is_null() & ~c("CHILD").is_null()
        return t["Episodes"].filter(nobody).select("CHILD")
    return nw.concat(sources, how="vertical").unique()


@view("Episodes", shared=True)
def periods_of_care(t: Tables) -> Frame:
    """Unbroken periods of care, one row each: CHILD, `care_start`, `care_end` (empty while open).

    Short breaks (V3, V4) are not periods of care. A period goes on while the next episode starts no
    later than the day the one before it ended.
    """
    frame = t["Episodes"].filter(other_than("LS", RESPITE), ~c("CHILD").is_null(), ~c("DECOM").is_null())
    frame = frame.with_columns(_end=or_if_open("DEC", FAR_FUTURE)).select(
        "CHILD", "row_Episodes", "DECOM", "_end"
    )
    frame = in_order(
        frame, by=["CHILD"], order=["DECOM", "row_Episodes"], previous=["_end"], following=[]
    ).with_columns(_new=nw.when(true(c("DECOM") <= c("previous__end"))).then(nw.lit(0)).otherwise(nw.lit(1)))
    frame = frame.with_columns(_period=c("_new").cum_sum().over("CHILD", order_by=["DECOM", "row_Episodes"]))
    periods = frame.group_by("CHILD", "_period").agg(care_start=c("DECOM").min(), care_end=c("_end").max())
    return periods.with_columns(
        care_end=nw.when(c("care_end") == FAR_FUTURE).then(nw.lit(None)).otherwise(c("care_end"))
    )
