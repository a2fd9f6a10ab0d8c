"""Children in need: at 31 March, at any time in the year, starting and ending."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from kith.reference.build._tables import assemble
from kith.reference.lait import ToolFigure
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
    ToolFigure("CIN", "rate_in_need_at_31_march", "Children in Need rate per 10,000"),
    ToolFigure(
        "CINTime3months", "percent_in_need_under_3_months", "Children in Need, by duration (under 3 months)"
    ),
    ToolFigure("CINTime3-6", "percent_in_need_3_to_6_months", "Children in Need, by duration (3-6 months)"),
    ToolFigure(
        "CINTime6-1",
        "percent_in_need_6_months_to_1_year",
        "Children in Need, by duration (6 months - 1 year)",
    ),
    ToolFigure("CINTime1-2", "percent_in_need_1_to_2_years", "Children in Need, by duration (1-2 years)"),
    ToolFigure(
        "CINTime2more", "percent_in_need_2_years_or_more", "Children in Need, by duration (2 years or more)"
    ),
    ToolFigure(
        "CINCease3months",
        "percent_ended_under_3_months",
        "Percentage of Children who cease to be in Need by duration (under 3 months)",
    ),
    ToolFigure(
        "CINCease3-6",
        "percent_ended_3_to_6_months",
        "Percentage of Children who cease to be in Need by duration (3-6 months)",
    ),
    ToolFigure(
        "CINCease6-1",
        "percent_ended_6_months_to_1_year",
        "Percentage of Children who cease to be in Need by duration (6 months - 1 year)",
    ),
    ToolFigure(
        "CINCease1-2",
        "percent_ended_1_to_2_years",
        "Percentage of Children who cease to be in Need by duration (1 - 2 years)",
    ),
    ToolFigure(
        "CINCease2more",
        "percent_ended_2_years_or_more",
        "Percentage of Children who cease to be in Need by duration (2 years or more)",
    ),
)


def build(source: Path) -> pl.DataFrame:
    """Return one row per area, year and measure."""
    return assemble(source, LAYOUTS, TOOL_FIGURES)
