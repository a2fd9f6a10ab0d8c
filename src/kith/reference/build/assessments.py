"""Assessments under section 17: completed in time."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from kith.reference.build._tables import assemble
from kith.reference.lait import ToolFigure

TOOL_FIGURES = (
    ToolFigure(
        "Continue_Assess_Comp",
        "percent_within_45_working_days",
        "Continuous assessments completed within 45 working days",
    ),
)


def build(source: Path) -> pl.DataFrame:
    """Return one row per area, year and measure."""
    return assemble(source, (), TOOL_FIGURES)
