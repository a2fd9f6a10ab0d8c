"""Frames for the rules about young mothers, which join Header to episodes and leaver data."""

from __future__ import annotations

from typing import Any

import narwhals as nw

from kith.engines.returns.expressions import RESPITE, c, other_than
from kith.engines.returns.frames import Tables, earliest, having, prefixed
from kith.engines.returns.rule import view
from kith.engines.returns.rules.ssda903.views import having_leaver_data, header_both_years, overlaps_year

Frame = nw.LazyFrame[Any]


@view("Header", "Episodes", optional=("OC3",))
def mothers(t: Tables) -> Frame:
    """Header with `in_care_in_year` (an episode in the year, short breaks aside) and `has_leaver_data`."""
    in_care = t["Episodes"].filter(other_than("LS", RESPITE), overlaps_year(t))
    return having_leaver_data(having(t["Header"], in_care, "in_care_in_year"), t)


@view("Header", "Episodes", "OC3")
def mothers_among_leavers(t: Tables) -> Frame:
    """The same, beside the child's OC3 rows."""
    return t.view(mothers).join(t["OC3"].select("CHILD", "row_OC3"), on="CHILD", how="inner")


@view("Header", "Header_last", "Episodes")
def mothers_both_years(t: Tables) -> Frame:
    """Header beside last year's, with `has_episode`."""
    return having(t.view(header_both_years), t["Episodes"], "has_episode")


@view("Episodes", "Header")
def latest_end_with_header(t: Tables) -> Frame:
    """Each child's episode with the latest DEC, beside the child's Header."""
    latest = earliest(t["Episodes"], by="CHILD", order="DEC", row="row_Episodes", last=True)
    header = prefixed(t["Header"], "Header", ["CHILD", "row_Header", "MC_DOB"])
    return latest.filter(~c("DEC").is_null()).join(header, on="CHILD", how="inner")
