"""Children looked after at 31 March, starting and ceasing in the year."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from kith.reference.build._tables import assemble
from kith.reference.lait import ToolFigure
from kith.reference.tidy import Figure, Layout

AT_31_MARCH = {"population_type": "Children looked after on 31 March each year"}
STARTING = {"population_type": "Children starting to be looked after each year"}
CEASING = {"population_type": "Children ceasing to be looked after each year"}

LAYOUTS = (
    Layout(
        table="looked_after",
        stem="cla_number_and_rate_per_10k_children",
        source="children-looked-after-2025",
        figures=(
            Figure("children_count", "looked_after_at_31_march", where=AT_31_MARCH),
            Figure("children_count", "started_in_year", where=STARTING),
            Figure("children_count", "ceased_in_year", where=CEASING),
            Figure("rate_per_10000", "rate_looked_after_at_31_march", where=AT_31_MARCH),
            Figure("rate_per_10000", "rate_started_in_year", where=STARTING),
            Figure("rate_per_10000", "rate_ceased_in_year", where=CEASING),
        ),
    ),
)

TOOL_FIGURES = (
    ToolFigure("LACnum", "looked_after_at_31_march", "Number of Children looked after"),
    ToolFigure("LACnum_Start", "started_in_year", "Number of children who started to be looked after"),
    ToolFigure(
        "LACceased", "ceased_in_year", "Number of children who ceased to be looked after during the year"
    ),
    ToolFigure("LAC", "rate_looked_after_at_31_march", "Children looked after rate per 10,000"),
    ToolFigure(
        "LAC_Start_Rate", "rate_started_in_year", "Rate of Children starting to be looked after each year"
    ),
    ToolFigure(
        "LAC_Cease_Rate", "rate_ceased_in_year", "Rate of Children ceasing to be looked after each year"
    ),
    ToolFigure(
        "Unacc_Asylmn_Seek_Childn",
        "unaccompanied_at_31_march",
        "Number of unaccompanied Asylum Seeking Children looked after",
    ),
    ToolFigure("No_of LAC Adopted", "adopted_in_year", "Number of CLA adopted in year"),
    ToolFigure(
        "LAC_ceased_SGO",
        "ceased_to_special_guardianship",
        "CLA ceased because of a Special Guardianship Order - Total (Num)",
    ),
)


def build(source: Path) -> pl.DataFrame:
    """Return one row per area, year and measure."""
    return assemble(source, LAYOUTS, TOOL_FIGURES)
