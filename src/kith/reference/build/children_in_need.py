"""Children in need: at 31 March, at any time in the year, starting and ending."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from kith.reference.build._tables import from_releases, from_tool
from kith.reference.lait import ToolFigure, fill_from
from kith.reference.tidy import Figure, Layout

LAYOUTS = (
    Layout(
        table="children_in_need",
        stem="b1_children_in_need_2013_to_2025",
        source="children-in-need-2025",
        figures=(
            Figure("At31_episodes", "in_need_at_31_march"),
            Figure("Anypoint_episodes", "episodes_in_year"),
            Figure("Anypoint_child", "children_in_year"),
            Figure("Started_episodes", "episodes_started"),
            Figure("Started_child", "children_started"),
            Figure("Ended_episodes", "episodes_ended"),
            Figure("Ended_child", "children_ended"),
            Figure("awaiting_assessment", "awaiting_assessment"),
        ),
    ),
)

TOOL_FIGURES = (
    ToolFigure("CIN", "rate_in_need_at_31_march"),
    ToolFigure("CINTime3months", "percent_in_need_under_3_months"),
    ToolFigure("CINTime3-6", "percent_in_need_3_to_6_months"),
    ToolFigure("CINTime6-1", "percent_in_need_6_months_to_1_year"),
    ToolFigure("CINTime1-2", "percent_in_need_1_to_2_years"),
    ToolFigure("CINTime2more", "percent_in_need_2_years_or_more"),
    ToolFigure("CINCease3months", "percent_ended_under_3_months"),
    ToolFigure("CINCease3-6", "percent_ended_3_to_6_months"),
    ToolFigure("CINCease6-1", "percent_ended_6_months_to_1_year"),
    ToolFigure("CINCease1-2", "percent_ended_1_to_2_years"),
    ToolFigure("CINCease2more", "percent_ended_2_years_or_more"),
)


def build(source: Path) -> pl.DataFrame:
    """Return one row per area, year and measure."""
    return fill_from(from_releases(source, LAYOUTS), from_tool(source, TOOL_FIGURES))
