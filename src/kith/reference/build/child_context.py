"""Circumstances of an area's children beyond social care."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from kith.reference.build._tables import assemble
from kith.reference.lait import ToolFigure

TOOL_FIGURES = (
    ToolFigure("ChildPov", "percent_in_low_income_families", "Percentage of children in low income families"),
    ToolFigure("PriFSM", "percent_primary_free_school_meals", "Primary Free School Meals"),
    ToolFigure("SecFSM", "percent_secondary_free_school_meals", "Secondary Free School Meals"),
    ToolFigure(
        "FirstYJS",
        "rate_first_time_entrants_to_youth_justice",
        "First Time entrants to the Youth Justice System",
    ),
    ToolFigure(
        "16-17 NEET", "percent_16_17_not_in_education_employment_or_training", "16-17 NEET (from 2016)"
    ),
)


def build(source: Path) -> pl.DataFrame:
    """Return one row per area, year and measure."""
    return assemble(source, (), TOOL_FIGURES)
