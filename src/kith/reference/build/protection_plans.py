"""Child protection plans: at 31 March by duration, starting, ceasing, second or later, reviewed in time."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from kith.reference.build._tables import from_releases, from_tool
from kith.reference.lait import ToolFigure, fill_from
from kith.reference.tidy import Figure, Layout

LAYOUTS = (
    Layout(
        table="protection_plans",
        stem="d5_cpps_at31march_by_duration_2013_to_2025",
        source="children-in-need-2025",
        figures=(
            Figure("CPP_At31", "on_plan_at_31_march"),
            Figure("3_months_or_less", "on_plan_3_months_or_less"),
            Figure("more_than_3_months_6_months", "on_plan_3_to_6_months"),
            Figure("more_than_6_months_less_than_1_year", "on_plan_6_months_to_1_year"),
            Figure("1_year_less_than_2_years", "on_plan_1_to_2_years"),
            Figure("2_years_or_more", "on_plan_2_years_or_more"),
        ),
    ),
    Layout(
        table="protection_plans",
        stem="d3_cpps_subsequent_plan_2013_to_2025",
        source="children-in-need-2025",
        figures=(
            Figure("CPP_start", "plans_started"),
            Figure("CPP_subsequent", "plans_started_second_or_later"),
            Figure("CPP_subsequent_percent", "percent_started_second_or_later"),
        ),
    ),
)

TOOL_FIGURES = (
    ToolFigure("CPP_rate", "rate_on_plan_at_31_march"),
    ToolFigure("CPP_Abuse_Rate", "rate_plans_started"),
    ToolFigure("DeRegCPR", "rate_plans_ceased"),
    ToolFigure("CPRDuration", "plans_ceased_2_years_or_more"),
    ToolFigure("CPPlans2yrs", "percent_ceased_2_years_or_more"),
    ToolFigure("CPP_31March_3MnthorMore", "on_plan_3_months_or_more_at_31_march"),
    ToolFigure("CPP_Reviewed_InReqTimeScl", "reviewed_in_time"),
    ToolFigure("RevCP", "percent_reviewed_in_time"),
)


def build(source: Path) -> pl.DataFrame:
    """Return one row per area, year and measure."""
    return fill_from(from_releases(source, LAYOUTS), from_tool(source, TOOL_FIGURES))
