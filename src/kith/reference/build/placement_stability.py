"""How often looked after children moved, and how many stayed with one carer."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from kith.reference.build._tables import assemble
from kith.reference.lait import ToolFigure
from kith.reference.tidy import Figure, Layout

LAYOUTS = (
    Layout(
        table="placement_stability",
        stem="la_cla_placement_stability",
        source="children-looked-after-2025",
        figures=(
            Figure("children_count", "children"),
            Figure("children_percent", "percent"),
        ),
        breakdowns={"cohort": "cla_group", "outcome": "placement_stability"},
    ),
)

TOOL_FIGURES = (
    ToolFigure(
        "LACStableNum_2016on",
        "children",
        "Placement 1 - Number of CLA with three or more placements",
        sets={"cohort": "CLA on 31 March", "outcome": "With 3 or more placements during the year"},
    ),
    ToolFigure(
        "LACStable_2016on",
        "percent",
        "Placement 1 - % CLA with three or more placements",
        sets={"cohort": "CLA on 31 March", "outcome": "With 3 or more placements during the year"},
    ),
    ToolFigure(
        "LAC_LongStableNum",
        "children",
        "Long Term Placement Stability (Num)",
        sets={
            "cohort": "Children looked after continuously for at least 2.5 years on 31 March aged under 16 years",
            "outcome": "Living with the same carer for at least 2 years",
        },
    ),
    ToolFigure(
        "LAC_LongStable%",
        "percent",
        "Long Term Placement Stability (%)",
        sets={
            "cohort": "Children looked after continuously for at least 2.5 years on 31 March aged under 16 years",
            "outcome": "Living with the same carer for at least 2 years",
        },
    ),
)


def build(source: Path) -> pl.DataFrame:
    """Return one row per area, year, cohort and outcome."""
    return assemble(source, LAYOUTS, TOOL_FIGURES)
