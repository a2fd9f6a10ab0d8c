"""Referrals and re-referrals, what followed them and who made them."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from kith.reference.build._tables import assemble
from kith.reference.lait import ToolFigure
from kith.reference.tidy import Figure, Layout

LAYOUTS = (
    Layout(
        table="referrals",
        stem="c1_children_in_need_referrals_and_rereferrals_2013_to_2025",
        source="children-in-need-2025",
        figures=(
            Figure("referral_count", "referrals"),
            Figure("rereferral_count", "rereferrals"),
            Figure("rereferral_percent", "percent_rereferrals"),
            Figure("no_further_action_count", "referrals_with_no_further_action"),
            Figure("no_further_action_percent", "percent_with_no_further_action"),
            Figure("not_in_need_count", "referrals_assessed_not_in_need"),
            Figure("not_in_need_percent", "percent_assessed_not_in_need"),
            Figure("referral_child_count", "children_referred"),
            Figure("rereferral_child_count", "children_rereferred"),
            Figure("rereferral_child_percent", "percent_children_rereferred"),
        ),
    ),
)

TOOL_FIGURES = (
    ToolFigure(
        "CPP_Total_Rateper10,000",
        "rate_referrals",
        "Rates per 10,000 of referrals to Children's Social Services",
    ),
    ToolFigure(
        "RefBySource_Police_%", "percent_from_police", "% referrals completed by source of referral - Police"
    ),
    ToolFigure(
        "RefBySource_Schl_%", "percent_from_schools", "% referrals completed by source of referral - School"
    ),
    ToolFigure(
        "RefBySource_HealthServ_%",
        "percent_from_health_services",
        "% referrals completed by source of referral - Health Service",
    ),
)


def build(source: Path) -> pl.DataFrame:
    """Return one row per area, year and measure."""
    return assemble(source, LAYOUTS, TOOL_FIGURES)
