"""Section 47 enquiries, initial child protection conferences and care applications."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from kith.reference.build._tables import assemble
from kith.reference.lait import ToolFigure
from kith.reference.tidy import Figure, Layout

LAYOUTS = (
    Layout(
        table="section_47_and_conferences",
        stem="c4_children_in_need_section_47s_and_icpcs_2013_to_2025",
        source="children-in-need-2025",
        figures=(
            Figure("Section47", "section_47_enquiries"),
            Figure("Section47_child", "children_with_section_47_enquiry"),
            Figure("ICPC", "conferences"),
            Figure("ICPC_child", "children_with_conference"),
            Figure("Duration_0-10_days", "conferences_within_10_days"),
            Figure("Duration_11-15_days", "conferences_11_to_15_days"),
            Figure("Duration_16-20_days", "conferences_16_to_20_days"),
            Figure("Duration_21+_days", "conferences_21_days_or_more"),
            Figure("Duration_median", "median_days_to_conference"),
        ),
    ),
)

TOOL_FIGURES = (
    ToolFigure("Section_47", "rate_section_47_enquiries", "Section 47 enquiries rate per 10,000 children"),
    ToolFigure("ISCP_Conf", "rate_conferences", "Rate of Initial Stage Child Protection conferences"),
    ToolFigure(
        "10_ICPC",
        "conferences_within_10_days",
        "0-10 working days from CP strategy meeting to ICP conference",
    ),
    ToolFigure(
        "15_ICPC",
        "conferences_11_to_15_days",
        "11-15 working days from CP strategy meeting to ICP conference",
    ),
    ToolFigure(
        "20_ICPC",
        "conferences_16_to_20_days",
        "16-20 working days from CP strategy meeting to ICP conference",
    ),
    ToolFigure(
        "21_ICPC",
        "conferences_21_days_or_more",
        "21+ working days from CP strategy meeting to ICP conference",
    ),
    ToolFigure(
        "CP_conf_15days",
        "percent_conferences_within_15_days",
        "Percentage of child protection conferences held within 15 days",
    ),
    ToolFigure(
        "CareApplications", "rate_care_applications", "Cafcass Care applications per 10,000 child population"
    ),
)


def build(source: Path) -> pl.DataFrame:
    """Return one row per area, year and measure."""
    return assemble(source, LAYOUTS, TOOL_FIGURES)
