"""Child protection plans: at 31 March by duration, starting, ceasing, second or later, reviewed in time."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from kith.reference.build._tables import assemble
from kith.reference.lait import ToolFigure
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
    ToolFigure("CPP_rate", "rate_on_plan_at_31_march", "Child Protection Plans rate per 10,000"),
    ToolFigure(
        "CPP_Abuse_Rate",
        "rate_plans_started",
        "Rate child protection plans starting during the year (rate per 10,000)",
    ),
    ToolFigure("DeRegCPR", "rate_plans_ceased", "Ceased to be subject to Child Protection Plan"),
    ToolFigure(
        "CPRDuration", "plans_ceased_2_years_or_more", "Duration subject to a child protection plan - number"
    ),
    ToolFigure(
        "CPPlans2yrs",
        "percent_ceased_2_years_or_more",
        "Child Protection Plans lasting 2 years or more which cease during the year",
    ),
    ToolFigure(
        "CPP_31March_3MnthorMore",
        "on_plan_3_months_or_more_at_31_march",
        "Number of Children subject to CPP for 3 months or more",
    ),
    ToolFigure(
        "CPP_Reviewed_InReqTimeScl",
        "reviewed_in_time",
        "Child Protection Plans reviewed within the required timescales",
    ),
    ToolFigure("RevCP", "percent_reviewed_in_time", "Review of Child Protection Cases"),
)


def build(source: Path) -> pl.DataFrame:
    """Return one row per area, year and measure."""
    return assemble(source, LAYOUTS, TOOL_FIGURES)
