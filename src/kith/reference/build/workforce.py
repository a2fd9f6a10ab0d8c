"""Children's social workers: in post, starting, leaving, agency, vacancies, caseload."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from kith.reference.build._tables import assemble
from kith.reference.lait import ToolFigure
from kith.reference.tidy import Figure, Layout

LAYOUTS = (
    Layout(
        table="workforce",
        stem="csww_indicators_2017_to_2025",
        source="workforce-2025",
        figures=(
            Figure("inpost_fte", "social_workers_in_post_fte"),
            Figure("inpost_headcount", "social_workers_in_post"),
            Figure("starters_fte", "starters_fte"),
            Figure("starters_headcount", "starters"),
            Figure("leavers_fte", "leavers_fte"),
            Figure("leavers_headcount", "leavers"),
            Figure("turnover_rate_fte", "percent_turnover"),
            Figure("agency_fte", "agency_social_workers_fte"),
            Figure("agency_headcount", "agency_social_workers"),
            Figure("agency_rate_fte", "percent_agency"),
            Figure("agency_cover_fte", "agency_covering_vacancies_fte"),
            Figure("agency_cover_rate_fte", "percent_agency_covering_vacancies"),
            Figure("vacancy_fte", "vacancies_fte"),
            Figure("vacancy_rate_fte", "percent_vacancies"),
            Figure("vacancy_agency_cover_rate_fte", "percent_vacancies_covered_by_agency"),
            Figure("case_holders_fte", "case_holders_fte"),
            Figure("cases", "cases"),
            Figure("caseload_fte", "caseload"),
            Figure("working_days_lost_fte", "working_days_lost"),
            Figure("absence_rate_fte", "percent_absence"),
        ),
    ),
)

TOOL_FIGURES = (
    ToolFigure(
        "Social_Work_Caseholders_%",
        "percent_case_holders",
        "Percentage of social workers who are caseholders",
    ),
    ToolFigure(
        "Social_Work_SeniorPractitioner_%",
        "percent_senior_practitioners",
        "Percentage of social workers who are Senior Practitioners",
    ),
    ToolFigure(
        "Social_Work_Qualified_no_cases_%",
        "percent_qualified_without_cases",
        "Percentage of social workers who are qualified but have no cases",
    ),
)


def build(source: Path) -> pl.DataFrame:
    """Return one row per area, year and measure."""
    return assemble(source, LAYOUTS, TOOL_FIGURES)
