"""Approved foster places, and those with a child placed."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from kith.reference.build._tables import assemble
from kith.reference.lait import ToolFigure

TOOL_FIGURES = (
    ToolFigure(
        "Number_Foster_Places(New)", "approved_places", "Number of approved foster places (from 2022)"
    ),
    ToolFigure(
        "Number_Foster_Places_Filled(New)",
        "filled_places",
        "Number of places that were filled (number of children placed) (from 2022)",
    ),
)


def build(source: Path) -> pl.DataFrame:
    """Return one row per area, year and measure."""
    return assemble(source, (), TOOL_FIGURES)
