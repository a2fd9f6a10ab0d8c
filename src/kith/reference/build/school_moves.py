"""School moves of looked after children."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from kith.reference.build._tables import assemble
from kith.reference.lait import ToolFigure
from kith.reference.tidy import Figure, Layout

LAYOUTS = (
    Layout(
        table="school_moves",
        stem="la_cla_school_moves",
        source="stability-2025",
        figures=(
            Figure("number", "children"),
            Figure("percentage", "percent"),
        ),
        breakdowns={"cohort": "cla_group", "moves": "move_measure", "outcome": "school_stability"},
    ),
)

TOOL_FIGURES = (
    ToolFigure(
        "Stability_School",
        "percent",
        "School stability: CLA with a mid-year school move",
        sets={
            "cohort": "CLA on 31 March",
            "moves": "Mid-year moves",
            "outcome": "With one or more mid-year moves during the year",
        },
    ),
)


def build(source: Path) -> pl.DataFrame:
    """Return one row per area, year, cohort, kind of move and outcome."""
    return assemble(source, LAYOUTS, TOOL_FIGURES)
